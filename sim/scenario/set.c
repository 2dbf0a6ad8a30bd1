/* One number changed from outside: --set POINTER=VALUE on the merged tree, before it is checked, so that a
 * wrong value is told like one in a file (the "file" is --set and its line the setting itself). The pointer
 * must name a value, or a new key of an object that is there; whether such a key may stand there is asked by
 * the validator. A plain number or triple over {"value": ...} replaces the value and keeps its grade and
 * citations. */
#include "sim/scenario/fields.h"

#include <stdlib.h>
#include <string.h>

typedef struct setting {
  ply_tree *tree;
  size_t file; /* the setting's own text */
  const char *pointer;
} setting;

static void report_missing(const setting *s, const ply_node *parent, const char *segment, size_t start,
                           size_t end) {
  ply_tree *tree = s->tree;
  size_t n = parent->type == T_OBJECT ? ply_node_count(parent) : 0, i = 0;
  const char **keys = TREE_NEW(tree, n + 1, const char *);
  if (n > 0)
    for (EACH(child, parent)) keys[i++] = child->key;
  ply_hint more = {.suggestion = ply_word_nearest(segment, keys, n)};
  const char *where = ply_node_pointer(tree, parent);
  const char *named = where[0] != '\0' ? ply_quoted(tree, where) : "the scenario";
  if (parent->type == T_OBJECT)
    ply_report_problem_at(tree, P015, s->file, start, (int)(end - start), s->pointer, more,
                          "%s has no key %s", named, ply_quoted(tree, segment));
  else if (parent->type == T_ARRAY)
    ply_report_problem_at(tree, P015, s->file, start, (int)(end - start), s->pointer, more,
                          "%s is a list of %zu; a position in it is 0 to %zu", named, ply_node_count(parent),
                          ply_node_count(parent) - 1);
  else
    ply_report_problem_at(tree, P015, s->file, start, (int)(end - start), s->pointer, more,
                          "%s is %s and holds nothing below it", named, ply_node_type_name(parent));
}

/* The value's text as JSON at its place in the setting's line; a bare word becomes a string. NULL after a
 * report. */
static ply_node *parse_value(const setting *s, const char *value, size_t offset) {
  ply_tree *tree = s->tree;
  size_t length = strlen(value);
  bool structured = strchr("[{\"", value[strspn(value, " \t")]) != NULL && length > 0;
  /* Read as a file of its own, in which blanks stand for the pointer: places then fit the whole setting. */
  ply_source_file *whole = &tree->files[s->file];
  char *copy = malloc(whole->length + 1);
  if (copy == NULL) ply_tree_out_of_memory(tree);
  memset(copy, ' ', offset);
  memcpy(copy + offset, value, length + 1);
  whole->aside = whole->text;
  whole->text = copy;
  ply_diags *diags = tree->diags, *ignored = &tree->quiet;
  ply_diags_done(ignored);
  size_t errors = tree->n_errors;
  ply_status worst = tree->worst;
  tree->diags = ignored;
  ply_node *parsed = ply_json_read(tree, s->file);
  tree->diags = diags;
  whole->text = whole->aside;
  whole->aside = NULL;
  free(copy);
  tree->n_errors = errors;
  tree->worst = worst;
  if (parsed == NULL && structured) {
    ply_hint more = {.note = "a bare word that is no JSON is taken as a string"};
    const char *why = ignored->count > 0 ? ignored->items[0].message : "not valid JSON";
    size_t at =
        ignored->count > 0 && ignored->items[0].column > 0 ? (size_t)ignored->items[0].column - 1 : offset;
    ply_report_problem_at(tree, P016, s->file, at, 1, s->pointer, more, "the value is not valid JSON: %s",
                          why);
  } else if (parsed == NULL) {
    parsed = TREE_NEW(tree, 1, ply_node);
    *parsed = (ply_node){.type = T_STRING, .file = (uint16_t)s->file, .at = (uint32_t)offset};
    parsed->as.text = ply_tree_strdup(tree, value);
  }
  return parsed;
}

/* Sets the last segment below parent. */
static void put_below(const setting *s, ply_node *parent, char *segment, ply_node *old, ply_node *value,
                      size_t start, size_t end) {
  if (old == NULL && (parent->type != T_OBJECT || value->type == T_NULL)) {
    report_missing(s, parent, segment, start, end);
    return;
  }
  if (value->type == T_NULL && parent->type == T_OBJECT) {
    ply_node_remove(old);
    return;
  }
  ply_node *inner = old != NULL ? ply_node_find(old, "value") : NULL;
  if (inner != NULL && (value->type == T_NUMBER || value->type == T_ARRAY)) old = inner;
  value->key_at = (uint32_t)start;
  if (old != NULL)
    ply_node_replace(old, value);
  else {
    value->key = segment;
    ply_node_append(parent, value);
  }
}

/* Whether the setting is well-formed and may be made at all; reports what is wrong. */
static bool may_be_set(const setting *s, size_t length) {
  ply_hint more = {0};
  if (s->pointer[0] != '/' || s->pointer[1] == '\0') {
    if (s->pointer[0] != '\0' && s->pointer[0] != '/')
      more.suggestion = ply_arena_printf(s->tree->arena, "/%s", s->pointer);
    ply_report_problem_at(s->tree, P015, s->file, 0, (int)strlen(s->pointer), s->pointer, more,
                          "a setting starts with a JSON Pointer such as /actors/france/reservation");
  } else if (length > 1 << 20) {
    ply_report_problem_at(s->tree, P002, s->file, 0, 1, "", more, "a setting is at most 1 MiB long");
  } else if (strcmp(s->pointer, "/extends") == 0 || strncmp(s->pointer, "/extends/", 9) == 0) {
    ply_report_problem_at(
        s->tree, P015, s->file, 0, (int)strlen(s->pointer), s->pointer, more,
        "a setting changes the merged scenario, when \"extends\" has done its work: a small file that "
        "extends others says what else to merge");
  } else {
    return ply_bytes_are_fine(s->tree, s->file);
  }
  return false;
}

void ply_set_value(ply_tree *tree, ply_node *root, const char *file, const char *pointer, const char *text) {
  ply_text line;
  ply_text_init(&line);
  ply_text_addf(&line, "%s=%s", pointer, text);
  size_t length = line.length, offset = strlen(pointer) + 1;
  char *whole = ply_text_take(&line);
  if (whole == NULL) ply_tree_out_of_memory(tree);
  setting s = {.tree = tree, .pointer = pointer, .file = ply_tree_add_file(tree, file, NULL, whole, length)};
  tree->files[s.file].is_setting = true;
  if (!may_be_set(&s, length)) return;
  ply_node *value = parse_value(&s, text, offset), *parent = root;
  if (value == NULL) return;
  for (const char *rest = pointer;;) {
    size_t start = (size_t)(rest - pointer) + 1;
    char *segment = ply_pointer_segment(tree, &rest);
    size_t end = (size_t)(rest - pointer);
    ply_node *child = ply_node_child(parent, segment);
    if (*rest == '\0') {
      put_below(&s, parent, segment, child, value, start, end);
      return;
    }
    if (child == NULL) {
      report_missing(&s, parent, segment, start, end);
      return;
    }
    parent = child;
  }
}
