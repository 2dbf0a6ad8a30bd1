/* From a file to a scenario: read and merge, apply --set, check and decode, digest. Everything lives in one
 * arena that the scenario owns. Running out of memory anywhere below comes back here, to the one setjmp, and
 * nothing is left behind. The thread's locale is the plain one meanwhile, so "0.5" means the same everywhere.
 */
#include "sim/scenario/fields.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct ply_scenario_store {
  ply_arena *arena;
  const ply_node *root, *spelt; /* as merged; a plain game spelt out: else the same */
};

/* What one load holds until it is done. */
typedef struct loading {
  const char *path, *folder, *text; /* text NULL: read `path` */
  size_t length;
  const ply_setting *settings;
  size_t n_settings;
  ply_tree tree;
  ply_scenario *scenario;
} loading;

/* The top keys in the order of the format, so that a merged scenario reads like a written one. */
static void order_top(ply_tree *tree, ply_node *root) {
  size_t n = ply_node_count(root), i = 0;
  ply_node **all = TREE_NEW(tree, n + 1, ply_node *);
  for (EACH(child, root)) all[i++] = child;
  root->as.last = NULL;
  for (const ply_key *row = ply_scenario_shape.fields; row->key != NULL; row++)
    for (i = 0; i < n; i++)
      if (all[i] != NULL && strcmp(all[i]->key, row->key) == 0) {
        ply_node_append(root, all[i]);
        all[i] = NULL;
      }
  for (i = 0; i < n; i++)
    if (all[i] != NULL) ply_node_append(root, all[i]);
}

/* A part given as if it were a scenario: one word about that instead of a page about what it lacks. */
static bool is_part(ply_tree *tree, const ply_node *root) {
  if (ply_node_find(root, "parley") != NULL || ply_node_find(root, "id") != NULL) return false;
  ply_hint more = {
      .note = "it may be a part: those are checked through a scenario that names them in \"extends\""};
  ply_report_problem(tree, P102, root, AT_VALUE, more,
                     "this is no whole scenario: the required keys \"parley\" and \"id\" are missing");
  return true;
}

/* The plan of a sweep given as if it were a scenario. */
static bool is_plan(ply_tree *tree, const ply_node *root) {
  const ply_node *sweep = ply_node_find(root, "sweep");
  if (sweep == NULL || ply_node_find(root, "parley") != NULL) return false;
  ply_hint more = {.note = "`parley sweep FILE --out DIR` reads it, and tells what is wrong with it"};
  ply_report_problem(tree, P102, sweep, AT_KEY, more, "this is the plan of a sweep, not a scenario");
  return true;
}

/* A saved result given as if it were a scenario: its "parley" says which program wrote it. */
static bool is_result(ply_tree *tree, const ply_node *root) {
  const ply_node *about = ply_node_find(root, "parley"), *of = ply_node_find(root, "scenario");
  if (about == NULL || about->type != T_OBJECT || of == NULL || of->type != T_OBJECT) return false;
  ply_hint more = {
      .note = "`parley report` makes a page of it; everything else starts from the scenario's own file"};
  ply_report_problem(
      tree, P104, about, AT_VALUE, more,
      "this is a saved result of `parley solve`, not a scenario: \"parley\" must be 1, not an object");
  return true;
}

static ply_scenario *decode(ply_tree *tree, ply_node *root, const char *file) {
  ply_scenario *s = TREE_NEW(tree, 1, ply_scenario);
  ply_node_number_all(root);
  *s = (ply_scenario){
      .id = "", .question = "", .notes = NULL, .quorum = -1, .file = ply_tree_strdup(tree, file)};
  s->bargaining.proposer = -1;
  ply_reader *r = ply_reading_new(tree, root, s);
  s->bargaining.weights = ply_numbers_new(r, own(r)->actors.n, 1);
  s->bargaining.talks.discount = ply_numbers_new(r, own(r)->actors.n, 1);
  s->bargaining.talks.recognition = ply_numbers_new(r, own(r)->actors.n, 0);
  ply_check_before(r);
  ply_read_object(r, root, &ply_scenario_shape, s);
  ply_check_after(r);
  if (s->title == NULL) s->title = s->id;
  ply_numbers_finish(r);
  return s;
}

