/* A whole call of a sweep. */
#ifndef PLY_SWEEP_RUN_WHOLE_H
#define PLY_SWEEP_RUN_WHOLE_H

#include "sim/sweep/store/store.h"

typedef struct ply_whole_settings {
  const char *folder;    /* where results are kept */
  int threads;           /* 0: one a processor */
  int shard, shards;     /* this call does shard 1 .. shards of the runs; 0, 0: all */
  bool extend;           /* the plan's n may be larger than that of the runs in the folder */
  uint64_t memory_bytes; /* of one solve; 0: the default of ply_solve */
  char *const *argv;     /* for the manifest, ends with NULL; or NULL */
  double lost_after_s;   /* a rank that is silent so long is given up; 0: 600 */
  ply_stop stop;
  void (*progress)(void *data, const ply_progress *progress); /* or NULL */
  void *progress_data;
} ply_whole_settings;

typedef struct ply_whole_report {
  uint64_t runs, done, before, failed; /* of the whole sweep; done now; before; failed (all, once merged) */
  bool merged;                         /* results.csv is complete */
  bool quiet;                          /* this process only served another one */
  double seconds;
  char *difference; /* where the folder holds another sweep: lines that differ, malloc; else NULL */
} ply_whole_report;

/* Does the runs that the folder does not hold yet, and merges the table when this call had all of them to do. Under mpirun
 * all ranks call this; rank 0 writes. PLY_E_STOPPED: what is done is kept; the statuses of ply_sweep_prepare and
 * ply_store_open. *report is filled as far as it came, whatever comes back. */
ply_status ply_sweep_run(const ply_plan *plan, ply_sweep_json *json, const ply_whole_settings *settings,
                         ply_whole_report *report, ply_err *err);

#endif
