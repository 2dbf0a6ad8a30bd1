/* What was found out about a finite game, for people: each question that was asked as a section, strategies by
 * name with their payoffs beside them, and one sentence that says whether this is all. */
#include "sim/render/game.h"
#include "sim/render/page.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { LISTED = 40, LONGEST_EXACT = 13, FEW_PLAYERS = 6 };

/* A number for people: the exact one where it is short, else four digits. */
static ply_figure ratio(ply_ratio r) {
  if (r.exact != NULL && strlen(r.exact) <= LONGEST_EXACT) {
    ply_figure out;
    snprintf(out.s, sizeof out.s, "%s", r.exact);
    return out;
  }
  double size = fabs(r.value);
  ply_figure out;
  if (size != 0 && (size >= 1e7 || size < 1e-4))
    snprintf(out.s, sizeof out.s, "%.4g", r.value);
  else
    out = ply_figure_fixed(r.value, 4);
  return out;
}

static void add_payoffs(const ply_finite *game, const ply_ratio *payoff, ply_text *out) {
  for (int i = 0; i < game->n_players; i++)
    ply_text_addf(out, "%s%s %s", i > 0 ? ", " : "", game->players[i].id, ratio(payoff[i]).s);
}

/* ---- equilibria ---- */

static const char *marks(const ply_equilibrium *e, char *room, size_t size) {
  snprintf(room, size, "%s%s%s%s", e->strict == PLY_YES ? "strict " : "",
           e->strong == PLY_YES ? "strong " : "", e->efficient == PLY_YES ? "efficient " : "",
           e->no_deal ? "no deal " : "");
  size_t n = strlen(room);
  if (n > 0) room[n - 1] = '\0';
  return room;
}

static const char *regret_words(const ply_finite *game, const ply_equilibrium *e, char *room, size_t size) {
  if (e->regret_player < 0 || e->regret.value == 0)
    snprintf(room, size, "0");
  else
    snprintf(room, size, "%s (%.40s: %.40s)", ratio(e->regret).s, game->players[e->regret_player].id,
             game->players[e->regret_player].strategies[e->regret_reply]);
  return room;
}

/* One row a profile: strategies, payoffs, sum, regret, marks. */
static void add_grid(ply_page *page, const ply_finite *game, const ply_equilibrium_list *list) {
  ply_grid *grid = ply_grid_new();
  ply_grid_row(grid);
  ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "#");
  for (int i = 0; i < game->n_players; i++)
    ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "%s", ply_figure_cut(game->players[i].id, 24).s);
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "payoffs");
  ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "sum");
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "regret");
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "marks");
  for (int k = 0; k < list->n_listed && k < LISTED; k++) {
    const ply_equilibrium *e = &list->items[k];
    char room[200];
    ply_text payoffs;
    ply_text_init(&payoffs);
    for (int i = 0; i < game->n_players; i++)
      ply_text_addf(&payoffs, "%s%s", i > 0 ? ", " : "", ratio(e->payoff[i]).s);
    ply_grid_row(grid);
    ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%d", k + 1);
    for (int i = 0; i < game->n_players; i++)
      ply_grid_cell(grid, PLY_STRONG, PLY_LEFT, "%s",
                    ply_figure_cut(game->players[i].strategies[e->strategy[i]], 40).s);
    ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", payoffs.data != NULL ? payoffs.data : "");
    ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s", ratio(e->sum).s);
    ply_grid_cell(grid, e->regret.value > 0 ? PLY_BAD : PLY_PLAIN, PLY_LEFT, "%s",
                  regret_words(game, e, room, sizeof room));
    ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", marks(e, room, sizeof room));
    ply_page_text_done(page, &payoffs);
  }
  ply_grid_print(page, grid, 2, 1, false);
  for (int k = 0; k < list->n_listed && k < LISTED; k++)
    if (list->items[k].plan != NULL) {
      char hang[32];
      snprintf(hang, sizeof hang, "%d", k + 1);
      ply_page_para(page, 2, hang, PLY_QUIET, "at every information set: %s", list->items[k].plan);
    }
}

/* "1/2 Heads + 1/2 Tails", or the name alone. */
static void add_mixture(const ply_finite *game, int i, const ply_equilibrium *e, ply_text *out) {
  const ply_finite_player *player = &game->players[i];
  if (e->chance == NULL) {
    ply_text_add(out, player->strategies[e->strategy[i]]);
    return;
  }
  bool first = true;
  for (int s = 0; s < player->n; s++) {
    ply_ratio chance = e->chance[player->first + s];
    if (chance.value <= 0) continue;
    if (chance.value == 1)
      ply_text_add(out, player->strategies[s]);
    else
      ply_text_addf(out, "%s%s %s", first ? "" : " + ", ratio(chance).s, player->strategies[s]);
    first = false;
  }
}

