/* Paths, files and child processes for the tests. A child's output goes to two temporary files rather than
 * pipes, so that a command that prints much on both cannot lock up, and its input comes from a third. */
#include "tests/support/support.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *source_root(void) {
  const char *root = getenv("PARLEY_SOURCE_ROOT");
  return root ? root : PARLEY_SOURCE_ROOT;
}

char *test_path(const char *relative) {
  size_t size = strlen(source_root()) + strlen(relative) + 2;
  char *path = malloc(size);
  if (!path) ck_abort_msg("out of memory");
  snprintf(path, size, "%s/%s", source_root(), relative);
  return path;
}

const char *test_program(void) {
  const char *program = getenv("PARLEY_BIN");
  if (!program) ck_abort_msg("PARLEY_BIN is not set: run the tests with tests/run or meson test");
  return program;
}

static char *read_stream(FILE *stream, const char *what, size_t *size) {
  size_t used = 0, room = 4096;
  char *text = malloc(room);
  while (text) {
    used += fread(text + used, 1, room - used - 1, stream);
    if (used < room - 1) break;
    char *more = realloc(text, room *= 2);
    if (!more) free(text);
    text = more;
  }
  if (!text || ferror(stream)) ck_abort_msg("cannot read %s: %s", what, strerror(errno));
  text[used] = '\0';
  if (size) *size = used;
  return text;
}

char *test_read_file(const char *path, size_t *size) {
  FILE *file = fopen(path, "rb");
  if (!file) ck_abort_msg("cannot open %s: %s", path, strerror(errno));
  char *text = read_stream(file, path, size);
  fclose(file);
  return text;
}

static void child(const char *const argv[], FILE *in, FILE *out, FILE *err) {
  if (chdir(source_root()) != 0 || dup2(fileno(in), 0) < 0 || dup2(fileno(out), 1) < 0 ||
      dup2(fileno(err), 2) < 0)
    _exit(126);
  execvp(argv[0], (char *const *)argv);
  fprintf(stderr, "cannot run %s: %s\n", argv[0], strerror(errno));
  _exit(127);
}

test_output test_run(const char *const argv[], const char *input) {
  FILE *in = tmpfile(), *out = tmpfile(), *err = tmpfile();
  if (!in || !out || !err) ck_abort_msg("cannot make a temporary file: %s", strerror(errno));
  if (input && fputs(input, in) < 0) ck_abort_msg("cannot write a temporary file: %s", strerror(errno));
  rewind(in);
  fflush(NULL);
  pid_t pid = fork();
  if (pid < 0) ck_abort_msg("cannot fork: %s", strerror(errno));
  if (pid == 0) child(argv, in, out, err);
  int status = 0;
  while (waitpid(pid, &status, 0) < 0)
    if (errno != EINTR) ck_abort_msg("cannot wait for %s: %s", argv[0], strerror(errno));
  test_output result = {.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status)};
  rewind(out), rewind(err);
  result.out = read_stream(out, "the command's output", &result.out_size);
  result.err = read_stream(err, "the command's diagnostics", &result.err_size);
  fclose(in), fclose(out), fclose(err);
  return result;
}

test_output test_parley(const char *const arguments[], const char *input) {
  size_t count = 0;
  while (arguments[count]) count++;
  const char **argv = malloc((count + 2) * sizeof *argv);
  if (!argv) ck_abort_msg("out of memory");
  argv[0] = test_program();
  memcpy(argv + 1, arguments, (count + 1) * sizeof *argv);
  test_output output = test_run(argv, input);
  free(argv);
  return output;
}

void test_output_done(test_output *output) {
  free(output->out);
  free(output->err);
  *output = (test_output){0};
}
