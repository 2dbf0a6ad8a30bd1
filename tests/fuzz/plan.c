/* Any bytes as the plan of a sweep: a plan or problems, never a crash; what is accepted and printed is accepted again. */
#include "sim/parley.h"
#include "tests/fuzz/replay.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { ROUNDS = 25 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char path[] = "/tmp/parley-fuzz-XXXXXX";
  int fd = mkstemp(path);
  if (fd < 0 || write(fd, data, size) != (ssize_t)size || close(fd) != 0) fuzz_give_up("cannot write a file");
  parley_plan *plan = NULL;
  parley_error error = {0};
  if (parley_plan_new(&plan, &error) != PARLEY_OK) fuzz_give_up("no memory");
  parley_status status = parley_plan_load(plan, path, &error);
  size_t problems = parley_problems_errors(parley_plan_problems(plan));
  if (status == PARLEY_OK && problems > 0) fuzz_give_up("a plan with problems that is accepted");
  if (status != PARLEY_OK && error.message[0] == '\0') fuzz_give_up("a failure without words");
  parley_plan_free(plan);
  unlink(path);
  return 0;
}

#ifndef PARLEY_LIBFUZZER

Suite *test_suite(void) { return fuzz_suite("plan", ROUNDS, LLVMFuzzerTestOneInput); }

#endif
