/* Private to this room: the feasible memberships that designs have in common. */
#ifndef PLY_SOLVE_SPACE_LISTING_H
#define PLY_SOLVE_SPACE_LISTING_H

#include "sim/solve/space/space.h"

/* A list of feasible memberships, shared by all rosters of designs whose rules, derived issues and conditional consents
 * ask the same. */
typedef struct ply_listing {
  ply_roster memberships; /* n .. mover, but refused and forbidden; later the efforts */
  uint16_t *option;       /* [n_issues] the options of such a design */
  uint32_t may_sign; /* mask of candidates that can sign everywhere without moving derived options, and are
                             asked where they have */
} ply_listing;

/* Lists them, in the arena of the space. PLY_E_LIMIT, PLY_E_STOPPED, PLY_E_MEMORY. Cost: memberships * (rules +
 * candidates * levels). */
ply_status ply_listing_build(const ply_space *space, const uint16_t *option, ply_listing **out);
/* Bytes of the arena that each membership takes. */
size_t ply_listing_bytes(const ply_game *game, bool symmetric);

#endif
