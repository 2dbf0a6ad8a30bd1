/* Whole files of a sweep's folder, with what is said where one cannot be written. */
#include "sim/base/file.h"
#include "sim/sweep/store/store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

ply_status ply_store_file_write(const char *folder, const char *name, const char *text, size_t length,
                                ply_err *err) {
  char *path = ply_path_joined(folder, name);
  ply_status status = PLY_OK;
  if (path == NULL || !ply_file_write(path, 0666, text, length))
    status = ply_err_set(err, PLY_E_SYSTEM, "%s/%s cannot be written: %s", folder, name, strerror(errno));
  free(path);
  return status;
}

char *ply_store_file_text(const char *folder, const char *name) {
  char *path = ply_path_joined(folder, name),
       *text = path != NULL ? ply_file_text(path, SIZE_MAX / 4, NULL) : NULL;
  free(path);
  return text;
}
