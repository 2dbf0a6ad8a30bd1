/* Which acceptable bundle takes the fewest changes from here, and of those has the largest slack? A change is one free issue at another option or
 * one candidate at another level; the distance of a bundle is the sum of that of its tied design, its
 * membership and its combo. Tiles are searched from the one that could hold the nearest bundle outwards, and
 * within a tile only what could still be as near as the best found, if anything in it may be acceptable at all; the
 * search ends where no tile can be nearer.
 * So every bundle as near as the answer is decided, which proves it nearest and counts its ties; slack is worked out
 * for those as near as the best so far. Cost:
 * security once per tile and membership looked at, actors * tied bundles not farther than the answer. */
#include "sim/solve/answer/answer.h"
#include "sim/solve/explain/explain.h"
#include "sim/solve/search/outlook.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct search {
  const ply_inquiry *q;
  const ply_space *space;
  ply_combos combos;
  ply_tile_tables tables;
  ply_outlook *outlook; /* NULL: nothing tells whether a tile holds any acceptable bundle */
  ply_outlook_memo memo;
  uint64_t refused;     /* mask of the actors that refuse the design looked at, whatever the membership */
  uint64_t *within;     /* [(n_loose + 1) * words] combos at most so many changes away */
  uint64_t *agreed;     /* [words] scratch */
  uint8_t **roster_far; /* [n_rosters] -> [n] changes of each membership */
  int *roster_least;    /* [n_rosters] */
  uint8_t *far;         /* [n_designs] changes of each tied design */
  int best;             /* INT_MAX: none yet */
  ply_nearest_choice choice; /* among those */
} search;

typedef struct place {
  int bound; /* no bundle of the tile is nearer */
  size_t tile;
} place;

/* ---- distances ---- */

static int design_far(const search *s, uint64_t tied_index) {
  uint16_t option[PLY_MAX_ISSUES];
  int far = 0;
  ply_space_options(s->space, tied_index, option);
  for (int j = 0; j < s->space->n_tied; j++)
    far += option[s->space->tied[j]] != s->q->here.option[s->space->tied[j]];
  return far;
}

static int member_far(const search *s, const ply_roster *k, int m) {
  const ply_game *game = s->space->game;
  int far = 0;
  for (int c = 0; c < game->n_candidates; c++)
    far +=
        k->level[(size_t)m * (size_t)game->n_candidates + (size_t)c] != s->q->here.level[game->candidate[c]];
  return far;
}

static void fill_combos(search *s) {
  size_t words = (size_t)s->combos.words;
  uint16_t option[PLY_MAX_ISSUES] = {0};
  for (int k = 0; k < s->combos.n; k++) {
    int far = 0;
    ply_space_add_combo(s->space, k, option);
    for (int j = 0; j < s->space->n_loose; j++)
      far += option[s->space->loose[j]] != s->q->here.option[s->space->loose[j]];
    for (int d = far; d <= s->space->n_loose; d++)
      s->within[(size_t)d * words + (size_t)k / 64] |= (uint64_t)1 << (k % 64);
  }
}

static bool fill_distances(search *s) {
  const ply_space *space = s->space;
  for (int c = 0; c < space->n_rosters; c++) {
    const ply_roster *k = space->rosters[c];
    s->roster_far[c] = malloc((size_t)k->n + 1);
    if (s->roster_far[c] == NULL) return false;
    s->roster_least[c] = PLY_MAX_CANDIDATES;
    for (int m = 0; m < k->n; m++) {
      int far = member_far(s, k, m);
      s->roster_far[c][m] = (uint8_t)far;
      if (far < s->roster_least[c]) s->roster_least[c] = far;
    }
  }
  for (size_t d = 0; d < space->n_designs; d++) s->far[d] = (uint8_t)design_far(s, space->designs[d].index);
  fill_combos(s);
  return true;
}

/* ---- one membership of one tied design ---- */

/* The combos that the actor accepts at membership m of n. */
static const uint64_t *content(const search *s, int actor, int m) {
  if ((s->tables.roster->refused[m] | s->refused) >> actor & 1) return ply_combos_first(&s->combos, actor, 0);
  return ply_combos_content(&s->combos, actor, ply_tile_payoff(&s->tables, actor, (size_t)m), NULL);
}

