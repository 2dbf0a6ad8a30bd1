/* From what was asked for to parameters: every pointer is looked up in the merged scenario, every range is
 * held against what the format allows there, and --uncertain adds each triple of its grades and each red line
 * that may or may not be real. A number of the scenario is later passed as a value, without reading anything
 * anew; any other value (an option of a design, a consent, a word) makes the scenario be read again. Cost:
 * parameters * numbers of the scenario. */
#include "sim/sweep/plan/plan.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const ply_hint no_hint = {0};

typedef struct resolving {
  ply_plan *plan;
  ply_sweep *sweep;
  ply_tree *tree;
  const ply_scenario *scenario;
  const ply_node *root;
  ply_parameter *made;
  int n, room;
  bool *taken; /* [n_numbers] */
} resolving;

static ply_parameter *new_parameter(resolving *r, const ply_node *at) {
  if (r->n >= PLY_SWEEP_PARAMETERS) {
    if (r->n++ == PLY_SWEEP_PARAMETERS)
      ply_report_problem(r->tree, P407, at, AT_VALUE, no_hint, "more than %d parameters, the limit",
                         PLY_SWEEP_PARAMETERS);
    r->n = PLY_SWEEP_PARAMETERS;
    return NULL;
  }
  if (r->n == r->room) {
    int room = r->room > 0 ? 2 * r->room : 64;
    ply_parameter *all = TREE_NEW(r->tree, room, ply_parameter);
    if (r->n > 0) memcpy(all, r->made, (size_t)r->n * sizeof *all);
    r->made = all;
    r->room = room;
  }
  r->made[r->n] = (ply_parameter){.line = -1};
  return &r->made[r->n++];
}

/* ---- targets ---- */

/* Fills one target. {"value": ...} is named by the number that holds it. */
static void find_target(resolving *r, const ply_node *value, const ply_node *at, ply_target *target) {
  if (value->key != NULL && strcmp(value->key, "value") == 0 &&
      ply_scenario_number(r->scenario, ply_node_pointer(r->tree, value->parent)) >= 0)
    value = value->parent;
  *target = (ply_target){.pointer = ply_node_pointer(r->tree, value), .base = NAN};
  target->number = ply_scenario_number(r->scenario, target->pointer);
  if (target->number < 0) return;
  target->base = r->scenario->numbers[target->number].number->base;
  if (r->taken[target->number])
    ply_report_problem(r->tree, P209, at, AT_VALUE, no_hint, "%s is moved by two parameters",
                       ply_quoted(r->tree, target->pointer));
  r->taken[target->number] = true;
}

static bool allowed(const ply_number_info *info, double value) {
  return (info->above_least ? value > info->least : value >= info->least) &&
         (info->below_most ? value < info->most : value <= info->most);
}

static void check_value(resolving *r, const ply_target *target, double value, const ply_node *at) {
  if (target->number < 0) return;
  const ply_number_info *info = &r->scenario->numbers[target->number];
  if (!allowed(info, value))
    ply_report_problem(r->tree, P301, at, AT_VALUE, no_hint, "%s may be %s %g and %s %g: %g is outside",
                       ply_quoted(r->tree, target->pointer), info->above_least ? "above" : "at least",
                       info->least, info->below_most ? "below" : "at most", info->most, value);
}

/* ---- what it does at its targets ---- */

static bool json_number(const char *text, double *out) {
  char *end;
  if (text[0] != '-' && (text[0] < '0' || text[0] > '9')) return false;
  *out = strtod(text, &end);
  return *end == '\0' && isfinite(*out);
}

static void take_list(resolving *r, ply_parameter *p, int n, const char *const *values, const ply_node *at) {
  double *numbers = TREE_NEW(r->tree, n, double);
  bool all = true;
  p->distribution = PLY_LIST;
  p->n_values = n;
  p->values = values;
  for (int i = 0; i < n; i++) all = all && json_number(values[i], &numbers[i]);
  if (all) p->numbers = numbers;
  for (int t = 0; t < p->n_targets; t++) {
    if (p->targets[t].number < 0 || !all) p->reload = true;
    for (int i = 0; i < n && all; i++)
      check_value(r, &p->targets[t], p->scale ? numbers[i] * p->targets[t].base : numbers[i], at);
  }
  if (p->scale && (p->reload || !all))
    ply_report_problem(r->tree, P501, at, AT_VALUE, no_hint, "only numbers can be scaled");
}

