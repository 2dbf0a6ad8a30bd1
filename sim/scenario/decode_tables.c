/* Payoffs of options and levels together: "over" names up to eight issues and candidates, "values" is nested by
 * their options and levels in that order. Numbers are kept as given; a grid of positions says which entry has
 * which. The numbers are counted before they are read, because the list that sweeps draw from points at them. */
#include "sim/scenario/fields.h"

#include <string.h>

static const ply_hint no_hint = {0};

/* ---- over ---- */

static bool stands_already(const ply_payoff_table *table, bool candidate, int at) {
  for (int d = 0; d < table->n_over; d++)
    if (table->over[d].candidate == candidate && table->over[d].at == at) return true;
  return false;
}

/* An id, as an issue or else as a candidate. */
static void read_position(ply_reader *r, const ply_node *at, ply_payoff_table *table) {
  if (!ply_is_type(r, at, T_STRING, "an issue or a candidate, in quotes")) return;
  int issue = ply_names_find(r, N_ISSUE, at->as.text, -1);
  bool candidate = issue < 0 && ply_names_find(r, N_ACTOR, at->as.text, -1) >= 0;
  int found = candidate ? ply_names_need(r, N_CANDIDATE, at, AT_VALUE, at->as.text, 0)
                        : ply_names_need(r, N_ISSUE, at, AT_VALUE, at->as.text, 0);
  if (found < 0) return;
  if (stands_already(table, candidate, found)) {
    ply_report_problem(r->tree, P209, at, AT_VALUE, no_hint, "%s stands here twice",
                       ply_quoted(r->tree, at->as.text));
    return;
  }
  int d = table->n_over;
  table->over[d].candidate = candidate;
  table->over[d].at = found;
  table->over[d].width = candidate ? own(r)->levels.n : own(r)->options[found].n;
  table->free = table->free && !candidate && !own(r)->is_derived[found];
  table->n_over++;
}

void ply_read_over(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_payoff_table *table = base;
  (void)row;
  table->free = true;
  if (!ply_is_type(r, at, T_ARRAY, "a list of issues and candidates")) return;
  size_t n = ply_node_count(at);
  if (n == 0 || n > PLY_MAX_OVER) {
    ply_report_problem(r->tree, n == 0 ? P102 : P407, at, AT_VALUE, no_hint,
                       "a table is over 1 to %d issues and candidates, not %zu", PLY_MAX_OVER, n);
    return;
  }
  for (EACH(child, at)) read_position(r, child, table);
  if (table->n_over < (int)n) table->n_over = 0; /* told */
}

/* ---- values ---- */

static bool is_number(const ply_node *at) {
  return at->type != T_OBJECT || ply_node_find(at, "value") != NULL;
}

static size_t count_numbers(const ply_node *at, int depth) {
  size_t n = 0;
  if (depth == 0) return 1;
  if (at->type != T_OBJECT) return 0;
  for (EACH(child, at))
    if (strcmp(child->key, "notes") != 0) n += count_numbers(child, depth - 1);
  return n;
}

/* Strides from the widths; false where there are too many entries. */
static bool lay_out(ply_reader *r, const ply_node *at, ply_payoff_table *table) {
  uint64_t n = 1;
  for (int d = table->n_over - 1; d >= 0; d--) {
    table->over[d].stride = (uint32_t)n;
    n *= (uint64_t)(table->over[d].width > 0 ? table->over[d].width : 1);
    if (n > PLY_MAX_ENTRIES) {
      ply_report_problem(r->tree, P407, at, AT_KEY, no_hint,
                         "more than 1,000,000 entries, the limit: the product of the options and levels of "
                         "what the table is over; bonuses say the same of a few bundles");
      return false;
    }
  }
  table->n_entries = (uint32_t)n;
  return true;
}

typedef struct filling {
  ply_reader *r;
  const ply_key *row;
  ply_payoff_table *table;
  int32_t *number;
} filling;

