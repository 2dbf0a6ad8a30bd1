/* Where well-known programs of the field give a wrong answer or none, on sets small enough to work out by hand:
 * Kalai-Smorodinsky as the least spread, Nash below the reservations, indifferent parties, deals that are excluded,
 * discounts that are lost. Found by running them in November 2026. */
#include "sim/interop/domain.h"
#include "tests/known/points.h"
#include "tests/support/known.h"
#include "tests/support/support.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- bargaining solutions ---- */

/* Kalai and Smorodinsky 1975 (doi:10.2307/1914280), on a set of points: the largest least share of what each could get
 * at best in a deal that both accept, here 1 and 0.5. Shares and what picks whom:
 *   o0  1, .1        o1  .9, .5   Nash .9 * .25 = .225; sum 1.15       o2  .7, .6   Kalai-Smorodinsky: least .6
 *   o3  .58, .61     the least spread, .03 (NegMAS 0.16): the worst-off has .58, less than .6
 *   o4  .36, .72     egalitarian: .36 each                             o5  .1, 1
 *   o6  .5, .4       dominated by o2
 *   o7  2, -.2       p1 refuses it; if it counted for p0's best, o1 would win with .45, .5 over .35, .6 */
START_TEST(kalai_smorodinsky_is_no_least_spread) {
  static const double payoff[] = {1, .05, .9, .25, .7, .3, .58, .305, .36, .36, .1, .5, .5, .2, 2, -.1};
  const points p = {.n_options = 8, .n_parties = 2, .payoff = payoff};
  ply_result *r = points_solve(&p);
  ck_assert_uint_eq(r->acceptable.low, 7);
  ck_assert_uint_eq(r->pareto.count, 6);
  ck_assert_int_eq(points_pick(r, "kalai_smorodinsky"), 2);
  known_number("the least share", known_solution(r, "kalai_smorodinsky")->value, .6);
  ck_assert_int_eq(points_pick(r, "nash"), 1);
  known_number("the Nash product", exp(known_solution(r, "nash")->value), .225);
  ck_assert_int_eq(points_pick(r, "egalitarian"), 4);
  known_number("the least gain", known_solution(r, "egalitarian")->value, .36);
  ck_assert_int_eq(points_pick(r, "utilitarian"), 1);
  known_number("the sum", known_solution(r, "utilitarian")->value, 1.15);
  ply_result_free(r);
}
END_TEST

/* Ten parties (GENIUS 10.4 has no Kalai-Smorodinsky there): option k gives party k all and each other .2; the last gives
 * .45 to everybody. The best of each is 1, so it has the largest least share, and the larger product: 10 ln .45 = -7.99
 * over 9 ln .2 = -14.5. Its sum is 4.5, the others' 2.8. */
START_TEST(ten_parties) {
  double payoff[11 * 10];
  for (int o = 0; o <= 10; o++)
    for (int i = 0; i < 10; i++) payoff[o * 10 + i] = o == 10 ? .45 : o == i ? 1 : .2;
  const points p = {.n_options = 11, .n_parties = 10, .payoff = payoff};
  ply_result *r = points_solve(&p);
  static const char *const concepts[] = {"kalai_smorodinsky", "nash", "egalitarian", "utilitarian"};
  for (int k = 0; k < 4; k++) ck_assert_int_eq(points_pick(r, concepts[k]), 10);
  known_number("the least share", known_solution(r, "kalai_smorodinsky")->value, .45);
  known_number("the Nash value", known_solution(r, "nash")->value, 10 * log(.45));
  ck_assert_uint_eq(r->pareto.count, 11);
  ply_result_free(r);
}
END_TEST

/* Two losses make a positive product (GENIUS 10.4's Nash point can lie below both reservations): at reservations .6, .6
 * the gains of o0 are -.5, -.5 (product .25), of o1 .2, .1 (.02), of o2 .05, .3 (.015). Nash is o1 (Nash 1950,
 * doi:10.2307/1907266, asks for a point that is better for both); where only o0 is on the table there is no deal. */
START_TEST(nash_is_never_below_the_reservations) {
  static const double payoff[] = {.1, .1, .8, .7, .65, .9}, d[] = {.6, .6};
  points p = {.n_options = 3, .n_parties = 2, .payoff = payoff, .reservation = d};
  ply_result *r = points_solve(&p);
  ck_assert_uint_eq(r->acceptable.low, 2);
  ck_assert_int_eq(points_pick(r, "nash"), 1);
  known_number("the Nash product", exp(known_solution(r, "nash")->value), .02);
  ply_result_free(r);
  p.n_options = 1;
  r = points_solve(&p);
  ck_assert_uint_eq(r->acceptable.low, 0);
  ck_assert_int_eq(known_solution(r, "nash")->outcome, PLY_PROVED_NONE);
  ck_assert_int_eq(known_solution(r, "kalai_smorodinsky")->outcome, PLY_PROVED_NONE);
  ply_result_free(r);
}
END_TEST

