/* The flagship, its first version, explained: the nearest acceptable bundle of every named design against a walk over all
 * acceptable bundles, and what follows from its red lines and its guarantee by hand. */
#include "sim/solve/search/scan.h"
#include "sim/solve/solve.h"
#include "tests/support/support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static ply_scenario *scenario;
static ply_game *game;

static void set_up(void) {
  char *path = test_path("scenarios/istanbul-2022-first.json");
  ply_diags diags;
  ply_diags_init(&diags);
  ck_assert_int_eq(ply_scenario_load(path, NULL, 0, &scenario, &diags, NULL), PLY_OK);
  ply_diags_done(&diags);
  free(path);
  ck_assert_int_eq(ply_game_compile(scenario, NULL, NULL, &game, NULL), PLY_OK);
}

static void tear_down(void) {
  ply_game_free(game);
  ply_scenario_free(scenario);
}

/* A named design explained, with one setting of the red lines. */
static ply_explain *explain(const char *design, ply_lines_choice choice) {
  ply_lines lines = {.choice = choice};
  ply_explain *x = NULL;
  ply_err err = {0};
  const ply_design *d = &scenario->designs[ply_scenario_design(scenario, design)];
  ply_status status = ply_explain_bundle(scenario, &lines, d->options, d->levels, NULL, &x, &err);
  ck_assert_msg(status == PLY_OK, "%s: %s", design, err.message);
  ck_assert_str_eq(x->design, design);
  return x;
}

/* ---- nearest ---- */

typedef struct nearest {
  int changes;
  uint64_t ties, index;
  double slack;
} nearest;

static int distance(const ply_design *design, const uint16_t *option, const uint8_t *level) {
  int far = 0;
  for (int k = 0; k < scenario->n_issues; k++)
    far += scenario->issues[k].n_cases == 0 && option[k] != design->options[k];
  for (int i = 0; i < scenario->n_actors; i++) far += level[i] != design->levels[i];
  return far;
}

static double slack_of(const uint16_t *option, const uint8_t *level) {
  double payoff[PLY_MAX_ACTORS], slack = INFINITY;
  ck_assert(ply_game_payoffs(game, option, level, NULL, payoff));
  for (uint64_t rest = ply_game_parties(game, option, level); rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    slack = fmin(slack, payoff[i] - game->reservation[i]);
  }
  return slack;
}

static void keep(nearest *best, double slack, uint64_t index) {
  bool level = fabs(slack - best->slack) <= PLY_EPS;
  if (level ? index > best->index : slack < best->slack) return;
  best->slack = slack;
  best->index = index;
}

static void walk(const ply_scan *scan, nearest *best) {
  size_t words = (size_t)scan->combos.words;
  for (size_t bit = 0; bit < 64 * words * scan->n_accepted; bit++) {
    if ((scan->accept[bit / 64] >> bit % 64 & 1) == 0) continue;
    uint16_t option[PLY_MAX_ISSUES];
    uint8_t level[PLY_MAX_ACTORS];
    uint64_t index = ply_scan_index(scan, bit / (64 * words), (int)(bit % (64 * words)));
    ply_game_bundle(game, index, option, level);
    for (int d = 0; d < scenario->n_designs; d++) {
      int far = distance(&scenario->designs[d], option, level);
      if (far < best[d].changes) best[d] = (nearest){.changes = far, .index = UINT64_MAX, .slack = -1};
      best[d].ties += far == best[d].changes;
      if (far == best[d].changes) keep(&best[d], slack_of(option, level), index);
    }
  }
}

