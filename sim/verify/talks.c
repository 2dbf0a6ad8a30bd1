/* Alternating offers ("Talks" in sim/solve/README.md): backward from the last round, each proposer picks what is best
 * for it among what the others would rather have than wait. Stahl 1972; Rubinstein 1982, doi:10.2307/1912531.
 * On a small space the talks are played out; on a large one the agreed bundle is looked at.
 * Cost: the sum of the rounds of every length looked at x set x actors. */
#include "sim/verify/claims.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_STEPS = 20000000 };

/* A bundle that can be agreed. */
typedef struct deal {
  uint64_t index, parties;
  const double *payoff;
} deal;

static const uint64_t NOTHING = UINT64_MAX;

typedef struct deals {
  size_t n;
  deal *deal;
} deals;

static ply_status enter(verify_run *run, const char *over, deals *room) {
  size_t actors = (size_t)run->view.scenario->n_actors;
  room->deal = malloc((run->table->n + 1) * sizeof *room->deal);
  if (room->deal == NULL) return ply_err_set(run->err, PLY_E_MEMORY, "no memory to check the talks");
  for (size_t r = 0; r < run->table->n; r++) {
    const verify_point *seen;
    bool in;
    run->looker.look(&run->looker, run->table->row[r].index, &seen, run->err);
    verify_point point = *seen;
    ply_status status = ply_verify_in_set(run, &point, over, &in);
    if (status != PLY_OK) return status;
    if (!in) continue;
    deal *d = &room->deal[room->n++];
    *d = (deal){.index = point.index, .payoff = run->table->payoff + r * actors};
    for (size_t i = 0; i < actors; i++)
      d->parties |= (uint64_t)ply_verify_party(&run->view, &point, (int)i) << i;
  }
  return PLY_OK;
}

/* Every party but the proposer would rather have it than wait. */
static bool agreed(const verify_view *view, const deal *d, int proposer, const double *delayed) {
  for (int i = 0; i < view->scenario->n_actors; i++)
    if (i != proposer && (d->parties >> i & 1) && d->payoff[i] < delayed[i] - view->eps[i]) return false;
  return true;
}

static double sum_of_parties(const deal *d, int n_actors) {
  double sum = 0;
  for (int i = 0; i < n_actors; i++)
    if (d->parties >> i & 1) sum += d->payoff[i];
  return sum;
}

static double eps_of_parties(const verify_view *view, const deal *d) {
  double most = PLY_EPS;
  for (int i = 0; i < view->scenario->n_actors; i++)
    if (d->parties >> i & 1) most = fmax(most, view->eps[i]);
  return most;
}

/* The proposer's choice: its best, then the largest sum over the parties, then the lowest index; NULL: it
 * passes. */
static const deal *choose(const verify_view *view, const deals *room, int proposer, const double *delayed) {
  int n_actors = view->scenario->n_actors;
  double best = -INFINITY, sum = -INFINITY;
  const deal *choice = NULL;
  for (size_t k = 0; k < room->n; k++)
    if (agreed(view, &room->deal[k], proposer, delayed)) best = fmax(best, room->deal[k].payoff[proposer]);
  if (best < delayed[proposer] - view->eps[proposer]) return NULL;
  for (int pass = 0; pass < 2; pass++)
    for (size_t k = 0; k < room->n && choice == NULL; k++) {
      const deal *d = &room->deal[k];
      if (d->payoff[proposer] < best - view->eps[proposer] || !agreed(view, d, proposer, delayed)) continue;
      double s = sum_of_parties(d, n_actors);
      if (pass == 0) sum = fmax(sum, s);
      if (pass == 1 && s >= sum - eps_of_parties(view, d)) choice = d;
    }
  return choice;
}

/* Plays talks of `rounds` rounds backward; *first and *round: what is agreed and when; *opening: the first
 * round; value: [n_actors] what each gets there. */
