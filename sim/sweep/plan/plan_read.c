/* Reading a plan file. The strict reader of JSON and its tables of fields do the work, so a plan's
 * mistakes are told as well as a scenario's: every problem at once, with its place and the nearest known
 * word. */
#include "sim/sweep/plan/plan.h"
#include "sim/base/registry.h"
#include "sim/sweep/sample/methods.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const ply_distribution_words[] = {"uniform", "triangular", "normal", NULL};
static const char *const method_words[] = {PLY_METHODS(PLY_NAME_OF) NULL};
static const ply_hint no_hint = {0};

/* ---- small readers ---- */

/* Whole numbers that an int cannot hold. */
static void read_whole_big(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  if (!ply_is_type(r, at, T_NUMBER, "a whole number")) return;
  double value = at->as.number;
  if (value != floor(value))
    ply_report_problem(r->tree, P303, at, AT_VALUE, no_hint, "\"%s\" must be a whole number", row->key);
  else if (value < row->min || value > row->max)
    ply_report_problem(r->tree, P301, at, AT_VALUE, no_hint, "\"%s\" must be from %.0f to %.0f", row->key,
                       row->min, row->max);
  else
    *(double *)((char *)base + row->where) = value;
}

static const char *json_of(ply_tree *tree, const ply_node *at) {
  ply_text text;
  ply_text_init(&text);
  ply_json_write(&text, at, false);
  char *out = text.failed ? NULL : ply_arena_strdup(tree->arena, text.data);
  ply_text_done(&text);
  if (out == NULL) ply_tree_out_of_memory(tree);
  return out;
}

static void read_at(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  (void)row;
  asked *a = base;
  size_t n = at->type == T_ARRAY ? ply_node_count(at) : 1;
  const char **patterns = TREE_NEW(r->tree, n + 1, const char *);
  const ply_node **places = TREE_NEW(r->tree, n + 1, const ply_node *);
  if (at->type == T_STRING) {
    patterns[0] = at->as.text;
    places[0] = at;
    a->n_patterns = 1;
  } else if (ply_is_type(r, at, T_ARRAY, "a JSON Pointer or a list of them")) {
    for (EACH(child, at)) {
      if (!ply_is_type(r, child, T_STRING, "a JSON Pointer, a string")) continue;
      patterns[a->n_patterns] = child->as.text;
      places[a->n_patterns++] = child;
    }
    a->together = true;
  }
  a->patterns = patterns;
  a->pattern_at = places;
}

static void read_values_list(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  (void)row;
  asked *a = base;
  if (!ply_is_type(r, at, T_ARRAY, "a list of values")) return;
  size_t n = ply_node_count(at);
  if (n == 0 || n > PLY_SWEEP_VALUES) {
    ply_report_problem(r->tree, n == 0 ? P102 : P407, at, AT_VALUE, no_hint,
                       "a list of values holds 1 to %d of them", PLY_SWEEP_VALUES);
    return;
  }
  const char **values = TREE_NEW(r->tree, n, const char *);
  a->n_values = 0;
  for (EACH(child, at)) values[a->n_values++] = json_of(r->tree, child);
  a->values = values;
}

#define HERE(member) offsetof(asked, member)
static const ply_key asked_fields[] = {
    {.key = "at",
     .help = "A JSON Pointer into the merged scenario; `*` stands for every key at its place. Several move "
             "together.",
     .kind = K_TEXT,
     .flags = F_REQUIRED,
     .where = NOWHERE,
     .read = read_at},
    {.key = "name",
     .help = "Its column in the table; default the pointer.",
     .kind = K_TEXT,
     .flags = F_NOT_EMPTY,
     .where = HERE(name)},
    {.key = "together",
     .help = "All matches of `*` are one parameter.",
     .kind = K_BOOL,
     .where = HERE(together)},
    {.key = "scale",
     .help = "The drawn value multiplies what the file has.",
     .kind = K_BOOL,
     .where = HERE(scale)},
    {.key = "distribution",
     .help = "Default: triangular with a mode, else uniform.",
     .kind = K_WORD,
     .words = ply_distribution_words,
     .where = HERE(distribution)},
    {.key = "low",
     .help = "Of the range; a range of its own needs none.",
     .kind = K_REAL,
     .where = HERE(low)},
    {.key = "high", .help = "Of the range.", .kind = K_REAL, .where = HERE(high)},
    {.key = "mode", .help = "Of a triangular distribution.", .kind = K_REAL, .where = HERE(mode)},
    {.key = "mean",
     .help = "Of a normal distribution, cut off at low and high.",
     .kind = K_REAL,
     .where = HERE(mean)},
    {.key = "sd", .help = "Of a normal distribution.", .kind = K_REAL, .where = HERE(sd)},
    {.key = "steps",
     .help = "So many values, evenly from low to high.",
     .kind = K_WHOLE,
     .min = 1,
     .max = PLY_SWEEP_VALUES,
     .where = HERE(steps)},
    {.key = "values",
     .help = "One of these values, each as likely as another.",
     .kind = K_TEXT,
     .where = NOWHERE,
     .read = read_values_list},
    {0},
};
const ply_shape ply_plan_asked_shape = {.name = "parameter", .path = "/parameters/0", .fields = asked_fields};
#undef HERE

