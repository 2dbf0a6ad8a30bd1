/* Sweeps: the pipeline run many times. Which numbers move (a plan), which point each run takes (a method),
 * what is kept of a run (outputs), and how runs are done, kept, resumed, merged and analysed.
 *
 * Everything about a run follows from (plan, number of the run): runs may be done in any order, by any number
 * of threads, processes or machines, and give the same table. A plan and a prepared sweep are const after
 * they are made and shared by threads. */
#ifndef PLY_SWEEP_H
#define PLY_SWEEP_H

#include "sim/game/game.h"
#include "sim/result/result.h"
#include "sim/scenario/scenario.h"

enum {
  PLY_SWEEP_PARAMETERS = 10000, /* of one plan, after `*` */
  PLY_SWEEP_OUTPUTS = 10000,
  PLY_SWEEP_VALUES = 100000 /* of one parameter */
};

/* ---- plans ---- */

/* A plan as written: what moves, by which method, what is kept. Owns an arena; const once a sweep is prepared
 * from it. */
typedef struct ply_plan ply_plan;

/* An empty plan: method not chosen, n 0 (the method's default), seed 1, red lines likely, weights
 * renormalised. Problems go to diags, which must outlive the plan. NULL without memory. */
ply_plan *ply_plan_new(ply_diags *diags);
void ply_plan_free(ply_plan *plan);

/* *is: whether the file at path is a sweep plan (a JSON object with the key "sweep"): reads it whole; false where
 * it cannot be read or is no JSON. Standard input ("-") is never a plan. PLY_E_MEMORY: that is not known. */
ply_status ply_plan_is(const char *path, bool *is, ply_err *err);

/* Reads a plan file into an empty plan. Relative scenario paths are taken from the plan's folder.
 * PLY_E_INPUT with at least one error in the diags. */
ply_status ply_plan_load(ply_plan *plan, const char *path, ply_err *err);

/* The JSON Schema (draft 2020-12) of plan files. */
ply_status ply_plan_schema(ply_text *out, ply_err *err);

/* What the command line says. Strings are copied. Each returns PLY_E_INPUT with a diagnostic whose file is
 * the option's name, or PLY_E_USAGE. scenario: path of the scenario file vary:     PTR (its own range),
 * PTR=a:b, PTR=a:b:n, PTR=x,y,z; PTR*=a:b scales; several pointers joined by
 *             "+" move together; `*` stands for every key at its place, each match a parameter of its own
 *   uncertain: "all" or grades separated by commas
 *   outputs:  names or pointers separated by commas, added to those there are */
ply_status ply_plan_scenario(ply_plan *plan, const char *path, ply_err *err);
/* The scenario itself, merged (ply_scenario_show), in place of its path. */
ply_status ply_plan_given(ply_plan *plan, const char *merged, ply_err *err);
/* Or as it was loaded, for runs that differ in numbers alone: the scenario must outlive the plan's sweeps. */
void ply_plan_loaded(ply_plan *plan, const ply_scenario *scenario);
ply_status ply_plan_set(ply_plan *plan, const char *pointer, const char *value, ply_err *err);
ply_status ply_plan_vary(ply_plan *plan, const char *text, ply_err *err);
ply_status ply_plan_uncertain(ply_plan *plan, const char *grades, ply_err *err);
ply_status ply_plan_method(ply_plan *plan, const char *name, ply_err *err);
ply_status ply_plan_outputs(ply_plan *plan, const char *list, ply_err *err);
ply_status ply_plan_red_lines(ply_plan *plan, const char *which, ply_err *err); /* also "drawn" */
/* For draws of what is uncertain: what the plan leaves open becomes every range, a Latin hypercube, 1,024
 * draws; a plan whose parameters all move over given values keeps its grid. */
ply_status ply_plan_draws(ply_plan *plan, ply_err *err);
/* Puts one thing into the plan by the name of its option, its value as text: "scenario", "set" ("POINTER=VALUE"), "vary",
 * "uncertain", "method", "n", "seed", "levels", "of", "red-lines", "second-order", "keep-weights", "draws". PLY_E_USAGE,
 * PLY_E_INPUT. */
ply_status ply_plan_put(ply_plan *plan, const char *what, const char *value, ply_err *err);
/* Forgets what was to be kept of a run. */
void ply_plan_no_outputs(ply_plan *plan);
/* For as many other draws by the same plan: another seed, whole hypercubes. */
void ply_plan_afresh(ply_plan *plan, uint64_t seed, uint64_t n);
void ply_plan_size(ply_plan *plan, uint64_t n);
void ply_plan_seed(ply_plan *plan, uint64_t seed);
void ply_plan_levels(ply_plan *plan, int levels);
void ply_plan_second_order(ply_plan *plan, bool on);
void ply_plan_renormalise(ply_plan *plan, bool on);

