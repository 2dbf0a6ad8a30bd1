/* Where runs are kept: a folder with the plan, the scenario, append-only parts, and the merged table.
 *
 *   plan.json, scenario.json     what was asked, whole; a later call must agree with them
 *   manifest-I-of-N.jsonl        a line for each start and end of shard I of N
 *   parts/I-of-N-w.csv           finished runs of worker w, one line each, appended by one write
 *   results.csv, times.csv       the merged table in run order; seconds of each run
 *
 * A line of a part ends with a check sum, so that a torn or damaged one is known and its run done again.
 * Parts carry no parameters: those follow from the number of the run. */
#ifndef PLY_SWEEP_STORE_H
#define PLY_SWEEP_STORE_H

#include "sim/sweep/sweep.h"

typedef struct ply_store ply_store;

/* Which runs: shard `index` of `count`, from 1; a shard is a stretch of whole blocks of runs (see store.c).
 */
typedef struct ply_shard {
  int index, count;
} ply_shard;

/* Opens or makes the folder. Where it holds another sweep, or one that another process is writing:
 * PLY_E_USAGE, with the difference (several lines) in `difference`, which may be NULL. extend: the plan may
 * have a larger n than the one that is kept. argv: NULL-terminated, for the manifest. */
ply_status ply_store_open(const ply_sweep *sweep, const char *folder, ply_shard shard, bool extend,
                          char *const *argv, ply_store **out, ply_text *difference, ply_err *err);
void ply_store_close(ply_store *store);

/* The runs of the shard: first, how many, how many of them are done already. */
uint64_t ply_store_first(const ply_store *store);
uint64_t ply_store_count(const ply_store *store);
uint64_t ply_store_done_before(const ply_store *store);
bool ply_store_has(const ply_store *store, uint64_t run);
/* Notes a run as done (one thread only; pool.c needs it not). */
void ply_store_note(ply_store *store, uint64_t run);

/* Appends a finished run to the part of a worker (0 .. 1023; one thread each). cells: as ply_runner_run gives
 * them. */
ply_status ply_store_append(ply_store *store, int worker, uint64_t run, const char *cells, double seconds,
                            ply_err *err);

/* Appends lines of ply_part_write at once. */
ply_status ply_store_append_lines(ply_store *store, int worker, const char *lines, size_t length,
                                  ply_err *err);

/* Makes sure that the worker's part is open for appending. */
ply_status ply_store_worker(ply_store *store, int worker, ply_err *err);

/* Notes the end in the manifest. */
void ply_store_end(ply_store *store, const char *how, uint64_t done, uint64_t failed, int workers,
                   double seconds);

/* What a merge found. */
typedef struct ply_merge_report {
  uint64_t runs, present, failed, damaged, twice;
} ply_merge_report;

typedef struct ply_merge_settings {
  bool partial; /* runs may be missing */
  int threads;  /* 0: all cores; at most 16 are used */
  ply_stop stop;
  uint64_t window;  /* runs that are looked up at once; 0: 8 million */
  uint32_t segment; /* bytes of a part that a thread reads at once; 0: 16 MiB */
} ply_merge_settings;

/* Merges the parts of `folders` into results.csv and times.csv of `out` (made where it is not there). Missing
 * runs: PLY_E_USAGE naming the first, unless partial. PLY_E_STOPPED: the tables are as they were. Memory: 64
 * MiB and a few MiB a thread. */
ply_status ply_store_merge(const ply_sweep *sweep, const char *const *folders, int n_folders, const char *out,
                           const ply_merge_settings *settings, ply_merge_report *report, ply_err *err);

/* The sweep that a folder holds. */
typedef struct ply_sweep_kept {
  ply_diags problems;
  ply_plan *plan;
  ply_sweep *sweep;
} ply_sweep_kept;
/* PLY_E_SYSTEM: it is no sweep's folder; the statuses of ply_sweep_prepare. Ask for ply_sweep_kept_done whatever comes. */
ply_status ply_sweep_kept_open(ply_sweep_kept *kept, const char *folder, ply_sweep_json *json, ply_err *err);
void ply_sweep_kept_done(ply_sweep_kept *kept);

/* ---- for mpi.c and pool.c ---- */

/* The run at position p of the order of work, or UINT64_MAX for a hole. Positions: 0 .. ply_order_size - 1.
 */
uint64_t ply_order_size(const ply_sweep *sweep, uint64_t count);
uint64_t ply_order_run(const ply_sweep *sweep, uint64_t first, uint64_t count, uint64_t position);

/* ---- for the room's other files ---- */

ply_status ply_store_file_write(const char *folder, const char *name, const char *text, size_t length,
                                ply_err *err);
char *ply_store_file_text(const char *folder, const char *name); /* malloc; NULL where it cannot be read */
/* Writes plan.json and scenario.json. */
ply_status ply_store_inputs(const ply_sweep *sweep, const char *folder, ply_err *err);
/* PLY_OK where `folder` holds the same plan and scenario. */
ply_status ply_store_agrees(const ply_sweep *sweep, const char *folder, bool extend, ply_text *difference,
                            ply_err *err);

/* ---- pool.c ---- */

typedef struct ply_progress {
  uint64_t total, done, before, failed; /* runs of the shard; done now and before; failed now */
  uint64_t again; /* not done for want of memory or by the system: the next call does them */
  double seconds;
  int ranks; /* 1 without MPI */
} ply_progress;

typedef struct ply_pool_settings {
  int threads; /* 0: all cores */
  ply_stop stop;
  void (*progress)(void *data,
                   const ply_progress *progress); /* about five times a second, from the calling thread */
  void *progress_data;
} ply_pool_settings;

/* Does the runs of the shard that are not done yet. PLY_E_STOPPED when interrupted: what is done is kept. */
ply_status ply_pool_run(const ply_sweep *sweep, ply_store *store, const ply_pool_settings *settings,
                        ply_progress *progress, ply_err *err);

#endif
