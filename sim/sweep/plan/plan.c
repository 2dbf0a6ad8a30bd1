/* A plan as asked for: making one, and adding to it from the command line. A word of the command line becomes
 * a small file named after its option, so that a wrong pointer is underlined there just as in a plan file. */
#include "sim/sweep/plan/plan.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

ply_plan *ply_plan_new(ply_diags *diags) {
  ply_arena *arena = ply_arena_new();
  ply_plan *plan = arena != NULL ? PLY_NEW(arena, 1, ply_plan) : NULL;
  if (plan == NULL) {
    ply_arena_free(arena);
    return NULL;
  }
  ply_tree_init(&plan->tree, arena, diags, "plan", "\"sweep\": 1, \"scenario\": \"...\"");
  plan->diags = diags;
  plan->method = -1;
  plan->n = plan->block = plan->seed = NAN;
  plan->renormalise = true;
  plan->last = &plan->first;
  plan->last_output = &plan->first_output;
  return plan;
}

void ply_plan_free(ply_plan *plan) {
  if (plan == NULL) return;
  ply_arena *arena = plan->tree.arena;
  ply_tree_done(&plan->tree);
  ply_arena_free(arena);
}

/* ---- a way out for want of memory ---- */

static bool ran_out(ply_plan *plan, void (*work)(ply_plan *plan, void *data), void *data) {
  jmp_buf no_memory;
  plan->tree.no_memory = &no_memory;
  if (setjmp(no_memory) != 0) return true;
  work(plan, data);
  return false;
}

/* The first error told since `first`, as the one message of *err. */
static ply_status first_problem(const ply_plan *plan, size_t first, size_t n, ply_err *err) {
  for (size_t i = first; i < plan->diags->count; i++) {
    const ply_diag *diag = &plan->diags->items[i];
    if (diag->severity != PLY_ERROR) continue;
    ply_status status = plan->tree.worst == PLY_OK ? PLY_E_INPUT : plan->tree.worst;
    if (n > 1)
      ply_err_set(err, status, "%.300s (and %zu more)", diag->message, n - 1);
    else
      ply_err_set(err, status, "%s", diag->message);
    if (err == NULL) return status;
    snprintf(err->file, sizeof err->file, "%s", diag->file);
    snprintf(err->pointer, sizeof err->pointer, "%s", diag->pointer);
    err->line = diag->line;
    err->column = diag->column;
    return status;
  }
  return ply_err_set(err, PLY_E_INPUT, "the plan is not valid");
}

ply_status ply_plan_guard(ply_plan *plan, void (*work)(ply_plan *plan, void *data), void *data,
                          ply_err *err) {
  size_t first = plan->diags->count, errors = plan->tree.n_errors;
  locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
  if (plain == (locale_t)0) return ply_err_set(err, PLY_E_MEMORY, "out of memory");
  locale_t before = uselocale(plain);
  bool failed = ran_out(plan, work, data);
  uselocale(before);
  freelocale(plain);
  plan->tree.no_memory = NULL;
  if (failed) return ply_err_set(err, PLY_E_MEMORY, "out of memory while reading the plan");
  if (plan->tree.n_errors > errors) return first_problem(plan, first, plan->tree.n_errors - errors, err);
  return PLY_OK;
}

/* ---- adding ---- */

ply_node *ply_plan_word(ply_plan *plan, const char *option, const char *text, size_t at) {
  size_t length = strlen(text);
  char *copy = malloc(length + 1);
  if (copy == NULL) ply_tree_out_of_memory(&plan->tree);
  memcpy(copy, text, length + 1);
  size_t file = ply_tree_add_file(&plan->tree, option, NULL, copy, length);
  ply_node *word = TREE_NEW(&plan->tree, 1, ply_node);
  *word = (ply_node){.type = T_STRING, .file = (uint16_t)file, .at = (uint32_t)at};
  word->as.text = ply_tree_strdup(&plan->tree, text);
  return word;
}

