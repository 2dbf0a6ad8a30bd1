/* Whole columns of payoffs at once: [n] doubles, on x86-64 four at a time where the processor has AVX2. Every version gives
 * the same bits. Private to sim/negotiate. */
#ifndef PLY_COLUMNS_H
#define PLY_COLUMNS_H

#include "sim/base/base.h"

/* -INFINITY where n is 0. */
double ply_column_most(const double *value, size_t n);
/* The least of those that reach a bound; INFINITY where none does. */
double ply_column_least(const double *value, size_t n, double bound);
/* How far each value lies below a top, in parts of a way: (top - value) * per_way. first: out becomes it; else what is larger. */
void ply_column_gap(const double *value, size_t n, double top, double per_way, bool first, double *out);
/* The part of a product of gains that one player gives: what it gains, 0 where that is not above the tolerance. first: out
 * becomes it; else out is multiplied by it. */
void ply_column_gains(const double *payoff, size_t n, double reservation, double tolerance, bool first,
                      double *out);
/* Which values reach a bound: bit row % 64 of word row / 64. */
void ply_column_reach(const double *value, size_t n, double bound, uint64_t *bits);
/* The same of those that are above it. */
void ply_column_pass(const double *value, size_t n, double bound, uint64_t *bits);

static inline size_t ply_words(size_t n) { return (n + 63) / 64; }

#endif
