/* Which acceptable bundles come first by the Nash product? One row each: the players' gains and what changes
 * against the first named design (or, without one, against the first row). */
#include "sim/render/section.h"

#include <inttypes.h>

void ply_section_top(ply_page *page, const ply_result *r) {
  if (r->n_top == 0) return;
  const ply_bundle *base = r->n_designs > 0 ? &r->designs[0].bundle : &r->top[0];
  const char *against = r->n_designs > 0 ? r->designs[0].name.id : "the first of them";
  ply_page_heading(page, "ACCEPTABLE BUNDLES BY NASH PRODUCT");
  ply_grid *grid = ply_grid_new();
  ply_grid_row(grid);
  ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "%s", "");
  ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "index");
  for (int p = 0; p < r->n_players; p++)
    ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "%s",
                  ply_figure_cut(r->frame.actors[r->players[p]].name.name, 9).s);
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "against %s", against);
  for (int k = 0; k < r->n_top; k++) {
    ply_text changes;
    ply_text_init(&changes);
    ply_add_changes_named(&changes, &r->frame, base, &r->top[k]);
    ply_grid_row(grid);
    ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "%d", k + 1);
    ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%" PRIu64, r->top[k].index);
    for (int p = 0; p < r->n_players; p++)
      ply_grid_cell(grid, PLY_PLAIN, PLY_POINT, "%s",
                    ply_figure_gain(ply_bundle_margin(&r->frame, &r->top[k], r->players[p]),
                                    ply_actor_digits(r, r->players[p]))
                        .s);
    ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s",
                  changes.length > 0 ? ply_list_string(&changes) : "nothing");
    page->out->failed |= changes.failed;
    ply_text_done(&changes);
  }
  ply_grid_print(page, grid, 2, 1, true);
  if (r->n_players < r->frame.n_actors)
    ply_page_para(
        page, 2, NULL, PLY_QUIET,
        "Gains of the %d bargaining players; those of all %d actors: `--list acceptable --sort nash`.",
        r->n_players, r->frame.n_actors);
}