/* ---- the plan's own keys. base: the plan ---- */

static void read_parameters(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  (void)row;
  if (!ply_is_type(r, at, T_ARRAY, "a list of parameters")) return;
  for (EACH(child, at)) ply_read_object(r, child, &ply_plan_asked_shape, ply_plan_asked_new(base, child));
}

static void read_outputs(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  (void)row;
  if (!ply_is_type(r, at, T_ARRAY, "a list of outputs")) return;
  for (EACH(child, at))
    if (ply_is_type(r, child, T_STRING, "the name of an output, a string"))
      ply_plan_output_add(base, child, child->as.text);
}

static void read_solve_where(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  (void)row;
  ply_plan *plan = base;
  if (!ply_is_type(r, at, T_STRING, "the name of an output, a string")) return;
  plan->solve_where = at->as.text;
  plan->solve_where_at = at;
}

static void read_uncertain(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  (void)row;
  ply_plan *plan = base;
  plan->uncertain_at = at;
  if (at->type == T_STRING && strcmp(at->as.text, "all") == 0) {
    plan->uncertain = (1u << PLY_N_GRADES) - 1;
    return;
  }
  if (!ply_is_type(r, at, T_ARRAY, "\"all\" or a list of grades")) return;
  for (EACH(child, at)) {
    int grade = -1;
    ply_key word = {.key = "uncertain", .kind = K_WORD, .words = ply_grade_words, .where = 0};
    ply_read_by_kind(r, child, &word, &grade);
    if (grade >= 0) plan->uncertain |= 1u << grade;
  }
}

static void read_set(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  (void)row;
  ply_plan *plan = base;
  if (!ply_is_type(r, at, T_OBJECT, "an object from pointers to values")) return;
  plan->settings = TREE_NEW(r->tree, ply_node_count(at) + 1, ply_setting);
  for (EACH(child, at))
    plan->settings[plan->n_settings++] = (ply_setting){child->key, json_of(r->tree, child)};
}

static void read_points(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  (void)row;
  if (!ply_is_type(r, at, T_ARRAY, "a list of points")) return;
  for (EACH(child, at)) ply_is_type(r, child, T_ARRAY, "a point: a list with one value for each parameter");
  ((ply_plan *)base)->points = at;
}

