/* Memberships that differ in nothing but who of the bystanders signs. A candidate that signs without sending
 * anything may change nobody's payoff but its own: then, whatever the others do, it is either out and not
 * asked, or in and asked, and what it answers depends on the rest alone. With z such candidates 2^z
 * memberships follow from one, their *root*, at which all of them stand out. Whether a candidate is of the
 * kind is not read off the rules but looked up: every membership of the roster is compared with the one that
 * its signing leads to. Cost: candidates * actors * memberships. */
#include "sim/solve/space/bystanders.h"

/* The lowest level above out with the same effort; 0 if there is none. */
static int signing_level(const ply_game *game) {
  for (int l = 1; l < game->n_levels; l++)
    if (game->security == NULL || game->effort[l] == game->effort[0]) return l;
  return 0;
}

/* Whether memberships m (candidate c out) and `in` (c signs) are alike to everybody but c. */
static bool alike_but_for(const ply_game *game, const ply_roster *k, int c, size_t m, size_t in) {
  int own = game->candidate[c];
  uint64_t bit = (uint64_t)1 << own;
  if (k->row[m] != k->row[in] || ((k->forbidden[m] ^ k->forbidden[in]) & ~bit) != 0) return false;
  if (k->party[m] & bit || !(k->party[in] & bit)) return false;
  for (int i = 0; i < game->n_actors; i++) {
    const uint32_t *perspective = k->perspective + (size_t)i * (size_t)k->n;
    if (i != own && perspective[m] != perspective[in]) return false;
  }
  return true;
}

/* Whether signing is candidate c's own affair at every membership of the roster. */
static bool is_bystander(const ply_game *game, const ply_roster *k, int c, int signs_at) {
  size_t C = (size_t)game->n_candidates, L = (size_t)game->n_levels;
  for (size_t m = 0; m < (size_t)k->n; m++) {
    int level = k->level[m * C + (size_t)c];
    if (level != 0 && level != signs_at) continue;
    int32_t other = k->neighbour[(m * C + (size_t)c) * L + (level == 0 ? (size_t)signs_at : 0)];
    if (other < 0 || (level == 0 && !alike_but_for(game, k, c, m, (size_t)other))) return false;
  }
  return true;
}

bool ply_bystanders_build(const ply_game *game, ply_arena *arena, ply_roster *k) {
  size_t C = (size_t)game->n_candidates, n = 0;
  uint32_t free = 0;
  k->signs_at = game->spare == 0 && k->symmetry == NULL ? signing_level(game) : 0;
  for (int c = 0; c < game->n_candidates && k->signs_at > 0; c++)
    if (is_bystander(game, k, c, k->signs_at)) free |= (uint32_t)1 << c;
  k->root = PLY_NEW(arena, k->n, uint32_t);
  k->bystanders = PLY_NEW(arena, k->n, uint32_t);
  if (k->root == NULL || k->bystanders == NULL) return false;
  for (size_t m = 0; m < (size_t)k->n; m++) {
    uint32_t out = 0, signed_up = 0;
    for (size_t c = 0; c < C; c++) {
      int level = k->level[m * C + c];
      out |= (uint32_t)(level == 0) << c;
      signed_up |= (uint32_t)(level == k->signs_at) << c;
    }
    if ((signed_up & free) != 0) continue;
    k->root[n] = (uint32_t)m;
    k->bystanders[n++] = out & free;
  }
  k->n_roots = (int)n;
  k->root_seen = PLY_NEW(arena, (size_t)game->n_actors * n, uint32_t);
  if (k->root_seen == NULL) return false;
  for (size_t i = 0; i < (size_t)game->n_actors; i++)
    for (size_t j = 0; j < n; j++) k->root_seen[i * n + j] = k->perspective[i * (size_t)k->n + k->root[j]];
  return true;
}
