/* Reading `when` and `then`: an object whose keys must all hold. Issues with one option or a list; $members,
 * $count, $not, $any; in `then` also $members_at and $no_members. What cannot be read is told and left out.
 */
#include "sim/scenario/fields.h"

#include <math.h>
#include <string.h>

static const ply_hint no_hint = {0};

typedef struct parts {
  const ply_cond **list;
  int n;
} parts;

static void add_part(parts *out, const ply_cond *cond) {
  if (cond != NULL) out->list[out->n++] = cond;
}

/* A string, or a list of strings that is not empty: calls take(found) for each name that is known. */
static void each_name(ply_reader *r, const ply_node *at, int what, void (*take)(ply_cond *, int),
                      ply_cond *cond) {
  if (at->type == T_STRING) {
    int found = ply_names_need(r, what, at, AT_VALUE, at->as.text, 0);
    if (found >= 0) take(cond, found);
    return;
  }
  const char *wanted = what == N_OPTION ? "an option or a list of options" : "a level or a list of levels";
  if (!ply_is_type(r, at, T_ARRAY, what == N_CANDIDATE ? "a list of actors" : wanted)) return;
  if (ply_node_first(at) == NULL)
    ply_report_problem(r->tree, P413, at, AT_VALUE, no_hint, "an empty list can never hold");
  for (EACH(child, at)) {
    if (!ply_is_type(r, child, T_STRING, "a name in quotes")) continue;
    int found = ply_names_need(r, what, child, AT_VALUE, child->as.text, 0);
    if (found >= 0) take(cond, found);
  }
}

static void take_option(ply_cond *cond, int o) {
  ((uint64_t *)(uintptr_t)cond->options)[o / 64] |= (uint64_t)1 << (o % 64);
}
static void take_level(ply_cond *cond, int l) { cond->levels |= (uint32_t)1 << l; }
static void take_actor(ply_cond *cond, int i) { cond->actors |= (uint64_t)1 << i; }

static ply_cond *new_cond(ply_reader *r, ply_cond_kind what) {
  ply_cond *cond = TREE_NEW(r->tree, 1, ply_cond);
  cond->kind = what;
  return cond;
}

static const ply_cond *read_issue(ply_reader *r, const ply_node *at) {
  int issue = ply_names_find(r, N_ISSUE, at->key, -1), outer = own(r)->issue;
  ply_cond *cond = new_cond(r, PLY_COND_OPTION);
  if (own(r)->in_derived && own(r)->is_derived[issue]) {
    ply_report_problem(r->tree, P403, at, AT_KEY, no_hint,
                       "issue %s is derived too; a derived issue looks only at membership and at free issues",
                       ply_quoted(r->tree, at->key));
    return NULL;
  }
  cond->issue = issue;
  cond->options = TREE_NEW(r->tree, ply_option_words(own(r)->options[issue].n), uint64_t);
  own(r)->issue = issue;
  each_name(r, at, N_OPTION, take_option, cond);
  own(r)->issue = outer;
  return cond;
}

/* {"france": "aid", ...}: one part for each actor. */
static const ply_cond *read_member_levels(ply_reader *r, const ply_node *at) {
  static const ply_key row = {.key = "$members", .kind = K_REF_MAP, .names = N_CANDIDATE};
  if (!ply_is_type(r, at, T_OBJECT, "an object of actors and their levels")) return NULL;
  parts out = {.list = TREE_NEW(r->tree, ply_node_count(at) + 1, const ply_cond *)};
  int actor;
  for (const ply_node *child = NULL; (child = ply_next_entry(r, at, child, &row, 0, &actor)) != NULL;) {
    ply_cond *cond = new_cond(r, PLY_COND_MEMBER);
    cond->actor = actor;
    each_name(r, child, N_LEVEL, take_level, cond);
    add_part(&out, cond);
  }
  ply_cond *all = new_cond(r, PLY_COND_ALL);
  all->parts = out.list;
  all->n_parts = out.n;
  return out.n == 1 ? out.list[0] : all;
}

