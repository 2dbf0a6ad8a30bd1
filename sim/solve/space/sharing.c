/* What tiles have in common. Rosters that list the same efforts in the same order have the same indicators at the
 * same security inputs, and an actor whose perspectives there start from the same terms gets the same values: such
 * rosters share a number, so that the tables of the last tile can stay. And the order in which tiles are best looked
 * at: those whose exact outcomes are the same side by side, then those with the same efforts, then those with the
 * same inputs. Cost: actors * perspectives of all rosters, by hash; tiles * log tiles. */
#include "sim/solve/space/sharing.h"

#include <stdlib.h>
#include <string.h>

/* ---- equal lists, equal numbers ---- */

static uint64_t mix(uint64_t hash, uint64_t word) {
  hash = (hash ^ word) * 0xff51afd7ed558ccdu;
  return hash ^ hash >> 32;
}

static uint64_t bits_of(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

/* The effort of candidate c at effort vector e. */
static double effort_of(const ply_game *game, const ply_roster *k, size_t e, size_t c) {
  return game->effort[k->level[k->effort_at[e] * (size_t)game->n_candidates + c]];
}

static uint64_t hash_efforts(const ply_game *game, const ply_roster *k) {
  uint64_t hash = mix(1, (uint64_t)k->n_efforts);
  for (size_t e = 0; e < (size_t)k->n_efforts && game->security != NULL; e++)
    for (size_t c = 0; c < (size_t)game->n_candidates; c++)
      hash = mix(hash, bits_of(effort_of(game, k, e, c)));
  return hash;
}

static bool same_efforts(const ply_game *game, const ply_roster *a, const ply_roster *b) {
  if (a->n_efforts != b->n_efforts) return false;
  for (size_t e = 0; e < (size_t)a->n_efforts && game->security != NULL; e++)
    for (size_t c = 0; c < (size_t)game->n_candidates; c++)
      if (effort_of(game, a, e, c) != effort_of(game, b, e, c)) return false;
  return true;
}

static uint64_t hash_values(const ply_perspectives *seen) {
  uint64_t hash = mix(2, (uint64_t)seen->n);
  for (int p = 0; p < seen->n; p++) hash = mix(mix(hash, bits_of(seen->own[p])), seen->effort[p]);
  return hash;
}

static bool same_values(const ply_perspectives *x, const ply_perspectives *y) {
  size_t n = (size_t)x->n;
  return x->n == y->n && memcmp(x->own, y->own, n * sizeof *x->own) == 0 &&
         memcmp(x->effort, y->effort, n * sizeof *x->effort) == 0;
}

/* Numbers of what has been met, by hash. */
typedef struct directory {
  size_t capacity; /* a power of two */
  uint32_t *slot;  /* 0: free, else number + 1 */
} directory;

static bool directory_init(directory *d, size_t n) {
  d->capacity = 64;
  while (d->capacity < 2 * n) d->capacity *= 2;
  d->slot = calloc(d->capacity, sizeof *d->slot);
  return d->slot != NULL;
}

/* Where security follows from derived options, the same efforts may mean another security in each list. */
static bool number_efforts(const ply_space *space, ply_listing **lists, uint32_t n) {
  directory d;
  if (!directory_init(&d, n)) return false;
  for (uint32_t i = 0; i < n; i++) {
    if (lists[i] == NULL || lists[i]->memberships.n == 0) continue;
    ply_roster *k = &lists[i]->memberships;
    k->efforts_id = i;
    for (size_t at = (size_t)hash_efforts(space->game, k); !space->security_derived; at++) {
      uint32_t *slot = &d.slot[at & (d.capacity - 1)];
      if (*slot == 0) *slot = i + 1;
      k->efforts_id = *slot - 1;
      if (same_efforts(space->game, &lists[*slot - 1]->memberships, k)) break;
    }
  }
  free(d.slot);
  return true;
}

/* The same for values, which are those of one actor at one choice of efforts. group: [n] which. */
static bool number_values(const ply_space *space, ply_perspectives **seen, const uint64_t *group,
                          uint32_t n) {
  directory d;
  if (!directory_init(&d, n)) return false;
  for (uint32_t i = 0; i < n; i++) {
    if (seen[i] == NULL) continue;
    seen[i]->values_id = i;
    for (size_t at = (size_t)mix(hash_values(seen[i]), group[i]); !space->security_derived; at++) {
      uint32_t *slot = &d.slot[at & (d.capacity - 1)];
      if (*slot == 0) *slot = i + 1;
      seen[i]->values_id = *slot - 1;
      if (group[*slot - 1] == group[i] && same_values(seen[*slot - 1], seen[i])) break;
    }
  }
  free(d.slot);
  return true;
}

bool ply_space_share(ply_space *space, ply_listing **lists, uint32_t n_lists, ply_perspectives **seen,
                     const uint32_t *listing, const uint32_t *actor, uint32_t n_seen) {
  uint64_t *group = malloc(n_seen * sizeof *group + 1);
  bool ok = group != NULL && number_efforts(space, lists, n_lists);
  for (uint32_t i = 0; ok && i < n_seen; i++)
    if (seen[i] != NULL) group[i] = (uint64_t)lists[listing[i]]->memberships.efforts_id << 8 | actor[i];
  ok = ok && number_values(space, seen, group, n_seen);
  free(group);
  for (int r = 0; r < space->n_rosters && ok; r++) {
    ply_roster *k = space->rosters[r];
    k->efforts_id = lists[k->listing]->memberships.efforts_id;
    if (k->n_efforts > space->most_efforts) space->most_efforts = k->n_efforts;
    for (int i = 0; i < space->game->n_actors; i++)
      if (k->seen[i]->n > space->most_perspectives[i]) space->most_perspectives[i] = k->seen[i]->n;
  }
  return ok;
}

/* ---- an order of tiles ---- */

typedef struct place {
  ply_security_inputs inputs;
  uint32_t efforts_id, tile;
  bool honour_first;
} place;

static int compare(double a, double b) { return a < b ? -1 : a > b; }

/* What honour follows from. */
static int compare_honour(const ply_security_inputs *x, const ply_security_inputs *y) {
  int by = compare(x->ratified, y->ratified);
  if (by == 0) by = compare(x->bond, y->bond);
  if (by == 0) by = compare(x->judgement, y->judgement);
  return by != 0 ? by : compare(x->coverage, y->coverage);
}

/* What exact outcomes follow from besides. */
static int compare_arrival(const ply_security_inputs *x, const ply_security_inputs *y) {
  int by = compare(x->delay_hours, y->delay_hours);
  return by != 0 ? by : compare(x->own_strength, y->own_strength);
}

/* Where honour is a game of its own, tiles with the same game come together; else those with the same outcomes. */
static int compare_places(const void *a, const void *b) {
  const place *x = a, *y = b;
  int efforts = x->efforts_id < y->efforts_id ? -1 : x->efforts_id > y->efforts_id;
  int by = x->honour_first ? 0 : compare_arrival(&x->inputs, &y->inputs);
  if (by == 0) by = compare_honour(&x->inputs, &y->inputs);
  if (by == 0) by = efforts;
  if (by == 0) by = compare_arrival(&x->inputs, &y->inputs);
  if (by == 0) by = compare(x->inputs.latitude, y->inputs.latitude);
  return by != 0 ? by : x->tile < y->tile ? -1 : x->tile > y->tile;
}

bool ply_tiles_order(ply_space *space) {
  const ply_security *security = space->game->scenario->security;
  bool honour_first = security != NULL && security->model == PLY_COORDINATION;
  place *places = malloc(space->n_tiles * sizeof *places + 1);
  space->turn = malloc(space->n_tiles * sizeof *space->turn + 1);
  for (size_t t = 0; t < space->n_tiles && places != NULL; t++)
    places[t] = (place){.inputs = space->security[space->tiles[t].security],
                        .efforts_id = space->rosters[space->tiles[t].roster_id]->efforts_id,
                        .tile = (uint32_t)t,
                        .honour_first = honour_first};
  if (places != NULL) qsort(places, space->n_tiles, sizeof *places, compare_places);
  for (size_t t = 0; t < space->n_tiles && places != NULL && space->turn != NULL; t++)
    space->turn[t] = places[t].tile;
  bool ok = places != NULL && space->turn != NULL;
  free(places);
  return ok;
}

bool ply_inputs_same_honour(const ply_security_inputs *a, const ply_security_inputs *b) {
  return compare_honour(a, b) == 0;
}

bool ply_inputs_same_outcomes(const ply_security_inputs *a, const ply_security_inputs *b) {
  return compare_honour(a, b) == 0 && compare_arrival(a, b) == 0;
}

bool ply_tile_same_outcomes(const ply_space *space, const ply_tile *a, const ply_tile *b) {
  return ply_inputs_same_outcomes(&space->security[a->security], &space->security[b->security]);
}
