/* The proposal game: the best design for the proposer where members join at their best for it, and where they
 * join at their worst and may all wait. On a small space every design is gone
 * through; on a large one the claimed design is, as far as its memberships are few. */
#include "sim/verify/claims.h"

#include <math.h>

enum { FEW = 600 };

/* What one design offers the proposer. */
typedef struct offer {
  bool any, no_deal;  /* a sustained membership; a no-deal equilibrium */
  double best, worst; /* over sustained memberships */
  uint64_t best_at, worst_at;
} offer;

static int proposer_of(const verify_view *view) {
  const ply_scenario *s = view->scenario;
  if (s->bargaining.proposer >= 0) return s->bargaining.proposer;
  if (s->security != NULL) return s->security->beneficiary;
  for (int i = 0; i < s->n_actors; i++)
    if (s->actors[i].consent == PLY_REQUIRED) return i;
  return 0;
}

/* Whether the bundle is sustained, and whether it is a no-deal equilibrium. */
static ply_status standing(verify_run *run, const verify_point *seen, bool *sustained, bool *no_deal) {
  if (run->table != NULL) {
    const verify_row *row = ply_verify_row_at(run, seen->index);
    *sustained = row->sustained;
    *no_deal = row->no_deal;
    return PLY_OK;
  }
  verify_point point = *seen;
  verify_moves moves;
  ply_status status = ply_verify_point_moves(&run->looker, &point, &moves, run->err);
  *sustained = moves.sustained;
  *no_deal = moves.no_deal;
  return status;
}

/* Goes through the memberships of the design whose first bundle is `first`, twice: values, then their places.
 */
static ply_status weigh_design(verify_run *run, uint64_t first, int proposer, offer *o) {
  uint64_t n = ply_verify_memberships(&run->view);
  *o = (offer){.best = -INFINITY, .worst = INFINITY};
  for (int pass = 0; pass < 2; pass++)
    for (uint64_t m = n; m-- > 0;) {
      const verify_point *seen;
      ply_status status = run->looker.look(&run->looker, first + m, &seen, run->err);
      if (status != PLY_OK) return status;
      if (!seen->feasible) continue;
      double value = seen->payoff[proposer];
      bool sustained, no_deal;
      status = standing(run, seen, &sustained, &no_deal);
      if (status != PLY_OK) return status;
      o->no_deal = o->no_deal || no_deal;
      if (!sustained) continue;
      o->any = true;
      o->best = fmax(o->best, value);
      o->worst = fmin(o->worst, value);
      if (pass == 1 && value >= o->best - run->view.eps[proposer]) o->best_at = first + m;
      if (pass == 1 && value <= o->worst + run->view.eps[proposer]) o->worst_at = first + m;
    }
  return PLY_OK;
}

/* The design's value to the proposer; false: no deal comes of it. */
static bool value_of(const offer *o, bool pessimistic, double *value, uint64_t *at) {
  *value = pessimistic ? o->worst : o->best;
  *at = pessimistic ? o->worst_at : o->best_at;
  return o->any && !(pessimistic && o->no_deal);
}

/* Every design of a small space: the best value, how many designs attain it, and the first that does. */
static ply_status go_through(verify_run *run, int proposer, bool pessimistic, double *best,
                             uint64_t *attained, uint64_t *first_at) {
  uint64_t n = ply_verify_memberships(&run->view), at;
  double value;
  *best = -INFINITY;
  *attained = 0;
  for (int pass = 0; pass < 2; pass++)
    for (uint64_t x = 0; x < run->view.raw; x += n) {
      offer o;
      ply_status status = weigh_design(run, x, proposer, &o);
      if (status != PLY_OK) return status;
      if (!value_of(&o, pessimistic, &value, &at)) continue;
      if (pass == 0) *best = fmax(*best, value);
      if (pass == 0 || value < *best - run->view.eps[proposer]) continue;
      if ((*attained)++ == 0) *first_at = at;
    }
  return PLY_OK;
}

