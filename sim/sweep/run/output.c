/* Which outputs are kept, by name? A name is words joined by points, held against the rows of measure.c, in
 * which a word in capitals stands for an id; `*` in its place asks for all of them. A name that starts with
 * "/" is a pointer into the result's JSON. A name that is not known gets the nearest word at the place where
 * it goes wrong. */
#include "sim/solve/solve.h"
#include "sim/sweep/inside.h"
#include "sim/sweep/plan/plan.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS = 8, LONGEST = 80 };

typedef struct split {
  int n;
  char word[WORDS][LONGEST];
} split;

static bool split_name(const char *name, split *out) {
  out->n = 0;
  for (const char *p = name;;) {
    size_t n = strcspn(p, ".");
    if (out->n == WORDS || n >= LONGEST) return false;
    memcpy(out->word[out->n], p, n);
    out->word[out->n++][n] = '\0';
    if (p[n] == '\0') return true;
    p += n + 1;
  }
}

/* ---- words in capitals: what a name may say, one row each ---- */

static int designs(const ply_scenario *s) { return s->n_designs; }
static int actors(const ply_scenario *s) { return s->n_actors; }
static int issues(const ply_scenario *s) { return s->n_issues; }
static int indicators(const ply_scenario *s) { return s->security != NULL ? PLY_FIGHT : 0; }
static int concepts(const ply_scenario *s) {
  (void)s;
  int n = 0;
  while (ply_sweep_concept(n) != NULL) n++;
  return n;
}
static const char *design_id(const ply_scenario *s, int i) { return s->designs[i].id; }
static const char *actor_id(const ply_scenario *s, int i) { return s->actors[i].id; }
static const char *issue_id(const ply_scenario *s, int i) { return s->issues[i].id; }
static int stances(const ply_scenario *s) { return s->n_concordance; }
static const char *stance_id(const ply_scenario *s, int i) { return s->concordance[i].id; }
static const char *indicator_id(const ply_scenario *s, int i) {
  (void)s;
  return ply_indicator_name((ply_indicator)i);
}
static const char *concept_id(const ply_scenario *s, int i) {
  (void)s;
  return ply_sweep_concept(i);
}

typedef struct sort {
  const char *word;
  int (*count)(const ply_scenario *s);             /* how many ids there are */
  const char *(*id)(const ply_scenario *s, int i); /* number i of them */
  size_t slot;                                     /* where an output keeps which it is */
} sort;

static const sort sorts[] = {
    {"DESIGN", designs, design_id, offsetof(ply_output, design)},
    {"ACTOR", actors, actor_id, offsetof(ply_output, actor)},
    {"ISSUE", issues, issue_id, offsetof(ply_output, issue)},
    {"INDICATOR", indicators, indicator_id, offsetof(ply_output, indicator)},
    {"CONCEPT", concepts, concept_id, offsetof(ply_output, concept)},
    {"STANCE", stances, stance_id, offsetof(ply_output, stance)},
};

/* NULL: a word that stands for itself. */
static const sort *sort_of(const char *word) {
  for (size_t k = 0; k < sizeof sorts / sizeof *sorts; k++)
    if (strcmp(sorts[k].word, word) == 0) return &sorts[k];
  return NULL;
}

static int *slot_of(ply_output *o, const sort *what) { return (int *)(void *)((char *)o + what->slot); }

typedef struct finding {
  ply_plan *plan;
  ply_sweep *sweep;
  ply_output *made;
  int n, room;
} finding;

static void add(finding *f, const ply_node *at, ply_output output) {
  ply_tree *tree = &f->plan->tree;
  if (f->n == PLY_SWEEP_OUTPUTS) {
    ply_hint none = {0};
    ply_report_problem(tree, P407, at, AT_VALUE, none, "more than %d outputs, the limit", PLY_SWEEP_OUTPUTS);
    return;
  }
  for (int i = 0; i < f->n; i++)
    if (strcmp(f->made[i].name, output.name) == 0) return;
  if (f->n == f->room) {
    f->room = f->room > 0 ? 2 * f->room : 32;
    ply_output *all = TREE_NEW(tree, f->room, ply_output);
    if (f->n > 0) memcpy(all, f->made, (size_t)f->n * sizeof *all);
    f->made = all;
  }
  f->made[f->n++] = output;
}

