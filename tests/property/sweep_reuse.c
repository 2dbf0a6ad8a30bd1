/* What is kept from run to run changes nothing: whole solves read off one pass, whatever numbers move, are,
 * byte for byte, those of a search of their own; and a runner that does the runs of a sweep in any order
 * gives the cells that a fresh runner gives for each. */
#include "sim/render/render.h"
#include "sim/solve/solve.h"
#include "sim/solve/batch/shared_pass.h"
#include "sim/sweep/inside.h"
#include "tests/support/games.h"
#include "tests/support/random_scenario.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- one pass, many games ---- */

static ply_game *game_at(const ply_scenario *s, const double *values, ply_text *why) {
  ply_game *game = NULL;
  ply_err err = {0};
  if (ply_game_compile(s, values, NULL, &game, &err) != PLY_OK) ply_text_addf(why, "%s\n", err.message);
  return game;
}

/* The kinds of numbers that move, by words in their pointers. Of ANY, and of ONE's actor, all may. */
enum {
  RESERVATIONS,
  WEIGHTS,
  VALUES,
  LEVELS,
  BONUSES,
  STAKES,
  ONE,
  ANY,
  SECURITY,
  EFFORTS,
  LINES,
  ALL,
  KINDS
};
static const char *const words[KINDS] = {"/reservation", "/weight",  "/values/", "/level",
                                         "/bonuses/",    "/stakes/", NULL,       "/actors/",
                                         "/security/",   "/levels/", "/firm",    "/"};

static bool of_kind(const ply_scenario *s, int number, int kind) {
  const char *pointer = s->numbers[number].pointer;
  char one[200];
  snprintf(one, sizeof one, "/actors/%s/", s->actors[0].id);
  if (strstr(pointer, "/red_lines/") != NULL) return kind == LINES || kind == ALL;
  if (kind < SECURITY && strncmp(pointer, "/actors/", 8) != 0) return false;
  return strstr(pointer, kind == ONE ? one : words[kind]) != NULL;
}

/* Moves some numbers of a kind from their base, by steps that meet ties; to 0 now and then. Numbers of the
 * security block and efforts stay where the format lets them. */
static void move_some(const ply_scenario *s, ply_rng *rng, int kind, double *values) {
  for (int i = 0; i < s->n_numbers; i++) {
    const char *pointer = s->numbers[i].pointer;
    double base = values[i] = s->numbers[i].number->base;
    if (!of_kind(s, i, kind) || ply_rng_below(rng, 2) == 0) continue;
    double step = 0.05 * ((double)ply_rng_below(rng, 9) - 4);
    bool weight = strstr(pointer, "/weight") != NULL;
    values[i] = base + step;
    if (strncmp(pointer, "/actors/", 8) != 0) values[i] = base * (1 + step);
    if (strncmp(pointer, "/actors/", 8) != 0 && base <= 1 && values[i] > 1) values[i] = 1;
    if (strstr(pointer, "/firm") != NULL) values[i] = ply_rng_below(rng, 2) == 0 ? 0.2 : 0.8;
    if (weight && (values[i] < 0 || ply_rng_below(rng, 40) == 0)) values[i] = 0;
  }
}

static char *json_of(const ply_result *result) {
  ply_text text;
  ply_text_init(&text);
  ck_assert(ply_render(PLY_RECORD_RESULT, result, "json", NULL, &text, NULL) == PLY_OK);
  return ply_text_take(&text);
}

static bool solves_alike(const ply_shared_pass *pass, const ply_game *game, bool alone, uint64_t seed,
                         ply_text *why) {
  ply_solve_settings settings = {.skip = PLY_SKIP_PROPOSALS | PLY_SKIP_REGRET | PLY_SKIP_CONCORDANCE |
                                         (alone ? 0 : PLY_SKIP_DESIGNS),
                                 .over = (int)(seed % 4),
                                 .threads = 1};
  ply_result *a = NULL, *b = NULL;
  bool alike = ply_shared_pass_covers(pass, game) &&
               ply_shared_pass_solve(pass, game, &settings, &a, NULL) == PLY_OK &&
               ply_solve(game, &settings, &b, NULL) == PLY_OK;
  if (alike) {
    a->actors = b->actors; /* veto weights and counts by actor are not kept */
    if (!alone || !ply_shared_pass_counts_joins(pass)) a->join_equilibria = b->join_equilibria;
    char *x = json_of(a), *y = json_of(b);
    alike = strcmp(x, y) == 0;
    size_t at = 0;
    while (x[at] == y[at] && x[at] != '\0') at++;
    size_t from = at > 80 ? at - 80 : 0;
    if (!alike) ply_text_addf(why, "expected ...%.160s...\nfound ...%.160s...\n", y + from, x + from);
    free(x);
    free(y);
  }
  ply_result_free(a);
  ply_result_free(b);
  return alike;
}

enum { GAMES = 4 };
static int possible[KINDS], covered;

