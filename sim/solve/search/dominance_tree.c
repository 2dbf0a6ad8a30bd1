/* Which of many vectors reach a bound in every entry? They are ordered as in a k-d tree (Bentley 1975,
 * doi:10.1145/361002.361007): halved at the middle of the entry that varies most, again and again, until
 * eight are left. Eight neighbours make a node, eight nodes a node of the next level, and so on; a node
 * keeps the largest of each entry of its eight children, so one comparison per entry tells which of the eight
 * have to be looked into. Entries are kept as whole numbers of 1/65535 of their range, rounded so that no
 * vector is missed; the caller looks at the exact ones. Eight of them fill a vector register of any
 * processor. Cost of a question: d comparisons a node, and few nodes: some 40 among 10^5 vectors of ten
 * payoffs, some 100 among 10^6. Memory: about 4 * d bytes a vector. */
#include "sim/solve/search/dominance_tree.h"

#include <stdlib.h>
#include <string.h>

enum { WIDE = 8, MOST_LEVELS = 12, MOST_ENTRIES = 64, SAMPLE = 512, TASK = 1 << 14 };

/* One entry of the eight children of a node. */
typedef uint16_t lanes __attribute__((vector_size(2 * WIDE), may_alias));
typedef int16_t signs __attribute__((vector_size(2 * WIDE)));
typedef uint64_t halves __attribute__((vector_size(2 * WIDE)));

struct ply_dominance_tree {
  size_t n, d;
  double *low, *per_unit; /* [d]: whole number = (x - low) * per_unit */
  uint16_t *rows;         /* [n * (d + 2)] the entries and the number, until settled */
  uint32_t *number;       /* [n] by place, once settled */
  int n_levels;
  size_t nodes[MOST_LEVELS];    /* of each level; level 0 holds the vectors */
  uint16_t *level[MOST_LEVELS]; /* [nodes * d * WIDE] */
};

uint64_t ply_dominance_tree_bytes(uint64_t n, int d) {
  uint64_t entries = (uint64_t)d;
  return n * (2 * (entries + 2) + sizeof(uint32_t)) + (n + WIDE) * 2 * entries * 8 / 7 + 4096 * entries;
}

void ply_dominance_tree_free(ply_dominance_tree *p) {
  if (p == NULL) return;
  for (int l = 0; l < p->n_levels; l++) free(p->level[l]);
  free(p->low);
  free(p->per_unit);
  free(p->rows);
  free(p->number);
  free(p);
}

ply_dominance_tree *ply_dominance_tree_new(size_t n, int d, const double *low, const double *high) {
  ply_dominance_tree *p = calloc(1, sizeof *p);
  if (p == NULL) return NULL;
  p->n = n;
  p->d = (size_t)d;
  p->low = malloc(p->d * sizeof *p->low);
  p->per_unit = malloc(p->d * sizeof *p->per_unit);
  p->rows = malloc(n * (p->d + 2) * sizeof *p->rows + 1);
  if (d > MOST_ENTRIES || p->low == NULL || p->per_unit == NULL || p->rows == NULL) {
    ply_dominance_tree_free(p);
    return NULL;
  }
  for (size_t i = 0; i < p->d; i++) {
    p->low[i] = low[i];
    p->per_unit[i] = high[i] > low[i] ? UINT16_MAX / (high[i] - low[i]) : 0;
  }
  return p;
}

/* Rises with x, so what reaches a bound exactly also reaches it here. */
static uint16_t whole(const ply_dominance_tree *p, size_t entry, double x) {
  double steps = (x - p->low[entry]) * p->per_unit[entry];
  return steps >= UINT16_MAX ? UINT16_MAX : steps > 0 ? (uint16_t)steps : 0;
}

