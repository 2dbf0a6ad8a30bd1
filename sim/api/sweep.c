/* The facade's sweeps: a plan, the folder that holds its runs, one run shown, shards merged. */
#include "sim/api/inside.h"
#include "sim/api/negotiate.h"
#include "sim/sweep/analyse/analyse.h"
#include "sim/sweep/run/whole.h"
#include "sim/sweep/store/store.h"
#include "sim/sweep/sweep.h"

#include <stdlib.h>
#include <string.h>

struct parley_plan {
  parley_problems problems;
  ply_plan *plan;
};

parley_status parley_plan_new(parley_plan **plan, parley_error *error) {
  *plan = parley_inside_handle(sizeof **plan, error);
  if (*plan == NULL) return PARLEY_E_MEMORY;
  ply_diags_init(&(*plan)->problems.diags);
  (*plan)->plan = ply_plan_new(&(*plan)->problems.diags);
  if ((*plan)->plan != NULL) return PARLEY_OK;
  parley_plan_free(*plan);
  *plan = NULL;
  ply_err err = {.status = PLY_E_MEMORY, .message = "not enough memory"};
  return parley_inside_status(PLY_E_MEMORY, &err, error);
}

void parley_plan_free(parley_plan *plan) {
  if (plan == NULL) return;
  ply_plan_free(plan->plan);
  ply_diags_done(&plan->problems.diags);
  free(plan);
}

ply_plan *parley_inside_plan(parley_plan *plan) { return plan->plan; }

parley_status parley_plan_is(const char *path, bool *is, parley_error *error) {
  ply_err err = {0};
  return parley_inside_status(ply_plan_is(path, is, &err), &err, error);
}

const parley_problems *parley_plan_problems(const parley_plan *plan) { return &plan->problems; }

parley_status parley_plan_load(parley_plan *plan, const char *path, parley_error *error) {
  ply_err err = {0};
  return parley_inside_status(ply_plan_load(plan->plan, path, &err), &err, error);
}

parley_status parley_plan_put(parley_plan *plan, const char *what, const char *value, parley_error *error) {
  ply_err err = {0};
  return parley_inside_status(ply_plan_put(plan->plan, what, value, &err), &err, error);
}

parley_status parley_plan_render(const parley_plan *plan, const char *path, char **text,
                                 parley_error *error) {
  ply_err err = {0};
  ply_text made;
  ply_text_init(&made);
  ply_status status = ply_plan_write(plan->plan, path, &made, &err);
  return parley_inside_text(status, &made, text, &err, error);
}

parley_status parley_plan_schema(char **text, parley_error *error) {
  ply_err err = {0};
  ply_text made;
  ply_text_init(&made);
  ply_status status = ply_plan_schema(&made, &err);
  return parley_inside_text(status, &made, text, &err, error);
}

/* ---- running ---- */

static ply_status result_json(const ply_result *result, ply_text *out, ply_err *err) {
  return ply_render(PLY_RECORD_RESULT, result, "json", NULL, out, err);
}

ply_status parley_inside_prepare(parley_plan *plan, ply_sweep **out, ply_err *err) {
  return ply_sweep_prepare(plan->plan, result_json, out, err);
}

static void pass_on(void *data, const ply_progress *p) {
  const parley_sweep_settings *settings = data;
  parley_sweep_progress out = {p->total, p->done, p->before, p->failed, p->seconds, p->ranks};
  settings->progress(settings->progress_data, &out);
}

parley_status parley_sweep_run(parley_plan *plan, const parley_sweep_settings *settings,
                               parley_sweep_report *report, parley_error *error) {
  ply_err err = {0};
  ply_whole_report made;
  ply_whole_settings inner = {.folder = settings->folder,
                              .threads = settings->threads,
                              .shard = settings->shard,
                              .shards = settings->shards,
                              .extend = settings->extend,
                              .memory_bytes = settings->memory_bytes,
                              .argv = settings->argv,
                              .lost_after_s = settings->lost_after_s,
                              .stop = settings->stop,
                              .progress = settings->progress != NULL ? pass_on : NULL,
                              .progress_data = (void *)(uintptr_t)settings};
  ply_status status = ply_sweep_run(plan->plan, result_json, &inner, &made, &err);
  *report = (parley_sweep_report){made.runs,   made.done,  made.before,  made.failed,
                                  made.merged, made.quiet, made.seconds, made.difference};
  return parley_inside_status(status, &err, error);
}

