/* What a student, the projector and the teacher see of a running session. Every number of a payoff goes
 * through write_points, which is where the rule stands: own points only, all of them after the reveal. */
#include "sim/class/server/view.h"

#include "sim/class/session/moves.h"
#include "sim/class/session/plan.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { SHOWN = 80 /* proposals of a table that a view lists: the last ones */ };

/* Who reads: a role of a table, or (role -1) everybody. */
typedef struct reader {
  int table, role;
} reader;

void ply_class_view_roles(uint64_t roles, ply_text *out) {
  const char *comma = "";
  ply_text_add(out, "[");
  for (int r = 0; r < PLY_CLASS_ROLES; r++) {
    if ((roles >> r & 1) == 0) continue;
    ply_text_addf(out, "%s%d", comma, r);
    comma = ",";
  }
  ply_text_add(out, "]");
}

static void write_ints(const int *values, int n, ply_text *out) {
  ply_text_add(out, "[");
  for (int i = 0; i < n; i++) ply_text_addf(out, "%s%d", i > 0 ? "," : "", values[i]);
  ply_text_add(out, "]");
}

static void key(const char *name, const char *value, ply_text *out) {
  ply_text_addf(out, "\"%s\":", name);
  ply_text_json(out, value != NULL ? value : "");
}

void ply_class_view_bundle(const ply_class_session *s, uint64_t bundle, ply_text *out) {
  int options[PLY_CLASS_ROLES], levels[PLY_CLASS_ROLES];
  parley_game_unpack(s->game, bundle, options, levels);
  ply_text_add(out, "\"options\":");
  write_ints(options, s->shape.n_issues, out);
  ply_text_add(out, ",\"levels\":");
  write_ints(levels, s->shape.n_actors, out);
}

/* Who must say yes, who is counted, and how many of those must: with everybody's yes but theirs. */
static void write_asked(const ply_class_session *s, uint64_t bundle, ply_text *out) {
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
  ply_text_add(out, ",\"must\":");
  ply_class_view_roles(must, out);
  ply_text_add(out, ",\"others\":");
  ply_class_view_roles(others, out);
  ply_text_addf(out, ",\"needs\":%d,\"weighted\":%s", n_must, s->shape.weighted ? "true" : "false");
}

/* The points of a bundle that this reader may know. */
static void write_points(const ply_class_session *s, const reader *who, uint64_t bundle, int rounds,
                         ply_text *out) {
  int points[PLY_CLASS_ROLES];
  if (!ply_class_points_late(s, bundle, rounds, points)) return;
  if (who->role >= 0) {
    const char *line = parley_game_red_line(s->game, bundle, who->role);
    ply_text_addf(out, ",\"points\":%d", points[who->role]);
    if (line != NULL) {
      ply_text_add(out, ",");
      key("line", line, out);
    }
  }
  if (s->state.revealed) {
    ply_text_add(out, ",\"all_points\":");
    write_ints(points, s->shape.n_actors, out);
  }
}

void ply_class_view_points(const ply_class_session *s, int table, int role, uint64_t bundle, ply_text *out) {
  reader who = {.table = table, .role = role};
  const char *rule = parley_game_broken_rule(s->game, bundle);
  ply_text_add(out, "{");
  ply_class_view_bundle(s, bundle, out);
  write_points(s, &who, bundle, s->state.tables[table].played, out);
  write_asked(s, bundle, out);
  ply_text_add(out, ",\"parties\":");
  ply_class_view_roles(parley_game_parties(s->game, bundle), out);
  if (rule != NULL) {
    ply_text_add(out, ",");
    key("rule", rule, out);
  }
  ply_text_add(out, "}");
}

/* ---- names ---- */

static void write_actors(const ply_class_session *s, ply_text *out) {
  static const char *const consents[] = {"never", "required", "counted", "if_member", "when"};
  for (int i = 0; i < s->shape.n_actors; i++) {
    parley_game_actor actor = parley_game_actor_at(s->game, i);
    ply_text_add(out, i > 0 ? ",{" : "{");
    key("name", actor.name.name, out);
    ply_text_addf(out, ",\"consent\":\"%s\",\"candidate\":%s,\"seat\":%s}", consents[actor.consent],
                  actor.candidate ? "true" : "false", (s->state.playable >> i & 1) != 0 ? "true" : "false");
  }
}

