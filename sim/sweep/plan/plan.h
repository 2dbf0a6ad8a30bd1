/* The inside of a plan, private to this room: what was asked for, each with its place in the plan file or on
 * the command line, so that problems found later are told where they stand. */
#ifndef PLY_SWEEP_PLAN_H
#define PLY_SWEEP_PLAN_H

#include "sim/base/fields.h"
#include "sim/scenario/codes.h"
#include "sim/scenario/scenario.h"
#include "sim/sweep/sweep.h"

/* A parameter as asked for, before its pointers are looked up. Numbers not given are NAN. */
typedef struct asked {
  const ply_node *at; /* for messages */
  const char *name;
  int n_patterns;
  const char *const *patterns;
  const ply_node *const *pattern_at;
  bool together, scale;
  int distribution; /* of ply_distribution_words, -1: the default */
  double low, high, mode, mean, sd;
  int steps;                 /* 0: none */
  int n_values;              /* -1: none given */
  const char *const *values; /* JSON texts */
  struct asked *next;
} asked;

typedef struct asked_output {
  const ply_node *at;
  const char *name;
  struct asked_output *next;
} asked_output;

struct ply_plan {
  ply_tree tree; /* its arena owns everything */
  ply_diags *diags;
  const char *title, *question, *says, *scenario;
  const ply_scenario *loaded; /* or as it was loaded: borrowed */
  const char *given;          /* the scenario itself, merged, in place of a path */
  int n_settings;
  ply_setting *settings;
  const char *red_lines;
  const char *solve_where; /* an output that must be 1 for a run to be solved whole, or NULL */
  const ply_node *solve_where_at;
  int method;            /* row of the registry, -1: chosen by what moves */
  double n, block, seed; /* as read; whole numbers up to 2^53 */
  uint64_t n_exact, block_exact, seed_exact;
  int levels;
  bool second_order, renormalise;
  unsigned uncertain; /* bit per ply_grade */
  const ply_node *uncertain_at;
  asked *first, **last;
  asked_output *first_output, **last_output;
  const ply_node *points; /* list of lists, or NULL */
};

extern const char *const ply_distribution_words[];
extern const ply_shape ply_plan_shape, ply_plan_asked_shape; /* a plan file, and one parameter of it */

/* Runs work(plan, data) with a way out for want of memory and the plain locale. PLY_E_INPUT with a summary
 * where it reported errors. */
ply_status ply_plan_guard(ply_plan *plan, void (*work)(ply_plan *plan, void *data), void *data, ply_err *err);

/* A new node for a text of the command line, told as file `option`; at: offset into it. */
ply_node *ply_plan_word(ply_plan *plan, const char *option, const char *text, size_t at);

asked *ply_plan_asked_new(ply_plan *plan, const ply_node *at);
void ply_plan_output_add(ply_plan *plan, const ply_node *at, const char *name);

/* ---- match.c ---- */

/* The values of the merged scenario that a pointer pattern names, in document order. */
typedef struct matches {
  int n;
  const ply_node **at; /* [n], in the plan's arena */
} matches;
/* Reports with a did-you-mean where nothing matches. */
matches ply_match_pattern(ply_plan *plan, const ply_node *root, const char *pattern, const ply_node *at);

/* ---- resolve.c ---- */

/* Turns what was asked for into parameters: fills sweep->parameters. Runs inside ply_plan_guard. */
void ply_resolve_parameters(ply_plan *plan, ply_sweep *sweep);
/* ... and outputs: output.c. */
void ply_resolve_outputs(ply_plan *plan, ply_sweep *sweep);

#endif
