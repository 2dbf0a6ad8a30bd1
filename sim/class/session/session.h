/* A session as it runs: the plan that was made for it, the game, the state, the log, and what people and the
 * clock do to it. Private to this room. Everything here runs in one thread; time comes from outside. Messages
 * in *err are for people at the tables. */
#ifndef PLY_CLASS_SESSION_H
#define PLY_CLASS_SESSION_H

#include "sim/class/session/course.h"
#include "sim/class/session/found.h"
#include "sim/class/session/log.h"
#include "sim/class/words/words.h"
#include "sim/parley.h"

enum {
  PLY_CLASS_CODE = 8,
  PLY_CLASS_OPEN_EACH = 3,
  PLY_CLASS_TOP = 400,   /* acceptable packages that the solver lists for bots and debrief */
  PLY_CLASS_CLOUD = 1000 /* about so many for the picture */
};

/* What `parley class new` fixes: session.json. */
typedef struct ply_class_plan {
  int minutes, players, n_tables;
  uint64_t seed;
  int64_t read_ms, talk_ms, again_ms, bot_ms; /* lengths of the stages; how often a bot thinks */
  int scale;                                  /* points that the issues of a role span; 100 */
  bool bots;                                  /* empty seats get bots when the talks begin */
  bool alias;
  int rounds;        /* of moves or offers; 0: as the scenario says */
  char language[3];  /* of the pages: en, de, fr, ar */
  char strategy[64]; /* of the bots' talks and offers; "": as is usual */
  char codes[PLY_CLASS_MAX_TABLES][PLY_CLASS_ROLES][PLY_CLASS_CODE + 1]; /* of each seat; "" for no seat */
} ply_class_plan;

/* How an actor's payoffs become whole points: points = unit * (payoff - low). */
typedef struct ply_class_scale {
  double low, unit; /* unit 0: not set yet */
  bool from_zero;   /* low is 0: points of options are their payoffs, else counted from the worst option */
  int no_deal;
} ply_class_scale;

/* What would follow if one number of the file were another: asked by the teacher in the debrief, answered by
 * the solver beside the lesson. In no log: it changes nothing. */
typedef struct ply_class_trial {
  int id;            /* counts the questions; 0: none yet */
  char pointer[200]; /* of the number, or of a reading */
  double value;
  int known_id; /* which question `known` answers */
  ply_class_found *known;
  double known_value;
  parley_scenario *scenario; /* with that number, and its game: for named designs and signed deals */
  parley_game *game;
} ply_class_trial;

typedef struct ply_class_verdict ply_class_verdict; /* see blocks.h */

/* The bots' strategies at one table, and what they have heard. */
typedef struct ply_class_mind {
  parley_sitting *sitting; /* NULL: not asked yet; tables share the list of the first that was */
  int round, n_heard;      /* events */
} ply_class_mind;

typedef struct ply_class_session {
  ply_class_plan plan;
  ply_words *words;   /* in the plan's language */
  char *base_text;    /* the merged scenario as it was when the session was made */
  struct cJSON *root; /* the merged scenario as it is now, for its words */
  /* The file as the session began, once news have changed it; else NULL. */
  struct cJSON *file_root;
  parley_scenario *file_scenario;
  parley_game *file_game;
  parley_scenario *scenario;
  parley_game *game;
  parley_game_shape shape;
  ply_class_scale scales[PLY_CLASS_ROLES];
  ply_class_course course;
  ply_class_state state;
  ply_class_log log;
  ply_rng rng;
  int n_focal;
  uint64_t *focal; /* bundles that bots think of */
  ply_class_mind minds[PLY_CLASS_MAX_TABLES];
  int64_t next_bot_ms;
  int64_t left_ms; /* on the clock when the last stage ended, for going back to it */
  char *solution;  /* the solver's result as JSON for the scenario as it was made, or NULL */
  int n_found;
  ply_class_found **found; /* what the solver has answered so far */
  int n_patches;           /* how many patches of the news are in `game` */
  int n_verdicts;
  ply_class_verdict *verdicts; /* on the deals that were signed */
  ply_class_trial trial;
  int n_prepared,
      prepared_patches;  /* how many numbers are ready to be moved, of the scenario with so many patches */
  unsigned long version; /* grows with every event and answer */
} ply_class_session;

/* Starts a session in memory over a merged scenario's text (parley_scenario_show). plan: copied. log_path:
 * NULL for none. solution: JSON of parley_result_render or NULL. The clock is paused by a `restart` where the
 * log already holds a running session. PLY_E_INPUT, PLY_E_SYSTEM, PLY_E_MEMORY. */
ply_status ply_class_session_init(ply_class_session *session, const ply_class_plan *plan,
                                  const char *scenario, const char *solution, const char *log_path,
                                  int64_t now_ms, ply_err *err);
/* A session as its folder keeps it, without its log's file: nothing there is touched or locked, and nothing can be done in
 * it. PLY_E_INPUT, PLY_E_SYSTEM, PLY_E_MEMORY. */
ply_status ply_class_session_recall(ply_class_session *session, const char *folder, ply_err *err);
void ply_class_session_done(ply_class_session *session);

