/* The tree of a JSON file: nodes with places, children as a ring (append in one step, 48 bytes a node),
 * the files they came from. Looking a key up walks the children; where objects can be large (merging,
 * duplicate keys) the callers sort instead. */
#include "sim/base/json_tree.h"

#include <stdlib.h>
#include <string.h>

void ply_tree_init(ply_tree *tree, ply_arena *arena, ply_diags *diags, const char *noun,
                   const char *opening) {
  *tree = (ply_tree){.arena = arena, .noun = noun, .opening = opening, .diags = diags, .worst = PLY_OK};
}

void ply_tree_done(ply_tree *tree) {
  for (size_t i = 0; i < tree->n_files; i++) {
    free(tree->files[i].text);
    free(tree->files[i].lines);
    free(tree->files[i].aside);
  }
  free(tree->files);
  ply_diags_done(&tree->quiet);
  ply_text_done(&tree->scratch);
  tree->files = NULL;
  tree->n_files = tree->room_files = 0;
}

_Noreturn void ply_tree_out_of_memory(ply_tree *tree) { longjmp(*tree->no_memory, 1); }

void *ply_tree_alloc(ply_tree *tree, size_t n, size_t size) {
  void *out = ply_arena_alloc(tree->arena, n, size);
  if (out == NULL) ply_tree_out_of_memory(tree);
  return out;
}

char *ply_tree_strdup(ply_tree *tree, const char *text) {
  char *out = ply_arena_strdup(tree->arena, text);
  if (out == NULL) ply_tree_out_of_memory(tree);
  return out;
}

char *ply_tree_take(ply_tree *tree, ply_text *text) {
  char *out = text->failed ? NULL : ply_arena_strdup(tree->arena, text->data != NULL ? text->data : "");
  ply_text_done(text);
  if (out == NULL) ply_tree_out_of_memory(tree);
  return out;
}

size_t ply_tree_add_file(ply_tree *tree, const char *name, const char *folder, char *text, size_t length) {
  if (tree->n_files == tree->room_files) {
    size_t room = tree->room_files > 0 ? tree->room_files * 2 : 16;
    ply_source_file *files = realloc(tree->files, room * sizeof *files);
    if (files == NULL) {
      free(text);
      ply_tree_out_of_memory(tree);
    }
    tree->files = files;
    tree->room_files = room;
  }
  ply_source_file *file = &tree->files[tree->n_files++];
  *file = (ply_source_file){.text = text, .length = length};
  tree->n_bytes += length;
  file->name = ply_tree_strdup(tree, name);
  file->folder = folder != NULL ? ply_tree_strdup(tree, folder) : NULL;
  return tree->n_files - 1;
}

static bool has_children(const ply_node *parent) {
  return parent->type == T_ARRAY || parent->type == T_OBJECT;
}

ply_node *ply_node_first(const ply_node *parent) {
  if (parent == NULL || !has_children(parent) || parent->as.last == NULL) return NULL;
  return parent->as.last->next;
}

ply_node *ply_node_next(const ply_node *child) {
  return child == child->parent->as.last ? NULL : child->next;
}

size_t ply_node_count(const ply_node *parent) {
  size_t n = 0;
  for (EACH(child, parent)) n++;
  return n;
}

void ply_node_append(ply_node *parent, ply_node *child) {
  child->parent = parent;
  if (parent->as.last == NULL)
    child->next = child;
  else {
    child->next = parent->as.last->next;
    parent->as.last->next = child;
  }
  parent->as.last = child;
}

static ply_node *node_before(ply_node *child) {
  ply_node *before = child;
  while (before->next != child) before = before->next;
  return before;
}

void ply_node_remove(ply_node *child) {
  ply_node *parent = child->parent, *before = node_before(child);
  before->next = child->next;
  if (parent->as.last == child) parent->as.last = before != child ? before : NULL;
}

void ply_node_replace(ply_node *old, ply_node *with) {
  ply_node *before = node_before(old);
  with->parent = old->parent;
  with->key = old->key;
  with->next = before != old ? old->next : with;
  if (before != old) before->next = with;
  if (old->parent->as.last == old) old->parent->as.last = with;
}

