/* The feasible memberships of a design, with all that depends on membership alone: who is asked, who refuses
 * by a red line, where each candidate could move. Depth-first over the candidates; a branch ends where a rule
 * is sure to be broken. Cost: memberships * (rules + candidates * levels). */
#include "sim/solve/space/perspectives.h"
#include "sim/solve/space/residue.h"
#include "sim/solve/space/bystanders.h"

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

/* What the design leaves open: which red lines in force, which terms. */
typedef struct open_clauses {
  bool *line, *term;
} open_clauses;

static bool find_open(const ply_game *game, const uint16_t *option, open_clauses *open) {
  open->line = malloc((size_t)game->n_lines * sizeof *open->line + 1);
  open->term = malloc((size_t)game->n_terms * sizeof *open->term + 1);
  if (open->line == NULL || open->term == NULL) return false;
  for (int l = 0; l < game->n_lines; l++)
    open->line[l] = game->lines[l].in_force && !ply_line_decided(game, l, option);
  for (int t = 0; t < game->n_terms; t++)
    open->term[t] = !ply_term_decided(game, &game->terms[t], option, NULL);
  return true;
}

static void fill_one(const ply_game *game, const uint16_t *base, const open_clauses *open, ply_roster *k,
                     int m, uint16_t *rows, double *own) {
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
  for (int i = 0; i < game->n_actors; i++) {
    uint64_t bit = (uint64_t)1 << i;
    if (ply_game_forbidden(game, i, option, level)) k->forbidden[m] |= bit;
    if (game->candidate_of[i] >= 0)
      own[(size_t)i * (size_t)k->n + (size_t)m] = game->level_gain[i * game->n_levels + level[i]];
  }
  for (int l = 0; l < game->n_lines; l++)
    if (open->line[l] && ply_game_line_broken(game, l, option, level))
      k->refused[m] |= (uint64_t)1 << game->lines[l].actor;
  for (int t = 0; t < game->n_terms; t++) {
    const ply_payoff_term *term = &game->terms[t];
    if (!open->term[t]) continue;
    own[(size_t)term->actor * (size_t)k->n + (size_t)m] +=
        term->value[ply_payoff_term_at(game, term, option, level)];
  }
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

/* Bytes that a roster of n memberships takes. */
static size_t bytes_of(const ply_game *game, bool symmetric, size_t n) {
  size_t each = 8 * 7 + (size_t)game->n_candidates * (size_t)(1 + 4 * game->n_levels) +
                (4 + 4 + 24) * (size_t)game->n_actors;
  if (symmetric) each += 8 + (size_t)game->n_candidates * (size_t)game->n_levels;
  return n * each;
}

size_t ply_roster_bytes(const ply_space *space, size_t n) {
  return bytes_of(space->game, space->symmetry != NULL, n);
}

static ply_roster *roster_new(const ply_game *game, ply_arena *arena, const walk *w) {
  size_t n = w->n, C = (size_t)game->n_candidates;
  ply_roster *k = PLY_NEW(arena, 1, ply_roster);
  if (k == NULL) return NULL;
  k->n = (int)n;
  k->total = n;
  k->index = PLY_NEW(arena, n, uint64_t);
  k->level = PLY_NEW(arena, n * C, uint8_t);
  k->row = PLY_NEW(arena, n, uint32_t);
  k->party = PLY_NEW(arena, n, uint64_t);
  k->refused = PLY_NEW(arena, n, uint64_t);
  k->forbidden = PLY_NEW(arena, n, uint64_t);
  k->neighbour = PLY_NEW(arena, n * C * (size_t)game->n_levels, int32_t);
  if (!k->index || !k->level || !k->row || !k->party || !k->refused || !k->forbidden || !k->neighbour)
    return NULL;
  if (n * C > 0) memcpy(k->level, w->found, n * C);
  return k;
}

ply_roster *ply_roster_build(const ply_space *space, const uint16_t *option, size_t memory_bytes,
                             ply_status *status) {
  const ply_game *game = space->game;
  const ply_scenario *s = game->scenario;
  ply_roster *out = NULL;
  walk w = {.space = space,
            .game = game,
            .symmetry = space->symmetry,
            .option = option,
            .most = memory_bytes / bytes_of(game, space->symmetry != NULL, 1)};
  if (w.most > INT32_MAX) w.most = INT32_MAX;
  memset(w.level, 0, sizeof w.level);
  for (int c = 0; c < game->n_candidates; c++) w.level[game->candidate[c]] = -1;
  uint16_t *rows = NULL;
  double *own = NULL;
  open_clauses open = {0};
  w.open = calloc((size_t)s->n_rules + 1, sizeof *w.open);
  if (w.open == NULL) goto memory;
  for (int r = 0; r < s->n_rules; r++)
    if (rule_truth(game, &s->rules[r], option, w.level) != PLY_TRUE) w.open[w.n_open++] = &s->rules[r];
  descend(&w, 0);
  *status = w.status;
  if (w.status != PLY_OK) goto out;
  ply_roster *k = roster_new(game, space->arena, &w);
  rows = calloc(w.n * (size_t)game->n_issues + 1, sizeof *rows);
  own = calloc(w.n * (size_t)game->n_actors + 1, sizeof *own);
  if (k == NULL || rows == NULL || own == NULL) goto memory;
  k->symmetry = space->symmetry;
  if (!find_open(game, option, &open)) goto memory;
  for (int m = 0; m < k->n; m++) {
    if (is_late(space, (size_t)m)) goto late;
    fill_one(game, option, &open, k, m, rows, own);
  }
  if (k->n_rows > UINT16_MAX / 2) {
    *status = PLY_E_LIMIT;
    goto out;
  }
  k->derived = PLY_NEW(space->arena, k->n_rows * game->n_issues, uint16_t);
  if (k->derived == NULL) goto memory;
  memcpy(k->derived, rows, (size_t)k->n_rows * (size_t)game->n_issues * sizeof *rows);
  if (k->symmetry == NULL && !fill_neighbours(space, k)) goto late;
  if (k->symmetry != NULL && !ply_orbits_fill(game, space->arena, k)) goto memory;
  if (!ply_perspectives_build(space, own, k)) {
    if (ply_clock_says(space->clock) != NULL) goto late;
    goto memory;
  }
  if (!ply_bystanders_build(game, space->arena, k)) goto memory;
  out = k;
  goto out;
late:
  *status = PLY_E_STOPPED;
  goto out;
memory:
  *status = PLY_E_MEMORY;
out:
  free(open.line);
  free(open.term);
  free(own);
  free(rows);
  free(w.open);
  free(w.found);
  return out;
}
