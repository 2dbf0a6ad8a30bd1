/* Why is one bundle acceptable or not, for people: the verdict, who refuses and by how much, each actor's
 * payoff term by term, who would leave, the nearest acceptable bundle, and the smallest change of one number
 * that turns the verdict. */
#include "sim/render/section.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

/* An accepted bundle: whether nothing is better for all, or what is, and by how much. */
static void say_better(ply_page *page, const ply_explain *e) {
  if (!e->acceptable || e->better.outcome == PLY_LIMIT_REACHED) return;
  if (e->better.outcome == PLY_PROVED_NONE) {
    ply_page_para(page, 2, NULL, PLY_PLAIN,
                  "It is efficient: no acceptable bundle is better for somebody and worse for nobody.");
    return;
  }
  ply_text changes, gains;
  ply_text_init(&changes);
  ply_text_init(&gains);
  ply_add_changes(&changes, &e->frame, &e->bundle, &e->better.bundle);
  for (int i = 0; i < e->frame.n_actors; i++) {
    double now = e->bundle.payoffs[i], then = e->better.bundle.payoffs[i];
    if (then - now > e->frame.actors[i].eps)
      ply_text_addf(&gains, "%s%s %s instead of %s (%s)", gains.length > 0 ? ", " : "",
                    e->frame.actors[i].name.name, ply_figure_fixed(then, 3).s, ply_figure_fixed(now, 3).s,
                    ply_figure_signed(then - now, 3).s);
  }
  ply_page_para(page, 2, NULL, PLY_STRONG,
                "IT IS NOT EFFICIENT: with %s it would be better for somebody and worse for nobody: %s.",
                ply_list_string(&changes), ply_list_string(&gains));
  ply_page_done(page, &changes);
  ply_page_done(page, &gains);
}

/* How far an accepted bundle is from the frontier and from the Nash deal. */
static void say_distances(ply_page *page, const ply_explain *e) {
  ply_text list;
  ply_text_init(&list);
  if (!isnan(e->frontier_distance) && e->frontier_distance > 0)
    ply_text_addf(&list, "to the nearest efficient deal %s", ply_figure_fixed(e->frontier_distance, 2).s);
  if (!isnan(e->nash_distance))
    ply_text_addf(&list, "%sto the Nash deal %s", list.length > 0 ? ", " : "",
                  ply_figure_fixed(e->nash_distance, 2).s);
  if (list.length > 0)
    ply_page_para(page, 2, NULL, PLY_QUIET,
                  "Distance %s, in the players' gains as shares of the best that each could get in an "
                  "acceptable deal.",
                  ply_list_string(&list));
  ply_page_done(page, &list);
}

/* Whether the bundle `called` so is feasible, and who refuses it. */
static void say_standing(ply_page *page, const ply_explain *e, const char *called) {
  const ply_frame *f = &e->frame;
  if (!e->feasible) {
    ply_page_para(page, 2, NULL, PLY_STRONG, "%s IS NOT FEASIBLE: it breaks %d rule%s.", called, e->n_broken,
                  e->n_broken == 1 ? "" : "s");
    for (int k = 0; k < e->n_broken; k++)
      ply_page_para(page, 4, e->broken[k].id, PLY_BAD, "%s",
                    e->broken[k].name != NULL ? e->broken[k].name : "");
    ply_page_para(page, 2, NULL, PLY_PLAIN, "What follows is what the actors would say to it all the same.");
  }
  int asked = 0, refuse = 0;
  for (int i = 0; i < f->n_actors; i++) {
    asked += e->actors[i].party;
    refuse += e->actors[i].party && !e->actors[i].accepts;
  }
  if (e->acceptable && !ply_is_anybody_asked(f))
    ply_page_para(page, 2, NULL, PLY_STRONG, "%s COUNTS AS ACCEPTABLE, as nobody is asked%s", called,
                  !ply_has_candidates(f) ? "."
                  : e->stable            ? ", AND NOBODY GAINS BY MOVING ALONE."
                                         : ", BUT IT WOULD NOT HOLD: some candidate would move.");
  else if (!e->acceptable)
    ply_page_para(page, 2, NULL, PLY_STRONG, "%s IS NOT ACCEPTABLE: %d of the %d who are asked refuse%s.",
                  called, refuse, asked, refuse == 1 ? "s" : "");
  else
    ply_page_para(page, 2, NULL, PLY_STRONG, "%s IS ACCEPTABLE%s", called,
                  !ply_has_candidates(f) ? "."
                  : e->stable    ? ", AND STABLE: nobody would move even if the deal went on without it."
                  : e->sustained ? ", AND SUSTAINED: nobody moves, as a leaver may bring the deal down."
                                 : ", BUT IT WOULD NOT HOLD: some candidate would move.");
}

