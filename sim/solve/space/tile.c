/* Payoffs at a tied design, by what each actor sees of membership: security is computed once per tile and
 * effort vector, stakes once per tile and perspective; a payoff then costs one or two additions. */
#include "sim/game/security.h"
#include "sim/solve/space/space.h"

#include <stdlib.h>
#include <string.h>

void ply_tile_tables_init(ply_tile_tables *tables) { *tables = (ply_tile_tables){0}; }

void ply_tile_tables_done(ply_tile_tables *tables) {
  free(tables->storage);
  free(tables->own_sums);
  free(tables->outcomes);
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

/* Six indicators and two per candidate by effort vector, twice where they are ranges; one value per actor and
 * perspective. */
static ply_status make_room(const ply_game *game, const ply_roster *roster, ply_tile_tables *t) {
  size_t efforts = (size_t)roster->n_efforts, room = efforts * (PLY_FIGHT + 2 * (size_t)game->n_candidates);
  if (game->range != NULL) room *= 2;
  size_t sums = (size_t)game->n_actors * 2 * (size_t)roster->n_rows;
  for (int i = 0; i < game->n_actors; i++) room += (size_t)roster->n_perspectives[i];
  if (room > t->capacity) {
    free(t->storage);
    t->capacity = 0;
    t->storage = malloc(room * sizeof *t->storage);
    if (t->storage == NULL) return PLY_E_MEMORY;
    t->capacity = room;
  }
  if (sums > t->sums_capacity) {
    free(t->own_sums);
    t->sums_capacity = 0;
    t->own_sums = malloc(sums * sizeof *t->own_sums);
    if (t->own_sums == NULL) return PLY_E_MEMORY;
    t->sums_capacity = sums;
  }
  size_t outcomes = t->outcomes == NULL && game->range == NULL ? ply_security_outcomes(game) : 0;
  if (outcomes > 0 && (t->outcomes = malloc(outcomes * sizeof *t->outcomes)) == NULL) return PLY_E_MEMORY;
  double *at = t->storage;
  double *next = place(at, efforts, game->n_candidates, t->indicator, t->fight, t->renege);
  at = place(game->range != NULL ? next : at, efforts, game->n_candidates, t->least, t->least_fight,
             t->least_renege);
  for (int i = 0; i < game->n_actors; at += roster->n_perspectives[i++]) t->value[i] = at;
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

static void fill_values(ply_tile_tables *t, int actor) {
  const ply_perspective *perspective = t->roster->perspectives[actor];
  double *value = t->value[actor];
  int n = t->roster->n_perspectives[actor];
  for (int p = 0; p < n; p++) value[p] = perspective[p].own;
  for (int j = 0; j < PLY_N_INDICATORS; j++) {
    double stake = t->space->game->stake[actor][j];
    const double *indicator = stake_in(t, j, actor, stake);
    if (stake == 0 || indicator == NULL) continue;
    for (int p = 0; p < n; p++) value[p] += stake * indicator[perspective[p].effort];
  }
}

/* The options that security reads, derived ones as in one row of the roster. */
static void options_at(const ply_space *space, const ply_roster *roster, uint32_t security, uint32_t row,
                       uint16_t *option) {
  size_t n = (size_t)space->game->n_issues;
  memcpy(option, space->security_option + (size_t)security * n, n * sizeof *option);
  for (int j = 0; j < space->n_derived; j++)
    option[space->derived[j]] = roster->derived[(size_t)row * n + (size_t)space->derived[j]];
}

/* Security at one effort vector. */
static bool fill_effort(ply_tile_tables *t, const ply_security_desk *desk, size_t e) {
  const ply_game *game = t->space->game;
  size_t C = (size_t)game->n_candidates;
  ply_security_state state;
  if (!ply_security_desk_at(game, desk, t->roster->level + t->roster->effort_at[e] * C, 0, &state))
    return false;
  for (int j = 0; j < PLY_FIGHT; j++) t->indicator[j][e] = state.indicator[j];
  for (size_t c = 0; c < C; c++) {
    t->fight[c][e] = ply_state_fight(&state, (int)c);
    t->renege[c][e] = ply_state_renege(&state, (int)c);
  }
  return true;
}

static bool fill_exact(ply_tile_tables *t, uint32_t security) {
  const ply_space *space = t->space;
  ply_security_desk desk;
  ply_security_desk_set(space->game, &space->security[security], true, t->outcomes, &desk);
  uint32_t row = UINT32_MAX;
  for (size_t e = 0; e < (size_t)t->roster->n_efforts; e++) {
    uint32_t here = t->roster->row[t->roster->effort_at[e]];
    if (space->security_derived && here != row) {
      uint16_t option[PLY_MAX_ISSUES];
      options_at(space, t->roster, security, row = here, option);
      ply_security_inputs inputs = ply_game_security_inputs(space->game, option);
      ply_security_desk_set(space->game, &inputs, true, t->outcomes, &desk);
    }
    if (!fill_effort(t, &desk, e)) return false;
  }
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

ply_status ply_tile_tables_fill(const ply_space *space, const ply_roster *roster, uint32_t security,
                                ply_tile_tables *t) {
  t->space = space;
  t->roster = roster;
  ply_status status = make_room(space->game, roster, t);
  if (status != PLY_OK) return status;
  if (space->game->range != NULL)
    fill_range(t, security);
  else if (!fill_exact(t, security))
    return PLY_E_INPUT;
  for (int i = 0; i < space->game->n_actors; i++) fill_values(t, i);
  return PLY_OK;
}

/* The bonuses that the design alone decides. */
static void add_bonuses(const ply_game *game, int actor, const uint16_t *tied_option, ply_linear tied[2]) {
  for (int b = 0; b < game->n_bonuses; b++) {
    if (game->bonuses[b].actor != actor || ply_bonus_truth(game, b, tied_option) != PLY_TRUE) continue;
    for (int role = 0; role < 2; role++) tied[role].constant += game->bonuses[b].gain;
  }
}

void ply_tile_sums_for(const ply_space *space, const ply_roster *roster, const uint16_t *tied_option,
                       int actor, ply_linear *sums) {
  const ply_game *game = space->game;
  ply_linear tied[2] = {0};
  int roles = game->candidate_of[actor] >= 0 ? 2 : 1;
  add_bonuses(game, actor, tied_option, tied);
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
