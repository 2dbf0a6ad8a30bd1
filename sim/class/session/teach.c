/* What is said beside the talks: the question before and after, messages, the steps of the debrief, a table
 * that is opened again. */
#include "sim/class/session/session.h"

#include <string.h>

/* ---- the question before and after ---- */

ply_status ply_class_say(ply_class_session *s, int64_t now_ms, int person, int value, int role,
                         ply_err *err) {
  if (ply_class_state_asking(&s->state) < 0)
    return ply_words_err(s->words, err, PLY_E_USAGE, "question_when", NULL);
  if (value < 0 || value > 100) return ply_words_err(s->words, err, PLY_E_USAGE, "question_range", NULL);
  if (role < -1 || role >= s->state.n_roles || (role >= 0 && (s->state.playable >> role & 1) == 0))
    return ply_words_err(s->words, err, PLY_E_USAGE, "no_such_role", NULL);
  ply_class_event event = ply_class_event_of(PLY_EV_ANSWER, now_ms);
  event.person = person;
  event.value = value;
  event.role = role;
  return ply_class_session_do(s, &event, err);
}

/* ---- messages and the debrief ---- */

ply_status ply_class_message(ply_class_session *s, int64_t now_ms, int table, int role, const char *text,
                             ply_err *err) {
  if (text[0] == '\0' || strlen(text) > PLY_CLASS_TEXT)
    return ply_words_err(s->words, err, PLY_E_USAGE, "message_length",
                         PLY_SAID(ply_number_word("n", PLY_CLASS_TEXT)));
  ply_class_event event = ply_class_event_of(PLY_EV_MESSAGE, now_ms);
  event.table = table;
  event.role = role;
  event.text = text;
  return ply_class_session_do(s, &event, err);
}

ply_status ply_class_step(ply_class_session *s, int64_t now_ms, int step, ply_err *err) {
  if (s->state.stage != PLY_STAGE_DEBRIEF && step > 0)
    return ply_words_err(s->words, err, PLY_E_USAGE, "debrief_first", NULL);
  ply_class_event event = ply_class_event_of(PLY_EV_REVEAL, now_ms);
  event.value = step;
  return ply_class_session_do(s, &event, err);
}

ply_status ply_class_reopen(ply_class_session *s, int64_t now_ms, int table, ply_err *err) {
  if (!ply_class_talking(s)) return ply_words_err(s->words, err, PLY_E_USAGE, "reopen_when", NULL);
  ply_class_event event = ply_class_event_of(PLY_EV_REOPEN, now_ms);
  event.table = table;
  return ply_class_session_do(s, &event, err);
}