/* a:b:n as a list of equal steps; the ends are met exactly. */
static void take_steps(resolving *r, ply_parameter *p, const asked *a) {
  const char **values = TREE_NEW(r->tree, a->steps, const char *);
  for (int i = 0; i < a->steps; i++) {
    double share = a->steps > 1 ? (double)i / (a->steps - 1) : 0;
    double value = i == a->steps - 1 && i > 0 ? a->high : a->low + share * (a->high - a->low);
    char rounded[40]; /* 0.3, not 0.30000000000000004 */
    snprintf(rounded, sizeof rounded, "%.13g", value);
    ply_text text;
    ply_text_init(&text);
    ply_text_number(&text, strtod(rounded, NULL));
    values[i] = text.failed ? NULL : ply_arena_strdup(r->tree->arena, text.data);
    ply_text_done(&text);
    if (values[i] == NULL) ply_tree_out_of_memory(r->tree);
  }
  take_list(r, p, a->steps, values, a->at);
}

/* The options of a design's issue, where a pointer names one and no values are given. */
static bool take_options(resolving *r, ply_parameter *p, const ply_node *value, const asked *a) {
  const ply_node *options = value->parent, *design = options != NULL ? options->parent : NULL;
  if (design == NULL || design->parent == NULL || options->key == NULL || value->key == NULL) return false;
  if (strcmp(options->key, "options") != 0 || design->parent->key == NULL ||
      strcmp(design->parent->key, "designs") != 0)
    return false;
  int issue = ply_scenario_issue(r->scenario, value->key);
  if (issue < 0) return false;
  const ply_issue *row = &r->scenario->issues[issue];
  const char **values = TREE_NEW(r->tree, row->n_options, const char *);
  for (int o = 0; o < row->n_options; o++) {
    values[o] = ply_arena_printf(r->tree->arena, "\"%s\"", row->options[o].id);
    if (values[o] == NULL) ply_tree_out_of_memory(r->tree);
  }
  take_list(r, p, row->n_options, values, a->at);
  return true;
}

/* A reading of the file is on or off. */
static bool take_reading(resolving *r, ply_parameter *p, const asked *a) {
  static const char *const both[] = {"false", "true"};
  for (int t = 0; t < p->n_targets; t++)
    if (ply_reading_at(p->targets[t].pointer) == NULL) return false;
  for (int i = 0; i < a->n_values; i++)
    if (strcmp(a->values[i], "true") != 0 && strcmp(a->values[i], "false") != 0)
      ply_report_problem(r->tree, P501, a->at, AT_VALUE, no_hint,
                         "a reading is true (on) or false (off), not %s", a->values[i]);
  if (a->n_values > 0)
    take_list(r, p, a->n_values, a->values, a->at);
  else
    take_list(r, p, 2, both, a->at);
  return true;
}

static void take_range(resolving *r, ply_parameter *p, ply_target *targets, const asked *a) {
  bool own = isnan(a->low) && isnan(a->high);
  p->distribution = a->distribution >= 0     ? (ply_distribution)a->distribution
                    : own || !isnan(a->mode) ? PLY_TRIANGULAR
                                             : PLY_UNIFORM;
  p->own = own;
  if (!own && !(a->low <= a->high))
    ply_report_problem(r->tree, P302, a->at, AT_VALUE, no_hint,
                       "a range has a low and a high end, low <= high");
  if (own && p->scale)
    ply_report_problem(r->tree, P501, a->at, AT_VALUE, no_hint, "a factor needs its range: low and high");
  for (int t = 0; t < p->n_targets; t++) {
    ply_target *target = &targets[t];
    const ply_number *number = target->number >= 0 ? r->scenario->numbers[target->number].number : NULL;
    if (own && (number == NULL || !number->triple)) {
      ply_report_problem(r->tree, P501, a->at, AT_VALUE, no_hint,
                         "%s has no range of its own; say from where to where",
                         ply_quoted(r->tree, target->pointer));
      return;
    }
    if (number == NULL) p->reload = true;
    if (number == NULL && p->scale)
      ply_report_problem(r->tree, P501, a->at, AT_VALUE, no_hint, "only numbers can be scaled");
    target->low = own ? number->low : a->low;
    target->high = own ? number->high : a->high;
    double middle = p->scale ? 1 : number != NULL ? number->base : NAN;
    if (!(middle >= target->low && middle <= target->high)) middle = (target->low + target->high) / 2;
    target->mode = isnan(a->mode) ? middle : a->mode;
    target->mean = isnan(a->mean) ? middle : a->mean;
    target->sd = isnan(a->sd) ? (target->high - target->low) / 4 : a->sd;
    double factor = p->scale ? target->base : 1;
    check_value(r, target, factor * target->low, a->at);
    check_value(r, target, factor * target->high, a->at);
  }
  if (!(targets[0].mode >= targets[0].low && targets[0].mode <= targets[0].high))
    ply_report_problem(r->tree, P302, a->at, AT_VALUE, no_hint, "the mode lies outside the range");
  if (p->distribution == PLY_NORMAL && !(targets[0].sd > 0) && targets[0].high > targets[0].low)
    ply_report_problem(r->tree, P301, a->at, AT_VALUE, no_hint, "the standard deviation must be above 0");
}

