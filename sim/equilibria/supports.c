/* All isolated equilibria of a small game of more than two players: every combination of strategies in use, smallest
 * first (Porter, Nudelman and Shoham 2008, doi:10.1016/j.geb.2006.03.015). A combination in which somebody's strategy is
 * worse than another one against everything that the others use is passed over; the rest is settled by intervals. The
 * list is complete where every combination was. */
#include "sim/equilibria/boxes.h"
#include "sim/equilibria/extreme.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double work_units = 3e7;

typedef struct lister {
  const ply_finite *game;
  ply_equilibria *answers;
  ply_boxes boxes;
  uint64_t unsettled, combinations;
  bool failed, out_of_work;
  ply_stop stop;
} lister;

/* Whether s brings less than t against every profile of the others' strategies in use. */
static bool worse(const lister *l, const ply_support *use, int i, int s, int t) {
  const double *payoff = l->boxes.tensor->payoff + (size_t)i * l->game->n_profiles;
  int at[PLY_BOXES_PLAYERS] = {0};
  for (;;) {
    uint64_t p = 0;
    for (int j = 0; j < l->game->n_players; j++)
      if (j != i) p += (uint64_t)use->strategy[j][at[j]] * l->game->stride[j];
    if (payoff[p + (uint64_t)s * l->game->stride[i]] >= payoff[p + (uint64_t)t * l->game->stride[i]] - 1e-12)
      return false;
    int j = 0;
    for (; j < l->game->n_players; j++) {
      if (j == i) continue;
      if (++at[j] < use->n[j]) break;
      at[j] = 0;
    }
    if (j == l->game->n_players) return true;
  }
}

static bool hopeless(const lister *l, const ply_support *use) {
  for (int i = 0; i < l->game->n_players; i++)
    for (int k = 0; k < use->n[i]; k++)
      for (int t = 0; t < l->game->players[i].n; t++)
        if (t != use->strategy[i][k] && worse(l, use, i, use->strategy[i][k], t)) return true;
  return false;
}

static bool add(void *data, const double *chance) {
  lister *l = data;
  ply_equilibrium *next = ply_list_next(&l->answers->mixed, &l->failed);
  if (next == NULL) return !l->failed;
  double *even = malloc((size_t)l->game->n_strategies * sizeof *even);
  if (even == NULL) return false;
  for (int i = 0; i < l->game->n_players; i++) { /* sums are 1 to the last digit */
    const ply_finite_player *player = &l->game->players[i];
    double sum = 0;
    for (int s = player->first; s < player->first + player->n; s++) sum += chance[s];
    for (int s = player->first; s < player->first + player->n; s++) even[s] = chance[s] / sum;
  }
  bool good = ply_equilibrium_plain(l->game, l->answers->arena, even, next) && next->payoff != NULL;
  free(even);
  return good;
}

/* One combination: masks of strategies in use. */
static bool look_at(lister *l, const uint32_t *mask) {
  ply_support use = {{0}, {{0}}};
  for (int i = 0; i < l->game->n_players; i++)
    for (int s = 0; s < l->game->players[i].n; s++)
      if (mask[i] >> s & 1) use.strategy[i][use.n[i]++] = s;
  l->combinations++;
  if (hopeless(l, &use)) return true;
  if (l->boxes.work > l->boxes.most || ply_stopped(l->stop)) {
    l->out_of_work = true;
    return true;
  }
  if (!ply_boxes_search(&l->boxes, &use, add, l)) return false;
  l->unsettled += !l->boxes.settled;
  return true;
}

/* All combinations of the players from i on whose sizes add up to `left`. */
static bool of_size(lister *l, int i, int left, uint32_t *mask) {
  if (i == l->game->n_players) return left != 0 || look_at(l, mask);
  int n = l->game->players[i].n, rest = l->game->n_players - i - 1;
  bool good = true;
  for (uint32_t m = 1; m < UINT32_C(1) << n && good && !l->out_of_work; m++) {
    int size = __builtin_popcount(m);
    if (size > left - rest) continue;
    mask[i] = m;
    good = of_size(l, i + 1, left - size, mask);
  }
  return good;
}

static void conclude(const lister *l) {
  ply_equilibrium_list *list = &l->answers->mixed;
  list->asked = true;
  list->method = "every combination of strategies in use, settled by intervals";
  list->extent = l->out_of_work ? PLY_EXTENT_STOPPED : l->unsettled > 0 ? PLY_EXTENT_SOME : PLY_EXTENT_ALL;
  if (l->out_of_work) {
    l->answers->stopped = true;
    list->why = "there are too many combinations of strategies for the work allowed";
  } else if (l->unsettled > 0)
    list->why = ply_arena_printf(
        l->answers->arena,
        "%llu of %llu combinations of strategies could not be settled: there may be others, or "
        "whole segments of equilibria",
        (unsigned long long)l->unsettled, (unsigned long long)l->combinations);
  else if (list->count % 2 == 0)
    list->why = "Warning: almost every game has an odd number of equilibria; this count is even.";
}

const char *ply_supports_refuse(const ply_finite *game) {
  double combinations = 1;
  for (int i = 0; i < game->n_players; i++) {
    if (game->players[i].n > 12)
      return "a player has too many strategies to try every combination of them; --find one finds one";
    combinations *= pow(2, game->players[i].n) - 1;
  }
  if (game->n_players > PLY_BOXES_PLAYERS || combinations > 300000)
    return "there are too many combinations of strategies to try them all; --find one finds one";
  return NULL;
}

ply_status ply_supports_find(const ply_find *find, ply_equilibria *answers, ply_err *err) {
  const ply_finite *game = answers->game;
  lister l = {.game = game, .answers = answers, .stop = find->stop};
  ply_tensor tensor;
  if (!ply_tensor_init(&tensor, game)) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  ply_tensor_own_units(&tensor);
  l.boxes = (ply_boxes){.tensor = &tensor, .most = (uint64_t)(work_units * find->effort)};
  uint32_t mask[PLY_BOXES_PLAYERS];
  bool good = true;
  for (int size = game->n_players; size <= game->n_strategies && good && !l.out_of_work; size++)
    good = of_size(&l, 0, size, mask);
  ply_tensor_done(&tensor);
  good = ply_list_settle(answers->arena, &answers->mixed) && good && !l.failed;
  if (good) conclude(&l);
  return good ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "not enough memory");
}