static char *copy_text(ply_tree *tree, const char *text, size_t length) {
  char *out = malloc(length + 1);
  if (out == NULL) ply_tree_out_of_memory(tree);
  if (length > 0) memcpy(out, text, length);
  out[length] = '\0';
  return out;
}

static void run(loading *l) {
  ply_tree *tree = &l->tree;
  int file;
  if (l->text == NULL)
    file = ply_file_read(tree, l->path, l->path, ply_folder_of(tree, l->path), NULL);
  else if (l->length > PLY_MAX_FILE) {
    file = (int)ply_tree_add_file(tree, l->path, l->folder, NULL, 0);
    ply_hint none = {0};
    ply_report_problem_at(tree, P002, (size_t)file, 0, 1, "", none,
                          "the text is larger than 16 MiB, the limit of one file");
  } else
    file = (int)ply_tree_add_file(tree, l->path, l->folder, copy_text(tree, l->text, l->length), l->length);
  if (file < 0 || tree->n_errors > 0) return;
  ply_node *root = ply_merge_file(tree, (size_t)file);
  if (root == NULL) return;
  for (size_t i = 0; i < l->n_settings; i++)
    if (l->settings[i].pointer != NULL)
      ply_set_value(tree, root, SETTING_FILE, l->settings[i].pointer, l->settings[i].value);
    else
      ply_apply_readings(tree, root, l->settings[i].value);
  if (is_plan(tree, root) || is_part(tree, root) || is_result(tree, root)) return;
  order_top(tree, root);
  ply_node *spelt = ply_plain_game_spelt(tree, root);
  if (spelt == NULL) return;
  ply_scenario *s = decode(tree, spelt, l->path);
  if (tree->n_errors > 0) return;
  ply_node *schema =
      ply_node_find(root, "$schema"); /* ties a file to its folder; no part of the merged scenario */
  if (schema != NULL) ply_node_remove(schema);
  s->digest = ply_digest_of(tree, root);
  s->store = TREE_NEW(tree, 1, struct ply_scenario_store);
  ply_node *again = spelt != root ? ply_node_find(spelt, "game") : NULL;
  if (again != NULL) ply_node_remove(again); /* it is spelt out now */
  *s->store = (struct ply_scenario_store){tree->arena, root, spelt};
  l->scenario = s;
}

/* Runs with a way out for want of memory; true if that was taken. */
static bool run_out_of_memory(loading *l) {
  jmp_buf no_memory;
  l->tree.no_memory = &no_memory;
  if (setjmp(no_memory) != 0) return true;
  run(l);
  return false;
}

/* ---- diagnostics: those of the settings, then in the order of the files ---- */

typedef struct sorted_diag {
  ply_diag diag;
  size_t file, found;
} sorted_diag;

static int by_place(const void *a, const void *b) {
  const sorted_diag *x = a, *y = b;
  if (x->file != y->file) return x->file < y->file ? -1 : 1;
  if (x->diag.line != y->diag.line) return x->diag.line < y->diag.line ? -1 : 1;
  if (x->diag.column != y->diag.column) return x->diag.column < y->diag.column ? -1 : 1;
  return x->found < y->found ? -1 : x->found > y->found;
}

static void sort_diags(const ply_tree *tree, ply_diags *diags, size_t first) {
  size_t n = diags->count - first;
  sorted_diag *list = n > 1 ? malloc(n * sizeof *list) : NULL;
  if (list == NULL) return; /* unsorted, but all there */
  for (size_t i = 0; i < n; i++) {
    list[i] = (sorted_diag){diags->items[first + i], tree->n_files + 1, i};
    for (size_t f = tree->n_files; f-- > 0;)
      if (strcmp(tree->files[f].name, list[i].diag.file) == 0)
        list[i].file = tree->files[f].is_setting ? 0 : f + 1;
  }
  qsort(list, n, sizeof *list, by_place);
  for (size_t i = 0; i < n; i++) diags->items[first + i] = list[i].diag;
  free(list);
}