static void add_mixed(ply_page *page, const ply_finite *game, const ply_equilibrium *e, int number) {
  char room[200], hang[40];
  ply_text payoffs;
  ply_text_init(&payoffs);
  add_payoffs(game, e->payoff, &payoffs);
  snprintf(hang, sizeof hang, "%2d", number);
  ply_page_para(page, 2, hang, PLY_PLAIN, "%s; sum %s; regret %s%s%s",
                payoffs.data != NULL ? payoffs.data : "", ratio(e->sum).s,
                regret_words(game, e, room, sizeof room), e->efficient == PLY_YES ? "; efficient" : "",
                e->no_deal ? "; no deal" : "");
  ply_page_text_done(page, &payoffs);
  for (int i = 0; i < game->n_players; i++) {
    ply_text mixture;
    ply_text_init(&mixture);
    add_mixture(game, i, e, &mixture);
    ply_page_para(page, 5, NULL, PLY_STRONG, "%s: %s", game->players[i].id,
                  mixture.data != NULL ? mixture.data : "");
    ply_page_text_done(page, &mixture);
  }
}

static bool all_pure(const ply_equilibrium_list *list) {
  for (int k = 0; k < list->n_listed; k++)
    if (list->items[k].strategy == NULL) return false;
  return true;
}

static void add_list(ply_page *page, const char *heading, const ply_finite *game,
                     const ply_equilibrium_list *list) {
  if (!list->asked) return;
  ply_page_heading(page, heading);
  const char *exact = list->exact ? ", exact" : "";
  if (list->extent == PLY_EXTENT_NONE)
    ply_page_para(page, 2, NULL, PLY_PLAIN, "There is none (%s%s).", list->method, exact);
  else if (list->extent == PLY_EXTENT_ALL)
    ply_page_para(page, 2, NULL, PLY_PLAIN, "%s%s: %s%s.", list->count == 1 ? "The only one" : "All ",
                  list->count == 1 ? "" : ply_figure_count(list->count).s, list->method, exact);
  else if (list->extent == PLY_EXTENT_ONE)
    ply_page_para(page, 2, NULL, PLY_PLAIN, "One; there may be others (%s%s).", list->method, exact);
  else
    ply_page_para(page, 2, NULL, PLY_BAD, "%s found; there may be more (%s%s).",
                  ply_figure_count(list->count).s, list->method, exact);
  if (list->why != NULL) ply_page_para(page, 2, NULL, PLY_QUIET, "%s", list->why);
  if (list->n_listed > 0 && all_pure(list) && game->n_players <= FEW_PLAYERS)
    add_grid(page, game, list);
  else
    for (int k = 0; k < list->n_listed && k < LISTED; k++) add_mixed(page, game, &list->items[k], k + 1);
  int shown = list->n_listed < LISTED ? list->n_listed : LISTED;
  if (list->count > (uint64_t)shown)
    ply_page_para(page, 2, NULL, PLY_QUIET, "... and %s more%s",
                  ply_figure_count(list->count - (uint64_t)shown).s,
                  list->n_listed > shown ? " (--format json lists up to 1,000)" : "");
}

static void add_logit(ply_page *page, const ply_equilibria *answers) {
  const ply_equilibrium_list *list = &answers->logit;
  const ply_finite *game = answers->game;
  if (!list->asked) return;
  ply_page_heading(page, "QUANTAL RESPONSE (LOGIT, PRINCIPAL BRANCH)");
  if (list->why != NULL) ply_page_para(page, 2, NULL, PLY_QUIET, "%s", list->why);
  for (int k = 0; k < list->n_listed; k++) {
    const ply_equilibrium *e = &list->items[k];
    char room[200];
    if (e->lambda >= 0)
      ply_page_para(page, 2, NULL, PLY_PLAIN, "lambda %.6g; regret %s", e->lambda,
                    regret_words(game, e, room, sizeof room));
    else
      ply_page_para(page, 2, NULL, PLY_PLAIN, "the limit, an equilibrium; regret %s",
                    regret_words(game, e, room, sizeof room));
    for (int i = 0; i < game->n_players; i++) {
      ply_text mixture;
      ply_text_init(&mixture);
      add_mixture(game, i, e, &mixture);
      ply_page_para(page, 5, NULL, PLY_STRONG, "%s: %s (payoff %s)", game->players[i].id,
                    mixture.data != NULL ? mixture.data : "", ratio(e->payoff[i]).s);
      ply_page_text_done(page, &mixture);
    }
  }
}

