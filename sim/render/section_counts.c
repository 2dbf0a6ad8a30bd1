/* How many deals are there, and what do the numbers mean? Counts from all combinations down to stable
 * bundles, each as a share of the line it is part of. A count that a limit left open is a range. */
#include "sim/render/section.h"

#include <string.h>

static bool exact(ply_count count) { return count.low == count.high; }

static void add_count(ply_grid *grid, const char *label, ply_count count, ply_count whole, const char *of,
                      const char *words) {
  ply_grid_row(grid);
  ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", label);
  ply_grid_cell(grid, PLY_STRONG, PLY_RIGHT, "%s", ply_figure_range(count).s);
  if (of == NULL || !exact(count) || !exact(whole) || count.low == 0)
    ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", "");
  else
    ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s of %s", ply_figure_share(count.low, whole.low).s, of);
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "%s", words);
}

/* The set whose efficient bundles were counted. */
static ply_count pareto_set(const ply_result *r) {
  if (r->pareto.over == NULL) return (ply_count){0, 0};
  if (strcmp(r->pareto.over, "stable") == 0) return r->stable;
  return strcmp(r->pareto.over, "sustained") == 0 ? r->sustained : r->acceptable;
}

void ply_section_counts(ply_page *page, const ply_result *r) {
  bool join = ply_has_candidates(&r->frame);
  ply_count raw = {r->raw, r->raw};
  ply_page_heading(page, "HOW MANY DEALS");
  ply_grid *grid = ply_grid_new();
  add_count(grid, "combinations", raw, raw, NULL,
            join ? "every option with every level" : "every option with every other");
  add_count(grid, "feasible", ply_known(r, r->feasible), raw, "combinations", "break no rule");
  add_count(grid, "acceptable", ply_known(r, r->acceptable), r->feasible, "feasible",
            !ply_is_anybody_asked(&r->frame) ? "nobody is asked"
            : ply_may_be_outvoted(&r->frame) ? "enough of those asked accept"
                                             : "everybody asked accepts");
  if (join) {
    add_count(grid, "sustained", ply_known(r, r->sustained), r->acceptable, "acceptable",
              "nobody moves: a leaver may undo it");
    add_count(grid, "stable", ply_known(r, r->stable), r->acceptable, "acceptable",
              "nobody moves, even if it goes on");
    add_count(grid, "join equilibria", ply_known(r, r->join_equilibria), r->feasible, "feasible",
              "nobody gains by moving");
  }
  if (r->pareto.outcome == PLY_FOUND)
    add_count(grid, "efficient", (ply_count){r->pareto.count, r->pareto.count}, pareto_set(r), r->pareto.over,
              "nothing better for one, worse for none");
  ply_grid_print(page, grid, 2, 1, true);
  if (r->pareto.outcome == PLY_LIMIT_REACHED)
    ply_page_para(
        page, 2, NULL, PLY_QUIET,
        "How many are efficient was not counted: that would take more time or memory than is allowed.");
}
