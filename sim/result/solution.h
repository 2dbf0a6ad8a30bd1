/* Answers that are a bundle: bargaining solutions, proposals, talks. */
#ifndef PLY_RESULT_SOLUTION_H
#define PLY_RESULT_SOLUTION_H

#include "sim/result/bundle.h"

typedef struct ply_solution {
  const char *concept; /* "nash", "kalai_smorodinsky", "egalitarian", "utilitarian" */
  ply_outcome outcome; /* found / proved_none / limit_reached (bundle = best so far, bound = proved bound) */
  const char *over;    /* "stable", "sustained", "acceptable" */
  ply_bundle bundle;   /* meaningful if found, or limit_reached with has_bundle */
  bool has_bundle;
  double value, bound;
  bool verified; /* set by sim/verify */
} ply_solution;

typedef struct ply_proposal {
  ply_outcome outcome;
  ply_bundle bundle; /* where found */
  double value;      /* the proposer's payoff; its reservation where proved_none */
  uint64_t attained; /* how many designs attain it */
  bool verified;
} ply_proposal;

typedef struct ply_talks_result {
  bool present;
  ply_outcome outcome; /* proved_none: no round agrees */
  int round;
  ply_bundle bundle;
  bool settled; /* whether the first-round bundle is the same for all larger T up to the limit */
  int limit;
  const char *over;
  bool verified;
} ply_talks_result;

#endif
