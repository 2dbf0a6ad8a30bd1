/* Payoffs at a tied design, by what each actor sees of membership: security is computed once per tile and
 * effort vector, stakes once per tile and perspective; a payoff then costs one or two additions. */
#include "sim/game/security.h"
#include "sim/solve/space/space.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void ply_tile_tables_init(ply_tile_tables *tables) { *tables = (ply_tile_tables){0}; }

void ply_tile_tables_done(ply_tile_tables *tables) {
  free(tables->storage);
  free(tables->own_sums);
  free(tables->place);
  free(tables->level);
  free(tables->known.honour);
  ply_security_outcomes_done(&tables->outcomes);
  *tables = (ply_tile_tables){0};
}

/* Hands out room for indicators, as many as an effort vector has. */
static double *place(double *at, size_t efforts, int candidates, double **indicator, double **fight,
                     double **renege) {
  for (int j = 0; j < PLY_FIGHT; j++, at += efforts) indicator[j] = at;
  for (int c = 0; c < candidates; c++, at += 2 * efforts) {
    fight[c] = at;
    renege[c] = at + efforts;
  }
  return at;
}

/* Room for any tile of the space: six indicators and two per candidate by effort vector, twice where they are ranges;
 * one value per actor and perspective. */
static ply_status make_room(const ply_space *space, ply_tile_tables *t) {
  const ply_game *game = space->game;
  bool every = t->every;
  ply_tile_tables_done(t);
  size_t efforts = (size_t)space->most_efforts, room = efforts * (PLY_FIGHT + 2 * (size_t)game->n_candidates);
  if (game->range != NULL) room *= 2;
  for (int i = 0; i < game->n_actors; i++) room += (size_t)space->most_perspectives[i];
  t->every = every;
  t->storage = malloc(room * sizeof *t->storage + 1);
  t->place = malloc(efforts * sizeof *t->place + 1);
  t->level = malloc(efforts * (size_t)game->n_candidates + 1);
  size_t kept =
      game->range == NULL && game->security != NULL ? efforts * ((size_t)game->n_candidates + 2) : 0;
  t->known.honour = malloc(kept * sizeof *t->known.honour + 1);
  if (t->known.honour == NULL) return PLY_E_MEMORY;
  t->known.force = t->known.honour + (kept > 0 ? efforts * (size_t)game->n_candidates : 0);
  t->known.outcome = t->known.force + (kept > 0 ? efforts : 0);
  bool exact = game->range != NULL || ply_security_outcomes_init(game, &t->outcomes);
  if (t->storage == NULL || t->place == NULL || t->level == NULL || !exact) return PLY_E_MEMORY;
  double *at = t->storage;
  double *next = place(at, efforts, game->n_candidates, t->indicator, t->fight, t->renege);
  at = place(game->range != NULL ? next : at, efforts, game->n_candidates, t->least, t->least_fight,
             t->least_renege);
  for (int i = 0; i < game->n_actors; at += space->most_perspectives[i++]) t->value[i] = at;
  t->space = space;
  return PLY_OK;
}

static ply_status room_for_sums(const ply_roster *roster, ply_tile_tables *t) {
  size_t sums = (size_t)t->space->game->n_actors * 2 * (size_t)roster->n_rows;
  if (sums <= t->sums_capacity) return PLY_OK;
  free(t->own_sums);
  t->sums_capacity = 0;
  t->own_sums = malloc(sums * sizeof *t->own_sums);
  if (t->own_sums == NULL) return PLY_E_MEMORY;
  t->sums_capacity = sums;
  return PLY_OK;
}

/* What the indicator comes to at most for one that has the stake in it. */
static const double *stake_in(const ply_tile_tables *t, int indicator, int actor, double stake) {
  if (stake > 0) return ply_tile_indicator(t, indicator, actor);
  if (indicator < PLY_FIGHT) return t->least[indicator];
  int c = t->space->game->candidate_of[actor];
  if (c < 0) return NULL;
  return indicator == PLY_FIGHT ? t->least_fight[c] : t->least_renege[c];
}