static ply_status check_whole(verify_run *run, const ply_proposal *claim, int proposer, bool pessimistic,
                              const char *where) {
  double best, no_deal = run->view.reservation[proposer];
  uint64_t attained, at;
  ply_status status = go_through(run, proposer, pessimistic, &best, &attained, &at);
  if (status != PLY_OK) return status;
  bool found = attained > 0 && best >= no_deal - run->view.eps[proposer];
  if (found != (claim->outcome == PLY_FOUND))
    ply_verify_fail(run, "%s: an offer that reaches the reservation %s.", where,
                    found ? "exists" : "does not exist");
  else if (found && (claim->bundle.index != at || claim->attained != attained))
    ply_verify_fail(run, "%s: the answer is bundle %llu, attained by %llu designs, not %llu by %llu.", where,
                    (unsigned long long)at, (unsigned long long)attained,
                    (unsigned long long)claim->bundle.index, (unsigned long long)claim->attained);
  else if (found && fabs(claim->value - best) > 2 * run->view.eps[proposer])
    ply_verify_fail(run, "%s: the value is %.17g, not %.17g.", where, best, claim->value);
  return PLY_OK;
}

static bool proposer_key(verify_run *run, const verify_point *point, const void *how, double *key) {
  (void)run;
  key[0] = point->payoff[*(const int *)how];
  return true;
}

/* Only offers that reach what no deal gives. */
static bool reaching_key(verify_run *run, const verify_point *point, const void *how, double *key) {
  proposer_key(run, point, how, key);
  return key[0] >= run->view.reservation[*(const int *)how] - run->view.eps[*(const int *)how];
}

static ply_status check_near(verify_run *run, const ply_proposal *claim, int proposer, bool pessimistic,
                             const verify_point *point, const char *where) {
  uint64_t n = ply_verify_memberships(&run->view), at;
  if (!pessimistic) {
    verify_contest contest = {.what = where,
                              .over = "sustained",
                              .n_keys = 1,
                              .keys = proposer_key,
                              .how = &proposer,
                              .eps = run->view.eps[proposer]};
    if (claim->outcome == PLY_PROVED_NONE) contest.keys = reaching_key;
    return ply_verify_contest_run(run, &contest, point);
  }
  if (point == NULL || n > FEW) return PLY_OK;
  offer o;
  double value;
  ply_status status = weigh_design(run, point->index - point->index % n, proposer, &o);
  if (status == PLY_OK && (!value_of(&o, true, &value, &at) || at != point->index))
    ply_verify_fail(run, "%s: bundle %llu is not what its design leads to.", where,
                    (unsigned long long)point->index);
  return status;
}

static ply_status check_proposal(verify_run *run, ply_proposal *claim, bool pessimistic, const char *where) {
  int proposer = proposer_of(&run->view), before = run->result->n_failed_checks;
  ply_status status = PLY_OK;
  verify_point point;
  bool found = claim->outcome == PLY_FOUND, in = true;
  if (claim->outcome == PLY_LIMIT_REACHED) return PLY_OK;
  if (found) {
    status = ply_verify_point_at(run, claim->bundle.index, &point);
    if (status == PLY_OK) status = ply_verify_in_set(run, &point, "sustained", &in);
    if (status != PLY_OK) return status;
    if (!in) ply_verify_fail(run, "%s: its bundle is not sustained.", where);
    if (in) ply_verify_same_bundle(run, &claim->bundle, &point, where);
    if (in) ply_verify_same_payoff(run, proposer, claim->value, point.payoff[proposer], where, "the value");
    if (in && claim->value < run->view.reservation[proposer] - run->view.eps[proposer])
      ply_verify_fail(run, "%s: the proposer would rather have no deal.", where);
  } else {
    ply_verify_same_payoff(run, proposer, claim->value, run->view.reservation[proposer], where,
                           "the value of no deal");
  }
  if (in && run->table != NULL) status = check_whole(run, claim, proposer, pessimistic, where);
  if (in && run->table == NULL)
    status = check_near(run, claim, proposer, pessimistic, found ? &point : NULL, where);
  claim->verified = status == PLY_OK && run->result->n_failed_checks == before;
  return status;
}

ply_status ply_verify_check_proposals(verify_run *run) {
  if (run->result->proposer != proposer_of(&run->view)) {
    ply_verify_fail(run, "The proposer is not %s.", run->view.scenario->actors[proposer_of(&run->view)].id);
    return PLY_OK;
  }
  ply_status status = check_proposal(run, &run->result->optimistic, false, "propose, optimistic");
  if (status == PLY_OK) status = check_proposal(run, &run->result->pessimistic, true, "propose, pessimistic");
  return status;
}
