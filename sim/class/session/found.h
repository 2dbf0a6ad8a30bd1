/* What the solver found about the scenario that a session plays: its deals, its counts, some of its packages.
 * Private to this room. */
#ifndef PLY_CLASS_SESSION_FOUND_H
#define PLY_CLASS_SESSION_FOUND_H

#include "sim/base/base.h"
#include "sim/parley.h"

/* A deal of the solver: its name for people, and its bundle. */
typedef struct ply_class_deal {
  char name[80];
  const char *key; /* in the JSON of a result */
  bool found;
  uint64_t bundle;
} ply_class_deal;
enum { PLY_CLASS_DEALS = 16 }; /* at most: one for each bargaining solution */

#define PLY_CLASS_NO_DEAL UINT64_MAX

/* Marks of a package in the cloud. */
enum { PLY_FOUND_SUSTAINED = 1, PLY_FOUND_STABLE = 2, PLY_FOUND_EFFICIENT = 4 };

/* The answer to one question. Counts are exact where `decided`, else what is proved so far. */
typedef struct ply_class_found {
  int n_patches; /* of the news: which scenario it was asked of */
  bool has_base; /* whether it was asked what would be taken over `base`, a deal or PLY_CLASS_NO_DEAL: then
                    the solutions are over all acceptable packages; else over those that hold, as the solver
                    chooses */
  uint64_t base;
  bool failed, decided; /* failed: there is no answer, nothing below is set */
  double feasible, acceptable, sustained, stable;
  double efficient; /* -1: not known */
  uint64_t players; /* who bargains, a bit an actor */
  int n_deals;
  ply_class_deal deals[PLY_CLASS_DEALS]; /* [n_deals] */
  bool has_talks;
  uint64_t talks; /* what alternating offers come to, by backward induction */
  size_t n_top, n_cloud;
  uint64_t *top;        /* [n_top] acceptable, the best first by the Nash product */
  uint64_t *cloud;      /* [n_cloud] acceptable: a sample, and the frontier of each pair of actors */
  unsigned char *marks; /* [n_cloud] */
  size_t n_stable;
  uint64_t *stable_first; /* [n_stable] the first packages that hold even if they go on without a leaver */
  bool whole;             /* the cloud holds every acceptable package */
  bool every_pair;        /* else only pairs of those who bargain have their frontier in the cloud */
} ply_class_found;

/* Reads the JSON of parley_result_render; json NULL or no result: `failed`. NULL without memory. The caller
 * frees it. Bundles are put together from their options and members, so that no index passes through a
 * double. */
ply_class_found *ply_class_found_read(const parley_game *game, const char *json);
void ply_class_found_free(ply_class_found *found);

/* Several concepts may choose one package. Whether deal d was found, and is not the package of an earlier
 * one. */
bool ply_class_found_first(const ply_class_found *found, int d);

#endif
