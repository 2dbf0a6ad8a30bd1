/* Does parley bench print one signature, and the same for any number of threads? */
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

static char *signature(const char *threads) {
  test_output said = test_parley((const char *[]){"bench", "--small", "--threads", threads, NULL}, NULL);
  ck_assert_msg(said.status == 0, "exit code %d: %s", said.status, said.err);
  char *at = strstr(said.out, "\nsignature ");
  ck_assert_msg(at != NULL, "no signature in: %s", said.out);
  char *copy = strdup(at);
  ck_assert_ptr_nonnull(copy);
  test_output_done(&said);
  return copy;
}

START_TEST(threads_change_no_signature) {
  char *one = signature("1"), *two = signature("2");
  ck_assert_str_eq(one, two);
  free(one);
  free(two);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/bench");
  TCase *c = tcase_create("bench");
  tcase_set_timeout(c, 0);
  tcase_add_test(c, threads_change_no_signature);
  suite_add_tcase(suite, c);
  return suite;
}
