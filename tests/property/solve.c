/* The solvers against the brute-force oracle on random scenarios: every claim of the result, under every
 * choice of set, with one thread and with two, and each result passed through verify. */
#include "sim/solve/solve.h"
#include "sim/verify/verify.h"
#include "tests/support/compare.h"
#include "tests/support/games.h"
#include "tests/support/oracle.h"
#include "tests/support/solved.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

static const char *const over_name[] = {NULL, "acceptable", "sustained", "stable", "reopened"};

static bool *lines_of(const ply_scenario *s, const double *values, ply_lines_choice choice) {
  bool *line = oracle_likely_lines(s, values);
  int n = 0;
  for (int i = 0; i < s->n_actors; i++) n += s->actors[i].n_red_lines;
  for (int l = 0; l < n && choice != PLY_LINES_LIKELY; l++) line[l] = choice == PLY_LINES_ALL;
  return line;
}

/* Solves and compares with the oracle and with verify. */
static bool same_as_oracle(const ply_scenario *s, const double *values, uint64_t seed, int over,
                           ply_lines_choice choice, int threads, ply_text *why) {
  ply_solve_settings settings = {.over = over, .threads = threads, .top = 3, .cloud = 30, .seed = seed};
  bool *line = lines_of(s, values, choice);
  oracle *o = oracle_new(s, values, line);
  ply_lines lines = {.choice = choice};
  ply_result *expected = oracle_result(o, over_name[over]);
  ply_result *found = solve_scenario(s, values, &lines, &settings, why);
  bool holds = found != NULL && compare_results(found, expected, why) == 0;
  ply_err err = {0};
  if (holds &&
      (ply_verify_result(s, values, line, found, seed, &err) != PLY_OK || found->n_failed_checks > 0)) {
    ply_text_addf(why, "verify does not confirm what the oracle does: %s%s", err.message,
                  found->failed_check ? found->failed_check : "");
    holds = false;
  }
  if (!o->settles) ply_text_add(why, "(an honour game did not settle)");
  ply_result_free(found);
  ply_result_free(expected);
  oracle_free(o);
  free(line);
  return holds;
}

static bool plain(const ply_scenario *s, uint64_t seed, ply_text *why) {
  return same_as_oracle(s, NULL, seed, PLY_OVER_AUTO, PLY_LINES_LIKELY, 1, why);
}

START_TEST(solve_equals_the_oracle) {
  check_games("solve", (random_wish){.most = 1000}, 100001, 1500, plain);
}
END_TEST

START_TEST(solve_equals_the_oracle_with_security) {
  check_games("solve-security", (random_wish){.most = 1000, .security = true}, 200001, 400, plain);
}
END_TEST

START_TEST(solve_equals_the_oracle_with_tense_joining) {
  check_games("solve-tense", (random_wish){.most = 1000, .tense = true}, 700001, 800, plain);
}
END_TEST

START_TEST(solve_equals_the_oracle_on_larger_spaces) {
  check_games("solve-larger", (random_wish){.most = 20000}, 300001, 60, plain);
}
END_TEST

static bool chosen_set(const ply_scenario *s, uint64_t seed, ply_text *why) {
  return same_as_oracle(s, NULL, seed, 1 + (int)(seed % 4), (ply_lines_choice)(seed / 4 % 3), 1, why);
}

START_TEST(solve_equals_the_oracle_over_each_set) {
  check_games("solve-over", (random_wish){.most = 500}, 400001, 600, chosen_set);
}
END_TEST

/* Every number drawn within its range instead of the base values. */
static bool drawn_values(const ply_scenario *s, uint64_t seed, ply_text *why) {
  ply_rng rng;
  ply_rng_init(&rng, seed, 11);
  double *values = calloc((size_t)s->n_numbers + 1, sizeof *values);
  if (values == NULL) return false;
  for (int k = 0; k < s->n_numbers; k++) {
    const ply_number *x = s->numbers[k].number;
    values[k] = x->low + ply_rng_unit(&rng) * (x->high - x->low);
  }
  bool holds = same_as_oracle(s, values, seed, PLY_OVER_AUTO, PLY_LINES_LIKELY, 1, why);
  free(values);
  return holds;
}

START_TEST(solve_equals_the_oracle_at_drawn_values) {
  check_games("solve-values", (random_wish){.most = 500}, 500001, 400, drawn_values);
}
END_TEST

/* One thread, two threads: the same to the last bit. */
static bool threads_agree(const ply_scenario *s, uint64_t seed, ply_text *why) {
  ply_solve_settings one = {.threads = 1, .top = 5, .seed = seed}, two = one;
  two.threads = 2;
  ply_result *a = solve_scenario(s, NULL, NULL, &one, why), *b = solve_scenario(s, NULL, NULL, &two, why);
  bool holds = a != NULL && b != NULL && compare_results(b, a, why) == 0;
  for (int k = 0; k < a->n_solutions && holds; k++) {
    holds = a->solutions[k].outcome != PLY_FOUND ||
            memcmp(&a->solutions[k].value, &b->solutions[k].value, sizeof(double)) == 0;
    if (!holds) ply_text_addf(why, "%s: the value differs in its last bits\n", a->solutions[k].concept->name);
  }
  ply_result_free(a);
  ply_result_free(b);
  return holds;
}

