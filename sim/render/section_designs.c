/* What would each actor say to each named design? The table of margins over no deal, marks for who refuses,
 * and the verdict on each design below. */
#include "sim/render/section.h"

#include <math.h>
#include <string.h>

enum { NARROWEST_HEAD = 7 };

/* How many columns a design's id may take so that all designs stand side by side; if that cannot be, all
 * that an id ever takes. */
static int head_width(const ply_page *page, const ply_result *r) {
  int label = 12;
  for (int i = 0; i < r->frame.n_actors; i++) {
    int width = ply_text_width(ply_actor_beside(&r->frame, i, r->n_designs).s);
    if (width > label) label = width;
  }
  int width = (page->width - 2 - label - 8) / r->n_designs - 1;
  return width > PLY_HEAD_WIDTH || width < NARROWEST_HEAD ? PLY_HEAD_WIDTH : width;
}

static const char *verdict(const ply_result *r, const ply_design_result *d) {
  if (!d->feasible) return "unlawful";
  if (!d->acceptable) return "refused";
  if (!ply_has_candidates(&r->frame)) return "accepted";
  if (d->stable) return "stable";
  return d->sustained ? "sustained" : "accepted";
}

static void add_head(ply_grid *grid, const ply_result *r, int width) {
  ply_grid_row(grid);
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "gain against");
  ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "no deal");
  for (int d = 0; d < r->n_designs; d++)
    ply_grid_cell(grid, PLY_STRONG, PLY_RIGHT, "%s", ply_figure_cut(r->designs[d].name.id, width).s);
}

static void add_actor(ply_grid *grid, const ply_result *r, int i) {
  int digits = ply_actor_digits(r, i), brief = digits < 2 ? digits : 2;
  ply_grid_row(grid);
  ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", ply_actor_beside(&r->frame, i, r->n_designs).s);
  ply_grid_cell(grid, PLY_QUIET, PLY_POINT, "%s", ply_figure_fixed(r->frame.actors[i].reservation, brief).s);
  for (int d = 0; d < r->n_designs; d++) {
    const ply_design_result *design = &r->designs[d];
    ply_margin_cell(grid, design->margins[i], digits, design->party[i], design->refuses[i],
                    design->line[i] >= 0);
  }
}

static void add_refusals(ply_grid *grid, const ply_result *r) {
  ply_grid_row(grid);
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "refuse");
  ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "%s", "");
  for (int d = 0; d < r->n_designs; d++) {
    int asked = 0, refuse = 0;
    for (int i = 0; i < r->frame.n_actors; i++) {
      asked += r->designs[d].party[i];
      refuse += r->designs[d].refuses[i];
    }
    ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%d of %d", refuse, asked);
  }
}

static void add_verdicts(ply_grid *grid, const ply_result *r, int width) {
  ply_grid_row(grid);
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "verdict");
  ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "%s", "");
  for (int d = 0; d < r->n_designs; d++) {
    const ply_design_result *design = &r->designs[d];
    bool good = design->feasible && design->acceptable;
    ply_grid_cell(grid, good ? PLY_GOOD : PLY_BAD, PLY_RIGHT, "%s",
                  ply_figure_cut(verdict(r, design), width).s);
  }
}

/* The accepted designs that are, or are not, efficient: one sentence with what that means. */
static void say_efficient(ply_page *page, const ply_result *r, bool efficient, const char *meaning) {
  ply_text list;
  ply_text_init(&list);
  for (int d = 0; d < r->n_designs; d++) {
    const ply_design_result *design = &r->designs[d];
    if (!design->acceptable || design->efficient_outcome == PLY_LIMIT_REACHED) continue;
    if (design->efficient != efficient) continue;
    if (list.length > 0) ply_text_add(&list, ", ");
    ply_add_design(&list, &design->name);
  }
  if (list.length > 0) ply_page_para(page, 2, NULL, PLY_PLAIN, "%s: %s.", meaning, ply_list_string(&list));
  page->out->failed |= list.failed;
  ply_text_done(&list);
}

/* The designs that break a rule, a sentence each. */
static void say_broken(ply_page *page, const ply_result *r) {
  for (int d = 0; d < r->n_designs; d++) {
    const ply_design_result *design = &r->designs[d];
    if (design->feasible || design->broken_rule == NULL) continue;
    ply_text name;
    ply_text_init(&name);
    ply_add_design(&name, &design->name);
    ply_page_para(page, 2, NULL, PLY_PLAIN, "%s breaks the rule %s.", ply_list_string(&name),
                  design->broken_rule);
    page->out->failed |= name.failed;
    ply_text_done(&name);
  }
}

