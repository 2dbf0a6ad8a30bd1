/* Private to this room: the memberships of a design that follow from one root, looked at together. */
#ifndef PLY_SOLVE_SEARCH_BYSTANDERS_H
#define PLY_SOLVE_SEARCH_BYSTANDERS_H

#include "sim/solve/search/prefilter.h"

/* A lane of a prefilter at one design of its stretch. The bystanders of the lane's root each sign or not, so the
 * bundles of a combo are 2^k, k the bystanders that accept it. */
typedef struct ply_bystanders {
  ply_view *view;
  const ply_prefilter *prefilter;
  uint64_t *agreed; /* [words] scratch: what the parties accept */
  uint64_t *before; /* [words] scratch */
  uint64_t *after;  /* [(n_actors + 1) * words] scratch */
  uint64_t *planes; /* [(candidates + 1) * words] combos by how many bystanders accept them */
  int n_planes;
  int n_signers;                               /* bystanders that accept some combo here */
  int signer[PLY_MAX_CANDIDATES];              /* candidate numbers */
  const uint64_t *accepts[PLY_MAX_CANDIDATES]; /* by signer */
  const uint64_t *content[PLY_MAX_ACTORS];     /* by party */
} ply_bystanders;

/* For lanes of `prefilter`, seen in `view`. False without memory. */
bool ply_bystanders_init(ply_bystanders *root, ply_view *view, const ply_prefilter *prefilter);
void ply_bystanders_done(ply_bystanders *root);

/* How many bundles of the lane all that are asked accept, `refuser` left out. Its design's place in the stretch
 * is `design`. */
uint64_t ply_bystanders_others(ply_bystanders *root, size_t design, size_t lane, int refuser);

/* Considers all memberships of the lane: adds the acceptable bundles and, where asked, the veto weights to
 * the tally; the acceptable memberships are found in the view. */
void ply_bystanders_consider(ply_bystanders *root, size_t design, size_t lane, ply_tally *tally);

#endif
