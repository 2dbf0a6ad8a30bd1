/* Methods that go through given values: the grid of all combinations (the first parameter most significant),
 * values side by side (zip; list is the same with a table of points), one at a time around the base. */
#include "sim/sweep/sample/methods.h"

static uint64_t grid_runs(const ply_sample *s) {
  uint64_t n = 1;
  for (int k = 0; k < s->n_parameters; k++)
    if (__builtin_mul_overflow(n, (uint64_t)s->n_levels[k], &n)) return UINT64_MAX;
  return n;
}

static void grid_point(const ply_sample *s, uint64_t run, ply_coordinate *out) {
  for (int k = s->n_parameters; k-- > 0;) {
    out[k] = (ply_coordinate){.level = (int)(run % (uint64_t)s->n_levels[k])};
    run /= (uint64_t)s->n_levels[k];
  }
}

const ply_method ply_method_grid = {.name = "grid",
                                    .help = "all combinations of the values given",
                                    .draws = true,
                                    .runs = grid_runs,
                                    .point = grid_point};

static ply_status zip_prepare(ply_sample *s, ply_arena *arena, ply_err *err) {
  (void)arena;
  for (int k = 1; k < s->n_parameters; k++)
    if (s->n_levels[k] != s->n_levels[0])
      return ply_err_set(err, PLY_E_USAGE,
                         "side by side (zip) every parameter has as many values: one has %d, another %d",
                         s->n_levels[0], s->n_levels[k]);
  return PLY_OK;
}

static uint64_t zip_runs(const ply_sample *s) { return (uint64_t)s->n_levels[0]; }

static void zip_point(const ply_sample *s, uint64_t run, ply_coordinate *out) {
  for (int k = 0; k < s->n_parameters; k++) out[k] = (ply_coordinate){.level = (int)run};
}

const ply_method ply_method_zip = {.name = "zip",
                                   .help = "the values side by side: first with first, second with second",
                                   .draws = true,
                                   .prepare = zip_prepare,
                                   .runs = zip_runs,
                                   .point = zip_point};
const ply_method ply_method_list = {.name = "list",
                                    .help = "the points of a table in the plan file",
                                    .draws = true,
                                    .prepare = zip_prepare,
                                    .runs = zip_runs,
                                    .point = zip_point};

/* ---- one at a time: run 0 is the base; then each parameter's levels but the middle of a range ---- */

static int oat_levels(const ply_sample *s, int k) { return s->continuous[k] ? 2 : s->n_levels[k]; }

static uint64_t oat_runs(const ply_sample *s) {
  uint64_t n = 1;
  for (int k = 0; k < s->n_parameters; k++) n += (uint64_t)oat_levels(s, k);
  return n;
}

void ply_oat_at(const ply_sample *s, uint64_t run, int *parameter, int *level) {
  *parameter = -1;
  *level = 0;
  if (run-- == 0) return;
  for (int k = 0; k < s->n_parameters; k++) {
    uint64_t n = (uint64_t)oat_levels(s, k);
    if (run >= n) {
      run -= n;
      continue;
    }
    *parameter = k;
    *level = s->continuous[k] ? (int)run * 2 : (int)run;
    return;
  }
}

static void oat_point(const ply_sample *s, uint64_t run, ply_coordinate *out) {
  int parameter, level;
  ply_oat_at(s, run, &parameter, &level);
  for (int k = 0; k < s->n_parameters; k++)
    out[k] = k == parameter ? (ply_coordinate){.level = level} : (ply_coordinate){.stands = PLY_AT_BASE};
}

const ply_method ply_method_oat = {
    .name = "one-at-a-time",
    .help = "the base, then each parameter alone at its low and high end or values",
    .trial = PLY_TRIAL_ALONE,
    .runs = oat_runs,
    .point = oat_point};
