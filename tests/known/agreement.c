/* Who joins an agreement among ten alike: benefit of 1 per unit of total abatement, cost q^2 / 2,
 * simultaneous. A member of a coalition of k abates k, an outsider 1. Staying in gains (k - 1)(3 - k) / 2, so
 * the stable sizes of two or more are 2 and 3 (Barrett 1994, doi:10.1093/oxfordjournals.oep.a042074; Carraro
 * and Siniscalco 1993), with exact ties: at 2 an outsider, at 3 a member would be as well off on the other
 * side. Nobody in is an equilibrium too: one member alone does what an outsider does. */
#include "tests/support/known.h"
#include "tests/support/support.h"

#include <stdlib.h>

enum { N = 10 };

static double payoff(int k, bool member) {
  double total = (double)(k * k + N - k);
  return member ? total - k * k / 2.0 : total - 0.5;
}

static char *agreement(void) {
  ply_text out;
  ply_text_init(&out);
  ply_text_add(
      &out, "{\"parley\": 1, \"id\": \"agreement\", \"issues\": {\"plan\": {\"options\": {\"one\": {}}}}, ");
  ply_text_add(&out, "\"levels\": {\"out\": {\"effort\": 0}, \"in\": {\"effort\": 1}}, \"actors\": {");
  for (int i = 0; i < N; i++) {
    ply_text_addf(&out, "%s\"c%d\": {\"candidate\": true, \"reservation\": 9.5, ", i ? ", " : "", i);
    ply_text_add(&out, "\"payoffs\": {\"plan\": {\"weight\": 1, \"values\": {\"one\": 0}}}, \"bonuses\": {");
    const char *comma = "";
    for (int k = 0; k <= N; k++)
      for (int in = 0; in < 2; in++) {
        if (in ? k == 0 : k == N) continue;
        ply_text_addf(&out,
                      "%s\"b%d-%d\": {\"when\": {\"$count\": {\"from\": \"in\", \"min\": %d, \"max\": %d}, "
                      "\"$members\": {\"c%d\": \"%s\"}}, \"gain\": %g}",
                      comma, k, in, k, k, i, in ? "in" : "out", payoff(k, in));
        comma = ", ";
      }
    ply_text_add(&out, "}}");
  }
  ply_text_add(&out, "}, \"designs\": {\"three\": {\"options\": {\"plan\": \"one\"}, "
                     "\"members\": {\"c0\": \"in\", \"c1\": \"in\", \"c2\": \"in\"}}}}");
  char *text = ply_text_take(&out);
  if (text == NULL) ck_abort_msg("out of memory");
  return text;
}

START_TEST(two_or_three_of_ten) {
  ck_assert_msg(payoff(4, true) == 14 && payoff(4, false) == 21.5 && payoff(5, true) == 17.5 &&
                    payoff(5, false) == 29.5,
                "the test's own payoffs are not those of the literature");
  char *text = agreement();
  ply_result *r = known_text(text, NULL, NULL);
  free(text);
  ck_assert_uint_eq(r->raw, 1024);
  ck_assert_msg(r->join_equilibria.low == 1 + 45 + 120,
                "join equilibria: expected 1 of nobody, 45 of two, 120 of three, got %llu in all",
                (unsigned long long)r->join_equilibria.low);
  const ply_design_result *three = &r->designs[0];
  ck_assert(three->join_equilibrium && three->stable);
  known_number("a member of three", three->bundle.payoffs[0], 11.5);
  known_number("an outsider of three", three->bundle.payoffs[9], 15.5);
  ck_assert_msg(three->join.strict == 0, "expected no strict equilibrium (exact ties), got %llu",
                (unsigned long long)three->join.strict);
  ck_assert_msg(three->join.strong == 0, "expected no strong equilibrium: all ten gain by joining together");
  ck_assert_uint_eq(r->least_regret.outcome, PLY_FOUND);
  known_number("the least regret", r->least_regret.regret, 0);
  ply_result_free(r);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("known/agreement");
  TCase *joining = tcase_create("joining");
  tcase_add_test(joining, two_or_three_of_ten);
  suite_add_tcase(suite, joining);
  return suite;
}
