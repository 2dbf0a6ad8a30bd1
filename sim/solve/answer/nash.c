/* Which bundle has the largest product of the players' gains over no deal, each to the power of its weight? The
 * one solution that does not depend on units, on options that nobody chooses, or (with equal weights) on who is
 * who. Nash 1950 (doi:10.2307/1907266). Bundles at which a player gains nothing are left out. */
#include "sim/solve/answer/bargain.h"

#include <math.h>

bool ply_nash_value(const ply_question *q, const ply_payoffs *at, double *value) {
  if (!ply_bargain_all_gain(q, at)) return false;
  *value = 0;
  for (int i = 0; i < q->n_players; i++) *value += q->weight[q->players[i]] * log(ply_bargain_gain(q, at, i));
  return true;
}

static ply_chosen pick(const ply_question *q) { return ply_bargain_largest(q, ply_nash_value, PLY_EPS); }

static double bound(const ply_question *q) {
  double most = 0;
  for (int i = 0; i < q->n_players; i++)
    most += q->weight[q->players[i]] * log(fmax(ply_bargain_best_gain(q, i), PLY_EPS));
  return most;
}

const ply_concept_row ply_concept_nash = {
    .words = {.name = "nash",
              .title = "Nash",
              .written = "Nash",
              .picks = "the largest product of the players' gains",
              .help = "largest product of gains over no deal",
              .reference = "Nash 1950, doi:10.2307/1907266"},
    .pick = pick,
    .bound = bound,
};
