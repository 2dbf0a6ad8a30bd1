/* Would the pledge be honoured? At one bundle, the beneficiary attacked: players are the members, each honours or
 * reneges. Honouring costs C e (1 - beta H) and keeps the stake V, H the share of the others' capability that shows up;
 * reneging costs the audience a r. The quantal response of this game at precision 1 / sigma is the fixed point of the
 * coordination model where ratification and judgement are certain. */
#include "sim/equilibria/inside.h"
#include "sim/game/security.h"

typedef struct pledge {
  const ply_security_numbers *numbers;
  double bond, effort[PLY_MAX_CANDIDATES],
      others[PLY_MAX_CANDIDATES]; /* others: capability of all but this one */
  int n, candidate[PLY_MAX_CANDIDATES];
} pledge;

static double payoff_of(const pledge *g, const ply_finite *made, int i, uint64_t p) {
  const ply_guarantor *me = &g->numbers->guarantor[g->candidate[i]];
  if (ply_finite_strategy(made, i, p) == 1) return -me->audience * g->bond;
  double come = 0;
  for (int k = 0; k < g->n; k++)
    if (k != i && ply_finite_strategy(made, k, p) == 0)
      come += g->effort[k] * g->numbers->guarantor[g->candidate[k]].capability;
  double share = g->others[i] > 0 ? come / g->others[i] : 0;
  return -me->cost * g->effort[i] * (1 - g->numbers->guarantee.support * share) + me->stake;
}

static ply_status make(const ply_game *game, const uint16_t *option, const uint8_t *level,
                       uint64_t memory_bytes, ply_finite **out, ply_err *err) {
  pledge g = {.numbers = game->security};
  *out = NULL;
  if (game->security == NULL) return ply_err_set(err, PLY_E_USAGE, "this scenario has no security block");
  if (game->scenario->security->model != PLY_COORDINATION)
    return ply_err_set(err, PLY_E_USAGE,
                       "the honour game needs security.model \"coordination\"; "
                       "--set '/security/model=\"coordination\"' tries it where its numbers are given");
  g.bond = ply_game_security_inputs(game, option).bond;
  for (int c = 0; c < game->n_candidates; c++) {
    double effort = game->effort[level[game->candidate[c]]];
    if (effort <= 0) continue;
    g.effort[g.n] = effort;
    g.candidate[g.n++] = c;
  }
  if (g.n == 0) return ply_err_set(err, PLY_E_USAGE, "nobody has pledged help at this bundle");
  for (int i = 0; i < g.n; i++)
    for (int c = 0; c < game->n_candidates; c++)
      if (c != g.candidate[i]) g.others[i] += g.numbers->guarantor[c].capability;
  int n[PLY_MAX_CANDIDATES];
  for (int i = 0; i < g.n; i++) n[i] = 2;
  ply_status status = ply_finite_new(g.n, n, false, memory_bytes, out, err);
  if (status != PLY_OK) return status;
  ply_finite *made = *out;
  made->from = "honour";
  for (int i = 0; i < g.n; i++) {
    made->players[i].id =
        ply_arena_strdup(made->arena, game->scenario->actors[game->candidate[g.candidate[i]]].id);
    made->players[i].strategies[0] = "honour";
    made->players[i].strategies[1] = "renege";
    for (uint64_t p = 0; p < made->n_profiles; p++) made->payoffs[i].plain[p] = payoff_of(&g, made, i, p);
  }
  status = ply_inside_finish(made, game->scenario->title, err);
  if (status == PLY_OK) return PLY_OK;
  ply_finite_free(made);
  *out = NULL;
  return status;
}

const ply_inside_row ply_inside_honour = {"honour", "whether members honour their pledges at one bundle",
                                          make};