/* A parameter without values yet, and its targets; NULL where there are too many parameters. */
static ply_parameter *make_bare(resolving *r, const asked *a, const ply_node *const *values, int n,
                                const char *name) {
  ply_parameter *p = new_parameter(r, a->at);
  if (p == NULL) return NULL;
  ply_target *targets = TREE_NEW(r->tree, n, ply_target);
  for (int t = 0; t < n; t++) find_target(r, values[t], a->at, &targets[t]);
  p->name = name;
  p->scale = a->scale;
  p->n_targets = n;
  p->targets = targets;
  return p;
}

static void make(resolving *r, const asked *a, const ply_node *const *values, int n, const char *name) {
  ply_parameter *p = make_bare(r, a, values, n, name);
  if (p == NULL || take_reading(r, p, a)) return;
  if (a->n_values > 0)
    take_list(r, p, a->n_values, a->values, a->at);
  else if (a->steps > 0 && !isnan(a->low) && !isnan(a->high))
    take_steps(r, p, a);
  else if (!(isnan(a->low) && isnan(a->high) && take_options(r, p, values[0], a)))
    take_range(r, p, (ply_target *)(uintptr_t)p->targets, a);
}

static void resolve_asked(resolving *r, const asked *a) {
  int n = 0, room = 0;
  matches *all = TREE_NEW(r->tree, a->n_patterns + 1, matches);
  for (int i = 0; i < a->n_patterns; i++) {
    all[i] = ply_match_pattern(r->plan, r->root, a->patterns[i], a->pattern_at[i]);
    if (all[i].n == 0) return;
    room += all[i].n;
  }
  if (a->n_values > 0 && (a->steps > 0 || !isnan(a->low) || !isnan(a->high)))
    ply_report_problem(r->tree, P501, a->at, AT_VALUE, no_hint, "either values or a range, not both");
  const ply_node **values = TREE_NEW(r->tree, room + 1, const ply_node *);
  for (int i = 0; i < a->n_patterns; i++)
    for (int k = 0; k < all[i].n; k++) values[n++] = all[i].at[k];
  if (a->together && n > 0) {
    make(r, a, values, n, a->name != NULL ? a->name : a->patterns[0]);
    return;
  }
  for (int k = 0; k < n; k++) {
    const char *pointer = ply_node_pointer(r->tree, values[k]), *name = pointer;
    if (a->name != NULL) name = n == 1 ? a->name : ply_arena_printf(r->tree->arena, "%s%s", a->name, pointer);
    if (name == NULL) ply_tree_out_of_memory(r->tree);
    make(r, a, &values[k], 1, name);
  }
}

/* ---- the uncertain ones ---- */

static bool is_firm(const ply_scenario *s, int number) {
  for (int i = 0; i < s->n_actors; i++)
    for (int l = 0; l < s->actors[i].n_red_lines; l++)
      if (s->actors[i].red_lines[l].firm.id == number) return true;
  return false;
}

static void add_triples(resolving *r) {
  const ply_scenario *s = r->scenario;
  for (int i = 0; i < s->n_numbers; i++) {
    const ply_number_info *info = &s->numbers[i];
    if (!(r->plan->uncertain >> info->grade & 1) || r->taken[i] || !info->number->triple) continue;
    if (!(info->number->low < info->number->high) || is_firm(s, i)) continue;
    ply_parameter *p = new_parameter(r, r->root);
    if (p == NULL) return;
    ply_target *target = TREE_NEW(r->tree, 1, ply_target);
    const ply_number *n = info->number;
    *target = (ply_target){.pointer = ply_arena_strdup(r->tree->arena, info->pointer),
                           .number = i,
                           .base = n->base,
                           .low = n->low,
                           .mode = n->base,
                           .high = n->high,
                           .mean = n->base,
                           .sd = (n->high - n->low) / 4};
    if (target->pointer == NULL) ply_tree_out_of_memory(r->tree);
    p->name = target->pointer;
    p->distribution = PLY_TRIANGULAR;
    p->own = true;
    p->n_targets = 1;
    p->targets = target;
    r->taken[i] = true;
  }
}

/* The chance that a line is real: its firmness; where that is a range of a grade that is drawn, the mean of
 * the range's triangle, which is what drawing the firmness first and the line then comes to. */
