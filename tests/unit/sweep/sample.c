/* Points of a sweep: each method's runs are where the method says, whatever the order in which they are
 * asked. */
#include "sim/sweep/inside.h"
#include "sim/sweep/sample/methods.h"
#include "sim/sweep/sample/sobol.h"
#include "tests/support/support.h"

#include <gsl/gsl_qrng.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MANY = 1 << 14 };

START_TEST(sobol_is_gsl_with_the_origin_first) {
  ply_sobol *s = calloc(1, sizeof *s);
  gsl_qrng *generator = gsl_qrng_alloc(gsl_qrng_sobol, PLY_SOBOL_DIMENSIONS);
  double point[PLY_SOBOL_DIMENSIONS];
  ck_assert(ply_sobol_init(s, 1, false));
  for (int d = 0; d < PLY_SOBOL_DIMENSIONS; d++) ck_assert_double_eq(ply_sobol_coordinate(s, 0, d), 0);
  for (uint64_t i = 1; i < MANY; i++) {
    gsl_qrng_get(generator, point);
    int wrong = -1; /* each assertion costs a message to Check's parent process */
    for (int d = PLY_SOBOL_DIMENSIONS; d-- > 0;)
      if (ply_sobol_coordinate(s, i, d) != point[d]) wrong = d;
    if (wrong >= 0)
      ck_abort_msg("point %d, dimension %d: %g, GSL says %g", (int)i, wrong,
                   ply_sobol_coordinate(s, i, wrong), point[wrong]);
  }
  gsl_qrng_free(generator);
  free(s);
}
END_TEST

START_TEST(shifted_sobol_points_are_still_a_net) {
  ply_sobol *s = calloc(1, sizeof *s);
  for (uint64_t seed = 1; seed <= 3; seed++) {
    ck_assert(ply_sobol_init(s, seed, true));
    for (int d = 0; d < PLY_SOBOL_DIMENSIONS; d++) {
      bool seen[256] = {0};
      for (uint64_t i = 0; i < 256; i++) seen[(int)(256 * ply_sobol_coordinate(s, i, d))] = true;
      for (int k = 0; k < 256; k++)
        if (!seen[k]) ck_abort_msg("seed %d dimension %d: stratum %d is empty", (int)seed, d, k);
    }
  }
  free(s);
}
END_TEST

/* A sample over k ranges with one method. */
static ply_sample sample_of(const char *method, int k, uint64_t n, ply_arena *arena) {
  static const int levels[64] = {3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3};
  static const bool continuous[64] = {true, true, true, true, true, true, true, true, true, true, true, true};
  ply_sample s = {.method = ply_method_find(method),
                  .n_parameters = k,
                  .n_levels = levels,
                  .continuous = continuous,
                  .n = n,
                  .seed = 7};
  ply_err err = {0};
  ck_assert_msg(s.method != NULL, "no method %s", method);
  if (s.method->prepare != NULL)
    ck_assert_msg(s.method->prepare(&s, arena, &err) == PLY_OK, "%s: %s", method, err.message);
  return s;
}

START_TEST(permutations_are_permutations) {
  for (uint64_t n = 1; n < 300; n += 7) {
    bool seen[300] = {0};
    for (uint64_t i = 0; i < n; i++) {
      uint64_t to = ply_permuted(i, n, 5, n);
      ck_assert_msg(to < n && !seen[to], "n = %d: %d goes to %d a second time", (int)n, (int)i, (int)to);
      seen[to] = true;
    }
  }
}
END_TEST

START_TEST(latin_hypercubes_take_each_stratum_once) {
  ply_arena *arena = ply_arena_new();
  ply_sample small = sample_of("latin-hypercube", 5, 40, arena), large = small;
  large.n = 120;
  ck_assert(large.method->prepare(&large, arena, NULL) == PLY_OK);
  for (int cube = 0; cube < 3; cube++)
    for (int k = 0; k < 5; k++) {
      bool seen[40] = {0};
      for (uint64_t i = 0; i < 40; i++) {
        ply_coordinate a[5], b[5];
        large.method->point(&large, (uint64_t)cube * 40 + i, a);
        seen[(int)(40 * a[k].u)] = true;
        small.method->point(&small, i, b);
        if (cube == 0) ck_assert_double_eq(a[k].u, b[k].u); /* enlarging keeps the runs there are */
      }
      for (int s = 0; s < 40; s++)
        ck_assert_msg(seen[s], "cube %d, parameter %d: stratum %d is empty", cube, k, s);
    }
  large.n = 100;
  ply_err err = {0};
  ck_assert_int_eq(large.method->prepare(&large, arena, &err), PLY_E_USAGE);
  ply_arena_free(arena);
}
END_TEST

