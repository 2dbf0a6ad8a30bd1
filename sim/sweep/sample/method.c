/* The registry of methods, and a run's point: which run stands where? Choosing the method where the plan
 * leaves it open: a grid where everything moves by given values, else a Sobol' sequence, else (past its 40
 * dimensions) a Latin hypercube. */
#include "sim/sweep/inside.h"
#include "sim/sweep/sample/methods.h"
#include "sim/sweep/plan/plan.h"

#include <string.h>

#define ROW(symbol, name) &ply_method_##symbol,
static const ply_method *const rows[] = {PLY_METHODS(ROW)};

enum { N_ROWS = sizeof rows / sizeof *rows };

const ply_method *ply_method_row(int row) { return row >= 0 && row < N_ROWS ? rows[row] : NULL; }

const ply_method *ply_method_find(const char *name) {
  for (int i = 0; i < N_ROWS; i++)
    if (strcmp(rows[i]->name, name) == 0) return rows[i];
  return NULL;
}

static const ply_method *choose(const ply_sample *sample, const ply_plan *plan) {
  if (plan->method >= 0) return rows[plan->method];
  if (plan->points != NULL) return &ply_method_list;
  bool drawn = plan->uncertain != 0 || plan->n_exact > 0;
  for (int k = 0; k < sample->n_parameters; k++) drawn = drawn || sample->continuous[k];
  if (!drawn) return &ply_method_grid;
  return sample->n_parameters <= 40 ? &ply_method_sobol : &ply_method_latin;
}

static int levels_of(const ply_parameter *p) {
  return p->distribution == PLY_LIST ? p->n_values : p->distribution == PLY_LINE ? 2 : 3;
}

ply_status ply_sample_prepare(ply_sweep *sweep, const ply_plan *plan, ply_err *err) {
  ply_sample *s = &sweep->sample;
  int n = sweep->n_parameters;
  int *levels = PLY_NEW(sweep->arena, n + 1, int);
  bool *continuous = PLY_NEW(sweep->arena, n + 1, bool);
  if (levels == NULL || continuous == NULL) return ply_err_set(err, PLY_E_MEMORY, "out of memory");
  for (int k = 0; k < n; k++) {
    const ply_parameter *p = &sweep->parameters[k];
    levels[k] = levels_of(p);
    continuous[k] = p->distribution != PLY_LIST && p->distribution != PLY_LINE;
  }
  *s = (ply_sample){.n_parameters = n,
                    .n_levels = levels,
                    .continuous = continuous,
                    .n = plan->n_exact,
                    .block = plan->block_exact,
                    .seed = plan->seed == plan->seed ? plan->seed_exact : 1,
                    .levels = plan->levels,
                    .second_order = plan->second_order};
  s->method = choose(s, plan);
  if (plan->points != NULL && s->method != &ply_method_list)
    return ply_err_set(err, PLY_E_USAGE, "a table of points goes with the method \"list\"");
  if (s->method == &ply_method_list && plan->points == NULL)
    return ply_err_set(err, PLY_E_USAGE, "the method \"list\" needs a plan file with \"points\"");
  if (n == 0)
    return ply_err_set(
        err, PLY_E_USAGE,
        "nothing moves: nothing that was asked for has a range, and no red line may fail to be real; give a "
        "range with --vary POINTER=LOW:HIGH, or ask for others with --uncertain");
  if (s->n == 0) s->n = s->method->n_default;
  for (int k = 0; k < n && !s->method->samples; k++)
    if (continuous[k] && !sweep->parameters[k].own && s->method != &ply_method_oat)
      return ply_err_set(err, PLY_E_USAGE, "the method \"%s\" needs values for %s: a:b:n or x,y,z",
                         s->method->name, sweep->parameters[k].name);
  ply_status status = s->method->prepare != NULL ? s->method->prepare(s, sweep->arena, err) : PLY_OK;
  if (status != PLY_OK) return status;
  sweep->n_runs = s->method->runs(s);
  if (sweep->n_runs > (uint64_t)1 << 40)
    return ply_err_set(err, PLY_E_LIMIT,
                       "more than 2^40 runs: fewer values, fewer parameters, or another method");
  return PLY_OK;
}

bool ply_sample_is_draw(const ply_sample *s, uint64_t run) {
  if (s->method == &ply_method_saltelli) return ply_saltelli_at(s, run).row < 2;
  return s->method->samples && s->method->draws;
}

void ply_sample_point(const ply_sweep *sweep, uint64_t run, ply_coordinate *out) {
  sweep->sample.method->point(&sweep->sample, run, out);
}
