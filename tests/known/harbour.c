/* A scorable negotiation of 720 deals (Abdelnabi et al. 2024): 12 deals that all six parties accept, all of
 * them efficient among all deals; 55 that at least five accept, both vetoes among them; the largest product
 * of gains. */
#include "tests/support/known.h"
#include "tests/support/oracle.h"
#include "tests/support/support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char file[] = "scenarios/harbour-720.json";

/* "A2 B3 C3 D2 E3" as option numbers. */
static void is_deal(const char *what, const ply_bundle *bundle, const char *deal) {
  for (int k = 0; k < 5; k++)
    ck_assert_msg(bundle->options[k] == deal[3 * k + 1] - '1', "%s: expected %s, got option %d of issue %c",
                  what, deal, bundle->options[k] + 1, 'A' + k);
}

START_TEST(six_of_six) {
  ply_result *r = known_file(file, (const char *const[]){"/agreement/quorum", "6", NULL}, NULL);
  ck_assert_uint_eq(r->raw, 720);
  ck_assert_uint_eq(r->feasible.low, 720);
  ck_assert_uint_eq(r->acceptable.low, 12);
  ck_assert_uint_eq(r->pareto.count, 12);
  const ply_solution *nash = known_solution(r, "nash");
  is_deal("nash", &nash->bundle, "A2 B3 C3 D2 E3");
  known_number("the Nash product", exp(nash->value), 6031872);
  ply_result_free(r);
}
END_TEST

START_TEST(five_of_six_with_both_vetoes) {
  ply_result *r = known_file(file, NULL, NULL);
  ck_assert_uint_eq(r->acceptable.low, 55);
  is_deal("nash", &known_solution(r, "nash")->bundle, "A2 B3 C3 D2 E3");
  ply_result_free(r);
}
END_TEST

/* With nothing asked for, every deal is acceptable: the largest sum of all, 412. */
START_TEST(largest_sum_over_all_deals) {
  static const char *const nothing[] = {"/actors/company/reservation",
                                        "0",
                                        "/actors/tourism/reservation",
                                        "0",
                                        "/actors/environment/reservation",
                                        "0",
                                        "/actors/mayor/reservation",
                                        "0",
                                        "/actors/cities/reservation",
                                        "0",
                                        "/actors/union/reservation",
                                        "0",
                                        NULL};
  ply_result *r = known_file(file, nothing, NULL);
  ck_assert_uint_eq(r->acceptable.low, 720);
  const ply_solution *sum = known_solution(r, "utilitarian");
  is_deal("utilitarian", &sum->bundle, "A2 B3 C1 D1 E1");
  known_number("the largest sum", sum->value, 412);
  ply_result_free(r);
  r = known_file(file, NULL, NULL);
  ck_assert_msg(!r->designs[1].acceptable, "the largest sum: expected it not to be acceptable to all");
  known_number("the sum of its points",
               r->designs[1].bundle.payoffs[0] + r->designs[1].bundle.payoffs[1] +
                   r->designs[1].bundle.payoffs[2] + r->designs[1].bundle.payoffs[3] +
                   r->designs[1].bundle.payoffs[4] + r->designs[1].bundle.payoffs[5],
               412);
  ply_result_free(r);
}
END_TEST

/* The 12 are efficient among all 720, not only among themselves. */
START_TEST(the_twelve_are_efficient_among_all) {
  ply_scenario *s = NULL;
  ply_result *r = known_file(file, (const char *const[]){"/agreement/quorum", "6", NULL}, &s);
  oracle *o = oracle_new(s, NULL, (const bool[]){false});
  int efficient = 0;
  for (uint64_t b = 0; b < o->raw; b++) efficient += o->in_a[b] && oracle_efficient(o, o->feasible, b);
  ck_assert_int_eq(efficient, 12);
  oracle_free(o);
  ply_result_free(r);
  ply_scenario_free(s);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("known/harbour");
  TCase *deals = tcase_create("deals");
  tcase_add_test(deals, six_of_six);
  tcase_add_test(deals, five_of_six_with_both_vetoes);
  tcase_add_test(deals, largest_sum_over_all_deals);
  tcase_add_test(deals, the_twelve_are_efficient_among_all);
  suite_add_tcase(suite, deals);
  return suite;
}
