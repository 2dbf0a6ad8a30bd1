/* Is a bundle in the set that a claim speaks of, and does the claim's copy of the bundle say where it stands
 * and what it pays? Cost: one point; candidates x levels points for sustained and stable. */
#include "sim/verify/claims.h"

#include <string.h>

ply_status ply_verify_point_at(verify_run *run, uint64_t index, verify_point *point) {
  run->judged++;
  return ply_verify_point_judge(&run->view, index, point, run->err);
}

bool ply_verify_holds_reopened(const verify_run *run, const verify_point *point) {
  const ply_result *r = run->result;
  for (int c = 0; c < r->reopened.n; c++) {
    int i = r->reopened.without[c].actor;
    if (point->level[i] != 0 && point->payoff[i] < r->reopened.without[c].payoff - run->view.eps[i])
      return false;
  }
  return true;
}

ply_status ply_verify_in_set(verify_run *run, const verify_point *point, const char *over, bool *in) {
  *in = point->feasible && point->acceptable;
  if (!*in || over == NULL || strcmp(over, "acceptable") == 0) return PLY_OK;
  if (run->table != NULL) {
    const verify_row *row = ply_verify_row_at(run, point->index);
    *in = strcmp(over, "stable") == 0 ? row->equilibrium : row->sustained;
    if (strcmp(over, "reopened") == 0) *in = *in && ply_verify_holds_reopened(run, point);
    return PLY_OK;
  }
  verify_moves moves;
  ply_status status = ply_verify_point_moves(&run->looker, point, &moves, run->err);
  *in = strcmp(over, "stable") == 0 ? moves.equilibrium : moves.sustained;
  if (strcmp(over, "reopened") == 0) *in = *in && ply_verify_holds_reopened(run, point);
  return status;
}

bool ply_verify_same_bundle(verify_run *run, const ply_bundle *bundle, const verify_point *point,
                            const char *where) {
  const ply_scenario *s = run->view.scenario;
  int before = run->result->n_failed_checks;
  if (bundle->index != point->index)
    ply_verify_fail(run, "%s: index %llu is not the bundle it shows (%llu).", where,
                    (unsigned long long)bundle->index, (unsigned long long)point->index);
  for (int k = 0; k < s->n_issues; k++)
    if (bundle->options[k] != point->option[k])
      ply_verify_fail(run, "%s: the option shown for %s is not that of bundle %llu.", where, s->issues[k].id,
                      (unsigned long long)point->index);
  for (int i = 0; i < s->n_actors; i++) {
    if (bundle->levels[i] != point->level[i])
      ply_verify_fail(run, "%s: the level shown for %s is not that of bundle %llu.", where, s->actors[i].id,
                      (unsigned long long)point->index);
    ply_verify_same_payoff(run, i, bundle->payoffs[i], point->payoff[i], where, s->actors[i].id);
  }
  return run->result->n_failed_checks == before;
}
