/* The state of a session as the fold of its events: what does each event change, and does it fit what went
 * before? Nothing here decides anything (that is act.c and clock.c); an event that names a seat, a person or
 * a proposal that does not exist is refused, so that a damaged log cannot bring about a state that play could
 * not. */
#include "sim/class/session/state.h"

#include <stdlib.h>
#include <string.h>

static const char *const stages[PLY_N_STAGES] = {"lobby", "read", "talk", "debrief", "again"};

const char *ply_class_stage_name(ply_class_stage stage) { return stages[stage]; }

ply_status ply_class_state_init(ply_class_state *state, int n_roles, uint64_t playable, int n_tables,
                                ply_err *err) {
  *state = (ply_class_state){.n_roles = n_roles, .n_tables = n_tables, .playable = playable};
  for (int t = 0; t < PLY_CLASS_MAX_TABLES; t++)
    for (int r = 0; r < 2; r++)
      state->tables[t].end[r] = (ply_class_end){PLY_TABLE_OPEN, .proposal = -1, .event = -1, .kept = -1};
  state->closed = true; /* places without a card are opened by the teacher */
  state->arena = ply_arena_new();
  return state->arena != NULL ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "not enough memory for a session");
}

void ply_class_state_done(ply_class_state *state) {
  ply_arena_free(state->arena);
  free(state->people);
  free(state->proposals);
  free(state->played);
  free(state->events);
  *state = (ply_class_state){0};
}

int ply_class_state_people(const ply_class_state *state, int table, int role) {
  int n = 0;
  for (int p = 0; p < state->n_people; p++) {
    const ply_class_person *person = &state->people[p];
    n += !person->gone && person->table == table && person->role == role;
  }
  return n;
}

int ply_class_state_asking(const ply_class_state *state) {
  if (state->stage == PLY_STAGE_LOBBY || state->stage == PLY_STAGE_READ) return 0;
  return state->stage == PLY_STAGE_DEBRIEF ? 1 : -1;
}

int64_t ply_class_state_left(const ply_class_state *state, int64_t now_ms) {
  if (!state->timed) return 0;
  int64_t left = state->paused ? state->left_ms : state->ends_ms - now_ms;
  return left > 0 ? left : 0;
}

const ply_class_played *ply_class_state_played(const ply_class_state *state, int table, int round,
                                               int number) {
  for (int p = 0; p < state->n_played; p++)
    if (state->played[p].table == table && state->played[p].round == round &&
        state->played[p].number == number)
      return &state->played[p];
  return NULL;
}

/* ---- does the event fit? ---- */

static bool is_seat(const ply_class_state *state, int table, int role) {
  return table >= 0 && table < state->n_tables && role >= 0 && role < state->n_roles &&
         (state->playable >> role & 1) != 0;
}

static bool is_person(const ply_class_state *state, int person) {
  return person >= 0 && person < state->n_people && !state->people[person].gone;
}

static bool is_open(const ply_class_state *state, int proposal) {
  return proposal >= 0 && proposal < state->n_proposals && state->proposals[proposal].status == PLY_OPEN;
}

static bool has_ended(const ply_class_state *state, int table) {
  return state->tables[table].end[state->round].status != PLY_TABLE_OPEN;
}

/* A person speaks for the seat it sits in, a bot (-1) for a seat that has one. */
static bool speaks_for(const ply_class_state *state, int person, int table, int role) {
  if (!is_seat(state, table, role)) return false;
  if (person < 0) return (state->tables[table].bots >> role & 1) != 0;
  return is_person(state, person) && state->people[person].table == table &&
         state->people[person].role == role;
}

static bool is_table(const ply_class_state *state, int table) {
  return table >= 0 && table < state->n_tables;
}

/* Whether a stage is the one before the present one. */
static bool goes_back(const ply_class_state *s, int stage) {
  switch (s->stage) {
  case PLY_STAGE_READ: return stage == PLY_STAGE_LOBBY;
  case PLY_STAGE_TALK: return stage == PLY_STAGE_READ;
  case PLY_STAGE_DEBRIEF: return stage == (s->round == 0 ? PLY_STAGE_TALK : PLY_STAGE_AGAIN);
  case PLY_STAGE_AGAIN: return stage == PLY_STAGE_DEBRIEF;
  case PLY_STAGE_LOBBY:
  case PLY_N_STAGES: break;
  }
  return false;
}

