/* The facade: what a client of the library may ask for. It holds no idea of its own: each function calls the
 * rooms in the order of the pipeline (scenario, game, solve, verify, result, render) and passes their status
 * on. Names are parley_noun_verb; the library neither prints nor exits. Solving is in parley_solve.c. */
#include "sim/api/inside.h"

#include <stdio.h>
#include <stdlib.h>

_Static_assert((int)PARLEY_E_STOPPED == (int)PLY_E_STOPPED, "the two lists of statuses are the same");
_Static_assert((int)PARLEY_E_USAGE == (int)PLY_E_USAGE, "the two lists of statuses are the same");
_Static_assert(sizeof(((parley_error *)0)->message) == sizeof(((ply_err *)0)->message), "messages fit");

const char *parley_version(void) { return PARLEY_VERSION; }

void parley_text_free(char *text) { free(text); }

const char *parley_word_nearest(const char *word, const char *const *words, size_t n) {
  return ply_word_nearest(word, words, n);
}

/* ---- inside ---- */

parley_status parley_inside_status(ply_status status, const ply_err *err, parley_error *error) {
  if (status == PLY_OK || error == NULL) return (parley_status)status;
  *error = (parley_error){.status = (parley_status)status, .line = err->line, .column = err->column};
  snprintf(error->message, sizeof error->message, "%s", err->message);
  snprintf(error->file, sizeof error->file, "%s", err->file);
  snprintf(error->pointer, sizeof error->pointer, "%s", err->pointer);
  return error->status;
}

static parley_status no_memory(parley_error *error) {
  ply_err err;
  ply_err_set(&err, PLY_E_MEMORY, "not enough memory");
  return parley_inside_status(err.status, &err, error);
}

void *parley_inside_handle(size_t size, parley_error *error) {
  void *handle = calloc(1, size);
  if (handle == NULL) no_memory(error);
  return handle;
}

parley_status parley_inside_text(ply_status status, ply_text *made, char **text, const ply_err *err,
                                 parley_error *error) {
  *text = NULL;
  if (status != PLY_OK) {
    ply_text_done(made);
    return parley_inside_status(status, err, error);
  }
  *text = ply_text_take(made);
  return *text != NULL ? PARLEY_OK : no_memory(error);
}

ply_render_settings parley_inside_settings(const parley_render_settings *settings) {
  if (settings == NULL) return (ply_render_settings){0};
  return (ply_render_settings){.color = settings->color, .width = settings->width};
}

parley_status parley_inside_render(ply_record kind, const void *record, const char *format,
                                   const parley_render_settings *settings, char **text, parley_error *error) {
  ply_render_settings how = parley_inside_settings(settings);
  ply_err err = {0};
  ply_text made;
  ply_text_init(&made);
  ply_status status = ply_render(kind, record, format, &how, &made, &err);
  return parley_inside_text(status, &made, text, &err, error);
}

/* ---- formats and problems ---- */

bool parley_format_at(size_t i, parley_format *format) {
  size_t n;
  const ply_format *rows = ply_formats(&n);
  if (i >= n) return false;
  *format = (parley_format){
      .name = rows[i].name, .help = rows[i].help, .explains = rows[i].write[PLY_RECORD_EXPLAIN] != NULL};
  return true;
}

size_t parley_problems_errors(const parley_problems *problems) {
  return problems ? problems->diags.n_errors : 0;
}

size_t parley_problems_warnings(const parley_problems *problems) {
  return problems ? problems->diags.n_warnings : 0;
}

parley_status parley_problems_render(const parley_problems *problems, const char *format,
                                     const parley_render_settings *settings, char **text,
                                     parley_error *error) {
  return parley_inside_render(PLY_RECORD_PROBLEMS, &problems->diags, format, settings, text, error);
}

parley_status parley_problems_merge(const parley_problems *const *lists, size_t n, parley_problems **merged,
                                    parley_error *error) {
  *merged = parley_inside_handle(sizeof **merged, error);
  if (*merged == NULL) return PARLEY_E_MEMORY;
  ply_diags *all = &(*merged)->diags;
  ply_diags_init(all);
  for (size_t i = 0; i < n; i++) {
    if (lists[i] == NULL) continue;
    const ply_diags *one = &lists[i]->diags;
    for (size_t k = 0; k < one->count; k++) ply_diags_add(all, &one->items[k]);
  }
  if (!all->out_of_memory) return PARLEY_OK;
  parley_problems_free(*merged);
  *merged = NULL;
  return no_memory(error);
}

void parley_problems_free(parley_problems *problems) {
  if (problems == NULL) return;
  ply_diags_done(&problems->diags);
  free(problems);
}

parley_status parley_error_render(const parley_error *failure, const char *format,
                                  const parley_render_settings *settings, char **text, parley_error *error) {
  ply_err inner = {.status = (ply_status)failure->status, .line = failure->line, .column = failure->column};
  snprintf(inner.message, sizeof inner.message, "%s", failure->message);
  snprintf(inner.file, sizeof inner.file, "%s", failure->file);
  snprintf(inner.pointer, sizeof inner.pointer, "%s", failure->pointer);
  return parley_inside_render(PLY_RECORD_ERROR, &inner, format, settings, text, error);
}

