/* How is JSON written so that people can read it and programs get every digit? Two blanks a level, small maps
 * on one line or all of it without blanks, numbers by ply_text_number (shortest form that reads back as the same
 * double). RFC 8259. */
#include "sim/base/json_write.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>

void ply_json_start(ply_json *json, ply_text *out) {
  json->out = out;
  json->depth = 0;
  json->breaks = false;
}

static ply_json_layout layout_of(const ply_json *json) {
  return json->depth > 0 ? (ply_json_layout)json->layout[json->depth - 1] : PLY_JSON_LINES;
}

static void new_line(ply_json *json, int indent) {
  ply_text_add_n(json->out, "\n", 1);
  for (int i = 0; i < indent; i++) ply_text_add_n(json->out, "  ", 2);
  json->breaks = false;
}

/* Blanks and line breaks before a value, and before the end of an object that is padded. */
static void space(ply_json *json, bool first) {
  ply_json_layout layout = layout_of(json);
  if (layout == PLY_JSON_LINES || json->breaks)
    new_line(json, layout == PLY_JSON_LINES ? json->depth : 0);
  else if (first ? layout == PLY_JSON_PADDED && json->close[json->depth - 1] == '}'
                 : layout != PLY_JSON_TIGHT)
    ply_text_add_n(json->out, " ", 1);
}

/* Comma, line break and key before a value. */
static void lead(ply_json *json, const char *key) {
  if (json->depth > 0) {
    bool first = !json->filled[json->depth - 1];
    if (!first) ply_text_add_n(json->out, ",", 1);
    space(json, first);
    json->filled[json->depth - 1] = true;
  }
  if (key == NULL) return;
  ply_text_json(json->out, key);
  ply_text_add(json->out, layout_of(json) == PLY_JSON_TIGHT ? ":" : ": ");
}

static void open(ply_json *json, const char *key, ply_json_layout layout, const char *bracket, char close) {
  assert(json->depth < PLY_JSON_DEPTH);
  lead(json, key);
  ply_text_add_n(json->out, bracket, 1);
  ply_json_layout outer = layout_of(json);
  json->filled[json->depth] = false;
  json->layout[json->depth] = (unsigned char)(layout > outer ? layout : outer);
  json->close[json->depth++] = close;
}

void ply_json_object(ply_json *json, const char *key, ply_json_layout layout) {
  open(json, key, layout, "{", '}');
}

void ply_json_array(ply_json *json, const char *key, ply_json_layout layout) {
  open(json, key, layout, "[", ']');
}

void ply_json_end(ply_json *json) {
  assert(json->depth > 0);
  int inner = json->depth - 1;
  ply_json_layout layout = layout_of(json);
  if (json->filled[inner] && layout == PLY_JSON_LINES)
    new_line(json, inner);
  else if (json->filled[inner] || json->breaks)
    space(json, true);
  json->depth = inner;
  ply_text_add_n(json->out, &json->close[inner], 1);
  if (inner == 0 && layout != PLY_JSON_TIGHT) ply_text_add_n(json->out, "\n", 1);
}

void ply_json_break(ply_json *json) { json->breaks = true; }

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

void ply_json_int(ply_json *json, const char *key, int64_t value) {
  lead(json, key);
  ply_text_addf(json->out, "%" PRId64, value);
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

void ply_json_ints(ply_json *json, const char *key, const int *values, int n) {
  ply_json_array(json, key, PLY_JSON_FLAT);
  for (int i = 0; i < n; i++) ply_json_int(json, NULL, values[i]);
  ply_json_end(json);
}

void ply_json_numbers(ply_json *json, const char *key, const double *values, int n) {
  ply_json_array(json, key, PLY_JSON_FLAT);
  for (int i = 0; i < n; i++) ply_json_number(json, NULL, values[i]);
  ply_json_end(json);
}