/* What its author says of a plan: its title, its question, what was found; NULL where nothing is said.
 * Borrowed. */
typedef struct ply_plan_words {
  const char *title, *question, *says;
} ply_plan_words;
ply_plan_words ply_plan_told(const ply_plan *plan);

/* The plan as a file that ply_plan_load reads back. path: where the file will be, so that its scenario is
 * found from there; NULL: in the current folder. */
ply_status ply_plan_write(const ply_plan *plan, const char *path, ply_text *out, ply_err *err);

/* ---- parameters and methods ---- */

typedef enum ply_distribution {
  PLY_UNIFORM = 0,
  PLY_TRIANGULAR,
  PLY_NORMAL, /* cut off at low and high */
  PLY_LIST,   /* one of values, equally likely */
  PLY_LINE    /* a red line: in force with its probability */
} ply_distribution;

/* One place in the scenario that a parameter moves. */
typedef struct ply_target {
  const char *pointer;
  int number;                       /* position in scenario.numbers, or -1: applied like --set */
  double base;                      /* of a number; else NAN */
  double low, mode, high, mean, sd; /* as its distribution needs */
} ply_target;

typedef struct ply_parameter {
  const char *name; /* its column: the pointer, or the given name */
  ply_distribution distribution;
  bool scale;  /* the drawn value multiplies each target's base */
  bool own;    /* each target moves inside its own range, all at the same rank */
  bool reload; /* some target is no number: the scenario is read anew */
  int n_targets;
  const ply_target *targets;
  int n_values;              /* LIST */
  const char *const *values; /* JSON texts */
  const double *numbers;     /* [n_values], or NULL unless all are numbers */
  int line_actor, line;      /* LINE: actor, and position among its red lines */
  double chance;             /* LINE */
} ply_parameter;

/* Where a run stands on one parameter. */
typedef enum ply_stands {
  PLY_AT_LEVEL = 0, /* level: a value of a list; 0, 1, 2 = low, base, high of a range; 0, 1 of a red line */
  PLY_BY_RANK,      /* u in [0, 1] */
  PLY_AT_BASE       /* the base scenario untouched */
} ply_stands;
typedef struct ply_coordinate {
  ply_stands stands;
  double u;
  int level;
} ply_coordinate;

/* What a method needs to know of a plan. */
typedef struct ply_sample {
  const struct ply_method *method;
  int n_parameters;
  const int *n_levels;    /* [n_parameters]: values of a list, 2 for a red line, 3 for a range */
  const bool *continuous; /* [n_parameters] */
  uint64_t n;             /* the method's own size */
  uint64_t block;         /* Latin hypercube: runs of one hypercube (n is a multiple) */
  uint64_t seed;
  int levels;                   /* Morris: levels of the grid, even */
  bool second_order;            /* Saltelli */
  const void *tables;           /* prepared by the method (Sobol' directions); in the sweep's arena */
  int n_points;                 /* list */
  const ply_coordinate *points; /* [n_points * n_parameters] */
} ply_sample;

/* How the runs of a method belong together, and so what may be said of them. */
typedef enum ply_trial {
  PLY_TRIAL_POINTS = 0, /* each stands alone */
  PLY_TRIAL_SALTELLI,   /* base points with columns exchanged: Sobol' indices */
  PLY_TRIAL_MORRIS,     /* trajectories: elementary effects */
  PLY_TRIAL_ALONE       /* the base, then one parameter at a time */
} ply_trial;

typedef struct ply_method {
  const char *name, *help;
  ply_trial trial;
  bool samples;       /* by rank: ranges are drawn; else by level */
  bool extends;       /* a larger n keeps the runs of a smaller one */
  bool draws;         /* runs are draws from what moves, or all of it: shares of them mean something */
  uint64_t n_default; /* 0: follows from the parameters */
  /* Checks and prepares (into arena); PLY_E_USAGE with what would do instead. */
  ply_status (*prepare)(ply_sample *sample, ply_arena *arena, ply_err *err);
  uint64_t (*runs)(const ply_sample *sample);  /* UINT64_MAX: too many */
  uint64_t (*block)(const ply_sample *sample); /* neighbouring runs that belong together; NULL: 1 */
  void (*point)(const ply_sample *sample, uint64_t run, ply_coordinate *out); /* [n_parameters] */
} ply_method;

/* Row 0, 1, ...; NULL past the last. */
const ply_method *ply_method_row(int row);
const ply_method *ply_method_find(const char *name);

/* ---- a prepared sweep ---- */

/* Writes a result as the JSON of `parley solve`: for outputs by pointer. Given by the caller, since rendering
 * is another room. */
