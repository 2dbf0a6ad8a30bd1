/* The debrief as data, a step at a time: what came out, who gained what, everybody's payoffs, the deals among
 * what was possible, the prediction (told at its own step only), the better deal that nobody proposed, the
 * course of the talks, and what the class answered before and after. Steps 4 to 6 are in debrief_theory.c. */
#include "sim/class/session/blocks.h"
#include "sim/class/server/view.h"

#include <inttypes.h>
#include <math.h>

enum {
  STEP_OUTCOME = 1,
  STEP_GAINS,
  STEP_PAYOFFS,
  STEP_PLOT,
  STEP_PREDICTION,
  STEP_BETTER,
  STEP_REPLAY,
  STEP_AGAIN,
  STEP_QUESTIONS,
  STEP_WHAT_IF
};

/* How a table ended, as it was scored then. */
static void write_end(const ply_class_session *s, int table, int round, ply_text *out) {
  int points[PLY_CLASS_ROLES], no_deal[PLY_CLASS_ROLES];
  if (!ply_class_end_points(s, table, round, points, no_deal)) return;
  ply_text_add(out, ",\"points\":[");
  for (int i = 0; i < s->shape.n_actors; i++) ply_text_addf(out, "%s%d", i > 0 ? "," : "", points[i]);
  ply_text_add(out, "],\"gains\":[");
  for (int i = 0; i < s->shape.n_actors; i++)
    ply_text_addf(out, "%s%d", i > 0 ? "," : "", points[i] - no_deal[i]);
  ply_text_add(out, "]");
}

/* ---- step 1 and 2: what came out ---- */

static bool has_people(const ply_class_session *s, int table) {
  for (int r = 0; r < s->state.n_roles; r++)
    if (ply_class_state_people(&s->state, table, r) > 0) return true;
  return false;
}

static void write_ends(const ply_class_session *s, bool points, ply_text *out) {
  static const char *const statuses[] = {"open", "deal", "no_deal"};
  const char *comma = "";
  ply_text_add(out, "\"outcomes\":[");
  for (int t = 0; t < s->state.n_tables; t++)
    for (int r = 0; r <= s->state.round; r++) {
      const uint64_t *bundle = ply_class_end_of(s, t, r);
      int id = s->state.tables[t].end[r].proposal, turn = id >= 0 ? s->state.proposals[id].turn : 0;
      ply_text_addf(out, "%s{\"table\":%d,\"round\":%d,\"status\":\"%s\",\"turn\":%d,\"people\":%s", comma, t,
                    r, statuses[s->state.tables[t].end[r].status], turn, has_people(s, t) ? "true" : "false");
      comma = ",";
      if (id >= 0 && s->course.mode == PLY_MODE_OFFERS)
        ply_text_addf(out, ",\"left\":%ld",
                      lround(100 * ply_class_course_left(&s->course, s->course.order[0], turn)));
      if (id >= 0) {
        ply_text_add(out, ",\"accept\":");
        ply_class_view_roles(s->state.proposals[id].accept, out);
      }
      if (bundle != NULL) {
        ply_text_add(out, ",");
        ply_class_view_bundle(s, *bundle, out);
      }
      if (points) write_end(s, t, r, out);
      ply_text_add(out, "}");
    }
  ply_text_add(out, "]");
}

/* ---- step 7: replay ---- */

static void write_replay(const ply_class_session *s, ply_text *out) {
  const char *comma = "";
  ply_text_add(out, ",\"replay\":[");
  for (int e = 0; e < s->state.n_events; e++) {
    const ply_class_event *event = &s->state.events[e];
    bool shown = event->kind == PLY_EV_PROPOSE || event->kind == PLY_EV_VOTE ||
                 event->kind == PLY_EV_WITHDRAW || event->kind == PLY_EV_DEAL ||
                 event->kind == PLY_EV_NO_DEAL || event->kind == PLY_EV_STAGE || event->kind == PLY_EV_ROUND;
    if (!shown) continue;
    int table =
        event->table >= 0 || event->proposal < 0 ? event->table : s->state.proposals[event->proposal].table;
    ply_text_addf(out,
                  "%s{\"t\":%" PRId64 ",\"e\":\"%s\",\"table\":%d,\"role\":%d,\"proposal\":%d,\"value\":%d}",
                  comma, event->t_ms, ply_class_event_name(event->kind), table, event->role,
                  event->proposal >= 0 ? ply_class_number_of(s, event->proposal) - 1 : -1, event->value);
    comma = ",";
  }
  ply_text_add(out, "]");
}

