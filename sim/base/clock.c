/* How long has it been? One clock that nobody can set. */
#define _POSIX_C_SOURCE 200809L
#include "sim/base/base.h"

#include <time.h>

double ply_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}