/* Words from `w` on; adds every output that the row stands for. How many words fit is the answer. */
static int expand(finding *f, const ply_node *at, const ply_measure *row, const split *wanted,
                  const split *given, int w, ply_output output, ply_text *name) {
  const ply_scenario *s = f->sweep->scenario;
  if (w == wanted->n && w == given->n) {
    output.name = ply_arena_strdup(f->plan->tree.arena, name->data);
    ply_measure *kept = TREE_NEW(&f->plan->tree, 1, ply_measure);
    *kept = *row;
    output.measure = kept;
    ply_output_fit_stance(s, &output, kept);
    if (output.name == NULL) ply_tree_out_of_memory(&f->plan->tree);
    add(f, at, output);
    return w + 1;
  }
  if (w == wanted->n || w == given->n) return w;
  const char *word = given->word[w];
  const sort *what = sort_of(wanted->word[w]);
  size_t length = name->length;
  int best = w, n = what != NULL ? what->count(s) : 1;
  for (int i = 0; i < n; i++) {
    const char *id = what != NULL ? what->id(s, i) : wanted->word[w];
    if (strcmp(word, id) != 0 && !(what != NULL && strcmp(word, "*") == 0)) continue;
    if (what != NULL) *slot_of(&output, what) = i;
    ply_text_addf(name, "%s%s", w > 0 ? "." : "", id);
    int reached = expand(f, at, row, wanted, given, w + 1, output, name);
    if (reached > best) best = reached;
    name->length = length;
    name->data[length] = '\0';
  }
  return best;
}

/* The words that may stand at place w of a name whose first w words are given. */
static void tell_unknown(finding *f, const ply_node *at, const char *name, const split *given, int stuck) {
  ply_tree *tree = &f->plan->tree;
  const char *known[2000];
  size_t n = 0;
  split row;
  ply_measure measure;
  for (int m = 0; ply_measure_at(m, &measure); m++) {
    split_name(measure.name, &row);
    bool same = row.n > stuck;
    for (int w = 0; w < stuck && same; w++)
      same = sort_of(row.word[w]) != NULL || strcmp(row.word[w], given->word[w]) == 0;
    if (same && stuck > 0 && sort_of(row.word[0]) != NULL) { /* a concept's name, not any first word */
      same = false;
      for (int i = 0; ply_sweep_concept(i) != NULL; i++)
        same = same || strcmp(ply_sweep_concept(i), given->word[0]) == 0;
    }
    if (!same) continue;
    const sort *what = sort_of(row.word[stuck]);
    int count = what != NULL ? what->count(f->sweep->scenario) : 1;
    for (int i = 0; i < count && n < 2000; i++) {
      const char *id =
          what != NULL ? what->id(f->sweep->scenario, i) : ply_tree_strdup(tree, row.word[stuck]);
      bool new = true;
      for (size_t k = 0; k < n; k++) new = new &&strcmp(known[k], id) != 0;
      if (new) known[n++] = id;
    }
  }
  ply_text list;
  ply_text_init(&list);
  for (size_t i = 0; i < n && list.length < 240; i++)
    ply_text_addf(&list, "%s%s", i > 0 ? ", " : "", known[i]);
  const char *may_stand = ply_tree_take(tree, &list);
  const char *word = stuck < given->n ? given->word[stuck] : "";
  ply_hint more = {.suggestion = ply_word_nearest(word, known, n)};
  if (n == 0)
    ply_report_problem(tree, P502, at, AT_VALUE, more, "unknown output %s: nothing follows \"%s\"",
                       ply_quoted(tree, name), stuck > 0 ? given->word[stuck - 1] : "");
  else
    ply_report_problem(tree, P502, at, AT_VALUE, more, "unknown output %s: in place of \"%s\" may stand %s",
                       ply_quoted(tree, name), word, may_stand);
}

