/* The concordance: each row is what a source says, with checks that the model must pass, or the reason why it
 * is not modelled. The keys of a check tell its kind. */
#include "sim/scenario/fields.h"

#include <math.h>
#include <string.h>

static const hint no_hint = {0};

/* A kind of check: the key that tells it and the other keys that go with it. */
static const struct form {
  ply_check_kind kind;
  const char *key, *needed[3], *optional[3];
} forms[] = {
    {PLY_CHECK_ACCEPTS, "accepts", {"actor", "design"}, {NULL}},
    {PLY_CHECK_MARGIN, "margin", {"actor", "design"}, {NULL}},
    {PLY_CHECK_PREFERS, "prefers", {"actor", "to"}, {NULL}},
    {PLY_CHECK_ORDER, "order", {"actor", "issue"}, {NULL}},
    {PLY_CHECK_RED_LINE, "red_line", {"actor"}, {"in_force"}},
    {PLY_CHECK_CONSENT, "consent", {"actor"}, {NULL}},
    {PLY_CHECK_HOLDS, "holds", {"design"}, {NULL}},
    {PLY_CHECK_ACCEPTABLE, "acceptable", {"design"}, {NULL}},
    {PLY_CHECK_SUSTAINED, "sustained", {"design"}, {NULL}},
    {PLY_CHECK_STABLE, "stable", {"design"}, {NULL}},
    {PLY_CHECK_INDICATOR, "indicator", {"design"}, {"min", "max"}},
};

static bool in_form(const struct form *form, const char *key) {
  if (strcmp(key, form->key) == 0 || strcmp(key, "notes") == 0) return true;
  for (int i = 0; i < 3; i++)
    if ((form->needed[i] != NULL && strcmp(key, form->needed[i]) == 0) ||
        (form->optional[i] != NULL && strcmp(key, form->optional[i]) == 0))
      return true;
  return false;
}

static const struct form *find_form(const node *at) {
  for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
    if (node_find(at, forms[i].key) != NULL) return &forms[i];
  return NULL;
}

/* Told at the check: the keys of its kind. */
static void check_keys(reading *r, const node *at, const struct form *form, const shape *what) {
  for (int i = 0; i < 3 && form->needed[i] != NULL; i++)
    if (node_find(at, form->needed[i]) == NULL)
      report(r->tree, P102, at, AT_VALUE, no_hint, "a check of \"%s\" needs \"%s\"", form->key,
             form->needed[i]);
  for (EACH(child, at)) {
    bool known = false; /* unknown keys are told by the shape */
    for (const field *row = what->fields; row->key != NULL; row++)
      known = known || strcmp(row->key, child->key) == 0;
    if (known && !in_form(form, child->key))
      report(r->tree, P103, child, AT_KEY, no_hint, "%s does not go with \"%s\" in one check",
             quoted(r->tree, child->key), form->key);
  }
  const node *margin = node_find(at, "margin"), *bounds = margin != NULL ? margin : at;
  if ((form->kind == PLY_CHECK_MARGIN || form->kind == PLY_CHECK_INDICATOR) &&
      node_find(bounds, "min") == NULL && node_find(bounds, "max") == NULL)
    report(r->tree, P102, bounds, AT_VALUE, no_hint, "a check of \"%s\" needs \"min\" or \"max\"", form->key);
}

static int red_line_of(reading *r, const node *at, int actor) {
  if (!is_type(r, at, T_STRING, "the id of a red line, a string") || actor < 0) return -1;
  const node *lines = node_find(r->actor_at[actor], "red_lines");
  int n = lines != NULL ? count_entries(lines, PLY_MAX_CLAUSES) : 0, i = 0;
  const char **ids = TREE_NEW(r->tree, n + 1, const char *);
  for (EACH(child, lines)) {
    if (strcmp(child->key, "notes") == 0 || i == n) continue;
    if (strcmp(child->key, at->as.text) == 0) return i;
    ids[i++] = child->key;
  }
  hint more = {.suggestion = ply_word_nearest(at->as.text, ids, (size_t)i)};
  report(r->tree, P208, at, AT_VALUE, more, "%s has no red line %s", quoted(r->tree, r->actors.id[actor]),
         quoted(r->tree, at->as.text));
  return -1;
}

static void read_check(reading *r, const node *at, const shape *what, ply_check *check) {
  *check = (ply_check){.actor = -1,
                       .design = -1,
                       .other_design = -1,
                       .issue = -1,
                       .red_line = -1,
                       .min = -INFINITY,
                       .max = INFINITY};
  const node *issue = node_find(at, "issue");
  if (issue != NULL && issue->type == T_STRING) r->issue = names_find(r, N_ISSUE, issue->as.text, -1);
  read_object(r, at, what, check);
  if (at->type != T_OBJECT) return;
  const struct form *form = find_form(at);
  const node *order = node_find(at, "order");
  if (order != NULL) check->order = read_positions(r, order, N_OPTION, &check->n_order);
  r->issue = -1;
  if (form == NULL) {
    report(r->tree, P102, at, AT_VALUE, no_hint,
           "a check says one of: accepts, margin, prefers, order, red_line, consent, holds, acceptable, "
           "sustained, stable, indicator");
    return;
  }
  check->kind = form->kind;
  check_keys(r, at, form, what);
  check->has_expected = node_find(at, "in_force") != NULL;
  if (form->kind == PLY_CHECK_RED_LINE)
    check->red_line = red_line_of(r, node_find(at, "red_line"), check->actor);
  if (form->kind == PLY_CHECK_ORDER && order->type == T_ARRAY && node_count(order) < 2)
    report(r->tree, P413, order, AT_VALUE, no_hint, "an order compares at least two options");
  if (check->min > check->max) report(r->tree, P302, at, AT_VALUE, no_hint, "\"min\" is above \"max\"");
}

void read_expect(reading *r, const node *at, const field *row, void *base) {
  ply_concord *concord = base;
  bool one = at->type == T_OBJECT;
  if (!one && !is_type(r, at, T_ARRAY, "a check or a list of checks")) return;
  ply_check *list = TREE_NEW(r->tree, one ? 1 : node_count(at) + 1, ply_check);
  if (one)
    read_check(r, at, row->shape, &list[concord->n_checks++]);
  else
    for (EACH(child, at)) read_check(r, child, row->shape, &list[concord->n_checks++]);
  concord->checks = list;
  if (concord->n_checks == 0) report(r->tree, P413, at, AT_VALUE, no_hint, "\"expect\" holds no check");
}

void read_concordance(reading *r, const node *at, const field *row, void *base) {
  enum { MANY = 10000 };
  ply_scenario *s = base;
  ply_concord *list = TREE_NEW(r->tree, count_entries(at, MANY) + 1, ply_concord);
  int i;
  for (const node *child = NULL; (child = next_entry(r, at, child, row, MANY, &i)) != NULL;) {
    list[i].id = child->key;
    read_object(r, child, row->shape, &list[i]);
    s->n_concord = i + 1;
    if (child->type != T_OBJECT) continue;
    bool expect = node_find(child, "expect") != NULL, reason = node_find(child, "not_modelled") != NULL;
    if (expect == reason)
      report(r->tree, P102, child, AT_KEY, no_hint, "a row has either \"expect\" or \"not_modelled\"%s",
             expect ? ", not both" : "");
  }
  s->concord = list;
}