static bool pass_agrees(ply_envelope *envelope, ply_game *const *games, uint64_t seed, ply_text *why) {
  const ply_game *relaxed = ply_envelope_relaxed(envelope);
  uint64_t moved = ply_envelope_moved(envelope);
  bool alone = moved == 0 && ply_envelope_lines(envelope, NULL, 0) == 0; /* reservations */
  ply_shared_pass *pass = NULL;
  ply_solve_settings settings = {.threads = 1 + (int)(seed % 2)};
  if (relaxed == NULL || !ply_shared_pass_possible(relaxed, moved)) return true;
  ply_status status = ply_shared_pass_new(envelope, &settings, &pass, NULL);
  bool holds = status == PLY_OK;
  if (status == PLY_E_LIMIT && ply_envelope_guarded(envelope))
    return true; /* security reads derived issues */
  possible[seed % KINDS]++;
  if (!holds) ply_text_add(why, "expected a pass\n");
  for (int k = 0; holds && k < GAMES; k++) {
    bool of_it = ply_shared_pass_covers(pass, games[k]);
    covered += of_it;
    holds = !of_it || solves_alike(pass, games[k], alone, seed + (uint64_t)k, why);
  }
  ply_shared_pass_free(pass);
  return holds;
}

static bool kept_pass_agrees(const ply_scenario *s, uint64_t seed, ply_text *why) {
  ply_rng rng;
  ply_rng_init(&rng, seed, 9);
  double *values = malloc(((size_t)s->n_numbers + 1) * sizeof *values);
  ply_game *games[GAMES] = {NULL};
  ply_envelope *envelope = NULL;
  bool holds = true;
  for (int k = 0; k < GAMES && holds; k++) {
    move_some(s, &rng, (int)(seed % KINDS), values);
    games[k] = game_at(s, values, why);
    holds = games[k] != NULL;
    if (k == 0 && holds) envelope = ply_envelope_new(game_at(s, values, why));
    if (k > 0 && holds) ply_envelope_add(envelope, games[k]);
  }
  if (holds) holds = pass_agrees(envelope, games, seed, why);
  ply_envelope_free(envelope);
  for (int k = 0; k < GAMES; k++) ply_game_free(games[k]);
  free(values);
  return holds;
}

START_TEST(one_pass_serves_many_games) {
  enum { LEAST = 60 };
  memset(possible, 0, sizeof possible);
  covered = 0;
  check_games("reuse", (random_wish){.most = 2000}, 910001, 800, kept_pass_agrees);
  check_games("reuse-security", (random_wish){.most = 2000, .security = true, .tense = true}, 920001, 800,
              kept_pass_agrees);
  check_games("reuse-crowd", (random_wish){.most = 20000, .security = true, .tense = true, .crowd = true},
              925001, 80, kept_pass_agrees);
  for (int kind = 0; kind < KINDS; kind++)
    ck_assert_msg(possible[kind] >= LEAST, "only %d games of kind %d are such that a pass is kept for them",
                  possible[kind], kind);
  ck_assert_msg(covered > 3000, "only %d games are covered", covered);
}
END_TEST

/* ---- runs in any order ---- */

static const char outputs[] =
    "acceptable.count,sustained.count,stable.count,acceptable.share,pareto.count,nash.index,"
    "nash.value,kalai_smorodinsky.index,talks.round";
static const char of_designs[] = "design.*.acceptable,design.*.stable,design.*.sustained,design.*.refuses,"
                                 "design.*.least_margin";

/* A sweep over some numbers of the scenario in `path`. which: 0 reservations alone, 1 any number, 2 any
 * number and an option of a design, 3 any number and the red lines. more: an output that asks for a search of
 * its own. */
