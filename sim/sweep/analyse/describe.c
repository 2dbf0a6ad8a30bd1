/* What any method allows to say of an output: how many runs there are and how many are holes, in which share
 * of them it says what (with Wilson's interval), mean and quantiles of a number. Cost: a sort of the runs. */
#include "sim/sweep/analyse/question.h"
#include "sim/sweep/sample/methods.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *ply_analysis_cell(const ply_analysis *d, const ply_column *column, double number) {
  if (isnan(number)) return "";
  if (!column->numeric) return column->word[(size_t)number];
  ply_text text;
  ply_text_init(&text);
  ply_text_number(&text, number);
  const char *copy = text.failed ? NULL : ply_arena_strdup(d->s->arena, text.data);
  ply_text_done(&text);
  return copy;
}

void ply_analysis_count(ply_analysis *d) {
  ply_sensitivity *s = d->s;
  s->runs = d->sweep->n_runs;
  s->missing = s->runs - d->t.n;
  s->numeric = d->t.output.numeric;
  s->verdict = s->numeric;
  for (uint64_t i = 0; i < d->t.n; i++) {
    double y = d->t.result[i];
    if (d->t.state[i] == PLY_ROW_FAILED)
      s->failed++;
    else if (d->t.state[i] == PLY_ROW_LEFT)
      s->left_out++;
    else if (!ply_analysis_used(d, i))
      s->empty++;
    else
      s->used++;
    if (ply_analysis_used(d, i) && y != 0 && y != 1) s->verdict = false;
    if (ply_analysis_used(d, i) && d->t.run[i] < s->runs) d->by_run[d->t.run[i]] = y;
  }
  if (s->used == 0) s->verdict = false;
}

static int by_count(const void *a, const void *b) {
  const ply_value_share *x = a, *y = b;
  if (x->count != y->count) return x->count > y->count ? -1 : 1;
  return strcmp(x->value, y->value);
}

/* Whether row i counts for shares: one by one draws where there are such, else all points. */
static bool counts(const ply_analysis *d, uint64_t i) {
  return ply_analysis_used(d, i) && (!d->s->sampled || ply_sample_is_draw(&d->sweep->sample, d->t.run[i]));
}

/* Morris' points and values taken one at a time are no draws from the ranges: what share of them says yes means
 * nothing. */
static bool has_shares(const ply_sensitivity *s) {
  return s->trial != PLY_TRIAL_MORRIS && s->trial != PLY_TRIAL_ALONE;
}

bool ply_analysis_shares(ply_analysis *d) {
  ply_sensitivity *s = d->s;
  if ((s->numeric && !s->verdict) || s->used == 0 || !has_shares(s)) return true;
  uint64_t n = 0;
  double most = 1;
  for (uint64_t i = 0; i < d->t.n; i++)
    if (ply_analysis_used(d, i)) most = fmax(most, d->t.result[i]);
  ply_value_share *all = PLY_NEW(s->arena, most + 2, ply_value_share);
  if (all == NULL) return false;
  for (uint64_t i = 0; i < d->t.n; i++) {
    if (!counts(d, i)) continue;
    ply_value_share *at = &all[(size_t)d->t.result[i]];
    at->count++;
    s->share_of++;
  }
  for (size_t v = 0; v < (size_t)most + 1; v++) {
    if (all[v].count == 0) continue;
    all[v].value = ply_analysis_cell(d, &d->t.output, (double)v);
    all[n++] = all[v];
  }
  for (uint64_t v = 0; v < n; v++) {
    if (all[v].value == NULL) return false;
    all[v].share = ply_share_wilson(all[v].count, s->share_of);
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

bool ply_analysis_numbers(ply_analysis *d) {
  static const double at[5] = {0.025, 0.25, 0.5, 0.75, 0.975};
  ply_sensitivity *s = d->s;
  size_t n = 0;
  double *y = PLY_NEW(s->arena, s->used + 1, double), square = 0;
  if (y == NULL || !s->numeric || s->used == 0) return y != NULL;
  for (uint64_t i = 0; i < d->t.n; i++)
    if (ply_analysis_used(d, i)) y[n++] = d->t.result[i];
  for (size_t i = 0; i < n; i++) s->mean += y[i] / (double)n;
  for (size_t i = 0; i < n; i++) square += (y[i] - s->mean) * (y[i] - s->mean);
  s->sd = n > 1 ? sqrt(square / (double)(n - 1)) : 0;
  qsort(y, n, sizeof *y, by_size);
  for (int q = 0; q < 5; q++) s->quantile[q] = ply_share_quantile(y, n, at[q]);
  return true;
}
