/* A finite game as data: room for its payoffs, each player's in the smallest form that holds them exactly.
 * Almost every file has payoffs that are whole numbers over one common denominator: 8 bytes each, compared as
 * integers. A number that does not fit turns that player's payoffs into rationals of any size. */
#include "sim/result/finite.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static ply_status no_memory(ply_err *err) { return ply_err_set(err, PLY_E_MEMORY, "not enough memory"); }

ply_finite *ply_finite_tree_new(int n_players) {
  ply_arena *arena = ply_arena_new();
  ply_finite *game = arena != NULL ? PLY_NEW(arena, 1, ply_finite) : NULL;
  if (game == NULL) {
    ply_arena_free(arena);
    return NULL;
  }
  game->arena = arena;
  game->title = game->comment = "";
  game->from = "game";
  game->n_players = n_players;
  game->players = PLY_NEW(arena, n_players, ply_finite_player);
  game->payoffs = PLY_NEW(arena, n_players, ply_finite_payoffs);
  game->stride = PLY_NEW(arena, n_players + 1, uint64_t);
  if (game->players != NULL && game->payoffs != NULL && game->stride != NULL) return game;
  ply_arena_free(arena);
  return NULL;
}

/* The number of profiles and strategies, or an error that names the size. */
static ply_status count(ply_finite *game, const int *n, uint64_t memory_bytes, ply_err *err) {
  uint64_t most = memory_bytes > 0 ? memory_bytes : UINT64_C(8) << 30, profiles = 1, strategies = 0;
  for (int i = 0; i < game->n_players; i++) {
    strategies += (uint64_t)n[i];
    if (strategies > PLY_FINITE_MAX_STRATEGIES)
      return ply_err_set(err, PLY_E_LIMIT, "more than %d strategies in all; the limit is %d",
                         PLY_FINITE_MAX_STRATEGIES, PLY_FINITE_MAX_STRATEGIES);
    if (profiles > PLY_FINITE_MAX_PROFILES / (uint64_t)n[i])
      return ply_err_set(err, PLY_E_LIMIT, "more than %llu profiles; a table of that size is not built",
                         (unsigned long long)PLY_FINITE_MAX_PROFILES);
    profiles *= (uint64_t)n[i];
  }
  if (profiles > most / ((uint64_t)game->n_players * 8))
    return ply_err_set(
        err, PLY_E_LIMIT, "%llu profiles of %d players need %llu MiB for their payoffs; %llu MiB are allowed",
        (unsigned long long)profiles, game->n_players,
        (unsigned long long)(profiles * (uint64_t)game->n_players >> 17), (unsigned long long)(most >> 20));
  game->n_profiles = profiles;
  game->n_strategies = (int)strategies;
  return PLY_OK;
}

ply_status ply_finite_room(ply_finite *game, const int *n, bool exact, uint64_t memory_bytes, ply_err *err) {
  ply_status status = count(game, n, memory_bytes, err);
  if (status != PLY_OK) return status;
  game->exact = exact;
  uint64_t stride = 1;
  int first = 0;
  for (int i = 0; i < game->n_players; i++) {
    ply_finite_player *player = &game->players[i];
    ply_finite_payoffs *payoffs = &game->payoffs[i];
    player->n = n[i];
    player->first = first;
    first += n[i];
    game->stride[i] = stride;
    stride *= (uint64_t)n[i];
    if (player->strategies == NULL) player->strategies = PLY_NEW(game->arena, n[i], const char *);
    payoffs->per = 1;
    if (exact)
      payoffs->whole = calloc(game->n_profiles, sizeof *payoffs->whole);
    else
      payoffs->plain = calloc(game->n_profiles, sizeof *payoffs->plain);
    if (player->strategies == NULL || (payoffs->whole == NULL && payoffs->plain == NULL))
      return no_memory(err);
  }
  game->stride[game->n_players] = stride;
  return PLY_OK;
}

ply_status ply_finite_new(int n_players, const int *n, bool exact, uint64_t memory_bytes, ply_finite **out,
                          ply_err *err) {
  *out = NULL;
  ply_finite *game = ply_finite_tree_new(n_players);
  if (game == NULL) return no_memory(err);
  ply_status status = ply_finite_room(game, n, exact, memory_bytes, err);
  if (status == PLY_OK)
    *out = game;
  else
    ply_finite_free(game);
  return status;
}

