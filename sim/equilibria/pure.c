/* Which profiles of pure strategies are equilibria? By the definition (Nash 1950, doi:10.1073/pnas.36.1.48): nobody
 * gets more by a move of its own; where no move ties it is strict. Most profiles fall at their first player, which is what
 * makes it quick. Exact payoffs are compared as whole numbers where they have a common denominator.
 *
 * Cost: profiles x strategies comparisons where everything ties, in most games a few for each profile. */
#include "sim/equilibria/equilibria.h"

#include <stdlib.h>

/* Whether player i keeps its strategy `mine` at profile p; *tied where another one brings the same. */
static bool keeps(const ply_finite *game, int i, uint64_t p, int mine, bool *tied) {
  uint64_t stride = game->stride[i], at = p - (uint64_t)mine * stride;
  const int64_t *whole = game->payoffs[i].whole;
  for (int s = 0; s < game->players[i].n; s++, at += stride) {
    if (s == mine) continue;
    int order =
        whole != NULL ? (whole[at] > whole[p]) - (whole[at] < whole[p]) : ply_finite_compare(game, i, at, p);
    if (order > 0) return false;
    *tied |= order == 0;
  }
  return true;
}

static bool add(ply_equilibria *answers, uint64_t p, bool tied) {
  bool failed = false;
  ply_equilibrium *next = ply_list_next(&answers->pure, &failed);
  if (next == NULL) return !failed;
  next->strict = tied ? PLY_NO : PLY_YES;
  ply_equilibrium_pure(answers->game, answers->arena, p, next);
  return next->payoff != NULL;
}

/* Goes through all profiles, with everybody's strategy kept beside the number. */
static bool look(const ply_find *find, ply_equilibria *answers, bool *stopped) {
  const ply_finite *game = answers->game;
  int strategy[PLY_FINITE_MAX_PLAYERS] = {0};
  for (uint64_t p = 0; p < game->n_profiles; p++) {
    bool tied = false;
    int i = 0;
    while (i < game->n_players && keeps(game, i, p, strategy[i], &tied)) i++;
    if (i == game->n_players && !add(answers, p, tied)) return false;
    for (int k = 0; k < game->n_players && ++strategy[k] == game->players[k].n; k++) strategy[k] = 0;
    *stopped = (p & 0xffff) == 0 && ply_stopped(find->stop);
    if (*stopped) break;
  }
  return true;
}

static ply_status run(const ply_find *find, ply_equilibria *answers, ply_err *err) {
  ply_equilibrium_list *list = &answers->pure;
  bool stopped = false, good = look(find, answers, &stopped);
  if (!ply_list_settle(answers->arena, list) || !good)
    return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  list->asked = true;
  list->exact = answers->game->exact;
  list->method = "best replies of everybody";
  list->extent = stopped ? PLY_EXTENT_STOPPED : list->count > 0 ? PLY_EXTENT_ALL : PLY_EXTENT_NONE;
  answers->stopped |= stopped;
  if (stopped)
    list->why = "the search was stopped";
  else if (list->count > (uint64_t)list->n_listed)
    list->why = "only the first are listed";
  return PLY_OK;
}

const ply_find_row ply_row_pure = {
    "pure",
    "all equilibria in pure strategies; strict and strong ones marked",
    "Nash 1950, doi:10.1073/pnas.36.1.48; Aumann 1959 (strong)",
    NULL,
    ply_find_always,
    run,
};
