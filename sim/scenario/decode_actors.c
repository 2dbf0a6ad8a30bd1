/* What each actor wants: consent, reservation, payoffs issue by issue, scaled issues, level terms, bonuses,
 * stakes in the security indicators, red lines. */
#include "sim/scenario/fields.h"

#include <math.h>
#include <string.h>

static const ply_hint no_hint = {0};

ply_number *ply_numbers_new(ply_reader *r, int n, double value) {
  ply_number *list = TREE_NEW(r->tree, n + 1, ply_number);
  for (int i = 0; i < n; i++) list[i] = ply_number_default(value);
  return list;
}

void ply_read_reservation(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_actor *actor = base;
  const ply_node *design = ply_node_find(at, "design");
  static const ply_key design_row = {.key = "design", .kind = K_REF, .names = N_DESIGN, .where = NOWHERE};
  if (design == NULL) {
    ply_read_number(r, at, row, &actor->reservation);
    return;
  }
  for (EACH(child, at)) {
    if (child == design)
      ply_read_by_kind(r, child, &design_row, NULL);
    else if (strcmp(child->key, "notes") != 0)
      ply_report_problem(r->tree, P103, child, AT_KEY, no_hint, "unknown key %s beside \"design\"",
                         ply_quoted(r->tree, child->key));
  }
  if (design->type == T_STRING) actor->reservation_design = ply_names_find(r, N_DESIGN, design->as.text, -1);
}

/* ---- payoffs ---- */

/* `values` or `outsider`: grades and citations of the row go to `values`. */
void ply_read_values(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_payoff_row *out = base;
  int n = own(r)->issue >= 0 ? own(r)->options[own(r)->issue].n : 0;
  struct {
    ply_number *numbers;
  } target = {ply_numbers_new(r, n, 0)};
  ply_key plain = *row;
  plain.where = 0;
  plain.read = NULL;
  bool main = strcmp(row->key, "values") == 0;
  ply_cites cites = own(r)->cites;
  if (!main) own(r)->cites = (ply_cites){0};
  ply_read_numbers(r, at, &plain, &target);
  own(r)->cites = cites;
  if (main)
    out->values = target.numbers;
  else
    out->outsider = target.numbers;
}

static ply_grade grade_of(const ply_node *given) {
  for (int i = 0; given != NULL && given->type == T_STRING && ply_grade_words[i] != NULL; i++)
    if (strcmp(ply_grade_words[i], given->as.text) == 0) return (ply_grade)i;
  return PLY_ASSUMED;
}

/* The row's own grade, one for all or option by option, for values that carry none themselves. */
static void spread_grades(ply_reader *r, const ply_node *row, size_t first) {
  const ply_node *grade = ply_node_find(row, "grade"), *values = ply_node_find(row, "values");
  if (grade == NULL || values == NULL || values->type != T_OBJECT) return;
  for (size_t i = first; i < own(r)->n_entries; i++) {
    const ply_node *at = own(r)->entries[i].at;
    if (at->parent != values || ply_node_find(at, "grade") != NULL) continue;
    own(r)->entries[i].info.grade = grade_of(grade->type == T_OBJECT ? ply_node_find(grade, at->key) : grade);
  }
}

void ply_read_payoffs(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_actor *actor = base;
  ply_payoff_row *rows = (ply_payoff_row *)actor->rows;
  for (const ply_node *child = NULL;
       (child = ply_next_entry(r, at, child, row, 0, &own(r)->issue)) != NULL;) {
    size_t first = own(r)->n_entries;
    const ply_node *cite = ply_node_find(child, "cite");
    if (cite != NULL && cite->type == T_ARRAY) own(r)->cites = ply_cites_of(r, cite);
    ply_read_object(r, child, row->shape, &rows[own(r)->issue]);
    own(r)->cites = (ply_cites){0};
    spread_grades(r, child, first);
  }
  own(r)->issue = -1;
}

static bool has_row(const ply_node *actor, const char *issue) {
  const ply_node *payoffs = ply_node_find(actor, "payoffs");
  return payoffs != NULL && (payoffs->type != T_OBJECT || ply_node_find(payoffs, issue) != NULL);
}

/* Issues whose terms are of a family with a key of its own: the key is the family's name. */
void ply_read_family(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_actor *actor = base;
  ply_payoff_row *rows = (ply_payoff_row *)actor->rows;
  const ply_family *family = ply_family_find(row->key);
  for (const ply_node *child = NULL;
       (child = ply_next_entry(r, at, child, row, 0, &own(r)->issue)) != NULL;) {
    ply_payoff_row *out = &rows[own(r)->issue];
    if (out->family != NULL)
      ply_report_problem(r->tree, P209, child, AT_KEY, no_hint, "issue %s is %s and %s: one of them is meant",
                         ply_quoted(r->tree, child->key), out->family->name, family->name);
    out->family = family;
    ply_read_object(r, child, row->shape, out);
    if (family->by_indicator && !own(r)->has_security)
      ply_report_problem(r->tree, P409, child, AT_KEY, no_hint,
                         "a %s issue needs a \"security\" block, and there is none", family->name);
    else if (!has_row(at->parent, child->key))
      ply_report_problem(r->tree, W902, child, AT_KEY, no_hint,
                         "%s, but this actor has no payoffs for issue %s", family->name,
                         ply_quoted(r->tree, child->key));
  }
  own(r)->issue = -1;
}

