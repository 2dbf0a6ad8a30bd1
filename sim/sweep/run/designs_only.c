/* Designs alone, without the rest of the space: payoffs, margins, who refuses, deterrence; and whether a
 * design is a join equilibrium and sustained, which asks only about the bundles that one candidate's move
 * away. Straight from the definitions (sim/solve/README.md), on a compiled game.
 *
 * Done by steps, so that a run does only what a changed number touches: the bundles with rules and red lines;
 * what the guarantee does at each (security numbers); their payoffs (values and weights); and who accepts
 * them (reservations). Cost: one bundle's payoffs; with moves also candidates * levels of them, up to the
 * first that settles the question; reservations alone: a comparison for each payoff. */
#include "sim/sweep/inside.h"

#include <string.h>

/* A bundle: the design's, or the one that a candidate's move makes of it. */
struct ply_designs_only_spot {
  int actor, from, to;            /* the mover; -1 at the design itself */
  bool feasible, guarded, valued; /* whether security and payoff below are filled */
  uint64_t parties, refused;      /* refused: by a red line in force */
  uint16_t *option;
  uint8_t *level;
  double *payoff;
  ply_security_state security;
};

static struct ply_designs_only_spot *new_spot(const ply_game *game, ply_arena *arena,
                                              struct ply_designs_only_spot *spot) {
  spot->actor = -1;
  spot->option = PLY_NEW(arena, game->n_issues, uint16_t);
  spot->level = PLY_NEW(arena, game->n_actors, uint8_t);
  spot->payoff = PLY_NEW(arena, game->n_actors, double);
  return spot->option != NULL && spot->level != NULL && spot->payoff != NULL ? spot : NULL;
}

/* ---- the bundles ---- */

/* What rules and red lines say of a spot whose options and levels are filled. */
static void look_at(const ply_game *game, struct ply_designs_only_spot *spot) {
  spot->feasible = ply_game_derive(game, spot->option, spot->level) &&
                   ply_game_broken_rule(game, spot->option, spot->level) < 0;
  spot->guarded = spot->valued = false;
  spot->parties = ply_game_parties(game, spot->option, spot->level);
  spot->refused = 0;
  for (int i = 0; i < game->n_actors; i++)
    if (ply_game_refusal(game, i, spot->option, spot->level) >= 0) spot->refused |= (uint64_t)1 << i;
}

/* Fills the next spot with a candidate's move; it counts where the move can be made. */
static bool add_move(const ply_game *game, ply_arena *arena, int actor, int to, ply_designs_only_design *d) {
  const struct ply_designs_only_spot *here = &d->spots[0];
  struct ply_designs_only_spot *spot = &d->spots[d->n_spots];
  if (spot->option == NULL && new_spot(game, arena, spot) == NULL) return false;
  memcpy(spot->option, here->option, (size_t)game->n_issues * sizeof *spot->option);
  memcpy(spot->level, here->level, (size_t)game->n_actors);
  spot->level[actor] = (uint8_t)to;
  spot->actor = actor;
  spot->from = here->level[actor];
  spot->to = to;
  look_at(game, spot);
  if (to == 0 && !spot->feasible) d->held |= (uint64_t)1 << actor;
  d->n_spots += spot->feasible && !ply_game_forbidden(game, actor, spot->option, spot->level);
  return true;
}

bool ply_designs_only_place(const ply_game *game, int design, bool moves, ply_arena *arena,
                            ply_designs_only_design *out) {
  const ply_design *d = &game->scenario->designs[design];
  int room = 2 + (moves ? game->n_candidates * game->n_levels : 0);
  if (out->room < room) { /* a variant may have more levels or candidates than the one before */
    out->room = room;
    out->spots = PLY_NEW(arena, room, struct ply_designs_only_spot);
    if (out->spots == NULL || new_spot(game, arena, &out->spots[0]) == NULL) return false;
  }
  struct ply_designs_only_spot *here = &out->spots[0];
  memcpy(here->option, d->options, (size_t)game->n_issues * sizeof *here->option);
  memcpy(here->level, d->levels, (size_t)game->n_actors);
  look_at(game, here);
  out->n_spots = 1;
  out->held = 0;
  out->forbidden = false;
  for (int c = 0; c < game->n_candidates && moves; c++)
    out->forbidden =
        out->forbidden || ply_game_forbidden(game, game->candidate[c], here->option, here->level);
  for (int c = 0; c < game->n_candidates && moves; c++)
    for (int to = 0; to < game->n_levels; to++)
      if (to != here->level[game->candidate[c]] && !add_move(game, arena, game->candidate[c], to, out))
        return false;
  return true;
}

