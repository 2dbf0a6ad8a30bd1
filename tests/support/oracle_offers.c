/* The proposal game and the talks of section 6 for the oracle. */
#include "tests/support/oracle.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int oracle_proposer(const oracle *o) {
  const ply_scenario *s = o->scenario;
  if (s->bargaining.proposer >= 0) return s->bargaining.proposer;
  if (s->security) return s->security->beneficiary;
  for (int i = 0; i < o->n; i++)
    if (s->actors[i].consent == PLY_REQUIRED) return i;
  return 0;
}

/* What the proposer gets at the design of bundles first ..: -inf where no deal comes of it. */
static double value_of_design(const oracle *o, uint64_t first, int p, bool pessimistic) {
  double best = -INFINITY, worst = INFINITY;
  for (uint64_t b = first; b < first + o->memberships; b++) {
    if (pessimistic && o->no_deal[b]) return -INFINITY;
    if (!o->in_t[b]) continue;
    double u = o->u[b * (size_t)o->n + (size_t)p];
    best = fmax(best, u);
    worst = fmin(worst, u);
  }
  return best == -INFINITY ? best : pessimistic ? worst : best;
}

static ply_proposal propose(const oracle *o, bool pessimistic, ply_arena *arena) {
  int p = oracle_proposer(o);
  double best = -INFINITY;
  for (uint64_t x = 0; x < o->raw; x += o->memberships)
    best = fmax(best, value_of_design(o, x, p, pessimistic));
  ply_proposal out = {.outcome = PLY_PROVED_NONE, .value = o->d[p]};
  if (best < o->d[p] - PLY_EPS) return out;
  for (uint64_t x = 0; x < o->raw; x += o->memberships) {
    double value = value_of_design(o, x, p, pessimistic);
    if (value < best - PLY_EPS) continue;
    out.attained++;
    for (uint64_t b = x; b < x + o->memberships && out.outcome != PLY_FOUND; b++) {
      double u = o->u[b * (size_t)o->n + (size_t)p];
      if (!o->in_t[b] || fabs(u - value) > PLY_EPS) continue;
      out.outcome = PLY_FOUND;
      out.value = u;
      out.bundle = oracle_bundle(o, b, arena);
    }
  }
  return out;
}

/* Talks of T rounds. Returns the bundle of the first round that agrees (round in *round), UINT64_MAX if none
 * does; *opening is what the first round itself agrees. */
static uint64_t talk(const oracle *o, const bool *set, int T, int *round, uint64_t *opening) {
  const ply_talks *talks = &o->scenario->bargaining.talks;
  size_t n = (size_t)o->n;
  double V[PLY_MAX_ACTORS], wait[PLY_MAX_ACTORS];
  uint64_t result = UINT64_MAX;
  *opening = UINT64_MAX;
  *round = 0;
  memcpy(V, o->d, sizeof V);
  for (int t = T; t >= 1; t--) {
    int p = talks->order[(t - 1) % talks->n_order];
    for (size_t i = 0; i < n; i++) {
      double delta = ply_number_value(&talks->discount[i], o->values);
      wait[i] = (1 - delta) * o->d[i] + delta * V[i];
    }
    bool *yes = calloc((size_t)o->raw, sizeof *yes);
    double *sum = calloc((size_t)o->raw, sizeof *sum);
    if (!yes || !sum) abort();
    double best = -INFINITY, most = -INFINITY;
    for (uint64_t b = 0; b < o->raw; b++) {
      yes[b] = set[b];
      for (size_t i = 0; i < n && yes[b]; i++) {
        if (!oracle_is_party(o, b, (int)i)) continue;
        sum[b] += o->u[b * n + i];
        if ((int)i != p && o->u[b * n + i] < wait[i] - PLY_EPS) yes[b] = false;
      }
      if (yes[b]) best = fmax(best, o->u[b * n + (size_t)p]);
    }
    *opening = UINT64_MAX;
    if (best >= wait[p] - PLY_EPS) {
      for (uint64_t b = 0; b < o->raw; b++) {
        yes[b] = yes[b] && o->u[b * n + (size_t)p] >= best - PLY_EPS;
        if (yes[b]) most = fmax(most, sum[b]);
      }
      for (uint64_t b = 0; b < o->raw && *opening == UINT64_MAX; b++)
        if (yes[b] && sum[b] >= most - PLY_EPS) *opening = b;
    }
    for (size_t i = 0; i < n; i++) V[i] = *opening == UINT64_MAX ? wait[i] : o->u[*opening * n + i];
    if (*opening != UINT64_MAX) result = *opening, *round = t;
    free(yes);
    free(sum);
  }
  return result;
}

static void solve_talks(const oracle *o, const char *over, ply_result *out) {
  const ply_talks *talks = &o->scenario->bargaining.talks;
  ply_talks_result *r = &out->talks;
  r->present = talks->present;
  if (!talks->present) return;
  const bool *set = oracle_set(o, over, &r->over);
  uint64_t opening, later;
  int unused;
  uint64_t b = talk(o, set, talks->rounds, &r->round, &opening);
  r->outcome = b == UINT64_MAX ? PLY_PROVED_NONE : PLY_FOUND;
  if (b != UINT64_MAX) r->bundle = oracle_bundle(o, b, out->arena);
  r->limit = talks->limit;
  r->settled = true;
  for (int T = talks->rounds + 1; T <= talks->limit; T++) {
    talk(o, set, T, &unused, &later);
    r->settled = r->settled && later == opening;
  }
}

void oracle_solve_offers(const oracle *o, const char *over, ply_result *out) {
  out->proposer = oracle_proposer(o);
  out->optimistic = propose(o, false, out->arena);
  out->pessimistic = propose(o, true, out->arena);
  solve_talks(o, over, out);
}
