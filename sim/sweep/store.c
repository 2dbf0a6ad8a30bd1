/* Keeping finished runs so that a kill at any moment loses at most the runs in progress. Each worker appends
 * to its own part with one write(2) a run; what was written is in the system's hands even if the process
 * dies. On opening, all parts are read: lines whose check sum is right are done, a torn tail is cut off the
 * part that is appended to.
 *
 * A shard is a stretch of neighbouring runs, cut at whole base points, trajectories or powers of two where
 * the method has them, so that a lost shard costs whole base points and not a piece of each. Cost of opening:
 * the size of the parts. Memory: one bit a run of the shard. */
#include "sim/sweep/store.h"

#include <errno.h>
#include <fcntl.h>
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
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
};

/* ---- files ---- */

static char *joined(const char *folder, const char *name) {
  ply_text text;
  ply_text_init(&text);
  ply_text_addf(&text, "%s/%s", folder, name);
  return ply_text_take(&text);
}

char *ply_file_text(const char *folder, const char *name, size_t *length) {
  char *path = joined(folder, name), *text = NULL;
  FILE *file = path != NULL ? fopen(path, "rb") : NULL;
  size_t n = 0, room = 0;
  while (file != NULL) {
    if (n + 1 >= room) {
      char *more = realloc(text, room = room > 0 ? 2 * room : 1 << 16);
      if (more == NULL) {
        free(text);
        text = NULL;
        break;
      }
      text = more;
    }
    size_t got = fread(text + n, 1, room - n - 1, file);
    n += got;
    text[n] = '\0';
    if (got == 0) break;
  }
  if (file != NULL) fclose(file);
  free(path);
  if (length != NULL) *length = n;
  return text;
}

ply_status ply_file_write(const char *folder, const char *name, const char *text, size_t length,
                          ply_err *err) {
  ply_text path;
  ply_text_init(&path);
  ply_text_addf(&path, "%s/.%s.%ld", folder, name, (long)getpid());
  char *final = joined(folder, name);
  ply_status status = PLY_OK;
  FILE *file = path.failed || final == NULL ? NULL : fopen(path.data, "wb");
  bool ok = file != NULL && fwrite(text, 1, length, file) == length;
  if (file != NULL) ok = fclose(file) == 0 && ok;
  if (!ok || rename(path.data, final) != 0)
    status = ply_err_set(err, PLY_E_SYSTEM, "%s/%s cannot be written: %s", folder, name, strerror(errno));
  ply_text_done(&path);
  free(final);
  return status;
}

/* ---- a line of a part ---- */

static uint32_t check_sum(const char *text, size_t n) {
  uint32_t sum = 2166136261u;
  for (size_t i = 0; i < n; i++) sum = (sum ^ (unsigned char)text[i]) * 16777619u;
  return sum;
}

bool ply_part_read(char *line, size_t length, ply_part_line *out) {
  if (length < 12 || line[length - 9] != ',' || line[0] == '#') return false;
  char *end;
  unsigned long sum = strtoul(line + length - 8, &end, 16);
  if (end != line + length || sum != check_sum(line, length - 8)) return false;
  line[length - 9] = '\0';
  out->seconds = strrchr(line, ',');
  out->run = strtoull(line, &end, 10);
  if (*end != ',' || out->seconds == NULL || out->seconds <= end) return false;
  out->cells = end + 1;
  *out->seconds++ = '\0';
  return true;
}

void ply_part_header(const ply_sweep *sweep, ply_text *out) {
  ply_text_addf(out, "#parley-sweep,1,%s,%s,%s\n", PARLEY_VERSION, sweep->digest, sweep->scenario->digest);
}

ply_status ply_store_append(ply_store *store, int worker, uint64_t run, const char *cells, double seconds,
                            ply_err *err) {
  ply_text line;
  ply_text_init(&line);
  ply_text_addf(&line, "%" PRIu64 ",%s,%.9f,", run, cells, seconds);
  if (!line.failed) ply_text_addf(&line, "%08x\n", check_sum(line.data, line.length));
  ply_status status = PLY_OK;
  if (line.failed) status = ply_err_set(err, PLY_E_MEMORY, "out of memory");
  for (size_t done = 0; status == PLY_OK && done < line.length;) {
    ssize_t n = write(store->part[worker], line.data + done, line.length - done);
    if (n > 0)
      done += (size_t)n;
    else if (n < 0 && errno != EINTR)
      status =
          ply_err_set(err, PLY_E_SYSTEM, "%s/parts cannot be written: %s", store->folder, strerror(errno));
  }
  ply_text_done(&line);
  return status;
}

