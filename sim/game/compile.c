/* Scenario -> game: every number looked up once, payoff families applied, strides and masks made.
 * Cost: the size of the scenario. */
#include "sim/game/game.h"

#include "models/models.h"
#include "sim/game/security.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static double number(const ply_game *game, const ply_number *n) { return ply_number_value(n, game->values); }

/* The amount of one option by the family that fits the row: constant and slope. */
static ply_amount amount_of(const ply_game *game, const ply_payoff_row *row, const ply_number *value,
                            bool outsider) {
  const ply_family *plain = outsider ? &ply_family_outsider : &ply_family_additive;
  double input[PLY_FAMILY_INPUTS];
  ply_payoff_inputs(row, value, game->values, input);
  return (row->family != NULL ? row->family : plain)->amount(input);
}

static void fill_role(const ply_game *game, const ply_payoff_row *row, int n_options, int role,
                      double *constant, double *slope) {
  const ply_number *values = role == 1 && row->outsider != NULL ? row->outsider : row->values;
  for (int o = 0; o < n_options && values != NULL; o++) {
    ply_amount amount = amount_of(game, row, &values[o], role == 1 && row->outsider != NULL);
    constant[o] = amount.constant;
    slope[o] = amount.slope;
  }
}

static bool compile_role(ply_game *game, const ply_payoff_row *row, int n_options, int role,
                         ply_amount_row *out) {
  double *constant = PLY_NEW(game->arena, n_options, double);
  double *slope = PLY_NEW(game->arena, n_options, double);
  if (constant == NULL || slope == NULL) return false;
  fill_role(game, row, n_options, role, constant, slope);
  out->constant[role] = constant;
  out->slope[role] = slope;
  return true;
}

static bool compile_row(ply_game *game, int actor, int issue, ply_amount_row *out) {
  const ply_payoff_row *row = &game->scenario->actors[actor].rows[issue];
  int n = game->scenario->issues[issue].n_options;
  bool matters = row->values != NULL && number(game, &row->weight) != 0;
  out->indicator = matters && ply_payoff_looks(row) ? (int)row->by : -1;
  if (out->indicator >= 0) game->scaled_by[actor] |= (uint32_t)1 << out->indicator;
  if (!compile_role(game, row, n, 0, out)) return false;
  if (!matters || row->outsider == NULL || game->candidate_of[actor] < 0) {
    out->constant[1] = out->constant[0];
    out->slope[1] = out->slope[0];
    return true;
  }
  out->differs = true;
  return compile_role(game, row, n, 1, out);
}

static bool compile_rows(ply_game *game) {
  ply_amount_row *rows = PLY_NEW(game->arena, game->n_actors * game->n_issues, ply_amount_row);
  if (rows == NULL) return false;
  for (int i = 0; i < game->n_actors; i++)
    for (int k = 0; k < game->n_issues; k++)
      if (!compile_row(game, i, k, &rows[i * game->n_issues + k])) return false;
  game->rows = rows;
  return true;
}

/* Mixed radix: candidates last, so they vary fastest; the last actor's digit has stride 1. */
static void compile_strides(ply_game *game) {
  const ply_scenario *s = game->scenario;
  uint64_t stride = 1;
  for (int c = game->n_candidates - 1; c >= 0; c--) {
    game->member_stride[c] = stride;
    stride *= (uint64_t)game->n_levels;
  }
  game->raw_memberships = stride;
  for (int k = game->n_issues - 1; k >= 0; k--) {
    if (s->issues[k].n_cases > 0) continue;
    game->issue_stride[k] = stride;
    stride *= (uint64_t)s->issues[k].n_options;
  }
  game->raw = stride;
}