/* ---- stakes, bonuses, red lines ---- */

void ply_read_stakes(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_actor *actor = base;
  int i;
  if (!ply_is_type(r, at, T_OBJECT, "an object of indicators")) return;
  for (const ply_node *child = NULL; (child = ply_next_entry(r, at, child, row, 0, &i)) != NULL;) {
    actor->has_stake[i] = true;
    actor->stakes[i] = ply_number_default(0);
    ply_read_number(r, child, row, &actor->stakes[i]);
    if (!own(r)->has_security)
      ply_report_problem(r->tree, P409, child, AT_KEY, no_hint,
                         "a stake in %s needs a \"security\" block, and there is none",
                         ply_quoted(r->tree, child->key));
    else if ((i == PLY_FIGHT || i == PLY_RENEGE) && !actor->candidate)
      ply_report_problem(r->tree, W902, child, AT_KEY, no_hint,
                         "%s is always 0 for an actor that is no candidate", ply_quoted(r->tree, child->key));
  }
}

void ply_read_bonuses(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_actor *actor = base;
  int left = PLY_MAX_BONUSES - own(r)->n_bonuses, i;
  ply_bonus *list = TREE_NEW(r->tree, ply_count_entries(at, left) + 1, ply_bonus);
  for (const ply_node *child = NULL; (child = ply_next_entry(r, at, child, row, left, &i)) != NULL;) {
    list[i] = (ply_bonus){.id = child->key, .gain = ply_number_default(0)};
    ply_read_object(r, child, row->shape, &list[i]);
    actor->n_bonuses = i + 1;
  }
  own(r)->n_bonuses += actor->n_bonuses;
  actor->bonuses = list;
}

static void check_stay_out(ply_reader *r, const ply_node *at, const ply_actor *actor, ply_red_line *line) {
  const ply_node *from = ply_node_find(at, "from");
  if (line->effect != PLY_STAY_OUT) {
    if (from != NULL)
      ply_report_problem(r->tree, W902, from, AT_KEY, no_hint,
                         "\"from\" counts only with \"effect\": \"stay_out\"");
  } else if (!actor->candidate)
    ply_report_problem(r->tree, W902, ply_node_find(at, "effect"), AT_VALUE, no_hint,
                       "%s is no candidate, so it stays out anyway", ply_quoted(r->tree, actor->id));
  else if (from != NULL && line->from_level == 0)
    ply_report_problem(r->tree, P413, from, AT_VALUE, no_hint,
                       "a line from \"out\" on would leave no level at all; name one above it");
}

void ply_read_red_lines(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_actor *actor = base;
  int left = PLY_MAX_CLAUSES - own(r)->n_red_lines, i;
  ply_red_line *list = TREE_NEW(r->tree, ply_count_entries(at, left) + 1, ply_red_line);
  for (const ply_node *child = NULL; (child = ply_next_entry(r, at, child, row, left, &i)) != NULL;) {
    list[i] =
        (ply_red_line){.id = child->key, .name = child->key, .firm = ply_number_default(1), .from_level = 1};
    ply_read_object(r, child, row->shape, &list[i]);
    check_stay_out(r, child, actor, &list[i]);
    actor->n_red_lines = i + 1;
  }
  own(r)->n_red_lines += actor->n_red_lines;
  actor->red_lines = list;
}

void ply_read_in_force(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_red_line *line = base;
  (void)row;
  if (ply_is_type(r, at, T_BOOL, "true or false")) line->fixed = at->truth ? PLY_FIXED_IN : PLY_FIXED_OUT;
}

/* ---- the actor ---- */

/* A word, or {"when": condition}. */
void ply_read_consent(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_actor *actor = base;
  if (at->type != T_OBJECT) {
    ply_key word = *row;
    word.kind = K_WORD;
    word.read = NULL;
    if (at->type != T_STRING)
      ply_is_type(r, at, T_STRING, "a word (required, counted, if_member, never) or {\"when\": condition}");
    else
      ply_read_by_kind(r, at, &word, NULL);
    return;
  }
  for (EACH(child, at)) {
    static const char *const known[] = {"when", "notes"};
    ply_hint more = {.suggestion = ply_word_nearest(child->key, known, 2)};
    if (strcmp(child->key, "when") == 0)
      actor->consent_when = ply_read_condition(r, child, false);
    else if (strcmp(child->key, "notes") != 0)
      ply_report_problem(r->tree, P103, child, AT_KEY, more,
                         "unknown key %s in a consent; it holds \"when\": a condition",
                         ply_quoted(r->tree, child->key));
  }
  if (ply_node_find(at, "when") == NULL)
    ply_report_problem(r->tree, P102, at, AT_KEY, no_hint,
                       "a consent under a condition needs \"when\", which is missing");
}

