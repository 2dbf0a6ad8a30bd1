/* Efficient deals: nobody can be made better off without making another worse off, within the set that the
 * result names. Cost: set^2 x actors on a small space; one challenge a claim on a
 * large one. */
#include "sim/verify/claims.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_PAIRS = 20000000 };

bool ply_verify_dominates(const verify_run *run, const double *payoff, const double *other) {
  bool better = false;
  for (int i = 0; i < run->view.scenario->n_actors; i++) {
    if (payoff[i] < other[i] - run->view.eps[i]) return false;
    better = better || payoff[i] > other[i] + run->view.eps[i];
  }
  return better;
}

/* 1 for a bundle that dominates; equal or worse ones are left out. */
static bool dominance_key(verify_run *run, const verify_point *point, const void *how, double *key) {
  const verify_point *claimed = how;
  key[0] = 0;
  if (point->index == claimed->index) return true;
  key[0] = 1;
  return ply_verify_dominates(run, point->payoff, claimed->payoff);
}

ply_status ply_verify_check_efficient(verify_run *run, const verify_point *point, bool claimed,
                                      const char *where) {
  const char *over = run->result->pareto.over != NULL ? run->result->pareto.over : "acceptable";
  bool in;
  ply_status status = ply_verify_in_set(run, point, over, &in);
  if (status != PLY_OK) return status;
  if (claimed && !in) ply_verify_fail(run, "%s: efficient in a set that it is not in.", where);
  if (!in) return PLY_OK;
  verify_contest contest = {
      .what = where, .over = over, .n_keys = 1, .keys = dominance_key, .how = point, .eps = PLY_EPS};
  if (claimed) return ply_verify_contest_run(run, &contest, point);
  if (run->table == NULL) return PLY_OK;
  int before = run->result->n_failed_checks;
  const char *first = run->result->failed_check;
  status = ply_verify_contest_run(run, &contest, point);
  bool dominated = run->result->n_failed_checks > before;
  run->result->n_failed_checks = before;
  run->result->failed_check = first;
  if (status == PLY_OK && !dominated)
    ply_verify_fail(run, "%s: no bundle dominates it, yet it is not called efficient.", where);
  return status;
}

static size_t list_set(const verify_run *run, bool stable, const double **payoff) {
  size_t n = 0, actors = (size_t)run->view.scenario->n_actors;
  for (size_t r = 0; r < run->table->n; r++) {
    const verify_row *row = &run->table->row[r];
    if (row->acceptable && (!stable || row->equilibrium)) payoff[n++] = run->table->payoff + r * actors;
  }
  return n;
}

static uint64_t count_efficient(const verify_run *run, const double *const *payoff, size_t n) {
  uint64_t count = 0;
  for (size_t a = 0; a < n; a++) {
    bool dominated = false;
    for (size_t b = 0; b < n && !dominated; b++) dominated = ply_verify_dominates(run, payoff[b], payoff[a]);
    count += !dominated;
  }
  return count;
}

ply_status ply_verify_check_pareto(verify_run *run) {
  const ply_result *r = run->result;
  if (run->table == NULL || r->pareto.outcome == PLY_LIMIT_REACHED) return PLY_OK;
  const double **payoff = malloc((run->table->n + 1) * sizeof *payoff);
  if (payoff == NULL) return ply_err_set(run->err, PLY_E_MEMORY, "no memory to check the result");
  size_t n = list_set(run, r->pareto.over != NULL && strcmp(r->pareto.over, "stable") == 0, payoff);
  if (n == 0 || n <= MOST_PAIRS / n) {
    uint64_t count = count_efficient(run, payoff, n);
    if (r->pareto.count != count)
      ply_verify_fail(run, "The number of efficient deals is given as %llu, counted as %llu.",
                      (unsigned long long)r->pareto.count, (unsigned long long)count);
  }
  free(payoff);
  return PLY_OK;
}
