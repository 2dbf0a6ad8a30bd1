/* What does a scenario say once everything that it extends is merged in? Files are applied in the order in
 * which they are reached: for a file first the parts it names, left to right, each with its own parts before
 * it, then the file itself. Each is a JSON Merge Patch (RFC 7396) on what stands so far: an object is merged
 * key by key, null removes, everything else replaces. A known key keeps its place, a new one goes last.
 * Values keep the place in the file that gave them, so a problem is told where it can be mended. Cost: n log
 * n in the values merged. */
#include "sim/scenario/fields.h"

#include <string.h>

enum {
  MAX_FILES = 256,   /* of one scenario, counted each time one is included */
  MAX_INCLUDES = 16, /* depth of `extends` */
  MAX_BYTES_TOGETHER = 64 << 20
};

/* The chain of files that are being included, innermost first. */
typedef struct including {
  size_t file;
  int depth;
  const struct including *outer;
} including;

static bool is_in_circle(const ply_tree *tree, const including *chain, size_t file) {
  const ply_source_file *asked = &tree->files[file];
  for (; chain != NULL; chain = chain->outer) {
    const ply_source_file *open = &tree->files[chain->file];
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

char *ply_folder_of(ply_tree *tree, const char *path) {
  const char *slash = strrchr(path, '/');
  char *out = ply_tree_strdup(tree, slash != NULL ? path : ".");
  if (slash != NULL) out[slash == path ? 1 : slash - path] = '\0';
  return out;
}

/* Opens one part. Returns its file, or -1 after a diagnostic at the path. */
static int open_part(ply_tree *tree, const including *chain, const ply_node *path) {
  const char *folder = tree->files[chain->file].folder;
  ply_hint none = {0};
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
               (ply_hint){.note = "write the way from the folder of this file, such as "
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
  int file = ply_file_read(tree, at, plain_path(tree, at), ply_folder_of(tree, at), path);
  if (file >= 0 && is_in_circle(tree, chain, (size_t)file))
    return ply_report_problem(tree, P012, path, AT_VALUE, none, "%s extends itself, in a circle",
                              ply_quoted(tree, tree->files[file].name)),
           -1;
  return file;
}

static void apply(ply_tree *tree, ply_node *target, const including *chain);

static void apply_parts(ply_tree *tree, ply_node *target, const including *chain, const ply_node *parts) {
  ply_hint none = {0};
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
static void apply(ply_tree *tree, ply_node *target, const including *chain) {
  ply_node *root = ply_json_read(tree, chain->file);
  if (root == NULL) return;
  if (root->type != T_OBJECT) {
    ply_hint none = {0};
    ply_report_problem(tree, P104, root, AT_VALUE, none, "a scenario file is an object { ... }, not %s",
                       ply_node_type_name(root));
    return;
  }
  ply_node *parts = ply_node_find(root, "extends");
  if (parts != NULL) ply_node_remove(parts);
  if (parts != NULL && parts->type != T_NULL) apply_parts(tree, target, chain, parts);
  target->file = root->file; /* at last the outermost file: where something is missing at the top */
  target->at = root->at;
  ply_merge_patch(tree, target, root);
}

ply_node *ply_merge_file(ply_tree *tree, size_t file) {
  size_t before = tree->n_errors;
  ply_node *target = TREE_NEW(tree, 1, ply_node);
  *target = (ply_node){.type = T_OBJECT, .file = (uint16_t)file};
  including chain = {.file = file};
  apply(tree, target, &chain);
  return tree->n_errors == before ? target : NULL;
}
