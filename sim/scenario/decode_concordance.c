/* The concordance: each row is what a source says, with checks that the model must pass, or the reason why it
 * is not modelled. The keys of a check tell its kind. */
#include "sim/scenario/fields.h"

#include <math.h>
#include <string.h>

static const ply_hint no_hint = {0};

/* Whether a way to fill a check ("red_line actor ?in_force") names a key. */
static bool names_key(const char *way, const char *key) {
  size_t n = strlen(key);
  for (const char *p = way; (p = strstr(p, key)) != NULL; p += n)
    if ((p == way || p[-1] == ' ' || p[-1] == '?') && (p[n] == ' ' || p[n] == '\0')) return true;
  return false;
}

/* The key that tells the kind, the first of the way; from the arena. */
static char *telling_key(ply_reader *r, const char *way) {
  char *out = ply_tree_strdup(r->tree, way);
  out[strcspn(out, " ")] = '\0';
  return out;
}

/* The kind of a check, -1 for none; *key is the one that tells it. */
static int find_kind(ply_reader *r, const ply_node *at, const ply_shape *what, const char **key) {
  for (int i = 0; what->either[i] != NULL; i++) {
    *key = telling_key(r, what->either[i]);
    if (ply_node_find(at, *key) != NULL) return i;
  }
  return -1;
}

/* The keys of one kind: those that are needed, none that belong to another. */
static void check_keys(ply_reader *r, const ply_node *at, ply_check_kind what, const char *key,
                       const ply_shape *shape_of) {
  const char *way = shape_of->either[what];
  char *copy = ply_tree_strdup(r->tree, way), *rest = NULL;
  for (char *need = strtok_r(copy, " ", &rest); need != NULL; need = strtok_r(NULL, " ", &rest))
    if (need[0] != '?' && ply_node_find(at, need) == NULL)
      ply_report_problem(r->tree, P102, at, AT_VALUE, no_hint, "a check of \"%s\" needs \"%s\"", key, need);
  for (const ply_key *row = shape_of->fields; row->key != NULL; row++) {
    const ply_node *child = ply_node_find(at, row->key);
    if (child != NULL && !names_key(way, row->key))
      ply_report_problem(r->tree, P103, child, AT_KEY, no_hint, "\"%s\" does not go with \"%s\" in one check",
                         row->key, key);
  }
  const ply_node *margin = ply_node_find(at, "margin"), *bounds = margin != NULL ? margin : at;
  if ((what == PLY_CHECK_MARGIN || what == PLY_CHECK_INDICATOR) && ply_node_find(bounds, "min") == NULL &&
      ply_node_find(bounds, "max") == NULL)
    ply_report_problem(r->tree, P102, bounds, AT_VALUE, no_hint, "a check of \"%s\" needs \"min\" or \"max\"",
                       key);
}

bool ply_red_line_find(ply_reader *r, const ply_node *at, ply_place where, const char *id, int actor,
                       int *line) {
  const ply_node *lines = ply_node_find(own(r)->actor_at[actor], "red_lines");
  int n = lines != NULL ? ply_count_entries(lines, PLY_MAX_CLAUSES) : 0, i = 0;
  const char **ids = TREE_NEW(r->tree, n + 1, const char *);
  for (EACH(child, lines)) {
    if (strcmp(child->key, "notes") == 0 || i == n) continue;
    if (strcmp(child->key, id) == 0) {
      *line = i;
      return true;
    }
    ids[i++] = child->key;
  }
  ply_hint more = {.suggestion = ply_word_nearest(id, ids, (size_t)i)};
  ply_report_problem(r->tree, P208, at, where, more, "%s has no red line %s",
                     ply_quoted(r->tree, own(r)->actors.id[actor]), ply_quoted(r->tree, id));
  return false;
}

