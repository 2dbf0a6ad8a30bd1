/* The two engines answer alike: sorted thresholds (with merged payoff vectors in large additive spaces) and
 * plain enumeration, on random small games and on random additive ones; and the merged counts are those of a
 * convolution written here. */
#include "sim/solve/search/outlook.h"
#include "sim/solve/space/space.h"
#include "sim/solve/solve.h"
#include "tests/support/compare.h"
#include "tests/support/games.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

static ply_result *solve(const ply_scenario *s, ply_engine engine, int over, unsigned skip, ply_text *why) {
  ply_solve_settings settings = {.engine = engine, .over = over, .threads = 1, .skip = skip};
  ply_game *game = NULL;
  ply_result *result = NULL;
  ply_err err = {0};
  ply_status status = ply_game_compile(s, NULL, NULL, &game, &err);
  if (status == PLY_OK) status = ply_solve(game, &settings, &result, &err);
  if (status != PLY_OK) ply_text_addf(why, "solve: status %d, %s\n", status, err.message);
  ply_game_free(game);
  return status == PLY_OK ? result : NULL;
}

static bool engines_agree(const ply_scenario *s, uint64_t seed, ply_text *why) {
  int over = (int)(seed % 4);
  ply_result *a = solve(s, PLY_ENGINE_SEARCH, over, 0, why),
             *b = solve(s, PLY_ENGINE_ENUMERATE, over, 0, why);
  bool holds = a != NULL && b != NULL && compare_results(a, b, why) == 0;
  ply_result_free(a);
  ply_result_free(b);
  return holds;
}

START_TEST(engines_agree_on_random_games) {
  check_games("engines", (random_wish){.most = 3000}, 700001, 1500, engines_agree);
}
END_TEST

START_TEST(engines_agree_with_security) {
  check_games("engines-security", (random_wish){.most = 3000, .security = true}, 800001, 400, engines_agree);
}
END_TEST

/* ---- only what is acceptable ---- */

static const unsigned SETS_ALONE = PLY_SKIP_VETO | PLY_SKIP_JOIN;
static int tiles_left_out; /* games in which some tile was left out at a glance */

static int tiles_without_outlook(const ply_scenario *s) {
  ply_game *game = NULL;
  ply_space *space = NULL;
  ply_combos combos;
  ply_outlook *outlook = NULL;
  ply_outlook_memo memo = {0};
  int n = 0;
  if (ply_game_compile(s, NULL, NULL, &game, NULL) == PLY_OK &&
      ply_space_build(game, (size_t)1 << 28, NULL, &space, NULL) == PLY_OK &&
      ply_combos_build(space, 0, space->n_combos, false, &combos)) {
    if (ply_outlook_new(space, &combos, &outlook))
      for (size_t t = 0; outlook != NULL && t < space->n_tiles; t++)
        n += !ply_outlook_may_hold(outlook, &space->tiles[t], &memo);
    ply_outlook_free(outlook);
    ply_combos_done(&combos);
  }
  ply_space_free(space);
  ply_game_free(game);
  return n;
}

static bool sets_are_the_same(const ply_scenario *s, uint64_t seed, ply_text *why) {
  (void)seed;
  ply_result *a = solve(s, PLY_ENGINE_SEARCH, 0, SETS_ALONE, why),
             *b = solve(s, PLY_ENGINE_ENUMERATE, 0, SETS_ALONE, why);
  bool holds = a != NULL && b != NULL && a->feasible.low == b->feasible.low &&
               a->acceptable.low == b->acceptable.low && a->sustained.low == b->sustained.low &&
               a->stable.low == b->stable.low && a->reopened.count.low == b->reopened.count.low;
  for (int k = 0; holds && k < a->n_solutions; k++)
    holds = a->solutions[k].outcome == b->solutions[k].outcome &&
            (a->solutions[k].outcome != PLY_FOUND ||
             a->solutions[k].bundle.index == b->solutions[k].bundle.index);
  if (!holds && a != NULL && b != NULL)
    ply_text_addf(why, "acceptable %d and %d, sustained %d and %d, stable %d and %d\n",
                  (int)a->acceptable.low, (int)b->acceptable.low, (int)a->sustained.low,
                  (int)b->sustained.low, (int)a->stable.low, (int)b->stable.low);
  tiles_left_out += tiles_without_outlook(s) > 0;
  ply_result_free(a);
  ply_result_free(b);
  return holds;
}

