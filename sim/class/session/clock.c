/* What time does to a session: stages that end, tables that end without a deal, and the teacher's hand on the
 * clock. A table on which the consent that the scenario asks for is given ends at once with that deal. */
#include "sim/class/session/moves.h"

static ply_status begin(ply_class_session *s, int64_t now_ms, ply_class_stage stage, int64_t ms,
                        ply_err *err) {
  ply_class_event event = ply_class_event_of(PLY_EV_STAGE, now_ms);
  event.value = (int)stage;
  event.ms = ms;
  return ply_class_session_do(s, &event, err);
}

/* Tables that are still open get the default of the end: no deal. */
static ply_status end_talks(ply_class_session *s, int64_t now_ms, ply_err *err) {
  ply_status status = PLY_OK;
  for (int t = 0; t < s->state.n_tables && status == PLY_OK; t++) {
    if (s->state.tables[t].end[s->state.round].status != PLY_TABLE_OPEN) continue;
    /* A deal that was signed before the table was opened again stands. */
    int kept = s->state.tables[t].end[s->state.round].kept;
    ply_class_event event = ply_class_event_of(PLY_EV_NO_DEAL, now_ms);
    event.table = t;
    status = kept >= 0 ? ply_class_sign(s, now_ms, t, kept, err) : ply_class_session_do(s, &event, err);
  }
  return status == PLY_OK ? begin(s, now_ms, PLY_STAGE_DEBRIEF, 0, err) : status;
}

ply_status ply_class_push(ply_class_session *s, int64_t now_ms, ply_err *err) {
  ply_status status;
  s->left_ms = ply_class_state_left(&s->state, now_ms);
  switch (s->state.stage) {
  case PLY_STAGE_LOBBY: return begin(s, now_ms, PLY_STAGE_READ, s->plan.read_ms, err);
  case PLY_STAGE_READ:
    status = ply_class_fill_seats(s, now_ms, err);
    return status == PLY_OK ? begin(s, now_ms, PLY_STAGE_TALK, s->plan.talk_ms, err) : status;
  case PLY_STAGE_TALK:
  case PLY_STAGE_AGAIN: return end_talks(s, now_ms, err);
  case PLY_STAGE_DEBRIEF:
  case PLY_N_STAGES: break;
  }
  return ply_words_err(s->words, err, PLY_E_USAGE, "last_stage", NULL);
}

ply_status ply_class_back(ply_class_session *s, int64_t now_ms, ply_err *err) {
  static const ply_class_stage before[PLY_N_STAGES] = {[PLY_STAGE_READ] = PLY_STAGE_LOBBY,
                                                       [PLY_STAGE_TALK] = PLY_STAGE_READ,
                                                       [PLY_STAGE_DEBRIEF] = PLY_STAGE_TALK,
                                                       [PLY_STAGE_AGAIN] = PLY_STAGE_DEBRIEF};
  ply_class_stage to = before[s->state.stage];
  if (s->state.stage == PLY_STAGE_LOBBY)
    return ply_words_err(s->words, err, PLY_E_USAGE, "first_stage", NULL);
  if (s->state.stage == PLY_STAGE_DEBRIEF && s->state.round == 1) to = PLY_STAGE_AGAIN;
  ply_class_event event = ply_class_event_of(PLY_EV_BACK, now_ms);
  event.value = (int)to;
  event.ms = to == PLY_STAGE_LOBBY || to == PLY_STAGE_DEBRIEF ? 0 : s->left_ms > 60000 ? s->left_ms : 60000;
  return ply_class_session_do(s, &event, err);
}

ply_status ply_class_again(ply_class_session *s, int64_t now_ms, ply_err *err) {
  if (s->state.stage != PLY_STAGE_DEBRIEF || !s->state.revealed)
    return ply_words_err(s->words, err, PLY_E_USAGE, "again_when", NULL);
  if (s->state.round == 1) return ply_words_err(s->words, err, PLY_E_USAGE, "again_once", NULL);
  ply_status status = ply_class_fill_seats(s, now_ms, err);
  return status == PLY_OK ? begin(s, now_ms, PLY_STAGE_AGAIN, s->plan.again_ms, err) : status;
}

ply_status ply_class_pause(ply_class_session *s, int64_t now_ms, bool pause, ply_err *err) {
  if (!s->state.timed || s->state.paused == pause)
    return ply_words_err(s->words, err, PLY_E_USAGE, pause ? "no_clock" : "clock_runs", NULL);
  ply_class_event event = ply_class_event_of(pause ? PLY_EV_PAUSE : PLY_EV_RESUME, now_ms);
  event.ms = ply_class_state_left(&s->state, now_ms);
  return ply_class_session_do(s, &event, err);
}

ply_status ply_class_extend(ply_class_session *s, int64_t now_ms, int64_t ms, ply_err *err) {
  if (!s->state.timed) return ply_words_err(s->words, err, PLY_E_USAGE, "no_clock", NULL);
  if (ms < 1000 || ms > 24 * 3600 * INT64_C(1000))
    return ply_words_err(s->words, err, PLY_E_USAGE, "extend_range", NULL);
  ply_class_event event = ply_class_event_of(PLY_EV_EXTEND, now_ms);
  event.ms = ms;
  return ply_class_session_do(s, &event, err);
}

ply_status ply_class_tick(ply_class_session *s, int64_t now_ms, ply_err *err) {
  bool talks = ply_class_talking(s);
  if (s->state.timed && !s->state.paused && now_ms >= s->state.ends_ms && s->state.stage != PLY_STAGE_DEBRIEF)
    return ply_class_push(s, now_ms, err);
  if (!talks || s->state.paused) return PLY_OK;
  /* Rounds whose time is up; offers that waited too long. */
  ply_status status = ply_class_rounds(s, now_ms, err);
  if (status == PLY_OK && s->course.mode == PLY_MODE_OFFERS) status = ply_class_settle(s, now_ms, err);
  if (status != PLY_OK || now_ms < s->next_bot_ms) return status;
  s->next_bot_ms = now_ms + s->plan.bot_ms;
  return ply_class_bots(s, now_ms, err);
}
