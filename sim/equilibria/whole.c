/* What is a payoff as a whole number? */
#include "sim/equilibria/whole.h"

#include <math.h>

void ply_whole_init(ply_whole *w, const ply_finite *game, int player) {
  const ply_finite_payoffs *payoffs = &game->payoffs[player];
  w->game = game;
  w->player = player;
  mpz_init_set_ui(w->common, 1);
  mpq_inits(w->unit, w->room, NULL);
  if (payoffs->whole != NULL) mpz_set_si(w->common, payoffs->per);
  for (uint64_t p = 0; payoffs->big != NULL && p < game->n_profiles; p++)
    mpz_lcm(w->common, w->common, mpq_denref(payoffs->big[p]));
  if (payoffs->plain != NULL)
    mpq_set_d(w->unit, payoffs->eps > 0 ? payoffs->eps : 1e-9);
  else {
    mpq_set_z(w->unit, w->common);
    mpq_inv(w->unit, w->unit);
  }
}

void ply_whole_done(ply_whole *w) {
  mpz_clear(w->common);
  mpq_clears(w->unit, w->room, NULL);
}

void ply_whole_payoff(ply_whole *w, uint64_t profile, mpz_t out) {
  const ply_finite_payoffs *payoffs = &w->game->payoffs[w->player];
  if (payoffs->plain != NULL)
    mpz_set_d(out, nearbyint(payoffs->plain[profile] / mpq_get_d(w->unit)));
  else if (payoffs->whole != NULL)
    mpz_set_si(out, payoffs->whole[profile]);
  else {
    mpz_divexact(out, w->common, mpq_denref(payoffs->big[profile]));
    mpz_mul(out, out, mpq_numref(payoffs->big[profile]));
  }
}
