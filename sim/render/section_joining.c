/* Who would join, and who would leave? For the terms of each named design: how many memberships hold, whether
 * everybody may end up waiting for the others, who would move first. Then, where nothing is stable, how far
 * the nearest deal is from holding together and who breaks it. */
#include "sim/render/section.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

enum { LISTED = 3, PLY_LINE_ACTORS = 64 };

static void add_head(ply_grid *grid) {
  static const char *const heads[] = {"terms of", "equilibria", "strict", "strong", "sustained", "no deal?"};
  ply_grid_row(grid);
  for (int k = 0; k < 6; k++) ply_grid_cell(grid, PLY_QUIET, k == 0 ? PLY_LEFT : PLY_RIGHT, "%s", heads[k]);
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "first to move");
}

static void add_design(ply_grid *grid, const ply_result *r, const ply_design_result *d) {
  bool open = d->join.outcome == PLY_LIMIT_REACHED;
  const char *least = open ? ">=" : "";
  ply_grid_row(grid);
  ply_grid_cell(grid, PLY_STRONG, PLY_LEFT, "%s", ply_figure_cut(d->name.id, PLY_ACTOR_WIDTH).s);
  ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s%s", least, ply_figure_count(d->join.count).s);
  ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s%s", least, ply_figure_count(d->join.strict).s);
  ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s%s", least, ply_figure_count(d->join.strong).s);
  ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s%s", least, ply_figure_count(d->join.sustained).s);
  ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s", d->join.no_deal ? "possible" : open ? "open" : "no");
  if (d->deviation.actor < 0)
    ply_grid_cell(grid, PLY_GOOD, PLY_LEFT, "nobody");
  else
    ply_move_cell(grid, &r->frame, d->bundle.levels, d->deviation,
                  ply_figure_gain(d->deviation.gain, ply_actor_digits(r, d->deviation.actor)));
}

/* One row for each membership that holds, at most LISTED of them. */
static void add_memberships(ply_page *page, ply_grid *grid, const ply_result *r, const ply_design_result *d) {
  int shown = d->join.n_listed < LISTED ? d->join.n_listed : LISTED;
  for (int k = 0; k < shown; k++) {
    ply_text list;
    ply_text_init(&list);
    ply_add_members(&list, &r->frame, d->join.equilibria[k].levels);
    if (k == shown - 1 && d->join.count > (uint64_t)shown)
      ply_text_addf(&list, " (and %s more memberships)", ply_figure_count(d->join.count - (uint64_t)shown).s);
    ply_grid_row(grid);
    ply_grid_cell(grid, PLY_STRONG, PLY_LEFT, "%s",
                  k == 0 ? ply_figure_cut(d->name.id, PLY_ACTOR_WIDTH).s : "or");
    ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", ply_list_string(&list));
    page->out->failed |= list.failed;
    ply_text_done(&list);
  }
}

static void add_designs(ply_page *page, const ply_result *r) {
  ply_grid *grid = ply_grid_new();
  add_head(grid);
  for (int d = 0; d < r->n_designs; d++) add_design(grid, r, &r->designs[d]);
  ply_grid_print(page, grid, 2, 1, true);
  ply_page_para(page, 2, NULL, PLY_QUIET,
                "Equilibria: memberships from which no candidate gains by moving alone (strict: each mover "
                "would lose; strong: no "
                "group gains by moving together). Sustained: accepted memberships that hold because a leaver "
                "may undo the deal. No "
                "deal is possible where everybody may wait for the others. First to move: who gains most by "
                "moving alone from "
                "the design's own members.");
  int listed = 0;
  for (int d = 0; d < r->n_designs; d++) listed += r->designs[d].join.n_listed;
  if (listed == 0) return;
  grid = ply_grid_new();
  for (int d = 0; d < r->n_designs; d++) add_memberships(page, grid, r, &r->designs[d]);
  ply_text_add(page->out, "\n");
  ply_page_para(page, 2, NULL, PLY_PLAIN, "Who is in where nobody gains by moving:");
  ply_grid_print(page, grid, 2, 1, true);
}

