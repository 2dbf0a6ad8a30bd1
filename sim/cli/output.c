/* Where does the output go, and did all of it arrive? Text is written whole; a closed pipe, a full disk or a
 * closed standard output is told on standard error and becomes exit code 5. A file given by --output appears
 * under its name only when it is complete and on the disk (parley_file_start). */
#include "sim/cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { WIDEST = 100, NARROWEST = 60 };

void cli_output_start(void) {
  for (int stream = 0; stream <= 2; stream++)
    if (fcntl(stream, F_GETFD) < 0 && errno == EBADF) {
      /* Opened the wrong way round, so that using a stream that was closed still fails. */
      int fd = open("/dev/null", stream == 0 ? O_WRONLY : O_RDONLY);
      if (fd >= 0 && fd != stream) close(fd);
    }
  signal(SIGPIPE, SIG_IGN);
}

void cli_complain(const char *format, ...) {
  va_list args;
  va_start(args, format);
  vfprintf(stderr, format, args);
  va_end(args);
}

/* False with errno set where not all of it could be written. */
static bool write_all(int fd, const char *text, size_t length) {
  while (length > 0) {
    ssize_t n = write(fd, text, length);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    text += n;
    length -= (size_t)n;
  }
  return true;
}

static int failed(const char *where) {
  cli_complain("parley: cannot write %s: %s\n", where, strerror(errno));
  return CLI_SYSTEM;
}

static bool is_stream(const cli_options *options) {
  return options == NULL || options->output == NULL || strcmp(options->output, "-") == 0;
}

int cli_pour_start(const cli_options *options, cli_pouring *p) {
  parley_error error;
  *p = (cli_pouring){0};
  if (is_stream(options) || parley_file_start(options->output, &p->file, &error) == PARLEY_OK)
    return CLI_DONE;
  cli_complain("parley: %s\n", error.message);
  return CLI_SYSTEM;
}

bool cli_pour(void *pouring, const char *text, size_t length) {
  cli_pouring *p = pouring;
  bool good = p->reason == 0 && (p->file != NULL ? parley_file_add(p->file, text, length)
                                                 : write_all(STDOUT_FILENO, text, length));
  if (p->reason == 0 && !good) p->reason = errno;
  return good;
}

int cli_pour_end(const cli_options *options, cli_pouring *p, bool keep) {
  parley_error error;
  if (p->file != NULL && p->reason == 0 && keep) {
    if (parley_file_keep(p->file, &error) == PARLEY_OK) return CLI_DONE;
    cli_complain("parley: %s\n", error.message);
    return CLI_SYSTEM;
  }
  parley_file_drop(p->file);
  if (p->reason == 0) return CLI_DONE;
  errno = p->reason;
  return failed(p->file == NULL ? "standard output" : options->output);
}

/* No signal may end the program between making a file beside its place and renaming it. */
int cli_output(const cli_options *options, const char *text) {
  cli_pouring pouring;
  sigset_t all, before;
  sigfillset(&all);
  if (!is_stream(options)) sigprocmask(SIG_BLOCK, &all, &before);
  int code = cli_pour_start(options, &pouring);
  if (code == CLI_DONE) {
    cli_pour(&pouring, text, strlen(text));
    code = cli_pour_end(options, &pouring, true);
  }
  if (!is_stream(options)) sigprocmask(SIG_SETMASK, &before, NULL);
  return code;
}

static bool wants_color(const cli_options *options, int stream) {
  if (strcmp(options->color, "always") == 0) return true;
  const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
  if (strcmp(options->color, "never") == 0 || (no != NULL && no[0] != '\0')) return false;
  if (term == NULL || strcmp(term, "dumb") == 0) return false;
  if (stream == 1 && options->output != NULL && strcmp(options->output, "-") != 0) return false;
  return isatty(stream) == 1;
}

/* The width of what the stream goes to: the terminal's, else what COLUMNS says (a pipe to `less`, a job's log); 0: not
 * known. */
static int columns_of(int stream) {
  struct winsize size;
  if (isatty(stream) == 1) return ioctl(stream, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
  const char *columns = getenv("COLUMNS");
  size_t n = columns != NULL ? strlen(columns) : 0;
  return n > 0 && n < 6 && strspn(columns, "0123456789") == n ? (int)strtol(columns, NULL, 10) : 0;
}

parley_render_settings cli_look(const cli_options *options, int stream) {
  parley_render_settings look = {.color = wants_color(options, stream), .width = options->width};
  int columns = look.width > 0 ? 0 : columns_of(stream);
  if (columns > 0 && columns < WIDEST) look.width = columns > NARROWEST ? columns : NARROWEST;
  return look;
}