/* Where nobody asks for veto weights and join equilibria, tiles in which nothing can be acceptable are not looked at. */
START_TEST(engines_agree_at_a_glance) {
  tiles_left_out = 0;
  check_games("engines-glance", (random_wish){.most = 3000, .security = true}, 810001, 300,
              sets_are_the_same);
  check_games("engines-glance-tense", (random_wish){.most = 3000, .security = true, .tense = true}, 820001,
              300, sets_are_the_same);
  check_games("engines-glance-crowd",
              (random_wish){.most = 12000, .crowd = true, .tense = true, .security = true}, 830001, 40,
              sets_are_the_same);
  if (getenv("PARLEY_SEED") != NULL || getenv("PARLEY_GAMES") != NULL) return; /* other games */
  ck_assert_msg(tiles_left_out >= 100, "tiles were left out in only %d games", tiles_left_out);
}
END_TEST

/* Hundreds of memberships to a design: more than one word of the prefilter, and turns of many designs. */
START_TEST(engines_agree_in_a_crowd) {
  check_games("engines-crowd", (random_wish){.most = 12000, .crowd = true}, 850001, 60, engines_agree);
  check_games("engines-crowd-security", (random_wish){.most = 12000, .crowd = true, .security = true}, 860001,
              40, engines_agree);
  check_games("engines-crowd-tense",
              (random_wish){.most = 12000, .crowd = true, .tense = true, .fixed = true}, 870001, 60,
              engines_agree);
}
END_TEST

/* Memberships of a game that the search does not look at by themselves, because they differ from another in
 * who of the bystanders signs; -1 where the space cannot be built. */
static int signed_memberships(const ply_scenario *s) {
  ply_game *game = NULL;
  ply_space *space = NULL;
  int n = -1;
  if (ply_game_compile(s, NULL, NULL, &game, NULL) == PLY_OK &&
      ply_space_build(game, (size_t)1 << 28, NULL, &space, NULL) == PLY_OK) {
    n = 0;
    for (int k = 0; k < space->n_rosters; k++) n += space->rosters[k]->n - space->rosters[k]->n_roots;
  }
  ply_space_free(space);
  ply_game_free(game);
  return n;
}

static int games_with_bystanders; /* counted by the property below */

static bool engines_agree_on_bystanders(const ply_scenario *s, uint64_t seed, ply_text *why) {
  games_with_bystanders += signed_memberships(s) > 0;
  return engines_agree(s, seed, why);
}

/* Candidates that sign without sending anything: their memberships are counted as products. */
START_TEST(engines_agree_with_bystanders) {
  games_with_bystanders = 0;
  check_games("engines-bystanders",
              (random_wish){.most = 12000, .crowd = true, .signing = true, .security = true}, 880001, 60,
              engines_agree_on_bystanders);
  check_games("engines-bystanders-tense",
              (random_wish){.most = 12000, .crowd = true, .signing = true, .tense = true}, 890001, 60,
              engines_agree_on_bystanders);
  check_games("engines-bystanders-few", (random_wish){.most = 3000, .signing = true}, 895001, 200,
              engines_agree_on_bystanders);
  if (getenv("PARLEY_SEED") != NULL || getenv("PARLEY_GAMES") != NULL) return; /* other games */
  ck_assert_msg(games_with_bystanders >= 20, "only %d of the games had a bystander", games_with_bystanders);
}
END_TEST

/* ---- additive spaces ---- */