static ply_sweep *sweep_of(const ply_scenario *s, const char *path, uint64_t seed, int which,
                           const char *more, ply_plan **plan, ply_diags *diags) {
  ply_rng rng;
  ply_err err = {0};
  ply_sweep *sweep = NULL;
  ply_text vary;
  ply_rng_init(&rng, seed, 5);
  ply_text_init(&vary);
  *plan = ply_plan_new(diags);
  ck_assert(ply_plan_scenario(*plan, path, NULL) == PLY_OK);
  int moved = 0;
  for (int i = 0; i < s->n_numbers && moved < 8; i++) {
    const char *pointer = s->numbers[i].pointer;
    bool reservation = strstr(pointer, "/reservation") != NULL;
    bool line = strstr(pointer, "/red_lines/") != NULL;
    if (which == 0 ? !reservation : !line && ply_rng_below(&rng, (uint64_t)s->n_numbers) > 8) continue;
    vary.length = 0;
    ply_text_addf(&vary, "%s*=%s:1", pointer, line ? "0.3" : "0.8");
    ck_assert(ply_plan_vary(*plan, vary.data, NULL) == PLY_OK);
    moved++;
  }
  for (int k = 0; which == 2 && k < s->n_issues && s->n_designs > 0; k++) {
    if (s->issues[k].n_cases > 0) continue;
    vary.length = 0;
    ply_text_addf(&vary, "/designs/%s/options/%s", s->designs[0].id, s->issues[k].id);
    ck_assert(ply_plan_vary(*plan, vary.data, NULL) == PLY_OK);
    moved++;
    break;
  }
  ply_text_done(&vary);
  if (moved == 0) return NULL;
  if (which == 3) ck_assert(ply_plan_red_lines(*plan, "drawn", NULL) == PLY_OK);
  ck_assert(ply_plan_method(*plan, which == 0 ? "random" : "morris", NULL) == PLY_OK);
  ply_plan_size(*plan, which == 0 ? 16 : 3);
  ply_plan_seed(*plan, seed);
  ck_assert(ply_plan_outputs(*plan, outputs, NULL) == PLY_OK);
  if (s->n_designs > 0) ck_assert(ply_plan_outputs(*plan, of_designs, NULL) == PLY_OK);
  if (more != NULL) ck_assert(ply_plan_outputs(*plan, more, NULL) == PLY_OK);
  ply_status status = ply_sweep_prepare(*plan, NULL, &sweep, &err);
  ck_assert_msg(status == PLY_OK, "seed %d: %s; %s", (int)seed, err.message,
                diags->count > 0 ? diags->items[0].message : "");
  return sweep;
}

static void run_cells(ply_runner *runner, uint64_t run, ply_text *cells) {
  cells->length = 0;
  ck_assert(ply_runner_run(runner, run, cells, NULL) == PLY_OK);
}

/* The first n cells. */
static size_t first_cells(const ply_text *cells, int n) {
  size_t at = 0;
  for (; n > 0 && at < cells->length; at++) n -= cells->data[at] == ',';
  return at;
}

/* Runs in a shuffled order, some of them twice, by one runner; each against a runner and a search of its own.
 */
static int check_order(const ply_sweep *kept, const ply_sweep *alone, uint64_t seed) {
  ply_rng rng;
  ply_text a, b;
  ply_rng_init(&rng, seed, 6);
  ply_text_init(&a);
  ply_text_init(&b);
  ply_runner *runner = ply_runner_new(kept, NULL);
  for (int turn = 0; turn < 24; turn++) {
    uint64_t run = ply_rng_below(&rng, kept->n_runs);
    ply_runner *fresh = ply_runner_new(alone, NULL);
    run_cells(runner, run, &a);
    run_cells(fresh, run, &b);
    size_t n = first_cells(&a, kept->n_outputs);
    ck_assert_msg(n == first_cells(&b, kept->n_outputs) && memcmp(a.data, b.data, n) == 0,
                  "seed %d, run %d, turn %d: expected %s, found %s", (int)seed, (int)run, turn, b.data,
                  a.data);
    ply_runner_free(fresh);
  }
  ply_runner_free(runner);
  ply_text_done(&a);
  ply_text_done(&b);
  return kept->reuse != NULL;
}

static int check_runs(uint64_t seed, int which) {
  random_wish wish = {.most = 500, .security = seed % 2 == 0, .tense = seed % 3 == 0};
  char *text = NULL, path[] = "/tmp/parley-reuse-XXXXXX", more[200];
  ply_scenario *s = random_scenario(seed, wish, &text);
  int file = mkstemp(path), reused = 0;
  ck_assert(file >= 0 && write(file, text, strlen(text)) == (ssize_t)strlen(text));
  close(file);
  ply_diags diags[2];
  ply_plan *plans[2] = {NULL};
  snprintf(more, sizeof more, "would_accept.%s%s", s->actors[0].id,
           s->n_designs > 0 ? ",design.*.efficient" : "");
  ply_diags_init(&diags[0]);
  ply_diags_init(&diags[1]);
  ply_sweep *kept = sweep_of(s, path, seed, which, NULL, &plans[0], &diags[0]);
  ply_sweep *alone = sweep_of(s, path, seed, which, more, &plans[1], &diags[1]);
  if (kept != NULL) reused = check_order(kept, alone, seed);
  for (int i = 0; i < 2; i++) {
    ply_sweep_free(i == 0 ? kept : alone);
    ply_plan_free(plans[i]);
    ply_diags_done(&diags[i]);
  }
  unlink(path);
  ply_scenario_free(s);
  free(text);
  return reused;
}

START_TEST(the_order_of_runs_does_not_matter) {
  int reused = 0;
  for (uint64_t seed = 930001; seed < 930041; seed++)
    for (int which = 0; which < 4; which++) reused += check_runs(seed, which);
  ck_assert_msg(reused > 100, "only %d sweeps keep a pass", reused);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("sweep_reuse");
  TCase *cases = tcase_create("reuse");
  tcase_set_timeout(cases, 300);
  tcase_add_test(cases, one_pass_serves_many_games);
  tcase_add_test(cases, the_order_of_runs_does_not_matter);
  suite_add_tcase(suite, cases);
  return suite;
}
