/* Who joins at a named design: the counts of equilibria, strict, strong and sustained memberships, and
 * whether everybody waiting is one. All memberships are looked at where there are few; else only those that
 * are listed. Cost: memberships x candidates x levels points, and equilibria x memberships for strong. */
#include "sim/verify/claims.h"

#include <string.h>

enum { FEW = 600, FEW_PAIRS = 200000 };

typedef struct tally {
  uint64_t count, strict, strong, sustained;
  bool no_deal;
} tally;

static void check_listed(verify_run *run, const ply_design_result *claim, uint64_t k,
                         const verify_point *point) {
  if (k >= (uint64_t)claim->join.n_listed) return;
  for (int i = 0; i < run->view.scenario->n_actors; i++)
    if (claim->join.equilibria[k].levels[i] != point->level[i]) {
      ply_verify_fail(run, "%s: listed join equilibrium %llu is not the one found in that place.",
                      claim->name.id, (unsigned long long)k + 1);
      return;
    }
}

static ply_status tally_point(verify_run *run, const ply_design_result *claim, const verify_point *point,
                              tally *t) {
  verify_moves moves;
  ply_status status = ply_verify_point_moves(&run->looker, point, &moves, run->err);
  if (status != PLY_OK) return status;
  t->sustained += moves.sustained;
  t->no_deal = t->no_deal || moves.no_deal;
  if (!moves.equilibrium) return PLY_OK;
  check_listed(run, claim, t->count, point);
  t->count++;
  t->strict += moves.strict;
  bool gain = false;
  status = ply_verify_point_joint_gain(&run->looker, point, &gain, run->err);
  t->strong += !gain;
  return status;
}

static void check_tally(verify_run *run, const ply_design_result *claim, const tally *t) {
  const ply_design_join *c = &claim->join;
  if (c->count != t->count || c->strict != t->strict || c->strong != t->strong ||
      c->sustained != t->sustained)
    ply_verify_fail(
        run,
        "%s: join equilibria, strict, strong and sustained memberships are given as %llu, %llu, %llu, %llu, "
        "counted as %llu, %llu, %llu, %llu.",
        claim->name.id, (unsigned long long)c->count, (unsigned long long)c->strict,
        (unsigned long long)c->strong, (unsigned long long)c->sustained, (unsigned long long)t->count,
        (unsigned long long)t->strict, (unsigned long long)t->strong, (unsigned long long)t->sustained);
  if (c->no_deal != t->no_deal)
    ply_verify_fail(run, "%s: whether there is a no-deal equilibrium is told the wrong way round.",
                    claim->name.id);
}

/* Each listed membership is an equilibrium. */
static ply_status check_list(verify_run *run, const ply_design_result *claim, const verify_point *point) {
  ply_status status = PLY_OK;
  for (int k = 0; k < claim->join.n_listed && k < 8 && status == PLY_OK; k++) {
    verify_point at;
    verify_moves moves;
    status = ply_verify_point_at(
        run, ply_verify_point_index(&run->view, point->option, claim->join.equilibria[k].levels), &at);
    if (status == PLY_OK) status = ply_verify_point_moves(&run->looker, &at, &moves, run->err);
    if (status == PLY_OK && !moves.equilibrium)
      ply_verify_fail(run, "%s: listed join equilibrium %d is none.", claim->name.id, k + 1);
  }
  return status;
}

ply_status ply_verify_check_joining(verify_run *run, const ply_design_result *claim,
                                    const verify_point *point) {
  uint64_t n = ply_verify_memberships(&run->view), first = point->index - point->index % n;
  uint64_t listed = claim->join.count < PLY_LISTED_EQUILIBRIA ? claim->join.count : PLY_LISTED_EQUILIBRIA;
  if (claim->join.outcome != PLY_LIMIT_REACHED && (uint64_t)claim->join.n_listed != listed)
    ply_verify_fail(run, "%s: %d join equilibria are listed of %llu.", claim->name.id, claim->join.n_listed,
                    (unsigned long long)claim->join.count);
  bool all = run->table != NULL ? n * claim->join.count <= FEW_PAIRS : n <= FEW;
  if (!all || claim->join.outcome == PLY_LIMIT_REACHED) return check_list(run, claim, point);
  tally t = {0};
  ply_status status = PLY_OK;
  for (uint64_t m = 0; m < n && status == PLY_OK; m++) {
    const verify_point *seen;
    status = run->looker.look(&run->looker, first + m, &seen, run->err);
    if (status != PLY_OK || !seen->feasible) continue;
    verify_point at = *seen;
    status = tally_point(run, claim, &at, &t);
  }
  if (status == PLY_OK) check_tally(run, claim, &t);
  return status;
}
