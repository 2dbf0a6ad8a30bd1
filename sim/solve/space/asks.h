/* Private to this room: numbers for what the clauses of a game still ask. */
#ifndef PLY_SOLVE_SPACE_ASKS_H
#define PLY_SOLVE_SPACE_ASKS_H

#include "sim/solve/space/residue.h"
#include "sim/solve/space/tuples.h"

#define PLY_ASKS_BROKEN UINT32_MAX
#define PLY_ASKS_FAILED (UINT32_MAX - 1)

/* One clause. */
typedef struct ply_asks {
  const ply_clause *clause;
  int n, issue[PLY_MAX_ISSUES]; /* the issues that it looks at */
  int width[PLY_MAX_ISSUES];
  size_t size;     /* of known; 0: too many to keep */
  uint32_t *known; /* [size] number + 2 by their options; 0: not asked yet, 1: broken */
  ply_tuples met;
} ply_asks;

void ply_asks_init(const ply_game *game, const ply_clause *clause, ply_asks *asks);
void ply_asks_done(ply_asks *asks);

/* What the clause still asks where the issues that it looks at stand as in `option`: 0 nothing, or a number; BROKEN where
 * it is a rule that cannot be kept; FAILED without memory. words: scratch. */
uint32_t ply_asks_at(const ply_game *game, ply_asks *asks, const uint16_t *option, ply_words *words);

#endif