/* A plain game: at which profiles nobody moves, and who would at the others. */
static void add_profiles(ply_page *page, const ply_result *r) {
  ply_grid *grid = ply_grid_new();
  ply_grid_row(grid);
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "profile");
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "who gains most by another move");
  for (int d = 0; d < r->n_designs; d++) {
    const ply_design_result *at = &r->designs[d];
    ply_grid_row(grid);
    ply_grid_cell(grid, PLY_STRONG, PLY_LEFT, "%s", ply_figure_cut(at->name.id, PLY_ACTOR_WIDTH).s);
    if (at->deviation.actor < 0)
      ply_grid_cell(grid, PLY_GOOD, PLY_LEFT, "nobody: an equilibrium");
    else
      ply_move_cell(grid, &r->frame, at->bundle.levels, at->deviation,
                    ply_figure_gain(at->deviation.gain, ply_actor_digits(r, at->deviation.actor)));
  }
  ply_grid_print(page, grid, 2, 1, true);
  ply_page_para(page, 2, NULL, PLY_QUIET,
                "Equilibria in pure strategies: %s. Mixed, correlated and quantal ones: `parley game FILE`.",
                ply_figure_count(r->join_equilibria.low).s);
}

/* ---- quantal answers, advice ---- */

static ply_figure percent(double share) {
  ply_figure out;
  snprintf(out.s, sizeof out.s, share >= 0.9995 || (share < 0.0005 && share >= 0) ? "%.0f %%" : "%.1f %%",
           100 * share);
  return out;
}

static ply_figure short_number(double value) {
  ply_figure out;
  snprintf(out.s, sizeof out.s, "%g", value);
  return out;
}

/* A plain game is the same at every profile: each player's moves with their chances. */
static void add_noisy_moves(ply_page *page, const ply_result *r) {
  const ply_frame *f = &r->frame;
  const ply_design_quantal *q = &r->designs[0].join.quantal;
  ply_text list;
  ply_text_init(&list);
  for (int i = 0; i < f->n_actors && q->chance != NULL; i++) {
    const double *row = q->chance + i * f->n_levels;
    if (isnan(row[0])) continue;
    ply_text_addf(&list, "%s%s", list.length > 0 ? "; " : "", ply_actor_label(f, i).s);
    for (int l = 0; l < f->n_levels; l++)
      if (row[l] > 0)
        ply_text_addf(&list, " %s %s", ply_frame_level(f, i, l).id, ply_figure_fixed(row[l], 4).s);
  }
  ply_text_add(page->out, "\n");
  ply_page_para(page, 2, NULL, PLY_PLAIN,
                "Where they choose with some noise (quantal response, lambda %s): %s.",
                short_number(r->joining.lambda).s, q->chance != NULL ? ply_list_string(&list) : "open");
  page->out->failed |= list.failed;
  ply_text_done(&list);
}

/* A row a design, a column a candidate with a choice anywhere: the chance that it is in. */
static void add_quantal(ply_page *page, const ply_result *r) {
  const ply_frame *f = &r->frame;
  bool chooses[PLY_LINE_ACTORS] = {false}, fails = false;
  ply_grid *grid = ply_grid_new();
  for (int d = 0; d < r->n_designs; d++) fails = fails || r->designs[d].join.quantal.no_deal >= 0.0005;
  for (int d = 0; d < r->n_designs; d++)
    for (int i = 0; i < f->n_actors && r->designs[d].join.quantal.chance != NULL; i++)
      chooses[i] = chooses[i] || !isnan(r->designs[d].join.quantal.chance[i * f->n_levels]);
  ply_grid_row(grid);
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "terms of");
  for (int i = 0; i < f->n_actors; i++)
    if (chooses[i]) ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "%s", ply_actor_label(f, i).s);
  if (fails) ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "no deal");
  for (int d = 0; d < r->n_designs; d++) {
    const ply_design_quantal *q = &r->designs[d].join.quantal;
    ply_grid_row(grid);
    ply_grid_cell(grid, PLY_STRONG, PLY_LEFT, "%s", ply_figure_cut(r->designs[d].name.id, PLY_ACTOR_WIDTH).s);
    for (int i = 0; i < f->n_actors; i++) {
      if (!chooses[i]) continue;
      if (q->chance == NULL || isnan(q->chance[i * f->n_levels]))
        ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, q->chance == NULL ? "open" : ".");
      else
        ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s", percent(1 - q->chance[i * f->n_levels]).s);
    }
    if (fails)
      ply_grid_cell(grid, q->chance == NULL ? PLY_QUIET : PLY_PLAIN, PLY_RIGHT, "%s",
                    q->chance == NULL ? "open" : percent(q->no_deal).s);
  }
  ply_text_add(page->out, "\n");
  ply_page_para(page, 2, NULL, PLY_PLAIN,
                "Who would be in where candidates choose with some noise (lambda %s):",
                short_number(r->joining.lambda).s);
  ply_grid_print(page, grid, 2, 1, true);
  ply_page_para(
      page, 2, NULL, PLY_QUIET,
      "Quantal response: a level is chosen the more often, the more it brings (e to the power of lambda "
      "times "
      "its payoff); lambda 0 is chance alone, a large one nears an equilibrium. . has no choice there.%s",
      fails ? " No deal: what they choose without each other breaks a rule or a red line." : "");
}

