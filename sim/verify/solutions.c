/* Fair deals: is each solution's bundle in its set, is its value right, and does no bundle beat it by its own
 * concept? Nash 1950, doi:10.2307/1907266; Kalai and Smorodinsky 1975,
 * doi:10.2307/1914280. Kalai-Smorodinsky needs the best gain of each player over the whole set: on a large
 * space its bundle is held against dominance, and its value against the best gains that the other answers
 * show. */
#include "sim/verify/claims.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The bargaining players, and what they can hope for. */
typedef struct table_side {
  int n;
  int player[PLY_MAX_ACTORS];
  double ideal[PLY_MAX_ACTORS]; /* by place in player */
  const verify_point *claimed;
} table_side;

static void list_players(const verify_run *run, table_side *side) {
  const ply_scenario *s = run->view.scenario;
  memset(side, 0, sizeof *side);
  for (int k = 0; k < s->bargaining.n_players; k++) side->player[side->n++] = s->bargaining.players[k];
  for (int i = 0; i < s->n_actors && s->bargaining.n_players == 0; i++)
    if (s->actors[i].consent == PLY_REQUIRED || s->actors[i].consent == PLY_COUNTED)
      side->player[side->n++] = i;
  if (side->n > 0) return;
  for (int i = 0; i < s->n_actors; i++) side->player[side->n++] = i;
}

static double gain_of(const verify_run *run, const table_side *side, const verify_point *point, int k) {
  return point->payoff[side->player[k]] - run->view.reservation[side->player[k]];
}

