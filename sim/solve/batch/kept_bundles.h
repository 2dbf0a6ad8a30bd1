/* Private to this room: what a wide pass keeps, for the solves that are read off it. */
#ifndef PLY_SOLVE_BATCH_KEPT_BUNDLES_H
#define PLY_SOLVE_BATCH_KEPT_BUNDLES_H

#include "sim/solve/search/scan.h"
#include "sim/solve/batch/shared_pass.h"

/* The entries of one tied design: entries first .. first + n - 1. */
typedef struct ply_kept_design {
  size_t first, n;
  uint32_t design, tile; /* of the space */
} ply_kept_design;

/* What the guarantee does, at those effort vectors of each tile where somebody may have to know it. */
typedef struct ply_spots {
  int n_columns;
  int column[PLY_N_INDICATORS]; /* of an indicator, -1 where nobody looks; of fight and renege: the first */
  size_t n, capacity;
  double *value;  /* [n * n_columns]; NULL where security numbers move */
  uint32_t **row; /* [n_tiles] -> [n_efforts], PLY_NO_SPOT where nobody looks; NULL where no entry is */
  uint32_t *of;   /* [n_accepted] the entries' own */
} ply_spots;
#define PLY_NO_SPOT UINT32_MAX

struct ply_shared_pass {
  const ply_envelope *envelope;
  const ply_game *low; /* the relaxed game */
  uint64_t moved;      /* actors whose payoffs move */
  bool guarded;        /* security numbers or efforts move: spots are worked out in each game */
  bool holds_members;  /* the rules hold some member in */
  ply_space *space;
  ply_scan scan;
  int n_lines, line[64]; /* red lines in force in some games and not in others */
  uint64_t *broken;      /* [n_accepted] which of these the bundle breaks; NULL where there are none */
  size_t n_designs, most_accepted; /* of a design */
  ply_kept_design *designs;        /* by index */
  uint32_t *member;                /* [n_accepted] position in the roster */
  uint32_t *restless; /* [n_accepted] candidates that gain by moving, of those whose payoffs do not move */
  ply_spots spots;
  uint64_t **held; /* [n_rosters] -> [n] which open bonuses a membership holds; NULL where nobody asks */
  size_t bytes;    /* of all that comes on top of the scan */
};

/* Bonuses of a roster that the design leaves open and the membership holds, as a mask; 0 where not kept. */
static inline uint64_t ply_kept_held(const ply_shared_pass *pass, uint32_t roster_id, size_t m) {
  return pass->held[roster_id] != NULL ? pass->held[roster_id][m] : 0;
}

/* Where candidate c gets from membership m by moving to level l: -1 where that is no other level, not
 * feasible or forbidden to it. */
static inline int32_t ply_kept_target(const ply_game *game, const ply_roster *k, size_t m, int c, int l) {
  size_t at = m * (size_t)game->n_candidates + (size_t)c;
  if (k->level[at] == l) return -1;
  int32_t to = k->neighbour[at * (size_t)game->n_levels + (size_t)l];
  return to >= 0 && !(k->forbidden[to] >> game->candidate[c] & 1) ? to : -1;
}

/* Fills designs, member and what depends on the design. The scan is there. PLY_E_LIMIT past memory_bytes,
 * PLY_E_MEMORY, PLY_E_INPUT where an honour game does not settle. */
ply_status ply_kept_fill(ply_shared_pass *pass, size_t memory_bytes);
void ply_kept_done(ply_shared_pass *pass);

#endif
