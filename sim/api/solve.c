/* The facade's main job: compile the scenario into a game, solve it, have the answers checked from the
 * definitions, and hand out the result. */
#include "sim/api/inside.h"
#include "sim/api/chance.h"
#include "sim/api/turning.h"

#include "sim/verify/verify.h"

#include <stdlib.h>

/* The independent check does not know compiled games: it is told which red lines are in force. */
ply_status parley_inside_verify(const ply_game *game, const double *values, uint64_t seed, ply_result *result,
                                ply_err *err) {
  bool *in_force = calloc((size_t)game->n_lines + 1, sizeof *in_force);
  if (in_force == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  for (int i = 0; i < game->n_lines; i++) in_force[i] = game->lines[i].in_force;
  ply_status status = ply_verify_result(game->scenario, values, in_force, result, seed, err);
  free(in_force);
  return status;
}

static ply_status solve(const ply_scenario *scenario, const ply_lines *lines,
                        const ply_solve_settings *settings, ply_result **result, ply_err *err) {
  ply_game *game = NULL;
  ply_status status = ply_game_compile(scenario, NULL, lines, &game, err);
  if (status == PLY_OK) status = ply_solve(game, settings, result, err);
  if (status == PLY_OK) status = ply_explain_opening(game, lines, settings, *result);
  if (status == PLY_OK) {
    (*result)->version = parley_version();
    status = parley_inside_verify(game, NULL, settings->seed, *result, err);
  }
  if (status == PLY_OK) status = parley_inside_joining(game, settings, *result, err);
  ply_game_free(game);
  return status;
}

/* What goes round the solve: how often there is a deal, and which readings would turn the headline. One does not need
 * the other, so that both are tasks of the same threads. */
static ply_status look_around(const ply_scenario *scenario, const parley_solve_settings *given,
                              const ply_lines *lines, const ply_solve_settings *settings, ply_result *result,
                              ply_err *err) {
  ply_status chance = PLY_OK, turning = PLY_OK;
  ply_err other = {0};
  result->readings.outcome = PLY_LIMIT_REACHED;
#pragma omp parallel num_threads(ply_scan_threads(settings))
#pragma omp single
  {
#pragma omp task shared(chance, other)
    if (given->chance) chance = parley_inside_chance(scenario, given->red_lines, settings, result, &other);
    if (given->readings) turning = parley_inside_turning(scenario, lines, settings, result, err);
#pragma omp taskwait
  }
  if (chance != PLY_OK) *err = other;
  return chance != PLY_OK ? chance : turning;
}

parley_status parley_solve(const parley_scenario *scenario, const parley_solve_settings *settings,
                           parley_result **result, parley_error *error) {
  parley_solve_settings standard = parley_solve_settings_default();
  if (settings == NULL) settings = &standard;
  *result = NULL;
  parley_result *made = parley_inside_handle(sizeof *made, error);
  if (made == NULL) return PARLEY_E_MEMORY;
  ply_err err = {0};
  parley_asked_lines asked;
  ply_solve_settings inner;
  ply_status status = parley_inside_lines(settings->red_lines, &asked, &err);
  if (status == PLY_OK) status = parley_inside_solve_settings(settings, &inner, &err);
  if (status == PLY_OK) status = solve(scenario->scenario, &asked.lines, &inner, &made->result, &err);
  if (status == PLY_OK)
    status = look_around(scenario->scenario, settings, &asked.lines, &inner, made->result, &err);
  parley_inside_lines_done(&asked);
  if (status == PLY_OK)
    *result = made;
  else
    parley_result_free(made);
  return parley_inside_status(status, &err, error);
}

bool parley_result_complete(const parley_result *result, const char **why) {
  const ply_result *inner = result->result;
  if (why != NULL) *why = inner->stopped_by;
  return inner->outcome != PLY_LIMIT_REACHED;
}

static parley_count count(ply_count inner) { return (parley_count){inner.low, inner.high}; }

parley_counts parley_result_counts(const parley_result *result) {
  const ply_result *r = result->result;
  return (parley_counts){r->raw, count(r->feasible), count(r->acceptable), count(r->sustained),
                         count(r->stable)};
}

bool parley_result_point(const parley_result *result, size_t i, parley_point *point) {
  const ply_cloud *cloud = &result->result->cloud;
  if (!cloud->present || i >= cloud->n) return false;
  const ply_cloud_point *at = &cloud->points[i];
  *point = (parley_point){at->index, at->payoffs, at->sustained, at->stable, at->efficient};
  return true;
}

int parley_result_failed_checks(const parley_result *result) { return result->result->n_failed_checks; }

parley_status parley_result_render(const parley_result *result, const char *format,
                                   const parley_render_settings *settings, char **text, parley_error *error) {
  return parley_inside_render(PLY_RECORD_RESULT, result->result, format, settings, text, error);
}

void parley_result_free(parley_result *result) {
  if (result == NULL) return;
  ply_result_free(result->result);
  free(result);
}
