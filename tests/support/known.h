/* A scenario with a known answer: loaded, solved, and passed through verify, all or nothing. */
#ifndef PARLEY_TESTS_KNOWN_H
#define PARLEY_TESTS_KNOWN_H

#include "sim/result/result.h"
#include "sim/scenario/scenario.h"

/* Solves a file of the source tree, or the text of one, with settings (NULL-terminated pairs of pointer and
 * value; may be NULL), and holds the result against the definitions. Any failure fails the running test.
 * scenario may be NULL; else the caller frees it (ply_scenario_free), and the result (ply_result_free). */
ply_result *known_file(const char *path, const char *const settings[], ply_scenario **scenario);
ply_result *known_text(const char *text, const char *const settings[], ply_scenario **scenario);

/* The solution of a concept. */
const ply_solution *known_solution(const ply_result *result, const char *concept);

/* Fails the running test unless the two agree to 1e-9. */
void known_number(const char *what, double found, double expected);

#endif
