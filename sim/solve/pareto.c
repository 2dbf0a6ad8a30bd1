/* Which bundles are efficient: no other bundle of the set is at least as good for every actor and better for
 * one. Sorted by falling sum of payoffs (ties by falling payoffs), a bundle can only be dominated by an
 * earlier one, and it suffices to look at those that nothing dominates exactly (Kung, Luccio and Preparata
 * 1975, doi:10.1145/321906.321910, for the maxima of vectors); the tolerance is then applied against these.
 * They are kept in blocks of 32 with the best entries of each block, so most blocks are passed over by one
 * look. Cost: bundles * maxima in the worst case, far less in practice. */
#include "sim/solve/answer.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK = 32, CHECK_EVERY = 4096 };
static const size_t MOST_POINTS = 20u << 20;

static ply_over efficiency_set(const ply_question *q) {
  return q->settings->over == PLY_OVER_STABLE ? PLY_OVER_STABLE : PLY_OVER_ACCEPTABLE;
}

bool ply_answer_efficient(const ply_question *q, const double *payoff) {
  int n = q->game->n_actors;
  for (ply_walk w = ply_walk_start(q->scan, efficiency_set(q)); ply_walk_next(&w);) {
    bool weak = true, better = false;
    for (int i = 0; i < n && weak; i++) {
      double there = ply_walk_payoff(&w, i);
      weak = there >= payoff[i] - PLY_EPS;
      better |= there > payoff[i] + PLY_EPS;
    }
    if (weak && better) return false;
  }
  return true;
}

typedef struct maxima {
  int n_actors;
  size_t n, capacity; /* vectors */
  double *best;       /* [blocks * n_actors] */
  double *entry;      /* [blocks * n_actors * BLOCK] */
} maxima;

static bool add(maxima *m, const double *payoff) {
  size_t d = (size_t)m->n_actors;
  if (m->n == m->capacity) {
    size_t blocks = m->capacity / BLOCK * 2 + 4;
    double *best = realloc(m->best, blocks * d * sizeof *best);
    if (best != NULL) m->best = best;
    double *entry = realloc(m->entry, blocks * d * BLOCK * sizeof *entry);
    if (entry != NULL) m->entry = entry;
    if (best == NULL || entry == NULL) return false;
    m->capacity = blocks * BLOCK;
  }
  size_t block = m->n / BLOCK, at = m->n % BLOCK;
  for (size_t i = 0; i < d; i++) {
    double *best = &m->best[block * d + i];
    if (at == 0 || payoff[i] > *best) *best = payoff[i];
    m->entry[(block * d + i) * BLOCK + at] = payoff[i];
  }
  m->n++;
  return true;
}

/* Which vectors of a block are at least payoff - slack in every entry: a bit each. */
static uint32_t at_least(const maxima *m, size_t block, size_t used, const double *payoff, double slack) {
  size_t d = (size_t)m->n_actors;
  for (size_t i = 0; i < d; i++)
    if (m->best[block * d + i] < payoff[i] - slack) return 0;
  uint32_t alive = used >= 32 ? UINT32_MAX : ((uint32_t)1 << used) - 1;
  for (size_t i = 0; i < d && alive != 0; i++) {
    const double *entry = m->entry + (block * d + i) * BLOCK;
    double bound = payoff[i] - slack;
    uint32_t pass = 0;
    for (unsigned k = 0; k < BLOCK; k++) pass |= (uint32_t)(entry[k] >= bound) << k;
    alive &= pass;
  }
  return alive;
}

/* Whether a maximum dominates: at least payoff - slack everywhere and above payoff + margin somewhere. */
static bool dominated(const maxima *m, const double *payoff, double slack, double margin) {
  size_t d = (size_t)m->n_actors;
  for (size_t block = 0; block * BLOCK < m->n; block++) {
    uint32_t alive = at_least(m, block, m->n - block * BLOCK, payoff, slack);
    for (; alive != 0; alive &= alive - 1) {
      size_t k = (size_t)__builtin_ctz(alive);
      for (size_t i = 0; i < d; i++)
        if (m->entry[(block * d + i) * BLOCK + k] > payoff[i] + margin) return true;
    }
  }
  return false;
}

typedef struct point {
  double sum;
  const double *payoff;
  int n_actors;
} point;

static int falling(const void *a, const void *b) {
  const point *x = a, *y = b;
  if (x->sum != y->sum) return x->sum > y->sum ? -1 : 1;
  for (int i = 0; i < x->n_actors; i++)
    if (x->payoff[i] != y->payoff[i]) return x->payoff[i] > y->payoff[i] ? -1 : 1;
  return 0;
}

/* The bundles of the set as points; *n their number. False without memory. */
static bool collect(const ply_question *q, size_t n, double *payoff, point *points) {
  size_t d = (size_t)q->game->n_actors, at = 0;
  for (ply_walk w = ply_walk_start(q->scan, efficiency_set(q)); ply_walk_next(&w) && at < n; at++) {
    double *p = payoff + at * d, sum = 0;
    for (size_t i = 0; i < d; i++) sum += p[i] = ply_walk_payoff(&w, (int)i);
    points[at] = (point){.sum = sum, .payoff = p, .n_actors = (int)d};
  }
  qsort(points, at, sizeof *points, falling);
  return at == n;
}

/* Splits the points into those that are dominated beyond the tolerance and the rest, which is moved to the
 * front; returns how many are left, or SIZE_MAX without memory or out of time. */
static size_t find_maxima(const ply_question *q, point *points, size_t n, maxima *m) {
  size_t left = 0;
  for (size_t p = 0; p < n; p++) {
    if (p % CHECK_EVERY == 0 && ply_clock_says(q->clock) != NULL) return SIZE_MAX;
    if (dominated(m, points[p].payoff, 0, PLY_EPS)) continue;
    if (!dominated(m, points[p].payoff, 0, 0) && !add(m, points[p].payoff)) return SIZE_MAX;
    points[left++] = points[p];
  }
  return left;
}

ply_status ply_answer_pareto(ply_question *q) {
  ply_over over = efficiency_set(q);
  q->result->pareto.over = ply_over_name(over);
  q->result->pareto.outcome = PLY_LIMIT_REACHED;
  uint64_t n = over == PLY_OVER_STABLE ? q->scan->tally.stable : q->scan->tally.acceptable;
  if (!q->scan->complete || n > MOST_POINTS) return PLY_OK;
  ply_status status = PLY_OK;
  maxima m = {.n_actors = q->game->n_actors};
  size_t size = (size_t)n;
  double *payoff = malloc(size * (size_t)q->game->n_actors * sizeof *payoff + 1);
  point *points = malloc(size * sizeof *points + 1);
  if (payoff == NULL || points == NULL) {
    status = PLY_E_MEMORY;
    goto out;
  }
  collect(q, size, payoff, points);
  size_t left = find_maxima(q, points, size, &m);
  if (left == SIZE_MAX) goto out;
  uint64_t count = 0;
  for (size_t p = 0; p < left; p++) count += !dominated(&m, points[p].payoff, PLY_EPS, PLY_EPS);
  q->result->pareto.count = count;
  q->result->pareto.outcome = n == 0 ? PLY_PROVED_NONE : PLY_FOUND;
out:
  free(payoff);
  free(points);
  free(m.best);
  free(m.entry);
  return status;
}
