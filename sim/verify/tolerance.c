/* Within what are two payoffs the same? 1e-9 of the largest size that the actor's payoff or
 * reservation can have by its own terms, or of 1. Read from the scenario's numbers, term by term. Cost: those. */
#include "sim/verify/define.h"

#include <math.h>

static double size_of_values(const verify_view *view, const ply_number *values, int n, int actor, int issue) {
  double most = 0;
  for (int o = 0; values != NULL && o < n; o++)
    most = fmax(most, ply_verify_issue_size(view, actor, issue, &values[o]));
  return most;
}

static double size_of_tables(const verify_view *view, const ply_actor *a) {
  double sum = 0;
  for (int t = 0; t < a->n_tables; t++) {
    double most = 0;
    for (int k = 0; k < a->tables[t].n_numbers; k++)
      most = fmax(most, fabs(ply_verify_number(view, &a->tables[t].numbers[k])));
    sum += most;
  }
  return sum;
}

static double size_of_payoff(const verify_view *view, int actor) {
  const ply_scenario *s = view->scenario;
  const ply_actor *a = &s->actors[actor];
  double sum = size_of_tables(view, a), level = 0;
  for (int k = 0; k < s->n_issues; k++) {
    const ply_number *outside = a->candidate ? a->rows[k].outsider : NULL;
    sum += fmax(size_of_values(view, a->rows[k].values, s->issues[k].n_options, actor, k),
                size_of_values(view, outside, s->issues[k].n_options, actor, k));
  }
  for (int l = 0; l < s->n_levels && a->candidate && a->level != NULL; l++)
    level = fmax(level, fabs(ply_verify_number(view, &a->level[l])));
  for (int t = 0; t < a->n_bonuses; t++) sum += fabs(ply_verify_number(view, &a->bonuses[t].gain));
  for (int j = 0; j < PLY_N_INDICATORS; j++)
    if (a->has_stake[j]) sum += fabs(ply_verify_number(view, &a->stakes[j]));
  return sum + level;
}

void ply_verify_tolerances(verify_view *view) {
  for (int i = 0; i < view->scenario->n_actors; i++)
    view->eps[i] = PLY_EPS * fmax(1, fmax(size_of_payoff(view, i), fabs(view->reservation[i])));
}

double ply_verify_eps_over(const verify_view *view, bool (*of)(const ply_actor *)) {
  double most = PLY_EPS;
  for (int i = 0; i < view->scenario->n_actors; i++)
    if (of == NULL || of(&view->scenario->actors[i])) most = fmax(most, view->eps[i]);
  return most;
}

bool ply_verify_may_join(const ply_actor *actor) { return actor->candidate; }
bool ply_verify_may_be_asked(const ply_actor *actor) { return actor->consent != PLY_NEVER; }
