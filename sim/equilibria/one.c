/* One equilibrium, quickly. Two players: the path of Lemke and Howson (1964, doi:10.1137/0112033) in whole numbers,
 * which starts where nobody plays anything, gives up one label and follows the edges along which only that one is
 * missing until it comes back. More players: the limit of the quantal responses. */
#include "sim/equilibria/bimatrix.h"
#include "sim/equilibria/branch.h"
#include "sim/equilibria/equilibria.h"

#include <stdlib.h>

static const double work_units = 1e8;

/* The variable of a label in a player's system. */
static int variable_of(const ply_finite *game, int player, int label) {
  int m = game->players[0].n, n = game->players[1].n;
  if (player == 0) return label;
  return label >= m ? label - m : n + label;
}

/* Follows the path that gives up label 0. 1: at an equilibrium, 0: stopped. */
static int follow(const ply_finite *game, ply_tableau *system, uint64_t most, ply_stop stop) {
  int label = 0, player = 0;
  while (system[0].work + system[1].work <= most && !ply_stopped(stop)) {
    ply_tableau *t = &system[player];
    int variable = variable_of(game, player, label), c = t->col_of[variable], r = ply_tableau_leaving(t, c);
    label = ply_bimatrix_label(game, player, t->basic[r]);
    ply_tableau_pivot(t, r, c);
    if (label == 0) return 1;
    player = 1 - player;
  }
  return 0;
}

static bool read_off(const ply_finite *game, const ply_tableau *system, ply_equilibria *answers) {
  bool failed = false;
  mpq_t *chance = malloc((size_t)game->n_strategies * sizeof *chance);
  if (chance == NULL) return false;
  for (int k = 0; k < game->n_strategies; k++) mpq_init(chance[k]);
  for (int i = 0; i < 2; i++) ply_bimatrix_strategy(game, i, &system[i], chance + game->players[i].first);
  ply_equilibrium *next = ply_list_next(&answers->one, &failed);
  failed |=
      next == NULL || !ply_equilibrium_mixed(game, answers->arena, chance, next) || next->payoff == NULL;
  for (int k = 0; k < game->n_strategies; k++) mpq_clear(chance[k]);
  free(chance);
  return !failed;
}

static bool find_two(const ply_find *find, ply_equilibria *answers) {
  const ply_finite *game = answers->game;
  ply_tableau system[2] = {{0}, {0}};
  answers->one.method = "Lemke and Howson's path";
  answers->one.exact = game->exact;
  bool good = ply_bimatrix_system(game, 0, &system[0]) && ply_bimatrix_system(game, 1, &system[1]);
  if (good && follow(game, system, (uint64_t)(work_units * find->effort), find->stop) > 0)
    good = read_off(game, system, answers);
  for (int i = 0; i < 2; i++) ply_tableau_done(&system[i]);
  return good;
}

static bool find_more(const ply_find *find, ply_equilibria *answers) {
  const ply_finite *game = answers->game;
  double *chance = malloc((size_t)game->n_strategies * sizeof *chance);
  int found = chance != NULL ? ply_branch_limit(game, find->stop, chance) : -1;
  bool failed = found < 0;
  answers->one.method = "limit of the quantal responses";
  if (found > 0) {
    ply_equilibrium *next = ply_list_next(&answers->one, &failed);
    failed |=
        next == NULL || !ply_equilibrium_plain(game, answers->arena, chance, next) || next->payoff == NULL;
  }
  free(chance);
  return !failed;
}

static ply_status run(const ply_find *find, ply_equilibria *answers, ply_err *err) {
  ply_equilibrium_list *list = &answers->one;
  bool good = answers->game->n_players == 2 ? find_two(find, answers) : find_more(find, answers);
  good = ply_list_settle(answers->arena, list) && good;
  list->asked = true;
  list->extent = list->count > 0 ? PLY_EXTENT_ONE : PLY_EXTENT_STOPPED;
  if (list->count == 0) {
    answers->stopped = true;
    list->why = "none was reached within the work allowed";
  }
  return good ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "not enough memory");
}

static const char *refuses(const ply_finite *game) {
  if (game->n_players == 2) return NULL;
  return ply_row_logit.refuses(game);
}

/* Where all of them are not looked for. */
static bool standard(const ply_finite *game) { return game->n_players > 2 && game->n_profiles <= 1 << 17; }

const ply_find_row ply_row_one = {
    "one",
    "one equilibrium, quickly: Lemke and Howson's path for two players, the quantal limit for more",
    "Lemke and Howson 1964, doi:10.1137/0112033; McKelvey and Palfrey 1995",
    refuses,
    standard,
    run,
};
