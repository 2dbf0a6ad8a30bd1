/* Keeping finished runs so that a kill at any moment loses at most the runs in progress. Each worker appends
 * to its own part with one write(2) a run; what was written is in the system's hands even if the process
 * dies. On opening, the parts are read that may hold runs of this shard (those of other shards are known by
 * their manifests): lines whose check sum is right are done, a torn tail is cut off the part that is appended
 * to.
 *
 * A shard is a stretch of neighbouring runs, cut at whole base points, trajectories or powers of two where
 * the method has them, so that a lost shard costs whole base points and not a piece of each. Cost of opening:
 * the size of those parts. Memory: one bit a run of the shard. */
#include "sim/base/file.h"
#include "sim/sweep/store/manifest.h"
#include "sim/sweep/store/part.h"
#include "sim/sweep/store/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { WORKERS = 1024 };

struct ply_store {
  const ply_sweep *sweep;
  char *folder;
  ply_shard shard;
  uint64_t first, count, before;
  uint64_t *done; /* [count / 64 + 1] */
  int part[WORKERS], lock;
  off_t good[WORKERS]; /* how much of each worker's part is right */
};

/* ---- files ---- */

/* Left behind by processes that ended in between: files beside the final ones, an hour old or more. */
static void clean_up(const char *folder) {
  static const char *const names[] = {".plan.json.", ".scenario.json.", ".results.csv.", ".times.csv."};
  DIR *dir = opendir(folder);
  for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;)
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
      struct stat about;
      if (strncmp(entry->d_name, names[i], strlen(names[i])) != 0) continue;
      if (fstatat(dirfd(dir), entry->d_name, &about, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(about.st_mode) &&
          time(NULL) - about.st_mtime > 3600)
        unlinkat(dirfd(dir), entry->d_name, 0);
    }
  if (dir != NULL) closedir(dir);
}

/* ---- a finished run ---- */

ply_status ply_store_append_lines(ply_store *store, int worker, const char *lines, size_t length,
                                  ply_err *err) {
  for (size_t done = 0; done < length;) {
    ssize_t n = write(store->part[worker], lines + done, length - done);
    if (n > 0)
      done += (size_t)n;
    else if (n < 0 && errno != EINTR)
      return ply_err_set(err, PLY_E_SYSTEM, "%s/parts cannot be written: %s", store->folder, strerror(errno));
  }
  return PLY_OK;
}

ply_status ply_store_append(ply_store *store, int worker, uint64_t run, const char *cells, double seconds,
                            ply_err *err) {
  ply_text line;
  ply_text_init(&line);
  ply_part_write(&line, run, cells, seconds);
  ply_status status = line.failed ? ply_err_set(err, PLY_E_MEMORY, "out of memory")
                                  : ply_store_append_lines(store, worker, line.data, line.length, err);
  ply_text_done(&line);
  return status;
}

/* ---- opening ---- */

static void note_line(ply_store *store, uint64_t run) {
  if (run < store->first || run - store->first >= store->count || ply_store_has(store, run)) return;
  store->before++;
  ply_store_note(store, run);
}

/* Reads one part: marks runs that are done; *good is the length up to the last right line. A part of another
 * sweep is refused. */
static ply_status read_part(ply_store *store, const char *path, off_t *good, ply_err *err) {
  ply_part_lines lines;
  ply_text header;
  char *line;
  size_t length;
  off_t at;
  bool whole;
  ply_status status = PLY_OK;
  *good = 0;
  ply_text_init(&header);
  ply_part_header(store->sweep, &header);
  if (header.failed) status = ply_err_set(err, PLY_E_MEMORY, "out of memory");
  if (!ply_part_open(&lines, path, 0) && status == PLY_OK)
    status = ply_err_set(err, PLY_E_SYSTEM, "%s: %s", path, strerror(errno));
  while (status == PLY_OK && ply_part_next(&lines, &line, &length, &at, &whole)) {
    ply_part_line row;
    bool same = at == 0 && length + 1 == header.length && memcmp(line, header.data, length) == 0;
    if (at == 0 && whole && !same && ply_part_other(line, length))
      status = ply_err_set(err, PLY_E_USAGE, "%s holds runs of another sweep or version", path);
    else if (whole && (same || ply_part_read(line, length, &row))) {
      *good = at + (off_t)length + 1;
      if (!same) note_line(store, row.run);
    }
  }
  if (status == PLY_OK && lines.failed)
    status = ply_err_set(err, PLY_E_SYSTEM, "%s cannot be read: %s", path, strerror(errno));
  ply_part_close(&lines);
  ply_text_done(&header);
  return status;
}

