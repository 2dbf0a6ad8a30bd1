/* What do two players' payoffs look like as systems of inequalities in whole numbers? Each player's payoffs are
 * multiplied by their common denominator and moved so that the least is 1: neither changes an equilibrium. */
#include "sim/equilibria/bimatrix.h"

#include <math.h>
#include <stdlib.h>

/* Player i's payoff at a profile as a whole number over `common`. Plain payoffs count in units of their
 * tolerance, so that what ties for the model ties here. */
static void whole_payoff(const ply_finite *game, int i, uint64_t profile, const mpz_t common, mpq_t room, mpz_t out) {
  const ply_finite_payoffs *payoffs = &game->payoffs[i];
  if (payoffs->plain != NULL) {
    mpz_set_d(out, nearbyint(payoffs->plain[profile] / (payoffs->eps > 0 ? payoffs->eps : 1e-9)));
    return;
  }
  ply_finite_exact(game, i, profile, room);
  mpz_divexact(out, common, mpq_denref(room));
  mpz_mul(out, out, mpq_numref(room));
}

static void common_denominator(const ply_finite *game, int i, mpq_t room, mpz_t out) {
  mpz_set_ui(out, 1);
  for (uint64_t p = 0; game->payoffs[i].plain == NULL && p < game->n_profiles; p++) {
    ply_finite_exact(game, i, p, room);
    mpz_lcm(out, out, mpq_denref(room));
  }
}

bool ply_bimatrix_system(const ply_finite *game, int player, ply_tableau *t) {
  int other = 1 - player, cols = game->players[player].n, rows = game->players[other].n;
  if (!ply_tableau_init(t, rows, cols, 0)) return false;
  mpz_t common, least;
  mpq_t room;
  mpz_inits(common, least, NULL);
  mpq_init(room);
  common_denominator(game, other, room, common);
  for (int r = 0; r < rows; r++)
    for (int c = 0; c < cols; c++) {
      mpz_t *entry = ply_tableau_at(t, r, c);
      uint64_t profile = (uint64_t)c * game->stride[player] + (uint64_t)r * game->stride[other];
      whole_payoff(game, other, profile, common, room, *entry);
      if ((r == 0 && c == 0) || mpz_cmp(*entry, least) < 0) mpz_set(least, *entry);
    }
  mpz_sub_ui(least, least, 1);
  for (int r = 0; r < rows; r++) {
    for (int c = 0; c < cols; c++) mpz_sub(*ply_tableau_at(t, r, c), *ply_tableau_at(t, r, c), least);
    mpz_set_ui(*ply_tableau_rhs(t, r), 1);
  }
  mpz_clears(common, least, NULL);
  mpq_clear(room);
  return true;
}

void ply_bimatrix_strategy(const ply_finite *game, int player, const ply_tableau *t, mpq_t *chance) {
  mpq_t sum;
  mpq_init(sum);
  for (int s = 0; s < game->players[player].n; s++) {
    ply_tableau_value(t, s, chance[s]);
    mpq_add(sum, sum, chance[s]);
  }
  for (int s = 0; mpq_sgn(sum) > 0 && s < game->players[player].n; s++) mpq_div(chance[s], chance[s], sum);
  mpq_clear(sum);
}
