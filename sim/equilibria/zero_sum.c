/* What is a game worth in which one player's gain is the other's loss? Where two players' payoffs sum to one
 * number at every profile: its value and a pair of optimal strategies, exactly. */
#include "sim/equilibria/equilibria.h"
#include "sim/equilibria/matrix_game.h"
#include "sim/equilibria/whole.h"

#include <math.h>
#include <stdlib.h>

static const double work_units = 2e8;

/* Whether payoffs sum to one number; *total receives it. */
static bool constant_sum(const ply_finite *game, ply_arena *arena, ply_ratio *total) {
  mpq_t first, sum, other;
  mpq_inits(first, sum, other, NULL);
  bool same = true;
  double eps = game->payoffs[0].eps + game->payoffs[1].eps;
  for (uint64_t p = 0; p < game->n_profiles && same; p++) {
    ply_finite_exact(game, 0, p, sum);
    ply_finite_exact(game, 1, p, other);
    mpq_add(sum, sum, other);
    if (p == 0) mpq_set(first, sum);
    same = game->exact ? mpq_equal(sum, first) : fabs(mpq_get_d(sum) - mpq_get_d(first)) <= eps;
  }
  if (same) *total = ply_ratio_of(arena, first);
  if (!game->exact) total->exact = NULL;
  mpq_clears(first, sum, other, NULL);
  return same;
}

static bool fill_answer(ply_equilibria *answers, const ply_matrix_game *g, const ply_whole *whole) {
  const ply_finite *game = answers->game;
  ply_zero_sum *z = &answers->zero_sum;
  ply_ratio *chance = PLY_NEW(answers->arena, game->n_strategies, ply_ratio);
  if (chance == NULL) return false;
  mpq_t value;
  mpq_init(value);
  mpq_mul(value, g->value, whole->unit);
  z->value = ply_ratio_of(answers->arena, value);
  if (!game->exact) z->value.exact = NULL;
  for (int s = 0; s < g->rows; s++) chance[s] = ply_ratio_of(answers->arena, g->row[s]);
  for (int s = 0; s < g->cols; s++) chance[g->rows + s] = ply_ratio_of(answers->arena, g->column[s]);
  mpq_clear(value);
  z->chance = chance;
  return true;
}

static ply_status run(const ply_find *find, ply_equilibria *answers, ply_err *err) {
  const ply_finite *game = answers->game;
  ply_zero_sum *z = &answers->zero_sum;
  z->asked = true;
  z->exact = game->exact;
  z->applies = constant_sum(game, answers->arena, &z->total);
  if (!z->applies) return PLY_OK;
  ply_matrix_game g;
  if (!ply_matrix_game_init(&g, game->players[0].n, game->players[1].n))
    return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  ply_whole whole;
  ply_whole_init(&whole, game, 0);
  for (int c = 0; c < g.cols; c++)
    for (int r = 0; r < g.rows; r++)
      ply_whole_payoff(&whole, (uint64_t)r * game->stride[0] + (uint64_t)c * game->stride[1],
                       g.entry[(size_t)r * (size_t)g.cols + (size_t)c]);
  int solved = ply_matrix_game_solve(&g, (uint64_t)(work_units * find->effort), find->stop);
  bool good = solved >= 0 && (solved == 0 || fill_answer(answers, &g, &whole));
  if (solved == 0) {
    answers->stopped = true;
    z->applies = false;
  }
  ply_whole_done(&whole);
  ply_matrix_game_done(&g);
  return good ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "not enough memory");
}

static const char *refuses(const ply_finite *game) {
  return game->n_players == 2 ? NULL : "a zero-sum value is defined for two players";
}

const ply_find_row ply_row_zero_sum = {
    "zero-sum",
    "two players whose payoffs sum to one number: value and optimal strategies, exact",
    "von Neumann 1928, doi:10.1007/BF01448847",
    refuses,
    NULL,
    run,
};
