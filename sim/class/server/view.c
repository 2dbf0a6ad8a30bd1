/* What a student, the projector and the teacher see of a running session. Every number of a payoff goes
 * through write_points, which is where the rule stands: own points only, all of them after the reveal. */
#include "sim/class/server/view.h"

#include "sim/class/session/moves.h"
#include "sim/class/session/plan.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SHOWN = 80 /* proposals of a table that a view lists: the last ones */ };

/* Who reads: a role of a table, or (role -1) everybody. */
typedef struct reader {
  int table, role;
} reader;

void ply_class_write_roles(ply_json *json, const char *key, uint64_t roles) {
  ply_json_array(json, key, PLY_JSON_TIGHT);
  for (int r = 0; r < PLY_CLASS_ROLES; r++)
    if ((roles >> r & 1) != 0) ply_json_int(json, NULL, r);
  ply_json_end(json);
}

void ply_class_write_figure(ply_json *json, const char *key, const char *format, double value) {
  char figure[64];
  snprintf(figure, sizeof figure, format, value);
  ply_json_raw(json, key, figure);
}

void ply_class_write_bundle(ply_json *json, const ply_class_session *s, uint64_t bundle) {
  int options[PLY_CLASS_ROLES], levels[PLY_CLASS_ROLES];
  parley_game_unpack(s->game, bundle, options, levels);
  ply_json_ints(json, "options", options, s->shape.n_issues);
  ply_json_ints(json, "levels", levels, s->shape.n_actors);
}

/* Who must say yes, who is counted, and how many of those must: with everybody's yes but theirs. */
static void write_asked(ply_json *json, const ply_class_session *s, uint64_t bundle) {
  uint64_t parties = parley_game_parties(s->game, bundle), must = 0;
  int n_must = 0;
  for (int i = 0; i < s->shape.n_actors; i++) {
    uint64_t bit = (uint64_t)1 << i;
    if ((parties & bit) == 0 || parley_game_actor_at(s->game, i).consent == PARLEY_COUNTED) continue;
    must |= bit;
  }
  /* The fewest of the others with whom it is an agreement. */
  uint64_t others = parties & ~must, some = 0;
  while (!parley_game_agreed(s->game, bundle, must | some) && (others & ~some) != 0) {
    uint64_t rest = others & ~some;
    some |= rest & (~rest + 1);
    n_must++;
  }
  ply_class_write_roles(json, "must", must);
  ply_class_write_roles(json, "others", others);
  ply_json_int(json, "needs", n_must);
  ply_json_bool(json, "weighted", s->shape.weighted);
}

/* The points of a bundle that this reader may know. */
static void write_points(ply_json *json, const ply_class_session *s, const reader *who, uint64_t bundle,
                         int rounds) {
  int points[PLY_CLASS_ROLES];
  if (!ply_class_points_late(s, bundle, rounds, points)) return;
  if (who->role >= 0) {
    const char *line = parley_game_red_line(s->game, bundle, who->role);
    ply_json_int(json, "points", points[who->role]);
    if (line != NULL) ply_json_string(json, "line", line);
  }
  if (s->state.revealed) ply_json_ints(json, "all_points", points, s->shape.n_actors);
}

void ply_class_view_points(const ply_class_session *s, int table, int role, uint64_t bundle, ply_text *out) {
  reader who = {.table = table, .role = role};
  const char *rule = parley_game_broken_rule(s->game, bundle);
  ply_json json;
  ply_json_start(&json, out);
  ply_json_object(&json, NULL, PLY_JSON_TIGHT);
  ply_class_write_bundle(&json, s, bundle);
  write_points(&json, s, &who, bundle, s->state.tables[table].played);
  write_asked(&json, s, bundle);
  ply_class_write_roles(&json, "parties", parley_game_parties(s->game, bundle));
  if (rule != NULL) ply_json_string(&json, "rule", rule);
  ply_json_end(&json);
}

