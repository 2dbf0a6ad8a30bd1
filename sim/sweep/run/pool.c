/* Threads that do runs. Each takes the next few positions of the order of work, does those runs that are not
 * done yet, and appends them to its own part; the calling thread only reports progress. A sampled sweep is
 * done in run order, since any first part of a sample covers the space; a grid in bit-reversed order, for the
 * same reason. What a run gives does not depend on the thread or the order. */
#include "sim/sweep/store/part.h"
#include "sim/sweep/store/store.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* ---- the order of work ---- */

static int bits_of(uint64_t count) {
  int bits = 0;
  while (bits < 63 && (UINT64_C(1) << bits) < count) bits++;
  return bits;
}

uint64_t ply_order_size(const ply_sweep *sweep, uint64_t count) {
  return sweep->sample.method->samples ? count : UINT64_C(1) << bits_of(count);
}

uint64_t ply_order_run(const ply_sweep *sweep, uint64_t first, uint64_t count, uint64_t position) {
  uint64_t i = position;
  if (!sweep->sample.method->samples) {
    i = 0;
    for (int b = bits_of(count); b > 0; b--, position >>= 1) i = i << 1 | (position & 1);
  }
  return i < count ? first + i : UINT64_MAX;
}

/* ---- workers ---- */

typedef struct pool {
  const ply_sweep *sweep;
  ply_store *store;
  ply_stop stop;
  uint64_t size, step;
  int threads;
  _Atomic uint64_t next, done, failed, again;
  atomic_int running, halted;
  pthread_mutex_t lock;
  pthread_cond_t ended;
  ply_status status; /* under lock */
  ply_err err;
} pool;

typedef struct worker {
  pool *pool;
  int number;
  pthread_t thread;
} worker;

static void halt(pool *p, ply_status status, const ply_err *err) {
  pthread_mutex_lock(&p->lock);
  if (p->status == PLY_OK || p->status == PLY_E_STOPPED) {
    p->status = status;
    p->err = *err;
  }
  pthread_mutex_unlock(&p->lock);
  atomic_store(&p->halted, 1);
}

static ply_status do_run(worker *w, ply_runner *runner, uint64_t run, ply_text *cells, ply_err *err) {
  double begun = ply_seconds();
  cells->length = 0;
  ply_status status = ply_runner_run(runner, run, cells, err);
  if (status != PLY_OK) return status;
  ply_run_end end = ply_part_end(cells->data, cells->length);
  if (end == PLY_RUN_AGAIN)
    atomic_fetch_add(&w->pool->again, 1);
  else
    status = ply_store_append(w->pool->store, w->number, run, cells->data, ply_seconds() - begun, err);
  if (status != PLY_OK || end == PLY_RUN_AGAIN) return status;
  if (end == PLY_RUN_FAILED) atomic_fetch_add(&w->pool->failed, 1);
  atomic_fetch_add(&w->pool->done, 1);
  return PLY_OK;
}

static void work(worker *w) {
  pool *p = w->pool;
  ply_err err = {0};
  ply_text cells;
  ply_text_init(&cells);
  ply_runner *runner = ply_runner_new(p->sweep, p->stop);
  ply_status status = runner != NULL ? PLY_OK : ply_err_set(&err, PLY_E_MEMORY, "out of memory");
  if (runner != NULL) ply_runner_threads(runner, p->threads);
  uint64_t first = ply_store_first(p->store), count = ply_store_count(p->store);
  while (status == PLY_OK && !atomic_load(&p->halted)) {
    uint64_t from = atomic_fetch_add(&p->next, p->step), to = from + p->step;
    if (from >= p->size) break;
    for (uint64_t i = from; i < to && i < p->size && status == PLY_OK && !atomic_load(&p->halted); i++) {
      uint64_t run = ply_order_run(p->sweep, first, count, i);
      if (run == UINT64_MAX || ply_store_has(p->store, run)) continue;
      if (p->stop != NULL && *p->stop)
        status = ply_err_set(&err, PLY_E_STOPPED, "interrupted");
      else
        status = do_run(w, runner, run, &cells, &err);
    }
  }
  if (status != PLY_OK) halt(p, status, &err);
  ply_runner_free(runner);
  ply_text_done(&cells);
}

