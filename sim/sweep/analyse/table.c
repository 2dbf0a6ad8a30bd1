/* results.csv back into memory: all parameters, one output and how each run ended, a number a cell. A column
 * in which a cell is no number is one of words, numbered in order of appearance; since that may show late,
 * the table is then read once more. The header must be the one that this plan writes. Cost: the size of the
 * file. Memory: 8 bytes for each run and column. */
#include "sim/sweep/analyse/analyse.h"
#include "sim/sweep/store/part.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Bytes that reading and analysing so many runs take at most. */
static uint64_t bytes_needed(const ply_sweep *sweep, uint64_t runs) {
  uint64_t k = (uint64_t)sweep->n_parameters;
  /* The table, the output run by run and sorted; a copy without holes, standardised, and once more for GSL;
   * cells of a map, PRIM's marks. */
  uint64_t table = 8 * k + 8 + 8 + 1 + 8 + 8, fits = 8 * k + 8 + 2 * 8 * (k + 1) + 10, map = sizeof(ply_cell);
  return (table + fits + map) * runs + 8 * sweep->n_runs;
}

/* Ends the cell at *p and moves on; quotes are taken off. *last: whether it was the line's last. */
static char *next_cell(char **p, bool *last) {
  char *start = *p, *out = start, *in = start;
  if (*in == '"') {
    for (in++; *in != '\0'; in++) {
      if (*in == '"' && in[1] != '"') break;
      if (*in == '"') in++;
      *out++ = *in;
    }
    if (*in == '"') in++;
  } else {
    in += strcspn(in, ",");
    out = in;
  }
  *last = *in != ',';
  *p = *in == '\0' ? in : in + 1;
  *out = '\0';
  return start;
}

typedef struct reading {
  const ply_sweep *sweep;
  ply_table_csv *table;
  ply_arena *arena;
  uint64_t room; /* rows */
  int wanted;    /* position of the output */
  int given;     /* of the output whose value is given; -1: none */
  const char *value;
  uint64_t length; /* rows read */
  bool again;      /* a column turned out to be one of words */
} reading;

static ply_status out_of_memory(ply_err *err) { return ply_err_set(err, PLY_E_MEMORY, "out of memory"); }

/* ---- cells ---- */

/* The number of a word; the one before first, since runs come in order. */
static bool take_word(reading *r, ply_column *c, const char *cell, double *out) {
  int w = 0;
  while (w < c->n_words && strcmp(c->word[w], cell) != 0) w++;
  if (w == c->n_words) {
    if ((w & (w - 1)) == 0) { /* full: 0, 1, 2, 4, ... */
      const char **more = PLY_NEW(r->arena, w > 0 ? 2 * w : 1, const char *);
      if (more == NULL) return false;
      if (w > 0) memcpy(more, c->word, (size_t)w * sizeof *more);
      c->word = more;
    }
    if ((c->word[w] = ply_arena_strdup(r->arena, cell)) == NULL) return false;
    c->n_words++;
  }
  *out = w;
  return true;
}

static bool take_cell(reading *r, ply_column *c, const char *cell, double *out) {
  char *end;
  *out = NAN;
  if (cell[0] == '\0') return true;
  if (!c->numeric) return take_word(r, c, cell, out);
  *out = strtod(cell, &end);
  if (*end == '\0') return true;
  c->numeric = false;
  r->again = true;
  return true;
}

/* ---- rows ---- */

static ply_status wrong(const char *folder, ply_err *err) {
  return ply_err_set(err, PLY_E_INPUT, "%s/results.csv is not the table of this sweep", folder);
}

/* One line: run, parameters, outputs, status, error. *right: whether it is such a line. */
static bool take_line(reading *r, char *line, bool *right) {
  ply_table_csv *t = r->table;
  uint64_t i = r->length;
  int k = t->n_parameters, n = 1 + k + r->sweep->n_outputs + 2;
  double *values = t->value + i * (uint64_t)k;
  bool ok = true, empty = true, left = false;
  *right = i < r->room;
  for (int c = 0; c < n && ok && *right; c++) {
    bool last;
    char *cell = next_cell(&line, &last);
    *right = last == (c == n - 1);
    if (c == 0)
      t->run[i] = strtoull(cell, NULL, 10);
    else if (c <= k)
      ok = take_cell(r, &t->parameters[c - 1], cell, &values[c - 1]);
    else if (r->given >= 0 && c == 1 + k + r->given && strcmp(cell, r->value) != 0)
      left = true;
    if (c == 1 + k + r->wanted) {
      ok = take_cell(r, &t->output, cell, &t->result[i]);
      empty = cell[0] == '\0';
    } else if (c == n - 2)
      t->state[i] = strcmp(cell, "ok") != 0 ? PLY_ROW_FAILED
                    : left                  ? PLY_ROW_LEFT
                    : empty                 ? PLY_ROW_EMPTY
                                            : PLY_ROW_USED;
  }
  r->length++;
  return ok;
}

