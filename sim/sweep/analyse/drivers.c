/* Which parameters drive an output? As the method allows: Sobol' indices from Saltelli's sample, elementary
 * effects from Morris', a tornado from one-at-a-time; fits, correlations and boxes from other samples. Runs
 * with a hole are left out together with what needs them, and counted. Cost: as in indices.c, fit.c and
 * prim.c. */
#include "sim/sweep/analyse/question.h"
#include "sim/sweep/sample/methods.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- Saltelli ---- */

/* Base points without a hole into a, b, ab, ba; how many. */
static size_t gather(const ply_analysis *d, double *a, double *b, double *ab, double *ba, size_t room) {
  const ply_sample *m = &d->sweep->sample;
  uint64_t rows = (uint64_t)ply_saltelli_rows(m), k = (uint64_t)m->n_parameters;
  size_t n = 0;
  for (uint64_t base = 0; base < m->n; base++) {
    const double *y = d->by_run + base * rows;
    bool whole = true;
    for (uint64_t r = 0; r < rows; r++) whole = whole && !isnan(y[r]);
    if (!whole) continue;
    a[n] = y[0];
    b[n] = y[1];
    for (uint64_t j = 0; j < k; j++) ab[j * room + n] = y[2 + j];
    for (uint64_t j = 0; j < k && ba != NULL; j++) ba[j * room + n] = y[2 + k + j];
    n++;
  }
  return n;
}

static void pack(double *columns, size_t k, size_t room, size_t n) {
  for (size_t j = 1; j < k && columns != NULL; j++)
    memmove(columns + j * n, columns + j * room, n * sizeof *columns);
}

static bool fill_pairs(ply_analysis *d, const ply_interval *second) {
  int k = d->sweep->n_parameters;
  struct ply_pair *pairs = PLY_NEW(d->s->arena, k * k + 1, struct ply_pair);
  if (pairs == NULL) return false;
  for (int i = 0; i < k; i++)
    for (int j = i + 1; j < k; j++)
      pairs[d->s->n_pairs++] = (struct ply_pair){d->effects[i].name, d->effects[j].name, second[i * k + j]};
  d->s->pairs = pairs;
  return true;
}

static bool fill_saltelli(ply_analysis *d) {
  size_t k = (size_t)d->sweep->n_parameters, room = (size_t)d->sweep->sample.n;
  bool pairs = d->sweep->sample.second_order;
  ply_arena *arena = d->s->arena;
  double *a = PLY_NEW(arena, room, double), *b = PLY_NEW(arena, room, double),
         *ab = PLY_NEW(arena, room * k, double);
  double *ba = pairs ? PLY_NEW(arena, room * k, double) : NULL;
  ply_interval *first = PLY_NEW(arena, 2 * k, ply_interval), *total = PLY_NEW(arena, 2 * k, ply_interval);
  ply_interval *second = pairs ? PLY_NEW(arena, k * k, ply_interval) : NULL;
  if (!a || !b || !ab || !first || !total || (pairs && (!ba || !second))) return false;
  size_t n = gather(d, a, b, ab, ba, room);
  d->s->dropped = room - n;
  if (n < 4) return true;
  double *half = PLY_NEW(arena, n / 2 * k + 1, double);
  if (half == NULL) return false;
  for (size_t j = 0; j < k; j++) memcpy(half + j * (n / 2), ab + j * room, n / 2 * sizeof *half);
  pack(ab, k, room, n);
  pack(ba, k, room, n);
  if (!ply_indices_jansen(a, b, ab, ba, n, (int)k, d->resamples, d->settings->seed, first, total, second))
    return false;
  if (!ply_indices_jansen(a, b, half, NULL, n / 2, (int)k, 0, 0, first + k, total + k, NULL)) return false;
  d->s->convergence = 0;
  for (size_t j = 0; j < k; j++) {
    ply_influence *e = &d->effects[j];
    e->first = first[j];
    e->total = total[j];
    e->half_first = first[k + j].value;
    e->half_total = total[k + j].value;
    d->s->convergence = fmax(
        d->s->convergence, fmax(fabs(e->half_first - e->first.value), fabs(e->half_total - e->total.value)));
  }
  d->s->unusable = ply_indices_unusable(first, total, (int)k);
  return !pairs || fill_pairs(d, second);
}

/* ---- Morris, one at a time ---- */

