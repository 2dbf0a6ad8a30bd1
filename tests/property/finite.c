/* Finite games against brute force: pure equilibria by their definition, mixed ones of two players by trying every pair
 * of supports, invariances, and the game of joining against the definition of join equilibria, design by design. */
#include "sim/equilibria/inside.h"
#include "sim/game/security.h"
#include "sim/interop/interop.h"
#include "sim/verify/finite.h"
#include "tests/support/by_supports.h"
#include "tests/support/finite.h"
#include "tests/support/games.h"
#include "tests/support/oracle.h"
#include "tests/support/support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- pure ---- */

static bool is_pure(const ply_finite *g, uint64_t p, bool *strict) {
  *strict = true;
  for (int i = 0; i < g->n_players; i++)
    for (int s = 0; s < g->players[i].n; s++) {
      int mine = ply_finite_strategy(g, i, p);
      uint64_t moved = p - (uint64_t)mine * g->stride[i] + (uint64_t)s * g->stride[i];
      double gain = ply_finite_value(g, i, moved) - ply_finite_value(g, i, p);
      if (s != mine && gain > 0) return false;
      if (s != mine && gain == 0) *strict = false;
    }
  return true;
}

static void check_pure(const ply_finite *g, uint64_t seed) {
  ply_equilibria *found = finite_find(g, "pure", NULL, 0);
  int k = 0;
  for (uint64_t p = 0; p < g->n_profiles; p++) {
    bool strict;
    if (!is_pure(g, p, &strict)) continue;
    if (k >= found->pure.n_listed)
      ck_abort_msg("seed %llu: profile %llu is missing", (unsigned long long)seed, (unsigned long long)p);
    const ply_equilibrium *e = &found->pure.items[k++];
    for (int i = 0; i < g->n_players; i++) ck_assert_int_eq(e->strategy[i], ply_finite_strategy(g, i, p));
    ck_assert_int_eq(e->strict, strict ? PLY_YES : PLY_NO);
  }
  ck_assert_int_eq(k, found->pure.n_listed);
  ply_equilibria_free(found);
}

START_TEST(pure_equilibria_are_those_of_the_definition) {
  static const int sizes[][5] = {{2, 2, 0}, {3, 4, 0}, {2, 3, 4, 0}, {2, 2, 2, 2, 0}, {5, 1, 3, 0}, {7, 0}};
  for (uint64_t seed = 0; seed < 60; seed++) {
    const int *n = sizes[seed % 6];
    int players = 0;
    while (players < 5 && n[players] > 0) players++;
    ply_finite *g = finite_random(seed, players, n, 4);
    check_pure(g, seed);
    ply_finite_free(g);
  }
}
END_TEST

/* ---- mixed, two players ---- */

START_TEST(mixed_equilibria_are_those_of_all_pairs_of_supports) {
  for (uint64_t seed = 0; seed < 60; seed++) {
    int n[2] = {2 + (int)(seed % 4), 2 + (int)(seed / 4 % 4)};
    ply_finite *g = finite_random(seed, 2, n, 100000); /* ties are all but impossible */
    ply_equilibria *found = finite_find(g, "mixed,one,correlated", NULL, 0);
    ck_assert_int_eq(found->mixed.extent, PLY_EXTENT_ALL);
    if (found->mixed.count != (uint64_t)count_by_supports(g))
      ck_abort_msg("seed %llu: %llu found, %d by supports", (unsigned long long)seed,
                   (unsigned long long)found->mixed.count, count_by_supports(g));
    ck_assert_uint_eq(found->mixed.count % 2, 1);
    /* Lemke and Howson's is one of them, and every equilibrium is correlated advice. */
    bool listed = false;
    for (int k = 0; k < found->mixed.n_listed; k++)
      listed |= strcmp(found->mixed.items[k].sum.exact, found->one.items[0].sum.exact) == 0;
    ck_assert(listed);
    ck_assert_double_ge(found->correlated.advice[0].value.value, found->correlated.best_nash - 1e-9 * 1e5);
    ply_equilibria_free(found);
    ply_finite_free(g);
  }
}
END_TEST

/* Ties everywhere: every extreme equilibrium is confirmed exactly, all pure ones are among them. */
START_TEST(degenerate_games_have_every_pure_equilibrium_among_the_extreme) {
  for (uint64_t seed = 0; seed < 80; seed++) {
    int n[2] = {2 + (int)(seed % 4), 2 + (int)(seed / 4 % 4)};
    ply_finite *g = finite_random(seed, 2, n, 3);
    ply_equilibria *found = finite_find(g, "pure,mixed,dominance,zero-sum", NULL, 0);
    uint64_t pure = 0;
    for (int k = 0; k < found->mixed.n_listed; k++) pure += found->mixed.items[k].strategy != NULL;
    ck_assert_uint_eq(pure, found->pure.count);
    ck_assert_uint_ge(found->mixed.count, 1);
    ply_equilibria_free(found);
    ply_finite_free(g);
  }
}
END_TEST

