/* Private to the analysis: one output of a finished sweep on the desk, and the questions asked of it, one
 * file each. Each fills its part of desk->s; false without memory. */
#ifndef PLY_SWEEP_ANALYSE_QUESTION_H
#define PLY_SWEEP_ANALYSE_QUESTION_H

#include "sim/sweep/analyse/analyse.h"

typedef struct ply_desk {
  const ply_sweep *sweep;
  const ply_sensitivity_settings *settings;
  ply_sensitivity *s;
  ply_table_csv t;
  ply_influence *effects; /* [n_parameters] in the plan's order */
  double *by_run;         /* [runs]: the output of each run, NAN for a hole */
  int resamples;
} ply_desk;

/* Whether row i of the table has a value. */
static inline bool ply_desk_used(const ply_desk *d, uint64_t i) { return d->t.state[i] == PLY_ROW_USED; }

/* Parameter j of row i. */
static inline double ply_desk_value(const ply_desk *d, uint64_t i, int j) {
  return d->t.value[i * (uint64_t)d->t.n_parameters + (uint64_t)j];
}

/* A cell as it stood in the table: a number, or the word it stands for; "" for NAN. NULL without memory. */
const char *ply_desk_cell(const ply_desk *d, const ply_column *column, double number);

/* describe.c: how many runs, which share says what, mean and quantiles. */
void ply_desk_count(ply_desk *desk);
bool ply_desk_shares(ply_desk *desk);
bool ply_desk_numbers(ply_desk *desk);

/* drivers.c: which parameters drive it, as the method of the sweep allows. */
bool ply_desk_drivers(ply_desk *desk);

/* cells.c: means by value of one or two parameters; the position of a parameter, or -1. */
bool ply_desk_cells(ply_desk *desk);
int ply_desk_axis(const ply_desk *desk, const char *name);

#endif
