/* What is known of deals when the numbers are not: the record of `parley robust`. Self-contained, as every
 * result. Shares are of the draws, in [0, 1]; payoffs in payoff units. */
#ifndef PLY_RESULT_ROBUST_H
#define PLY_RESULT_ROBUST_H

#include "sim/result/result.h"

/* How one bundle does. */
typedef struct ply_robust_bundle {
  ply_bundle bundle;            /* payoffs: the mean over the draws */
  uint64_t count;               /* draws in which it is in the set asked about */
  double share;                 /* count / draws */
  const uint64_t *accepts;      /* [n_actors] draws in which the actor accepts it, if it is asked */
  const double *margin;         /* [n_actors] mean of payoff minus reservation */
  const bool *asked;            /* [n_actors] */
  int refuser;                  /* the asked actor that refuses most often; -1: nobody ever does */
  uint64_t fresh_count;         /* of the fresh draws */
  double fresh_low, fresh_high; /* Wilson's 95 % interval of the share of fresh draws */
} ply_robust_bundle;

typedef struct ply_robust_design {
  ply_name name;
  bool feasible;
  ply_robust_bundle at; /* where feasible */
  uint64_t offered;     /* as an offer, the proposer's own numbers known: draws in which it is taken */
  double offered_mean;  /* the proposer's mean payoff in those draws; 0 where there are none */
} ply_robust_design;

/* A best offer: value is the proposer's mean payoff, no deal where the offer is refused. */
typedef struct ply_robust_offer {
  ply_outcome outcome; /* found; limit_reached: best so far, bound proved */
  bool made;           /* false: no offer does better than no deal */
  ply_bundle bundle;
  double value, bound, share, no_offer; /* no_offer: the mean payoff of no deal */
} ply_robust_offer;

typedef struct ply_robust_point {
  ply_bundle bundle;
  uint64_t count;
  double share, mean; /* mean: the proposer's payoff in the draws where it is accepted */
} ply_robust_point;

/* What knowing is worth to the proposer. */
typedef struct ply_robust_knowing {
  const char *what; /* "everything", "actor/line", or an actor's id */
  ply_outcome outcome;
  double value; /* at least 0 */
  int m;        /* of an actor: draws of it, each met by as many of the rest; else 0 */
} ply_robust_knowing;

typedef struct ply_robust {
  ply_arena *arena;
  ply_frame frame;
  const char *version, *method;
  const char *over; /* "acceptable", "sustained", "stable", "reopened" */
  uint64_t draws, fresh, seed;
  int n_parameters;
  uint64_t among; /* how many bundles were looked at; 0: all */
  ply_outcome
      outcome; /* found: top is proved the best over all bundles; proved_none: no bundle in any draw */
  const char *stopped_by; /* of any question; NULL: all were answered */
  uint64_t bound;         /* no bundle is in the set in more draws */
  int n_top, n_designs;
  const ply_robust_bundle *top; /* most often first, then by index */
  const ply_robust_design *designs;
  bool has_base; /* the base solve's Nash bundle */
  ply_robust_bundle base;
  bool has_offer, has_frontier, unsure;
  int proposer;
  ply_robust_offer offer;
  ply_outcome frontier_outcome;
  int n_frontier;
  const ply_robust_point *frontier; /* by falling share */
  int n_knowing;
  const ply_robust_knowing *knowing; /* everything, then lines in file order, then actors as asked */
} ply_robust;

void ply_robust_free(ply_robust *robust);

#endif