static void say_verdict(ply_page *page, const ply_explain *e) {
  const ply_frame *f = &e->frame;
  ply_text called;
  ply_text_init(&called);
  if (e->design != NULL)
    ply_add_design(&called, &(ply_name){e->design, e->design_name});
  else
    ply_text_add(&called, "This bundle");
  ply_page_para(page, 0, NULL, PLY_STRONG, "%s", f->title != NULL && f->title[0] != '\0' ? f->title : f->id);
  ply_text_add(page->out, "\n");
  say_standing(page, e, ply_list_string(&called));
  say_better(page, e);
  if (e->acceptable) say_distances(page, e);
  page->out->failed |= called.failed;
  ply_text_done(&called);
}

/* "leaves (+0.048)": the best move of the actor of this row. */
static void add_own_move(ply_grid *grid, const ply_explain *e, const ply_explain_actor *a) {
  ply_text words;
  ply_text_init(&words);
  ply_add_move(&words, &e->frame, e->bundle.levels, a->move);
  ply_text_addf(&words, " (%s)", ply_figure_gain(a->move.gain, 3).s);
  ply_grid_cell_text(grid, PLY_PLAIN, PLY_LEFT, &words);
}

static void add_refusal(ply_grid *grid, const ply_explain *e, int i) {
  const ply_explain_actor *a = &e->actors[i];
  ply_grid_row(grid);
  ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", ply_actor_label(&e->frame, i).s);
  ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s", ply_figure_fixed(a->payoff, 4).s);
  ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "%s", ply_figure_fixed(a->reservation, 4).s);
  ply_margin_cell(grid, a->margin, 3, a->party, a->party && !a->accepts, a->line >= 0);
  const char *says = !a->party ? "is not asked" : a->accepts ? "accepts" : "refuses";
  bool line = a->line >= 0;
  ply_grid_cell(grid,
                !a->party    ? PLY_QUIET
                : a->accepts ? PLY_GOOD
                             : PLY_BAD,
                PLY_LEFT, "%s%s%s", says, line ? (a->party ? ": red line " : "; red line ") : "",
                line ? e->frame.lines[a->line].id : "");
  if (a->move.actor < 0)
    ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "%s",
                  e->frame.actors[i].candidate && e->feasible ? "stays" : "");
  else
    add_own_move(grid, e, a);
}

/* How narrow an acceptable bundle is. */
static void say_slack(ply_page *page, const ply_explain *e) {
  if (e->nearest.outcome != PLY_FOUND || e->nearest.changes != 0 || isinf(e->nearest.slack)) return;
  ply_page_para(
      page, 2, NULL, PLY_PLAIN,
      "Slack %s: if going without a deal were worth more than that to everybody, it would be refused.",
      ply_figure_signed(e->nearest.slack, 4).s);
}

