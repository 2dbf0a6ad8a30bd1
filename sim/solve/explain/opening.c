/* Where no bundle is acceptable: which numbers together would open a deal? At the bundle with the largest slack those
 * that are short of a yes are the parties below no deal by no more than that slack (with a quorum the rest is not
 * needed). For each of them the smallest change of one number of each kind that makes its answer a yes there; the
 * first of each, taken together, are tried once more. Cost: as ply_inquiry_switches. */
#include "sim/solve/explain/explain.h"

#include <stdlib.h>

static uint64_t short_of_yes(const ply_stand *here, const ply_game *game, double slack) {
  uint64_t out = 0;
  for (uint64_t rest = here->party & ~here->accept; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    if (here->payoff[i] - game->reservation[i] >= slack - 2 * ply_game_slack_eps(game))
      out |= rest & (0 - rest);
  }
  return out;
}

/* Whether the first opener of each actor, all of them at once, makes the bundle acceptable. */
static ply_status try_together(ply_inquiry *q) {
  const ply_scenario *s = q->game->scenario;
  const ply_opening *opening = q->opening;
  double *values = malloc((size_t)s->n_numbers * sizeof *values + 1);
  bool *moved = calloc((size_t)s->n_numbers + 1, sizeof *moved);
  const ply_weights *weights;
  int n_weights;
  ply_game *game = NULL;
  ply_stand stand;
  ply_status status = values != NULL && moved != NULL ? PLY_OK : PLY_E_MEMORY;
  for (int k = 0; status == PLY_OK && k < s->n_numbers; k++) values[k] = s->numbers[k].number->base;
  for (int k = 0; status == PLY_OK && k < opening->n; k++) {
    if (k > 0 && opening->openers[k].actor == opening->openers[k - 1].actor) continue;
    int id = ply_scenario_number(s, opening->openers[k].number.pointer);
    values[id] = opening->openers[k].number.turn;
    moved[id] = opening->openers[k].number.kind == PLY_SWITCHING_WEIGHT;
  }
  if (status == PLY_OK && !ply_weights_find(s, moved, q->arena, &weights, &n_weights)) status = PLY_E_MEMORY;
  if (status == PLY_OK) {
    ply_weights_apply(weights, n_weights, values);
    status = ply_game_compile(s, values, q->lines, &game, NULL);
  }
  if (status == PLY_OK)
    q->opening->together = ply_stand_at(game, q->here.option, q->here.level, &stand) && stand.acceptable;
  ply_game_free(game);
  free(values);
  free(moved);
  return status == PLY_E_MEMORY ? status : PLY_OK;
}

ply_status ply_inquiry_opening(const ply_game *game, const ply_lines *lines, const ply_clock *clock,
                               const ply_bundle *bundle, double slack, ply_arena *arena, ply_opening *out) {
  ply_inquiry q = {.game = game, .lines = lines, .clock = clock, .arena = arena, .opening = out};
  *out = (ply_opening){0};
  if (!ply_stand_at(game, bundle->options, bundle->levels, &q.here)) return PLY_OK;
  out->short_of = short_of_yes(&q.here, game, slack);
  if (out->short_of == 0) return PLY_OK;
  ply_status status = ply_inquiry_switches(&q);
  return status == PLY_OK && out->stuck == 0 ? try_together(&q) : status;
}

ply_status ply_explain_opening(const ply_game *game, const ply_lines *lines,
                               const ply_solve_settings *settings, ply_result *result) {
  static const ply_solve_settings defaults = {0};
  if (result->acceptable.high > 0 || result->slack.outcome != PLY_FOUND || result->slack.value >= 0)
    return PLY_OK;
  ply_clock clock = ply_clock_start(settings != NULL ? settings : &defaults);
  return ply_inquiry_opening(game, lines, &clock, &result->slack.bundle, result->slack.value, result->arena,
                             &result->slack.opening);
}
