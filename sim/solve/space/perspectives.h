/* Private to this room: what of a membership each actor's payoff sees. */
#ifndef PLY_SOLVE_SPACE_PERSPECTIVES_H
#define PLY_SOLVE_SPACE_PERSPECTIVES_H

#include "sim/solve/space/space.h"

/* Fills effort .. n_perspectives of a roster whose level, row, party and refused are there. own: [n_actors * n]
 * level term and bonuses; by_row: security depends on the row of derived options too. False without memory.
 */
bool ply_perspectives_build(const ply_game *game, ply_arena *arena, const double *own, bool by_row,
                            ply_roster *roster);

#endif
