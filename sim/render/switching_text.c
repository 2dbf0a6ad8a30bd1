/* How is a number that turns an answer told? Its range, with a word where it turns outside of it, and what is meant by
 * that. */
#include "sim/render/section.h"

#include <stdio.h>

ply_figure ply_switching_range(const ply_switching_value *s) {
  ply_figure out;
  if (s->low < s->high)
    snprintf(out.s, sizeof out.s, "%.20s to %.20s%s", ply_figure_fixed(s->low, 3).s,
             ply_figure_fixed(s->high, 3).s, s->in_range ? "" : ", outside");
  else
    snprintf(out.s, sizeof out.s, "none given%s", s->beyond ? ", beyond" : "");
  return out;
}

void ply_switching_note(const ply_switching_value *s, ply_switching_notes *notes) {
  notes->weight |= s->kind == PLY_SWITCHING_WEIGHT;
  notes->beyond |= s->beyond && !(s->low < s->high);
}

void ply_switching_legend(ply_page *page, const ply_switching_notes *notes) {
  if (notes->weight)
    ply_page_para(
        page, 2, NULL, PLY_QUIET,
        "A weight takes the other weights of its actor along, as in sweeps: what they sum to stays.");
  if (notes->beyond)
    ply_page_para(page, 2, NULL, PLY_QUIET,
                  "beyond: outside of all that this actor sees in the issue's options now.");
}
