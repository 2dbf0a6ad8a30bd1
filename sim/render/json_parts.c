/* The pieces of JSON that results and explanations share: the frame of names, bundles, moves, deterrence
 * figures. */
#include "sim/render/json_parts.h"

enum { FORMAT_VERSION = 1 };

void ply_json_outcome(ply_json *json, ply_outcome outcome) {
  ply_json_string(json, "outcome", ply_outcome_name(outcome));
}

void ply_json_frame(ply_json *json, const char *version, const ply_frame *frame) {
  ply_json_object(json, "parley", true);
  ply_json_string(json, "version", version);
  ply_json_int(json, "format", FORMAT_VERSION);
  ply_json_end(json);
  ply_json_object(json, "scenario", false);
  ply_json_string(json, "id", frame->id);
  if (frame->title != NULL) ply_json_string(json, "title", frame->title);
  if (frame->question != NULL) ply_json_string(json, "question", frame->question);
  ply_json_string(json, "digest", frame->digest);
  ply_json_array(json, "red_lines", true);
  for (int k = 0; k < frame->n_lines; k++)
    if (frame->lines[k].in_force) ply_json_string(json, NULL, frame->lines[k].id);
  ply_json_end(json);
  ply_json_object(json, "grades", true);
  for (int g = 3; g >= 0; g--) ply_json_int(json, ply_grade_words[g], frame->grades[g]);
  ply_json_end(json);
  ply_json_int(json, "ranges", frame->n_triples);
  ply_json_end(json);
}

void ply_json_members(ply_json *json, const char *key, const ply_frame *frame, const uint8_t *levels) {
  ply_json_object(json, key, true);
  for (int i = 0; i < frame->n_actors; i++)
    if (levels[i] != 0 || frame->plain_game)
      ply_json_string(json, frame->actors[i].name.id, ply_frame_level(frame, i, levels[i]).id);
  ply_json_end(json);
}

void ply_json_by_actor(ply_json *json, const char *key, const ply_frame *frame, const double *values,
                       bool candidates) {
  ply_json_object(json, key, true);
  for (int i = 0; i < frame->n_actors; i++)
    if (!candidates || frame->actors[i].candidate) ply_json_number(json, frame->actors[i].name.id, values[i]);
  ply_json_end(json);
}

void ply_json_bundle(ply_json *json, const ply_frame *frame, const ply_bundle *bundle) {
  ply_json_count(json, "index", bundle->index);
  ply_json_object(json, "options", true);
  for (int k = 0; k < frame->n_issues; k++)
    ply_json_string(json, frame->issues[k].name.id, frame->issues[k].options[bundle->options[k]].id);
  ply_json_end(json);
  ply_json_members(json, "members", frame, bundle->levels);
  ply_json_by_actor(json, "payoffs", frame, bundle->payoffs, false);
}

void ply_json_move(ply_json *json, const char *key, const ply_frame *frame, ply_move move) {
  if (move.actor < 0) {
    ply_json_null(json, key);
    return;
  }
  ply_json_object(json, key, true);
  ply_json_string(json, "actor", frame->actors[move.actor].name.id);
  ply_json_string(json, "to", ply_frame_level(frame, move.actor, move.to).id);
  ply_json_number(json, "gain", move.gain);
  if (move.falls) ply_json_bool(json, "falls", true);
  ply_json_end(json);
}

void ply_json_security(ply_json *json, const char *key, const ply_frame *frame,
                       const ply_design_security *security) {
  ply_json_object(json, key, false);
  ply_json_number(json, "attack", security->attack);
  ply_json_number(json, "holds", security->holds);
  ply_json_number(json, "credibility", security->credibility);
  ply_json_number(json, "overrun", security->overrun);
  ply_json_number(json, "force", security->force);
  ply_json_number(json, "outcome", security->outcome);
  if (security->honour != NULL) ply_json_by_actor(json, "honour", frame, security->honour, true);
  if (security->honour_least != NULL && security->honour_greatest != NULL) {
    ply_json_by_actor(json, "honour_least", frame, security->honour_least, true);
    ply_json_by_actor(json, "honour_greatest", frame, security->honour_greatest, true);
  }
  ply_json_end(json);
}

void ply_json_switching(ply_json *json, const char *key, const ply_switching_value *switching) {
  if (switching == NULL) {
    ply_json_null(json, key);
    return;
  }
  ply_json_object(json, key, true);
  ply_json_string(json, "pointer", switching->pointer);
  ply_json_string(json, "kind", ply_switching_kind_name(switching->kind));
  ply_json_number(json, "from", switching->from);
  ply_json_number(json, "stay", switching->stay);
  ply_json_number(json, "turn", switching->turn);
  ply_json_number(json, "low", switching->low);
  ply_json_number(json, "high", switching->high);
  ply_json_bool(json, "in_range", switching->in_range);
  ply_json_bool(json, "beyond", switching->beyond);
  ply_json_end(json);
}

void ply_json_opening(ply_json *json, const ply_frame *frame, const ply_opening *opening) {
  if (opening->short_of == 0) return;
  ply_json_array(json, "short", true);
  for (int i = 0; i < frame->n_actors; i++)
    if (opening->short_of >> i & 1) ply_json_string(json, NULL, frame->actors[i].name.id);
  ply_json_end(json);
  ply_json_bool(json, "together", opening->together);
  ply_json_array(json, "openers", false);
  for (int k = 0; k < opening->n; k++) {
    ply_json_object(json, NULL, false);
    ply_json_string(json, "actor", frame->actors[opening->openers[k].actor].name.id);
    ply_json_switching(json, "number", &opening->openers[k].number);
    ply_json_end(json);
  }
  ply_json_end(json);
}

void ply_json_range(ply_json *json, const char *key, ply_count count) {
  if (count.low == count.high) {
    ply_json_count(json, key, count.low);
    return;
  }
  ply_json_object(json, key, true);
  ply_json_count(json, "at_least", count.low);
  ply_json_count(json, "at_most", count.high);
  ply_json_end(json);
}
