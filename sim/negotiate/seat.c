/* What a strategy sees, read off the session: each function is one look at the seat's own numbers or at what
 * everybody heard. */
#include "sim/negotiate/learner.h"

#include <math.h>
#include <string.h>

double ply_seat_reservation(const ply_seat *seat) { return seat->own->reservation; }
double ply_seat_best(const ply_seat *seat) { return seat->own->best; }
double ply_seat_payoff(ply_seat *seat, ply_deal deal) { return seat->own->answers->payoff(seat->own, deal); }
bool ply_seat_would_sign(ply_seat *seat, ply_deal deal) {
  return seat->own->answers->accepts(seat->own, deal);
}

bool ply_seat_has(ply_seat *seat, ply_deal deal, double least) {
  return ply_seat_payoff(seat, deal) >= least - seat->own->tolerance && ply_seat_would_sign(seat, deal);
}

bool ply_seat_no_worse(ply_seat *seat, ply_deal a, ply_deal b) {
  return ply_seat_payoff(seat, a) >= ply_seat_payoff(seat, b) - seat->own->tolerance;
}

/* ---- questions ---- */

ply_deal ply_seat_closest(ply_seat *seat, double least) {
  return seat->own->answers->closest(seat->own, least);
}
ply_deal ply_seat_similar(ply_seat *seat, double least, ply_deal to) {
  return seat->own->answers->similar(seat->own, least, to);
}
ply_deal ply_seat_drawn(ply_seat *seat, double least) {
  return seat->own->answers->drawn(seat->own, least, &seat->chance);
}
ply_deal ply_seat_ranked(ply_seat *seat, uint64_t rank) {
  return seat->own->answers->ranked(seat->own, rank);
}

/* est_j(b) = sum over the positions of w_k c_k(b_k) / max c_k with w_k = max c_k / sum of max c: that is
 * c_k(b_k) over the sum of max c. */
ply_deal ply_seat_liked(ply_seat *seat, double least) {
  const ply_log *log = seat->log;
  ply_liking liking = {{NULL}};
  memset(seat->score, 0, (size_t)log->n_names * sizeof *seat->score);
  for (int j = 0; j < log->n_talkers; j++) {
    const ply_voice *v = &log->voice[j];
    if (j == seat->self || v->n == 0) continue;
    for (int i = 0; i < log->n_names; i++) seat->score[i] += v->count[i] / v->most;
  }
  for (int k = 0; k < log->positions->n; k++) liking.score[k] = seat->score + log->first[k];
  return seat->own->answers->liked(seat->own, least, &liking);
}

/* ---- drafts ---- */

ply_deal ply_seat_draft(ply_seat *seat, double least, double heat) {
  enum { TRIES = 8 };
  ply_learner *learner = seat->session->learner;
  ply_deal best = PLY_NO_DEAL;
  double most = -INFINITY;
  for (int k = 0; k < TRIES; k++) {
    ply_deal text = ply_learner_draft(learner, seat->session, seat->self, seat->drafted, heat, &seat->chance);
    if (text == PLY_NO_DEAL) return best;
    bool signs = ply_seat_has(seat, text, least);
    double promise = ply_learner_promise(learner, seat->session, seat->self, text);
    ply_learner_know(learner, seat->self, ply_session_index(seat->session, text), signs);
    if (!signs || promise < most) continue;
    best = text;
    most = promise;
  }
  if (best != PLY_NO_DEAL) seat->drafted = best;
  return best;
}

/* ---- what was said ---- */

int ply_seat_talkers(const ply_seat *seat) { return seat->log->n_talkers; }
int ply_seat_self(const ply_seat *seat) { return seat->self; }
int ply_seat_offers(const ply_seat *seat, int talker) { return seat->log->voice[talker].n; }
int ply_seat_different(const ply_seat *seat, int talker) { return seat->log->voice[talker].different; }
ply_deal ply_seat_offer(const ply_seat *seat, int talker, int k) {
  return seat->log->voice[talker].said[k].deal;
}

bool ply_seat_heard_since(const ply_seat *seat, int talker) {
  const ply_voice *own = &seat->log->voice[seat->self], *v = &seat->log->voice[talker];
  if (v->n == 0) return false;
  return own->n == 0 || v->said[v->n - 1].step >= own->said[own->n - 1].step;
}

ply_deal ply_seat_last_heard(const ply_seat *seat) {
  ply_deal last = PLY_NO_DEAL;
  int step = -1;
  for (int j = 0; j < seat->log->n_talkers; j++) {
    const ply_voice *v = &seat->log->voice[j];
    if (j == seat->self || v->n == 0 || v->said[v->n - 1].step < step) continue;
    step = v->said[v->n - 1].step;
    last = v->said[v->n - 1].deal;
  }
  return last;
}

/* ---- clock, parameters, chance, memory ---- */

double ply_seat_time(const ply_seat *seat) { return seat->time; }
double ply_seat_parameter(const ply_seat *seat, int k) { return seat->manner->parameter[k]; }
int ply_seat_pick(const ply_seat *seat) { return (int)seat->manner->pick; }
double ply_seat_unit(ply_seat *seat) { return ply_rng_unit(&seat->chance); }
double *ply_seat_memory(ply_seat *seat) { return seat->memory; }
