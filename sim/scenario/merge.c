/* What does a scenario say once everything that it extends is merged in? Files are applied in the order in
 * which they are reached: for a file first the parts it names, left to right, each with its own parts before
 * it, then the file itself. Each is a JSON Merge Patch (RFC 7396) on what stands so far: an object is merged
 * key by key, null removes, everything else replaces. A known key keeps its place, a new one goes last.
 * Values keep the place in the file that gave them, so a problem is told where it can be mended. Cost: n log
 * n in the values merged. */
#include "sim/scenario/tree.h"

#include <stdlib.h>
#include <string.h>

static int by_key(const void *a, const void *b) {
  return strcmp((*(node *const *)a)->key, (*(node *const *)b)->key);
}

/* Takes all children out, as a chain by `next` that ends in NULL. */
static node *take_children(node *object) {
  node *first = ply_node_first(object);
  if (first != NULL) object->as.last->next = NULL;
  object->as.last = NULL;
  return first;
}

/* A value that is new to the target: its nulls mean "nothing" (RFC 7396), at any depth of objects. */
static void drop_nulls(node *value) {
  if (value->type != T_OBJECT) return;
  for (node *child = take_children(value), *next; child != NULL; child = next) {
    next = child->next;
    if (child->type == T_NULL) continue;
    drop_nulls(child);
    ply_node_append(value, child);
  }
}

/* What becomes of a value that the patch gives again: NULL if it goes. */
static node *replaced(ply_tree *tree, node *old, node *with) {
  if (with->type == T_NULL) return NULL;
  if (with->type == T_OBJECT && old->type == T_OBJECT) {
    ply_merge_patch(tree, old, with);
    return old;
  }
  drop_nulls(with);
  return with;
}

void ply_merge_patch(ply_tree *tree, node *target, node *patch) {
  size_t n = ply_node_count(patch), i = 0;
  if (n == 0) return;
  node **given = TREE_NEW(tree, n, node *), **sorted = TREE_NEW(tree, n, node *);
  for (EACH(child, patch)) given[i++] = child;
  memcpy(sorted, given, n * sizeof *given);
  qsort(sorted, n, sizeof *sorted, by_key);
  for (i = 0; i < n; i++) given[i]->parent = patch;
  for (node *old = take_children(target), *next; old != NULL; old = next) {
    next = old->next;
    node **found = bsearch(&old, sorted, n, sizeof *sorted, by_key);
    if (found != NULL) (*found)->parent = NULL; /* no new key */
    node *kept = found != NULL ? replaced(tree, old, *found) : old;
    if (kept != NULL) ply_node_append(target, kept);
  }
  for (i = 0; i < n; i++) {
    if (given[i]->parent != patch || given[i]->type == T_NULL) continue;
    drop_nulls(given[i]);
    ply_node_append(target, given[i]);
  }
}

/* The chain of files that are being included, innermost first. */
typedef struct including {
  size_t file;
  int depth;
  const struct including *outer;
} including;

static bool is_in_circle(const ply_tree *tree, const including *chain, size_t file) {
  const source_file *asked = &tree->files[file];
  for (; chain != NULL; chain = chain->outer) {
    const source_file *open = &tree->files[chain->file];
    if (asked->inode != 0 && asked->inode == open->inode && asked->device == open->device) return true;
  }
  return false;
}

/* "scenarios/../models/a.json" -> "models/a.json", for messages only. */
static char *plain_path(ply_tree *tree, const char *path) {
  char *out = TREE_NEW(tree, strlen(path) + 1, char);
  size_t n = 0;
  for (const char *p = path; *p != '\0';) {
    const char *end = strchr(p, '/');
    size_t length = end != NULL ? (size_t)(end - p) : strlen(p);
    size_t last = n;
    while (last > 0 && out[last - 1] != '/') last--;
    bool up = length == 2 && memcmp(p, "..", 2) == 0 && n > 0 &&
              !(n - last == 2 && memcmp(out + last, "..", 2) == 0) && !(n == 1 && out[0] == '/');
    if (up)
      n = last > 1 ? last - 1 : last;
    else if (!(length == 1 && *p == '.') && !(length == 0 && n > 0)) {
      if (n > 0 && out[n - 1] != '/') out[n++] = '/';
      memcpy(out + n, p, length);
      n += length;
      if (length == 0) out[n++] = '/';
    }
    p += length + (end != NULL);
  }
  out[n] = '\0';
  return out;
}

