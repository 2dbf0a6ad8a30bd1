/* Morris' elementary effects (Morris 1991, doi:10.1080/00401706.1991.10484804; Campolongo et al. 2007,
 * doi:10.1016/j.envsoft.2006.10.004): n trajectories of k + 1 runs; from one run to the next one parameter
 * moves by levels / (2 (levels - 1)) of its range, on a grid of `levels` ranks, in an order and from a start
 * that are drawn from (seed, trajectory). Cost: n * (k + 1) runs. */
#include "sim/sweep/sample/methods.h"

#include <math.h>

static ply_status prepare(ply_sample *s, ply_arena *arena, ply_err *err) {
  (void)arena;
  if (s->levels == 0) s->levels = 4;
  if (s->levels % 2 != 0)
    return ply_err_set(err, PLY_E_USAGE, "Morris' grid has an even number of levels, 4 as a rule, not %d",
                       s->levels);
  return PLY_OK;
}

static uint64_t block(const ply_sample *s) { return (uint64_t)s->n_parameters + 1; }
static uint64_t runs(const ply_sample *s) { return s->n * block(s); }

/* In ranks: levels / (2 (levels - 1)). */
static double size_of_step(const ply_sample *s) { return s->levels / (2.0 * (s->levels - 1)); }

/* The start of parameter k: a rank from which a step up stays inside; its direction, and the place in the
 * order at which it moves (from 1). */
static void plan_of(const ply_sample *s, uint64_t trajectory, int k, double *start, bool *up,
                    uint64_t *place) {
  ply_rng rng;
  ply_rng_init(&rng, s->seed ^ 0x3057, trajectory * 16384 + (uint64_t)k);
  int half = s->levels / 2;
  *up = ply_rng_below(&rng, 2) == 1;
  double rank = (double)ply_rng_below(&rng, (uint64_t)half) / (s->levels - 1);
  *start = *up ? rank : rank + size_of_step(s);
  *place = ply_permuted((uint64_t)k, (uint64_t)s->n_parameters, s->seed ^ 0x3058, trajectory) + 1;
}

int ply_morris_moved(const ply_sample *s, uint64_t run) {
  uint64_t steps = (uint64_t)s->n_parameters + 1, trajectory = run / steps, step = run % steps, place;
  double start;
  bool up;
  for (int k = 0; k < s->n_parameters && step > 0; k++) {
    plan_of(s, trajectory, k, &start, &up, &place);
    if (place == step) return k;
  }
  return -1;
}

static void point(const ply_sample *s, uint64_t run, ply_coordinate *out) {
  uint64_t steps = (uint64_t)s->n_parameters + 1, trajectory = run / steps, step = run % steps, place;
  for (int k = 0; k < s->n_parameters; k++) {
    double u;
    bool up;
    plan_of(s, trajectory, k, &u, &up, &place);
    if (place <= step) u += up ? size_of_step(s) : -size_of_step(s);
    out[k] = (ply_coordinate){.u = fmin(fmax(u, 0), 1), .stands = PLY_BY_RANK};
  }
}

const ply_method ply_method_morris = {.name = "morris",
                                      .help = "elementary effects: which of many parameters matter at all",
                                      .trial = PLY_TRIAL_MORRIS,
                                      .samples = true,
                                      .extends = true,
                                      .n_default = 20,
                                      .prepare = prepare,
                                      .runs = runs,
                                      .block = block,
                                      .point = point};