typedef struct count_given {
  int from;
  double min, max;
  double *weights;
} count_given;

static const ply_key count_fields[] = {
    {"from", K_REF, F_REQUIRED, .names = N_LEVEL, .where = offsetof(count_given, from),
     .help = "Counted are those at this level or above."},
    {"of", K_REFS, .names = N_CANDIDATE, .where = NOWHERE, .otherwise = "all candidates",
     .help = "Who is counted."},
    {"weights", K_REALS, .names = N_CANDIDATE, .min = 0, .max = 1e9, AT(count_given, weights),
     .otherwise = "1", .help = "What each of them counts, such as its share of emissions."},
    {"min", K_REAL, .min = 0, .max = 1e9, .where = offsetof(count_given, min), .otherwise = "0",
     .help = "At least so many, or so much."},
    {"max", K_REAL, .min = 0, .max = 1e9, .where = offsetof(count_given, max), .otherwise = "any number",
     .help = "At most so many, or so much."},
    {.key = NULL},
};
static const char *const count_ways[] = {"from min ?max", "from max ?min", NULL};
const ply_shape ply_count_shape = {
    "count",      "$count in a condition",
    count_fields, "{ \"from\": \"aid\", \"of\": [\"us\", \"uk\"], \"min\": 1 }",
    count_ways,   false};

/* A weight of somebody who is not counted does nothing. */
static void check_weights(ply_reader *r, const ply_node *weights, const ply_cond *cond) {
  if (weights == NULL || weights->type != T_OBJECT) return;
  for (EACH(child, weights)) {
    int i = ply_names_find(r, N_ACTOR, child->key, -1);
    if (i >= 0 && own(r)->is_candidate[i] && !(cond->actors >> i & 1))
      ply_report_problem(r->tree, W902, child, AT_KEY, no_hint,
                         "%s is not counted here, so this weight is not used",
                         ply_quoted(r->tree, child->key));
  }
}

static const ply_cond *read_count(ply_reader *r, const ply_node *at) {
  count_given given = {.from = -1, .min = 0, .max = INFINITY};
  ply_cond *cond = new_cond(r, PLY_COND_COUNT);
  if (at->type != T_OBJECT) return ply_is_type(r, at, T_OBJECT, "an object"), NULL;
  const ply_node *weights = ply_node_find(at, "weights");
  if (weights != NULL) {
    given.weights = TREE_NEW(r->tree, own(r)->actors.n + 1, double);
    for (int i = 0; i < own(r)->actors.n; i++) given.weights[i] = 1;
  }
  ply_read_object(r, at, &ply_count_shape, &given);
  if (ply_node_find(at, "min") == NULL && ply_node_find(at, "max") == NULL)
    ply_report_problem(r->tree, P413, at, AT_KEY, no_hint, "\"$count\" needs \"min\" or \"max\"");
  else if (given.min > given.max)
    ply_report_problem(r->tree, P413, at, AT_KEY, no_hint,
                       "\"$count\" with min %g above max %g can never hold", given.min, given.max);
  const ply_node *of = ply_node_find(at, "of");
  for (int i = 0; of == NULL && i < own(r)->actors.n; i++)
    if (own(r)->is_candidate[i]) take_actor(cond, i);
  if (of != NULL && of->type == T_ARRAY)
    for (EACH(child, of)) { /* names are checked already */
      int found = child->type == T_STRING ? ply_names_find(r, N_CANDIDATE, child->as.text, -1) : -1;
      if (found >= 0 && own(r)->is_candidate[found]) take_actor(cond, found);
    }
  cond->from_level = given.from;
  cond->min = given.min;
  cond->max = given.max;
  cond->weights = given.weights;
  check_weights(r, weights, cond);
  return given.from >= 0 ? cond : NULL;
}

static const ply_cond *read_not(ply_reader *r, const ply_node *at, bool then) {
  ply_cond *cond = new_cond(r, PLY_COND_NOT);
  const ply_cond **part = TREE_NEW(r->tree, 1, const ply_cond *);
  part[0] = ply_read_condition(r, at, then);
  cond->parts = part;
  cond->n_parts = 1;
  return part[0] != NULL ? cond : NULL;
}

