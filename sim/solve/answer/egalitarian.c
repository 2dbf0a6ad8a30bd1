/* Which bundle is best for whoever gains least, then for the next, and so on? Kalai 1977 (doi:10.2307/1913954). */
#include "sim/solve/answer/bargain.h"

#include <math.h>

static ply_chosen pick(const ply_question *q) {
  ply_leximin how = {.by_actor = true, .needs_gain = false};
  for (int i = 0; i < q->n_players; i++) how.unit[i] = 1;
  return ply_bargain_leximin(q, &how);
}

static double bound(const ply_question *q) {
  double most = INFINITY;
  for (int i = 0; i < q->n_players; i++) most = fmin(most, ply_bargain_best_gain(q, i));
  return most;
}

const ply_concept_row ply_concept_egalitarian = {
    .words = {.name = "egalitarian",
              .title = "Egalitarian",
              .written = "egalitarian",
              .picks = "the smallest gain of a player as large as can be",
              .plain = "the worst-off gain most",
              .help = "best for whoever gains least",
              .reference = "Kalai 1977, doi:10.2307/1913954"},
    .pick = pick,
    .bound = bound,
};
