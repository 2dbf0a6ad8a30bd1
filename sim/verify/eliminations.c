/* Was each eliminated strategy worse, by its margin, against everything that was left when it went? Strategies
 * are taken away round by round as the answer says, and what the dominating strategy brings more is worked out at
 * every profile of those that were still there. */
#include "sim/verify/finite_desk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Past this many payoffs looked at, the remaining eliminations are not checked. */
static const uint64_t most_looked = 20000000;

/* The next profile of the others in which everybody plays something that is left; false past the last. */
static bool next(const ply_finite *game, const bool *there, int player, int *at) {
  for (int j = 0; j < game->n_players; j++) {
    if (j == player) continue;
    do at[j]++;
    while (at[j] < game->players[j].n && !there[game->players[j].first + at[j]]);
    if (at[j] < game->players[j].n) return true;
    at[j] = 0;
    while (!there[game->players[j].first + at[j]]) at[j]++;
  }
  return false;
}

static void start(const ply_finite *game, const bool *there, int *at) {
  for (int j = 0; j < game->n_players; j++) {
    at[j] = 0;
    while (at[j] + 1 < game->players[j].n && !there[game->players[j].first + at[j]]) at[j]++;
  }
}

/* What the dominating strategy brings more at the others' profile. */
static void difference(const ply_desk *d, const ply_elimination *e, const int *at, mpq_t value, mpq_t part,
                       mpq_t out) {
  const ply_finite *game = d->game;
  uint64_t base = 0, stride = 1, mine = 1;
  for (int j = 0; j < game->n_players; j++) {
    if (j == e->player)
      mine = stride;
    else
      base += (uint64_t)at[j] * stride;
    stride *= (uint64_t)game->players[j].n;
  }
  ply_desk_exact(d, e->player, base + (uint64_t)e->strategy * mine, out);
  mpq_neg(out, out);
  for (int s = 0; s < game->players[e->player].n; s++) {
    if (e->by >= 0 ? s != e->by : e->mix[s].value <= 0) continue;
    ply_desk_exact(d, e->player, base + (uint64_t)s * mine, value);
    if (e->by < 0) {
      if (e->mix[s].exact == NULL || mpq_set_str(part, e->mix[s].exact, 10) != 0)
        mpq_set_d(part, e->mix[s].value);
      mpq_mul(value, value, part);
    }
    mpq_add(out, out, value);
  }
}

static bool holds(const ply_desk *d, const ply_elimination *e, const bool *there, uint64_t *looked) {
  int at[PLY_FINITE_MAX_PLAYERS];
  mpq_t value, part, more, least;
  mpq_inits(value, part, more, least, NULL);
  bool first = true;
  start(d->game, there, at);
  do {
    difference(d, e, at, value, part, more);
    if (first || mpq_cmp(more, least) < 0) mpq_set(least, more);
    first = false;
    *looked += (uint64_t)d->game->players[e->player].n;
  } while (next(d->game, there, e->player, at));
  bool good = mpq_sgn(least) > 0;
  if (e->margin.exact != NULL) {
    mpq_set_str(part, e->margin.exact, 10);
    good &= mpq_equal(part, least) != 0;
  } else /* what was rounded to the tolerance may be off by it */
    good &= fabs(mpq_get_d(least) - e->margin.value) <= 2 * d->game->payoffs[e->player].eps + 1e-12;
  mpq_clears(value, part, more, least, NULL);
  return good;
}

bool ply_desk_eliminations(ply_desk *d, ply_equilibria *answers) {
  const ply_dominance *found = &answers->dominance;
  bool *there = malloc((size_t)d->game->n_strategies * sizeof *there);
  uint64_t looked = 0;
  if (there == NULL) return false;
  for (int k = 0; k < d->game->n_strategies; k++) there[k] = true;
  for (int from = 0, k = 0; k < found->n_eliminations; from = k) {
    for (; k < found->n_eliminations && found->eliminations[k].round == found->eliminations[from].round;
         k++) {
      if (looked > most_looked) continue;
      answers->n_checked++;
      answers->n_unconfirmed += !holds(d, &found->eliminations[k], there, &looked);
    }
    for (int e = from; e < k; e++)
      there[d->game->players[found->eliminations[e].player].first + found->eliminations[e].strategy] = false;
  }
  free(there);
  return true;
}
