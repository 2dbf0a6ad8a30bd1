/* How much could every reservation rise before a bundle is no longer acceptable? Whoever must say yes bounds it by
 * its own margin; those whose yes is counted fall away in the order of their margins until the rest no longer
 * carry it. Cost: the parties, sorted; with weighted votes those squared. */
#include "sim/game/game.h"

#include <math.h>

/* The largest z such that enough of the counted actors still accept. */
static double counted_slack(const ply_game *game, const double *margin, double *eps) {
  int order[PLY_MAX_ACTORS], n = 0;
  for (uint64_t rest = game->counted; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest), at = n++;
    for (; at > 0 && margin[order[at - 1]] > margin[i]; at--) order[at] = order[at - 1];
    order[at] = i;
  }
  uint64_t refuse = 0;
  for (int k = 0; k < n; k++) {
    refuse |= (uint64_t)1 << order[k];
    if (ply_game_carried(game, refuse)) continue;
    *eps = game->eps[order[k]];
    return margin[order[k]];
  }
  return INFINITY;
}

/* Everybody who may be asked. */
static uint64_t may_be_asked(const ply_game *game) {
  return game->required | game->counted | game->if_member | game->if_holds;
}

double ply_game_slack_eps(const ply_game *game) { return ply_game_eps_over(game, may_be_asked(game)); }

double ply_game_slack_eps_least(const ply_game *game) {
  double least = INFINITY;
  for (uint64_t rest = may_be_asked(game); rest != 0; rest &= rest - 1)
    least = fmin(least, game->eps[__builtin_ctzll(rest)]);
  return least < INFINITY ? least : PLY_EPS;
}

double ply_game_slack_within(const ply_game *game, uint64_t parties, const double *margin, double *eps) {
  *eps = PLY_EPS;
  double slack = counted_slack(game, margin, eps);
  for (uint64_t rest = parties & ~game->counted; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    if (!(margin[i] < slack)) continue;
    slack = margin[i];
    *eps = game->eps[i];
  }
  return slack;
}

double ply_game_slack(const ply_game *game, uint64_t parties, const double *margin) {
  double eps;
  return ply_game_slack_within(game, parties, margin, &eps);
}
