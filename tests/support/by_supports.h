/* Brute force for two players: every pair of supports. */
#ifndef PARLEY_TESTS_BY_SUPPORTS_H
#define PARLEY_TESTS_BY_SUPPORTS_H

#include "sim/result/finite.h"

/* How many equilibria; at most 8 strategies each. */
int count_by_supports(const ply_finite *game);

#endif
