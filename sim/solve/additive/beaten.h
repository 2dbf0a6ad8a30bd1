/* Private to this room: is a sum clearly beaten by one of those kept before it? */
#ifndef PLY_SOLVE_ADDITIVE_BEATEN_H
#define PLY_SOLVE_ADDITIVE_BEATEN_H

#include "sim/base/base.h"

/* Keeps vectors with d entries that come with falling first entry. */
typedef struct ply_unbeaten ply_unbeaten;

/* eps: [d]: "clearly" is by more than twice that. NULL without memory. */
ply_unbeaten *ply_unbeaten_new(int d, const double *eps);
void ply_unbeaten_free(ply_unbeaten *keeper);

/* Whether a vector kept so far is nowhere worse and clearly better somewhere. */
bool ply_unbeaten_beats(ply_unbeaten *keeper, const double *vector);

/* Keeps a vector. False without memory. */
bool ply_unbeaten_add(ply_unbeaten *keeper, const double *vector);

#endif
