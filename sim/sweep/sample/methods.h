/* Private to this room: the rows of methods, each in its own file, and what they share. */
#ifndef PLY_SWEEP_SAMPLE_METHODS_H
#define PLY_SWEEP_SAMPLE_METHODS_H

#include "sim/sweep/sweep.h"

/* The registry: a new method is its file and its line here. ROW(SYMBOL, "name in plans"). */
#define PLY_METHODS(ROW)                                                                                     \
  ROW(grid, "grid")                                                                                          \
  ROW(list, "list")                                                                                          \
  ROW(zip, "zip")                                                                                            \
  ROW(random, "random")                                                                                      \
  ROW(latin, "latin-hypercube")                                                                              \
  ROW(sobol, "sobol")                                                                                        \
  ROW(saltelli, "saltelli")                                                                                  \
  ROW(morris, "morris")                                                                                      \
  ROW(oat, "one-at-a-time")
#define PLY_METHOD_DECLARED(symbol, name) extern const ply_method ply_method_##symbol;
PLY_METHODS(PLY_METHOD_DECLARED)

/* The place of i in a permutation of 0 .. n-1 that depends on (seed, stream); no table is kept. */
uint64_t ply_permuted(uint64_t i, uint64_t n, uint64_t seed, uint64_t stream);

/* Saltelli: what run number `run` is. Row 0: A, 1: B, 2 + i: A with column i of B, 2 + k + i: B with column i
 * of A. */
typedef struct ply_saltelli_row {
  uint64_t base;
  int row;
} ply_saltelli_row;
ply_saltelli_row ply_saltelli_at(const ply_sample *sample, uint64_t run);
int ply_saltelli_rows(const ply_sample *sample);

/* Whether the run stands where it does by a draw of its own, independent of the runs before it: all of a plain
 * sample, the points of A and B of Saltelli's (the others repeat their columns), none of Morris' or of values
 * given. */
bool ply_sample_is_draw(const ply_sample *sample, uint64_t run);

/* Morris: which parameter moved on the way from run - 1 to run (-1 at the start of a trajectory). */
int ply_morris_moved(const ply_sample *sample, uint64_t run);

/* One at a time: which parameter and level run number `run` is; parameter -1: the base. */
void ply_oat_at(const ply_sample *sample, uint64_t run, int *parameter, int *level);

#endif
