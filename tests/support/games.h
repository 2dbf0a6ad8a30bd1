/* Runs a property on many random scenarios, and makes a failure easy to look at: the seed, the smallest file
 * found that still fails, and where that file was written. */
#ifndef PARLEY_TESTS_GAMES_H
#define PARLEY_TESTS_GAMES_H

#include "tests/support/random_scenario.h"

/* Judges one scenario. Returns true if the property holds; else says why in *why. Must not fail the test
 * itself. */
typedef bool (*game_property)(const ply_scenario *scenario, uint64_t seed, ply_text *why);

/* Holds the property against the scenarios of seeds first .. first + n - 1 (n times PARLEY_GAMES, a factor
 * from the environment, 1 unless given; PARLEY_SEED plays that seed alone). The running test fails at the
 * first that breaks it. */
void check_games(const char *name, random_wish wish, uint64_t first, uint64_t n, game_property property);

#endif
