/* A security table that reads a derived issue was looked up at the first option when whole sets of
 * bundles were weighed. Here the bond follows from whether the guard stands at armies. */
#include "sim/verify/verify.h"
#include "tests/support/compare.h"
#include "tests/support/oracle.h"
#include "tests/support/solved.h"
#include "tests/support/support.h"

#include <stdlib.h>

START_TEST(a_bond_may_follow_from_membership) {
  char *path = test_path("tests/regress/derived-security.json");
  ply_scenario *s = NULL;
  ply_diags diags;
  ply_err err = {0};
  ply_text why;
  ply_diags_init(&diags);
  ply_text_init(&why);
  ck_assert_msg(ply_scenario_load(path, NULL, 0, &s, &diags, &err) == PLY_OK, "%s", err.message);
  bool *lines = oracle_likely_lines(s, NULL);
  oracle *o = oracle_new(s, NULL, lines);
  ply_result *expected = oracle_result(o, NULL), *found = solve_scenario(s, NULL, NULL, NULL, &why);
  ck_assert_msg(found != NULL && compare_results(found, expected, &why) == 0, "%s", why.data);
  const ply_design_result *pact = &found->designs[1];
  ck_assert_msg(pact->security.honour[2] == 0.9, "honour of the guard: expected the strong bond, 0.9, got %g",
                pact->security.honour[2]);
  ck_assert_msg(pact->bundle.payoffs[0] > 0.7, "home under the pact: expected credibility to count, got %g",
                pact->bundle.payoffs[0]);
  ply_result_free(found);
  ply_result_free(expected);
  oracle_free(o);
  free(lines);
  ply_text_done(&why);
  ply_diags_done(&diags);
  ply_scenario_free(s);
  free(path);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("regress/derived_security");
  TCase *one = tcase_create("bond");
  tcase_add_test(one, a_bond_may_follow_from_membership);
  suite_add_tcase(suite, one);
  return suite;
}
