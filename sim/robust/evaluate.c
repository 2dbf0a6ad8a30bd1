/* One bundle in all draws: who accepts it where. Terms are added in the order of sim/game/payoff.c, so that a
 * payoff has the same last bit as a solve of that draw. Cost: actors * issues * draws, and one evaluation of
 * the security model a draw. */
#include "sim/game/security.h"
#include "sim/robust/inside.h"

#include <string.h>

bool ply_evaluation_init(const ply_sample_tables *t, ply_evaluation *out) {
  *out = (ply_evaluation){.tables = t, .arena = ply_arena_new()};
  if (out->arena == NULL) return false;
  size_t n = t->n_padded, actors = (size_t)t->n_actors;
  bool guarded = t->game->security != NULL;
  out->reads = ply_game_security_reads(t->game);
  if ((out->guarded = PLY_NEW(out->arena, t->n_words, uint64_t)) == NULL) return false;
  for (int j = 0; j < PLY_FIGHT && guarded; j++)
    if ((out->indicator[j] = PLY_NEW(out->arena, n, double)) == NULL) return false;
  for (int c = 0; c < t->game->n_candidates && guarded; c++) {
    out->fight[c] = PLY_NEW(out->arena, n, double);
    out->renege[c] = PLY_NEW(out->arena, n, double);
    if (out->fight[c] == NULL || out->renege[c] == NULL) return false;
  }
  out->payoff = PLY_NEW(out->arena, actors * n, double);
  out->accepts = PLY_NEW(out->arena, actors * t->n_words, uint64_t);
  out->line_refuses = PLY_NEW(out->arena, t->n_words, uint64_t);
  out->scratch = PLY_NEW(out->arena, 8 * t->n_words, uint64_t);
  return out->payoff != NULL && out->accepts != NULL && out->line_refuses != NULL && out->scratch != NULL;
}

void ply_evaluation_done(ply_evaluation *e) {
  ply_arena_free(e->arena);
  *e = (ply_evaluation){0};
}

/* ---- the guarantee ---- */

static bool security_of(ply_evaluation *e, const uint16_t *option, const uint8_t *candidate_level, size_t k) {
  const ply_game *game = e->tables->games[k];
  ply_security_inputs inputs = ply_game_security_inputs(game, option);
  ply_security_state state;
  if (!ply_game_security(game, &inputs, candidate_level, 0, &state)) return false;
  for (int j = 0; j < PLY_FIGHT; j++) e->indicator[j][k] = state.indicator[j];
  for (int c = 0; c < game->n_candidates; c++) {
    e->fight[c][k] = ply_state_fight(&state, c);
    e->renege[c][k] = ply_state_renege(&state, c);
  }
  return true;
}

/* Forgets what was known of another guarantee. */
static void guard(ply_evaluation *e, const uint16_t *option, const uint8_t *candidate_level) {
  const ply_game *game = e->tables->game;
  bool same = memcmp(e->stands, candidate_level, (size_t)game->n_candidates) == 0;
  for (uint64_t rest = e->reads; rest != 0 && same; rest &= rest - 1)
    same = e->option[__builtin_ctzll(rest)] == option[__builtin_ctzll(rest)];
  if (same) return;
  memset(e->guarded, 0, e->tables->n_words * sizeof *e->guarded);
  memcpy(e->option, option, (size_t)game->n_issues * sizeof *option);
  memcpy(e->stands, candidate_level, (size_t)game->n_candidates);
}

bool ply_evaluate_security(ply_evaluation *e, const uint16_t *option, const uint8_t *level,
                           const uint64_t *alive) {
  const ply_game *game = e->tables->game;
  uint8_t candidate_level[PLY_MAX_CANDIDATES] = {0};
  if (game->security == NULL) return true;
  for (int c = 0; c < game->n_candidates; c++) candidate_level[c] = level[game->candidate[c]];
  guard(e, option, candidate_level);
  for (size_t w = 0; w < e->tables->n_words; w++) {
    for (uint64_t rest = alive[w] & ~e->guarded[w]; rest != 0; rest &= rest - 1)
      if (!security_of(e, option, candidate_level, 64 * w + (size_t)__builtin_ctzll(rest))) return false;
    e->guarded[w] |= alive[w];
  }
  return true;
}

/* ---- payoffs ---- */

static void add(double *to, const double *what, size_t n) {
  for (size_t k = 0; k < n; k++) to[k] += what[k];
}

static void add_product(double *to, const double *slope, const double *indicator, size_t n) {
  for (size_t k = 0; k < n; k++) to[k] += slope[k] * indicator[k];
}

static const double *indicator_of(const ply_evaluation *e, int actor, int j) {
  if (j < PLY_FIGHT) return e->indicator[j];
  int c = e->tables->game->candidate_of[actor];
  if (c < 0) return NULL;
  return j == PLY_FIGHT ? e->fight[c] : e->renege[c];
}