static void clear_all(mpq_t *values, uint64_t n) {
  for (uint64_t p = 0; values != NULL && p < n; p++) mpq_clear(values[p]);
}

static void free_tree(const ply_finite *game, ply_finite_tree *tree) {
  for (int o = 0; o < tree->n_outcomes; o++) clear_all(tree->outcomes[o].payoff, (uint64_t)game->n_players);
  for (int h = 0; h < tree->n_sets; h++) clear_all(tree->sets[h].chance, (uint64_t)tree->sets[h].n_actions);
}

void ply_finite_free(ply_finite *game) {
  if (game == NULL) return;
  for (int i = 0; i < game->n_players; i++) {
    free(game->payoffs[i].whole);
    free(game->payoffs[i].plain);
    clear_all(game->payoffs[i].big, game->n_profiles);
    free(game->payoffs[i].big);
  }
  free(game->void_profile);
  if (game->tree != NULL) free_tree(game, game->tree);
  ply_arena_free(game->arena);
}

/* ---- names ---- */

typedef struct labelled {
  const char *name;
  int at;
} labelled;

static int by_name(const void *a, const void *b) {
  const labelled *x = a, *y = b;
  int order = strcmp(x->name, y->name);
  return order != 0 ? order : (x->at > y->at) - (x->at < y->at);
}

/* One pass: numbers for missing names, "#k" for repeated ones. Returns whether any was repeated. */
static bool tell_apart(ply_arena *arena, const char **names, int n, labelled *sorted, bool *failed) {
  bool repeated = false;
  for (int k = 0; k < n; k++) {
    if (names[k] == NULL || names[k][0] == '\0') names[k] = ply_arena_printf(arena, "%d", k + 1);
    if (names[k] == NULL) {
      *failed = true;
      return false;
    }
    sorted[k] = (labelled){names[k], k};
  }
  qsort(sorted, (size_t)n, sizeof *sorted, by_name);
  for (int k = 1, same = 1; k < n; k++) {
    same = strcmp(sorted[k].name, sorted[k - 1].name) == 0 ? same + 1 : 1;
    if (same == 1) continue;
    repeated = true;
    names[sorted[k].at] = ply_arena_printf(arena, "%s#%d", sorted[k].name, same);
    if (names[sorted[k].at] == NULL) *failed = true;
  }
  return repeated;
}

static bool name_all(ply_arena *arena, const char **names, int n) {
  labelled *sorted = malloc((size_t)n * sizeof *sorted);
  bool failed = sorted == NULL;
  while (!failed && tell_apart(arena, names, n, sorted, &failed)) continue;
  free(sorted);
  return !failed;
}

ply_status ply_finite_name(ply_finite *game, ply_err *err) {
  const char *ids[PLY_FINITE_MAX_PLAYERS];
  for (int i = 0; i < game->n_players; i++) {
    const char *id = game->players[i].id;
    ids[i] = id == NULL || id[0] == '\0' ? ply_arena_printf(game->arena, "player %d", i + 1) : id;
    if (!name_all(game->arena, game->players[i].strategies, game->players[i].n)) return no_memory(err);
  }
  if (!name_all(game->arena, ids, game->n_players)) return no_memory(err);
  for (int i = 0; i < game->n_players; i++) game->players[i].id = ids[i];
  return PLY_OK;
}

/* ---- payoffs ---- */

static int64_t gcd(int64_t a, int64_t b) {
  while (b != 0) {
    int64_t rest = a % b;
    a = b;
    b = rest;
  }
  return a < 0 ? -a : a;
}

static void set_fraction(mpq_t out, int64_t num, int64_t den) {
  mpz_set_si(mpq_numref(out), num);
  mpz_set_si(mpq_denref(out), den);
  mpq_canonicalize(out);
}

/* Whole numbers become rationals of any size. */
static bool grow(ply_finite *game, int i) {
  ply_finite_payoffs *payoffs = &game->payoffs[i];
  if (game->n_profiles > SIZE_MAX / sizeof *payoffs->big) return false;
  mpq_t *big = malloc((size_t)game->n_profiles * sizeof *big);
  if (big == NULL) return false;
  for (uint64_t p = 0; p < game->n_profiles; p++) {
    mpq_init(big[p]);
    if (payoffs->whole[p] != 0) set_fraction(big[p], payoffs->whole[p], payoffs->per);
  }
  free(payoffs->whole);
  payoffs->whole = NULL;
  payoffs->big = big;
  return true;
}

