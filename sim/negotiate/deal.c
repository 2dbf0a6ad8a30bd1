/* What is a deal at the table, as a bundle: its index, whom it asks, whether their yes is enough? A row of the menu, or an index
 * where there is none: then the bundle is spelt out each time. Cost: one look, or issues and rules. */
#include "sim/negotiate/session.h"

uint64_t ply_session_index(const ply_session *s, ply_deal deal) {
  return s->table->menu != NULL ? s->table->menu->index[deal] : deal;
}

/* A bundle spelt out. */
typedef struct spelt {
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS];
} spelt;

static void spell(const ply_session *s, ply_deal deal, spelt *out) {
  ply_game_bundle(s->table->game, ply_session_index(s, deal), out->option, out->level);
}

uint64_t ply_session_parties(const ply_session *s, ply_deal deal) {
  if (s->table->menu != NULL) return s->table->menu->parties[deal];
  spelt b;
  spell(s, deal, &b);
  return ply_game_parties(s->table->game, b.option, b.level);
}

bool ply_session_carries(const ply_session *s, ply_deal deal, uint64_t yes) {
  return ply_game_agreed(s->table->game, ply_session_parties(s, deal), yes);
}

ply_deal ply_session_find(const ply_session *s, uint64_t index) {
  if (s->table->menu != NULL) return ply_menu_find(s->table->menu, index);
  spelt b;
  ply_game_bundle(s->table->game, index, b.option, b.level);
  bool feasible = ply_game_derive(s->table->game, b.option, b.level) &&
                  ply_game_broken_rule(s->table->game, b.option, b.level) < 0;
  return feasible ? index : PLY_NO_DEAL;
}
