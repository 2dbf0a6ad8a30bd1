/* What does the guarantee do at one bundle: would it deter, and who would honour it? One record for named
 * designs and for explained bundles. Both ends of the honour game's lattice of solutions are solved, so that
 * a gap between them shows. Cost: three honour games. */
#include "sim/solve/answer/answer.h"

#include <math.h>

bool ply_guarantee_state(const ply_game *game, const uint16_t *option, const uint8_t *level, int selection,
                         ply_security_state *state) {
  uint8_t at[PLY_MAX_CANDIDATES] = {0};
  for (int c = 0; c < game->n_candidates; c++) at[c] = level[game->candidate[c]];
  ply_security_inputs inputs = ply_game_security_inputs(game, option);
  return ply_game_security(game, &inputs, at, selection, state);
}

static double *by_actor(const ply_game *game, ply_arena *arena, const double *by_candidate) {
  double *out = PLY_NEW(arena, game->n_actors, double);
  for (int c = 0; out != NULL && c < game->n_candidates; c++) out[game->candidate[c]] = by_candidate[c];
  return out;
}

ply_status ply_guarantee_fill(const ply_game *game, ply_arena *arena, const uint16_t *option,
                              const uint8_t *level, ply_design_security *out) {
  *out = (ply_design_security){0};
  if (game->security == NULL) return PLY_OK;
  ply_security_state state, least, greatest;
  if (!ply_guarantee_state(game, option, level, 0, &state) ||
      !ply_guarantee_state(game, option, level, 1, &least) ||
      !ply_guarantee_state(game, option, level, 2, &greatest))
    return PLY_E_INPUT;
  out->attack = state.indicator[PLY_ATTACK];
  out->holds = state.indicator[PLY_HOLDS];
  out->credibility = state.indicator[PLY_CREDIBILITY];
  out->overrun = state.indicator[PLY_OVERRUN];
  out->force = state.indicator[PLY_FORCE];
  out->outcome = state.outcome;
  out->honour = by_actor(game, arena, state.honour);
  bool differ = false;
  for (int c = 0; c < game->n_candidates; c++) differ |= fabs(least.honour[c] - greatest.honour[c]) > 1e-6;
  if (differ) {
    out->honour_least = by_actor(game, arena, least.honour);
    out->honour_greatest = by_actor(game, arena, greatest.honour);
    if (out->honour_least == NULL || out->honour_greatest == NULL) return PLY_E_MEMORY;
  }
  return out->honour != NULL ? PLY_OK : PLY_E_MEMORY;
}
