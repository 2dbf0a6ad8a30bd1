/* What was found out about a finite game, for programs: the game's players and strategies, then one object for
 * each question that was asked. Exact numbers are strings "p/q" where they are no whole numbers, others are
 * numbers that read back as the same double. Strategies with no chance are left out. */
#include "sim/render/game.h"
#include "sim/base/json_write.h"

#include <string.h>

static void add_ratio(ply_json *json, const char *key, ply_ratio ratio) {
  if (ratio.exact == NULL)
    ply_json_number(json, key, ratio.value);
  else if (strchr(ratio.exact, '/') != NULL || strlen(ratio.exact) > 15)
    ply_json_string(json, key, ratio.exact);
  else
    ply_json_raw(json, key, ratio.exact);
}

static void add_known(ply_json *json, const char *key, ply_known known) {
  if (known == PLY_NOT_KNOWN)
    ply_json_null(json, key);
  else
    ply_json_bool(json, key, known == PLY_YES);
}

static void add_game(ply_json *json, const ply_finite *game) {
  ply_json_object(json, "game", false);
  ply_json_string(json, "title", game->title);
  ply_json_string(json, "from", game->from);
  ply_json_bool(json, "exact", game->exact);
  if (game->note != NULL) ply_json_string(json, "note", game->note);
  ply_json_count(json, "profiles", game->n_profiles);
  if (game->void_profile != NULL) ply_json_count(json, "no_deal_profiles", game->n_void);
  ply_json_array(json, "players", false);
  for (int i = 0; i < game->n_players; i++) {
    ply_json_object(json, NULL, false);
    ply_json_string(json, "id", game->players[i].id);
    ply_json_array(json, "strategies", true);
    for (int s = 0; s < game->players[i].n; s++) ply_json_string(json, NULL, game->players[i].strategies[s]);
    ply_json_end(json);
    ply_json_end(json);
  }
  ply_json_end(json);
  ply_json_end(json);
}

static void add_by_player(ply_json *json, const char *key, const ply_finite *game, const ply_ratio *value) {
  ply_json_object(json, key, true);
  for (int i = 0; i < game->n_players; i++) add_ratio(json, game->players[i].id, value[i]);
  ply_json_end(json);
}

static void add_chances(ply_json *json, const char *key, const ply_finite *game, const ply_ratio *chance) {
  ply_json_object(json, key, false);
  for (int i = 0; i < game->n_players; i++) {
    const ply_finite_player *player = &game->players[i];
    ply_json_object(json, player->id, true);
    for (int s = 0; s < player->n; s++)
      if (chance[player->first + s].value > 0)
        add_ratio(json, player->strategies[s], chance[player->first + s]);
    ply_json_end(json);
  }
  ply_json_end(json);
}

static void add_strategies(ply_json *json, const ply_finite *game, const ply_equilibrium *e, bool mixed) {
  if (e->chance != NULL) {
    add_chances(json, "strategies", game, e->chance);
    return;
  }
  ply_json_object(json, mixed ? "strategies" : "profile", !mixed);
  for (int i = 0; i < game->n_players; i++) {
    const char *name = game->players[i].strategies[e->strategy[i]];
    if (!mixed) {
      ply_json_string(json, game->players[i].id, name);
      continue;
    }
    ply_json_object(json, game->players[i].id, true);
    ply_json_int(json, name, 1);
    ply_json_end(json);
  }
  ply_json_end(json);
}

static void add_equilibrium(ply_json *json, const ply_finite *game, const ply_equilibrium *e, bool mixed,
                            bool logit) {
  ply_json_object(json, NULL, false);
  if (logit && e->lambda >= 0) ply_json_number(json, "lambda", e->lambda);
  if (logit && e->lambda < 0) ply_json_bool(json, "limit", true);
  add_strategies(json, game, e, mixed);
  add_by_player(json, "payoffs", game, e->payoff);
  add_ratio(json, "sum", e->sum);
  if (!logit && !mixed) {
    add_known(json, "strict", e->strict);
    add_known(json, "strong", e->strong);
  }
  if (!logit) add_known(json, "efficient", e->efficient);
  if (e->plan != NULL) ply_json_string(json, "plan", e->plan);
  if (e->no_deal) ply_json_bool(json, "no_deal", true);
  add_ratio(json, "regret", e->regret);
  ply_json_bool(json, "confirmed", e->confirmed);
  ply_json_end(json);
}

