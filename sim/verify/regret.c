/* How far the nearest deal is from holding together: the acceptable bundle with the least regret, who has it
 * and by which move. And the list of the best acceptable bundles. */
#include "sim/verify/claims.h"

#include <math.h>
#include <string.h>

static bool regret_key(verify_run *run, const verify_point *point, const void *how, double *key) {
  (void)how;
  const verify_row *row = run->table != NULL ? ply_verify_row_at(run, point->index) : NULL;
  verify_moves moves;
  if (row != NULL) {
    key[0] = -row->regret;
    return true;
  }
  if (ply_verify_point_moves(&run->looker, point, &moves, NULL) != PLY_OK) return false;
  key[0] = -moves.regret;
  return true;
}

ply_status ply_verify_check_least_regret(verify_run *run) {
  const ply_result *r = run->result;
  verify_contest contest = {.what = "least regret",
                            .over = "acceptable",
                            .n_keys = 1,
                            .keys = regret_key,
                            .eps = ply_verify_eps_over(&run->view, ply_verify_may_join)};
  contest.noise = contest.eps - PLY_EPS; /* a regret has the tolerance of whoever has it */
  if (r->least_regret.outcome == PLY_LIMIT_REACHED) return PLY_OK;
  if (r->least_regret.outcome == PLY_PROVED_NONE) return ply_verify_contest_run(run, &contest, NULL);
  verify_point point;
  verify_moves moves;
  ply_status status = ply_verify_point_at(run, r->least_regret.bundle.index, &point);
  if (status == PLY_OK) status = ply_verify_point_moves(&run->looker, &point, &moves, run->err);
  if (status != PLY_OK) return status;
  if (!point.acceptable) {
    ply_verify_fail(run, "least regret: its bundle is not acceptable.");
    return PLY_OK;
  }
  ply_verify_same_bundle(run, &r->least_regret.bundle, &point, "least regret");
  ply_verify_same_within(run, contest.eps, r->least_regret.regret, moves.regret, "least regret",
                         "the regret");
  const ply_move *claim = &r->least_regret.move;
  if (claim->actor != moves.best.actor ||
      (claim->actor >= 0 && (claim->to != moves.best.to || claim->falls != moves.best.falls)))
    ply_verify_fail(run, "least regret: the move is said to be of actor %d to level %d, found %d to %d.",
                    claim->actor, claim->to, moves.best.actor, moves.best.to);
  return ply_verify_contest_run(run, &contest, &point);
}

ply_status ply_verify_check_top(verify_run *run) {
  ply_status status = PLY_OK;
  for (int k = 0; k < run->result->n_top && status == PLY_OK; k++) {
    const ply_bundle *claim = &run->result->top[k];
    verify_point point;
    status = ply_verify_point_at(run, claim->index, &point);
    if (status != PLY_OK) break;
    if (!point.acceptable)
      ply_verify_fail(run, "top: bundle %llu is not acceptable.", (unsigned long long)claim->index);
    else
      ply_verify_same_bundle(run, claim, &point, "top");
  }
  return status;
}
