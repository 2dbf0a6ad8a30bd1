/* One check of a stance. Cost: see stance.h. */
#include "sim/solve/stance.h"

#include <math.h>
#include <string.h>

static bool within(double value, const ply_check *c, double eps) {
  return value >= c->min - eps && value <= c->max + eps;
}

/* The options are worth less one after the other. */
static bool falls(const ply_game *game, const ply_check *c) {
  const ply_number *values = game->scenario->actors[c->actor].rows[c->issue].values;
  if (values == NULL) return false;
  for (int i = 1; i < c->n_order; i++)
    if (ply_number_value(&values[c->order[i - 1]], game->values) <=
        ply_number_value(&values[c->order[i]], game->values))
      return false;
  return true;
}

static bool in_force(const ply_game *game, const ply_check *c) {
  const ply_red_line *line = &game->scenario->actors[c->actor].red_lines[c->red_line];
  for (int i = 0; i < game->n_lines; i++)
    if (game->lines[i].line == line) return game->lines[i].in_force;
  return false;
}

static bool design_is(const ply_game *game, const ply_check *c) {
  const ply_design *d = &game->scenario->designs[c->design];
  uint16_t option[PLY_MAX_ISSUES];
  memcpy(option, d->options, (size_t)game->n_issues * sizeof *option);
  ply_game_derive(game, option, d->levels);
  return ply_cond_holds(c->when, game->scenario, option, d->levels);
}

const ply_solution *ply_stance_solution(const ply_result *result, const ply_check *c) {
  for (int k = 0; result != NULL && k < result->n_solutions; k++)
    if (strcmp(result->solutions[k].concept->name, ply_solution_words[c->solution]) == 0)
      return &result->solutions[k];
  return NULL;
}

static bool solution_is(const ply_stance_view *view, const ply_check *c) {
  const ply_solution *s = ply_stance_solution(view->result, c);
  return s != NULL && s->outcome == PLY_FOUND &&
         ply_cond_holds(c->when, view->game->scenario, s->bundle.options, s->bundle.levels);
}

static ply_stance_seen yes_or_no(bool is, bool holds) {
  return (ply_stance_seen){.holds = holds, .is = is, .value = NAN};
}

static ply_stance_seen indicator(const ply_stance_view *view, const ply_check *c) {
  ply_security_state state;
  if (!view->security(view->from, c->design, &state)) return yes_or_no(false, false);
  double value = ply_game_indicator(view->game, &state, c->indicator, c->actor < 0 ? 0 : c->actor);
  return (ply_stance_seen){.holds = within(value, c, PLY_EPS), .value = value};
}

ply_stance_seen ply_stance_look(const ply_stance_view *view, const ply_check *c) {
  const ply_game *game = view->game;
  ply_stance_design d = {0};
  double eps = c->actor >= 0 ? game->eps[c->actor] : PLY_EPS;
  if (c->design >= 0) d = view->design(view->from, c->design);
  bool is;
  switch (c->kind) {
  case PLY_CHECK_ACCEPTS:
    is = !(d.red >> c->actor & 1) && d.margins[c->actor] >= -eps;
    return yes_or_no(is, is == c->expected);
  case PLY_CHECK_MARGIN:
    return (ply_stance_seen){.holds = within(d.margins[c->actor], c, eps), .value = d.margins[c->actor]};
  case PLY_CHECK_PREFERS:
    is = d.payoffs[c->actor] > view->design(view->from, c->other_design).payoffs[c->actor] + eps;
    return yes_or_no(is, is);
  case PLY_CHECK_ACCEPTABLE: return yes_or_no(d.acceptable, d.acceptable == c->expected);
  case PLY_CHECK_SUSTAINED: return yes_or_no(d.sustained, d.sustained == c->expected);
  case PLY_CHECK_STABLE: return yes_or_no(d.stable, d.stable == c->expected);
  case PLY_CHECK_INDICATOR: return indicator(view, c);
  case PLY_CHECK_ORDER: is = falls(game, c); return yes_or_no(is, is);
  case PLY_CHECK_RED_LINE:
    is = in_force(game, c);
    return yes_or_no(is, !c->has_expected || is == c->expected);
  case PLY_CHECK_CONSENT:
    is = game->scenario->actors[c->actor].consent == c->consent;
    return yes_or_no(is, is);
  case PLY_CHECK_HOLDS: is = design_is(game, c); return yes_or_no(is, is);
  case PLY_CHECK_SOLUTION: is = solution_is(view, c); return yes_or_no(is, is);
  }
  return yes_or_no(false, false);
}
