/* In which draws does a payoff reach what is needed? One comparison each, 64 to a word; on x86-64 four at a time where the
 * processor has AVX2 (asked at run time). Every version compares the same doubles, so the bits are the same.
 * Cost: a comparison a draw. */
#include "sim/robust/inside.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define HAVE_X86 1
#endif

/* got[step * d] >= need[d] of 64 draws. */
static void reach_plain(const double *got, size_t step, const double *need, size_t words, uint64_t *bits) {
  for (size_t w = 0; w < words; w++) {
    bits[w] = 0;
    for (size_t d = 64 * w; d < 64 * (w + 1); d++)
      bits[w] |= (uint64_t)(got[step * d] >= need[d]) << (d % 64);
  }
}

#ifdef HAVE_X86

__attribute__((target("avx2"))) static void reach_avx2(const double *got, size_t step, const double *need,
                                                       size_t words, uint64_t *bits) {
  const __m256d one = _mm256_set1_pd(*got);
  for (size_t w = 0; w < words; w++) {
    uint64_t word = 0;
    for (size_t d = 0; d < 64; d += 4) {
      __m256d x = step == 0 ? one : _mm256_loadu_pd(got + 64 * w + d);
      __m256d yes = _mm256_cmp_pd(x, _mm256_loadu_pd(need + 64 * w + d), _CMP_GE_OQ);
      word |= (uint64_t)(unsigned)_mm256_movemask_pd(yes) << d;
    }
    bits[w] = word;
  }
}

#endif

static void reach(const double *got, size_t step, const double *need, size_t words, uint64_t *bits) {
#ifdef HAVE_X86
  if (__builtin_cpu_supports("avx2")) {
    reach_avx2(got, step, need, words, bits);
    return;
  }
#endif
  reach_plain(got, step, need, words, bits);
}

void ply_reach(const double *got, const double *need, size_t words, uint64_t *bits) {
  reach(got, 1, need, words, bits);
}

void ply_reach_alike(double got, const double *need, size_t words, uint64_t *bits) {
  reach(&got, 0, need, words, bits);
}
