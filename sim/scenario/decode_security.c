/* The security block: who protects whom, the tables that read numbers from issues, the numbers of each
 * guarantor. */
#include "sim/scenario/fields.h"

#include <string.h>

static const ply_hint no_hint = {0};

/* ---- tables: issue -> option -> number ---- */

static ply_table constant(ply_reader *r, double value) {
  return (ply_table){.issue = {-1, -1}, .values = ply_numbers_new(r, 1, value)};
}

/* The issues of a table, from "issue" or "issues"; false after a report. */
static bool table_issues(ply_reader *r, const ply_node *at, ply_table *table) {
  const ply_node *one = ply_node_find(at, "issue"), *more = ply_node_find(at, "issues"),
                 *given = one != NULL ? one : more;
  static const ply_key one_row = {.key = "issue", .kind = K_REF, .names = N_ISSUE, .where = NOWHERE};
  static const ply_key more_row = {.key = "issues", .kind = K_REFS, .names = N_ISSUE, .where = NOWHERE};
  if (given == NULL || (one != NULL && more != NULL)) {
    ply_report_problem(r->tree, P102, at, AT_KEY, no_hint,
                       "a table needs \"issue\" (a name) or \"issues\" (one or two names)");
    return false;
  }
  ply_read_by_kind(r, given, given == one ? &one_row : &more_row, NULL);
  if (given == one && one->type == T_STRING)
    table->issue[table->n_issues++] = ply_names_find(r, N_ISSUE, one->as.text, -1);
  if (given == more && more->type == T_ARRAY) {
    size_t n = ply_node_count(more);
    if (n < 1 || n > 2)
      ply_report_problem(r->tree, P413, more, AT_VALUE, no_hint, "a table is over one or two issues, not %zu",
                         n);
    if (n < 1 || n > 2) return false;
    for (EACH(child, more))
      table->issue[table->n_issues++] =
          child->type == T_STRING ? ply_names_find(r, N_ISSUE, child->as.text, -1) : -1;
  }
  for (int i = 0; i < table->n_issues; i++)
    if (table->issue[i] < 0) return false;
  return table->n_issues > 0;
}

static ply_key values_row(const ply_key *row) {
  ply_key out = *row;
  out.key = "values";
  out.kind = K_NUMBERS;
  out.names = N_OPTION;
  out.flags |= F_COMPLETE;
  out.where = 0;
  out.read = NULL;
  return out;
}

static void read_one_way(ply_reader *r, const ply_node *at, const ply_key *row, int issue,
                         ply_number *numbers) {
  ply_key values = values_row(row);
  own(r)->issue = issue;
  ply_read_numbers(r, at, &values, &numbers);
  own(r)->issue = -1;
}

static void read_two_ways(ply_reader *r, const ply_node *at, const ply_key *row, const ply_table *table,
                          ply_number *numbers) {
  int n = own(r)->options[table->issue[1]].n, o;
  ply_key outer = {.key = "values", .kind = K_MAP, .names = N_OPTION};
  bool seen[PLY_MAX_OPTIONS] = {false};
  own(r)->issue = table->issue[0];
  for (const ply_node *child = NULL; (child = ply_next_entry(r, at, child, &outer, 0, &o)) != NULL;) {
    seen[o] = true;
    read_one_way(r, child, row, table->issue[1], numbers + (size_t)o * (size_t)n);
    own(r)->issue = table->issue[0];
  }
  for (o = 0; o < own(r)->options[table->issue[0]].n; o++)
    if (!seen[o])
      ply_report_problem(r->tree, P102, at, AT_KEY, no_hint,
                         "every option has a row here; missing: \"%.40s\"",
                         own(r)->options[table->issue[0]].id[o]);
  own(r)->issue = -1;
}

void ply_read_table(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_table *out = (ply_table *)((char *)base + row->where), table = {.issue = {-1, -1}};
  if (at->type != T_OBJECT ||
      ply_node_find(at, "value") != NULL) { /* a number: the same whatever the design */
    ply_number *value = ply_numbers_new(r, 1, 0);
    ply_read_number(r, at, row, value);
    out->values = value;
    return;
  }
  const ply_node *values = ply_node_find(at, "values");
  for (EACH(child, at)) {
    const char *known[] = {"issue", "issues", "values", "notes"};
    bool fine = false;
    for (int i = 0; i < 4; i++) fine = fine || strcmp(child->key, known[i]) == 0;
    ply_hint more = {.suggestion = ply_word_nearest(child->key, known, 4)};
    if (!fine)
      ply_report_problem(r->tree, P103, child, AT_KEY, more,
                         "unknown key %s; a table holds issue or issues, and values",
                         ply_quoted(r->tree, child->key));
  }
  if (values == NULL)
    ply_report_problem(r->tree, P102, at, AT_KEY, no_hint, "the required key \"values\" is missing");
  if (!table_issues(r, at, &table) || values == NULL || !ply_is_type(r, values, T_OBJECT, "an object"))
    return;
  int n = own(r)->options[table.issue[0]].n * (table.n_issues == 2 ? own(r)->options[table.issue[1]].n : 1);
  ply_number *numbers = ply_numbers_new(r, n, 0);
  if (table.n_issues == 1)
    read_one_way(r, values, row, table.issue[0], numbers);
  else
    read_two_ways(r, values, row, &table, numbers);
  table.values = numbers;
  *out = table;
}