bool ply_class_state_fits(const ply_class_state *s, const ply_class_event *e) {
  switch (e->kind) {
  case PLY_EV_OPEN: return s->n_events == 0;
  case PLY_EV_JOIN: /* somebody new, or the place of somebody who is gone */
    return e->person >= 0 && e->person <= s->n_people && !is_person(s, e->person) &&
           is_seat(s, e->table, e->role);
  case PLY_EV_FREE: return is_person(s, e->person);
  case PLY_EV_BOT: return is_seat(s, e->table, e->role) && (e->value == 0 || e->value == 1);
  case PLY_EV_STAGE: return e->value >= 0 && e->value < PLY_N_STAGES;
  case PLY_EV_PAUSE: return s->timed && !s->paused;
  case PLY_EV_RESUME: return s->timed && s->paused;
  case PLY_EV_EXTEND: return s->timed;
  case PLY_EV_PROPOSE:
    return e->proposal == s->n_proposals && speaks_for(s, e->person, e->table, e->role) &&
           !has_ended(s, e->table);
  case PLY_EV_VOTE:
    return is_open(s, e->proposal) && speaks_for(s, e->person, s->proposals[e->proposal].table, e->role) &&
           e->value >= -1 && e->value <= 1;
  case PLY_EV_WITHDRAW: return is_open(s, e->proposal);
  case PLY_EV_DEAL:
    return is_table(s, e->table) && !has_ended(s, e->table) &&
           ((is_open(s, e->proposal) && s->proposals[e->proposal].table == e->table) ||
            (e->proposal >= 0 && s->tables[e->table].end[s->round].kept == e->proposal));
  case PLY_EV_NO_DEAL: return is_table(s, e->table) && !has_ended(s, e->table);
  case PLY_EV_REOPEN: return is_table(s, e->table) && has_ended(s, e->table);
  case PLY_EV_MESSAGE:
    return e->table >= -1 && e->table < s->n_tables && e->role >= -1 && e->role < s->n_roles;
  case PLY_EV_DOORS: return e->value == 0 || e->value == 1;
  case PLY_EV_ANSWER:
    return is_person(s, e->person) && ply_class_state_asking(s) >= 0 && e->value >= 0 && e->value <= 100 &&
           (e->role == -1 || is_seat(s, 0, e->role));
  case PLY_EV_REVEAL: return e->value >= 0 && e->value <= PLY_N_STEPS;
  case PLY_EV_BACK: return goes_back(s, e->value);
  case PLY_EV_CHOOSE: /* -1: a bot, or the clock */
    return is_seat(s, e->table, e->role) && !has_ended(s, e->table) &&
           (e->person < 0 || speaks_for(s, e->person, e->table, e->role));
  case PLY_EV_ROUND: return e->table >= -1 && e->table < s->n_tables && e->value >= 1;
  case PLY_EV_RESTART:
  case PLY_EV_NEWS: return true;
  case PLY_N_EVENTS: break;
  }
  return false;
}

/* ---- what the event changes ---- */

/* Makes room for one more in an array that grows by doubling. */
static bool grow(void **items, int n, size_t size) {
  if (n > 0 && (n & (n - 1)) != 0) return true;
  size_t capacity = n == 0 ? 1 : (size_t)n * 2;
  void *more = realloc(*items, capacity * size);
  if (more != NULL) *items = more;
  return more != NULL;
}

/* Room for a round of every table. */
static bool room_for_rounds(ply_class_state *s) {
  if (s->n_played + s->n_tables <= s->room_played) return true;
  int room = 2 * s->room_played + s->n_tables;
  void *more = realloc(s->played, (size_t)room * sizeof *s->played);
  if (more == NULL) return false;
  s->played = more;
  s->room_played = room;
  return true;
}

/* Open proposals of a table lapse: it has ended, or a new round begins. */
static void lapse(ply_class_state *state, int table) {
  for (int p = 0; p < state->n_proposals; p++)
    if (state->proposals[p].table == table && state->proposals[p].status == PLY_OPEN) {
      state->proposals[p].status = PLY_LAPSED;
      state->proposals[p].lapsed_by = state->n_events;
    }
}

static void begin_rounds(ply_class_state *s, int64_t t_ms) {
  for (int t = 0; t < s->n_tables; t++) {
    s->tables[t].played = 0;
    s->tables[t].chosen = 0;
    s->tables[t].since_ms = t_ms;
  }
}

