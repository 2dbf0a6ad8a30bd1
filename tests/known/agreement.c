/* Who joins an agreement among ten or twenty alike: benefit of 1 per unit of total abatement, cost q^2 / 2,
 * simultaneous. A member of a coalition of k abates k, an outsider 1. Staying in gains (k - 1)(3 - k) / 2, so
 * the stable sizes of two or more are 2 and 3 (Barrett 1994, doi:10.1093/oxfordjournals.oep.a042074; Carraro
 * and Siniscalco 1993), with exact ties: at 2 an outsider, at 3 a member would be as well off on the other
 * side. Nobody in is an equilibrium too: one member alone does what an outsider does. And a common good among
 * twenty-four, where every coalition can be counted by hand. */
#include "tests/support/known.h"
#include "tests/support/support.h"

#include <stdlib.h>

static double payoff(int n, int k, bool member) {
  double total = (double)(k * k + n - k);
  return member ? total - k * k / 2.0 : total - 0.5;
}

static void bonuses_of(ply_text *out, int n, int state) {
  const char *comma = "";
  ply_text_add(out, "\"bonuses\": {");
  for (int k = 0; k <= n; k++)
    for (int in = 0; in < 2; in++) {
      if (in ? k == 0 : k == n) continue;
      ply_text_addf(out,
                    "%s\"b%d-%d\": {\"when\": {\"$count\": {\"from\": \"in\", \"min\": %d, \"max\": %d}, "
                    "\"$members\": {\"c%d\": \"%s\"}}, \"gain\": %g}",
                    comma, k, in, k, k, state, in ? "in" : "out", payoff(n, k, in));
      comma = ", ";
    }
  ply_text_add(out, "}");
}

static char *agreement(int n) {
  ply_text out;
  ply_text_init(&out);
  ply_text_add(
      &out, "{\"parley\": 1, \"id\": \"agreement\", \"issues\": {\"plan\": {\"options\": {\"one\": {}}}}, ");
  ply_text_add(&out, "\"levels\": {\"out\": {\"effort\": 0}, \"in\": {\"effort\": 1}}, \"actors\": {");
  for (int i = 0; i < n; i++) {
    ply_text_addf(&out, "%s\"c%d\": {\"candidate\": true, \"reservation\": %g, ", i ? ", " : "", i,
                  payoff(n, 0, false));
    ply_text_add(&out, "\"payoffs\": {\"plan\": {\"weight\": 1, \"values\": {\"one\": 0}}}, ");
    bonuses_of(&out, n, i);
    ply_text_add(&out, "}");
  }
  ply_text_add(&out, "}, \"designs\": {\"three\": {\"options\": {\"plan\": \"one\"}, "
                     "\"members\": {\"c0\": \"in\", \"c1\": \"in\", \"c2\": \"in\"}}}}");
  char *text = ply_text_take(&out);
  if (text == NULL) ck_abort_msg("out of memory");
  return text;
}

static uint64_t choose(int n, int k) { return k == 0 ? 1 : choose(n - 1, k - 1) * (uint64_t)n / (uint64_t)k; }

static void two_or_three_of(int n) {
  char *text = agreement(n);
  ply_result *r = known_text(text, NULL, NULL);
  free(text);
  ck_assert_uint_eq(r->raw, (uint64_t)1 << n);
  uint64_t equilibria = 1 + choose(n, 2) + choose(n, 3);
  ck_assert_msg(r->join_equilibria.low == equilibria && r->join_equilibria.high == equilibria,
                "join equilibria: expected %llu (of nobody, of two, of three), got %llu to %llu",
                (unsigned long long)equilibria, (unsigned long long)r->join_equilibria.low,
                (unsigned long long)r->join_equilibria.high);
  const ply_design_result *three = &r->designs[0];
  ck_assert(three->join_equilibrium && three->stable);
  known_number("a member of three", three->bundle.payoffs[0], payoff(n, 3, true));
  known_number("an outsider of three", three->bundle.payoffs[n - 1], payoff(n, 3, false));
  ck_assert_msg(three->join.count == equilibria, "at the design: expected the same %llu, got %llu",
                (unsigned long long)equilibria, (unsigned long long)three->join.count);
  ck_assert_msg(three->join.strict == 0, "expected no strict equilibrium (exact ties), got %llu",
                (unsigned long long)three->join.strict);
  ck_assert_msg(three->join.strong == 0, "expected no strong equilibrium: all gain by joining together");
  ck_assert_uint_eq(r->least_regret.outcome, PLY_FOUND);
  known_number("the least regret", r->least_regret.regret, 0);
  ply_result_free(r);
}