/* ---- dominance ---- */

static void add_elimination(ply_page *page, const ply_finite *game, const ply_elimination *e) {
  const ply_finite_player *player = &game->players[e->player];
  char hang[32];
  ply_text by;
  ply_text_init(&by);
  for (int s = 0; s < player->n; s++) {
    if (e->by == s) ply_text_add(&by, player->strategies[s]);
    if (e->mix == NULL || e->mix[s].value <= 0) continue;
    ply_text_addf(&by, "%s%s %s", by.length > 0 ? " + " : "", ratio(e->mix[s]).s, player->strategies[s]);
  }
  snprintf(hang, sizeof hang, "round %d", e->round);
  ply_page_para(page, 2, hang, PLY_PLAIN, "%s: %s is dominated by %s, which brings at least %s more",
                player->id, player->strategies[e->strategy], by.data != NULL ? by.data : "",
                ratio(e->margin).s);
  ply_page_text_done(page, &by);
}

static void add_sets(ply_page *page, const ply_finite *game, const char *what, const bool *in,
                     const bool *all) {
  for (int i = 0; i < game->n_players; i++) {
    const ply_finite_player *player = &game->players[i];
    ply_text names;
    ply_text_init(&names);
    int n = 0;
    for (int s = 0; s < player->n; s++) {
      if (!in[player->first + s]) continue;
      n++;
      if (n <= 30) ply_list_add(&names, player->strategies[s]);
    }
    if (n > 30) ply_text_addf(&names, " and %d more", n - 30);
    if (n > 0 && (all == NULL || n < player->n))
      ply_page_para(page, 2, NULL, PLY_PLAIN, "%s %s: %s", what, player->id, ply_list_string(&names));
    ply_page_text_done(page, &names);
  }
}

static void add_dominance(ply_page *page, const ply_finite *game, const ply_dominance *d) {
  if (!d->asked) return;
  ply_page_heading(page, "DOMINATED STRATEGIES");
  if (d->why != NULL) ply_page_para(page, 2, NULL, PLY_BAD, "%s", d->why);
  if (d->n_eliminations == 0)
    ply_page_para(page, 2, NULL, PLY_PLAIN, "No strategy is strictly dominated, by a pure or a mixed one.");
  for (int k = 0; k < d->n_eliminations && k < LISTED; k++) add_elimination(page, game, &d->eliminations[k]);
  if (d->n_eliminations > LISTED)
    ply_page_para(page, 2, NULL, PLY_QUIET, "... and %d more", d->n_eliminations - LISTED);
  if (d->n_eliminations > 0) add_sets(page, game, "left to", d->left, d->left);
  add_sets(page, game, "weakly dominated, for", d->weak, NULL);
}

/* ---- correlated, zero-sum ---- */

static void add_advice(ply_page *page, const ply_finite *game, const ply_advice *a, const char *kind) {
  ply_text payoffs;
  ply_text_init(&payoffs);
  add_payoffs(game, a->payoff, &payoffs);
  const char *who = a->player >= 0 ? game->players[a->player].id : "";
  ply_page_para(page, 2, NULL, PLY_STRONG, "%s%s%s%s: %s (%s; regret %.2g)", kind, a->goal,
                a->player >= 0 ? " for " : "", who, ratio(a->value).s,
                payoffs.data != NULL ? payoffs.data : "", a->regret);
  ply_page_text_done(page, &payoffs);
  for (int k = 0; a->player < 0 && k < a->n && k < LISTED; k++) {
    ply_text names;
    ply_text_init(&names);
    for (int i = 0; i < game->n_players; i++)
      ply_list_add(&names, game->players[i].strategies[ply_finite_strategy(game, i, a->profile[k])]);
    ply_page_para(page, 5, ratio(a->chance[k]).s, PLY_PLAIN, "%s", ply_list_string(&names));
    ply_page_text_done(page, &names);
  }
}