void ply_dominance_tree_put(ply_dominance_tree *p, size_t k, const double *vector) {
  uint16_t *row = p->rows + k * (p->d + 2);
  uint32_t number = (uint32_t)k;
  for (size_t i = 0; i < p->d; i++) row[i] = whole(p, i, vector[i]);
  memcpy(row + p->d, &number, sizeof number);
}

/* ---- the order ---- */

static void swap(const ply_dominance_tree *p, size_t a, size_t b) {
  uint16_t held[MOST_ENTRIES + 2];
  size_t width = p->d + 2;
  memcpy(held, p->rows + a * width, width * sizeof *held);
  memcpy(p->rows + a * width, p->rows + b * width, width * sizeof *held);
  memcpy(p->rows + b * width, held, width * sizeof *held);
}

static uint16_t entry_of(const ply_dominance_tree *p, size_t row, size_t entry) {
  return p->rows[row * (p->d + 2) + entry];
}

/* The middle one of three rows. */
static uint16_t pivot(const ply_dominance_tree *p, size_t entry, size_t first, size_t last) {
  uint16_t a = entry_of(p, first, entry), b = entry_of(p, first + (last - first) / 2, entry),
           c = entry_of(p, last, entry);
  if (a < b) return b < c ? b : a < c ? c : a;
  return a < c ? a : b < c ? c : b;
}

/* Moves the rows first .. last so that none before `middle` is smaller than one from there on (Hoare 1961,
 * doi:10.1145/366622.366647). */
static void select_largest(const ply_dominance_tree *p, size_t entry, size_t first, size_t last,
                           size_t middle) {
  while (first < last) {
    uint16_t x = pivot(p, entry, first, last);
    size_t i = first, j = last + 1; /* j: one past */
    for (;;) {
      while (entry_of(p, i, entry) > x) i++;
      while (entry_of(p, j - 1, entry) < x) j--;
      if (i + 1 > j) break;
      swap(p, i++, --j);
      if (i >= j) break;
    }
    if (middle < j)
      last = j - 1;
    else if (middle >= i)
      first = i;
    else
      return;
  }
}

/* The entry that varies most among the rows, as far as a sample says. */
static size_t widest(const ply_dominance_tree *p, size_t first, size_t n) {
  uint16_t least[MOST_ENTRIES], most[MOST_ENTRIES];
  size_t step = n > 4 * SAMPLE ? n / SAMPLE : 1, found = 0;
  memset(least, 0xff, sizeof least);
  memset(most, 0, sizeof most);
  for (size_t k = first; k < first + n; k += step)
    for (size_t i = 0; i < p->d; i++) {
      uint16_t x = entry_of(p, k, i);
      least[i] = x < least[i] ? x : least[i];
      most[i] = x > most[i] ? x : most[i];
    }
  double width = -1;
  for (size_t i = 0; i < p->d; i++) {
    double wide = p->per_unit[i] > 0 ? (most[i] - least[i]) / p->per_unit[i] : 0;
    if (wide > width) found = i;
    if (wide > width) width = wide;
  }
  return found;
}

/* Halves the rows again and again, larger ones first; first parts are powers of two, so that nodes of every
 * level are parts. */
static void order(const ply_dominance_tree *p, size_t first, size_t n) {
  while (n > WIDE) {
    size_t half = WIDE;
    while (half * 2 < n) half *= 2;
    select_largest(p, widest(p, first, n), first, first + n - 1, first + half);
#pragma omp task firstprivate(p, first, half) if (half >= TASK)
    order(p, first, half);
    first += half;
    n -= half;
  }
}

/* ---- the levels ---- */

static bool add_level(ply_dominance_tree *p, size_t nodes) {
  size_t bytes = nodes * p->d * WIDE * sizeof(uint16_t);
  if (p->n_levels == MOST_LEVELS) return false;
  uint16_t *level = aligned_alloc(2 * WIDE, bytes > 0 ? bytes : 2 * WIDE);
  if (level == NULL) return false;
  memset(level, 0, bytes);
  p->nodes[p->n_levels] = nodes;
  p->level[p->n_levels++] = level;
  return true;
}

