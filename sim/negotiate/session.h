/* One session: a table, who sits at it, what they say. The protocols (one file each) and the seats are made
 * of what stands here; strategies do not see it. Private to sim/negotiate. */
#ifndef PLY_SESSION_H
#define PLY_SESSION_H

#include "sim/negotiate/log.h"
#include "sim/negotiate/own.h"
#include "sim/negotiate/strategy.h"

struct ply_session;
struct ply_seat {
  const struct ply_session *session;
  ply_own *own;
  const ply_log *log;
  const ply_manner *manner;
  int self, step;
  double time;
  ply_rng chance;
  double memory[PLY_SEAT_MEMORY];
  ply_deal drafted; /* its best draft so far; PLY_NO_DEAL: none */
  double *score;    /* [n_names] room for likings */
};

typedef struct ply_session ply_session;
typedef struct ply_learner ply_learner;

typedef struct ply_protocol {
  const char *name, *help, *source;
  bool by_round; /* a step a round; else a step a talker a round */
  bool of_texts; /* talkers vote on a mediator's texts */
  bool learns;   /* from what they say: with a learner */
  void (*run)(ply_session *session);
} ply_protocol;

#define PLY_PROTOCOL_DECLARED(symbol, name) extern const ply_protocol ply_protocol_##symbol;
PLY_PROTOCOLS(PLY_PROTOCOL_DECLARED)
/* Row 0, 1, ... of the registry, the default first; NULL past the last. */
const ply_protocol *ply_protocol_row(int row);
const ply_protocol *ply_protocol_find(const char *name);

/* What all sessions of one run share; const while they run. */
typedef struct ply_meeting {
  const ply_game *game; /* base values: rules, who is asked, when there is a deal */
  const ply_menu *menu; /* NULL: too large to list; deals are indices then */
  ply_positions positions;
  const ply_protocol *protocol;
  int n_talkers, talker[PLY_MAX_ACTORS]; /* actors, in order */
  uint64_t talkers;                      /* the same as a mask */
  ply_manner manner[PLY_MAX_ACTORS];     /* by talker */
  /* By talker: what it asks for at each step as a share of the way [steps], where that hangs on the clock alone and it offers
   * what is closest; else NULL. */
  const double *share[PLY_MAX_ACTORS];
  bool by_clock; /* all talk so, in turn: by_clock.c */
  int rounds, steps;
  int mediator;   /* actor, or -1: nobody of the file */
  uint64_t start; /* index of the first text; PLY_NO_DEAL: drawn */
  double heat;    /* payoff units */
  uint64_t seed;
} ply_meeting;

static inline double ply_step_time(int steps, int step) { return steps > 1 ? (double)step / (steps - 1) : 1; }

typedef enum ply_does { PLY_OFFERS, PLY_ACCEPTS, PLY_PASSES, PLY_VOTES } ply_does;

/* One thing that happened. */
typedef struct ply_event {
  int step, actor; /* actor -1: a mediator who is nobody of the file */
  ply_does does;
  ply_deal deal; /* PLY_NO_DEAL for a pass */
  uint64_t yes;  /* actors; those who voted for it or have accepted it so far */
  bool stands;   /* the offer became the deal, or the text stands */
} ply_event;

struct ply_session {
  const ply_meeting *table;
  ply_own *own; /* [n_talkers] numbers of this session */
  ply_seat seat[PLY_MAX_ACTORS];
  ply_log log;
  ply_learner *learner; /* where somebody learns from votes; else NULL */
  ply_rng chance;       /* the mediator's */
  int step;
  bool agreed, failed; /* failed: no memory */
  ply_deal deal;
  int deal_step;
  bool tracing;
  ply_event *events; /* malloc */
  size_t n_events, room;
};

bool ply_session_init(ply_session *session, const ply_meeting *table);
void ply_session_done(ply_session *session);
/* Runs session number k (from 0) with own: [n_talkers]. What it ended with stands in the session. */
void ply_session_run(ply_session *session, ply_own *own, uint64_t k);

/* by_clock.c: the same where the table is by_clock, and nothing is told: the answers are foreseen, nothing is logged. */
void ply_session_by_clock(ply_session *session, ply_own *own);

/* Everybody sits down for session k, and remembers nothing. */
void ply_session_seats(ply_session *session, uint64_t k);

/* ---- what protocols are made of; t: a talker ---- */

void ply_session_clock(ply_session *s, int step);
/* What t offers, PLY_NO_DEAL: it passes. Not yet heard. */
ply_deal ply_session_ask(ply_session *s, int t);
/* Whether t says yes to somebody's offer. */
bool ply_session_vote(ply_session *s, int t, ply_deal deal);
/* Everybody hears t's offer; t's answer to somebody else's. */
void ply_session_hear(ply_session *s, int t, ply_deal deal);
void ply_session_hear_vote(ply_session *s, int t, ply_deal deal, bool yes);
/* All at once: of those asked (actors) but the proposer, who said yes. */
void ply_session_hear_votes(ply_session *s, ply_deal deal, int proposer, uint64_t asked, uint64_t yes);
/* Actors that the deal asks. */
uint64_t ply_session_parties(const ply_session *s, ply_deal deal);
/* Whether it is a deal when these actors say yes. */
bool ply_session_carries(const ply_session *s, ply_deal deal, uint64_t yes);
uint64_t ply_session_index(const ply_session *s, ply_deal deal);
/* The deal of an index, PLY_NO_DEAL where it is not feasible. */
ply_deal ply_session_find(const ply_session *s, uint64_t index);
void ply_session_end(ply_session *s, ply_deal deal);
/* ---- drafts.c: what mediators draw; PLY_NO_DEAL where so many tries find nothing feasible ---- */

ply_deal ply_session_draw(const ply_session *s, ply_rng *rng, int tries);
/* Positions with more than one option: [PLY_MAX_POSITIONS]; returns how many. */
int ply_session_open(const ply_session *s, int *open);
/* The text with one of the open positions changed. */
ply_deal ply_session_change(ply_session *s, ply_deal text, const int *open, int n, int tries);

/* For the trace. Returns the event, or NULL where none is kept. */
void ply_session_tell(ply_session *s, int actor, ply_does does, ply_deal deal, uint64_t yes, bool stands);

#endif
