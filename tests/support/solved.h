/* One scenario solved, from structs to result. */
#ifndef PARLEY_TESTS_SOLVED_H
#define PARLEY_TESTS_SOLVED_H

#include "sim/solve/solve.h"

/* lines, settings: NULL for the likely ones and for the defaults with one thread. NULL if something failed;
 * then *why says what. ply_result_free. */
ply_result *solve_scenario(const ply_scenario *scenario, const double *values, const ply_lines *lines,
                           const ply_solve_settings *settings, ply_text *why);

/* The base value of every number of the scenario: [n_numbers], malloc'd. */
double *base_values(const ply_scenario *scenario);

/* Sets a number of the file; numbers that the file does not give stay at their default. */
void set_number(double *values, const ply_number *number, double value);

#endif
