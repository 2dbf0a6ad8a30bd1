/* Private to this room: what the tiles of a space have in common. */
#ifndef PLY_SOLVE_SPACE_SHARING_H
#define PLY_SOLVE_SPACE_SHARING_H

#include "sim/solve/space/space.h"

/* Numbers what the rosters share, and puts the tiles in an order. False without memory. */
bool ply_space_share(ply_space *space);

#endif
