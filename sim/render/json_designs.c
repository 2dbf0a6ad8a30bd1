/* The named designs of a result as JSON: each with its bundle, every actor's payoff and margin, who refuses,
 * whether it holds, the deterrence figures and the join game on its terms. */
#include "sim/render/json_designs.h"

#include "sim/render/json_parts.h"

#include <math.h>

static void add_refusals(ply_json *json, const ply_frame *f, const ply_design_result *d) {
  ply_json_array(json, "asked", true);
  for (int i = 0; i < f->n_actors; i++)
    if (d->party[i]) ply_json_string(json, NULL, f->actors[i].name.id);
  ply_json_end(json);
  ply_json_array(json, "refuses", true);
  for (int i = 0; i < f->n_actors; i++)
    if (d->refuses[i]) ply_json_string(json, NULL, f->actors[i].name.id);
  ply_json_end(json);
  ply_json_object(json, "red_lines", true);
  for (int i = 0; i < f->n_actors; i++)
    if (d->line[i] >= 0) ply_json_string(json, f->actors[i].name.id, f->lines[d->line[i]].id);
  ply_json_end(json);
}

static void add_quantal(ply_json *json, const ply_result *r, const ply_design_quantal *q) {
  const ply_frame *f = &r->frame;
  ply_json_object(json, "quantal", false);
  ply_json_outcome(json, q->outcome);
  ply_json_number(json, "lambda", r->joining.lambda);
  ply_json_object(json, "chance", false);
  for (int i = 0; i < f->n_actors && q->chance != NULL; i++) {
    const double *row = q->chance + i * f->n_levels;
    if (isnan(row[0])) continue;
    ply_json_object(json, f->actors[i].name.id, true);
    for (int l = 0; l < f->n_levels; l++)
      if (row[l] > 0) ply_json_number(json, ply_frame_level(f, i, l).id, row[l]);
    ply_json_end(json);
  }
  ply_json_end(json);
  if (q->outcome == PLY_FOUND) {
    ply_json_number(json, "no_deal", q->no_deal);
    ply_json_number(json, "regret", q->regret);
  }
  ply_json_end(json);
}

static void add_advice(ply_json *json, const ply_result *r, const ply_design_advice *a) {
  const ply_frame *f = &r->frame;
  ply_json_object(json, "advice", false);
  ply_json_outcome(json, a->outcome);
  ply_json_string(json, "mediator", r->joining.mediator >= 0 ? f->actors[r->joining.mediator].name.id : NULL);
  if (a->outcome == PLY_FOUND) {
    ply_json_number(json, "sum", a->sum);
    if (a->has_nash)
      ply_json_number(json, "best_without", a->best_nash);
    else
      ply_json_null(json, "best_without");
    ply_json_number(json, "no_deal", a->no_deal);
    ply_json_object(json, "payoffs", true);
    for (int i = 0; i < f->n_actors; i++)
      if (!isnan(a->payoff[i])) ply_json_number(json, f->actors[i].name.id, a->payoff[i]);
    ply_json_end(json);
    ply_json_int(json, "memberships", a->n);
    ply_json_array(json, "likeliest", false);
    for (int k = 0; k < a->n_listed; k++) {
      ply_json_object(json, NULL, true);
      ply_json_number(json, "chance", a->chance[k]);
      ply_json_bool(json, "no_deal", a->void_deal[k]);
      ply_json_members(json, "members", f, a->memberships[k].levels);
      ply_json_end(json);
    }
    ply_json_end(json);
    ply_json_number(json, "regret", a->regret);
  }
  ply_json_end(json);
}

static void add_join(ply_json *json, const ply_result *r, const ply_design_join *join) {
  const ply_frame *f = &r->frame;
  ply_json_object(json, "join", false);
  ply_json_outcome(json, join->outcome);
  ply_json_array(json, "equilibria", false);
  for (int k = 0; k < join->n_listed; k++) ply_json_members(json, NULL, f, join->equilibria[k].levels);
  ply_json_end(json);
  ply_json_count(json, "count", join->count);
  ply_json_count(json, "strict", join->strict);
  ply_json_count(json, "strong", join->strong);
  ply_json_count(json, "sustained", join->sustained);
  ply_json_bool(json, "no_deal", join->no_deal);
  if (r->joining.asked) {
    add_quantal(json, r, &join->quantal);
    add_advice(json, r, &join->advice);
  }
  ply_json_end(json);
}

static void add_design(ply_json *json, const ply_result *r, const ply_design_result *d) {
  const ply_frame *f = &r->frame;
  ply_json_object(json, d->name.id, false);
  ply_json_string(json, "name", d->name.name);
  ply_json_bundle(json, f, &d->bundle);
  ply_json_by_actor(json, "margins", f, d->margins, false);
  ply_json_bool(json, "feasible", d->feasible);
  if (d->broken_rule != NULL) ply_json_string(json, "broken_rule", d->broken_rule);
  add_refusals(json, f, d);
  ply_json_bool(json, "acceptable", d->acceptable);
  ply_json_bool(json, "join_equilibrium", d->join_equilibrium);
  ply_json_bool(json, "sustained", d->sustained);
  ply_json_bool(json, "stable", d->stable);
  if (d->efficient_outcome == PLY_LIMIT_REACHED)
    ply_json_null(json, "efficient");
  else
    ply_json_bool(json, "efficient", d->efficient);
  if (d->has_better) {
    ply_json_object(json, "better", false);
    ply_json_bundle(json, f, &d->better);
    ply_json_end(json);
  }
  if (!isnan(d->nash_distance)) ply_json_number(json, "nash_distance", d->nash_distance);
  if (!isnan(d->frontier_distance)) ply_json_number(json, "frontier_distance", d->frontier_distance);
  ply_json_number(json, "regret", d->regret);
  ply_json_move(json, "deviation", f, d->deviation);
  if (f->has_security) ply_json_security(json, "security", f, &d->security);
  add_join(json, r, &d->join);
  ply_json_end(json);
}

void ply_json_designs(ply_json *json, const ply_result *result) {
  ply_json_object(json, "designs", false);
  for (int d = 0; d < result->n_designs; d++) add_design(json, result, &result->designs[d]);
  ply_json_end(json);
}
