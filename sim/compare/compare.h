/* What differs between two scenarios, and which answers differ with it. Ids match: an actor, issue, design or
 * red line of one is held against that of the same id in the other. */
#ifndef PLY_COMPARE_H
#define PLY_COMPARE_H

#include "sim/result/comparison.h"
#include "sim/result/result.h"
#include "sim/scenario/scenario.h"

/* Fills the sides, numbers and others of a new comparison. Strings are copied. PLY_E_MEMORY. Cost: the size
 * of both files. */
ply_status ply_compare_files(const ply_scenario *a, const ply_scenario *b, ply_comparison *out, ply_err *err);

/* Adds the answers that differ by more than PLY_EPS: sizes of sets, what each actor would accept and how much
 * it blocks, red lines in force, verdicts, margins and deterrence of the named designs, and the solutions,
 * proposals and talks. What a limit left open in one of the two is not compared, and `complete` says so.
 * PLY_E_MEMORY. Cost: designs x actors. */
ply_status ply_compare_answers(const ply_result *a, const ply_result *b, ply_comparison *out, ply_err *err);

#endif
