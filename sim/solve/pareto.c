/* Which bundles are efficient: no other bundle of the set is at least as good for every actor and better for
 * one. Combos that another combo dominates are passed over. The rest, sorted by falling sum of payoffs (ties
 * by falling payoffs), can only be dominated by earlier ones, and it suffices to look at those that nothing
 * dominates exactly (maxima of vectors: Kung, Luccio and Preparata 1975, doi:10.1145/321906.321910); the
 * tolerance is then applied against these. Batches are compared with the settled maxima by all threads, then
 * among themselves in order. Cost: bundles * maxima / 64 in the worst case, far less in practice. */
#include "sim/solve/answer.h"

#include "sim/solve/maxima.h"

#include <stdlib.h>

enum { BATCH = 2048, FEW = 256 }; /* FEW: fewer are not worth waking threads for */
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

/* Whether combo b is at least as good as a for everybody and better for somebody by twice the tolerance: then
 * wherever a is in the set, so is b, and a is not efficient. */
static bool beats(const ply_question *q, int b, int a) {
  const ply_combos *combos = &q->scan->combos;
  bool better = false;
  for (int i = 0; i < q->game->n_actors; i++) {
    const double *payoff = combos->payoff + (size_t)i * (size_t)combos->n;
    if (payoff[b] < payoff[a]) return false;
    better |= payoff[b] > payoff[a] + 2 * PLY_EPS;
  }
  return better;
}

static void find_idle_combos(const ply_question *q, bool *idle) {
  int n = q->scan->combos.n;
  for (int a = 0; a < n; a++) {
    idle[a] = false;
    if (n > PLY_MOST_COMBOS) continue;
    for (int b = 0; b < n && !idle[a]; b++) idle[a] = beats(q, b, a);
  }
}

typedef struct point {
  double sum;
  const double *payoff;
  uint64_t count; /* bundles that it stands for */
  int n_actors;
} point;

static int falling(const void *a, const void *b) {
  const point *x = a, *y = b;
  if (x->sum != y->sum) return x->sum > y->sum ? -1 : 1;
  for (int i = 0; i < x->n_actors; i++)
    if (x->payoff[i] != y->payoff[i]) return x->payoff[i] > y->payoff[i] ? -1 : 1;
  return 0;
}

