/* Who says yes? At one bundle everybody who is asked votes yes or no; the bundle is carried where the rule of
 * agreement is met, and everybody gets its payoff then, that of no deal otherwise. */
#include "sim/equilibria/inside.h"

static ply_status make(const ply_game *game, const uint16_t *option, const uint8_t *level,
                       uint64_t memory_bytes, ply_finite **out, ply_err *err) {
  int n[PLY_MAX_ACTORS], voter[PLY_MAX_ACTORS], n_voters = 0;
  uint16_t whole[PLY_MAX_ISSUES];
  double payoff[PLY_MAX_ACTORS];
  *out = NULL;
  for (int k = 0; k < game->n_issues; k++) whole[k] = option[k];
  if (!ply_game_derive(game, whole, level) || ply_game_broken_rule(game, whole, level) >= 0)
    return ply_err_set(err, PLY_E_USAGE, "this bundle is infeasible: there is nothing to vote on");
  uint64_t parties = ply_game_parties(game, whole, level);
  for (int i = 0; i < game->n_actors; i++)
    if (parties >> i & 1) {
      n[n_voters] = 2;
      voter[n_voters++] = i;
    }
  if (n_voters == 0) return ply_err_set(err, PLY_E_USAGE, "nobody is asked at this bundle");
  if (!ply_game_payoffs(game, whole, level, NULL, payoff))
    return ply_err_set(err, PLY_E_INPUT, "the honour game does not settle at this bundle");
  ply_status status = ply_finite_new(n_voters, n, false, memory_bytes, out, err);
  if (status != PLY_OK) return status;
  ply_finite *made = *out;
  made->from = "vote";
  for (uint64_t p = 0; p < made->n_profiles; p++) {
    uint64_t yes = 0;
    for (int v = 0; v < n_voters; v++)
      if (ply_finite_strategy(made, v, p) == 0) yes |= UINT64_C(1) << voter[v];
    bool carried = ply_game_agreed(game, parties, yes);
    for (int v = 0; v < n_voters; v++)
      made->payoffs[v].plain[p] = carried ? payoff[voter[v]] : game->reservation[voter[v]];
  }
  for (int v = 0; v < n_voters; v++) {
    made->players[v].id = ply_arena_strdup(made->arena, game->scenario->actors[voter[v]].id);
    made->players[v].strategies[0] = "yes";
    made->players[v].strategies[1] = "no";
  }
  status = ply_inside_finish(made, game->scenario->title, err);
  if (status == PLY_OK) return PLY_OK;
  ply_finite_free(made);
  *out = NULL;
  return status;
}

const ply_inside_row ply_inside_vote = {"vote", "who says yes to one bundle", make};
