/* One call of a sweep, whole: the folder is opened, the runs it does not hold are done by the threads of this process or by
 * the ranks that mpirun started, and where all were to be done they are merged into the table. */
#include "sim/sweep/run/whole.h"
#include "sim/sweep/run/ranks.h"

/* Merges where this call had all runs to do. */
static ply_status finish(const ply_sweep *sweep, const ply_whole_settings *settings, ply_whole_report *report,
                         ply_err *err) {
  ply_merge_report merge;
  const char *folders[1] = {settings->folder};
  if (settings->shards > 1) return PLY_OK;
  ply_merge_settings merging = {.threads = settings->threads, .stop = settings->stop};
  ply_status status = ply_store_merge(sweep, folders, 1, settings->folder, &merging, &merge, err);
  if (status != PLY_OK) return status;
  report->merged = true;
  report->failed = merge.failed;
  return PLY_OK;
}

/* One process does the runs, or leads the ranks that do them. */
static ply_status run(ply_ranks *ranks, ply_sweep *sweep, const ply_whole_settings *settings,
                      ply_whole_report *report, bool *lost, ply_err *err) {
  ply_shard shard = {settings->shards > 0 ? settings->shard : 1, settings->shards > 0 ? settings->shards : 1};
  ply_pool_settings pool = {.threads = settings->threads,
                            .stop = settings->stop,
                            .progress_data = settings->progress_data,
                            .progress = settings->progress};
  ply_store *store = NULL;
  ply_text difference;
  ply_progress progress = {0};
  ply_text_init(&difference);
  ply_status status = ply_store_open(sweep, settings->folder, shard, settings->extend, settings->argv, &store,
                                     &difference, err);
  if (difference.length > 0) report->difference = ply_text_take(&difference);
  ply_text_done(&difference);
  if (ranks->size > 1) status = ply_ranks_agree(ranks, sweep, status, err);
  if (status == PLY_OK && ranks->size > 1)
    status = ply_ranks_lead(ranks, sweep, store, &pool,
                            settings->lost_after_s > 0 ? settings->lost_after_s : 600, &progress, lost, err);
  else if (status == PLY_OK)
    status = ply_pool_run(sweep, store, &pool, &progress, err);
  ply_store_close(store);
  report->runs = sweep->n_runs;
  report->done = progress.done;
  report->before = progress.before;
  report->failed = progress.failed;
  report->seconds = progress.seconds;
  if (status == PLY_OK && progress.again > 0)
    status = ply_err_set(err, PLY_E_SYSTEM,
                         "%llu of %llu runs are not done for want of memory or by a fault of the system: "
                         "the same command does them",
                         (unsigned long long)progress.again, (unsigned long long)sweep->n_runs);
  return status == PLY_OK ? finish(sweep, settings, report, err) : status;
}

static ply_status serve(const ply_ranks *ranks, const ply_sweep *sweep, const ply_whole_settings *settings,
                        ply_err *err) {
  ply_status status = ply_ranks_agree(ranks, sweep, PLY_OK, err);
  return status == PLY_OK ? ply_ranks_serve(ranks, sweep, settings->stop, err) : status;
}

ply_status ply_sweep_run(const ply_plan *plan, ply_sweep_json *json, const ply_whole_settings *settings,
                         ply_whole_report *report, ply_err *err) {
  ply_sweep *sweep = NULL;
  ply_ranks ranks;
  bool lost = false;
  *report = (ply_whole_report){0};
  ply_status status = ply_ranks_start(&ranks, err);
  if (status != PLY_OK) return status;
  if (ranks.size > 1 && settings->shards > 1)
    status = ply_err_set(err, PLY_E_USAGE, "ranks share the runs out themselves: no --shard under mpirun");
  if (status == PLY_OK) status = ply_sweep_prepare(plan, json, &sweep, err);
  if (status == PLY_OK) {
    sweep->memory_bytes = settings->memory_bytes < SIZE_MAX ? (size_t)settings->memory_bytes : SIZE_MAX;
    status = ranks.rank == 0 ? run(&ranks, sweep, settings, report, &lost, err)
                             : serve(&ranks, sweep, settings, err);
  } else if (ranks.size > 1) {
    ply_ranks_agree(&ranks, NULL, status, NULL); /* the other ranks wait for this one's word */
  }
  report->quiet = ranks.rank > 0;
  ply_sweep_free(sweep);
  if (ranks.size > 1) ply_ranks_end(&ranks, lost);
  return status;
}