static void read_level(filling *f, const ply_node *at, int depth, uint32_t entry) {
  ply_reader *r = f->r;
  ply_payoff_table *table = f->table;
  if (depth == table->n_over) {
    ply_read_number(r, at, f->row, (ply_number *)(uintptr_t)&table->numbers[table->n_numbers]);
    f->number[entry] = table->n_numbers++;
    return;
  }
  bool levels = table->over[depth].candidate;
  if (!ply_is_type(r, at, T_OBJECT, levels ? "an object of levels" : "an object of options")) return;
  ply_key keys = {.key = "values", .kind = K_MAP, .names = levels ? N_LEVEL : N_OPTION};
  int i, issue = levels ? -1 : table->over[depth].at;
  own(r)->issue = issue;
  for (const ply_node *child = NULL; (child = ply_next_entry(r, at, child, &keys, 0, &i)) != NULL;) {
    if (depth + 1 < table->n_over && is_number(child))
      ply_report_problem(r->tree, P104, child, AT_VALUE, no_hint,
                         "must be an object, the table goes on over %s",
                         ply_quoted(r->tree, table->over[depth + 1].candidate
                                                 ? own(r)->actors.id[table->over[depth + 1].at]
                                                 : own(r)->issues.id[table->over[depth + 1].at]));
    else
      read_level(f, child, depth + 1, entry + table->over[depth].stride * (uint32_t)i);
    own(r)->issue = issue;
  }
  own(r)->issue = -1;
}

/* Values wait until it is known what they are over. */
typedef struct table_given {
  ply_payoff_table table; /* first: the shape fills it */
  const ply_node *values;
  const ply_key *row;
} table_given;

void ply_read_entries(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  (void)r;
  ((table_given *)base)->values = at;
  ((table_given *)base)->row = row;
}

static void read_values(ply_reader *r, const table_given *given, ply_payoff_table *table) {
  const ply_node *at = given->values;
  if (at == NULL || table->n_over == 0) return; /* told */
  if (!ply_is_type(r, at, T_OBJECT, "an object") || !lay_out(r, at, table)) return;
  ply_key plain = *given->row;
  plain.kind = K_NUMBER;
  plain.read = NULL;
  filling f = {.r = r, .row = &plain, .table = table};
  table->numbers = ply_numbers_new(r, (int)count_numbers(at, table->n_over), 0);
  f.number = TREE_NEW(r->tree, table->n_entries, int32_t);
  for (uint32_t e = 0; e < table->n_entries; e++) f.number[e] = -1;
  table->number = f.number;
  read_level(&f, at, 0, 0);
}

/* ---- the table ---- */

static void read_table(ply_reader *r, const ply_node *at, const ply_shape *what, ply_payoff_table *out) {
  const ply_node *grade = ply_node_find(at, "grade"), *cite = ply_node_find(at, "cite");
  table_given given = {.table = *out};
  ply_grade before = own(r)->grade;
  ply_cites cites = own(r)->cites;
  ply_read_object(r, at, what, &given);
  for (int g = 0; grade != NULL && grade->type == T_STRING && ply_grade_words[g] != NULL; g++)
    if (strcmp(grade->as.text, ply_grade_words[g]) == 0) own(r)->grade = (ply_grade)g;
  if (cite != NULL && cite->type == T_ARRAY) own(r)->cites = ply_cites_of(r, cite);
  *out = given.table;
  read_values(r, &given, out);
  own(r)->grade = before;
  own(r)->cites = cites;
}

void ply_read_tables(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_actor *actor = base;
  int left = PLY_MAX_CLAUSES - own(r)->n_tables, i, n = 0;
  ply_payoff_table *list = TREE_NEW(r->tree, ply_count_entries(at, left) + 1, ply_payoff_table);
  for (const ply_node *child = NULL; (child = ply_next_entry(r, at, child, row, left, &i)) != NULL;) {
    ply_payoff_table table = {.id = child->key};
    read_table(r, child, row->shape, &table);
    if (table.number != NULL) list[n++] = table;
    own(r)->n_tables++;
  }
  actor->n_tables = n;
  actor->tables = list;
}
