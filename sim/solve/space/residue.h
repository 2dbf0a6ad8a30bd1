/* Private to this room: what a design leaves open about membership, as a key. */
#ifndef PLY_SOLVE_SPACE_RESIDUE_H
#define PLY_SOLVE_SPACE_RESIDUE_H

#include "sim/solve/space/space.h"

/* Writes into key (emptied first) what the conditions of the game still ask about membership once `option` is
 * known: equal keys mean equal answers at every membership. False if no membership can be feasible. */
bool ply_residue_key(const ply_game *game, const uint16_t *option, ply_text *key);

/* Whether the design alone decides that the red line, in force, is broken or not; then it is no part of the key. */
bool ply_line_decided(const ply_game *game, int line, const uint16_t *option);

/* The free issues that some condition looks at (rules, red lines in force, bonuses, derived issues):
 * [n_issues]. */
void ply_residue_issues(const ply_game *game, bool *looked_at);

#endif