static ply_status read_rows(reading *r, const char *path, const char *folder, ply_err *err) {
  ply_part_lines lines;
  ply_text header;
  char *line;
  size_t length;
  off_t at;
  bool whole, right = ply_part_open(&lines, path, 0), ok = true;
  ply_text_init(&header);
  ply_sweep_header(r->sweep, &header);
  ok = !header.failed;
  r->length = 0;
  r->again = false;
  if (right)
    right = ply_part_next(&lines, &line, &length, &at, &whole) && whole && ok &&
            length + 1 == header.length && memcmp(line, header.data, length) == 0;
  while (ok && right && !r->again && ply_part_next(&lines, &line, &length, &at, &whole)) {
    right = whole;
    if (whole) ok = take_line(r, line, &right);
  }
  ply_status status = PLY_OK;
  if (lines.file < 0 || lines.failed)
    status = ply_err_set(err, PLY_E_SYSTEM, "%s cannot be read: %s", path, strerror(errno));
  else if (!ok)
    status = out_of_memory(err);
  else if (!right)
    status = wrong(folder, err);
  ply_part_close(&lines);
  ply_text_done(&header);
  return status;
}

/* ---- the table ---- */

static bool make_columns(reading *r) {
  ply_table_csv *t = r->table;
  uint64_t n = r->room + 1;
  t->n_parameters = r->sweep->n_parameters;
  t->parameters = PLY_NEW(r->arena, t->n_parameters + 1, ply_column);
  t->run = PLY_NEW(r->arena, n, uint64_t);
  t->state = PLY_NEW(r->arena, n, unsigned char);
  t->value = PLY_NEW(r->arena, n * (uint64_t)t->n_parameters + 1, double);
  t->result = PLY_NEW(r->arena, n, double);
  if (!t->parameters || !t->run || !t->state || !t->value || !t->result) return false;
  for (int k = 0; k < t->n_parameters; k++)
    t->parameters[k] = (ply_column){.name = r->sweep->parameters[k].name, .numeric = true};
  t->output = (ply_column){.name = r->sweep->outputs[r->wanted].name, .numeric = true};
  return true;
}

/* The position of an output of the sweep; -1 with a message. */
static int find_output(const ply_sweep *sweep, const char *folder, const char *output, ply_arena *arena,
                       ply_err *err) {
  const char **names = PLY_NEW(arena, sweep->n_outputs + 1, const char *);
  if (output == NULL) return 0;
  for (int o = 0; o < sweep->n_outputs && names != NULL; o++) {
    names[o] = sweep->outputs[o].name;
    if (strcmp(names[o], output) == 0) return o;
  }
  const char *near = names != NULL ? ply_word_nearest(output, names, (size_t)sweep->n_outputs) : NULL;
  ply_err_set(err, PLY_E_USAGE, "%s holds no output \"%s\"; %s \"%s\"%s", folder, output,
              near != NULL ? "did you mean" : "it holds", near != NULL ? near : sweep->outputs[0].name,
              near != NULL           ? "?"
              : sweep->n_outputs > 1 ? " and others: see the header of results.csv"
                                     : "");
  return -1;
}

/* The output whose value is given, and that value. */
static ply_status find_given(reading *r, const char *folder, const char *given, ply_err *err) {
  const ply_method *method = r->sweep->sample.method;
  r->given = -1;
  if (given == NULL) return PLY_OK;
  if (method->trial == PLY_TRIAL_SALTELLI || method->trial == PLY_TRIAL_MORRIS)
    return ply_err_set(
        err, PLY_E_USAGE,
        "--given leaves runs out, and %s needs them all: take a Latin hypercube, random or sobol",
        method->name);
  size_t n = strcspn(given, "=");
  char *name = ply_arena_printf(r->arena, "%.*s", (int)n, given);
  if (name == NULL) return out_of_memory(err);
  r->value = given[n] == '=' ? given + n + 1 : "1";
  r->given = find_output(r->sweep, folder, name, r->arena, err);
  return r->given >= 0 ? PLY_OK : PLY_E_USAGE;
}

ply_status ply_table_read(const ply_sweep *sweep, const char *folder,
                          const ply_sensitivity_settings *settings, ply_arena *arena, ply_table_csv *out,
                          ply_err *err) {
  struct stat about;
  *out = (ply_table_csv){0};
  reading r = {.sweep = sweep, .table = out, .arena = arena};
  r.wanted = find_output(sweep, folder, settings->output, arena, err);
  if (r.wanted < 0) return PLY_E_USAGE;
  ply_status given = find_given(&r, folder, settings->given, err);
  if (given != PLY_OK) return given;
  const char *path = ply_arena_printf(arena, "%s/results.csv", folder);
  if (path == NULL) return out_of_memory(err);
  if (stat(path, &about) != 0)
    return ply_err_set(err, PLY_E_SYSTEM,
                       "%s/results.csv is not there: finish the sweep or merge its shards first", folder);
  /* A row has a comma for each cell but one, and a line feed. */
  uint64_t most = (uint64_t)about.st_size / (uint64_t)(sweep->n_parameters + sweep->n_outputs + 3);
  r.room = sweep->n_runs < most ? sweep->n_runs : most;
  uint64_t need = bytes_needed(sweep, r.room);
  if (need > settings->memory_bytes)
    return ply_err_set(err, PLY_E_LIMIT,
                       "%llu runs of %d parameters take %.3g GiB to analyse, more than %.3g GiB: allow more "
                       "with --memory, or take a smaller sample",
                       (unsigned long long)r.room, sweep->n_parameters, (double)need / (1 << 30),
                       (double)settings->memory_bytes / (1 << 30));
  if (!make_columns(&r)) return out_of_memory(err);
  ply_status status;
  do status = read_rows(&r, path, folder, err);
  while (status == PLY_OK && r.again);
  out->n = r.length;
  return status;
}