/* Adds up to three stakes at a time, in their order, as each alone would be. */
static void add_stakes(double *value, int n, const uint32_t *effort, int n_stakes, const double *stake,
                       const double *const *indicator) {
  const double *a = indicator[0], *b = indicator[n_stakes > 1 ? 1 : 0], *c = indicator[n_stakes > 2 ? 2 : 0];
  if (n_stakes == 1)
    for (int p = 0; p < n; p++) value[p] += stake[0] * a[effort[p]];
  else if (n_stakes == 2)
    for (int p = 0; p < n; p++) value[p] = value[p] + stake[0] * a[effort[p]] + stake[1] * b[effort[p]];
  else
    for (int p = 0; p < n; p++)
      value[p] = value[p] + stake[0] * a[effort[p]] + stake[1] * b[effort[p]] + stake[2] * c[effort[p]];
}

/* The largest size, in four strands: a comparison need not wait for the one before. */
static double largest_of(const double *value, int n) {
  double largest[4] = {0};
  int p = 0;
  for (; p + 4 <= n; p += 4)
    for (int s = 0; s < 4; s++)
      largest[s] = fabs(value[p + s]) > largest[s] ? fabs(value[p + s]) : largest[s];
  for (; p < n; p++) largest[0] = fabs(value[p]) > largest[0] ? fabs(value[p]) : largest[0];
  for (int s = 1; s < 4; s++) largest[0] = largest[s] > largest[0] ? largest[s] : largest[0];
  return largest[0];
}

static void fill_values(ply_tile_tables *t, int actor) {
  struct ply_tile_values *is = &t->values[actor];
  uint32_t id = t->roster->seen[actor]->values_id;
  if (is->filled && is->values_id == id && is->security == t->security) return;
  *is = (struct ply_tile_values){.filled = true, .values_id = id, .security = t->security};
  const ply_perspectives *seen = t->roster->seen[actor];
  double *value = t->value[actor], stakes[PLY_N_INDICATORS];
  const double *indicators[PLY_N_INDICATORS];
  int n = seen->n, n_stakes = 0;
  for (int j = 0; j < PLY_N_INDICATORS; j++) {
    double stake = t->space->game->stake[actor][j];
    const double *indicator = stake_in(t, j, actor, stake);
    if (stake == 0 || indicator == NULL) continue;
    stakes[n_stakes] = stake;
    indicators[n_stakes++] = indicator;
  }
  memcpy(value, seen->own, (size_t)n * sizeof *value);
  for (int s = 0; s < n_stakes; s += 3)
    add_stakes(value, n, seen->effort, n_stakes - s < 3 ? n_stakes - s : 3, stakes + s, indicators + s);
  t->largest[actor] = largest_of(value, n);
}

/* The options that security reads, derived ones as in one row of the roster. */
static void options_at(const ply_space *space, const ply_roster *roster, uint32_t security, uint32_t row,
                       uint16_t *option) {
  size_t n = (size_t)space->game->n_issues;
  memcpy(option, space->security_option + (size_t)security * n, n * sizeof *option);
  for (int j = 0; j < space->n_derived; j++)
    option[space->derived[j]] = roster->derived[(size_t)row * n + (size_t)space->derived[j]];
}

/* As ply_security_desk_at, by what is known of the last tile. */
static bool recall(ply_tile_tables *t, const ply_security_desk *desk, size_t e, ply_security_state *state) {
  size_t C = (size_t)t->space->game->n_candidates;
  struct ply_tile_known *k = &t->known;
  ply_security_known here = {.has_honour = k->has_honour,
                             .has_outcome = k->has_outcome,
                             .honour = k->honour + e * C,
                             .force = k->force[e],
                             .outcome = k->outcome[e]};
  bool settled = ply_security_desk_recall(t->space->game, desk,
                                          t->roster->level + t->roster->effort_at[e] * C, 0, &here, state);
  k->force[e] = here.force;
  k->outcome[e] = here.outcome;
  return settled;
}

/* What the last tile's honour and outcomes tell of these inputs. */
static void turn_known(ply_tile_tables *t, const ply_security_inputs *inputs) {
  struct ply_tile_known *k = &t->known;
  bool same = k->efforts_id == t->roster->efforts_id && ply_inputs_same_honour(&k->inputs, inputs);
  k->has_honour = k->has_honour && same;
  k->has_outcome = k->has_honour && ply_inputs_same_outcomes(&k->inputs, inputs);
  k->efforts_id = t->roster->efforts_id;
  k->inputs = *inputs;
}