static void find_output(finding *f, const ply_node *at, const char *name) {
  static const ply_output nothing = {
      .design = -1, .actor = -1, .concept = -1, .issue = -1, .indicator = -1, .stance = -1};
  split given, row;
  ply_measure measure;
  ply_hint none = {0};
  ply_output output = nothing;
  if (name[0] == '/') {
    output.name = name;
    output.measure = &ply_measure_pointer;
    add(f, at, output);
    return;
  }
  if (!split_name(name, &given)) {
    ply_report_problem(&f->plan->tree, P502, at, AT_VALUE, none, "%s is no name of an output",
                       ply_quoted(&f->plan->tree, name));
    return;
  }
  int before = f->n, stuck = 0;
  bool found = false;
  for (int m = 0; ply_measure_at(m, &measure); m++) {
    ply_text *made = &f->plan->tree.scratch;
    ply_text_add(made, "");
    if (made->failed) ply_tree_out_of_memory(&f->plan->tree);
    split_name(measure.name, &row);
    int reached = expand(f, at, &measure, &row, &given, 0, nothing, made);
    if (made->failed) ply_tree_out_of_memory(&f->plan->tree);
    ply_text_done(made);
    found = found || reached > given.n;
    if (reached > stuck) stuck = reached;
  }
  if (!found && f->n == before) tell_unknown(f, at, name, &given, stuck < given.n ? stuck : given.n);
}

/* The plan's condition for solving whole: one of its outputs, which must not need a whole solve itself. */
static int solve_where(finding *f) {
  const ply_plan *plan = f->plan;
  for (int i = 0; i < f->n; i++)
    if (strcmp(f->made[i].name, plan->solve_where) == 0 && f->made[i].measure->need <= PLY_NEED_MOVES)
      return i;
  ply_hint none = {0};
  ply_report_problem(
      &f->plan->tree, P502, plan->solve_where_at, AT_VALUE, none,
      "\"solve_where\" is an output of this plan that designs answer, such as concordance.all");
  return -1;
}

void ply_resolve_outputs(ply_plan *plan, ply_sweep *sweep) {
  finding f = {.plan = plan, .sweep = sweep};
  for (const asked_output *o = plan->first_output; o != NULL; o = o->next) find_output(&f, o->at, o->name);
  if (plan->first_output == NULL)
    find_output(&f, ply_scenario_root(sweep->scenario),
                sweep->scenario->n_designs > 0 ? "design.*.acceptable" : "acceptable.count");
  sweep->outputs = f.made;
  sweep->n_outputs = f.n;
  sweep->solve_where = plan->solve_where != NULL ? solve_where(&f) : -1;
  for (int i = 0; i < f.n; i++) {
    if (f.made[i].measure->need >= PLY_NEED_SOLVE) sweep->solves = true;
    if (f.made[i].measure->need == PLY_NEED_JSON) sweep->renders = true;
    if (f.made[i].measure->need == PLY_NEED_TALK) sweep->talks = true;
  }
}

unsigned ply_outputs_skip(const ply_sweep *sweep) {
  unsigned skip = PLY_SKIP_PARETO | PLY_SKIP_DESIGNS | PLY_SKIP_TALKS | PLY_SKIP_CONCORDANCE |
                  PLY_SKIP_SOLUTIONS | PLY_SKIP_PROPOSALS | PLY_SKIP_REGRET | PLY_SKIP_VETO | PLY_SKIP_SLACK |
                  PLY_SKIP_REOPENED | PLY_SKIP_JOIN;
  if (sweep->renders) return 0;
  for (int o = 0; o < sweep->n_outputs; o++) {
    const ply_output *output = &sweep->outputs[o];
    skip &= ~output->measure->asks;
    if (output->design >= 0 && output->measure->need >= PLY_NEED_SOLVE) skip &= ~(unsigned)PLY_SKIP_DESIGNS;
    if (output->concept >= 0) skip &= ~ply_sweep_concept_asks(output->concept);
  }
  return skip;
}

static const char pointer_help[] = "any field of the result of `parley solve --format json`, by JSON Pointer";

bool ply_output_row(int row, const char **name, const char **help) {
  ply_measure measure;
  bool known = ply_measure_at(row, &measure);
  *name = known ? measure.name : "/POINTER";
  *help = known ? measure.help : pointer_help;
  return known || (row > 0 && ply_measure_at(row - 1, &measure));
}