/* The least and the most that advice can bring each player: one row a player. */
static void add_ranges(ply_page *page, const ply_finite *game, const ply_correlated *c) {
  if (c->n_advice < 1 + 2 * game->n_players) return;
  ply_grid *grid = ply_grid_new();
  ply_grid_row(grid);
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "advice can bring");
  ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "at most");
  ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "at least");
  for (int i = 0; i < game->n_players; i++) {
    ply_grid_row(grid);
    ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", game->players[i].id);
    for (int k = 1; k <= 2; k++)
      ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s", ratio(c->advice[2 * i + k].value).s);
  }
  ply_grid_print(page, grid, 2, 1, false);
}

static void add_correlated(ply_page *page, const ply_finite *game, const ply_correlated *c) {
  if (!c->asked) return;
  ply_page_heading(page, "WHAT A MEDIATOR'S ADVICE COULD REACH (CORRELATED EQUILIBRIA)");
  if (c->why != NULL) ply_page_para(page, 2, NULL, PLY_BAD, "%s", c->why);
  if (c->n_advice > 0) add_advice(page, game, &c->advice[0], "");
  add_ranges(page, game, c);
  for (int k = 0; k < c->n_coarse; k++) add_advice(page, game, &c->coarse[k], "coarse: ");
  if (c->n_advice > 0 && c->has_nash) {
    double more = c->advice[0].value.value - c->best_nash;
    ply_figure best = ratio((ply_ratio){c->best_nash, NULL});
    if (more > 1e-9 * (1 + fabs(c->best_nash)))
      ply_page_para(page, 2, NULL, PLY_PLAIN,
                    "The best sum of an equilibrium found without advice is %s: advice adds %s.", best.s,
                    ratio((ply_ratio){more, NULL}).s);
    else
      ply_page_para(page, 2, NULL, PLY_PLAIN,
                    "The best sum of an equilibrium found without advice is %s: advice adds nothing to it.",
                    best.s);
  }
}

static void add_zero_sum(ply_page *page, const ply_finite *game, const ply_zero_sum *z) {
  if (!z->asked) return;
  ply_page_heading(page, "ZERO-SUM VALUE");
  if (!z->applies) {
    ply_page_para(page, 2, NULL, PLY_PLAIN,
                  "The payoffs do not sum to one number: the game is not zero-sum.");
    return;
  }
  ply_page_para(page, 2, NULL, PLY_PLAIN, "%s gets %s, %s the rest of %s; regret %.2g", game->players[0].id,
                ratio(z->value).s, game->players[1].id, ratio(z->total).s, z->regret);
  ply_equilibrium e = {.chance = z->chance};
  for (int i = 0; i < game->n_players; i++) {
    ply_text mixture;
    ply_text_init(&mixture);
    add_mixture(game, i, &e, &mixture);
    ply_page_para(page, 5, NULL, PLY_STRONG, "%s: %s", game->players[i].id,
                  mixture.data != NULL ? mixture.data : "");
    ply_page_text_done(page, &mixture);
  }
}

/* ---- the page ---- */

/* A tree played from the back: what is done on the way, and what comes of it. */
static void add_induction(ply_page *page, const ply_finite *game, const ply_induction *play) {
  if (!play->asked) return;
  const ply_finite_tree *tree = game->tree;
  ply_page_heading(page, "PLAYED FROM THE BACK (SUBGAME-PERFECT)");
  ply_grid *grid = ply_grid_new();
  for (int v = 0; tree->nodes[v].kind >= 0;
       v = tree->child[tree->first_child[v] + play->action[tree->nodes[v].set]]) {
    const ply_tree_set *set = &tree->sets[tree->nodes[v].set];
    ply_grid_row(grid);
    ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", game->players[set->player].id);
    ply_grid_cell(grid, PLY_STRONG, PLY_LEFT, "%s",
                  ply_figure_cut(set->actions[play->action[tree->nodes[v].set]], 40).s);
    ply_text others;
    ply_text_init(&others);
    for (int a = 0; a < set->n_actions; a++)
      if (a != play->action[tree->nodes[v].set]) ply_list_add(&others, set->actions[a]);
    ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "%s%s", others.length > 0 ? "not " : "",
                  ply_list_string(&others));
    ply_page_text_done(page, &others);
  }
  ply_grid_print(page, grid, 2, 1, false);
  ply_text payoffs;
  ply_text_init(&payoffs);
  add_payoffs(game, play->payoff, &payoffs);
  ply_page_para(page, 2, NULL, PLY_PLAIN, "This brings %s; regret %s.", ply_list_string(&payoffs),
                ratio(play->regret).s);
  ply_page_text_done(page, &payoffs);
  ply_page_para(
      page, 2, NULL, PLY_QUIET, "%s",
      play->ties ? "Nobody gains by doing otherwise, there or at any other node. Somewhere another action is "
                   "as good; the first of those is taken, and other ways of playing may exist."
                 : "Nobody gains by doing otherwise, there or at any other node, and there is no other such "
                   "way of playing.");
}

