/* How does a file come to its name only when it is whole? It is written beside its place under another name, brought to
 * the disk (fsync), renamed, which is one step for whoever looks, and the folder is brought to the disk too: a kill or a
 * power cut at any moment leaves the old file or the new. A name left behind is hidden: ".NAME.PID.RANDOM". */
#define _XOPEN_SOURCE 700 /* realpath */
#include "sim/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

char *ply_path_joined(const char *folder, const char *name) {
  ply_text text;
  ply_text_init(&text);
  ply_text_addf(&text, "%s/%s", folder, name);
  return ply_text_take(&text);
}

/* ---- reading ---- */

char *ply_file_drain(int descriptor, size_t expected, size_t most, size_t *length) {
  size_t used = 0, room = expected > 0 && expected < most ? expected + 2 : 1 << 16;
  char *text = malloc(room);
  while (text != NULL && used <= most) {
    if (room - used < 2) {
      char *more = realloc(text, room *= 2);
      if (more == NULL) break;
      text = more;
    }
    ssize_t n = read(descriptor, text + used, room - used - 1);
    if (n == 0) {
      text[used] = '\0';
      if (length != NULL) *length = used;
      return text;
    }
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) break;
    used += (size_t)n;
  }
  int reason = used > most ? EFBIG : errno;
  free(text);
  errno = reason;
  return NULL;
}

char *ply_file_text(const char *path, size_t most, size_t *length) {
  struct stat about;
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return NULL;
  size_t expected = fstat(descriptor, &about) == 0 && S_ISREG(about.st_mode) ? (size_t)about.st_size : 0;
  char *text = ply_file_drain(descriptor, expected, most, length);
  int reason = errno;
  close(descriptor);
  errno = reason;
  return text;
}

/* ---- writing ---- */

/* A device or a file system that knows no such thing says EINVAL. */
static bool settled(int descriptor) { return fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS; }

/* A folder that may be written but not listed cannot be asked. */
static bool folder_settled(const char *path) {
  const char *slash = strrchr(path, '/');
  char *folder = slash == NULL ? strdup(".") : strndup(path, (size_t)(slash - path) + 1);
  int descriptor = folder != NULL ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
  bool good = descriptor >= 0 ? settled(descriptor) : folder != NULL && errno == EACCES;
  int reason = errno;
  if (descriptor >= 0) close(descriptor);
  free(folder);
  errno = reason;
  return good;
}

static char *name_beside(const char *path) {
  const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
  uint64_t random = 0;
  ply_text text;
  ply_text_init(&text);
  if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random) random = (uint64_t)(uintptr_t)&text;
  ply_text_add_n(&text, path, (size_t)(name - path));
  ply_text_addf(&text, ".%s.%ld.%08" PRIx32, name, (long)getpid(), (uint32_t)random);
  return ply_text_take(&text);
}

bool ply_new_file_start(ply_new_file *file, const char *path, unsigned mode) {
  struct stat about;
  *file = (ply_new_file){.descriptor = -1};
  bool there = stat(path, &about) == 0, device = there && !S_ISREG(about.st_mode);
  file->path = there && !device ? realpath(path, NULL) : strdup(path);
  if (file->path != NULL && !device) file->beside = name_beside(file->path);
  if (file->path != NULL && device)
    file->descriptor = open(path, O_WRONLY | O_CLOEXEC);
  else if (file->beside != NULL)
    file->descriptor = open(file->beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, (mode_t)mode);
  if (file->descriptor >= 0) return true;
  if (file->beside != NULL) {
    free(file->beside);
    file->beside = NULL;
  }
  ply_new_file_drop(file);
  return false;
}

bool ply_new_file_add(ply_new_file *file, const char *text, size_t length) {
  while (length > 0) {
    ssize_t n = write(file->descriptor, text, length);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    text += n;
    length -= (size_t)n;
  }
  return true;
}

bool ply_new_file_keep(ply_new_file *file) {
  bool good = file->beside == NULL || settled(file->descriptor);
  int reason = errno;
  if (close(file->descriptor) != 0 && good) {
    reason = errno;
    good = false;
  }
  file->descriptor = -1;
  errno = reason;
  if (good && file->beside != NULL) {
    good = rename(file->beside, file->path) == 0;
    if (good) {
      free(file->beside);
      file->beside = NULL;
      good = folder_settled(file->path);
    }
  }
  ply_new_file_drop(file);
  return good;
}

void ply_new_file_drop(ply_new_file *file) {
  int reason = errno;
  if (file->descriptor >= 0) close(file->descriptor);
  if (file->beside != NULL) unlink(file->beside);
  free(file->beside);
  free(file->path);
  *file = (ply_new_file){.descriptor = -1};
  errno = reason;
}

bool ply_file_write(const char *path, unsigned mode, const char *text, size_t length) {
  ply_new_file file;
  if (!ply_new_file_start(&file, path, mode)) return false;
  if (ply_new_file_add(&file, text, length)) return ply_new_file_keep(&file);
  ply_new_file_drop(&file);
  return false;
}