static void write_issues(const ply_class_session *s, ply_text *out) {
  for (int k = 0; k < s->shape.n_issues; k++) {
    parley_game_issue issue = parley_game_issue_at(s->game, k);
    ply_text_add(out, k > 0 ? ",{" : "{");
    key("name", issue.name.name, out);
    ply_text_addf(out, ",\"derived\":%s,\"owner\":%d,\"options\":[", issue.derived ? "true" : "false",
                  s->course.owner[k]);
    for (int o = 0; o < issue.n_options; o++) {
      if (o > 0) ply_text_add(out, ",");
      ply_text_json(out, parley_game_option_at(s->game, k, o).name);
    }
    ply_text_add(out, "]}");
  }
}

void ply_class_view_game(const ply_class_session *s, ply_text *out) {
  parley_scenario_info info = parley_scenario_describe(s->scenario);
  ply_text_add(out, "{");
  key("title", info.title != NULL ? info.title : info.id, out);
  ply_text_add(out, ",");
  key("question", info.question, out);
  ply_text_addf(out,
                ",\"alias\":%s,\"scale\":%d,\"minutes\":%d,\"tables\":%d,\"quorum\":%d,\"mode\":\"%s\","
                "\"rounds\":%d,\"rematch\":%s,\"actors\":[",
                s->plan.alias ? "true" : "false", s->plan.scale, s->plan.minutes, s->plan.n_tables,
                s->shape.quorum, ply_class_mode_name(s->course.mode), s->course.rounds,
                s->course.rematch ? "true" : "false");
  write_actors(s, out);
  ply_text_add(out, "],\"issues\":[");
  write_issues(s, out);
  ply_text_add(out, "],\"levels\":[");
  for (int l = 0; l < s->shape.n_levels; l++) {
    if (l > 0) ply_text_add(out, ",");
    ply_text_json(out, parley_game_level_at(s->game, l).name);
  }
  ply_text_add(out, "],\"designs\":[");
  for (int d = 0; d < s->shape.n_designs; d++) {
    uint64_t bundle;
    ply_text_add(out, d > 0 ? ",{" : "{");
    key("name", parley_game_design_at(s->game, d, &bundle).name, out);
    ply_text_add(out, ",");
    ply_class_view_bundle(s, bundle, out);
    ply_text_add(out, "}");
  }
  ply_text_add(out, "]}");
}

/* ---- parts of a running session ---- */

static bool is_present(const ply_class_presence *presence, int person) {
  return presence != NULL && presence->seen_ms[person] > 0 &&
         presence->now_ms - presence->seen_ms[person] < PLY_CLASS_AWAY_MS;
}

static void write_common(const ply_class_session *s, int64_t now_ms, ply_text *out) {
  const ply_class_state *st = &s->state;
  ply_text_addf(
      out,
      "\"stage\":\"%s\",\"round\":%d,\"timed\":%s,\"paused\":%s,\"left\":%" PRId64
      ",\"step\":%d,\"revealed\":%s,\"changes\":%d,\"answers\":%d,\"asking\":%d,\"open\":%s,\"trial\":%d",
      ply_class_stage_name(st->stage), st->round, st->timed ? "true" : "false", st->paused ? "true" : "false",
      ply_class_state_left(st, now_ms), st->step, st->revealed ? "true" : "false", s->n_patches, s->n_found,
      ply_class_state_asking(st), st->closed ? "false" : "true", s->trial.id + s->trial.known_id);
}

static void write_seats(const ply_class_session *s, const ply_class_presence *presence, int table,
                        ply_text *out) {
  const char *comma = "";
  ply_text_add(out, "\"seats\":[");
  for (int r = 0; r < s->state.n_roles; r++) {
    int people = 0, present = 0;
    if ((s->state.playable >> r & 1) == 0) continue;
    for (int p = 0; p < s->state.n_people; p++) {
      const ply_class_person *person = &s->state.people[p];
      if (person->gone || person->table != table || person->role != r) continue;
      people++;
      present += is_present(presence, p);
    }
    ply_text_addf(out, "%s{\"role\":%d,\"people\":%d,\"present\":%d,\"bot\":%s}", comma, r, people, present,
                  (s->state.tables[table].bots >> r & 1) != 0 ? "true" : "false");
    comma = ",";
  }
  ply_text_add(out, "]");
}

