/* The same game at many reservations: one pass over the space, kept, and each solve reads its sets off it. */
#ifndef PLY_SOLVE_WIDE_H
#define PLY_SOLVE_WIDE_H

#include "sim/solve/solve.h"

/* A pass at the lowest reservations that will be asked for. Const after it is made: any number of threads may
 * solve from it. */
typedef struct ply_wide ply_wide;

/* Whether the game is of the kind: no quorum below unanimity, every candidate required or asked if it is a
 * member. */
bool ply_wide_possible(const ply_game *game);

/* Does the pass for `low`, a game with those reservations, which must outlive *out (ply_wide_free). settings
 * as for ply_solve. Errors: PLY_E_LIMIT where there is no room for what is acceptable, and those of
 * ply_solve. */
ply_status ply_wide_new(const ply_game *low, const ply_solve_settings *settings, ply_wide **out,
                        ply_err *err);
void ply_wide_free(ply_wide *wide);

/* What it holds, in bytes. */
size_t ply_wide_bytes(const ply_wide *wide);

/* Whether no reservation of the game is below those of the pass. */
bool ply_wide_covers(const ply_wide *wide, const ply_game *game);

/* As ply_solve, for a game that differs from `low` in nothing but reservations, none of them lower. The same
 * answers but for veto weights and what actors would accept, which are 0 here; settings->skip must hold
 * PLY_SKIP_PROPOSALS and PLY_SKIP_REGRET, and neither `top` nor `cloud` may be asked for. */
ply_status ply_wide_solve(const ply_wide *wide, const ply_game *game, const ply_solve_settings *settings,
                          ply_result **out, ply_err *err);

#endif
