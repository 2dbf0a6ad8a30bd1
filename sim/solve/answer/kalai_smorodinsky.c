/* Which bundle gives each player the same share of the most that it could get with nobody below no deal? In a
 * discrete set: the smallest share as large as can be, then the next. Kalai and Smorodinsky 1975
 * (doi:10.2307/1914280). Bundles at which a player gains nothing are left out. */
#include "sim/solve/answer/bargain.h"

#include <math.h>

/* Whether nobody is below no deal and somebody gains more than so far. */
static bool raises(const ply_question *q, const ply_payoffs *at, const double *so_far) {
  bool more = false;
  for (int i = 0; i < q->n_players; i++) {
    double g = ply_bargain_gain(q, at, i);
    if (!(g >= -q->game->eps[q->players[i]])) return false;
    more |= g > so_far[i];
  }
  return more;
}

/* Bundles that stand for their orbits: what one player of a group can get, all of it can. */
static void share_units(const ply_question *q, double *unit) {
  const ply_symmetry *symmetry = q->scan->space->symmetry;
  for (int i = 0; i < q->n_players && symmetry != NULL; i++)
    for (int j = 0; j < q->n_players; j++) {
      int c = q->game->candidate_of[q->players[i]], d = q->game->candidate_of[q->players[j]];
      if (c >= 0 && d >= 0 && symmetry->first[c] == symmetry->first[d]) unit[i] = fmax(unit[i], unit[j]);
    }
}

static ply_chosen take(const ply_question *q) {
  ply_leximin how = {.needs_gain = true};
  for (int i = 0; i < q->n_players; i++) how.unit[i] = -INFINITY;
  for (ply_chunk chunk = ply_chunk_start(q->scan, q->over, q->peaks); ply_chunk_next(&chunk);) {
    ply_payoffs most = ply_chunk_most(&chunk);
    if (!raises(q, &most, how.unit)) continue;
    for (int k; (k = ply_chunk_take(&chunk)) >= 0;) {
      ply_payoffs at = ply_chunk_at(&chunk, k);
      if (!raises(q, &at, how.unit)) continue;
      for (int i = 0; i < q->n_players; i++) how.unit[i] = fmax(how.unit[i], ply_bargain_gain(q, &at, i));
    }
  }
  share_units(q, how.unit);
  return ply_bargain_leximin(q, &how);
}

static double bound(const ply_question *q) {
  (void)q;
  return 1; /* nobody gains more than the best that it could */
}

const ply_concept_row ply_concept_kalai_smorodinsky = {
    .words = {.name = "kalai_smorodinsky",
              .title = "Kalai-Smorodinsky",
              .written = "Kalai–Smorodinsky",
              .picks = "equal shares of the best each player could get",
              .help = "equal shares of the best each could get",
              .reference = "Kalai and Smorodinsky 1975, doi:10.2307/1914280"},
    .pick = take,
    .bound = bound,
};
