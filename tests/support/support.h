/* What test programs share: where things are, whole files, and running a command. Every function here fails
 * the running test (ck_abort_msg) instead of returning an error, so a test reads as a list of claims. */
#ifndef PARLEY_TESTS_SUPPORT_H
#define PARLEY_TESTS_SUPPORT_H

#include <check.h>
#include <stddef.h>

/* Defined by each test program: all of its tests. The suite is named after the program's folder and file. */
Suite *test_suite(void);

/* An absolute path of a file of the source tree, such as test_path("scenarios/x.json"). Heap; the caller
 * frees. */
char *test_path(const char *relative);

/* The parley program under test (environment PARLEY_BIN). Borrowed. */
const char *test_program(void);

/* A whole file, with a NUL after its last byte; *size (may be NULL) is its length. Heap; the caller frees. */
char *test_read_file(const char *path, size_t *size);

/* What a command did. status: its exit code, or 128 + the number of the signal that ended it. */
typedef struct test_output {
  int status;
  char *out, *err; /* NUL-terminated */
  size_t out_size, err_size;
} test_output;

/* Runs argv[0] (looked up in PATH when it has no slash; argv ends with NULL) in the source root, with `input`
 * (may be NULL: empty) on its standard input. test_output_done frees what it returned. */
test_output test_run(const char *const argv[], const char *input);

/* The same for the parley program: arguments only, ending with NULL. */
test_output test_parley(const char *const arguments[], const char *input);

void test_output_done(test_output *output);

#endif
