/* Coalitions: groups of actors, and what they can do together. */
#ifndef PLY_COALITION_H
#define PLY_COALITION_H

#include "sim/game/game.h"

/* ---- blocking.c ---- */

/* The smallest groups whose no stops a bundle although everybody else who is asked says yes (minimal blocking
 * coalitions). Sets of actors, a bit each. */
enum { PLY_BLOCKING_GROUPS = 40 };
typedef struct ply_blocking {
  uint64_t parties; /* who is asked */
  uint64_t alone;   /* whose no is enough */
  int any;          /* > 0: beside them any so many of `of`; then no groups are listed */
  uint64_t of;
  int n_groups; /* beside them, these groups, smallest first */
  uint64_t groups[PLY_BLOCKING_GROUPS];
  bool more; /* there are more groups than are listed */
} ply_blocking;

/* parties: who is asked at the bundle (ply_game_parties). Cost: the number of groups of those who cannot stop it alone,
 * smallest first; past 100,000 it stops and says `more`. */
void ply_blocking_of(const ply_game *game, uint64_t parties, ply_blocking *blocking);

#endif