START_TEST(two_or_three_of_ten) {
  ck_assert_msg(payoff(10, 4, true) == 14 && payoff(10, 4, false) == 21.5 && payoff(10, 5, true) == 17.5 &&
                    payoff(10, 5, false) == 29.5,
                "the test's own payoffs are not those of the literature");
  two_or_three_of(10);
}
END_TEST

START_TEST(two_or_three_of_twenty) { two_or_three_of(20); }
END_TEST

/* ---- a common good among twenty-four: every member brings everybody 1 and pays 7.5 itself
 *
 * Nobody would join for its own sake. A coalition of k gives its members k - 7.5, so eight are enough for an
 * agreement, and only with exactly eight is each of them needed. Full membership gives all 16.5, which is
 * more than outsiders of 16 or fewer get; from 17 on the outsiders would lose. ---- */

static char *common_good(int n) {
  ply_text out;
  ply_text_init(&out);
  ply_text_add(&out,
               "{\"parley\": 1, \"id\": \"good\", \"issues\": {\"plan\": {\"options\": {\"one\": {}}}}, "
               "\"levels\": {\"out\": {\"effort\": 0}, \"in\": {\"effort\": 1}}, \"actors\": {");
  for (int i = 0; i < n; i++) {
    ply_text_addf(
        &out,
        "%s\"c%d\": {\"candidate\": true, \"reservation\": 0, \"level\": {\"in\": -7.5}, \"payoffs\": "
        "{\"plan\": {\"weight\": 1, \"values\": {\"one\": 0}}}, \"bonuses\": {",
        i ? ", " : "", i);
    for (int k = 1; k <= n; k++)
      ply_text_addf(&out, "%s\"b%d\": {\"when\": {\"$count\": {\"from\": \"in\", \"min\": %d}}, \"gain\": 1}",
                    k > 1 ? ", " : "", k, k);
    ply_text_add(&out, "}}");
  }
  ply_text_add(&out, "}, \"designs\": {\"eight\": {\"options\": {\"plan\": \"one\"}, \"members\": {");
  for (int i = 0; i < 8; i++) ply_text_addf(&out, "%s\"c%d\": \"in\"", i ? ", " : "", 3 * i);
  ply_text_add(&out, "}}}}");
  char *text = ply_text_take(&out);
  if (text == NULL) ck_abort_msg("out of memory");
  return text;
}

static uint64_t choose_from(int n, int least) {
  uint64_t sum = 0;
  for (int k = least; k <= n; k++) sum += choose(n, k);
  return sum;
}

/* How many coalitions of `least` or more include a given state. */
static uint64_t with_one(int n, int least) { return choose_from(n - 1, least - 1); }

START_TEST(a_common_good_among_twenty_four) {
  enum { N = 24 };
  char *text = common_good(N);
  ply_result *r = known_text(text, NULL, NULL);
  free(text);
  ck_assert_uint_eq(r->feasible.low, (uint64_t)1 << N);
  ck_assert_uint_eq(r->acceptable.low, 1 + choose_from(N, 8));
  ck_assert_uint_eq(r->sustained.low, 1 + choose(N, 8));
  ck_assert_uint_eq(r->stable.low, 1);
  ck_assert_uint_eq(r->join_equilibria.low, 1);
  ck_assert_uint_eq(r->pareto.count, choose_from(N, 17));
  uint64_t outside = (uint64_t)1 << (N - 1);
  for (int i = 0; i < N; i++) {
    ck_assert_uint_eq(r->actors[i].would_accept, outside + with_one(N, 8));
    ck_assert_uint_eq(r->actors[i].veto_weight, 1); /* the coalition of itself alone */
  }
  const ply_design_result *eight = &r->designs[0];
  ck_assert(eight->acceptable && eight->sustained && !eight->join_equilibrium && !eight->efficient);
  known_number("a member of eight", eight->bundle.payoffs[0], 0.5);
  known_number("an outsider of eight", eight->bundle.payoffs[1], 8);
  known_number("what a member would gain by leaving", eight->regret, 6.5);
  ck_assert_int_eq(eight->deviation.actor, 0);
  ck_assert_uint_eq(eight->join.sustained, 1 + choose(N, 8));
  ck_assert_uint_eq(eight->join.count, 1);
  ck_assert_uint_eq(eight->join.strict, 1);
  ck_assert_uint_eq(eight->join.strong, 0);
  ply_result_free(r);
}
END_TEST

