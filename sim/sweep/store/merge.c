/* Parts become one table in run order: results.csv without times, so that it is the same bytes however the
 * runs were shared out, and times.csv. Runs are taken a window of 8 million at a time, so that memory stays
 * bounded: 64 MiB whatever the number of runs. The parts are read by segments of 16 MiB, on several threads;
 * what a segment holds is kept in mind, so that a later window reads none that has nothing of it. Shards are
 * stretches of neighbouring runs and samples are done in order, so each line is read about twice: to find it,
 * and for its row (rows.c). A grid is done in scattered order: past 8 million runs in one part it is read
 * once for each window. */
#include "sim/base/file.h"
#include "sim/sweep/store/merge.h"
#include "sim/sweep/store/ordered_tasks.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WINDOW = 1 << 23, SEGMENT = 1 << 24 };

/* Lines that begin in [from, to) of a part. */
typedef struct segment {
  uint32_t part;
  off_t from, to;
  uint64_t least, most; /* runs it holds; least > most: none */
} segment;

typedef struct merging {
  const ply_sweep *sweep;
  ply_merge_settings settings;
  ply_part_file *parts;
  size_t n_parts, n_segments;
  segment *segments;
  ply_window window;
  _Atomic uint64_t damaged, twice;
  pthread_mutex_t lock;
  ply_status status; /* under lock */
  ply_err err;
} merging;

/* ---- the parts there are ---- */

static int by_name(const void *a, const void *b) {
  const ply_part_file *x = a, *y = b;
  return strcmp(x->path, y->path);
}

static ply_status add_part(merging *m, const char *folder, const char *name, ply_err *err) {
  struct stat about;
  ply_text full;
  ply_part_file *all = realloc(m->parts, (m->n_parts + 1) * sizeof *all);
  if (all != NULL) m->parts = all;
  ply_text_init(&full);
  ply_text_addf(&full, "%s/%s", folder, name);
  ply_part_file part = {.path = ply_text_take(&full), .name = strdup(name)};
  ply_status status = PLY_OK;
  if (all == NULL || part.path == NULL || part.name == NULL)
    status = ply_err_set(err, PLY_E_MEMORY, "out of memory");
  else if (stat(part.path, &about) != 0)
    status = ply_err_set(err, PLY_E_SYSTEM, "%s cannot be read: %s", part.path, strerror(errno));
  else if (about.st_size >> PLY_PLACE_BITS > 0 || m->n_parts >= (size_t)1 << (63 - PLY_PLACE_BITS))
    status = ply_err_set(err, PLY_E_LIMIT, "%s: a part is at most 1 TiB, and parts are at most 8 million",
                         part.path);
  if (status == PLY_OK) {
    part.size = about.st_size;
    m->parts[m->n_parts++] = part;
  } else {
    free(part.path);
    free(part.name);
  }
  return status;
}

static ply_status find_parts(merging *m, const char *folder, ply_err *err) {
  ply_text path;
  ply_text_init(&path);
  ply_text_addf(&path, "%s/parts", folder);
  DIR *parts = path.failed ? NULL : opendir(path.data);
  ply_status status = parts != NULL ? PLY_OK
                                    : ply_err_set(err, PLY_E_SYSTEM, "%s holds no parts of a sweep: %s",
                                                  folder, strerror(errno));
  for (struct dirent *entry; status == PLY_OK && (entry = readdir(parts)) != NULL;) {
    size_t n = strlen(entry->d_name);
    if (n >= 5 && strcmp(entry->d_name + n - 4, ".csv") == 0)
      status = add_part(m, path.data, entry->d_name, err);
  }
  if (parts != NULL) closedir(parts);
  ply_text_done(&path);
  return status;
}

static ply_status cut_segments(merging *m, ply_err *err) {
  size_t n = 0;
  off_t size = m->settings.segment > 0 ? m->settings.segment : SEGMENT;
  for (size_t i = 0; i < m->n_parts; i++) n += (size_t)(m->parts[i].size / size) + 1;
  m->segments = calloc(n + 1, sizeof *m->segments);
  if (m->segments == NULL) return ply_err_set(err, PLY_E_MEMORY, "out of memory");
  for (size_t i = 0; i < m->n_parts; i++)
    for (off_t from = 0; from < m->parts[i].size; from += size) {
      off_t to = m->parts[i].size - from > size ? from + size : m->parts[i].size;
      m->segments[m->n_segments++] =
          (segment){.part = (uint32_t)i, .from = from, .to = to, .least = UINT64_MAX};
    }
  return PLY_OK;
}