/* The sum of the slopes that go with indicator j, in `slope`; false where there are none. */
static bool slopes(const ply_sample_tables *t, int actor, int role, int j, const uint16_t *option,
                   size_t from, double *slope) {
  bool any = false;
  memset(slope, 0, 64 * sizeof *slope);
  for (int k = 0; k < t->n_issues; k++) {
    size_t at = (size_t)(actor * t->n_issues + k);
    if (t->indicator[at] != j) continue;
    any = true;
    ply_cell_add(t, at, t->slope[2 * at + (size_t)role], option[k], from, slope, 64);
  }
  const double *stake = t->stake[actor * PLY_N_INDICATORS + j];
  if (stake != NULL) add(slope, stake + from, 64);
  return any || stake != NULL;
}

/* The payoffs of an actor in 64 draws. */
static void payoff_of(const ply_evaluation *e, int actor, const uint16_t *option, const uint8_t *level,
                      size_t from, double *payoff) {
  const ply_sample_tables *t = e->tables;
  const ply_game *game = t->game;
  bool candidate = game->candidate_of[actor] >= 0;
  int role = candidate && level[actor] == 0 ? 1 : 0;
  memset(payoff, 0, 64 * sizeof *payoff);
  for (int k = 0; k < t->n_issues; k++) {
    size_t at = (size_t)(actor * t->n_issues + k);
    const double *constant = t->constant[2 * at + (size_t)role];
    if (constant != NULL) ply_cell_add(t, at, constant, option[k], from, payoff, 64);
  }
  const double *own = candidate ? t->level_gain[actor * game->n_levels + level[actor]] : NULL;
  if (own != NULL) add(payoff, own + from, 64);
  for (PLY_EACH_TERM(term, game, actor)) {
    int32_t number = ply_payoff_term_number(term, ply_payoff_term_at(game, term, option, level));
    if (number >= 0) add(payoff, t->pays[term - game->terms] + (size_t)number * t->n_padded + from, 64);
  }
  if (game->security == NULL) return;
  double slope[64];
  for (uint32_t rest = t->looks_at[actor]; rest != 0; rest &= rest - 1) {
    int j = __builtin_ctz(rest);
    const double *indicator = indicator_of(e, actor, j);
    if (indicator != NULL && slopes(t, actor, role, j, option, from, slope))
      add_product(payoff, slope, indicator + from, 64);
  }
}

/* ---- answers ---- */

static void refused_by_lines(ply_evaluation *e, int actor, const uint16_t *option, const uint8_t *level) {
  const ply_sample_tables *t = e->tables;
  memset(e->line_refuses, 0, t->n_words * sizeof *e->line_refuses);
  for (int l = 0; l < t->game->n_lines; l++) {
    if (t->game->lines[l].actor != actor || !ply_game_line_broken(t->game, l, option, level)) continue;
    for (size_t w = 0; w < t->n_words; w++) e->line_refuses[w] |= t->in_force[l][w];
  }
}

bool ply_evaluate(ply_evaluation *e, const uint16_t *option, const uint8_t *level, uint64_t who,
                  const uint64_t *alive) {
  const ply_sample_tables *t = e->tables;
  if (!ply_evaluate_security(e, option, level, alive)) return false;
  for (int i = 0; i < t->n_actors; i++) {
    if (!(who >> i & 1)) continue;
    double *payoff = e->payoff + (size_t)i * t->n_padded;
    uint64_t *accepts = e->accepts + (size_t)i * t->n_words;
    refused_by_lines(e, i, option, level);
    for (size_t w = 0; w < t->n_words; w++) {
      accepts[w] = 0;
      if (alive[w] == 0) continue;
      payoff_of(e, i, option, level, 64 * w, payoff + 64 * w);
      ply_reach(payoff + 64 * w, t->need[i] + 64 * w, 1, &accepts[w]);
      accepts[w] &= alive[w] & ~e->line_refuses[w];
    }
  }
  return true;
}

/* Draw by draw, for whatever rule of agreement. */
static void agreed_by_draw(ply_evaluation *e, uint64_t parties, const uint64_t *alive, uint64_t *agreed) {
  const ply_sample_tables *t = e->tables;
  for (size_t w = 0; w < t->n_words; w++) {
    agreed[w] = 0;
    for (uint64_t rest = alive[w]; rest != 0; rest &= rest - 1) {
      int b = __builtin_ctzll(rest);
      uint64_t accept = 0;
      for (uint64_t left = parties; left != 0; left &= left - 1) {
        int i = __builtin_ctzll(left);
        accept |= (e->accepts[(size_t)i * t->n_words + w] >> b & 1) << i;
      }
      if (ply_game_agreed(t->game, parties, accept)) agreed[w] |= (uint64_t)1 << b;
    }
  }
}

void ply_evaluate_agreed(ply_evaluation *e, const uint16_t *option, const uint8_t *level,
                         const uint64_t *alive, uint64_t *agreed) {
  const ply_sample_tables *t = e->tables;
  uint64_t parties = ply_game_parties(t->game, option, level);
  if (t->game->spare > 0) {
    agreed_by_draw(e, parties, alive, agreed);
    return;
  }
  memcpy(agreed, alive, t->n_words * sizeof *agreed);
  for (int i = 0; i < t->n_actors; i++)
    for (size_t w = 0; w < t->n_words && (parties >> i & 1); w++)
      agreed[w] &= e->accepts[(size_t)i * t->n_words + w];
}
