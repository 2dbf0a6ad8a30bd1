/* Is what was answered still there after a crash? Every event is one line, appended with one write and made
 * durable with fdatasync before it is applied; so what a restart reads is at least all that anybody was told.
 * A line without its end was never answered: it is cut off. Each line carries a check sum, and
 * from the first damaged one on nothing is believed. Cost: one fdatasync an event; reading back is
 * linear in the file. */
#include "sim/class/session/log.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_LOG = 512 << 20 };

static ply_status lock(int fd, const char *path, ply_err *err) {
  struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  if (fcntl(fd, F_SETLK, &whole) == 0) return PLY_OK;
  return ply_err_set(err, PLY_E_SYSTEM, "%s is in use: another server runs this session", path);
}

static ply_status read_whole(int fd, const char *path, char **data, size_t *size, ply_err *err) {
  struct stat about;
  if (fstat(fd, &about) != 0 || about.st_size > MAX_LOG)
    return ply_err_set(err, PLY_E_SYSTEM, "%s cannot be read or is too long", path);
  *size = 0;
  *data = malloc((size_t)about.st_size + 1);
  if (*data == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory to read %s", path);
  while (*size < (size_t)about.st_size) {
    ssize_t n = pread(fd, *data + *size, (size_t)about.st_size - *size, (off_t)*size);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    *size += (size_t)n;
  }
  (*data)[*size] = '\0';
  if (*size == (size_t)about.st_size) return PLY_OK;
  return ply_err_set(err, PLY_E_SYSTEM, "%s cannot be read: %s", path, strerror(errno));
}

/* ---- check sums ---- */

/* FNV-1a, 64 bits (Fowler, Noll and Vo): a line's check sum. */
static uint64_t sum_of(const char *text, size_t n) {
  uint64_t sum = UINT64_C(14695981039346656037);
  for (size_t i = 0; i < n; i++) sum = (sum ^ (unsigned char)text[i]) * UINT64_C(1099511628211);
  return sum;
}

static const char mark[] = ",\"sum\":\"";

/* {...} becomes {...,"sum":"0123456789abcdef"}: the sum is that of what stands before it. */
static void add_sum(ply_text *line) {
  if (line->failed || line->length == 0) return;
  line->data[--line->length] = '\0';
  uint64_t sum = sum_of(line->data, line->length);
  ply_text_addf(line, "%s%016" PRIx64 "\"}", mark, sum);
}

/* Whether a line is as it was written. Lines of older logs have no sum. */
static bool is_whole(const char *line) {
  const char *at = NULL;
  for (const char *next = line; (next = strstr(next, mark)) != NULL; next++) at = next;
  if (at == NULL) return true;
  char *end = NULL;
  uint64_t sum = strtoull(at + sizeof mark - 1, &end, 16);
  return sum == sum_of(line, (size_t)(at - line)) && strcmp(end, "\"}") == 0;
}

/* ---- reading back ---- */

/* Applies the whole lines of data, cutting it up; *kept: bytes up to the end of the last whole line that is
 * good; log->damaged: the first that is not. */
static ply_status replay(ply_class_log *log, char *data, size_t size, const char *path,
                         ply_class_state *state, size_t *kept, ply_err *err) {
  int line = 0;
  for (char *end; (end = memchr(data + *kept, '\n', size - *kept)) != NULL;
       *kept = (size_t)(end - data) + 1) {
    *end = '\0';
    line++;
    ply_class_event event;
    ply_status status = is_whole(data + *kept)
                            ? ply_class_event_read(data + *kept, state->arena, &event, err)
                            : ply_err_set(err, PLY_E_INPUT, "the check sum of this line is wrong");
    if (status == PLY_OK) status = ply_class_state_apply(state, &event, err);
    if (status == PLY_E_INPUT && line > 1) {
      log->damaged = line;
      return PLY_OK;
    }
    if (status != PLY_OK) {
      if (err != NULL) {
        err->line = line;
        snprintf(err->file, sizeof err->file, "%s", path);
      }
      return status;
    }
  }
  return PLY_OK;
}

static bool write_whole(int fd, const char *data, size_t size) {
  for (size_t done = 0; done < size;) {
    ssize_t n = write(fd, data + done, size - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    done += (size_t)n;
  }
  return fdatasync(fd) == 0;
}

/* The file as it was, beside it. */
static ply_status set_aside(int from, const char *path, size_t size, ply_err *err) {
  char beside[4096];
  char *data = NULL;
  size_t n = 0;
  int length = snprintf(beside, sizeof beside, "%s.damaged", path);
  if (length >= (int)sizeof beside)
    return ply_err_set(err, PLY_E_SYSTEM, "the name of the folder is too long");
  ply_status status = read_whole(from, path, &data, &n, err);
  int fd = status == PLY_OK ? open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600) : -1;
  if (status == PLY_OK && (fd < 0 || n != size || !write_whole(fd, data, n)))
    status = ply_err_set(err, PLY_E_SYSTEM, "%s cannot be written: %s", beside, strerror(errno));
  if (fd >= 0) close(fd);
  free(data);
  return status;
}

ply_status ply_class_log_open(ply_class_log *log, const char *path, ply_class_state *state, ply_err *err) {
  char *data = NULL;
  size_t size = 0, kept = 0;
  log->damaged = 0;
  log->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (log->fd < 0) return ply_err_set(err, PLY_E_SYSTEM, "%s cannot be opened: %s", path, strerror(errno));
  ply_status status = lock(log->fd, path, err);
  if (status == PLY_OK) status = read_whole(log->fd, path, &data, &size, err);
  if (status == PLY_OK) status = replay(log, data, size, path, state, &kept, err);
  if (status == PLY_OK && log->damaged > 0) status = set_aside(log->fd, path, size, err);
  if (status == PLY_OK && kept < size && ftruncate(log->fd, (off_t)kept) != 0)
    status =
        ply_err_set(err, PLY_E_SYSTEM, "%s: its torn last line cannot be cut off: %s", path, strerror(errno));
  if (status == PLY_OK && lseek(log->fd, (off_t)kept, SEEK_SET) < 0)
    status = ply_err_set(err, PLY_E_SYSTEM, "%s: %s", path, strerror(errno));
  free(data);
  if (status != PLY_OK) ply_class_log_close(log);
  return status;
}

ply_status ply_class_log_recall(char *text, const char *path, ply_class_state *state, ply_err *err) {
  ply_class_log log = {.fd = -1};
  size_t kept = 0;
  return replay(&log, text, strlen(text), path, state, &kept, err);
}

ply_status ply_class_log_add(ply_class_log *log, const ply_class_event *event, ply_err *err) {
  if (log->fd < 0) return PLY_OK;
  ply_text line;
  ply_text_init(&line);
  ply_class_event_write(event, &line);
  add_sum(&line);
  ply_text_add(&line, "\n");
  ply_status status = PLY_OK;
  off_t before = lseek(log->fd, 0, SEEK_CUR);
  if (line.failed)
    status = ply_err_set(err, PLY_E_MEMORY, "not enough memory to write an event");
  else if (!write_whole(log->fd, line.data, line.length)) {
    status = ply_err_set(err, PLY_E_SYSTEM, "the log cannot be written: %s", strerror(errno));
    if (ftruncate(log->fd, before) == 0) lseek(log->fd, before, SEEK_SET);
  }
  ply_text_done(&line);
  return status;
}

void ply_class_log_close(ply_class_log *log) {
  if (log->fd >= 0) close(log->fd);
  log->fd = -1;
}
