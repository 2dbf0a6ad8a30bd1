/* Some bundles of the acceptable set, for pictures. */
#ifndef PLY_RESULT_CLOUD_H
#define PLY_RESULT_CLOUD_H

#include "sim/result/bundle.h"

typedef struct ply_cloud_point {
  uint64_t index;
  const double *payoffs; /* [n_actors] */
  bool sustained, stable, efficient;
} ply_cloud_point;

/* In order of the search. Every bundle at stride `stride` through A (1: all of A), and the bundles that no
 * other exceeds in two actors' payoffs at once, for each pair, or in the players' smallest gain and the sum
 * of all gains. */
typedef struct ply_cloud {
  bool present;         /* whether it was asked for */
  bool complete;        /* false: the search was stopped, A is not all known */
  bool every_pair;      /* false: only pairs of bargaining players have their frontier in it */
  bool efficient_known; /* whether `efficient` was decided */
  uint64_t of, stride;  /* of: |A| as far as known */
  size_t n;
  ply_cloud_point *points;
} ply_cloud;

#endif
