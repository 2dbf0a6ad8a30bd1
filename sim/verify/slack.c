/* How far from no deal, and what holds if the terms are reopened? The slack of a bundle by its definition (raise
 * every reservation by z: who still accepts?), held against every feasible bundle of a small space; what the rest
 * would sign without each candidate, held against the other bundles with it out; and how many sustained bundles
 * are no worse than that for every member. Cost: bundles x parties squared; a contest
 * for each candidate. */
#include "sim/verify/claims.h"

#include <math.h>

/* Whether the bundle is acceptable with every reservation raised by z. */
static bool still_agreed(const verify_run *run, const verify_point *point, double z) {
  verify_point raised = *point;
  for (int i = 0; i < run->view.scenario->n_actors; i++)
    raised.accepts[i] =
        !(point->barred >> i & 1) && point->payoff[i] - run->view.reservation[i] >= z - 1e-12 * (1 + fabs(z));
  return ply_verify_acceptable(&run->view, &raised, -1);
}

/* The largest z: one of the margins, +infinity where nobody's answer matters, -infinity where no z will do. */
static double slack_of(const verify_run *run, const verify_point *point) {
  double best = -INFINITY;
  if (still_agreed(run, point, 1e300)) return INFINITY;
  for (int i = 0; i < run->view.scenario->n_actors; i++) {
    double margin = point->payoff[i] - run->view.reservation[i];
    if (margin > best && still_agreed(run, point, margin)) best = margin;
  }
  return best;
}

ply_status ply_verify_check_slack(verify_run *run) {
  const ply_result *r = run->result;
  verify_point point;
  if (r->slack.outcome == PLY_LIMIT_REACHED) return PLY_OK;
  if (r->slack.outcome == PLY_FOUND) {
    ply_status status = ply_verify_point_at(run, r->slack.bundle.index, &point);
    if (status != PLY_OK) return status;
    if (!point.feasible) ply_verify_fail(run, "slack: its bundle is not feasible.");
    if (!point.feasible) return PLY_OK;
    ply_verify_same_bundle(run, &r->slack.bundle, &point, "slack");
    double found = slack_of(run, &point);
    if (!(isinf(found) && isinf(r->slack.value)))
      ply_verify_same_within(run, ply_verify_eps_over(&run->view, ply_verify_may_be_asked), r->slack.value,
                             found, "slack", "the slack of its bundle");
  }
  double eps = ply_verify_eps_over(&run->view, ply_verify_may_be_asked);
  for (size_t k = 0; run->table != NULL && k < run->table->n; k++) {
    const verify_point *seen;
    uint64_t index = run->table->row[k].index;
    run->looker.look(&run->looker, index, &seen, run->err);
    double slack = slack_of(run, seen);
    bool better = r->slack.outcome == PLY_FOUND && slack > r->slack.value + 2 * eps;
    bool lower = r->slack.outcome == PLY_FOUND && index < r->slack.bundle.index &&
                 slack >= r->slack.value - PLY_EPS / 2;
    if (better || lower || (r->slack.outcome == PLY_PROVED_NONE && slack > -INFINITY)) {
      ply_verify_fail(run, "slack: bundle %llu has %g.", (unsigned long long)index, slack);
      return PLY_OK;
    }
  }
  return PLY_OK;
}

/* ---- reopened terms ---- */

typedef struct absence {
  int actor;
} absence;

/* The Nash value where the actor stands out. */
static bool absent_key(verify_run *run, const verify_point *point, const void *how, double *key) {
  const ply_scenario *s = run->view.scenario;
  if (point->level[((const absence *)how)->actor] != 0) return false;
  key[0] = 0;
  for (int k = 0; k < run->result->n_players; k++) {
    int i = run->result->players[k];
    double gain = point->payoff[i] - run->view.reservation[i];
    if (gain <= run->view.eps[i]) return false;
    key[0] += ply_verify_number(&run->view, &s->bargaining.weights[i]) * log(gain);
  }
  return true;
}

static ply_status check_without(verify_run *run, const ply_without *claim) {
  absence who = {claim->actor};
  const char *id = run->view.scenario->actors[claim->actor].id;
  verify_contest contest = {.what = "what the rest signs",
                            .over = "acceptable",
                            .n_keys = 1,
                            .keys = absent_key,
                            .how = &who,
                            .eps = PLY_EPS};
  verify_point point;
  if (claim->outcome != PLY_FOUND) {
    ply_verify_same_payoff(run, claim->actor, claim->payoff, run->view.reservation[claim->actor], "reopened",
                           id);
    return ply_verify_contest_run(run, &contest, NULL);
  }
  ply_status status = ply_verify_point_at(run, claim->bundle.index, &point);
  if (status != PLY_OK) return status;
  if (!point.acceptable || point.level[claim->actor] != 0) {
    ply_verify_fail(run, "reopened: what the rest would sign without %s is not such a bundle.", id);
    return PLY_OK;
  }
  ply_verify_same_bundle(run, &claim->bundle, &point, "reopened");
  ply_verify_same_payoff(run, claim->actor, claim->payoff, point.payoff[claim->actor], "reopened", id);
  return ply_verify_contest_run(run, &contest, &point);
}

ply_status ply_verify_check_reopened(verify_run *run) {
  const ply_result *r = run->result;
  ply_status status = PLY_OK;
  if (r->reopened.outcome == PLY_LIMIT_REACHED) return PLY_OK;
  for (int c = 0; c < r->reopened.n && status == PLY_OK; c++)
    status = check_without(run, &r->reopened.without[c]);
  if (run->table == NULL || status != PLY_OK) return status;
  uint64_t count = 0;
  for (size_t k = 0; k < run->table->n; k++) {
    const verify_point *seen;
    run->looker.look(&run->looker, run->table->row[k].index, &seen, run->err);
    count += run->table->row[k].sustained && ply_verify_holds_reopened(run, seen);
  }
  if (count != r->reopened.count.low)
    ply_verify_fail(
        run, "The number of bundles that hold if terms are reopened is given as %llu, counted as %llu.",
        (unsigned long long)r->reopened.count.low, (unsigned long long)count);
  return PLY_OK;
}