/* p2 has the same of every deal (in NegMAS 0.16 every solution is then the whole frontier). Gains of p0, p1:
 *   o0  .9, .1 (product .09)    o1  .6, .5 (.3)    o2  .3, .7 (.21)    o3  .2, .1
 * The frontier is o0 to o2. A third who gains .1 everywhere changes no product's order and no ideal but its own: Nash
 * and Kalai-Smorodinsky (least shares .14, .67, .33) are o1. One who gains nothing leaves neither: no deal is better for
 * all (found again where it is no bargaining player); the least gains are then all 0, and the next ones, .1, .5, .3, .1,
 * say o1 to the egalitarian rule. */
START_TEST(indifferent_party) {
  static const double payoff[] = {.9, .1, .5, .6, .5, .5, .3, .7, .5, .2, .1, .5};
  static const double gains[] = {0, 0, .4}, none[] = {0, 0, .5};
  points p = {.n_options = 4, .n_parties = 3, .payoff = payoff, .reservation = gains};
  ply_result *r = points_solve(&p);
  ck_assert_int_eq(points_pick(r, "nash"), 1);
  known_number("the Nash product", exp(known_solution(r, "nash")->value), .03);
  ck_assert_int_eq(points_pick(r, "kalai_smorodinsky"), 1);
  known_number("the least share", known_solution(r, "kalai_smorodinsky")->value, .6 / .9);
  ck_assert_uint_eq(r->pareto.count, 3);
  ply_result_free(r);
  p.reservation = none;
  r = points_solve(&p);
  ck_assert_int_eq(known_solution(r, "nash")->outcome, PLY_PROVED_NONE);
  ck_assert_int_eq(known_solution(r, "kalai_smorodinsky")->outcome, PLY_PROVED_NONE);
  ck_assert_int_eq(points_pick(r, "egalitarian"), 1);
  ck_assert_int_eq(points_pick(r, "utilitarian"), 1);
  ck_assert_uint_eq(r->acceptable.low, 4);
  ck_assert_uint_eq(r->pareto.count, 3);
  ply_result_free(r);
  p.bargaining = "{\"players\": [\"p0\", \"p1\"]}";
  r = points_solve(&p);
  ck_assert_int_eq(points_pick(r, "nash"), 1);
  known_number("the Nash product", exp(known_solution(r, "nash")->value), .3);
  ply_result_free(r);
}
END_TEST

/* ---- deals that are excluded ---- */

/* Two issues of two options; ann has .4 of a, .6 of b, ben .3 of not a, .7 of b:
 *   neither 0, .3    b alone .6, 1    a alone .4, 0    both 1, .7 (Nash: .7, the largest sum: 1.7)
 * A rule that excludes both leaves three. The best for ann is then .6, not 1, so b alone has shares 1, 1 and is all that
 * is efficient and every solution. If what is excluded still counted for the best, its least share would be .6. */
static const char excluding[] =
    "{\"parley\": 1, \"id\": \"excluding\", \"issues\": {\"a\": {\"options\": {\"no\": {}, \"yes\": {}}}, "
    "\"b\": {\"options\": {\"no\": {}, \"yes\": {}}}}, \"actors\": {\"ann\": {\"consent\": \"required\", "
    "\"reservation\": 0, \"payoffs\": {\"a\": {\"weight\": 0.4, \"values\": {\"no\": 0, \"yes\": 1}}, "
    "\"b\": {\"weight\": 0.6, \"values\": {\"no\": 0, \"yes\": 1}}}}, \"ben\": {\"consent\": \"required\", "
    "\"reservation\": 0, \"payoffs\": {\"a\": {\"weight\": 0.3, \"values\": {\"no\": 1, \"yes\": 0}}, "
    "\"b\": {\"weight\": 0.7, \"values\": {\"no\": 0, \"yes\": 1}}}}}, \"rules\": {\"not-both\": "
    "{\"when\": {\"a\": \"yes\"}, \"then\": {\"$not\": {\"b\": \"yes\"}}, \"reason\": \"either\"}}}";

START_TEST(what_a_rule_excludes_counts_for_nothing) {
  static const char *const without[] = {"/rules/not-both", "null", NULL, NULL};
  static const char *const concepts[] = {"kalai_smorodinsky", "nash", "egalitarian", "utilitarian"};
  ply_result *r = known_text(excluding, NULL, NULL);
  ck_assert_uint_eq(r->acceptable.low, 3);
  ck_assert_uint_eq(r->pareto.count, 1);
  for (int k = 0; k < 4; k++) {
    const ply_solution *found = known_solution(r, concepts[k]);
    ck_assert_int_eq(found->outcome, PLY_FOUND);
    ck_assert(found->bundle.options[0] == 0 && found->bundle.options[1] == 1);
  }
  known_number("the least share", known_solution(r, "kalai_smorodinsky")->value, 1);
  ply_result_free(r);
  r = known_text(excluding, without, NULL);
  ck_assert_uint_eq(r->acceptable.low, 4);
  ck_assert_uint_eq(r->pareto.count, 2);
  known_number("the Nash product", exp(known_solution(r, "nash")->value), .7);
  known_number("the sum", known_solution(r, "utilitarian")->value, 1.7);
  ply_result_free(r);
}
END_TEST