/* ---- opening ---- */

/* Reads one part: marks runs that are done; *good is the length up to the last right line. A part of another
 * sweep is refused. */
static ply_status read_part(ply_store *store, const char *path, off_t *good, ply_err *err) {
  FILE *file = fopen(path, "rb");
  *good = 0;
  if (file == NULL)
    return errno == ENOENT ? PLY_OK : ply_err_set(err, PLY_E_SYSTEM, "%s: %s", path, strerror(errno));
  char *line = NULL;
  size_t room = 0;
  off_t at = 0;
  ply_text header;
  ply_text_init(&header);
  ply_part_header(store->sweep, &header);
  ply_status status = PLY_OK;
  bool first = true;
  for (ssize_t n; status == PLY_OK && (n = getline(&line, &room, file)) > 0; at += n) {
    bool whole = line[n - 1] == '\n';
    ply_part_line row;
    if (first && whole && strcmp(line, header.data) != 0 && line[0] == '#')
      status = ply_err_set(err, PLY_E_USAGE, "%s holds runs of another sweep or version", path);
    if (first && whole && strcmp(line, header.data) == 0) *good = at + n;
    first = false;
    if (!whole || !ply_part_read(line, (size_t)n - 1, &row)) continue;
    *good = at + n;
    if (row.run < store->first || row.run - store->first >= store->count) continue;
    uint64_t i = row.run - store->first, bit = UINT64_C(1) << (i % 64);
    if (!(store->done[i / 64] & bit)) store->before++;
    store->done[i / 64] |= bit;
  }
  ply_text_done(&header);
  free(line);
  fclose(file);
  return status;
}

static ply_status read_parts(ply_store *store, ply_err *err) {
  char *folder = joined(store->folder, "parts");
  DIR *parts = folder != NULL ? opendir(folder) : NULL;
  ply_status status =
      parts != NULL ? PLY_OK : ply_err_set(err, PLY_E_SYSTEM, "%s/parts cannot be read", store->folder);
  for (struct dirent *entry; status == PLY_OK && (entry = readdir(parts)) != NULL;) {
    size_t n = strlen(entry->d_name);
    if (n < 5 || strcmp(entry->d_name + n - 4, ".csv") != 0) continue;
    char *path = joined(folder, entry->d_name);
    off_t good;
    status = path != NULL ? read_part(store, path, &good, err) : PLY_E_MEMORY;
    free(path);
  }
  if (parts != NULL) closedir(parts);
  free(folder);
  return status;
}

