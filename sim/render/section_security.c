/* Does the guarantee deter, and would it be honoured? The indicators of each named design, the chance that
 * each guarantor keeps its word if it comes to it, and where two such answers are possible, both: the
 * coordination problem. */
#include "sim/render/section.h"

typedef struct indicator_row {
  const char *label;
  size_t offset;
} indicator_row;

#define FIELD(name) offsetof(ply_design_security, name)

static const indicator_row indicators[] = {
    {"chance of an attack", FIELD(attack)},       {"an attack would succeed", FIELD(outcome)},
    {"attacked and overrun", FIELD(overrun)},     {"credibility of the pledge", FIELD(credibility)},
    {"guarantors' share of force", FIELD(force)},
};

static double indicator(const ply_design_security *security, const indicator_row *row) {
  return *(const double *)((const char *)security + row->offset);
}

static void add_head(ply_grid *grid, const ply_result *r) {
  ply_grid_row(grid);
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "%s", "");
  for (int d = 0; d < r->n_designs; d++)
    ply_grid_cell(grid, PLY_STRONG, PLY_RIGHT, "%s", ply_figure_cut(r->designs[d].name.id, PLY_HEAD_WIDTH).s);
}

static void add_indicators(ply_grid *grid, const ply_result *r) {
  for (size_t k = 0; k < sizeof indicators / sizeof *indicators; k++) {
    ply_grid_row(grid);
    ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", indicators[k].label);
    for (int d = 0; d < r->n_designs; d++)
      ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s",
                    ply_figure_fixed(indicator(&r->designs[d].security, &indicators[k]), 3).s);
  }
}

static void add_honour(ply_grid *grid, const ply_result *r) {
  for (int i = 0; i < r->frame.n_actors; i++) {
    if (!r->frame.actors[i].candidate) continue;
    ply_grid_row(grid);
    ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s keeps its word",
                  ply_actor_beside(&r->frame, i, r->n_designs).s);
    for (int d = 0; d < r->n_designs; d++) {
      const ply_design_result *design = &r->designs[d];
      if (design->bundle.levels[i] == 0 || design->security.honour == NULL)
        ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, ".");
      else
        ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s", ply_figure_fixed(design->security.honour[i], 3).s);
    }
  }
}

/* Where the least and the greatest solution of the honour game differ. */
static void add_gap(ply_page *page, const ply_result *r, const ply_design_result *d) {
  const double *least = d->security.honour_least, *greatest = d->security.honour_greatest;
  if (least == NULL || greatest == NULL) return;
  ply_text list, name;
  ply_text_init(&list);
  ply_text_init(&name);
  ply_add_design(&name, &d->name);
  for (int i = 0; i < r->frame.n_actors; i++) {
    if (!r->frame.actors[i].candidate || greatest[i] - least[i] <= 1e-6) continue;
    ply_text_addf(&list, "%s%s %s or %s", list.length > 0 ? ", " : "", ply_actor_label(&r->frame, i).s,
                  ply_figure_fixed(least[i], 3).s, ply_figure_fixed(greatest[i], 3).s);
  }
  ply_page_para(page, 2, NULL, PLY_PLAIN,
                "%s has two self-consistent answers, as each guarantor's word depends on the others': %s.",
                ply_list_string(&name), ply_list_string(&list));
  page->out->failed |= list.failed || name.failed;
  ply_text_done(&name);
  ply_text_done(&list);
}

void ply_section_security(ply_page *page, const ply_result *r) {
  const ply_frame *f = &r->frame;
  if (!f->has_security || r->n_designs == 0) return;
  ply_page_heading(page, "DETERRENCE");
  if (f->beneficiary >= 0 && f->adversary >= 0)
    ply_page_para(page, 2, NULL, PLY_PLAIN,
                  "What %s would make of a guarantee for %s, with each design's own members:",
                  f->actors[f->adversary].name.name, f->actors[f->beneficiary].name.name);
  ply_grid *grid = ply_grid_new();
  add_head(grid, r);
  add_indicators(grid, r);
  add_honour(grid, r);
  ply_grid_print(page, grid, 2, 1, false);
  ply_page_para(page, 2, NULL, PLY_QUIET,
                "Chances from 0 to 1; credibility 0: the pledge changes nothing, 1: it rules out being "
                "overrun.  . is no member.");
  for (int d = 0; d < r->n_designs; d++) add_gap(page, r, &r->designs[d]);
}
