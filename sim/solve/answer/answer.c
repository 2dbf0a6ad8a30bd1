/* What every question needs to answer: the bundle spelt out, who bargains, the name of the set, and that a limit came. */
#include "sim/solve/answer/answer.h"

const char *ply_over_name(ply_over over) {
  static const char *const names[] = {[PLY_OVER_AUTO] = "acceptable",
                                      [PLY_OVER_ACCEPTABLE] = "acceptable",
                                      [PLY_OVER_SUSTAINED] = "sustained",
                                      [PLY_OVER_STABLE] = "stable",
                                      [PLY_OVER_REOPENED] = "reopened"};
  return names[over];
}

bool ply_bundle_fill(const ply_game *game, ply_arena *arena, uint64_t index, ply_bundle *out) {
  uint16_t *option = PLY_NEW(arena, game->n_issues, uint16_t);
  uint8_t *level = PLY_NEW(arena, game->n_actors, uint8_t);
  double *payoff = PLY_NEW(arena, game->n_actors, double);
  if (option == NULL || level == NULL || payoff == NULL) return false;
  ply_game_bundle(game, index, option, level);
  ply_game_payoffs(game, option, level, NULL, payoff);
  *out = (ply_bundle){.index = index,
                      .options = option,
                      .levels = level,
                      .payoffs = payoff,
                      .asked = ply_game_parties(game, option, level)};
  return true;
}

bool ply_answer_bundle(ply_question *q, uint64_t index, ply_bundle *out) {
  return ply_bundle_fill(q->game, q->result->arena, index, out);
}

/* Bargaining players: asked for, else required and counted actors, else all. */
void ply_question_players(ply_question *q) {
  const ply_bargaining *b = &q->game->scenario->bargaining;
  uint64_t asked = q->game->required | q->game->counted;
  for (int i = 0; i < b->n_players; i++) q->players[q->n_players++] = b->players[i];
  for (int i = 0; i < q->game->n_actors && b->n_players == 0; i++)
    if (asked == 0 || asked >> i & 1) q->players[q->n_players++] = i;
  for (int i = 0; i < q->game->n_actors; i++)
    q->weight[i] = b->weights != NULL ? ply_number_value(&b->weights[i], q->game->values) : 1;
}

void ply_answer_stopped(ply_question *q, const char *why) {
  q->result->outcome = PLY_LIMIT_REACHED;
  if (q->result->stopped_by == NULL) q->result->stopped_by = why;
}

uint64_t ply_answer_lowest(const ply_question *q, uint64_t index, ply_enough_fn enough, void *data) {
  return q->scan->additive != NULL ? ply_additive_lowest(q->scan->additive, enough, data) : index;
}
