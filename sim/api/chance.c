/* How often is there a deal when the numbers are drawn from the file's ranges? Asked with every solve, and so
 * answered only where it takes a moment: that is decided by the size of the space, never by the clock, so that the
 * same file always says the same. Cost: 64 solves of small games. */
#include "sim/api/chance.h"

#include "sim/sweep/run/draws.h"

#include <string.h>

enum { DRAWS = 64 };
static const uint64_t MOST_PAYOFFS = 1 << 18; /* of one draw */

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

static ply_status count(const ply_draws *draws, const ply_solve_settings *settings, ply_result *result,
                        ply_err *err) {
  ply_solve_settings brief = {.skip = ~0u, .threads = settings->threads, .seed = 1, .stop = settings->stop};
  void *own = draws->start(draws->source);
  ply_status status = own != NULL ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "out of memory");
  uint64_t deals = 0;
  bool open = false;
  for (uint64_t k = 0; k < draws->n && status == PLY_OK && !open; k++) {
    ply_game *game = NULL;
    ply_result *found = NULL;
    status = draws->game(own, &(ply_draw_at){k, PLY_NOBODY, PLY_NOBODY, 0}, &game, err);
    if (status == PLY_OK) status = ply_solve(game, &brief, &found, err);
    if (status == PLY_OK) {
      deals += found->acceptable.low > 0;
      open = !found->sets_decided && found->acceptable.low == 0;
    }
    ply_result_free(found);
    ply_game_free(game);
  }
  if (own != NULL) draws->finish(own);
  if (status != PLY_OK || open) return status;
  result->chance.draws = draws->n;
  result->chance.deals = deals;
  return PLY_OK;
}

static ply_status make_plan(ply_plan *plan, const ply_scenario *scenario, const char *red_lines,
                            ply_err *err) {
  ply_text merged;
  ply_text_init(&merged);
  ply_status status = ply_scenario_show(scenario, &merged, err);
  if (status == PLY_OK && merged.failed) status = ply_err_set(err, PLY_E_MEMORY, "out of memory");
  if (status == PLY_OK) status = ply_plan_given(plan, merged.data, err);
  ply_text_done(&merged);
  if (status == PLY_OK && red_lines != NULL) status = ply_plan_put(plan, "red-lines", red_lines, err);
  ply_plan_size(plan, DRAWS);
  ply_plan_no_outputs(plan);
  return status == PLY_OK ? ply_plan_draws(plan, err) : status;
}

ply_status parley_inside_chance(const ply_scenario *scenario, const char *red_lines,
                                const ply_solve_settings *settings, ply_result *result, ply_err *err) {
  result->chance.ranges = has_ranges(scenario);
  if (!result->chance.ranges || result->stopped_by != NULL ||
      result->raw > MOST_PAYOFFS / (uint64_t)(scenario->n_actors + 1))
    return PLY_OK;
  ply_diags diags;
  ply_diags_init(&diags);
  ply_plan *plan = ply_plan_new(&diags);
  ply_sweep *sweep = NULL;
  ply_draws draws;
  ply_status status = plan != NULL ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "out of memory");
  if (status == PLY_OK) status = make_plan(plan, scenario, red_lines, err);
  if (status == PLY_OK) status = ply_sweep_prepare(plan, NULL, &sweep, err);
  if (status == PLY_OK) status = ply_sweep_draws(sweep, &draws, err);
  if (status == PLY_OK) status = count(&draws, settings, result, err);
  ply_sweep_free(sweep);
  ply_plan_free(plan);
  ply_diags_done(&diags);
  return status == PLY_E_MEMORY ? status : PLY_OK; /* what cannot be drawn is not told */
}
