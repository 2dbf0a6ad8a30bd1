/* How often is there a deal when the numbers are drawn from the file's ranges? Asked with every solve, and so
 * answered as far as a moment goes: by the size of the space and the steps of one search, never by the clock, so that the
 * same file always says the same. Where the steps do not suffice it is said in how many draws there is one at least.
 * Cost: some ten thousand partial bundles over the draws. */
#include "sim/api/chance.h"

#include "sim/robust/robust.h"
#include "sim/sweep/run/draws.h"

#include <string.h>

enum { DRAWS = 64, FEW_DRAWS = 16, MOST_STARTS = 8 };
static const uint64_t SMALL = 1 << 18, /* payoffs of a space that is gone through to the end */
    MOST_SUMS = 60000000;              /* rows and columns of payoffs times steps, of others */

static bool small(const ply_scenario *s, const ply_result *result) {
  return result->raw <= SMALL / (uint64_t)(s->n_actors + 1);
}

/* Partial bundles to look at; 0: all. */
static uint64_t steps_for(const ply_scenario *s, const ply_result *result) {
  int candidates = 0;
  for (int i = 0; i < s->n_actors; i++) candidates += s->actors[i].candidate;
  return small(s, result)
             ? 0
             : 1 + MOST_SUMS / (uint64_t)(s->n_actors * (s->n_issues + candidates * s->n_levels) + 1);
}

static bool has_ranges(const ply_scenario *s) {
  for (int i = 0; i < s->n_numbers; i++)
    if (s->numbers[i].number->low < s->numbers[i].number->high) return true;
  for (int i = 0; i < s->n_actors; i++)
    for (int l = 0; l < s->actors[i].n_red_lines; l++) {
      double firm = s->actors[i].red_lines[l].firm.base;
      if (firm > 0 && firm < 1) return true;
    }
  return false;
}

/* What the solve found, for a start. */
static int starts_of(const ply_result *result, uint64_t *starts) {
  int n = 0;
  for (int k = 0; k < result->n_solutions && n < MOST_STARTS; k++)
    if (result->solutions[k].outcome == PLY_FOUND) starts[n++] = result->solutions[k].bundle.index;
  return n;
}

static ply_status count(const ply_draws *draws, uint64_t most_steps, ply_stop stop, ply_result *result,
                        ply_err *err) {
  ply_robust_deals found;
  uint64_t starts[MOST_STARTS];
  int n = starts_of(result, starts);
  ply_status status = ply_robust_any(draws, most_steps, starts, n, stop, &found, err);
  if (status != PLY_OK || (!found.decided && found.deals == 0)) return status;
  result->chance.draws = draws->n;
  result->chance.deals = found.deals;
  result->chance.decided = found.decided;
  return PLY_OK;
}

/* Red lines are drawn unless others than the likely ones are asked for. */
static ply_status make_plan(ply_plan *plan, const ply_scenario *scenario, const char *red_lines, int draws,
                            ply_err *err) {
  ply_status status = PLY_OK;
  ply_plan_loaded(plan, scenario);
  if (red_lines != NULL && strcmp(red_lines, "likely") != 0)
    status = ply_plan_put(plan, "red-lines", red_lines, err);
  ply_plan_size(plan, (uint64_t)draws);
  ply_plan_no_outputs(plan);
  return status == PLY_OK ? ply_plan_draws(plan, err) : status;
}

ply_status parley_inside_chance(const ply_scenario *scenario, const char *red_lines,
                                const ply_solve_settings *settings, ply_result *result, ply_err *err) {
  result->chance.ranges = has_ranges(scenario);
  if (!result->chance.ranges || result->stopped_by != NULL) return PLY_OK;
  ply_diags diags;
  ply_diags_init(&diags);
  ply_plan *plan = ply_plan_new(&diags);
  ply_sweep *sweep = NULL;
  ply_draws draws;
  ply_status status = plan != NULL ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "out of memory");
  if (status == PLY_OK)
    status = make_plan(plan, scenario, red_lines, small(scenario, result) ? DRAWS : FEW_DRAWS, err);
  if (status == PLY_OK) status = ply_sweep_prepare(plan, NULL, &sweep, err);
  if (status == PLY_OK) status = ply_sweep_draws(sweep, &draws, err);
  if (status == PLY_OK) status = count(&draws, steps_for(scenario, result), settings->stop, result, err);
  ply_sweep_free(sweep);
  ply_plan_free(plan);
  ply_diags_done(&diags);
  return status == PLY_E_MEMORY ? status : PLY_OK; /* what cannot be drawn is not told */
}