static double chance_of(const resolving *r, const ply_red_line *line) {
  const ply_number *firm = &line->firm;
  if (firm->id >= 0 && firm->triple && (r->plan->uncertain >> r->scenario->numbers[firm->id].grade & 1))
    return (firm->low + firm->base + firm->high) / 3;
  return firm->base;
}

static void add_lines(resolving *r) {
  const ply_scenario *s = r->scenario;
  for (int i = 0; i < s->n_actors; i++)
    for (int l = 0; l < s->actors[i].n_red_lines; l++) {
      const ply_red_line *line = &s->actors[i].red_lines[l];
      double chance = chance_of(r, line);
      if (line->fixed != PLY_BY_CHANCE || !(chance > 0 && chance < 1) ||
          (line->firm.id >= 0 && r->taken[line->firm.id]))
        continue;
      ply_parameter *p = new_parameter(r, r->root);
      if (p == NULL) return;
      p->name = ply_arena_printf(r->tree->arena, "/actors/%s/red_lines/%s", s->actors[i].id, line->id);
      if (p->name == NULL) ply_tree_out_of_memory(r->tree);
      p->distribution = PLY_LINE;
      p->line_actor = i;
      p->line = l;
      p->chance = chance;
    }
}

/* ---- an explicit table of points ---- */

static void take_points(resolving *r) {
  const ply_node *points = r->plan->points;
  int n = (int)ply_node_count(points);
  if (n == 0 || n > PLY_SWEEP_VALUES) {
    ply_report_problem(r->tree, P407, points, AT_VALUE, no_hint, "a list of points holds 1 to %d of them",
                       PLY_SWEEP_VALUES);
    return;
  }
  const char **values = TREE_NEW(r->tree, (size_t)n * (size_t)(r->n + 1), const char *);
  int row = 0;
  for (EACH(point, points)) {
    int column = 0;
    if ((int)ply_node_count(point) != r->n) {
      ply_report_problem(r->tree, P501, point, AT_VALUE, no_hint,
                         "this point holds %zu values for %d parameters", ply_node_count(point), r->n);
      return;
    }
    for (EACH(value, point)) {
      ply_text text;
      ply_text_init(&text);
      ply_json_write(&text, value, false);
      values[column++ * n + row] = text.failed ? NULL : ply_arena_strdup(r->tree->arena, text.data);
      ply_text_done(&text);
    }
    row++;
  }
  for (int k = 0; k < r->n; k++)
    if (r->made[k].distribution != PLY_LINE)
      take_list(r, &r->made[k], n, values + (size_t)k * (size_t)n, points);
}

/* With a table of points the parameters are bare pointers: their values come from the table. What a pattern
 * matches moves together. */
static void resolve_bare(resolving *r, const asked *a) {
  matches *all = TREE_NEW(r->tree, a->n_patterns + 1, matches);
  int n = 0;
  for (int i = 0; i < a->n_patterns; i++) {
    all[i] = ply_match_pattern(r->plan, r->root, a->patterns[i], a->pattern_at[i]);
    n += all[i].n;
    if (!a->together && all[i].n > 0)
      make_bare(r, a, all[i].at, all[i].n, a->name != NULL ? a->name : a->patterns[i]);
  }
  if (!a->together || n == 0) return;
  const ply_node **values = TREE_NEW(r->tree, n, const ply_node *);
  n = 0;
  for (int i = 0; i < a->n_patterns; i++)
    for (int k = 0; k < all[i].n; k++) values[n++] = all[i].at[k];
  make_bare(r, a, values, n, a->name != NULL ? a->name : a->patterns[0]);
}

void ply_resolve_parameters(ply_plan *plan, ply_sweep *sweep) {
  resolving r = {.plan = plan,
                 .sweep = sweep,
                 .tree = &plan->tree,
                 .scenario = sweep->scenario,
                 .root = ply_scenario_root(sweep->scenario)};
  r.taken = TREE_NEW(r.tree, r.scenario->n_numbers + 1, bool);
  for (const asked *a = plan->first; a != NULL; a = a->next) {
    if (plan->points != NULL)
      resolve_bare(&r, a);
    else
      resolve_asked(&r, a);
  }
  if (plan->uncertain != 0) add_triples(&r);
  bool drawn = plan->red_lines != NULL ? strcmp(plan->red_lines, "drawn") == 0 : plan->uncertain != 0;
  if (drawn) add_lines(&r);
  if (plan->points != NULL && plan->tree.n_errors == 0) take_points(&r);
  sweep->parameters = r.made;
  sweep->n_parameters = r.n;
}
