/* Bounds over whole spaces: how many bundles are feasible, and what no bundle can exceed.
 * Cost: tied designs; actors * issues. */
#include "sim/solve/space/space.h"

uint64_t ply_space_feasible(const ply_space *space) {
  if (space->unlisted) return space->game->raw;
  uint64_t combos = space->vectors != NULL ? space->vectors->total : (uint64_t)space->n_combos, n = 0;
  for (size_t d = 0; d < space->n_designs; d++) n += space->rosters[space->designs[d].roster_id]->total;
  return n * combos;
}

static double larger(double a, double b) { return a > b ? a : b; }

/* The best term of an issue over its options, roles and indicator values in [0, 1]. */
static double best_term(const ply_game *game, int actor, int issue) {
  const ply_amount_row *row = &game->rows[actor * game->n_issues + issue];
  double best = 0;
  for (int o = 0; o < game->scenario->issues[issue].n_options; o++)
    for (int role = 0; role < 2; role++) {
      double term = row->constant[role][o];
      if (row->indicator >= 0) term = larger(term, term + row->slope[role][o]);
      best = o == 0 && role == 0 ? term : larger(best, term);
    }
  return best;
}

/* No tied design and membership gives the actor more than this, the loose issues left out. Interval
 * arithmetic: may be more than any bundle reaches. */
static double best_tied(const ply_space *space, int actor) {
  const ply_game *game = space->game;
  double best = 0;
  for (int j = 0; j < space->n_tied; j++) best += best_term(game, actor, space->tied[j]);
  for (int j = 0; j < space->n_derived; j++) best += best_term(game, actor, space->derived[j]);
  if (game->candidate_of[actor] >= 0) {
    double gain = game->level_gain[actor * game->n_levels];
    for (int l = 1; l < game->n_levels; l++)
      gain = larger(gain, game->level_gain[actor * game->n_levels + l]);
    best += gain;
  }
  for (PLY_EACH_TERM(term, game, actor)) best += term->most;
  for (int j = 0; j < PLY_N_INDICATORS; j++) best += larger(0, game->stake[actor][j]);
  return best;
}

double ply_space_best(const ply_space *space, int actor) {
  double best = best_tied(space, actor);
  for (int j = 0; j < space->n_loose; j++) best += best_term(space->game, actor, space->loose[j]);
  return best;
}
