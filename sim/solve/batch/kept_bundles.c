/* What a shared pass keeps of each tied bundle that may be acceptable, so that the payoffs of actors that move
 * can be worked out there in any of the games: its place in its roster, what the guarantee does at it and
 * where one candidate's move leads (*spots*), which bonuses it holds; and which candidates whose payoffs do
 * not move would gain by moving, once and for all. Tile by tile. Cost: one security table a tile that has
 * entries, and entries * candidates * levels. */
#include "sim/solve/batch/kept_bundles.h"

#include <stdlib.h>
#include <string.h>

/* ---- where each entry stands ---- */

typedef struct place {
  uint64_t index;
  uint32_t design, tile;
} place;

static int by_index(const void *a, const void *b) {
  const place *x = a, *y = b;
  return x->index < y->index ? -1 : x->index > y->index;
}

/* The space's tied designs by index, with their tiles. */
static place *places_of(const ply_space *space) {
  place *places = malloc(space->n_designs * sizeof *places + 1);
  for (size_t b = 0; places != NULL && b < space->n_tiles; b++)
    for (size_t d = space->tiles[b].first; d < space->tiles[b].first + space->tiles[b].n; d++)
      places[d] = (place){space->designs[d].index, (uint32_t)d, (uint32_t)b};
  if (places != NULL) qsort(places, space->n_designs, sizeof *places, by_index);
  return places;
}

static uint32_t member_of(const ply_roster *k, uint64_t index) {
  size_t low = 0, high = (size_t)k->n;
  while (low + 1 < high) {
    size_t mid = low + (high - low) / 2;
    if (k->index[mid] <= index)
      low = mid;
    else
      high = mid;
  }
  return (uint32_t)low;
}

/* The entries of a design lie side by side, by membership. */
static bool place_hits(ply_shared_pass *pass) {
  const ply_scan *s = &pass->scan;
  const ply_space *space = pass->space;
  uint64_t memberships = space->game->raw_memberships;
  place *places = places_of(space);
  pass->designs = malloc(
      (space->n_designs < s->n_accepted ? space->n_designs : s->n_accepted) * sizeof *pass->designs + 1);
  pass->member = malloc(s->n_accepted * sizeof *pass->member + 1);
  bool ok = places != NULL && pass->designs != NULL && pass->member != NULL;
  ply_kept_design *design = NULL;
  for (size_t h = 0; ok && h < s->n_accepted; h++) {
    uint64_t member = s->accepted[h].index % memberships;
    place key = {.index = s->accepted[h].index - member};
    if (design == NULL || space->designs[design->design].index != key.index) {
      const place *found = bsearch(&key, places, space->n_designs, sizeof *places, by_index);
      design = &pass->designs[pass->n_designs++];
      *design = (ply_kept_design){.first = h, .design = found->design, .tile = found->tile};
    }
    if (++design->n > pass->most_accepted) pass->most_accepted = design->n;
    pass->member[h] = member_of(space->rosters[space->designs[design->design].roster_id], member);
  }
  free(places);
  return ok;
}

/* ---- what the guarantee does ---- */

static void choose_columns(ply_shared_pass *pass) {
  const ply_game *game = pass->low;
  uint32_t looks_at = 0;
  for (int i = 0; i < game->n_actors; i++)
    if (pass->moved >> i & 1) looks_at |= ply_envelope_looks_at(pass->envelope, i);
  for (int j = 0; j < PLY_N_INDICATORS; j++) {
    bool looked_at = game->security != NULL && looks_at >> j & 1;
    pass->spots.column[j] = looked_at ? pass->spots.n_columns : -1;
    if (looked_at) pass->spots.n_columns += j < PLY_FIGHT ? 1 : game->n_candidates;
  }
}

static void copy_spot(const ply_tile_tables *t, const int *column, size_t effort, double *out) {
  int candidates = t->space->game->n_candidates;
  for (int j = 0; j < PLY_FIGHT; j++)
    if (column[j] >= 0) out[column[j]] = t->indicator[j][effort];
  for (int c = 0; c < candidates; c++) {
    if (column[PLY_FIGHT] >= 0) out[column[PLY_FIGHT] + c] = t->fight[c][effort];
    if (column[PLY_RENEGE] >= 0) out[column[PLY_RENEGE] + c] = t->renege[c][effort];
  }
}