static bool all_gain(const verify_run *run, const table_side *side, const verify_point *point) {
  for (int k = 0; k < side->n; k++)
    if (gain_of(run, side, point, k) <= run->view.eps[side->player[k]]) return false;
  return true;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

static bool nash_key(verify_run *run, const verify_point *point, const void *how, double *key) {
  const table_side *side = how;
  if (!all_gain(run, side, point)) return false;
  key[0] = 0;
  for (int k = 0; k < side->n; k++)
    key[0] += ply_verify_number(&run->view, &run->view.scenario->bargaining.weights[side->player[k]]) *
              log(gain_of(run, side, point, k));
  return true;
}

static bool kalai_key(verify_run *run, const verify_point *point, const void *how, double *key) {
  const table_side *side = how;
  if (!all_gain(run, side, point)) return false;
  for (int k = 0; k < side->n; k++) key[k] = gain_of(run, side, point, k) / side->ideal[k];
  qsort(key, (size_t)side->n, sizeof *key, ascending);
  return true;
}

/* On a large space: how much better off the players are than at the claim, if none is worse off. */
static bool dominance_key(verify_run *run, const verify_point *point, const void *how, double *key) {
  const table_side *side = how;
  key[0] = 0;
  if (!all_gain(run, side, point)) return false;
  if (side->claimed == NULL) return true;
  for (int k = 0; k < side->n; k++) {
    double more = gain_of(run, side, point, k) - gain_of(run, side, side->claimed, k);
    if (more < 0) return false;
    key[0] += more;
  }
  if (key[0] <= 1e-6) key[0] = 0;
  return true;
}

static bool egalitarian_key(verify_run *run, const verify_point *point, const void *how, double *key) {
  const table_side *side = how;
  for (int k = 0; k < side->n; k++) key[k] = gain_of(run, side, point, k);
  qsort(key, (size_t)side->n, sizeof *key, ascending);
  return true;
}

static bool utilitarian_key(verify_run *run, const verify_point *point, const void *how, double *key) {
  (void)how;
  key[0] = 0;
  for (int i = 0; i < run->view.scenario->n_actors; i++) key[0] += point->payoff[i];
  return true;
}

/* The best gain of each player over the bundles of the set where no player loses. */
static ply_status find_ideal(verify_run *run, const char *over, table_side *side) {
  ply_status status = PLY_OK;
  for (size_t r = 0; r < run->table->n && status == PLY_OK; r++) {
    const verify_point *seen;
    bool in;
    status = run->looker.look(&run->looker, run->table->row[r].index, &seen, run->err);
    verify_point point = *seen;
    if (status == PLY_OK) status = ply_verify_in_set(run, &point, over, &in);
    if (status != PLY_OK || !in) continue;
    bool fair = true;
    for (int k = 0; k < side->n; k++)
      fair = fair && gain_of(run, side, &point, k) >= -run->view.eps[side->player[k]];
    for (int k = 0; k < side->n && fair; k++)
      side->ideal[k] = fmax(side->ideal[k], gain_of(run, side, &point, k));
  }
  return status;
}

/* A lower bound of the same from the other answers of a large space. */
static ply_status seen_ideal(verify_run *run, const ply_solution *claim, table_side *side) {
  ply_status status = PLY_OK;
  for (int s = 0; s < run->result->n_solutions && status == PLY_OK; s++) {
    const ply_solution *other = &run->result->solutions[s];
    verify_point point;
    bool in = false, fair = true;
    if (!other->has_bundle) continue;
    status = ply_verify_point_at(run, other->bundle.index, &point);
    if (status == PLY_OK && point.feasible) status = ply_verify_in_set(run, &point, claim->over, &in);
    for (int k = 0; k < side->n && in; k++)
      fair = fair && gain_of(run, side, &point, k) >= -run->view.eps[side->player[k]];
    for (int k = 0; k < side->n && in && fair; k++)
      side->ideal[k] = fmax(side->ideal[k], gain_of(run, side, &point, k));
  }
  return status;
}

static void check_value(verify_run *run, const ply_solution *claim, const verify_contest *contest,
                        const verify_point *point) {
  double key[PLY_MAX_ACTORS];
  if (!contest->keys(run, point, contest->how, key)) return; /* the contest says so */
  double eps = fmax(contest->eps, PLY_EPS * fabs(key[0])) + contest->noise;
  ply_verify_same_within(run, eps, claim->value, key[0], claim->concept->name, "the value");
}

/* A search that was stopped says how good an answer could be at most: no acceptable bundle of a small space
 * is better. */
static ply_status check_bound(verify_run *run, const ply_solution *claim, const verify_contest *contest) {
  double key[PLY_MAX_ACTORS];
  for (size_t r = 0; run->table != NULL && r < run->table->n; r++) {
    const verify_point *seen;
    if (!run->table->row[r].acceptable) continue;
    ply_status status = run->looker.look(&run->looker, run->table->row[r].index, &seen, run->err);
    if (status != PLY_OK) return status;
    if (!contest->keys(run, seen, contest->how, key) ||
        key[0] <= claim->bound + contest->eps + contest->noise)
      continue;
    ply_verify_fail(run, "%s: bundle %llu has %.12g, above the proved bound %.12g.", claim->concept->name,
                    (unsigned long long)seen->index, key[0], claim->bound);
    return PLY_OK;
  }
  return PLY_OK;
}

static ply_status check_kalai(verify_run *run, const ply_solution *claim, table_side *side,
                              verify_contest *contest, const verify_point *point) {
  ply_status status = run->table != NULL ? find_ideal(run, claim->over, side) : seen_ideal(run, claim, side);
  if (status != PLY_OK || run->table != NULL || point == NULL) return status;
  double key[PLY_MAX_ACTORS];
  contest->keys = dominance_key;
  contest->n_keys = 1;
  if (kalai_key(run, point, side, key) && claim->value > key[0] + contest->eps + contest->noise)
    ply_verify_fail(run, "%s: the value %.12g is more than %.12g, which other answers allow.",
                    claim->concept->name, claim->value, key[0]);
  return PLY_OK;
}

/* How a concept is checked: written here again, on purpose. A concept without a row is not stamped. */
typedef struct definition {
  const char *name;
  bool (*keys)(verify_run *run, const verify_point *point, const void *how, double *key);
  bool by_player; /* a key a player, the smallest first; else one key */
  bool ideal;     /* needs the best gain of each player over the whole set */
  enum { IN_LOGS, IN_SHARES, IN_GAINS, IN_SUMS } unit;
} definition;

static const definition definitions[] = {
    {"nash", nash_key, false, false, IN_LOGS},
    {"kalai_smorodinsky", kalai_key, true, true, IN_SHARES},
    {"egalitarian", egalitarian_key, true, false, IN_GAINS},
    {"utilitarian", utilitarian_key, false, false, IN_SUMS},
};

static const definition *definition_of(const char *name) {
  for (size_t i = 0; i < sizeof definitions / sizeof *definitions; i++)
    if (strcmp(definitions[i].name, name) == 0) return &definitions[i];
  return NULL;
}

/* Payoffs, gains and their sums have the tolerance of those whose they are; logs and shares that of numbers, and
 * move with the last digits of a gain, about a millionth of its tolerance, the more the smaller it is. */
static void set_tolerance(const verify_run *run, const definition *how, const table_side *side,
                          const verify_point *point, verify_contest *contest) {
  contest->eps = how->unit == IN_SUMS ? ply_verify_eps_over(&run->view, NULL) : PLY_EPS;
  for (int k = 0; k < side->n; k++) {
    double eps = run->view.eps[side->player[k]];
    if (how->unit == IN_GAINS) contest->eps = fmax(contest->eps, eps);
    if (how->unit == IN_GAINS) contest->noise = contest->eps - PLY_EPS; /* each entry has its own */
    double gain = point != NULL ? fmax(gain_of(run, side, point, k), eps) : INFINITY;
    if (how->unit == IN_LOGS || how->unit == IN_SHARES) contest->noise += 1e-6 * (eps - PLY_EPS) / gain;
  }
}

static ply_status check_optimum(verify_run *run, const ply_solution *claim, const definition *how,
                                table_side *side, const verify_point *point) {
  verify_contest contest = {
      .what = claim->concept->name, .over = claim->over, .how = side, .keys = how->keys};
  contest.n_keys = how->by_player ? side->n : 1;
  set_tolerance(run, how, side, point, &contest);
  side->claimed = point;
  ply_status status = how->ideal ? check_kalai(run, claim, side, &contest, point) : PLY_OK;
  if (status != PLY_OK) return status;
  bool limit = claim->outcome == PLY_LIMIT_REACHED; /* then the best gains are those seen so far */
  if (point != NULL && (!how->ideal || (run->table != NULL && !limit)))
    check_value(run, claim, &contest, point);
  if (limit) return how->ideal ? PLY_OK : check_bound(run, claim, &contest);
  if (how->ideal && point == NULL) contest.keys = dominance_key, contest.n_keys = 1;
  return ply_verify_contest_run(run, &contest, point);
}

static ply_status check_solution(verify_run *run, ply_solution *claim, table_side *side) {
  const definition *how = definition_of(claim->concept->name);
  int before = run->result->n_failed_checks;
  ply_status status = PLY_OK;
  claim->verified = false;
  if (how == NULL) return PLY_OK;
  if (claim->outcome == PLY_PROVED_NONE) {
    status = check_optimum(run, claim, how, side, NULL);
  } else if (claim->has_bundle) {
    verify_point point;
    bool in = false;
    status = ply_verify_point_at(run, claim->bundle.index, &point);
    if (status == PLY_OK) status = ply_verify_in_set(run, &point, claim->over, &in);
    if (status != PLY_OK) return status;
    if (!in) ply_verify_fail(run, "%s: its bundle is not %s.", claim->concept->name, claim->over);
    if (in && ply_verify_same_bundle(run, &claim->bundle, &point, claim->concept->name)) {
      ply_verify_check_security(run, claim->concept->name, &claim->security, &point);
      status = check_optimum(run, claim, how, side, &point);
    }
  } else if (claim->outcome == PLY_FOUND) {
    ply_verify_fail(run, "%s: found, yet there is no bundle.", claim->concept->name);
  } else {
    status = check_optimum(run, claim, how, side, NULL);
  }
  claim->verified = status == PLY_OK && run->result->n_failed_checks == before;
  return status;
}

/* Where a set is chosen by default: the first of stable, sustained, acceptable that is not empty. A set
 * further on is right only where those before it are empty or it was asked for, which the result does not
 * say. */
ply_status ply_verify_check_solutions(verify_run *run) {
  ply_status status = PLY_OK;
  for (int k = 0; k < run->result->n_solutions && status == PLY_OK; k++) {
    table_side side;
    list_players(run, &side);
    status = check_solution(run, &run->result->solutions_mutable[k], &side);
  }
  return status;
}
