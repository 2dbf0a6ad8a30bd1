/* Two players, one sum of payoffs, in exact whole numbers. Private to sim/equilibria. */
#ifndef PLY_MATRIX_GAME_H
#define PLY_MATRIX_GAME_H

#include "sim/equilibria/tableau.h"

/* A matrix of what the row player gets: entry [r * cols + c], and what came of it. */
typedef struct ply_matrix_game {
  int rows, cols;
  mpz_t *entry;
  mpq_t value;         /* what the row player can make sure of */
  mpq_t *row, *column; /* [rows], [cols] optimal strategies */
} ply_matrix_game;

/* Entries 0. False without memory. */
bool ply_matrix_game_init(ply_matrix_game *g, int rows, int cols);
void ply_matrix_game_done(ply_matrix_game *g);
/* Value and optimal strategies (von Neumann 1928; as a linear program, Dantzig 1951). 1: solved, 0: stopped
 * past `most` units of work, -1: no memory. Changes the entries. */
int ply_matrix_game_solve(ply_matrix_game *g, uint64_t most, ply_stop stop);

#endif
