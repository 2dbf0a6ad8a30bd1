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
static void write_end(ply_json *json, const ply_class_session *s, int table, int round) {
  int points[PLY_CLASS_ROLES], no_deal[PLY_CLASS_ROLES], gain[PLY_CLASS_ROLES];
  if (!ply_class_end_points(s, table, round, points, no_deal)) return;
  for (int i = 0; i < s->shape.n_actors; i++) gain[i] = points[i] - no_deal[i];
  ply_json_ints(json, "points", points, s->shape.n_actors);
  ply_json_ints(json, "gains", gain, s->shape.n_actors);
}

/* ---- step 1 and 2: what came out ---- */

static bool has_people(const ply_class_session *s, int table) {
  for (int r = 0; r < s->state.n_roles; r++)
    if (ply_class_state_people(&s->state, table, r) > 0) return true;
  return false;
}

static void write_outcome(ply_json *json, const ply_class_session *s, int table, int round, bool points) {
  static const char *const statuses[] = {"open", "deal", "no_deal"};
  const ply_class_table *t = &s->state.tables[table];
  const uint64_t *bundle = ply_class_end_of(s, table, round);
  int id = t->end[round].proposal, turn = id >= 0 ? s->state.proposals[id].turn : 0;
  ply_json_object(json, NULL, PLY_JSON_TIGHT);
  ply_json_int(json, "table", table);
  ply_json_int(json, "round", round);
  ply_json_string(json, "status", statuses[t->end[round].status]);
  ply_json_int(json, "turn", turn);
  ply_json_bool(json, "people", has_people(s, table));
  if (id >= 0 && s->course.mode == PLY_MODE_OFFERS)
    ply_json_int(json, "left", lround(100 * ply_class_course_left(&s->course, s->course.order[0], turn)));
  if (id >= 0) ply_class_write_roles(json, "accept", s->state.proposals[id].accept);
  if (bundle != NULL) ply_class_write_bundle(json, s, *bundle);
  if (points) write_end(json, s, table, round);
  ply_json_end(json);
}

static void write_ends(ply_json *json, const ply_class_session *s, bool points) {
  ply_json_array(json, "outcomes", PLY_JSON_TIGHT);
  for (int t = 0; t < s->state.n_tables; t++)
    for (int r = 0; r <= s->state.round; r++) write_outcome(json, s, t, r, points);
  ply_json_end(json);
}

/* ---- step 7: replay ---- */

static void write_replay(ply_json *json, const ply_class_session *s) {
  ply_json_array(json, "replay", PLY_JSON_TIGHT);
  for (int e = 0; e < s->state.n_events; e++) {
    const ply_class_event *event = &s->state.events[e];
    bool shown = event->kind == PLY_EV_PROPOSE || event->kind == PLY_EV_VOTE ||
                 event->kind == PLY_EV_WITHDRAW || event->kind == PLY_EV_DEAL ||
                 event->kind == PLY_EV_NO_DEAL || event->kind == PLY_EV_STAGE || event->kind == PLY_EV_ROUND;
    if (!shown) continue;
    int table =
        event->table >= 0 || event->proposal < 0 ? event->table : s->state.proposals[event->proposal].table;
    ply_json_object(json, NULL, PLY_JSON_TIGHT);
    ply_json_int(json, "t", event->t_ms);
    ply_json_string(json, "e", ply_class_event_name(event->kind));
    ply_json_int(json, "table", table);
    ply_json_int(json, "role", event->role);
    ply_json_int(json, "proposal", event->proposal >= 0 ? ply_class_number_of(s, event->proposal) - 1 : -1);
    ply_json_int(json, "value", event->value);
    ply_json_end(json);
  }
  ply_json_end(json);
}

static void write_payoffs(ply_json *json, const ply_class_session *s) {
  ply_json_array(json, "briefs", PLY_JSON_TIGHT);
  for (int r = 0; r < s->shape.n_actors; r++)
    if ((s->state.playable >> r & 1) != 0) ply_class_write_brief(json, s, r);
  ply_json_end(json);
}

/* ---- step 10: what if one number were another ---- */

static void write_number(ply_json *json, const ply_class_session *s, const ply_class_number *number) {
  double filed;
  ply_json_object(json, NULL, PLY_JSON_TIGHT);
  ply_json_string(json, "pointer", number->pointer);
  ply_json_int(json, "role", number->role);
  ply_json_int(json, "issue", number->issue);
  ply_json_string(json, "name", number->name != NULL ? number->name : number->of);
  ply_json_number(json, "base", number->base);
  if (s->n_patches > 0 && ply_class_number_filed(s, number, &filed)) ply_json_number(json, "filed", filed);
  ply_json_number(json, "low", number->low);
  ply_json_number(json, "high", number->high);
  ply_json_end(json);
}

static void write_numbers(ply_json *json, const ply_class_session *s) {
  ply_class_number number;
  ply_json_array(json, "numbers", PLY_JSON_TIGHT);
  for (int n = 0; ply_class_number_at(s, n, &number); n++) write_number(json, s, &number);
  ply_json_end(json);
}

