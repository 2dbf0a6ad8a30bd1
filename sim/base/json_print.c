/* A tree as JSON text again: compact for programs, indented for people (what fits stands on one line). Numbers are
 * the shortest that read back the same, keys keep their order. */
#include "sim/base/json_tree.h"

#include <string.h>

enum { WIDE = 110 };

static void write_compact(ply_text *out, const ply_node *value);

static void write_scalar(ply_text *out, const ply_node *value) {
  if (value->type == T_NUMBER)
    ply_text_number(out, value->as.number);
  else if (value->type == T_STRING)
    ply_text_json(out, value->as.text);
  else
    ply_text_add(out, value->type == T_NULL ? "null" : value->truth ? "true" : "false");
}

static void write_compact(ply_text *out, const ply_node *value) {
  bool object = value->type == T_OBJECT, first = true;
  if (!object && value->type != T_ARRAY) {
    write_scalar(out, value);
    return;
  }
  ply_text_add(out, object ? "{" : "[");
  for (EACH(child, value)) {
    if (!first) ply_text_add(out, ",");
    first = false;
    if (object) {
      ply_text_json(out, child->key);
      ply_text_add(out, ":");
    }
    write_compact(out, child);
  }
  ply_text_add(out, object ? "}" : "]");
}

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

static void write_line(ply_text *out, const ply_node *value) {
  bool object = value->type == T_OBJECT;
  if (!object && value->type != T_ARRAY) {
    write_scalar(out, value);
    return;
  }
  ply_text_add(out, object ? "{" : "[");
  for (EACH(child, value)) {
    if (child != ply_node_first(value))
      ply_text_add(out, ", ");
    else if (object)
      ply_text_add(out, " ");
    if (object) {
      ply_text_json(out, child->key);
      ply_text_add(out, ": ");
    }
    write_line(out, child);
  }
  ply_text_add(out, !object ? "]" : ply_node_first(value) != NULL ? " }" : "}");
}

static void new_line(ply_text *out, int depth) {
  ply_text_add(out, "\n");
  for (int i = 0; i < depth; i++) ply_text_add(out, "  ");
}

static void write_pretty(ply_text *out, const ply_node *value, int depth, size_t used) {
  bool object = value->type == T_OBJECT, first = true;
  size_t room = (size_t)depth * 2 + used < WIDE ? WIDE - (size_t)depth * 2 - used : 0;
  if ((!object && value->type != T_ARRAY) || (value->parent != NULL && one_line(value, room) <= room)) {
    write_line(out, value);
    return;
  }
  ply_text_add(out, object ? "{" : "[");
  for (EACH(child, value)) {
    if (!first) ply_text_add(out, ",");
    first = false;
    new_line(out, depth + 1);
    if (object) {
      ply_text_json(out, child->key);
      ply_text_add(out, ": ");
    }
    write_pretty(out, child, depth + 1, object ? strlen(child->key) + 4 : 0);
  }
  new_line(out, depth);
  ply_text_add(out, object ? "}" : "]");
}

void ply_json_write(ply_text *out, const ply_node *root, bool pretty) {
  if (pretty) {
    write_pretty(out, root, 0, 0);
    ply_text_add(out, "\n");
  } else
    write_compact(out, root);
}
