/* The lines of a part (see store.h): "run,cells,seconds,sum". A line ends with a check sum of itself (FNV-1a,
 * 32 bits), so that a torn or damaged one is known. */
#ifndef PLY_SWEEP_STORE_PART_H
#define PLY_SWEEP_STORE_PART_H

#include "sim/sweep/sweep.h"

#include <sys/types.h>

/* The first line, with its line feed: which sweep the runs belong to. */
void ply_part_header(const ply_sweep *sweep, ply_text *out);

/* Appends a finished run's line with its line feed. cells: as ply_runner_run gives them. */
void ply_part_write(ply_text *out, uint64_t run, const char *cells, double seconds);

/* Takes a line (without line feed) apart in place: false where it is damaged. */
typedef struct ply_part_line {
  uint64_t run;
  char *cells, *seconds;
  size_t n_cells; /* bytes */
} ply_part_line;
bool ply_part_read(char *line, size_t length, ply_part_line *out);

/* How a run ended, by its cells: they end with "status,error". Again: want of memory or the system kept it from
 * being done; it is never kept, and the next call does it. */
typedef enum ply_run_end { PLY_RUN_DONE, PLY_RUN_FAILED, PLY_RUN_AGAIN } ply_run_end;
ply_run_end ply_part_end(const char *cells, size_t length);

/* Takes run and end from a line that is known to be right; false where it is none. */
bool ply_part_glance(const char *line, size_t length, uint64_t *run, ply_run_end *end);

/* Whether a whole first line is the right header of another sweep or version: damaged, it is neither, and its part
 * counts as this sweep's if its lines' check sums are right. */
bool ply_part_other(const char *line, size_t length);

/* Reading one line after another, in blocks. */
typedef struct ply_part_lines {
  int file;
  off_t at; /* where data stands in the file */
  char *data;
  size_t from, length, room;
  bool end, failed; /* failed: errno says why */
} ply_part_lines;

/* From a place in the file on. False: errno says why. ply_part_close is for both. */
bool ply_part_open(ply_part_lines *lines, const char *path, off_t from);
void ply_part_close(ply_part_lines *lines);

/* The next line, NUL in place of its line feed, good until the next call; *at: where it begins in the file;
 * *whole: false for a tail without line feed. False at the end, or where reading fails. */
bool ply_part_next(ply_part_lines *lines, char **line, size_t *length, off_t *at, bool *whole);

#endif
