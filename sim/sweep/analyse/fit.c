/* Fits: by how much does the output move with each parameter, all others held? Linear by least squares (GSL's
 * singular value decomposition), logistic for verdicts by Newton's method. Coefficients are for standardised
 * parameters, so that they can be compared. Cost: n * k^2 (a step). */
#include "sim/sweep/analyse/analyse.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_multifit.h>
#include <math.h>
#include <stdlib.h>

/* Columns of x with mean 0 and standard deviation 1 (constant ones: 0), and a first column of ones. */
static gsl_matrix *standardised(const double *x, size_t n, int k) {
  gsl_matrix *out = gsl_matrix_alloc(n, (size_t)k + 1);
  for (int j = 0; out != NULL && j < k; j++) {
    double mean = 0, square = 0;
    for (size_t i = 0; i < n; i++) mean += x[i * (size_t)k + (size_t)j] / (double)n;
    for (size_t i = 0; i < n; i++) square += pow(x[i * (size_t)k + (size_t)j] - mean, 2);
    double sd = sqrt(square / (double)n);
    for (size_t i = 0; i < n; i++)
      gsl_matrix_set(out, i, (size_t)j + 1, sd > 0 ? (x[i * (size_t)k + (size_t)j] - mean) / sd : 0);
  }
  for (size_t i = 0; out != NULL && i < n; i++) gsl_matrix_set(out, i, 0, 1);
  return out;
}

double ply_fit_linear(const double *x, const double *y, size_t n, int k, double *coefficient) {
  if (n < (size_t)k + 2) return NAN;
  double mean = 0, square = 0, chi = 0, r2 = NAN;
  for (size_t i = 0; i < n; i++) mean += y[i] / (double)n;
  for (size_t i = 0; i < n; i++) square += (y[i] - mean) * (y[i] - mean);
  gsl_matrix *m = standardised(x, n, k), *cov = gsl_matrix_alloc((size_t)k + 1, (size_t)k + 1);
  gsl_vector *c = gsl_vector_alloc((size_t)k + 1);
  gsl_multifit_linear_workspace *work = gsl_multifit_linear_alloc(n, (size_t)k + 1);
  gsl_vector_const_view target = gsl_vector_const_view_array(y, n);
  size_t rank;
  if (m != NULL && cov != NULL && c != NULL && work != NULL && square > 0 &&
      gsl_multifit_linear_tsvd(m, &target.vector, 1e-10, c, cov, &chi, &rank, work) == 0) {
    for (int j = 0; j < k; j++) coefficient[j] = gsl_vector_get(c, (size_t)j + 1) / sqrt(square / (double)n);
    r2 = 1 - chi / square;
  }
  if (work != NULL) gsl_multifit_linear_free(work);
  gsl_vector_free(c);
  gsl_matrix_free(cov);
  gsl_matrix_free(m);
  return r2;
}

/* One Newton step: c += (X'WX + ridge)^-1 (X'(y - p) - ridge c). Returns the log-likelihood before it. */
static double newton(const gsl_matrix *m, const double *y, gsl_vector *c, gsl_matrix *hessian,
                     gsl_vector *slope, double ridge, double *moved) {
  size_t n = m->size1, k = m->size2;
  double likelihood = 0;
  gsl_matrix_set_zero(hessian);
  gsl_vector_set_zero(slope);
  for (size_t i = 0; i < n; i++) {
    gsl_vector_const_view row = gsl_matrix_const_row(m, i);
    double z, p;
    gsl_blas_ddot(&row.vector, c, &z);
    p = 1 / (1 + exp(-z));
    likelihood += y[i] > 0.5 ? -log1p(exp(-z)) : -log1p(exp(z));
    gsl_blas_daxpy(y[i] - p, &row.vector, slope);
    gsl_blas_dsyr(CblasLower, p * (1 - p), &row.vector, hessian);
  }
  for (size_t j = 0; j < k; j++) {
    gsl_vector_set(slope, j, gsl_vector_get(slope, j) - ridge * gsl_vector_get(c, j));
    gsl_matrix_set(hessian, j, j, gsl_matrix_get(hessian, j, j) + ridge);
  }
  gsl_linalg_cholesky_decomp1(hessian);
  gsl_linalg_cholesky_svx(hessian, slope);
  gsl_vector_add(c, slope);
  *moved = gsl_blas_dnrm2(slope);
  return likelihood;
}

double ply_fit_logistic(const double *x, const double *y, size_t n, int k, double *coefficient) {
  double ones = 0, moved = 1, likelihood = NAN;
  for (size_t i = 0; i < n; i++) ones += y[i];
  if (n < (size_t)k + 2 || ones < 1 || ones > (double)n - 1) return NAN;
  double p = ones / (double)n, none = ones * log(p) + ((double)n - ones) * log1p(-p);
  gsl_matrix *m = standardised(x, n, k), *hessian = gsl_matrix_alloc((size_t)k + 1, (size_t)k + 1);
  gsl_vector *c = gsl_vector_calloc((size_t)k + 1), *slope = gsl_vector_alloc((size_t)k + 1);
  if (m != NULL && hessian != NULL && c != NULL && slope != NULL) {
    for (int step = 0; step < 30 && moved > 1e-8; step++)
      likelihood = newton(m, y, c, hessian, slope, 1e-3 * (double)n, &moved);
    for (int j = 0; j < k; j++) coefficient[j] = gsl_vector_get(c, (size_t)j + 1);
  }
  gsl_vector_free(slope);
  gsl_vector_free(c);
  gsl_matrix_free(hessian);
  gsl_matrix_free(m);
  return 1 - likelihood / none;
}
