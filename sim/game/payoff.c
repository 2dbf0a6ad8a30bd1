/* Payoffs at one bundle: the sum of the compiled terms. Cost: actors * issues. */
#include "sim/game/game.h"

void ply_game_issue_terms(const ply_game *game, int actor, int role, const int *issues, int n_issues,
                          const uint16_t *option, ply_linear *sum) {
  for (int j = 0; j < n_issues; j++) {
    const ply_amount_row *row = &game->rows[actor * game->n_issues + issues[j]];
    int o = option[issues[j]];
    sum->constant += row->constant[role][o];
    if (row->indicator >= 0) sum->slope[row->indicator] += row->slope[role][o];
  }
}

uint32_t ply_payoff_term_at(const ply_game *game, const ply_payoff_term *term, const uint16_t *option,
                            const uint8_t *level) {
  if (term->table != NULL) return ply_table_entry(term->table, option, level);
  return ply_cond_holds(term->when, game->scenario, option, level) ? 1 : 0;
}

static bool security_of(const ply_game *game, const uint16_t *option, const uint8_t *level,
                        ply_security_state *state) {
  uint8_t candidate_level[PLY_MAX_CANDIDATES] = {0};
  for (int c = 0; c < game->n_candidates; c++) candidate_level[c] = level[game->candidate[c]];
  ply_security_inputs inputs = ply_game_security_inputs(game, option);
  return ply_game_security(game, &inputs, candidate_level, 0, state);
}

static double payoff_of(const ply_game *game, int actor, const int *issues, const uint16_t *option,
                        const uint8_t *level, const ply_security_state *state) {
  ply_linear sum = {0};
  bool candidate = game->candidate_of[actor] >= 0;
  ply_game_issue_terms(game, actor, candidate && level[actor] == 0 ? 1 : 0, issues, game->n_issues, option,
                       &sum);
  double payoff = sum.constant;
  if (candidate) payoff += game->level_gain[actor * game->n_levels + level[actor]];
  for (PLY_EACH_TERM(term, game, actor)) payoff += term->value[ply_payoff_term_at(game, term, option, level)];
  for (int j = 0; j < PLY_N_INDICATORS; j++) {
    double slope = sum.slope[j] + game->stake[actor][j];
    if (slope != 0) payoff += slope * ply_game_indicator(game, state, (ply_indicator)j, actor);
  }
  return payoff;
}

bool ply_game_payoffs(const ply_game *game, const uint16_t *option, const uint8_t *level,
                      const ply_security_state *state, double *payoff) {
  ply_security_state own;
  if (state == NULL) {
    if (!security_of(game, option, level, &own)) return false;
    state = &own;
  }
  int issues[PLY_MAX_ISSUES];
  for (int k = 0; k < game->n_issues; k++) issues[k] = k;
  for (int i = 0; i < game->n_actors; i++) payoff[i] = payoff_of(game, i, issues, option, level, state);
  return true;
}
