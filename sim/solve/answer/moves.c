/* Who would move alone from one bundle, and does it hold? The definitions of the join game at a single
 * bundle: every candidate to every other level that is feasible and not forbidden to it. d'Aspremont et al.
 * 1983 (doi:10.2307/134972); Barrett 1994 (doi:10.1093/oxfordjournals.oep.a042074). Cost: candidates * levels
 * payoff vectors. */
#include "sim/solve/explain/explain.h"

#include <string.h>

bool ply_stand_at(const ply_game *game, const uint16_t *option, const uint8_t *level, ply_stand *out) {
  *out = (ply_stand){0};
  memcpy(out->option, option, (size_t)game->n_issues * sizeof *option);
  memcpy(out->level, level, (size_t)game->n_actors * sizeof *level);
  bool derived = ply_game_derive(game, out->option, out->level);
  out->feasible = derived && ply_game_broken_rule(game, out->option, out->level) < 0;
  out->party = ply_game_parties(game, out->option, out->level);
  if (!ply_game_payoffs(game, out->option, out->level, NULL, out->payoff)) return false;
  for (int i = 0; i < game->n_actors; i++) {
    uint64_t bit = (uint64_t)1 << i;
    if (out->payoff[i] >= game->reservation[i] - game->eps[i] &&
        ply_game_refusal(game, i, out->option, out->level) < 0)
      out->accept |= bit;
    if (ply_game_forbidden(game, i, out->option, out->level)) out->forbidden |= bit;
  }
  out->acceptable = out->feasible && ply_game_agreed(game, out->party, out->accept);
  return true;
}

bool ply_stand_moved(const ply_game *game, const ply_stand *from, int actor, uint8_t level, ply_stand *out) {
  uint8_t moved[PLY_MAX_ACTORS];
  memcpy(moved, from->level, sizeof moved);
  moved[actor] = level;
  return ply_stand_at(game, from->option, moved, out);
}

/* A move that may be made, and what it leads to. */
typedef struct option_to_move {
  ply_move move;
  bool acceptable; /* there */
} option_to_move;

/* Lists the moves open from here, by candidate and then by level: at most C * (L - 1). */
static bool list_moves(const ply_game *game, const ply_stand *here, option_to_move *moves, int *n) {
  *n = 0;
  for (int c = 0; c < game->n_candidates; c++)
    for (int l = 0; l < game->n_levels; l++) {
      int actor = game->candidate[c];
      if (l == here->level[actor]) continue;
      ply_stand there;
      if (!ply_stand_moved(game, here, actor, (uint8_t)l, &there)) return false;
      bool falls = l == 0 && !there.feasible;
      if (!falls && (!there.feasible || there.forbidden >> actor & 1)) continue;
      double gets = falls ? game->reservation[actor] : there.payoff[actor];
      moves[(*n)++] = (option_to_move){
          .move = {.actor = actor, .to = l, .gain = gets - here->payoff[actor], .falls = falls},
          .acceptable = there.acceptable,
      };
    }
  return true;
}

static bool gains(const ply_game *game, const ply_move *move) { return move->gain > game->eps[move->actor]; }

/* The most profitable of the moves (of one actor, or of all for -1); ties to the first listed. */
static ply_move best_of(const ply_game *game, const option_to_move *moves, int n, int actor, double *gain) {
  double best = 0;
  ply_move none = {.actor = -1};
  *gain = 0;
  for (int k = 0; k < n; k++)
    if ((actor < 0 || moves[k].move.actor == actor) && gains(game, &moves[k].move) &&
        moves[k].move.gain > best)
      best = moves[k].move.gain;
  for (int k = 0; k < n; k++) {
    if (actor >= 0 && moves[k].move.actor != actor) continue;
    if (!gains(game, &moves[k].move) || moves[k].move.gain < best - game->eps[moves[k].move.actor]) continue;
    *gain = best;
    return moves[k].move;
  }
  return none;
}

bool ply_stand_best_move(const ply_game *game, const ply_stand *here, ply_move *move, double *regret) {
  option_to_move moves[PLY_MAX_CANDIDATES * PLY_MAX_LEVELS] = {0};
  int n;
  if (!list_moves(game, here, moves, &n)) return false;
  *move = best_of(game, moves, n, -1, regret);
  return true;
}

/* Whether consent in view keeps the mover here: it does not gain where the deal goes on, and is no worse than
 * no deal where its leaving undoes it. */
static bool stays(const ply_game *game, const ply_stand *here, const option_to_move *m) {
  if (m->acceptable) return !gains(game, &m->move);
  int actor = m->move.actor;
  return here->level[actor] == 0 || here->payoff[actor] >= game->reservation[actor] - game->eps[actor];
}

/* What the moves say of the bundle. */
static void weigh_moves(const ply_game *game, const ply_stand *here, const option_to_move *moves, int n,
                        ply_stand_moves *out) {
  out->deviation = best_of(game, moves, n, -1, &out->regret);
  out->equilibrium = out->strict = out->sustained = here->forbidden == 0;
  out->sustained &= here->acceptable;
  for (int k = 0; k < n; k++) {
    out->equilibrium &= !gains(game, &moves[k].move);
    out->strict &= moves[k].move.gain < -game->eps[moves[k].move.actor];
    out->sustained &= stays(game, here, &moves[k]);
  }
}

bool ply_stand_moves_of(const ply_game *game, const ply_stand *here, ply_stand_moves *out) {
  option_to_move moves[PLY_MAX_CANDIDATES * PLY_MAX_LEVELS] = {0};
  int n;
  if (!list_moves(game, here, moves, &n)) return false;
  weigh_moves(game, here, moves, n, out);
  return true;
}

ply_status ply_inquiry_moves(ply_inquiry *q) {
  ply_explain *out = q->out;
  out->deviation.actor = -1;
  for (int i = 0; i < q->game->n_actors; i++) q->actors[i].move.actor = -1;
  bool *leave = PLY_NEW(out->arena, q->game->n_actors, bool);
  if (leave == NULL) return PLY_E_MEMORY;
  out->would_leave = leave;
  if (!q->here.feasible) return PLY_OK;
  option_to_move moves[PLY_MAX_CANDIDATES * PLY_MAX_LEVELS] = {0};
  int n;
  if (!list_moves(q->game, &q->here, moves, &n)) return PLY_E_INPUT;
  ply_stand_moves all;
  weigh_moves(q->game, &q->here, moves, n, &all);
  out->deviation = all.deviation;
  out->regret = all.regret;
  out->join_equilibrium = all.equilibrium;
  out->strict = all.strict;
  out->sustained = all.sustained;
  for (int k = 0; k < n; k++)
    leave[moves[k].move.actor] |= moves[k].move.to == 0 && gains(q->game, &moves[k].move);
  double gain;
  for (int i = 0; i < q->game->n_actors; i++) q->actors[i].move = best_of(q->game, moves, n, i, &gain);
  out->stable = q->here.acceptable && out->join_equilibrium;
  return PLY_OK;
}