/* ---- GENIUS files ---- */

/* A pie in ten pieces: its domain (who -1), or the profile of the first or the second with more of it behind. */
static void read_pie(ply_domain *domain, int who, const char *more) {
  ply_text out;
  ply_text_init(&out);
  ply_text_add(&out, who < 0 ? "<negotiation_template><utility_space>" : "<utility_space>");
  ply_text_add(&out,
               "<objective index=\"0\" name=\"pie\"><issue index=\"1\" name=\"cut\" type=\"discrete\">");
  for (int k = 0; k <= 10; k++) {
    ply_text_addf(&out, "<item index=\"%d\" value=\"c%d\"", k + 1, k);
    if (who >= 0) ply_text_addf(&out, " evaluation=\"%d\"", who == 0 ? k : 10 - k);
    ply_text_add(&out, "/>");
  }
  ply_text_add(&out, "</issue><weight index=\"1\" value=\"1\"/></objective>");
  ply_text_addf(&out, "%s</utility_space>%s", more, who < 0 ? "</negotiation_template>" : "");
  ck_assert(!out.failed);
  ply_domain_file file = {.path = who < 0    ? "pie.xml"
                                  : who == 0 ? "first.xml"
                                             : "second.xml",
                          .text = out.data,
                          .length = out.length};
  ply_err err = {0};
  ply_status status = ply_domain_genius.read(domain, &file, &err);
  ck_assert_msg(status == PLY_OK, "%s: %s", file.path, err.message);
  ply_text_done(&out);
}

/* A discount of 1/1024 over ten rounds is a half a round. Backward, in tenths for the first (odd rounds) and the second:
 * round 10: 0, 10; 9: 5, 5; 8: 3, 7 (2.5 rounded up); 7: 6, 4 (3.5 up); 6: 3, 7; 5: 6, 4; 4: 3, 7; ... 1: 6, 4 (Stahl
 * 1972). Without the discount the last to offer has all (0); with all of it in each round the first has 9. */
START_TEST(a_discount_by_time_reaches_the_talks) {
  ply_diags diags;
  ply_diags_init(&diags);
  ply_domain *domain = ply_domain_new(&diags);
  ply_err err = {0};
  ply_text scenario;
  ply_text_init(&scenario);
  for (int who = -1; who < 2; who++)
    read_pie(domain, who,
             who < 0 ? "" : "<discount_factor value=\"0.0009765625\"/><reservation value=\"0\"/>");
  ck_assert_int_eq(ply_domain_finish(domain, &err), PLY_OK);
  ck_assert_int_eq(ply_domain_scenario(domain, &scenario, &err), PLY_OK);
  ply_result *r = known_text(scenario.data, NULL, NULL);
  ck_assert_int_eq(r->talks.outcome, PLY_FOUND);
  ck_assert_int_eq(r->talks.round, 1);
  known_number("the first's share", r->talks.bundle.payoffs[0], .6);
  known_number("the second's share", r->talks.bundle.payoffs[1], .4);
  ply_result_free(r);
  ply_text_done(&scenario);
  ply_domain_free(domain);
  ply_diags_done(&diags);
}
END_TEST

/* Constraints between issues (INCLUDES, EXCLUDES of a hyper-rectangle) are no sum over issues: an error that says so,
 * where other readers pass over them and load another game. */
START_TEST(constraints_are_refused_and_never_passed_over) {
  static const char *const kinds[] = {"INCLUDES", "EXCLUDES"};
  for (int k = 0; k < 2; k++) {
    ply_diags diags;
    ply_diags_init(&diags);
    ply_domain *domain = ply_domain_new(&diags);
    char more[100];
    snprintf(more, sizeof more, "<%s index=\"1\" min=\"0\" max=\"2\"/>", kinds[k]);
    read_pie(domain, -1, "");
    read_pie(domain, 0, more);
    bool told = false;
    for (size_t j = 0; j < diags.count; j++)
      told |= diags.items[j].severity == PLY_ERROR && strstr(diags.items[j].message, kinds[k]) != NULL;
    ck_assert_msg(told, "%s was passed over", kinds[k]);
    ply_domain_free(domain);
    ply_diags_done(&diags);
  }
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("known/peers");
  TCase *solutions = tcase_create("solutions"), *files = tcase_create("files");
  tcase_add_test(solutions, kalai_smorodinsky_is_no_least_spread);
  tcase_add_test(solutions, ten_parties);
  tcase_add_test(solutions, nash_is_never_below_the_reservations);
  tcase_add_test(solutions, indifferent_party);
  tcase_add_test(solutions, what_a_rule_excludes_counts_for_nothing);
  tcase_add_test(files, a_discount_by_time_reaches_the_talks);
  tcase_add_test(files, constraints_are_refused_and_never_passed_over);
  suite_add_tcase(suite, solutions);
  suite_add_tcase(suite, files);
  return suite;
}