/* ---- parts of a running session ---- */

static bool is_present(const ply_class_presence *presence, int person) {
  return presence != NULL && presence->seen_ms[person] > 0 &&
         presence->now_ms - presence->seen_ms[person] < PLY_CLASS_AWAY_MS;
}

static void write_common(ply_json *json, const ply_class_session *s, int64_t now_ms) {
  const ply_class_state *st = &s->state;
  ply_json_string(json, "stage", ply_class_stage_name(st->stage));
  ply_json_int(json, "round", st->round);
  ply_json_bool(json, "timed", st->timed);
  ply_json_bool(json, "paused", st->paused);
  ply_json_int(json, "left", ply_class_state_left(st, now_ms));
  ply_json_int(json, "step", st->step);
  ply_json_bool(json, "revealed", st->revealed);
  ply_json_int(json, "changes", s->n_patches);
  ply_json_int(json, "answers", s->n_found);
  ply_json_int(json, "asking", ply_class_state_asking(st));
  ply_json_bool(json, "open", !st->closed);
  ply_json_int(json, "trial", s->trial.id + s->trial.known_id);
}

static void write_seats(ply_json *json, const ply_class_session *s, const ply_class_presence *presence,
                        int table) {
  ply_json_array(json, "seats", PLY_JSON_TIGHT);
  for (int r = 0; r < s->state.n_roles; r++) {
    int people = 0, present = 0;
    if ((s->state.playable >> r & 1) == 0) continue;
    for (int p = 0; p < s->state.n_people; p++) {
      const ply_class_person *person = &s->state.people[p];
      if (person->gone || person->table != table || person->role != r) continue;
      people++;
      if (is_present(presence, p)) present++;
    }
    ply_json_object(json, NULL, PLY_JSON_TIGHT);
    ply_json_int(json, "role", r);
    ply_json_int(json, "people", people);
    ply_json_int(json, "present", present);
    ply_json_bool(json, "bot", (s->state.tables[table].bots >> r & 1) != 0);
    ply_json_end(json);
  }
  ply_json_end(json);
}

/* Whether those who said no can stop it. */
static bool is_blocked(const ply_class_session *s, const ply_class_proposal *p) {
  return !parley_game_agreed(s->game, p->bundle, parley_game_parties(s->game, p->bundle) & ~p->reject);
}

/* The deal of a table with the points of the day it was signed; false for any other proposal. */
static bool write_signed(ply_json *json, const ply_class_session *s, const reader *who,
                         const ply_class_proposal *p) {
  int points[PLY_CLASS_ROLES], no_deal[PLY_CLASS_ROLES];
  if (p->status != PLY_AGREED || !ply_class_end_points(s, p->table, p->round, points, no_deal)) return false;
  if (who->role >= 0) {
    ply_json_int(json, "points", points[who->role]);
    ply_json_int(json, "no_deal", no_deal[who->role]);
  }
  if (s->state.revealed) ply_json_ints(json, "all_points", points, s->shape.n_actors);
  return true;
}

static void write_proposal(ply_json *json, const ply_class_session *s, const reader *who, int id) {
  static const char *const statuses[] = {"open", "withdrawn", "agreed", "lapsed"};
  const ply_class_proposal *p = &s->state.proposals[id];
  uint64_t parties = parley_game_parties(s->game, p->bundle);
  ply_json_object(json, NULL, PLY_JSON_TIGHT);
  ply_json_int(json, "id", id);
  ply_json_int(json, "n", ply_class_number_of(s, id));
  ply_json_int(json, "by", p->role);
  ply_json_int(json, "round", p->round);
  ply_json_int(json, "turn", p->turn);
  ply_json_int(json, "t", p->t_ms);
  ply_json_string(json, "status", statuses[p->status]);
  ply_class_write_bundle(json, s, p->bundle);
  ply_class_write_roles(json, "accept", p->accept);
  ply_class_write_roles(json, "reject", p->reject);
  ply_class_write_roles(json, "parties", parties);
  ply_class_write_roles(json, "missing", parties & ~(p->accept | p->reject));
  write_asked(json, s, p->bundle);
  ply_json_bool(json, "blocked", is_blocked(s, p));
  if (!write_signed(json, s, who, p)) write_points(json, s, who, p->bundle, p->turn);
  ply_json_end(json);
}

