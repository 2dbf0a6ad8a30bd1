/* Answers for programs: every field of a question under its key, by its kind. What a limit left open is null or
 * left out, as the field says. */
#include "sim/render/json_parts.h"

static void add_fields(ply_json *json, const ply_frame *frame, const ply_field *fields, const void *record);

static void add_null(ply_json *json, const ply_frame *frame, const ply_field *f, const void *at) {
  (void)frame;
  (void)at;
  ply_json_null(json, f->name);
}
static void add_outcome(ply_json *json, const ply_frame *frame, const ply_field *f, const void *at) {
  (void)frame;
  ply_json_string(json, f->name, ply_outcome_name(*(const ply_outcome *)at));
}
static void add_word(ply_json *json, const ply_frame *frame, const ply_field *f, const void *at) {
  (void)frame;
  ply_json_string(json, f->name, *(const char *const *)at);
}
static void add_bool(ply_json *json, const ply_frame *frame, const ply_field *f, const void *at) {
  (void)frame;
  ply_json_bool(json, f->name, *(const bool *)at);
}
static void add_int(ply_json *json, const ply_frame *frame, const ply_field *f, const void *at) {
  (void)frame;
  ply_json_int(json, f->name, *(const int *)at);
}
static void add_count(ply_json *json, const ply_frame *frame, const ply_field *f, const void *at) {
  (void)frame;
  ply_json_count(json, f->name, *(const uint64_t *)at);
}
static void add_number(ply_json *json, const ply_frame *frame, const ply_field *f, const void *at) {
  (void)frame;
  ply_json_number(json, f->name, *(const double *)at);
}
static void add_actor(ply_json *json, const ply_frame *frame, const ply_field *f, const void *at) {
  int actor = *(const int *)at;
  ply_json_string(json, f->name, actor >= 0 ? frame->actors[actor].name.id : NULL);
}
static void add_by_actor(ply_json *json, const ply_frame *frame, const ply_field *f, const void *at) {
  const double *by_actor = *(const double *const *)at;
  if (by_actor != NULL) ply_json_by_actor(json, f->name, frame, by_actor, false);
}
static void add_ranges(ply_json *json, const ply_frame *frame, const ply_field *f, const void *at) {
  const double *const *ends = at;
  if (ends[0] == NULL) return;
  ply_json_object(json, f->name, false);
  for (int i = 0; i < frame->n_actors; i++) {
    ply_json_array(json, frame->actors[i].name.id, true);
    ply_json_number(json, NULL, ends[0][i]);
    ply_json_number(json, NULL, ends[1][i]);
    ply_json_end(json);
  }
  ply_json_end(json);
}
static void add_offers(ply_json *json, const ply_frame *frame, const ply_field *f, const void *at) {
  const ply_talks_result *talks = at;
  if (!talks->drawn || talks->first == NULL) return;
  ply_json_array(json, f->name, false);
  for (int k = 0; k < talks->n_first; k++) {
    const ply_first_offer *o = &talks->first[k];
    ply_json_object(json, NULL, false);
    ply_json_string(json, "proposer", frame->actors[o->proposer].name.id);
    ply_json_number(json, "chance", o->chance);
    if (o->agreed)
      ply_json_bundle(json, frame, &o->bundle);
    else
      ply_json_null(json, "index");
    ply_json_end(json);
  }
  ply_json_end(json);
  ply_json_number(json, "drift", talks->drift);
}
static void add_bundle(ply_json *json, const ply_frame *frame, const ply_field *f, const void *at) {
  (void)f;
  ply_json_bundle(json, frame, at);
}
static void add_part(ply_json *json, const ply_frame *frame, const ply_field *f, const void *at) {
  ply_json_object(json, f->name, false);
  add_fields(json, frame, f->part, at);
  ply_json_end(json);
}

static void add_fields(ply_json *json, const ply_frame *frame, const ply_field *fields, const void *record) {
  static void (*const add[])(ply_json *, const ply_frame *, const ply_field *, const void *) = {
      [PLY_FIELD_PRESENT] = add_null,  [PLY_FIELD_OUTCOME] = add_outcome, [PLY_FIELD_WORD] = add_word,
      [PLY_FIELD_BOOL] = add_bool,     [PLY_FIELD_INT] = add_int,         [PLY_FIELD_COUNT] = add_count,
      [PLY_FIELD_NUMBER] = add_number, [PLY_FIELD_ACTOR] = add_actor,     [PLY_FIELD_BY_ACTOR] = add_by_actor,
      [PLY_FIELD_BUNDLE] = add_bundle, [PLY_FIELD_PART] = add_part,       [PLY_FIELD_RANGES] = add_ranges,
      [PLY_FIELD_OFFERS] = add_offers,
  };
  ply_outcome outcome = ply_fields_outcome(fields, record);
  for (const ply_field *f = fields; f->name != NULL; f++) {
    if (!ply_field_told(f, outcome)) continue;
    bool open = f->when == PLY_NULL_AT_LIMIT && outcome == PLY_LIMIT_REACHED;
    (open ? add_null : add[f->kind])(json, frame, f, ply_field_in(f, record));
  }
}

void ply_json_answers(ply_json *json, const ply_result *r) {
  for (int k = 0; k < r->n_answers; k++) {
    const ply_answer *a = &r->answers[k];
    ply_json_object(json, a->question->name, a->question->flat);
    add_fields(json, &r->frame, a->question->fields, a->record);
    if (a->record != r) ply_json_bool(json, "verified", a->verified);
    ply_json_end(json);
  }
}
