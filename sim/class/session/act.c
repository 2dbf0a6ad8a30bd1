/* What people and the teacher do: is it allowed now, and which event is it? Whether a role may accept and
 * whether there is a deal is asked of the game (consent, quorum, membership, red lines), never decided here.
 */
#include "sim/class/session/session.h"

#include <stdio.h>
#include <string.h>

static bool talking(const ply_class_session *s) {
  return s->state.stage == PLY_STAGE_TALK || s->state.stage == PLY_STAGE_AGAIN;
}

static ply_status table_is_open(const ply_class_session *s, int table, ply_err *err) {
  if (!talking(s)) return ply_err_set(err, PLY_E_USAGE, "the talks are not open now");
  if (s->state.paused) return ply_err_set(err, PLY_E_USAGE, "the talks are paused");
  if (s->state.tables[table].end[s->state.round].status != PLY_TABLE_OPEN)
    return ply_err_set(err, PLY_E_USAGE, "this table has ended its talks");
  return PLY_OK;
}

/* ---- seats ---- */

/* Codes are compared without regard to case, blanks and dashes, and with 0 and 1 read as O and I. */
static bool same_code(const char *typed, const char *code) {
  size_t n = 0;
  unsigned differs = 0;
  for (; *typed != '\0'; typed++) {
    char c = *typed;
    if (c == ' ' || c == '-') continue;
    if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
    if (c == '0') c = 'O';
    if (c == '1') c = 'I';
    if (n >= PLY_CLASS_CODE) return false;
    differs |= (unsigned)(c ^ code[n++]);
  }
  return n == PLY_CLASS_CODE && differs == 0;
}

static bool seat_of_code(const ply_class_session *s, const char *typed, int *table, int *role) {
  for (*table = 0; *table < s->state.n_tables; ++*table)
    for (*role = 0; *role < s->state.n_roles; ++*role)
      if ((s->state.playable >> *role & 1) != 0 && same_code(typed, s->plan.codes[*table][*role]))
        return true;
  return false;
}

/* The order in which seats fill: people there, then table, then who must consent before who may join, then
 * file order. */
static void emptiest_seat(const ply_class_session *s, int *table, int *role) {
  long best = -1;
  for (int t = 0; t < s->state.n_tables; t++)
    for (int r = 0; r < s->state.n_roles; r++) {
      if ((s->state.playable >> r & 1) == 0) continue;
      parley_consent consent = parley_game_actor_at(s->game, r).consent;
      int rank = consent == PARLEY_REQUIRED ? 0 : consent == PARLEY_COUNTED ? 1 : 2;
      long order = ((ply_class_state_people(&s->state, t, r) * 64L + t) * 4 + rank) * 64 + r;
      if (best >= 0 && order >= best) continue;
      best = order;
      *table = t;
      *role = r;
    }
}

/* The longest part of a name that fits and ends with a whole UTF-8 character; control characters become
 * blanks. */
static void clean_name(const char *name, char out[PLY_CLASS_NAME + 1]) {
  size_t n = strlen(name);
  if (n > PLY_CLASS_NAME) {
    n = PLY_CLASS_NAME;
    while (n > 0 && ((unsigned char)name[n] & 0xC0) == 0x80) n--;
  }
  for (size_t i = 0; i < n; i++) out[i] = (unsigned char)name[i] < 32 || name[i] == 127 ? ' ' : name[i];
  out[n] = '\0';
}

int ply_class_seated(const ply_class_session *s) {
  int n = 0;
  for (int p = 0; p < s->state.n_people; p++) n += !s->state.people[p].gone;
  return n;
}

int ply_class_room(const ply_class_session *s) {
  int room = 2 * s->plan.players + 20;
  return room < PLY_CLASS_MAX_PEOPLE ? room : PLY_CLASS_MAX_PEOPLE;
}

int ply_class_room_at_seat(const ply_class_session *s) {
  int seats = s->state.n_tables * __builtin_popcountll(s->state.playable);
  return 8 + s->plan.players / seats;
}

/* The place of a new person: a number of its own, or where those are used up that of somebody who is gone. */
static ply_status find_place(const ply_class_session *s, int *person, ply_err *err) {
  *person = s->state.n_people;
  if (*person < PLY_CLASS_MAX_PEOPLE) return PLY_OK;
  for (*person = 0; *person < s->state.n_people; ++*person)
    if (s->state.people[*person].gone) return PLY_OK;
  return ply_err_set(err, PLY_E_LIMIT,
                     "this session has no room for more people: the teacher can free seats");
}