/* The folder of a path, "." for a bare name; from the arena. */
static char *folder_of(ply_tree *tree, const char *path) {
  const char *slash = strrchr(path, '/');
  char *out = ply_tree_strdup(tree, slash != NULL ? path : ".");
  if (slash != NULL) out[slash == path ? 1 : slash - path] = '\0';
  return out;
}

/* Opens one part. Returns its file, or -1 after a diagnostic at the path. */
static int open_part(ply_tree *tree, const including *chain, const node *path) {
  const char *folder = tree->files[chain->file].folder;
  hint none = {0};
  if (path->type != T_STRING)
    return ply_report_problem(tree, P104, path, AT_VALUE, none,
                              "must be the path of a file, a string, not %s", ply_node_type_name(path)),
           -1;
  if (path->as.text[0] == '\0')
    return ply_report_problem(tree, P304, path, AT_VALUE, none, "the path of a part is empty"), -1;
  if (folder == NULL)
    return ply_report_problem(tree, P014, path, AT_VALUE, none,
                              "a scenario that is not read from a file cannot extend files"),
           -1;
  if (path->as.text[0] == '/')
    return ply_report_problem(
               tree, P014, path, AT_VALUE,
               (hint){.note = "write the way from the folder of this file, such as "
                              "\"../actors/france.json\"; link or copy what lies elsewhere beside it"},
               "an absolute path: a part is named relative to the file that names it, so that the "
               "files can be moved and sent together"),
           -1;
  if (chain->depth == MAX_INCLUDES)
    return ply_report_problem(tree, P013, path, AT_VALUE, none, "parts inside parts deeper than %d",
                              MAX_INCLUDES),
           -1;
  if (tree->n_files >= MAX_FILES || tree->n_bytes > MAX_BYTES_TOGETHER)
    return ply_report_problem(tree, P013, path, AT_VALUE, none,
                              "too many parts: at most %d files and 64 MiB together", MAX_FILES),
           -1;
  ply_text full;
  ply_text_init(&full);
  ply_text_addf(&full, "%s/%s", folder, path->as.text);
  char *at = full.failed ? NULL : ply_arena_strdup(tree->arena, full.data);
  ply_text_done(&full);
  if (at == NULL) ply_tree_out_of_memory(tree);
  int file = ply_file_read(tree, at, plain_path(tree, at), folder_of(tree, at), path);
  if (file >= 0 && is_in_circle(tree, chain, (size_t)file))
    return ply_report_problem(tree, P012, path, AT_VALUE, none, "%s extends itself, in a circle",
                              ply_quoted(tree, tree->files[file].name)),
           -1;
  return file;
}

static void apply(ply_tree *tree, node *target, const including *chain);

static void apply_parts(ply_tree *tree, node *target, const including *chain, const node *parts) {
  hint none = {0};
  if (parts->type != T_ARRAY) {
    ply_report_problem(tree, P104, parts, AT_VALUE, none, "must be a list of paths, not %s",
                       ply_node_type_name(parts));
    return;
  }
  for (EACH(path, parts)) {
    int file = open_part(tree, chain, path);
    if (file < 0) continue;
    including next = {.file = (size_t)file, .depth = chain->depth + 1, .outer = chain};
    apply(tree, target, &next);
  }
}

/* The file at the head of the chain, with its parts, onto target. */
static void apply(ply_tree *tree, node *target, const including *chain) {
  node *root = ply_json_read(tree, chain->file);
  if (root == NULL) return;
  if (root->type != T_OBJECT) {
    hint none = {0};
    ply_report_problem(tree, P104, root, AT_VALUE, none, "a scenario file is an object { ... }, not %s",
                       ply_node_type_name(root));
    return;
  }
  node *parts = ply_node_find(root, "extends");
  if (parts != NULL) ply_node_remove(parts);
  if (parts != NULL && parts->type != T_NULL) apply_parts(tree, target, chain, parts);
  target->file = root->file; /* at last the outermost file: where something is missing at the top */
  target->at = root->at;
  ply_merge_patch(tree, target, root);
}

node *ply_merge_file(ply_tree *tree, size_t file) {
  size_t before = tree->n_errors;
  node *target = TREE_NEW(tree, 1, node);
  *target = (node){.type = T_OBJECT, .file = (uint16_t)file};
  including chain = {.file = file};
  apply(tree, target, &chain);
  return tree->n_errors == before ? target : NULL;
}
