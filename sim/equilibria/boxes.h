/* All equilibria of one support, proved by intervals. Private to sim/equilibria. */
#ifndef PLY_BOXES_H
#define PLY_BOXES_H

#include "sim/equilibria/tensor.h"

enum { PLY_BOXES_PLAYERS = 8, PLY_BOXES_STRATEGIES = 24 }; /* of games that are looked at so */

/* Which strategies are in use: [n][k] strategies of player i. */
typedef struct ply_support {
  int n[PLY_BOXES_PLAYERS], strategy[PLY_BOXES_PLAYERS][PLY_BOXES_STRATEGIES];
} ply_support;

typedef struct ply_boxes {
  const ply_tensor *tensor; /* payoffs between 0 and 1 */
  uint64_t work, most;      /* sums of intervals so far; and at most */
  bool settled;             /* every part of this support was decided */
} ply_boxes;

/* Calls found(data, chance [n_strategies]) for each equilibrium in which exactly these strategies are in use. False
 * where found did. b->settled says whether these are all. */
bool ply_boxes_search(ply_boxes *b, const ply_support *support,
                      bool (*found)(void *data, const double *chance), void *data);

#endif
