/* Which format is a text in, and what does a path hold? The registry of formats, and whole files. */
#include "sim/base/file.h"
#include "sim/interop/interop.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const ply_interop *const formats[] = {&ply_interop_nfg, &ply_interop_efg};
enum { N_FORMATS = sizeof formats / sizeof *formats };

const ply_interop *const *ply_interops(size_t *n) {
  *n = N_FORMATS;
  return formats;
}

const ply_interop *ply_interop_find(const char *name) {
  for (size_t k = 0; k < N_FORMATS; k++)
    if (strcmp(formats[k]->name, name) == 0) return formats[k];
  return NULL;
}

const ply_interop *ply_interop_of(const char *text, size_t length) {
  size_t at = length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
  while (at < length && isspace((unsigned char)text[at])) at++;
  for (size_t k = 0; k < N_FORMATS; k++) {
    size_t n = strlen(formats[k]->magic);
    if (length - at >= n && memcmp(text + at, formats[k]->magic, n) == 0) return formats[k];
  }
  return NULL;
}

static ply_status cannot(const char *path, int error, ply_err *err) {
  ply_err_set(err, error == ENOMEM ? PLY_E_MEMORY : PLY_E_SYSTEM, "cannot read \"%.200s\": %s", path,
              error == ENOENT ? "there is no such file" : strerror(error));
  if (err != NULL) snprintf(err->file, sizeof err->file, "%.390s", path);
  return error == ENOMEM ? PLY_E_MEMORY : PLY_E_SYSTEM;
}

ply_status ply_interop_load(const char *path, char **text, size_t *length, ply_err *err) {
  bool standard = strcmp(path, "-") == 0;
  *text = standard ? ply_file_drain(STDIN_FILENO, 0, SIZE_MAX / 4, length)
                   : ply_file_text(path, SIZE_MAX / 4, length);
  return *text != NULL ? PLY_OK : cannot(path, errno, err);
}