/* Removes the combos that too many counted actors refuse. */
static void apply_quorum(search *s, int m) {
  const ply_game *game = s->space->game;
  for (int w = 0; w < s->combos.words; w++)
    for (uint64_t rest = s->agreed[w]; rest != 0; rest &= rest - 1) {
      uint64_t bit = rest & (0 - rest);
      uint64_t refuse = 0;
      for (uint64_t c = game->counted; c != 0; c &= c - 1)
        if (!(content(s, __builtin_ctzll(c), m)[w] & bit)) refuse |= c & (0 - c);
      if (!ply_game_carried(game, refuse)) s->agreed[w] &= ~bit;
    }
}

/* Fills `agreed` with the acceptable combos at most `reach` changes away; false if there are none. */
static bool agree(search *s, const ply_roster *k, int m, int reach) {
  const ply_game *game = s->space->game;
  size_t words = (size_t)s->combos.words;
  if (reach > s->space->n_loose) reach = s->space->n_loose;
  memcpy(s->agreed, s->within + (size_t)reach * words, words * sizeof *s->agreed);
  uint64_t needed = k->party[m] & (game->spare > 0 ? ~game->counted : ~(uint64_t)0);
  if ((k->refused[m] | s->refused) & needed) return false;
  for (; needed != 0; needed &= needed - 1) {
    const uint64_t *set = content(s, __builtin_ctzll(needed), m);
    uint64_t any = 0;
    for (size_t w = 0; w < words; w++) any |= s->agreed[w] &= set[w];
    if (any == 0) return false;
  }
  if (game->spare > 0) apply_quorum(s, m);
  return ply_bits_lowest(s->agreed, s->combos.words) >= 0;
}

static double slack_at(const search *s, int m, int combo, double *eps) {
  const ply_game *game = s->space->game;
  double margin[PLY_MAX_ACTORS];
  uint64_t parties = s->tables.roster->party[m], refused = s->tables.roster->refused[m] | s->refused;
  for (uint64_t rest = parties; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    double payoff = ply_tile_payoff(&s->tables, i, (size_t)m) +
                    s->combos.payoff[(size_t)i * (size_t)s->combos.n + (size_t)combo];
    margin[i] = refused >> i & 1 ? -INFINITY : payoff - game->reservation[i];
  }
  return ply_game_slack_within(game, parties, margin, eps);
}

/* Keeps the nearest of the agreed combos, `far` changes before the combo's own, at bundle index `index`. */
static void keep(search *s, int m, int far, uint64_t index) {
  size_t words = (size_t)s->combos.words;
  for (int d = 0; d <= s->space->n_loose && far + d <= s->best; d++) {
    uint64_t *near = s->within + (size_t)d * words;
    bool any = false;
    for (size_t w = 0; w < words && !any; w++) any = (s->agreed[w] & near[w]) != 0;
    if (!any) continue;
    if (far + d < s->best) s->choice.ties = 0;
    s->best = far + d;
    for (size_t w = 0; w < words; w++)
      for (uint64_t set = s->agreed[w] & near[w]; set != 0; set &= set - 1) {
        int combo = (int)(64 * w) + __builtin_ctzll(set);
        double eps, slack = slack_at(s, m, combo, &eps);
        ply_nearest_weigh(&s->choice, slack, eps, index + s->combos.index[combo]);
      }
    return;
  }
}

/* ---- tiles ---- */

static void search_design(search *s, const ply_tile *tile, size_t design) {
  const ply_roster *k = s->space->rosters[tile->roster_id];
  const uint8_t *member_far = s->roster_far[tile->roster_id];
  uint16_t option[PLY_MAX_ISSUES];
  uint64_t index = s->space->designs[design].index;
  ply_space_options(s->space, index, option);
  ply_tile_design(&s->tables, option);
  s->refused = s->space->designs[design].refused;
  for (int m = 0; m < k->n; m++) {
    int far = s->far[design] + member_far[m];
    if (far <= s->best && agree(s, k, m, s->best - far)) keep(s, m, far, index + k->index[m]);
  }
}

static ply_status search_tile(search *s, const ply_tile *tile) {
  const ply_space *space = s->space;
  if (s->outlook != NULL && !ply_outlook_may_hold(s->outlook, tile, &s->memo)) return PLY_OK;
  ply_status status =
      ply_tile_tables_fill(space, space->rosters[tile->roster_id], tile->security, &s->tables);
  if (status != PLY_OK) return status;
  for (size_t d = tile->first; d < tile->first + tile->n; d++)
    if (s->far[d] + s->roster_least[tile->roster_id] <= s->best) search_design(s, tile, d);
  return PLY_OK;
}