static void say_who(ply_page *page, const ply_explain *e) {
  static const char *const heads[] = {"", "payoff", "no deal", "margin ", "says", "moving alone"};
  bool join = ply_has_candidates(&e->frame) && e->feasible;
  ply_page_heading(page, "WHO SAYS WHAT");
  ply_grid *grid = ply_grid_new();
  ply_grid_row(grid);
  for (int k = 0; k < (join ? 6 : 5); k++)
    ply_grid_cell(grid, PLY_QUIET, k >= 1 && k <= 3 ? PLY_RIGHT : PLY_LEFT, "%s", heads[k]);
  for (int i = 0; i < e->frame.n_actors; i++) add_refusal(grid, e, i);
  ply_grid_print(page, grid, 2, 1, true);
  ply_page_para(page, 2, NULL, PLY_QUIET,
                "x refuses: worse than no deal.  ! refuses: a red line.  . is not asked.");
  if (e->quorum > 0)
    ply_page_para(page, 2, NULL, e->n_yes < e->quorum ? PLY_BAD : PLY_PLAIN,
                  "Of the actors whose yes is always needed or counted, %d accept%s and %d %s needed.",
                  e->n_yes, e->n_yes == 1 ? "s" : "", e->quorum, e->quorum == 1 ? "is" : "are");
  for (int v = 0; v < e->n_votes; v++)
    ply_page_para(page, 2, NULL, e->votes[v].have < e->votes[v].need - 1e-9 ? PLY_BAD : PLY_PLAIN,
                  "%s: those that accept have %.10g vote%s and %.10g are needed.", e->votes[v].name.name,
                  e->votes[v].have, e->votes[v].have == 1 ? "" : "s", e->votes[v].need);
  say_slack(page, e);
}

/* How a term comes about: "0.130 x 1.000 x 0.390 by credibility"; nothing where it is one number. */
static void add_product(ply_grid *grid, const ply_term *t) {
  ply_text product;
  ply_text_init(&product);
  if (strcmp(t->family, "issue") == 0 || strcmp(t->family, "stake") == 0)
    ply_text_addf(&product, "%s x %s", ply_figure_fixed(t->weight, 3).s, ply_figure_fixed(t->value, 3).s);
  if (t->scaled_by != NULL)
    ply_text_addf(&product, " x %s by %s", ply_figure_fixed(t->scale, 3).s, t->scaled_by);
  ply_grid_cell_text(grid, PLY_QUIET, PLY_LEFT, &product);
}

/* "Legal form: Treaty (assumed, X2 X4)": what the term is about, with the grade and source of its number. */
static void add_term(ply_grid *grid, const ply_term *t, bool plain_game) {
  ply_text name;
  ply_text_init(&name);
  if (plain_game)
    ply_text_addf(&name, "played %s", t->what_name);
  else
    ply_add_term_name(&name, t);
  if (strcmp(t->family, "table") == 0) ply_text_addf(&name, " at %s", t->option_name);
  if (t->table != NULL && strcmp(t->table, "outsider") == 0) ply_text_add(&name, ", to an outsider");
  if (t->grade != NULL)
    ply_text_addf(&name, t->cite != NULL && t->cite[0] != '\0' ? " (%s, %s)" : " (%s)", t->grade, t->cite);
  ply_grid_row(grid);
  ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s", ply_figure_signed(t->amount, 4).s);
  add_product(grid, t);
  ply_grid_cell_text(grid, PLY_PLAIN, PLY_LEFT, &name);
}

static void say_terms(ply_page *page, const ply_explain *e, int i) {
  const ply_explain_actor *a = &e->actors[i];
  if (a->n_terms == 0) return;
  ply_text_add(page->out, "\n");
  ply_page_para(page, 2, NULL, PLY_STRONG, "%s %s, no deal %s, margin %s", e->frame.actors[i].name.name,
                ply_figure_fixed(a->payoff, 4).s, ply_figure_fixed(a->reservation, 4).s,
                ply_figure_signed(a->margin, 4).s);
  ply_grid *grid = ply_grid_new();
  for (int k = 0; k < a->n_terms; k++) add_term(grid, &a->terms[k], e->frame.plain_game);
  ply_grid_print(page, grid, 4, 0, true);
}

static void say_largest_move(ply_page *page, const ply_explain *e) {
  const ply_frame *f = &e->frame;
  ply_text move;
  ply_text_init(&move);
  ply_add_move(&move, f, e->bundle.levels, e->deviation);
  ply_page_para(page, 2, NULL, PLY_PLAIN, "The move that gains most: %s %s (%s).",
                f->actors[e->deviation.actor].name.name, ply_list_string(&move),
                ply_figure_signed(e->deviation.gain, 4).s);
  ply_page_done(page, &move);
}

