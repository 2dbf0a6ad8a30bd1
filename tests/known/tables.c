/* Payoff tables: a matrix game with one pure equilibrium, a coalition's worth, and a deal whose parts only count
 * together; and what sums of money are worth. The matrix game is a file beside this (games/matrix-5x3.json: whole
 * numbers drawn once); its answer was found by other programs too. */
#include "tests/support/known.h"
#include "tests/support/support.h"

#include <stdlib.h>

START_TEST(five_players_with_three_moves) {
  ply_scenario *s;
  ply_result *r = known_file("tests/known/games/matrix-5x3.json", NULL, &s);
  ck_assert_uint_eq(r->raw, 243);
  ck_assert_uint_eq(r->stable.low, 1);
  ck_assert_uint_eq(r->join_equilibria.low, 1);
  const ply_bundle *b = &r->least_regret.bundle;
  const int equilibrium[] = {2, 2, 0, 0, 1}; /* m3, m3, out, out, m2 */
  for (int i = 0; i < 5; i++)
    ck_assert_msg(b->levels[i] == equilibrium[i], "player %d: expected move %d, got %d", i + 1,
                  equilibrium[i] + 1, b->levels[i] + 1);
  ply_result_free(r);
  ply_scenario_free(s);
}
END_TEST

/* Two issues that are worth 1 together, a penalty of 0.5 for one alone; over the pairs of a third issue for the
 * second actor. By hand: a accepts (x, x) 1, (y, y) 0, not (x, y), (y, x); b wants (x, *, u) or (y, y, *). */
START_TEST(parts_that_hang_together) {
  static const char text[] =
      "{\"parley\": 1, \"id\": \"linked\", \"issues\": {\"p\": {\"options\": {\"x\": {}, \"y\": {}}}, \"q\": "
      "{\"options\": {\"x\": {}, \"y\": {}}}, \"r\": {\"options\": {\"u\": {}, \"v\": {}}}}, \"actors\": {"
      "\"a\": {\"consent\": \"required\", \"reservation\": 0, \"tables\": {\"both\": {\"over\": [\"p\", "
      "\"q\"], "
      "\"values\": {\"x\": {\"x\": 1, \"y\": -0.5}, \"y\": {\"x\": -0.5}}}}}, "
      "\"b\": {\"consent\": \"required\", \"reservation\": 1, \"tables\": {\"one\": {\"over\": [\"r\", "
      "\"p\"], "
      "\"values\": {\"u\": {\"x\": 1}}}, \"two\": {\"over\": [\"q\", \"p\"], \"values\": {\"y\": {\"y\": "
      "2}}}}}}}";
  ply_result *r = known_text(text, NULL, NULL);
  /* Acceptable: x x u (1, 1), y y u (0, 2), y y v (0, 2). */
  ck_assert_uint_eq(r->acceptable.low, 3);
  ck_assert_uint_eq(r->actors[0].would_accept, 4);
  ck_assert_uint_eq(r->actors[1].would_accept, 4);
  const ply_solution *most = known_solution(r, "utilitarian");
  known_number("the largest sum", most->value, 2);
  ck_assert_uint_eq(most->bundle.index, 0);
  ply_result_free(r);
}
END_TEST

/* What three states are worth to each other: v(12) = 18, v(13) = 14, v(23) = 9, v(123) = 24, shared evenly. */
START_TEST(a_coalitions_worth) {
  ply_text out;
  ply_text_init(&out);
  ply_text_add(&out,
               "{\"parley\": 1, \"id\": \"worth\", \"issues\": {\"pact\": {\"options\": {\"yes\": {}}}}, "
               "\"levels\": {\"out\": {\"effort\": 0}, \"in\": {\"effort\": 1}}, \"actors\": {");
  static const int alone[] = {2, 4, 5};
  for (int i = 0; i < 3; i++)
    ply_text_addf(&out,
                  "%s\"s%d\": {\"candidate\": true, \"reservation\": %d, \"tables\": {\"share\": {\"over\": "
                  "[\"s0\", \"s1\", \"s2\"], \"values\": {"
                  "\"in\": {\"in\": {\"in\": 8, \"out\": %d}, \"out\": {\"in\": %d, \"out\": %d}}, "
                  "\"out\": {\"in\": {\"in\": %g, \"out\": %d}, \"out\": {\"in\": %d, \"out\": %d}}}}}}",
                  i > 0 ? ", " : "", i, alone[i], i < 2 ? 9 : alone[i], i != 1 ? 7 : alone[i], alone[i],
                  i > 0 ? 4.5 : alone[i], alone[i], alone[i], alone[i]);
  ply_text_add(&out, "}}");
  char *text = ply_text_take(&out);
  ply_result *r = known_text(text, NULL, NULL);
  free(text);
  /* Whoever stands outside a pact of two would come in for 8; two of nobody's pact would each rather be two, but
     nobody can begin alone: everybody and nobody. */
  ck_assert_uint_eq(r->join_equilibria.low, 2);
  ck_assert_uint_eq(r->stable.low, 2);
  ply_result_free(r);
}
END_TEST

/* 10,000,000.10 + 20,000,000.20 is 30,000,000.30, whatever the last digits of the sum are; a cent less is not. */
START_TEST(money_in_cents) {
  ply_scenario *s;
  ply_result *r = known_file("tests/regress/faults/cents.json", NULL, &s);
  ck_assert_uint_eq(r->acceptable.low, 1);
  ck_assert(r->designs[0].acceptable && !r->designs[0].refuses[0]);
  ck_assert_msg(r->designs[0].margins[0] == 0, "the margin is %.17g, not 0", r->designs[0].margins[0]);
  ply_result_free(r);
  ply_scenario_free(s);
  static const char *const more[] = {"/actors/buyer/reservation", "30000000.4", NULL};
  r = known_file("tests/regress/faults/cents.json", more, NULL);
  ck_assert_uint_eq(r->acceptable.low, 0);
  ply_result_free(r);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("known/tables");
  TCase *tables = tcase_create("tables");
  tcase_add_test(tables, five_players_with_three_moves);
  tcase_add_test(tables, parts_that_hang_together);
  tcase_add_test(tables, a_coalitions_worth);
  tcase_add_test(tables, money_in_cents);
  suite_add_tcase(suite, tables);
  return suite;
}
