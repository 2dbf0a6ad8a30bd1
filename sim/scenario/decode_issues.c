/* Sources, issues with their options and derivations, levels, rules: the part of a scenario that is not about
 * one actor. */
#include "sim/scenario/fields.h"

#include <string.h>

static const ply_hint no_hint = {0};
enum { MANY_SOURCES = 100000 };

void ply_read_sources(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_scenario *s = base;
  ply_source *list = TREE_NEW(r->tree, ply_count_entries(at, MANY_SOURCES) + 1, ply_source);
  int i;
  for (const ply_node *child = NULL; (child = ply_next_entry(r, at, child, row, MANY_SOURCES, &i)) != NULL;) {
    list[i].id = child->key;
    ply_read_object(r, child, row->shape, &list[i]);
    const ply_node *of = ply_node_find(child, "of");
    if (of != NULL && of->type == T_STRING && ply_names_find(r, N_SOURCE, of->as.text, -1) >= 0)
      list[i].of = of->as.text;
    s->n_sources = i + 1;
  }
  s->sources = list;
}

void ply_read_options(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_issue *issue = base;
  ply_option *list = TREE_NEW(r->tree, ply_count_entries(at, PLY_MAX_OPTIONS) + 1, ply_option);
  int i;
  for (const ply_node *child = NULL;
       (child = ply_next_entry(r, at, child, row, PLY_MAX_OPTIONS, &i)) != NULL;) {
    list[i].id = list[i].name = child->key;
    ply_read_object(r, child, row->shape, &list[i]);
    issue->n_options = i + 1;
  }
  issue->options = list;
}

void ply_read_derived(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_issue *issue = base;
  if (!ply_is_type(r, at, T_ARRAY, "a list of {\"option\", \"when\"}")) return;
  ply_derivation *list = TREE_NEW(r->tree, ply_node_count(at) + 1, ply_derivation);
  size_t errors = r->tree->n_errors;
  own(r)->in_derived = true;
  for (EACH(child, at)) ply_read_object(r, child, row->shape, &list[issue->n_cases++]);
  own(r)->in_derived = false;
  issue->cases = list;
  if (issue->n_cases == 0)
    ply_report_problem(r->tree, P402, at, AT_VALUE, no_hint, "a derived issue needs at least one case");
  own(r)->derived_is_broken = own(r)->derived_is_broken || r->tree->n_errors > errors;
}

void ply_read_issues(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_scenario *s = base;
  ply_issue *list = TREE_NEW(r->tree, own(r)->issues.n + 1, ply_issue);
  int i;
  for (const ply_node *child = NULL;
       (child = ply_next_entry(r, at, child, row, PLY_MAX_ISSUES, &i)) != NULL;) {
    list[i].id = list[i].name = child->key;
    own(r)->issue = i;
    ply_read_object(r, child, row->shape, &list[i]);
    s->n_issues = i + 1;
  }
  own(r)->issue = -1;
  s->issues = list;
}

/* Whether nobody is ever asked and there is no guarantee: then levels are moves, and the first is one like others. */
static bool levels_are_moves(ply_reader *r) {
  for (int i = 0; i < own(r)->actors.n; i++) {
    const ply_node *consent = ply_node_find(own(r)->actor_at[i], "consent");
    if (consent == NULL || consent->type != T_STRING || strcmp(consent->as.text, "never") != 0) return false;
  }
  return !own(r)->has_security;
}

/* The first level is "out" and brings nothing: candidates that do not join stand there. */
static void check_first_level(ply_reader *r, const ply_node *at, const ply_level *out) {
  const ply_node *effort = ply_node_find(at, "effort");
  if (strcmp(out->id, "out") != 0 && !levels_are_moves(r))
    ply_report_problem(r->tree, P406, at, AT_KEY, no_hint,
                       "the first level must be \"out\" with effort 0, not %s", ply_quoted(r->tree, out->id));
  else if (effort != NULL && (out->effort.low != 0 || out->effort.high != 0))
    ply_report_problem(r->tree, P406, effort, AT_VALUE, no_hint, "the effort of \"out\" must be 0");
}

void ply_read_levels(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_scenario *s = base;
  ply_level *list = TREE_NEW(r->tree, own(r)->levels.n + 1, ply_level);
  int i;
  for (const ply_node *child = NULL;
       (child = ply_next_entry(r, at, child, row, PLY_MAX_LEVELS, &i)) != NULL;) {
    list[i] = (ply_level){.id = child->key, .name = child->key, .effort = ply_number_default(0)};
    ply_read_object(r, child, row->shape, &list[i]);
    if (i == 0) check_first_level(r, child, &list[0]);
    s->n_levels = i + 1;
  }
  s->levels = list;
}

void ply_read_rules(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_scenario *s = base;
  ply_rule *list = TREE_NEW(r->tree, ply_count_entries(at, PLY_MAX_CLAUSES) + 1, ply_rule);
  int i;
  own(r)->rule_is_broken = TREE_NEW(r->tree, ply_count_entries(at, PLY_MAX_CLAUSES) + 1, bool);
  for (const ply_node *child = NULL;
       (child = ply_next_entry(r, at, child, row, PLY_MAX_CLAUSES, &i)) != NULL;) {
    size_t errors = r->tree->n_errors;
    list[i].id = child->key;
    list[i].reason = "";
    ply_read_object(r, child, row->shape, &list[i]);
    own(r)->rule_is_broken[i] = r->tree->n_errors > errors;
    s->n_rules = i + 1;
  }
  s->rules = list;
}
