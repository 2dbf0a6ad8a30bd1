/* What of a membership an actor's payoff sees. Security depends on the efforts of the candidates alone, so
 * memberships with the same efforts share one evaluation; an actor's payoff sees these efforts, its own role
 * and level, the derived options and its bonuses, so memberships that agree in them are one *perspective* of the
 * actor. Ten actors with eight candidates at four levels have 65,536 memberships, 6,561 effort vectors and at
 * most 8,748 perspectives each. Cost: actors * memberships look-ups in a hash table. */
#include "sim/solve/space/perspectives.h"

#include <stdlib.h>
#include <string.h>

/* ---- equal keys, equal numbers ---- */

typedef struct key {
  uint64_t a, b;
} key;

typedef struct numbering {
  size_t capacity;   /* of slot: a power of two */
  uint32_t n, *slot; /* 0: free, else number + 1 */
  key *keys;         /* [n], in order of first meeting */
} numbering;

static bool numbering_init(numbering *names, size_t most) {
  *names = (numbering){.capacity = 64};
  while (names->capacity < 2 * most) names->capacity *= 2;
  names->slot = malloc(names->capacity * sizeof *names->slot);
  names->keys = malloc((most + 1) * sizeof *names->keys);
  return names->slot != NULL && names->keys != NULL;
}

static void numbering_done(numbering *names) {
  free(names->slot);
  free(names->keys);
}

static void numbering_clear(numbering *names) {
  names->n = 0;
  memset(names->slot, 0, names->capacity * sizeof *names->slot);
}

static uint32_t number_of(numbering *names, key k) {
  uint64_t hash = (k.a ^ (k.b + 0x9e3779b97f4a7c15u + (k.a << 6) + (k.a >> 2))) * 0xff51afd7ed558ccdu;
  for (size_t at = (size_t)(hash >> 20);; at++) {
    uint32_t *slot = &names->slot[at & (names->capacity - 1)];
    if (*slot == 0) {
      names->keys[names->n] = k;
      *slot = ++names->n;
      return names->n - 1;
    }
    const key *met = &names->keys[*slot - 1];
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

static bool number_efforts(const ply_game *game, ply_arena *arena, bool by_row, ply_roster *k,
                           numbering *names) {
  size_t C = (size_t)game->n_candidates, n = (size_t)k->n;
  int level[PLY_MAX_LEVELS];
  alike(game, level);
  numbering_clear(names);
  for (size_t m = 0; m < n; m++) {
    key effort = {.b = by_row ? k->row[m] : 0};
    for (size_t c = 0; c < C; c++) effort.a += game->member_stride[c] * (uint64_t)level[k->level[m * C + c]];
    k->effort[m] = number_of(names, effort);
  }
  k->n_efforts = (int)names->n;
  k->effort_at = PLY_NEW(arena, names->n, uint32_t);
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
  *out = (ply_perspectives){.n = n,
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

static bool number_profiles(const ply_space *space, const double *own, ply_roster *k, int actor,
                            numbering *names) {
  const ply_game *game = space->game;
  size_t n = (size_t)k->n;
  uint32_t *perspective = k->perspective + (size_t)actor * n;
  numbering_clear(names);
  for (size_t m = 0; m < n; m++) {
    if (m % 4096 == 0 && ply_clock_says(space->clock) != NULL) return false;
    key seen = {.a = k->effort[m] | (uint64_t)slot_of(game, k, actor, m) << 32 |
                     (k->refused[m] >> actor & 1) << 62 | (k->party[m] >> actor & 1) << 63};
    memcpy(&seen.b, &own[(size_t)actor * n + m], sizeof seen.b);
    perspective[m] = number_of(names, seen);
  }
  ply_perspectives *out = &k->perspectives[actor];
  if (!make_room(space->arena, (int)names->n, k->n_rows, out)) return false;
  for (uint32_t p = 0; p < names->n; p++) {
    key seen = names->keys[p];
    out->effort[p] = (uint32_t)seen.a;
    out->slot[p] = (uint16_t)(seen.a >> 32);
    out->refuses[p] = seen.a >> 62 & 1;
    out->party[p] = seen.a >> 63 & 1;
    out->has_slot[out->slot[p]] = true;
    memcpy(&out->own[p], &seen.b, sizeof seen.b);
  }
  for (size_t m = 0; m < n; m++)
    if (!out->refuses[perspective[m]])
      out->may_accept[perspective[m]] += k->weight != NULL ? k->weight[m] : 1;
  return true;
}

bool ply_perspectives_build(const ply_space *space, const double *own, ply_roster *k) {
  const ply_game *game = space->game;
  ply_arena *arena = space->arena;
  numbering names;
  size_t actors = (size_t)game->n_actors;
  k->effort = PLY_NEW(arena, k->n, uint32_t);
  k->perspective = PLY_NEW(arena, actors * (size_t)k->n, uint32_t);
  k->perspectives = PLY_NEW(arena, actors, ply_perspectives);
  bool ok = numbering_init(&names, (size_t)k->n) && k->effort && k->perspective && k->perspectives &&
            number_efforts(game, arena, space->security_derived, k, &names);
  for (int i = 0; ok && i < game->n_actors; i++) ok = number_profiles(space, own, k, i, &names);
  numbering_done(&names);
  return ok;
}