/* ---- what the guarantee does, and payoffs ---- */

static bool guard(const ply_game *game, struct ply_designs_only_spot *spot) {
  uint8_t level[PLY_MAX_CANDIDATES];
  memset(&spot->security, 0, sizeof spot->security);
  if (game->security == NULL) return true;
  for (int c = 0; c < game->n_candidates; c++) level[c] = spot->level[game->candidate[c]];
  ply_security_inputs inputs = ply_game_security_inputs(game, spot->option);
  return ply_game_security(game, &inputs, level, 0, &spot->security);
}

void ply_designs_only_forget(ply_designs_only_design *out, bool security) {
  for (int s = 0; s < out->n_spots; s++) {
    out->spots[s].valued = false;
    if (security) out->spots[s].guarded = false;
  }
}

/* Sees to it that the spot's payoffs are there. False where the honour game does not settle. */
static bool value(const ply_game *game, struct ply_designs_only_spot *spot) {
  if (!spot->guarded) spot->guarded = guard(game, spot);
  if (spot->guarded && !spot->valued)
    spot->valued = ply_game_payoffs(game, spot->option, spot->level, &spot->security, spot->payoff);
  return spot->valued;
}

/* ---- who accepts ---- */

static uint64_t accepting(const ply_game *game, const struct ply_designs_only_spot *spot) {
  uint64_t accept = 0;
  for (int i = 0; i < game->n_actors; i++)
    if (spot->payoff[i] >= game->reservation[i] - game->eps[i] && !(spot->refused >> i & 1))
      accept |= (uint64_t)1 << i;
  return accept;
}

/* What one candidate's move to another level says of the two kinds of stability. */
static void weigh_move(const ply_game *game, const struct ply_designs_only_spot *here,
                       const struct ply_designs_only_spot *there, ply_designs_only_design *out) {
  int actor = there->actor;
  bool content = here->payoff[actor] >= there->payoff[actor] - game->eps[actor];
  out->join_equilibrium = out->join_equilibrium && content;
  if (ply_game_agreed(game, there->parties, accepting(game, there)))
    out->sustained = out->sustained && content;
  else if (there->from != 0)
    out->sustained = out->sustained && here->payoff[actor] >= game->reservation[actor] - game->eps[actor];
}

bool ply_designs_only_judge(const ply_game *game, ply_designs_only_design *out) {
  struct ply_designs_only_spot *here = &out->spots[0];
  if (!value(game, here)) return false;
  uint64_t accept = accepting(game, here);
  for (int i = 0; i < game->n_actors; i++) {
    out->payoffs[i] = here->payoff[i];
    out->margins[i] = ply_game_margin(game, i, here->payoff[i]);
  }
  out->parties = here->parties;
  out->red = here->refused;
  out->refuses = here->parties & ~accept;
  out->feasible = here->feasible;
  out->acceptable = here->feasible && ply_game_agreed(game, here->parties, accept);
  out->security = here->security;
  out->join_equilibrium = here->feasible && !out->forbidden;
  out->sustained = out->acceptable && !out->forbidden;
  for (uint64_t rest = out->held; rest != 0; rest &= rest - 1) {
    bool content = out->margins[__builtin_ctzll(rest)] >= 0;
    out->join_equilibrium = out->join_equilibrium && content;
    out->sustained = out->sustained && content;
  }
  for (int s = 1; s < out->n_spots && (out->join_equilibrium || out->sustained); s++) {
    if (!value(game, &out->spots[s])) return false;
    weigh_move(game, here, &out->spots[s], out);
  }
  return true;
}
