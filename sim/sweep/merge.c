/* Parts become one table in run order: results.csv without times, so that it is the same bytes however the
 * runs were shared out, and times.csv. Runs are taken a window at a time, so that memory stays bounded: 64
 * MiB whatever the number of runs. Parts that hold nothing of a window are not read again; shards are
 * stretches of neighbouring runs, so each is read about once. */
#include "sim/sweep/store.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WINDOW = 1 << 22 };

typedef struct part {
  char *path, *name;
  uint64_t least, most; /* runs it holds; least > most: none */
} part;

typedef struct merging {
  const ply_sweep *sweep;
  part *parts;
  size_t n_parts;
  FILE *results, *times;
  ply_merge_report *report;
  uint64_t first_missing;
} merging;

/* ---- the parts there are ---- */

static int by_name(const void *a, const void *b) {
  const part *x = a, *y = b;
  return strcmp(x->path, y->path);
}

static ply_status find_parts(merging *m, const char *folder, ply_err *err) {
  ply_text path;
  ply_text_init(&path);
  ply_text_addf(&path, "%s/parts", folder);
  DIR *parts = path.failed ? NULL : opendir(path.data);
  ply_status status =
      parts != NULL ? PLY_OK : ply_err_set(err, PLY_E_SYSTEM, "%s holds no parts of a sweep", folder);
  for (struct dirent *entry; status == PLY_OK && (entry = readdir(parts)) != NULL;) {
    size_t n = strlen(entry->d_name);
    if (n < 5 || strcmp(entry->d_name + n - 4, ".csv") != 0) continue;
    part *all = realloc(m->parts, (m->n_parts + 1) * sizeof *all);
    if (all != NULL) m->parts = all;
    ply_text full;
    ply_text_init(&full);
    ply_text_addf(&full, "%s/%s", path.data, entry->d_name);
    char *name = strdup(entry->d_name), *taken = ply_text_take(&full);
    if (all == NULL || name == NULL || taken == NULL) {
      free(name);
      free(taken);
      status = ply_err_set(err, PLY_E_MEMORY, "out of memory");
    } else
      m->parts[m->n_parts++] = (part){.path = taken, .name = name, .least = UINT64_MAX};
  }
  if (parts != NULL) closedir(parts);
  ply_text_done(&path);
  return status;
}

/* Calls each(line) for every right line of a part; *damaged counts the others. */
typedef void each_line(void *data, const ply_part_line *line, long long at);

static ply_status read_lines(merging *m, const part *p, each_line *each, void *data, uint64_t *damaged,
                             ply_err *err) {
  FILE *file = fopen(p->path, "rb");
  if (file == NULL) return ply_err_set(err, PLY_E_SYSTEM, "%s cannot be read: %s", p->path, strerror(errno));
  char *line = NULL;
  size_t room = 0;
  long long at = 0;
  bool first = true;
  ply_text header;
  ply_text_init(&header);
  ply_part_header(m->sweep, &header);
  ply_status status = PLY_OK;
  for (ssize_t n; status == PLY_OK && (n = getline(&line, &room, file)) > 0; at += n) {
    ply_part_line row;
    bool whole = line[n - 1] == '\n';
    if (first && whole && strcmp(line, header.data) != 0)
      status = ply_err_set(err, PLY_E_USAGE, "%s holds runs of another sweep or version", p->path);
    else if (whole && !first && ply_part_read(line, (size_t)n - 1, &row))
      each(data, &row, at);
    else if (!first && damaged != NULL)
      (*damaged)++;
    first = false;
  }
  ply_text_done(&header);
  free(line);
  fclose(file);
  return status;
}

static void note_range(void *data, const ply_part_line *line, long long at) {
  part *p = data;
  (void)at;
  if (line->run < p->least) p->least = line->run;
  if (line->run > p->most) p->most = line->run;
}

/* ---- a window ---- */

typedef struct slot {
  uint32_t part; /* from 1; 0: missing */
  long long at;
} slot;

typedef struct window {
  uint64_t from, to;
  slot *slots;
  uint32_t part;
  uint64_t twice;
} window;

static void note_place(void *data, const ply_part_line *line, long long at) {
  window *w = data;
  if (line->run < w->from || line->run >= w->to) return;
  slot *s = &w->slots[line->run - w->from];
  if (s->part != 0)
    w->twice++; /* the same run twice is the same row twice */
  else
    *s = (slot){w->part, at};
}

static ply_status write_row(merging *m, uint64_t run, const ply_part_line *line, const char *part_name,
                            ply_text *row, ply_err *err) {
  row->length = 0;
  ply_text_addf(row, "%" PRIu64 ",", run);
  ply_sweep_cells(m->sweep, run, row);
  ply_text_addf(row, ",%s\n", line->cells);
  if (row->failed) return ply_err_set(err, PLY_E_MEMORY, "out of memory");
  size_t n = strlen(line->cells);
  if (n < 3 || strcmp(line->cells + n - 3, "ok,") != 0) m->report->failed++;
  m->report->present++;
  bool ok = fwrite(row->data, 1, row->length, m->results) == row->length;
  ok = fprintf(m->times, "%" PRIu64 ",%s,%.*s\n", run, line->seconds, (int)strlen(part_name) - 4, part_name) >
           0 &&
       ok;
  return ok ? PLY_OK : ply_err_set(err, PLY_E_SYSTEM, "the table cannot be written: %s", strerror(errno));
}

