/* The feasible memberships of a design, with all that depends on membership and derived options alone: who is asked,
 * where each candidate could move. Depth-first over the candidates; a branch ends where a rule
 * is sure to be broken. Cost: memberships * (rules + candidates * levels). */
#include "sim/solve/space/listing.h"

#include <stdlib.h>
#include <string.h>

typedef struct walk {
  const ply_space *space;
  const ply_game *game;
  const ply_symmetry *symmetry; /* NULL, or: levels never fall within a group */
  const uint16_t *option;
  const ply_rule **open; /* the rules that membership decides */
  int n_open;
  int8_t level[PLY_MAX_ACTORS];
  uint8_t *found; /* [n * C] */
  size_t n, capacity, most;
  ply_status status;
} walk;

static ply_truth rule_truth(const ply_game *game, const ply_rule *rule, const uint16_t *option,
                            const int8_t *level) {
  ply_truth when = ply_cond_partial(game, rule->when, option, level);
  if (when == PLY_FALSE) return PLY_TRUE;
  ply_truth then = ply_cond_partial(game, rule->then, option, level);
  return then == PLY_TRUE ? PLY_TRUE : when == PLY_OPEN || then == PLY_OPEN ? PLY_OPEN : PLY_FALSE;
}

static bool broken(const walk *w) {
  for (int r = 0; r < w->n_open; r++)
    if (rule_truth(w->game, w->open[r], w->option, w->level) == PLY_FALSE) return true;
  return false;
}

/* Whether it is time to stop; the clock is asked now and then. */
static bool is_late(const ply_space *space, size_t step) {
  return step % 1024 == 0 && ply_clock_says(space->clock) != NULL;
}

static void keep(walk *w) {
  size_t width = (size_t)w->game->n_candidates;
  if (w->n >= w->most) {
    w->status = PLY_E_LIMIT;
    return;
  }
  if (is_late(w->space, w->n)) {
    w->status = PLY_E_STOPPED;
    return;
  }
  if (w->n == w->capacity) {
    size_t capacity = w->capacity > 0 ? w->capacity * 2 : 256;
    uint8_t *found = realloc(w->found, capacity * (width > 0 ? width : 1));
    if (found == NULL) {
      w->status = PLY_E_MEMORY;
      return;
    }
    w->found = found;
    w->capacity = capacity;
  }
  for (size_t c = 0; c < width; c++) w->found[w->n * width + c] = (uint8_t)w->level[w->game->candidate[c]];
  w->n++;
}

static void descend(walk *w, int c) {
  if (w->status != PLY_OK || broken(w)) return;
  if (c == w->game->n_candidates) {
    keep(w);
    return;
  }
  int before = w->symmetry != NULL ? w->symmetry->before[c] : -1;
  for (int l = before >= 0 ? w->level[w->game->candidate[before]] : 0; l < w->game->n_levels; l++) {
    w->level[w->game->candidate[c]] = (int8_t)l;
    descend(w, c + 1);
  }
  w->level[w->game->candidate[c]] = -1;
}

/* The row of derived options, found among those met so far or added. */
static uint32_t row_of(const ply_game *game, ply_roster *k, uint16_t *rows, const uint16_t *option) {
  size_t width = (size_t)game->n_issues;
  for (int r = k->n_rows - 1; r >= 0; r--)
    if (memcmp(rows + (size_t)r * width, option, width * sizeof *rows) == 0) return (uint32_t)r;
  memcpy(rows + (size_t)k->n_rows * width, option, width * sizeof *rows);
  return (uint32_t)k->n_rows++;
}

/* Whatever depends on the membership and the derived options alone. */
static void fill_one(const ply_game *game, const uint16_t *base, ply_roster *k, int m, uint16_t *rows) {
  uint16_t option[PLY_MAX_ISSUES], derived[PLY_MAX_ISSUES] = {0};
  uint8_t level[PLY_MAX_ACTORS] = {0};
  memcpy(option, base, (size_t)game->n_issues * sizeof *option);
  for (int c = 0; c < game->n_candidates; c++) {
    level[game->candidate[c]] = k->level[(size_t)m * (size_t)game->n_candidates + (size_t)c];
    k->index[m] += game->member_stride[c] * level[game->candidate[c]];
  }
  ply_game_derive(game, option, level);
  for (int j = 0; j < game->n_issues; j++)
    if (game->issue_stride[j] == 0) derived[j] = option[j];
  k->row[m] = row_of(game, k, rows, derived);
  k->party[m] = ply_game_parties(game, option, level);
}

enum { MOST_PLACES = 1 << 24 };

/* Positions by membership index: [raw_memberships], -1 where infeasible; NULL where that would be too long.
 */
static int32_t *places_of(const ply_game *game, const ply_roster *k) {
  if (game->raw_memberships > MOST_PLACES || game->raw_memberships / 64 > (uint64_t)k->n) return NULL;
  int32_t *places = malloc((size_t)game->raw_memberships * sizeof *places);
  for (uint64_t i = 0; places != NULL && i < game->raw_memberships; i++) places[i] = -1;
  for (int m = 0; places != NULL && m < k->n; m++) places[k->index[m]] = m;
  return places;
}