void ply_read_ratified(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_security *security = base;
  const ply_node *issue = ply_node_find(at->parent, "issue");
  own(r)->issue =
      issue != NULL && issue->type == T_STRING ? ply_names_find(r, N_ISSUE, issue->as.text, -1) : -1;
  int n = 0;
  ply_key plain = *row;
  plain.read = NULL;
  ply_read_by_kind(r, at, &plain, NULL);
  const int *options = ply_read_positions(r, at, N_OPTION, &n);
  for (int i = 0; i < n; i++) security->ratification_on[options[i] / 64] |= (uint64_t)1 << (options[i] % 64);
  own(r)->issue = -1;
}

/* ---- the block ---- */

void ply_read_latitude(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_security *security = base;
  const ply_node *issue = ply_node_find(at->parent, "issue");
  int k = issue != NULL && issue->type == T_STRING ? ply_names_find(r, N_ISSUE, issue->as.text, -1) : -1;
  if (issue == NULL)
    ply_report_problem(r->tree, P102, at, AT_KEY, no_hint, "\"latitude\" needs \"issue\" beside it");
  if (k < 0) return;
  ply_number *numbers = ply_numbers_new(r, own(r)->options[k].n, 0);
  read_one_way(r, at, row, k, numbers);
  security->latitude = (ply_table){.n_issues = 1, .issue = {k, -1}, .values = numbers};
}

/* Without a table of latitude, provocation has all of it. */
static void finish_provocation(ply_reader *r, const ply_node *at, ply_security *security) {
  if (at == NULL || ply_node_find(at, "latitude") != NULL) return;
  security->latitude = constant(r, 1);
  const ply_node *issue = ply_node_find(at, "issue");
  if (issue != NULL)
    ply_report_problem(r->tree, P102, issue, AT_KEY, no_hint, "\"issue\" needs \"latitude\" beside it");
}

/* Beneficiary, adversary and every candidate need a capability. */
static void check_capability(ply_reader *r, const ply_node *at, const ply_security *security) {
  const ply_node *map = ply_node_find(at, "capability");
  for (int i = 0; map != NULL && map->type == T_OBJECT && i < own(r)->actors.n; i++) {
    bool needed = own(r)->is_candidate[i] || i == security->beneficiary || i == security->adversary;
    const ply_node *given = ply_node_find(map, own(r)->actors.id[i]);
    if (needed && given == NULL)
      ply_report_problem(
          r->tree, P102, map, AT_KEY, no_hint,
          "the capability of %s is missing; beneficiary, adversary and every candidate need one",
          ply_quoted(r->tree, own(r)->actors.id[i]));
    if (!needed && given != NULL && security->beneficiary != security->adversary)
      ply_report_problem(r->tree, W902, given, AT_KEY, no_hint,
                         "%s is neither beneficiary, adversary nor candidate, so its capability is not used",
                         ply_quoted(r->tree, own(r)->actors.id[i]));
  }
}

static void start_security(ply_reader *r, ply_security *security) {
  int n = own(r)->actors.n;
  security->beneficiary = security->adversary = security->ratification_issue = -1;
  security->bond = constant(r, 0);
  security->delay_hours = constant(r, 0);
  security->judgement = constant(r, 1);
  security->coverage = constant(r, 1);
  security->common_shock = ply_number_default(0);
  security->own_strength = constant(r, 1);
  security->latitude = constant(r, 0);
  security->provocation_rate = ply_number_default(0);
  security->decay_hours = security->decisiveness = security->noise = security->honour_noise =
      ply_number_default(1);
  security->prize = security->war_cost = security->support = ply_number_default(0);
  security->capability = ply_numbers_new(r, n, 0);
  security->readiness_hours = ply_numbers_new(r, n, 0);
  security->chance = ply_numbers_new(r, n, 1);
  security->audience = ply_numbers_new(r, n, 0);
  security->stake = ply_numbers_new(r, n, 0);
  security->cost = ply_numbers_new(r, n, 0);
}

static bool says(const ply_node *at, const char *key, const char *word) {
  const ply_node *given = ply_node_find(at, key);
  return given != NULL && given->type == T_STRING && strcmp(given->as.text, word) == 0;
}

/* With outcomes `mean` nobody's draw is looked at, a common one neither. */
static void check_common_shock(ply_reader *r, const ply_node *at, const ply_security *security) {
  const ply_node *given = at->type == T_OBJECT ? ply_node_find(at, "common_shock") : NULL;
  if (given == NULL || security->exact || !(security->common_shock.high > 0)) return;
  ply_report_problem(
      r->tree, P102, given, AT_VALUE, no_hint,
      "common_shock needs \"outcomes\": \"exact\": with the mean of what helpers bring, it does "
      "not matter whether their breaches come together");
}

void ply_read_security(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_scenario *s = base;
  ply_security *security = TREE_NEW(r->tree, 1, ply_security);
  start_security(r, security);
  ply_read_object(r, at, row->shape, security);
  finish_provocation(r, ply_node_find(at, "provocation"), security);
  security->greatest = says(at, "selection", "greatest");
  security->exact = says(at, "outcomes", "exact");
  if (at->type == T_OBJECT) {
    check_capability(r, at, security);
    const ply_node *adversary = ply_node_find(at, "adversary"), *model = ply_node_find(at, "model");
    if (security->beneficiary >= 0 && security->beneficiary == security->adversary)
      ply_report_problem(r->tree, P410, adversary, AT_VALUE, no_hint,
                         "beneficiary and adversary are the same actor");
    if (security->model == PLY_COORDINATION && ply_node_find(at, "honour") == NULL)
      ply_report_problem(r->tree, P102, model, AT_VALUE, no_hint,
                         "model \"coordination\" needs the block \"honour\", which is missing");
  }
  check_common_shock(r, at, security);
  s->security = security;
}
