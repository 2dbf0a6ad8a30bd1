/* Private to this room: the rosters of a space, made of parts that they share. */
#ifndef PLY_SOLVE_SPACE_ROSTERS_H
#define PLY_SOLVE_SPACE_ROSTERS_H

#include "sim/solve/space/residue.h"

typedef struct ply_rosters ply_rosters;

#define PLY_NO_ROSTER UINT32_MAX

/* clauses: [n] of the game of the space. NULL without memory. */
ply_rosters *ply_rosters_new(ply_space *space, const ply_clause *clauses, int n);
void ply_rosters_free(ply_rosters *rosters);

/* The roster of a design whose clauses still ask what these numbers say: asks: [n_clauses], 0: nothing. *id: its number
 * in the space, which it joins where it is new; PLY_NO_ROSTER where no membership is feasible. PLY_E_LIMIT,
 * PLY_E_STOPPED, PLY_E_MEMORY. */
ply_status ply_rosters_at(ply_rosters *rosters, const uint16_t *option, const uint32_t *asks, uint32_t *id);

/* Numbers what rosters have in common. False without memory. */
bool ply_rosters_share(ply_rosters *rosters);

#endif
