/* results.csv back into memory: the columns of all parameters and of one output. The header must be the one
 * that this plan writes. Cost: the size of the file, kept whole. */
#include "sim/sweep/analyse.h"
#include "sim/sweep/store.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Ends the cell at *p and moves on; quotes are taken off. *last: whether it was the line's last. NULL at the
 * end. */
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
    in += strcspn(in, ",\n");
    out = in;
  }
  *last = *in != ',';
  *p = *in == '\0' ? in : in + 1;
  *out = '\0';
  return start;
}

static ply_status wrong(const char *folder, ply_err *err) {
  return ply_err_set(err, PLY_E_INPUT, "%s/results.csv is not the table of this sweep", folder);
}

static void take_numbers(ply_column *column, uint64_t n, ply_arena *arena) {
  const char **words = PLY_NEW(arena, n + 1, const char *);
  uint64_t n_words = 0;
  column->numeric = words != NULL;
  for (uint64_t i = 0; i < n && words != NULL; i++) {
    char *end;
    const char *cell = column->cell[i];
    column->number[i] = cell[0] != '\0' ? strtod(cell, &end) : NAN;
    if (cell[0] != '\0' && *end != '\0') column->numeric = false;
  }
  for (uint64_t i = 0; i < n && !column->numeric && words != NULL; i++) {
    uint64_t w = 0;
    if (column->cell[i][0] == '\0') continue;
    while (w < n_words && strcmp(words[w], column->cell[i]) != 0) w++;
    if (w == n_words) words[n_words++] = column->cell[i];
    column->number[i] = (double)w;
  }
}

static bool make_columns(ply_table_csv *t, const ply_sweep *sweep, ply_arena *arena) {
  t->n_parameters = sweep->n_parameters;
  t->parameters = PLY_NEW(arena, sweep->n_parameters + 1, ply_column);
  t->run = PLY_NEW(arena, t->n + 1, uint64_t);
  t->status = PLY_NEW(arena, t->n + 1, const char *);
  if (t->parameters == NULL || t->run == NULL || t->status == NULL) return false;
  for (int k = 0; k <= sweep->n_parameters; k++) {
    ply_column *c = k < sweep->n_parameters ? &t->parameters[k] : &t->output;
    c->name = k < sweep->n_parameters ? sweep->parameters[k].name : NULL;
    c->cell = PLY_NEW(arena, t->n + 1, const char *);
    c->number = PLY_NEW(arena, t->n + 1, double);
    if (c->cell == NULL || c->number == NULL) return false;
  }
  return true;
}

/* One line: run, parameters, outputs, status, error. */
static bool take_line(ply_table_csv *t, const ply_sweep *sweep, uint64_t i, char **p, int wanted) {
  int n = 1 + sweep->n_parameters + sweep->n_outputs + 2;
  for (int c = 0; c < n; c++) {
    bool last;
    char *cell = next_cell(p, &last);
    if (last != (c == n - 1)) return false;
    if (c == 0)
      t->run[i] = strtoull(cell, NULL, 10);
    else if (c <= sweep->n_parameters)
      t->parameters[c - 1].cell[i] = cell;
    else if (c == 1 + sweep->n_parameters + wanted)
      t->output.cell[i] = cell;
    else if (c == n - 2)
      t->status[i] = cell;
  }
  return true;
}

ply_status ply_table_read(const ply_sweep *sweep, const char *folder, const char *output, ply_arena *arena,
                          ply_table_csv *out, ply_err *err) {
  *out = (ply_table_csv){0};
  int wanted = output == NULL ? 0 : -1;
  const char **names = PLY_NEW(arena, sweep->n_outputs + 1, const char *);
  for (int o = 0; o < sweep->n_outputs && names != NULL; o++) {
    names[o] = sweep->outputs[o].name;
    if (output != NULL && strcmp(names[o], output) == 0) wanted = o;
  }
  if (wanted < 0 && names != NULL) {
    const char *near = ply_word_nearest(output, names, (size_t)sweep->n_outputs);
    return ply_err_set(err, PLY_E_USAGE, "%s holds no output \"%s\"; %s \"%s\"%s", folder, output,
                       near != NULL ? "did you mean" : "it holds", near != NULL ? near : names[0],
                       near != NULL           ? "?"
                       : sweep->n_outputs > 1 ? " and others: see the header of results.csv"
                                              : "");
  }
  size_t length;
  out->text = ply_file_text(folder, "results.csv", &length);
  if (out->text == NULL)
    return ply_err_set(err, PLY_E_SYSTEM,
                       "%s/results.csv is not there: finish the sweep or merge its shards first", folder);
  ply_text header;
  ply_text_init(&header);
  ply_sweep_header(sweep, &header);
  bool right = !header.failed && strncmp(out->text, header.data, header.length) == 0;
  char *p = out->text + (right ? header.length : 0);
  ply_text_done(&header);
  if (!right) return wrong(folder, err);
  for (const char *q = p; *q != '\0'; q++) out->n += *q == '\n';
  if (names == NULL || !make_columns(out, sweep, arena))
    return ply_err_set(err, PLY_E_MEMORY, "out of memory");
  out->output.name = sweep->outputs[wanted].name;
  for (uint64_t i = 0; i < out->n; i++)
    if (!take_line(out, sweep, i, &p, wanted)) return wrong(folder, err);
  for (int k = 0; k < out->n_parameters; k++) take_numbers(&out->parameters[k], out->n, arena);
  take_numbers(&out->output, out->n, arena);
  return PLY_OK;
}