/* What each accepted design that is not efficient leaves on the table. */
static void say_better(ply_page *page, const ply_result *r) {
  for (int d = 0; d < r->n_designs; d++) {
    const ply_design_result *design = &r->designs[d];
    if (!design->has_better) continue;
    ply_text text;
    ply_text_init(&text);
    ply_text_add(&text, "Better than ");
    ply_add_design(&text, &design->name);
    ply_text_add(&text, " for somebody and worse for nobody, with ");
    ply_add_changes(&text, &r->frame, &design->bundle, &design->better);
    ply_text_add(&text, " (");
    int n = 0;
    for (int i = 0; i < r->frame.n_actors; i++) {
      double gain = design->better.payoffs[i] - design->bundle.payoffs[i];
      if (gain <= r->frame.actors[i].eps) continue;
      ply_text_addf(&text, "%s%s %s", n++ > 0 ? ", " : "", r->frame.actors[i].name.name,
                    ply_figure_gain(gain, ply_actor_digits(r, i)).s);
    }
    ply_page_para(page, 2, NULL, PLY_PLAIN, "%s).", ply_list_string(&text));
    ply_page_done(page, &text);
  }
}

/* One of the two distances, of the designs for which it is known. */
static void add_distances(ply_text *out, const ply_result *r, const char *to, bool nash) {
  int n = 0;
  for (int d = 0; d < r->n_designs; d++) {
    const ply_design_result *design = &r->designs[d];
    double distance = nash ? design->nash_distance : design->frontier_distance;
    if (!design->acceptable || isnan(distance) || (!nash && design->efficient)) continue;
    if (n++ == 0) ply_text_addf(out, "%s%s: ", out->length > 0 ? "; " : "", to);
    ply_text_addf(out, "%s%s %s", n > 1 ? ", " : "", design->name.id, ply_figure_fixed(distance, 2).s);
  }
}

/* How far the accepted designs are from the Nash deal, and those that are not efficient from the nearest that is. */
static void say_distances(ply_page *page, const ply_result *r) {
  ply_text list;
  ply_text_init(&list);
  add_distances(&list, r, "to the nearest efficient deal", false);
  add_distances(&list, r, "to the Nash deal", true);
  if (list.length > 0)
    ply_page_para(page, 2, NULL, PLY_QUIET,
                  "Distances, in the players' gains as shares of the best that each could get in an "
                  "acceptable deal: %s.",
                  ply_list_string(&list));
  ply_page_done(page, &list);
}

static void add_remarks(ply_page *page, const ply_result *r) {
  say_broken(page, r);
  say_efficient(page, r, true,
                "Efficient, as no acceptable bundle is better for somebody and worse for nobody");
  say_efficient(page, r, false,
                "Not efficient, as some acceptable bundle is better for somebody and worse for nobody");
  say_better(page, r);
  say_distances(page, r);
}

/* What the marks of the table say, those that occur. */
static void add_legend(ply_page *page, const ply_result *r) {
  bool worse = false, line = false, apart = false;
  for (int d = 0; d < r->n_designs; d++)
    for (int i = 0; i < r->frame.n_actors; i++) {
      const ply_design_result *design = &r->designs[d];
      worse |= design->refuses[i] && design->line[i] < 0;
      line |= design->refuses[i] && design->line[i] >= 0;
      apart |= !design->party[i];
    }
  ply_page_para(page, 2, NULL, PLY_QUIET,
                "%s%s%s\"no deal\": the payoff of no deal, from which the gains are counted.",
                worse ? "x refuses: worse than no deal.  " : "",
                line ? "! refuses: a red line in force.  " : "", apart ? ". is not asked there.  " : "");
}

static void add_names(ply_page *page, const ply_result *r) {
  ply_text list;
  ply_text_init(&list);
  for (int d = 0; d < r->n_designs; d++)
    if (strcmp(r->designs[d].name.id, r->designs[d].name.name) != 0)
      ply_text_addf(&list, "%s%s = %s", list.length > 0 ? "; " : "", r->designs[d].name.id,
                    r->designs[d].name.name);
  if (list.length > 0) ply_page_para(page, 2, NULL, PLY_QUIET, "%s.", ply_list_string(&list));
  page->out->failed |= list.failed;
  ply_text_done(&list);
}

void ply_section_designs(ply_page *page, const ply_result *r) {
  if (r->n_designs == 0) return;
  ply_page_heading(page, "NAMED DESIGNS");
  ply_grid *grid = ply_grid_new();
  int width = head_width(page, r);
  add_head(grid, r, width);
  for (int i = 0; i < r->frame.n_actors; i++) add_actor(grid, r, i);
  add_refusals(grid, r);
  add_verdicts(grid, r, width);
  ply_grid_print(page, grid, 2, 2, false);
  add_legend(page, r);
  add_names(page, r);
  add_remarks(page, r);
}
