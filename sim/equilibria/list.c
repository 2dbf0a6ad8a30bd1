/* What does everybody get at an equilibrium, and how does it stand among all profiles? Payoffs are summed over
 * the profiles that the strategies can lead to; the Pareto mark compares them with every profile of pure
 * strategies. */
#include "sim/equilibria/equilibria.h"

#include <stdlib.h>
#include <string.h>

/* Comparing with all profiles is given up past this many payoffs looked at: the k-th of a list may look at a k-th of it,
 * so that long lists of large games are not held up by their marks. */
static const uint64_t most_compared = UINT64_C(60000000);

ply_equilibrium *ply_list_next(ply_equilibrium_list *list, bool *failed) {
  list->count++;
  if (list->n_listed >= PLY_LISTED_MOST) return NULL;
  int n = list->n_listed;
  if ((n & (n - 1)) == 0) { /* room doubles at powers of two */
    ply_equilibrium *more = realloc(list->items, (size_t)(n > 0 ? 2 * n : 1) * sizeof *more);
    if (more == NULL) {
      *failed = true;
      return NULL;
    }
    list->items = more;
  }
  list->items[n] = (ply_equilibrium){.strict = PLY_NOT_KNOWN,
                                     .strong = PLY_NOT_KNOWN,
                                     .efficient = PLY_NOT_KNOWN,
                                     .regret_player = -1,
                                     .looks = most_compared / (uint64_t)(n + 1)};
  list->n_listed++;
  return &list->items[n];
}

bool ply_list_settle(ply_arena *arena, ply_equilibrium_list *list) {
  ply_equilibrium *items = PLY_NEW(arena, list->n_listed + 1, ply_equilibrium);
  if (items != NULL && list->n_listed > 0) memcpy(items, list->items, (size_t)list->n_listed * sizeof *items);
  free(list->items);
  list->items = items;
  if (items == NULL) list->n_listed = 0;
  return items != NULL;
}

/* ---- the Pareto mark ---- */

/* How player i's payoff at a profile compares with its payoff at the equilibrium. */
static int against_exact(const ply_finite *game, int i, uint64_t p, mpq_t *payoff, mpq_t room) {
  ply_finite_exact(game, i, p, room);
  return mpq_cmp(room, payoff[i]);
}

static ply_known efficient_exact(const ply_finite *game, mpq_t *payoff, uint64_t looks) {
  if (game->n_profiles > looks / 20 / (uint64_t)game->n_players) return PLY_NOT_KNOWN;
  ply_known known = PLY_YES;
  mpq_t room;
  mpq_init(room);
  for (uint64_t p = 0; known == PLY_YES && p < game->n_profiles; p++) {
    if (game->void_profile != NULL && game->void_profile[p]) continue;
    bool more = false, less = false;
    for (int i = 0; i < game->n_players && !less; i++) {
      int order = against_exact(game, i, p, payoff, room);
      more |= order > 0;
      less = order < 0;
    }
    if (more && !less) known = PLY_NO;
  }
  mpq_clear(room);
  return known;
}

static ply_known efficient_plain(const ply_finite *game, const double *payoff, uint64_t looks) {
  if (game->n_profiles > looks / (uint64_t)game->n_players) return PLY_NOT_KNOWN;
  for (uint64_t p = 0; p < game->n_profiles; p++) {
    if (game->void_profile != NULL && game->void_profile[p]) continue;
    bool more = false, less = false;
    for (int i = 0; i < game->n_players && !less; i++) {
      double other = ply_finite_value(game, i, p), eps = game->payoffs[i].eps;
      if (eps == 0) eps = 1e-9 * (1 + (payoff[i] < 0 ? -payoff[i] : payoff[i]));
      more |= other > payoff[i] + eps;
      less = other < payoff[i] - eps;
    }
    if (more && !less) return PLY_NO;
  }
  return PLY_YES;
}

/* ---- pure ---- */

/* One pass over all profiles: does any give everybody as much and somebody more (Pareto), and does any make
 * all of those who would have to move to it better off (strong)? */
