/* What do the runs say? Shares with intervals, Sobol' indices, elementary effects, tornados, boxes in which a
 * verdict turns, linear fits. The functions on arrays know nothing of sweeps; ply_sensitivity_of reads a
 * folder and puts them together. Missing and failed runs are counted and told; nothing is averaged over a
 * hole. */
#ifndef PLY_SWEEP_ANALYSE_H
#define PLY_SWEEP_ANALYSE_H

#include "sim/sweep/sweep.h"

/* An estimate and a 95 % interval. */
typedef struct ply_interval {
  double value, low, high;
} ply_interval;

/* ---- share.c ---- */

/* k of n, with Wilson's score interval (Wilson 1927, doi:10.1080/01621459.1927.10502953). n >= 1. */
ply_interval ply_share_wilson(uint64_t k, uint64_t n);
/* Quantile of sorted values [n], n >= 1, by linear interpolation. */
double ply_share_quantile(const double *sorted, size_t n, double p);

/* ---- indices.c ---- */

/* Sobol' indices of k parameters from n base points. a, b: [n]; ab: [k * n], row i = A with column i of B;
 * ba: the same with A and B swapped, or NULL. Jansen's estimators (Jansen 1999,
 * doi:10.1016/S0010-4655(98)00154-4; Saltelli et al. 2010); intervals are percentiles of `resamples`
 * bootstrap resamples of base points (0: none). first, total: [k]; second: [k * k], upper half, or NULL.
 * False without memory; variance 0 gives zeros. */
bool ply_indices_jansen(const double *a, const double *b, const double *ab, const double *ba, size_t n, int k,
                        int resamples, uint64_t seed, ply_interval *first, ply_interval *total,
                        ply_interval *second);

/* Morris: effects of one parameter, [n]. */
typedef struct ply_elementary {
  double mean, sigma;
  ply_interval mean_abs; /* mu*, with a bootstrap interval */
} ply_elementary;
bool ply_indices_morris(const double *effects, size_t n, int resamples, uint64_t seed, ply_elementary *out);

/* Whether indices of k parameters are no shares of a variance even by their order: one of them, or the sum of the first
 * orders (which is at most 1), is over 1 by a third or more, or a first order below 0 by as much. */
bool ply_indices_unusable(const ply_interval *first, const ply_interval *total, int k);

/* ---- fit.c ---- */

/* Least squares with an intercept (GSL). x: [n * k] row-major, y: [n]. coefficient: [k], standardised: by how
 * many of y's standard deviations y moves when x moves by one of its own. Returns R squared, NAN where it
 * cannot be done. */
double ply_fit_linear(const double *x, const double *y, size_t n, int k, double *coefficient);
/* Logistic regression of y in {0, 1} by Newton's method, at most 30 steps, on standardised x with a slight
 * ridge (so that a perfect split has an answer). coefficient: [k]. Returns McFadden's R squared, NAN where it
 * cannot be done. */
double ply_fit_logistic(const double *x, const double *y, size_t n, int k, double *coefficient);

/* ---- prim.c ---- */

typedef struct ply_prim_bound {
  int parameter;
  double low, high; /* -/+ infinity: open */
  double quasi_p;   /* chance of as many cases if this bound did nothing */
} ply_prim_bound;

typedef struct ply_prim_step {
  double coverage, density, mass;
  int restricted; /* parameters with a bound */
} ply_prim_step;

typedef struct ply_prim {
  int n_steps, chosen;
  ply_prim_step *steps; /* [n_steps], the first is the whole space */
  int n_bounds;
  ply_prim_bound *bounds; /* of the chosen step */
} ply_prim;

/* Where do the cases lie? The patient rule induction method (Friedman and Fisher 1999,
 * doi:10.1023/A:1008894516817; Bryant and Lempert 2010, doi:10.1016/j.techfore.2009.08.002): peels the share
 * `peel` of the points off one side after another so that the share of cases inside grows most, down to
 * `least_mass` of the points. The chosen step has the largest harmonic mean of coverage (share of all cases
 * inside) and density (share of the inside that are cases). x: [n * k] row-major. Memory from arena; false
 * without. */
bool ply_prim_find(const double *x, const bool *is_case, size_t n, int k, double peel, double least_mass,
                   ply_arena *arena, ply_prim *out);

/* ---- analyse.c ---- */

typedef struct ply_value_share {
  const char *value;
  uint64_t count;
  ply_interval share;
} ply_value_share;

/* What is known of one parameter; NAN where the method does not give it. */
typedef struct ply_influence {
  const char *name;
  ply_interval first, total;     /* Saltelli */
  double half_first, half_total; /* the same from the first half of the base points */
  ply_elementary elementary;     /* Morris */
  double at_low, at_high;        /* one at a time: smallest and largest output over its values */
  const char *low_value, *high_value;
  double coefficient; /* sampled: standardised, of the linear or logistic fit */
  double correlation;
} ply_influence;

typedef struct ply_cell {
  double x, y, value;
  uint64_t n;
} ply_cell;