static void add_list(ply_json *json, const char *key, const ply_finite *game,
                     const ply_equilibrium_list *list, bool mixed) {
  bool logit = strcmp(key, "logit") == 0;
  if (!list->asked) return;
  ply_json_object(json, key, false);
  ply_json_string(json, "outcome", ply_extent_name(list->extent));
  ply_json_bool(json, "complete", list->extent == PLY_EXTENT_ALL || list->extent == PLY_EXTENT_NONE);
  ply_json_bool(json, "exact", list->exact);
  ply_json_string(json, "method", list->method);
  if (list->why != NULL) ply_json_string(json, "why", list->why);
  ply_json_count(json, "count", list->count);
  ply_json_array(json, logit ? "points" : "equilibria", false);
  for (int k = 0; k < list->n_listed; k++) add_equilibrium(json, game, &list->items[k], mixed, logit);
  ply_json_end(json);
  ply_json_end(json);
}

/* ---- dominance ---- */

static void add_elimination(ply_json *json, const ply_finite *game, const ply_elimination *e) {
  const ply_finite_player *player = &game->players[e->player];
  ply_json_object(json, NULL, true);
  ply_json_int(json, "round", e->round);
  ply_json_string(json, "player", player->id);
  ply_json_string(json, "strategy", player->strategies[e->strategy]);
  ply_json_object(json, "by", true);
  for (int s = 0; s < player->n; s++) {
    if (e->by == s) ply_json_int(json, player->strategies[s], 1);
    if (e->mix != NULL && e->mix[s].value > 0) add_ratio(json, player->strategies[s], e->mix[s]);
  }
  ply_json_end(json);
  add_ratio(json, "margin", e->margin);
  ply_json_end(json);
}

static void add_names(ply_json *json, const char *key, const ply_finite *game, const bool *in) {
  ply_json_object(json, key, false);
  for (int i = 0; i < game->n_players; i++) {
    ply_json_array(json, game->players[i].id, true);
    for (int s = 0; s < game->players[i].n; s++)
      if (in[game->players[i].first + s]) ply_json_string(json, NULL, game->players[i].strategies[s]);
    ply_json_end(json);
  }
  ply_json_end(json);
}

static void add_dominance(ply_json *json, const ply_finite *game, const ply_dominance *d) {
  if (!d->asked) return;
  ply_json_object(json, "dominance", false);
  ply_json_string(json, "outcome", ply_extent_name(d->extent));
  ply_json_bool(json, "exact", d->exact);
  if (d->why != NULL) ply_json_string(json, "why", d->why);
  ply_json_array(json, "rounds", false);
  for (int k = 0; k < d->n_eliminations; k++) add_elimination(json, game, &d->eliminations[k]);
  ply_json_end(json);
  add_names(json, "left", game, d->left);
  add_names(json, "weakly_dominated", game, d->weak);
  ply_json_end(json);
}

/* ---- correlated, zero-sum ---- */

static void add_advice(ply_json *json, const ply_finite *game, const ply_advice *a) {
  ply_json_object(json, NULL, false);
  ply_json_string(json, "goal", a->goal);
  if (a->player >= 0) ply_json_string(json, "player", game->players[a->player].id);
  add_ratio(json, "value", a->value);
  add_by_player(json, "payoffs", game, a->payoff);
  ply_json_array(json, "advice", false);
  for (int k = 0; k < a->n; k++) {
    ply_json_object(json, NULL, true);
    ply_json_object(json, "profile", true);
    for (int i = 0; i < game->n_players; i++)
      ply_json_string(json, game->players[i].id,
                      game->players[i].strategies[ply_finite_strategy(game, i, a->profile[k])]);
    ply_json_end(json);
    add_ratio(json, "chance", a->chance[k]);
    ply_json_end(json);
  }
  ply_json_end(json);
  ply_json_number(json, "regret", a->regret);
  ply_json_bool(json, "confirmed", a->confirmed);
  ply_json_end(json);
}

static void add_correlated(ply_json *json, const ply_finite *game, const ply_correlated *c) {
  if (!c->asked) return;
  ply_json_object(json, "correlated", false);
  ply_json_string(json, "outcome", ply_extent_name(c->extent));
  ply_json_bool(json, "exact", c->exact);
  if (c->why != NULL) ply_json_string(json, "why", c->why);
  if (c->has_nash)
    ply_json_number(json, "best_nash_sum", c->best_nash);
  else
    ply_json_null(json, "best_nash_sum");
  ply_json_array(json, "best", false);
  for (int k = 0; k < c->n_advice; k++) add_advice(json, game, &c->advice[k]);
  ply_json_end(json);
  ply_json_array(json, "coarse", false);
  for (int k = 0; k < c->n_coarse; k++) add_advice(json, game, &c->coarse[k]);
  ply_json_end(json);
  ply_json_end(json);
}