/* Security at one effort vector. */
static bool fill_effort(ply_tile_tables *t, const ply_security_desk *desk, bool known, size_t e) {
  const ply_game *game = t->space->game;
  size_t C = (size_t)game->n_candidates;
  ply_security_state state;
  const uint8_t *level = t->roster->level + t->roster->effort_at[e] * C;
  if (!(known ? recall(t, desk, e, &state) : ply_security_desk_at(game, desk, level, 0, &state)))
    return false;
  for (int j = 0; j < PLY_FIGHT; j++) t->indicator[j][e] = state.indicator[j];
  for (size_t c = 0; c < C; c++) {
    t->fight[c][e] = ply_state_fight(&state, (int)c);
    t->renege[c][e] = ply_state_renege(&state, (int)c);
  }
  return true;
}

/* The indicators that some payoff of the game asks for, as a mask. */
static uint32_t asked_for(const ply_tile_tables *t) {
  const ply_game *game = t->space->game;
  uint32_t asked = t->every ? UINT32_MAX : 0;
  for (int i = 0; i < game->n_actors; i++) {
    asked |= game->scaled_by[i];
    for (int j = 0; j < PLY_N_INDICATORS; j++) asked |= game->stake[i][j] != 0 ? (uint32_t)1 << j : 0;
  }
  return asked;
}

/* What its pledge costs a candidate, by effort vector. */
static void fill_pledges(ply_tile_tables *t, const ply_security_desk *desk, int c) {
  const ply_game *game = t->space->game;
  const double *attack = t->indicator[PLY_ATTACK];
  const uint8_t *level = t->level + (size_t)c * (size_t)t->roster->n_efforts;
  for (size_t e = 0; e < (size_t)t->roster->n_efforts; e++) {
    double effort = game->effort[level[e]], honour = desk->honour[c][level[e]];
    t->fight[c][e] = effort == 0 ? 0 : attack[e] * honour * effort;
    t->renege[c][e] = effort == 0 ? 0 : attack[e] * (1 - honour);
  }
}

/* Where each effort vector stands in the tables of outcomes, and who stands at which level there. */
static void find_places(ply_tile_tables *t) {
  const ply_game *game = t->space->game;
  const ply_roster *k = t->roster;
  if (t->efforts != NULL && t->efforts->efforts_id == k->efforts_id) return;
  size_t n = (size_t)k->n_efforts, C = (size_t)game->n_candidates;
  for (size_t e = 0; e < n; e++) {
    const uint8_t *level = k->level + k->effort_at[e] * C;
    t->place[e] = (uint32_t)ply_security_outcomes_at(game, &t->outcomes, level);
    for (size_t c = 0; c < C; c++) t->level[c * n + e] = level[c];
  }
}

/* All effort vectors at once, where the outcomes at all choices of efforts are there. */
static void fill_by_outcomes(ply_tile_tables *t, const ply_security_desk *desk) {
  uint32_t asked = asked_for(t);
  double *indicator[PLY_FIGHT];
  for (int j = 0; j < PLY_FIGHT; j++)
    indicator[j] = j == PLY_ATTACK || asked >> j & 1 ? t->indicator[j] : NULL;
  find_places(t);
  ply_security_desk_fill(desk, (size_t)t->roster->n_efforts, t->place, indicator);
  for (int c = 0; c < t->space->game->n_candidates && asked >> PLY_FIGHT != 0; c++) fill_pledges(t, desk, c);
}

static bool fill_exact(ply_tile_tables *t, uint32_t security) {
  const ply_space *space = t->space;
  ply_security_desk desk;
  ply_security_desk_set(space->game, &space->security[security], true, &t->outcomes, &desk);
  if (space->game->security != NULL && desk.outcomes != NULL && !space->security_derived) {
    fill_by_outcomes(t, &desk);
    return true;
  }
  uint32_t row = UINT32_MAX;
  bool known = space->game->security != NULL && !desk.by_level && !space->security_derived;
  if (known) turn_known(t, &space->security[security]);
  for (size_t e = 0; e < (size_t)t->roster->n_efforts; e++) {
    uint32_t here = t->roster->row[t->roster->effort_at[e]];
    if (space->security_derived && here != row) {
      uint16_t option[PLY_MAX_ISSUES];
      options_at(space, t->roster, security, row = here, option);
      ply_security_inputs inputs = ply_game_security_inputs(space->game, option);
      ply_security_desk_set(space->game, &inputs, true, &t->outcomes, &desk);
    }
    if (!fill_effort(t, &desk, known, e)) {
      t->known.has_honour = false;
      return false;
    }
  }
  t->known.has_honour = t->known.has_outcome = known;
  return true;
}