static void write_found(ply_json *json, const char *key, const ply_class_session *s,
                        const ply_class_found *f) {
  if (f == NULL || f->failed) {
    ply_json_null(json, key);
    return;
  }
  ply_json_object(json, key, PLY_JSON_TIGHT);
  ply_class_write_count(json, "acceptable", f->acceptable);
  ply_class_write_count(json, "sustained", f->sustained);
  ply_class_write_count(json, "stable", f->stable);
  ply_class_write_figure(json, "share", "%.6g", f->feasible > 0 ? f->acceptable / f->feasible : 0.0);
  ply_json_array(json, "deals", PLY_JSON_TIGHT);
  for (int n = 0; n < f->n_deals; n++) {
    if (!ply_class_found_first(f, n)) continue;
    ply_json_object(json, NULL, PLY_JSON_TIGHT);
    ply_json_string(json, "name", ply_class_deal_name(s, &f->deals[n]));
    ply_class_write_bundle(json, s, f->deals[n].bundle);
    ply_json_end(json);
  }
  ply_json_end(json);
  ply_json_end(json);
}

static void write_standing(ply_json *json, const char *key, const parley_game *game, uint64_t bundle) {
  parley_standing now = parley_game_standing(game, bundle);
  ply_json_object(json, key, PLY_JSON_TIGHT);
  ply_json_bool(json, "feasible", now.feasible);
  ply_json_bool(json, "acceptable", now.acceptable);
  ply_json_bool(json, "sustained", now.sustained);
  ply_class_write_roles(json, "refuse", now.refuse);
  ply_json_end(json);
}

/* A deal that has a name, or a table's, in the file's game, with the news, and in that of the trial. */
static void write_stand(ply_json *json, const ply_class_session *s, const char *name, int table,
                        uint64_t bundle) {
  ply_json_object(json, NULL, PLY_JSON_TIGHT);
  ply_json_int(json, "table", table);
  ply_json_string(json, "name", name);
  if (s->n_patches > 0) write_standing(json, "file", s->file_game, bundle);
  write_standing(json, "before", s->game, bundle);
  if (s->trial.game != NULL) write_standing(json, "now", s->trial.game, bundle);
  ply_json_end(json);
}

static void write_stands(ply_json *json, const ply_class_session *s) {
  ply_json_array(json, "stands", PLY_JSON_TIGHT);
  for (int t = 0; t < s->state.n_tables; t++) {
    const uint64_t *end = ply_class_end_of(s, t, 0);
    if (end != NULL) write_stand(json, s, "", t, *end);
  }
  for (int d = 0; d < s->shape.n_designs; d++) {
    uint64_t bundle;
    parley_name name = parley_game_design_at(s->game, d, &bundle);
    write_stand(json, s, name.name, -1, bundle);
  }
  ply_json_end(json);
}

/* What the solver said of the file as the session began, or NULL. */
static const ply_class_found *found_in_file(const ply_class_session *s) {
  for (int f = 0; f < s->n_found; f++)
    if (!s->found[f]->has_base && s->found[f]->n_patches == 0) return s->found[f];
  return NULL;
}

/* What the solver says of the number that is being tried, beside what it said of the file. */
static void write_trial(ply_json *json, const ply_class_session *s) {
  ply_json_object(json, "trial", PLY_JSON_TIGHT);
  ply_json_int(json, "id", s->trial.id);
  ply_json_bool(json, "known", s->trial.known_id == s->trial.id);
  ply_json_string(json, "pointer", s->trial.pointer);
  ply_json_number(json, "value", s->trial.value);
  ply_json_number(json, "known_value", s->trial.known_value);
  if (s->course.mode == PLY_MODE_TABLE) write_stands(json, s);
  if (s->course.mode == PLY_MODE_SIMULTANEOUS) {
    ply_class_write_round(json, "round_before", s, s->game);
    if (s->trial.game != NULL) ply_class_write_round(json, "round_now", s, s->trial.game);
  }
  write_found(json, "now", s, s->trial.known);
  write_found(json, "before", s, ply_class_session_found(s, NULL));
  if (s->n_patches > 0) write_found(json, "file", s, found_in_file(s));
  ply_json_end(json);
}

/* After news that changed the scenario: what the theory said of it before, beside the prediction. */
static void write_before_news(ply_json *json, const ply_class_session *s) {
  const ply_class_found *now = ply_class_session_known(s), *old = found_in_file(s);
  if (old == NULL || old == now) return;
  write_found(json, "old", s, old);
  write_found(json, "new", s, now);
}

void ply_class_view_debrief(const ply_class_session *s, ply_text *out) {
  int step = s->state.stage == PLY_STAGE_DEBRIEF ? s->state.step : 0;
  ply_class_mode mode = s->course.mode;
  ply_json json;
  ply_json_start(&json, out);
  ply_json_object(&json, NULL, PLY_JSON_TIGHT);
  ply_json_int(&json, "step", step);
  ply_json_int(&json, "round", s->state.round);
  if (step >= STEP_OUTCOME) write_ends(&json, s, s->state.revealed);
  if (mode == PLY_MODE_SIMULTANEOUS && step >= STEP_OUTCOME) ply_class_write_moves(&json, s);
  if (step == STEP_PAYOFFS) write_payoffs(&json, s);
  if (step == STEP_PLOT || step == STEP_PREDICTION) ply_class_write_plot(&json, s);
  if (step == STEP_PREDICTION || (step == STEP_BETTER && mode == PLY_MODE_OFFERS))
    ply_class_write_prediction(&json, s);
  if (step == STEP_PREDICTION && s->n_patches > 0) write_before_news(&json, s);
  if (step == STEP_BETTER && mode == PLY_MODE_TABLE) ply_class_write_better(&json, s);
  if (step == STEP_REPLAY) write_replay(&json, s);
  if (step == STEP_WHAT_IF) {
    write_numbers(&json, s);
    write_trial(&json, s);
  }
  if (step == STEP_QUESTIONS) ply_class_write_answers(&json, "results", s);
  ply_json_end(&json);
}