/* The public form of a failure: its status, and *error (which may be NULL) becomes a copy of it. */
parley_status ply_class_told(const ply_err *err, parley_error *error);

/* Writes one event and applies it. PLY_E_USAGE where it does not fit; PLY_E_SYSTEM where the disk fails. */
ply_status ply_class_session_do(ply_class_session *session, const ply_class_event *event, ply_err *err);

/* What the solver found of the scenario as it is now: against no deal (base NULL) or against a base. NULL: it
 * was not asked yet. */
const ply_class_found *ply_class_session_found(const ply_class_session *session, const uint64_t *base);
/* The same against no deal, of the scenario now or else as it was last known. NULL: nothing is known. */
const ply_class_found *ply_class_session_known(const ply_class_session *session);
/* Adds an answer (json NULL: there is none), of the scenario with so many patches. PLY_E_MEMORY. */
ply_status ply_class_session_know(ply_class_session *session, int n_patches, const uint64_t *base,
                                  const char *json, ply_err *err);

/* Which actors are roles: those that are asked or may join; if there are none, all. */
uint64_t ply_class_playable(const parley_game *game);

/* ---- points ---- */

int ply_class_points(const ply_class_session *session, int role, double payoff);
/* Points of all roles [n_actors]; false where the payoffs are not defined. */
bool ply_class_points_all(const ply_class_session *session, uint64_t bundle, int *points);
double ply_class_unit(const ply_class_session *session, int role); /* points of one payoff unit */
/* Points of a proposal [n_actors] as it was made: in the round of offers in which it was. */
bool ply_class_points_of(const ply_class_session *session, int proposal, int *points);
/* How a table ended, in points [n_actors] with what no deal gives [n_actors]: a deal as it was scored on the
 * day it was signed, whatever news came after; no deal as it is now. False where the table is open. */
bool ply_class_end_points(const ply_class_session *session, int table, int round, int *points, int *no_deal);
/* A proposal's number at its own table, from 1. */
int ply_class_number_of(const ply_class_session *session, int proposal);
/* What an option counts in a role's table of points. */
double ply_class_term(const ply_class_session *session, int role, int issue, int option, bool outsider);
/* The same where the deal comes after so many rounds of offers. */
bool ply_class_points_late(const ply_class_session *session, uint64_t bundle, int rounds, int *points);
bool ply_class_payoffs_late(const ply_class_session *session, uint64_t bundle, int rounds, double *payoffs);

/* ---- what people do ---- */

/* How many people may sit in the session without a seat code, and how many at one seat with it: twice as many
 * as it was made for and some more, so that nobody can fill it up with seats that nobody uses. */
int ply_class_room(const ply_class_session *session);
/* How many sit there now. */
int ply_class_seated(const ply_class_session *session);

/* The seat of a code, however it is typed. */
bool ply_class_seat_of(const ply_class_session *session, const char *code, int *table, int *role);
/* Bots sit down where nobody sits, where the plan says so. */
ply_status ply_class_fill_seats(ply_class_session *session, int64_t now_ms, ply_err *err);

/* Whether talks are open. */
bool ply_class_talking(const ply_class_session *session);

/* Sits a person down: at the seat of a code, or (code NULL or "") at the emptiest one. */
ply_status ply_class_join(ply_class_session *session, int64_t now_ms, const char *code, const char *name,
                          int *person, ply_err *err);
/* person -1: the seat's bot. The proposer's vote counts as yes. */
ply_status ply_class_propose(ply_class_session *session, int64_t now_ms, int person, int table, int role,
                             uint64_t bundle, ply_err *err);
ply_status ply_class_vote(ply_class_session *session, int64_t now_ms, int person, int role, int proposal,
                          int value, ply_err *err);
ply_status ply_class_withdraw(ply_class_session *session, int64_t now_ms, int table, int role, int proposal,
                              ply_err *err);

/* The question's answer: value 0 to 100, role that has the most power or -1; again changes it. */
ply_status ply_class_say(ply_class_session *session, int64_t now_ms, int person, int value, int role,
                         ply_err *err);

/* ---- what the teacher does ---- */

ply_status ply_class_push(ply_class_session *session, int64_t now_ms,
                          ply_err *err); /* on to the next stage */
/* The stage before: what was on the table when it ended is there again, deals stay, the clock is paused at
 * what was left of it, at least a minute. */
ply_status ply_class_back(ply_class_session *session, int64_t now_ms, ply_err *err);
ply_status ply_class_again(ply_class_session *session, int64_t now_ms, ply_err *err);
ply_status ply_class_pause(ply_class_session *session, int64_t now_ms, bool pause, ply_err *err);
ply_status ply_class_extend(ply_class_session *session, int64_t now_ms, int64_t ms, ply_err *err);
ply_status ply_class_seat_bot(ply_class_session *session, int64_t now_ms, int table, int role, bool in,
                              ply_err *err);