/* ---- invariance ---- */

/* 7/3 u - 11 for the first player: the same equilibria, the same advice for the second. */
START_TEST(rescaling_one_player_changes_no_equilibrium) {
  for (uint64_t seed = 0; seed < 20; seed++) {
    int n[2] = {3, 4};
    ply_finite *g = finite_random(seed, 2, n, 20), *h = finite_random(seed, 2, n, 20);
    for (uint64_t p = 0; p < h->n_profiles; p++)
      ck_assert(ply_finite_put(h, 0, p, 7 * g->payoffs[0].whole[p] - 33, 3));
    ply_equilibria *a = finite_find(g, "mixed,correlated", NULL, 0),
                   *b = finite_find(h, "mixed,correlated", NULL, 0);
    ck_assert_uint_eq(a->mixed.count, b->mixed.count);
    for (int k = 0; k < a->mixed.n_listed; k++)
      ck_assert_str_eq(a->mixed.items[k].payoff[1].exact, b->mixed.items[k].payoff[1].exact);
    for (int k = 3; k < 5; k++)
      ck_assert_str_eq(a->correlated.advice[k].value.exact, b->correlated.advice[k].value.exact);
    ply_equilibria_free(a);
    ply_equilibria_free(b);
    ply_finite_free(g);
    ply_finite_free(h);
  }
}
END_TEST

/* Written and read back in both formats: the same game. */
START_TEST(games_survive_being_written_and_read) {
  for (uint64_t seed = 0; seed < 20; seed++) {
    int n[3] = {2, 3, 2};
    ply_finite *g = finite_random(seed, 3, n, 50);
    for (uint64_t p = 0; p < g->n_profiles; p++)
      ck_assert(ply_finite_put(g, 1, p, (int64_t)p * 3 - 7, (int64_t)(p % 5) + 1));
    size_t n_formats;
    const ply_interop *const *formats = ply_interops(&n_formats);
    for (size_t f = 0; f < n_formats; f++) {
      ply_text text;
      ply_err err;
      ply_text_init(&text);
      ck_assert_int_eq(formats[f]->write(g, &text, &err), PLY_OK);
      ply_finite *back = finite_text(text.data);
      ck_assert_uint_eq(back->n_profiles, g->n_profiles);
      mpq_t x, y;
      mpq_inits(x, y, NULL);
      for (uint64_t p = 0; p < g->n_profiles; p++)
        for (int i = 0; i < 3; i++) {
          ply_finite_exact(g, i, p, x);
          ply_finite_exact(back, i, p, y);
          ck_assert(mpq_equal(x, y));
        }
      mpq_clears(x, y, NULL);
      ply_finite_free(back);
      ply_text_done(&text);
    }
    ply_finite_free(g);
  }
}
END_TEST

/* Every beginning of a file is told to be one, and none of them upsets the reader. */
START_TEST(every_beginning_of_a_file_is_refused_with_its_place) {
  static const char *const files[] = {"2x2x2.efg", "csg2.nfg", "wink3.nfg", "cs.efg"};
  for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
    char path[100];
    snprintf(path, sizeof path, "tests/known/games/%s", files[f]);
    size_t length;
    char *whole = test_path(path), *text = test_read_file(whole, &length);
    while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == ' ')) length--;
    for (size_t n = 4; n + 1 < length; n++) {
      char *part = malloc(n + 1);
      memcpy(part, text, n);
      part[n] = '\0';
      ply_finite *g = NULL;
      ply_err err = {0};
      const ply_interop *format = ply_interop_of(part, n);
      ck_assert_ptr_nonnull(format);
      ply_status status = format->read(part, n, "part", 0, &g, &err);
      if (status ==
          PLY_OK) { /* a known outcome need not say its payoffs again: only the last line may end early */
        if (memchr(text + n, '\n', length - n) != NULL)
          ck_abort_msg("%s: %zu bytes of %zu are taken for the whole", files[f], n, length);
        ply_finite_free(g);
        free(part);
        continue;
      }
      ck_assert_int_eq(status, PLY_E_INPUT);
      ck_assert_int_ge(err.line, 1);
      ck_assert_int_ge(err.column, 1);
      free(part);
    }
    free(whole);
    free(text);
  }
}
END_TEST

/* ---- joining ---- */