static const ply_cond *read_any(ply_reader *r, const ply_node *at, bool then) {
  if (!ply_is_type(r, at, T_ARRAY, "a list of conditions")) return NULL;
  if (ply_node_first(at) == NULL)
    ply_report_problem(r->tree, P413, at, AT_VALUE, no_hint, "an empty \"$any\" can never hold");
  parts out = {.list = TREE_NEW(r->tree, ply_node_count(at) + 1, const ply_cond *)};
  for (EACH(child, at)) add_part(&out, ply_read_condition(r, child, then));
  ply_cond *cond = new_cond(r, PLY_COND_ANY);
  cond->parts = out.list;
  cond->n_parts = out.n;
  return cond;
}

static const ply_cond *read_members_at(ply_reader *r, const ply_node *at) {
  ply_cond *cond = new_cond(r, PLY_COND_MEMBERS_AT);
  each_name(r, at, N_LEVEL, take_level, cond);
  return cond;
}

static const ply_cond *read_no_members(ply_reader *r, const ply_node *at) {
  if (!ply_is_type(r, at, T_BOOL, "true")) return NULL;
  if (!at->truth)
    ply_report_problem(r->tree, P413, at, AT_VALUE, no_hint, "\"$no_members\" is true or absent");
  return new_cond(r, PLY_COND_NO_MEMBERS);
}

/* A key that is neither an issue nor a word of conditions. */
static void report_key(ply_reader *r, const ply_node *at) {
  static const char *const words[] = {"$members", "$count", "$not", "$any", "$members_at", "$no_members"};
  const ply_name_list *issues = &own(r)->issues;
  const char *near = at->key[0] == '$' ? ply_word_nearest(at->key, words, 6)
                                       : ply_word_nearest(at->key, issues->id, (size_t)issues->n);
  ply_hint more = {.suggestion = near};
  if (at->key[0] == '$')
    ply_report_problem(
        r->tree, P103, at, AT_KEY, more,
        "unknown key %s in a condition; known: $members, $count, $not, $any, in `then` also $members_at, "
        "$no_members",
        ply_quoted(r->tree, at->key));
  else
    ply_names_need(r, N_ISSUE, at, AT_KEY, at->key, -1);
}

static const ply_cond *read_key(ply_reader *r, const ply_node *at, bool then) {
  const char *key = at->key;
  if (strcmp(key, "$members") == 0) return read_member_levels(r, at);
  if (strcmp(key, "$count") == 0) return read_count(r, at);
  if (strcmp(key, "$not") == 0) return read_not(r, at, then);
  if (strcmp(key, "$any") == 0) return read_any(r, at, then);
  bool only_then = strcmp(key, "$members_at") == 0 || strcmp(key, "$no_members") == 0;
  if (only_then && !then)
    return ply_report_problem(r->tree, P413, at, AT_KEY, no_hint, "%s stands only in the \"then\" of a rule",
                              ply_quoted(r->tree, key)),
           NULL;
  if (only_then) return key[1] == 'm' ? read_members_at(r, at) : read_no_members(r, at);
  if (ply_names_find(r, N_ISSUE, key, -1) >= 0) return read_issue(r, at);
  report_key(r, at);
  return NULL;
}

const ply_cond *ply_read_condition(ply_reader *r, const ply_node *at, bool then) {
  if (!ply_is_type(r, at, T_OBJECT, "a condition, an object")) return NULL;
  parts out = {.list = TREE_NEW(r->tree, ply_node_count(at) + 1, const ply_cond *)};
  for (EACH(child, at)) {
    if (strcmp(child->key, "notes") == 0)
      ply_is_type(r, child, T_STRING, "a string");
    else
      add_part(&out, read_key(r, child, then));
  }
  if (out.n == 1) return out.list[0];
  ply_cond *all = new_cond(r, PLY_COND_ALL);
  all->parts = out.list;
  all->n_parts = out.n;
  return all;
}
