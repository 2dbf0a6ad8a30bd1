/* Deals over many draws for people: which package, how often, who stops it in the rest; beside named designs;
 * the offer; chance against gain; what knowing is worth. */
#include "sim/render/section.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { FRONTIER_ROWS = 10 };

static const char *name_of(const ply_robust *r, int actor) { return r->frame.actors[actor].name.name; }

static const char *is_word(const ply_robust *r) {
  switch (r->over[0]) {
  case 'a': return "acceptable";
  case 'r': return "proof against reopened terms";
  default: return r->over[1] == 'u' ? "sustained" : "stable";
  }
}

static void print_options(ply_page *page, const char *lead, const ply_robust *r, const ply_bundle *b) {
  ply_text list;
  ply_text_init(&list);
  ply_add_terms_named(&list, &r->frame, b);
  ply_page_para(page, 2, NULL, PLY_PLAIN, "%s (index %" PRIu64 "): %s.", lead, b->index,
                ply_list_string(&list));
  page->out->failed |= list.failed;
  ply_text_done(&list);
}

/* ---- the headline ---- */

static void add_stopper(ply_page *page, const ply_robust *r, const ply_robust_bundle *b) {
  if (b->refuser >= 0)
    ply_page_para(page, 2, NULL, PLY_PLAIN,
                  "In the rest %s stops it most often: it refuses in %s of the draws.",
                  name_of(r, b->refuser), ply_figure_share(r->draws - b->accepts[b->refuser], r->draws).s);
  else if (b->count == r->draws)
    ply_page_para(page, 2, NULL, PLY_PLAIN, "Nobody who is asked refuses it in any draw.");
}

static void add_fresh(ply_page *page, const ply_robust *r, const ply_robust_bundle *b) {
  if (r->fresh == 0) return;
  ply_page_para(
      page, 2, NULL, PLY_STRONG,
      "In %s fresh draws, which it was not chosen by: %s (95 %% interval %s to %s). This is the number "
      "to quote.",
      ply_figure_count(r->fresh).s, ply_figure_share(b->fresh_count, r->fresh).s,
      ply_figure_fixed(100 * b->fresh_low, 1).s, ply_figure_fixed(100 * b->fresh_high, 1).s);
}

static void add_headline(ply_page *page, const ply_robust *r) {
  ply_page_heading(page, "THE PACKAGE WITH THE BEST CHANCE");
  if (r->among > 0)
    ply_page_para(page, 2, NULL, PLY_PLAIN, "Of %s package%s alone: others were not looked at.",
                  ply_figure_count(r->among).s, r->among == 1 ? "" : "s");
  if (r->n_top == 0) {
    ply_page_para(page, 2, NULL, PLY_BAD,
                  r->outcome == PLY_LIMIT_REACHED
                      ? "No package was found that is %s in any of the %s draws; the search was stopped, and "
                        "none is in more than %s of them."
                  : r->among > 0 ? "None of them is %s in any of the %s draws."
                                 : "No package is %s in any of the %s draws: this is proved (%s).",
                  is_word(r), ply_figure_count(r->draws).s, ply_figure_count(r->bound).s);
    return;
  }
  const ply_robust_bundle *b = &r->top[0];
  print_options(page, "Most often", r, &b->bundle);
  if (r->outcome == PLY_FOUND)
    ply_page_para(
        page, 2, NULL, PLY_GOOD, "It is %s in %s of %s draws (%s). %s.", is_word(r),
        ply_figure_count(b->count).s, ply_figure_count(r->draws).s, ply_figure_share(b->count, r->draws).s,
        r->among > 0 ? "None of the others is in more" : "No package is in more: proved over all of them");
  else
    ply_page_para(
        page, 2, NULL, PLY_BAD,
        "It is %s in %s of %s draws (%s): the best found before the search was stopped. No package is in "
        "more than %s (%s).",
        is_word(r), ply_figure_count(b->count).s, ply_figure_count(r->draws).s,
        ply_figure_share(b->count, r->draws).s, ply_figure_count(r->bound).s,
        ply_figure_share(r->bound, r->draws).s);
  add_stopper(page, r, b);
  add_fresh(page, r, b);
}

/* ---- beside it ---- */

static void head(ply_grid *grid, const char *const *heads, int n) {
  ply_grid_row(grid);
  for (int k = 0; k < n; k++) ply_grid_cell(grid, PLY_QUIET, k == 0 ? PLY_LEFT : PLY_RIGHT, "%s", heads[k]);
}

