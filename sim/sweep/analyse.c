/* One output of a finished sweep, said as far as its method allows: shares or quantiles always; Sobol'
 * indices from Saltelli's sample, elementary effects from Morris', a tornado from one-at-a-time; fits and
 * boxes from samples; means by value from grids. Runs with a hole are left out where they are needed, and
 * counted. */
#include "sim/sweep/analyse.h"
#include "sim/sweep/methods.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct desk {
  const ply_sweep *sweep;
  const ply_sensitivity_settings *settings;
  ply_sensitivity *s;
  ply_table_csv t;
  ply_influence *effects;
  double *by_run; /* [runs]: the output of each run, NAN for a hole */
  int resamples;
} desk;

static bool method_is(const desk *d, const char *name) {
  return strcmp(d->sweep->sample.method->name, name) == 0;
}
static bool used(const desk *d, uint64_t i) {
  return strcmp(d->t.status[i], "ok") == 0 && d->t.output.cell[i][0] != '\0';
}

/* ---- always ---- */

static void count_runs(desk *d) {
  ply_sensitivity *s = d->s;
  s->runs = d->sweep->n_runs;
  s->missing = s->runs - d->t.n;
  s->numeric = d->t.output.numeric;
  s->verdict = s->numeric;
  for (uint64_t i = 0; i < d->t.n; i++) {
    bool ok = strcmp(d->t.status[i], "ok") == 0;
    double y = d->t.output.number[i];
    if (!ok)
      s->failed++;
    else if (!used(d, i))
      s->empty++;
    else
      s->used++;
    if (used(d, i) && y != 0 && y != 1) s->verdict = false;
    if (used(d, i) && d->t.run[i] < s->runs) d->by_run[d->t.run[i]] = y;
  }
  if (s->used == 0) s->verdict = false;
}

static int by_count(const void *a, const void *b) {
  const ply_value_share *x = a, *y = b;
  if (x->count != y->count) return x->count > y->count ? -1 : 1;
  return strcmp(x->value, y->value);
}

static bool fill_shares(desk *d) {
  ply_sensitivity *s = d->s;
  if ((s->numeric && !s->verdict) || s->used == 0) return true;
  uint64_t n = 0;
  double most = 1;
  for (uint64_t i = 0; i < d->t.n; i++)
    if (used(d, i)) most = fmax(most, d->t.output.number[i]);
  ply_value_share *all = PLY_NEW(s->arena, most + 2, ply_value_share);
  if (all == NULL) return false;
  for (uint64_t i = 0; i < d->t.n; i++) {
    if (!used(d, i)) continue;
    ply_value_share *at = &all[(size_t)d->t.output.number[i]];
    at->value = d->t.output.cell[i];
    at->count++;
  }
  for (size_t v = 0; v < (size_t)most + 1; v++)
    if (all[v].count > 0) all[n++] = all[v];
  for (uint64_t v = 0; v < n; v++) {
    all[v].value = ply_arena_strdup(s->arena, all[v].value);
    if (all[v].value == NULL) return false;
    all[v].share = ply_share_wilson(all[v].count, s->used);
  }
  qsort(all, n, sizeof *all, by_count);
  s->shares = all;
  s->n_shares = (int)n;
  return true;
}

static int by_size(const void *x, const void *y) {
  double a = *(const double *)x, b = *(const double *)y;
  return a < b ? -1 : a > b;
}

static bool fill_numbers(desk *d) {
  static const double at[5] = {0.025, 0.25, 0.5, 0.75, 0.975};
  ply_sensitivity *s = d->s;
  size_t n = 0;
  double *y = PLY_NEW(s->arena, s->used + 1, double), square = 0;
  if (y == NULL || !s->numeric || s->used == 0) return y != NULL;
  for (uint64_t i = 0; i < d->t.n; i++)
    if (used(d, i)) y[n++] = d->t.output.number[i];
  for (size_t i = 0; i < n; i++) s->mean += y[i] / (double)n;
  for (size_t i = 0; i < n; i++) square += (y[i] - s->mean) * (y[i] - s->mean);
  s->sd = n > 1 ? sqrt(square / (double)(n - 1)) : 0;
  qsort(y, n, sizeof *y, by_size);
  for (int q = 0; q < 5; q++) s->quantile[q] = ply_share_quantile(y, n, at[q]);
  return true;
}

