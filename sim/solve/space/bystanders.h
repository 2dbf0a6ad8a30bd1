/* Private to this room: memberships that differ in nothing but who of the bystanders signs. */
#ifndef PLY_SOLVE_SPACE_BYSTANDERS_H
#define PLY_SOLVE_SPACE_BYSTANDERS_H

#include "sim/solve/space/space.h"

/* Fills signs_at .. bystanders of a roster that is otherwise complete. False without memory. Cost: candidates
 * * actors * memberships. */
bool ply_bystanders_build(const ply_game *game, ply_arena *arena, ply_roster *roster);

#endif