static void compile_consent(ply_game *game) {
  const ply_scenario *s = game->scenario;
  int n = 0;
  for (int i = 0; i < game->n_actors; i++) {
    uint64_t bit = (uint64_t)1 << i;
    if (s->actors[i].consent == PLY_REQUIRED) game->required |= bit;
    if (s->actors[i].consent == PLY_COUNTED) game->counted |= bit;
    if (s->actors[i].consent == PLY_IF_MEMBER) game->if_member |= bit;
    if (s->actors[i].consent == PLY_IF_HOLDS) game->if_holds |= bit;
    if ((game->required | game->counted) & bit) n++;
  }
  game->spare = s->quorum < 0 || s->quorum > n ? 0 : n - s->quorum;
  game->n_votes = s->n_quorums;
  game->votes = s->quorums;
  game->vetoes = game->required | game->if_member | game->if_holds;
  for (uint64_t rest = game->counted; rest != 0; rest &= rest - 1)
    if (!ply_game_carried(game, rest & (0 - rest))) game->vetoes |= rest & (0 - rest);
  if (game->counted & ~game->vetoes) return;
  game->spare = game->n_votes = 0; /* unanimity, however it is put */
}

static bool compile_own_amounts(ply_game *game) {
  const ply_scenario *s = game->scenario;
  double *gain = PLY_NEW(game->arena, game->n_actors * game->n_levels, double);
  if (gain == NULL) return false;
  for (int i = 0; i < game->n_actors; i++) {
    const ply_actor *actor = &s->actors[i];
    for (int l = 0; l < game->n_levels && actor->candidate && actor->level != NULL; l++) {
      double input = number(game, &actor->level[l]);
      gain[i * game->n_levels + l] = ply_family_level.amount(&input).constant;
    }
    for (int j = 0; j < PLY_N_INDICATORS; j++) {
      double input = actor->has_stake[j] ? number(game, &actor->stakes[j]) : 0;
      game->stake[i][j] = ply_family_stake.amount(&input).slope;
    }
  }
  game->level_gain = gain;
  return true;
}

/* Fills in a term's values and their range. */
static bool compile_term(ply_game *game, const ply_bonus *bonus, ply_payoff_term *out) {
  double *value = PLY_NEW(game->arena, out->n_values, double);
  if (value == NULL) return false;
  for (uint32_t e = 0; e < out->n_values; e++) {
    double input =
        out->table != NULL ? ply_table_value(out->table, e, game->values) : number(game, &bonus->gain);
    value[e] = out->table != NULL ? ply_family_table.amount(&input).constant
               : e == 1           ? ply_family_bonus.amount(&input).constant
                                  : 0;
    out->least = e == 0 || value[e] < out->least ? value[e] : out->least;
    out->most = e == 0 || value[e] > out->most ? value[e] : out->most;
  }
  out->value = value;
  return true;
}

static bool compile_terms(ply_game *game) {
  const ply_scenario *s = game->scenario;
  int n = 0;
  for (int i = 0; i < game->n_actors; i++) n += s->actors[i].n_bonuses + s->actors[i].n_tables;
  ply_payoff_term *terms = PLY_NEW(game->arena, n + 1, ply_payoff_term);
  if (terms == NULL) return false;
  game->terms = terms;
  for (int i = 0; i < game->n_actors; i++) {
    const ply_actor *actor = &s->actors[i];
    for (int b = 0; b < actor->n_bonuses; b++) {
      ply_payoff_term *term = &terms[game->n_terms++];
      *term = (ply_payoff_term){
          .actor = i, .bonus = game->n_bonuses++, .when = actor->bonuses[b].when, .n_values = 2};
      if (!compile_term(game, &actor->bonuses[b], term)) return false;
    }
    for (int t = 0; t < actor->n_tables; t++) {
      ply_payoff_term *term = &terms[game->n_terms++];
      *term = (ply_payoff_term){
          .actor = i, .bonus = -1, .table = &actor->tables[t], .n_values = actor->tables[t].n_entries};
      if (!compile_term(game, NULL, term)) return false;
    }
    game->first_term[i + 1] = game->n_terms;
  }
  return true;
}

static void compile_actors(ply_game *game) {
  const ply_scenario *s = game->scenario;
  for (int i = 0; i < game->n_actors; i++) {
    game->candidate_of[i] = -1;
    if (!s->actors[i].candidate) continue;
    game->candidate_of[i] = game->n_candidates;
    game->candidate[game->n_candidates++] = i;
  }
  for (int l = 0; l < game->n_levels; l++) game->effort[l] = number(game, &s->levels[l].effort);
}

