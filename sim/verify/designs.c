/* The named designs: payoffs, margins, who refuses and by which red line, deterrence, best deviation, which
 * sets they are in. Cost: candidates x levels points a design. */
#include "sim/verify/claims.h"

#include <math.h>
#include <string.h>

static void check_flag(verify_run *run, bool claimed, bool found, const char *where, const char *what) {
  if (claimed != found)
    ply_verify_fail(run, "%s: %s is given as %s, found %s.", where, what, claimed ? "true" : "false",
                    found ? "true" : "false");
}

/* The first red line in force by which the actor refuses or may not stand there, counted over all actors; or
 * -1. */
static int first_line(const verify_run *run, const verify_point *point, int actor) {
  for (int l = 0; l < run->view.scenario->actors[actor].n_red_lines; l++)
    if (ply_verify_line_refuses(&run->view, point, actor, l)) return run->view.first_line[actor] + l;
  return -1;
}

static void check_consent(verify_run *run, const ply_design_result *claim, const verify_point *point) {
  const char *where = claim->name.id;
  for (int i = 0; i < run->view.scenario->n_actors; i++) {
    const char *id = run->view.scenario->actors[i].id;
    bool party = ply_verify_party(&run->view, point, i);
    ply_verify_same_payoff(run, i, claim->margins[i], point->payoff[i] - run->view.reservation[i], where,
                           "a margin");
    if (claim->party[i] != party) ply_verify_fail(run, "%s: whether %s is asked is wrong.", where, id);
    if (claim->refuses[i] != (party && !point->accepts[i]))
      ply_verify_fail(run, "%s: whether %s refuses is wrong.", where, id);
    if (claim->line[i] != first_line(run, point, i))
      ply_verify_fail(run, "%s: %s is said to refuse by red line %d, not %d.", where, id, claim->line[i],
                      first_line(run, point, i));
  }
}

/* The two solutions of the honour game are given exactly where they differ by more than 1e-6. */
static void check_honour(verify_run *run, const char *where, const ply_design_security *claim,
                         const verify_security *found) {
  const verify_view *view = &run->view;
  double gap = 0;
  for (int c = 0; c < view->n_candidates; c++) {
    int g = view->candidate[c];
    ply_verify_same(run, claim->honour[g], found->honour[g], where, "an honour chance");
    gap = fmax(gap, fabs(found->honour_greatest[g] - found->honour_least[g]));
  }
  bool given = claim->honour_least != NULL && claim->honour_greatest != NULL;
  if (fabs(gap - 1e-6) > 1e-9) check_flag(run, given, gap > 1e-6, where, "that honour has two solutions");
  for (int c = 0; c < view->n_candidates && given; c++) {
    int g = view->candidate[c];
    ply_verify_same(run, claim->honour_least[g], found->honour_least[g], where, "a least honour chance");
    ply_verify_same(run, claim->honour_greatest[g], found->honour_greatest[g], where,
                    "a greatest honour chance");
  }
}

void ply_verify_check_security(verify_run *run, const char *where, const ply_design_security *c,
                               const verify_point *point) {
  const verify_security *f = &point->security;
  if (run->view.scenario->security == NULL) return;
  ply_verify_same(run, c->attack, f->attack, where, "attack");
  ply_verify_same(run, c->holds, f->holds, where, "holds");
  ply_verify_same(run, c->credibility, f->credibility, where, "credibility");
  ply_verify_same(run, c->overrun, f->overrun, where, "overrun");
  ply_verify_same(run, c->force, f->force, where, "force");
  ply_verify_same(run, c->outcome, f->outcome, where, "the outcome of an attack");
  check_honour(run, where, c, f);
}

static void check_deviation(verify_run *run, const ply_design_result *claim, const verify_moves *moves) {
  const char *where = claim->name.id;
  const ply_move *c = &claim->deviation, *f = &moves->best;
  double eps = ply_verify_eps_over(&run->view, ply_verify_may_join);
  ply_verify_same_within(run, eps, claim->regret, moves->regret, where, "the regret");
  if (c->actor != f->actor || (f->actor >= 0 && c->to != f->to))
    ply_verify_fail(run,
                    "%s: the most profitable move is said to be of actor %d to level %d, found %d to %d.",
                    where, c->actor, c->to, f->actor, f->to);
  else if (f->actor >= 0)
    ply_verify_same_within(run, eps, c->gain, f->gain, where, "the gain of the most profitable move");
}

