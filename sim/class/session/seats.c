/* Who sits where? A seat is taken with the code of its card; without one only while the teacher has opened the
 * places, at the emptiest seat. The session's own limits on people are kept here. */
#include "sim/class/session/session.h"

#include <string.h>

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

bool ply_class_seat_of(const ply_class_session *s, const char *typed, int *table, int *role) {
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

static int room_at_seat(const ply_class_session *s) {
  int seats = s->state.n_tables * __builtin_popcountll(s->state.playable);
  return 8 + s->plan.players / seats;
}

/* The place of a new person: a number of its own, or where those are used up that of somebody who is gone. */
static ply_status find_place(const ply_class_session *s, int *person, ply_err *err) {
  *person = s->state.n_people;
  if (*person < PLY_CLASS_MAX_PEOPLE) return PLY_OK;
  for (*person = 0; *person < s->state.n_people; ++*person)
    if (s->state.people[*person].gone) return PLY_OK;
  return ply_words_err(s->words, err, PLY_E_LIMIT, "no_room", NULL);
}

static ply_status find_seat(const ply_class_session *s, const char *code, int *table, int *role,
                            ply_err *err) {
  if (code != NULL && code[0] != '\0') {
    if (!ply_class_seat_of(s, code, table, role))
      return ply_words_err(s->words, err, PLY_E_USAGE, "no_seat_code", NULL);
    if (ply_class_state_people(&s->state, *table, *role) >= room_at_seat(s))
      return ply_words_err(s->words, err, PLY_E_LIMIT, "seat_full", NULL);
    return PLY_OK;
  }
  if (s->state.closed) return ply_words_err(s->words, err, PLY_E_LIMIT, "code_asked", NULL);
  if (ply_class_seated(s) >= ply_class_room(s))
    return ply_words_err(s->words, err, PLY_E_LIMIT, "places_full", NULL);
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
  join.value = code != NULL && code[0] != '\0';
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

/* When the talks begin, bots sit down where nobody sits. */
ply_status ply_class_fill_seats(ply_class_session *s, int64_t now_ms, ply_err *err) {
  ply_status status = PLY_OK;
  for (int t = 0; t < s->state.n_tables && s->plan.bots; t++)
    for (int r = 0; r < s->state.n_roles && status == PLY_OK; r++)
      if ((s->state.playable >> r & 1) != 0 && (s->state.tables[t].bots >> r & 1) == 0 &&
          ply_class_state_people(&s->state, t, r) == 0)
        status = ply_class_seat_bot(s, now_ms, t, r, true, err);
  return status;
}