static int is_part(const struct dirent *entry) {
  size_t n = strlen(entry->d_name);
  return n >= 5 && strcmp(entry->d_name + n - 4, ".csv") == 0;
}

/* All parts that may hold runs of this shard; those of one shard come together, so that its manifest is read
 * once. */
static ply_status read_parts(ply_store *store, ply_err *err) {
  char *folder = ply_path_joined(store->folder, "parts");
  struct dirent **names = NULL;
  int n = folder != NULL ? scandir(folder, &names, is_part, alphasort) : -1;
  ply_status status =
      n >= 0 ? PLY_OK
             : ply_err_set(err, PLY_E_SYSTEM, "%s/parts cannot be read: %s", store->folder, strerror(errno));
  ply_shard last = {0, 0};
  bool elsewhere = false;
  for (int i = 0; i < n; i++) {
    ply_shard shard;
    int worker;
    bool named = sscanf(names[i]->d_name, "%d-of-%d-%d.csv", &shard.index, &shard.count, &worker) == 3;
    bool own = named && shard.index == store->shard.index && shard.count == store->shard.count;
    if (named && !own && (shard.index != last.index || shard.count != last.count)) {
      elsewhere = ply_manifest_elsewhere(store->folder, shard, store->first, store->count);
      last = shard;
    }
    if (status == PLY_OK && (!named || own || !elsewhere)) {
      off_t good = 0;
      char *path = ply_path_joined(folder, names[i]->d_name);
      status =
          path != NULL ? read_part(store, path, &good, err) : ply_err_set(err, PLY_E_MEMORY, "out of memory");
      free(path);
      if (own && worker >= 0 && worker < WORKERS) store->good[worker] = good;
    }
    free(names[i]);
  }
  free(names);
  free(folder);
  return status;
}

/* Opens a worker's part for appending, its torn tail cut off. */
static ply_status open_part(ply_store *store, int worker, ply_err *err) {
  ply_text path;
  ply_text_init(&path);
  ply_text_addf(&path, "%s/parts/%d-of-%d-%d.csv", store->folder, store->shard.index, store->shard.count,
                worker);
  off_t good = store->good[worker];
  ply_status status = path.failed ? ply_err_set(err, PLY_E_MEMORY, "out of memory") : PLY_OK;
  int part = status == PLY_OK ? open(path.data, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666) : -1;
  if (part >= 0 && ftruncate(part, good) == 0 && good == 0) {
    ply_text header;
    ply_text_init(&header);
    ply_part_header(store->sweep, &header);
    if (header.failed) status = ply_err_set(err, PLY_E_MEMORY, "out of memory");
    if (header.failed || write(part, header.data, header.length) != (ssize_t)header.length) {
      close(part);
      part = -1;
    }
    ply_text_done(&header);
  }
  if (status == PLY_OK && part < 0)
    status = ply_err_set(err, PLY_E_SYSTEM, "%s cannot be written: %s", path.data, strerror(errno));
  store->part[worker] = part;
  ply_text_done(&path);
  return status;
}

ply_status ply_store_worker(ply_store *store, int worker, ply_err *err) {
  if (worker >= WORKERS) return ply_err_set(err, PLY_E_LIMIT, "at most %d workers", WORKERS);
  return store->part[worker] >= 0 ? PLY_OK : open_part(store, worker, err);
}

