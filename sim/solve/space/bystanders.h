/* Private to this room: memberships that differ in nothing but who of the bystanders signs. */
#ifndef PLY_SOLVE_SPACE_BYSTANDERS_H
#define PLY_SOLVE_SPACE_BYSTANDERS_H

#include "sim/solve/space/space.h"

/* The level at which bystanders sign; 0 where nobody is one. */
int ply_bystanders_level(const ply_space *space);

typedef struct ply_roots {
  int n;
  uint32_t *root, *bystanders; /* [n], as in the roster */
} ply_roots;

/* The roots of a list of memberships where the candidates of `free`, a mask, are bystanders. NULL without memory. Cost:
 * candidates * memberships. */
ply_roots *ply_bystanders_roots(const ply_game *game, ply_arena *arena, const ply_roster *memberships,
                                uint32_t free);

#endif