/* A plain game: who gains by another move. */
static void say_moving(ply_page *page, const ply_explain *e) {
  ply_page_heading(page, "WHO WOULD MOVE");
  if (e->deviation.actor < 0) {
    ply_page_para(page, 2, NULL, PLY_PLAIN, "Nobody gains by another move: %s.",
                  e->strict ? "a strict equilibrium" : "an equilibrium");
    return;
  }
  say_largest_move(page, e);
}

static void say_holding(ply_page *page, const ply_explain *e) {
  const ply_frame *f = &e->frame;
  if (!ply_has_candidates(f) || !e->feasible) return;
  if (f->plain_game) {
    say_moving(page, e);
    return;
  }
  ply_page_heading(page, "WHO WOULD LEAVE");
  ply_text leavers, fall;
  ply_text_init(&leavers);
  ply_text_init(&fall);
  for (int i = 0; i < f->n_actors; i++)
    if (e->would_leave != NULL && e->would_leave[i])
      ply_list_add(e->actors[i].move.falls ? &fall : &leavers, f->actors[i].name.name);
  if (fall.length > 0)
    ply_page_para(page, 2, NULL, PLY_PLAIN,
                  "These would leave, although the deal then falls, as they are better off with none: %s.",
                  ply_list_string(&fall));
  if (leavers.length > 0)
    ply_page_para(page, 2, NULL, PLY_PLAIN,
                  e->sustained
                      ? "If the deal went on without a leaver, these would gain by leaving: %s. But it would "
                        "not: each is needed, and none is worse off than with no deal."
                      : "If the deal went on without a leaver, these would gain by leaving: %s.",
                  ply_list_string(&leavers));
  if (fall.length == 0 && leavers.length == 0)
    ply_page_para(page, 2, NULL, PLY_PLAIN, "No member would gain by leaving.");
  ply_page_done(page, &fall);
  if (e->deviation.actor >= 0)
    say_largest_move(page, e);
  else
    ply_page_para(page, 2, NULL, PLY_PLAIN, "Its membership is %s: no candidate gains by moving alone.",
                  e->strict ? "a strict equilibrium" : "an equilibrium");
  page->out->failed |= leavers.failed;
  ply_text_done(&leavers);
  ply_section_reopened(page, e);
}

static void say_nearest(ply_page *page, const ply_explain *e) {
  if (e->acceptable) return;
  ply_page_heading(page, "THE NEAREST ACCEPTABLE BUNDLE");
  if (e->nearest.outcome == PLY_PROVED_NONE) {
    ply_page_para(page, 2, NULL, PLY_PLAIN, "There is none: no feasible bundle is acceptable, proved.");
    if (e->miss.outcome == PLY_FOUND && e->miss.slack < 0)
      ply_section_miss(page, &(ply_miss){.frame = &e->frame,
                                         .bundle = &e->miss.bundle,
                                         .slack = e->miss.slack,
                                         .opening = &e->miss.opening});
    else if (e->miss.outcome == PLY_PROVED_NONE)
      ply_page_para(page, 2, NULL, PLY_PLAIN,
                    "Red lines refuse every bundle, however low the payoffs of no deal are.");
    return;
  }
  bool proved = e->nearest.outcome == PLY_FOUND;
  if (!proved && e->nearest.clear >= 0)
    ply_page_para(page, 2, NULL, PLY_PLAIN,
                  "The search ended first; it proved that none lies within %d change%s.", e->nearest.clear,
                  e->nearest.clear == 1 ? "" : "s");
  else if (!proved)
    ply_page_para(page, 2, NULL, PLY_PLAIN, "Not decided: the search ended first.");
  if (!proved && !e->nearest.has_bundle) return;
  ply_text list;
  ply_text_init(&list);
  ply_add_changes_stepped(&list, &e->frame, &e->bundle, &e->nearest.bundle);
  ply_page_para(page, 2, NULL, PLY_PLAIN, "%d change%s away, %s: %s.", e->nearest.changes,
                e->nearest.changes == 1 ? "" : "s", proved ? "proved nearest" : "the nearest found",
                ply_list_string(&list));
  if (proved && e->nearest.ties <= 1 && !isinf(e->nearest.slack))
    ply_page_para(page, 2, NULL, PLY_QUIET, "Its slack is %s.", ply_figure_signed(e->nearest.slack, 4).s);
  if (e->nearest.ties > 1)
    ply_page_para(page, 2, NULL, PLY_QUIET,
                  "%s bundles take as few changes; of them this one (index %" PRIu64
                  ") has the largest slack, %s.",
                  ply_figure_count(e->nearest.ties).s, e->nearest.bundle.index,
                  ply_figure_signed(e->nearest.slack, 4).s);
  page->out->failed |= list.failed;
  ply_text_done(&list);
}

