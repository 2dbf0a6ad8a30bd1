/* Which numbers of the scenario enter the answers to one bundle? Those behind the terms of its parties'
 * payoffs, their reservations (a number, or the terms at a named design), the red lines whose condition
 * holds, and, through effort and security, everything that the guarantee rests on. Cost: the size of the
 * scenario. */
#include "sim/solve/explain/explain.h"

#include <string.h>

typedef struct marker {
  const ply_game *game;
  uint8_t *use;
} marker;

static void mark(marker *m, const ply_number *number) {
  if (number->id >= 0) m->use[number->id] = PLY_ONE_WAY;
}

/* The numbers behind an actor's payoff at a bundle, those of the security block left out. */
static void mark_payoff(marker *m, int i, const uint16_t *option, const uint8_t *level) {
  const ply_scenario *s = m->game->scenario;
  const ply_actor *actor = &s->actors[i];
  for (int k = 0; k < s->n_issues; k++) {
    const ply_payoff_row *row = &actor->rows[k];
    mark(m, &row->weight); /* moves the shares of the others, whatever it weighs itself */
    if (row->values == NULL) continue;
    bool outsider = row->outsider != NULL && actor->candidate && level[i] == 0;
    mark(m, outsider ? &row->outsider[option[k]] : &row->values[option[k]]);
    for (int p = 0; row->family != NULL && p < row->family->n_inputs - 2; p++) mark(m, &row->parameter[p]);
  }
  if (actor->candidate && actor->level != NULL) mark(m, &actor->level[level[i]]);
  for (int b = 0; b < actor->n_bonuses; b++)
    if (ply_cond_holds(actor->bonuses[b].when, s, option, level)) mark(m, &actor->bonuses[b].gain);
  for (int t = 0; t < actor->n_tables; t++) {
    int32_t number = actor->tables[t].number[ply_table_entry(&actor->tables[t], option, level)];
    if (number >= 0) mark(m, &actor->tables[t].numbers[number]);
  }
  for (int j = 0; j < PLY_N_INDICATORS; j++)
    if (actor->has_stake[j]) mark(m, &actor->stakes[j]);
}

static void mark_actor(marker *m, int i, const ply_stand *here) {
  const ply_scenario *s = m->game->scenario;
  const ply_actor *actor = &s->actors[i];
  mark_payoff(m, i, here->option, here->level);
  if (actor->reservation_design < 0)
    mark(m, &actor->reservation);
  else
    mark_payoff(m, i, s->designs[actor->reservation_design].options,
                s->designs[actor->reservation_design].levels);
  for (int k = 0; k < actor->n_red_lines; k++)
    if (ply_cond_holds(actor->red_lines[k].when, s, here->option, here->level))
      mark(m, &actor->red_lines[k].firm);
}

/* Whether anybody's payoff looks at an indicator at all. */
static bool looks_at_security(const ply_game *game) {
  for (int i = 0; i < game->n_actors; i++)
    for (int j = 0; j < PLY_N_INDICATORS; j++)
      if (game->stake[i][j] != 0 || game->scaled_by[i] >> j & 1) return true;
  return false;
}

void ply_inputs_used(const ply_game *game, const ply_stand *here, uint8_t *use) {
  const ply_scenario *s = game->scenario;
  marker m = {.game = game, .use = use};
  memset(use, PLY_UNUSED, (size_t)s->n_numbers);
  for (int i = 0; i < s->n_actors; i++)
    if (here->party >> i & 1) mark_actor(&m, i, here);
  if (s->security == NULL || !looks_at_security(game)) return;
  for (int n = 0; n < s->n_numbers; n++)
    if (strncmp(s->numbers[n].pointer, "/security/", 10) == 0 ||
        strncmp(s->numbers[n].pointer, "/levels/", 8) == 0)
      use[n] = PLY_EITHER_WAY;
  int out = s->n_levels > 0 ? s->levels[0].effort.id : -1;
  if (out >= 0) use[out] = PLY_UNUSED; /* standing out is no effort, by definition */
}
