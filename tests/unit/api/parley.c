/* Does the facade answer, and does the program start, say its version, and refuse what it does not know? */
#include "sim/parley.h"
#include "tests/support/support.h"

#include <stdio.h>

START_TEST(version_is_the_programs) {
  char expected[64];
  snprintf(expected, sizeof expected, "parley %s\n", parley_version());
  test_output said = test_parley((const char *[]){"--version", NULL}, NULL);
  ck_assert_int_eq(said.status, 0);
  ck_assert_str_eq(said.out, expected);
  ck_assert_str_eq(said.err, "");
  test_output_done(&said);
}
END_TEST

START_TEST(unknown_command_is_a_usage_error) {
  test_output said = test_parley((const char *[]){"frobnicate", NULL}, NULL);
  ck_assert_int_eq(said.status, 2);
  ck_assert_str_eq(said.out, "");
  ck_assert_uint_gt(said.err_size, 0);
  test_output_done(&said);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/parley");
  TCase *program = tcase_create("program");
  tcase_add_test(program, version_is_the_programs);
  tcase_add_test(program, unknown_command_is_a_usage_error);
  suite_add_tcase(suite, program);
  return suite;
}