typedef struct additive {
  int actors, issues, options, most; /* payoffs 0 .. most, times a hundredth where `hundredths` */
  bool hundredths;
  int value[6][16][8];
  int reservation[6]; /* in the same steps */
  int counted;        /* the last so many actors are counted, the others required */
  int quorum;         /* 0: unanimity */
} additive;

static void draw_additive(ply_rng *rng, additive *g) {
  double sum = 0;
  for (int i = 0; i < g->actors; i++) {
    sum = 0;
    for (int k = 0; k < g->issues; k++)
      for (int o = 0; o < g->options; o++) {
        g->value[i][k][o] = (int)ply_rng_below(rng, (uint64_t)g->most + 1);
        sum += g->value[i][k][o];
      }
    double mean = sum / g->options;
    g->reservation[i] = (int)(mean * (0.9 + 0.4 * ply_rng_unit(rng)));
  }
}

static void write_additive(const additive *g, ply_text *t) {
  const char *unit = g->hundredths ? "e-2" : "";
  ply_text_add(t, "{\"parley\": 1, \"id\": \"additive\", \"title\": \"Additive\", \"issues\": {");
  for (int k = 0; k < g->issues; k++) {
    ply_text_addf(t, "%s\"i%d\": {\"options\": {", k > 0 ? ", " : "", k);
    for (int o = 0; o < g->options; o++) ply_text_addf(t, "%s\"o%d\": {}", o > 0 ? ", " : "", o);
    ply_text_add(t, "}}");
  }
  ply_text_add(t, "}, ");
  if (g->quorum > 0) ply_text_addf(t, "\"agreement\": {\"quorum\": %d}, ", g->quorum);
  ply_text_add(t, "\"actors\": {");
  for (int i = 0; i < g->actors; i++) {
    ply_text_addf(t, "%s\"a%d\": {\"consent\": \"%s\", \"reservation\": %d%s, \"payoffs\": {",
                  i > 0 ? ", " : "", i, i >= g->actors - g->counted ? "counted" : "required",
                  g->reservation[i], unit);
    for (int k = 0; k < g->issues; k++) {
      ply_text_addf(t, "%s\"i%d\": {\"weight\": 1, \"values\": {", k > 0 ? ", " : "", k);
      for (int o = 0; o < g->options; o++)
        ply_text_addf(t, "%s\"o%d\": %d%s", o > 0 ? ", " : "", o, g->value[i][k][o], unit);
      ply_text_add(t, "}}");
    }
    ply_text_add(t, "}}");
  }
  ply_text_add(t, "}}");
}

static ply_scenario *load_additive(const additive *g) {
  ply_text text;
  ply_diags diags;
  ply_err err = {0};
  ply_scenario *s = NULL;
  ply_text_init(&text);
  ply_diags_init(&diags);
  write_additive(g, &text);
  ply_status status = ply_scenario_parse(text.data, text.length, "additive", NULL, NULL, 0, &s, &diags, &err);
  ck_assert_msg(status == PLY_OK, "%s: %s", err.message, diags.count > 0 ? diags.items[0].message : "");
  ply_diags_done(&diags);
  ply_text_done(&text);
  return s;
}

START_TEST(merged_equals_enumeration) {
  for (uint64_t seed = 1; seed <= 24; seed++) {
    ply_rng rng;
    ply_rng_init(&rng, seed, 3);
    additive g = {
        .actors = 2 + (int)(seed % 3), .issues = 7, .options = 4, .most = 6, .hundredths = seed % 2};
    g.counted = seed % 4 == 0 ? 2 : 0;
    g.quorum = g.counted > 0 ? g.actors - 1 : 0;
    draw_additive(&rng, &g);
    ply_scenario *s = load_additive(&g);
    ply_text why;
    ply_text_init(&why);
    ply_result *merged = solve(s, PLY_ENGINE_SEARCH, 0, 0, &why),
               *plain = solve(s, PLY_ENGINE_ENUMERATE, 0, 0, &why);
    ck_assert_msg(merged != NULL && plain != NULL, "seed %llu: %s", (unsigned long long)seed, why.data);
    ck_assert_str_eq(merged->engine, "search (additive)");
    ck_assert_str_eq(plain->engine, "enumerate");
    ck_assert_msg(compare_results(merged, plain, &why) == 0, "seed %llu: %s", (unsigned long long)seed,
                  why.data);
    ply_text_done(&why);
    ply_result_free(merged);
    ply_result_free(plain);
    ply_scenario_free(s);
  }
}
END_TEST

