/* What a scenario's readings come to, for people: a row each, and which of them turn the headline. */
#include "sim/render/section.h"

#include "sim/result/readings.h"

static void add_count(ply_grid *grid, ply_count count) {
  ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s", ply_figure_range(count).s);
}

static void add_row(ply_grid *grid, const ply_readings *r, const ply_reading_row *row) {
  ply_grid_row(grid);
  ply_grid_cell(grid, row->turns ? PLY_STRONG : PLY_PLAIN, PLY_LEFT, "%s", row->name.name);
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "%s", row->name.id);
  if (row->trouble != NULL) return;
  ply_grid_cell(grid, row->turns ? PLY_STRONG : PLY_PLAIN, PLY_LEFT, "%s%s", ply_finding_name(row->finding),
                row->turns ? " *" : "");
  add_count(grid, row->acceptable);
  add_count(grid, row->sustained);
  add_count(grid, row->stable);
  if (row->has_reopened)
    add_count(grid, row->reopened);
  else
    ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "-");
  ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s", row->has_slack ? ply_figure_signed(row->slack, 4).s : "-");
  for (int p = 0; p < r->n_players && p < 4; p++)
    ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s",
                  row->has_bargain ? ply_figure_signed(row->gains[p], 3).s : "-");
}

static void add_heads(ply_grid *grid, const ply_readings *r) {
  static const char *const heads[] = {"",          "",       "verdict",  "acceptable",
                                      "sustained", "stable", "reopened", "slack"};
  ply_grid_row(grid);
  for (size_t k = 0; k < sizeof heads / sizeof *heads; k++)
    ply_grid_cell(grid, PLY_QUIET, k < 3 ? PLY_LEFT : PLY_RIGHT, "%s", heads[k]);
  for (int p = 0; p < r->n_players && p < 4; p++)
    ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "%s", ply_figure_cut(r->players[p].name, 10).s);
}

static void say_questions(ply_page *page, const ply_readings *r) {
  for (size_t k = 1; k < r->n_rows; k++) {
    const ply_reading_row *row = &r->rows[k];
    if (row->question != NULL) ply_page_para(page, 2, row->name.id, PLY_PLAIN, "%s", row->question);
    if (row->trouble != NULL) ply_page_para(page, 4, NULL, PLY_BAD, "cannot be applied: %s", row->trouble);
    for (int d = 0; d < row->n_accepted; d++)
      ply_page_para(page, 4, NULL, PLY_PLAIN, "acceptable then: %s", row->accepted[d].name);
  }
}

void ply_readings_text(const void *record, const ply_render_settings *settings, ply_text *out) {
  const ply_readings *r = record;
  ply_page page = ply_page_start(out, settings);
  size_t turns = 0;
  for (size_t k = 0; k < r->n_rows; k++) turns += r->rows[k].turns;
  ply_page_para(&page, 0, NULL, PLY_STRONG, "%s", r->title);
  if (r->n_rows == 1) {
    ply_page_para(&page, 2, NULL, PLY_PLAIN, "The file names no readings.");
    return;
  }
  ply_page_para(
      &page, 2, NULL, PLY_PLAIN,
      turns > 0 ? "Read otherwise where the sources or the model leave it open, %zu of %zu readings turn the "
                  "headline (*)."
                : "Read otherwise where the sources or the model leave it open, the headline stays the "
                  "same in all readings.",
      turns, r->n_rows - 1);
  ply_page_blank(&page);
  ply_grid *grid = ply_grid_new();
  add_heads(grid, r);
  for (size_t k = 0; k < r->n_rows; k++) add_row(grid, r, &r->rows[k]);
  ply_grid_print(&page, grid, 2, 1, false);
  if (r->n_players > 0)
    ply_page_para(&page, 2, NULL, PLY_QUIET,
                  "Reopened: sustained ones that hold even if the rest may sign something else without a "
                  "leaver. Slack: by how "
                  "much everybody's payoff of no deal could rise before nothing is accepted (below 0: must "
                  "fall for a first "
                  "deal). The last columns are gains over no deal in the Nash bargain.");
  ply_page_blank(&page);
  say_questions(&page, r);
  ply_page_para(
      &page, 2, NULL, PLY_QUIET,
      "`parley solve --reading ID` shows one whole; readings combine, left to right: --reading a,b.");
}
