/* Two players' best-reply polytopes in whole numbers. Private to sim/equilibria.
 *
 * With payoffs made positive, P = {x >= 0: B'x <= 1} and Q = {y >= 0: Ay <= 1}: a vertex x of P is a mixed
 * strategy of the first player scaled so that the second's best reply is worth 1. Label k < m: the first
 * player's strategy k (unplayed at x, a best reply at y); label m + k: the second's strategy k. A pair of
 * vertices other than 0 is an equilibrium where it has every label (Lemke and Howson 1964,
 * doi:10.1137/0112033; von Stengel 2002, doi:10.1016/S1574-0005(02)03008-4). */
#ifndef PLY_BIMATRIX_H
#define PLY_BIMATRIX_H

#include "sim/equilibria/tableau.h"
#include "sim/result/finite.h"

/* The system of one player's polytope (0: P, 1: Q) at its vertex 0. False without memory. */
bool ply_bimatrix_system(const ply_finite *game, int player, ply_tableau *t);

/* The label of a variable of that system. */
static inline int ply_bimatrix_label(const ply_finite *game, int player, int variable) {
  int m = game->players[0].n, n = game->players[1].n;
  return player == 0 ? variable : variable < n ? m + variable : variable - n;
}

/* The strategy at the system's vertex, scaled to sum to 1: chance [n of that player] (initialised). */
void ply_bimatrix_strategy(const ply_finite *game, int player, const ply_tableau *t, mpq_t *chance);

#endif