/* A reservation is a number, or the payoff of a named design. */
static ply_status compile_reservations(ply_game *game, ply_err *err) {
  const ply_scenario *s = game->scenario;
  double payoff[PLY_MAX_ACTORS];
  for (int i = 0; i < game->n_actors; i++) {
    int d = s->actors[i].reservation_design;
    if (d < 0) {
      game->reservation[i] = number(game, &s->actors[i].reservation);
      continue;
    }
    if (!ply_game_payoffs(game, s->designs[d].options, s->designs[d].levels, NULL, payoff))
      return ply_err_set(err, PLY_E_LIMIT,
                         "the honour game of design \"%s\" does not settle in 10,000 rounds",
                         s->designs[d].id);
    game->reservation[i] = payoff[i];
  }
  return PLY_OK;
}

static void compile_tolerances(ply_game *game) {
  for (int i = 0; i < game->n_actors; i++) {
    double scale = ply_game_scale(game, i);
    game->eps[i] = scale > 1 ? PLY_EPS * scale : PLY_EPS;
  }
}

ply_status ply_game_compile(const ply_scenario *scenario, const double *values, const ply_lines *lines,
                            ply_game **out, ply_err *err) {
  *out = NULL;
  ply_status status = PLY_E_MEMORY;
  ply_game *game = calloc(1, sizeof *game);
  if (game == NULL || (game->arena = ply_arena_new()) == NULL) goto out;
  game->scenario = scenario;
  game->n_actors = scenario->n_actors;
  game->n_issues = scenario->n_issues;
  game->n_levels = scenario->n_levels;
  if (values != NULL) {
    double *copy = PLY_NEW(game->arena, scenario->n_numbers, double);
    if (copy == NULL) goto out;
    memcpy(copy, values, (size_t)scenario->n_numbers * sizeof *copy);
    game->values = copy;
  }
  compile_actors(game);
  compile_strides(game);
  compile_consent(game);
  if (!compile_rows(game) || !compile_own_amounts(game) || !compile_terms(game) ||
      !ply_game_compile_security(game))
    goto out;
  if ((status = ply_game_compile_lines(game, lines, err)) != PLY_OK) goto out;
  if ((status = compile_reservations(game, err)) != PLY_OK) goto out;
  compile_tolerances(game);
  *out = game;
  game = NULL;
out:
  if (status == PLY_E_MEMORY) ply_err_set(err, status, "not enough memory for the scenario's tables");
  ply_game_free(game);
  return status;
}

/* Whether the numbers of issues and reservations are all there is. */
static bool is_sums_alone(const ply_game *game) {
  const ply_scenario *s = game->scenario;
  if (game->values == NULL || game->n_candidates > 0 || game->n_levels > 0 || game->security != NULL ||
      game->n_lines > 0 || game->n_terms > 0)
    return false;
  for (int i = 0; i < game->n_actors; i++)
    if (s->actors[i].reservation_design >= 0) return false;
  for (int r = 0; r < game->n_actors * game->n_issues; r++)
    if (game->rows[r].indicator >= 0 || game->rows[r].differs) return false;
  return true;
}

bool ply_game_take_values(ply_game *game, const double *values) {
  const ply_scenario *s = game->scenario;
  if (!is_sums_alone(game)) return false;
  memcpy((double *)(uintptr_t)game->values, values, (size_t)s->n_numbers * sizeof *values);
  for (int i = 0; i < game->n_actors; i++) {
    for (int k = 0; k < game->n_issues; k++) {
      const ply_amount_row *row = &game->rows[i * game->n_issues + k];
      fill_role(game, &s->actors[i].rows[k], s->issues[k].n_options, 0, (double *)(uintptr_t)row->constant[0],
                (double *)(uintptr_t)row->slope[0]);
    }
    game->reservation[i] = number(game, &s->actors[i].reservation);
  }
  compile_tolerances(game);
  return true;
}

void ply_game_free(ply_game *game) {
  if (game == NULL) return;
  ply_arena_free(game->arena);
  free(game);
}
