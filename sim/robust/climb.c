/* The first incumbents: from bundles that are given, and named designs, uphill. Counts are flat nearly everywhere, so
 * that the way up is by how nearly a bundle is accepted, on some of the draws: a draw in which it is counts one, one
 * in which somebody falls short counts less the more it does. One issue or level after the other takes its best
 * value, then two at once, then the best is shaken a few times and climbs again (iterated local search: Lourenço,
 * Martin and Stützle 2003, doi:10.1007/0-306-48056-5_11). What is found is looked at in all draws and kept like any
 * other bundle, so that it costs nothing but time, and a good start is most of what a search needs. Always the same
 * steps for the same draws. Cost: a few thousand bundles on at most 256 draws. */
#include "sim/robust/search.h"

#include <math.h>
#include <string.h>

enum { SWEEPS = 12, SHAKES = 24, SHAKEN = 4, WORDS = 4 };
static const double NEARLY = 0.03;           /* of an actor's scale: short by this counts 1/e */
static const uint64_t WORTH_A_CLIMB = 10000; /* raw bundles; fewer are gone through at once */

/* What looking at a bundle met: a stop leaves the search with what it has, anything else ends it. */
void ply_hunt_meet(ply_hunt *h, ply_status status) {
  if (status == PLY_E_STOPPED)
    h->stopped_by = "interrupt";
  else
    h->trouble = status;
}

typedef struct spot {
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS];
} spot;

typedef struct climb {
  ply_hunt *hunt;
  ply_descent *d;
  const ply_sample_tables *tables;
  double unit[PLY_MAX_ACTORS];
  uint64_t *some; /* [n_words] the draws climbed by */
  spot best;
  double most;
} climb;

static bool over_time(const ply_hunt *h) {
  return h->trouble != PLY_OK || (h->quest->stop != NULL && *h->quest->stop) ||
         (h->deadline > 0 && ply_seconds() > h->deadline);
}

static bool feasible(const ply_game *g, spot *at) {
  return ply_game_derive(g, at->option, at->level) && ply_game_broken_rule(g, at->option, at->level) < 0;
}

/* Looks at a feasible bundle in all draws and keeps it if it is good. */
static void keep(ply_hunt *h, ply_descent *d, spot *at) {
  const ply_quest *q = h->quest;
  uint64_t who = ply_quest_who(q);
  ply_status status =
      ply_set_members(&d->room, q->over, at->option, at->level, who, d->step[0].alive, d->room.all);
  if (status == PLY_OK)
    ply_keeper_take(h->keeper, ply_game_index(q->tables->game, at->option, at->level), &d->room);
  else
    ply_hunt_meet(h, status);
}

/* ---- how nearly ---- */

/* How nearly the bundle just looked at is accepted in draw k, in [0, 1]. */
static double nearness(const climb *c, uint64_t parties, size_t k) {
  const ply_sample_tables *t = c->tables;
  const ply_evaluation *e = &c->d->room.at;
  double margin[PLY_MAX_ACTORS] = {0};
  if (c->d->room.all[k / 64] >> (k % 64) & 1) return 1;
  for (uint64_t rest = parties; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    bool yes = e->accepts[(size_t)i * t->n_words + k / 64] >> (k % 64) & 1;
    double over = e->payoff[(size_t)i * t->n_padded + k] - t->reservation[i][k];
    margin[i] = yes ? 0 : over < 0 ? over / c->unit[i] : -INFINITY;
  }
  return exp(fmin(0, ply_game_slack(t->game, parties, margin)));
}

/* The worth of a bundle on the way up; -1 where it is not feasible. */
static double worth_of(climb *c, spot *at) {
  const ply_sample_tables *t = c->tables;
  const ply_quest *q = c->hunt->quest;
  ply_set_room *room = &c->d->room;
  uint64_t own = (uint64_t)1 << q->proposer;
  double sum = 0;
  if (!feasible(t->game, at)) return -1;
  ply_status status =
      ply_set_members(room, PLY_ROBUST_ACCEPTABLE, at->option, at->level, own, c->some, room->all);
  if (status != PLY_OK) {
    ply_hunt_meet(c->hunt, status);
    return -1;
  }
  uint64_t parties = ply_game_parties(t->game, at->option, at->level);
  for (size_t w = 0; w < t->n_words; w++)
    for (uint64_t rest = c->some[w]; rest != 0; rest &= rest - 1) {
      size_t k = 64 * w + (size_t)__builtin_ctzll(rest);
      double gain = q->objective != PLY_BY_VALUE ? 1
                                                 : room->at.payoff[(size_t)q->proposer * t->n_padded + k] -
                                                       t->reservation[q->proposer][k];
      sum += gain > 0 ? gain * nearness(c, parties, k) : gain * (room->all[w] >> (k % 64) & 1);
    }
  return sum;
}

/* ---- the way up ---- */

static int values_of(const ply_game *g, int variable) {
  return variable < g->n_issues ? g->scenario->issues[variable].n_options : g->n_levels;
}

static void set_value(const ply_game *g, spot *at, int variable, int value) {
  if (variable < g->n_issues)
    at->option[variable] = (uint16_t)value;
  else
    at->level[g->candidate[variable - g->n_issues]] = (uint8_t)value;
}