/* ---- rounds of moves and of offers ---- */

/* What a seat of this table met in each round that is over. Points: the reader's own; all of them after the
 * reveal. */
static void write_met(ply_json *json, const ply_class_session *s, const reader *who, int table) {
  int seat = who->role >= 0 ? who->role : __builtin_ctzll(s->state.playable);
  uint64_t bundle;
  int partners[PLY_CLASS_ROLES];
  ply_json_array(json, "met", PLY_JSON_TIGHT);
  for (int number = 0; number < s->course.rounds; number++) {
    if (!ply_class_met(s, table, seat, s->state.round, number, &bundle, partners)) continue;
    ply_json_object(json, NULL, PLY_JSON_TIGHT);
    ply_json_int(json, "number", number);
    ply_class_write_bundle(json, s, bundle);
    ply_json_ints(json, "tables", partners, s->shape.n_actors);
    write_points(json, s, who, bundle, 0);
    ply_json_end(json);
  }
  ply_json_end(json);
  if (who->role >= 0) ply_json_int(json, "total", ply_class_total(s, table, who->role, s->state.round, NULL));
}

static void write_own_move(ply_json *json, const ply_class_session *s, const reader *who, int table) {
  const ply_class_table *t = &s->state.tables[table];
  if (who->role < 0 || (t->chosen >> who->role & 1) == 0) return;
  ply_json_object(json, "move", PLY_JSON_TIGHT);
  ply_class_write_bundle(json, s, t->moves[who->role]);
  ply_json_end(json);
}

static void write_rounds(ply_json *json, const ply_class_session *s, const reader *who, int table,
                         int64_t now_ms) {
  const ply_class_table *t = &s->state.tables[table];
  bool offers = s->course.mode == PLY_MODE_OFFERS, running = ply_class_talking(s);
  ply_json_int(json, "played", t->played);
  ply_json_int(json, "round_left", running ? ply_class_round_left(s, table, now_ms) : 0);
  ply_json_int(json, "turn", offers ? ply_class_turn(s, table) : -1);
  ply_class_write_roles(json, "chosen", t->chosen);
  if (offers && who->role >= 0)
    ply_json_int(json, "worth", lround(100 * ply_class_course_left(&s->course, who->role, t->played)));
  if (!offers) {
    write_own_move(json, s, who, table);
    write_met(json, s, who, table);
  }
}

static void write_proposals(ply_json *json, const ply_class_session *s, const reader *who, int table) {
  int n = 0;
  for (int p = 0; p < s->state.n_proposals; p++)
    if (s->state.proposals[p].table == table) n++;
  ply_json_array(json, "proposals", PLY_JSON_TIGHT);
  for (int p = 0, skip = n > SHOWN ? n - SHOWN : 0; p < s->state.n_proposals; p++)
    if (s->state.proposals[p].table == table && skip-- <= 0) write_proposal(json, s, who, p);
  ply_json_end(json);
}

static void write_table(ply_json *json, const char *key, const ply_class_session *s,
                        const ply_class_presence *presence, const reader *who, int table) {
  static const char *const statuses[] = {"open", "deal", "no_deal"};
  const ply_class_table *t = &s->state.tables[table];
  ply_json_object(json, key, PLY_JSON_TIGHT);
  ply_json_int(json, "table", table);
  ply_json_array(json, "ends", PLY_JSON_TIGHT);
  for (int r = 0; r <= s->state.round; r++) {
    ply_json_object(json, NULL, PLY_JSON_TIGHT);
    ply_json_string(json, "status", statuses[t->end[r].status]);
    ply_json_int(json, "proposal", t->end[r].proposal);
    ply_json_end(json);
  }
  ply_json_end(json);
  if (s->course.mode != PLY_MODE_TABLE) write_rounds(json, s, who, table, presence->now_ms);
  write_seats(json, s, presence, table);
  write_proposals(json, s, who, table);
  ply_json_end(json);
}

