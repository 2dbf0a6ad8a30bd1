/* What do two players' payoffs look like as systems of inequalities in whole numbers? Each player's payoffs are
 * multiplied by their common denominator and moved so that the least is 1: neither changes an equilibrium. */
#include "sim/equilibria/bimatrix.h"
#include "sim/equilibria/whole.h"

bool ply_bimatrix_system(const ply_finite *game, int player, ply_tableau *t) {
  int other = 1 - player, cols = game->players[player].n, rows = game->players[other].n;
  if (!ply_tableau_init(t, rows, cols, 0)) return false;
  mpz_t least;
  ply_whole whole;
  mpz_init(least);
  ply_whole_init(&whole, game, other);
  for (int r = 0; r < rows; r++)
    for (int c = 0; c < cols; c++) {
      mpz_t *entry = ply_tableau_at(t, r, c);
      uint64_t profile = (uint64_t)c * game->stride[player] + (uint64_t)r * game->stride[other];
      ply_whole_payoff(&whole, profile, *entry);
      if ((r == 0 && c == 0) || mpz_cmp(*entry, least) < 0) mpz_set(least, *entry);
    }
  mpz_sub_ui(least, least, 1);
  for (int r = 0; r < rows; r++) {
    for (int c = 0; c < cols; c++) mpz_sub(*ply_tableau_at(t, r, c), *ply_tableau_at(t, r, c), least);
    mpz_set_ui(*ply_tableau_rhs(t, r), 1);
  }
  mpz_clear(least);
  ply_whole_done(&whole);
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
