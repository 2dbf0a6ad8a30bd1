/* Where do the bytes come from: a whole file, or standard input for "-", up to the limit. A folder, a missing
 * file, a file without permission are told in the system's words, at the place of the path in the file that
 * extends it. */
#include "sim/base/file.h"
#include "sim/base/json_tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file that could not be read: told at the path that asks for it, else at the file itself. */
static int failed(ply_tree *tree, const char *name, const ply_node *at, int error, const char *what) {
  if (error == ENOMEM) ply_tree_out_of_memory(tree);
  ply_problem found = error == EFBIG ? P002 : P001;
  ply_hint none = {0};
  bool system = error != EFBIG && error != ENOENT && error != ENOTDIR && error != EISDIR && error != EINVAL;
  if (at != NULL) {
    if (system && tree->worst == PLY_OK) tree->worst = PLY_E_SYSTEM;
    ply_report_problem(tree, found, at, AT_VALUE, none, "cannot read %s: %s", ply_quoted(tree, name), what);
  } else {
    if (tree->worst == PLY_OK) tree->worst = error == EFBIG ? PLY_E_INPUT : PLY_E_SYSTEM;
    size_t file = ply_tree_add_file(tree, name, NULL, NULL, 0);
    ply_report_problem_at(tree, found, file, 0, 1, "", none, "cannot read %s: %s", ply_quoted(tree, name),
                          what);
  }
  return -1;
}

static int open_file(const char *path, const ply_node *at, struct stat *about) {
  int descriptor =
      strcmp(path, "-") == 0 && at == NULL ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_NONBLOCK);
  if (descriptor < 0) return -1;
  int error = 0;
  if (fstat(descriptor, about) != 0)
    error = errno;
  else if (S_ISDIR(about->st_mode))
    error = EISDIR;
  else if (at != NULL && !S_ISREG(about->st_mode))
    error = EINVAL;
  else if (!S_ISREG(about->st_mode)) /* a pipe or a terminal: wait for it */
    fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK);
  if (error == 0) return descriptor;
  close(descriptor);
  errno = error;
  return -1;
}

static const char *reason(ply_tree *tree, int error) {
  const char *told;
  switch (error) {
  case ENOENT: return "there is no such file";
  case EISDIR:
    told = ply_arena_printf(tree->arena, "it is a folder; a %s file is expected", tree->noun);
    if (told == NULL) ply_tree_out_of_memory(tree);
    return told;
  case EINVAL: return "it is no ordinary file";
  case EFBIG: return "it is larger than 16 MiB, the limit of one file";
  default: return strerror(error);
  }
}

int ply_file_read(ply_tree *tree, const char *path, const char *name, const char *folder,
                  const ply_node *at) {
  struct stat about;
  size_t length = 0;
  int descriptor = open_file(path, at, &about);
  if (descriptor < 0) return failed(tree, name, at, errno, reason(tree, errno));
  char *text =
      ply_file_drain(descriptor, S_ISREG(about.st_mode) ? (size_t)about.st_size : 0, PLY_MAX_FILE, &length);
  int error = errno;
  close(descriptor);
  if (text == NULL) return failed(tree, name, at, error, reason(tree, error));
  size_t file = ply_tree_add_file(tree, name, folder, text, length);
  tree->files[file].device = (uint64_t)about.st_dev;
  tree->files[file].inode = (uint64_t)about.st_ino;
  return (int)file;
}
