/* Lists of mixed equilibria: all extreme ones of two players, all isolated ones of small games of more. Private to
 * sim/equilibria. */
#ifndef PLY_EXTREME_H
#define PLY_EXTREME_H

#include "sim/equilibria/equilibria.h"

/* Fills answers->mixed of a game of two players. PLY_E_MEMORY. */
ply_status ply_extreme_find(const ply_find *find, ply_equilibria *answers, ply_err *err);

/* The same of a small game of more players. PLY_E_MEMORY. And why a game is not small, or NULL. */
ply_status ply_supports_find(const ply_find *find, ply_equilibria *answers, ply_err *err);
const char *ply_supports_refuse(const ply_finite *game);

#endif
