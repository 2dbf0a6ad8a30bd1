/* The one main of every Check program. It runs the suite that the program defines and prints TAP on standard
 * output, one line a test, which Meson reads. A program that ran no test fails: an empty plan would read as a
 * skip. CK_FORK=no runs all tests in one process (valgrind, debuggers); CK_RUN_CASE picks one test case. */
#include "tests/support/support.h"

#include <stdio.h>
#include <stdlib.h>

int main(void) {
  SRunner *runner = srunner_create(test_suite());
  srunner_set_tap(runner, "-");
  srunner_run_all(runner, CK_SILENT);
  int run = srunner_ntests_run(runner), failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  if (run == 0) printf("Bail out! this program ran no test\n");
  return run > 0 && failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
