/* Claims about finite games, from the raw numbers: each equilibrium's regret is worked out again from the
 * payoffs as they were given (of a tree by walking through the tree), in exact arithmetic where the answer is
 * exact, sharing no code with the solvers. */
#ifndef PLY_VERIFY_FINITE_H
#define PLY_VERIFY_FINITE_H

#include "sim/base/base.h"
#include "sim/result/equilibria.h"

/* Stamps regret, regret_player, regret_reply and confirmed on every equilibrium and advice, and counts in
 * n_checked and n_unconfirmed. An exact equilibrium is confirmed where its chances are chances, its payoffs
 * are what it says and nobody regrets anything; one in doubles where the regret is at most 1e-8 of the
 * player's range of payoffs (or its tolerance). A quantal response is no equilibrium: its regret is only told.
 * PLY_E_MEMORY. Cost: the profiles that the strategies can lead to, times strategies. */
ply_status ply_verify_equilibria(ply_equilibria *answers, ply_err *err);

/* The regret of one profile of mixed strategies. chance: [n_strategies] doubles that sum to 1 for each player.
 * payoff, regret: [n_players]; reply: [n_players] a best reply of each. PLY_E_MEMORY. */
ply_status ply_verify_profile(const ply_finite *game, const ply_ratio *chance, ply_arena *arena,
                              ply_ratio *payoff, ply_ratio *regret, int *reply, ply_err *err);

#endif