/* Whether those who said no can stop it. */
static bool is_blocked(const ply_class_session *s, const ply_class_proposal *p) {
  return !parley_game_agreed(s->game, p->bundle, parley_game_parties(s->game, p->bundle) & ~p->reject);
}

/* The deal of a table with the points of the day it was signed; false for any other proposal. */
static bool write_signed(const ply_class_session *s, const reader *who, const ply_class_proposal *p,
                         ply_text *out) {
  int points[PLY_CLASS_ROLES], no_deal[PLY_CLASS_ROLES];
  if (p->status != PLY_AGREED || !ply_class_end_points(s, p->table, p->round, points, no_deal)) return false;
  if (who->role >= 0)
    ply_text_addf(out, ",\"points\":%d,\"no_deal\":%d", points[who->role], no_deal[who->role]);
  if (s->state.revealed) {
    ply_text_add(out, ",\"all_points\":");
    write_ints(points, s->shape.n_actors, out);
  }
  return true;
}

static void write_proposal(const ply_class_session *s, const reader *who, int id, ply_text *out) {
  static const char *const statuses[] = {"open", "withdrawn", "agreed", "lapsed"};
  const ply_class_proposal *p = &s->state.proposals[id];
  uint64_t parties = parley_game_parties(s->game, p->bundle);
  ply_text_addf(out,
                "{\"id\":%d,\"n\":%d,\"by\":%d,\"round\":%d,\"turn\":%d,\"t\":%" PRId64 ",\"status\":\"%s\",",
                id, ply_class_number_of(s, id), p->role, p->round, p->turn, p->t_ms, statuses[p->status]);
  ply_class_view_bundle(s, p->bundle, out);
  ply_text_add(out, ",\"accept\":");
  ply_class_view_roles(p->accept, out);
  ply_text_add(out, ",\"reject\":");
  ply_class_view_roles(p->reject, out);
  ply_text_add(out, ",\"parties\":");
  ply_class_view_roles(parties, out);
  ply_text_add(out, ",\"missing\":");
  ply_class_view_roles(parties & ~(p->accept | p->reject), out);
  write_asked(s, p->bundle, out);
  ply_text_addf(out, ",\"blocked\":%s", is_blocked(s, p) ? "true" : "false");
  if (!write_signed(s, who, p, out)) write_points(s, who, p->bundle, p->turn, out);
  ply_text_add(out, "}");
}

/* ---- rounds of moves and of offers ---- */

/* What a seat of this table met in each round that is over. Points: the reader's own; all of them after the
 * reveal. */
static void write_met(const ply_class_session *s, const reader *who, int table, ply_text *out) {
  const char *comma = "";
  int seat = who->role >= 0 ? who->role : __builtin_ctzll(s->state.playable);
  uint64_t bundle;
  int partners[PLY_CLASS_ROLES];
  ply_text_add(out, ",\"met\":[");
  for (int number = 0; number < s->course.rounds; number++) {
    if (!ply_class_met(s, table, seat, s->state.round, number, &bundle, partners)) continue;
    ply_text_addf(out, "%s{\"number\":%d,", comma, number);
    comma = ",";
    ply_class_view_bundle(s, bundle, out);
    ply_text_add(out, ",\"tables\":");
    write_ints(partners, s->shape.n_actors, out);
    write_points(s, who, bundle, 0, out);
    ply_text_add(out, "}");
  }
  ply_text_add(out, "]");
  if (who->role >= 0)
    ply_text_addf(out, ",\"total\":%d", ply_class_total(s, table, who->role, s->state.round, NULL));
}

static void write_own_move(const ply_class_session *s, const reader *who, int table, ply_text *out) {
  const ply_class_table *t = &s->state.tables[table];
  if (who->role < 0 || (t->chosen >> who->role & 1) == 0) return;
  ply_text_add(out, ",\"move\":{");
  ply_class_view_bundle(s, t->moves[who->role], out);
  ply_text_add(out, "}");
}

