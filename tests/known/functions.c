#include "tests/known/functions.h"

#include "tests/support/support.h"

#include <math.h>

enum { MOST = 8 };

double function_ishigami(const double *u) {
  const double pi = 3.14159265358979323846;
  double x[3];
  for (int i = 0; i < 3; i++) x[i] = pi * (2 * u[i] - 1);
  return sin(x[0]) + 7 * sin(x[1]) * sin(x[1]) + 0.1 * pow(x[2], 4) * sin(x[0]);
}

double function_sobol_g(const double *u, const double *a, int n) {
  double y = 1;
  for (int i = 0; i < n; i++) y *= (fabs(4 * u[i] - 2) + a[i]) / (1 + a[i]);
  return y;
}

sampled sample_function(sampled_function *f, int k, uint64_t n, bool second) {
  static const int levels[MOST] = {3, 3, 3, 3, 3, 3, 3, 3};
  static const bool continuous[MOST] = {true, true, true, true, true, true, true, true};
  sampled s = {.arena = ply_arena_new()};
  s.sample = (ply_sample){.method = ply_method_find("saltelli"),
                          .n_parameters = k,
                          .n_levels = levels,
                          .continuous = continuous,
                          .n = n,
                          .seed = 3,
                          .second_order = second};
  ck_assert_int_eq(s.sample.method->prepare(&s.sample, s.arena, NULL), PLY_OK);
  s.a = PLY_NEW(s.arena, n, double);
  s.b = PLY_NEW(s.arena, n, double);
  s.ab = PLY_NEW(s.arena, n * (uint64_t)k, double);
  s.ba = PLY_NEW(s.arena, n * (uint64_t)k, double);
  for (uint64_t run = 0; run < s.sample.method->runs(&s.sample); run++) {
    ply_coordinate at[MOST];
    double u[MOST];
    s.sample.method->point(&s.sample, run, at);
    for (int i = 0; i < k; i++) u[i] = at[i].u;
    ply_saltelli_row row = ply_saltelli_at(&s.sample, run);
    double y = f(u);
    if (row.row == 0)
      s.a[row.base] = y;
    else if (row.row == 1)
      s.b[row.base] = y;
    else if (row.row < 2 + k)
      s.ab[(uint64_t)(row.row - 2) * n + row.base] = y;
    else
      s.ba[(uint64_t)(row.row - 2 - k) * n + row.base] = y;
  }
  return s;
}
