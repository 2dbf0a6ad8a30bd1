/* The contest success function (Tullock 1980; Hirshleifer 1989): at a strength ratio of 2 : 1 the stronger
 * side wins with chance 2/3, 4/5, 16/17, 256/257 at decisiveness 1, 2, 4, 8. As an attack on a beneficiary
 * who stands alone, and with help that makes up the difference; and a guarantee by hand. */
#include "tests/support/known.h"
#include "tests/support/support.h"

#include <math.h>

static const char alone[] =
    "{\"parley\": 1, \"id\": \"contest\", \"issues\": {\"pledge\": {\"options\": {\"none\": {}, \"full\": "
    "{}}}},"
    " \"levels\": {\"out\": {\"effort\": 0}, \"armies\": {\"effort\": 1}},"
    " \"actors\": {"
    "  \"home\": {\"consent\": \"required\", \"reservation\": 0, \"stakes\": {\"holds\": 1},"
    "   \"payoffs\": {\"pledge\": {\"weight\": 1, \"values\": {\"none\": 0, \"full\": 0}}}},"
    "  \"rival\": {\"consent\": \"never\", \"reservation\": 0,"
    "   \"payoffs\": {\"pledge\": {\"weight\": 1, \"values\": {\"none\": 0, \"full\": 0}}}},"
    "  \"guard\": {\"candidate\": true, \"reservation\": -1,"
    "   \"payoffs\": {\"pledge\": {\"weight\": 1, \"values\": {\"none\": 0, \"full\": 0}}}}},"
    " \"security\": {\"beneficiary\": \"home\", \"adversary\": \"rival\","
    "  \"capability\": {\"home\": 0.4, \"rival\": 0.8, \"guard\": 0.4},"
    "  \"bond\": {\"issue\": \"pledge\", \"values\": {\"none\": 0, \"full\": 1}}, \"decay_hours\": 240,"
    "  \"contest\": {\"decisiveness\": 1}, \"attack\": {\"prize\": 1, \"war_cost\": 0.5, \"noise\": 0.25}},"
    " \"designs\": {"
    "  \"nothing\": {\"options\": {\"pledge\": \"none\"}, \"members\": {}},"
    "  \"empty\": {\"options\": {\"pledge\": \"none\"}, \"members\": {\"guard\": \"armies\"}},"
    "  \"pact\": {\"options\": {\"pledge\": \"full\"}, \"members\": {\"guard\": \"armies\"}}}}";

START_TEST(two_to_one) {
  static const struct {
    const char *decisiveness;
    double chance;
  } row[] = {{"1", 2.0 / 3}, {"2", 4.0 / 5}, {"4", 16.0 / 17}, {"8", 256.0 / 257}};
  for (size_t k = 0; k < sizeof row / sizeof *row; k++) {
    const char *const set[] = {"/security/contest/decisiveness", row[k].decisiveness, NULL};
    ply_result *r = known_text(alone, set, NULL);
    known_number("overrun when attacked, alone", r->designs[0].security.outcome, row[k].chance);
    known_number("overrun when attacked, with an empty pledge", r->designs[1].security.outcome,
                 row[k].chance);
    known_number("overrun when attacked, with help that makes up the difference",
                 r->designs[2].security.outcome, 0.5);
    ply_result_free(r);
  }
}
END_TEST

/* By hand: alone pi = 2/3, q = 1 / (1 + e^(-(2/3 - 1/2) / (1/4))); with help pi = 1/2 and q = 1/2. */
START_TEST(a_guarantee_by_hand) {
  ply_result *r = known_text(alone, NULL, NULL);
  double q = 1 / (1 + exp(-(2.0 / 3 - 0.5) / 0.25)), holds = 1 - q * 2 / 3;
  const ply_design_security *nothing = &r->designs[0].security, *pact = &r->designs[2].security;
  known_number("attack alone", nothing->attack, q);
  known_number("holds alone", nothing->holds, holds);
  known_number("credibility alone", nothing->credibility, 0);
  known_number("attack under the pact", pact->attack, 0.5);
  known_number("holds under the pact", pact->holds, 0.75);
  known_number("credibility of the pact", pact->credibility, (0.75 - holds) / (1 - holds));
  known_number("force of the pact", pact->force, 1.0 / 3);
  known_number("honour under the pact", pact->honour[2], 1);
  known_number("home's payoff under the pact", r->designs[2].bundle.payoffs[0], 0.75);
  ply_result_free(r);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("known/contest");
  TCase *contests = tcase_create("contests");
  tcase_add_test(contests, two_to_one);
  tcase_add_test(contests, a_guarantee_by_hand);
  suite_add_tcase(suite, contests);
  return suite;
}
