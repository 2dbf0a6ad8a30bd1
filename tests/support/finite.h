/* Finite games for tests: read, solved with everything checked, random ones. */
#ifndef PARLEY_TESTS_FINITE_H
#define PARLEY_TESTS_FINITE_H

#include "sim/equilibria/equilibria.h"
#include "sim/result/equilibria.h"
#include "sim/result/finite.h"

/* A game of the source tree, or of a text; a tree comes with its table. The running test fails where it cannot be
 * read. ply_finite_free. */
ply_finite *finite_file(const char *path);
ply_finite *finite_text(const char *text);

/* Answers, every one of them confirmed by sim/verify or the running test fails. lambda may be NULL.
 * ply_equilibria_free. */
ply_equilibria *finite_find(const ply_finite *game, const char *what, const double *lambda, int n_lambda);

/* A random game with whole payoffs from 0 to most - 1, from a seed. */
ply_finite *finite_random(uint64_t seed, int n_players, const int *n, int most);

/* A ratio as exact text, or fails. */
void finite_exact(ply_ratio found, const char *expected);

#endif
