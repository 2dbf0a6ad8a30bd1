/* Expected payoffs of mixed strategies in doubles, and how they move. Private to sim/equilibria. */
#ifndef PLY_TENSOR_H
#define PLY_TENSOR_H

#include "sim/result/finite.h"

typedef struct ply_tensor {
  const ply_finite *game;
  double
      *payoff;  /* [n_players * n_profiles] moved and scaled: between 0 and 1 in the widest player's range */
  double range; /* what 1 stands for, in payoff units */
  double least[PLY_FINITE_MAX_PLAYERS];
  double *room; /* for contractions */
  double *
      pair; /* [n_strategies * n_strategies] pair[a * n_strategies + b]: what strategy a brings its player where
                   another player plays b and the rest mixes; 0 within a player */
  double *value; /* [n_strategies] what each strategy brings where all others mix */
} ply_tensor;

enum { PLY_TENSOR_MOST = 1 << 25 }; /* payoffs */

/* False without memory. The game must have at most PLY_TENSOR_MOST payoffs. */
bool ply_tensor_init(ply_tensor *t, const ply_finite *game);
void ply_tensor_done(ply_tensor *t);
/* Measures each player's payoffs in its own range: 1 is the most of each. For equilibria, which that leaves as they
 * are; range and least say nothing any more. */
void ply_tensor_own_units(ply_tensor *t);

/* Fills pair and value at a profile of mixed strategies: chance [n_strategies]. Cost: about 2 n n_profiles (1 + 1/k
 * + ...) multiplications, n players of k strategies, whatever the number of pairs. */
void ply_tensor_at(ply_tensor *t, const double *chance);

/* The largest gain of a player by moving alone, as a share of the range; from value. */
double ply_tensor_regret(const ply_tensor *t, const double *chance);

/* Solves a x = b by elimination with partial pivoting; a: [n * n] row-major and b: [n], both overwritten, b by x.
 * False where a is singular to working precision. */
bool ply_linear_solve(int n, double *a, double *b);

#endif
