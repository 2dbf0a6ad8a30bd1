/* A session as plain data: seats, proposals, votes, the clock, and the events that made it. The state is
 * nothing but the fold of its events, so the log is the whole memory of a session. Private to this room.
 *
 * Times are milliseconds since 1970 and always come from outside. A table plays the game once for itself; a
 * seat is (table, role); a role is an actor of the scenario, by number. Sets of roles are bit masks. */
#ifndef PLY_CLASS_SESSION_STATE_H
#define PLY_CLASS_SESSION_STATE_H

#include "sim/base/base.h"

enum {
  PLY_CLASS_MAX_TABLES = 32,
  PLY_CLASS_MAX_PEOPLE = 1000,
  PLY_CLASS_MAX_EVENTS = 200000,
  PLY_CLASS_NAME = 40,   /* bytes of a person's name */
  PLY_CLASS_TEXT = 2000, /* bytes of news and messages */
  PLY_CLASS_ROLES = 64,
  PLY_CLASS_MAX_ROUNDS = 100 /* of a game that is played in rounds */
};

typedef enum ply_class_stage {
  PLY_STAGE_LOBBY = 0, /* people come in */
  PLY_STAGE_READ,      /* each reads its brief */
  PLY_STAGE_TALK,      /* proposals and votes */
  PLY_STAGE_DEBRIEF,
  PLY_STAGE_AGAIN, /* a short renegotiation with all payoffs known, then debrief again */
  PLY_N_STAGES
} ply_class_stage;
const char *ply_class_stage_name(ply_class_stage stage);

typedef enum ply_class_kind {
  PLY_EV_OPEN = 0, /* text: the scenario's digest */
  PLY_EV_RESTART,  /* ms: time left on the clock; it is paused */
  PLY_EV_JOIN,     /* person, table, role, text: name, value: 1 with the seat's card, 0 at an open place */
  PLY_EV_FREE,     /* person: has no seat any more */
  PLY_EV_BOT,      /* table, role, value: 1 in, 0 out */
  PLY_EV_STAGE,    /* value: stage, ms: how long, 0: no clock */
  PLY_EV_PAUSE,    /* ms: time left */
  PLY_EV_RESUME,   /* ms: time left */
  PLY_EV_EXTEND,   /* ms: more time */
  PLY_EV_PROPOSE,  /* proposal, table, role, person (-1: a bot), bundle */
  PLY_EV_VOTE,     /* proposal, role, person (-1: a bot), value: 1 accept, -1 reject, 0 undecided again */
  PLY_EV_WITHDRAW, /* proposal */
  PLY_EV_DEAL,     /* table, proposal, text: everybody's points and no deal as it was signed, "64/55 57/50" */
  PLY_EV_NO_DEAL,  /* table: the clock ran out, everyone gets its value of no deal */
  PLY_EV_REOPEN,   /* table */
  PLY_EV_NEWS,     /* text, patch: a merge patch on the scenario or "" */
  PLY_EV_MESSAGE,  /* table (-1: all), role (-1: all), text */
  PLY_EV_DOORS,    /* value: 1 open, 0 closed: only seat codes let people in */
  PLY_EV_ANSWER,   /* person, value: 0 to 100, role: that it thinks strongest, or -1 */
  PLY_EV_REVEAL,   /* value: the step of the debrief that is shown; from PLY_STEP_PAYOFFS on all is told */
  PLY_EV_BACK,     /* value: the stage that the teacher goes back to, ms: time left, 0: no clock */
  PLY_EV_CHOOSE,   /* table, role, person (-1: a bot), bundle: its move, seen by nobody else yet */
  PLY_EV_ROUND,    /* table (-1: all), value: how many rounds are over there now */
  PLY_N_EVENTS
} ply_class_kind;

/* One event. Fields that its kind does not name are -1, 0 or NULL. */
typedef struct ply_class_event {
  ply_class_kind kind;
  int64_t t_ms;
  int table, role, person, proposal, value;
  int64_t ms;
  uint64_t bundle;
  const char *text, *patch;
} ply_class_event;

/* What a person answers to the question that is asked before the talks and again after. */
typedef struct ply_class_answer_given {
  bool given;
  int value; /* of 100 groups like this one, how many would sign a deal */
  int role;  /* who has the most power; -1: no opinion */
} ply_class_answer_given;

typedef struct ply_class_person {
  int table, role;
  bool gone, open;  /* open: came in without a card */
  const char *name; /* "" for none */
  int64_t joined_ms;
  ply_class_answer_given answer[2]; /* before, after */
} ply_class_person;

