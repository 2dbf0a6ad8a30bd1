/* Are indices and elementary effects those that SALib publishes, at its sample sizes? Values, sizes and
 * tolerances from its own tests and guide (github.com/SALib/SALib: tests/test_sobol.py,
 * tests/test_test_functions.py, tests/test_regression.py, tests/test_analyze_morris.py,
 * docs/user_guide/basics.rst). SALib estimates first-order indices another way and draws another sample, so
 * that what agrees is the estimate within the stated tolerance. */
#include "sim/sweep/analyse/analyse.h"
#include "tests/known/functions.h"
#include "tests/support/support.h"

#include <math.h>
#include <stdlib.h>

/* As numpy's assert_allclose: |found - expected| <= absolute + relative * |expected|. */
static void close_to(const char *what, int i, double found, double expected, double absolute,
                     double relative) {
  ck_assert_msg(fabs(found - expected) <= absolute + relative * fabs(expected),
                "%s of parameter %d: SALib has %.6f, found %.6f", what, i + 1, expected, found);
}

static void check_ishigami(uint64_t n, const double *first, const double *total, const double *pairs,
                           double absolute, double relative) {
  enum { K = 3 };
  sampled s = sample_function(function_ishigami, K, n, true);
  ply_interval s1[K], st[K], s2[K * K];
  ck_assert(ply_indices_jansen(s.a, s.b, s.ab, s.ba, (size_t)n, K, 0, 1, s1, st, s2));
  for (int i = 0; i < K; i++) {
    close_to("first-order index", i, s1[i].value, first[i], absolute, relative);
    close_to("total index", i, st[i].value, total[i], absolute, relative);
  }
  close_to("second-order index with 2", 0, s2[1].value, pairs[0], absolute, relative);
  close_to("second-order index with 3", 0, s2[2].value, pairs[1], absolute, relative);
  close_to("second-order index with 3", 1, s2[5].value, pairs[2], absolute, relative);
  ply_arena_free(s.arena);
}

/* tests/test_sobol.py, test_parallel_second_order: N = 8192, atol 5e-2, rtol 1e-1. */
START_TEST(ishigami_as_tested) {
  check_ishigami(8192, (double[]){0.31, 0.44, 0}, (double[]){0.55, 0.44, 0.24}, (double[]){0, 0.25, 0}, 5e-2,
                 1e-1);
}
END_TEST

/* docs/user_guide/basics.rst: what one sample of N = 1024 gave. Two samples of that size differ by two
 * standard errors of either, which SALib puts at 0.03 for first order (its S1_conf is 0.06 at N = 1000). */
START_TEST(ishigami_as_in_the_guide) {
  check_ishigami(1024, (double[]){0.316832, 0.443763, 0.012203}, (double[]){0.555860, 0.441898, 0.244675},
                 (double[]){0.0092542, 0.2381721, -0.0048877}, 6e-2, 0);
}
END_TEST

static const double g_a[6] = {78, 12, 0.5, 2, 97, 33};
static double g_of_salib(const double *u) { return function_sobol_g(u, g_a, 6); }

/* tests/test_sobol.py, test_Sobol_G_using_sobol: N = 4096, atol 1e-2, rtol 1e-6, against the values of
 * tests/test_test_functions.py, test_sensitivity_index. */
START_TEST(sobol_g_as_tested) {
  enum { K = 6, SIZE = 4096 };
  static const double first[K] = {0.000276, 0.010195, 0.765743, 0.191436, 0.000179, 0.001490};
  sampled s = sample_function(g_of_salib, K, SIZE, false);
  ply_interval s1[K], st[K];
  ck_assert(ply_indices_jansen(s.a, s.b, s.ab, NULL, SIZE, K, 0, 1, s1, st, NULL));
  for (int i = 0; i < K; i++) close_to("first-order index", i, s1[i].value, first[i], 1e-2, 1e-6);
  ply_arena_free(s.arena);
}
END_TEST

/* tests/test_regression.py, test_regression_morris_vanilla: N = 10000 trajectories, 4 levels, jumps of 2. The
 * tolerance there (rtol 1e-5) holds for one seed; the standard error of a mean of 10000 effects of this
 * spread is below 0.09. */
