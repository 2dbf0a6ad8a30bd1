/* A scenario made ready for the definitions: who the candidates are, how many consents are needed, and what
 * no deal is worth to each actor. Nothing is tabulated: numbers are read from the scenario each time they are
 * used. Cost: one payoff vector for each reservation that is given by a design. */
#include "sim/verify/define.h"

#include <string.h>

static void count_candidates(verify_view *view) {
  const ply_scenario *s = view->scenario;
  for (int i = 0; i < s->n_actors; i++)
    if (s->actors[i].candidate) view->candidate[view->n_candidates++] = i;
}

static void count_lines(verify_view *view) {
  int line = 0;
  for (int i = 0; i < view->scenario->n_actors; i++) {
    view->first_line[i] = line;
    line += view->scenario->actors[i].n_red_lines;
  }
}

static void count_quorum(verify_view *view) {
  const ply_scenario *s = view->scenario;
  view->quorum = s->quorum;
  if (s->quorum >= 0) return;
  view->quorum = 0;
  for (int i = 0; i < s->n_actors; i++)
    if (s->actors[i].consent == PLY_REQUIRED || s->actors[i].consent == PLY_COUNTED) view->quorum++;
}

/* A reservation: a number, or the payoff of a named design. */
static ply_status value_no_deal(verify_view *view, int actor, ply_err *err) {
  const ply_scenario *s = view->scenario;
  const ply_actor *a = &s->actors[actor];
  if (a->reservation_design < 0) {
    view->reservation[actor] = ply_verify_number(view, &a->reservation);
    return PLY_OK;
  }
  const ply_design *design = &s->designs[a->reservation_design];
  verify_point point;
  ply_verify_point_place(view, ply_verify_point_index(view, design->options, design->levels), &point);
  ply_status status = ply_verify_guarantee(view, &point, &point.security, err);
  if (status == PLY_OK) view->reservation[actor] = ply_verify_payoff(view, &point, actor);
  return status;
}

ply_status ply_verify_view_init(verify_view *view, const ply_scenario *scenario, const double *values,
                                const bool *line_in_force, ply_err *err) {
  memset(view, 0, sizeof *view);
  view->scenario = scenario;
  view->values = values;
  view->line_in_force = line_in_force;
  count_candidates(view);
  count_lines(view);
  count_quorum(view);
  view->raw = ply_verify_raw(view);
  ply_status status = PLY_OK;
  for (int i = 0; i < scenario->n_actors && status == PLY_OK; i++) status = value_no_deal(view, i, err);
  ply_verify_tolerances(view);
  return status;
}