/* Sees to it that the membership's spot is there. */
static ply_status add_spot(ply_shared_pass *pass, const ply_tile_tables *t, uint32_t *row, size_t m,
                           size_t memory_bytes) {
  ply_spots *spots = &pass->spots;
  uint32_t effort = t->roster->effort[m];
  size_t width = (size_t)spots->n_columns;
  if (row[effort] != PLY_NO_SPOT) return PLY_OK;
  if ((spots->n + 1) * width * sizeof *spots->value > memory_bytes || spots->n + 1 >= PLY_NO_SPOT)
    return PLY_E_LIMIT;
  if (pass->guarded) {
    row[effort] = (uint32_t)spots->n++;
    return PLY_OK;
  }
  if (spots->n == spots->capacity) {
    size_t capacity = spots->capacity > 0 ? 2 * spots->capacity : 1024;
    double *value = realloc(spots->value, capacity * width * sizeof *value + 1);
    if (value == NULL) return PLY_E_MEMORY;
    spots->value = value;
    spots->capacity = capacity;
  }
  copy_spot(t, spots->column, effort, spots->value + spots->n * width);
  row[effort] = (uint32_t)spots->n++;
  return PLY_OK;
}

/* ---- what a move would bring ---- */

/* The candidates that gain by moving from m, of those whose payoffs do not move. */
static uint32_t restless_at(const ply_shared_pass *pass, const ply_tile_tables *t, size_t m) {
  const ply_game *game = pass->low;
  uint32_t restless = 0;
  for (int c = 0; c < game->n_candidates; c++) {
    int actor = game->candidate[c];
    if (pass->moved >> actor & 1) continue;
    double here = ply_tile_payoff(t, actor, m);
    for (int l = 0; l < game->n_levels; l++) {
      int32_t to = ply_kept_target(game, t->roster, m, c, l);
      if (to >= 0 && here < ply_tile_payoff(t, actor, (size_t)to) - game->eps[actor])
        restless |= (uint32_t)1 << c;
    }
  }
  return restless;
}

static ply_status add_spots(ply_shared_pass *pass, const ply_tile_tables *t, uint32_t *row, size_t m,
                            size_t memory_bytes) {
  const ply_game *game = pass->low;
  ply_status status = add_spot(pass, t, row, m, memory_bytes);
  for (int c = 0; c < game->n_candidates && status == PLY_OK; c++) {
    if (!(pass->moved >> game->candidate[c] & 1)) continue;
    for (int l = 0; l < game->n_levels && status == PLY_OK; l++) {
      int32_t to = ply_kept_target(game, t->roster, m, c, l);
      if (to >= 0) status = add_spot(pass, t, row, (size_t)to, memory_bytes);
    }
  }
  return status;
}

/* ---- bonuses ---- */

static uint64_t held_at(const ply_game *game, const ply_roster *k, size_t m, uint64_t open,
                        uint16_t *option) {
  uint8_t level[PLY_MAX_ACTORS] = {0};
  uint64_t held = 0;
  for (int c = 0; c < game->n_candidates; c++)
    level[game->candidate[c]] = k->level[m * (size_t)game->n_candidates + (size_t)c];
  ply_game_derive(game, option, level);
  for (int t = 0; t < game->n_terms; t++) {
    const ply_payoff_term *term = &game->terms[t];
    if (term->bonus >= 0 && open >> term->bonus & 1 && ply_payoff_term_at(game, term, option, level) == 1)
      held |= (uint64_t)1 << term->bonus;
  }
  return held;
}

/* Which of the moved actors' bonuses hold at each membership of the roster of a design. */
static bool keep_bonuses(ply_shared_pass *pass, const ply_tied_design *design) {
  const ply_game *game = pass->low;
  const ply_roster *k = pass->space->rosters[design->roster_id];
  uint16_t option[PLY_MAX_ISSUES];
  uint64_t open = 0;
  if (pass->held[design->roster_id] != NULL) return true;
  ply_space_options(pass->space, design->index, option);
  for (int t = 0; t < game->n_terms; t++) {
    const ply_payoff_term *term = &game->terms[t];
    if (term->bonus >= 0 && pass->moved >> term->actor & 1 && !ply_term_decided(game, term, option, NULL))
      open |= (uint64_t)1 << term->bonus;
  }
  if (open == 0) return true;
  uint64_t *held = malloc((size_t)k->n * sizeof *held);
  for (int m = 0; held != NULL && m < k->n; m++) held[m] = held_at(game, k, (size_t)m, open, option);
  pass->held[design->roster_id] = held;
  pass->bytes += (size_t)k->n * sizeof *held;
  return held != NULL;
}

/* ---- red lines ---- */

/* Which of the lines that are not always in force each entry breaks. No line in force looks at a loose issue.
 */
static bool keep_lines(ply_shared_pass *pass) {
  const ply_game *game = pass->low;
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS];
  if (pass->n_lines == 0) return true;
  pass->broken = calloc(pass->scan.n_accepted + 1, sizeof *pass->broken);
  if (pass->broken == NULL) return false;
  for (size_t h = 0; h < pass->scan.n_accepted; h++) {
    ply_game_bundle(game, pass->scan.accepted[h].index, option, level);
    for (int l = 0; l < pass->n_lines; l++)
      if (ply_game_line_broken(game, pass->line[l], option, level)) pass->broken[h] |= (uint64_t)1 << l;
  }
  pass->bytes += pass->scan.n_accepted * sizeof *pass->broken;
  return true;
}

