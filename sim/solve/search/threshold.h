/* Which of many payoffs reach a bound, and how many bits are set: the innermost loops, as fast as the processor at hand
 * runs them. */
#ifndef PLY_SOLVE_SEARCH_THRESHOLD_H
#define PLY_SOLVE_SEARCH_THRESHOLD_H

#include "sim/base/base.h"

/* Writes as bits which of n payoffs reach a bound on top of `base`: base + payoff >= bound, or > where
 * strict. */
typedef void (*ply_threshold_fn)(const double *payoff, size_t n, double base, double bound, bool strict,
                                 uint64_t *bits);

/* The fastest that this processor runs; all give the same bits. */
ply_threshold_fn ply_threshold_best(void);

/* How many bits are set in some words. */
typedef uint64_t (*ply_size_fn)(const uint64_t *bits, int words);
ply_size_fn ply_size_best(void);

/* The same where a bit counts 2^p, p the plane that it lies in: planes: [n_planes * words]. */
typedef uint64_t (*ply_weigh_fn)(const uint64_t *bits, const uint64_t *planes, int n_planes, int words);
ply_weigh_fn ply_weigh_best(void);

#endif