START_TEST(ishigami_effects_as_tested) {
  enum { K = 3, TRAJECTORIES = 10000 };
  static const double mu_star[K] = {7.767792, 7.875, 6.308785};
  static const int levels[K] = {3, 3, 3};
  static const bool continuous[K] = {true, true, true};
  ply_sample s = {.method = ply_method_find("morris"),
                  .n_parameters = K,
                  .n_levels = levels,
                  .continuous = continuous,
                  .n = TRAJECTORIES,
                  .seed = 1,
                  .levels = 4};
  ck_assert(s.method->prepare(&s, NULL, NULL) == PLY_OK);
  double *effects = calloc(K * TRAJECTORIES, sizeof *effects), before = 0, here[K] = {0};
  size_t n[K] = {0};
  for (uint64_t run = 0; run < s.method->runs(&s); run++) {
    ply_coordinate at[K];
    double u[K];
    s.method->point(&s, run, at);
    for (int i = 0; i < K; i++) u[i] = at[i].u;
    double y = function_ishigami(u);
    int moved = ply_morris_moved(&s, run);
    if (moved >= 0)
      effects[(size_t)moved * TRAJECTORIES + n[moved]++] = (y - before) / (u[moved] - here[moved]);
    for (int i = 0; i < K; i++) here[i] = u[i];
    before = y;
  }
  for (int i = 0; i < K; i++) {
    ck_assert_uint_eq(n[i], TRAJECTORIES);
    ply_elementary of;
    ck_assert(ply_indices_morris(effects + (size_t)i * TRAJECTORIES, n[i], 0, 1, &of));
    close_to("mu*", i, of.mean_abs.value, mu_star[i], 0.18, 0);
  }
  free(effects);
}
END_TEST

/* tests/test_analyze_morris.py, test_analysis_of_morris_results (Saltelli et al. 2008, exercise 4, p. 138):
 * six trajectories through (x1, x2), the model's values, and what follows from them. */
START_TEST(effects_of_the_exercise) {
  static const double y[18] = {0.97, 0.71, 2.39, 0.97, 2.30, 2.39, 1.87, 2.40, 0.87,
                               2.15, 1.71, 1.54, 2.15, 2.17, 1.54, 2.20, 1.87, 1.00};
  static const struct {
    int moved;
    double step;
  } steps[6][2] = {{{1, 1}, {0, 1}},  {{0, 1}, {1, 1}},  {{1, 1}, {0, -1}},
                   {{0, 1}, {1, -1}}, {{1, -1}, {0, 1}}, {{1, -1}, {0, 1}}};
  double effects[2][6];
  for (int t = 0; t < 6; t++)
    for (int i = 0; i < 2; i++)
      effects[steps[t][i].moved][t] = (y[3 * t + i + 1] - y[3 * t + i]) / (steps[t][i].step * 2 / 3);
  ply_elementary first, second;
  ck_assert(ply_indices_morris(effects[0], 6, 1000, 1, &first) &&
            ply_indices_morris(effects[1], 6, 1000, 1, &second));
  close_to("mu", 0, first.mean, 0.66, 0, 1e-1);
  close_to("mu", 1, second.mean, 0.21, 0, 1e-1);
  close_to("mu*", 0, first.mean_abs.value, 1.62, 0, 1e-2);
  close_to("mu*", 1, second.mean_abs.value, 0.35, 0, 1e-2);
  close_to("sigma", 0, first.sigma, 1.79, 0, 1e-2);
  close_to("sigma", 1, second.sigma, 0.41, 0, 1e-2);
  /* test_compute_mu_star_confidence: half of the 95 % interval, atol 1e-1. */
  close_to("half the interval of mu*", 0, (first.mean_abs.high - first.mean_abs.low) / 2, 0.5, 1e-1, 0);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("known/salib");
  TCase *tests = tcase_create("published");
  tcase_set_timeout(tests, 60);
  tcase_add_test(tests, ishigami_as_tested);
  tcase_add_test(tests, ishigami_as_in_the_guide);
  tcase_add_test(tests, sobol_g_as_tested);
  tcase_add_test(tests, ishigami_effects_as_tested);
  tcase_add_test(tests, effects_of_the_exercise);
  suite_add_tcase(suite, tests);
  return suite;
}