static ply_status write_window(merging *m, const window *w, ply_err *err) {
  FILE **files = calloc(m->n_parts + 1, sizeof *files);
  char *line = NULL;
  size_t room = 0;
  ply_text row;
  ply_text_init(&row);
  ply_status status = files != NULL ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "out of memory");
  for (uint64_t run = w->from; run < w->to && status == PLY_OK; run++) {
    const slot *s = &w->slots[run - w->from];
    if (s->part == 0) {
      if (m->first_missing == UINT64_MAX) m->first_missing = run;
      continue;
    }
    const part *p = &m->parts[s->part - 1];
    FILE **file = &files[s->part - 1];
    if (*file == NULL) *file = fopen(p->path, "rb");
    ply_part_line read;
    ssize_t n = *file != NULL && (ftello(*file) == s->at || fseeko(*file, s->at, SEEK_SET) == 0)
                    ? getline(&line, &room, *file)
                    : -1;
    if (n <= 0 || !ply_part_read(line, (size_t)n - 1, &read))
      status = ply_err_set(err, PLY_E_SYSTEM, "%s changed while it was read", p->path);
    else
      status = write_row(m, run, &read, p->name, &row, err);
  }
  for (size_t i = 0; files != NULL && i < m->n_parts; i++)
    if (files[i] != NULL) fclose(files[i]);
  free(files);
  free(line);
  ply_text_done(&row);
  return status;
}

static ply_status write_all(merging *m, ply_err *err) {
  window w = {
      .slots = malloc(sizeof *w.slots * (size_t)(m->sweep->n_runs < WINDOW ? m->sweep->n_runs + 1 : WINDOW))};
  ply_status status = w.slots != NULL ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "out of memory");
  for (w.from = 0; w.from < m->sweep->n_runs && status == PLY_OK; w.from = w.to) {
    w.to = m->sweep->n_runs - w.from < WINDOW ? m->sweep->n_runs : w.from + WINDOW;
    memset(w.slots, 0, (size_t)(w.to - w.from) * sizeof *w.slots);
    for (size_t i = 0; i < m->n_parts && status == PLY_OK; i++) {
      const part *p = &m->parts[i];
      if (p->least > p->most || p->most < w.from || p->least >= w.to) continue;
      w.part = (uint32_t)i + 1;
      status = read_lines(m, p, note_place, &w, NULL, err);
    }
    if (status == PLY_OK) status = write_window(m, &w, err);
  }
  m->report->twice = w.twice;
  free(w.slots);
  return status;
}

/* ---- the whole ---- */

static ply_status write_tables(merging *m, const char *out, bool partial, ply_err *err) {
  char names[2][4096], finals[2][4096];
  static const char *const table[2] = {"results.csv", "times.csv"};
  for (int i = 0; i < 2; i++) {
    snprintf(names[i], sizeof names[i], "%s/.%s.%ld", out, table[i], (long)getpid());
    snprintf(finals[i], sizeof finals[i], "%s/%s", out, table[i]);
  }
  m->results = fopen(names[0], "wb");
  m->times = fopen(names[1], "wb");
  ply_text header;
  ply_text_init(&header);
  ply_sweep_header(m->sweep, &header);
  ply_status status = PLY_OK;
  if (m->results == NULL || m->times == NULL || fputs(header.data, m->results) < 0 ||
      fputs("run,seconds,part\n", m->times) < 0)
    status = ply_err_set(err, PLY_E_SYSTEM, "%s cannot be written: %s", out, strerror(errno));
  if (status == PLY_OK) status = write_all(m, err);
  if (m->results != NULL && fclose(m->results) != 0 && status == PLY_OK)
    status = ply_err_set(err, PLY_E_SYSTEM, "%s cannot be written: %s", finals[0], strerror(errno));
  if (m->times != NULL) fclose(m->times);
  if (status == PLY_OK && m->first_missing != UINT64_MAX && !partial)
    status = ply_err_set(err, PLY_E_USAGE,
                         "%" PRIu64 " of %" PRIu64 " runs are missing, the first is %" PRIu64
                         ": run their shards, or say --partial",
                         m->report->runs - m->report->present, m->report->runs, m->first_missing);
  for (int i = 0; i < 2; i++)
    if (status != PLY_OK)
      remove(names[i]);
    else if (rename(names[i], finals[i]) != 0)
      status = ply_err_set(err, PLY_E_SYSTEM, "%s cannot be written: %s", finals[i], strerror(errno));
  ply_text_done(&header);
  return status;
}

ply_status ply_store_merge(const ply_sweep *sweep, const char *const *folders, int n_folders, const char *out,
                           bool partial, ply_merge_report *report, ply_err *err) {
  *report = (ply_merge_report){.runs = sweep->n_runs};
  merging m = {.sweep = sweep, .report = report, .first_missing = UINT64_MAX};
  ply_status status = PLY_OK;
  for (int i = 0; i < n_folders && status == PLY_OK; i++) {
    status = ply_store_agrees(sweep, folders[i], false, NULL, err);
    if (status == PLY_OK) status = find_parts(&m, folders[i], err);
  }
  if (m.n_parts > 1) qsort(m.parts, m.n_parts, sizeof *m.parts, by_name);
  for (size_t i = 0; i < m.n_parts && status == PLY_OK; i++)
    status = read_lines(&m, &m.parts[i], note_range, &m.parts[i], &report->damaged, err);
  if (status == PLY_OK && mkdir(out, 0777) != 0 && errno != EEXIST)
    status = ply_err_set(err, PLY_E_SYSTEM, "%s cannot be made: %s", out, strerror(errno));
  if (status == PLY_OK) status = ply_store_inputs(sweep, out, err);
  if (status == PLY_OK) status = write_tables(&m, out, partial, err);
  for (size_t i = 0; i < m.n_parts; i++) {
    free(m.parts[i].path);
    free(m.parts[i].name);
  }
  free(m.parts);
  return status;
}
