/* Does the model still say what the sources say, at the numbers of a run? A stance of the scenario's concordance as 1 or
 * 0, and whether all stances hold that the model has to answer (what is typed in, an order or a red line, proves
 * nothing and is not asked for there). Answered from designs alone, without the whole space, unless a stance asks
 * about a bargaining solution. The same checks are put to a whole solve in sim/solve/answer/concordance.c. */
#include "sim/sweep/inside.h"

#include <string.h>

static bool order_holds(const ply_reading *f, const ply_check *c) {
  const ply_payoff_row *row = &f->scenario->actors[c->actor].rows[c->issue];
  for (int i = 1; i < c->n_order && row->values != NULL; i++)
    if (ply_number_value(&row->values[c->order[i - 1]], f->game->values) <=
        ply_number_value(&row->values[c->order[i]], f->game->values))
      return false;
  return row->values != NULL;
}

static bool line_holds(const ply_reading *f, const ply_check *c) {
  const ply_red_line *line = &f->scenario->actors[c->actor].red_lines[c->red_line];
  bool in_force = false;
  for (int i = 0; i < f->game->n_lines; i++)
    if (f->game->lines[i].line == line) in_force = f->game->lines[i].in_force;
  return !c->has_expected || in_force == c->expected;
}

static bool design_is(const ply_reading *f, const ply_check *c) {
  const ply_design *d = &f->scenario->designs[c->design];
  uint16_t option[PLY_MAX_ISSUES];
  memcpy(option, d->options, (size_t)f->game->n_issues * sizeof *option);
  ply_game_derive(f->game, option, d->levels);
  return ply_cond_holds(c->when, f->scenario, option, d->levels);
}

static bool solution_is(const ply_reading *f, const ply_check *c) {
  const ply_result *r = f->result;
  for (int k = 0; r != NULL && k < r->n_solutions; k++)
    if (strcmp(r->solutions[k].concept->name, ply_solution_words[c->solution]) == 0)
      return r->solutions[k].outcome == PLY_FOUND &&
             ply_cond_holds(c->when, f->scenario, r->solutions[k].bundle.options,
                            r->solutions[k].bundle.levels);
  return false;
}

static bool within(double value, const ply_check *c) {
  return value >= c->min - PLY_EPS && value <= c->max + PLY_EPS;
}

static bool check_holds(const ply_reading *f, const ply_check *c) {
  const ply_designs_only_design *d = c->design >= 0 ? &f->named[c->design] : NULL;
  switch (c->kind) {
  case PLY_CHECK_ACCEPTS:
    return (!(d->red >> c->actor & 1) && d->margins[c->actor] >= -PLY_EPS) == c->expected;
  case PLY_CHECK_MARGIN: return within(d->margins[c->actor], c);
  case PLY_CHECK_PREFERS: return d->payoffs[c->actor] > f->named[c->other_design].payoffs[c->actor] + PLY_EPS;
  case PLY_CHECK_ACCEPTABLE: return d->acceptable == c->expected;
  case PLY_CHECK_SUSTAINED: return d->sustained == c->expected;
  case PLY_CHECK_STABLE: return (d->acceptable && d->join_equilibrium) == c->expected;
  case PLY_CHECK_INDICATOR:
    return within(ply_game_indicator(f->game, &d->security, c->indicator, c->actor < 0 ? 0 : c->actor), c);
  case PLY_CHECK_ORDER: return order_holds(f, c);
  case PLY_CHECK_RED_LINE: return line_holds(f, c);
  case PLY_CHECK_CONSENT: return f->scenario->actors[c->actor].consent == c->consent;
  case PLY_CHECK_HOLDS: return design_is(f, c);
  case PLY_CHECK_SOLUTION: return solution_is(f, c);
  }
  return false;
}

/* Whether the checks of a stance hold: all of them, or those alone that the model answers. */
static bool stance_holds(const ply_reading *f, const ply_concordance *stance, bool answers_only) {
  for (int i = 0; i < stance->n_checks; i++)
    if (!(answers_only && ply_check_is_input(&stance->checks[i])) && !check_holds(f, &stance->checks[i]))
      return false;
  return true;
}

static void write_all(const ply_output *o, const ply_reading *f, ply_text *cell) {
  (void)o;
  bool all = true;
  for (int i = 0; i < f->scenario->n_concordance; i++)
    all = all && stance_holds(f, &f->scenario->concordance[i], true);
  ply_cell_bool(cell, all);
}

static void write_one(const ply_output *o, const ply_reading *f, ply_text *cell) {
  const ply_concordance *stance = &f->scenario->concordance[o->stance];
  if (stance->n_checks > 0) ply_cell_bool(cell, stance_holds(f, stance, false));
}

static const struct {
  const char *name, *help;
  void (*write)(const ply_output *output, const ply_reading *from, ply_text *cell);
} rows[] = {
    {"concordance.all", "1 if every stance holds that the model has to answer", write_all},
    {"concordance.STANCE", "1 if this stance of the concordance holds", write_one},
};

bool ply_measure_concordance_at(int i, ply_measure *out) {
  if (i < 0 || i >= (int)(sizeof rows / sizeof *rows)) return false;
  *out = (ply_measure){
      .name = rows[i].name, .help = rows[i].help, .need = PLY_NEED_MOVES, .write = rows[i].write};
  return true;
}

bool ply_output_asks_stance(const ply_output *o, int stance) {
  return (o->measure->write == write_one && o->stance == stance) || o->measure->write == write_all;
}

void ply_output_fit_stance(const ply_scenario *s, const ply_output *o, ply_measure *measure) {
  for (int i = 0; i < s->n_concordance; i++)
    for (int k = 0; k < s->concordance[i].n_checks && ply_output_asks_stance(o, i); k++)
      if (s->concordance[i].checks[k].kind == PLY_CHECK_SOLUTION) {
        measure->need = PLY_NEED_SOLVE;
        measure->asks = PLY_SKIP_SOLUTIONS;
      }
}