static int nearer(const void *a, const void *b) {
  const place *x = a, *y = b;
  if (x->bound != y->bound) return x->bound - y->bound;
  return x->tile < y->tile ? -1 : x->tile > y->tile;
}

/* Tiles by how near they could hold a bundle. */
static place *order_tiles(const search *s) {
  place *places = malloc(s->space->n_tiles * sizeof *places + 1);
  for (size_t b = 0; places != NULL && b < s->space->n_tiles; b++) {
    const ply_tile *tile = &s->space->tiles[b];
    int least = INT_MAX;
    for (size_t d = tile->first; d < tile->first + tile->n; d++)
      if (s->far[d] < least) least = s->far[d];
    places[b] = (place){.bound = least + s->roster_least[tile->roster_id], .tile = b};
  }
  if (places != NULL) qsort(places, s->space->n_tiles, sizeof *places, nearer);
  return places;
}

/* Searches until no tile can hold a nearer or equally near bundle; *clear: proved, none within so many. */
static ply_status search_tiles(search *s, ply_outcome *outcome, int *clear) {
  place *places = order_tiles(s);
  if (places == NULL) return PLY_E_MEMORY;
  ply_status status = PLY_OK;
  *outcome = PLY_FOUND;
  size_t b = 0;
  for (; b < s->space->n_tiles && places[b].bound <= s->best && status == PLY_OK; b++) {
    if (ply_clock_says(s->q->clock) != NULL) {
      *outcome = PLY_LIMIT_REACHED;
      *clear = places[b].bound - 1;
      break;
    }
    status = search_tile(s, &s->space->tiles[places[b].tile]);
  }
  free(places);
  if (*outcome == PLY_FOUND && s->best == INT_MAX) *outcome = PLY_PROVED_NONE;
  return status;
}

/* ---- the answer ---- */

static bool search_init(search *s) {
  const ply_space *space = s->space;
  s->best = INT_MAX;
  ply_tile_tables_init(&s->tables);
  if (!ply_combos_build(space, 0, space->n_combos, false, &s->combos) ||
      !ply_outlook_new(space, &s->combos, &s->outlook))
    return false;
  size_t words = (size_t)s->combos.words;
  s->within = calloc((size_t)(space->n_loose + 1) * words, sizeof *s->within);
  s->agreed = calloc(words, sizeof *s->agreed);
  s->roster_far = calloc((size_t)space->n_rosters + 1, sizeof *s->roster_far);
  s->roster_least = calloc((size_t)space->n_rosters + 1, sizeof *s->roster_least);
  s->far = malloc(space->n_designs + 1);
  return s->within && s->agreed && s->roster_far && s->roster_least && s->far && fill_distances(s);
}

static void search_done(search *s) {
  for (int c = 0; s->roster_far != NULL && c < s->space->n_rosters; c++) free(s->roster_far[c]);
  ply_outlook_free(s->outlook);
  ply_combos_done(&s->combos);
  free(s->within);
  free(s->agreed);
  free(s->roster_far);
  free(s->roster_least);
  free(s->far);
  ply_tile_tables_done(&s->tables);
}

ply_status ply_inquiry_nearest(ply_inquiry *q) {
  ply_explain *out = q->out;
  ply_space *space = NULL;
  size_t memory = ply_solve_memory(q->settings);
  out->nearest.clear = -1;
  out->nearest.outcome = PLY_LIMIT_REACHED;
  ply_status status =
      ply_space_build(q->game, memory / 2, &(ply_clock){.stop = q->settings->stop}, &space, NULL);
  if (status == PLY_E_LIMIT) return ply_inquiry_nearest_unlisted(q);
  if (status == PLY_E_STOPPED) return PLY_OK;
  if (status != PLY_OK) return status;
  search s = {.q = q, .space = space};
  status = search_init(&s) ? search_tiles(&s, &out->nearest.outcome, &out->nearest.clear) : PLY_E_MEMORY;
  if (status == PLY_OK && s.best < INT_MAX) {
    out->nearest.has_bundle = true;
    out->nearest.changes = s.best;
    out->nearest.ties = s.choice.ties;
    out->nearest.slack = s.choice.slack;
    if (out->nearest.outcome == PLY_FOUND) out->nearest.clear = s.best - 1;
    if (!ply_bundle_fill(q->game, out->arena, s.choice.index, &out->nearest.bundle)) status = PLY_E_MEMORY;
  }
  search_done(&s);
  ply_space_free(space);
  return status;
}
