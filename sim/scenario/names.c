/* Which names are there? Ids of actors, issues with their options, levels, designs and sources are collected
 * from the merged tree before anything is decoded, so that every reference can be asked for and, where it
 * dangles, be answered with the nearest known name. Wrong types and limits are told elsewhere; here they are
 * passed over. */
#include "sim/scenario/fields.h"

#include <stdlib.h>
#include <string.h>

/* The keys of an object but "notes", at most `limit`; at (may be NULL) gets the values. */
static ply_name_list keys_of(ply_reader *r, const ply_node *map, int limit, const ply_node **at) {
  ply_name_list list = {0};
  if (map == NULL || map->type != T_OBJECT) return list;
  int n = ply_count_entries(map, limit);
  list.id = TREE_NEW(r->tree, n + 1, const char *);
  for (EACH(child, map)) {
    if (list.n == n) break;
    if (strcmp(child->key, "notes") == 0) continue;
    if (at != NULL) at[list.n] = child;
    list.id[list.n++] = child->key;
  }
  return list;
}

static int by_text(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Whether the key is there, but holds no object. */
static bool is_broken(const ply_node *object, const char *key) {
  const ply_node *map = ply_node_find(object, key);
  return map != NULL && map->type != T_OBJECT;
}

static void collect(ply_reader *r) {
  enum { MANY = 1 << 20 };
  own(r)->actors = keys_of(r, ply_node_find(own(r)->root, "actors"), PLY_MAX_ACTORS, own(r)->actor_at);
  own(r)->issues = keys_of(r, ply_node_find(own(r)->root, "issues"), PLY_MAX_ISSUES, own(r)->issue_at);
  own(r)->levels = keys_of(r, ply_node_find(own(r)->root, "levels"), PLY_MAX_LEVELS, NULL);
  own(r)->designs = keys_of(r, ply_node_find(own(r)->root, "designs"), PLY_MAX_CLAUSES, NULL);
  own(r)->sources = keys_of(r, ply_node_find(own(r)->root, "sources"), MANY, NULL);
  if (own(r)->sources.n > 0)
    qsort(own(r)->sources.id, (size_t)own(r)->sources.n, sizeof *own(r)->sources.id, by_text);
  own(r)->indicators.id = TREE_NEW(r->tree, PLY_N_INDICATORS, const char *);
  for (own(r)->indicators.n = 0; own(r)->indicators.n < PLY_N_INDICATORS; own(r)->indicators.n++)
    own(r)->indicators.id[own(r)->indicators.n] = ply_indicator_words[own(r)->indicators.n];
  for (int i = 0; i < own(r)->issues.n; i++) {
    own(r)->options[i] = keys_of(r, ply_node_find(own(r)->issue_at[i], "options"), PLY_MAX_OPTIONS, NULL);
    own(r)->options_are_broken[i] = is_broken(own(r)->issue_at[i], "options");
    own(r)->is_derived[i] = ply_node_find(own(r)->issue_at[i], "derived") != NULL;
  }
  own(r)->names_are_broken[N_ACTOR] = own(r)->names_are_broken[N_CANDIDATE] =
      is_broken(own(r)->root, "actors");
  own(r)->names_are_broken[N_LEVEL] = is_broken(own(r)->root, "levels");
  own(r)->names_are_broken[N_DESIGN] = is_broken(own(r)->root, "designs");
  own(r)->names_are_broken[N_SOURCE] = is_broken(own(r)->root, "sources");
  for (int i = 0, n = 0; i < own(r)->actors.n; i++) {
    const ply_node *candidate = ply_node_find(own(r)->actor_at[i], "candidate");
    bool yes = candidate != NULL && candidate->type == T_BOOL && candidate->truth;
    bool unclear = own(r)->actor_at[i]->type != T_OBJECT || (candidate != NULL && candidate->type != T_BOOL);
    own(r)->is_candidate[i] =
        unclear || (yes && n++ < PLY_MAX_CANDIDATES); /* unclear is told where it stands */
  }
  own(r)->game = ply_node_find(own(r)->root, "game");
  const ply_node *issues = ply_node_find(own(r)->root, "issues");
  own(r)->issues_are_missing = issues == NULL || issues->type != T_OBJECT;
  own(r)->has_security = ply_node_find(own(r)->root, "security") != NULL;
  own(r)->issue = -1;
}

ply_reader *ply_reading_new(ply_tree *tree, const ply_node *root, ply_scenario *s) {
  reading *whole = TREE_NEW(tree, 1, reading);
  whole->in = (ply_reader){tree, &ply_scenario_vocabulary};
  whole->root = root;
  whole->s = s;
  collect(&whole->in);
  return &whole->in;
}

const ply_name_list *ply_names_of(ply_reader *r, int what) {
  static const ply_name_list nothing = {0};
  switch (what) {
  case N_ACTOR:
  case N_CANDIDATE: return &own(r)->actors;
  case N_ISSUE:
  case N_FREE_ISSUE: return &own(r)->issues;
  case N_OPTION: return own(r)->issue >= 0 ? &own(r)->options[own(r)->issue] : &nothing;
  case N_LEVEL: return &own(r)->levels;
  case N_DESIGN: return &own(r)->designs;
  case N_INDICATOR: return &own(r)->indicators;
  case N_SOURCE: return &own(r)->sources;
  default: break;
  }
  return &nothing;
}

int ply_names_find(ply_reader *r, int what, const char *name, int first) {
  const ply_name_list *list = ply_names_of(r, what);
  if (first >= 0 && first < list->n && strcmp(list->id[first], name) == 0) return first;
  if (what == N_SOURCE) {
    const char **found =
        list->n > 0 ? bsearch(&name, list->id, (size_t)list->n, sizeof *list->id, by_text) : NULL;
    return found != NULL ? (int)(found - list->id) : -1;
  }
  for (int i = 0; i < list->n; i++)
    if (strcmp(list->id[i], name) == 0) return i;
  return -1;
}

/* "none, aid, armies": what would be allowed, as far as it fits in a line; from the arena. */
static const char *listed(ply_reader *r, int what) {
  const ply_name_list *list = ply_names_of(r, what);
  ply_text text;
  ply_text_init(&text);
  for (int i = 0; i < list->n; i++) {
    if (what == N_CANDIDATE && !own(r)->is_candidate[i]) continue;
    if (what == N_FREE_ISSUE && own(r)->is_derived[i]) continue;
    if (text.length > 90) {
      ply_text_add(&text, ", ...");
      break;
    }
    if (text.length > 0) ply_text_add(&text, ", ");
    ply_text_addf(&text, "%.40s", list->id[i]);
  }
  if (text.length == 0) ply_text_add(&text, "none");
  return ply_tree_take(r->tree, &text);
}

static ply_problem code_of(int what) {
  switch (what) {
  case N_ISSUE:
  case N_FREE_ISSUE: return P202;
  case N_OPTION: return P203;
  case N_LEVEL: return P204;
  case N_DESIGN: return P205;
  case N_INDICATOR: return P206;
  case N_SOURCE: return P211;
  default: return P201;
  }
}

static const char *noun_of(int what) {
  switch (what) {
  case N_ISSUE:
  case N_FREE_ISSUE: return "issue";
  case N_LEVEL: return "level";
  case N_DESIGN: return "design";
  case N_INDICATOR: return "indicator";
  case N_SOURCE: return "source";
  default: return "actor";
  }
}

int ply_names_need(ply_reader *r, int what, const ply_node *at, ply_place where, const char *name,
                   int first) {
  if (what == N_OPTION && own(r)->issue < 0) return -1; /* the issue itself was wrong and is told */
  if (own(r)->names_are_broken[what] || (what == N_OPTION && own(r)->options_are_broken[own(r)->issue]))
    return -1;
  if (what == N_LEVEL && own(r)->levels_are_missing) return -1; /* told once */
  if ((what == N_ISSUE || what == N_FREE_ISSUE) && own(r)->issues_are_missing) return -1;
  int found = ply_names_find(r, what, name, first);
  ply_hint more = {0};
  if (found < 0 && !ply_is_heard(r->tree))
    ply_report_problem(r->tree, code_of(what), at, where, more, "unknown name");
  else if (found < 0) {
    const ply_name_list *list = ply_names_of(r, what);
    more.suggestion = ply_word_nearest(name, list->id, (size_t)list->n);
    if (what == N_OPTION)
      ply_report_problem(r->tree, P203, at, where, more, "issue %s has no option %s; it has: %s",
                         ply_quoted(r->tree, own(r)->issues.id[own(r)->issue]), ply_quoted(r->tree, name),
                         listed(r, what));
    else if (what == N_SOURCE)
      ply_report_problem(r->tree, P211, at, where, more, "there is no source %s", ply_quoted(r->tree, name));
    else
      ply_report_problem(r->tree, code_of(what), at, where, more, "there is no %s %s; there are: %s",
                         noun_of(what), ply_quoted(r->tree, name), listed(r, what));
  } else if (what == N_CANDIDATE && !own(r)->is_candidate[found]) {
    ply_report_problem(r->tree, P207, at, where, more,
                       "%s is no candidate, so it cannot join; candidates: %s", ply_quoted(r->tree, name),
                       listed(r, what));
    found = -1;
  } else if (what == N_FREE_ISSUE && own(r)->is_derived[found]) {
    ply_report_problem(r->tree, P210, at, where, more,
                       "issue %s is derived: its option follows from the rest and is not given here",
                       ply_quoted(r->tree, name));
    found = -1;
  }
  return found;
}
