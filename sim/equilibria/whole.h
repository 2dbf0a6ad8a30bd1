/* A player's payoffs as whole numbers in a unit of its own. Private to sim/equilibria. Exact payoffs count in
 * units of 1 / their common denominator; plain ones in units of the player's tolerance, so that what ties for
 * the model ties here. */
#ifndef PLY_WHOLE_H
#define PLY_WHOLE_H

#include <gmp.h>

#include "sim/result/finite.h"

typedef struct ply_whole {
  const ply_finite *game;
  int player;
  mpz_t common; /* exact: the denominator */
  mpq_t unit;   /* one unit in payoff units */
  mpq_t room;
} ply_whole;

void ply_whole_init(ply_whole *w, const ply_finite *game, int player);
void ply_whole_done(ply_whole *w);
void ply_whole_payoff(ply_whole *w, uint64_t profile, mpz_t out);

#endif
