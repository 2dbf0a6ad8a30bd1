/* Whole files of a session's folder, with what a teacher is told where one cannot be read or written. */
#include "sim/base/file.h"
#include "sim/class/session/plan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FILE = 64 << 20 };

ply_status ply_class_file_read(const char *folder, const char *name, bool optional, char **text,
                               ply_err *err) {
  char *path = ply_path_joined(folder, name);
  ply_status status = PLY_OK;
  *text = path != NULL ? ply_file_text(path, MAX_FILE, NULL) : NULL;
  if (*text != NULL || (optional && path != NULL && errno == ENOENT)) {
    free(path);
    return PLY_OK;
  }
  if (path == NULL || errno == ENOMEM)
    status = ply_err_set(err, PLY_E_MEMORY, "not enough memory to read %s/%s", folder, name);
  else if (errno == EFBIG)
    status = ply_err_set(err, PLY_E_SYSTEM, "%s is no file of at most %d MiB", path, MAX_FILE >> 20);
  else
    status = ply_err_set(err, PLY_E_SYSTEM, "%s cannot be read: %s (is this the folder of a session?)", path,
                         strerror(errno));
  free(path);
  return status;
}

ply_status ply_class_file_write(const char *folder, const char *name, const char *text, ply_err *err) {
  char *path = ply_path_joined(folder, name);
  ply_status status = PLY_OK;
  if (path == NULL || !ply_file_write(path, 0600, text, strlen(text)))
    status = ply_err_set(err, PLY_E_SYSTEM, "%s/%s cannot be written: %s", folder, name, strerror(errno));
  free(path);
  return status;
}
