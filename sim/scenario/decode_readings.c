/* Readings: the choices that a source or the model leaves open, each a set of values to replace and of red lines
 * to put in or out of force. Decoded here for people and programs to see, and applied here on the merged tree
 * when one is asked for, before the tree is checked: a reading is what --set does, under a name. */
#include "sim/scenario/fields.h"

#include <stdlib.h>
#include <string.h>

static const ply_hint no_hint = {0};

/* Whether everything above the last segment of a pointer is there. */
static bool parent_is_there(ply_reader *r, const char *pointer) {
  const ply_node *at = own(r)->root;
  for (const char *rest = pointer;;) {
    char *segment = ply_pointer_segment(r->tree, &rest);
    if (segment == NULL || at == NULL) return false;
    if (*rest == '\0') return at->type == T_OBJECT || ply_node_child(at, segment) != NULL;
    at = ply_node_child(at, segment);
  }
}

void ply_read_settings(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_scenario_reading *out = base;
  (void)row;
  if (!ply_is_type(r, at, T_OBJECT, "an object from JSON Pointers to values")) return;
  const char **pointers = TREE_NEW(r->tree, ply_node_count(at) + 1, const char *);
  for (EACH(child, at)) {
    if (strcmp(child->key, "notes") == 0) continue;
    if (child->key[0] != '/' || !parent_is_there(r, child->key))
      ply_report_problem(
          r->tree, P015, child, AT_KEY, no_hint,
          "%s names nothing in the merged scenario; a reading sets a value by its JSON Pointer, "
          "such as \"/security/model\"",
          ply_quoted(r->tree, child->key));
    else if (strncmp(child->key, "/readings", 9) == 0 || strncmp(child->key, "/extends", 8) == 0)
      ply_report_problem(r->tree, P015, child, AT_KEY, no_hint, "a reading cannot change %s",
                         ply_quoted(r->tree, child->key));
    if (out != NULL) pointers[out->n_set++] = child->key;
  }
  if (out != NULL) out->set = pointers;
}

/* The actor and the line that "actor/line" names; false after a report. */
static bool find_line(ply_reader *r, const ply_node *at, ply_line_switch *out) {
  const char *slash = strchr(at->key, '/');
  char *actor = ply_tree_strdup(r->tree, at->key);
  if (slash != NULL) actor[slash - at->key] = '\0';
  out->actor = slash != NULL ? ply_names_find(r, N_ACTOR, actor, 0) : -1;
  if (out->actor < 0) {
    ply_report_problem(r->tree, P208, at, AT_KEY, no_hint,
                       "%s is no red line; they are written ACTOR/LINE, for instance \"france/no-art5\"",
                       ply_quoted(r->tree, at->key));
    return false;
  }
  return ply_red_line_find(r, at, AT_KEY, slash + 1, out->actor, &out->line);
}

void ply_read_switches(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_scenario_reading *out = base;
  (void)row;
  if (!ply_is_type(r, at, T_OBJECT, "an object from red lines (ACTOR/LINE) to true or false")) return;
  ply_line_switch *lines = TREE_NEW(r->tree, ply_node_count(at) + 1, ply_line_switch);
  for (EACH(child, at)) {
    ply_line_switch one = {0};
    if (strcmp(child->key, "notes") == 0 || !find_line(r, child, &one)) continue;
    if (!ply_is_type(r, child, T_BOOL, "true (in force) or false")) continue;
    one.in_force = child->truth;
    lines[out->n_lines++] = one;
  }
  out->lines = lines;
}

void ply_read_readings(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_scenario *s = base;
  ply_scenario_reading *list =
      TREE_NEW(r->tree, ply_count_entries(at, PLY_MAX_CLAUSES) + 1, ply_scenario_reading);
  int i;
  for (const ply_node *child = NULL;
       (child = ply_next_entry(r, at, child, row, PLY_MAX_CLAUSES, &i)) != NULL;) {
    list[i] = (ply_scenario_reading){.id = child->key, .name = child->key};
    ply_read_object(r, child, row->shape, &list[i]);
    s->n_readings = i + 1;
    if (child->type == T_OBJECT && ply_node_find(child, "set") == NULL &&
        ply_node_find(child, "red_lines") == NULL)
      ply_report_problem(r->tree, P413, child, AT_KEY, no_hint,
                         "a reading changes something: give \"set\" or \"red_lines\"");
  }
  s->readings = list;
}

/* ---- applying one ---- */

/* A value of the file as a setting makes it. */
static void set_node(ply_tree *tree, ply_node *root, const char *pointer, const ply_node *value) {
  ply_text text;
  ply_text_init(&text);
  ply_json_write(&text, value, false);
  char *written = ply_text_take(&text);
  if (written == NULL) ply_tree_out_of_memory(tree);
  char *kept = ply_tree_strdup(tree, written);
  free(written);
  ply_set_value(tree, root, READING_FILE, pointer, kept);
}

/* Malformed entries are passed over: decoding tells them at their place. */
static void apply(ply_tree *tree, ply_node *root, const ply_node *chosen) {
  const ply_node *set = ply_node_find(chosen, "set"), *lines = ply_node_find(chosen, "red_lines");
  if (set != NULL && set->type == T_OBJECT)
    for (EACH(child, set))
      if (child->key[0] == '/') set_node(tree, root, child->key, child);
  if (lines == NULL || lines->type != T_OBJECT) return;
  for (EACH(child, lines)) {
    const char *slash = strchr(child->key, '/');
    if (slash == NULL || child->type != T_BOOL) continue;
    char *pointer = ply_arena_printf(tree->arena, "/actors/%.*s/red_lines/%s/in_force",
                                     (int)(slash - child->key), child->key, slash + 1);
    if (pointer == NULL) ply_tree_out_of_memory(tree);
    set_node(tree, root, pointer, child);
  }
}

/* One id of a list "a,b": found and applied, or told. */
static void apply_named(ply_tree *tree, ply_node *root, const char *word, size_t file, size_t start) {
  const ply_node *all = ply_node_find(root, "readings");
  size_t n = all != NULL && all->type == T_OBJECT ? ply_node_count(all) : 0, i = 0;
  const char **ids = TREE_NEW(tree, n + 1, const char *);
  if (n > 0)
    for (EACH(child, all)) {
      if (strcmp(child->key, word) == 0 && child->type == T_OBJECT) {
        apply(tree, root, child);
        return;
      }
      ids[i++] = child->key;
    }
  ply_hint more = {.suggestion = ply_word_nearest(word, ids, i)};
  if (i == 0) more.note = "this scenario has no \"readings\"";
  ply_report_problem_at(tree, P212, file, start, (int)strlen(word), "/readings", more, "no reading %s",
                        ply_quoted(tree, word));
}

void ply_apply_readings(ply_tree *tree, ply_node *root, const char *list) {
  size_t length = strlen(list);
  char *shown = malloc(length + 1);
  if (shown == NULL) ply_tree_out_of_memory(tree);
  memcpy(shown, list, length + 1);
  size_t file = ply_tree_add_file(tree, READING_FILE, NULL, shown, length);
  tree->files[file].is_setting = true;
  char *copy = ply_tree_strdup(tree, list), *rest = NULL;
  size_t count = 0;
  for (char *word = strtok_r(copy, ", ", &rest); word != NULL; word = strtok_r(NULL, ", ", &rest), count++)
    apply_named(tree, root, word, file, (size_t)(word - copy));
  ply_hint more = {.note = "`parley readings FILE` shows them"};
  if (count == 0) ply_report_problem_at(tree, P212, file, 0, 1, "/readings", more, "no reading is named");
}