enum { SWITCHING_VALUES = 10 };

static void add_switching(ply_grid *grid, const char *who, const ply_switching_value *switching) {
  ply_grid_row(grid);
  if (who != NULL) ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", who);
  ply_grid_cell(grid, PLY_PLAIN, PLY_POINT, "%s", ply_figure_fixed(switching->from, 4).s);
  ply_grid_cell(grid, PLY_STRONG, PLY_RIGHT, "%s", ply_figure_fixed(switching->turn, 4).s);
  double change = switching->turn - switching->from;
  if (fabs(change) < 1.5e-9)
    ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, change > 0 ? "any rise" : "any fall");
  else if (fabs(change) < 0.5e-4)
    ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%+.0e", change);
  else
    ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s", ply_figure_signed(change, 4).s);
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "%s", ply_switching_range(switching).s);
  ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", switching->pointer);
}

static void add_flip_head(ply_grid *grid, const char *who) {
  static const char *const heads[] = {"now", "turns at", "change"};
  ply_grid_row(grid);
  if (who != NULL) ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "%s", who);
  for (int k = 0; k < 3; k++) ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "%s", heads[k]);
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "its range");
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "number");
}

/* What is not proved: numbers that were tried here and there. */
static void say_grid(ply_page *page, const ply_explain *e) {
  if (e->switching.n_grid > 0)
    ply_page_para(page, 2, NULL, PLY_QUIET,
                  "%d of them, efforts and the numbers of the guarantee, were tried on a grid.",
                  e->switching.n_grid);
}

/* The numbers that turn the verdict on the bundle. */
static void say_flips(ply_page *page, const ply_explain *e) {
  bool open = e->switching.outcome == PLY_LIMIT_REACHED;
  ply_page_heading(page, "THE SMALLEST CHANGE OF ONE NUMBER THAT TURNS THE VERDICT");
  if (e->switching.n == 0) {
    ply_page_para(
        page, 2, NULL, PLY_PLAIN,
        open ? "Not decided: the search ended first."
        : e->switching.n_numbers == 0
            ? "No number is behind it: nobody is asked."
            : "None of the %d numbers behind it turns it alone, within the range searched for each.",
        e->switching.n_numbers);
    if (!open && e->feasible) say_grid(page, e);
    return;
  }
  ply_grid *grid = ply_grid_new();
  add_flip_head(grid, NULL);
  for (int k = 0; k < e->switching.n && k < SWITCHING_VALUES; k++)
    add_switching(grid, NULL, &e->switching.values[k]);
  ply_grid_print(page, grid, 2, 0, true);
  if (e->switching.n > SWITCHING_VALUES)
    ply_page_para(page, 2, NULL, PLY_QUIET, "and %d more, of %d numbers tried, each changed alone.",
                  e->switching.n - SWITCHING_VALUES, e->switching.n_numbers);
  if (open) ply_page_para(page, 2, NULL, PLY_QUIET, "The search ended before all numbers were tried.");
  ply_switching_notes notes = {0};
  for (int k = 0; k < e->switching.n && k < SWITCHING_VALUES; k++)
    ply_switching_note(&e->switching.values[k], &notes);
  ply_switching_legend(page, &notes);
}

