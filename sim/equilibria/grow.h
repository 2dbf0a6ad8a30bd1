/* A tree with perfect information while it is built, in prefix order. Private to sim/equilibria. */
#ifndef PLY_GROW_H
#define PLY_GROW_H

#include "sim/result/finite.h"

typedef struct ply_grow {
  ply_finite *game;
  int most, room_nodes, room_sets, room_outcomes;
  int number[PLY_FINITE_MAX_PLAYERS]; /* of the last information set of each player */
  ply_status status;
  ply_err err;
} ply_grow;

/* game: from ply_finite_tree_new. At most `most` nodes. False without memory. */
bool ply_grow_start(ply_grow *grow, ply_finite *game, int most);
/* A node at which a player moves; its children follow in the order of its actions, then ply_grow_leave. parent: -1 for
 * the root. Returns its position, -1 where it failed (the status is kept: a failed tree takes no more nodes). */
int ply_grow_node(ply_grow *grow, int parent, int branch, int player, const char *const *actions, int n);
void ply_grow_leave(ply_grow *grow, int node);
/* An end; the payoffs [n_players] are to be set; NULL where it failed. */
mpq_t *ply_grow_end(ply_grow *grow, int parent, int branch);
/* The tree goes into the game, whole or as far as it got. PLY_E_LIMIT, PLY_E_MEMORY. */
ply_status ply_grow_finish(ply_grow *grow, ply_err *err);

/* A double in whole steps of a tolerance. */
void ply_grow_round(double value, double step, mpq_t out);

#endif
