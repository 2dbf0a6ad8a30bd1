/* A system of inequalities A x <= b, x >= 0 (b >= 0) in exact whole numbers, and its bases. Private to
 * sim/equilibria; shared by vertex enumeration, Lemke-Howson and linear programs.
 *
 * Variables 0 .. cols-1 are x, cols .. cols+rows-1 the slacks of the rows. In every basis
 *     det * basic[r] = rhs[r] - sum over c of entry[r][c] * cobasic[c],
 * with whole numbers only: pivoting divides by the old determinant, which always goes (Edmonds 1967; Bareiss
 * 1968, doi:10.1090/S0025-5718-1968-0226829-0). Ties in the choice of the leaving variable are broken
 * lexicographically, as if row k's b were larger by the k-th power of something tiny: no basis comes twice
 * (Dantzig, Orden and Wolfe 1955). */
#ifndef PLY_TABLEAU_H
#define PLY_TABLEAU_H

#include <gmp.h>

#include "sim/base/base.h"

typedef struct ply_tableau {
  int rows, cols, width; /* width: cols + 1; the last column is rhs */
  int extra;             /* rows below, pivoted but never leaving (objectives) */
  mpz_t *entry;          /* [(rows + extra) * width] */
  mpz_t det;
  int *basic, *cobasic; /* [rows], [cols] variables */
  int *row_of, *col_of; /* [cols + rows] where a variable is, -1: in the other one */
  mpz_t left, right;    /* room */
  uint64_t work;        /* entries that pivots have changed so far */
} ply_tableau;

/* All entries 0, det 1, slacks basic. False without memory (done is fine then). */
bool ply_tableau_init(ply_tableau *t, int rows, int cols, int extra);
void ply_tableau_done(ply_tableau *t);
static inline mpz_t *ply_tableau_at(const ply_tableau *t, int r, int c) {
  return &t->entry[(size_t)r * (size_t)t->width + (size_t)c];
}
static inline mpz_t *ply_tableau_rhs(const ply_tableau *t, int r) { return ply_tableau_at(t, r, t->cols); }

/* The basic variable of row r and the cobasic one of column c change places; entry[r][c] must not be 0. The
 * same call again undoes it. */
void ply_tableau_pivot(ply_tableau *t, int r, int c);

/* The row that leaves when the variable of column c grows from 0, or -1: nothing stops it. */
int ply_tableau_leaving(ply_tableau *t, int c);

/* Maximises objective row `rows + k`, written as entry[rows + k] = minus the objective's coefficients: the
 * column with the most negative entry (lowest first) enters until there is none. Stops past `most` units of
 * work or at the flag. Returns 1 at the optimum, 0 where stopped, -1 where unbounded. */
int ply_tableau_maximise(ply_tableau *t, int k, uint64_t most, ply_stop stop);

/* The value of a variable at this basis. */
void ply_tableau_value(const ply_tableau *t, int variable, mpq_t out);

#endif
