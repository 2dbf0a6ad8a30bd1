/* Whole files of a session's folder: read at once, and written so that a crash leaves either the old file or
 * the new. */
#include "sim/class/session/plan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_FILE = 64 << 20, MAX_PATH = 4096 };

static ply_status path_of(const char *folder, const char *name, const char *suffix, char path[MAX_PATH],
                          ply_err *err) {
  int n = snprintf(path, MAX_PATH, "%s/%s%s", folder, name, suffix);
  return n < MAX_PATH ? PLY_OK : ply_err_set(err, PLY_E_SYSTEM, "the name of the folder is too long");
}

ply_status ply_class_file_read(const char *folder, const char *name, bool optional, char **text,
                               ply_err *err) {
  char path[MAX_PATH];
  *text = NULL;
  ply_status status = path_of(folder, name, "", path, err);
  FILE *file = status == PLY_OK ? fopen(path, "rb") : NULL;
  if (file == NULL) {
    if (status != PLY_OK || (optional && errno == ENOENT)) return status;
    return ply_err_set(err, PLY_E_SYSTEM, "%s cannot be opened: %s (is this the folder of a session?)", path,
                       strerror(errno));
  }
  struct stat about;
  size_t size = 0;
  if (fstat(fileno(file), &about) != 0 || about.st_size > MAX_FILE || !S_ISREG(about.st_mode))
    status = ply_err_set(err, PLY_E_SYSTEM, "%s is no file of at most %d MiB", path, MAX_FILE >> 20);
  if (status == PLY_OK && (*text = malloc((size_t)about.st_size + 1)) == NULL)
    status = ply_err_set(err, PLY_E_MEMORY, "not enough memory to read %s", path);
  if (status == PLY_OK) {
    size = fread(*text, 1, (size_t)about.st_size, file);
    (*text)[size] = '\0';
    if (ferror(file) != 0) status = ply_err_set(err, PLY_E_SYSTEM, "%s cannot be read", path);
  }
  fclose(file);
  if (status != PLY_OK) {
    free(*text);
    *text = NULL;
  }
  return status;
}

static bool put(int fd, const char *text) {
  for (size_t done = 0, size = strlen(text); done < size;) {
    ssize_t n = write(fd, text + done, size - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    done += (size_t)n;
  }
  return fsync(fd) == 0;
}

ply_status ply_class_file_write(const char *folder, const char *name, const char *text, ply_err *err) {
  char path[MAX_PATH], beside[MAX_PATH];
  ply_status status = path_of(folder, name, "", path, err);
  if (status == PLY_OK) status = path_of(folder, name, ".new", beside, err);
  if (status != PLY_OK) return status;
  int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  bool good = fd >= 0 && put(fd, text);
  if (fd >= 0) good = close(fd) == 0 && good;
  if (good) good = rename(beside, path) == 0;
  if (good) return PLY_OK;
  status = ply_err_set(err, PLY_E_SYSTEM, "%s cannot be written: %s", path, strerror(errno));
  if (fd >= 0) unlink(beside);
  return status;
}