ply_status ply_class_doors(ply_class_session *session, int64_t now_ms, bool open, ply_err *err);
ply_status ply_class_free(ply_class_session *session, int64_t now_ms, int person, ply_err *err);
/* patch: a merge patch (RFC 7396) on the scenario as text, or NULL; it may change numbers and words but not
 * which actors, issues, options, levels and candidates there are. */
ply_status ply_class_news(ply_class_session *session, int64_t now_ms, const char *text, const char *patch,
                          ply_err *err);
/* A piece of news that the scenario file has ready. */
typedef struct ply_class_ready {
  const char *id, *text; /* borrowed from the session's scenario */
  int after_minutes;     /* -1: at no certain time */
  bool sent;
} ply_class_ready;
/* The n-th of them; false past the last. */
bool ply_class_news_at(const ply_class_session *session, int n, ply_class_ready *ready);
/* Sends it, with what it changes. */
ply_status ply_class_news_ready(ply_class_session *session, int64_t now_ms, const char *id, ply_err *err);
ply_status ply_class_message(ply_class_session *session, int64_t now_ms, int table, int role,
                             const char *text, ply_err *err);
ply_status ply_class_step(ply_class_session *session, int64_t now_ms, int step, ply_err *err);
ply_status ply_class_reopen(ply_class_session *session, int64_t now_ms, int table, ply_err *err);

/* ---- what time does ---- */

/* Ends stages whose time is over, closes tables on which there is agreement, lets bots think. Call it a few
 * times a second. */
ply_status ply_class_tick(ply_class_session *session, int64_t now_ms, ply_err *err);

/* Every open table whose open proposal has the consent it needs gets its deal. */
ply_status ply_class_settle(ply_class_session *session, int64_t now_ms, ply_err *err);

/* The proposal is the table's deal, with the points of this day. */
ply_status ply_class_sign(ply_class_session *session, int64_t now_ms, int table, int proposal, ply_err *err);

/* One round of thought of all bots. */
ply_status ply_class_bots(ply_class_session *session, int64_t now_ms, ply_err *err);
/* The bundles that bots think of: the solver's, else the designs, else a sample. */
ply_status ply_class_focal(ply_class_session *session, ply_err *err);
/* Bots forget what they heard, and hear it again when they are next asked. */
void ply_class_minds_done(ply_class_session *session);

/* How much of the time of the talks is over, 0 to 1. */
double ply_class_share(const ply_class_session *session, int64_t now_ms);

/* ---- what if ---- */

/* What a concept's deal is called in the session's language. */
const char *ply_class_deal_name(const ply_class_session *session, const ply_class_deal *deal);
/* "Nash, Utilitarian (...)": the names of deal d of what is known and of the later ones that are the same package. */
void ply_class_found_names(const ply_class_session *session, int d, ply_text *out);

/* A number of the scenario that may be tried: a reservation, a weight, what moves together give, or a reading (0: off,
 * 1: on). */
typedef struct ply_class_number {
  char pointer[200];
  int role, issue;  /* issue -1: its reservation; role -1: a reading */
  const char *name; /* of a reading, borrowed from the session's scenario */
  char of[100];     /* of what moves together give: their name, "arm-disarm"; else "" */
  double base, low, high;
} ply_class_number;
/* The n-th of them; false past the last. */
bool ply_class_number_at(const ply_class_session *session, int n, ply_class_number *number);
/* Its value in the file as the session began. False where there is no such number in it. */
bool ply_class_number_filed(const ply_class_session *session, const ply_class_number *number, double *value);
/* Asks the solver. PLY_E_USAGE where there is no such number. */
ply_status ply_class_try(ply_class_session *session, const char *pointer, double value, ply_err *err);
/* Forgets the answer. */
void ply_class_trial_done(ply_class_trial *trial);
/* The numbers of the scenario that move with the one of the trial: itself, and for a weight the actor's others. */
typedef struct ply_class_turned {
  char name[200]; /* the pointer of the number or reading that is tried */
  double value;   /* 0 or 1 for a reading, which has no numbers of its own here */
  double at;      /* where it stands between the ends, 0 to 1 */
  int n;
  char pointer[PLY_CLASS_ROLES][200];
  double low[PLY_CLASS_ROLES], high[PLY_CLASS_ROLES];
} ply_class_turned;
/* Of a number or reading at a value; the caller frees it (free). NULL without memory. */
ply_class_turned *ply_class_turned_new(const ply_class_session *session, const char *pointer, double value);
/* The scenario of a text with these numbers, or with the reading. The caller frees *scenario. */
parley_status ply_class_turned_parse(const ply_class_turned *turned, const char *text,
                                     parley_scenario **scenario);

/* ---- news that change the scenario ---- */

/* Reads a scenario text and puts its game in place of the old one. */
ply_status ply_class_session_compile(ply_class_session *session, const char *text, ply_err *err);

/* Reads the file as the session began, for what is told beside the news. */
ply_status ply_class_session_file(ply_class_session *session, ply_err *err);

/* The scenario text with all patches of the news laid over it replaces scenario and game. With one_more:
 * nothing is replaced, only asked whether that patch too would fit. PLY_E_INPUT where it does not. */
ply_status ply_class_patch(ply_class_session *session, const char *one_more, ply_err *err);

#endif
