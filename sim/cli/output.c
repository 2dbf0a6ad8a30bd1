/* Where does the output go, and did all of it arrive? Text is written whole; a closed pipe, a full disk or a
 * closed standard output is told on standard error and becomes exit code 5. A file given by --output appears
 * under its name only when it is complete and on the disk: it is written beside it under another name and
 * renamed. A name that stands for a device or a pipe is written to directly. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "sim/cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
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

static int write_stream(const char *text) {
  if (write_all(STDOUT_FILENO, text, strlen(text))) return CLI_DONE;
  return failed("standard output");
}

static int write_device(const char *path, const char *text) {
  int fd = open(path, O_WRONLY);
  bool good = fd >= 0 && write_all(fd, text, strlen(text));
  if (fd >= 0 && close(fd) != 0) good = false;
  return good ? CLI_DONE : failed(path);
}

/* Writes the text to the open file, with the rights a new file would get, down to the disk. */
static bool fill(int fd, const char *text) {
  mode_t mask = umask(0);
  umask(mask);
  if (fchmod(fd, 0666 & ~mask) != 0 || !write_all(fd, text, strlen(text))) return false;
  return fsync(fd) == 0;
}

static int write_beside(const char *path, const char *text) {
  size_t size = strlen(path) + 12;
  char *beside = malloc(size);
  if (beside == NULL) return failed(path);
  snprintf(beside, size, "%s.XXXXXX", path);
  int fd = mkstemp(beside);
  bool good = fd >= 0 && fill(fd, text);
  int reason = errno;
  if (fd >= 0 && close(fd) != 0 && good) {
    reason = errno;
    good = false;
  }
  if (good && rename(beside, path) != 0) {
    reason = errno;
    good = false;
  }
  if (!good && fd >= 0) unlink(beside);
  free(beside);
  errno = reason;
  return good ? CLI_DONE : failed(path);
}

/* No signal may end the program between making the file beside and renaming it. */
static int write_file(const char *path, const char *text) {
  struct stat about;
  bool there = stat(path, &about) == 0;
  if (there && S_ISDIR(about.st_mode)) {
    errno = EISDIR;
    return failed(path);
  }
  if (there && !S_ISREG(about.st_mode)) return write_device(path, text);
  char *target = there ? realpath(path, NULL) : NULL; /* a link stays a link */
  sigset_t all, before;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, &before);
  int code = write_beside(target != NULL ? target : path, text);
  sigprocmask(SIG_SETMASK, &before, NULL);
  free(target);
  return code;
}

int cli_output(const cli_options *options, const char *text) {
  if (options == NULL || options->output == NULL || strcmp(options->output, "-") == 0)
    return write_stream(text);
  return write_file(options->output, text);
}

/* ---- piece by piece ---- */

static bool is_stream(const cli_options *options) {
  return options->output == NULL || strcmp(options->output, "-") == 0;
}

int cli_pour_start(const cli_options *options, cli_pouring *p) {
  struct stat about;
  *p = (cli_pouring){.fd = STDOUT_FILENO};
  if (is_stream(options)) return CLI_DONE;
  bool there = stat(options->output, &about) == 0;
  if (there && !S_ISREG(about.st_mode)) {
    p->fd = open(options->output, O_WRONLY);
    return p->fd >= 0 ? CLI_DONE : failed(options->output);
  }
  p->target = there ? realpath(options->output, NULL) : strdup(options->output); /* a link stays a link */
  size_t size = p->target != NULL ? strlen(p->target) + 12 : 0;
  p->beside = size > 0 ? malloc(size) : NULL;
  if (p->beside != NULL) {
    snprintf(p->beside, size, "%s.XXXXXX", p->target);
    p->fd = mkstemp(p->beside);
    if (p->fd >= 0) return CLI_DONE;
  }
  int code = failed(options->output);
  free(p->beside);
  free(p->target);
  return code;
}

bool cli_pour(void *pouring, const char *text, size_t length) {
  cli_pouring *p = pouring;
  if (p->reason == 0 && !write_all(p->fd, text, length)) p->reason = errno;
  return p->reason == 0;
}

int cli_pour_end(const cli_options *options, cli_pouring *p, bool keep) {
  bool good = p->reason == 0;
  if (p->beside != NULL) {
    if (good && keep && (!fill(p->fd, "") || close(p->fd) != 0 || rename(p->beside, p->target) != 0)) {
      p->reason = errno;
      good = false;
    }
    if (!good || !keep) unlink(p->beside);
  } else if (p->fd != STDOUT_FILENO && close(p->fd) != 0 && good) {
    p->reason = errno;
    good = false;
  }
  free(p->beside);
  free(p->target);
  if (good) return CLI_DONE;
  errno = p->reason;
  return failed(is_stream(options) ? "standard output" : options->output);
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
