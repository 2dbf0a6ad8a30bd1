/* A bundle with its payoffs, one move from it, and counts of bundles. */
#ifndef PLY_RESULT_BUNDLE_H
#define PLY_RESULT_BUNDLE_H

#include "sim/base/base.h"

typedef struct ply_bundle {
  uint64_t index;
  const uint16_t *options; /* [n_issues], derived ones too */
  const uint8_t *levels;   /* [n_actors], 0 = out */
  const double *payoffs;   /* [n_actors] */
  uint64_t asked;          /* mask of the actors that are asked there */
} ply_bundle;

/* A one-player move from a bundle: actor, level moved to, what it gains. actor -1: none. falls: it leaves a
 * deal that cannot be without it, and everybody gets no deal. */
typedef struct ply_move {
  int actor, to;
  double gain;
  bool falls;
} ply_move;

typedef struct ply_membership {
  const uint8_t *levels;
} ply_membership; /* [n_actors] */

/* A count; where a limit was reached it is known only to lie in [low, high]. Exact: low == high. */
typedef struct ply_count {
  uint64_t low, high;
} ply_count;

#endif
