/* Does anybody gain by moving alone? For each equilibrium: what every strategy of every player would bring
 * against the others as they are, from the payoffs as they were given. Where the game came as a tree, the tree
 * is walked through for each profile; the table that the solvers used is not looked at. */
#include "sim/verify/finite.h"
#include "sim/verify/finite_desk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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

/* ---- strategies as they were printed ---- */

/* A profile of mixed strategies: exact where every chance is, else doubles. */
typedef struct mixed {
  mpq_t *exact;
  double *plain;
  bool is_exact, sound; /* sound: no chance below 0, each player's sum to 1 */
} mixed;

static bool mixed_set(const ply_finite *game, const ply_ratio *chance, mixed *m) {
  size_t n = (size_t)game->n_strategies;
  *m = (mixed){
      .exact = malloc(n * sizeof *m->exact), .plain = malloc(n * sizeof *m->plain), .is_exact = game->exact};
  if (m->exact == NULL || m->plain == NULL) {
    free(m->exact);
    free(m->plain);
    return false;
  }
  for (size_t k = 0; k < n; k++) {
    mpq_init(m->exact[k]);
    m->plain[k] = chance[k].value;
    if (chance[k].exact == NULL || mpq_set_str(m->exact[k], chance[k].exact, 10) != 0)
      m->is_exact = false;
    else
      mpq_canonicalize(m->exact[k]);
  }
  m->sound = true;
  mpq_t sum;
  mpq_init(sum);
  for (int i = 0; i < game->n_players; i++) {
    double total = 0;
    mpq_set_ui(sum, 0, 1);
    for (int s = 0; s < game->players[i].n; s++) {
      size_t k = (size_t)(game->players[i].first + s);
      total += m->plain[k];
      mpq_add(sum, sum, m->exact[k]);
      if (m->plain[k] < 0) m->sound = false;
    }
    if (!(fabs(total - 1) < 1e-9) || (m->is_exact && mpq_cmp_ui(sum, 1, 1) != 0)) m->sound = false;
  }
  mpq_clear(sum);
  return true;
}

static void mixed_done(const ply_finite *game, mixed *m) {
  for (int k = 0; m->exact != NULL && k < game->n_strategies; k++) mpq_clear(m->exact[k]);
  free(m->exact);
  free(m->plain);
}

/* ---- what each strategy of one player would bring ---- */

/* Walks through the others' strategies that have a chance, player by player from the last; `base` gathers the
 * profile. Adds to value[s] (exact or plain) for every own strategy s. */
typedef struct reply {
  const ply_desk *d;
  const mixed *m;
  int player;
  mpq_t *exact;
  double *plain;
} tally;

static void replies_exact(const tally *r, int j, uint64_t base, const mpq_t weight) {
  const ply_finite *game = r->d->game;
  if (j == r->player) {
    replies_exact(r, j - 1, base, weight);
    return;
  }
  mpq_t part;
  mpq_init(part);
  for (int s = 0; j >= 0 && s < game->players[j].n; s++) {
    const mpq_t *chance = (const mpq_t *)&r->m->exact[game->players[j].first + s];
    if (mpq_sgn(*chance) == 0) continue;
    mpq_mul(part, weight, *chance);
    replies_exact(r, j - 1, base + (uint64_t)s * game->stride[j], part);
  }
  for (int s = 0; j < 0 && s < game->players[r->player].n; s++) {
    ply_desk_exact(r->d, r->player, base + (uint64_t)s * game->stride[r->player], part);
    mpq_mul(part, part, weight);
    mpq_add(r->exact[s], r->exact[s], part);
  }
  mpq_clear(part);
}

static void replies_plain(const tally *r, int j, uint64_t base, double weight) {
  const ply_finite *game = r->d->game;
  if (j == r->player) {
    replies_plain(r, j - 1, base, weight);
    return;
  }
  for (int s = 0; j >= 0 && s < game->players[j].n; s++) {
    double chance = r->m->plain[game->players[j].first + s];
    if (chance > 0) replies_plain(r, j - 1, base + (uint64_t)s * game->stride[j], weight * chance);
  }
  for (int s = 0; j < 0 && s < game->players[r->player].n; s++)
    r->plain[s] += weight * ply_desk_plain(r->d, r->player, base + (uint64_t)s * game->stride[r->player]);
}

/* The player's payoff, its regret and its best reply, exactly. */
static void judge_exact(const ply_desk *d, const mixed *m, int i, mpq_t *value, mpq_t own, mpq_t regret,
                        int *best) {
  const ply_finite *game = d->game;
  tally r = {.d = d, .m = m, .player = i, .exact = value};
  mpq_t one;
  mpq_init(one);
  mpq_set_ui(one, 1, 1);
  for (int s = 0; s < game->players[i].n; s++) mpq_set_ui(value[s], 0, 1);
  replies_exact(&r, game->n_players - 1, 0, one);
  mpq_set_ui(own, 0, 1);
  *best = 0;
  for (int s = 0; s < game->players[i].n; s++) {
    mpq_mul(one, value[s], m->exact[game->players[i].first + s]);
    mpq_add(own, own, one);
    if (mpq_cmp(value[s], value[*best]) > 0) *best = s;
  }
  mpq_sub(regret, value[*best], own);
  mpq_clear(one);
}

static void judge_plain(const ply_desk *d, const mixed *m, int i, double *value, double *own, double *regret,
                        int *best) {
  const ply_finite *game = d->game;
  tally r = {.d = d, .m = m, .player = i, .plain = value};
  for (int s = 0; s < game->players[i].n; s++) value[s] = 0;
  replies_plain(&r, game->n_players - 1, 0, 1);
  *own = 0;
  *best = 0;
  for (int s = 0; s < game->players[i].n; s++) {
    *own += value[s] * m->plain[game->players[i].first + s];
    if (value[s] > value[*best]) *best = s;
  }
  *regret = fmax(0, value[*best] - *own);
}