/* The joint distribution of two actors' payoffs over 8^20 bundles, by convolving issue after issue. */
static uint64_t *convolve(const additive *g, int side) {
  size_t n = (size_t)side * (size_t)side;
  uint64_t *now = calloc(n, sizeof *now), *next = calloc(n, sizeof *next);
  ck_assert(now != NULL && next != NULL);
  now[0] = 1;
  for (int k = 0; k < g->issues; k++) {
    memset(next, 0, n * sizeof *next);
    for (int a = 0; a < side; a++)
      for (int b = 0; b < side; b++)
        for (int o = 0; o < g->options && now[a * side + b] != 0; o++)
          next[(a + g->value[0][k][o]) * side + b + g->value[1][k][o]] += now[a * side + b];
    uint64_t *swap = now;
    now = next;
    next = swap;
  }
  free(next);
  return now;
}

START_TEST(huge_additive_space_equals_a_convolution) {
  additive g = {.actors = 2, .issues = 16, .options = 8, .most = 9};
  ply_rng rng;
  ply_rng_init(&rng, 42, 1);
  draw_additive(&rng, &g);
  g.issues = 16; /* 8^16 = 2.8e14 bundles */
  int side = g.issues * g.most + 1;
  uint64_t *count = convolve(&g, side), accept[2] = {0}, both = 0;
  int best_sum = -1;
  for (int a = 0; a < side; a++)
    for (int b = 0; b < side; b++) {
      uint64_t c = count[a * side + b];
      bool first = a >= g.reservation[0], second = b >= g.reservation[1];
      accept[0] += first ? c : 0;
      accept[1] += second ? c : 0;
      both += first && second ? c : 0;
      if (c > 0 && first && second && a + b > best_sum) best_sum = a + b;
    }
  ply_text why;
  ply_text_init(&why);
  ply_scenario *s = load_additive(&g);
  ply_result *r = solve(s, PLY_ENGINE_AUTO, 0, 0, &why);
  ck_assert_msg(r != NULL, "%s", why.data);
  ck_assert_uint_eq(r->feasible.low, (uint64_t)1 << 48);
  ck_assert_uint_eq(r->acceptable.low, both);
  ck_assert_uint_eq(r->acceptable.high, both);
  for (int i = 0; i < 2; i++) {
    ck_assert_uint_eq(r->actors[i].would_accept, accept[i]);
    ck_assert_uint_eq(r->actors[i].veto_weight, accept[1 - i] - both);
  }
  ck_assert_int_eq(r->solutions[3].outcome, PLY_FOUND);
  ck_assert_double_eq_tol(r->solutions[3].value, best_sum, 1e-9);
  free(count);
  ply_text_done(&why);
  ply_result_free(r);
  ply_scenario_free(s);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("property/engines");
  TCase *games = tcase_create("engines");
  tcase_set_timeout(games, 0);
  tcase_add_test(games, engines_agree_on_random_games);
  tcase_add_test(games, engines_agree_with_security);
  tcase_add_test(games, engines_agree_at_a_glance);
  tcase_add_test(games, engines_agree_in_a_crowd);
  tcase_add_test(games, engines_agree_with_bystanders);
  tcase_add_test(games, merged_equals_enumeration);
  tcase_add_test(games, huge_additive_space_equals_a_convolution);
  suite_add_tcase(suite, games);
  return suite;
}
