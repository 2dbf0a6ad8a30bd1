/* The same claims, from the definitions. Recomputes what a result claims straight from the scenario's
 * numbers, plainly, with no compiled tables and no code shared with the solvers, so that one mistake cannot
 * hide twice. */
#ifndef PLY_VERIFY_H
#define PLY_VERIFY_H

#include "sim/base/base.h"
#include "sim/result/result.h"
#include "sim/scenario/scenario.h"

/* Spaces with at most this many bundles, of which at most PLY_VERIFY_FEASIBLE are feasible, are checked
 * whole: every count, and every optimum against every bundle. Larger ones are checked around each answer and
 * on a sample. */
#define PLY_VERIFY_RAW      1000000
#define PLY_VERIFY_FEASIBLE 40000

/* Checks every claim of `result` that can be checked.
 *
 * values: as in ply_number_value (NULL: base values), [n_numbers].
 * line_in_force: one entry for each red line of the scenario, actor by actor in file order.
 * seed: of the sample on large spaces; the same seed checks the same bundles.
 *
 * Stamps `verified` on each solution, on both proposals and on talks; fills n_failed_checks and failed_check
 * (a sentence, in the result's arena), checked_bundles and checked_all. A claim that a limit left undecided
 * is not held against the result. Payoffs, margins and values must agree to 1e-9, sets and counts exactly.
 *
 * PLY_OK: the check was carried out, whatever it found; PLY_E_MEMORY; PLY_E_LIMIT: the honour game did not
 * settle in 10,000 rounds. Cost on a large space: some tens of thousands of payoff vectors, whatever its
 * size. */
ply_status ply_verify_result(const ply_scenario *scenario, const double *values, const bool *line_in_force,
                             ply_result *result, uint64_t seed, ply_err *err);

/* The same, but never goes through a whole space, however small it is: what a large space gets. */
ply_status ply_verify_near(const ply_scenario *scenario, const double *values, const bool *line_in_force,
                           ply_result *result, uint64_t seed, ply_err *err);

#endif
