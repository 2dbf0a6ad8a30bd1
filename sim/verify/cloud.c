/* The bundles given for pictures: are they acceptable, do they pay what is said, are they marked rightly? On
 * a large space a few hundred of them, evenly spread. Cost: points x candidates x levels; points x set on a
 * small space. */
#include "sim/verify/claims.h"

enum { MOST = 300, MOST_PAIRS = 2000000 };

static ply_status check_point(verify_run *run, const ply_cloud_point *claim, bool efficient_known) {
  verify_point point;
  verify_moves moves;
  ply_status status = ply_verify_point_at(run, claim->index, &point);
  if (status == PLY_OK) status = ply_verify_point_moves(&run->looker, &point, &moves, run->err);
  if (status != PLY_OK) return status;
  if (!point.acceptable) {
    ply_verify_fail(run, "cloud: bundle %llu is not acceptable.", (unsigned long long)claim->index);
    return PLY_OK;
  }
  for (int i = 0; i < run->view.scenario->n_actors; i++)
    ply_verify_same_payoff(run, i, claim->payoffs[i], point.payoff[i], "cloud",
                           run->view.scenario->actors[i].id);
  if (claim->sustained != moves.sustained || claim->stable != moves.equilibrium)
    ply_verify_fail(run, "cloud: bundle %llu is marked wrongly as sustained or stable.",
                    (unsigned long long)claim->index);
  if (!efficient_known) return PLY_OK;
  return ply_verify_check_efficient(run, &point, claim->efficient, "cloud");
}

ply_status ply_verify_check_cloud(verify_run *run) {
  const ply_cloud *cloud = &run->result->cloud;
  size_t step = cloud->n / MOST + 1,
         pairs = run->table != NULL ? run->table->n * (cloud->n / step + 1) : SIZE_MAX;
  bool efficient = cloud->efficient_known && pairs <= MOST_PAIRS;
  ply_status status = PLY_OK;
  for (size_t k = 0; cloud->present && k < cloud->n && status == PLY_OK; k += step)
    status = check_point(run, &cloud->points[k], efficient);
  return status;
}
