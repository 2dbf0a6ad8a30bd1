/* The facade's files: output that appears under its name only when it is whole. */
#include "sim/api/inside.h"
#include "sim/base/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct parley_file {
  ply_new_file made;
  char *name; /* as it was asked for */
};

static parley_status failed(const char *path, int reason, parley_error *error) {
  ply_err err;
  ply_status status = reason == ENOMEM ? PLY_E_MEMORY : PLY_E_SYSTEM;
  ply_err_set(&err, status, "cannot write %s: %s", path, strerror(reason));
  return parley_inside_status(status, &err, error);
}

parley_status parley_file_start(const char *path, parley_file **file, parley_error *error) {
  parley_file *made = malloc(sizeof *made);
  *file = NULL;
  if (made == NULL) return failed(path, ENOMEM, error);
  made->name = strdup(path);
  if (made->name == NULL || !ply_new_file_start(&made->made, path, 0666)) {
    int reason = errno;
    free(made->name);
    free(made);
    return failed(path, reason, error);
  }
  *file = made;
  return PARLEY_OK;
}

bool parley_file_add(void *file, const char *text, size_t length) {
  return ply_new_file_add(&((parley_file *)file)->made, text, length);
}

parley_status parley_file_keep(parley_file *file, parley_error *error) {
  bool good = ply_new_file_keep(&file->made);
  parley_status status = good ? PARLEY_OK : failed(file->name, errno, error);
  free(file->name);
  free(file);
  return status;
}

void parley_file_drop(parley_file *file) {
  if (file == NULL) return;
  ply_new_file_drop(&file->made);
  free(file->name);
  free(file);
}
