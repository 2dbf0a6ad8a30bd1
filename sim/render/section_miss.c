/* Where nothing is acceptable: which bundle comes nearest to a deal, by what measure, who is short of a yes there and by
 * how much, and which numbers together would make it a deal, one of each actor that is short. */
#include "sim/render/section.h"

#include <inttypes.h>
#include <math.h>

/* The figure next to where the number turns, on the far side of where it stands now: typed in, it is enough. */
static ply_figure enough(const ply_switching_value *s, int digits) {
  double scale = pow(10, digits), at = s->turn * scale;
  return ply_figure_fixed((s->turn > s->from ? ceil(at - 1e-6) : floor(at + 1e-6)) / scale, digits);
}

/* More digits than usual where it would be shown as nothing. */
static ply_figure shortfall(double value, int digits) {
  while (digits < 6 && value * pow(10, digits) < 0.5) digits++;
  return ply_figure_fixed(value, digits);
}

static void add_opener(ply_grid *grid, const ply_miss *m, int k) {
  const ply_opener *opener = &m->opening->openers[k];
  const ply_switching_value *s = &opener->number;
  bool again = k > 0 && m->opening->openers[k - 1].actor == opener->actor;
  ply_grid_row(grid);
  ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", again ? "" : ply_actor_label(m->frame, opener->actor).s);
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "%s",
                s->kind == PLY_SWITCHING_RESERVATION ? "no deal" : ply_switching_kind_name(s->kind));
  ply_grid_cell(grid, PLY_PLAIN, PLY_POINT, "%s", ply_figure_fixed(s->from, 4).s);
  ply_grid_cell(grid, PLY_STRONG, PLY_POINT, "%s", enough(s, 4).s);
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "%s", ply_switching_range(s).s);
  ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", s->pointer);
}

/* The numbers, a row each. */
static void add_openers(ply_page *page, const ply_miss *m) {
  static const char *const heads[] = {"whose", "what", "now", "enough", "its range", "number"};
  const ply_opening *opening = m->opening;
  int n = __builtin_popcountll(opening->short_of);
  ply_text stuck;
  ply_text_init(&stuck);
  for (uint64_t rest = opening->stuck; rest != 0; rest &= rest - 1)
    ply_list_add(&stuck, m->frame->actors[__builtin_ctzll(rest)].name.name);
  if (stuck.length > 0)
    ply_page_para(page, 2, NULL, PLY_PLAIN, "No one number was found that turns the no of %s there.",
                  ply_list_string(&stuck));
  ply_page_done(page, &stuck);
  if (opening->n == 0) return;
  if (n == 1)
    ply_page_para(page, 2, NULL, PLY_PLAIN, "One number would make it a deal, any of these:");
  else if (opening->stuck == 0)
    ply_page_para(page, 2, NULL, PLY_PLAIN,
                  opening->together ? "%s numbers together would make it a deal, one of each actor's rows:"
                                    : "What turns each actor's no there (%s together were not tried):",
                  n == 2 ? "Two" : ply_figure_count((uint64_t)n).s);
  else
    ply_page_para(page, 2, NULL, PLY_PLAIN, "What turns the no of the others there:");
  ply_grid *grid = ply_grid_new();
  ply_grid_row(grid);
  for (int k = 0; k < 6; k++)
    ply_grid_cell(grid, PLY_QUIET, k == 2 || k == 3 ? PLY_RIGHT : PLY_LEFT, "%s", heads[k]);
  for (int k = 0; k < opening->n; k++) add_opener(grid, m, k);
  ply_grid_print(page, grid, 2, 0, true);
  ply_switching_notes notes = {0};
  for (int k = 0; k < opening->n; k++) ply_switching_note(&opening->openers[k].number, &notes);
  ply_switching_legend(page, &notes);
}

void ply_section_miss(ply_page *page, const ply_miss *m) {
  ply_text terms, shorts;
  ply_text_init(&terms);
  ply_text_init(&shorts);
  ply_add_terms_named(&terms, m->frame, m->bundle);
  for (int i = 0; i < m->frame->n_actors; i++) {
    double margin = ply_bundle_margin(m->frame, m->bundle, i);
    int digits = m->result != NULL ? ply_actor_digits(m->result, i) : 3;
    if (!(m->opening->short_of >> i & 1)) continue;
    ply_text_addf(&shorts, "%s%s %s", shorts.length > 0 ? ", " : "", m->frame->actors[i].name.name,
                  shortfall(-margin, digits > 0 ? digits : 3).s);
  }
  ply_page_para(page, 2, NULL, PLY_PLAIN,
                "The nearest miss, by the largest slack (%s), is index %" PRIu64 ": %s.",
                ply_figure_signed(m->slack, 4).s, m->bundle->index, ply_list_string(&terms));
  if (shorts.length > 0)
    ply_page_para(page, 2, NULL, PLY_PLAIN, "Short of a yes there: %s.", ply_list_string(&shorts));
  ply_page_done(page, &terms);
  ply_page_done(page, &shorts);
  add_openers(page, m);
}