/* The model, section 5, to the letter: whether the membership at raw bundle b is a join equilibrium. */
static bool is_join_equilibrium(const oracle *o, const ply_game *game, uint64_t first, uint64_t b) {
  size_t n = (size_t)o->n;
  if (!o->feasible[b]) return false;
  for (int i = 0; i < o->n; i++)
    if (o->forbidden[b * n + (size_t)i]) return false;
  for (int c = 0; c < game->n_candidates; c++) {
    int g = game->candidate[c];
    size_t me = (size_t)g;
    int mine = o->level[b * n + me];
    for (int l = 0; l < game->n_levels; l++) {
      if (l == mine) continue;
      uint64_t t = first;
      for (; t < first + o->memberships; t++) { /* the bundle that differs in g's level alone */
        bool same = o->level[t * n + me] == l;
        for (size_t j = 0; j < n && same; j++) same = j == me || o->level[t * n + j] == o->level[b * n + j];
        if (same) break;
      }
      double eps = 1e-9, there = o->feasible[t] ? o->u[t * n + me] : o->d[g];
      bool counts = o->feasible[t] ? !o->forbidden[t * n + me] : l == 0;
      if (counts && there > o->u[b * n + me] + eps) return false;
    }
  }
  return true;
}

static bool joining_agrees(const ply_scenario *s, uint64_t seed, ply_text *why) {
  (void)seed;
  bool *lines = oracle_likely_lines(s, NULL), holds = true;
  oracle *o = oracle_new(s, NULL, lines);
  ply_lines likely = {.choice = PLY_LINES_LIKELY};
  ply_game *game = NULL;
  ply_err err = {0};
  if (ply_game_compile(s, NULL, &likely, &game, &err) != PLY_OK || !o->settles) {
    ply_game_free(game);
    oracle_free(o);
    free(lines);
    return true; /* no such game to solve */
  }
  for (uint64_t x = 0; holds && game->n_candidates > 0 && x < o->raw / o->memberships; x++) {
    uint64_t first = x * o->memberships, expected = 0, found = 0;
    for (uint64_t m = 0; m < o->memberships; m++) expected += is_join_equilibrium(o, game, first, first + m);
    ply_finite *made = NULL;
    ply_status status = ply_inside_join.make(game, o->option + first * (uint64_t)s->n_issues,
                                             o->level + first * (uint64_t)s->n_actors, 0, &made, &err);
    if (status == PLY_E_USAGE) continue; /* nobody has a choice */
    if (status != PLY_OK) {
      ply_text_addf(why, "join game: %s\n", err.message);
      holds = false;
      break;
    }
    ply_find find = {.what = "pure", .effort = 1};
    ply_equilibria *answers = NULL;
    holds = ply_equilibria_find(made, &find, &answers, &err) == PLY_OK &&
            ply_verify_equilibria(answers, &err) == PLY_OK && answers->n_unconfirmed == 0;
    if (!holds) ply_text_addf(why, "not confirmed: %s\n", err.message);
    for (int k = 0; holds && k < answers->pure.n_listed; k++) found += !answers->pure.items[k].no_deal;
    if (holds && found != expected) {
      ply_text_addf(why, "design %llu: %llu join equilibria, %llu pure ones of the table\n",
                    (unsigned long long)x, (unsigned long long)expected, (unsigned long long)found);
      holds = false;
    }
    ply_equilibria_free(answers);
    ply_finite_free(made);
  }
  ply_game_free(game);
  oracle_free(o);
  free(lines);
  return holds;
}

START_TEST(join_equilibria_are_the_pure_ones_of_the_table) {
  check_games("join table", (random_wish){.most = 400, .tense = true}, 0, 60, joining_agrees);
}
END_TEST

/* ---- honour ---- */

/* The quantal response at 1 / sigma of one bundle's honour game against the fixed point of the coordination model with
 * ratification and judgement certain, where that has one solution. */
static bool honour_at(const ply_game *game, uint64_t b, int *checked, ply_text *why) {
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS];
  ply_guarantor g[PLY_MAX_CANDIDATES];
  double least[PLY_MAX_CANDIDATES], greatest[PLY_MAX_CANDIDATES];
  ply_finite *made = NULL;
  ply_err err = {0};
  ply_game_bundle(game, b, option, level);
  if (ply_inside_honour.make(game, option, level, 0, &made, &err) != PLY_OK)
    return true; /* nobody has pledged */
  ply_guarantee guarantee = game->security->guarantee;
  guarantee.bond = ply_game_security_inputs(game, option).bond;
  guarantee.judgement = guarantee.coverage = 1;
  guarantee.ratified = false;
  for (int c = 0; c < game->n_candidates; c++) {
    g[c] = game->security->guarantor[c];
    g[c].effort = game->effort[level[game->candidate[c]]];
  }
  bool holds = true, one = ply_honour_coordination(&guarantee, game->n_candidates, g, false, least) &&
                           ply_honour_coordination(&guarantee, game->n_candidates, g, true, greatest);
  for (int c = 0; c < game->n_candidates; c++) one &= fabs(least[c] - greatest[c]) < 1e-9;
  double lambda = 1 / guarantee.honour_noise;
  ply_find find = {.what = "logit", .lambda = &lambda, .n_lambda = 1, .effort = 1};
  ply_equilibria *answers = NULL;
  if (one && ply_equilibria_find(made, &find, &answers, &err) == PLY_OK && answers->logit.n_listed > 0 &&
      answers->logit.items[0].lambda == lambda) {
    for (int c = 0, i = 0; c < game->n_candidates; c++) {
      if (g[c].effort <= 0) continue;
      double found = answers->logit.items[0].chance[made->players[i++].first].value;
      if (fabs(found - least[c]) <= 1e-7) continue;
      ply_text_addf(why, "bundle %llu: quantal %.12g, coordination %.12g\n", (unsigned long long)b, found,
                    least[c]);
      holds = false;
    }
    ++*checked;
  }
  ply_equilibria_free(answers);
  ply_finite_free(made);
  return holds;
}