static void play_out(const verify_run *run, const deals *room, int rounds, uint64_t *agreed_at, int *round,
                     uint64_t *opening, double *value) {
  const ply_scenario *s = run->view.scenario;
  const ply_talks *talks = &s->bargaining.talks;
  memcpy(value, run->view.reservation, (size_t)s->n_actors * sizeof *value);
  *agreed_at = *opening = NOTHING;
  for (int t = rounds; t >= 1; t--) {
    for (int i = 0; i < s->n_actors; i++) {
      double patience = ply_verify_number(&run->view, &talks->discount[i]);
      value[i] = (1 - patience) * run->view.reservation[i] + patience * value[i];
    }
    const deal *d = choose(&run->view, room, talks->order[(t - 1) % talks->n_order], value);
    *opening = d != NULL ? d->index : NOTHING;
    if (d == NULL) continue;
    memcpy(value, d->payoff, (size_t)s->n_actors * sizeof *value);
    *agreed_at = d->index;
    *round = t;
  }
}

/* Widens the ends to hold what each gets. */
static void widen(const verify_run *run, const double *value, double *least, double *most) {
  for (int i = 0; i < run->view.scenario->n_actors; i++) {
    least[i] = fmin(least[i], value[i]);
    most[i] = fmax(most[i], value[i]);
  }
}

static void check_range(verify_run *run, const ply_talks_result *claim, const double *least,
                        const double *most) {
  if (claim->least == NULL || claim->most == NULL) return;
  for (int i = 0; i < run->view.scenario->n_actors; i++) {
    ply_verify_same_payoff(run, i, claim->least[i], least[i], "talks", "the least in the opening");
    ply_verify_same_payoff(run, i, claim->most[i], most[i], "talks", "the most in the opening");
  }
}

static void check_play(verify_run *run, const deals *room, const ply_talks_result *claim) {
  const ply_talks *talks = &run->view.scenario->bargaining.talks;
  uint64_t at, opening, other, later;
  int round = 0, unused;
  double value[PLY_MAX_ACTORS], least[PLY_MAX_ACTORS], most[PLY_MAX_ACTORS];
  play_out(run, room, talks->rounds, &at, &round, &opening, value);
  memcpy(least, value, sizeof least);
  memcpy(most, value, sizeof most);
  if ((at == NOTHING) != (claim->outcome == PLY_PROVED_NONE)) {
    ply_verify_fail(run, "talks: whether a round agrees is told the wrong way round.");
  } else if (at != NOTHING && (claim->bundle.index != at || claim->round != round)) {
    ply_verify_fail(run, "talks: bundle %llu in round %d, not bundle %llu in round %d.",
                    (unsigned long long)at, round, (unsigned long long)claim->bundle.index, claim->round);
  }
  bool settled = true;
  for (int rounds = talks->rounds + 1; rounds <= talks->limit; rounds++) {
    play_out(run, room, rounds, &other, &unused, &later, value);
    widen(run, value, least, most);
    settled = settled && later == opening;
  }
  check_range(run, claim, least, most);
  if (settled != claim->settled) ply_verify_fail(run, "talks: settled is told the wrong way round.");
}

/* ---- drawn proposers ---- */

/* What the talks are worth to each before the first draw; offer: [n_order] in the first round. */
static void draw_out(const verify_run *run, const deals *room, int rounds, double *value, uint64_t *offer) {
  const ply_scenario *s = run->view.scenario;
  const ply_talks *talks = &s->bargaining.talks;
  double weights = 0;
  for (int k = 0; k < talks->n_order; k++)
    weights += ply_verify_number(&run->view, &talks->recognition[talks->order[k]]);
  memcpy(value, run->view.reservation, (size_t)s->n_actors * sizeof *value);
  for (int t = rounds; t >= 1; t--) {
    double mean[PLY_MAX_ACTORS] = {0}, delayed[PLY_MAX_ACTORS];
    for (int i = 0; i < s->n_actors; i++) {
      double patience = ply_verify_number(&run->view, &talks->discount[i]);
      delayed[i] = (1 - patience) * run->view.reservation[i] + patience * value[i];
    }
    for (int k = 0; k < talks->n_order; k++) {
      const deal *d = choose(&run->view, room, talks->order[k], delayed);
      double chance = ply_verify_number(&run->view, &talks->recognition[talks->order[k]]) / weights;
      offer[k] = d != NULL ? d->index : NOTHING;
      for (int i = 0; i < s->n_actors; i++) mean[i] += chance * (d != NULL ? d->payoff[i] : delayed[i]);
    }
    memcpy(value, mean, (size_t)s->n_actors * sizeof *value);
  }
}