static void add_top(ply_page *page, const ply_finite *game) {
  ply_text size;
  ply_text_init(&size);
  for (int i = 0; i < game->n_players; i++)
    ply_text_addf(&size, "%s%d", i > 0 ? " x " : "", game->players[i].n);
  ply_page_para(page, 0, NULL, PLY_STRONG, "%s",
                game->title[0] != '\0' ? game->title : "A game without a title");
  if (game->n_profiles == 0)
    ply_page_para(page, 2, NULL, PLY_QUIET,
                  "%d players, a tree of %s nodes in which everybody sees what was done before",
                  game->n_players, ply_figure_count((uint64_t)game->tree->n_nodes).s);
  else
    ply_page_para(page, 2, NULL, PLY_QUIET, "%d players, %s strategies, %s profiles; payoffs %s",
                  game->n_players, size.data != NULL ? size.data : "", ply_figure_count(game->n_profiles).s,
                  game->exact ? "are exact" : "compared within the scenario's tolerance");
  if (game->note != NULL) ply_page_para(page, 2, NULL, PLY_QUIET, "%s", game->note);
  ply_page_text_done(page, &size);
}

void ply_equilibria_text(const void *record, const ply_render_settings *settings, ply_text *out) {
  const ply_equilibria *answers = record;
  const ply_finite *game = answers->game;
  ply_page page = ply_page_start(out, settings);
  add_top(&page, game);
  add_dominance(&page, game, &answers->dominance);
  add_list(&page, "PURE EQUILIBRIA", game, &answers->pure);
  add_list(&page, "MIXED EQUILIBRIA", game, &answers->mixed);
  add_list(&page, "ONE EQUILIBRIUM", game, &answers->one);
  add_list(&page, "SUBGAME-PERFECT EQUILIBRIA", game, &answers->perfect);
  add_induction(&page, game, &answers->induction);
  add_logit(&page, answers);
  add_correlated(&page, game, &answers->correlated);
  add_zero_sum(&page, game, &answers->zero_sum);
  ply_page_blank(&page);
  if (answers->headline != NULL) ply_page_para(&page, 0, NULL, PLY_STRONG, "%s", answers->headline);
  if (answers->n_unconfirmed > 0)
    ply_page_para(&page, 0, NULL, PLY_BAD, "%d of %d answers were NOT confirmed by the independent check.",
                  answers->n_unconfirmed, answers->n_checked);
}

void ply_judged_text(const void *record, const ply_render_settings *settings, ply_text *out) {
  const ply_judged *j = record;
  const ply_finite *game = j->game;
  ply_page page = ply_page_start(out, settings);
  add_top(&page, game);
  ply_page_heading(&page, "THIS PROFILE");
  ply_grid *grid = ply_grid_new();
  ply_grid_row(grid);
  const char *const heads[] = {"player", "payoff", "regret", "best reply"};
  for (int k = 0; k < 4; k++)
    ply_grid_cell(grid, PLY_QUIET, k == 1 || k == 2 ? PLY_RIGHT : PLY_LEFT, "%s", heads[k]);
  double worst = 0;
  for (int i = 0; i < game->n_players; i++) {
    bool sorry = j->regret[i].value > j->eps;
    if (j->regret[i].value > worst) worst = j->regret[i].value;
    ply_grid_row(grid);
    ply_grid_cell(grid, PLY_STRONG, PLY_LEFT, "%s", game->players[i].id);
    ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s", ratio(j->payoff[i]).s);
    ply_grid_cell(grid, sorry ? PLY_BAD : PLY_GOOD, PLY_RIGHT, "%s", ratio(j->regret[i]).s);
    ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s",
                  sorry ? game->players[i].strategies[j->reply[i]] : "as it does");
  }
  ply_grid_print(&page, grid, 2, 1, false);
  ply_page_blank(&page);
  ply_page_para(&page, 0, NULL, PLY_STRONG,
                worst <= j->eps ? "This is an equilibrium: nobody gains by moving alone."
                                : "This is no equilibrium: somebody gains by moving alone.");
}