/* News for all, and (with `who`) messages to that seat. */
static void write_news(ply_json *json, const ply_class_session *s, const reader *who) {
  ply_json_array(json, "news", PLY_JSON_TIGHT);
  for (int e = 0; e < s->state.n_events; e++) {
    const ply_class_event *event = &s->state.events[e];
    bool news = event->kind == PLY_EV_NEWS;
    bool message = event->kind == PLY_EV_MESSAGE && who != NULL &&
                   (who->role < 0 || ((event->table < 0 || event->table == who->table) &&
                                      (event->role < 0 || event->role == who->role)));
    if (!news && !message) continue;
    ply_json_object(json, NULL, PLY_JSON_TIGHT);
    ply_json_int(json, "t", event->t_ms);
    ply_json_bool(json, "private", message);
    ply_json_bool(json, "changes", event->patch != NULL && event->patch[0] != '\0');
    ply_json_int(json, "table", event->table);
    ply_json_int(json, "role", event->role);
    ply_class_write_text(json, "text", event->text);
    ply_json_end(json);
  }
  ply_json_end(json);
}

/* ---- the views ---- */

static void write_you(ply_json *json, const ply_class_session *s, int person) {
  const ply_class_person *me = &s->state.people[person];
  ply_json_object(json, "you", PLY_JSON_TIGHT);
  ply_json_int(json, "person", person);
  ply_json_int(json, "table", me->table);
  ply_json_int(json, "role", me->role);
  ply_json_int(json, "no_deal", s->scales[me->role].no_deal);
  ply_class_write_text(json, "name", me->name);
  ply_json_array(json, "answers", PLY_JSON_TIGHT);
  for (int when = 0; when < 2; when++) {
    const ply_class_answer_given *answer = &me->answer[when];
    if (!answer->given) {
      ply_json_null(json, NULL);
      continue;
    }
    ply_json_object(json, NULL, PLY_JSON_TIGHT);
    ply_json_int(json, "value", answer->value);
    ply_json_int(json, "role", answer->role);
    ply_json_end(json);
  }
  ply_json_end(json);
  ply_json_end(json);
}

void ply_class_view_student(const ply_class_session *s, const ply_class_presence *presence, int person,
                            ply_text *out) {
  const ply_class_person *me = &s->state.people[person];
  reader who = {me->table, me->role};
  ply_json json;
  ply_json_start(&json, out);
  ply_json_object(&json, NULL, PLY_JSON_TIGHT);
  write_common(&json, s, presence->now_ms);
  write_you(&json, s, person);
  write_table(&json, "table", s, presence, &who, me->table);
  write_news(&json, s, &who);
  ply_json_end(&json);
}

static void write_all_tables(ply_json *json, const ply_class_session *s, const ply_class_presence *presence) {
  reader everybody = {-1, -1};
  ply_json_array(json, "tables", PLY_JSON_TIGHT);
  for (int t = 0; t < s->state.n_tables; t++) write_table(json, NULL, s, presence, &everybody, t);
  ply_json_end(json);
}

/* How many have answered the question that is open, of how many. */
static void write_answered(ply_json *json, const ply_class_session *s) {
  int asking = ply_class_state_asking(&s->state), people = 0, answered = 0;
  for (int p = 0; p < s->state.n_people; p++) {
    if (s->state.people[p].gone) continue;
    people++;
    if (asking >= 0 && s->state.people[p].answer[asking].given) answered++;
  }
  ply_json_int(json, "seated", people);
  ply_json_int(json, "answered", answered);
}

