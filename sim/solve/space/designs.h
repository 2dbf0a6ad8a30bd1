/* Private to this room: the tied designs at which some membership is feasible. */
#ifndef PLY_SOLVE_SPACE_DESIGNS_H
#define PLY_SOLVE_SPACE_DESIGNS_H

#include "sim/solve/space/space.h"

/* Lists the tied designs of a space whose issues have been split, with their rosters, and what rosters share.
 * looked_at, reads: [n_issues] by conditions, by security. The arena's limit bounds what it takes. PLY_E_LIMIT,
 * PLY_E_STOPPED, PLY_E_MEMORY. Cost: designs that break no rule, see rosters.c. */
ply_status ply_designs_list(ply_space *space, const bool *looked_at, const bool *reads);

#endif