static void look_around(const ply_finite *game, uint64_t profile, ply_equilibrium *out) {
  if (game->n_profiles > out->looks / (uint64_t)game->n_players) return;
  out->efficient = out->strong = PLY_YES;
  for (uint64_t p = 0; p < game->n_profiles; p++) {
    bool forbidden = game->void_profile != NULL && game->void_profile[p];
    bool more = false, less = false, all_movers = true;
    for (int i = 0; i < game->n_players && (!less || all_movers); i++) {
      int order = ply_finite_compare(game, i, p, profile);
      more |= order > 0;
      less |= order < 0;
      if (order <= 0 && ply_finite_strategy(game, i, p) != ply_finite_strategy(game, i, profile))
        all_movers = false;
    }
    if (more && !less && !forbidden) out->efficient = PLY_NO;
    if (all_movers && p != profile) out->strong = PLY_NO;
    if (out->efficient == PLY_NO && out->strong == PLY_NO) return;
  }
}

void ply_equilibrium_pure(const ply_finite *game, ply_arena *arena, uint64_t profile, ply_equilibrium *out) {
  int *strategy = PLY_NEW(arena, game->n_players, int);
  ply_ratio *payoff = PLY_NEW(arena, game->n_players, ply_ratio);
  if (strategy == NULL || payoff == NULL) return;
  mpq_t value, sum;
  mpq_inits(value, sum, NULL);
  for (int i = 0; i < game->n_players; i++) {
    strategy[i] = ply_finite_strategy(game, i, profile);
    payoff[i].value = ply_finite_value(game, i, profile);
    out->sum.value += payoff[i].value;
    if (!game->exact) continue;
    ply_finite_exact(game, i, profile, value);
    payoff[i] = ply_ratio_of(arena, value);
    mpq_add(sum, sum, value);
  }
  if (game->exact) out->sum = ply_ratio_of(arena, sum);
  mpq_clears(value, sum, NULL);
  out->strategy = strategy;
  out->payoff = payoff;
  out->no_deal = game->void_profile != NULL && game->void_profile[profile];
  look_around(game, profile, out);
}

/* ---- mixed ---- */

/* The strategies with a chance above 0, player by player, and a walk over their profiles. */
typedef struct support {
  int *list, n[PLY_FINITE_MAX_PLAYERS], first[PLY_FINITE_MAX_PLAYERS], at[PLY_FINITE_MAX_PLAYERS];
  uint64_t profile;
} support;

static bool next_profile(const ply_finite *game, support *s) {
  for (int i = 0; i < game->n_players; i++) {
    const int *list = s->list + s->first[i];
    s->profile -= (uint64_t)list[s->at[i]] * game->stride[i];
    s->at[i] = s->at[i] + 1 < s->n[i] ? s->at[i] + 1 : 0;
    s->profile += (uint64_t)list[s->at[i]] * game->stride[i];
    if (s->at[i] > 0) return true;
  }
  return false;
}

/* positive: [n_strategies]. False without memory, or where a player has no strategy with a chance. */
static bool support_start(const ply_finite *game, const bool *positive, support *s) {
  *s = (support){.list = malloc((size_t)game->n_strategies * sizeof *s->list)};
  if (s->list == NULL) return false;
  for (int i = 0, used = 0; i < game->n_players; i++) {
    s->first[i] = used;
    for (int k = 0; k < game->players[i].n; k++)
      if (positive[game->players[i].first + k]) s->list[used++] = k;
    s->n[i] = used - s->first[i];
    if (s->n[i] == 0) return false;
    s->profile += (uint64_t)s->list[s->first[i]] * game->stride[i];
  }
  return true;
}

static void sum_exact(const ply_finite *game, mpq_t *chance, support *s, mpq_t *payoff) {
  mpq_t weight, value;
  mpq_inits(weight, value, NULL);
  do {
    mpq_set_si(weight, 1, 1);
    for (int i = 0; i < game->n_players; i++)
      mpq_mul(weight, weight, chance[game->players[i].first + s->list[s->first[i] + s->at[i]]]);
    for (int i = 0; i < game->n_players; i++) {
      ply_finite_exact(game, i, s->profile, value);
      mpq_mul(value, value, weight);
      mpq_add(payoff[i], payoff[i], value);
    }
  } while (next_profile(game, s));
  mpq_clears(weight, value, NULL);
}