void ply_class_view_public(const ply_class_session *s, const ply_class_presence *presence, ply_text *out) {
  ply_json json;
  ply_json_start(&json, out);
  ply_json_object(&json, NULL, PLY_JSON_TIGHT);
  write_common(&json, s, presence->now_ms);
  write_answered(&json, s);
  write_all_tables(&json, s, presence);
  write_news(&json, s, NULL);
  ply_json_end(&json);
}

static void write_people(ply_json *json, const ply_class_session *s, const ply_class_presence *presence) {
  ply_json_array(json, "people", PLY_JSON_TIGHT);
  for (int p = 0; p < s->state.n_people; p++) {
    const ply_class_person *person = &s->state.people[p];
    if (person->gone) continue;
    ply_json_object(json, NULL, PLY_JSON_TIGHT);
    ply_json_int(json, "person", p);
    ply_json_int(json, "table", person->table);
    ply_json_int(json, "role", person->role);
    ply_json_bool(json, "present", is_present(presence, p));
    ply_json_bool(json, "open", person->open);
    ply_class_write_text(json, "name", person->name);
    ply_json_end(json);
  }
  ply_json_end(json);
  ply_json_array(json, "codes", PLY_JSON_TIGHT);
  for (int t = 0; t < s->state.n_tables; t++) {
    ply_json_array(json, NULL, PLY_JSON_TIGHT);
    for (int r = 0; r < s->state.n_roles; r++) {
      char code[PLY_CLASS_CODE + 2] = "";
      if (s->plan.codes[t][r][0] != '\0') ply_class_code_text(s->plan.codes[t][r], code);
      ply_json_string(json, NULL, code);
    }
    ply_json_end(json);
  }
  ply_json_end(json);
}

/* When the talks began, or 0. */
static int64_t talks_since(const ply_class_session *s) {
  for (int e = 0; e < s->state.n_events; e++)
    if (s->state.events[e].kind == PLY_EV_STAGE && s->state.events[e].value == PLY_STAGE_TALK)
      return s->state.events[e].t_ms;
  return 0;
}

/* News that the file has ready, those whose minute has come marked. */
static void write_ready(ply_json *json, const ply_class_session *s, int64_t now_ms) {
  ply_class_ready ready;
  int64_t since = talks_since(s);
  ply_json_array(json, "ready", PLY_JSON_TIGHT);
  for (int n = 0; ply_class_news_at(s, n, &ready); n++) {
    ply_json_object(json, NULL, PLY_JSON_TIGHT);
    ply_class_write_text(json, "id", ready.id);
    ply_class_write_text(json, "text", ready.text);
    ply_json_int(json, "after", ready.after_minutes);
    ply_json_bool(json, "sent", ready.sent);
    ply_json_bool(json, "due",
                  since > 0 && ready.after_minutes >= 0 &&
                      now_ms - since >= ready.after_minutes * INT64_C(60000));
    ply_json_end(json);
  }
  ply_json_end(json);
}

void ply_class_view_teacher(const ply_class_session *s, const ply_class_presence *presence,
                            const char *join_url, ply_text *out) {
  reader everybody = {-1, -1};
  ply_json json;
  ply_json_start(&json, out);
  ply_json_object(&json, NULL, PLY_JSON_TIGHT);
  write_common(&json, s, presence->now_ms);
  write_answered(&json, s);
  ply_class_write_answers(&json, "results", s);
  ply_class_write_text(&json, "join", join_url);
  write_all_tables(&json, s, presence);
  write_people(&json, s, presence);
  ply_class_write_crowds(&json, s, presence);
  write_ready(&json, s, presence->now_ms);
  ply_json_int(&json, "room", ply_class_room(s));
  write_news(&json, s, &everybody);
  ply_json_end(&json);
}
