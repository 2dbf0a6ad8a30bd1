/* All extreme equilibria of two players. Private to sim/equilibria. */
#ifndef PLY_EXTREME_H
#define PLY_EXTREME_H

#include "sim/equilibria/equilibria.h"

/* Fills answers->mixed of a game of two players. PLY_E_MEMORY. */
ply_status ply_extreme_find(const ply_find *find, ply_equilibria *answers, ply_err *err);

#endif
