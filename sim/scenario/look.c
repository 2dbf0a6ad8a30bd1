/* Is this file a scenario at all? Folders hold parts, plans, schemas and results beside scenarios; what is
 * valid JSON and does not say "parley" is none. A file that cannot be read or parsed counts as one, so that
 * its problem is told and not passed over. */
#include "sim/base/json_tree.h"

#include "sim/scenario/scenario.h"

#include <string.h>

static bool look(ply_tree *tree, const char *path) {
  jmp_buf no_memory;
  tree->no_memory = &no_memory;
  if (setjmp(no_memory) != 0) return true;
  int file = ply_file_read(tree, path, path, NULL, NULL);
  ply_node *root = file >= 0 ? ply_json_read(tree, (size_t)file) : NULL;
  return root == NULL || ply_node_find(root, "parley") != NULL;
}

bool ply_scenario_is(const char *path) {
  if (strcmp(path, "-") == 0) return true;
  ply_arena *arena = ply_arena_new();
  if (arena == NULL) return true;
  ply_diags ignored;
  ply_diags_init(&ignored);
  ply_tree tree;
  ply_tree_init(&tree, arena, &ignored, "scenario", "");
  bool is = look(&tree, path);
  ply_tree_done(&tree);
  ply_diags_done(&ignored);
  ply_arena_free(arena);
  return is;
}
