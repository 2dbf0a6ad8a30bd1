/* How many equilibria does a game of two players have, found by trying every pair of supports of one size (Dickhaut and
 * Kaplan 1991)? Where the game is not degenerate these are all. Shares nothing with the solver; also what the solver is
 * measured beside. Cost: 4^strategies systems of equations. */
#include "tests/support/by_supports.h"

#include <math.h>

/* Solves the k equations "every row of the support brings v, chances sum to 1" by elimination in doubles. False where
 * singular. payoff(r, c): what row r of the indifferent player brings where the other plays c. */
typedef struct square {
  const ply_finite *g;
  int who; /* whose indifference */
  const int *rows, *cols;
  int k;
} square;

static double entry(const square *q, int row, int col) {
  uint64_t p = (uint64_t)row * q->g->stride[q->who] + (uint64_t)col * q->g->stride[1 - q->who];
  return ply_finite_value(q->g, q->who, p);
}

static bool solve_square(const square *q, double *x, double *value) {
  int n = q->k + 1;
  double a[9][10] = {{0}};
  for (int r = 0; r < q->k; r++) {
    for (int c = 0; c < q->k; c++) a[r][c] = entry(q, q->rows[r], q->cols[c]);
    a[r][q->k] = -1;
  }
  for (int c = 0; c < q->k; c++) a[q->k][c] = 1;
  a[q->k][n] = 1;
  for (int k = 0; k < n; k++) {
    int best = k;
    for (int r = k; r < n; r++)
      if (fabs(a[r][k]) > fabs(a[best][k])) best = r;
    if (fabs(a[best][k]) < 1e-9) return false;
    for (int c = 0; c <= n; c++) {
      double swap = a[k][c];
      a[k][c] = a[best][c];
      a[best][c] = swap;
    }
    for (int r = 0; r < n; r++) {
      double factor = r == k ? 0 : a[r][k] / a[k][k];
      for (int c = k; c <= n && factor != 0; c++) a[r][c] -= factor * a[k][c];
    }
  }
  for (int c = 0; c < q->k; c++) x[c] = a[c][n] / a[c][c];
  *value = a[q->k][n] / a[q->k][q->k];
  return true;
}

static int bits(int mask, int n, int *out) {
  int k = 0;
  for (int s = 0; s < n; s++)
    if (mask >> s & 1) out[k++] = s;
  return k;
}

/* Whether the mixture x on cols makes every row of `rows` a best reply of player `who`. */
static bool supports(const square *q, double *x) {
  double value;
  if (!solve_square(q, x, &value)) return false;
  for (int c = 0; c < q->k; c++)
    if (x[c] <= 1e-9) return false;
  for (int s = 0; s < q->g->players[q->who].n; s++) {
    double mine = 0;
    for (int c = 0; c < q->k; c++) mine += x[c] * entry(q, s, q->cols[c]);
    if (mine > value + 1e-7) return false;
  }
  return true;
}

int count_by_supports(const ply_finite *g) {
  int m = g->players[0].n, n = g->players[1].n, count = 0;
  for (int a = 1; a < 1 << m; a++)
    for (int b = 1; b < 1 << n; b++) {
      int rows[8], cols[8], k = bits(a, m, rows);
      double x[8], y[8];
      if (bits(b, n, cols) != k) continue;
      square first = {g, 0, rows, cols, k}, second = {g, 1, cols, rows, k};
      count += supports(&first, y) && supports(&second, x);
    }
  return count;
}