/* ---- the calls ---- */

/* The first error of this load, as the one message of *err. */
static ply_status summary(const loading *l, const ply_diags *diags, size_t first, ply_err *err) {
  for (size_t i = first; i < diags->count; i++) {
    const ply_diag *diag = &diags->items[i];
    if (diag->severity != PLY_ERROR) continue;
    ply_status status = ply_err_set(err, l->tree.worst, "%s", diag->message);
    if (err == NULL) return status;
    if (l->tree.n_errors > 1)
      ply_err_set(err, status, "%.300s (and %zu more)", diag->message, l->tree.n_errors - 1);
    snprintf(err->file, sizeof err->file, "%s", diag->file);
    snprintf(err->pointer, sizeof err->pointer, "%s", diag->pointer);
    err->line = diag->line;
    err->column = diag->column;
    return status;
  }
  return ply_err_set(err, PLY_E_INPUT, "the scenario is not valid");
}

static ply_status load(loading *l, ply_scenario **out, ply_diags *diags, ply_err *err) {
  size_t first = diags->count;
  *out = NULL;
  ply_arena *arena = ply_arena_new();
  locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
  ply_status status = PLY_OK;
  if (arena == NULL || plain == (locale_t)0) {
    ply_arena_free(arena);
    if (plain != (locale_t)0) freelocale(plain);
    return ply_err_set(err, PLY_E_MEMORY, "out of memory");
  }
  locale_t before = uselocale(plain);
  ply_tree_init(&l->tree, arena, diags, "scenario", "\"parley\": 1, \"id\": \"...\"");
  if (run_out_of_memory(l)) {
    l->scenario = NULL;
    status = ply_err_set(err, PLY_E_MEMORY, "out of memory while reading %s", l->path);
  } else {
    sort_diags(&l->tree, diags, first);
    if (l->scenario == NULL) status = summary(l, diags, first, err);
  }
  uselocale(before);
  freelocale(plain);
  ply_tree_done(&l->tree);
  if (l->scenario == NULL) ply_arena_free(arena);
  *out = l->scenario;
  return status;
}

ply_status ply_scenario_load(const char *path, const ply_setting *settings, size_t n_settings,
                             ply_scenario **out, ply_diags *diags, ply_err *err) {
  loading l = {.path = path, .settings = settings, .n_settings = n_settings};
  return load(&l, out, diags, err);
}

ply_status ply_scenario_parse(const char *text, size_t length, const char *name, const char *folder,
                              const ply_setting *settings, size_t n_settings, ply_scenario **out,
                              ply_diags *diags, ply_err *err) {
  loading l = {.path = name,
               .folder = folder,
               .text = text,
               .length = length,
               .settings = settings,
               .n_settings = n_settings};
  return load(&l, out, diags, err);
}

const ply_node *ply_scenario_root(const ply_scenario *scenario) { return scenario->store->root; }

void ply_scenario_free(ply_scenario *scenario) {
  if (scenario != NULL) ply_arena_free(scenario->store->arena);
}

ply_status ply_scenario_spelt(const ply_scenario *scenario, ply_text *out, ply_err *err) {
  ply_json_write(out, scenario->store->spelt, true);
  return out->failed ? ply_err_set(err, PLY_E_MEMORY, "out of memory") : PLY_OK;
}

ply_status ply_scenario_show(const ply_scenario *scenario, ply_text *out, ply_err *err) {
  ply_json_write(out, scenario->store->root, true);
  return out->failed ? ply_err_set(err, PLY_E_MEMORY, "out of memory") : PLY_OK;
}