/* Security at one effort vector, where its numbers are ranges. */
static void fill_ends(ply_tile_tables *t, const ply_security_range_desk *desk, size_t e) {
  const ply_game *game = t->space->game;
  size_t C = (size_t)game->n_candidates;
  ply_security_ends ends;
  ply_security_range_desk_at(game, desk, t->roster->level + t->roster->effort_at[e] * C, &ends);
  for (int j = 0; j < PLY_FIGHT; j++) {
    t->least[j][e] = ends.indicator[j][0];
    t->indicator[j][e] = ends.indicator[j][1];
  }
  for (size_t c = 0; c < C; c++) {
    t->least_fight[c][e] = ends.fight[c][0];
    t->fight[c][e] = ends.fight[c][1];
    t->least_renege[c][e] = ends.renege[c][0];
    t->renege[c][e] = ends.renege[c][1];
  }
}

static void fill_range(ply_tile_tables *t, uint32_t security) {
  ply_security_range_desk desk;
  uint32_t row = UINT32_MAX;
  for (size_t e = 0; e < (size_t)t->roster->n_efforts; e++) {
    uint32_t here = t->roster->row[t->roster->effort_at[e]];
    if (e == 0 || (t->space->security_derived && here != row)) {
      uint16_t option[PLY_MAX_ISSUES];
      options_at(t->space, t->roster, security, row = here, option);
      ply_security_range_desk_set(t->space->game, option, &desk);
    }
    fill_ends(t, &desk, e);
  }
}

/* Whether the indicators of these inputs are there. */
static bool are_there(const ply_tile_tables *t, uint32_t security) {
  return t->efforts != NULL && t->efforts->efforts_id == t->roster->efforts_id && t->security == security;
}

ply_status ply_tile_tables_fill(const ply_space *space, const ply_roster *roster, uint32_t security,
                                ply_tile_tables *t) {
  ply_status status = t->space == space ? PLY_OK : make_room(space, t);
  if (status == PLY_OK) status = room_for_sums(roster, t);
  if (status != PLY_OK) return status;
  t->roster = roster;
  if (!are_there(t, security)) {
    if (space->game->range != NULL)
      fill_range(t, security);
    else if (!fill_exact(t, security)) {
      t->efforts = NULL;
      return PLY_E_INPUT;
    }
    t->efforts = roster;
    t->security = security;
  }
  for (int i = 0; i < space->game->n_actors; i++) fill_values(t, i);
  return PLY_OK;
}

/* The terms that the design alone decides. */
static void add_terms(const ply_game *game, int actor, const uint16_t *tied_option, ply_linear tied[2]) {
  double value;
  for (PLY_EACH_TERM(term, game, actor)) {
    if (!ply_term_decided(game, term, tied_option, &value)) continue;
    for (int role = 0; role < 2; role++) tied[role].constant += value;
  }
}

void ply_tile_sums_for(const ply_space *space, const ply_roster *roster, const uint16_t *tied_option,
                       int actor, ply_linear *sums) {
  const ply_game *game = space->game;
  ply_linear tied[2] = {0};
  int roles = game->candidate_of[actor] >= 0 ? 2 : 1;
  add_terms(game, actor, tied_option, tied);
  for (int role = 0; role < roles; role++)
    ply_game_issue_terms(game, actor, role, space->tied, space->n_tied, tied_option, &tied[role]);
  for (int row = 0; row < roster->n_rows; row++)
    for (int role = 0; role < 2; role++, sums++) {
      const uint16_t *derived = roster->derived + (size_t)row * (size_t)game->n_issues;
      *sums = tied[role];
      if (role < roles)
        ply_game_issue_terms(game, actor, role, space->derived, space->n_derived, derived, sums);
    }
}

void ply_tile_sums(const ply_space *space, const ply_roster *roster, const uint16_t *tied_option,
                   ply_linear *sums) {
  for (int i = 0; i < space->game->n_actors; i++, sums += 2 * (size_t)roster->n_rows)
    ply_tile_sums_for(space, roster, tied_option, i, sums);
}

void ply_tile_design(ply_tile_tables *t, const uint16_t *tied_option) {
  ply_tile_sums(t->space, t->roster, tied_option, t->own_sums);
  t->sums = t->own_sums;
}
