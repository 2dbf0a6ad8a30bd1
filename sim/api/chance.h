/* Private to this room: how often there is a deal when the numbers are drawn. */
#ifndef PLY_API_CHANCE_H
#define PLY_API_CHANCE_H

#include "sim/result/result.h"
#include "sim/scenario/scenario.h"
#include "sim/solve/solve.h"

/* Fills result->chance: the draws of `parley sweep --uncertain all --method latin-hypercube --n 64 --seed 1`, where the
 * space is small; else only whether there is anything to draw. red_lines: as asked of the solve, NULL: likely. A stop
 * or a limit leaves it open. PLY_E_MEMORY, PLY_E_INPUT. Cost: 64 solves of at most 2^18 payoffs. */
ply_status parley_inside_chance(const ply_scenario *scenario, const char *red_lines,
                                const ply_solve_settings *settings, ply_result *result, ply_err *err);

#endif
