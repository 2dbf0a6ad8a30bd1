/* Do the estimators find what is known in closed form? Ishigami's function (Ishigami and Homma 1990) and
 * Sobol's g, sampled by the sweep's own methods; a box that was put there; fits of known models; Wilson's
 * intervals as published. */
#include "sim/sweep/analyse/analyse.h"
#include "sim/sweep/sample/methods.h"
#include "tests/known/functions.h"
#include "tests/support/support.h"

#include <math.h>
#include <stdlib.h>

static const double pi = 3.14159265358979323846;
static const double g_a[8] = {0, 1, 4.5, 9, 99, 99, 99, 99};
static double sobol_g(const double *u) { return function_sobol_g(u, g_a, 8); }

START_TEST(ishigami_indices) {
  enum { K = 3, SIZE = 4096 };
  double v1 = 0.5 * pow(1 + 0.1 * pow(pi, 4) / 5, 2), v2 = 49.0 / 8,
         v13 = 0.01 * pow(pi, 8) * (1.0 / 18 - 1.0 / 50), v = v1 + v2 + v13;
  double first[K] = {v1 / v, v2 / v, 0}, total[K] = {(v1 + v13) / v, v2 / v, v13 / v};
  sampled s = sample_function(function_ishigami, K, SIZE, true);
  ply_interval s1[K], st[K], s2[K * K];
  ck_assert(ply_indices_jansen(s.a, s.b, s.ab, s.ba, SIZE, K, 200, 1, s1, st, s2));
  for (int i = 0; i < K; i++) {
    ck_assert_msg(fabs(s1[i].value - first[i]) < 0.02, "S%d must be %.4f, not %.4f", i + 1, first[i],
                  s1[i].value);
    ck_assert_msg(fabs(st[i].value - total[i]) < 0.02, "ST%d must be %.4f, not %.4f", i + 1, total[i],
                  st[i].value);
    ck_assert_msg(s1[i].low <= s1[i].value && s1[i].value <= s1[i].high, "S%d lies in its interval", i + 1);
    ck_assert_msg(s1[i].low - 0.02 < first[i] && first[i] < s1[i].high + 0.02,
                  "the interval of S%d holds %.4f", i + 1, first[i]);
  }
  ck_assert_msg(fabs(s2[2].value - v13 / v) < 0.04, "S13 must be %.4f, not %.4f", v13 / v, s2[2].value);
  ck_assert_msg(fabs(s2[1].value) < 0.04 && fabs(s2[5].value) < 0.04, "S12 and S23 must be 0: %.4f, %.4f",
                s2[1].value, s2[5].value);
  ply_arena_free(s.arena);
}
END_TEST

START_TEST(sobol_g_indices) {
  enum { K = 8, SIZE = 4096 };
  double v = 1;
  for (int i = 0; i < K; i++) v *= 1 + 1 / (3 * pow(1 + g_a[i], 2));
  v -= 1;
  sampled s = sample_function(sobol_g, K, SIZE, false);
  ply_interval s1[K], st[K];
  ck_assert(ply_indices_jansen(s.a, s.b, s.ab, NULL, SIZE, K, 0, 1, s1, st, NULL));
  for (int i = 0; i < K; i++) {
    double vi = 1 / (3 * pow(1 + g_a[i], 2)), total = vi / v;
    for (int j = 0; j < K; j++)
      if (j != i) total *= 1 + 1 / (3 * pow(1 + g_a[j], 2));
    ck_assert_msg(fabs(s1[i].value - vi / v) < 0.02, "S%d must be %.4f, not %.4f", i + 1, vi / v,
                  s1[i].value);
    ck_assert_msg(fabs(st[i].value - total) < 0.02, "ST%d must be %.4f, not %.4f", i + 1, total, st[i].value);
  }
  ply_arena_free(s.arena);
}
END_TEST

START_TEST(morris_of_a_plane_and_a_product) {
  double flat[4] = {2, 2, 2, 2}, mixed[4] = {3, -3, 3, -3};
  ply_elementary plane, product;
  ck_assert(ply_indices_morris(flat, 4, 100, 1, &plane) && ply_indices_morris(mixed, 4, 100, 1, &product));
  ck_assert_double_eq(plane.mean, 2);
  ck_assert_double_eq(plane.sigma, 0);
  ck_assert_double_eq(plane.mean_abs.low, 2);
  ck_assert_double_eq(product.mean, 0);
  ck_assert_double_eq(product.mean_abs.value, 3);
  ck_assert_double_eq_tol(product.sigma, sqrt(12), 1e-12);
}
END_TEST

