/* Payoffs of a finite game from the numbers as they were given. Where the game came as a tree, the tree is walked through
 * for each profile; the table that the solvers used is not looked at. */
#include "sim/verify/finite_desk.h"

#include <math.h>
#include <stdlib.h>

/* A tree's payoffs are walked once for each profile and kept, up to this many walks through nodes. */
static const uint64_t most_walked = 20000000;

/* ---- payoffs from the raw numbers ---- */

/* What everybody gets from node v on, where each player follows a strategy. */
static void walk(const ply_finite *game, int v, const int *strategy, const mpq_t weight, mpq_t *sum) {
  const ply_finite_tree *tree = game->tree;
  mpq_t part;
  mpq_init(part);
  while (true) {
    const ply_tree_node *node = &tree->nodes[v];
    for (int i = 0; node->outcome >= 0 && i < game->n_players; i++) {
      mpq_mul(part, weight, tree->outcomes[node->outcome].payoff[i]);
      mpq_add(sum[i], sum[i], part);
    }
    if (node->kind == PLY_NODE_TERMINAL) break;
    const int *child = tree->child + tree->first_child[v];
    if (node->kind == PLY_NODE_CHANCE) {
      for (int a = 0; a < tree->sets[node->set].n_actions; a++) {
        mpq_mul(part, weight, tree->sets[node->set].chance[a]);
        walk(game, child[a], strategy, part, sum);
      }
      break;
    }
    int player = node->kind, n_own = tree->n_own[player];
    v = child[tree->plan[player]
                        [(size_t)strategy[player] * (size_t)n_own + (size_t)tree->own_set[node->set]]];
  }
  mpq_clear(part);
}

static int strategy_at(const ply_finite *game, int i, uint64_t profile) {
  for (int k = 0; k < i; k++) profile /= (uint64_t)game->players[k].n;
  return (int)(profile % (uint64_t)game->players[i].n);
}

static bool walk_all(ply_desk *d) {
  const ply_finite *game = d->game;
  int n = game->n_players, strategy[PLY_FINITE_MAX_PLAYERS];
  if (game->tree == NULL || game->n_profiles > most_walked / (uint64_t)game->tree->n_nodes) return true;
  d->walked = malloc((size_t)game->n_profiles * (size_t)n * sizeof *d->walked);
  if (d->walked == NULL) return false;
  mpq_t one;
  mpq_init(one);
  mpq_set_si(one, 1, 1);
  for (uint64_t p = 0; p < game->n_profiles; p++) {
    mpq_t *sum = d->walked + p * (uint64_t)n;
    for (int i = 0; i < n; i++) {
      mpq_init(sum[i]);
      strategy[i] = strategy_at(game, i, p);
    }
    walk(game, 0, strategy, one, sum);
  }
  mpq_clear(one);
  return true;
}

void ply_desk_exact(const ply_desk *d, int i, uint64_t p, mpq_t out) {
  const ply_finite_payoffs *raw = &d->game->payoffs[i];
  if (d->walked != NULL)
    mpq_set(out, d->walked[p * (uint64_t)d->game->n_players + (uint64_t)i]);
  else if (raw->plain != NULL)
    mpq_set_d(out, raw->plain[p]);
  else if (raw->big != NULL)
    mpq_set(out, raw->big[p]);
  else {
    mpq_set_si(out, raw->whole[p], 1);
    mpz_set_si(mpq_denref(out), raw->per);
    mpq_canonicalize(out);
  }
}

double ply_desk_plain(const ply_desk *d, int i, uint64_t p) {
  const ply_finite_payoffs *raw = &d->game->payoffs[i];
  if (d->walked != NULL) return mpq_get_d(d->walked[p * (uint64_t)d->game->n_players + (uint64_t)i]);
  if (raw->plain != NULL) return raw->plain[p];
  return raw->big != NULL ? mpq_get_d(raw->big[p]) : (double)raw->whole[p] / (double)raw->per;
}

bool ply_desk_set(ply_desk *d, const ply_finite *game) {
  *d = (ply_desk){.game = game};
  if (!walk_all(d)) return false;
  for (int i = 0; i < game->n_players; i++) d->range[i] = -1;
  return true;
}

/* From the least to the most that a player can get; found at the first question. */
double ply_desk_range(ply_desk *d, int i) {
  double low = INFINITY, high = -INFINITY;
  for (uint64_t p = 0; d->range[i] < 0 && p < d->game->n_profiles; p++) {
    double u = ply_desk_plain(d, i, p);
    low = fmin(low, u);
    high = fmax(high, u);
  }
  if (d->range[i] < 0) d->range[i] = high - low;
  return d->range[i];
}

void ply_desk_done(ply_desk *d) {
  for (uint64_t k = 0; d->walked != NULL && k < d->game->n_profiles * (uint64_t)d->game->n_players; k++)
    mpq_clear(d->walked[k]);
  free(d->walked);
}
