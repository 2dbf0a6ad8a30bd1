/* Private to this room: what the tiles of a space have in common. */
#ifndef PLY_SOLVE_SPACE_SHARING_H
#define PLY_SOLVE_SPACE_SHARING_H

#include "sim/solve/space/listing.h"

/* Numbers the efforts of the lists and the values of what is seen of them, and takes note of the largest. listing, actor:
 * [n_seen] which list, and who sees it. Entries that are NULL are passed over. False without memory. */
bool ply_space_share(ply_space *space, ply_listing **lists, uint32_t n_lists, ply_perspectives **seen,
                     const uint32_t *listing, const uint32_t *actor, uint32_t n_seen);

/* Puts the tiles in an order. False without memory. */
bool ply_tiles_order(ply_space *space);

#endif