static void write_rounds(const ply_class_session *s, const reader *who, int table, int64_t now_ms,
                         ply_text *out) {
  const ply_class_table *t = &s->state.tables[table];
  bool offers = s->course.mode == PLY_MODE_OFFERS, running = ply_class_talking(s);
  ply_text_addf(out, "\"played\":%d,\"round_left\":%" PRId64 ",\"turn\":%d,\"chosen\":", t->played,
                running ? ply_class_round_left(s, table, now_ms) : 0, offers ? ply_class_turn(s, table) : -1);
  ply_class_view_roles(t->chosen, out);
  if (offers && who->role >= 0)
    ply_text_addf(out, ",\"worth\":%d",
                  (int)lround(100 * ply_class_course_left(&s->course, who->role, t->played)));
  if (!offers) {
    write_own_move(s, who, table, out);
    write_met(s, who, table, out);
  }
  ply_text_add(out, ",");
}

static void write_table(const ply_class_session *s, const ply_class_presence *presence, const reader *who,
                        int table, ply_text *out) {
  static const char *const statuses[] = {"open", "deal", "no_deal"};
  const ply_class_table *t = &s->state.tables[table];
  int n = 0, skip;
  for (int p = 0; p < s->state.n_proposals; p++) n += s->state.proposals[p].table == table;
  skip = n > SHOWN ? n - SHOWN : 0;
  ply_text_addf(out, "{\"table\":%d,\"ends\":[", table);
  for (int r = 0; r <= s->state.round; r++)
    ply_text_addf(out, "%s{\"status\":\"%s\",\"proposal\":%d}", r > 0 ? "," : "", statuses[t->end[r].status],
                  t->end[r].proposal);
  ply_text_add(out, "],");
  if (s->course.mode != PLY_MODE_TABLE) write_rounds(s, who, table, presence->now_ms, out);
  write_seats(s, presence, table, out);
  ply_text_add(out, ",\"proposals\":[");
  const char *comma = "";
  for (int p = 0; p < s->state.n_proposals; p++) {
    if (s->state.proposals[p].table != table || skip-- > 0) continue;
    ply_text_add(out, comma);
    write_proposal(s, who, p, out);
    comma = ",";
  }
  ply_text_add(out, "]}");
}

/* News for all, and (with `who`) messages to that seat. */
static void write_news(const ply_class_session *s, const reader *who, ply_text *out) {
  const char *comma = "";
  ply_text_add(out, "\"news\":[");
  for (int e = 0; e < s->state.n_events; e++) {
    const ply_class_event *event = &s->state.events[e];
    bool news = event->kind == PLY_EV_NEWS;
    bool message = event->kind == PLY_EV_MESSAGE && who != NULL &&
                   (who->role < 0 || ((event->table < 0 || event->table == who->table) &&
                                      (event->role < 0 || event->role == who->role)));
    if (!news && !message) continue;
    ply_text_addf(out, "%s{\"t\":%" PRId64 ",\"private\":%s,\"changes\":%s,\"table\":%d,\"role\":%d,", comma,
                  event->t_ms, message ? "true" : "false",
                  event->patch != NULL && event->patch[0] != '\0' ? "true" : "false", event->table,
                  event->role);
    key("text", event->text, out);
    ply_text_add(out, "}");
    comma = ",";
  }
  ply_text_add(out, "]");
}

/* ---- the views ---- */

void ply_class_view_student(const ply_class_session *s, const ply_class_presence *presence, int person,
                            ply_text *out) {
  const ply_class_person *me = &s->state.people[person];
  reader who = {me->table, me->role};
  ply_text_add(out, "{");
  write_common(s, presence->now_ms, out);
  ply_text_addf(out, ",\"you\":{\"person\":%d,\"table\":%d,\"role\":%d,\"no_deal\":%d,", person, me->table,
                me->role, s->scales[me->role].no_deal);
  key("name", me->name, out);
  ply_text_add(out, ",\"answers\":[");
  for (int when = 0; when < 2; when++) {
    const ply_class_answer_given *answer = &me->answer[when];
    ply_text_add(out, when > 0 ? "," : "");
    if (answer->given)
      ply_text_addf(out, "{\"value\":%d,\"role\":%d}", answer->value, answer->role);
    else
      ply_text_add(out, "null");
  }
  ply_text_add(out, "]},\"table\":");
  write_table(s, presence, &who, me->table, out);
  ply_text_add(out, ",");
  write_news(s, &who, out);
  ply_text_add(out, "}");
}

static void write_all_tables(const ply_class_session *s, const ply_class_presence *presence, ply_text *out) {
  reader everybody = {-1, -1};
  ply_text_add(out, "\"tables\":[");
  for (int t = 0; t < s->state.n_tables; t++) {
    if (t > 0) ply_text_add(out, ",");
    write_table(s, presence, &everybody, t, out);
  }
  ply_text_add(out, "]");
}

