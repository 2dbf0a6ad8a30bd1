/* Which of many vectors beats a given one? Vectors are kept in lots of doubling sizes, each a binary tree cut
 * at the median of one entry after the other, with the most of every entry in each box: a box that falls
 * short of the given vector in one entry is passed over. A new vector goes into a lot of its own size, and
 * lots of the same size become one. Cost: a question, boxes that cover the vector; adding, d * log n on
 * average. */
#include "sim/solve/additive/boxes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LEAF = 16, FIRST = 64, LOTS = 40 };

/* FIRST * 2^k vectors at most. */
typedef struct lot {
  size_t n;
  double *vector; /* [n * d] in the order of the tree */
  double *most;   /* [boxes * d] heap order */
} lot;

struct ply_boxes {
  int d;
  const double *eps;
  size_t n_fresh;
  double *fresh; /* [FIRST * d] not in a tree yet */
  double *swap;  /* [d] */
  lot lots[LOTS];
};

ply_boxes *ply_boxes_new(int d, const double *eps) {
  ply_boxes *b = calloc(1, sizeof *b);
  if (b == NULL) return NULL;
  b->d = d;
  b->eps = eps;
  b->fresh = malloc(FIRST * (size_t)d * sizeof *b->fresh);
  b->swap = malloc((size_t)d * sizeof *b->swap);
  if (b->fresh != NULL && b->swap != NULL) return b;
  ply_boxes_free(b);
  return NULL;
}

void ply_boxes_free(ply_boxes *b) {
  if (b == NULL) return;
  for (int k = 0; k < LOTS; k++) {
    free(b->lots[k].vector);
    free(b->lots[k].most);
  }
  free(b->fresh);
  free(b->swap);
  free(b);
}

/* ---- building ---- */

static void exchange(const ply_boxes *b, double *x, double *y) {
  size_t bytes = (size_t)b->d * sizeof *x;
  if (x == y) return;
  memcpy(b->swap, x, bytes);
  memcpy(x, y, bytes);
  memcpy(y, b->swap, bytes);
}

/* Puts the vectors first .. end - 1 so that entry `by` of those before `middle` is no less than of the rest. */
static void cut(const ply_boxes *b, double *v, size_t first, size_t end, size_t middle, int by) {
  size_t d = (size_t)b->d;
  while (end - first > 1) {
    double pivot = v[(first + (end - first) / 2) * d + (size_t)by];
    size_t more = first, at = first, less = end;
    while (at < less) {
      double x = v[at * d + (size_t)by];
      if (x > pivot)
        exchange(b, v + at++ * d, v + more++ * d);
      else if (x < pivot)
        exchange(b, v + at * d, v + --less * d);
      else
        at++;
    }
    if (middle < more)
      end = more;
    else if (middle >= less)
      first = less;
    else
      return;
  }
}

static void arrange(const ply_boxes *b, lot *l, size_t box, size_t first, size_t end, int by) {
  size_t d = (size_t)b->d;
  double *most = l->most + box * d;
  memcpy(most, l->vector + first * d, d * sizeof *most);
  for (size_t k = first + 1; k < end; k++)
    for (size_t i = 0; i < d; i++) most[i] = fmax(most[i], l->vector[k * d + i]);
  if (end - first <= LEAF) return;
  size_t middle = first + (end - first) / 2;
  cut(b, l->vector, first, end, middle, by);
  by = by + 1 < b->d ? by + 1 : 0;
  arrange(b, l, 2 * box + 1, first, middle, by);
  arrange(b, l, 2 * box + 2, middle, end, by);
}

static size_t boxes_of(size_t n) {
  size_t boxes = 1;
  for (size_t leaves = 1; n > LEAF * leaves; leaves *= 2) boxes += 2 * leaves;
  return 2 * boxes + 1;
}

/* Joins all lots below k and the fresh vectors to one. */
static bool join(ply_boxes *b, int k) {
  size_t d = (size_t)b->d, n = b->n_fresh;
  for (int j = 0; j < k; j++) n += b->lots[j].n;
  lot whole = {
      .n = n, .vector = malloc(n * d * sizeof(double)), .most = malloc(boxes_of(n) * d * sizeof(double))};
  if (whole.vector == NULL || whole.most == NULL) {
    free(whole.vector);
    free(whole.most);
    return false;
  }
  memcpy(whole.vector, b->fresh, b->n_fresh * d * sizeof *whole.vector);
  size_t at = b->n_fresh;
  for (int j = 0; j < k; j++) {
    memcpy(whole.vector + at * d, b->lots[j].vector, b->lots[j].n * d * sizeof *whole.vector);
    at += b->lots[j].n;
    free(b->lots[j].vector);
    free(b->lots[j].most);
    b->lots[j] = (lot){0};
  }
  b->n_fresh = 0;
  arrange(b, &whole, 0, 0, n, 0);
  b->lots[k] = whole;
  return true;
}

bool ply_boxes_add(ply_boxes *b, const double *vector) {
  memcpy(b->fresh + b->n_fresh++ * (size_t)b->d, vector, (size_t)b->d * sizeof *vector);
  if (b->n_fresh < FIRST) return true;
  int k = 0;
  while (k + 1 < LOTS && b->lots[k].n > 0) k++;
  return join(b, k);
}

/* ---- asking ---- */

static bool covers(const double *most, const double *v, int d) {
  for (int i = 0; i < d; i++)
    if (most[i] < v[i]) return false;
  return true;
}

static bool beats(const ply_boxes *b, const double *x, const double *v) {
  bool better = false;
  for (int i = 0; i < b->d; i++) {
    if (x[i] < v[i]) return false;
    better |= x[i] > v[i] + 2 * b->eps[i];
  }
  return better;
}

static bool search(const ply_boxes *b, const lot *l, size_t box, size_t first, size_t end, const double *v) {
  size_t d = (size_t)b->d;
  if (!covers(l->most + box * d, v, b->d)) return false;
  if (end - first <= LEAF) {
    for (size_t k = first; k < end; k++)
      if (beats(b, l->vector + k * d, v)) return true;
    return false;
  }
  size_t middle = first + (end - first) / 2;
  return search(b, l, 2 * box + 1, first, middle, v) || search(b, l, 2 * box + 2, middle, end, v);
}

bool ply_boxes_beat(const ply_boxes *b, const double *v) {
  for (size_t k = b->n_fresh; k-- > 0;)
    if (beats(b, b->fresh + k * (size_t)b->d, v)) return true;
  for (int k = LOTS - 1; k >= 0; k--)
    if (b->lots[k].n > 0 && search(b, &b->lots[k], 0, 0, b->lots[k].n, v)) return true;
  return false;
}