/* Brings all of a player's numbers to a denominator `factor` times as large. False where one does not fit. */
static bool widen(ply_finite *game, int i, int64_t factor) {
  ply_finite_payoffs *payoffs = &game->payoffs[i];
  const int64_t most = INT64_MAX / 4 / factor; /* differences must fit as well */
  if (payoffs->per > most) return false;
  for (uint64_t p = 0; p < game->n_profiles; p++)
    if (payoffs->whole[p] > most || payoffs->whole[p] < -most) return false;
  for (uint64_t p = 0; p < game->n_profiles; p++) payoffs->whole[p] *= factor;
  payoffs->per *= factor;
  return true;
}

bool ply_finite_put_big(ply_finite *game, int player, uint64_t profile, const mpq_t value) {
  if (mpz_fits_slong_p(mpq_numref(value)) && mpz_fits_slong_p(mpq_denref(value)) &&
      game->payoffs[player].big == NULL)
    return ply_finite_put(game, player, profile, mpz_get_si(mpq_numref(value)),
                          mpz_get_si(mpq_denref(value)));
  if (game->payoffs[player].big == NULL && !grow(game, player)) return false;
  mpq_set(game->payoffs[player].big[profile], value);
  return true;
}

bool ply_finite_put(ply_finite *game, int player, uint64_t profile, int64_t num, int64_t den) {
  ply_finite_payoffs *payoffs = &game->payoffs[player];
  const int64_t most = INT64_MAX / 4;
  if (den == 1 && payoffs->per == 1 && payoffs->big == NULL && num <= most && num >= -most) {
    payoffs->whole[profile] = num; /* nearly always, and without a division */
    return true;
  }
  if (payoffs->big == NULL && payoffs->per % den != 0) {
    int64_t common = gcd(num, den);
    num /= common;
    den /= common;
    int64_t factor = den / gcd(payoffs->per, den);
    if (factor > 1 && (num < -most || num > most || !widen(game, player, factor)) && !grow(game, player))
      return false;
  }
  if (payoffs->big == NULL) {
    int64_t times = payoffs->per / den;
    if (num <= most / times && num >= -(most / times)) {
      payoffs->whole[profile] = num * times;
      return true;
    }
    if (!grow(game, player)) return false;
  }
  set_fraction(payoffs->big[profile], num, den);
  return true;
}

double ply_finite_value(const ply_finite *game, int player, uint64_t profile) {
  const ply_finite_payoffs *payoffs = &game->payoffs[player];
  if (payoffs->plain != NULL) return payoffs->plain[profile];
  if (payoffs->whole != NULL) return (double)payoffs->whole[profile] / (double)payoffs->per;
  return mpq_get_d(payoffs->big[profile]);
}

bool ply_finite_in_doubles(const ply_finite *game) {
  static const double most = 1e150;
  for (int i = 0; i < game->n_players; i++) {
    if (game->payoffs[i].whole != NULL) continue;
    for (uint64_t p = 0; p < game->n_profiles; p++)
      if (!(fabs(ply_finite_value(game, i, p)) < most)) return false;
  }
  return true;
}

void ply_finite_exact(const ply_finite *game, int player, uint64_t profile, mpq_t out) {
  const ply_finite_payoffs *payoffs = &game->payoffs[player];
  if (payoffs->plain != NULL)
    mpq_set_d(out, payoffs->plain[profile]);
  else if (payoffs->whole != NULL)
    set_fraction(out, payoffs->whole[profile], payoffs->per);
  else
    mpq_set(out, payoffs->big[profile]);
}

int ply_finite_compare(const ply_finite *game, int player, uint64_t a, uint64_t b) {
  const ply_finite_payoffs *payoffs = &game->payoffs[player];
  if (payoffs->plain != NULL) {
    double x = payoffs->plain[a], y = payoffs->plain[b];
    return (x > y + payoffs->eps) - (x < y - payoffs->eps);
  }
  if (payoffs->whole != NULL)
    return (payoffs->whole[a] > payoffs->whole[b]) - (payoffs->whole[a] < payoffs->whole[b]);
  int order = mpq_cmp(payoffs->big[a], payoffs->big[b]);
  return (order > 0) - (order < 0);
}