static ply_status find_seat(const ply_class_session *s, const char *code, int *table, int *role,
                            ply_err *err) {
  if (code != NULL && code[0] != '\0') {
    if (!seat_of_code(s, code, table, role)) return ply_err_set(err, PLY_E_USAGE, "no seat has this code");
    if (ply_class_state_people(&s->state, *table, *role) >= ply_class_room_at_seat(s))
      return ply_err_set(err, PLY_E_LIMIT, "this seat is full: the teacher can free places at it");
    return PLY_OK;
  }
  if (s->state.closed)
    return ply_err_set(err, PLY_E_LIMIT,
                       "the doors are closed: type the code of your seat card, or ask the teacher");
  if (ply_class_seated(s) >= ply_class_room(s))
    return ply_err_set(err, PLY_E_LIMIT,
                       "all places are taken: type the code of your seat card, or ask the teacher");
  emptiest_seat(s, table, role);
  return PLY_OK;
}

ply_status ply_class_join(ply_class_session *s, int64_t now_ms, const char *code, const char *name,
                          int *person, ply_err *err) {
  int table = 0, role = 0;
  ply_status status = find_seat(s, code, &table, &role, err);
  if (status == PLY_OK) status = find_place(s, person, err);
  if (status != PLY_OK) return status;
  char cleaned[PLY_CLASS_NAME + 1];
  clean_name(name != NULL ? name : "", cleaned);
  ply_class_event join = ply_class_event_of(PLY_EV_JOIN, now_ms);
  join.person = *person;
  join.table = table;
  join.role = role;
  join.text = cleaned;
  status = ply_class_session_do(s, &join, err);
  if (status == PLY_OK && (s->state.tables[table].bots >> role & 1) != 0)
    status = ply_class_seat_bot(s, now_ms, table, role, false, err);
  return status;
}

ply_status ply_class_doors(ply_class_session *s, int64_t now_ms, bool open, ply_err *err) {
  ply_class_event event = ply_class_event_of(PLY_EV_DOORS, now_ms);
  event.value = open;
  return ply_class_session_do(s, &event, err);
}

ply_status ply_class_free(ply_class_session *s, int64_t now_ms, int person, ply_err *err) {
  ply_class_event event = ply_class_event_of(PLY_EV_FREE, now_ms);
  event.person = person;
  return ply_class_session_do(s, &event, err);
}

ply_status ply_class_seat_bot(ply_class_session *s, int64_t now_ms, int table, int role, bool in,
                              ply_err *err) {
  ply_class_event event = ply_class_event_of(PLY_EV_BOT, now_ms);
  event.table = table;
  event.role = role;
  event.value = in;
  return ply_class_session_do(s, &event, err);
}

/* ---- proposals and votes ---- */

static int open_of(const ply_class_session *s, int table, int role, uint64_t bundle, int *same) {
  int n = 0;
  *same = -1;
  for (int p = 0; p < s->state.n_proposals; p++) {
    const ply_class_proposal *proposal = &s->state.proposals[p];
    if (proposal->status != PLY_OPEN || proposal->table != table) continue;
    n += proposal->role == role;
    if (proposal->bundle == bundle) *same = p;
  }
  return n;
}

static ply_status may_accept(const ply_class_session *s, int role, uint64_t bundle, ply_err *err) {
  const char *line = parley_game_red_line(s->game, bundle, role);
  if (line == NULL) return PLY_OK;
  return ply_err_set(err, PLY_E_USAGE, "your instructions forbid it: %s", line);
}

ply_status ply_class_propose(ply_class_session *s, int64_t now_ms, int person, int table, int role,
                             uint64_t bundle, ply_err *err) {
  ply_status status = table_is_open(s, table, err);
  if (status != PLY_OK) return status;
  const char *rule = parley_game_broken_rule(s->game, bundle);
  if (rule != NULL) return ply_err_set(err, PLY_E_USAGE, "this does not fit together: %s", rule);
  int same;
  if (open_of(s, table, role, bundle, &same) >= PLY_CLASS_OPEN_EACH)
    return ply_err_set(err, PLY_E_USAGE, "you have %d proposals on the table: take one back first",
                       PLY_CLASS_OPEN_EACH);
  if (same >= 0)
    return ply_err_set(err, PLY_E_USAGE, "this is on the table already: it is proposal %d", same + 1);
  status = may_accept(s, role, bundle, err);
  if (status != PLY_OK) return status;
  ply_class_event event = ply_class_event_of(PLY_EV_PROPOSE, now_ms);
  event.proposal = s->state.n_proposals;
  event.table = table;
  event.role = role;
  event.person = person;
  event.bundle = bundle;
  status = ply_class_session_do(s, &event, err);
  return status == PLY_OK ? ply_class_settle(s, now_ms, err) : status;
}

static ply_status find_open(const ply_class_session *s, int proposal, ply_err *err) {
  if (proposal < 0 || proposal >= s->state.n_proposals)
    return ply_err_set(err, PLY_E_USAGE, "there is no such proposal");
  if (s->state.proposals[proposal].status != PLY_OPEN)
    return ply_err_set(err, PLY_E_USAGE, "this proposal is not on the table any more");
  return PLY_OK;
}