/* Whether all mass lies on one strategy each: then the equilibrium is told as the pure one that it is. */
static bool is_pure(const ply_finite *game, const support *s) {
  for (int i = 0; i < game->n_players; i++)
    if (s->n[i] > 1) return false;
  return true;
}

bool ply_equilibrium_mixed(const ply_finite *game, ply_arena *arena, mpq_t *chance, ply_equilibrium *out) {
  support s = {.list = NULL};
  ply_ratio *chances = PLY_NEW(arena, game->n_strategies, ply_ratio);
  ply_ratio *payoffs = PLY_NEW(arena, game->n_players, ply_ratio);
  bool *positive = malloc((size_t)game->n_strategies * sizeof *positive), good = false;
  mpq_t payoff[PLY_FINITE_MAX_PLAYERS + 1];
  for (int i = 0; i <= game->n_players; i++) mpq_init(payoff[i]);
  if (chances == NULL || payoffs == NULL || positive == NULL) goto out;
  for (int k = 0; k < game->n_strategies; k++) {
    positive[k] = mpq_sgn(chance[k]) > 0;
    chances[k] = positive[k] ? ply_ratio_of(arena, chance[k]) : (ply_ratio){0, "0"};
  }
  if (!support_start(game, positive, &s)) goto out;
  good = true;
  if (is_pure(game, &s)) {
    ply_equilibrium_pure(game, arena, s.profile, out);
    goto out;
  }
  sum_exact(game, chance, &s, payoff);
  for (int i = 0; i < game->n_players; i++) {
    payoffs[i] = ply_ratio_of(arena, payoff[i]);
    mpq_add(payoff[game->n_players], payoff[game->n_players], payoff[i]);
  }
  out->sum = ply_ratio_of(arena, payoff[game->n_players]);
  out->chance = chances;
  out->payoff = payoffs;
  out->efficient = efficient_exact(game, payoff, out->looks);
  out->strict = PLY_NO;
out:
  for (int i = 0; i <= game->n_players; i++) mpq_clear(payoff[i]);
  free(positive);
  free(s.list);
  return good;
}

bool ply_equilibrium_plain(const ply_finite *game, ply_arena *arena, const double *chance,
                           ply_equilibrium *out) {
  support s = {.list = NULL};
  ply_ratio *chances = PLY_NEW(arena, game->n_strategies, ply_ratio);
  ply_ratio *payoffs = PLY_NEW(arena, game->n_players, ply_ratio);
  bool *positive = malloc((size_t)game->n_strategies * sizeof *positive), good = false;
  double payoff[PLY_FINITE_MAX_PLAYERS] = {0};
  if (chances == NULL || payoffs == NULL || positive == NULL) goto out;
  for (int k = 0; k < game->n_strategies; k++) {
    positive[k] = chance[k] > 0;
    chances[k] = (ply_ratio){chance[k], NULL};
  }
  if (!support_start(game, positive, &s)) goto out;
  good = true;
  if (is_pure(game, &s)) {
    ply_equilibrium_pure(game, arena, s.profile, out);
    goto out;
  }
  do {
    double weight = 1;
    for (int i = 0; i < game->n_players; i++)
      weight *= chance[game->players[i].first + s.list[s.first[i] + s.at[i]]];
    for (int i = 0; i < game->n_players; i++) payoff[i] += weight * ply_finite_value(game, i, s.profile);
  } while (next_profile(game, &s));
  for (int i = 0; i < game->n_players; i++) {
    payoffs[i].value = payoff[i];
    out->sum.value += payoff[i];
  }
  out->chance = chances;
  out->payoff = payoffs;
  out->efficient = efficient_plain(game, payoff, out->looks);
  out->strict = PLY_NO;
out:
  free(positive);
  free(s.list);
  return good;
}
