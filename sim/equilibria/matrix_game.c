/* What is a zero-sum game worth? Payoffs are made positive; then with y = the column player's strategy over the
 * value, the program "maximise the sum of y where no row gets more than 1" has the value's inverse as its
 * optimum, and the row player's strategy is the program's dual. */
#include "sim/equilibria/matrix_game.h"

#include <stdlib.h>

bool ply_matrix_game_init(ply_matrix_game *g, int rows, int cols) {
  *g = (ply_matrix_game){.rows = rows, .cols = cols};
  size_t n = (size_t)rows * (size_t)cols;
  g->entry = malloc(n * sizeof *g->entry);
  g->row = malloc((size_t)rows * sizeof *g->row);
  g->column = malloc((size_t)cols * sizeof *g->column);
  if (g->entry == NULL || g->row == NULL || g->column == NULL) {
    free(g->entry);
    free(g->row);
    free(g->column);
    *g = (ply_matrix_game){0};
    return false;
  }
  mpq_init(g->value);
  for (size_t k = 0; k < n; k++) mpz_init(g->entry[k]);
  for (int r = 0; r < rows; r++) mpq_init(g->row[r]);
  for (int c = 0; c < cols; c++) mpq_init(g->column[c]);
  return true;
}

void ply_matrix_game_done(ply_matrix_game *g) {
  if (g->entry == NULL) return;
  for (size_t k = 0; k < (size_t)g->rows * (size_t)g->cols; k++) mpz_clear(g->entry[k]);
  for (int r = 0; r < g->rows; r++) mpq_clear(g->row[r]);
  for (int c = 0; c < g->cols; c++) mpq_clear(g->column[c]);
  mpq_clear(g->value);
  free(g->entry);
  free(g->row);
  free(g->column);
  *g = (ply_matrix_game){0};
}

/* The answers at the optimal basis; shift: what was subtracted from every entry. */
static void read_off(ply_matrix_game *g, const ply_tableau *t, const mpz_t shift) {
  mpq_t sum, move;
  mpq_inits(sum, move, NULL);
  for (int c = 0; c < g->cols; c++) {
    ply_tableau_value(t, c, g->column[c]);
    mpq_add(sum, sum, g->column[c]);
  }
  mpq_inv(g->value, sum);
  for (int c = 0; c < g->cols; c++) mpq_mul(g->column[c], g->column[c], g->value);
  for (int r = 0; r < g->rows; r++) {
    int at = t->col_of[g->cols + r];
    mpq_set_ui(g->row[r], 0, 1);
    if (at < 0) continue;
    mpz_set(mpq_numref(g->row[r]), *ply_tableau_at(t, t->rows, at));
    mpz_set(mpq_denref(g->row[r]), t->det);
    mpq_canonicalize(g->row[r]);
    mpq_mul(g->row[r], g->row[r], g->value);
  }
  mpq_set_z(move, shift);
  mpq_add(g->value, g->value, move);
  mpq_clears(sum, move, NULL);
}

int ply_matrix_game_solve(ply_matrix_game *g, uint64_t most, ply_stop stop) {
  ply_tableau t;
  if (!ply_tableau_init(&t, g->rows, g->cols, 1)) {
    ply_tableau_done(&t);
    return -1;
  }
  mpz_t shift;
  mpz_init_set(shift, g->entry[0]);
  for (size_t k = 1; k < (size_t)g->rows * (size_t)g->cols; k++)
    if (mpz_cmp(g->entry[k], shift) < 0) mpz_set(shift, g->entry[k]);
  mpz_sub_ui(shift, shift, 1);
  for (int r = 0; r < g->rows; r++) {
    for (int c = 0; c < g->cols; c++)
      mpz_sub(*ply_tableau_at(&t, r, c), g->entry[(size_t)r * (size_t)g->cols + (size_t)c], shift);
    mpz_set_ui(*ply_tableau_rhs(&t, r), 1);
  }
  for (int c = 0; c < g->cols; c++) mpz_set_si(*ply_tableau_at(&t, g->rows, c), -1);
  int solved = ply_tableau_maximise(&t, 0, most, stop);
  if (solved > 0) read_off(g, &t, shift);
  mpz_clear(shift);
  ply_tableau_done(&t);
  return solved;
}
