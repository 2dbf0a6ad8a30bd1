/* Claims of a result held against the definitions. Private to this room. */
#ifndef PLY_VERIFY_CLAIMS_H
#define PLY_VERIFY_CLAIMS_H

#include "sim/verify/define.h"

/* What is kept of a feasible bundle of a small space. The masks have a bit for each actor. */
typedef struct verify_row {
  uint64_t index;
  uint64_t accepts, forbidden, called, barred;
  bool acceptable, equilibrium, sustained, no_deal;
  double regret;
} verify_row;

/* A whole small space: its feasible bundles by index. */
typedef struct verify_table {
  size_t n;
  verify_row *row; /* [n] */
  double *payoff;  /* [n x n_actors] */
  int32_t *slot;   /* [raw] position in row, or -1 */
} verify_table;

typedef struct verify_run {
  verify_view view;
  ply_result *result;
  verify_table *table; /* NULL on a large space */
  verify_looker looker;
  verify_point scratch; /* of the looker */
  ply_rng rng;
  uint64_t judged; /* points recomputed */
  ply_err *err;
} verify_run;

/* A claim that does not hold. `format` makes a sentence. */
void ply_verify_fail(verify_run *run, const char *format, ...) PLY_PRINTF(2, 3);
/* Fails unless the two agree to 1e-9, relative to 1 or their size. */
bool ply_verify_same(verify_run *run, double claimed, double found, const char *where, const char *what);
/* The same of an actor's payoff or what it gains, to its own tolerance; and to a given one. */
bool ply_verify_same_payoff(verify_run *run, int actor, double claimed, double found, const char *where,
                            const char *what);
bool ply_verify_same_within(verify_run *run, double eps, double claimed, double found, const char *where,
                            const char *what);

/* table.c */
ply_status ply_verify_table_new(verify_run *run); /* leaves run->table NULL on a large space */
void ply_verify_table_free(verify_table *table);
void ply_verify_check_counts(verify_run *run);
const verify_row *ply_verify_row_at(const verify_run *run,
                                    uint64_t index); /* NULL: infeasible; needs the table */

/* What the guarantee does at a bundle, against the definitions; nothing without a security block. */
void ply_verify_check_security(verify_run *run, const char *where, const ply_design_security *claim,
                               const verify_point *point);

/* sets.c: membership in A, T or S by name. moves may be NULL. */
ply_status ply_verify_point_at(verify_run *run, uint64_t index, verify_point *point);
ply_status ply_verify_in_set(verify_run *run, const verify_point *point, const char *over, bool *in);
bool ply_verify_same_bundle(verify_run *run, const ply_bundle *bundle, const verify_point *point,
                            const char *where);

/* challenge.c: a claimed optimum against other bundles. */
typedef struct verify_contest {
  const char *what; /* "nash", for sentences */
  const char *over; /* the set */
  int n_keys;
  /* Fills key: [n_keys], larger is better, the first entry first; false: left out of the contest. */
  bool (*keys)(verify_run *run, const verify_point *point, const void *how, double *key);
  const void *how;
  double eps;   /* the tolerance of keys */
  double noise; /* by how much a key may be off for the last digits of payoffs */
  bool whole;   /* keys mean something only where the whole space is looked at */
} verify_contest;
/* claimed: the optimum, or NULL where the claim is that there is none. */
ply_status ply_verify_contest_run(verify_run *run, const verify_contest *contest,
                                  const verify_point *claimed);

/* pareto.c: whether some bundle of the set is as good for all actors and better for one. */
bool ply_verify_dominates(const verify_run *run, const double *payoff, const double *other);
ply_status ply_verify_check_efficient(verify_run *run, const verify_point *point, bool claimed,
                                      const char *where);

/* The parts of a result, in the order in which they are checked: a new part is its file and its line here. */
#define PLY_VERIFY_PARTS(PART)                                                                               \
  PART(designs)                                                                                              \
  PART(solutions)                                                                                            \
  PART(least_regret)                                                                                         \
  PART(pareto)                                                                                               \
  PART(proposals)                                                                                            \
  PART(talks)                                                                                                \
  PART(top)                                                                                                  \
  PART(cloud)                                                                                                \
  PART(slack)                                                                                                \
  PART(reopened)
#define PLY_VERIFY_DECLARED(name) ply_status ply_verify_check_##name(verify_run *run);
PLY_VERIFY_PARTS(PLY_VERIFY_DECLARED)

/* joining.c: whether what a design claims of who joins is so. */
ply_status ply_verify_check_joining(verify_run *run, const ply_design_result *claim,
                                    const verify_point *point);

/* sets.c: by what the result says of the rest without each candidate. */
bool ply_verify_holds_reopened(const verify_run *run, const verify_point *point);

#endif