ply_node *ply_node_find(const ply_node *object, const char *key) {
  if (object == NULL || object->type != T_OBJECT) return NULL;
  for (EACH(child, object))
    if (strcmp(child->key, key) == 0) return child;
  return NULL;
}

char *ply_pointer_segment(ply_tree *tree, const char **rest) {
  if (**rest != '/') return NULL;
  const char *p = *rest + 1;
  char *out = TREE_NEW(tree, strlen(p) + 1, char);
  size_t n = 0;
  for (; *p != '\0' && *p != '/'; p++) {
    if (p[0] == '~' && (p[1] == '0' || p[1] == '1'))
      out[n++] = *++p == '0' ? '~' : '/';
    else
      out[n++] = *p;
  }
  *rest = p;
  return out;
}

ply_node *ply_node_child(const ply_node *parent, const char *segment) {
  if (parent->type == T_OBJECT) return ply_node_find(parent, segment);
  if (parent->type != T_ARRAY || segment[0] == '\0' || strspn(segment, "0123456789") != strlen(segment))
    return NULL;
  unsigned long position = strlen(segment) < 7 ? strtoul(segment, NULL, 10) : (unsigned long)-1;
  if (segment[0] == '0' && segment[1] != '\0') return NULL;
  for (EACH(child, parent))
    if (position-- == 0) return child;
  return NULL;
}

typedef struct stand_in {
  ply_node copy; /* first */
  const ply_node *original;
} stand_in;

ply_node *ply_node_stand_in(ply_tree *tree, const ply_node *original) {
  stand_in *out = TREE_NEW(tree, 1, stand_in);
  *out = (stand_in){*original, original};
  if (original->type != T_BOOL) out->copy.truth = true;
  return &out->copy;
}

static const ply_node *where_written(const ply_node *value) {
  while (value->truth && value->type != T_BOOL) value = ((const stand_in *)value)->original;
  return value;
}

const char *ply_node_type_name(const ply_node *value) {
  switch ((ply_node_type)value->type) {
  case T_NULL: return "null";
  case T_BOOL: return value->truth ? "true" : "false";
  case T_NUMBER: return "a number";
  case T_STRING: return "a string";
  case T_ARRAY: return "a list";
  case T_OBJECT: return "an object";
  }
  return "nothing";
}

/* A segment of a pointer: "~" and "/" escaped; a very long key is cut, so that a message stays readable. */
static void add_segment(ply_text *text, const char *key) {
  enum { LONGEST = 120 };
  int n = 0;
  for (const char *p = key; *p != '\0' && n < LONGEST; p++, n++) {
    if (*p == '~')
      ply_text_add(text, "~0");
    else if (*p == '/')
      ply_text_add(text, "~1");
    else
      ply_text_add_n(text, p, 1);
  }
  if (key[n] == '\0') return;
  while (text->length > 0 && ((unsigned char)key[n] & 0xc0) == 0x80) { /* not in the middle of a character */
    text->length--;
    n--;
  }
  text->data[text->length] = '\0';
  ply_text_add(text, "...");
}

static void add_path(ply_text *text, const ply_node *value) {
  value = where_written(value);
  if (value->parent == NULL) return;
  add_path(text, value->parent);
  ply_text_add(text, "/");
  if (value->key != NULL) {
    add_segment(text, value->key);
    return;
  }
  unsigned position = 0;
  for (EACH(child, value->parent)) {
    if (child == value) break;
    position++;
  }
  ply_text_addf(text, "%u", position);
}

const char *ply_node_pointer(ply_tree *tree, const ply_node *value) {
  ply_text text;
  ply_text_init(&text);
  add_path(&text, value);
  return ply_tree_take(tree, &text);
}

static void number_below(ply_node *value, uint32_t *serial) {
  value->serial = (*serial)++;
  for (EACH(child, value)) number_below(child, serial);
}

void ply_node_number_all(ply_node *root) {
  uint32_t serial = 0;
  number_below(root, &serial);
}
