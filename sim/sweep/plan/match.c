/* Which values of the merged scenario does a pointer pattern name? A JSON Pointer (RFC 6901) in which a
 * segment
 * `*` stands for every key or position at its place. Where nothing matches, the segment at which the search
 * got stuck furthest is told, with the nearest key there. Cost: nodes on the way. */
#include "sim/sweep/plan/plan.h"

#include <stdlib.h>
#include <string.h>

typedef struct search {
  ply_plan *plan;
  int n_segments;
  const char **segments;
  matches found;
  int room;
  int stuck; /* segments done where it got stuck furthest */
  const ply_node *stuck_at;
  const char **keys; /* keys there */
  size_t n_keys, room_keys;
} search;

static void keep(search *s, const ply_node *at) {
  if (s->found.n == s->room) {
    int room = s->room > 0 ? 2 * s->room : 16;
    const ply_node **all = TREE_NEW(&s->plan->tree, room, const ply_node *);
    if (s->found.n > 0) memcpy(all, s->found.at, (size_t)s->found.n * sizeof *all);
    s->found.at = all;
    s->room = room;
  }
  s->found.at[s->found.n++] = at;
}

static void note_stuck(search *s, const ply_node *at, int done) {
  if (done < s->stuck) return;
  if (done > s->stuck || s->stuck_at == NULL) {
    s->stuck = done;
    s->stuck_at = at;
    s->n_keys = 0;
  }
  for (EACH(child, at)) {
    if (at->type != T_OBJECT || s->n_keys >= 10000) break;
    if (s->n_keys == s->room_keys) {
      size_t room = s->room_keys > 0 ? 2 * s->room_keys : 64;
      const char **all = TREE_NEW(&s->plan->tree, room, const char *);
      if (s->n_keys > 0) memcpy(all, s->keys, s->n_keys * sizeof *all);
      s->keys = all;
      s->room_keys = room;
    }
    s->keys[s->n_keys++] = child->key;
  }
}

static bool here(const ply_node *parent, const ply_node *child, const char *name, size_t position) {
  if (strcmp(name, "*") == 0) return child->key == NULL || strcmp(child->key, "notes") != 0;
  if (parent->type == T_OBJECT) return strcmp(child->key, name) == 0;
  char *end;
  unsigned long wanted = strtoul(name, &end, 10);
  return name[0] >= '0' && name[0] <= '9' && *end == '\0' && wanted == position;
}

static void walk(search *s, const ply_node *at, int done) {
  if (done == s->n_segments) {
    keep(s, at);
    return;
  }
  bool any = false;
  size_t position = 0;
  for (EACH(child, at)) {
    if (here(at, child, s->segments[done], position)) {
      walk(s, child, done + 1);
      any = true;
    }
    position++;
  }
  if (!any) note_stuck(s, at, done);
}

static void tell(search *s, const char *pattern, const ply_node *at) {
  ply_tree *tree = &s->plan->tree;
  const char *wanted = s->segments[s->stuck];
  const char *near = s->n_keys > 0 ? ply_word_nearest(wanted, s->keys, s->n_keys) : NULL;
  const char *spot = ply_node_pointer(tree, s->stuck_at);
  ply_hint more = {.suggestion = near};
  if (s->stuck_at->type == T_OBJECT)
    ply_report_problem(tree, P501, at, AT_VALUE, more, "%s matches nothing in the scenario: %s has no key %s",
                       ply_quoted(tree, pattern), spot[0] != '\0' ? ply_quoted(tree, spot) : "the scenario",
                       ply_quoted(tree, wanted));
  else
    ply_report_problem(tree, P501, at, AT_VALUE, more, "%s matches nothing in the scenario: %s is %s",
                       ply_quoted(tree, pattern), spot[0] != '\0' ? ply_quoted(tree, spot) : "the scenario",
                       ply_node_type_name(s->stuck_at));
}

matches ply_match_pattern(ply_plan *plan, const ply_node *root, const char *pattern, const ply_node *at) {
  ply_tree *tree = &plan->tree;
  search s = {.plan = plan};
  if (pattern[0] != '/' || pattern[1] == '\0') {
    ply_hint more = {.suggestion =
                         pattern[0] != '\0' ? ply_arena_printf(tree->arena, "/%.200s", pattern) : NULL};
    ply_report_problem(tree, P501, at, AT_VALUE, more,
                       "a parameter is a JSON Pointer such as /actors/france/reservation");
    return s.found;
  }
  s.segments = TREE_NEW(tree, strlen(pattern) + 1, const char *);
  for (const char *rest = pattern; *rest == '/';)
    s.segments[s.n_segments++] = ply_pointer_segment(tree, &rest);
  walk(&s, root, 0);
  if (s.found.n == 0) tell(&s, pattern, at);
  return s.found;
}
