/* Do two results say the same? Sets, counts and bundles exactly, numbers to 1e-9. */
#ifndef PARLEY_TESTS_COMPARE_H
#define PARLEY_TESTS_COMPARE_H

#include "sim/base/base.h"
#include "sim/result/result.h"

/* Adds one line to *out for each claim of `found` that differs from `expected` (both complete results of the
 * same scenario). Returns how many. */
int compare_results(const ply_result *found, const ply_result *expected, ply_text *out);

#endif
