/* Private to this room: which readings of a scenario would turn what a solve says first. */
#ifndef PLY_API_TURNING_H
#define PLY_API_TURNING_H

#include "sim/result/result.h"
#include "sim/scenario/scenario.h"
#include "sim/solve/solve.h"

/* The scenario of a merged text with one of its readings applied; file: its name. PLY_E_INPUT where that is no valid
 * scenario. */
ply_status parley_inside_read_as(const ply_text *merged, const char *file, const char *reading,
                                 ply_scenario **out, ply_err *err);

/* The finding and the counts of a solve as a row of readings. */
void parley_inside_reading_counts(const ply_result *result, ply_reading_row *row);

/* Fills result->readings where the space is small enough for it to take moments (by size, not by time, so that the same
 * file always says the same). A stop or a time limit leaves a row's finding open. PLY_E_MEMORY. Cost: for each reading
 * a search for what is acceptable alone. */
ply_status parley_inside_turning(const ply_scenario *scenario, const ply_lines *lines,
                                 const ply_solve_settings *settings, ply_result *result, ply_err *err);

#endif