ply_status ply_class_vote(ply_class_session *s, int64_t now_ms, int person, int role, int proposal, int value,
                          ply_err *err) {
  ply_status status = find_open(s, proposal, err);
  if (status == PLY_OK) status = table_is_open(s, s->state.proposals[proposal].table, err);
  if (status == PLY_OK && value > 0) status = may_accept(s, role, s->state.proposals[proposal].bundle, err);
  if (status != PLY_OK) return status;
  ply_class_event event = ply_class_event_of(PLY_EV_VOTE, now_ms);
  event.proposal = proposal;
  event.role = role;
  event.person = person;
  event.value = value;
  status = ply_class_session_do(s, &event, err);
  return status == PLY_OK ? ply_class_settle(s, now_ms, err) : status;
}

ply_status ply_class_withdraw(ply_class_session *s, int64_t now_ms, int table, int role, int proposal,
                              ply_err *err) {
  ply_status status = find_open(s, proposal, err);
  if (status == PLY_OK) status = table_is_open(s, table, err);
  if (status != PLY_OK) return status;
  const ply_class_proposal *p = &s->state.proposals[proposal];
  if (p->table != table || p->role != role)
    return ply_err_set(err, PLY_E_USAGE, "only its proposer can take it back");
  ply_class_event event = ply_class_event_of(PLY_EV_WITHDRAW, now_ms);
  event.proposal = proposal;
  return ply_class_session_do(s, &event, err);
}

/* ---- the question before and after ---- */

ply_status ply_class_say(ply_class_session *s, int64_t now_ms, int person, int value, int role,
                         ply_err *err) {
  if (ply_class_state_asking(&s->state) < 0)
    return ply_err_set(err, PLY_E_USAGE, "the question is asked before the talks and in the debrief");
  if (value < 0 || value > 100) return ply_err_set(err, PLY_E_USAGE, "the answer is a number from 0 to 100");
  if (role < -1 || role >= s->state.n_roles || (role >= 0 && (s->state.playable >> role & 1) == 0))
    return ply_err_set(err, PLY_E_USAGE, "there is no such role");
  ply_class_event event = ply_class_event_of(PLY_EV_ANSWER, now_ms);
  event.person = person;
  event.value = value;
  event.role = role;
  return ply_class_session_do(s, &event, err);
}

/* ---- news and messages ---- */

ply_status ply_class_news(ply_class_session *s, int64_t now_ms, const char *text, const char *patch,
                          ply_err *err) {
  if (text[0] == '\0' || strlen(text) > PLY_CLASS_TEXT)
    return ply_err_set(err, PLY_E_USAGE, "news need 1 to %d bytes of text", PLY_CLASS_TEXT);
  bool patched = patch != NULL && patch[0] != '\0';
  if (patched) {
    ply_status status = ply_class_patch(s, patch, err);
    if (status != PLY_OK) return status;
  }
  ply_class_event event = ply_class_event_of(PLY_EV_NEWS, now_ms);
  event.text = text;
  event.patch = patched ? patch : "";
  ply_status status = ply_class_session_do(s, &event, err);
  if (status == PLY_OK && patched) status = ply_class_patch(s, NULL, err);
  if (status == PLY_OK && patched) status = ply_class_focal(s, err);
  return status == PLY_OK && patched ? ply_class_settle(s, now_ms, err) : status;
}

ply_status ply_class_message(ply_class_session *s, int64_t now_ms, int table, int role, const char *text,
                             ply_err *err) {
  if (text[0] == '\0' || strlen(text) > PLY_CLASS_TEXT)
    return ply_err_set(err, PLY_E_USAGE, "a message needs 1 to %d bytes of text", PLY_CLASS_TEXT);
  ply_class_event event = ply_class_event_of(PLY_EV_MESSAGE, now_ms);
  event.table = table;
  event.role = role;
  event.text = text;
  return ply_class_session_do(s, &event, err);
}

ply_status ply_class_step(ply_class_session *s, int64_t now_ms, int step, ply_err *err) {
  if (s->state.stage != PLY_STAGE_DEBRIEF && step > 0)
    return ply_err_set(err, PLY_E_USAGE, "the debrief comes after the talks: push on first");
  ply_class_event event = ply_class_event_of(PLY_EV_REVEAL, now_ms);
  event.value = step;
  return ply_class_session_do(s, &event, err);
}

ply_status ply_class_reopen(ply_class_session *s, int64_t now_ms, int table, ply_err *err) {
  if (!talking(s)) return ply_err_set(err, PLY_E_USAGE, "a table can be opened again only during the talks");
  ply_class_event event = ply_class_event_of(PLY_EV_REOPEN, now_ms);
  event.table = table;
  return ply_class_session_do(s, &event, err);
}
