/* Payoffs of all memberships of a design at once. Security is computed once per block and membership; a
 * design then costs actors * memberships additions. */
#include "sim/game/space.h"

#include <stdlib.h>
#include <string.h>

void ply_block_tables_init(ply_block_tables *tables) { *tables = (ply_block_tables){0}; }

void ply_block_tables_done(ply_block_tables *tables) {
  free(tables->storage);
  *tables = (ply_block_tables){0};
}

/* How many arrays over memberships: six indicators, three per candidate, one per actor. */
static ply_status make_room(const ply_game *game, const ply_class *klass, ply_block_tables *t) {
  size_t n = (size_t)klass->n, arrays = PLY_FIGHT + 3 * (size_t)game->n_candidates + (size_t)game->n_actors;
  if (n * arrays > t->capacity) {
    free(t->storage);
    t->capacity = 0;
    t->storage = malloc(n * arrays * sizeof *t->storage);
    if (t->storage == NULL) return PLY_E_MEMORY;
    t->capacity = n * arrays;
  }
  double *at = t->storage;
  t->klass = klass;
  for (int j = 0; j < PLY_FIGHT; j++, at += n) t->indicator[j] = at;
  for (int c = 0; c < game->n_candidates; c++) {
    t->honour[c] = at;
    t->fight[c] = at + n;
    t->renege[c] = at + 2 * n;
    at += 3 * n;
  }
  t->fixed = at;
  return PLY_OK;
}

static const double *indicator_of(const ply_game *game, const ply_block_tables *t, int indicator, int actor) {
  if (indicator < PLY_FIGHT) return t->indicator[indicator];
  int c = game->candidate_of[actor];
  if (c < 0) return NULL;
  return indicator == PLY_FIGHT ? t->fight[c] : t->renege[c];
}

static void fill_fixed(const ply_game *game, ply_block_tables *t) {
  size_t n = (size_t)t->klass->n;
  memcpy(t->fixed, t->klass->own, n * (size_t)game->n_actors * sizeof *t->fixed);
  for (int i = 0; i < game->n_actors; i++)
    for (int j = 0; j < PLY_N_INDICATORS; j++) {
      double stake = game->stake[i][j];
      const double *indicator = indicator_of(game, t, j, i);
      if (stake == 0 || indicator == NULL) continue;
      double *fixed = t->fixed + (size_t)i * n;
      for (size_t m = 0; m < n; m++) fixed[m] += stake * indicator[m];
    }
}

/* Security inputs where tables read derived issues too: those of one row of derived options. */
static ply_security_inputs inputs_at(const ply_space *space, const ply_class *klass, uint32_t security,
                                     uint32_t row) {
  const ply_game *game = space->game;
  size_t n = (size_t)game->n_issues;
  uint16_t option[PLY_MAX_ISSUES];
  memcpy(option, space->security_option + (size_t)security * n, n * sizeof *option);
  for (int j = 0; j < space->n_derived; j++)
    option[space->derived[j]] = klass->derived[(size_t)row * n + (size_t)space->derived[j]];
  return ply_game_security_inputs(game, option);
}

ply_status ply_block_tables_fill(const ply_space *space, const ply_class *klass, uint32_t security,
                                 ply_block_tables *t) {
  const ply_game *game = space->game;
  ply_status status = make_room(game, klass, t);
  if (status != PLY_OK) return status;
  size_t C = (size_t)game->n_candidates;
  ply_security_inputs inputs = space->security[security];
  for (size_t m = 0; m < (size_t)klass->n && game->security != NULL; m++) {
    ply_security_state state;
    if (space->security_derived && (m == 0 || klass->row[m] != klass->row[m - 1]))
      inputs = inputs_at(space, klass, security, klass->row[m]);
    if (!ply_game_security(game, &inputs, klass->level + m * C, 0, &state)) return PLY_E_INPUT;
    for (int j = 0; j < PLY_FIGHT; j++) t->indicator[j][m] = state.indicator[j];
    for (size_t c = 0; c < C; c++) {
      int actor = game->candidate[c];
      t->honour[c][m] = state.honour[c];
      t->fight[c][m] = ply_game_indicator(game, &state, PLY_FIGHT, actor);
      t->renege[c][m] = ply_game_indicator(game, &state, PLY_RENEGE, actor);
    }
  }
  fill_fixed(game, t);
  return PLY_OK;
}

/* The design's terms of an actor at each (row of derived options, role): sum[2 * row + role]. */
static void sums_of(const ply_space *space, const ply_class *klass, const uint16_t *core_option, int actor,
                    int row, ply_linear *sum) {
  const ply_game *game = space->game;
  const uint16_t *derived = klass->derived + (size_t)row * (size_t)game->n_issues;
  for (int role = 0; role < 2; role++) {
    sum[role] = (ply_linear){0};
    ply_game_issue_terms(game, actor, role, space->core, space->n_core, core_option, &sum[role]);
    ply_game_issue_terms(game, actor, role, space->derived, space->n_derived, derived, &sum[role]);
  }
}

static void add_slopes(const ply_game *game, const ply_block_tables *t, int actor, int row,
                       const ply_linear *sum, double *payoff) {
  const ply_class *k = t->klass;
  size_t C = (size_t)game->n_candidates;
  int c = game->candidate_of[actor];
  for (int j = 0; j < PLY_N_INDICATORS; j++) {
    const double *indicator = indicator_of(game, t, j, actor);
    if (!game->scaled[actor][j] || indicator == NULL) continue;
    for (size_t m = 0; m < (size_t)k->n; m++) {
      if (k->row[m] != (uint32_t)row) continue;
      int role = c >= 0 && k->level[m * C + (size_t)c] == 0;
      payoff[m] += sum[role].slope[j] * indicator[m];
    }
  }
}

void ply_block_payoffs(const ply_space *space, const ply_block_tables *t, const uint16_t *core_option,
                       double *payoff) {
  const ply_game *game = space->game;
  const ply_class *k = t->klass;
  size_t n = (size_t)k->n, C = (size_t)game->n_candidates;
  for (int i = 0; i < game->n_actors; i++) {
    double *out = payoff + (size_t)i * n;
    const double *fixed = t->fixed + (size_t)i * n;
    int c = game->candidate_of[i];
    for (int row = 0; row < k->n_rows; row++) {
      ply_linear sum[2];
      sums_of(space, k, core_option, i, row, sum);
      for (size_t m = 0; m < n; m++) {
        if (k->row[m] != (uint32_t)row) continue;
        out[m] = fixed[m] + sum[c >= 0 && k->level[m * C + (size_t)c] == 0].constant;
      }
      add_slopes(game, t, i, row, sum, out);
    }
  }
}