static bool fill_neighbours(const ply_space *space, ply_roster *k) {
  const ply_game *game = space->game;
  int candidates = game->n_candidates, levels = game->n_levels;
  int32_t *out = k->neighbour, *places = places_of(game, k);
  bool late = false;
  for (int m = 0; m < k->n && !(late = is_late(space, (size_t)m)); m++)
    for (int c = 0; c < candidates; c++) {
      uint64_t to = k->index[m] - game->member_stride[c] * k->level[m * candidates + c];
      for (int l = 0; l < levels; l++, to += game->member_stride[c])
        *out++ = places != NULL ? places[to] : ply_roster_at(k, to);
    }
  free(places);
  return !late;
}

static bool make_room(const ply_game *game, ply_arena *arena, const walk *w, ply_roster *k) {
  size_t n = w->n, C = (size_t)game->n_candidates;
  k->n = (int)n;
  k->total = n;
  k->index = PLY_NEW(arena, n, uint64_t);
  k->level = PLY_NEW(arena, n * C, uint8_t);
  k->row = PLY_NEW(arena, n, uint32_t);
  k->party = PLY_NEW(arena, n, uint64_t);
  k->neighbour = PLY_NEW(arena, n * C * (size_t)game->n_levels, int32_t);
  if (!k->index || !k->level || !k->row || !k->party || !k->neighbour) return false;
  if (n * C > 0) memcpy(k->level, w->found, n * C);
  return true;
}

/* Fills what the list has room for. PLY_E_STOPPED, PLY_E_LIMIT, PLY_E_MEMORY. */
static ply_status fill(const ply_space *space, ply_listing *out) {
  const ply_game *game = space->game;
  ply_roster *k = &out->memberships;
  uint16_t *rows = calloc((size_t)k->n * (size_t)game->n_issues + 1, sizeof *rows);
  ply_status status = rows != NULL ? PLY_OK : PLY_E_MEMORY;
  for (int m = 0; m < k->n && status == PLY_OK; m++) {
    if (is_late(space, (size_t)m)) status = PLY_E_STOPPED;
    fill_one(game, out->option, k, m, rows);
  }
  if (status == PLY_OK && k->n_rows > UINT16_MAX / 2) status = PLY_E_LIMIT;
  k->derived = status == PLY_OK ? PLY_NEW(space->arena, k->n_rows * game->n_issues, uint16_t) : NULL;
  if (k->derived != NULL)
    memcpy(k->derived, rows, (size_t)k->n_rows * (size_t)game->n_issues * sizeof *rows);
  else if (status == PLY_OK)
    status = PLY_E_MEMORY;
  free(rows);
  if (status != PLY_OK) return status;
  if (k->symmetry == NULL && !fill_neighbours(space, k)) return PLY_E_STOPPED;
  if (k->symmetry != NULL && !ply_orbits_fill(game, space->arena, k)) return PLY_E_MEMORY;
  return PLY_OK;
}

ply_status ply_listing_build(const ply_space *space, const uint16_t *option, ply_listing **listing) {
  const ply_game *game = space->game;
  const ply_scenario *s = game->scenario;
  size_t each = ply_listing_bytes(game, space->symmetry != NULL);
  walk w = {.space = space,
            .game = game,
            .symmetry = space->symmetry,
            .option = option,
            .most = ply_arena_left(space->arena) / each};
  if (w.most > INT32_MAX) w.most = INT32_MAX;
  memset(w.level, 0, sizeof w.level);
  for (int c = 0; c < game->n_candidates; c++) w.level[game->candidate[c]] = -1;
  ply_listing *out = PLY_NEW(space->arena, 1, ply_listing);
  w.open = calloc((size_t)s->n_rules + 1, sizeof *w.open);
  if (w.open == NULL || out == NULL) w.status = PLY_E_MEMORY;
  for (int r = 0; r < s->n_rules && w.status == PLY_OK; r++)
    if (rule_truth(game, &s->rules[r], option, w.level) != PLY_TRUE) w.open[w.n_open++] = &s->rules[r];
  descend(&w, 0);
  if (w.status == PLY_OK) {
    out->memberships.symmetry = space->symmetry;
    out->option = PLY_NEW(space->arena, game->n_issues, uint16_t);
    if (out->option != NULL) memcpy(out->option, option, (size_t)game->n_issues * sizeof *option);
    w.status = out->option != NULL && make_room(game, space->arena, &w, &out->memberships) ? fill(space, out)
                                                                                           : PLY_E_MEMORY;
  }
  *listing = out;
  free(w.open);
  free(w.found);
  return w.status;
}

size_t ply_listing_bytes(const ply_game *game, bool symmetric) {
  size_t each = 8 + 4 + 8 + 4 + (size_t)game->n_candidates * (size_t)(1 + 4 * game->n_levels);
  if (symmetric) each += 8 + (size_t)game->n_candidates * (size_t)game->n_levels;
  return each;
}