static int honours_checked;

static bool honour_agrees(const ply_scenario *s, uint64_t seed, ply_text *why) {
  (void)seed;
  ply_lines likely = {.choice = PLY_LINES_LIKELY};
  ply_game *game = NULL;
  ply_err err = {0};
  bool holds = true;
  if (ply_game_compile(s, NULL, &likely, &game, &err) != PLY_OK) return true;
  for (uint64_t b = 0; holds && b < game->raw && game->security != NULL; b += 7)
    holds = honour_at(game, b, &honours_checked, why);
  ply_game_free(game);
  return holds;
}

START_TEST(quantal_honour_is_the_coordination_model) {
  check_games("quantal honour", (random_wish){.most = 200, .security = true}, 0, 80, honour_agrees);
  ck_assert_int_ge(honours_checked, 20);
}
END_TEST

/* ---- the independent check ---- */

/* Checks again after one claim was spoilt: something must be unconfirmed. */
static void must_be_caught(ply_equilibria *answers, const char *what) {
  ply_err err = {0};
  answers->n_checked = answers->n_unconfirmed = 0;
  if (ply_verify_equilibria(answers, &err) != PLY_OK) ck_abort_msg("%s: %s", what, err.message);
  if (answers->n_unconfirmed == 0) ck_abort_msg("%s was spoilt, and confirmed all the same", what);
}

START_TEST(spoilt_claims_are_not_confirmed) {
  static const int two[] = {3, 3}, three[] = {2, 2, 2};
  for (uint64_t seed = 1; seed <= 10; seed++) {
    ply_finite *g = finite_random(seed, seed % 2 ? 2 : 3, seed % 2 ? two : three, 9);
    ply_equilibria *found = finite_find(g, "pure,correlated,dominance", NULL, 0);
    uint64_t all = found->pure.count + (uint64_t)found->correlated.n_advice +
                   (uint64_t)found->correlated.n_coarse + (uint64_t)found->dominance.n_eliminations;
    ck_assert_int_eq(found->n_checked, (int)all);
    for (int k = 0; k < found->correlated.n_advice; k++)
      if (!found->correlated.advice[k].confirmed) ck_abort_msg("advice %d is not confirmed", k);
    if (found->correlated.n_advice > 0) {
      ply_advice *best = &found->correlated.advice[0], kept = *best;
      best->value.value += 0.5;
      must_be_caught(found, "the value of advice");
      *best = kept;
      uint64_t elsewhere = (best->profile[0] + 1) % g->n_profiles;
      best->profile = &elsewhere;
      best->n = 1;
      must_be_caught(found, "the profile of advice");
      *best = kept;
    }
    if (found->dominance.n_eliminations > 0) {
      ply_elimination *first = (ply_elimination *)(uintptr_t)&found->dominance.eliminations[0];
      first->margin = (ply_ratio){.value = first->margin.value + 1};
      must_be_caught(found, "the margin of an elimination");
    }
    ply_equilibria_free(found);
    ply_finite_free(g);
  }
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("property/finite");
  TCase *all = tcase_create("all");
  tcase_set_timeout(all, 300);
  tcase_add_test(all, pure_equilibria_are_those_of_the_definition);
  tcase_add_test(all, mixed_equilibria_are_those_of_all_pairs_of_supports);
  tcase_add_test(all, degenerate_games_have_every_pure_equilibrium_among_the_extreme);
  tcase_add_test(all, rescaling_one_player_changes_no_equilibrium);
  tcase_add_test(all, games_survive_being_written_and_read);
  tcase_add_test(all, every_beginning_of_a_file_is_refused_with_its_place);
  tcase_add_test(all, join_equilibria_are_the_pure_ones_of_the_table);
  tcase_add_test(all, quantal_honour_is_the_coordination_model);
  tcase_add_test(all, spoilt_claims_are_not_confirmed);
  suite_add_tcase(suite, all);
  return suite;
}
