/* Private to this room: the loose issues in two halves, and how the far half answers how many of its sums
 * reach given thresholds. */
#ifndef PLY_SOLVE_ADDITIVE_HALVES_H
#define PLY_SOLVE_ADDITIVE_HALVES_H

#include "sim/solve/additive/additive.h"

/* The actors that are asked at some ground. */
typedef struct ply_asked {
  int n;
  int actor[PLY_MAX_ACTORS];
} ply_asked;

/* Issues first .. end - 1. */
typedef struct ply_part {
  const ply_terms *terms;
  const ply_asked *asked;
  int first, end;
} ply_part;

/* Combos of the part, saturating. */
uint64_t ply_part_combos(const ply_part *part);
/* Cells of the grid that holds all its sums, saturating; 0: there is no grid. */
uint64_t ply_part_cells(const ply_part *part);

/* Sums of a part, in no order. */
typedef struct ply_sums {
  size_t n;
  double *sum;     /* [n * asked] steps */
  uint64_t *count; /* [n] combos; NULL: one each */
} ply_sums;
void ply_sums_done(ply_sums *sums);

/* Lists every combo. False without memory. */
bool ply_sums_list(const ply_part *part, ply_sums *out);

/* How many combos of the part lie in each cell of its grid. */
typedef struct ply_cells {
  int n_asked;
  uint64_t n;
  uint64_t width[PLY_MAX_ACTORS], stride[PLY_MAX_ACTORS];
  double least[PLY_MAX_ACTORS];
  uint64_t *count; /* [n]; after ply_cells_settle: in the cell and in all that are nowhere less */
} ply_cells;
/* False without memory. Cost: cells * options. */
bool ply_cells_fill(const ply_part *part, ply_cells *out);
void ply_cells_settle(ply_cells *cells);
void ply_cells_done(ply_cells *cells);
bool ply_cells_list(const ply_cells *cells, ply_sums *out);
uint64_t ply_cells_bytes(const ply_part *part);
/* After settling: sums that reach need[p] - near[p] for every asked p but `lenient` (-1: all). */
uint64_t ply_cells_reaching(const ply_cells *cells, const double *need, const double *near, int lenient);

/* Bit sets of the combos that give an asked actor most, at every LADDER_STEP of their number. */
enum { PLY_RUNG = 128 };
typedef struct ply_rungs {
  int n_asked;
  size_t n, words, n_rungs;
  double *sorted;  /* [n_asked * n] falling */
  uint32_t *place; /* [n_asked * n] which combo */
  uint64_t *rung;  /* [n_asked * n_rungs * words] */
} ply_rungs;
bool ply_rungs_fill(const ply_part *part, ply_rungs *out);
void ply_rungs_done(ply_rungs *rungs);
uint64_t ply_rungs_bytes(const ply_part *part);
/* The set of combos that give asked p at least `bound`: set: [words]. */
void ply_rungs_set(const ply_rungs *rungs, int p, double bound, uint64_t *set);

/* Who of the asked must agree at a ground. */
typedef struct ply_quorum_rule {
  uint64_t hard, soft; /* masks over the asked: required, counted */
  uint64_t refused;    /* those of them that refuse whatever the combo */
  int spare;
} ply_quorum_rule;

/* Adds what `words` words of sets (set[p], NULL where p is not asked) say. valid: combos in the last word. */
void ply_rule_tally(const ply_quorum_rule *rule, uint64_t *const *set, int n_asked, size_t words,
                    size_t combos, uint64_t *agreed, uint64_t *veto);

#endif
