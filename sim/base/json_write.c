/* How is JSON written so that people can read it and programs get every digit? Two blanks a level, small maps
 * on one line, numbers by ply_text_number (shortest form that reads back as the same double). RFC 8259. */
#include "sim/base/json_write.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>

void ply_json_start(ply_json *json, ply_text *out) {
  *json = (ply_json){.out = out, .depth = 0, .flat_from = PLY_JSON_DEPTH};
}

static void new_line(ply_json *json) {
  ply_text_add(json->out, "\n");
  for (int i = 0; i < json->depth; i++) ply_text_add(json->out, "  ");
}

/* Comma, line break and key before a value. */
static void lead(ply_json *json, const char *key) {
  if (json->depth > 0) {
    bool flat = json->depth >= json->flat_from, first = !json->filled[json->depth - 1];
    if (!first) ply_text_add(json->out, flat ? ", " : ",");
    if (!flat) new_line(json);
    json->filled[json->depth - 1] = true;
  }
  if (key == NULL) return;
  ply_text_json(json->out, key);
  ply_text_add(json->out, ": ");
}

static void open(ply_json *json, const char *key, bool flat, const char *bracket, char close) {
  assert(json->depth < PLY_JSON_DEPTH);
  lead(json, key);
  ply_text_add(json->out, bracket);
  json->filled[json->depth] = false;
  json->close[json->depth++] = close;
  if (flat && json->depth < json->flat_from) json->flat_from = json->depth;
}

void ply_json_object(ply_json *json, const char *key, bool flat) { open(json, key, flat, "{", '}'); }

void ply_json_array(ply_json *json, const char *key, bool flat) { open(json, key, flat, "[", ']'); }

void ply_json_end(ply_json *json) {
  assert(json->depth > 0);
  bool flat = json->depth >= json->flat_from;
  if (json->depth == json->flat_from) json->flat_from = PLY_JSON_DEPTH;
  json->depth--;
  if (!flat && json->filled[json->depth]) new_line(json);
  ply_text_add_n(json->out, &json->close[json->depth], 1);
  if (json->depth == 0) ply_text_add(json->out, "\n");
}

void ply_json_string(ply_json *json, const char *key, const char *value) {
  lead(json, key);
  if (value == NULL)
    ply_text_add(json->out, "null");
  else
    ply_text_json(json->out, value);
}

void ply_json_number(ply_json *json, const char *key, double value) {
  lead(json, key);
  if (isfinite(value))
    ply_text_number(json->out, value);
  else
    ply_text_add(json->out, "null");
}

void ply_json_count(ply_json *json, const char *key, uint64_t value) {
  lead(json, key);
  ply_text_addf(json->out, "%" PRIu64, value);
}

void ply_json_int(ply_json *json, const char *key, int value) {
  lead(json, key);
  ply_text_addf(json->out, "%d", value);
}

void ply_json_bool(ply_json *json, const char *key, bool value) {
  lead(json, key);
  ply_text_add(json->out, value ? "true" : "false");
}

void ply_json_null(ply_json *json, const char *key) {
  lead(json, key);
  ply_text_add(json->out, "null");
}

void ply_json_raw(ply_json *json, const char *key, const char *value) {
  lead(json, key);
  ply_text_add(json->out, value != NULL ? value : "null");
}