static void add_row(ply_grid *grid, const ply_robust *r, const char *name, const ply_robust_bundle *b) {
  ply_grid_row(grid);
  ply_grid_cell(grid, PLY_STRONG, PLY_LEFT, "%s", ply_figure_cut(name, PLY_ACTOR_WIDTH).s);
  ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s", ply_figure_count(b->count).s);
  ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s", ply_figure_share(b->count, r->draws).s);
  if (r->fresh > 0)
    ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s (%s to %s)", ply_figure_share(b->fresh_count, r->fresh).s,
                  ply_figure_fixed(100 * b->fresh_low, 1).s, ply_figure_fixed(100 * b->fresh_high, 1).s);
  if (b->refuser >= 0)
    ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s, %s", ply_figure_cut(name_of(r, b->refuser), 16).s,
                  ply_figure_share(r->draws - b->accepts[b->refuser], r->draws).s);
  else
    ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "nobody");
}

static void add_beside(ply_page *page, const ply_robust *r) {
  if (r->n_top < 2 && r->n_designs == 0 && !r->has_base) return;
  ply_page_heading(page, "BESIDE IT");
  ply_grid *grid = ply_grid_new();
  static const char *const with[] = {"package", "draws", "share", "fresh draws (95 %)",
                                     "refuses most, share"};
  static const char *const without[] = {"package", "draws", "share", "refuses most, share"};
  head(grid, r->fresh > 0 ? with : without, r->fresh > 0 ? 5 : 4);
  for (int i = 0; i < r->n_top; i++) {
    char name[48];
    snprintf(name, sizeof name, "%d: %" PRIu64, i + 1, r->top[i].bundle.index);
    add_row(grid, r, name, &r->top[i]);
  }
  if (r->has_base) add_row(grid, r, "Nash, all at base", &r->base);
  for (int d = 0; d < r->n_designs; d++)
    if (r->designs[d].feasible) add_row(grid, r, r->designs[d].name.id, &r->designs[d].at);
  ply_grid_print(page, grid, 2, 1, false);
  if (r->n_top > 0 && r->n_designs > 0 && r->designs[0].feasible) {
    ply_text list;
    ply_text_init(&list);
    ply_add_changes(&list, &r->frame, &r->designs[0].at.bundle, &r->top[0].bundle);
    ply_page_para(page, 2, NULL, PLY_PLAIN, "Against %s: %s.", r->designs[0].name.id, ply_list_string(&list));
    page->out->failed |= list.failed;
    ply_text_done(&list);
  }
}

static void add_actors(ply_page *page, const ply_robust *r) {
  if (r->n_top == 0) return;
  const ply_robust_bundle *b = &r->top[0];
  ply_page_heading(page, "WHO ACCEPTS IT HOW OFTEN");
  ply_grid *grid = ply_grid_new();
  static const char *const heads[] = {"actor", "accepts", "mean margin"};
  head(grid, heads, 3);
  for (int i = 0; i < r->frame.n_actors; i++) {
    ply_grid_row(grid);
    ply_grid_cell(grid, PLY_STRONG, PLY_LEFT, "%s", ply_actor_label(&r->frame, i).s);
    ply_grid_cell(grid, b->bundle.asked >> i & 1 ? PLY_PLAIN : PLY_QUIET, PLY_RIGHT, "%s%s",
                  b->accepts[i] == 0 ? "0 %" : ply_figure_share(b->accepts[i], r->draws).s,
                  b->bundle.asked >> i & 1 ? "" : " if asked");
    ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s", ply_figure_signed(b->margin[i], 3).s);
  }
  ply_grid_print(page, grid, 2, 1, false);
}

/* ---- offers ---- */

static void add_offer(ply_page *page, const ply_robust *r) {
  const ply_robust_offer *o = &r->offer;
  if (!r->has_offer) return;
  ply_page_heading(page, "WHAT TO OFFER");
  const char *knows = r->unsure ? "unsure of its own numbers too" : "knowing its own numbers alone";
  if (!o->made) {
    ply_page_para(page, 2, NULL, PLY_PLAIN, "%s, %s: %s (no deal is worth %s).", name_of(r, r->proposer),
                  knows,
                  o->outcome == PLY_LIMIT_REACHED ? "no offer was found that does better than no deal"
                                                  : "no offer does better than no deal",
                  ply_figure_fixed(o->no_offer, 4).s);
    return;
  }
  print_options(page, "Best offer", r, &o->bundle);
  ply_page_para(page, 2, NULL, PLY_PLAIN,
                "For %s, %s, it is worth %s on average (no deal: %s): it is accepted in %s of the draws.%s",
                name_of(r, r->proposer), knows, ply_figure_fixed(o->value, 4).s,
                ply_figure_fixed(o->no_offer, 4).s,
                ply_figure_share((uint64_t)(o->share * (double)r->draws + 0.5), r->draws).s,
                o->outcome == PLY_LIMIT_REACHED ? " The search was stopped before this was proved." : "");
  if (o->outcome == PLY_LIMIT_REACHED)
    ply_page_para(page, 2, NULL, PLY_PLAIN, "No offer is worth more than %s.",
                  ply_figure_fixed(o->bound, 4).s);
}

