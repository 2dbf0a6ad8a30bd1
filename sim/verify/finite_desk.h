/* What the checks of finite games share: payoffs from the raw numbers. Private to sim/verify. */
#ifndef PLY_VERIFY_FINITE_DESK_H
#define PLY_VERIFY_FINITE_DESK_H

#include "sim/verify/finite.h"

typedef struct ply_desk {
  const ply_finite *game;
  mpq_t *walked; /* [n_profiles * n_players] a tree's payoffs, walked through; or NULL */
  double range[PLY_FINITE_MAX_PLAYERS]; /* below 0: not yet known */
} ply_desk;

/* False without memory. */
bool ply_desk_set(ply_desk *d, const ply_finite *game);
void ply_desk_done(ply_desk *d);
void ply_desk_exact(const ply_desk *d, int i, uint64_t p, mpq_t out);
double ply_desk_plain(const ply_desk *d, int i, uint64_t p);
/* From the least to the most that a player can get; found at the first question. */
double ply_desk_range(ply_desk *d, int i);

/* finite.c: everybody's payoff, regret and best reply at a profile of mixed strategies; the arrays are [n_players]. False
 * without memory. */
typedef struct ply_desk_kind {
  bool exact; /* every chance is */
  bool sound; /* no chance below 0, each player's sum to 1 */
} ply_desk_kind;
bool ply_desk_judge(const ply_desk *d, const ply_ratio *chance, ply_arena *arena, ply_ratio *payoff,
                    ply_ratio *regret, int *reply, ply_desk_kind *kind);

/* advice.c: nobody gains by disobeying, values are what they say; a zero-sum pair is an equilibrium. */
bool ply_desk_advice(ply_desk *d, ply_equilibria *answers);
/* eliminations.c: each eliminated strategy is worse by its margin against everything that was left. */
bool ply_desk_eliminations(ply_desk *d, ply_equilibria *answers);
/* induction.c: a tree without a table, played so that nobody gains at any node. */
bool ply_desk_induction(const ply_finite *game, ply_equilibria *answers);

#endif