/* Opens a worker's part for appending, its torn tail cut off. */
static ply_status open_part(ply_store *store, int worker, ply_err *err) {
  ply_text path;
  ply_text_init(&path);
  ply_text_addf(&path, "%s/parts/%d-of-%d-%d.csv", store->folder, store->shard.index, store->shard.count,
                worker);
  off_t good = 0;
  uint64_t before = store->before;
  ply_status status = path.failed ? PLY_E_MEMORY : read_part(store, path.data, &good, err);
  store->before = before;
  int part = status == PLY_OK ? open(path.data, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666) : -1;
  if (part >= 0 && ftruncate(part, good) == 0 && good == 0) {
    ply_text header;
    ply_text_init(&header);
    ply_part_header(store->sweep, &header);
    if (write(part, header.data, header.length) != (ssize_t)header.length) {
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

/* Where blocks of runs begin that belong together. */
static uint64_t grain_of(const ply_sweep *sweep) {
  const ply_sample *s = &sweep->sample;
  const char *name = s->method->name;
  if (strcmp(name, "saltelli") == 0) return (uint64_t)s->n_parameters * (s->second_order ? 2 : 1) + 2;
  if (strcmp(name, "morris") == 0) return (uint64_t)s->n_parameters + 1;
  return 1;
}

static void take_stretch(ply_store *store) {
  uint64_t grain = grain_of(store->sweep), blocks = store->sweep->n_runs / grain;
  uint64_t n = (uint64_t)store->shard.count, i = (uint64_t)store->shard.index - 1;
  uint64_t from = blocks / n * i + blocks % n * i / n, to = blocks / n * (i + 1) + blocks % n * (i + 1) / n;
  store->first = from * grain;
  store->count = (to - from) * grain;
}

static ply_status make_folder(const char *folder, ply_err *err) {
  char *parts = joined(folder, "parts");
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
  if (status == PLY_OK) status = ply_file_write(folder, "scenario.json", sweep->text, sweep->length, err);
  if (status == PLY_OK) status = ply_file_write(folder, "plan.json", plan.data, plan.length, err);
  ply_text_done(&plan);
  return status;
}

static void note(const ply_store *store, ply_text *line);

static void note_start(const ply_store *store, char *const *argv) {
  ply_text line;
  ply_text_init(&line);
  struct utsname machine;
  ply_text_addf(
      &line,
      "{\"event\": \"start\", \"version\": \"%s\", \"plan\": \"%s\", \"scenario\": \"%s\", \"seed\": %" PRIu64
      ", \"runs\": %" PRIu64 ", \"first\": %" PRIu64 ", \"count\": %" PRIu64 ", \"done_before\": %" PRIu64,
      PARLEY_VERSION, store->sweep->digest, store->sweep->scenario->digest, store->sweep->sample.seed,
      store->sweep->n_runs, store->first, store->count, store->before);
  ply_text_add(&line, ", \"argv\": [");
  for (int i = 0; argv != NULL && argv[i] != NULL; i++) {
    ply_text_add(&line, i > 0 ? ", " : "");
    ply_text_json(&line, argv[i]);
  }
  ply_text_add(&line, "], \"machine\": {");
  if (uname(&machine) == 0) {
    ply_text_add(&line, "\"system\": ");
    ply_text_json(&line, machine.sysname);
    ply_text_add(&line, ", \"kind\": ");
    ply_text_json(&line, machine.machine);
    ply_text_add(&line, ", \"name\": ");
    ply_text_json(&line, machine.nodename);
    ply_text_add(&line, ", ");
  }
  bool fma = false;
#if defined(__x86_64__) && defined(__GNUC__)
  fma = __builtin_cpu_supports("fma");
#elif defined(__aarch64__)
  fma = true;
#endif
  ply_text_addf(&line, "\"fma\": %s, \"double_bits\": %d}", fma ? "true" : "false", __DBL_MANT_DIG__);
  note(store, &line);
  ply_text_done(&line);
}

/* Adds the time and appends the line to the manifest; a manifest that cannot be written stops nothing. */
static void note(const ply_store *store, ply_text *line) {
  char when[40] = "", name[64];
  time_t now = time(NULL);
  struct tm utc;
  if (gmtime_r(&now, &utc) != NULL) strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &utc);
  ply_text_addf(line, ", \"time\": \"%s\"}\n", when);
  snprintf(name, sizeof name, "manifest-%d-of-%d.jsonl", store->shard.index, store->shard.count);
  char *path = joined(store->folder, name);
  FILE *file = path != NULL && !line->failed ? fopen(path, "ab") : NULL;
  if (file != NULL) {
    fwrite(line->data, 1, line->length, file);
    fclose(file);
  }
  free(path);
}

void ply_store_end(ply_store *store, const char *how, uint64_t done, uint64_t failed, int workers,
                   double seconds) {
  ply_text line;
  ply_text_init(&line);
  ply_text_addf(&line,
                "{\"event\": \"end\", \"how\": \"%s\", \"done\": %" PRIu64 ", \"failed\": %" PRIu64
                ", \"workers\": %d, \"seconds\": %.3f",
                how, done, failed, workers, seconds);
  note(store, &line);
  ply_text_done(&line);
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
  if (status == PLY_OK) status = ply_store_inputs(sweep, folder, err);
  if (status == PLY_OK) status = read_parts(store, err);
  if (status == PLY_OK) {
    note_start(store, argv);
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
