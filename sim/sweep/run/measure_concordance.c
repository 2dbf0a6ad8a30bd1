/* Does the model still say what the sources say, at the numbers of a run? A stance of the scenario's concordance as 1 or
 * 0, and whether all stances hold that the model has to answer (what is typed in, an order or a red line, proves
 * nothing and is not asked for there). Answered from designs alone, without the whole space, unless a stance asks
 * about a bargaining solution. The checks are those of a whole solve (sim/solve/stance.h). */
#include "sim/solve/stance.h"
#include "sim/sweep/inside.h"

static ply_stance_design known_of(const void *from, int design) {
  const ply_designs_only_design *d = &((const ply_reading *)from)->named[design];
  return (ply_stance_design){.acceptable = d->acceptable,
                             .sustained = d->sustained,
                             .stable = d->acceptable && d->join_equilibrium,
                             .red = d->red,
                             .payoffs = d->payoffs,
                             .margins = d->margins};
}

static bool security_of(const void *from, int design, ply_security_state *out) {
  *out = ((const ply_reading *)from)->named[design].security;
  return true;
}

/* Whether the checks of a stance hold: all of them, or those alone that the model answers. */
static bool stance_holds(const ply_reading *f, const ply_concordance *stance, bool answers_only) {
  ply_stance_view view = {
      .game = f->game, .result = f->result, .from = f, .design = known_of, .security = security_of};
  for (int i = 0; i < stance->n_checks; i++)
    if (!(answers_only && ply_check_is_input(&stance->checks[i])) &&
        !ply_stance_look(&view, &stance->checks[i]).holds)
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
