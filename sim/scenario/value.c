/* Kinds of values that scenarios have beside those of the ground floor: numbers by name, grades, citations and
 * conditions; and what the ground floor asks about names. */
#include "sim/scenario/fields.h"

#include <string.h>

/* Every name must have an entry: told once, with all that are missing. */
static void check_complete(ply_reader *r, const ply_node *map, const ply_key *row) {
  const ply_name_list *list = ply_names_of(r, row->names);
  ply_text missing;
  int n = 0;
  ply_text_init(&missing);
  const ply_node *next = ply_node_first(map); /* usually in the same order */
  for (int i = 0; i < list->n; i++) {
    if (row->names == N_FREE_ISSUE && own(r)->is_derived[i]) continue;
    bool here = next != NULL && strcmp(next->key, list->id[i]) == 0;
    if (!here && ply_node_find(map, list->id[i]) == NULL && n++ < 8)
      ply_text_addf(&missing, "%s\"%.40s\"", n > 1 ? ", " : "", list->id[i]);
    if (here) next = ply_node_next(next);
  }
  const char *what =
      row->names == N_FREE_ISSUE ? "every free issue has an option" : "every option has a number";
  const char *list_of = ply_tree_take(r->tree, &missing);
  if (n > 0)
    ply_report_problem(r->tree, P102, map, AT_KEY, (ply_hint){0}, "%s here; missing: %s%s", what, list_of,
                       n > 8 ? ", ..." : "");
}

void ply_read_numbers(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_number *target =
      row->where != NOWHERE && base != NULL ? *(ply_number **)((char *)base + row->where) : NULL;
  ply_key keys = *row;
  if (row->names == N_CANDIDATE) keys.names = N_ACTOR; /* a number of another actor is only of no use */
  if (!ply_is_map(r, at)) return;
  int i;
  for (const ply_node *child = NULL; (child = ply_next_entry(r, at, child, &keys, 0, &i)) != NULL;) {
    ply_read_number(r, child, row, target != NULL ? &target[i] : NULL);
    if (row->names == N_CANDIDATE && !own(r)->is_candidate[i])
      ply_report_problem(r->tree, W902, child, AT_KEY, (ply_hint){0},
                         "%s is no candidate, so this number is not used", ply_quoted(r->tree, child->key));
  }
  if (row->flags & F_COMPLETE) check_complete(r, at, row);
}

static const ply_key grade = {.kind = K_WORD, .words = ply_grade_words, .where = NOWHERE};

static void read_grades(ply_reader *r, const ply_node *at, const ply_key *row) {
  if (at->type == T_STRING) {
    ply_read_by_kind(r, at, &grade, NULL);
    return;
  }
  if (!ply_is_type(r, at, T_OBJECT, "a grade or an object of grades")) return;
  int i;
  for (const ply_node *child = NULL; (child = ply_next_entry(r, at, child, row, 0, &i)) != NULL;)
    ply_read_by_kind(r, child, &grade, NULL);
}

static void read_own_kind(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  void *target = base != NULL && row->where != NOWHERE ? (char *)base + row->where : NULL;
  ply_cites cites;
  const ply_cond *cond;
  switch (row->kind) {
  case K_NUMBER: ply_read_number(r, at, row, target); break;
  case K_NUMBERS: ply_read_numbers(r, at, row, base); break;
  case K_CITES:
    cites = ply_read_cites(r, at);
    if (target != NULL) *(ply_cites *)target = cites;
    break;
  case K_GRADES: read_grades(r, at, row); break;
  case K_CONDITION:
  case K_CONSEQUENCE:
    cond = ply_read_condition(r, at, row->kind == K_CONSEQUENCE);
    if (target != NULL) *(const ply_cond **)target = cond;
    break;
  default: break; /* for people, or for a reader of its own */
  }
}

const ply_vocabulary ply_scenario_vocabulary = {
    .names_of = ply_names_of, .need = ply_names_need, .read = read_own_kind};