/* Published: 0 of 10 gives 0 to 0.2775; 5 of 10 gives 0.2366 to 0.7634 (Newcombe 1998: 15 of 148 gives 0.0624
 * to 0.1605). */
START_TEST(wilson_as_published) {
  ply_interval none = ply_share_wilson(0, 10), half = ply_share_wilson(5, 10),
               newcombe = ply_share_wilson(15, 148);
  ck_assert_double_eq(none.low, 0);
  ck_assert_double_eq_tol(none.high, 0.2775, 5e-5);
  ck_assert_double_eq_tol(half.low, 0.2366, 5e-5);
  ck_assert_double_eq_tol(newcombe.low, 0.0624, 5e-5);
  ck_assert_double_eq_tol(newcombe.high, 0.1605, 5e-5);
}
END_TEST

START_TEST(prim_finds_the_box) {
  enum { K = 4, SIZE = 2000 };
  ply_arena *arena = ply_arena_new();
  double *x = PLY_NEW(arena, SIZE * K, double);
  bool *is_case = PLY_NEW(arena, SIZE, bool);
  ply_rng rng;
  ply_rng_init(&rng, 11, 0);
  for (int i = 0; i < SIZE; i++) {
    for (int j = 0; j < K; j++) x[i * K + j] = ply_rng_unit(&rng);
    is_case[i] = x[i * K + 1] > 0.6 && x[i * K + 3] < 0.5;
  }
  ply_prim prim;
  ck_assert(ply_prim_find(x, is_case, SIZE, K, 0.05, 0.05, arena, &prim));
  ck_assert_int_eq(prim.n_bounds, 2);
  ck_assert_int_eq(prim.bounds[0].parameter, 1);
  ck_assert_msg(fabs(prim.bounds[0].low - 0.6) < 0.05, "the box starts at 0.6, not %g", prim.bounds[0].low);
  ck_assert_int_eq(prim.bounds[1].parameter, 3);
  ck_assert_msg(fabs(prim.bounds[1].high - 0.5) < 0.05, "the box ends at 0.5, not %g", prim.bounds[1].high);
  ck_assert_msg(prim.steps[prim.chosen].density > 0.9 && prim.steps[prim.chosen].coverage > 0.85,
                "density %g, coverage %g", prim.steps[prim.chosen].density, prim.steps[prim.chosen].coverage);
  ck_assert_msg(prim.bounds[0].quasi_p < 1e-6, "the bound is no chance: %g", prim.bounds[0].quasi_p);
  ply_arena_free(arena);
}
END_TEST

START_TEST(fits_find_the_model) {
  enum { K = 3, SIZE = 3000 };
  double *x = calloc(SIZE * K, sizeof *x), *y = calloc(SIZE, sizeof *y), *z = calloc(SIZE, sizeof *z), c[K];
  ply_rng rng;
  ply_rng_init(&rng, 5, 0);
  for (int i = 0; i < SIZE; i++) {
    for (int j = 0; j < K; j++) x[i * K + j] = ply_rng_unit(&rng);
    y[i] = 3 * x[i * K] - 1.5 * x[i * K + 1];
    z[i] = ply_rng_unit(&rng) < 1 / (1 + exp(-8 * (x[i * K + 2] - 0.5)));
  }
  ck_assert_double_eq_tol(ply_fit_linear(x, y, SIZE, K, c), 1, 1e-9);
  ck_assert_double_eq_tol(c[0] / c[1], -2, 0.1);
  ck_assert_double_eq_tol(c[2], 0, 1e-9);
  double r2 = ply_fit_logistic(x, z, SIZE, K, c);
  ck_assert_msg(r2 > 0.2 && r2 < 0.6, "McFadden's R squared: %g", r2);
  ck_assert_double_eq_tol(c[2], 8 / sqrt(12), 0.25); /* a slope of 8 a unit, in standard deviations */
  ck_assert_double_eq_tol(c[0], 0, 0.15);
  free(x);
  free(y);
  free(z);
}
END_TEST

