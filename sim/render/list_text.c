/* What is there to choose from, for people: scenario files with their question and size, then the rows of
 * each registry. */
#include "sim/render/page.h"

#include <string.h>

static const char *plural(int n) { return n == 1 ? "" : "s"; }

static void add_file(ply_page *page, const ply_listed_file *file) {
  ply_page_blank(page);
  ply_page_para(page, 2, NULL, PLY_STRONG, "%s", file->path);
  if (file->trouble != NULL) {
    ply_page_para(page, 4, NULL, PLY_BAD, "cannot be used: %s", file->trouble);
    return;
  }
  if (file->question != NULL && file->question[0] != '\0')
    ply_page_para(page, 4, NULL, PLY_PLAIN, "%s", file->question);
  ply_page_para(page, 4, NULL, PLY_QUIET,
                "%d actor%s (%d may join), %d issue%s, %s combination%s, %d named design%s", file->n_actors,
                plural(file->n_actors), file->n_candidates, file->n_issues, plural(file->n_issues),
                ply_figure_count(file->n_bundles).s, file->n_bundles == 1 ? "" : "s", file->n_designs,
                plural(file->n_designs));
}

static const char *heading_of(const char *kind) {
  static const char *const headings[][2] = {
      {"solver", "WHAT SOLVE ANSWERS"},
      {"solution", "SOLUTION CONCEPTS"},
      {"payoff", "PAYOFF FAMILIES: WHAT AN ACTOR'S PAYOFF IS MADE OF"},
      {"indicator", "INDICATORS OF THE SECURITY BLOCK, FOR STAKES AND SCALES"},
      {"protocol", "PROTOCOLS OF SIMULATED TALKS (negotiate --protocol)"},
      {"strategy", "STRATEGIES OF SIMULATED TALKS (negotiate --strategy)"},
      {"method", "METHODS OF A SWEEP (--method)"},
      {"output", "OUTPUTS OF A SWEEP (--of); A NAME IN CAPITALS STANDS FOR AN ID"},
      {"equilibrium", "WHAT GAME FINDS (--find)"},
      {"format", "FORMATS (--format)"},
  };
  for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
    if (strcmp(headings[i][0], kind) == 0) return headings[i][1];
  return kind;
}

static size_t add_kind(ply_page *page, const ply_listed_row *rows, size_t n) {
  ply_page_heading(page, heading_of(rows[0].kind));
  ply_grid *grid = ply_grid_new();
  size_t i = 0;
  for (; i < n && strcmp(rows[i].kind, rows[0].kind) == 0; i++) {
    ply_grid_row(grid);
    ply_grid_cell(grid, PLY_STRONG, PLY_LEFT, "%s", rows[i].name);
    if (rows[i].more != NULL)
      ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s: %s", rows[i].help, rows[i].more);
    else
      ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", rows[i].help);
  }
  ply_grid_print(page, grid, 2, 1, true);
  return i;
}

void ply_listing_text(const void *record, const ply_render_settings *settings, ply_text *out) {
  const ply_listing *listing = record;
  ply_page page = ply_page_start(out, settings);
  if (listing->n_files > 0) ply_page_heading(&page, "SCENARIOS");
  for (size_t i = 0; i < listing->n_files; i++) add_file(&page, &listing->files[i]);
  for (size_t i = 0; i < listing->n_rows;) i += add_kind(&page, &listing->rows[i], listing->n_rows - i);
}