/* The deal that is said to be better: acceptable, what it shows, and nowhere worse. */
static ply_status check_better(verify_run *run, const ply_design_result *claim, const verify_point *point,
                               const char *where) {
  verify_point better;
  ply_status status = ply_verify_point_at(run, claim->better.index, &better);
  if (status != PLY_OK) return status;
  ply_verify_same_bundle(run, &claim->better, &better, where);
  if (!better.acceptable) ply_verify_fail(run, "%s: the deal said to be better is not acceptable.", where);
  if (claim->efficient || !ply_verify_dominates(run, better.payoff, point->payoff))
    ply_verify_fail(run, "%s: the deal said to be better is not.", where);
  return PLY_OK;
}

static ply_status check_sets(verify_run *run, const ply_design_result *claim, const verify_point *point) {
  const char *where = claim->name.id;
  verify_moves moves;
  ply_status status = ply_verify_point_moves(&run->looker, point, &moves, run->err);
  if (status != PLY_OK) return status;
  check_flag(run, claim->acceptable, point->acceptable, where, "acceptable");
  check_flag(run, claim->join_equilibrium, moves.equilibrium, where, "join_equilibrium");
  check_flag(run, claim->sustained, moves.sustained, where, "sustained");
  check_flag(run, claim->stable, point->acceptable && moves.equilibrium, where, "stable");
  if (point->feasible) check_deviation(run, claim, &moves);
  if (claim->efficient_outcome == PLY_FOUND)
    status = ply_verify_check_efficient(run, point, claim->efficient, where);
  if (status == PLY_OK && claim->has_better) status = check_better(run, claim, point, where);
  return status;
}

static void check_rule(verify_run *run, const ply_design_result *claim, const verify_point *point) {
  const ply_scenario *s = run->view.scenario;
  check_flag(run, claim->feasible, point->feasible, claim->name.id, "feasible");
  bool known = claim->broken_rule == NULL;
  for (int r = 0; r < s->n_rules && !known; r++)
    known = strcmp(s->rules[r].id, claim->broken_rule) == 0 &&
            ply_verify_holds(s->rules[r].when, &run->view, point) &&
            !ply_verify_holds(s->rules[r].then, &run->view, point);
  if (!known) ply_verify_fail(run, "%s: it does not break the rule %s.", claim->name.id, claim->broken_rule);
}

static ply_status check_design(verify_run *run, int d) {
  const ply_design *design = &run->view.scenario->designs[d];
  const ply_design_result *claim = &run->result->designs[d];
  verify_point point;
  uint64_t index = ply_verify_point_index(&run->view, design->options, design->levels);
  ply_status status = ply_verify_point_at(run, index, &point);
  if (status == PLY_OK && !point.feasible) status = ply_verify_point_weigh(&run->view, &point, run->err);
  if (status != PLY_OK) return status;
  if (strcmp(claim->name.id, design->id) != 0)
    ply_verify_fail(run, "%s is shown as %s.", design->id, claim->name.id);
  ply_verify_same_bundle(run, &claim->bundle, &point, design->id);
  check_rule(run, claim, &point);
  check_consent(run, claim, &point);
  ply_verify_check_security(run, claim->name.id, &claim->security, &point);
  status = check_sets(run, claim, &point);
  if (status == PLY_OK) status = ply_verify_check_joining(run, claim, &point);
  return status;
}

ply_status ply_verify_check_designs(verify_run *run) {
  if (run->result->n_designs != run->view.scenario->n_designs) {
    ply_verify_fail(run, "The result has %d named designs, the scenario %d.", run->result->n_designs,
                    run->view.scenario->n_designs);
    return PLY_OK;
  }
  ply_status status = PLY_OK;
  for (int d = 0; d < run->result->n_designs && status == PLY_OK; d++) status = check_design(run, d);
  return status;
}
