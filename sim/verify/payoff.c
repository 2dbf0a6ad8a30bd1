/* What a bundle is worth to an actor ("payoff" in sim/game/README.md): issues, own level, bonuses, tables, stakes in the
 * indicators. Cost: issues + bonuses + tables. */
#include "sim/verify/define.h"

#include <math.h>
#include <string.h>

static double indicator_for(const verify_view *view, const verify_point *point, int actor,
                            ply_indicator which) {
  const verify_security *sec = &point->security;
  const ply_actor *a = &view->scenario->actors[actor];
  double effort = a->candidate && view->scenario->security != NULL
                      ? ply_verify_number(view, &view->scenario->levels[point->level[actor]].effort)
                      : 0;
  switch (which) {
  case PLY_ATTACK: return sec->attack;
  case PLY_DETERRED: return view->scenario->security != NULL ? 1 - sec->attack : 0;
  case PLY_OVERRUN: return sec->overrun;
  case PLY_HOLDS: return sec->holds;
  case PLY_CREDIBILITY: return sec->credibility;
  case PLY_FORCE: return sec->force;
  case PLY_FIGHT: return sec->attack * sec->honour[actor] * effort;
  case PLY_RENEGE: return effort > 0 ? sec->attack * (1 - sec->honour[actor]) : 0;
  case PLY_N_INDICATORS: break;
  }
  return 0;
}

/* ---- families of issue terms, defined a second time: one row each ---- */

typedef struct family {
  const char *name;
  /* The term from weight, value, parameters and the indicator that it looks at. */
  double (*term)(double weight, double value, const double *parameter, double indicator);
} family;

static double scaled(double weight, double value, const double *parameter, double indicator) {
  return (parameter[0] + (1 - parameter[0]) * indicator) * weight * value;
}

static const family families[] = {
    {"scaled", scaled},
};

static const family *family_of(const char *name) {
  for (size_t f = 0; f < sizeof families / sizeof *families; f++)
    if (strcmp(families[f].name, name) == 0) return &families[f];
  return NULL;
}

static double issue_term(const verify_view *view, const verify_point *point, int actor, int issue) {
  const ply_actor *a = &view->scenario->actors[actor];
  const ply_payoff_row *row = &a->rows[issue];
  if (row->values == NULL) return 0;
  bool outsider = a->candidate && point->level[actor] == 0 && row->outsider != NULL;
  double value = ply_verify_number(view, &(outsider ? row->outsider : row->values)[point->option[issue]]);
  double weight = ply_verify_number(view, &row->weight), parameter[PLY_FAMILY_PARAMETERS];
  if (row->family == NULL) return weight * value;
  const family *own = family_of(row->family->name);
  if (own == NULL) return NAN; /* no definition of its own: nothing here is confirmed */
  for (int p = 0; p < PLY_FAMILY_PARAMETERS; p++) parameter[p] = ply_verify_number(view, &row->parameter[p]);
  return own->term(weight, value, parameter,
                   row->family->by_indicator ? indicator_for(view, point, actor, row->by) : 0);
}

double ply_verify_issue_size(const verify_view *view, int actor, int issue, const ply_number *number) {
  const ply_payoff_row *row = &view->scenario->actors[actor].rows[issue];
  double weight = ply_verify_number(view, &row->weight), value = ply_verify_number(view, number);
  double parameter[PLY_FAMILY_PARAMETERS];
  const family *own = row->family != NULL ? family_of(row->family->name) : NULL;
  if (own == NULL) return fabs(weight * value);
  for (int p = 0; p < PLY_FAMILY_PARAMETERS; p++) parameter[p] = ply_verify_number(view, &row->parameter[p]);
  return fmax(fabs(own->term(weight, value, parameter, 0)), fabs(own->term(weight, value, parameter, 1)));
}

/* What a table says of the options and levels that stand, the last of them varying fastest. */
static double table_term(const verify_view *view, const verify_point *point, const ply_payoff_table *table) {
  size_t entry = 0;
  for (int d = 0; d < table->n_over; d++) {
    size_t digit =
        table->over[d].candidate ? point->level[table->over[d].at] : point->option[table->over[d].at];
    entry = entry * (size_t)table->over[d].width + digit;
  }
  return table->number[entry] < 0 ? 0 : ply_verify_number(view, &table->numbers[table->number[entry]]);
}

double ply_verify_payoff(const verify_view *view, const verify_point *point, int actor) {
  const ply_scenario *s = view->scenario;
  const ply_actor *a = &s->actors[actor];
  double sum = 0;
  for (int k = 0; k < s->n_issues; k++) sum += issue_term(view, point, actor, k);
  if (a->candidate && a->level != NULL) sum += ply_verify_number(view, &a->level[point->level[actor]]);
  for (int t = 0; t < a->n_bonuses; t++)
    if (ply_verify_holds(a->bonuses[t].when, view, point))
      sum += ply_verify_number(view, &a->bonuses[t].gain);
  for (int t = 0; t < a->n_tables; t++) sum += table_term(view, point, &a->tables[t]);
  for (int j = 0; j < PLY_N_INDICATORS; j++)
    if (a->has_stake[j])
      sum += ply_verify_number(view, &a->stakes[j]) * indicator_for(view, point, actor, (ply_indicator)j);
  return sum;
}
