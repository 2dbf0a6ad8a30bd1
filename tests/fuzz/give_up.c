/* How a target says that what must always hold does not: the program ends, and a fuzzer keeps the input. */
#include "tests/fuzz/replay.h"

#include <stdio.h>
#include <stdlib.h>

_Noreturn void fuzz_give_up(const char *what) {
  fprintf(stderr, "%s\n", what);
  abort();
}
