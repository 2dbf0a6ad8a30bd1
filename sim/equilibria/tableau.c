/* Bases of a system of inequalities in exact whole numbers: pivots without fractions, and a choice of the
 * leaving variable that never ties. A pivot costs rows x columns multiplications of whole numbers whose size is
 * that of a determinant of the system. */
#include "sim/equilibria/tableau.h"

#include <stdlib.h>
#include <string.h>

bool ply_tableau_init(ply_tableau *t, int rows, int cols, int extra) {
  *t = (ply_tableau){.rows = rows, .cols = cols, .width = cols + 1, .extra = extra};
  size_t n = (size_t)(rows + extra) * (size_t)(cols + 1);
  t->entry = malloc(n * sizeof *t->entry);
  t->basic = malloc((size_t)(rows + 1) * sizeof *t->basic);
  t->cobasic = malloc((size_t)(cols + 1) * sizeof *t->cobasic);
  t->row_of = malloc((size_t)(rows + cols) * sizeof *t->row_of);
  t->col_of = malloc((size_t)(rows + cols) * sizeof *t->col_of);
  mpz_inits(t->det, t->left, t->right, NULL);
  if (t->entry == NULL || t->basic == NULL || t->cobasic == NULL || t->row_of == NULL || t->col_of == NULL) {
    free(t->entry);
    t->entry = NULL;
    return false;
  }
  for (size_t k = 0; k < n; k++) mpz_init(t->entry[k]);
  mpz_set_ui(t->det, 1);
  for (int v = 0; v < rows + cols; v++) t->row_of[v] = t->col_of[v] = -1;
  for (int c = 0; c < cols; c++) t->col_of[t->cobasic[c] = c] = c;
  for (int r = 0; r < rows; r++) t->row_of[t->basic[r] = cols + r] = r;
  return true;
}

void ply_tableau_done(ply_tableau *t) {
  size_t n = (size_t)(t->rows + t->extra) * (size_t)t->width;
  for (size_t k = 0; t->entry != NULL && k < n; k++) mpz_clear(t->entry[k]);
  free(t->entry);
  free(t->basic);
  free(t->cobasic);
  free(t->row_of);
  free(t->col_of);
  if (t->width > 0) mpz_clears(t->det, t->left, t->right, NULL);
}

/* Every other row i: entry = (entry * pivot - entry[i][c] * entry[r][..]) / det. */
static void eliminate(ply_tableau *t, int i, int r, int c) {
  mpz_t *row = ply_tableau_at(t, i, 0), *from = ply_tableau_at(t, r, 0);
  mpz_t *pivot = &from[c], *mine = &row[c];
  bool zero = mpz_sgn(*mine) == 0;
  for (int j = 0; j < t->width; j++) {
    if (j == c || (mpz_sgn(row[j]) == 0 && (zero || mpz_sgn(from[j]) == 0))) continue;
    mpz_mul(t->left, row[j], *pivot);
    if (!zero) mpz_submul(t->left, *mine, from[j]);
    mpz_divexact(row[j], t->left, t->det);
  }
  mpz_neg(*mine, *mine);
}

void ply_tableau_pivot(ply_tableau *t, int r, int c) {
  mpz_t *pivot = ply_tableau_at(t, r, c);
  for (int i = 0; i < t->rows + t->extra; i++)
    if (i != r) eliminate(t, i, r, c);
  mpz_swap(*pivot, t->det);
  if (mpz_sgn(t->det) < 0) { /* keep the determinant positive */
    mpz_neg(t->det, t->det);
    for (size_t k = 0; k < (size_t)(t->rows + t->extra) * (size_t)t->width; k++)
      mpz_neg(t->entry[k], t->entry[k]);
  }
  int leaving = t->basic[r], entering = t->cobasic[c];
  t->basic[r] = entering;
  t->cobasic[c] = leaving;
  t->row_of[entering] = r;
  t->col_of[entering] = -1;
  t->col_of[leaving] = c;
  t->row_of[leaving] = -1;
  t->work += (uint64_t)(t->rows + t->extra) * (uint64_t)t->width;
}

/* The coefficient of row k's tiny power in what row r's basic variable is worth, times det; or rhs for -1. */
static const mpz_t *power(const ply_tableau *t, int r, int k, const mpz_t *zero) {
  if (k < 0) return (const mpz_t *)ply_tableau_rhs(t, r);
  int slack = t->cols + k;
  if (t->col_of[slack] >= 0) return (const mpz_t *)ply_tableau_at(t, r, t->col_of[slack]);
  return t->row_of[slack] == r ? (const mpz_t *)&t->det : zero;
}

/* Whether row a's ratio is lexicographically smaller than row b's. */
static bool leaves_before(ply_tableau *t, int a, int b, int c, const mpz_t *zero) {
  const mpz_t *of_a = (const mpz_t *)ply_tableau_at(t, a, c), *of_b = (const mpz_t *)ply_tableau_at(t, b, c);
  for (int k = -1; k < t->rows; k++) {
    const mpz_t *x = power(t, a, k, zero), *y = power(t, b, k, zero);
    t->work += (k & 7) == 7;
    if (mpz_sgn(*x) == 0 && mpz_sgn(*y) == 0) continue;
    t->work++;
    mpz_mul(t->left, *x, *of_b);
    mpz_mul(t->right, *y, *of_a);
    int order = mpz_cmp(t->left, t->right);
    if (order != 0) return order < 0;
  }
  return false;
}

int ply_tableau_leaving(ply_tableau *t, int c) {
  int best = -1;
  mpz_t zero;
  mpz_init(zero);
  for (int r = 0; r < t->rows; r++)
    if (mpz_sgn(*ply_tableau_at(t, r, c)) > 0 &&
        (best < 0 || leaves_before(t, r, best, c, (const mpz_t *)&zero)))
      best = r;
  mpz_clear(zero);
  return best;
}

int ply_tableau_maximise(ply_tableau *t, int k, uint64_t most, ply_stop stop) {
  mpz_t *objective = ply_tableau_at(t, t->rows + k, 0);
  while (t->work <= most && (stop == NULL || *stop == 0)) {
    int enter = -1;
    for (int c = 0; c < t->cols; c++)
      if (mpz_sgn(objective[c]) < 0 && (enter < 0 || mpz_cmp(objective[c], objective[enter]) < 0)) enter = c;
    if (enter < 0) return 1;
    int leave = ply_tableau_leaving(t, enter);
    if (leave < 0) return -1;
    ply_tableau_pivot(t, leave, enter);
  }
  return 0;
}

void ply_tableau_value(const ply_tableau *t, int variable, mpq_t out) {
  if (t->row_of[variable] < 0) {
    mpq_set_ui(out, 0, 1);
    return;
  }
  mpz_set(mpq_numref(out), *ply_tableau_rhs(t, t->row_of[variable]));
  mpz_set(mpq_denref(out), t->det);
  mpq_canonicalize(out);
}
