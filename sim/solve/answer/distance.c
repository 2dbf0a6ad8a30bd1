/* How far is a bundle from another one, or from the frontier? In the players' gains, each as a share of the best that
 * this player could get in an acceptable deal, so that nobody's units count; in a straight line (the distances to the
 * Nash point and to the Pareto frontier by which automated negotiators are measured: Baarslag et al. 2013,
 * doi:10.1016/j.artint.2012.09.004). Cost: the players, and one pass for the bests. */
#include "sim/solve/answer/answer.h"

#include <math.h>

double ply_answer_apart(const ply_question *q, const double *ideal, const double *a, const double *b) {
  double sum = 0;
  for (int p = 0; p < q->n_players; p++) {
    int i = q->players[p];
    double share = ideal[i] > 0 ? (a[i] - b[i]) / ideal[i] : 0;
    sum += share * share;
  }
  return sqrt(sum);
}

double ply_answer_distance(const ply_question *q, const double *a, const double *b) {
  double ideal[PLY_MAX_ACTORS];
  ply_answer_ideal(q, ideal);
  return ply_answer_apart(q, ideal, a, b);
}

/* The accepted designs that are not efficient ask how far the frontier is; the others are on it. */
static bool is_off(const ply_design_result *design) {
  return design->acceptable && design->efficient_outcome == PLY_FOUND && !design->efficient;
}

ply_status ply_answer_designs_gaps(ply_question *q) {
  ply_design_result *designs = (ply_design_result *)q->result->designs;
  if (q->settings->over == PLY_OVER_STABLE || designs == NULL || q->scan->additive != NULL) return PLY_OK;
  q->gaps = PLY_NEW(q->result->arena, q->result->n_designs, ply_frontier_gap);
  if (q->gaps == NULL) return PLY_E_MEMORY;
  for (int d = 0; d < q->result->n_designs; d++) {
    if (designs[d].acceptable && designs[d].efficient) designs[d].frontier_distance = 0;
    if (is_off(&designs[d])) q->gaps[q->n_gaps++] = (ply_frontier_gap){designs[d].bundle.payoffs, NAN};
  }
  return PLY_OK;
}

void ply_answer_designs_told(ply_question *q) {
  ply_design_result *designs = (ply_design_result *)q->result->designs;
  int r = 0;
  for (int d = 0; d < q->result->n_designs && q->n_gaps > 0; d++)
    if (is_off(&designs[d])) designs[d].frontier_distance = q->gaps[r++].distance;
}