static void begin_stage(ply_class_state *s, const ply_class_event *e) {
  s->stage = (ply_class_stage)e->value;
  s->timed = e->ms > 0;
  s->paused = false;
  s->ends_ms = e->t_ms + e->ms;
  if (s->stage == PLY_STAGE_TALK || s->stage == PLY_STAGE_AGAIN) begin_rounds(s, e->t_ms);
  if (s->stage != PLY_STAGE_AGAIN) return;
  s->round = 1;
  for (int t = 0; t < s->n_tables; t++) {
    lapse(s, t);
    s->tables[t].end[1] = (ply_class_end){PLY_TABLE_OPEN, .proposal = -1, .event = -1, .kept = -1};
  }
}

static void vote(ply_class_proposal *proposal, int role, int value) {
  uint64_t bit = (uint64_t)1 << role;
  proposal->accept &= ~bit;
  proposal->reject &= ~bit;
  if (value > 0) proposal->accept |= bit;
  if (value < 0) proposal->reject |= bit;
}

static void end_table(ply_class_state *s, int table, ply_table_status status, int proposal,
                      const char *score) {
  if (proposal >= 0) s->proposals[proposal].status = PLY_AGREED;
  lapse(s, table);
  s->tables[table].end[s->round] =
      (ply_class_end){status, .proposal = proposal, .event = s->n_events, .score = score, .kept = -1};
}

/* What was on the table when it ended is there again. A deal that was signed stands until another is. */
static void reopen(ply_class_state *s, int table) {
  ply_class_end *end = &s->tables[table].end[s->round];
  for (int p = 0; p < s->n_proposals; p++)
    if (s->proposals[p].table == table && s->proposals[p].status == PLY_LAPSED &&
        s->proposals[p].lapsed_by == end->event)
      s->proposals[p].status = PLY_OPEN;
  *end = (ply_class_end){PLY_TABLE_OPEN, .proposal = -1, .event = -1, .score = end->score,
                         .kept = end->proposal};
}

/* The stage before: tables that its end left without a deal go on as they were; deals stay. */
static void go_back(ply_class_state *s, const ply_class_event *e) {
  ply_class_stage from = s->stage;
  s->stage = (ply_class_stage)e->value;
  s->timed = e->ms > 0;
  s->paused = s->timed;
  s->left_ms = e->ms;
  s->paused_ms = e->t_ms;
  for (int t = 0; t < s->n_tables; t++) s->tables[t].since_ms = e->t_ms;
  if (from == PLY_STAGE_AGAIN) {
    for (int t = 0; t < s->n_tables; t++) lapse(s, t);
    s->round = 0;
  }
  if (from != PLY_STAGE_DEBRIEF) return;
  s->step = 0;
  for (int t = 0; t < s->n_tables; t++)
    if (s->tables[t].end[s->round].status == PLY_TABLE_NO_DEAL) reopen(s, t);
}

/* The moves of a round are kept, and the next begins. */
static void end_round(ply_class_state *s, int table, const ply_class_event *e) {
  ply_class_table *t = &s->tables[table];
  if (t->chosen != 0) {
    ply_class_played *played = &s->played[s->n_played++];
    *played = (ply_class_played){
        .table = table, .number = t->played, .round = s->round, .t_ms = e->t_ms, .chosen = t->chosen};
    memcpy(played->moves, t->moves, sizeof t->moves);
  }
  t->chosen = 0;
  t->played = e->value;
  t->since_ms = e->t_ms;
  lapse(s, table);
}

static void choose(ply_class_table *table, const ply_class_event *e) {
  table->chosen |= (uint64_t)1 << e->role;
  table->moves[e->role] = e->bundle;
}

static void change_seats(ply_class_state *s, const ply_class_event *e) {
  if (e->kind == PLY_EV_JOIN) {
    s->n_people += e->person == s->n_people;
    s->people[e->person] = (ply_class_person){
        .table = e->table, .role = e->role, .open = e->value == 0, .name = e->text, .joined_ms = e->t_ms};
  } else if (e->kind == PLY_EV_FREE)
    s->people[e->person].gone = true;
  else if (e->value == 1)
    s->tables[e->table].bots |= (uint64_t)1 << e->role;
  else
    s->tables[e->table].bots &= ~((uint64_t)1 << e->role);
}

static void add_proposal(ply_class_state *s, const ply_class_event *e) {
  s->proposals[s->n_proposals++] = (ply_class_proposal){.table = e->table,
                                                        .role = e->role,
                                                        .round = s->round,
                                                        .turn = s->tables[e->table].played,
                                                        .bundle = e->bundle,
                                                        .t_ms = e->t_ms,
                                                        .accept = (uint64_t)1 << e->role};
}