static void check_draws(verify_run *run, const deals *room, const ply_talks_result *claim) {
  const ply_talks *talks = &run->view.scenario->bargaining.talks;
  double value[PLY_MAX_ACTORS], late[PLY_MAX_ACTORS], drift = 0;
  uint64_t offer[PLY_MAX_ACTORS], other[PLY_MAX_ACTORS];
  draw_out(run, room, talks->rounds, value, offer);
  draw_out(run, room, talks->limit, late, other);
  for (int i = 0; i < run->view.scenario->n_actors; i++) {
    ply_verify_same_payoff(run, i, claim->value[i], value[i], "talks", "the value before the first draw");
    drift = fmax(drift, fabs(late[i] - value[i]));
  }
  ply_verify_same_within(run, ply_verify_eps_over(&run->view, NULL), claim->drift, drift, "talks",
                         "the drift");
  for (int k = 0; k < claim->n_first; k++)
    if ((claim->first[k].agreed ? claim->first[k].bundle.index : NOTHING) != offer[k])
      ply_verify_fail(run, "talks: proposer %d offers another bundle in the first round.", k + 1);
  int likeliest = -1;
  for (int k = 0; k < claim->n_first; k++)
    if (offer[k] != NOTHING &&
        (likeliest < 0 || claim->first[k].chance > claim->first[likeliest].chance + PLY_EPS))
      likeliest = k;
  if ((likeliest >= 0) != (claim->outcome == PLY_FOUND))
    ply_verify_fail(run, "talks: whether the first round may agree is told the wrong way round.");
  else if (likeliest >= 0 && (claim->round != 1 || claim->bundle.index != offer[likeliest]))
    ply_verify_fail(run, "talks: the bundle is not the likeliest proposer's first offer.");
  bool settled = true;
  for (int rounds = talks->rounds + 1; rounds <= talks->limit && settled; rounds++) {
    draw_out(run, room, rounds, late, other);
    for (int k = 0; k < talks->n_order; k++) settled = settled && other[k] == offer[k];
  }
  if (settled != claim->settled) ply_verify_fail(run, "talks: settled is told the wrong way round.");
}

static ply_status check_whole(verify_run *run, const ply_talks_result *claim) {
  const ply_talks *talks = &run->view.scenario->bargaining.talks;
  deals room = {0};
  ply_status status = enter(run, claim->over, &room);
  double lengths = (double)(talks->limit - talks->rounds + 1) * talks->limit;
  if (status == PLY_OK && lengths * (double)room.n <= MOST_STEPS) {
    if (talks->drawn)
      check_draws(run, &room, claim);
    else
      check_play(run, &room, claim);
  }
  free(room.deal);
  return status;
}

ply_status ply_verify_check_talks(verify_run *run) {
  ply_talks_result *claim = &run->result->talks;
  const ply_talks *talks = &run->view.scenario->bargaining.talks;
  int before = run->result->n_failed_checks;
  ply_status status = PLY_OK;
  if (claim->present != talks->present) ply_verify_fail(run, "talks: told where there are none, or missing.");
  if (!claim->present || !talks->present || claim->outcome == PLY_LIMIT_REACHED) return PLY_OK;
  if (claim->outcome == PLY_FOUND) {
    verify_point point;
    bool in = false;
    status = ply_verify_point_at(run, claim->bundle.index, &point);
    if (status == PLY_OK) status = ply_verify_in_set(run, &point, claim->over, &in);
    if (status != PLY_OK) return status;
    if (!in) ply_verify_fail(run, "talks: the bundle agreed is not %s.", claim->over);
    if (in) ply_verify_same_bundle(run, &claim->bundle, &point, "talks");
    if (claim->round < 1 || claim->round > talks->rounds)
      ply_verify_fail(run, "talks: agreed in round %d of %d.", claim->round, talks->rounds);
  }
  if (run->table != NULL && talks->n_order > 0) status = check_whole(run, claim);
  claim->verified = status == PLY_OK && run->result->n_failed_checks == before;
  return status;
}