START_TEST(nearest_equals_a_walk_over_all_acceptable_bundles) {
  ply_space *space = NULL;
  ply_scan scan;
  ply_solve_settings settings = {0};
  ply_clock clock = ply_clock_start(&settings);
  ck_assert_int_eq(ply_space_build(game, (size_t)1 << 30, NULL, &space, NULL), PLY_OK);
  ck_assert_int_eq(ply_scan_run(space, 0, &settings, &clock, &scan, NULL), PLY_OK);
  nearest *best = calloc((size_t)scenario->n_designs, sizeof *best);
  for (int d = 0; d < scenario->n_designs; d++) best[d].changes = 1000;
  walk(&scan, best);
  for (int d = 0; d < scenario->n_designs; d++) {
    const char *id = scenario->designs[d].id;
    ply_explain *x = explain(id, PLY_LINES_LIKELY);
    ck_assert_int_eq(x->nearest.outcome, PLY_FOUND);
    ck_assert_msg(x->nearest.changes == best[d].changes && x->nearest.ties == best[d].ties &&
                      x->nearest.bundle.index == best[d].index,
                  "%s: %d changes, %llu ties, index %llu; expected %d, %llu, %llu", id, x->nearest.changes,
                  (unsigned long long)x->nearest.ties, (unsigned long long)x->nearest.bundle.index,
                  best[d].changes, (unsigned long long)best[d].ties, (unsigned long long)best[d].index);
    ply_explain_free(x);
  }
  free(best);
  ply_scan_done(&scan);
  ply_space_free(space);
}
END_TEST

/* ---- switching values ---- */

static const ply_switching_value *switching_of(const ply_explain *x, const char *pointer) {
  for (int f = 0; f < x->switching.n; f++)
    if (strcmp(x->switching.values[f].pointer, pointer) == 0) return &x->switching.values[f];
  return NULL;
}

/* Several refuse the Istanbul proposal, so no one number makes it acceptable; each refuser with no red line
 * in force turns where its reservation meets its payoff or sooner. */
START_TEST(istanbul_needs_more_than_one_number) {
  ply_explain *x = explain("istanbul", PLY_LINES_LIKELY);
  ck_assert(!x->acceptable);
  ck_assert_int_eq(x->switching.outcome, PLY_PROVED_NONE);
  ck_assert_int_gt(x->switching.n_grid, 0);
  for (int i = 0; i < x->frame.n_actors; i++) {
    const ply_explain_actor *a = &x->actors[i];
    bool both = a->line >= 0 && a->margin < 0; /* two reasons: one number cannot mend both */
    ck_assert_msg((a->turn == NULL) == both, "%s: a turn where there is none, or none",
                  x->frame.actors[i].name.id);
    if (a->turn != NULL) ck_assert_double_le(fabs(a->turn->turn - a->turn->from), fabs(a->margin) + 2e-9);
  }
  ply_explain_free(x);
}
END_TEST

/* Only Ukraine refuses BUDAPEST (payoff 0.3107): its reservation turns the verdict at its payoff. */
START_TEST(budapest_turns_at_ukraines_payoff) {
  ply_explain *x = explain("budapest", PLY_LINES_LIKELY);
  const ply_switching_value *switching = switching_of(x, "/actors/ukraine/reservation");
  ck_assert_int_eq(x->switching.outcome, PLY_FOUND);
  ck_assert_ptr_nonnull(switching);
  ck_assert_double_eq_tol(switching->turn, x->actors[0].payoff + 1e-9, 1e-9);
  ck_assert_double_gt(switching->stay, switching->turn);
  ck_assert(!switching->in_range);
  ply_explain_free(x);
}
END_TEST

/* A red line is in force from one half up. GERMAN with all lines off: Russia's own line (0.40) then has no
 * say. */
START_TEST(a_red_line_turns_at_one_half) {
  ply_explain *x = explain("german", PLY_LINES_LIKELY);
  const ply_explain_actor *russia = &x->actors[1];
  ck_assert(russia->accepts);
  ck_assert_str_eq(russia->turn->pointer, "/actors/russia/red_lines/r-ru5/firm");
  ck_assert_double_eq_tol(russia->turn->turn, 0.5, 1e-9);
  ply_explain_free(x);
  x = explain("german", PLY_LINES_NONE);
  ck_assert(strstr(x->actors[1].turn->pointer, "red_lines") == NULL);
  ply_explain_free(x);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("known/explain");
  TCase *c = tcase_create("istanbul-2022-first");
  tcase_set_timeout(c, 300);
  tcase_add_unchecked_fixture(c, set_up, tear_down);
  tcase_add_test(c, nearest_equals_a_walk_over_all_acceptable_bundles);
  tcase_add_test(c, istanbul_needs_more_than_one_number);
  tcase_add_test(c, budapest_turns_at_ukraines_payoff);
  tcase_add_test(c, a_red_line_turns_at_one_half);
  suite_add_tcase(suite, c);
  return suite;
}
