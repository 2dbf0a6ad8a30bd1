/* Two scenarios compared, for programs: every number, every other place and every answer that differs. A
 * pointer of "numbers" and "others" goes into the merged scenarios, one of "answers" into the JSON of their
 * results; null means not there. */
#include "sim/base/json_write.h"
#include "sim/render/section.h"

static void add_side(ply_json *json, const char *key, const ply_side *side) {
  ply_json_object(json, key, true);
  ply_json_string(json, "file", side->file);
  ply_json_string(json, "id", side->id);
  ply_json_string(json, "title", side->title);
  ply_json_string(json, "digest", side->digest);
  ply_json_end(json);
}

static void add_number(ply_json *json, const char *key, const ply_number_side *side) {
  ply_json_object(json, key, true);
  ply_json_number(json, "low", side->low);
  ply_json_number(json, "base", side->base);
  ply_json_number(json, "high", side->high);
  ply_json_string(json, "grade", side->grade);
  ply_json_end(json);
}

static void add_value(ply_json *json, const char *key, const ply_value *value) {
  switch (value->kind) {
  case PLY_VALUE_NONE: ply_json_null(json, key); break;
  case PLY_VALUE_BOOL: ply_json_bool(json, key, value->truth); break;
  case PLY_VALUE_COUNT: ply_json_count(json, key, value->count.low); break;
  case PLY_VALUE_NUMBER: ply_json_number(json, key, value->number); break;
  case PLY_VALUE_WORD: ply_json_string(json, key, value->word); break;
  }
}

static void add_answer(ply_json *json, const ply_answer_change *answer) {
  ply_json_object(json, NULL, true);
  ply_json_string(json, "part", answer->part);
  ply_json_string(json, "of", answer->of);
  ply_json_string(json, "what", answer->what);
  if (answer->who != NULL) ply_json_string(json, "actor", answer->who);
  ply_json_string(json, "pointer", answer->pointer);
  add_value(json, "a", &answer->a);
  add_value(json, "b", &answer->b);
  ply_json_end(json);
}

static void add_files(ply_json *json, const ply_comparison *c) {
  ply_json_array(json, "numbers", false);
  for (size_t i = 0; i < c->n_numbers; i++) {
    ply_json_object(json, NULL, true);
    ply_json_string(json, "pointer", c->numbers[i].pointer);
    add_number(json, "a", &c->numbers[i].a);
    add_number(json, "b", &c->numbers[i].b);
    ply_json_end(json);
  }
  ply_json_end(json);
  ply_json_array(json, "others", false);
  for (size_t i = 0; i < c->n_others; i++) {
    ply_json_object(json, NULL, true);
    ply_json_string(json, "pointer", c->others[i].pointer);
    ply_json_raw(json, "a", c->others[i].a);
    ply_json_raw(json, "b", c->others[i].b);
    ply_json_bool(json, "words", c->others[i].words);
    ply_json_end(json);
  }
  ply_json_end(json);
}

void ply_comparison_json(const void *record, const ply_render_settings *settings, ply_text *out) {
  const ply_comparison *c = record;
  (void)settings;
  ply_json json;
  ply_json_start(&json, out);
  ply_json_object(&json, NULL, false);
  ply_json_object(&json, "parley", true);
  ply_json_string(&json, "version", c->version);
  ply_json_int(&json, "format", 1);
  ply_json_end(&json);
  add_side(&json, "a", &c->a);
  add_side(&json, "b", &c->b);
  add_files(&json, c);
  ply_json_bool(&json, "solved", c->solved);
  if (c->solved) {
    ply_json_bool(&json, "complete", c->complete);
    ply_json_string(&json, "stopped_by", c->stopped_by);
    ply_json_array(&json, "answers", false);
    for (size_t i = 0; i < c->n_answers; i++) add_answer(&json, &c->answers[i]);
    ply_json_end(&json);
  }
  ply_json_end(&json);
}
