/* Designs alone, without the rest of the space: payoffs, margins, who refuses, deterrence; and whether a
 * design is a join equilibrium and sustained, which asks only about the bundles that one candidate's move
 * away. Straight from the definitions (sim/solve/README.md), on a compiled game. Cost: one bundle's payoffs;
 * with moves also candidates * levels of them. */
#include "sim/sweep/inside.h"

#include <string.h>

typedef struct spot {
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS];
  double payoff[PLY_MAX_ACTORS];
  bool feasible, acceptable;
} spot;

/* Fills payoffs and whether the bundle is feasible and acceptable. False where the honour game does not
 * settle. */
static bool judge(const ply_game *game, spot *at, const ply_security_state *state) {
  at->feasible =
      ply_game_derive(game, at->option, at->level) && ply_game_broken_rule(game, at->option, at->level) < 0;
  at->acceptable = false;
  if (!ply_game_payoffs(game, at->option, at->level, state, at->payoff)) return false;
  uint64_t accept = 0;
  for (int i = 0; i < game->n_actors; i++)
    if (at->payoff[i] >= game->reservation[i] - PLY_EPS &&
        ply_game_refusal(game, i, at->option, at->level) < 0)
      accept |= (uint64_t)1 << i;
  at->acceptable = at->feasible && ply_game_agreed(game, at->level, accept);
  return true;
}

/* What one candidate's move to another level says of the two kinds of stability. */
static bool look_at_move(const ply_game *game, const spot *here, int actor, int to, bool *equilibrium,
                         bool *sustained) {
  spot there;
  memcpy(there.option, here->option, sizeof there.option);
  memcpy(there.level, here->level, sizeof there.level);
  there.level[actor] = (uint8_t)to;
  if (!ply_game_derive(game, there.option, there.level) ||
      ply_game_broken_rule(game, there.option, there.level) >= 0 ||
      ply_game_forbidden(game, actor, there.option, there.level))
    return true;
  if (!judge(game, &there, NULL)) return false;
  bool content = here->payoff[actor] >= there.payoff[actor] - PLY_EPS;
  *equilibrium = *equilibrium && content;
  if (there.acceptable)
    *sustained = *sustained && content;
  else if (here->level[actor] != 0)
    *sustained = *sustained && here->payoff[actor] >= game->reservation[actor] - PLY_EPS;
  return true;
}

static bool look_around(const ply_game *game, const spot *here, ply_light_design *out) {
  bool equilibrium = here->feasible, sustained = here->acceptable;
  for (int c = 0; c < game->n_candidates; c++)
    if (ply_game_forbidden(game, game->candidate[c], here->option, here->level))
      equilibrium = sustained = false;
  for (int c = 0; c < game->n_candidates && (equilibrium || sustained); c++)
    for (int to = 0; to < game->n_levels && (equilibrium || sustained); to++)
      if (to != here->level[game->candidate[c]] &&
          !look_at_move(game, here, game->candidate[c], to, &equilibrium, &sustained))
        return false;
  out->join_equilibrium = equilibrium;
  out->sustained = sustained;
  return true;
}

bool ply_light_design_of(const ply_game *game, int design, bool moves, ply_light_design *out) {
  const ply_design *d = &game->scenario->designs[design];
  spot here;
  memcpy(here.option, d->options, (size_t)game->n_issues * sizeof *here.option);
  memcpy(here.level, d->levels, (size_t)game->n_actors);
  ply_game_derive(game, here.option, here.level);
  memset(&out->security, 0, sizeof out->security);
  if (game->security != NULL) {
    uint8_t level[PLY_MAX_CANDIDATES];
    for (int c = 0; c < game->n_candidates; c++) level[c] = here.level[game->candidate[c]];
    ply_security_inputs inputs = ply_game_security_inputs(game, here.option);
    if (!ply_game_security(game, &inputs, level, 0, &out->security)) return false;
  }
  if (!judge(game, &here, &out->security)) return false;
  out->parties = ply_game_parties(game, here.level);
  out->refuses = 0;
  for (int i = 0; i < game->n_actors; i++) {
    out->payoffs[i] = here.payoff[i];
    out->margins[i] = here.payoff[i] - game->reservation[i];
    bool accepts = here.payoff[i] >= game->reservation[i] - PLY_EPS &&
                   ply_game_refusal(game, i, here.option, here.level) < 0;
    if (out->parties >> i & 1 && !accepts) out->refuses |= (uint64_t)1 << i;
  }
  out->feasible = here.feasible;
  out->acceptable = here.acceptable;
  out->done = true;
  return !moves || look_around(game, &here, out);
}