START_TEST(threads_change_nothing) {
  check_games("threads", (random_wish){.most = 5000}, 600001, 150, threads_agree);
}
END_TEST

/* ---- stopped searches ---- */

typedef struct brake {
  volatile int stop;
  int calls;
} brake;

static void press(void *data, double share) {
  brake *b = data;
  (void)share;
  if (--b->calls <= 0) b->stop = 1;
}

static bool holds_count(const char *what, ply_count claim, ply_count truth, ply_text *why) {
  if (claim.low <= truth.low && truth.low <= claim.high) return true;
  ply_text_addf(why, "%s: %llu to %llu, expected to hold %llu\n", what, (unsigned long long)claim.low,
                (unsigned long long)claim.high, (unsigned long long)truth.low);
  return false;
}

/* What a stopped search says is true: counts hold the right ones, bundles are what they are said to be,
 * bounds are bounds (verify looks at these). */
static int n_stopped; /* of the games so far */

static bool stopped(const ply_scenario *s, uint64_t seed, ply_text *why) {
  brake b = {.calls = 1 + (int)(seed % 5)};
  ply_solve_settings settings = {.threads = 1,
                                 .stop = &b.stop,
                                 .engine = seed % 2 ? PLY_ENGINE_ENUMERATE : PLY_ENGINE_SEARCH,
                                 .progress = press,
                                 .progress_data = &b};
  bool *line = oracle_likely_lines(s, NULL);
  oracle *o = oracle_new(s, NULL, line);
  ply_result *truth = oracle_result(o, NULL), *found = solve_scenario(s, NULL, NULL, &settings, why);
  if (found != NULL) n_stopped += found->outcome == PLY_LIMIT_REACHED;
  bool holds = found != NULL && holds_count("feasible", found->feasible, truth->feasible, why) &&
               holds_count("acceptable", found->acceptable, truth->acceptable, why) &&
               holds_count("sustained", found->sustained, truth->sustained, why) &&
               holds_count("stable", found->stable, truth->stable, why) &&
               holds_count("join equilibria", found->join_equilibria, truth->join_equilibria, why);
  ply_err err = {0};
  if (holds &&
      (ply_verify_result(s, NULL, line, found, seed, &err) != PLY_OK || found->n_failed_checks > 0)) {
    ply_text_addf(why, "verify: %s%s (outcome %d)\n", err.message,
                  found->failed_check ? found->failed_check : "", found->outcome);
    holds = false;
  }
  ply_result_free(found);
  ply_result_free(truth);
  oracle_free(o);
  free(line);
  return holds;
}

START_TEST(a_stopped_search_says_only_what_it_knows) {
  check_games("stopped", (random_wish){.most = 2000}, 900001, 300, stopped);
  check_games("stopped-tense", (random_wish){.most = 2000, .tense = true, .security = true}, 910001, 200,
              stopped);
  ck_assert_msg(n_stopped >= 20, "only %d searches were stopped: expected 20", n_stopped);
}
END_TEST

static void press_at_the_end(void *data, double share) {
  brake *b = data;
  if (share >= 1) b->stop = 1;
}

/* A search stopped once every design was seen has decided the sets, and says that not all else is. */
static bool stopped_late(const ply_scenario *s, uint64_t seed, ply_text *why) {
  brake b = {0};
  ply_solve_settings settings = {
      .threads = 1 + (int)(seed % 2), .stop = &b.stop, .progress = press_at_the_end, .progress_data = &b};
  ply_result *whole = solve_scenario(s, NULL, NULL, NULL, why),
             *found = solve_scenario(s, NULL, NULL, &settings, why);
  bool holds = whole != NULL && found != NULL && found->sets_decided &&
               found->acceptable.low == whole->acceptable.low &&
               found->acceptable.high == whole->acceptable.low;
  if (holds && found->acceptable.low > 0)
    holds = found->outcome == PLY_LIMIT_REACHED && found->pareto.outcome == PLY_LIMIT_REACHED &&
            found->stopped_by != NULL && strcmp(found->stopped_by, "interrupted") == 0;
  if (!holds) ply_text_add(why, "expected decided sets and an outcome that says it was interrupted");
  ply_result_free(whole);
  ply_result_free(found);
  return holds;
}

START_TEST(a_search_stopped_after_its_pass_says_so) {
  check_games("stopped-late", (random_wish){.most = 1000}, 920001, 100, stopped_late);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("property/solve");
  TCase *games = tcase_create("games");
  tcase_set_timeout(games, 0);
  tcase_add_test(games, solve_equals_the_oracle);
  tcase_add_test(games, solve_equals_the_oracle_with_security);
  tcase_add_test(games, solve_equals_the_oracle_with_tense_joining);
  tcase_add_test(games, solve_equals_the_oracle_on_larger_spaces);
  tcase_add_test(games, solve_equals_the_oracle_over_each_set);
  tcase_add_test(games, solve_equals_the_oracle_at_drawn_values);
  tcase_add_test(games, threads_change_nothing);
  tcase_add_test(games, a_stopped_search_says_only_what_it_knows);
  tcase_add_test(games, a_search_stopped_after_its_pass_says_so);
  suite_add_tcase(suite, games);
  return suite;
}