/* The parties whose own answer no single number turns. */
static void say_firm(ply_page *page, const ply_explain *e) {
  ply_text list;
  ply_text_init(&list);
  for (int i = 0; i < e->frame.n_actors; i++)
    if (e->actors[i].party && e->actors[i].turn == NULL) ply_list_add(&list, ply_actor_label(&e->frame, i).s);
  if (e->switching.outcome == PLY_LIMIT_REACHED)
    ply_page_para(page, 2, NULL, PLY_QUIET, "The search ended before all numbers were tried.");
  else if (list.length > 0)
    ply_page_para(page, 2, NULL, PLY_PLAIN, "No one number was found to turn: %s.", ply_list_string(&list));
  page->out->failed |= list.failed;
  ply_text_done(&list);
}

/* What the words in the table of the parties' numbers mean. */
static void say_turns_legend(ply_page *page, const ply_explain *e) {
  ply_switching_notes notes = {0};
  for (int i = 0; i < e->frame.n_actors; i++)
    if (e->actors[i].turn != NULL) ply_switching_note(e->actors[i].turn, &notes);
  ply_switching_legend(page, &notes);
}

/* The number that turns each party's own answer. */
static void say_turns(ply_page *page, const ply_explain *e) {
  bool anybody = false;
  for (int i = 0; i < e->frame.n_actors; i++) anybody |= e->actors[i].party;
  if (!anybody) return;
  ply_grid *grid = ply_grid_new();
  for (int i = 0; i < e->frame.n_actors; i++) {
    if (e->actors[i].turn == NULL) continue;
    if (ply_grid_rows(grid) == 0) add_flip_head(grid, "whose answer");
    add_switching(grid, ply_actor_label(&e->frame, i).s, e->actors[i].turn);
  }
  ply_page_heading(page, "THE SMALLEST CHANGE OF ONE NUMBER THAT TURNS ONE ACTOR'S ANSWER");
  if (ply_grid_is_empty(grid))
    ply_grid_free(grid);
  else
    ply_grid_print(page, grid, 2, 1, true);
  say_turns_legend(page, e);
  say_firm(page, e);
}

static void say_security(ply_page *page, const ply_explain *e) {
  if (!e->frame.has_security) return;
  ply_page_heading(page, "DETERRENCE");
  ply_page_para(
      page, 2, NULL, PLY_PLAIN,
      "Chance of an attack %s; if attacked, overrun with %s; credibility of the pledge %s; not overrun %s.",
      ply_figure_fixed(e->security.attack, 3).s, ply_figure_fixed(e->security.outcome, 3).s,
      ply_figure_fixed(e->security.credibility, 3).s, ply_figure_fixed(e->security.holds, 3).s);
}

void ply_explain_text(const void *record, const ply_render_settings *settings, ply_text *out) {
  const ply_explain *e = record;
  ply_page page = ply_page_start(out, settings);
  ply_text members;
  ply_text_init(&members);
  ply_add_members(&members, &e->frame, e->bundle.levels);
  say_verdict(&page, e);
  if (ply_has_candidates(&e->frame))
    ply_page_para(&page, 2, NULL, PLY_PLAIN, e->frame.plain_game ? "Played: %s." : "Members: %s.",
                  ply_list_string(&members));
  say_who(&page, e);
  ply_section_reasons(&page, e);
  say_holding(&page, e);
  say_nearest(&page, e);
  say_flips(&page, e);
  say_turns(&page, e);
  say_security(&page, e);
  ply_page_heading(&page, "WHERE EACH PAYOFF COMES FROM");
  if (!e->frame.plain_game)
    ply_page_para(
        &page, 2, NULL, PLY_QUIET,
        "Weight x value of the option (x scale), own level, bonuses, tables, stakes; in brackets the grade "
        "and the source of the value.");
  for (int i = 0; i < e->frame.n_actors; i++) say_terms(&page, e, i);
  ply_text_add(page.out, "\n");
  ply_page_para(&page, 2, NULL, PLY_QUIET,
                "The numbers are assumptions of the file; none of this is a forecast.");
  ply_page_done(&page, &members);
}
