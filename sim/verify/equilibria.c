/* The equilibria of a finite game, one by one: is each what it says, and does nobody gain by moving alone? Then its advice
 * and its eliminations. */
#include "sim/verify/finite.h"
#include "sim/verify/finite_desk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What was claimed against what came out. */
static bool agrees(ply_desk *d, const ply_equilibrium *e, const ply_ratio *payoff, const ply_ratio *regret) {
  for (int i = 0; i < d->game->n_players; i++) {
    bool exact = payoff[i].exact != NULL && e->payoff[i].exact != NULL;
    if (exact && (strcmp(payoff[i].exact, e->payoff[i].exact) != 0 || strcmp(regret[i].exact, "0") != 0))
      return false;
    if (exact) continue;
    double allowed = fmax(1e-8 * ply_desk_range(d, i), d->game->payoffs[i].eps);
    if (!(regret[i].value <= allowed) || !(fabs(payoff[i].value - e->payoff[i].value) <= allowed))
      return false;
  }
  return true;
}

static bool check_one(ply_desk *d, ply_equilibrium *e, bool claims, ply_arena *arena) {
  const ply_finite *game = d->game;
  ply_ratio payoff[PLY_FINITE_MAX_PLAYERS], regret[PLY_FINITE_MAX_PLAYERS];
  int best[PLY_FINITE_MAX_PLAYERS];
  ply_ratio *chance = NULL;
  if (e->chance == NULL) { /* a pure one as chances of 0 and 1 */
    chance = calloc((size_t)game->n_strategies, sizeof *chance);
    if (chance == NULL) return false;
    for (int k = 0; k < game->n_strategies; k++) chance[k].exact = "0";
    for (int i = 0; i < game->n_players; i++)
      chance[game->players[i].first + e->strategy[i]] = (ply_ratio){1, "1"};
  }
  ply_desk_kind kind = {0};
  bool good = ply_desk_judge(d, chance != NULL ? chance : e->chance, arena, payoff, regret, best, &kind);
  e->regret_player = -1;
  e->regret = (ply_ratio){0, kind.exact ? "0" : NULL};
  for (int i = 0; good && i < game->n_players; i++)
    if (regret[i].value > e->regret.value) {
      e->regret = regret[i];
      e->regret_player = i;
      e->regret_reply = best[i];
    }
  if (good) e->confirmed = kind.sound && (!claims || agrees(d, e, payoff, regret));
  free(chance);
  return good;
}

static bool check_list(ply_desk *d, ply_equilibrium_list *list, bool claims, ply_equilibria *answers) {
  for (int k = 0; k < list->n_listed; k++) {
    ply_equilibrium *e = &list->items[k];
    if (e->payoff == NULL || !check_one(d, e, claims || e->lambda < 0, answers->arena)) return false;
    answers->n_checked++;
    if (!e->confirmed) answers->n_unconfirmed++;
  }
  return true;
}

ply_status ply_verify_equilibria(ply_equilibria *answers, ply_err *err) {
  ply_desk d;
  if (answers->game->n_profiles == 0) /* a tree without a table */
    return ply_desk_induction(answers->game, answers) ? PLY_OK
                                                      : ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  bool good =
      ply_desk_set(&d, answers->game) && check_list(&d, &answers->pure, true, answers) &&
      check_list(&d, &answers->mixed, true, answers) && check_list(&d, &answers->one, true, answers) &&
      check_list(&d, &answers->perfect, true, answers) && check_list(&d, &answers->logit, false, answers) &&
      ply_desk_advice(&d, answers) && ply_desk_eliminations(&d, answers);
  ply_desk_done(&d);
  return good ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "not enough memory");
}
