/* What candidates can do from a bundle, alone or together: join equilibrium,
 * sustained, regret, no-deal, strong. Every move is looked up as a bundle of its own. Cost: candidates x
 * levels points; levels^candidates for joint moves. */
#include "sim/verify/define.h"

/* How far the index moves when candidate c (position) goes up by one level. */
static uint64_t stride_of(const verify_view *view, int c) {
  uint64_t stride = 1;
  for (int k = c + 1; k < view->n_candidates; k++) stride *= (uint64_t)view->scenario->n_levels;
  return stride;
}

static bool any_forbidden(const verify_view *view, const verify_point *point) {
  for (int c = 0; c < view->n_candidates; c++)
    if (point->forbidden[view->candidate[c]]) return true;
  return false;
}

/* One move of candidate g to a bundle that is feasible and not forbidden to it. */
static void weigh_move(const verify_view *view, const verify_point *from, const verify_point *to, int g,
                       verify_moves *out) {
  double gain = to->payoff[g] - from->payoff[g], eps = view->eps[g];
  if (gain > eps) out->equilibrium = false;
  if (gain >= -eps) out->strict = false;
  if (gain > eps && gain > out->regret) out->regret = gain;
  if (to->acceptable) {
    if (gain > eps) out->sustained = false;
    if (to->payoff[g] > view->reservation[g] + eps) out->no_deal = false;
  } else if (from->level[g] != 0 && from->payoff[g] < view->reservation[g] - eps) {
    out->sustained = false;
  }
}

/* Leaving a deal that cannot be without g: everybody gets no deal. */
static void weigh_fall(const verify_view *view, const verify_point *from, int g, verify_moves *out) {
  double gain = view->reservation[g] - from->payoff[g], eps = view->eps[g];
  if (gain > eps) out->equilibrium = out->sustained = false;
  if (gain >= -eps) out->strict = false;
  if (gain > eps && gain > out->regret) out->regret = gain;
}

/* Visits every one-player move: pass 0 weighs them, pass 1 finds the first one within the tolerance of the
 * best. */
static ply_status visit_moves(verify_looker *looker, const verify_point *from, int pass, verify_moves *out,
                              ply_err *err) {
  const verify_view *view = looker->view;
  for (int c = 0; c < view->n_candidates; c++) {
    int g = view->candidate[c];
    uint64_t stride = stride_of(view, c), home = from->index - stride * from->level[g];
    for (int level = 0; level < view->scenario->n_levels; level++) {
      const verify_point *to;
      if (level == from->level[g]) continue;
      ply_status status = looker->look(looker, home + stride * (uint64_t)level, &to, err);
      if (status != PLY_OK) return status;
      bool falls = !to->feasible && level == 0 && from->feasible;
      double gain = falls ? view->reservation[g] - from->payoff[g] : to->payoff[g] - from->payoff[g];
      if (falls && pass == 0) weigh_fall(view, from, g, out);
      if (!falls && (!to->feasible || to->forbidden[g])) continue;
      if (pass == 0 && !falls) weigh_move(view, from, to, g, out);
      if (pass == 1 && out->best.actor < 0 && gain > view->eps[g] && gain >= out->regret - view->eps[g])
        out->best = (ply_move){.actor = g, .to = level, .gain = gain, .falls = falls};
    }
  }
  return PLY_OK;
}

ply_status ply_verify_point_moves(verify_looker *looker, const verify_point *point, verify_moves *out,
                                  ply_err *err) {
  bool stands = point->feasible && !any_forbidden(looker->view, point);
  *out = (verify_moves){.equilibrium = stands,
                        .strict = stands,
                        .sustained = stands && point->acceptable,
                        .no_deal = point->feasible && !point->acceptable,
                        .best = {.actor = -1}};
  ply_status status = visit_moves(looker, point, 0, out, err);
  if (status == PLY_OK && out->regret > 0) status = visit_moves(looker, point, 1, out, err);
  return status;
}

/* Whether everyone who moves from one bundle to the other gains and may stand there. */
static bool all_movers_gain(const verify_view *view, const verify_point *from, const verify_point *to) {
  bool moved = false;
  for (int c = 0; c < view->n_candidates; c++) {
    int g = view->candidate[c];
    if (from->level[g] == to->level[g]) continue;
    moved = true;
    if (to->forbidden[g] || to->payoff[g] <= from->payoff[g] + view->eps[g]) return false;
  }
  return moved;
}

/* Whether everyone who moves leaves, for no deal, and gains. */
static bool walked_out(const verify_view *view, const verify_point *from, const verify_point *to) {
  for (int c = 0; c < view->n_candidates; c++) {
    int g = view->candidate[c];
    if (from->level[g] == to->level[g]) continue;
    if (to->level[g] != 0 || view->reservation[g] <= from->payoff[g] + view->eps[g]) return false;
  }
  return true;
}

ply_status ply_verify_point_joint_gain(verify_looker *looker, const verify_point *point, bool *gain,
                                       ply_err *err) {
  uint64_t n = ply_verify_memberships(looker->view), first = point->index - point->index % n;
  *gain = false;
  for (uint64_t m = 0; m < n && !*gain; m++) {
    const verify_point *to;
    ply_status status = looker->look(looker, first + m, &to, err);
    if (status != PLY_OK) return status;
    *gain = to->feasible ? all_movers_gain(looker->view, point, to) : walked_out(looker->view, point, to);
  }
  return PLY_OK;
}