/* The likeliest membership that is advised. */
static void add_advised(ply_grid *grid, const ply_frame *f, const ply_design_advice *a) {
  ply_text list;
  ply_text_init(&list);
  if (a->n_listed > 0 && a->void_deal[0])
    ply_text_add(&list, "no deal");
  else if (a->n_listed > 0)
    ply_add_members(&list, f, a->memberships[0].levels);
  if (a->n > 1)
    ply_text_addf(&list, " (%s of the time, and %d other%s)", percent(a->chance[0]).s, a->n - 1,
                  a->n > 2 ? "s" : "");
  ply_grid_cell_text(grid, PLY_PLAIN, PLY_LEFT, &list);
}

static bool advice_adds(const ply_design_advice *a) {
  return a->outcome == PLY_FOUND && a->has_nash && a->sum > a->best_nash + PLY_EPS;
}

/* In a sentence: whether a mediator could do anything that the candidates cannot do alone. */
static void add_advice_verdict(ply_page *page, const ply_result *r, int n_designs) {
  const ply_frame *f = &r->frame;
  ply_text names;
  ply_text_init(&names);
  int n = 0, open = 0, alone = 0;
  for (int d = 0; d < n_designs; d++) {
    const ply_design_advice *a = &r->designs[d].join.advice;
    open += a->outcome != PLY_FOUND;
    alone += a->outcome == PLY_FOUND && !a->has_nash && a->no_deal < 1 - PLY_EPS;
    if (!advice_adds(a)) continue;
    ply_text_addf(&names, "%s%s (%+.4f)", n++ > 0 ? ", " : "", r->designs[d].name.id, a->sum - a->best_nash);
  }
  const char *who = r->joining.mediator >= 0 ? f->actors[r->joining.mediator].name.name : "A mediator";
  if (n > 0 && f->plain_game)
    ply_page_para(page, 2, NULL, PLY_STRONG,
                  "%s could bring about more than any pure equilibrium does: %+.4f.", who,
                  r->designs[0].join.advice.sum - r->designs[0].join.advice.best_nash);
  else if (n > 0)
    ply_page_para(page, 2, NULL, PLY_STRONG,
                  "%s could bring about more than any pure equilibrium does at the terms of: %s.", who,
                  ply_list_string(&names));
  else if (open < n_designs && alone == 0)
    ply_page_para(page, 2, NULL, PLY_STRONG, "%s could bring about no larger sum than an equilibrium does%s.",
                  who,
                  open > 0        ? ", where that is decided"
                  : f->plain_game ? ""
                                  : ", at any of these terms");
  page->out->failed |= names.failed;
  ply_text_done(&names);
}

