/* A JSON Merge Patch (RFC 7396) on a tree with places: an object is merged key by key, null removes, everything else
 * replaces. A known key keeps its place in the order, a new one goes last; every value keeps the place in the file
 * that gave it. Cost: n log n in the values merged. */
#include "sim/base/json_tree.h"

#include <stdlib.h>
#include <string.h>

static int by_key(const void *a, const void *b) {
  return strcmp((*(ply_node *const *)a)->key, (*(ply_node *const *)b)->key);
}

/* Takes all children out, as a chain by `next` that ends in NULL. */
static ply_node *take_children(ply_node *object) {
  ply_node *first = ply_node_first(object);
  if (first != NULL) object->as.last->next = NULL;
  object->as.last = NULL;
  return first;
}

/* A value that is new to the target: its nulls mean "nothing" (RFC 7396), at any depth of objects. */
static void drop_nulls(ply_node *value) {
  if (value->type != T_OBJECT) return;
  for (ply_node *child = take_children(value), *next; child != NULL; child = next) {
    next = child->next;
    if (child->type == T_NULL) continue;
    drop_nulls(child);
    ply_node_append(value, child);
  }
}

/* What becomes of a value that the patch gives again: NULL if it goes. */
static ply_node *replaced(ply_tree *tree, ply_node *old, ply_node *with) {
  if (with->type == T_NULL) return NULL;
  if (with->type == T_OBJECT && old->type == T_OBJECT) {
    ply_merge_patch(tree, old, with);
    return old;
  }
  drop_nulls(with);
  return with;
}

void ply_merge_patch(ply_tree *tree, ply_node *target, ply_node *patch) {
  size_t n = ply_node_count(patch), i = 0;
  if (n == 0) return;
  ply_node **given = TREE_NEW(tree, n, ply_node *), **sorted = TREE_NEW(tree, n, ply_node *);
  for (EACH(child, patch)) given[i++] = child;
  memcpy(sorted, given, n * sizeof *given);
  qsort(sorted, n, sizeof *sorted, by_key);
  for (i = 0; i < n; i++) given[i]->parent = patch;
  for (ply_node *old = take_children(target), *next; old != NULL; old = next) {
    next = old->next;
    ply_node **found = bsearch(&old, sorted, n, sizeof *sorted, by_key);
    if (found != NULL) (*found)->parent = NULL; /* no new key */
    ply_node *kept = found != NULL ? replaced(tree, old, *found) : old;
    if (kept != NULL) ply_node_append(target, kept);
  }
  for (i = 0; i < n; i++) {
    if (given[i]->parent != patch || given[i]->type == T_NULL) continue;
    drop_nulls(given[i]);
    ply_node_append(target, given[i]);
  }
}
