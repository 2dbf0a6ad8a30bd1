/* Means of an output by value of one or two parameters: the curves and maps. Every value of a grid is a cell
 * of its own; a sample of many values is put into bins. Cost: a sort of the runs. */
#include "sim/sweep/analyse/question.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int by_place(const void *a, const void *b) {
  const ply_cell *x = a, *y = b;
  if (x->x != y->x) return x->x < y->x ? -1 : 1;
  return x->y < y->y ? -1 : x->y > y->y;
}

int ply_analysis_axis(const ply_analysis *d, const char *name) {
  for (int k = 0; k < d->sweep->n_parameters; k++)
    if (strcmp(d->sweep->parameters[k].name, name) == 0) return k;
  return -1;
}

/* Distinct values past this are put into ten bins. */
enum { DISTINCT = 200, BINS = 10 };

static double binned(double value, double low, double high) {
  int bin = high > low ? (int)(BINS * (value - low) / (high - low)) : 0;
  return low + (fmin(bin, BINS - 1) + 0.5) * (high - low) / BINS;
}

bool ply_analysis_cells(ply_analysis *d) {
  ply_sensitivity *s = d->s;
  int axis[2] = {-1, -1}, n_axes = 0, k = d->sweep->n_parameters;
  for (int a = 0; a < 2 && d->settings->over[a] != NULL; a++)
    if ((axis[n_axes] = ply_analysis_axis(d, d->settings->over[a])) >= 0) n_axes++;
  if (n_axes == 0 && k <= 2)
    for (; n_axes < k; n_axes++) axis[n_axes] = n_axes;
  if (n_axes == 0 || !s->numeric || s->used == 0) return true;
  ply_cell *cells = PLY_NEW(s->arena, s->used + 1, ply_cell);
  if (cells == NULL) return false;
  uint64_t n = 0, made = 0;
  for (uint64_t i = 0; i < d->t.n; i++)
    if (ply_analysis_used(d, i))
      cells[n++] = (ply_cell){.x = ply_analysis_value(d, i, axis[0]),
                              .value = d->t.result[i],
                              .n = 1,
                              .y = n_axes > 1 ? ply_analysis_value(d, i, axis[1]) : 0};
  if (d->sweep->sample.method->samples && n > DISTINCT) {
    double low[2] = {INFINITY, INFINITY}, high[2] = {-INFINITY, -INFINITY};
    for (uint64_t i = 0; i < n; i++) {
      low[0] = fmin(low[0], cells[i].x), high[0] = fmax(high[0], cells[i].x);
      low[1] = fmin(low[1], cells[i].y), high[1] = fmax(high[1], cells[i].y);
    }
    for (uint64_t i = 0; i < n; i++) {
      cells[i].x = binned(cells[i].x, low[0], high[0]);
      cells[i].y = binned(cells[i].y, low[1], high[1]);
    }
    s->binned = true;
  }
  qsort(cells, n, sizeof *cells, by_place);
  for (uint64_t i = 0; i < n; i++) {
    if (made > 0 && cells[made - 1].x == cells[i].x && cells[made - 1].y == cells[i].y) {
      cells[made - 1].value += cells[i].value;
      cells[made - 1].n++;
    } else
      cells[made++] = cells[i];
  }
  for (uint64_t i = 0; i < made; i++) cells[i].value /= (double)cells[i].n;
  s->n_axes = n_axes;
  s->cells = cells;
  s->n_cells = (int)made;
  for (int a = 0; a < n_axes; a++) {
    s->axis[a] = d->effects[axis[a]].name;
    s->n_words[a] = d->t.parameters[axis[a]].n_words;
    s->word[a] = d->t.parameters[axis[a]].word;
  }
  return true;
}
