/* A tree as JSON text again: compact for programs, indented for people (what fits stands on one line). Numbers are
 * the shortest that read back the same, keys keep their order. */
#include "sim/base/json_tree.h"

#include <string.h>

enum { WIDE = 110 };

/* Columns that the value takes on one line, or more than `room`. */
static size_t one_line(const ply_node *value, size_t room) {
  size_t n = 2;
  if (value->type == T_STRING) return strlen(value->as.text) + 2;
  if (value->type != T_ARRAY && value->type != T_OBJECT) return 12;
  for (EACH(child, value)) {
    if (child->key != NULL) n += strlen(child->key) + 4;
    n += (n < room ? one_line(child, room - n) : 0) + 2;
    if (n > room) return n;
  }
  return n;
}

/* In lines a part stands on one line where it fits, but not the whole. */
static ply_json_layout fitting(const ply_json *json, const char *key, const ply_node *value) {
  size_t used = (size_t)json->depth * 2 + (key != NULL ? strlen(key) + 4 : 0),
         room = used < WIDE ? WIDE - used : 0;
  return value->parent != NULL && one_line(value, room) <= room ? PLY_JSON_PADDED : PLY_JSON_LINES;
}

void ply_json_node(ply_json *json, const char *key, const ply_node *value, ply_json_layout layout) {
  if (layout == PLY_JSON_LINES) layout = fitting(json, key, value);
  switch ((ply_node_type)value->type) {
  case T_NULL: ply_json_null(json, key); return;
  case T_BOOL: ply_json_bool(json, key, value->truth); return;
  case T_NUMBER: ply_json_number(json, key, value->as.number); return;
  case T_STRING: ply_json_string(json, key, value->as.text); return;
  case T_ARRAY: ply_json_array(json, key, layout); break;
  case T_OBJECT: ply_json_object(json, key, layout); break;
  }
  for (EACH(child, value)) ply_json_node(json, child->key, child, layout);
  ply_json_end(json);
}

void ply_json_write(ply_text *out, const ply_node *root, bool pretty) {
  ply_json json;
  ply_json_start(&json, out);
  ply_json_node(&json, NULL, root, pretty ? PLY_JSON_LINES : PLY_JSON_TIGHT);
}