START_TEST(saltelli_changes_one_column) {
  ply_arena *arena = ply_arena_new();
  ply_sample s = sample_of("saltelli", 4, 8, arena);
  ck_assert_uint_eq(s.method->runs(&s), 8 * 6);
  for (uint64_t base = 0; base < 8; base++) {
    ply_coordinate a[4], b[4], ab[4];
    s.method->point(&s, base * 6, a);
    s.method->point(&s, base * 6 + 1, b);
    for (int i = 0; i < 4; i++) {
      s.method->point(&s, base * 6 + 2 + (uint64_t)i, ab);
      for (int k = 0; k < 4; k++) ck_assert_double_eq(ab[k].u, k == i ? b[k].u : a[k].u);
    }
  }
  ply_err err = {0};
  s.n = 100;
  ck_assert_int_eq(s.method->prepare(&s, arena, &err), PLY_E_USAGE);
  ck_assert_msg(strstr(err.message, "64 or 128") != NULL, "the nearest powers are named: %s", err.message);
  s.n_parameters = 21;
  ck_assert_int_eq(s.method->prepare(&s, arena, &err), PLY_E_USAGE);
  ck_assert_msg(strstr(err.message, "morris") != NULL && strstr(err.message, "at most 20") != NULL,
                "past 20 parameters another way is named: %s", err.message);
  ply_arena_free(arena);
}
END_TEST

START_TEST(morris_moves_one_parameter_a_step) {
  ply_arena *arena = ply_arena_new();
  ply_sample s = sample_of("morris", 6, 10, arena);
  ck_assert_uint_eq(s.method->runs(&s), 70);
  for (uint64_t run = 0; run < 70; run++) {
    ply_coordinate here[6], before[6];
    s.method->point(&s, run, here);
    for (int k = 0; k < 6; k++) ck_assert(here[k].u >= 0 && here[k].u <= 1);
    int moved = ply_morris_moved(&s, run);
    if (run % 7 == 0) {
      ck_assert_int_eq(moved, -1);
      continue;
    }
    s.method->point(&s, run - 1, before);
    for (int k = 0; k < 6; k++)
      ck_assert_msg(fabs(fabs(here[k].u - before[k].u) - (k == moved ? 2.0 / 3 : 0)) < 1e-12,
                    "run %d: parameter %d goes from %g to %g", (int)run, k, before[k].u, here[k].u);
  }
  ply_arena_free(arena);
}
END_TEST

START_TEST(quantiles) {
  ply_target t = {.low = 1, .mode = 2, .high = 5, .mean = 3, .sd = 0.5};
  ply_parameter p = {.distribution = PLY_TRIANGULAR, .n_targets = 1, .targets = &t};
  ck_assert_double_eq(ply_draw_range(&p, &t, (ply_coordinate){.stands = PLY_BY_RANK, .u = 0}), 1);
  ck_assert_double_eq_tol(ply_draw_range(&p, &t, (ply_coordinate){.stands = PLY_BY_RANK, .u = 0.25}), 2,
                          1e-12); /* (mode-low)/(high-low) */
  ck_assert_double_eq_tol(ply_draw_range(&p, &t, (ply_coordinate){.stands = PLY_BY_RANK, .u = 1}), 5, 1e-12);
  double sum = 0;
  for (int i = 0; i < 100000; i++)
    sum += ply_draw_range(&p, &t, (ply_coordinate){.stands = PLY_BY_RANK, .u = (i + 0.5) / 100000});
  ck_assert_double_eq_tol(sum / 100000, 8.0 / 3, 1e-4); /* the mean of a triangle */
  p.distribution = PLY_NORMAL;
  ck_assert_double_eq_tol(ply_draw_range(&p, &t, (ply_coordinate){.stands = PLY_BY_RANK, .u = 0.5}), 3, 1e-9);
  ck_assert_double_eq_tol(ply_draw_range(&p, &t, (ply_coordinate){.stands = PLY_BY_RANK, .u = 0.975}),
                          3 + 0.5 * 1.959963985, 1e-3);
  p.distribution = PLY_UNIFORM;
  ck_assert_double_eq(ply_draw_range(&p, &t, (ply_coordinate){.stands = PLY_BY_RANK, .u = 0.25}), 2);
  p = (ply_parameter){.distribution = PLY_LIST, .n_values = 3};
  ck_assert_int_eq(ply_draw_position(&p, (ply_coordinate){.stands = PLY_BY_RANK, .u = 0.34}), 1);
  ck_assert_int_eq(ply_draw_position(&p, (ply_coordinate){.stands = PLY_BY_RANK, .u = 1}), 2);
}
END_TEST

START_TEST(json_by_pointer) {
  const char *json = "{\"a\": {\"b~/\": [1, {\"c\": \"x, \\\"y\"}, 18446744073709551615]}, \"d\": null}",
             *from;
  size_t n;
  ck_assert(ply_json_find(json, "/a/b~0~1/2", &from, &n) && n == 20 &&
            strncmp(from, "18446744073709551615", n) == 0);
  ck_assert(ply_json_find(json, "/a/b~0~1/1/c", &from, &n) && n == 8);
  ck_assert(ply_json_find(json, "/d", &from, &n) && n == 4);
  ck_assert(!ply_json_find(json, "/a/b", &from, &n));
  ck_assert(!ply_json_find(json, "/d/e", &from, &n));
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/sweep_sample");
  TCase *tests = tcase_create("points");
  tcase_add_test(tests, sobol_is_gsl_with_the_origin_first);
  tcase_add_test(tests, shifted_sobol_points_are_still_a_net);
  tcase_add_test(tests, permutations_are_permutations);
  tcase_add_test(tests, latin_hypercubes_take_each_stratum_once);
  tcase_add_test(tests, saltelli_changes_one_column);
  tcase_add_test(tests, morris_moves_one_parameter_a_step);
  tcase_add_test(tests, quantiles);
  tcase_add_test(tests, json_by_pointer);
  suite_add_tcase(suite, tests);
  return suite;
}