/* ---- tile by tile ---- */

static ply_status fill_design(ply_shared_pass *pass, ply_tile_tables *t, const ply_kept_design *kept,
                              uint32_t *row, size_t memory_bytes) {
  uint16_t option[PLY_MAX_ISSUES];
  ply_status status = PLY_OK;
  const ply_tied_design *design = &pass->space->designs[kept->design];
  ply_space_options(pass->space, design->index, option);
  ply_tile_design(t, option);
  if (!keep_bonuses(pass, design)) return PLY_E_MEMORY;
  for (size_t h = kept->first; h < kept->first + kept->n && status == PLY_OK; h++) {
    pass->restless[h] = restless_at(pass, t, pass->member[h]);
    if (row == NULL) continue;
    status = add_spots(pass, t, row, pass->member[h], memory_bytes);
    pass->spots.of[h] = row[t->roster->effort[pass->member[h]]];
  }
  return status;
}

static int by_tile(const void *a, const void *b) {
  const ply_kept_design *x = a, *y = b;
  if (x->tile != y->tile) return x->tile < y->tile ? -1 : 1;
  return x->first < y->first ? -1 : x->first > y->first;
}

static ply_status fill_tiles(ply_shared_pass *pass, const ply_kept_design *sorted, size_t memory_bytes) {
  const ply_space *space = pass->space;
  ply_tile_tables tables;
  ply_status status = PLY_OK;
  uint32_t *row = NULL;
  ply_tile_tables_init(&tables);
  tables.every = true;
  for (size_t d = 0; d < pass->n_designs && status == PLY_OK; d++) {
    const ply_tile *tile = &space->tiles[sorted[d].tile];
    const ply_roster *roster = space->rosters[tile->roster_id];
    if (d == 0 || sorted[d].tile != sorted[d - 1].tile) {
      if ((status = ply_tile_tables_fill(space, roster, tile->security, &tables)) != PLY_OK) break;
      size_t size = (size_t)roster->n_efforts * sizeof *row;
      row = pass->spots.n_columns > 0 ? malloc(size) : NULL;
      if (pass->spots.n_columns > 0 && row == NULL) status = PLY_E_MEMORY;
      if (row != NULL) memset(row, 0xff, size);
      if (row != NULL) pass->bytes += size;
      pass->spots.row[sorted[d].tile] = row;
    }
    if (status == PLY_OK) status = fill_design(pass, &tables, &sorted[d], row, memory_bytes);
  }
  ply_tile_tables_done(&tables);
  return status;
}

ply_status ply_kept_fill(ply_shared_pass *pass, size_t memory_bytes) {
  const ply_space *space = pass->space;
  choose_columns(pass);
  pass->restless = calloc(pass->scan.n_accepted + 1, sizeof *pass->restless);
  pass->spots.row = calloc(space->n_tiles + 1, sizeof *pass->spots.row);
  pass->spots.of = calloc(pass->scan.n_accepted + 1, sizeof *pass->spots.of);
  pass->held = calloc((size_t)space->n_rosters + 1, sizeof *pass->held);
  if (pass->restless == NULL || pass->spots.row == NULL || pass->spots.of == NULL || pass->held == NULL ||
      !place_hits(pass) || !keep_lines(pass))
    return PLY_E_MEMORY;
  ply_status status = PLY_OK;
  if (pass->moved != 0) {
    ply_kept_design *sorted = malloc(pass->n_designs * sizeof *sorted + 1);
    if (sorted == NULL) return PLY_E_MEMORY;
    memcpy(sorted, pass->designs, pass->n_designs * sizeof *sorted);
    qsort(sorted, pass->n_designs, sizeof *sorted, by_tile);
    status = fill_tiles(pass, sorted, memory_bytes);
    free(sorted);
  }
  pass->bytes +=
      pass->scan.n_accepted * (sizeof *pass->member + sizeof *pass->restless + sizeof *pass->spots.of) +
      pass->n_designs * sizeof *pass->designs +
      pass->spots.capacity * (size_t)pass->spots.n_columns * sizeof *pass->spots.value;
  return status;
}

void ply_kept_done(ply_shared_pass *pass) {
  for (size_t b = 0; pass->spots.row != NULL && b < pass->space->n_tiles; b++) free(pass->spots.row[b]);
  for (int k = 0; pass->held != NULL && k < pass->space->n_rosters; k++) free(pass->held[k]);
  free(pass->spots.row);
  free(pass->spots.value);
  free(pass->spots.of);
  free(pass->held);
  free(pass->designs);
  free(pass->member);
  free(pass->restless);
  free(pass->broken);
}
