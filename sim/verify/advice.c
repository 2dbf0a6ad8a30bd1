/* Would anybody disobey the mediator? For each advice: what a player gains by answering each thing that it can be
 * told with the best other thing, summed over what it can be told (for a coarse one: with one other thing for
 * all), in exact numbers where the lottery is exact. And whether a pair of zero-sum strategies holds both players
 * to the value. */
#include "sim/verify/finite_desk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int strategy_at(const ply_finite *game, int i, uint64_t profile) {
  for (int k = 0; k < i; k++) profile /= (uint64_t)game->players[k].n;
  return (int)(profile % (uint64_t)game->players[i].n);
}

/* A chance as it was printed. */
static void chance_of(ply_ratio said, mpq_t out) {
  if (said.exact == NULL || mpq_set_str(out, said.exact, 10) != 0) mpq_set_d(out, said.value);
  mpq_canonicalize(out);
}

/* gain[told * n + other] of player i, exactly. */
static void gains(const ply_desk *d, const ply_advice *a, int i, mpq_t *gain) {
  const ply_finite *game = d->game;
  int n = game->players[i].n;
  mpq_t chance, here, there;
  mpq_inits(chance, here, there, NULL);
  for (int k = 0; k < n * n; k++) mpq_set_ui(gain[k], 0, 1);
  for (int k = 0; k < a->n; k++) {
    int told = strategy_at(game, i, a->profile[k]);
    uint64_t stride = 1;
    for (int j = 0; j < i; j++) stride *= (uint64_t)game->players[j].n;
    chance_of(a->chance[k], chance);
    ply_desk_exact(d, i, a->profile[k], here);
    for (int s = 0; s < n; s++) {
      ply_desk_exact(d, i, a->profile[k] - (uint64_t)told * stride + (uint64_t)s * stride, there);
      mpq_sub(there, there, here);
      mpq_mul(there, there, chance);
      mpq_add(gain[told * n + s], gain[told * n + s], there);
    }
  }
  mpq_clears(chance, here, there, NULL);
}

/* What player i gains by its best disobedience. */
static bool regret_of(const ply_desk *d, const ply_advice *a, int i, bool coarse, mpq_t out) {
  int n = d->game->players[i].n;
  mpq_t *gain = malloc((size_t)(n * n + 1) * sizeof *gain), best;
  if (gain == NULL) return false;
  for (int k = 0; k <= n * n; k++) mpq_init(gain[k]);
  mpq_init(best);
  gains(d, a, i, gain);
  mpq_set_ui(out, 0, 1);
  for (int told = 0; told < n && !coarse; told++) {
    mpq_set_ui(best, 0, 1);
    for (int s = 0; s < n; s++)
      if (mpq_cmp(gain[told * n + s], best) > 0) mpq_set(best, gain[told * n + s]);
    mpq_add(out, out, best);
  }
  for (int s = 0; s < n && coarse; s++) {
    mpq_set_ui(best, 0, 1);
    for (int told = 0; told < n; told++) mpq_add(best, best, gain[told * n + s]);
    if (mpq_cmp(best, out) > 0) mpq_set(out, best);
  }
  for (int k = 0; k <= n * n; k++) mpq_clear(gain[k]);
  mpq_clear(best);
  free(gain);
  return true;
}

/* Payoffs and the chances' sum, as they should be. */
static bool adds_up(ply_desk *d, const ply_advice *a) {
  mpq_t chance, sum, part, payoff;
  mpq_inits(chance, sum, part, payoff, NULL);
  bool good = true;
  double value = 0;
  for (int i = 0; i < d->game->n_players; i++) {
    mpq_set_ui(sum, 0, 1);
    mpq_set_ui(payoff, 0, 1);
    for (int k = 0; k < a->n; k++) {
      chance_of(a->chance[k], chance);
      good &= mpq_sgn(chance) > 0;
      mpq_add(sum, sum, chance);
      ply_desk_exact(d, i, a->profile[k], part);
      mpq_mul(part, part, chance);
      mpq_add(payoff, payoff, part);
    }
    good &= fabs(mpq_get_d(sum) - 1) <= 1e-9;
    good &= fabs(mpq_get_d(payoff) - a->payoff[i].value) <= 1e-9 * (1 + ply_desk_range(d, i));
    if (a->player < 0 || a->player == i) value += mpq_get_d(payoff);
  }
  mpq_clears(chance, sum, part, payoff, NULL);
  return good && fabs(value - a->value.value) <= 1e-8 * (1 + fabs(value));
}

static bool check_advice(ply_desk *d, ply_advice *a, bool coarse, bool exact) {
  mpq_t regret;
  mpq_init(regret);
  a->confirmed = adds_up(d, a);
  a->regret = 0;
  bool good = true;
  for (int i = 0; i < d->game->n_players && good; i++) {
    good = regret_of(d, a, i, coarse, regret);
    double size = mpq_get_d(regret);
    if (size > a->regret) a->regret = size;
    if (exact ? mpq_sgn(regret) > 0 : size > 1e-8 * ply_desk_range(d, i) + d->game->payoffs[i].eps)
      a->confirmed = false;
  }
  mpq_clear(regret);
  return good;
}

static bool check_zero_sum(ply_desk *d, ply_equilibria *answers) {
  ply_zero_sum *z = &answers->zero_sum;
  ply_ratio payoff[2], regret[2];
  int reply[2];
  ply_err err;
  if (ply_verify_profile(d->game, z->chance, answers->arena, payoff, regret, reply, &err) != PLY_OK)
    return false;
  z->regret = fmax(regret[0].value, regret[1].value);
  double allowed = z->exact ? 0 : 1e-8 * ply_desk_range(d, 0) + d->game->payoffs[0].eps;
  z->confirmed =
      z->regret <= allowed && fabs(payoff[0].value - z->value.value) <= 1e-9 * (1 + ply_desk_range(d, 0));
  answers->n_checked++;
  answers->n_unconfirmed += !z->confirmed;
  return true;
}

bool ply_desk_advice(ply_desk *d, ply_equilibria *answers) {
  ply_correlated *c = &answers->correlated;
  for (int k = 0; k < c->n_advice + c->n_coarse; k++) {
    bool coarse = k >= c->n_advice;
    ply_advice *a = coarse ? &c->coarse[k - c->n_advice] : &c->advice[k];
    if (!check_advice(d, a, coarse, c->exact)) return false;
    answers->n_checked++;
    answers->n_unconfirmed += !a->confirmed;
  }
  return !answers->zero_sum.applies || check_zero_sum(d, answers);
}
