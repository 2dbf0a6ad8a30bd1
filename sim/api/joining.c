/* More readings of "who would join", where the scenario asks for them (its block "joining"): at the terms of each
 * named design the quantal answer at the precision that the file names, and what a mediator's advice could bring
 * about that no equilibrium does. The join game is that of `parley game`; every answer goes through the independent
 * check. Cost: what those two rows of sim/equilibria cost on candidates' levels, for each design. */
#include "sim/api/inside.h"
#include "sim/equilibria/equilibria.h"
#include "sim/equilibria/inside.h"
#include "sim/verify/finite.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct work {
  const ply_game *game;
  const ply_finite *table;
  ply_result *result;
  ply_design_join *join;
} work;

static int actor_of(const work *w, int player) {
  return ply_scenario_actor(w->game->scenario, w->table->players[player].id);
}

static int level_of(const work *w, int player, int strategy) {
  return ply_scenario_level_of(w->game->scenario, actor_of(w, player),
                               w->table->players[player].strategies[strategy]);
}

/* Candidates without a choice stand where no red line keeps them from; the rest as in the design. */
static void settle(const work *w, const ply_design *design, uint8_t *level) {
  memcpy(level, design->levels, (size_t)w->game->n_actors);
  for (int c = 0; c < w->game->n_candidates; c++) {
    int actor = w->game->candidate[c];
    bool plays = false;
    for (int i = 0; i < w->table->n_players; i++) plays = plays || actor_of(w, i) == actor;
    level[actor] = 0;
    for (int l = 0; l < w->game->n_levels && !plays; l++) {
      level[actor] = (uint8_t)l;
      if (!ply_game_forbidden(w->game, actor, design->options, level)) break;
    }
  }
}

static double *unknown(ply_arena *arena, int n) {
  double *out = PLY_NEW(arena, n, double);
  for (int k = 0; out != NULL && k < n; k++) out[k] = NAN;
  return out;
}

/* ---- quantal ---- */

/* The chance that a profile drawn from an equilibrium is no deal. */
static double chance_of_no_deal(const ply_finite *table, const ply_equilibrium *e) {
  double sum = 0;
  for (uint64_t p = 0; p < table->n_profiles && table->void_profile != NULL; p++) {
    if (!table->void_profile[p]) continue;
    double chance = 1;
    for (int i = 0; i < table->n_players && chance > 0; i++) {
      int s = ply_finite_strategy(table, i, p);
      chance *= e->chance != NULL ? e->chance[table->players[i].first + s].value : e->strategy[i] == s;
    }
    sum += chance;
  }
  return fmin(sum, 1);
}

static bool fill_quantal(const work *w, const ply_equilibria *answers) {
  const ply_frame *f = &w->result->frame;
  ply_design_quantal *out = &w->join->quantal;
  const ply_equilibrium_list *list = &answers->logit;
  out->outcome = PLY_LIMIT_REACHED;
  for (int k = 0; k < list->n_listed; k++) {
    const ply_equilibrium *e = &list->items[k];
    if (!(e->lambda > 0)) continue; /* the limit */
    double *chance = unknown(w->result->arena, f->n_actors * f->n_levels);
    if (chance == NULL) return false;
    for (int i = 0; i < w->table->n_players; i++) {
      double *row = chance + actor_of(w, i) * f->n_levels;
      for (int l = 0; l < f->n_levels; l++) row[l] = 0;
      for (int s = 0; s < w->table->players[i].n; s++)
        row[level_of(w, i, s)] =
            e->chance != NULL ? e->chance[w->table->players[i].first + s].value : e->strategy[i] == s;
    }
    *out = (ply_design_quantal){PLY_FOUND, chance, e->regret.value, chance_of_no_deal(w->table, e)};
    return true;
  }
  return true;
}

/* ---- advice ---- */

typedef struct likely {
  uint64_t profile;
  double chance;
} likely;

static int likeliest(const void *a, const void *b) {
  const likely *x = a, *y = b;
  if (x->chance != y->chance) return x->chance > y->chance ? -1 : 1;
  return (x->profile > y->profile) - (x->profile < y->profile);
}

static bool fill_memberships(const work *w, const ply_advice *best, const uint8_t *level) {
  ply_design_advice *out = &w->join->advice;
  ply_arena *arena = w->result->arena;
  int n = best->n < PLY_LISTED_ADVICE ? best->n : PLY_LISTED_ADVICE, n_actors = w->game->n_actors;
  likely *all = malloc((size_t)best->n * sizeof *all);
  ply_membership *memberships = PLY_NEW(arena, n, ply_membership);
  double *chance = PLY_NEW(arena, n, double);
  bool *void_deal = PLY_NEW(arena, n, bool);
  const bool *no_deal = w->table->void_profile;
  bool good = all != NULL && memberships != NULL && chance != NULL && void_deal != NULL;
  for (int k = 0; k < best->n && good; k++) {
    all[k] = (likely){best->profile[k], best->chance[k].value};
    if (no_deal != NULL && no_deal[all[k].profile]) out->no_deal += all[k].chance;
  }
  if (good) qsort(all, (size_t)best->n, sizeof *all, likeliest);
  for (int k = 0; k < n && good; k++) {
    uint8_t *levels = PLY_NEW(arena, n_actors, uint8_t);
    good = levels != NULL;
    if (!good) break;
    memcpy(levels, level, (size_t)n_actors);
    for (int i = 0; i < w->table->n_players; i++)
      levels[actor_of(w, i)] = (uint8_t)level_of(w, i, ply_finite_strategy(w->table, i, all[k].profile));
    memberships[k].levels = levels;
    chance[k] = all[k].chance;
    void_deal[k] = no_deal != NULL && no_deal[all[k].profile];
  }
  out->memberships = memberships;
  out->chance = chance;
  out->void_deal = void_deal;
  out->n = best->n;
  out->n_listed = n;
  free(all);
  return good;
}

