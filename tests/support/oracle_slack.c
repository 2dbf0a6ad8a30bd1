/* Slack, and what holds if the terms are reopened (sections 4 and 5 of the model) for the oracle: every bundle is
 * tried with every reservation raised by each of its own margins. */
#include "tests/support/oracle.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Whether b is acceptable with every reservation raised by z. */
static bool stands_raised(const oracle *o, uint64_t b, double z) {
  oracle raised = *o;
  bool *accepts = calloc((size_t)o->raw * (size_t)o->n, sizeof *accepts);
  if (accepts == NULL) abort();
  for (int i = 0; i < o->n; i++) {
    size_t at = b * (size_t)o->n + (size_t)i;
    accepts[at] = !o->barred[at] && o->u[at] - o->d[i] >= z - 1e-13 * (1 + fabs(z));
  }
  raised.accepts = accepts;
  bool stands = oracle_deal_stands(&raised, b, -1);
  free(accepts);
  return stands;
}

double oracle_slack_at(const oracle *o, uint64_t b) {
  double best = -INFINITY;
  if (stands_raised(o, b, 1e300)) return INFINITY;
  for (int i = 0; i < o->n; i++) {
    double z = o->u[b * (size_t)o->n + (size_t)i] - o->d[i];
    if (z > best && stands_raised(o, b, z)) best = z;
  }
  return best;
}

/* The tolerance of whoever's margin the slack is. */
double oracle_slack_eps(const oracle *o, uint64_t b, double slack) {
  for (int i = 0; i < o->n; i++)
    if (oracle_is_party(o, b, i) && o->u[b * (size_t)o->n + (size_t)i] - o->d[i] == slack) return o->eps[i];
  return 1e-9;
}

static void solve_slack(const oracle *o, ply_result *out) {
  double *slack = calloc((size_t)o->raw, sizeof *slack), best = -INFINITY;
  if (slack == NULL) abort();
  for (uint64_t b = 0; b < o->raw; b++) {
    slack[b] = o->feasible[b] ? oracle_slack_at(o, b) : -INFINITY;
    best = fmax(best, slack[b]);
  }
  out->slack.outcome = best > -INFINITY ? PLY_FOUND : PLY_PROVED_NONE;
  out->slack.value = best;
  for (uint64_t b = 0; b < o->raw && best > -INFINITY; b++) {
    if (!(slack[b] >= best - oracle_slack_eps(o, b, slack[b]))) continue;
    out->slack.bundle = oracle_bundle(o, b, out->arena);
    break;
  }
  free(slack);
}

/* The Nash bargain among the acceptable bundles with g out; UINT64_MAX: none. */
static uint64_t signed_without(const oracle *o, int g) {
  int player[PLY_MAX_ACTORS], n = oracle_players(o, player);
  const ply_bargaining *how = &o->scenario->bargaining;
  double best = -INFINITY;
  uint64_t found = UINT64_MAX;
  for (int pass = 0; pass < 2; pass++)
    for (uint64_t b = 0; b < o->raw; b++) {
      double sum = 0;
      if (!o->in_a[b] || o->level[b * (size_t)o->n + (size_t)g] != 0) continue;
      for (int k = 0; k < n && sum > -INFINITY; k++) {
        double gain = o->u[b * (size_t)o->n + (size_t)player[k]] - o->d[player[k]];
        sum = gain > o->eps[player[k]]
                  ? sum + ply_number_value(&how->weights[player[k]], o->values) * log(gain)
                  : -INFINITY;
      }
      if (pass == 0) best = fmax(best, sum);
      if (pass == 1 && found == UINT64_MAX && sum > -INFINITY && sum >= best - PLY_EPS) found = b;
    }
  return found;
}

void oracle_reopen(oracle *o) {
  double outside[PLY_MAX_ACTORS];
  for (int g = 0; g < o->n; g++) {
    o->without[g] = o->scenario->actors[g].candidate ? signed_without(o, g) : UINT64_MAX;
    outside[g] = o->without[g] == UINT64_MAX ? o->d[g] : o->u[o->without[g] * (size_t)o->n + (size_t)g];
  }
  for (uint64_t b = 0; b < o->raw; b++) {
    o->in_r[b] = o->in_t[b];
    for (int g = 0; g < o->n && o->in_r[b]; g++)
      if (o->level[b * (size_t)o->n + (size_t)g] > 0)
        o->in_r[b] = o->u[b * (size_t)o->n + (size_t)g] >= outside[g] - o->eps[g];
  }
}

static void solve_reopened(const oracle *o, ply_result *out) {
  const ply_scenario *s = o->scenario;
  ply_without *without = PLY_NEW(out->arena, o->n + 1, ply_without);
  for (int g = 0; g < o->n; g++) {
    if (!s->actors[g].candidate) continue;
    ply_without *w = &without[out->reopened.n++];
    *w = (ply_without){.actor = g, .outcome = PLY_PROVED_NONE, .payoff = o->d[g]};
    if (o->without[g] == UINT64_MAX) continue;
    w->outcome = PLY_FOUND;
    w->bundle = oracle_bundle(o, o->without[g], out->arena);
    w->payoff = o->u[o->without[g] * (size_t)o->n + (size_t)g];
  }
  out->reopened.without = without;
  uint64_t count = oracle_count(o, o->in_r);
  out->reopened.count = (ply_count){count, count};
  out->reopened.outcome = count > 0 ? PLY_FOUND : PLY_PROVED_NONE;
}

void oracle_solve_slack(const oracle *o, ply_result *out) {
  solve_slack(o, out);
  solve_reopened(o, out);
}
