/* A plan as a file: for --save-plan, and for the copy kept beside results, by which a later call knows
 * whether it is the same sweep. Everything that decides a run is spelled out, defaults too. */
#define _XOPEN_SOURCE 700 /* realpath */

#include "sim/base/json_write.h"
#include "sim/sweep/inside.h"
#include "sim/sweep/plan/plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Texts and numbers that were given; what was not is left out. */
static void text_key(ply_json *json, const char *key, const char *value) {
  if (value != NULL) ply_json_string(json, key, value);
}

static void number_key(ply_json *json, const char *key, double value) {
  if (!isnan(value)) ply_json_number(json, key, value);
}

static void write_asked(ply_json *json, const asked *a) {
  bool list = a->n_patterns != 1;
  ply_json_object(json, NULL, PLY_JSON_PADDED);
  if (list) ply_json_array(json, "at", PLY_JSON_FLAT);
  for (int i = 0; i < a->n_patterns; i++) ply_json_string(json, list ? NULL : "at", a->patterns[i]);
  if (list) ply_json_end(json);
  text_key(json, "name", a->name);
  if (a->together && !list) ply_json_bool(json, "together", true);
  if (a->scale) ply_json_bool(json, "scale", true);
  if (a->distribution >= 0) text_key(json, "distribution", ply_distribution_words[a->distribution]);
  number_key(json, "low", a->low);
  number_key(json, "high", a->high);
  number_key(json, "mode", a->mode);
  number_key(json, "mean", a->mean);
  number_key(json, "sd", a->sd);
  if (a->steps > 0) ply_json_int(json, "steps", a->steps);
  if (a->n_values > 0) {
    ply_json_array(json, "values", PLY_JSON_FLAT);
    for (int i = 0; i < a->n_values; i++) ply_json_raw(json, NULL, a->values[i]);
    ply_json_end(json);
  }
  ply_json_end(json);
}

/* A setting's value: JSON as it is, a bare word as a string. */
static void write_value(ply_json *json, const char *key, const char *value) {
  char *end;
  bool is_json = strchr("[{\"", value[0]) != NULL || strcmp(value, "true") == 0 ||
                 strcmp(value, "false") == 0 || strcmp(value, "null") == 0;
  double number = strtod(value, &end);
  if (is_json || (value[0] != '\0' && *end == '\0' && isfinite(number)))
    ply_json_raw(json, key, value);
  else
    ply_json_string(json, key, value);
}

static void write_set(ply_json *json, const ply_plan *plan) {
  if (plan->n_settings == 0) return;
  ply_json_object(json, "set", PLY_JSON_PADDED);
  for (int i = 0; i < plan->n_settings; i++)
    write_value(json, plan->settings[i].pointer, plan->settings[i].value);
  ply_json_end(json);
}

static void write_what(ply_json *json, const ply_plan *plan) {
  if (plan->uncertain == (1u << PLY_N_GRADES) - 1)
    ply_json_string(json, "uncertain", "all");
  else if (plan->uncertain != 0) {
    ply_json_array(json, "uncertain", PLY_JSON_FLAT);
    for (int g = 0; g < PLY_N_GRADES; g++)
      if (plan->uncertain >> g & 1) ply_json_string(json, NULL, ply_grade_words[g]);
    ply_json_end(json);
  }
  if (plan->first != NULL) {
    ply_json_array(json, "parameters", PLY_JSON_LINES);
    for (const asked *a = plan->first; a != NULL; a = a->next) write_asked(json, a);
    ply_json_end(json);
  }
  if (plan->points != NULL) ply_json_node(json, "points", plan->points, PLY_JSON_TIGHT);
}

static void write_outputs(ply_json *json, const ply_plan *plan, const ply_sweep *sweep) {
  if (sweep == NULL && plan->first_output == NULL) return;
  ply_json_array(json, "outputs", PLY_JSON_FLAT);
  if (sweep == NULL)
    for (const asked_output *o = plan->first_output; o != NULL; o = o->next)
      ply_json_string(json, NULL, o->name);
  else
    for (int o = 0; o < sweep->n_outputs; o++) ply_json_string(json, NULL, sweep->outputs[o].name);
  ply_json_end(json);
}

