/* Does anybody gain by moving alone? What every strategy of every player would bring against the others as they are,
 * exactly where every chance is. */
#include "sim/verify/finite.h"
#include "sim/verify/finite_desk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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

bool ply_desk_judge(const ply_desk *d, const ply_ratio *chance, ply_arena *arena, ply_ratio *payoff,
                    ply_ratio *regret, int *reply, ply_desk_kind *kind) {
  mixed m;
  if (!mixed_set(d->game, chance, &m)) return false;
  bool good = judge(d, &m, arena, payoff, regret, reply);
  *kind = (ply_desk_kind){.exact = m.is_exact, .sound = m.sound};
  mixed_done(d->game, &m);
  return good;
}

ply_status ply_verify_profile(const ply_finite *game, const ply_ratio *chance, ply_arena *arena,
                              ply_ratio *payoff, ply_ratio *regret, int *reply, ply_err *err) {
  ply_desk d;
  ply_desk_kind kind;
  bool good = ply_desk_set(&d, game) && ply_desk_judge(&d, chance, arena, payoff, regret, reply, &kind);
  ply_desk_done(&d);
  return good ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "not enough memory");
}
