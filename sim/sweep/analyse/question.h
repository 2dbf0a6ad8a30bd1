/* Private to the analysis: one output of a finished sweep on the table, and the questions asked of it, one
 * file each. Each fills its part of table->s; false without memory. */
#ifndef PLY_SWEEP_ANALYSE_QUESTION_H
#define PLY_SWEEP_ANALYSE_QUESTION_H

#include "sim/sweep/analyse/analyse.h"

typedef struct ply_analysis {
  const ply_sweep *sweep;
  const ply_sensitivity_settings *settings;
  ply_sensitivity *s;
  ply_table_csv t;
  ply_influence *effects; /* [n_parameters] in the plan's order */
  double *by_run;         /* [runs]: the output of each run, NAN for a hole */
  int resamples;
} ply_analysis;

/* Whether row i of the table has a value. */
static inline bool ply_analysis_used(const ply_analysis *d, uint64_t i) {
  return d->t.state[i] == PLY_ROW_USED;
}

/* Parameter j of row i. */
static inline double ply_analysis_value(const ply_analysis *d, uint64_t i, int j) {
  return d->t.value[i * (uint64_t)d->t.n_parameters + (uint64_t)j];
}

/* A cell as it stood in the table: a number, or the word it stands for; "" for NAN. NULL without memory. */
const char *ply_analysis_cell(const ply_analysis *d, const ply_column *column, double number);

/* describe.c: how many runs, which share says what, mean and quantiles. */
void ply_analysis_count(ply_analysis *q);
bool ply_analysis_shares(ply_analysis *q);
bool ply_analysis_numbers(ply_analysis *q);

/* drivers.c: which parameters drive it, as the method of the sweep allows. */
bool ply_analysis_drivers(ply_analysis *q);

/* cells.c: means by value of one or two parameters; the position of a parameter, or -1. */
bool ply_analysis_cells(ply_analysis *q);
int ply_analysis_axis(const ply_analysis *q, const char *name);

#endif