static void write_payoffs(const ply_class_session *s, ply_text *out) {
  const char *comma = "";
  ply_text_add(out, ",\"briefs\":[");
  for (int r = 0; r < s->shape.n_actors; r++) {
    if ((s->state.playable >> r & 1) == 0) continue;
    ply_text_add(out, comma);
    ply_class_view_brief(s, r, out);
    comma = ",";
  }
  ply_text_add(out, "]");
}

/* ---- step 10: what if one number were another ---- */

static void write_numbers(const ply_class_session *s, ply_text *out) {
  ply_class_number number;
  double filed;
  ply_text_add(out, ",\"numbers\":[");
  for (int n = 0; ply_class_number_at(s, n, &number); n++) {
    ply_text_add(out, n > 0 ? ",{\"pointer\":" : "{\"pointer\":");
    ply_text_json(out, number.pointer);
    ply_text_addf(out, ",\"role\":%d,\"issue\":%d,\"name\":", number.role, number.issue);
    ply_text_json(out, number.name != NULL ? number.name : number.of);
    ply_text_add(out, ",\"base\":");
    ply_text_number(out, number.base);
    if (s->n_patches > 0 && ply_class_number_filed(s, &number, &filed)) {
      ply_text_add(out, ",\"filed\":");
      ply_text_number(out, filed);
    }
    ply_text_add(out, ",\"low\":");
    ply_text_number(out, number.low);
    ply_text_add(out, ",\"high\":");
    ply_text_number(out, number.high);
    ply_text_add(out, "}");
  }
  ply_text_add(out, "]");
}

static void write_found(const ply_class_session *s, const char *key, const ply_class_found *f,
                        ply_text *out) {
  const char *comma = "";
  ply_text_addf(out, ",\"%s\":", key);
  if (f == NULL || f->failed) {
    ply_text_add(out, "null");
    return;
  }
  ply_text_addf(out, "{\"acceptable\":\"");
  ply_class_count(f->acceptable, out);
  ply_text_add(out, "\",\"sustained\":\"");
  ply_class_count(f->sustained, out);
  ply_text_add(out, "\",\"stable\":\"");
  ply_class_count(f->stable, out);
  ply_text_addf(out, "\",\"share\":%.6g,\"deals\":[", f->feasible > 0 ? f->acceptable / f->feasible : 0.0);
  for (int n = 0; n < f->n_deals; n++) {
    if (!ply_class_found_first(f, n)) continue;
    ply_text_addf(out, "%s{\"name\":", comma);
    ply_text_json(out, ply_class_deal_name(s, &f->deals[n]));
    ply_text_add(out, ",");
    ply_class_view_bundle(s, f->deals[n].bundle, out);
    ply_text_add(out, "}");
    comma = ",";
  }
  ply_text_add(out, "]}");
}

static void write_standing(const parley_game *game, const char *key, uint64_t bundle, ply_text *out) {
  parley_standing now = parley_game_standing(game, bundle);
  ply_text_addf(out, ",\"%s\":{\"feasible\":%s,\"acceptable\":%s,\"sustained\":%s,\"refuse\":", key,
                now.feasible ? "true" : "false", now.acceptable ? "true" : "false",
                now.sustained ? "true" : "false");
  ply_class_view_roles(now.refuse, out);
  ply_text_add(out, "}");
}

/* A deal that has a name, or a table's, in the file's game, with the news, and in that of the trial. */
static void write_stand(const ply_class_session *s, const char *name, int table, uint64_t bundle, int n,
                        ply_text *out) {
  ply_text_addf(out, "%s{\"table\":%d,\"name\":", n > 0 ? "," : "", table);
  ply_text_json(out, name);
  if (s->n_patches > 0) write_standing(s->file_game, "file", bundle, out);
  write_standing(s->game, "before", bundle, out);
  if (s->trial.game != NULL) write_standing(s->trial.game, "now", bundle, out);
  ply_text_add(out, "}");
}

