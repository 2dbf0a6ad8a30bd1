/* What do mediators draw? A text, evenly over the feasible bundles; one change of it, evenly over positions and then options.
 * In a space too large to list both are drawn by trying. Cost: a look at the rules for each try. */
#include "sim/negotiate/session.h"

ply_deal ply_session_draw(const ply_session *s, ply_rng *rng, int tries) {
  const ply_menu *menu = s->table->menu;
  if (menu != NULL) return menu->n > 0 ? ply_rng_below(rng, menu->n) : PLY_NO_DEAL;
  for (int k = 0; k < tries; k++) {
    ply_deal text = ply_session_find(s, ply_rng_below(rng, s->table->game->raw));
    if (text != PLY_NO_DEAL) return text;
  }
  return PLY_NO_DEAL;
}

int ply_session_open(const ply_session *s, int *open) {
  const ply_positions *p = &s->table->positions;
  int n = 0;
  for (int k = 0; k < p->n; k++)
    if (p->options[k] > 1) open[n++] = k;
  return n;
}

ply_deal ply_session_change(ply_session *s, ply_deal text, const int *open, int n, int tries) {
  const ply_positions *p = &s->table->positions;
  uint64_t index = ply_session_index(s, text);
  for (int k = 0; n > 0 && k < tries; k++) {
    int at = open[ply_rng_below(&s->chance, (uint64_t)n)];
    uint64_t now = ply_position_of(p, index, at), to = ply_rng_below(&s->chance, p->options[at] - 1);
    if (to >= now) to++;
    ply_deal changed = ply_session_find(s, index + (to - now) * p->stride[at]);
    if (changed != PLY_NO_DEAL) return changed;
  }
  return PLY_NO_DEAL;
}
