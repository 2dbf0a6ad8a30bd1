/* Who blocks what? For every actor how much it would accept and how many bundles its refusal alone keeps from
 * being acceptable, the heaviest veto first; then the red lines in force and what they stop. */
#include "sim/render/section.h"

#include <stdlib.h>
#include <string.h>

static const char *when_asked(const ply_frame_actor *actor) {
  if (strcmp(actor->consent, "required") == 0) return "always, veto";
  if (strcmp(actor->consent, "counted") == 0) return "always, counts";
  if (strcmp(actor->consent, "when") == 0) return "on a condition";
  return strcmp(actor->consent, "if_member") == 0 ? "if it joins" : "never";
}

static void add_refused(ply_text *list, const ply_result *r, int actor) {
  for (int d = 0; d < r->n_designs; d++)
    if (r->designs[d].refuses[actor]) ply_list_add(list, r->designs[d].name.id);
}

static void add_actor(ply_page *page, ply_grid *grid, const ply_result *r, int i) {
  const ply_actor_result *row = &r->actors[i];
  ply_text refused;
  ply_text_init(&refused);
  add_refused(&refused, r, i);
  ply_grid_row(grid);
  ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", ply_actor_label(&r->frame, i).s);
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "%s", when_asked(&r->frame.actors[i]));
  ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s", ply_figure_count(row->veto_weight).s);
  ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s", ply_figure_count(row->would_accept).s);
  ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s", ply_figure_share(row->would_accept, r->feasible.high).s);
  if (r->n_designs > 0) ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", ply_list_string(&refused));
  page->out->failed |= refused.failed;
  ply_text_done(&refused);
}

/* Actors by veto weight, the heaviest first, equals in file order. */
static void order_actors(const ply_result *r, int *order) {
  for (int i = 0; i < r->frame.n_actors; i++) {
    int at = i;
    for (; at > 0 && r->actors[order[at - 1]].veto_weight < r->actors[i].veto_weight; at--)
      order[at] = order[at - 1];
    order[at] = i;
  }
}

static void add_table(ply_page *page, const ply_result *r) {
  int *order = calloc((size_t)r->frame.n_actors + 1, sizeof *order);
  if (order == NULL) {
    page->out->failed = true;
    return;
  }
  order_actors(r, order);
  ply_grid *grid = ply_grid_new();
  ply_grid_row(grid);
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "%s", "");
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "is asked");
  ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "blocks alone");
  ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "would accept");
  ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "share");
  if (r->n_designs > 0) ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "refuses, of the named designs");
  for (int i = 0; i < r->frame.n_actors; i++) add_actor(page, grid, r, order[i]);
  ply_grid_print(page, grid, 2, 1, r->n_designs > 0);
  free(order);
  ply_page_para(page, 2, NULL, PLY_QUIET,
                "\"Blocks alone\" counts the bundles that would become acceptable if this actor accepted "
                "everything; \"would "
                "accept\" the feasible bundles it would accept if it were asked.");
}

static void add_line(ply_page *page, ply_grid *grid, const ply_result *r, int line) {
  const ply_frame_line *row = &r->frame.lines[line];
  ply_text stops;
  ply_text_init(&stops);
  for (int d = 0; d < r->n_designs; d++) {
    bool stopped = false;
    for (int i = 0; i < r->frame.n_actors; i++) stopped |= r->designs[d].line[i] == line;
    if (stopped) ply_list_add(&stops, r->designs[d].name.id);
  }
  ply_grid_row(grid);
  ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", row->id);
  ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s", ply_figure_fixed(row->firm, 2).s);
  ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s",
                strcmp(row->effect, "stay_out") == 0 ? "stays out" : "refuses");
  ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", ply_list_string(&stops));
  page->out->failed |= stops.failed;
  ply_text_done(&stops);
}

static void add_lines(ply_page *page, const ply_result *r) {
  int in_force = 0;
  ply_text idle;
  ply_text_init(&idle);
  for (int k = 0; k < r->frame.n_lines; k++) {
    const ply_frame_line *line = &r->frame.lines[k];
    in_force += line->in_force;
    if (!line->in_force)
      ply_text_addf(&idle, "%s%s (%s)", idle.length > 0 ? ", " : "", line->id,
                    ply_figure_fixed(line->firm, 2).s);
  }
  if (in_force > 0) {
    ply_grid *grid = ply_grid_new();
    ply_grid_row(grid);
    ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "red lines in force");
    ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "firm");
    ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "effect");
    ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, r->n_designs > 0 ? "met by the named designs" : "");
    for (int k = 0; k < r->frame.n_lines; k++)
      if (r->frame.lines[k].in_force) add_line(page, grid, r, k);
    ply_text_add(page->out, "\n");
    ply_grid_print(page, grid, 2, 1, true);
  }
  if (idle.length > 0) ply_page_para(page, 2, NULL, PLY_QUIET, "Not in force: %s.", ply_list_string(&idle));
  page->out->failed |= idle.failed;
  ply_text_done(&idle);
}

void ply_section_blocks(ply_page *page, const ply_result *r) {
  if (r->frame.plain_game) return; /* nobody is asked: all that counts is who would move */
  ply_page_heading(page, "WHO BLOCKS WHAT");
  if (r->sets_decided)
    add_table(page, r);
  else
    ply_page_para(page, 2, NULL, PLY_PLAIN, "Not decided: the search ended before all bundles were counted.");
  add_lines(page, r);
}