static void write_stands(const ply_class_session *s, ply_text *out) {
  int n = 0;
  ply_text_add(out, ",\"stands\":[");
  for (int t = 0; t < s->state.n_tables; t++) {
    const uint64_t *end = ply_class_end_of(s, t, 0);
    if (end != NULL) write_stand(s, "", t, *end, n++, out);
  }
  for (int d = 0; d < s->shape.n_designs; d++) {
    uint64_t bundle;
    parley_name name = parley_game_design_at(s->game, d, &bundle);
    write_stand(s, name.name, -1, bundle, n++, out);
  }
  ply_text_add(out, "]");
}

/* What the solver said of the file as the session began, or NULL. */
static const ply_class_found *found_in_file(const ply_class_session *s) {
  for (int f = 0; f < s->n_found; f++)
    if (!s->found[f]->has_base && s->found[f]->n_patches == 0) return s->found[f];
  return NULL;
}

void ply_class_view_trial(const ply_class_session *s, ply_text *out) {
  ply_text_addf(out, ",\"trial\":{\"id\":%d,\"known\":%s,\"pointer\":", s->trial.id,
                s->trial.known_id == s->trial.id ? "true" : "false");
  ply_text_json(out, s->trial.pointer);
  ply_text_add(out, ",\"value\":");
  ply_text_number(out, s->trial.value);
  ply_text_add(out, ",\"known_value\":");
  ply_text_number(out, s->trial.known_value);
  if (s->course.mode == PLY_MODE_TABLE) write_stands(s, out);
  if (s->course.mode == PLY_MODE_SIMULTANEOUS) {
    ply_class_view_round(s, s->game, "round_before", out);
    if (s->trial.game != NULL) ply_class_view_round(s, s->trial.game, "round_now", out);
  }
  write_found(s, "now", s->trial.known, out);
  write_found(s, "before", ply_class_session_found(s, NULL), out);
  if (s->n_patches > 0) write_found(s, "file", found_in_file(s), out);
  ply_text_add(out, "}");
}

/* After news that changed the scenario: what the theory said of it before, beside the prediction. */
static void write_before_news(const ply_class_session *s, ply_text *out) {
  const ply_class_found *now = ply_class_session_known(s), *old = found_in_file(s);
  if (old == NULL || old == now) return;
  write_found(s, "old", old, out);
  write_found(s, "new", now, out);
}

void ply_class_view_debrief(const ply_class_session *s, ply_text *out) {
  bool now = s->state.stage == PLY_STAGE_DEBRIEF;
  int step = now ? s->state.step : 0;
  ply_text_addf(out, "{\"step\":%d,\"round\":%d", step, s->state.round);
  if (step >= STEP_OUTCOME) {
    ply_text_add(out, ",");
    write_ends(s, s->state.revealed, out);
  }
  if (s->course.mode == PLY_MODE_SIMULTANEOUS && step >= STEP_OUTCOME) ply_class_view_moves(s, out);
  if (step == STEP_PAYOFFS) write_payoffs(s, out);
  if (step == STEP_PLOT || step == STEP_PREDICTION) ply_class_view_plot(s, out);
  if (step == STEP_PREDICTION || (step == STEP_BETTER && s->course.mode == PLY_MODE_OFFERS))
    ply_class_view_prediction(s, out);
  if (step == STEP_PREDICTION && s->n_patches > 0) write_before_news(s, out);
  if (step == STEP_BETTER && s->course.mode == PLY_MODE_TABLE) ply_class_view_better(s, out);
  if (step == STEP_REPLAY) write_replay(s, out);
  if (step == STEP_WHAT_IF) {
    write_numbers(s, out);
    ply_class_view_trial(s, out);
  }
  if (step == STEP_QUESTIONS) {
    ply_text_add(out, ",\"results\":");
    ply_class_view_answers(s, out);
  }
  ply_text_add(out, "}");
}
