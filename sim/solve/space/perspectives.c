/* What of a membership an actor's payoff sees. Security depends on the efforts of the candidates alone, so
 * memberships with the same efforts share one evaluation; an actor's payoff sees these efforts, its own role
 * and level, the derived options and its bonuses, so memberships that agree in them are one *perspective* of the
 * actor. Ten actors with eight candidates at four levels have 65,536 memberships, 6,561 effort vectors and at
 * most 8,748 perspectives each. Cost: actors * memberships look-ups in a hash table. */
#include "sim/solve/space/perspectives.h"

#include <stdlib.h>
#include <string.h>

/* ---- equal keys, equal numbers ---- */

static bool numbering_clear(ply_numbering *names, size_t most) {
  names->n = 0;
  if (most > names->most) {
    ply_numbering_done(names);
    names->capacity = 64;
    while (names->capacity < 2 * most) names->capacity *= 2;
    names->slot = malloc(names->capacity * sizeof *names->slot);
    names->keys = malloc((most + 1) * sizeof *names->keys);
    if (names->slot == NULL || names->keys == NULL) return false;
    names->most = most;
  }
  if (names->slot != NULL) memset(names->slot, 0, names->capacity * sizeof *names->slot);
  return true;
}

void ply_numbering_done(ply_numbering *names) {
  free(names->slot);
  free(names->keys);
  *names = (ply_numbering){0};
}

static uint32_t number_of(ply_numbering *names, ply_key k) {
  uint64_t hash = (k.a ^ (k.b + 0x9e3779b97f4a7c15u + (k.a << 6) + (k.a >> 2))) * 0xff51afd7ed558ccdu;
  for (size_t at = (size_t)(hash >> 20);; at++) {
    uint32_t *slot = &names->slot[at & (names->capacity - 1)];
    if (*slot == 0) {
      names->keys[names->n] = k;
      *slot = ++names->n;
      return names->n - 1;
    }
    const ply_key *met = &names->keys[*slot - 1];
    if (met->a == k.a && met->b == k.b) return *slot - 1;
  }
}

/* ---- efforts ---- */

/* The number of the lowest level with the same effort as each level; without security all are alike. */
static void alike(const ply_game *game, int *out) {
  for (int l = 0; l < game->n_levels; l++) {
    out[l] = game->security == NULL ? 0 : l;
    for (int low = 0; low < l && game->security != NULL && out[l] == l; low++)
      if (game->effort[low] == game->effort[l]) out[l] = low;
  }
}

bool ply_perspectives_efforts(const ply_space *space, ply_numbering *names, ply_listing *listing) {
  const ply_game *game = space->game;
  ply_roster *k = &listing->memberships;
  size_t C = (size_t)game->n_candidates, n = (size_t)k->n;
  int level[PLY_MAX_LEVELS];
  alike(game, level);
  k->effort = PLY_NEW(space->arena, n, uint32_t);
  if (k->effort == NULL || !numbering_clear(names, n)) return false;
  for (size_t m = 0; m < n; m++) {
    ply_key effort = {.b = space->security_derived ? k->row[m] : 0};
    for (size_t c = 0; c < C; c++) effort.a += game->member_stride[c] * (uint64_t)level[k->level[m * C + c]];
    k->effort[m] = number_of(names, effort);
  }
  k->n_efforts = (int)names->n;
  k->effort_at = PLY_NEW(space->arena, names->n, uint32_t);
  if (k->effort_at == NULL) return false;
  for (size_t m = n; m-- > 0;) k->effort_at[k->effort[m]] = (uint32_t)m;
  return true;
}

/* ---- perspectives ---- */

/* Which of the sums of a design goes with an actor at a membership: 2 * row + (a candidate that stands out).
 */
static uint32_t slot_of(const ply_game *game, const ply_roster *k, int actor, size_t m) {
  int c = game->candidate_of[actor];
  bool out = c >= 0 && k->level[m * (size_t)game->n_candidates + (size_t)c] == 0;
  return 2 * k->row[m] + out;
}

static bool make_room(ply_arena *arena, int n, int n_rows, ply_perspectives *out) {
  *out = (ply_perspectives){.at = out->at,
                            .n = n,
                            .own = PLY_NEW(arena, n, double),
                            .effort = PLY_NEW(arena, n, uint32_t),
                            .may_accept = PLY_NEW(arena, n, uint64_t),
                            .slot = PLY_NEW(arena, n, uint16_t),
                            .refuses = PLY_NEW(arena, n, bool),
                            .party = PLY_NEW(arena, n, bool),
                            .has_slot = PLY_NEW(arena, 2 * n_rows, bool)};
  return out->own && out->effort && out->may_accept && out->slot && out->refuses && out->party &&
         out->has_slot;
}

/* Whether the clock says stop; it is asked now and then. */
static bool is_late(const ply_space *space, size_t m) {
  return m % 4096 == 0 && ply_clock_says(space->clock) != NULL;
}

static void fill_from_keys(const ply_roster *k, const ply_numbering *names, ply_perspectives *out) {
  for (uint32_t p = 0; p < names->n; p++) {
    ply_key seen = names->keys[p];
    out->effort[p] = (uint32_t)seen.a;
    out->slot[p] = (uint16_t)(seen.a >> 32);
    out->refuses[p] = seen.a >> 62 & 1;
    out->party[p] = seen.a >> 63 & 1;
    out->has_slot[out->slot[p]] = true;
    memcpy(&out->own[p], &seen.b, sizeof seen.b);
  }
  for (size_t m = 0; m < (size_t)k->n; m++)
    if (!out->refuses[out->at[m]]) out->may_accept[out->at[m]] += ply_roster_weight(k, m);
}

ply_status ply_perspectives_build(const ply_space *space, ply_numbering *names, const ply_listing *listing,
                                  int actor, const double *own, const uint64_t *refused,
                                  ply_perspectives **perspectives) {
  const ply_roster *k = &listing->memberships;
  size_t n = (size_t)k->n;
  ply_perspectives *out = PLY_NEW(space->arena, 1, ply_perspectives);
  *perspectives = out;
  if (out == NULL || (out->at = PLY_NEW(space->arena, n, uint32_t)) == NULL || !numbering_clear(names, n))
    return PLY_E_MEMORY;
  for (size_t m = 0; m < n; m++) {
    if (is_late(space, m)) return PLY_E_STOPPED;
    ply_key seen = {.a = k->effort[m] | (uint64_t)slot_of(space->game, k, actor, m) << 32 |
                         (refused[m / 64] >> (m % 64) & 1) << 62 | (k->party[m] >> actor & 1) << 63};
    memcpy(&seen.b, &own[m], sizeof seen.b);
    out->at[m] = number_of(names, seen);
  }
  if (!make_room(space->arena, (int)names->n, k->n_rows, out)) return PLY_E_MEMORY;
  fill_from_keys(k, names, out);
  return PLY_OK;
}
