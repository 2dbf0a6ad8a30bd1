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

/* The largest tolerance of those asked at a bundle. */
static double eps_of_parties(const oracle *o, uint64_t b) {
  int who[PLY_MAX_ACTORS], n = 0;
  for (int i = 0; i < o->n; i++)
    if (oracle_is_party(o, b, i)) who[n++] = i;
  return oracle_eps_of(o, who, n);
}

static ply_proposal propose(const oracle *o, bool pessimistic, ply_arena *arena) {
  int p = oracle_proposer(o);
  double best = -INFINITY;
  for (uint64_t x = 0; x < o->raw; x += o->memberships)
    best = fmax(best, value_of_design(o, x, p, pessimistic));
  ply_proposal out = {.outcome = PLY_PROVED_NONE, .value = o->d[p]};
  if (best < o->d[p] - o->eps[p]) return out;
  for (uint64_t x = 0; x < o->raw; x += o->memberships) {
    double value = value_of_design(o, x, p, pessimistic);
    if (value < best - o->eps[p]) continue;
    out.attained++;
    for (uint64_t b = x; b < x + o->memberships && out.outcome != PLY_FOUND; b++) {
      double u = o->u[b * (size_t)o->n + (size_t)p];
      if (!o->in_t[b] || fabs(u - value) > o->eps[p]) continue;
      out.outcome = PLY_FOUND;
      out.value = u;
      out.bundle = oracle_bundle(o, b, arena);
    }
  }
  return out;
}

/* Talks of T rounds. Returns the bundle of the first round that agrees (round in *round), UINT64_MAX if none
 * does; *opening is what the first round itself agrees. */
static uint64_t talk(const oracle *o, const bool *set, int T, int *round, uint64_t *opening, double *first) {
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
        if ((int)i != p && o->u[b * n + i] < wait[i] - o->eps[i]) yes[b] = false;
      }
      if (yes[b]) best = fmax(best, o->u[b * n + (size_t)p]);
    }
    *opening = UINT64_MAX;
    if (best >= wait[p] - o->eps[p]) {
      for (uint64_t b = 0; b < o->raw; b++) {
        yes[b] = yes[b] && o->u[b * n + (size_t)p] >= best - o->eps[p];
        if (yes[b]) most = fmax(most, sum[b]);
      }
      for (uint64_t b = 0; b < o->raw && *opening == UINT64_MAX; b++)
        if (yes[b] && sum[b] >= most - eps_of_parties(o, b)) *opening = b;
    }
    for (size_t i = 0; i < n; i++) V[i] = *opening == UINT64_MAX ? wait[i] : o->u[*opening * n + i];
    if (*opening != UINT64_MAX) result = *opening, *round = t;
    free(yes);
    free(sum);
  }
  memcpy(first, V, n * sizeof *first);
  return result;
}

/* What proposer p offers where V follows: the bundle, UINT64_MAX where it passes; *value what each then gets. */
static uint64_t drawn_offer(const oracle *o, const bool *set, int p, const double *V, double *value) {
  const ply_talks *talks = &o->scenario->bargaining.talks;
  size_t n = (size_t)o->n;
  double best = -INFINITY, most = -INFINITY;
  uint64_t found = UINT64_MAX;
  for (size_t i = 0; i < n; i++) {
    double delta = ply_number_value(&talks->discount[i], o->values);
    value[i] = (1 - delta) * o->d[i] + delta * V[i];
  }
  for (int pass = 0; pass < 3; pass++)
    for (uint64_t b = 0; b < o->raw; b++) {
      bool yes = set[b];
      double sum = 0, own = o->u[b * n + (size_t)p];
      for (size_t i = 0; i < n && yes; i++) {
        if (!oracle_is_party(o, b, (int)i)) continue;
        sum += o->u[b * n + i];
        if ((int)i != p && o->u[b * n + i] < value[i] - o->eps[i]) yes = false;
      }
      if (!yes || own < value[p] - o->eps[p]) continue;
      if (pass == 0) best = fmax(best, own);
      if (pass == 1 && own >= best - o->eps[p]) most = fmax(most, sum);
      if (pass == 2 && own >= best - o->eps[p] && sum >= most - eps_of_parties(o, b) && found == UINT64_MAX)
        found = b;
    }
  if (found != UINT64_MAX) memcpy(value, o->u + found * n, n * sizeof *value);
  return found;
}

