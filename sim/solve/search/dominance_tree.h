/* Private to this room: many payoff vectors, and which of them reach a bound in every entry. */
#ifndef PLY_SOLVE_SEARCH_DOMINANCE_TREE_H
#define PLY_SOLVE_SEARCH_DOMINANCE_TREE_H

#include "sim/base/base.h"

typedef struct ply_dominance_tree ply_dominance_tree;

/* Bytes that n vectors with d entries take while they are put in order: the most they ever take. */
uint64_t ply_dominance_tree_bytes(uint64_t n, int d);

/* Room for n < 2^32 vectors with d entries between low and high: [d] each. NULL without memory. */
ply_dominance_tree *ply_dominance_tree_new(size_t n, int d, const double *low, const double *high);
void ply_dominance_tree_free(ply_dominance_tree *tree);

/* Puts vector number k, each number once; several threads may put different numbers at a time. */
void ply_dominance_tree_put(ply_dominance_tree *tree, size_t k, const double *vector);

/* Orders the vectors, on so many threads; from then on several threads may ask at a time. False without
 * memory. Cost: d * n * log n. */
bool ply_dominance_tree_settle(ply_dominance_tree *tree, int threads);

/* The number of the vector at a place 0 .. n - 1 of the order: neighbours are alike. */
size_t ply_dominance_tree_at(const ply_dominance_tree *tree, size_t place);

/* Shows every vector that reaches the bound in each entry, and some that nearly do (within 1/65535 of the
 * range), by number, until `visit` says true. Returns whether it did. */
typedef bool (*ply_dominance_tree_visit)(void *data, size_t k);
bool ply_dominance_tree_search(const ply_dominance_tree *tree, const double *bound,
                               ply_dominance_tree_visit visit, void *data);

#endif