static void change_clock(ply_class_state *s, const ply_class_event *e) {
  if (e->kind == PLY_EV_PAUSE || e->kind == PLY_EV_RESTART) {
    s->paused = s->timed;
    s->left_ms = e->ms;
    s->paused_ms = e->t_ms;
    /* The time that no server ran is nobody's. */
    for (int t = 0; t < s->n_tables && e->kind == PLY_EV_RESTART; t++) s->tables[t].since_ms = e->t_ms;
  } else if (e->kind == PLY_EV_RESUME) {
    s->paused = false;
    s->ends_ms = e->t_ms + e->ms;
    for (int t = 0; t < s->n_tables; t++) s->tables[t].since_ms += e->t_ms - s->paused_ms;
  } else if (s->paused)
    s->left_ms += e->ms;
  else
    s->ends_ms += e->ms;
}

static void change(ply_class_state *s, const ply_class_event *e) {
  switch (e->kind) {
  case PLY_EV_JOIN:
  case PLY_EV_FREE:
  case PLY_EV_BOT: change_seats(s, e); break;
  case PLY_EV_STAGE: begin_stage(s, e); break;
  case PLY_EV_RESTART:
  case PLY_EV_PAUSE:
  case PLY_EV_RESUME:
  case PLY_EV_EXTEND: change_clock(s, e); break;
  case PLY_EV_PROPOSE: add_proposal(s, e); break;
  case PLY_EV_VOTE: vote(&s->proposals[e->proposal], e->role, e->value); break;
  case PLY_EV_WITHDRAW: s->proposals[e->proposal].status = PLY_WITHDRAWN; break;
  case PLY_EV_DEAL: end_table(s, e->table, PLY_TABLE_DEAL, e->proposal, e->text); break;
  case PLY_EV_NO_DEAL: end_table(s, e->table, PLY_TABLE_NO_DEAL, -1, NULL); break;
  case PLY_EV_REOPEN: reopen(s, e->table); break;
  case PLY_EV_NEWS: s->n_patches += e->patch != NULL && e->patch[0] != '\0'; break;
  case PLY_EV_DOORS: s->closed = e->value == 0; break;
  case PLY_EV_ANSWER:
    s->people[e->person].answer[ply_class_state_asking(s)] =
        (ply_class_answer_given){true, e->value, e->role};
    break;
  case PLY_EV_REVEAL:
    s->step = e->value;
    s->revealed |= e->value >= PLY_STEP_GAINS;
    break;
  case PLY_EV_BACK: go_back(s, e); break;
  case PLY_EV_CHOOSE: choose(&s->tables[e->table], e); break;
  case PLY_EV_ROUND:
    for (int t = 0; t < s->n_tables; t++)
      if (e->table == t || (e->table < 0 && s->tables[t].end[s->round].status == PLY_TABLE_OPEN))
        end_round(s, t, e);
    break;
  case PLY_EV_OPEN:
  case PLY_EV_MESSAGE:
  case PLY_N_EVENTS: break;
  }
}

ply_status ply_class_state_apply(ply_class_state *state, const ply_class_event *event, ply_err *err) {
  if (!ply_class_state_fits(state, event))
    return ply_err_set(err, PLY_E_INPUT, "event %d (%s) does not fit what went before", state->n_events + 1,
                       ply_class_event_name(event->kind));
  if (state->n_events >= PLY_CLASS_MAX_EVENTS ||
      (event->kind == PLY_EV_JOIN && event->person >= PLY_CLASS_MAX_PEOPLE))
    return ply_err_set(err, PLY_E_LIMIT, "the session is full: at most %d events and %d people",
                       PLY_CLASS_MAX_EVENTS, PLY_CLASS_MAX_PEOPLE);
  ply_class_event kept = *event;
  bool memory = grow((void **)&state->events, state->n_events, sizeof *state->events) &&
                grow((void **)&state->people, state->n_people, sizeof *state->people) &&
                grow((void **)&state->proposals, state->n_proposals, sizeof *state->proposals) &&
                room_for_rounds(state);
  if (memory && event->text != NULL)
    memory = (kept.text = ply_arena_strdup(state->arena, event->text)) != NULL;
  if (memory && event->patch != NULL)
    memory = (kept.patch = ply_arena_strdup(state->arena, event->patch)) != NULL;
  if (!memory) return ply_err_set(err, PLY_E_MEMORY, "not enough memory for another event");
  state->events[state->n_events++] = kept;
  change(state, &kept);
  return PLY_OK;
}
