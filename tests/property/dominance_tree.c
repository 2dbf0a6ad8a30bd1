/* The tree against looking at every vector: what it shows reaches the bound as far as it can tell, nothing
 * that reaches it is left out, its order holds every number once, and any number of threads makes the same
 * order. Random vectors, among them many equal ones, of sizes around its tiles and larger. */
#include "sim/solve/search/dominance_tree.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ENTRIES = 12 };

typedef struct crowd {
  size_t n;
  int d;
  double *vector, low[MOST_ENTRIES], high[MOST_ENTRIES];
} crowd;

/* steps: how many different values an entry has; few of them make ties. */
static crowd crowd_of(ply_rng *rng, size_t n, int d, uint64_t steps) {
  crowd c = {.n = n, .d = d, .vector = malloc((n * (size_t)d + 1) * sizeof *c.vector)};
  ck_assert_ptr_nonnull(c.vector);
  for (int i = 0; i < d; i++) c.low[i] = -1 - i;
  for (int i = 0; i < d; i++) c.high[i] = i == 2 ? c.low[i] : 1 + i; /* one entry is the same for all */
  for (size_t k = 0; k < n * (size_t)d; k++) {
    size_t i = k % (size_t)d;
    double share = (double)ply_rng_below(rng, steps) / (double)steps;
    c.vector[k] = c.low[i] + share * (c.high[i] - c.low[i]);
  }
  return c;
}

static ply_dominance_tree *build(const crowd *c, int threads) {
  ply_dominance_tree *p = ply_dominance_tree_new(c->n, c->d, c->low, c->high);
  ck_assert_ptr_nonnull(p);
  for (size_t k = 0; k < c->n; k++) ply_dominance_tree_put(p, k, c->vector + k * (size_t)c->d);
  ck_assert_msg(ply_dominance_tree_settle(p, threads), "no memory");
  return p;
}

typedef struct shown {
  const crowd *crowd;
  const double *bound;
  bool *seen;
  size_t times, too_far;
} shown;

static bool reaches(const crowd *c, size_t k, const double *bound, double slack) {
  for (int i = 0; i < c->d; i++)
    if (!(c->vector[k * (size_t)c->d + (size_t)i] >= bound[i] - slack * (c->high[i] - c->low[i])))
      return false;
  return true;
}

static bool show(void *data, size_t k) {
  shown *s = data;
  s->seen[k] = true;
  s->times++;
  s->too_far += !reaches(s->crowd, k, s->bound, 1.0 / 60000);
  return false;
}

static bool stop_at_once(void *data, size_t k) {
  (void)k;
  ++*(size_t *)data;
  return true;
}

static void ask(const crowd *c, const ply_dominance_tree *p, const double *bound) {
  shown s = {.crowd = c, .bound = bound, .seen = calloc(c->n + 1, sizeof *s.seen)};
  ck_assert_ptr_nonnull(s.seen);
  ck_assert_msg(!ply_dominance_tree_search(p, bound, show, &s), "said true although no visit did");
  size_t expected = 0, missed = 0, seen = 0;
  for (size_t k = 0; k < c->n; k++) {
    bool there = reaches(c, k, bound, 0);
    expected += there;
    missed += there && !s.seen[k];
    seen += s.seen[k];
  }
  ck_assert_msg(missed == 0, "%zu of %zu vectors that reach the bound were not shown", missed, expected);
  ck_assert_msg(s.too_far == 0, "%zu vectors far below the bound were shown", s.too_far);
  ck_assert_msg(seen == s.times, "%zu vectors were shown %zu times", seen, s.times);
  size_t visits = 0;
  ck_assert_msg(ply_dominance_tree_search(p, bound, stop_at_once, &visits) == (s.times > 0),
                "a visit that says true was not told of");
  ck_assert_msg(visits == (s.times > 0), "went on for %zu visits after the first said true", visits);
  free(s.seen);
}

static void check(ply_rng *rng, size_t n, int d, uint64_t steps) {
  crowd c = crowd_of(rng, n, d, steps);
  ply_dominance_tree *p = build(&c, 1), *other = build(&c, 3);
  bool *seen = calloc(n + 1, sizeof *seen);
  ck_assert_ptr_nonnull(seen);
  for (size_t place = 0; place < n; place++) {
    size_t k = ply_dominance_tree_at(p, place);
    ck_assert_msg(k < n && !seen[k], "number %zu stands twice in the order of %zu", k, n);
    ck_assert_msg(ply_dominance_tree_at(other, place) == k, "three threads make another order");
    seen[k] = true;
  }
  for (int question = 0; question < 20; question++) {
    double bound[MOST_ENTRIES];
    for (int i = 0; i < d; i++)
      bound[i] = n > 0 && question % 2 == 0 ? c.vector[ply_rng_below(rng, n) * (size_t)d + (size_t)i]
                                            : c.low[i] + ply_rng_unit(rng) * (c.high[i] - c.low[i]) / 2;
    ask(&c, p, bound);
  }
  free(seen);
  free(c.vector);
  ply_dominance_tree_free(p);
  ply_dominance_tree_free(other);
}

START_TEST(dominance_tree_shows_what_reaches_a_bound) {
  static const size_t sizes[] = {0, 1, 7, 8, 9, 16, 63, 64, 65, 500, 513, 4097, 40000};
  const uint64_t seed = 20220329;
  ply_rng rng;
  ply_rng_init(&rng, seed, 1);
  printf("# seed %llu\n", (unsigned long long)seed);
  for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
    for (int d = 1; d <= MOST_ENTRIES; d += 3) {
      check(&rng, sizes[s], d, 5);
      check(&rng, sizes[s], d, (uint64_t)1 << 40);
    }
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("property/dominance_tree");
  TCase *c = tcase_create("dominance_tree");
  tcase_set_timeout(c, 0);
  tcase_add_test(c, dominance_tree_shows_what_reaches_a_bound);
  suite_add_tcase(suite, c);
  return suite;
}
