/* Whole files: read at once, and written so that a name never stands for half a file. All of it says why it failed by
 * errno; the room that asked knows how to tell that to a person. */
#ifndef PLY_BASE_FILE_H
#define PLY_BASE_FILE_H

#include "sim/base/base.h"

/* "folder/name", for the caller to free; NULL without memory. */
char *ply_path_joined(const char *folder, const char *name);

/* All that an open file, a pipe or a terminal gives, and a NUL, for the caller to free. expected: its size in bytes
 * where that is known, else 0 (a guess, not a bound). most: bytes; more is EFBIG. NULL with errno. */
char *ply_file_drain(int descriptor, size_t expected, size_t most, size_t *length);
/* The same of the file of that name; length may be NULL. */
char *ply_file_text(const char *path, size_t most, size_t *length);

/* A file in the making. It is written beside its place, under a hidden name that no other process has, and takes its
 * name when it is whole and on the disk. Where the name is a link, what it points to is replaced; where it stands for
 * a device or a pipe, that is written to. */
typedef struct ply_new_file {
  char *path, *beside; /* owned; beside: NULL for a device */
  int descriptor;      /* -1: not open */
} ply_new_file;

/* mode: the rights of a file that nobody's umask has narrowed, such as 0666. False with errno: nothing is open then. */
bool ply_new_file_start(ply_new_file *file, const char *path, unsigned mode);
bool ply_new_file_add(ply_new_file *file, const char *text, size_t length);
/* Gives it its name. False with errno: the name stands for what it stood for before. Ends it either way. */
bool ply_new_file_keep(ply_new_file *file);
/* Leaves no trace of it; errno stays as it is. Nothing after _keep or a _start that failed. */
void ply_new_file_drop(ply_new_file *file);
/* All of it in one. */
bool ply_file_write(const char *path, unsigned mode, const char *text, size_t length);

#endif
