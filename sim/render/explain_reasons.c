/* What weighs most with each actor at one bundle: the terms that make most of its payoff, and what it would
 * gain most by having otherwise. A summary of the terms, three of each. */
#include "sim/render/section.h"

#include <string.h>

enum { MOST = 3 };

/* What the actor would gain if this term alone were otherwise: an issue at its best option, a cost away. */
static double missing(const ply_term *t) {
  if (t->best_option != NULL) return t->best - t->amount;
  return strcmp(t->family, "issue") != 0 && t->amount < 0 ? -t->amount : 0;
}

static double weighing(const ply_term *t) { return t->amount; }

/* The terms with the largest measure, falling, that would show as more than 0.000: at most MOST. Ties: the
 * first. */
static int pick(const ply_explain_actor *a, double (*measure)(const ply_term *), const ply_term **out) {
  int n = 0;
  while (n < MOST) {
    const ply_term *next = NULL;
    for (int k = 0; k < a->n_terms; k++) {
      const ply_term *t = &a->terms[k];
      bool taken = false;
      for (int j = 0; j < n; j++) taken |= out[j] == t;
      if (!taken && measure(t) >= 0.0005 && (next == NULL || measure(t) > measure(next))) next = t;
    }
    if (next == NULL) break;
    out[n++] = next;
  }
  return n;
}

static void add_reasons(ply_text *text, const ply_explain_actor *a) {
  const ply_term *term[MOST];
  int n = pick(a, weighing, term);
  for (int k = 0; k < n; k++) {
    ply_text_add(text, k == 0 ? "has most from " : "; ");
    ply_add_term_name(text, term[k]);
    ply_text_addf(text, " (%s)", ply_figure_fixed(term[k]->amount, 3).s);
  }
  int had = n;
  n = pick(a, missing, term);
  for (int k = 0; k < n; k++) {
    ply_text_add(text, k > 0 ? "; " : had > 0 ? ". Would rather have " : "would rather have ");
    if (term[k]->best_option != NULL) {
      ply_text_addf(text, "%s: %s", term[k]->what_name, term[k]->best_name);
    } else {
      ply_text_add(text, strcmp(term[k]->family, "level") == 0 ? "no cost of " : "no ");
      ply_add_term_name(text, term[k]);
    }
    ply_text_addf(text, " (%s)", ply_figure_signed(missing(term[k]), 3).s);
  }
}

void ply_section_reasons(ply_page *page, const ply_explain *e) {
  if (e->frame.plain_game) return; /* one payoff a profile: there is nothing to weigh */
  ply_grid *grid = ply_grid_new();
  for (int i = 0; i < e->frame.n_actors; i++) {
    ply_text text;
    ply_text_init(&text);
    add_reasons(&text, &e->actors[i]);
    if (text.length > 0) {
      ply_grid_row(grid);
      ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", ply_actor_label(&e->frame, i).s);
      ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", text.data);
    }
    page->out->failed |= text.failed;
    ply_text_done(&text);
  }
  if (ply_grid_is_empty(grid)) {
    ply_grid_free(grid);
    return;
  }
  ply_page_heading(page, "WHAT WEIGHS MOST WITH EACH");
  ply_grid_print(page, grid, 2, 1, true);
  ply_page_para(
      page, 2, NULL, PLY_QUIET,
      "Each term by itself: what else would follow from another option (rules, deterrence, the others' "
      "answers) is left out.");
}
