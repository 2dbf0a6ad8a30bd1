/* Who accepts what: red lines, the parties of a bundle, the quorum.
 * Cost of weighing a bundle: actors x issues, and the guarantee. */
#include "sim/verify/define.h"

#include <string.h>

static bool line_holds(const verify_view *view, const verify_point *point, int actor, int line) {
  return view->line_in_force[view->first_line[actor] + line] &&
         ply_verify_holds(view->scenario->actors[actor].red_lines[line].when, view, point);
}

/* The actor stands where this line, in force, says that it may not. */
static bool line_forbids(const verify_view *view, const verify_point *point, int actor, int line) {
  const ply_red_line *r = &view->scenario->actors[actor].red_lines[line];
  return r->effect == PLY_STAY_OUT && view->scenario->actors[actor].candidate &&
         point->level[actor] >= r->from_level && line_holds(view, point, actor, line);
}

bool ply_verify_line_refuses(const verify_view *view, const verify_point *point, int actor, int line) {
  const ply_red_line *r = &view->scenario->actors[actor].red_lines[line];
  if (r->effect == PLY_REFUSE) return line_holds(view, point, actor, line);
  return line_forbids(view, point, actor, line);
}

static bool is_forbidden(const verify_view *view, const verify_point *point, int actor) {
  for (int l = 0; l < view->scenario->actors[actor].n_red_lines; l++)
    if (line_forbids(view, point, actor, l)) return true;
  return false;
}

static bool would_accept(const verify_view *view, const verify_point *point, int actor) {
  for (int l = 0; l < view->scenario->actors[actor].n_red_lines; l++)
    if (ply_verify_line_refuses(view, point, actor, l)) return false;
  return point->payoff[actor] >= view->reservation[actor] - view->eps[actor];
}

bool ply_verify_party(const verify_view *view, const verify_point *point, int actor) {
  switch (view->scenario->actors[actor].consent) {
  case PLY_REQUIRED:
  case PLY_COUNTED: return true;
  case PLY_IF_MEMBER: return point->level[actor] != 0;
  case PLY_IF_HOLDS: return point->called >> actor & 1;
  case PLY_NEVER: return false;
  }
  return false;
}

/* Every weighted vote is carried by the required and counted actors that accept. */
static bool votes_suffice(const ply_scenario *s, const verify_point *point, int indulgent) {
  for (int q = 0; q < s->n_quorums; q++) {
    double missing = s->quorums[q].need;
    for (int i = 0; i < s->n_actors; i++) {
      bool votes = s->actors[i].consent == PLY_REQUIRED || s->actors[i].consent == PLY_COUNTED;
      if (votes && (point->accepts[i] || i == indulgent)) missing -= s->quorums[q].votes[i];
    }
    if (missing > PLY_COUNT_EPS) return false;
  }
  return true;
}

bool ply_verify_acceptable(const verify_view *view, const verify_point *point, int indulgent) {
  const ply_scenario *s = view->scenario;
  int yes = 0;
  for (int i = 0; i < s->n_actors; i++) {
    bool accepts = point->accepts[i] || i == indulgent;
    ply_consent consent = s->actors[i].consent;
    if (consent == PLY_REQUIRED && !accepts) return false;
    if (consent == PLY_IF_MEMBER && point->level[i] != 0 && !accepts) return false;
    if (consent == PLY_IF_HOLDS && !accepts && ply_verify_party(view, point, i)) return false;
    if ((consent == PLY_REQUIRED || consent == PLY_COUNTED) && accepts) yes++;
  }
  return yes >= view->quorum && votes_suffice(s, point, indulgent);
}

ply_status ply_verify_point_weigh(const verify_view *view, verify_point *point, ply_err *err) {
  ply_status status = ply_verify_guarantee(view, point, &point->security, err);
  if (status != PLY_OK) return status;
  point->called = point->barred = 0;
  for (int i = 0; i < view->scenario->n_actors; i++) {
    const ply_actor *actor = &view->scenario->actors[i];
    if (actor->consent == PLY_IF_HOLDS && ply_verify_holds(actor->consent_when, view, point))
      point->called |= (uint64_t)1 << i;
    for (int l = 0; l < actor->n_red_lines; l++)
      if (ply_verify_line_refuses(view, point, i, l)) point->barred |= (uint64_t)1 << i;
    point->payoff[i] = ply_verify_payoff(view, point, i);
    point->forbidden[i] = is_forbidden(view, point, i);
    point->accepts[i] = would_accept(view, point, i);
  }
  point->acceptable = point->feasible && ply_verify_acceptable(view, point, -1);
  return PLY_OK;
}

ply_status ply_verify_point_judge(const verify_view *view, uint64_t index, verify_point *point,
                                  ply_err *err) {
  ply_verify_point_place(view, index, point);
  point->feasible = ply_verify_broken_rule(view, point) == NULL;
  point->acceptable = false;
  return point->feasible ? ply_verify_point_weigh(view, point, err) : PLY_OK;
}