/* One process a shard: a lock that the system drops when the process ends. */
static ply_status take_lock(ply_store *store, ply_err *err) {
  ply_text path;
  ply_text_init(&path);
  ply_text_addf(&path, "%s/parts/%d-of-%d.lock", store->folder, store->shard.index, store->shard.count);
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  store->lock = path.failed ? -1 : open(path.data, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  ply_status status = PLY_OK;
  if (store->lock < 0)
    status = ply_err_set(err, PLY_E_SYSTEM, "%s cannot be written: %s", store->folder, strerror(errno));
  else if (fcntl(store->lock, F_SETLK, &lock) != 0 && (errno == EACCES || errno == EAGAIN))
    status = ply_err_set(err, PLY_E_USAGE, "another sweep is writing to %s now", store->folder);
  ply_text_done(&path);
  return status;
}

static void take_stretch(ply_store *store) {
  const ply_sample *sample = &store->sweep->sample;
  uint64_t grain = sample->method->block != NULL ? sample->method->block(sample) : 1,
           blocks = store->sweep->n_runs / grain;
  uint64_t n = (uint64_t)store->shard.count, i = (uint64_t)store->shard.index - 1;
  uint64_t from = blocks / n * i + blocks % n * i / n, to = blocks / n * (i + 1) + blocks % n * (i + 1) / n;
  store->first = from * grain;
  store->count = (to - from) * grain;
}

static ply_status make_folder(const char *folder, ply_err *err) {
  char *parts = ply_path_joined(folder, "parts");
  ply_status status = PLY_OK;
  if (parts == NULL)
    status = ply_err_set(err, PLY_E_MEMORY, "out of memory");
  else if ((mkdir(folder, 0777) != 0 && errno != EEXIST) || (mkdir(parts, 0777) != 0 && errno != EEXIST))
    status = ply_err_set(err, PLY_E_SYSTEM, "%s cannot be made: %s", folder, strerror(errno));
  free(parts);
  return status;
}

ply_status ply_store_inputs(const ply_sweep *sweep, const char *folder, ply_err *err) {
  ply_text plan;
  ply_text_init(&plan);
  ply_status status = ply_plan_kept(sweep, &plan, err);
  if (status == PLY_OK)
    status = ply_store_file_write(folder, "scenario.json", sweep->text, sweep->length, err);
  if (status == PLY_OK) status = ply_store_file_write(folder, "plan.json", plan.data, plan.length, err);
  ply_text_done(&plan);
  return status;
}

void ply_store_end(ply_store *store, const char *how, uint64_t done, uint64_t failed, int workers,
                   double seconds) {
  ply_manifest_end(store->folder, store->shard, how, done, failed, workers, seconds);
}

ply_status ply_store_open(const ply_sweep *sweep, const char *folder, ply_shard shard, bool extend,
                          char *const *argv, ply_store **out, ply_text *difference, ply_err *err) {
  *out = NULL;
  if (shard.count < 1 || shard.index < 1 || shard.index > shard.count)
    return ply_err_set(err, PLY_E_USAGE, "a shard is i/n with i from 1 to n, not %d/%d", shard.index,
                       shard.count);
  ply_store *store = calloc(1, sizeof *store);
  if (store == NULL) return ply_err_set(err, PLY_E_MEMORY, "out of memory");
  *store = (ply_store){.sweep = sweep, .shard = shard, .lock = -1};
  for (int w = 0; w < WORKERS; w++) store->part[w] = -1;
  take_stretch(store);
  store->folder = strdup(folder);
  store->done = calloc(store->count / 64 + 1, sizeof *store->done);
  ply_status status = store->folder != NULL && store->done != NULL ? PLY_OK : PLY_E_MEMORY;
  if (status == PLY_E_MEMORY) ply_err_set(err, status, "out of memory");
  if (status == PLY_OK) status = ply_store_agrees(sweep, folder, extend, difference, err);
  if (status == PLY_OK) status = make_folder(folder, err);
  if (status == PLY_OK) status = take_lock(store, err);
  if (status == PLY_OK) clean_up(folder);
  if (status == PLY_OK) status = ply_store_inputs(sweep, folder, err);
  if (status == PLY_OK) status = read_parts(store, err);
  if (status == PLY_OK) {
    ply_manifest_start(sweep, store->folder, shard, store->first, store->count, store->before, argv);
    *out = store;
  } else
    ply_store_close(store);
  return status;
}

void ply_store_close(ply_store *store) {
  if (store == NULL) return;
  for (int w = 0; w < WORKERS; w++)
    if (store->part[w] >= 0) close(store->part[w]);
  if (store->lock >= 0) close(store->lock);
  free(store->folder);
  free(store->done);
  free(store);
}

uint64_t ply_store_first(const ply_store *store) { return store->first; }
uint64_t ply_store_count(const ply_store *store) { return store->count; }
uint64_t ply_store_done_before(const ply_store *store) { return store->before; }

bool ply_store_has(const ply_store *store, uint64_t run) {
  uint64_t i = run - store->first;
  return store->done[i / 64] >> (i % 64) & 1;
}

void ply_store_note(ply_store *store, uint64_t run) {
  uint64_t i = run - store->first;
  store->done[i / 64] |= UINT64_C(1) << (i % 64);
}
