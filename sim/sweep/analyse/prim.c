/* PRIM: a box of parameter ranges in which most of the cases lie. Starting from everything, each step cuts
 * off the lowest or highest few percent of one parameter's points: the cut that raises the share of cases most
 * for each point that it takes away, weighed by the points that are left. Ranked by the share that it reaches
 * alone, a cut of a drawn line, which takes most points at once, would always come first; patience is to prefer
 * small steps (Friedman and Fisher 1999, section 6; Kwakkel and Jaxa-Rozen 2016,
 * doi:10.1016/j.envsoft.2015.11.020). Ties go to the cut that keeps more points, then to the first parameter.
 * Values that many points share (lists, red lines) are cut off together. Bounds of the chosen box that may be
 * chance are taken away again. Cost: steps * parameters * n.
 */
#include "sim/sweep/analyse/analyse.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct box {
  const double *x;
  const bool *is_case;
  size_t n;
  int k;
  double *low, *high;
  bool *inside;
  size_t n_inside, cases_inside, cases;
  double *some; /* scratch [n], in any order */
} box;

typedef struct cut {
  int parameter;
  bool upper;
  double bound;
  size_t left, cases;
} cut;

static double value(const box *b, size_t i, int j) { return b->x[i * (size_t)b->k + (size_t)j]; }

static void swap(double *a, double *b) {
  double kept = *a;
  *a = *b;
  *b = kept;
}

/* The value that would stand at position `at` if v [n] were sorted; v is put into another order (Hoare 1961,
 * doi:10.1145/366622.366647; the middle of three as pivot). Cost: about 3 n. */
static double select_at(double *v, size_t n, size_t at) {
  size_t low = 0, high = n - 1;
  while (low < high) {
    size_t middle = low + (high - low) / 2, i = low, j = high;
    if (v[middle] < v[low]) swap(&v[middle], &v[low]);
    if (v[high] < v[low]) swap(&v[high], &v[low]);
    if (v[high] < v[middle]) swap(&v[high], &v[middle]);
    double pivot = v[middle];
    for (;;) {
      while (v[i] < pivot) i++;
      while (v[j] > pivot) j--;
      if (i >= j) break;
      swap(&v[i++], &v[j--]);
    }
    if (at <= j) /* up to j none is above the pivot, past it none below; j < high since middle < high */
      high = j;
    else
      low = j + 1;
  }
  return v[at];
}

/* What is left after cutting off at least `peel` of the inside at one end; left == n_inside: no cut possible.
 */
static cut try_cut(box *b, int j, bool upper, double peel) {
  size_t n = 0;
  for (size_t i = 0; i < b->n; i++)
    if (b->inside[i]) b->some[n++] = value(b, i, j);
  size_t off = (size_t)ceil(peel * (double)n);
  if (off < 1) off = 1;
  cut c = {.parameter = j, .upper = upper, .left = n};
  if (off >= n) return c;
  double edge = select_at(b->some, n, upper ? n - off : off - 1);
  c.bound = upper ? -INFINITY : INFINITY; /* the nearest value inside of the edge */
  for (size_t i = 0; i < n; i++) {
    double v = b->some[i];
    if (upper ? v < edge && v > c.bound : v > edge && v < c.bound) c.bound = v;
  }
  if (!isfinite(c.bound)) return c;
  c.left = 0;
  for (size_t i = 0; i < b->n; i++) {
    if (!b->inside[i] || (upper ? value(b, i, j) > c.bound : value(b, i, j) < c.bound)) continue;
    c.left++;
    c.cases += b->is_case[i];
  }
  return c;
}

static double share(size_t cases, size_t n) { return (double)cases / (double)n; }

/* What a cut gains for what it takes away. */
static double gain(const box *b, const cut *c) {
  double rise = share(c->cases, c->left) - share(b->cases_inside, b->n_inside);
  return rise * (double)c->left / (double)(b->n_inside - c->left);
}

static bool better(const box *b, const cut *a, const cut *than) {
  double x = gain(b, a), y = gain(b, than);
  return x > y + 1e-12 || (x > y - 1e-12 && a->left > than->left);
}

static void apply(box *b, const cut *c) {
  if (c->upper)
    b->high[c->parameter] = c->bound;
  else
    b->low[c->parameter] = c->bound;
  for (size_t i = 0; i < b->n; i++) {
    double v = value(b, i, c->parameter);
    if (b->inside[i] && (c->upper ? v > c->bound : v < c->bound)) b->inside[i] = false;
  }
  b->n_inside = c->left;
  b->cases_inside = c->cases;
}

static ply_prim_step step_of(const box *b) {
  ply_prim_step s = {.coverage = (double)b->cases_inside / (double)b->cases,
                     .mass = (double)b->n_inside / (double)b->n,
                     .density = (double)b->cases_inside / (double)b->n_inside};
  for (int j = 0; j < b->k; j++) s.restricted += isfinite(b->low[j]) || isfinite(b->high[j]);
  return s;
}

/* How likely are this many cases if parameter j's bound did nothing: a binomial tail with the share of cases
 * among the points that fulfil all other bounds. */