/* Takes a change that is better. */
static bool try(climb *c, spot *at, double *worth, spot next) {
  double x = worth_of(c, &next);
  if (x <= *worth) return false;
  *at = next;
  *worth = x;
  return true;
}

static bool one_at_a_time(climb *c, spot *at, double *worth) {
  const ply_game *g = c->tables->game;
  bool better = false;
  for (int i = 0; i < c->hunt->n_variables && !over_time(c->hunt); i++)
    for (int value = 0; value < values_of(g, c->hunt->variable[i]); value++) {
      spot next = *at;
      set_value(g, &next, c->hunt->variable[i], value);
      better |= memcmp(&next, at, sizeof next) != 0 && try(c, at, worth, next);
    }
  return better;
}

static bool two_at_a_time(climb *c, spot *at, double *worth) {
  const ply_game *g = c->tables->game;
  const int *variable = c->hunt->variable, n = c->hunt->n_variables;
  bool better = false;
  for (int i = 0; i < n; i++)
    for (int j = i + 1; j < n && !over_time(c->hunt); j++)
      for (int a = 0; a < values_of(g, variable[i]); a++)
        for (int b = 0; b < values_of(g, variable[j]); b++) {
          spot next = *at;
          set_value(g, &next, variable[i], a);
          set_value(g, &next, variable[j], b);
          better |= memcmp(&next, at, sizeof next) != 0 && try(c, at, worth, next);
        }
  return better;
}

static void climb_from(climb *c, spot at) {
  double worth = worth_of(c, &at);
  for (int i = 0; i < SWEEPS && worth >= 0 && one_at_a_time(c, &at, &worth); i++)
    ;
  if (worth < 0) return;
  keep(c->hunt, c->d, &at);
  if (worth <= c->most) return;
  c->most = worth;
  c->best = at;
}

static void shake(climb *c, ply_rng *rng, spot *at) {
  const ply_game *g = c->tables->game;
  for (int i = 0; i < SHAKEN; i++) {
    int v = c->hunt->variable[ply_rng_below(rng, (uint64_t)c->hunt->n_variables)];
    set_value(g, at, v, (int)ply_rng_below(rng, (uint64_t)values_of(g, v)));
  }
}

static void climb_higher(climb *c) {
  ply_rng rng;
  ply_rng_init(&rng, 1, 0);
  for (int i = 0; i < SWEEPS && c->most >= 0 && two_at_a_time(c, &c->best, &c->most); i++)
    ;
  for (int i = 0; i < SHAKES && c->most >= 0 && !over_time(c->hunt); i++) {
    spot at = c->best;
    do shake(c, &rng, &at);
    while (!feasible(c->tables->game, &at) && ply_rng_below(&rng, 100) > 0);
    climb_from(c, at);
  }
  if (c->most >= 0) keep(c->hunt, c->d, &c->best);
}

/* The draws that count among the first few hundred that do. */
static bool choose_draws(climb *c) {
  const ply_sample_tables *t = c->tables;
  c->some = PLY_NEW(c->d->arena, t->n_words, uint64_t);
  if (c->some == NULL) return false;
  for (size_t w = 0, n = 0; w < t->n_words && n < WORDS * 64; w++) {
    c->some[w] = c->d->step[0].alive[w];
    n += (size_t)__builtin_popcountll(c->some[w]);
  }
  for (int i = 0; i < t->n_actors; i++) c->unit[i] = NEARLY * fmax(ply_game_scale(t->game, i), 1e-9);
  return true;
}

/* In each draw by itself, from each start, until something is found there. */
static void climb_each(climb *c) {
  const ply_quest *q = c->hunt->quest;
  const ply_sample_tables *t = c->tables;
  for (uint64_t k = 0; k < t->n; k++) {
    memset(c->some, 0, t->n_words * sizeof *c->some);
    c->some[k / 64] = (uint64_t)1 << (k % 64);
    c->most = -1;
    for (int i = 0; i < q->n_starts && ply_keeper_is_open(c->hunt->keeper, k) && !over_time(c->hunt); i++) {
      spot at = {0};
      ply_game_bundle(t->game, q->starts[i], at.option, at.level);
      climb_from(c, at);
    }
  }
}

bool ply_climb(ply_hunt *h, ply_descent *d) {
  const ply_quest *q = h->quest;
  const ply_game *g = q->tables->game;
  climb c = {.hunt = h, .d = d, .tables = q->tables, .most = -1};
  ply_descent_root(d);
  bool each = q->objective == PLY_BY_ANY && g->raw > WORTH_A_CLIMB;
  bool up = (q->objective == PLY_BY_COUNT || q->objective == PLY_BY_VALUE) && g->raw > WORTH_A_CLIMB;
  if ((up || each) && !choose_draws(&c)) return false;
  for (int i = 0; i < q->n_starts && !over_time(h); i++) {
    spot at = {0};
    ply_game_bundle(g, q->starts[i], at.option, at.level);
    if (feasible(g, &at)) keep(h, d, &at);
    if (up) climb_from(&c, at);
  }
  if (up) climb_higher(&c);
  if (each) climb_each(&c);
  return true;
}
