/* Memberships that differ in nothing but who of the bystanders signs. A candidate that signs without sending
 * anything may change nobody's payoff but its own: then, whatever the others do, it is either out and not
 * asked, or in and asked, and what it answers depends on the rest alone. With z such candidates 2^z
 * memberships follow from one, their *root*, at which all of them stand out. Whether a candidate is of the
 * kind is not read off the rules but looked up, part by part (rosters.c): every membership is compared with the one that
 * its signing leads to. Cost: candidates * memberships. */
#include "sim/solve/space/bystanders.h"

int ply_bystanders_level(const ply_space *space) {
  const ply_game *game = space->game;
  if (game->spare != 0 || space->symmetry != NULL) return 0;
  for (int l = 1; l < game->n_levels; l++)
    if (game->security == NULL || game->effort[l] == game->effort[0]) return l;
  return 0;
}

ply_roots *ply_bystanders_roots(const ply_game *game, ply_arena *arena, const ply_roster *k, uint32_t free) {
  size_t C = (size_t)game->n_candidates, n = 0;
  ply_roots *out = PLY_NEW(arena, 1, ply_roots);
  if (out == NULL) return NULL;
  out->root = PLY_NEW(arena, k->n, uint32_t);
  out->bystanders = PLY_NEW(arena, k->n, uint32_t);
  if (out->root == NULL || out->bystanders == NULL) return NULL;
  for (size_t m = 0; m < (size_t)k->n; m++) {
    uint32_t stands_out = 0, signed_up = 0;
    for (size_t c = 0; c < C; c++) {
      int level = k->level[m * C + c];
      stands_out |= (uint32_t)(level == 0) << c;
      signed_up |= (uint32_t)(level == k->signs_at) << c;
    }
    if ((signed_up & free) != 0) continue;
    out->root[n] = (uint32_t)m;
    out->bystanders[n++] = stands_out & free;
  }
  out->n = (int)n;
  return out;
}