static void *start(void *data) {
  worker *w = data;
  work(w);
  pthread_mutex_lock(&w->pool->lock);
  atomic_fetch_sub(&w->pool->running, 1);
  pthread_cond_signal(&w->pool->ended);
  pthread_mutex_unlock(&w->pool->lock);
  return NULL;
}

/* ---- the calling thread ---- */

static void look(pool *p, ply_progress *progress, double begun) {
  progress->done = atomic_load(&p->done);
  progress->failed = atomic_load(&p->failed);
  progress->again = atomic_load(&p->again);
  progress->seconds = ply_seconds() - begun;
}

static void wait_for_all(pool *p, const ply_pool_settings *settings, ply_progress *progress, double begun) {
  pthread_mutex_lock(&p->lock);
  while (atomic_load(&p->running) > 0) {
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += 200000000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_cond_timedwait(&p->ended, &p->lock, &until);
    if (settings->progress == NULL) continue;
    pthread_mutex_unlock(&p->lock);
    look(p, progress, begun);
    settings->progress(settings->progress_data, progress);
    pthread_mutex_lock(&p->lock);
  }
  pthread_mutex_unlock(&p->lock);
}

static int threads_of(const ply_pool_settings *settings, uint64_t left) {
  long n = settings->threads > 0 ? settings->threads : sysconf(_SC_NPROCESSORS_ONLN);
  if (n < 1) n = 1;
  if ((uint64_t)n > left) n = (long)left;
  return n > 1024 ? 1024 : n < 1 ? 1 : (int)n;
}

ply_status ply_pool_run(const ply_sweep *sweep, ply_store *store, const ply_pool_settings *settings,
                        ply_progress *progress, ply_err *err) {
  uint64_t count = ply_store_count(store), left = count - ply_store_done_before(store);
  int n = threads_of(settings, left), started = 0;
  pool p = {.sweep = sweep, .store = store, .stop = settings->stop, .size = ply_order_size(sweep, count)};
  p.threads = n;
  p.step = sweep->solves ? 1 : 64;
  *progress = (ply_progress){.total = count, .before = ply_store_done_before(store), .ranks = 1};
  double begun = ply_seconds();
  worker *workers = calloc((size_t)n, sizeof *workers);
  if (workers == NULL) return ply_err_set(err, PLY_E_MEMORY, "out of memory");
  pthread_mutex_init(&p.lock, NULL);
  pthread_cond_init(&p.ended, NULL);
  for (int i = 0; i < n && p.status == PLY_OK; i++) p.status = ply_store_worker(store, i, &p.err);
  for (; started < n && p.status == PLY_OK; started++) {
    workers[started] = (worker){.pool = &p, .number = started};
    atomic_fetch_add(&p.running, 1);
    if (pthread_create(&workers[started].thread, NULL, start, &workers[started]) == 0) continue;
    atomic_fetch_sub(&p.running, 1);
    break;
  }
  if (started == 0 && p.status == PLY_OK) { /* no thread to be had: this one does it */
    workers[0] = (worker){.pool = &p};
    work(&workers[0]);
  }
  wait_for_all(&p, settings, progress, begun);
  for (int i = 0; i < started; i++) pthread_join(workers[i].thread, NULL);
  look(&p, progress, begun);
  pthread_cond_destroy(&p.ended);
  pthread_mutex_destroy(&p.lock);
  free(workers);
  if (p.status != PLY_OK && err != NULL) *err = p.err;
  ply_store_end(store,
                p.status == PLY_OK          ? "done"
                : p.status == PLY_E_STOPPED ? "interrupted"
                                            : "error",
                progress->done, progress->failed, n, progress->seconds);
  return p.status;
}
