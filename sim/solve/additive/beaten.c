/* Is a vector clearly beaten by one of those kept before it: nowhere worse, and somewhere better by more than
 * twice the tolerance? Vectors come with falling first entry, so whoever was kept is no worse there. What is
 * left is a question about the other entries: with one of them, the largest so far; with two, a staircase;
 * with more, trees of boxes of doubling sizes (Bentley and Saxe 1980, doi:10.1016/0196-6774(80)90015-2).
 * In each case it is asked twice where order cannot tell "no worse" from "clearly better": among all so far,
 * and among those that are clearly better in the first entry. */
#include "sim/solve/additive/beaten.h"
#include "sim/solve/additive/boxes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Maxima of pairs: x falls, y rises along the steps. */
typedef struct stairs {
  size_t n, capacity;
  double (*step)[2];
} stairs;

struct ply_unbeaten {
  int d;
  double margin[3]; /* of the first entries: twice the tolerance */
  double *kept;     /* [n * d] for d <= 3: those not yet among the clearly better */
  size_t n, capacity, passed;
  double most[2]; /* d <= 2: the largest last entry of all, and of the clearly better */
  stairs all, better;
  ply_boxes *boxes;
};

/* ---- staircases ---- */

/* How many steps have an x of at least so much. */
static size_t steps_from(const stairs *s, double x, bool strict) {
  size_t low = 0, high = s->n;
  while (low < high) {
    size_t mid = (low + high) / 2;
    if (strict ? s->step[mid][0] > x : s->step[mid][0] >= x)
      low = mid + 1;
    else
      high = mid;
  }
  return low;
}

/* The largest y among the steps with an x of at least so much; -INFINITY: there are none. */
static double highest(const stairs *s, double x, bool strict) {
  size_t n = steps_from(s, x, strict);
  return n > 0 ? s->step[n - 1][1] : -INFINITY;
}

static bool stairs_add(stairs *s, double x, double y) {
  if (highest(s, x, false) >= y) return true;
  size_t at = steps_from(s, x, true), end = at;
  while (end < s->n && s->step[end][1] <= y) end++;
  if (end == at && s->n == s->capacity) {
    size_t capacity = s->capacity * 2 + 64;
    void *grown = realloc(s->step, capacity * sizeof *s->step);
    if (grown == NULL) return false;
    s->step = grown;
    s->capacity = capacity;
  }
  memmove(s->step + at + 1, s->step + end, (s->n - end) * sizeof *s->step);
  s->n = s->n - (end - at) + 1;
  s->step[at][0] = x;
  s->step[at][1] = y;
  return true;
}

/* ---- keeping ---- */

ply_unbeaten *ply_unbeaten_new(int d, const double *eps) {
  ply_unbeaten *k = calloc(1, sizeof *k);
  if (k == NULL) return NULL;
  k->d = d;
  k->most[0] = k->most[1] = -INFINITY;
  for (int i = 0; i < d && i < 3; i++) k->margin[i] = 2 * eps[i];
  if (d <= 3) return k;
  k->boxes = ply_boxes_new(d, eps);
  if (k->boxes != NULL) return k;
  free(k);
  return NULL;
}

void ply_unbeaten_free(ply_unbeaten *k) {
  if (k == NULL) return;
  free(k->kept);
  free(k->all.step);
  free(k->better.step);
  ply_boxes_free(k->boxes);
  free(k);
}

/* Adds to the clearly better those that have become so. */
static void pass(ply_unbeaten *k, double first) {
  size_t d = (size_t)k->d;
  while (k->passed < k->n && k->kept[k->passed * d] > first + k->margin[0]) {
    const double *v = k->kept + k->passed++ * d;
    if (d == 1)
      k->most[1] = 0;
    else if (d == 2)
      k->most[1] = fmax(k->most[1], v[1]);
    else if (!stairs_add(&k->better, v[1], v[2]))
      return; /* no memory: somebody beaten may be kept, which the last comparison finds */
  }
}

bool ply_unbeaten_beats(ply_unbeaten *k, const double *v) {
  if (k->boxes != NULL) return ply_boxes_beat(k->boxes, v);
  pass(k, v[0]);
  if (k->d == 1) return k->most[1] == 0;
  if (k->d == 2) return k->most[1] >= v[1] || k->most[0] > v[1] + k->margin[1];
  return highest(&k->better, v[1], false) >= v[2] || highest(&k->all, v[1], false) > v[2] + k->margin[2] ||
         highest(&k->all, v[1] + k->margin[1], true) >= v[2];
}

bool ply_unbeaten_add(ply_unbeaten *k, const double *v) {
  if (k->boxes != NULL) return ply_boxes_add(k->boxes, v);
  size_t d = (size_t)k->d;
  if (k->n == k->capacity) {
    size_t capacity = k->capacity * 2 + 64;
    double *kept = realloc(k->kept, capacity * d * sizeof *kept);
    if (kept == NULL) return false;
    k->kept = kept;
    k->capacity = capacity;
  }
  memcpy(k->kept + k->n++ * d, v, d * sizeof *v);
  k->most[0] = d > 1 ? fmax(k->most[0], v[1]) : 0;
  return d < 3 || stairs_add(&k->all, v[1], v[2]);
}
