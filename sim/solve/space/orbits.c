/* Where do moves lead when a membership stands for its orbit? Candidates of a group that stand at the same
 * level move alike, so one of them is followed: its new level is put in order among those of its group, and
 * whoever of the group then stands at that level first stands for the mover. Cost: memberships * groups *
 * levels squared * (candidates + log memberships). */
#include "sim/solve/space/space.h"

#include <string.h>

typedef struct step {
  int32_t to;
  uint8_t mover;
} step;

static step step_of(const ply_game *game, const ply_roster *k, int m, int c, int l) {
  const ply_symmetry *symmetry = k->symmetry;
  uint8_t level[PLY_MAX_CANDIDATES];
  memcpy(level, k->level + (size_t)m * (size_t)symmetry->n, (size_t)symmetry->n);
  level[c] = (uint8_t)l;
  ply_symmetry_lowest(symmetry, level);
  int mover = symmetry->first[c];
  while (level[mover] != l) mover = symmetry->after[mover];
  return (step){.to = ply_roster_at(k, ply_game_member(game, level)), .mover = (uint8_t)mover};
}

/* The moves of candidate c from m: those of the candidate before it, where that stands at the same level. */
static void fill_moves(const ply_game *game, ply_roster *k, int m, int c) {
  size_t levels = (size_t)game->n_levels, C = (size_t)k->symmetry->n;
  size_t at = ((size_t)m * C + (size_t)c) * levels;
  const uint8_t *level = k->level + (size_t)m * C;
  int before = k->symmetry->before[c];
  if (before >= 0 && level[before] == level[c]) {
    size_t from = ((size_t)m * C + (size_t)before) * levels;
    memcpy(k->neighbour + at, k->neighbour + from, levels * sizeof *k->neighbour);
    memcpy(k->mover + at, k->mover + from, levels);
    return;
  }
  for (size_t l = 0; l < levels; l++) {
    step s = step_of(game, k, m, c, (int)l);
    k->neighbour[at + l] = s.to;
    k->mover[at + l] = s.mover;
  }
}

bool ply_orbits_fill(const ply_game *game, ply_arena *arena, ply_roster *k) {
  size_t n = (size_t)k->n, C = (size_t)game->n_candidates;
  k->weight = PLY_NEW(arena, n, uint64_t);
  k->mover = PLY_NEW(arena, n * C * (size_t)game->n_levels, uint8_t);
  if (k->weight == NULL || k->mover == NULL) return false;
  k->total = 0;
  for (int m = 0; m < k->n; m++) {
    k->weight[m] = ply_symmetry_weight(k->symmetry, k->level + (size_t)m * C);
    k->total += k->weight[m];
    for (int c = 0; c < game->n_candidates; c++) fill_moves(game, k, m, c);
  }
  return true;
}