static void add_frontier(ply_page *page, const ply_robust *r) {
  if (!r->has_frontier || r->n_frontier == 0) return;
  ply_page_heading(page, "CHANCE AGAINST GAIN");
  ply_page_para(page, 2, NULL, PLY_PLAIN,
                "%s%s package%s that no other beats in both the chance to be accepted and "
                "what %s gets if it is%s:",
                r->n_frontier > FRONTIER_ROWS ? "Ten of "
                : r->n_frontier > 1           ? "All "
                                              : "The ",
                r->n_frontier > 1 ? ply_figure_count((uint64_t)r->n_frontier).s : "one",
                r->n_frontier > 1 ? "s" : "", name_of(r, r->proposer),
                r->frontier_outcome == PLY_LIMIT_REACHED ? " (the search was stopped: of those found)" : "");
  ply_grid *grid = ply_grid_new();
  static const char *const heads[] = {"index", "share", "mean payoff"};
  head(grid, heads, 3);
  int n = r->n_frontier < FRONTIER_ROWS ? r->n_frontier : FRONTIER_ROWS;
  for (int i = 0; i < n; i++) {
    const ply_robust_point *p = &r->frontier[n < 2 ? 0 : (int)((int64_t)i * (r->n_frontier - 1) / (n - 1))];
    ply_grid_row(grid);
    ply_grid_cell(grid, PLY_STRONG, PLY_LEFT, "%" PRIu64, p->bundle.index);
    ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s", ply_figure_share(p->count, r->draws).s);
    ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s", ply_figure_fixed(p->mean, 4).s);
  }
  ply_grid_print(page, grid, 2, 1, false);
}

/* ---- what knowing is worth ---- */

static int by_worth(const void *a, const void *b) {
  const ply_robust_knowing *x = *(const ply_robust_knowing *const *)a,
                           *y = *(const ply_robust_knowing *const *)b;
  if (x->value != y->value) return x->value > y->value ? -1 : 1;
  return x < y ? -1 : x > y;
}

static void add_knowing(ply_page *page, const ply_robust *r) {
  if (r->n_knowing == 0) return;
  const ply_robust_knowing **sorted = malloc((size_t)r->n_knowing * sizeof *sorted);
  if (sorted == NULL) {
    page->out->failed = true;
    return;
  }
  for (int i = 0; i < r->n_knowing; i++) sorted[i] = &r->knowing[i];
  qsort(sorted, (size_t)r->n_knowing, sizeof *sorted, by_worth);
  ply_page_heading(page, "WHAT KNOWING IS WORTH");
  ply_page_para(page, 2, NULL, PLY_PLAIN, "To %s, before it offers, in its payoff:", name_of(r, r->proposer));
  ply_grid *grid = ply_grid_new();
  for (int i = 0; i < r->n_knowing; i++) {
    ply_grid_row(grid);
    ply_grid_cell(grid, PLY_STRONG, PLY_LEFT, "%s", sorted[i]->what);
    ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s", ply_figure_fixed(sorted[i]->value, 4).s);
    if (sorted[i]->m > 0)
      ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "its numbers, of %d draws, each met by %d of the rest",
                    sorted[i]->m, sorted[i]->m);
    else
      ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "%s",
                    sorted[i]->outcome == PLY_LIMIT_REACHED ? "stopped before it was decided" : "");
  }
  free(sorted);
  ply_grid_print(page, grid, 2, 1, false);
}

static void add_basis(ply_page *page, const ply_robust *r) {
  ply_page_heading(page, "ON WHAT THIS RESTS");
  ply_page_para(
      page, 2, NULL, PLY_QUIET,
      "%s draws of %d parameter%s by %s, seed %" PRIu64 ". Shares are of these draws, which follow from "
      "assumed ranges: they say nothing about how likely anything is in the world.",
      ply_figure_count(r->draws).s, r->n_parameters, r->n_parameters == 1 ? "" : "s", r->method, r->seed);
}

void ply_robust_text(const void *record, const ply_render_settings *settings, ply_text *out) {
  const ply_robust *r = record;
  ply_page page = ply_page_start(out, settings);
  add_headline(&page, r);
  add_beside(&page, r);
  add_actors(&page, r);
  add_offer(&page, r);
  add_frontier(&page, r);
  add_knowing(&page, r);
  add_basis(&page, r);
}