asked *ply_plan_asked_new(ply_plan *plan, const ply_node *at) {
  asked *a = TREE_NEW(&plan->tree, 1, asked);
  *a = (asked){.at = at,
               .distribution = -1,
               .low = NAN,
               .high = NAN,
               .mode = NAN,
               .mean = NAN,
               .sd = NAN,
               .n_values = -1};
  *plan->last = a;
  plan->last = &a->next;
  return a;
}

void ply_plan_output_add(ply_plan *plan, const ply_node *at, const char *name) {
  asked_output *o = TREE_NEW(&plan->tree, 1, asked_output);
  *o = (asked_output){.at = at, .name = ply_tree_strdup(&plan->tree, name)};
  *plan->last_output = o;
  plan->last_output = &o->next;
}

typedef struct words {
  const char *text, *value;
} words;

static void add_scenario(ply_plan *plan, void *data) {
  plan->scenario = ply_tree_strdup(&plan->tree, ((words *)data)->text);
}

ply_status ply_plan_scenario(ply_plan *plan, const char *path, ply_err *err) {
  words w = {path, NULL};
  return ply_plan_guard(plan, add_scenario, &w, err);
}

static void add_given(ply_plan *plan, void *data) {
  plan->given = ply_tree_strdup(&plan->tree, *(const char **)data);
}

void ply_plan_loaded(ply_plan *plan, const ply_scenario *scenario) { plan->loaded = scenario; }

ply_status ply_plan_given(ply_plan *plan, const char *merged, ply_err *err) {
  return ply_plan_guard(plan, add_given, &merged, err);
}

static void add_setting(ply_plan *plan, void *data) {
  const words *w = data;
  ply_setting *all = TREE_NEW(&plan->tree, plan->n_settings + 1, ply_setting);
  if (plan->n_settings > 0) memcpy(all, plan->settings, (size_t)plan->n_settings * sizeof *all);
  all[plan->n_settings++] =
      (ply_setting){ply_tree_strdup(&plan->tree, w->text), ply_tree_strdup(&plan->tree, w->value)};
  plan->settings = all;
}

ply_status ply_plan_set(ply_plan *plan, const char *pointer, const char *value, ply_err *err) {
  words w = {pointer, value};
  return ply_plan_guard(plan, add_setting, &w, err);
}

static const char *unknown(const char *what, const char *word, const char *const *known, size_t n,
                           ply_text *out) {
  const char *near = ply_word_nearest(word, known, n);
  ply_text_addf(out, "unknown %s \"%s\": one of", what, word);
  for (size_t i = 0; i < n; i++) ply_text_addf(out, "%s %s", i > 0 ? "," : "", known[i]);
  if (near != NULL) ply_text_addf(out, "; did you mean \"%s\"?", near);
  return out->data != NULL ? out->data : "";
}

static ply_status unknown_word(const char *what, const char *word, const char *const *known, size_t n,
                               ply_err *err) {
  ply_text text;
  ply_text_init(&text);
  ply_status status = ply_err_set(err, PLY_E_USAGE, "%s", unknown(what, word, known, n, &text));
  ply_text_done(&text);
  return status;
}

ply_status ply_plan_uncertain(ply_plan *plan, const char *grades, ply_err *err) {
  enum { N = PLY_N_GRADES + 1 };
  const char *known[N] = {"all"};
  for (int g = 0; g < PLY_N_GRADES; g++) known[g + 1] = ply_grade_words[g];
  for (const char *rest = grades; *rest != '\0';) {
    size_t n = strcspn(rest, ",");
    char word[64];
    snprintf(word, sizeof word, "%.*s", (int)n, rest);
    int found = -1;
    for (int i = 0; i < N; i++)
      if (strcmp(word, known[i]) == 0) found = i;
    if (found < 0) return unknown_word("grade", word, known, N, err);
    plan->uncertain |= found == 0 ? (1u << PLY_N_GRADES) - 1 : 1u << (found - 1);
    rest += n + (rest[n] == ',');
  }
  return plan->uncertain != 0 ? PLY_OK : ply_err_set(err, PLY_E_USAGE, "no grade named: all, or grades");
}

