/* Private to this room: is a sum clearly beaten by one of those kept before it? */
#ifndef PLY_SOLVE_ADDITIVE_BEATEN_H
#define PLY_SOLVE_ADDITIVE_BEATEN_H

#include "sim/base/base.h"

/* Keeps vectors with d entries that come with falling first entry. */
typedef struct ply_keeper ply_keeper;

/* eps: [d]: "clearly" is by more than twice that. NULL without memory. */
ply_keeper *ply_keeper_new(int d, const double *eps);
void ply_keeper_free(ply_keeper *keeper);

/* Whether a vector kept so far is nowhere worse and clearly better somewhere. */
bool ply_keeper_beats(ply_keeper *keeper, const double *vector);

/* Keeps a vector. False without memory. */
bool ply_keeper_add(ply_keeper *keeper, const double *vector);

#endif
