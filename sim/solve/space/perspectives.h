/* Private to this room: what of a membership each actor's payoff sees. */
#ifndef PLY_SOLVE_SPACE_PERSPECTIVES_H
#define PLY_SOLVE_SPACE_PERSPECTIVES_H

#include "sim/solve/space/space.h"

/* Fills effort .. n_perspectives of a roster whose level, row, party and refused are there. own: [n_actors * n]
 * level term and bonuses. False without memory, and where the clock of the space says stop. */
bool ply_perspectives_build(const ply_space *space, const double *own, ply_roster *roster);

#endif