/* ---- Saltelli ---- */

/* Base points without a hole into a, b, ab, ba; how many. */
static size_t gather(const desk *d, double *a, double *b, double *ab, double *ba, size_t room) {
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

static bool fill_pairs(desk *d, const ply_interval *second) {
  int k = d->sweep->n_parameters;
  struct ply_pair *pairs = PLY_NEW(d->s->arena, k * k + 1, struct ply_pair);
  if (pairs == NULL) return false;
  for (int i = 0; i < k; i++)
    for (int j = i + 1; j < k; j++)
      pairs[d->s->n_pairs++] = (struct ply_pair){d->effects[i].name, d->effects[j].name, second[i * k + j]};
  d->s->pairs = pairs;
  return true;
}

static bool fill_saltelli(desk *d) {
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
  return !pairs || fill_pairs(d, second);
}

/* ---- Morris, one at a time ---- */

static bool fill_morris(desk *d) {
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
    if (n[j] > 0)
      d->effects[j].elementary =
          ply_indices_morris(effects + j * m->n, n[j], d->resamples, d->settings->seed);
  return true;
}

static void fill_tornado(desk *d) {
  d->s->base = d->by_run[0];
  for (uint64_t i = 0; i < d->t.n; i++) {
    int parameter, level;
    ply_oat_at(&d->sweep->sample, d->t.run[i], &parameter, &level);
    if (parameter < 0 || !used(d, i)) continue;
    ply_influence *e = &d->effects[parameter];
    double y = d->t.output.number[i];
    const char *x = d->t.parameters[parameter].cell[i];
    if (isnan(e->at_low) || y < e->at_low) {
      e->at_low = y;
      e->low_value = ply_arena_strdup(d->s->arena, x);
    }
    if (isnan(e->at_high) || y > e->at_high) {
      e->at_high = y;
      e->high_value = ply_arena_strdup(d->s->arena, x);
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

static bool fill_sampled(desk *d) {
  ply_sensitivity *s = d->s;
  size_t k = (size_t)d->sweep->n_parameters, n = 0;
  double *x = PLY_NEW(s->arena, s->used * k + 1, double), *y = PLY_NEW(s->arena, s->used + 1, double);
  double *coefficient = PLY_NEW(s->arena, k, double);
  bool *is_case = PLY_NEW(s->arena, s->used + 1, bool);
  if (x == NULL || y == NULL || is_case == NULL || coefficient == NULL) return false;
  for (uint64_t i = 0; i < d->t.n; i++) {
    if (!used(d, i)) continue;
    for (size_t j = 0; j < k; j++) x[n * k + j] = d->t.parameters[j].number[i];
    is_case[n] = (d->t.output.number[i] != 0) == d->settings->ones;
    y[n++] = d->t.output.number[i];
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

/* ---- means by value: curves and maps ---- */

static int by_place(const void *a, const void *b) {
  const ply_cell *x = a, *y = b;
  if (x->x != y->x) return x->x < y->x ? -1 : 1;
  return x->y < y->y ? -1 : x->y > y->y;
}

static int axis_of(const desk *d, const char *name) {
  for (int k = 0; k < d->sweep->n_parameters; k++)
    if (strcmp(d->sweep->parameters[k].name, name) == 0) return k;
  return -1;
}

/* Distinct values past this are put into ten bins. */
enum { DISTINCT = 200, BINS = 10 };

static double binned(const ply_column *c, double value, double low, double high) {
  (void)c;
  int bin = high > low ? (int)(BINS * (value - low) / (high - low)) : 0;
  return low + (fmin(bin, BINS - 1) + 0.5) * (high - low) / BINS;
}

/* The words that the numbers of a column stand for. */
static bool fill_words(desk *d, int a, const ply_column *c) {
  ply_sensitivity *s = d->s;
  const char **words = PLY_NEW(s->arena, d->t.n + 1, const char *);
  bool ok = words != NULL;
  for (uint64_t i = 0; i < d->t.n && ok && !c->numeric; i++) {
    if (c->cell[i][0] == '\0' || c->number[i] < s->n_words[a]) continue;
    words[s->n_words[a]] = ply_arena_strdup(s->arena, c->cell[i]);
    ok = words[s->n_words[a]++] != NULL;
  }
  s->word[a] = words;
  return ok;
}

static bool fill_cells(desk *d) {
  ply_sensitivity *s = d->s;
  int axis[2] = {-1, -1}, n_axes = 0, k = d->sweep->n_parameters;
  for (int a = 0; a < 2 && d->settings->over[a] != NULL; a++)
    if ((axis[n_axes] = axis_of(d, d->settings->over[a])) >= 0) n_axes++;
  if (n_axes == 0 && k <= 2)
    for (; n_axes < k; n_axes++) axis[n_axes] = n_axes;
  if (n_axes == 0 || !s->numeric || s->used == 0) return true;
  ply_cell *cells = PLY_NEW(s->arena, s->used + 1, ply_cell);
  if (cells == NULL) return false;
  uint64_t n = 0, made = 0;
  for (uint64_t i = 0; i < d->t.n; i++)
    if (used(d, i))
      cells[n++] = (ply_cell){.x = d->t.parameters[axis[0]].number[i],
                              .value = d->t.output.number[i],
                              .n = 1,
                              .y = n_axes > 1 ? d->t.parameters[axis[1]].number[i] : 0};
  if (d->sweep->sample.method->samples && n > DISTINCT) {
    double low[2] = {INFINITY, INFINITY}, high[2] = {-INFINITY, -INFINITY};
    for (uint64_t i = 0; i < n; i++) {
      low[0] = fmin(low[0], cells[i].x), high[0] = fmax(high[0], cells[i].x);
      low[1] = fmin(low[1], cells[i].y), high[1] = fmax(high[1], cells[i].y);
    }
    for (uint64_t i = 0; i < n; i++) {
      cells[i].x = binned(NULL, cells[i].x, low[0], high[0]);
      cells[i].y = binned(NULL, cells[i].y, low[1], high[1]);
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
  bool ok = true;
  for (int a = 0; a < n_axes && ok; a++) {
    s->axis[a] = d->effects[axis[a]].name;
    ok = fill_words(d, a, &d->t.parameters[axis[a]]);
  }
  return ok;
}

/* ---- together ---- */

static double size_of(double value) { return isnan(value) ? 0 : fabs(value); }

/* What the method measures, 0 where it says nothing; at most one of these is there. */
static double strength(const ply_influence *e) {
  double swing = isnan(e->at_low) ? 0 : e->at_high - e->at_low;
  double loose = isnan(e->coefficient) ? size_of(e->correlation) : size_of(e->coefficient);
  return size_of(e->total.value) + size_of(e->elementary.mean_abs.value) + swing + loose;
}

static int by_strength(const void *a, const void *b) {
  const ply_influence *const *x = a, *const *y = b;
  double p = strength(*x), q = strength(*y);
  if (p != q) return p > q ? -1 : 1;
  return *x < *y ? -1 : *x > *y; /* the plan's order */
}

static bool sort_effects(desk *d) {
  int k = d->sweep->n_parameters;
  ply_influence *out = PLY_NEW(d->s->arena, k + 1, ply_influence);
  const ply_influence **order = PLY_NEW(d->s->arena, k + 1, const ply_influence *);
  if (out == NULL || order == NULL) return false;
  for (int j = 0; j < k; j++) order[j] = &d->effects[j];
  qsort(order, (size_t)k, sizeof *order, by_strength);
  for (int j = 0; j < k; j++) out[j] = *order[j];
  d->s->effects = out;
  return true;
}

static bool make_effects(desk *d) {
  int k = d->sweep->n_parameters;
  const char **names = PLY_NEW(d->s->arena, k + 1, const char *);
  d->effects = PLY_NEW(d->s->arena, k + 1, ply_influence);
  d->by_run = PLY_NEW(d->s->arena, d->sweep->n_runs + 1, double);
  if (names == NULL || d->effects == NULL || d->by_run == NULL) return false;
  for (uint64_t i = 0; i < d->sweep->n_runs; i++) d->by_run[i] = NAN;
  for (int j = 0; j < k; j++) {
    names[j] = ply_arena_strdup(d->s->arena, d->sweep->parameters[j].name);
    if (names[j] == NULL) return false;
    d->effects[j] = (ply_influence){
        .name = names[j], .at_low = NAN, .at_high = NAN, .coefficient = NAN, .correlation = NAN};
  }
  d->s->names = names;
  d->s->n_parameters = k;
  return true;
}

static bool analyse(desk *d) {
  if (!make_effects(d)) return false;
  count_runs(d);
  bool ok = fill_shares(d) && fill_numbers(d);
  if (ok && d->s->numeric && method_is(d, "saltelli"))
    ok = fill_saltelli(d);
  else if (ok && d->s->numeric && method_is(d, "morris"))
    ok = fill_morris(d);
  else if (ok && d->s->numeric && method_is(d, "one-at-a-time"))
    fill_tornado(d);
  else if (ok && d->sweep->sample.method->samples)
    ok = fill_sampled(d);
  return ok && fill_cells(d) && sort_effects(d);
}

ply_status ply_sensitivity_of(const ply_sweep *sweep, const char *folder,
                              const ply_sensitivity_settings *settings, ply_sensitivity **out, ply_err *err) {
  *out = NULL;
  ply_arena *arena = ply_arena_new();
  ply_sensitivity *s = arena != NULL ? PLY_NEW(arena, 1, ply_sensitivity) : NULL;
  if (s == NULL) {
    ply_arena_free(arena);
    return ply_err_set(err, PLY_E_MEMORY, "out of memory");
  }
  *s = (ply_sensitivity){.arena = arena, .fit = NAN, .base = NAN, .convergence = NAN};
  desk d = {.sweep = sweep,
            .settings = settings,
            .s = s,
            .resamples = settings->resamples > 0 ? settings->resamples : 1000};
  ply_status status = ply_table_read(sweep, folder, settings->output, arena, &d.t, err);
  for (int a = 0; a < 2 && status == PLY_OK; a++)
    if (settings->over[a] != NULL && axis_of(&d, settings->over[a]) < 0)
      status = ply_err_set(err, PLY_E_USAGE, "no parameter \"%s\" in this sweep", settings->over[a]);
  if (status == PLY_OK) {
    s->folder = ply_arena_strdup(arena, folder);
    s->output = ply_arena_strdup(arena, d.t.output.name);
    s->method = sweep->sample.method->name;
    s->sampled = sweep->sample.method->samples;
    s->scenario_title = ply_arena_strdup(arena, sweep->scenario->title);
    if (!s->folder || !s->output || !s->scenario_title || !analyse(&d))
      status = ply_err_set(err, PLY_E_MEMORY, "out of memory");
  }
  free(d.t.text);
  if (status == PLY_OK)
    *out = s;
  else
    ply_arena_free(arena);
  return status;
}

void ply_sensitivity_free(ply_sensitivity *s) {
  if (s != NULL) ply_arena_free(s->arena);
}
