/* Does a result say what the definitions say? Goes through its parts, recomputes each claim, and stamps what
 * holds. On a small space everything is recomputed on every bundle; on a large one each answer is held
 * against all bundles that differ from it in one or two places and against a seeded sample. Cost: see
 * verify.h. */
#include "sim/verify/claims.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The names and numbers that the result speaks in are those of the scenario. */
static void check_frame(verify_run *run) {
  const ply_scenario *s = run->view.scenario;
  const ply_frame *frame = &run->result->frame;
  int n_lines = 0;
  for (int i = 0; i < s->n_actors; i++) n_lines += s->actors[i].n_red_lines;
  if (frame->n_actors != s->n_actors || frame->n_issues != s->n_issues || frame->n_lines != n_lines) {
    ply_verify_fail(run,
                    "The result is about another scenario: it has %d actors, %d issues and %d red lines.",
                    frame->n_actors, frame->n_issues, frame->n_lines);
    return;
  }
  for (int i = 0; i < s->n_actors; i++)
    ply_verify_same_payoff(run, i, frame->actors[i].reservation, run->view.reservation[i], s->actors[i].id,
                           "the reservation");
  for (int l = 0; l < n_lines; l++)
    if (frame->lines[l].in_force != run->view.line_in_force[l])
      ply_verify_fail(run, "%s: whether the red line is in force is told the wrong way round.",
                      frame->lines[l].id);
  if (run->result->raw != run->view.raw)
    ply_verify_fail(run, "The space is given as %llu bundles, counted as %llu.",
                    (unsigned long long)run->result->raw, (unsigned long long)run->view.raw);
}

static ply_status look_scratch(verify_looker *looker, uint64_t index, const verify_point **out,
                               ply_err *err) {
  verify_run *run = looker->state;
  run->judged++;
  *out = &run->scratch;
  return ply_verify_point_judge(&run->view, index, &run->scratch, err);
}

static ply_status check_parts(verify_run *run, bool near_only) {
#define PART(name) ply_verify_check_##name,
  static ply_status (*const part[])(verify_run *) = {PLY_VERIFY_PARTS(PART)};
  ply_status status = near_only ? PLY_OK : ply_verify_table_new(run);
  if (status == PLY_OK && run->table != NULL) ply_verify_check_counts(run);
  for (size_t p = 0; p < sizeof part / sizeof *part && status == PLY_OK; p++) status = part[p](run);
  return status;
}

static ply_status verify(const ply_scenario *scenario, const double *values, const bool *line_in_force,
                         ply_result *result, uint64_t seed, bool near_only, ply_err *err) {
  verify_run *run = calloc(1, sizeof *run);
  if (run == NULL) return ply_err_set(err, PLY_E_MEMORY, "no memory to check the result");
  run->result = result;
  run->err = err;
  ply_rng_init(&run->rng, seed, 1);
  result->n_failed_checks = 0;
  result->failed_check = NULL;
  ply_status status = ply_verify_view_init(&run->view, scenario, values, line_in_force, err);
  run->looker = (verify_looker){.view = &run->view, .look = look_scratch, .state = run};
  if (status == PLY_OK) {
    check_frame(run);
    if (result->n_failed_checks == 0) status = check_parts(run, near_only);
  }
  result->checked_bundles = run->judged;
  result->checked_all = run->table != NULL;
  ply_verify_table_free(run->table);
  free(run);
  return status;
}

ply_status ply_verify_result(const ply_scenario *scenario, const double *values, const bool *line_in_force,
                             ply_result *result, uint64_t seed, ply_err *err) {
  return verify(scenario, values, line_in_force, result, seed, false, err);
}

ply_status ply_verify_near(const ply_scenario *scenario, const double *values, const bool *line_in_force,
                           ply_result *result, uint64_t seed, ply_err *err) {
  return verify(scenario, values, line_in_force, result, seed, true, err);
}
