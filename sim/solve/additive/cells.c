/* Part of the loose issues by the cells of the grid on which its sums lie: how many combos each cell stands
 * for, by convolving issue after issue (generating functions: Brams and Affuso 1976, doi:10.1007/BF00141055,
 * for voting power), and, summed up along every side, how many reach a cell or more. Cost: cells * options. */
#include "sim/solve/additive/halves.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Least and greatest sum of the part for an actor. */
static double least_of(const ply_part *part, int actor) {
  return part->terms->least[part->end][actor] - part->terms->least[part->first][actor];
}
static double most_of(const ply_part *part, int actor) {
  return part->terms->most[part->end][actor] - part->terms->most[part->first][actor];
}

uint64_t ply_part_cells(const ply_part *part) {
  uint64_t n = 1;
  if (!part->terms->grid) return 0;
  for (int p = 0; p < part->asked->n; p++) {
    double width = most_of(part, part->asked->actor[p]) - least_of(part, part->asked->actor[p]) + 1;
    if (!(width < 1e15) || __builtin_mul_overflow(n, (uint64_t)width, &n)) return UINT64_MAX;
  }
  return n;
}

uint64_t ply_cells_bytes(const ply_part *part) {
  uint64_t n = ply_part_cells(part);
  return n == 0 || n > (uint64_t)1 << 50 ? UINT64_MAX : n * 16;
}

static void measure(const ply_part *part, ply_cells *c) {
  *c = (ply_cells){.n_asked = part->asked->n, .n = 1};
  for (int p = c->n_asked - 1; p >= 0; p--) {
    c->least[p] = least_of(part, part->asked->actor[p]);
    c->width[p] = (uint64_t)(most_of(part, part->asked->actor[p]) - c->least[p]) + 1;
    c->stride[p] = c->n;
    c->n *= c->width[p];
  }
}

/* What an option adds to a cell's number, its issue's least sums taken as nothing. */
static uint64_t shift_of(const ply_part *part, const ply_cells *c, int j, int o) {
  const ply_terms *t = part->terms;
  uint64_t shift = 0;
  for (int p = 0; p < c->n_asked; p++) {
    int i = part->asked->actor[p];
    double least = t->least[j + 1][i] - t->least[j][i];
    shift += c->stride[p] * (uint64_t)(t->term[j][o * t->n_actors + i] - least);
  }
  return shift;
}

static void add_shifted(uint64_t *restrict to, const uint64_t *restrict from, size_t n) {
  for (size_t k = 0; k < n; k++) to[k] += from[k];
}

bool ply_cells_fill(const ply_part *part, ply_cells *c) {
  measure(part, c);
  uint64_t *now = calloc((size_t)c->n, sizeof *now), *next = calloc((size_t)c->n, sizeof *next);
  size_t used = 1; /* cells that may hold something */
  bool ok = now != NULL && next != NULL;
  if (ok) now[0] = 1;
  for (int j = part->first; ok && j < part->end; j++) {
    uint64_t furthest = 0;
    if (j > part->first) memset(next, 0, (size_t)c->n * sizeof *next);
    for (int o = 0; o < part->terms->options[j]; o++) {
      uint64_t shift = shift_of(part, c, j, o);
      add_shifted(next + shift, now, used);
      if (shift > furthest) furthest = shift;
    }
    used += (size_t)furthest;
    uint64_t *swap = now;
    now = next;
    next = swap;
  }
  free(next);
  c->count = now;
  return ok;
}

void ply_cells_settle(ply_cells *c) {
  for (int p = 0; p < c->n_asked; p++) {
    uint64_t stride = c->stride[p], slab = stride * c->width[p];
    for (uint64_t first = 0; first < c->n; first += slab)
      for (uint64_t row = c->width[p] - 1; row-- > 0;)
        add_shifted(c->count + first + row * stride, c->count + first + (row + 1) * stride, (size_t)stride);
  }
}

void ply_cells_done(ply_cells *cells) {
  free(cells->count);
  cells->count = NULL;
}

bool ply_cells_list(const ply_cells *c, ply_sums *out) {
  size_t d = (size_t)c->n_asked, n = 0;
  *out = (ply_sums){0};
  for (uint64_t k = 0; k < c->n; k++) out->n += c->count[k] != 0;
  out->sum = malloc(out->n * d * sizeof *out->sum + 1);
  out->count = malloc(out->n * sizeof *out->count + 1);
  if (out->sum == NULL || out->count == NULL) return false;
  for (uint64_t k = 0; k < c->n; k++) {
    if (c->count[k] == 0) continue;
    for (size_t p = 0; p < d; p++)
      out->sum[n * d + p] = c->least[p] + (double)(k / c->stride[p] % c->width[p]);
    out->count[n++] = c->count[k];
  }
  return true;
}

uint64_t ply_cells_reaching(const ply_cells *c, const double *need, const double *near, int lenient) {
  uint64_t at = 0;
  for (int p = 0; p < c->n_asked; p++) {
    if (p == lenient) continue;
    double digit = need[p] - near[p] - c->least[p];
    if (digit <= 0) continue;
    if (digit > (double)(c->width[p] - 1)) return 0;
    at += c->stride[p] * (uint64_t)ceil(digit);
  }
  return c->count[at];
}