typedef enum ply_proposal_status { PLY_OPEN = 0, PLY_WITHDRAWN, PLY_AGREED, PLY_LAPSED } ply_proposal_status;

typedef struct ply_class_proposal {
  int table, role, round;
  int turn;      /* how many rounds of offers were over at its table */
  int lapsed_by; /* the event that took it off the table, while it is PLY_LAPSED */
  uint64_t bundle;
  int64_t t_ms;
  uint64_t accept, reject; /* roles */
  ply_proposal_status status;
} ply_class_proposal;

typedef enum ply_table_status {
  PLY_TABLE_OPEN = 0,
  PLY_TABLE_DEAL,
  PLY_TABLE_NO_DEAL /* also: its rounds are over, where moves are made and nothing is agreed */
} ply_table_status;

/* How a table ended: once in the first round, once in the renegotiation. */
typedef struct ply_class_end {
  ply_table_status status;
  int proposal;      /* -1: none */
  int event;         /* that ended it */
  const char *score; /* of a deal: points on the day it was signed; NULL: an older log */
  int kept; /* the deal that stands although the table was opened again, if no other comes; -1: none */
} ply_class_end;

typedef struct ply_class_table {
  ply_class_end end[2]; /* by round */
  uint64_t bots;        /* roles */
  int played;           /* rounds of moves or offers that are over */
  int64_t since_ms;     /* when the present one began */
  uint64_t chosen;      /* roles that have made their move of the present round */
  uint64_t moves[PLY_CLASS_ROLES];
} ply_class_table;

/* A table's moves of a round that is over. */
typedef struct ply_class_played {
  int table, number, round; /* number: from 0 */
  int64_t t_ms;
  uint64_t chosen, moves[PLY_CLASS_ROLES];
} ply_class_played;

typedef struct ply_class_state {
  ply_arena *arena; /* owns the texts */
  int n_roles, n_tables;
  uint64_t playable; /* roles that are seats */
  ply_class_stage stage;
  int round; /* 0, or 1 from the renegotiation on */
  bool timed, paused;
  int64_t ends_ms;   /* while timed and not paused */
  int64_t left_ms;   /* while paused */
  int64_t paused_ms; /* since when, while paused */
  int step;          /* of the debrief; 0: none shown */
  bool closed;       /* nobody comes in without a seat code */
  bool revealed;     /* payoffs are no secret any more; stays true */
  int n_people, n_proposals, n_events, n_patches, n_played, room_played;
  ply_class_person *people;
  ply_class_proposal *proposals;
  ply_class_played *played;
  ply_class_event *events;
  ply_class_table tables[PLY_CLASS_MAX_TABLES];
} ply_class_state;

/* The first step of the debrief at which payoffs are told. */
enum { PLY_STEP_GAINS = 2, PLY_N_STEPS = 10 };

/* An empty session. playable: which roles are seats. PLY_E_MEMORY. */
ply_status ply_class_state_init(ply_class_state *state, int n_roles, uint64_t playable, int n_tables,
                                ply_err *err);
void ply_class_state_done(ply_class_state *state);

/* Whether an event may come now: its seat, person, proposal exist and nothing that it needs has ended. */
bool ply_class_state_fits(const ply_class_state *state, const ply_class_event *event);

/* Adds one event. PLY_E_INPUT where it does not fit the state (a damaged log): the state is as before.
 * PLY_E_LIMIT, PLY_E_MEMORY. Cost: constant, but for the start of a stage. */
ply_status ply_class_state_apply(ply_class_state *state, const ply_class_event *event, ply_err *err);

/* Which time the question is open for now: 0 before the talks, 1 in the debrief, -1 neither. */
int ply_class_state_asking(const ply_class_state *state);

/* How many people sit there, and whether time is left on a clock that runs. */
int ply_class_state_people(const ply_class_state *state, int table, int role);
int64_t ply_class_state_left(const ply_class_state *state, int64_t now_ms);

/* A table's moves of a round that is over, or NULL. Cost: the rounds played. */
const ply_class_played *ply_class_state_played(const ply_class_state *state, int table, int round,
                                               int number);

/* ---- events as lines of JSON ---- */

/* An event of a kind with every other field unset. */
ply_class_event ply_class_event_of(ply_class_kind kind, int64_t t_ms);
const char *ply_class_event_name(ply_class_kind kind);

/* {"t":...,"e":"join",...} without a line end. */
void ply_class_event_write(const ply_class_event *event, ply_text *out);
/* The reverse; texts go to the arena. PLY_E_INPUT says what is wrong with the line. */
ply_status ply_class_event_read(const char *line, ply_arena *arena, ply_class_event *event, ply_err *err);

#endif