/* How many have answered the question that is open, of how many. */
static void write_answered(const ply_class_session *s, ply_text *out) {
  int asking = ply_class_state_asking(&s->state), people = 0, answered = 0;
  for (int p = 0; p < s->state.n_people; p++) {
    if (s->state.people[p].gone) continue;
    people++;
    answered += asking >= 0 && s->state.people[p].answer[asking].given;
  }
  ply_text_addf(out, ",\"seated\":%d,\"answered\":%d,", people, answered);
}

void ply_class_view_public(const ply_class_session *s, const ply_class_presence *presence, ply_text *out) {
  ply_text_add(out, "{");
  write_common(s, presence->now_ms, out);
  write_answered(s, out);
  write_all_tables(s, presence, out);
  ply_text_add(out, ",");
  write_news(s, NULL, out);
  ply_text_add(out, "}");
}

static void write_people(const ply_class_session *s, const ply_class_presence *presence, ply_text *out) {
  const char *comma = "";
  ply_text_add(out, "\"people\":[");
  for (int p = 0; p < s->state.n_people; p++) {
    const ply_class_person *person = &s->state.people[p];
    if (person->gone) continue;
    ply_text_addf(out, "%s{\"person\":%d,\"table\":%d,\"role\":%d,\"present\":%s,\"open\":%s,", comma, p,
                  person->table, person->role, is_present(presence, p) ? "true" : "false",
                  person->open ? "true" : "false");
    key("name", person->name, out);
    ply_text_add(out, "}");
    comma = ",";
  }
  ply_text_add(out, "],\"codes\":[");
  for (int t = 0; t < s->state.n_tables; t++) {
    ply_text_add(out, t > 0 ? ",[" : "[");
    for (int r = 0; r < s->state.n_roles; r++) {
      char code[PLY_CLASS_CODE + 2] = "";
      if (s->plan.codes[t][r][0] != '\0') ply_class_code_text(s->plan.codes[t][r], code);
      ply_text_addf(out, "%s\"%s\"", r > 0 ? "," : "", code);
    }
    ply_text_add(out, "]");
  }
  ply_text_add(out, "]");
}

/* When the talks began, or 0. */
static int64_t talks_since(const ply_class_session *s) {
  for (int e = 0; e < s->state.n_events; e++)
    if (s->state.events[e].kind == PLY_EV_STAGE && s->state.events[e].value == PLY_STAGE_TALK)
      return s->state.events[e].t_ms;
  return 0;
}

/* News that the file has ready, those whose minute has come marked. */
static void write_ready(const ply_class_session *s, int64_t now_ms, ply_text *out) {
  ply_class_ready ready;
  int64_t since = talks_since(s);
  ply_text_add(out, ",\"ready\":[");
  for (int n = 0; ply_class_news_at(s, n, &ready); n++) {
    bool due =
        since > 0 && ready.after_minutes >= 0 && now_ms - since >= ready.after_minutes * INT64_C(60000);
    ply_text_add(out, n > 0 ? ",{" : "{");
    key("id", ready.id, out);
    ply_text_add(out, ",");
    key("text", ready.text, out);
    ply_text_addf(out, ",\"after\":%d,\"sent\":%s,\"due\":%s}", ready.after_minutes,
                  ready.sent ? "true" : "false", due ? "true" : "false");
  }
  ply_text_add(out, "]");
}

void ply_class_view_teacher(const ply_class_session *s, const ply_class_presence *presence,
                            const char *join_url, ply_text *out) {
  reader everybody = {-1, -1};
  ply_text_add(out, "{");
  write_common(s, presence->now_ms, out);
  write_answered(s, out);
  ply_text_add(out, "\"results\":");
  ply_class_view_answers(s, out);
  ply_text_add(out, ",");
  key("join", join_url, out);
  ply_text_add(out, ",");
  write_all_tables(s, presence, out);
  ply_text_add(out, ",");
  write_people(s, presence, out);
  ply_class_view_crowds(s, presence, out);
  write_ready(s, presence->now_ms, out);
  ply_text_addf(out, ",\"room\":%d,", ply_class_room(s));
  write_news(s, &everybody, out);
  ply_text_add(out, "}");
}