/* A box of .6 x .7 among ten idle parameters and two drawn lines: a cut of a line takes half of the points at once
 * and would always come first if cuts were ranked by the share they reach. */
static void find_box(uint64_t seed, double noise) {
  enum { K = 14, SIZE = 1000 };
  ply_arena *arena = ply_arena_new();
  double *x = PLY_NEW(arena, SIZE * K, double);
  bool *is_case = PLY_NEW(arena, SIZE, bool);
  ply_rng rng;
  ply_rng_init(&rng, seed, 7);
  for (int i = 0; i < SIZE; i++) {
    for (int j = 0; j < K; j++) x[i * K + j] = j < 12 ? ply_rng_unit(&rng) : (double)ply_rng_below(&rng, 2);
    is_case[i] = x[i * K + 2] < 0.6 && x[i * K + 5] > 0.3;
    if (ply_rng_unit(&rng) < noise) is_case[i] = !is_case[i];
  }
  ply_prim prim;
  ck_assert(ply_prim_find(x, is_case, SIZE, K, 0.05, 0.05, arena, &prim));
  ck_assert_msg(prim.n_bounds == 2, "seed %d: %d bounds", (int)seed, prim.n_bounds);
  ck_assert_int_eq(prim.bounds[0].parameter, 2);
  ck_assert_int_eq(prim.bounds[1].parameter, 5);
  ck_assert_msg(fabs(prim.bounds[0].high - 0.6) < 0.06 && fabs(prim.bounds[1].low - 0.3) < 0.06,
                "seed %d: below %g, above %g", (int)seed, prim.bounds[0].high, prim.bounds[1].low);
  ply_arena_free(arena);
}

START_TEST(prim_is_patient) {
  for (uint64_t seed = 1; seed <= 20; seed++) {
    find_box(seed, 0);
    find_box(seed, 0.03);
  }
}
END_TEST

/* Does the interval of a share hold the true one in 95 % of samples? Of 200 seeds it may miss 10 and its own error,
 * 2.6 times 3.1. A sample that spreads evenly has shares nearer to the true one than chance: it misses less. */
static int misses(const ply_method *method, uint64_t n, bool second) {
  enum { SEEDS = 200, K = 3 };
  int missed = 0;
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    ply_arena *arena = ply_arena_new();
    ply_sample s = {.method = method, .n_parameters = K, .n = n, .seed = seed, .second_order = second};
    ck_assert(method->prepare == NULL || method->prepare(&s, arena, NULL) == PLY_OK);
    uint64_t yes = 0, of = 0;
    for (uint64_t run = 0; run < method->runs(&s); run++) {
      ply_coordinate u[K];
      method->point(&s, run, u);
      if (!ply_sample_is_draw(&s, run)) continue;
      yes += u[0].u + u[1].u < 0.82219;
      of++;
    }
    ply_interval share = ply_share_wilson(yes, of);
    double truth = 0.82219 * 0.82219 / 2; /* 0.338 */
    missed += truth < share.low || truth > share.high;
    ply_arena_free(arena);
  }
  return missed;
}

START_TEST(shares_are_covered) {
  ck_assert_int_le(misses(&ply_method_saltelli, 16, false), 18);
  ck_assert_int_le(misses(&ply_method_saltelli, 16, true), 18);
  ck_assert_int_le(misses(&ply_method_sobol, 64, false), 18);
  int plain = misses(&ply_method_random, 100, false);
  ck_assert_msg(plain >= 2 && plain <= 18, "independent points: %d of 200 missed", plain);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("known/sensitivity");
  TCase *tests = tcase_create("closed forms");
  tcase_set_timeout(tests, 60);
  tcase_add_test(tests, ishigami_indices);
  tcase_add_test(tests, sobol_g_indices);
  tcase_add_test(tests, morris_of_a_plane_and_a_product);
  tcase_add_test(tests, wilson_as_published);
  tcase_add_test(tests, prim_finds_the_box);
  tcase_add_test(tests, prim_is_patient);
  tcase_add_test(tests, shares_are_covered);
  tcase_add_test(tests, fits_find_the_model);
  suite_add_tcase(suite, tests);
  return suite;
}
