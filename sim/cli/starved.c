/* What if a library below finds no memory and cannot say so? GMP knows no failed allocation, and GSL ends the program:
 * here the program says that memory is out and ends with the exit code of that, whatever was being done. Nothing stands
 * under a final name then: files are whole before they get theirs. */
#include "sim/cli/cli.h"

#include <gmp.h>
#include <gsl/gsl_errno.h>
#include <stdlib.h>
#include <unistd.h>

static void end_starved(void) {
  static const char said[] = "parley: not enough memory\n";
  ssize_t told = write(STDERR_FILENO, said, sizeof said - 1);
  (void)told; /* there is nobody left to tell */
  _exit(CLI_SYSTEM);
}

static void *gmp_new(size_t size) {
  void *block = malloc(size);
  if (block == NULL) end_starved();
  return block;
}

static void *gmp_grown(void *block, size_t old_size, size_t size) {
  (void)old_size;
  void *out = realloc(block, size);
  if (out == NULL) end_starved();
  return out;
}

static void gmp_free(void *block, size_t size) {
  (void)size;
  free(block);
}

/* Who asked GSL for memory looks at what it got; anything else is a fault of ours, as GSL itself would have it. */
static void gsl_wrong(const char *reason, const char *file, int line, int code) {
  if (code == GSL_ENOMEM) return;
  cli_complain("parley: %s:%d: %s\n", file, line, reason);
  abort();
}

void cli_mind_memory(void) {
  mp_set_memory_functions(gmp_new, gmp_grown, gmp_free);
  gsl_set_error_handler(gsl_wrong);
}