/* Moves the rows to level 0. */
static bool lay_vectors(ply_dominance_tree *p) {
  p->number = malloc(p->n * sizeof *p->number + 1);
  if (p->number == NULL || !add_level(p, (p->n + WIDE - 1) / WIDE)) return false;
  for (size_t k = 0; k < p->n; k++) {
    const uint16_t *row = p->rows + k * (p->d + 2);
    uint16_t *node = p->level[0] + k / WIDE * p->d * WIDE + k % WIDE;
    for (size_t i = 0; i < p->d; i++) node[i * WIDE] = row[i];
    memcpy(&p->number[k], row + p->d, sizeof *p->number);
  }
  free(p->rows);
  p->rows = NULL;
  return true;
}

/* One level of the largest entries of the level below. */
static bool lay_level(ply_dominance_tree *p) {
  int below = p->n_levels - 1;
  if (!add_level(p, (p->nodes[below] + WIDE - 1) / WIDE)) return false;
  for (size_t b = 0; b < p->nodes[below]; b++)
    for (size_t i = 0; i < p->d; i++) {
      const uint16_t *children = p->level[below] + (b * p->d + i) * WIDE;
      uint16_t most = 0;
      for (int c = 0; c < WIDE; c++) most = children[c] > most ? children[c] : most;
      p->level[below + 1][(b / WIDE * p->d + i) * WIDE + b % WIDE] = most;
    }
  return true;
}

bool ply_dominance_tree_settle(ply_dominance_tree *p, int threads) {
  (void)threads; /* without OpenMP */
#pragma omp parallel num_threads(threads) if (p->n >= 2 * TASK)
#pragma omp single
  order(p, 0, p->n);
  bool ok = lay_vectors(p);
  while (ok && p->nodes[p->n_levels - 1] > 1) ok = lay_level(p);
  return ok;
}

size_t ply_dominance_tree_at(const ply_dominance_tree *p, size_t place) { return p->number[place]; }

/* ---- questions ---- */

typedef struct asked {
  const ply_dominance_tree *tree;
  lanes bound[MOST_ENTRIES];
  ply_dominance_tree_visit visit;
  void *data;
} asked;

/* Which children of a node reach the bound: 16 bits each. */
static halves reached(const asked *a, const uint16_t *node) {
  const lanes *entry = (const lanes *)(const void *)node;
  signs yes = entry[0] >= a->bound[0];
  for (size_t i = 1; i < a->tree->d; i++) yes &= entry[i] >= a->bound[i];
  return (halves)yes;
}

static bool look_into(const asked *a, int level, size_t node) {
  const ply_dominance_tree *p = a->tree;
  halves yes = reached(a, p->level[level] + node * p->d * WIDE);
  for (size_t half = 0; half < 2; half++)
    for (uint64_t rest = yes[half]; rest != 0;) {
      size_t lane = (size_t)__builtin_ctzll(rest) / 16;
      rest &= ~((uint64_t)0xffff << (16 * lane));
      size_t child = node * WIDE + half * (WIDE / 2) + lane;
      if (level > 0 ? child < p->nodes[level - 1] && look_into(a, level - 1, child)
                    : child < p->n && a->visit(a->data, p->number[child]))
        return true;
    }
  return false;
}

bool ply_dominance_tree_search(const ply_dominance_tree *p, const double *bound,
                               ply_dominance_tree_visit visit, void *data) {
  if (p->n == 0) return false;
  asked a; /* field by field: the bounds past d are not looked at */
  a.tree = p;
  a.visit = visit;
  a.data = data;
  for (size_t i = 0; i < p->d; i++) {
    uint16_t x = whole(p, i, bound[i]);
    a.bound[i] = (lanes){x, x, x, x, x, x, x, x};
  }
  return look_into(&a, p->n_levels - 1, 0);
}
