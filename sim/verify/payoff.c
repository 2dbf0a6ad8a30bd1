/* What a bundle is worth to an actor (section 2 of the model): issues, own level, bonuses, stakes in the
 * indicators. Cost: issues + bonuses. */
#include "sim/verify/define.h"

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

static double issue_term(const verify_view *view, const verify_point *point, int actor, int issue) {
  const ply_actor *a = &view->scenario->actors[actor];
  const ply_payoff_row *row = &a->rows[issue];
  if (row->values == NULL) return 0;
  bool outsider = a->candidate && point->level[actor] == 0 && row->outsider != NULL;
  double value = ply_verify_number(view, &(outsider ? row->outsider : row->values)[point->option[issue]]);
  double scale = 1;
  if (row->scaled) {
    double floor = ply_verify_number(view, &row->floor);
    scale = floor + (1 - floor) * indicator_for(view, point, actor, row->scaled_by);
  }
  return scale * ply_verify_number(view, &row->weight) * value;
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
  for (int j = 0; j < PLY_N_INDICATORS; j++)
    if (a->has_stake[j])
      sum += ply_verify_number(view, &a->stakes[j]) * indicator_for(view, point, actor, (ply_indicator)j);
  return sum;
}