/* Everybody's payoff, regret and best reply; the arrays are [n_players]. */
static bool judge(const ply_desk *d, const mixed *m, ply_arena *arena, ply_ratio *payoff, ply_ratio *regret,
                  int *best) {
  const ply_finite *game = d->game;
  int most = 0;
  for (int i = 0; i < game->n_players; i++) most = game->players[i].n > most ? game->players[i].n : most;
  mpq_t *value = m->is_exact ? malloc((size_t)most * sizeof *value) : NULL;
  double *plain = malloc((size_t)most * sizeof *plain);
  if ((m->is_exact && value == NULL) || plain == NULL) {
    free(value);
    free(plain);
    return false;
  }
  mpq_t own, lack;
  mpq_inits(own, lack, NULL);
  for (int s = 0; m->is_exact && s < most; s++) mpq_init(value[s]);
  for (int i = 0; i < game->n_players; i++) {
    if (m->is_exact) {
      judge_exact(d, m, i, value, own, lack, &best[i]);
      payoff[i] = ply_ratio_of(arena, own);
      regret[i] = ply_ratio_of(arena, lack);
    } else {
      payoff[i].exact = regret[i].exact = NULL;
      judge_plain(d, m, i, plain, &payoff[i].value, &regret[i].value, &best[i]);
    }
  }
  mpq_clears(own, lack, NULL);
  for (int s = 0; m->is_exact && s < most; s++) mpq_clear(value[s]);
  free(value);
  free(plain);
  return true;
}

/* ---- equilibria ---- */

/* What was claimed against what came out. */
static bool agrees(ply_desk *d, const ply_equilibrium *e, const ply_ratio *payoff, const ply_ratio *regret) {
  for (int i = 0; i < d->game->n_players; i++) {
    bool exact = payoff[i].exact != NULL && e->payoff[i].exact != NULL;
    if (exact && (strcmp(payoff[i].exact, e->payoff[i].exact) != 0 || strcmp(regret[i].exact, "0") != 0))
      return false;
    if (exact) continue;
    double allowed = fmax(1e-8 * ply_desk_range(d, i), d->game->payoffs[i].eps);
    if (!(regret[i].value <= allowed) || !(fabs(payoff[i].value - e->payoff[i].value) <= allowed))
      return false;
  }
  return true;
}

static bool check_one(ply_desk *d, ply_equilibrium *e, bool claims, ply_arena *arena) {
  const ply_finite *game = d->game;
  ply_ratio payoff[PLY_FINITE_MAX_PLAYERS], regret[PLY_FINITE_MAX_PLAYERS];
  int best[PLY_FINITE_MAX_PLAYERS];
  ply_ratio *chance = NULL;
  if (e->chance == NULL) { /* a pure one as chances of 0 and 1 */
    chance = calloc((size_t)game->n_strategies, sizeof *chance);
    if (chance == NULL) return false;
    for (int k = 0; k < game->n_strategies; k++) chance[k].exact = "0";
    for (int i = 0; i < game->n_players; i++)
      chance[game->players[i].first + e->strategy[i]] = (ply_ratio){1, "1"};
  }
  mixed m;
  if (!mixed_set(game, chance != NULL ? chance : e->chance, &m)) {
    free(chance);
    return false;
  }
  bool good = judge(d, &m, arena, payoff, regret, best);
  e->regret_player = -1;
  e->regret = (ply_ratio){0, m.is_exact ? "0" : NULL};
  for (int i = 0; good && i < game->n_players; i++)
    if (regret[i].value > e->regret.value) {
      e->regret = regret[i];
      e->regret_player = i;
      e->regret_reply = best[i];
    }
  if (good) e->confirmed = m.sound && (!claims || agrees(d, e, payoff, regret));
  mixed_done(game, &m);
  free(chance);
  return good;
}

static bool check_list(ply_desk *d, ply_equilibrium_list *list, bool claims, ply_equilibria *answers) {
  for (int k = 0; k < list->n_listed; k++) {
    ply_equilibrium *e = &list->items[k];
    if (e->payoff == NULL || !check_one(d, e, claims || e->lambda < 0, answers->arena)) return false;
    answers->n_checked++;
    if (!e->confirmed) answers->n_unconfirmed++;
  }
  return true;
}

ply_status ply_verify_equilibria(ply_equilibria *answers, ply_err *err) {
  ply_desk d;
  bool good =
      ply_desk_set(&d, answers->game) && check_list(&d, &answers->pure, true, answers) &&
      check_list(&d, &answers->mixed, true, answers) && check_list(&d, &answers->one, true, answers) &&
      check_list(&d, &answers->perfect, true, answers) && check_list(&d, &answers->logit, false, answers) &&
      ply_desk_advice(&d, answers) && ply_desk_eliminations(&d, answers);
  ply_desk_done(&d);
  return good ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "not enough memory");
}

ply_status ply_verify_profile(const ply_finite *game, const ply_ratio *chance, ply_arena *arena,
                              ply_ratio *payoff, ply_ratio *regret, int *reply, ply_err *err) {
  ply_desk d;
  mixed m = {0};
  bool good =
      ply_desk_set(&d, game) && mixed_set(game, chance, &m) && judge(&d, &m, arena, payoff, regret, reply);
  if (m.exact != NULL) mixed_done(game, &m);
  ply_desk_done(&d);
  return good ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "not enough memory");
}
