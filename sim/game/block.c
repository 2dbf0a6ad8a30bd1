/* Payoffs of all memberships of a design at once. Security is computed once per block and membership; a
 * design then costs actors * memberships additions. */
#include "sim/game/space.h"

#include <stdlib.h>
#include <string.h>

void ply_block_tables_init(ply_block_tables *tables) { *tables = (ply_block_tables){0}; }

void ply_block_tables_done(ply_block_tables *tables) {
  free(tables->storage);
  free(tables->sums);
  free(tables->constants);
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
  if (klass->n_rows > t->rows_capacity) {
    free(t->sums);
    free(t->constants);
    t->rows_capacity = 0;
    t->sums = malloc(2 * (size_t)klass->n_rows * sizeof *t->sums);
    t->constants = malloc(2 * (size_t)klass->n_rows * sizeof *t->constants);
    if (t->sums == NULL || t->constants == NULL) return PLY_E_MEMORY;
    t->rows_capacity = klass->n_rows;
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
  ply_security_desk desk;
  ply_security_desk_set(game, &space->security[security], true, &desk);
  for (size_t m = 0; m < (size_t)klass->n && game->security != NULL; m++) {
    ply_security_state state;
    if (space->security_derived && (m == 0 || klass->row[m] != klass->row[m - 1])) {
      ply_security_inputs inputs = inputs_at(space, klass, security, klass->row[m]);
      ply_security_desk_set(game, &inputs, true, &desk);
    }
    if (!ply_security_desk_at(game, &desk, klass->level + m * C, 0, &state)) return PLY_E_INPUT;
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

/* The design's terms of an actor at each slot (row of derived options, role): sum[2 * row + role]. */
static void sums_of(const ply_space *space, const ply_class *klass, const uint16_t *core_option, int actor,
                    ply_linear *sum) {
  const ply_game *game = space->game;
  ply_linear core[2];
  memset(core, 0, sizeof core);
  for (int role = 0; role < 2; role++)
    ply_game_issue_terms(game, actor, role, space->core, space->n_core, core_option, &core[role]);
  for (int row = 0; row < klass->n_rows; row++)
    for (int role = 0; role < 2; role++) {
      const uint16_t *derived = klass->derived + (size_t)row * (size_t)game->n_issues;
      sum[2 * row + role] = core[role];
      ply_game_issue_terms(game, actor, role, space->derived, space->n_derived, derived,
                           &sum[2 * row + role]);
    }
}

static void add_slopes(const ply_game *game, const ply_block_tables *t, int actor, const uint16_t *slot,
                       const ply_linear *sum, double *payoff) {
  size_t n = (size_t)t->klass->n;
  for (int j = 0; j < PLY_N_INDICATORS; j++) {
    const double *indicator = indicator_of(game, t, j, actor);
    if (!game->scaled[actor][j] || indicator == NULL) continue;
    for (size_t m = 0; m < n; m++) payoff[m] += sum[slot[m]].slope[j] * indicator[m];
  }
}

void ply_block_payoffs(const ply_space *space, const ply_block_tables *t, const uint16_t *core_option,
                       double *payoff) {
  const ply_game *game = space->game;
  const ply_class *k = t->klass;
  size_t n = (size_t)k->n;
  for (int i = 0; i < game->n_actors; i++) {
    double *out = payoff + (size_t)i * n;
    const double *fixed = t->fixed + (size_t)i * n;
    int c = game->candidate_of[i] < 0 ? game->n_candidates : game->candidate_of[i];
    const uint16_t *slot = k->slot + (size_t)c * n;
    sums_of(space, k, core_option, i, t->sums);
    for (int s = 0; s < 2 * k->n_rows; s++) t->constants[s] = t->sums[s].constant;
    for (size_t m = 0; m < n; m++) out[m] = fixed[m] + t->constants[slot[m]];
    add_slopes(game, t, i, slot, t->sums, out);
  }
}