/* ---- where each run of a window is ---- */

static void halt(merging *m, ply_status status, const ply_err *err) {
  pthread_mutex_lock(&m->lock);
  if (m->status == PLY_OK) {
    m->status = status;
    m->err = *err;
  }
  pthread_mutex_unlock(&m->lock);
}

static void note_place(merging *m, uint64_t run, uint64_t place) {
  if (run < m->window.from || run >= m->window.to) return;
  _Atomic uint64_t *at = &m->window.place[run - m->window.from];
  uint64_t old = PLY_PLACE_NONE;
  if (atomic_compare_exchange_strong(at, &old, place)) return;
  atomic_fetch_add(&m->twice, 1); /* the same run twice is the same row twice */
  while (place < old && !atomic_compare_exchange_weak(at, &old, place)) continue;
}

/* The part's first line says which sweep it is of. */
static ply_status check_header(const merging *m, const char *path, char *line, _Atomic uint64_t *damaged,
                               ply_err *err) {
  ply_text header;
  ply_text_init(&header);
  ply_part_header(m->sweep, &header);
  if (header.failed) {
    ply_text_done(&header);
    return ply_err_set(err, PLY_E_MEMORY, "out of memory");
  }
  bool same = strncmp(line, header.data, header.length - 1) == 0 && line[header.length - 1] == '\0';
  bool other = !same && ply_part_other(line, strlen(line));
  ply_text_done(&header);
  if (!same && !other) atomic_fetch_add(damaged, 1);
  return !other ? PLY_OK : ply_err_set(err, PLY_E_USAGE, "%s holds runs of another sweep or version", path);
}

static ply_status read_segment(merging *m, segment *s, ply_err *err) {
  const char *path = m->parts[s->part].path;
  ply_part_lines lines;
  char *line;
  size_t length;
  off_t at;
  bool whole, opened = ply_part_open(&lines, path, s->from > 0 ? s->from - 1 : 0);
  ply_status status = PLY_OK;
  uint64_t damaged = 0;
  if (opened && s->from > 0)
    ply_part_next(&lines, &line, &length, &at, &whole); /* the line that began before */
  while (opened && status == PLY_OK && ply_part_next(&lines, &line, &length, &at, &whole) && at < s->to) {
    ply_part_line row;
    if (at == 0) {
      if (whole) status = check_header(m, path, line, &m->damaged, err);
    } else if (whole && ply_part_read(line, length, &row)) {
      if (row.run < s->least) s->least = row.run;
      if (row.run > s->most) s->most = row.run;
      note_place(m, row.run, (uint64_t)s->part << PLY_PLACE_BITS | (uint64_t)at);
    } else
      damaged++;
  }
  if (!opened || lines.failed)
    status = ply_err_set(err, PLY_E_SYSTEM, "%s cannot be read: %s", path, strerror(errno));
  ply_part_close(&lines);
  if (m->window.from == 0) atomic_fetch_add(&m->damaged, damaged);
  return status;
}

static void place_segment(void *data, int member, uint64_t i) {
  merging *m = data;
  segment *s = &m->segments[i];
  ply_err err;
  (void)member;
  if (m->window.from > 0 && (s->least > s->most || s->most < m->window.from || s->least >= m->window.to))
    return;
  if (m->settings.stop != NULL && *m->settings.stop) {
    ply_err_set(&err, PLY_E_STOPPED, "interrupted");
    halt(m, PLY_E_STOPPED, &err);
    return;
  }
  ply_status status = read_segment(m, s, &err);
  if (status != PLY_OK) halt(m, status, &err);
}

static ply_status place_runs(merging *m, ply_err *err) {
  size_t runs = (size_t)(m->window.to - m->window.from);
  for (size_t i = 0; i < runs; i++)
    atomic_store_explicit(&m->window.place[i], PLY_PLACE_NONE, memory_order_relaxed);
  ply_ordered_tasks_run(ply_ordered_tasks_size(m->settings.threads, m->n_segments), m->n_segments,
                        place_segment, m);
  if (m->status != PLY_OK && err != NULL) *err = m->err;
  return m->status;
}

/* ---- the whole ---- */