/* ---- scenarios ---- */

/* Where a scenario comes from: a path, or text in memory. */
typedef struct origin {
  const char *path, *text, *name, *folder;
  size_t length;
} origin;

static ply_status read_scenario(const origin *from, const ply_setting *settings, size_t n,
                                ply_scenario **scenario, ply_diags *diags, ply_err *err) {
  if (from->path != NULL) return ply_scenario_load(from->path, settings, n, scenario, diags, err);
  return ply_scenario_parse(from->text, from->length, from->name, from->folder, settings, n, scenario, diags,
                            err);
}

static parley_status open_scenario(const origin *from, const parley_setting *settings, size_t n_settings,
                                   parley_scenario **scenario, parley_problems **problems,
                                   parley_error *error) {
  *scenario = NULL;
  if (problems != NULL) *problems = NULL;
  parley_status out = PARLEY_E_MEMORY;
  parley_problems *found = parley_inside_handle(sizeof *found, error);
  parley_scenario *made = parley_inside_handle(sizeof *made, error);
  ply_setting *inner = calloc(n_settings > 0 ? n_settings : 1, sizeof *inner);
  if (inner == NULL) no_memory(error);
  if (found == NULL || made == NULL || inner == NULL) goto done;
  ply_diags_init(&found->diags);
  for (size_t i = 0; i < n_settings; i++)
    inner[i] = (ply_setting){.pointer = settings[i].pointer, .value = settings[i].value};
  ply_err err = {0};
  ply_status status = read_scenario(from, inner, n_settings, &made->scenario, &found->diags, &err);
  out = parley_inside_status(status, &err, error);
  if (status == PLY_OK) {
    *scenario = made;
    made = NULL;
  }
  if (problems != NULL) {
    *problems = found;
    found = NULL;
  }
done:
  free(inner);
  free(made);
  parley_problems_free(found);
  return out;
}

parley_status parley_scenario_load(const char *path, const parley_setting *settings, size_t n_settings,
                                   parley_scenario **scenario, parley_problems **problems,
                                   parley_error *error) {
  return open_scenario(&(origin){.path = path}, settings, n_settings, scenario, problems, error);
}

parley_status parley_scenario_parse(const char *text, size_t length, const char *name, const char *folder,
                                    const parley_setting *settings, size_t n_settings,
                                    parley_scenario **scenario, parley_problems **problems,
                                    parley_error *error) {
  origin from = {.text = text, .length = length, .name = name, .folder = folder};
  return open_scenario(&from, settings, n_settings, scenario, problems, error);
}

void parley_scenario_free(parley_scenario *scenario) {
  if (scenario == NULL) return;
  ply_scenario_free(scenario->scenario);
  free(scenario);
}

parley_scenario_info parley_scenario_describe(const parley_scenario *scenario) {
  const ply_scenario *s = scenario->scenario;
  parley_scenario_info info = {.id = s->id,
                               .title = s->title,
                               .question = s->question,
                               .digest = s->digest,
                               .n_actors = s->n_actors,
                               .n_issues = s->n_issues,
                               .n_rules = s->n_rules,
                               .n_designs = s->n_designs,
                               .n_numbers = s->n_numbers,
                               .plain_game = s->n_actors > 0 && s->actors[0].n_moves > 0};
  for (int i = 0; i < s->n_actors; i++) {
    info.n_candidates += s->actors[i].candidate;
    info.n_red_lines += s->actors[i].n_red_lines;
  }
  for (int k = 0; k < s->n_issues; k++) info.n_options += s->issues[k].n_options;
  return info;
}

const char *parley_scenario_design(const parley_scenario *scenario, size_t i) {
  const ply_scenario *s = scenario->scenario;
  return i < (size_t)s->n_designs ? s->designs[i].id : NULL;
}

parley_status parley_scenario_show(const parley_scenario *scenario, char **text, parley_error *error) {
  ply_err err = {0};
  ply_text made;
  ply_text_init(&made);
  ply_status status = ply_scenario_show(scenario->scenario, &made, &err);
  return parley_inside_text(status, &made, text, &err, error);
}

parley_status parley_scenario_spell(const parley_scenario *scenario, char **text, parley_error *error) {
  ply_err err = {0};
  ply_text made;
  ply_text_init(&made);
  ply_status status = ply_scenario_spelt(scenario->scenario, &made, &err);
  return parley_inside_text(status, &made, text, &err, error);
}

parley_status parley_scenario_schema(char **text, parley_error *error) {
  ply_err err = {0};
  ply_text made;
  ply_text_init(&made);
  ply_status status = ply_scenario_schema(&made, &err);
  return parley_inside_text(status, &made, text, &err, error);
}

parley_status parley_scenario_fields(char **text, parley_error *error) {
  ply_err err = {0};
  ply_text made;
  ply_text_init(&made);
  ply_status status = ply_scenario_fields(&made, &err);
  return parley_inside_text(status, &made, text, &err, error);
}