/* The bundles of the set that may be efficient, as sorted points; returns their number. */
static size_t collect(const ply_question *q, const bool *idle, double *payoff, point *points) {
  size_t d = (size_t)q->game->n_actors, n = 0;
  for (ply_walk w = ply_walk_start(q->scan, efficiency_set(q)); ply_walk_next(&w);) {
    if (idle[w.combo]) continue;
    double *p = payoff + n * d, sum = 0;
    for (size_t i = 0; i < d; i++) sum += p[i] = ply_walk_payoff(&w, (int)i);
    points[n++] = (point){.sum = sum, .payoff = p, .count = ply_walk_count(&w), .n_actors = (int)d};
  }
  qsort(points, n, sizeof *points, falling);
  return n;
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/* Within this much of a point's sum, a later point may still dominate it with the tolerance. */
static double reach(const point *p) { return 2 * PLY_EPS * (p->n_actors + 1); }

static bool dominates(const point *b, const point *a) {
  bool better = false;
  for (int i = 0; i < a->n_actors; i++) {
    if (b->payoff[i] < a->payoff[i] - PLY_EPS) return false;
    better |= b->payoff[i] > a->payoff[i] + PLY_EPS;
  }
  return better;
}

/* The points after p whose sums are so near that the order by sums does not settle it. */
static bool dominated_later(const point *points, size_t n, size_t p) {
  for (size_t k = p + 1; k < n && points[k].sum >= points[p].sum - reach(&points[p]); k++)
    if (dominates(&points[k], &points[p])) return true;
  return false;
}

static ply_dominance either(ply_dominance a, ply_dominance b) {
  return (ply_dominance){.exact = a.exact || b.exact, .tolerant = a.tolerant || b.tolerant};
}

/* How a point stands against all maxima found before its batch. */
static ply_dominance stand(const ply_maxima *m, const double *payoff) {
  ply_dominance d = ply_maxima_settled(m, payoff, PLY_EPS);
  return d.exact && d.tolerant ? d : either(d, ply_maxima_recent(m, 0, payoff, PLY_EPS));
}

/* Counts the efficient points; UINT64_MAX without memory or out of time. */
static uint64_t count_efficient(const ply_question *q, const point *points, size_t n, ply_maxima *m) {
  uint64_t count = 0;
  const int threads = ply_scan_threads(q->settings);
  (void)threads; /* without OpenMP */
  ply_dominance state[BATCH];
  for (size_t first = 0; first < n; first += BATCH) {
    size_t size = least(BATCH, n - first);
    if (ply_clock_says(q->clock) != NULL || !ply_maxima_settle(m)) return UINT64_MAX;
    size_t before = ply_maxima_unsettled(m);
#pragma omp parallel for schedule(dynamic, 64) num_threads(threads) if (size >= FEW)
    for (size_t k = 0; k < size; k++) state[k] = stand(m, points[first + k].payoff);
    for (size_t k = 0; k < size; k++) {
      const double *payoff = points[first + k].payoff;
      if (state[k].exact && state[k].tolerant) continue;
      ply_dominance d = either(state[k], ply_maxima_recent(m, before, payoff, PLY_EPS));
      if (!d.exact && !ply_maxima_add(m, payoff)) return UINT64_MAX;
      if (!d.tolerant && !dominated_later(points, n, first + k)) count += points[first + k].count;
    }
  }
  return count;
}

/* Which bundles of the cloud are efficient: what dominates one with the tolerance is itself at most a
 * maximum. */
static void mark_cloud(const ply_question *q, const ply_maxima *m) {
  ply_cloud *cloud = &q->result->cloud;
  bool stable_only = efficiency_set(q) == PLY_OVER_STABLE;
  const int threads = ply_scan_threads(q->settings);
  (void)threads; /* without OpenMP */
#pragma omp parallel for schedule(dynamic, 64) num_threads(threads) if (cloud->n >= FEW)
  for (size_t k = 0; k < cloud->n; k++) {
    ply_cloud_point *p = &cloud->points[k];
    p->efficient = (!stable_only || p->stable) && !ply_maxima_settled(m, p->payoffs, PLY_EPS).tolerant &&
                   !ply_maxima_recent(m, 0, p->payoffs, PLY_EPS).tolerant;
  }
  cloud->efficient_known = true;
}

ply_status ply_answer_pareto(ply_question *q) {
  ply_over over = efficiency_set(q);
  q->result->pareto.over = ply_over_name(over);
  q->result->pareto.outcome = PLY_LIMIT_REACHED;
  uint64_t n = ply_scan_points(q->scan, over);
  if (!q->scan->complete || n > MOST_POINTS) return PLY_OK;
  ply_status status = PLY_E_MEMORY;
  bool *idle = malloc((size_t)q->scan->combos.n * sizeof *idle);
  double *payoff = malloc((size_t)n * (size_t)q->game->n_actors * sizeof *payoff + 1);
  point *points = malloc((size_t)n * sizeof *points + 1);
  ply_maxima *m = ply_maxima_new(q->game->n_actors);
  if (idle == NULL || payoff == NULL || points == NULL || m == NULL) goto out;
  status = PLY_OK;
  find_idle_combos(q, idle);
  uint64_t count = count_efficient(q, points, collect(q, idle, payoff, points), m);
  if (count == UINT64_MAX) goto out;
  mark_cloud(q, m);
  q->result->pareto.count = count;
  q->result->pareto.outcome = n == 0 ? PLY_PROVED_NONE : PLY_FOUND;
out:
  free(idle);
  free(payoff);
  free(points);
  ply_maxima_free(m);
  return status;
}