typedef ply_status ply_sweep_json(const ply_result *result, ply_text *out, ply_err *err);

/* "coordination" where the pointer is "/readings/coordination", else NULL: such a parameter is a reading, on or off. */
const char *ply_reading_at(const char *pointer);

/* How one output is to be found: see output.c. */
typedef struct ply_output {
  const char *name; /* as asked */
  const struct ply_measure *measure;
  int design, actor, concept, issue, indicator, stance; /* what the name says, -1 where it says nothing */
} ply_output;

typedef struct ply_sweep {
  ply_arena *arena;
  const ply_plan *plan;
  ply_scenario *scenario; /* the base */
  char *text;             /* the merged scenario, as JSON; NULL: of a plan that borrows a loaded one */
  size_t length;
  int n_parameters, n_outputs;
  const ply_parameter *parameters;
  const ply_output *outputs;
  ply_sample sample;
  uint64_t n_runs;
  bool solves;     /* some output needs the whole space; else the designs alone are computed */
  bool renders;    /* some output is a pointer into the result's JSON */
  bool talks;      /* some output asks how simulated talks end */
  int solve_where; /* position of the output that must be 1 for the whole space to be looked at; -1: always */
  ply_sweep_json *json;
  ply_lines lines;     /* red lines in force, where none is drawn */
  size_t memory_bytes; /* of one run; 0: the default of ply_solve */
  int n_weights;       /* weights that are renormalised: see weights.c */
  const struct ply_weights *weights;
  struct ply_variants *variants; /* scenarios read beforehand; NULL where none */
  struct ply_reuse *reuse;       /* passes over the space kept for other reservations; NULL where none */
  char digest[72];               /* of the canonical plan without its size */
} ply_sweep;

/* Loads the scenario, finds every parameter and output, prepares the method. *out is new (ply_sweep_free) and
 * borrows the plan. Problems go to the plan's diags. Errors: PLY_E_INPUT, PLY_E_USAGE, PLY_E_LIMIT, ... */
ply_status ply_sweep_prepare(const ply_plan *plan, ply_sweep_json *json, ply_sweep **out, ply_err *err);
void ply_sweep_free(ply_sweep *sweep);

/* A thread's own part: what it keeps from one run to the next so that only what changed is recomputed. */
typedef struct ply_runner ply_runner;
ply_runner *ply_runner_new(const ply_sweep *sweep, ply_stop stop);
void ply_runner_free(ply_runner *runner);
/* How many threads a pass over the space that others wait for may use; default 1. */
void ply_runner_threads(ply_runner *runner, int threads);

/* Does one run and appends its outputs as CSV cells, then status and error: "0.5,1,ok,". A run that fails is
 * no failure of this call: its cells are empty and its status and error say why. Returns PLY_OK,
 * PLY_E_MEMORY, or PLY_E_STOPPED when the stop flag came in between. */
ply_status ply_runner_run(ply_runner *runner, uint64_t run, ply_text *cells, ply_err *err);

/* The games of single runs, for questions that are no outputs. One a thread. */
typedef struct ply_drawer ply_drawer;
ply_drawer *ply_drawer_new(const ply_sweep *sweep); /* NULL without memory */
void ply_drawer_free(ply_drawer *drawer);
/* The game of a run: its numbers, its red lines. It is the drawer's own, and good until the next is asked for.
 * PLY_E_INPUT where the run's scenario cannot be read or is of another shape, PLY_E_MEMORY. */
ply_status ply_drawer_game(ply_drawer *drawer, uint64_t run, const ply_game **out, ply_err *err);

/* Appends the run's parameters as CSV cells: "0.5,aid". */
void ply_sweep_cells(const ply_sweep *sweep, uint64_t run, ply_text *cells);
/* Appends the header of results.csv, with its line feed. */
void ply_sweep_header(const ply_sweep *sweep, ply_text *out);
/* The plan as it is kept beside results: everything that decides a run spelled out, the scenario
 * "scenario.json". */
ply_status ply_plan_kept(const ply_sweep *sweep, ply_text *out, ply_err *err);
/* The scenario of one run as a file that solves to the same: appends JSON. PLY_E_USAGE past the last run. */
ply_status ply_sweep_show(const ply_sweep *sweep, uint64_t run, ply_text *out, ply_err *err);

/* ---- names of outputs, for lists ---- */

/* What picks one bundle, by number: the name that CONCEPT stands for in an output; NULL past the last. */
const char *ply_sweep_concept(int i);

/* Row 0, 1, ... of the outputs: a name, in which words in capitals stand for ids, and one line of help. False past
 * the last. */
bool ply_output_row(int row, const char **name, const char **help);

#endif
