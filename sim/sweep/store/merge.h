/* Private to merging: the parts there are, and where in them each run of a window stands (merge.c), from
 * which rows.c writes the tables. */
#ifndef PLY_SWEEP_STORE_MERGE_H
#define PLY_SWEEP_STORE_MERGE_H

#include "sim/sweep/store/part.h"
#include "sim/sweep/store/store.h"

#include <stdatomic.h>

typedef struct ply_part_file {
  char *path, *name;
  off_t size;
} ply_part_file;

/* Where a run's line is: part << PLY_PLACE_BITS | place in the file. The smallest of several counts, so that
 * it does not matter in which order parts are read. */
enum { PLY_PLACE_BITS = 40 };
#define PLY_PLACE_NONE UINT64_MAX

typedef struct ply_window {
  uint64_t from, to;       /* runs */
  _Atomic uint64_t *place; /* [to - from] */
} ply_window;

typedef struct ply_tables {
  const ply_sweep *sweep;
  const ply_part_file *parts;
  ply_stop stop;
  int threads;
  int results, times; /* files */
  uint64_t present, failed, first_missing;
} ply_tables;

/* Appends the rows of the window to both tables, in run order, and counts them. */
ply_status ply_tables_write(ply_tables *tables, const ply_window *window, ply_err *err);

#endif