static void find_consent(ply_reader *r, const ply_node *at, ply_actor *actor) {
  const ply_node *given = ply_node_find(at, "consent");
  actor->consent = actor->candidate ? PLY_IF_MEMBER : PLY_NEVER;
  if (given != NULL && given->type == T_OBJECT) {
    actor->consent = actor->consent_when != NULL ? PLY_IF_HOLDS : PLY_NEVER;
    if (actor->candidate)
      ply_report_problem(r->tree, P412, given, AT_VALUE, no_hint,
                         "a candidate cannot be asked under a condition; give it \"if_member\", or let "
                         "another actor stand for its parliament");
  }
  for (int i = 0; given != NULL && given->type == T_STRING && ply_consent_words[i] != NULL; i++)
    if (strcmp(given->as.text, ply_consent_words[i]) == 0) actor->consent = (ply_consent)i;
  if (actor->consent == PLY_IF_MEMBER && !actor->candidate)
    ply_report_problem(r->tree, W904, given, AT_VALUE, no_hint,
                       "an actor that is no candidate never joins, so it is never asked");
}

static void warn_weights(ply_reader *r, const ply_node *at, const ply_actor *actor) {
  double sum = 0;
  bool all_one = true, any = false;
  const ply_node *payoffs = ply_node_find(at, "payoffs");
  for (int k = 0; k < own(r)->issues.n; k++) {
    if (actor->rows[k].values == NULL) continue;
    any = true;
    sum += actor->rows[k].weight.base;
    all_one = all_one && actor->rows[k].weight.base == 1;
  }
  if (any && !all_one && fabs(sum - 1) > 1e-9)
    ply_report_problem(r->tree, W901, payoffs, AT_KEY, no_hint,
                       "the weights of %s sum to %.10g, not to 1; they are used as they are",
                       ply_quoted(r->tree, actor->id), sum);
}

static void warn_outsider(ply_reader *r, const ply_node *at, const ply_actor *actor) {
  for (EACH(child, ply_node_find(at, "payoffs"))) {
    const ply_node *outsider = ply_node_find(child, "outsider");
    if (outsider != NULL && !actor->candidate)
      ply_report_problem(r->tree, W902, outsider, AT_KEY, no_hint,
                         "outsider values are used only while a candidate stands out; %s is no candidate",
                         ply_quoted(r->tree, actor->id));
  }
  const ply_node *level = ply_node_find(at, "level");
  if (level != NULL && !actor->candidate)
    ply_report_problem(r->tree, W902, level, AT_KEY, no_hint, "%s is no candidate, so it stands at no level",
                       ply_quoted(r->tree, actor->id));
}

static void start_actor(ply_reader *r, ply_actor *actor, const char *id, bool candidate) {
  *actor = (ply_actor){.id = id, .name = id, .brief = "", .candidate = candidate, .reservation_design = -1};
  actor->reservation = ply_number_default(0);
  ply_payoff_row *rows = TREE_NEW(r->tree, own(r)->issues.n + 1, ply_payoff_row);
  for (int k = 0; k < own(r)->issues.n; k++) {
    rows[k].weight = ply_number_default(0);
    for (int p = 0; p < PLY_FAMILY_PARAMETERS; p++) rows[k].parameter[p] = ply_number_default(0);
  }
  actor->rows = rows;
  if (own(r)->levels.n > 0) actor->level = ply_numbers_new(r, own(r)->levels.n, 0);
}

void ply_read_actors(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_scenario *s = base;
  ply_actor *list = TREE_NEW(r->tree, own(r)->actors.n + 1, ply_actor);
  int i;
  for (const ply_node *child = NULL;
       (child = ply_next_entry(r, at, child, row, PLY_MAX_ACTORS, &i)) != NULL;) {
    start_actor(r, &list[i], child->key, own(r)->is_candidate[i]);
    size_t errors = r->tree->n_errors;
    ply_read_object(r, child, row->shape, &list[i]);
    own(r)->actors_are_broken = own(r)->actors_are_broken || r->tree->n_errors > errors;
    list[i].candidate = own(r)->is_candidate[i];
    ply_plain_game_moves(r, child, &list[i]);
    s->n_actors = i + 1;
    if (child->type != T_OBJECT) continue;
    find_consent(r, child, &list[i]);
    warn_weights(r, child, &list[i]);
    warn_outsider(r, child, &list[i]);
  }
  for (int k = 1; k < s->n_actors; k++)
    if ((list[k].n_moves > 0) != (list[0].n_moves > 0)) {
      ply_report_problem(r->tree, P413, at, AT_KEY, no_hint,
                         "every actor has \"moves\" or none has: \"%s\" %s", list[k].id,
                         list[k].n_moves > 0 ? "has some" : "has none");
      break;
    }
  s->actors = list;
}