/* ---- twelve unlike states: benefit b Q, cost c q^2 / 2; members share the sum of their b ----
 *
 * With B the sum of the members' b, a member abates B / c, an outsider b / c. Written as sums over pairs and triples
 * of members: 1,464 bonuses. Published: the sets that are internally and externally stable are nobody, {s2, s8} and
 * {s8, s11}. */

enum { STATES = 12 };
static const double benefit[STATES] = {1.21, 1.49, 1.5, 0.71, 0.52, 1.06, 0.91, 1.72, 1.54, 1.4, 1.34, 1.49},
                    cost[STATES] = {0.86, 1.6, 0.91, 2.76, 0.65, 2.55, 0.69, 2.22, 1.34, 1.51, 2.61, 0.55};

static double without_treaty(int i) {
  double total = 0;
  for (int j = 0; j < STATES; j++) total += benefit[j] / cost[j];
  return benefit[i] * total - benefit[i] * benefit[i] / (2 * cost[i]);
}

/* What state i gets from j and k both in. */
static double from_pair(int i, int j, int k) {
  const double *b = benefit, *c = cost;
  double gain = b[i] * (b[k] / c[j] + b[j] / c[k]);
  if (i == j) gain -= (b[k] * b[k] + 2 * b[i] * b[k]) / (2 * c[i]);
  if (i == k) gain -= (b[j] * b[j] + 2 * b[i] * b[j]) / (2 * c[i]);
  return gain;
}

static void put_unlike(ply_text *out, int i) {
  ply_text_addf(
      out,
      "%s\"s%d\": {\"candidate\": true, \"reservation\": %.17g, \"bonuses\": {\"start\": {\"when\": {}, "
      "\"gain\": %.17g}",
      i > 0 ? ", " : "", i + 1, without_treaty(i), without_treaty(i));
  for (int j = 0; j < STATES; j++)
    for (int k = j + 1; k < STATES; k++) {
      ply_text_addf(
          out,
          ", \"p%d-%d\": {\"when\": {\"$members\": {\"s%d\": \"in\", \"s%d\": \"in\"}}, \"gain\": %.17g}", j,
          k, j + 1, k + 1, from_pair(i, j, k));
      if (i == j || i == k) continue;
      ply_text_addf(
          out,
          ", \"t%d-%d\": {\"when\": {\"$members\": {\"s%d\": \"in\", \"s%d\": \"in\", \"s%d\": \"in\"}}, "
          "\"gain\": %.17g}",
          j, k, i + 1, j + 1, k + 1, -benefit[j] * benefit[k] / cost[i]);
    }
  ply_text_add(out, "}}");
}

START_TEST(twelve_unlike_states) {
  ply_text out;
  ply_text_init(&out);
  ply_text_add(&out,
               "{\"parley\": 1, \"id\": \"unlike\", \"issues\": {\"treaty\": {\"options\": {\"yes\": {}}}}, "
               "\"levels\": {\"out\": {\"effort\": 0}, \"in\": {\"effort\": 1}}, \"designs\": {\"treaty\": "
               "{\"options\": {\"treaty\": \"yes\"}}}, \"actors\": {");
  for (int i = 0; i < STATES; i++) put_unlike(&out, i);
  ply_text_add(&out, "}}");
  char *text = ply_text_take(&out);
  ply_result *r = known_text(text, NULL, NULL);
  free(text);
  const ply_design_join *join = &r->designs[0].join;
  static const uint32_t stable[] = {0, 1 << 7 | 1 << 10, 1 << 1 | 1 << 7};
  ck_assert_uint_eq(join->count, 3);
  for (int e = 0; e < 3; e++)
    for (int i = 0; i < STATES; i++)
      ck_assert_msg((join->equilibria[e].levels[i] != 0) == (stable[e] >> i & 1),
                    "equilibrium %d: state %d is not where it should be", e, i + 1);
  ply_result_free(r);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("known/agreement");
  TCase *joining = tcase_create("joining");
  tcase_set_timeout(joining, 0);
  tcase_add_test(joining, two_or_three_of_ten);
  tcase_add_test(joining, two_or_three_of_twenty);
  tcase_add_test(joining, a_common_good_among_twenty_four);
  tcase_add_test(joining, twelve_unlike_states);
  suite_add_tcase(suite, joining);
  return suite;
}