static void write_method(ply_json *json, const ply_plan *plan, const ply_sweep *sweep, bool sized) {
  const ply_sample *s = sweep != NULL ? &sweep->sample : NULL;
  const ply_method *method = s != NULL ? s->method : plan->method >= 0 ? ply_method_row(plan->method) : NULL;
  if (method != NULL) ply_json_string(json, "method", method->name);
  bool has_n = method == NULL || method->n_default > 0;
  if (s != NULL ? sized && has_n : plan->n_exact > 0)
    ply_json_count(json, "n", s != NULL ? s->n : plan->n_exact);
  if (s != NULL && s->block > 0) ply_json_count(json, "block", s->block);
  if (s == NULL && plan->block_exact > 0) ply_json_count(json, "block", plan->block_exact);
  if (s != NULL || !isnan(plan->seed)) ply_json_count(json, "seed", s != NULL ? s->seed : plan->seed_exact);
  int levels = s != NULL ? s->levels : plan->levels;
  if (levels > 0) ply_json_int(json, "levels", levels);
  if (plan->second_order) ply_json_bool(json, "second_order", true);
  if (!plan->renormalise) ply_json_bool(json, "renormalise", false);
}

static ply_status write(const ply_plan *plan, const ply_sweep *sweep, const char *scenario, bool sized,
                        ply_text *out, ply_err *err) {
  ply_json json;
  ply_json_start(&json, out);
  ply_json_object(&json, NULL, PLY_JSON_LINES);
  ply_json_int(&json, "sweep", 1);
  if (sized) { /* what decides no run is left out of the digest */
    text_key(&json, "title", plan->title);
    text_key(&json, "question", plan->question);
    text_key(&json, "says", plan->says);
  }
  text_key(&json, "scenario", scenario != NULL ? scenario : plan->scenario);
  if (sweep == NULL) write_set(&json, plan);
  text_key(&json, "red_lines", plan->red_lines);
  text_key(&json, "solve_where", plan->solve_where);
  write_method(&json, plan, sweep, sized);
  write_what(&json, plan);
  write_outputs(&json, plan, sweep);
  ply_json_end(&json);
  return out->failed ? ply_err_set(err, PLY_E_MEMORY, "out of memory") : PLY_OK;
}

/* ---- where the scenario is, as seen from the plan ---- */

/* The folder of a file, without links and dots; NULL where it is not there. The caller frees. */
static char *folder_of(const char *file) {
  const char *slash = strrchr(file, '/');
  ply_text folder;
  ply_text_init(&folder);
  ply_text_add_n(&folder, slash == NULL ? "." : file, slash == NULL ? 1 : (size_t)(slash - file) + 1);
  char *real = folder.failed ? NULL : realpath(folder.data, NULL);
  ply_text_done(&folder);
  return real;
}

/* The way from one folder to another, both without links: "../" for each that is left, then those entered. */
static void add_way(ply_text *out, const char *from, const char *to) {
  size_t same = 0; /* bytes of the folders that both are in */
  for (size_t i = 0;; i++) {
    bool ends = (from[i] == '\0' || from[i] == '/') && (to[i] == '\0' || to[i] == '/');
    if (ends) same = i;
    if (from[i] != to[i] || from[i] == '\0') break;
  }
  for (const char *p = from + same; *p != '\0'; p++)
    if (*p == '/' && p[1] != '\0') ply_text_add(out, "../");
  const char *rest = to + same + (to[same] == '/' ? 1 : 0);
  if (*rest != '\0') ply_text_addf(out, "%s/", rest);
}

/* A relative path, which is taken from the current folder, as it is from the folder of the file `beside`. */
static void seen_from(ply_text *out, const char *path, const char *beside) {
  char *from = folder_of(beside), *to = folder_of(path);
  const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
  if (from != NULL && to != NULL) {
    add_way(out, from, to);
    ply_text_add(out, name);
  } else
    ply_text_add(out, path);
  free(from);
  free(to);
}

ply_status ply_plan_write(const ply_plan *plan, const char *path, ply_text *out, ply_err *err) {
  const char *scenario = plan->scenario;
  if (path == NULL || scenario == NULL || scenario[0] == '/' || strcmp(scenario, "-") == 0)
    return write(plan, NULL, NULL, true, out, err);
  ply_text seen;
  ply_text_init(&seen);
  seen_from(&seen, scenario, path);
  ply_status status = seen.failed ? ply_err_set(err, PLY_E_MEMORY, "out of memory")
                                  : write(plan, NULL, seen.data, true, out, err);
  ply_text_done(&seen);
  return status;
}

ply_status ply_plan_canonical(const ply_sweep *sweep, bool sized, ply_text *out, ply_err *err) {
  return write(sweep->plan, sweep, "scenario.json", sized, out, err);
}

ply_status ply_plan_kept(const ply_sweep *sweep, ply_text *out, ply_err *err) {
  return ply_plan_canonical(sweep, true, out, err);
}