typedef struct ply_sensitivity {
  ply_arena *arena;
  const char *folder, *output, *method, *scenario_title;
  ply_trial trial;                             /* how its runs belong together */
  uint64_t runs, missing, failed, empty, used; /* used = runs - missing - failed - empty - left_out */
  const char *given;                           /* OUTPUT=VALUE that was asked for, or NULL */
  uint64_t left_out;                           /* runs in which it does not hold */
  bool sampled;                                /* points were drawn, so that shares have intervals */
  bool numeric, verdict;                       /* all cells numbers; all 0 or 1 */
  int n_shares;
  const ply_value_share *shares; /* of a verdict or words; the most frequent first */
  uint64_t share_of;             /* runs that the shares are of: each a draw of its own */
  bool constant;                 /* the same in every run: nothing drives it */
  int n_ranges, n_stayed;        /* numbers of the scenario with a range; those of them that no run moved */
  double mean, sd, quantile[5];  /* numbers: 2.5 %, 25 %, 50 %, 75 %, 97.5 % */
  double base;                   /* one at a time: the output at the base; else NAN */
  int n_parameters;
  const ply_influence *effects; /* [n_parameters], strongest first */
  double convergence;           /* Saltelli: largest change of an index from n/2 to n */
  bool unusable;                /* Saltelli: the indices are noise (ply_indices_unusable) */
  uint64_t dropped;             /* Saltelli: base points with a hole; Morris: steps with one */
  int n_pairs;                  /* Saltelli, second order */
  const struct ply_pair {
    const char *a, *b;
    ply_interval index;
  } * pairs;
  double fit; /* R squared; NAN: no fit */
  const char *fit_kind;
  bool has_prim;
  ply_prim prim; /* of a verdict, where it is 0 (or where it is 1, if asked) */
  bool prim_of_ones;
  const char *const *names; /* [n_parameters] in the plan's order, for prim */
  int n_axes;               /* 1 or 2: cells below are means by value of these parameters */
  const char *axis[2];
  int n_words[2];             /* of an axis of words: how many; else 0 */
  const char *const *word[2]; /* the words that x and y 0, 1, ... stand for */
  int n_cells;
  const ply_cell *cells; /* curve: x, value, share; map: x, y */
  bool binned;           /* cells are bins of a sample */
  bool asked_over;       /* the axes were asked for */
} ply_sensitivity;

typedef struct ply_sensitivity_settings {
  const char *output;  /* name; NULL: the first one of the sweep */
  bool ones;           /* PRIM: look for where the verdict is 1 */
  const char *over[2]; /* parameters of the curve or map; NULL: chosen */
  const char *given;   /* OUTPUT or OUTPUT=VALUE (unsaid: 1): only runs in which it holds; NULL: all */
  int resamples;       /* 0: 1000 */
  uint64_t seed;
  uint64_t memory_bytes; /* 0: three quarters of the machine's */
} ply_sensitivity_settings;

/* Reads folder/results.csv (merged). Errors: PLY_E_USAGE for an output that the table does not hold,
 * PLY_E_SYSTEM, PLY_E_INPUT for a table that is none, PLY_E_LIMIT where it takes more than memory_bytes. *out
 * is new (ply_sensitivity_free). */
ply_status ply_sensitivity_of(const ply_sweep *sweep, const char *folder,
                              const ply_sensitivity_settings *settings, ply_sensitivity **out, ply_err *err);
void ply_sensitivity_free(ply_sensitivity *s);

/* For people, and for programs and pages. */
void ply_sensitivity_text(const ply_sensitivity *s, ply_text *out);
void ply_sensitivity_json(const ply_sensitivity *s, ply_text *out);
/* A gnuplot script that draws a picture into `path` (.svg or .png). kind: "tornado", "indices", "morris",
 * "map", "curve", "prim", or NULL for what fits the method. PLY_E_USAGE where the runs do not give that
 * picture. */
ply_status ply_sensitivity_script(const ply_sensitivity *s, const char *kind, const char *path, ply_text *out,
                                  ply_err *err);

/* Gives the script to gnuplot. PLY_E_SYSTEM: it is not installed, or could not draw; its own messages go to standard error. */
ply_status ply_sensitivity_draw(const char *script, size_t length, ply_err *err);

/* One output, as "text" or "json"; PLY_E_USAGE. */
ply_status ply_sensitivity_say(const ply_sensitivity *s, const char *format, ply_text *out, ply_err *err);
/* All outputs of a sweep (the first 40), one JSON object; what ply_sensitivity_of may say. */
ply_status ply_sweep_summary(const ply_sweep *sweep, const char *folder, ply_text *out, ply_err *err);

/* ---- table.c ---- */

/* results.csv in memory: the parameters, one output, and how each run ended. */
typedef struct ply_column {
  const char *name;
  bool numeric; /* every cell is a number or empty; else each is a word, numbered in order of appearance */
  int n_words;
  const char **word; /* [n_words] */
} ply_column;

typedef enum ply_row_state {
  PLY_ROW_FAILED,
  PLY_ROW_EMPTY, /* of this output */
  PLY_ROW_LEFT,  /* what was given does not hold */
  PLY_ROW_USED
} ply_row_state;

typedef struct ply_table_csv {
  uint64_t n;
  uint64_t *run;        /* [n] */
  unsigned char *state; /* [n] ply_row_state */
  int n_parameters;
  ply_column *parameters, output;
  double *value;  /* [n * n_parameters], row-major; empty cells NAN */
  double *result; /* [n] of the output */
} ply_table_csv;

/* settings: its output and memory_bytes are read. */
ply_status ply_table_read(const ply_sweep *sweep, const char *folder,
                          const ply_sensitivity_settings *settings, ply_arena *arena, ply_table_csv *out,
                          ply_err *err);

#endif
