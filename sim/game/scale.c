/* How large can an actor's payoffs be, and so within what are two of them the same? Sums of doubles are wrong in their
 * last digits, so a comparison needs a tolerance that goes with their size: shares of one and money in cents are then
 * both compared right (10,000,000.10 + 20,000,000.20 is 30,000,000.30). The size is what the terms of the file allow,
 * not what some bundle reaches, so it is the same for every bundle. Cost: the numbers of the game. */
#include "sim/game/game.h"

#include <math.h>

static double larger(double a, double b) { return a > b ? a : b; } /* inline, unlike fmax; sizes are finite */

static double largest_amount(const ply_amount_row *row, int n_options) {
  double most = 0;
  for (int role = 0; role < (row->differs ? 2 : 1); role++)
    for (int o = 0; o < n_options; o++) {
      double constant = row->constant[role][o];
      most = larger(most, fabs(constant));
      if (row->indicator >= 0) most = larger(most, fabs(constant + row->slope[role][o]));
    }
  return most;
}

double ply_game_scale(const ply_game *game, int actor) {
  double sum = 0, level = 0;
  for (int k = 0; k < game->n_issues; k++)
    sum += largest_amount(&game->rows[actor * game->n_issues + k], game->scenario->issues[k].n_options);
  for (PLY_EACH_TERM(term, game, actor)) sum += fmax(fabs(term->least), fabs(term->most));
  for (int l = 0; l < game->n_levels && game->candidate_of[actor] >= 0; l++)
    level = fmax(level, fabs(game->level_gain[actor * game->n_levels + l]));
  for (int j = 0; j < PLY_N_INDICATORS; j++) sum += fabs(game->stake[actor][j]);
  return fmax(sum + level, fabs(game->reservation[actor]));
}

double ply_game_eps_over(const ply_game *game, uint64_t actors) {
  double most = PLY_EPS;
  for (int i = 0; i < game->n_actors; i++)
    if (actors >> i & 1) most = fmax(most, game->eps[i]);
  return most;
}