#define HERE(member) offsetof(ply_plan, member)
#define WHOLE_53     9007199254740992.0
static const ply_key plan_fields[] = {
    {.key = "sweep",
     .help = "The version of the format: 1.",
     .kind = K_WHOLE,
     .flags = F_REQUIRED,
     .min = 1,
     .max = 1,
     .where = NOWHERE},
    {.key = "$schema",
     .help = "For editors; the program does not look at it.",
     .kind = K_TEXT,
     .where = NOWHERE},
    {.key = "title", .help = "Shown to people.", .kind = K_TEXT, .where = HERE(title)},
    {.key = "question", .help = "What the sweep is to answer.", .kind = K_TEXT, .where = HERE(question)},
    {.key = "says", .help = "What it found, in a sentence or two.", .kind = K_TEXT, .where = HERE(says)},
    {.key = "scenario",
     .help = "A scenario file, relative to this one.",
     .kind = K_TEXT,
     .flags = F_REQUIRED | F_NOT_EMPTY,
     .where = HERE(scenario)},
    {.key = "set",
     .help = "Changes to the scenario before anything moves: pointers to values.",
     .kind = K_TEXT,
     .where = NOWHERE,
     .read = read_set},
    {.key = "red_lines",
     .help = "Red lines in force: likely, all, none, drawn, or ids joined by commas.",
     .kind = K_TEXT,
     .flags = F_NOT_EMPTY,
     .where = HERE(red_lines)},
    {.key = "solve_where",
     .help = "An output of designs or stances that must be 1 for a run to be solved whole; elsewhere the "
             "cells of "
             "the whole space stay empty.",
     .kind = K_TEXT,
     .flags = F_NOT_EMPTY,
     .where = NOWHERE,
     .read = read_solve_where},
    {.key = "method",
     .help = "How points are chosen; default by what moves.",
     .kind = K_WORD,
     .words = method_words,
     .where = HERE(method)},
    {.key = "n",
     .help = "Size of the sample; its meaning depends on the method.",
     .kind = K_TEXT,
     .min = 1,
     .max = WHOLE_53,
     .where = HERE(n),
     .read = read_whole_big},
    {.key = "block",
     .help = "Runs of one Latin hypercube.",
     .kind = K_TEXT,
     .min = 1,
     .max = WHOLE_53,
     .where = HERE(block),
     .read = read_whole_big},
    {.key = "seed",
     .help = "Of everything that is drawn; default 1.",
     .kind = K_TEXT,
     .min = 0,
     .max = WHOLE_53,
     .where = HERE(seed),
     .read = read_whole_big},
    {.key = "levels",
     .help = "Of Morris' grid, an even number; default 4.",
     .kind = K_WHOLE,
     .min = 2,
     .max = 1000,
     .where = HERE(levels)},
    {.key = "second_order",
     .help = "Saltelli: pairs of parameters too.",
     .kind = K_BOOL,
     .where = HERE(second_order)},
    {.key = "renormalise",
     .help = "Weights keep the sum that they have in the file; default true.",
     .kind = K_BOOL,
     .where = HERE(renormalise)},
    {.key = "uncertain",
     .help = "Every range of these grades moves, red lines by their firmness.",
     .kind = K_TEXT,
     .where = NOWHERE,
     .read = read_uncertain},
    {.key = "parameters", .help = "What moves.", .kind = K_TEXT, .where = NOWHERE, .read = read_parameters},
    {.key = "points",
     .help = "Method list: one value for each parameter, run by run.",
     .kind = K_TEXT,
     .where = NOWHERE,
     .read = read_points},
    {.key = "outputs",
     .help = "What is kept of each run: names (`parley sweep --list`) or JSON Pointers into the result.",
     .kind = K_TEXT,
     .where = NOWHERE,
     .read = read_outputs},
    {0},
};
const ply_shape ply_plan_shape = {.name = "plan", .path = "", .fields = plan_fields};
#undef HERE

/* ---- the file ---- */

static const char *beside(ply_tree *tree, const char *plan, const char *scenario) {
  const char *slash = strrchr(plan, '/');
  if (slash == NULL || scenario[0] == '/' || strcmp(scenario, "-") == 0) return scenario;
  char *out = ply_arena_printf(tree->arena, "%.*s%s", (int)(slash + 1 - plan), plan, scenario);
  if (out == NULL) ply_tree_out_of_memory(tree);
  return out;
}

static void load(ply_plan *plan, void *data) {
  const char *path = data;
  ply_tree *tree = &plan->tree;
  int file = ply_file_read(tree, path, path, NULL, NULL);
  ply_node *root = file >= 0 ? ply_json_read(tree, (size_t)file) : NULL;
  if (root == NULL) return;
  ply_reader r = {.tree = tree};
  ply_read_object(&r, root, &ply_plan_shape, plan);
  if (plan->scenario != NULL) plan->scenario = beside(tree, path, plan->scenario);
  if (!isnan(plan->n)) plan->n_exact = (uint64_t)plan->n;
  if (!isnan(plan->block)) plan->block_exact = (uint64_t)plan->block;
  if (!isnan(plan->seed)) plan->seed_exact = (uint64_t)plan->seed;
}

ply_status ply_plan_load(ply_plan *plan, const char *path, ply_err *err) {
  return ply_plan_guard(plan, load, (void *)(uintptr_t)path, err);
}

static void look(ply_plan *plan, void *data) {
  const char **path = data;
  int file = ply_file_read(&plan->tree, *path, *path, NULL, NULL);
  ply_node *root = file >= 0 ? ply_json_read(&plan->tree, (size_t)file) : NULL;
  if (root == NULL || ply_node_find(root, "sweep") == NULL) *path = NULL;
}

ply_status ply_plan_is(const char *path, bool *is, ply_err *err) {
  *is = false;
  if (strcmp(path, "-") == 0) return PLY_OK;
  ply_diags ignored;
  ply_diags_init(&ignored);
  ply_plan *plan = ply_plan_new(&ignored);
  const char *found = path;
  ply_status status = plan != NULL ? ply_plan_guard(plan, look, &found, NULL) : PLY_E_MEMORY;
  ply_plan_free(plan);
  ply_diags_done(&ignored);
  if (status == PLY_E_MEMORY) return ply_err_set(err, status, "out of memory while looking for a plan");
  *is = found != NULL;
  return PLY_OK;
}
