/* Sobol' indices and elementary effects. Jansen's estimators are sums of squared differences:
 *   S_i  = 1 - mean((f(B) - f(AB_i))^2) / 2V        first order: what is lost if the rest is redrawn
 *   ST_i =     mean((f(A) - f(AB_i))^2) / 2V        total: what x_i does alone and with others
 * with V the variance over A and B together. An index that is truly near 0 can come out slightly below 0:
 * that is noise of the sample, and its interval says how large. Second order as in Saltelli (2002): S_ij =
 * mean(f(BA_i) f(AB_j) - f(A) f(B)) / V - S_i - S_j. Cost: resamples * n * k. */
#include "sim/sweep/analyse/analyse.h"

#include <math.h>
#include <stdlib.h>

typedef struct data {
  const double *a, *b, *ab, *ba;
  size_t n;
  int k;
} data;

static double variance(const data *d, const size_t *pick) {
  double sum = 0, square = 0;
  for (size_t r = 0; r < d->n; r++) {
    size_t i = pick != NULL ? pick[r] : r;
    sum += d->a[i] + d->b[i];
  }
  double mean = sum / (2 * (double)d->n);
  for (size_t r = 0; r < d->n; r++) {
    size_t i = pick != NULL ? pick[r] : r;
    square += (d->a[i] - mean) * (d->a[i] - mean) + (d->b[i] - mean) * (d->b[i] - mean);
  }
  return square / (2 * (double)d->n);
}

/* first and total: [k]; second: [k * k] or NULL. */
static void estimate(const data *d, const size_t *pick, double *first, double *total, double *second) {
  double v = variance(d, pick), n = (double)d->n;
  for (int j = 0; j < d->k; j++) {
    double away_b = 0, away_a = 0;
    const double *ab = d->ab + (size_t)j * d->n;
    for (size_t r = 0; r < d->n; r++) {
      size_t i = pick != NULL ? pick[r] : r;
      away_b += (d->b[i] - ab[i]) * (d->b[i] - ab[i]);
      away_a += (d->a[i] - ab[i]) * (d->a[i] - ab[i]);
    }
    first[j] = v > 0 ? 1 - away_b / n / (2 * v) : 0;
    total[j] = v > 0 ? away_a / n / (2 * v) : 0;
  }
  for (int j = 0; second != NULL && d->ba != NULL && j < d->k; j++)
    for (int l = j + 1; l < d->k; l++) {
      double sum = 0;
      const double *ba = d->ba + (size_t)j * d->n, *ab = d->ab + (size_t)l * d->n;
      for (size_t r = 0; r < d->n; r++) {
        size_t i = pick != NULL ? pick[r] : r;
        sum += ba[i] * ab[i] - d->a[i] * d->b[i];
      }
      second[j * d->k + l] = v > 0 ? sum / n / v - first[j] - first[l] : 0;
    }
}

static int by_size(const void *x, const void *y) {
  double a = *(const double *)x, b = *(const double *)y;
  return a < b ? -1 : a > b;
}

/* The middle 95 % of the resampled values. */
static void distribution(double *values, int n, ply_interval *out) {
  if (n < 2) {
    out->low = out->high = out->value;
    return;
  }
  qsort(values, (size_t)n, sizeof *values, by_size);
  out->low = ply_share_quantile(values, (size_t)n, 0.025);
  out->high = ply_share_quantile(values, (size_t)n, 0.975);
}

bool ply_indices_jansen(const double *a, const double *b, const double *ab, const double *ba, size_t n, int k,
                        int resamples, uint64_t seed, ply_interval *first, ply_interval *total,
                        ply_interval *second) {
  data d = {a, b, ab, ba, n, k};
  size_t pairs = second != NULL && ba != NULL ? (size_t)k * (size_t)k : 0, width = 2 * (size_t)k + pairs;
  double *point = calloc(width, sizeof *point), *all = calloc(width * (size_t)(resamples + 1), sizeof *all);
  double *column = calloc((size_t)resamples + 1, sizeof *column);
  size_t *pick = calloc(n + 1, sizeof *pick);
  bool ok = point != NULL && all != NULL && pick != NULL && column != NULL;
  if (ok) estimate(&d, NULL, point, point + k, pairs > 0 ? point + 2 * k : NULL);
  for (int s = 0; ok && s < resamples; s++) {
    ply_rng rng;
    ply_rng_init(&rng, seed, (uint64_t)s);
    for (size_t r = 0; r < n; r++) pick[r] = (size_t)ply_rng_below(&rng, n);
    double *row = all + (size_t)s * width;
    estimate(&d, pick, row, row + k, pairs > 0 ? row + 2 * k : NULL);
  }
  for (size_t c = 0; ok && c < width; c++) {
    ply_interval *out = c < (size_t)k       ? &first[c]
                        : c < 2 * (size_t)k ? &total[c - (size_t)k]
                                            : &second[c - 2 * (size_t)k];
    for (int s = 0; s < resamples; s++) column[s] = all[(size_t)s * width + c];
    out->value = point[c];
    distribution(column, resamples, out);
  }
  free(point);
  free(all);
  free(column);
  free(pick);
  return ok;
}

bool ply_indices_unusable(const ply_interval *first, const ply_interval *total, int k) {
  double sum = 0, third = 1.0 / 3;
  for (int j = 0; j < k; j++) {
    sum += first[j].value;
    if (fmax(first[j].value, total[j].value) >= 1 + third || first[j].value <= -third) return true;
  }
  return sum >= 1 + third;
}

bool ply_indices_morris(const double *effects, size_t n, int resamples, uint64_t seed, ply_elementary *out) {
  ply_elementary e = {0};
  double square = 0, *means = calloc((size_t)resamples + 1, sizeof *means);
  if (means == NULL) return false;
  for (size_t i = 0; i < n; i++) {
    e.mean += effects[i] / (double)n;
    e.mean_abs.value += fabs(effects[i]) / (double)n;
  }
  for (size_t i = 0; i < n; i++) square += (effects[i] - e.mean) * (effects[i] - e.mean);
  e.sigma = n > 1 ? sqrt(square / (double)(n - 1)) : 0;
  for (int s = 0; s < resamples; s++) {
    ply_rng rng;
    ply_rng_init(&rng, seed, (uint64_t)s);
    for (size_t i = 0; i < n; i++) means[s] += fabs(effects[ply_rng_below(&rng, n)]) / (double)n;
  }
  distribution(means, resamples, &e.mean_abs);
  free(means);
  *out = e;
  return true;
}
