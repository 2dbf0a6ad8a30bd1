/* The linear programs of correlated equilibria. Private to sim/equilibria. */
#ifndef PLY_CORRELATED_H
#define PLY_CORRELATED_H

#include "sim/equilibria/equilibria.h"
#include "sim/equilibria/tableau.h"

enum { PLY_CORRELATED_MOST = 1 << 18, PLY_CORRELATED_COLUMNS = 1200 }; /* profiles, incentives */

/* What the mediator wants. */
typedef struct ply_goal {
  int player; /* whose payoff, or -1: everybody's sum */
  bool least; /* as little as possible instead */
} ply_goal;

/* How many columns the dual has, and which one belongs to a player's doing `other` when told `told`. */
int ply_correlated_columns(const ply_finite *game, bool coarse);
int ply_correlated_column(const ply_finite *game, bool coarse, int player, int told, int other);

/* In doubles, for larger games. 1: solved, 0: stopped, -1: no memory. */
int ply_correlated_plain(const ply_finite *game, const ply_goal *goal, bool coarse, const ply_find *find,
                         ply_arena *arena, ply_advice *out);

#endif