static ply_status write_all(merging *m, ply_tables *tables, ply_err *err) {
  uint64_t n = m->sweep->n_runs, most = m->settings.window > 0 ? m->settings.window : WINDOW;
  m->window.place = malloc(sizeof *m->window.place * (size_t)(n < most ? n + 1 : most));
  ply_status status = m->window.place != NULL ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "out of memory");
  for (m->window.from = 0; m->window.from < n && status == PLY_OK; m->window.from = m->window.to) {
    m->window.to = n - m->window.from < most ? n : m->window.from + most;
    status = place_runs(m, err);
    if (status == PLY_OK) status = ply_tables_write(tables, &m->window, err);
  }
  free(m->window.place);
  return status;
}

/* A table with its first line; nothing is open where it fails. */
static bool start_table(ply_new_file *file, const char *folder, const char *name, const char *first) {
  char *path = ply_path_joined(folder, name);
  *file = (ply_new_file){.descriptor = -1};
  bool good = path != NULL && first != NULL && ply_new_file_start(file, path, 0666);
  if (good && !ply_new_file_add(file, first, strlen(first))) {
    ply_new_file_drop(file);
    good = false;
  }
  free(path);
  return good;
}

static ply_status write_tables(merging *m, const char *out, ply_merge_report *report, ply_err *err) {
  static const char *const names[2] = {"results.csv", "times.csv"};
  ply_new_file file[2] = {{.descriptor = -1}, {.descriptor = -1}};
  ply_text header;
  ply_text_init(&header);
  ply_sweep_header(m->sweep, &header);
  bool good = !header.failed && start_table(&file[0], out, names[0], header.data);
  good = good && start_table(&file[1], out, names[1], "run,seconds,part\n");
  ply_status status = header.failed ? ply_err_set(err, PLY_E_MEMORY, "out of memory") : PLY_OK;
  if (status == PLY_OK && !good)
    status = ply_err_set(err, PLY_E_SYSTEM, "%s cannot be written: %s", out, strerror(errno));
  ply_tables tables = {.sweep = m->sweep,
                       .parts = m->parts,
                       .stop = m->settings.stop,
                       .threads = m->settings.threads,
                       .results = file[0].descriptor,
                       .times = file[1].descriptor,
                       .first_missing = UINT64_MAX};
  if (status == PLY_OK) status = write_all(m, &tables, err);
  report->present = tables.present;
  report->failed = tables.failed;
  if (status == PLY_OK && tables.first_missing != UINT64_MAX && !m->settings.partial)
    status = ply_err_set(err, PLY_E_USAGE,
                         "%" PRIu64 " of %" PRIu64 " runs are missing, the first is %" PRIu64
                         ": run their shards, or say --partial",
                         report->runs - report->present, report->runs, tables.first_missing);
  for (int i = 0; i < 2; i++)
    if (status != PLY_OK)
      ply_new_file_drop(&file[i]);
    else if (!ply_new_file_keep(&file[i]))
      status = ply_err_set(err, PLY_E_SYSTEM, "%s/%s cannot be written: %s", out, names[i], strerror(errno));
  ply_text_done(&header);
  return status;
}

ply_status ply_store_merge(const ply_sweep *sweep, const char *const *folders, int n_folders, const char *out,
                           const ply_merge_settings *settings, ply_merge_report *report, ply_err *err) {
  *report = (ply_merge_report){.runs = sweep->n_runs};
  merging m = {.sweep = sweep, .settings = *settings};
  ply_status status = PLY_OK;
  pthread_mutex_init(&m.lock, NULL);
  for (int i = 0; i < n_folders && status == PLY_OK; i++) {
    status = ply_store_agrees(sweep, folders[i], false, NULL, err);
    if (status == PLY_OK) status = find_parts(&m, folders[i], err);
  }
  if (m.n_parts > 1) qsort(m.parts, m.n_parts, sizeof *m.parts, by_name);
  if (status == PLY_OK) status = cut_segments(&m, err);
  if (status == PLY_OK && mkdir(out, 0777) != 0 && errno != EEXIST)
    status = ply_err_set(err, PLY_E_SYSTEM, "%s cannot be made: %s", out, strerror(errno));
  if (status == PLY_OK) status = ply_store_inputs(sweep, out, err);
  if (status == PLY_OK) status = write_tables(&m, out, report, err);
  report->damaged = m.damaged;
  report->twice = m.twice;
  for (size_t i = 0; i < m.n_parts; i++) {
    free(m.parts[i].path);
    free(m.parts[i].name);
  }
  free(m.parts);
  free(m.segments);
  pthread_mutex_destroy(&m.lock);
  return status;
}
