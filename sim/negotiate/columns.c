/* How are whole columns of payoffs gone through fast? Plain loops that compilers turn into vector instructions, compiled once
 * more for AVX2 and chosen at run time. Products and comparisons alone, each of one row, so the bits do not depend on the
 * width. Cost: n. */
#include "sim/negotiate/columns.h"

#include "sim/solve/search/threshold.h"

#include <math.h>

enum { LANES = 16 };

static inline __attribute__((always_inline)) double most_of(const double *value, size_t n) {
  double most[LANES], all = -INFINITY;
  size_t k = 0;
  for (int j = 0; j < LANES; j++) most[j] = -INFINITY;
  for (; k + LANES <= n; k += LANES)
    for (int j = 0; j < LANES; j++) most[j] = value[k + (size_t)j] > most[j] ? value[k + (size_t)j] : most[j];
  for (; k < n; k++) all = value[k] > all ? value[k] : all;
  for (int j = 0; j < LANES; j++) all = most[j] > all ? most[j] : all;
  return all;
}

static inline __attribute__((always_inline)) double least_of(const double *value, size_t n, double bound) {
  double least[LANES], all = INFINITY;
  size_t k = 0;
  for (int j = 0; j < LANES; j++) least[j] = INFINITY;
  for (; k + LANES <= n; k += LANES)
    for (int j = 0; j < LANES; j++) {
      double x = value[k + (size_t)j] >= bound ? value[k + (size_t)j] : INFINITY;
      least[j] = x < least[j] ? x : least[j];
    }
  for (; k < n; k++) all = value[k] >= bound && value[k] < all ? value[k] : all;
  for (int j = 0; j < LANES; j++) all = least[j] < all ? least[j] : all;
  return all;
}

static inline __attribute__((always_inline)) void gap_of(const double *restrict value, size_t n, double top,
                                                         double per_way, bool first, double *restrict out) {
  if (first)
    for (size_t k = 0; k < n; k++) out[k] = (top - value[k]) * per_way;
  else
    for (size_t k = 0; k < n; k++) {
      double gap = (top - value[k]) * per_way;
      out[k] = gap > out[k] ? gap : out[k];
    }
}

static inline __attribute__((always_inline)) void gains_of(const double *restrict payoff, size_t n, double d,
                                                           double e, bool first, double *restrict out) {
  if (first)
    for (size_t k = 0; k < n; k++) out[k] = payoff[k] - d > e ? payoff[k] - d : 0;
  else
    for (size_t k = 0; k < n; k++) out[k] *= payoff[k] - d > e ? payoff[k] - d : 0;
}

#if defined(__x86_64__) && defined(__GNUC__)

__attribute__((target("avx2"))) static double most_avx2(const double *value, size_t n) {
  return most_of(value, n);
}

__attribute__((target("avx2"))) static double least_avx2(const double *value, size_t n, double bound) {
  return least_of(value, n, bound);
}

__attribute__((target("avx2"))) static void gap_avx2(const double *value, size_t n, double top,
                                                     double per_way, bool first, double *out) {
  gap_of(value, n, top, per_way, first, out);
}

__attribute__((target("avx2"))) static void gains_avx2(const double *payoff, size_t n, double d, double e,
                                                       bool first, double *out) {
  gains_of(payoff, n, d, e, first, out);
}

static bool wide(void) { return __builtin_cpu_supports("avx2") != 0; }

#else

static double most_avx2(const double *value, size_t n) { return most_of(value, n); }
static double least_avx2(const double *value, size_t n, double bound) { return least_of(value, n, bound); }
static void gap_avx2(const double *value, size_t n, double top, double per_way, bool first, double *out) {
  gap_of(value, n, top, per_way, first, out);
}
static void gains_avx2(const double *payoff, size_t n, double d, double e, bool first, double *out) {
  gains_of(payoff, n, d, e, first, out);
}
static bool wide(void) { return false; }

#endif

double ply_column_most(const double *value, size_t n) {
  return wide() ? most_avx2(value, n) : most_of(value, n);
}

double ply_column_least(const double *value, size_t n, double bound) {
  return wide() ? least_avx2(value, n, bound) : least_of(value, n, bound);
}

void ply_column_gap(const double *value, size_t n, double top, double per_way, bool first, double *out) {
  if (wide())
    gap_avx2(value, n, top, per_way, first, out);
  else
    gap_of(value, n, top, per_way, first, out);
}

void ply_column_gains(const double *payoff, size_t n, double reservation, double tolerance, bool first,
                      double *out) {
  if (wide())
    gains_avx2(payoff, n, reservation, tolerance, first, out);
  else
    gains_of(payoff, n, reservation, tolerance, first, out);
}

void ply_column_reach(const double *value, size_t n, double bound, uint64_t *bits) {
  ply_threshold_best()(value, n, 0, bound, false, bits);
}

void ply_column_pass(const double *value, size_t n, double bound, uint64_t *bits) {
  ply_threshold_best()(value, n, 0, bound, true, bits);
}