void parley_sweep_report_done(parley_sweep_report *report) {
  free(report->difference);
  report->difference = NULL;
}

/* ---- a folder that is there ---- */

parley_status parley_sweep_merge(const char *const *folders, size_t n, const char *out, bool partial,
                                 parley_sweep_report *report, parley_error *error) {
  ply_err err = {0};
  ply_sweep_kept kept;
  ply_merge_report merge = {0};
  *report = (parley_sweep_report){0};
  ply_status status = ply_sweep_kept_open(&kept, folders[0], result_json, &err);
  if (status == PLY_OK)
    status = ply_store_merge(kept.sweep, folders, (int)n, out, &(ply_merge_settings){.partial = partial},
                             &merge, &err);
  *report = (parley_sweep_report){.runs = merge.runs,
                                  .before = merge.present,
                                  .failed = merge.failed,
                                  .merged = status == PLY_OK && merge.present == merge.runs};
  ply_sweep_kept_done(&kept);
  return parley_inside_status(status, &err, error);
}

parley_status parley_sweep_show(const char *folder, uint64_t run_number, char **text, parley_error *error) {
  ply_err err = {0};
  ply_sweep_kept kept;
  ply_text made;
  ply_text_init(&made);
  ply_status status = ply_sweep_kept_open(&kept, folder, result_json, &err);
  if (status == PLY_OK) status = ply_sweep_show(kept.sweep, run_number, &made, &err);
  ply_sweep_kept_done(&kept);
  return parley_inside_text(status, &made, text, &err, error);
}

/* ---- what the runs say ---- */

parley_status parley_sensitivity(const char *folder, const parley_sensitivity_settings *settings,
                                 const char *format, char **text, parley_error *error) {
  ply_err err = {0};
  ply_sweep_kept kept;
  ply_sensitivity *s = NULL;
  ply_sensitivity_settings inner = {.output = settings->output,
                                    .ones = settings->ones,
                                    .resamples = settings->resamples,
                                    .over = {settings->over[0], settings->over[1]},
                                    .given = settings->given,
                                    .memory_bytes = settings->memory_bytes,
                                    .seed = 1};
  ply_text made;
  ply_text_init(&made);
  ply_status status = ply_sweep_kept_open(&kept, folder, result_json, &err);
  if (status == PLY_OK) status = ply_sensitivity_of(kept.sweep, folder, &inner, &s, &err);
  ply_text script;
  ply_text_init(&script);
  if (status == PLY_OK && settings->picture != NULL)
    status = ply_sensitivity_script(s, settings->picture_kind, settings->picture, &script, &err);
  if (status == PLY_OK) status = ply_sensitivity_say(s, format, &made, &err);
  ply_err undrawn = {0}; /* what the runs say is not lost for want of gnuplot */
  ply_status drawn = PLY_OK;
  if (status == PLY_OK && settings->picture != NULL)
    drawn = ply_sensitivity_draw(script.data, script.length, &undrawn);
  ply_text_done(&script);
  ply_sensitivity_free(s);
  ply_sweep_kept_done(&kept);
  parley_status told = parley_inside_text(status, &made, text, &err, error);
  return drawn == PLY_OK ? told : parley_inside_status(drawn, &undrawn, error);
}

parley_status parley_sweep_summary(const char *folder, char **text, parley_error *error) {
  ply_err err = {0};
  ply_sweep_kept kept;
  ply_text made;
  ply_text_init(&made);
  ply_status status = ply_sweep_kept_open(&kept, folder, result_json, &err);
  if (status == PLY_OK) status = ply_sweep_summary(kept.sweep, folder, &made, &err);
  ply_sweep_kept_done(&kept);
  return parley_inside_text(status, &made, text, &err, error);
}

bool parley_sweep_method_at(size_t i, const char **name, const char **help) {
  const ply_method *row = ply_method_row((int)i);
  if (row == NULL) return false;
  *name = row->name;
  *help = row->help;
  return true;
}

const char *parley_sweep_concept_at(size_t i) { return ply_sweep_concept((int)i); }

bool parley_sweep_output_at(size_t i, const char **name, const char **help) {
  return ply_output_row((int)i, name, help);
}
