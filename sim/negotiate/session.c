/* How does one session go? The parts that protocols are made of: the clock, asking a talker for an offer or an
 * answer, letting everybody hear it, and the rule of consent. Each talker has a stream of random numbers of its
 * own, so that what one draws changes nothing for another. */
#include "sim/negotiate/session.h"

#include "sim/negotiate/learner.h"

#include <stdlib.h>
#include <string.h>

enum { STREAMS = 128 }; /* of one session: the mediator's, then one a talker */

static bool wants_counts(const ply_meeting *table) {
  for (int t = 0; t < table->n_talkers; t++)
    if (table->manner[t].pick == PLY_MODEL) return true;
  return false;
}

static bool wants_learner(const ply_meeting *table) {
  if (table->protocol->learns) return true;
  for (int t = 0; t < table->n_talkers; t++)
    if (table->manner[t].strategy->hears_votes) return true;
  return false;
}

bool ply_session_init(ply_session *s, const ply_meeting *table) {
  *s = (ply_session){.table = table};
  bool counts = wants_counts(table);
  if (!ply_log_init(&s->log, table->menu, &table->positions, table->n_talkers, counts)) return false;
  if (wants_learner(table)) {
    s->learner = malloc(sizeof *s->learner);
    if (s->learner == NULL || !ply_learner_init(s->learner, table)) return false;
  }
  for (int t = 0; t < table->n_talkers && counts; t++) {
    s->seat[t].score = calloc((size_t)s->log.n_names + 1, sizeof *s->seat[t].score);
    if (s->seat[t].score == NULL) return false;
  }
  return true;
}

void ply_session_done(ply_session *s) {
  for (int t = 0; s->table != NULL && t < s->table->n_talkers; t++) free(s->seat[t].score);
  ply_log_done(&s->log);
  if (s->learner != NULL) ply_learner_done(s->learner);
  free(s->learner);
  free(s->events);
  *s = (ply_session){0};
}

void ply_session_seats(ply_session *s, uint64_t k) {
  for (int t = 0; t < s->table->n_talkers; t++) {
    ply_seat *seat = &s->seat[t];
    double *score = seat->score;
    *seat = (ply_seat){.session = s,
                       .own = &s->own[t],
                       .log = &s->log,
                       .manner = &s->table->manner[t],
                       .self = t,
                       .drafted = PLY_NO_DEAL};
    seat->score = score;
    if (seat->manner->strategy->by_chance)
      ply_rng_init(&seat->chance, s->table->seed, k * STREAMS + 1 + (uint64_t)t);
  }
  if (s->learner != NULL) ply_learner_clear(s->learner);
  if (s->table->protocol->of_texts) ply_rng_init(&s->chance, s->table->seed, k * STREAMS);
}

void ply_session_run(ply_session *s, ply_own *own, uint64_t k) {
  s->own = own;
  s->agreed = s->failed = false;
  s->deal = PLY_NO_DEAL;
  s->deal_step = -1;
  s->n_events = 0;
  ply_log_clear(&s->log);
  ply_session_seats(s, k);
  s->table->protocol->run(s);
}

/* ---- parts ---- */

void ply_session_clock(ply_session *s, int step) {
  double time = ply_step_time(s->table->steps, step);
  s->step = step;
  for (int t = 0; t < s->table->n_talkers; t++) {
    s->seat[t].step = step;
    s->seat[t].time = time;
  }
}

ply_deal ply_session_ask(ply_session *s, int t) {
  if (s->own[t].empty) return PLY_NO_DEAL;
  return s->seat[t].manner->strategy->offer(&s->seat[t]);
}

bool ply_session_vote(ply_session *s, int t, ply_deal deal) {
  if (s->own[t].empty) return false;
  return s->seat[t].manner->strategy->vote(&s->seat[t], deal);
}

void ply_session_hear(ply_session *s, int t, ply_deal deal) {
  if (!ply_log_add(&s->log, t, deal, s->step)) s->failed = true;
  ply_session_hear_vote(s, t, deal, true);
}

void ply_session_hear_vote(ply_session *s, int t, ply_deal deal, bool yes) {
  if (s->learner != NULL) ply_learner_hear(s->learner, t, ply_session_index(s, deal), yes);
}

void ply_session_hear_votes(ply_session *s, ply_deal deal, int proposer, uint64_t asked, uint64_t yes) {
  for (int t = 0; t < s->table->n_talkers && s->learner != NULL; t++) {
    int actor = s->table->talker[t];
    if (t != proposer && (asked >> actor & 1) != 0) ply_session_hear_vote(s, t, deal, yes >> actor & 1);
  }
}

void ply_session_end(ply_session *s, ply_deal deal) {
  s->agreed = true;
  s->deal = deal;
  s->deal_step = s->step;
}

void ply_session_tell(ply_session *s, int actor, ply_does does, ply_deal deal, uint64_t yes, bool stands) {
  if (!s->tracing) return;
  if (s->n_events == s->room) {
    size_t room = s->room > 0 ? 2 * s->room : 256;
    ply_event *events = realloc(s->events, room * sizeof *events);
    if (events == NULL) {
      s->failed = true;
      return;
    }
    s->events = events;
    s->room = room;
  }
  s->events[s->n_events++] = (ply_event){s->step, actor, does, deal, yes, stands};
}
