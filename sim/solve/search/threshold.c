/* Which of many payoffs reach a bound? One comparison each, 64 to a word; on x86-64 four at a time where the
 * processor has AVX2 (asked once, at run time), two at a time otherwise. Every version adds and compares in
 * the same double arithmetic, so the bits do not depend on the processor. Cost: n additions and comparisons.
 */
#include "sim/solve/search/threshold.h"

#include "sim/solve/search/prefilter.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define HAVE_X86 1
#endif

/* Payoffs 0 .. n - 1 of one word, n <= 64. */
static uint64_t one_word(const double *payoff, size_t n, double base, double bound, bool strict) {
  uint64_t word = 0;
  for (size_t k = 0; k < n; k++)
    word |= (uint64_t)(strict ? base + payoff[k] > bound : base + payoff[k] >= bound) << k;
  return word;
}

#ifdef HAVE_X86

static void above_sse2(const double *payoff, size_t n, double base, double bound, bool strict,
                       uint64_t *bits) {
  const __m128d b = _mm_set1_pd(base), t = _mm_set1_pd(bound);
  size_t k = 0;
  for (; k + 64 <= n; k += 64) {
    uint64_t word = 0;
    for (size_t j = 0; j < 64; j += 2) {
      __m128d x = _mm_add_pd(b, _mm_loadu_pd(payoff + k + j));
      word |= (uint64_t)(unsigned)_mm_movemask_pd(strict ? _mm_cmpgt_pd(x, t) : _mm_cmpge_pd(x, t)) << j;
    }
    bits[k / 64] = word;
  }
  if (k < n) bits[k / 64] = one_word(payoff + k, n - k, base, bound, strict);
}

__attribute__((target("avx2"))) static uint64_t word_avx2(const double *payoff, __m256d b, __m256d t,
                                                          size_t n, bool strict) {
  uint64_t word = 0;
  for (size_t j = 0; j + 4 <= n; j += 4) {
    __m256d x = _mm256_add_pd(b, _mm256_loadu_pd(payoff + j));
    __m256d yes = strict ? _mm256_cmp_pd(x, t, _CMP_GT_OQ) : _mm256_cmp_pd(x, t, _CMP_GE_OQ);
    word |= (uint64_t)(unsigned)_mm256_movemask_pd(yes) << j;
  }
  return word;
}

__attribute__((target("avx2"))) static void above_avx2(const double *payoff, size_t n, double base,
                                                       double bound, bool strict, uint64_t *bits) {
  const __m256d b = _mm256_set1_pd(base), t = _mm256_set1_pd(bound);
  size_t k = 0;
  for (; k + 64 <= n; k += 64) bits[k / 64] = word_avx2(payoff + k, b, t, 64, strict);
  if (k == n) return;
  size_t whole = (n - k) / 4 * 4;
  bits[k / 64] = word_avx2(payoff + k, b, t, whole, strict);
  if (k + whole < n)
    bits[k / 64] |= one_word(payoff + k + whole, n - k - whole, base, bound, strict) << whole;
}

#else

static void above_plain(const double *payoff, size_t n, double base, double bound, bool strict,
                        uint64_t *bits) {
  for (size_t k = 0; k < n; k += 64)
    bits[k / 64] = one_word(payoff + k, n - k < 64 ? n - k : 64, base, bound, strict);
}

#endif

ply_threshold_fn ply_threshold_best(void) {
#ifdef HAVE_X86
  return __builtin_cpu_supports("avx2") ? above_avx2 : above_sse2;
#else
  return above_plain;
#endif
}

/* ---- sums below a bound, in single precision ---- */

static uint64_t below_plain(const float *value, const float *indicator, float slope, float bound) {
  uint64_t word = 0;
  for (int k = 0; k < 64; k++) {
    float x = indicator != NULL ? value[k] + slope * indicator[k] : value[k];
    word |= (uint64_t)(x < bound) << k;
  }
  return word;
}

#ifdef HAVE_X86

__attribute__((target("avx2"))) static uint64_t below_avx2(const float *value, const float *indicator,
                                                           float slope, float bound) {
  const __m256 s = _mm256_set1_ps(slope), b = _mm256_set1_ps(bound);
  uint64_t word = 0;
  for (int k = 0; k < 64; k += 8) {
    __m256 x = _mm256_loadu_ps(value + k);
    if (indicator != NULL) x = _mm256_add_ps(x, _mm256_mul_ps(s, _mm256_loadu_ps(indicator + k)));
    word |= (uint64_t)(unsigned)_mm256_movemask_ps(_mm256_cmp_ps(x, b, _CMP_LT_OQ)) << k;
  }
  return word;
}

#endif

ply_below_fn ply_below_best(void) {
#ifdef HAVE_X86
  if (__builtin_cpu_supports("avx2")) return below_avx2;
#endif
  return below_plain;
}

/* ---- how many bits ---- */

static uint64_t size_plain(const uint64_t *bits, int words) {
  uint64_t n = 0;
  for (int w = 0; w < words; w++) n += (uint64_t)__builtin_popcountll(bits[w]);
  return n;
}

static uint64_t weigh_plain(const uint64_t *bits, const uint64_t *planes, int n_planes, int words) {
  uint64_t weight = 0;
  for (int p = 0; p < n_planes; p++)
    for (int w = 0; w < words; w++) weight += (uint64_t)__builtin_popcountll(bits[w] & *planes++) << p;
  return weight;
}

#ifdef HAVE_X86

__attribute__((target("popcnt"))) static uint64_t size_popcnt(const uint64_t *bits, int words) {
  uint64_t n = 0;
  for (int w = 0; w < words; w++) n += (uint64_t)__builtin_popcountll(bits[w]);
  return n;
}

__attribute__((target("popcnt"))) static uint64_t weigh_popcnt(const uint64_t *bits, const uint64_t *planes,
                                                               int n_planes, int words) {
  uint64_t weight = 0;
  for (int p = 0; p < n_planes; p++)
    for (int w = 0; w < words; w++) weight += (uint64_t)__builtin_popcountll(bits[w] & *planes++) << p;
  return weight;
}

#endif

ply_size_fn ply_size_best(void) {
#ifdef HAVE_X86
  if (__builtin_cpu_supports("popcnt")) return size_popcnt;
#endif
  return size_plain;
}

ply_weigh_fn ply_weigh_best(void) {
#ifdef HAVE_X86
  if (__builtin_cpu_supports("popcnt")) return weigh_popcnt;
#endif
  return weigh_plain;
}