static bool fill_morris(ply_analysis *d) {
  const ply_sample *m = &d->sweep->sample;
  size_t k = (size_t)m->n_parameters;
  double *effects = PLY_NEW(d->s->arena, k * m->n + 1, double);
  size_t *n = PLY_NEW(d->s->arena, k + 1, size_t);
  ply_coordinate *here = PLY_NEW(d->s->arena, 2 * k + 1, ply_coordinate), *before = here + k;
  if (effects == NULL || n == NULL || here == NULL) return false;
  for (uint64_t run = 0; run < d->sweep->n_runs; run++) {
    int moved = ply_morris_moved(m, run);
    if (moved < 0) continue;
    if (isnan(d->by_run[run]) || isnan(d->by_run[run - 1])) {
      d->s->dropped++;
      continue;
    }
    m->method->point(m, run, here);
    m->method->point(m, run - 1, before);
    double step = here[moved].u - before[moved].u;
    effects[(size_t)moved * m->n + n[moved]++] = (d->by_run[run] - d->by_run[run - 1]) / step;
  }
  for (size_t j = 0; j < k; j++)
    if (n[j] > 0 && !ply_indices_morris(effects + j * m->n, n[j], d->resamples, d->settings->seed,
                                        &d->effects[j].elementary))
      return false;
  return true;
}

static void fill_tornado(ply_analysis *d) {
  d->s->base = d->by_run[0];
  for (uint64_t i = 0; i < d->t.n; i++) {
    int parameter, level;
    ply_oat_at(&d->sweep->sample, d->t.run[i], &parameter, &level);
    if (parameter < 0 || !ply_analysis_used(d, i)) continue;
    ply_influence *e = &d->effects[parameter];
    double y = d->t.result[i];
    const char *x = ply_analysis_cell(d, &d->t.parameters[parameter], ply_analysis_value(d, i, parameter));
    if (isnan(e->at_low) || y < e->at_low) {
      e->at_low = y;
      e->low_value = x;
    }
    if (isnan(e->at_high) || y > e->at_high) {
      e->at_high = y;
      e->high_value = x;
    }
  }
}

/* ---- samples: fits and boxes ---- */

static double correlation(const double *x, const double *y, size_t n, size_t k, size_t j) {
  double mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
  for (size_t i = 0; i < n; i++) {
    mx += x[i * k + j] / (double)n;
    my += y[i] / (double)n;
  }
  for (size_t i = 0; i < n; i++) {
    xx += (x[i * k + j] - mx) * (x[i * k + j] - mx);
    yy += (y[i] - my) * (y[i] - my);
    xy += (x[i * k + j] - mx) * (y[i] - my);
  }
  return xx > 0 && yy > 0 ? xy / sqrt(xx * yy) : 0;
}

/* Parameters of the rows that have a value: the table itself where all have. */
static const double *used_values(ply_analysis *d) {
  size_t k = (size_t)d->sweep->n_parameters, n = 0;
  if (d->s->used == d->t.n) return d->t.value;
  double *x = PLY_NEW(d->s->arena, d->s->used * k + 1, double);
  for (uint64_t i = 0; i < d->t.n && x != NULL; i++)
    if (ply_analysis_used(d, i)) memcpy(x + n++ * k, d->t.value + i * k, k * sizeof *x);
  return x;
}

static bool fill_sampled(ply_analysis *d) {
  ply_sensitivity *s = d->s;
  size_t k = (size_t)d->sweep->n_parameters, n = 0;
  const double *x = used_values(d);
  double *y = PLY_NEW(s->arena, s->used + 1, double), *coefficient = PLY_NEW(s->arena, k, double);
  bool *is_case = PLY_NEW(s->arena, s->used + 1, bool);
  if (x == NULL || y == NULL || is_case == NULL || coefficient == NULL) return false;
  for (uint64_t i = 0; i < d->t.n; i++) {
    if (!ply_analysis_used(d, i)) continue;
    is_case[n] = (d->t.result[i] != 0) == d->settings->ones;
    y[n++] = d->t.result[i];
  }
  if (!s->numeric || n < 3) return true;
  for (size_t j = 0; j < k; j++) d->effects[j].correlation = correlation(x, y, n, k, j);
  if (n >= 10 * k && k <= 300) {
    s->fit = s->verdict ? ply_fit_logistic(x, y, n, (int)k, coefficient)
                        : ply_fit_linear(x, y, n, (int)k, coefficient);
    s->fit_kind = s->verdict ? "logistic" : "linear";
    for (size_t j = 0; j < k && !isnan(s->fit); j++) d->effects[j].coefficient = coefficient[j];
  }
  if (!s->verdict) return true;
  s->has_prim = true;
  s->prim_of_ones = d->settings->ones;
  return ply_prim_find(x, is_case, n, (int)k, 0.05, 0.05, s->arena, &s->prim);
}

bool ply_analysis_drivers(ply_analysis *d) {
  ply_trial trial = d->s->trial;
  if (d->s->numeric && trial == PLY_TRIAL_SALTELLI) return fill_saltelli(d);
  if (d->s->numeric && trial == PLY_TRIAL_MORRIS) return fill_morris(d);
  if (d->s->numeric && trial == PLY_TRIAL_ALONE) {
    fill_tornado(d);
    return true;
  }
  return !d->sweep->sample.method->samples || fill_sampled(d);
}