static double quasi_p(const box *b, int without) {
  size_t n = 0, cases = 0;
  for (size_t i = 0; i < b->n; i++) {
    bool in = true;
    for (int j = 0; j < b->k && in; j++)
      in = j == without || (value(b, i, j) >= b->low[j] && value(b, i, j) <= b->high[j]);
    n += in;
    cases += in && b->is_case[i];
  }
  if (n == 0 || b->cases_inside == 0) return 1;
  return gsl_cdf_binomial_Q((unsigned)b->cases_inside - 1, (double)cases / (double)n, (unsigned)b->n_inside);
}

static double harmonic(const ply_prim_step *s) {
  return s->coverage + s->density > 0 ? 2 * s->coverage * s->density / (s->coverage + s->density) : 0;
}

static bool peel_down(box *b, double peel, double least_mass, ply_prim *out, double *lows, double *highs,
                      int most) {
  double best = -1;
  for (out->n_steps = 0; out->n_steps < most;) {
    out->steps[out->n_steps] = step_of(b);
    double now = harmonic(&out->steps[out->n_steps]);
    if (now > best + 1e-12) {
      best = now;
      out->chosen = out->n_steps;
      memcpy(lows, b->low, (size_t)b->k * sizeof *lows);
      memcpy(highs, b->high, (size_t)b->k * sizeof *highs);
    }
    out->n_steps++;
    cut chosen = {.left = 0};
    for (int j = 0; j < b->k; j++)
      for (int upper = 0; upper < 2; upper++) {
        cut c = try_cut(b, j, upper == 1, peel);
        if (c.left == b->n_inside || (double)c.left < least_mass * (double)b->n || c.left == 0) continue;
        if (chosen.left == 0 || better(b, &c, &chosen)) chosen = c;
      }
    if (chosen.left == 0 || b->cases_inside == b->n_inside || gain(b, &chosen) <= 0) break;
    apply(b, &chosen);
  }
  return true;
}

/* Which points lie inside the bounds. */
static void count_inside(box *b) {
  b->n_inside = b->cases_inside = 0;
  for (size_t i = 0; i < b->n; i++) {
    bool in = true;
    for (int j = 0; j < b->k && in; j++) in = value(b, i, j) >= b->low[j] && value(b, i, j) <= b->high[j];
    b->n_inside += in;
    b->cases_inside += in && b->is_case[i];
  }
}

static bool is_bound(const box *b, int j) { return isfinite(b->low[j]) || isfinite(b->high[j]); }

/* The bound that is likeliest to be chance, or -1 where none may be. */
static int weakest(const box *b, double *p) {
  const double may_be_chance = 0.01;
  int at = -1;
  *p = may_be_chance;
  for (int j = 0; j < b->k; j++) {
    double q = is_bound(b, j) ? quasi_p(b, j) : 0;
    if (q <= *p) continue;
    *p = q;
    at = j;
  }
  return at;
}

/* The chosen box without what may be chance, and what each of its bounds is worth. */
static void tell_bounds(box *b, const double *lows, const double *highs, ply_prim *out) {
  double p;
  memcpy(b->low, lows, (size_t)b->k * sizeof *lows);
  memcpy(b->high, highs, (size_t)b->k * sizeof *highs);
  count_inside(b);
  for (int j; (j = weakest(b, &p)) >= 0;) {
    b->low[j] = -INFINITY;
    b->high[j] = INFINITY;
    count_inside(b);
  }
  out->steps[out->chosen] = step_of(b);
  for (int j = 0; j < b->k; j++)
    if (is_bound(b, j))
      out->bounds[out->n_bounds++] = (ply_prim_bound){j, b->low[j], b->high[j], quasi_p(b, j)};
}

bool ply_prim_find(const double *x, const bool *is_case, size_t n, int k, double peel, double least_mass,
                   ply_arena *arena, ply_prim *out) {
  enum { STEPS = 400 };
  *out = (ply_prim){.steps = PLY_NEW(arena, STEPS, ply_prim_step),
                    .bounds = PLY_NEW(arena, k + 1, ply_prim_bound)};
  box b = {.x = x, .is_case = is_case, .n = n, .k = k, .n_inside = n};
  b.low = PLY_NEW(arena, k, double);
  b.high = PLY_NEW(arena, k, double);
  b.inside = PLY_NEW(arena, n, bool);
  b.some = PLY_NEW(arena, n, double);
  double *lows = PLY_NEW(arena, k, double), *highs = PLY_NEW(arena, k, double);
  if (!out->steps || !out->bounds || !b.low || !b.high || !b.inside || !b.some || !lows || !highs)
    return false;
  for (int j = 0; j < k; j++) {
    b.low[j] = lows[j] = -INFINITY;
    b.high[j] = highs[j] = INFINITY;
  }
  for (size_t i = 0; i < n; i++) {
    b.inside[i] = true;
    b.cases += is_case[i];
  }
  b.cases_inside = b.cases;
  if (b.cases == 0 || b.cases == n) return true; /* nothing to tell apart */
  peel_down(&b, peel, least_mass, out, lows, highs, STEPS);
  tell_bounds(&b, lows, highs, out);
  return true;
}