static void add_zero_sum(ply_json *json, const ply_finite *game, const ply_zero_sum *z) {
  if (!z->asked) return;
  ply_json_object(json, "zero_sum", false);
  ply_json_bool(json, "applies", z->applies);
  if (z->applies) {
    ply_json_bool(json, "exact", z->exact);
    add_ratio(json, "total", z->total);
    add_ratio(json, "value", z->value);
    add_chances(json, "strategies", game, z->chance);
    ply_json_number(json, "regret", z->regret);
    ply_json_bool(json, "confirmed", z->confirmed);
  }
  ply_json_end(json);
}

/* A tree played from the back: the actions on the way, one after the other. */
static void add_induction(ply_json *json, const ply_finite *game, const ply_induction *play) {
  if (!play->asked) return;
  const ply_finite_tree *tree = game->tree;
  ply_json_object(json, "induction", false);
  ply_json_int(json, "nodes", tree->n_nodes);
  ply_json_array(json, "play", false);
  for (int v = 0; tree->nodes[v].kind >= 0;
       v = tree->child[tree->first_child[v] + play->action[tree->nodes[v].set]]) {
    const ply_tree_set *set = &tree->sets[tree->nodes[v].set];
    ply_json_object(json, NULL, true);
    ply_json_string(json, "player", game->players[set->player].id);
    ply_json_string(json, "action", set->actions[play->action[tree->nodes[v].set]]);
    ply_json_end(json);
  }
  ply_json_end(json);
  add_by_player(json, "payoffs", game, play->payoff);
  ply_json_bool(json, "ties", play->ties);
  add_ratio(json, "regret", play->regret);
  ply_json_bool(json, "confirmed", play->confirmed);
  ply_json_end(json);
}

void ply_equilibria_json(const void *record, const ply_render_settings *settings, ply_text *out) {
  const ply_equilibria *answers = record;
  (void)settings;
  const ply_finite *game = answers->game;
  ply_json json;
  ply_json_start(&json, out);
  ply_json_object(&json, NULL, false);
  ply_json_string(&json, "parley", answers->version);
  ply_json_string(&json, "file", answers->file);
  add_game(&json, game);
  add_dominance(&json, game, &answers->dominance);
  add_list(&json, "pure", game, &answers->pure, false);
  add_list(&json, "mixed", game, &answers->mixed, true);
  add_list(&json, "one", game, &answers->one, true);
  add_list(&json, "perfect", game, &answers->perfect, false);
  add_induction(&json, game, &answers->induction);
  add_list(&json, "logit", game, &answers->logit, true);
  add_correlated(&json, game, &answers->correlated);
  add_zero_sum(&json, game, &answers->zero_sum);
  ply_json_string(&json, "summary", answers->headline);
  ply_json_int(&json, "checked", answers->n_checked);
  ply_json_int(&json, "unconfirmed", answers->n_unconfirmed);
  ply_json_end(&json);
}

void ply_judged_json(const void *record, const ply_render_settings *settings, ply_text *out) {
  const ply_judged *j = record;
  (void)settings;
  const ply_finite *game = j->game;
  ply_json json;
  ply_json_start(&json, out);
  ply_json_object(&json, NULL, false);
  ply_json_string(&json, "parley", j->version);
  ply_json_string(&json, "file", j->file);
  add_chances(&json, "strategies", game, j->chance);
  add_by_player(&json, "payoffs", game, j->payoff);
  add_by_player(&json, "regrets", game, j->regret);
  double worst = 0;
  ply_json_object(&json, "best_replies", true);
  for (int i = 0; i < game->n_players; i++) {
    worst = j->regret[i].value > worst ? j->regret[i].value : worst;
    ply_json_string(&json, game->players[i].id, game->players[i].strategies[j->reply[i]]);
  }
  ply_json_end(&json);
  ply_json_number(&json, "regret", worst);
  ply_json_bool(&json, "equilibrium", worst <= j->eps);
  ply_json_end(&json);
}