/* V before the first draw of talks of T rounds; offer: [n_order] what each proposer offers in the first round. */
static void draw(const oracle *o, const bool *set, int T, double *V, uint64_t *offer) {
  const ply_talks *talks = &o->scenario->bargaining.talks;
  double sum = 0;
  for (int k = 0; k < talks->n_order; k++)
    sum += ply_number_value(&talks->recognition[talks->order[k]], o->values);
  memcpy(V, o->d, (size_t)o->n * sizeof *V);
  for (int t = T; t >= 1; t--) {
    double mean[PLY_MAX_ACTORS] = {0}, value[PLY_MAX_ACTORS];
    for (int k = 0; k < talks->n_order; k++) {
      offer[k] = drawn_offer(o, set, talks->order[k], V, value);
      double chance = ply_number_value(&talks->recognition[talks->order[k]], o->values) / sum;
      for (int i = 0; i < o->n; i++) mean[i] += chance * value[i];
    }
    memcpy(V, mean, (size_t)o->n * sizeof *V);
  }
}

static void solve_drawn(const oracle *o, const bool *set, ply_talks_result *r, ply_arena *arena) {
  const ply_talks *talks = &o->scenario->bargaining.talks;
  double late[PLY_MAX_ACTORS], *V = PLY_NEW(arena, o->n, double), sum = 0, best = 0;
  uint64_t offer[PLY_MAX_ACTORS], other[PLY_MAX_ACTORS];
  ply_first_offer *first = PLY_NEW(arena, talks->n_order, ply_first_offer);
  draw(o, set, talks->rounds, V, offer);
  r->value = V;
  r->first = first;
  r->n_first = talks->n_order;
  r->settled = true;
  r->outcome = PLY_PROVED_NONE;
  for (int T = talks->rounds; T <= talks->limit; T++) {
    draw(o, set, T, late, other);
    for (int k = 0; k < talks->n_order; k++) r->settled = r->settled && other[k] == offer[k];
  }
  for (int i = 0; i < o->n; i++) r->drift = fmax(r->drift, fabs(late[i] - V[i]));
  for (int k = 0; k < talks->n_order; k++)
    sum += ply_number_value(&talks->recognition[talks->order[k]], o->values);
  for (int k = 0; k < talks->n_order; k++) {
    double chance = ply_number_value(&talks->recognition[talks->order[k]], o->values) / sum;
    first[k] = (ply_first_offer){talks->order[k], chance, offer[k] != UINT64_MAX, {0}};
    if (!first[k].agreed) continue;
    first[k].bundle = oracle_bundle(o, offer[k], arena);
    if (r->outcome == PLY_FOUND && chance <= best + PLY_EPS) continue;
    best = chance;
    r->outcome = PLY_FOUND;
    r->round = 1;
    r->bundle = first[k].bundle;
  }
}

static void solve_talks(const oracle *o, const char *over, ply_result *out) {
  const ply_talks *talks = &o->scenario->bargaining.talks;
  ply_talks_result *r = &out->talks;
  r->present = talks->present;
  if (!talks->present) return;
  const bool *set = oracle_set(o, over, &r->over);
  uint64_t opening, later;
  int unused;
  r->drawn = talks->drawn;
  r->limit = talks->limit;
  if (talks->drawn) {
    solve_drawn(o, set, r, out->arena);
    return;
  }
  double first[PLY_MAX_ACTORS], *least = PLY_NEW(out->arena, o->n, double),
                                *most = PLY_NEW(out->arena, o->n, double);
  uint64_t b = talk(o, set, talks->rounds, &r->round, &opening, first);
  for (int i = 0; i < o->n; i++) least[i] = most[i] = first[i];
  r->least = least;
  r->most = most;
  r->outcome = b == UINT64_MAX ? PLY_PROVED_NONE : PLY_FOUND;
  if (b != UINT64_MAX) r->bundle = oracle_bundle(o, b, out->arena);
  r->limit = talks->limit;
  r->settled = true;
  for (int T = talks->rounds + 1; T <= talks->limit; T++) {
    talk(o, set, T, &unused, &later, first);
    for (int i = 0; i < o->n; i++) {
      least[i] = fmin(least[i], first[i]);
      most[i] = fmax(most[i], first[i]);
    }
    r->settled = r->settled && later == opening;
  }
}

void oracle_solve_offers(const oracle *o, const char *over, ply_result *out) {
  out->proposer = oracle_proposer(o);
  out->optimistic = propose(o, false, out->arena);
  out->pessimistic = propose(o, true, out->arena);
  solve_talks(o, over, out);
}