static bool fill_advice(const work *w, const ply_equilibria *answers, const uint8_t *level) {
  const ply_correlated *c = &answers->correlated;
  ply_design_advice *out = &w->join->advice;
  out->outcome = PLY_LIMIT_REACHED;
  if (c->extent != PLY_EXTENT_ALL || c->n_advice == 0) return true;
  const ply_advice *best = &c->advice[0]; /* the sum comes first */
  double *payoff = unknown(w->result->arena, w->game->n_actors);
  if (payoff == NULL) return false;
  for (int i = 0; i < w->table->n_players; i++) payoff[actor_of(w, i)] = best->payoff[i].value;
  *out = (ply_design_advice){.outcome = PLY_FOUND,
                             .sum = best->value.value,
                             .regret = best->regret,
                             .payoff = payoff,
                             .has_nash = c->has_nash,
                             .best_nash = c->best_nash};
  for (int k = 0; k < answers->pure.n_listed; k++) out->waits = out->waits || answers->pure.items[k].no_deal;
  return fill_memberships(w, best, level);
}

/* ---- a design ---- */

/* One question of the join game; `fill` takes its part. A game that is too large for it is left open. */
static ply_status ask(const work *w, const char *what, const ply_find *how, ply_equilibria **answers,
                      ply_err *err) {
  ply_find find = *how;
  find.what = what;
  ply_status status = ply_equilibria_find(w->table, &find, answers, err);
  if (status == PLY_OK) status = ply_verify_equilibria(*answers, err);
  if (status == PLY_OK && (*answers)->n_unconfirmed > 0) {
    w->result->n_failed_checks += (*answers)->n_unconfirmed;
    if (w->result->failed_check == NULL) w->result->failed_check = "an answer of the join game";
  }
  return status;
}

static ply_status answer(work *w, const ply_find *find, const uint8_t *level, ply_err *err) {
  ply_equilibria *logit = NULL, *advice = NULL;
  ply_err too_large = {0};
  w->join->quantal.outcome = w->join->advice.outcome = PLY_LIMIT_REACHED;
  ply_status status = ask(w, "logit", find, &logit, &too_large);
  bool good = status != PLY_OK || fill_quantal(w, logit);
  if (status == PLY_OK || status == PLY_E_USAGE)
    status = ask(w, "pure,correlated", find, &advice, &too_large);
  if (status == PLY_OK) good = fill_advice(w, advice, level) && good;
  ply_equilibria_free(logit);
  ply_equilibria_free(advice);
  if (!good || status == PLY_E_MEMORY) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  return PLY_OK;
}

static ply_status at_design(work *w, int d, const ply_find *find, uint64_t memory_bytes, ply_err *err) {
  const ply_design *design = &w->game->scenario->designs[d];
  ply_finite *table = NULL;
  ply_err none = {0};
  ply_design_result *of = (ply_design_result *)(uintptr_t)&w->result->designs[d];
  w->join = &of->join;
  ply_status status =
      ply_inside_join.make(w->game, design->options, design->levels, memory_bytes, &table, &none);
  if (status == PLY_E_MEMORY) return ply_err_set(err, status, "not enough memory");
  w->join->quantal.outcome = w->join->advice.outcome = PLY_LIMIT_REACHED;
  if (status != PLY_OK) return PLY_OK; /* nobody has a choice, or too large: left open */
  w->table = table;
  uint8_t level[PLY_MAX_ACTORS];
  settle(w, design, level);
  status = answer(w, find, level, err);
  ply_finite_free(table);
  return status;
}

ply_status parley_inside_joining(const ply_game *game, const ply_solve_settings *settings, ply_result *result,
                                 ply_err *err) {
  const ply_joining_block *asked = &game->scenario->joining;
  if (!asked->present || game->n_candidates == 0 || result->n_designs == 0) return PLY_OK;
  ply_find find = {.lambda = &asked->lambda.base,
                   .n_lambda = 1,
                   .points_only = true,
                   .sum_only = true,
                   .effort = 1,
                   .stop = settings->stop};
  work w = {.game = game, .result = result};
  ply_status status = PLY_OK;
  result->joining.asked = true;
  result->joining.lambda = asked->lambda.base;
  result->joining.mediator = asked->mediator;
  for (int d = 0; d < result->n_designs && status == PLY_OK; d++)
    status = at_design(&w, d, &find, settings->memory_bytes, err);
  return status;
}