static int red_line_of(ply_reader *r, const ply_node *at, int actor) {
  int line = -1;
  if (!ply_is_type(r, at, T_STRING, "the id of a red line, a string") || actor < 0) return -1;
  return ply_red_line_find(r, at, AT_VALUE, at->as.text, actor, &line) ? line : -1;
}

static void read_check(ply_reader *r, const ply_node *at, const ply_shape *what, ply_check *check) {
  *check = (ply_check){.actor = -1,
                       .design = -1,
                       .other_design = -1,
                       .issue = -1,
                       .red_line = -1,
                       .min = -INFINITY,
                       .max = INFINITY};
  const ply_node *issue = ply_node_find(at, "issue");
  if (issue != NULL && issue->type == T_STRING)
    own(r)->issue = ply_names_find(r, N_ISSUE, issue->as.text, -1);
  ply_read_object(r, at, what, check);
  if (at->type != T_OBJECT) return;
  const char *key = NULL;
  int found = find_kind(r, at, what, &key);
  const ply_node *order = ply_node_find(at, "order");
  if (order != NULL) check->order = ply_read_positions(r, order, N_OPTION, &check->n_order);
  own(r)->issue = -1;
  if (found < 0) {
    ply_report_problem(
        r->tree, P102, at, AT_VALUE, no_hint,
        "a check says one of: accepts, margin, prefers, order, red_line, consent, solution, holds, "
        "acceptable, sustained, stable, indicator");
    return;
  }
  check->kind = (ply_check_kind)found;
  check_keys(r, at, check->kind, key, what);
  check->has_expected = ply_node_find(at, "in_force") != NULL;
  if (check->kind == PLY_CHECK_RED_LINE)
    check->red_line = red_line_of(r, ply_node_find(at, "red_line"), check->actor);
  if (check->kind == PLY_CHECK_ORDER && order->type == T_ARRAY && ply_node_count(order) < 2)
    ply_report_problem(r->tree, P413, order, AT_VALUE, no_hint, "an order compares at least two options");
  if (check->min > check->max)
    ply_report_problem(r->tree, P302, at, AT_VALUE, no_hint, "\"min\" is above \"max\"");
}

bool ply_check_is_input(const ply_check *check) {
  return check->kind == PLY_CHECK_ORDER || check->kind == PLY_CHECK_RED_LINE ||
         check->kind == PLY_CHECK_CONSENT || check->kind == PLY_CHECK_HOLDS;
}

void ply_read_expect(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_concordance *concordance = base;
  bool one = at->type == T_OBJECT;
  if (!one && !ply_is_type(r, at, T_ARRAY, "a check or a list of checks")) return;
  ply_check *list = TREE_NEW(r->tree, one ? 1 : ply_node_count(at) + 1, ply_check);
  if (one)
    read_check(r, at, row->shape, &list[concordance->n_checks++]);
  else
    for (EACH(child, at)) read_check(r, child, row->shape, &list[concordance->n_checks++]);
  concordance->checks = list;
  if (concordance->n_checks == 0)
    ply_report_problem(r->tree, P413, at, AT_VALUE, no_hint, "\"expect\" holds no check");
}

void ply_read_concordance(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  enum { MANY = 10000 };
  ply_scenario *s = base;
  ply_concordance *list = TREE_NEW(r->tree, ply_count_entries(at, MANY) + 1, ply_concordance);
  int i;
  for (const ply_node *child = NULL; (child = ply_next_entry(r, at, child, row, MANY, &i)) != NULL;) {
    list[i].id = child->key;
    ply_read_object(r, child, row->shape, &list[i]);
    s->n_concordance = i + 1;
    if (child->type != T_OBJECT) continue;
    bool expect = ply_node_find(child, "expect") != NULL,
         reason = ply_node_find(child, "not_modelled") != NULL;
    if (expect == reason)
      ply_report_problem(r->tree, P102, child, AT_KEY, no_hint,
                         "a row has either \"expect\" or \"not_modelled\"%s", expect ? ", not both" : "");
  }
  s->concordance = list;
}
