/* The sets of bits that the search asks for: which payoffs reach a bound, how many bits are set, what planes weigh. The
 * fastest way that this processor has against one comparison or one bit at a time, at lengths around its words. */
#include "sim/solve/search/view.h"
#include "tests/support/support.h"

#include <string.h>

enum { MOST = 700, WORDS = MOST / 64 + 2, PLANES = 5 };

static const size_t lengths[] = {0, 1, 3, 4, 7, 8, 9, 63, 64, 65, 127, 128, 130, 200, 511, 700};
enum { N_LENGTHS = sizeof lengths / sizeof *lengths };

/* Payoffs on a grid, so that many lie on the bound itself. */
static void fill(ply_rng *rng, double *payoff, size_t n) {
  for (size_t i = 0; i < n; i++) payoff[i] = ((double)ply_rng_below(rng, 17) - 8) / 8;
}

START_TEST(reaching_a_bound) {
  static const double bases[] = {0, 0.125, -0.3}, bounds[] = {-2, -0.25, 0, 0.125, 0.7, 2};
  ply_threshold_fn reach = ply_threshold_best();
  double payoff[MOST];
  uint64_t bits[WORDS];
  ply_rng rng;
  ply_rng_init(&rng, 4711, 1);
  for (int l = 0; l < N_LENGTHS; l++)
    for (size_t k = 0; k < 2 * 3 * 6; k++) {
      size_t n = lengths[l], words = (n + 63) / 64;
      double base = bases[k % 3], bound = bounds[k / 3 % 6];
      bool strict = k >= 18;
      fill(&rng, payoff, n);
      memset(bits, 0xa5, sizeof bits);
      reach(payoff, n, base, bound, strict, bits);
      for (size_t i = 0; i < 64 * words; i++) {
        bool expected = i < n && (strict ? base + payoff[i] > bound : base + payoff[i] >= bound);
        ck_assert_msg((bits[i / 64] >> (i % 64) & 1) == expected,
                      "payoff %zu of %zu: %g + %g against %g%s: expected %d", i, n, base,
                      i < n ? payoff[i] : 0, bound, strict ? ", strictly" : "", expected);
      }
      ck_assert_uint_eq(bits[words], UINT64_C(0xa5a5a5a5a5a5a5a5)); /* nothing is written past the words */
    }
}
END_TEST

START_TEST(counting_and_weighing) {
  ply_size_fn size = ply_size_best();
  ply_weigh_fn weigh = ply_weigh_best();
  uint64_t bits[WORDS], planes[PLANES * WORDS];
  ply_rng rng;
  ply_rng_init(&rng, 4711, 2);
  for (int words = 0; words < WORDS; words++) {
    uint64_t ones = 0, weight = 0;
    for (int w = 0; w < words; w++) bits[w] = ply_rng_u64(&rng) & ply_rng_u64(&rng);
    memset(planes, 0, sizeof planes);
    for (int i = 0; i < 64 * words; i++) {
      int p = (int)ply_rng_below(&rng, PLANES); /* each bit lies in one plane */
      planes[p * words + i / 64] |= UINT64_C(1) << (i % 64);
      if (!(bits[i / 64] >> (i % 64) & 1)) continue;
      ones++;
      weight += UINT64_C(1) << p;
    }
    ck_assert_uint_eq(size(bits, words), ones);
    ck_assert_uint_eq(weigh(bits, planes, PLANES, words), weight);
  }
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("solve/threshold");
  TCase *tests = tcase_create("sets of bits");
  tcase_add_test(tests, reaching_a_bound);
  tcase_add_test(tests, counting_and_weighing);
  suite_add_tcase(suite, tests);
  return suite;
}