static void add_advice(ply_page *page, const ply_result *r) {
  const ply_frame *f = &r->frame;
  ply_grid *grid = ply_grid_new();
  static const char *const heads[] = {"without", "with advice"};
  ply_grid_row(grid);
  if (!f->plain_game) ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "terms of");
  for (int k = 0; k < 2; k++) ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "%s", heads[k]);
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "advice");
  for (int d = 0; d < (f->plain_game ? 1 : r->n_designs); d++) {
    const ply_design_advice *a = &r->designs[d].join.advice;
    bool adds = advice_adds(a);
    ply_grid_row(grid);
    if (!f->plain_game)
      ply_grid_cell(grid, PLY_STRONG, PLY_LEFT, "%s",
                    ply_figure_cut(r->designs[d].name.id, PLY_ACTOR_WIDTH).s);
    ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s",
                  a->outcome != PLY_FOUND ? "open"
                  : a->has_nash           ? ply_figure_fixed(a->best_nash, 4).s
                  : a->waits              ? "no deal"
                                          : "none found");
    ply_grid_cell(grid, adds ? PLY_GOOD : PLY_PLAIN, PLY_RIGHT, "%s",
                  a->outcome == PLY_FOUND ? ply_figure_fixed(a->sum, 4).s : "open");
    if (a->outcome == PLY_FOUND)
      add_advised(grid, f, a);
    else
      ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "-");
  }
  ply_text_add(page->out, "\n");
  ply_page_para(page, 2, NULL, PLY_PLAIN,
                "What advice could bring about%s%s: the largest sum of the candidates' payoffs:",
                r->joining.mediator >= 0 ? ", by " : "",
                r->joining.mediator >= 0 ? f->actors[r->joining.mediator].name.name : "");
  ply_grid_print(page, grid, 2, 1, true);
  add_advice_verdict(page, r, f->plain_game ? 1 : r->n_designs);
  ply_page_para(
      page, 2, NULL, PLY_QUIET,
      "A mediator tells each candidate in private what to do, and none gains by doing otherwise (correlated "
      "equilibrium). Without: the best pure equilibrium.");
}

static void add_least_regret(ply_page *page, const ply_result *r) {
  const ply_frame *f = &r->frame;
  if (r->stable.low > 0 || r->acceptable.high == 0) return;
  if (r->least_regret.outcome == PLY_LIMIT_REACHED || r->least_regret.outcome == PLY_PROVED_NONE) {
    if (r->least_regret.outcome == PLY_LIMIT_REACHED)
      ply_page_para(page, 2, NULL, PLY_PLAIN,
                    "How far the nearest deal is from holding together is not decided.");
    return;
  }
  if (r->least_regret.move.actor < 0) return;
  ply_text changes, move;
  ply_text_init(&changes);
  ply_text_init(&move);
  ply_add_move(&move, f, r->least_regret.bundle.levels, r->least_regret.move);
  if (r->n_designs > 0) {
    ply_text_add(&changes, " It is ");
    ply_add_design(&changes, &r->designs[0].name);
    ply_text_add(&changes, " with ");
    ply_add_changes(&changes, f, &r->designs[0].bundle, &r->least_regret.bundle);
    ply_text_add(&changes, ".");
  }
  ply_text_add(page->out, "\n");
  ply_page_para(page, 2, NULL, PLY_PLAIN,
                "No acceptable deal is stable. The one with the least regret (index %" PRIu64
                ") breaks because %s %s, for a gain of %s: in every "
                "other somebody gains at least as much by moving.%s",
                r->least_regret.bundle.index, f->actors[r->least_regret.move.actor].name.name,
                ply_list_string(&move), ply_figure_fixed(r->least_regret.regret, 4).s,
                ply_list_string(&changes));
  ply_page_done(page, &changes);
  ply_page_done(page, &move);
}

void ply_section_joining(ply_page *page, const ply_result *r) {
  if (!ply_has_candidates(&r->frame)) return;
  if (r->n_designs == 0 && r->stable.low > 0) return;
  if (r->frame.plain_game) {
    ply_page_heading(page, "WHO WOULD MOVE");
    add_profiles(page, r);
    if (r->joining.asked && r->n_designs > 0) {
      add_noisy_moves(page, r);
      add_advice(page, r);
    }
    return;
  }
  ply_page_heading(page, "WHO WOULD JOIN, WHO WOULD LEAVE");
  if (r->n_designs > 0) add_designs(page, r);
  if (r->joining.asked && r->n_designs > 0) {
    add_quantal(page, r);
    add_advice(page, r);
  }
  add_least_regret(page, r);
}