/* Names that people type for a method. */
static const char *full_name(const char *name) {
  static const char *const short_names[][2] = {
      {"lhs", "latin-hypercube"}, {"latin", "latin-hypercube"}, {"mc", "random"}, {"monte-carlo", "random"},
      {"qmc", "sobol"},           {"oat", "one-at-a-time"},     {"ee", "morris"}};
  for (size_t i = 0; i < sizeof short_names / sizeof *short_names; i++)
    if (strcmp(short_names[i][0], name) == 0) return short_names[i][1];
  return name;
}

ply_status ply_plan_method(ply_plan *plan, const char *name, ply_err *err) {
  const char *known[32];
  size_t n = 0;
  name = full_name(name);
  for (const ply_method *row; n < 32 && (row = ply_method_row((int)n)) != NULL; n++) {
    known[n] = row->name;
    if (strcmp(name, row->name) != 0) continue;
    plan->method = (int)n;
    return PLY_OK;
  }
  return unknown_word("method", name, known, n, err);
}

static void add_outputs(ply_plan *plan, void *data) {
  const char *text = ((words *)data)->text;
  for (const char *rest = text; *rest != '\0';) {
    size_t n = strcspn(rest, ",");
    char *name = ply_arena_printf(plan->tree.arena, "%.*s", (int)n, rest);
    if (name == NULL) ply_tree_out_of_memory(&plan->tree);
    if (n > 0) ply_plan_output_add(plan, ply_plan_word(plan, "--of", text, (size_t)(rest - text)), name);
    rest += n + (rest[n] == ',');
  }
}

ply_status ply_plan_outputs(ply_plan *plan, const char *list, ply_err *err) {
  words w = {list, NULL};
  return ply_plan_guard(plan, add_outputs, &w, err);
}

static void add_lines(ply_plan *plan, void *data) {
  plan->red_lines = ply_tree_strdup(&plan->tree, ((words *)data)->text);
}

ply_status ply_plan_red_lines(ply_plan *plan, const char *which, ply_err *err) {
  words w = {which, NULL};
  return ply_plan_guard(plan, add_lines, &w, err);
}

/* Whether all parameters named move over given values. */
static bool over_values(const ply_plan *plan) {
  for (const asked *a = plan->first; a != NULL; a = a->next)
    if (a->n_values < 0 && a->steps == 0) return false;
  return plan->first != NULL && plan->uncertain == 0;
}

ply_status ply_plan_draws(ply_plan *plan, ply_err *err) {
  if (plan->first == NULL && plan->uncertain == 0 && plan->points == NULL) {
    ply_status status = ply_plan_uncertain(plan, "all", err);
    if (status != PLY_OK) return status;
  }
  if (plan->points != NULL || (plan->method < 0 && plan->n_exact == 0 && over_values(plan))) return PLY_OK;
  if (plan->method < 0) {
    ply_status status = ply_plan_method(plan, "latin-hypercube", err);
    if (status != PLY_OK) return status;
  }
  if (plan->n_exact == 0 && ply_method_row(plan->method)->samples) ply_plan_size(plan, 1024);
  return PLY_OK;
}

void ply_plan_size(ply_plan *plan, uint64_t n) {
  plan->n = (double)n;
  plan->n_exact = n;
}

void ply_plan_seed(ply_plan *plan, uint64_t seed) {
  plan->seed = (double)seed;
  plan->seed_exact = seed;
}

void ply_plan_no_outputs(ply_plan *plan) {
  plan->first_output = NULL;
  plan->last_output = &plan->first_output;
}

void ply_plan_afresh(ply_plan *plan, uint64_t seed, uint64_t n) {
  uint64_t block = plan->block_exact;
  ply_plan_seed(plan, seed);
  ply_plan_size(plan, block > 1 ? (n + block - 1) / block * block : n);
}

void ply_plan_levels(ply_plan *plan, int levels) { plan->levels = levels; }
void ply_plan_second_order(ply_plan *plan, bool on) { plan->second_order = on; }
void ply_plan_renormalise(ply_plan *plan, bool on) { plan->renormalise = on; }

ply_plan_words ply_plan_told(const ply_plan *plan) {
  return (ply_plan_words){plan->title, plan->question, plan->says};
}
