/* How much could every reservation rise before a bundle is no longer acceptable? Whoever must say yes bounds it by
 * its own margin; those whose yes is counted fall away in the order of their margins until the rest no longer
 * carry it. Cost: the parties, sorted; with weighted votes those squared. */
#include "sim/game/game.h"

#include <math.h>

/* The largest z such that enough of the counted actors still accept. */
static double counted_slack(const ply_game *game, const double *margin) {
  int order[PLY_MAX_ACTORS], n = 0;
  for (uint64_t rest = game->counted; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest), at = n++;
    for (; at > 0 && margin[order[at - 1]] > margin[i]; at--) order[at] = order[at - 1];
    order[at] = i;
  }
  uint64_t refuse = 0;
  for (int k = 0; k < n; k++) {
    refuse |= (uint64_t)1 << order[k];
    if (!ply_game_carried(game, refuse)) return margin[order[k]];
  }
  return INFINITY;
}

double ply_game_slack(const ply_game *game, uint64_t parties, const double *margin) {
  double slack = counted_slack(game, margin);
  for (uint64_t rest = parties & ~game->counted; rest != 0; rest &= rest - 1)
    slack = fmin(slack, margin[__builtin_ctzll(rest)]);
  return slack;
}

/* ---- how large payoffs can be ---- */

static double largest_amount(const ply_amount_row *row, int n_options) {
  double most = 0;
  for (int role = 0; role < 2; role++)
    for (int o = 0; o < n_options; o++) {
      double slope = row->indicator >= 0 ? row->slope[role][o] : 0;
      most = fmax(most, fabs(row->constant[role][o] + slope));
    }
  return most;
}

double ply_game_scale(const ply_game *game, int actor) {
  double sum = fabs(game->reservation[actor]), level = 0;
  for (int k = 0; k < game->n_issues; k++)
    sum += largest_amount(&game->rows[actor * game->n_issues + k], game->scenario->issues[k].n_options);
  for (int b = 0; b < game->n_bonuses; b++)
    if (game->bonuses[b].actor == actor) sum += fabs(game->bonuses[b].gain);
  for (int t = 0; t < game->n_tables; t++)
    if (game->tables[t].actor == actor) sum += fmax(fabs(game->tables[t].least), fabs(game->tables[t].most));
  for (int l = 0; l < game->n_levels && game->candidate_of[actor] >= 0; l++)
    level = fmax(level, fabs(game->level_gain[actor * game->n_levels + l]));
  for (int j = 0; j < PLY_N_INDICATORS; j++) sum += fabs(game->stake[actor][j]);
  return sum + level;
}
