/* A plan as a file: for --save-plan, and for the copy kept beside results, by which a later call knows
 * whether it is the same sweep. Everything that decides a run is spelled out, defaults too. */
#define _XOPEN_SOURCE 700 /* realpath */

#include "sim/sweep/inside.h"
#include "sim/sweep/plan/plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct writer {
  ply_text *out;
  bool any;
} writer;

static void key(writer *w, const char *name) {
  ply_text_add(w->out, w->any ? ",\n  " : "\n  ");
  ply_text_json(w->out, name);
  ply_text_add(w->out, ": ");
  w->any = true;
}

static void text_key(writer *w, const char *name, const char *value) {
  if (value == NULL) return;
  key(w, name);
  ply_text_json(w->out, value);
}

static void whole_key(writer *w, const char *name, uint64_t value) {
  key(w, name);
  ply_text_addf(w->out, "%llu", (unsigned long long)value);
}

static void inner_text(ply_text *out, const char *name, const char *value) {
  if (value == NULL) return;
  ply_text_addf(out, ", \"%s\": ", name);
  ply_text_json(out, value);
}

static void inner_number(ply_text *out, const char *name, double value) {
  if (isnan(value)) return;
  ply_text_addf(out, ", \"%s\": ", name);
  ply_text_number(out, value);
}

static void write_asked(ply_text *out, const asked *a) {
  ply_text_add(out, "{ \"at\": ");
  bool list = a->n_patterns != 1;
  if (list) ply_text_add(out, "[");
  for (int i = 0; i < a->n_patterns; i++) {
    if (i > 0) ply_text_add(out, ", ");
    ply_text_json(out, a->patterns[i]);
  }
  if (list) ply_text_add(out, "]");
  inner_text(out, "name", a->name);
  if (a->together && !list) ply_text_add(out, ", \"together\": true");
  if (a->scale) ply_text_add(out, ", \"scale\": true");
  if (a->distribution >= 0) inner_text(out, "distribution", ply_distribution_words[a->distribution]);
  inner_number(out, "low", a->low);
  inner_number(out, "high", a->high);
  inner_number(out, "mode", a->mode);
  inner_number(out, "mean", a->mean);
  inner_number(out, "sd", a->sd);
  if (a->steps > 0) ply_text_addf(out, ", \"steps\": %d", a->steps);
  if (a->n_values > 0) {
    ply_text_add(out, ", \"values\": [");
    for (int i = 0; i < a->n_values; i++) ply_text_addf(out, "%s%s", i > 0 ? ", " : "", a->values[i]);
    ply_text_add(out, "]");
  }
  ply_text_add(out, " }");
}

static void write_set(writer *w, const ply_plan *plan) {
  if (plan->n_settings == 0) return;
  key(w, "set");
  for (int i = 0; i < plan->n_settings; i++) {
    ply_text_add(w->out, i > 0 ? ", " : "{ ");
    ply_text_json(w->out, plan->settings[i].pointer);
    ply_text_add(w->out, ": ");
    const char *value = plan->settings[i].value; /* JSON, or a bare word */
    double number;
    char *end;
    bool json = strchr("[{\"", value[0]) != NULL || strcmp(value, "true") == 0 ||
                strcmp(value, "false") == 0 || strcmp(value, "null") == 0;
    number = strtod(value, &end);
    if (json || (value[0] != '\0' && *end == '\0' && isfinite(number)))
      ply_text_add(w->out, value);
    else
      ply_text_json(w->out, value);
  }
  ply_text_add(w->out, " }");
}

static void write_what(writer *w, const ply_plan *plan) {
  if (plan->uncertain == (1u << PLY_N_GRADES) - 1)
    text_key(w, "uncertain", "all");
  else if (plan->uncertain != 0) {
    key(w, "uncertain");
    bool any = false;
    for (int g = 0; g < PLY_N_GRADES; g++) {
      if (!(plan->uncertain >> g & 1)) continue;
      ply_text_add(w->out, any ? ", " : "[");
      ply_text_json(w->out, ply_grade_words[g]);
      any = true;
    }
    ply_text_add(w->out, "]");
  }
  if (plan->first != NULL) {
    key(w, "parameters");
    for (const asked *a = plan->first; a != NULL; a = a->next) {
      ply_text_add(w->out, a == plan->first ? "[\n    " : ",\n    ");
      write_asked(w->out, a);
    }
    ply_text_add(w->out, "\n  ]");
  }
  if (plan->points != NULL) {
    key(w, "points");
    ply_json_write(w->out, plan->points, false);
  }
}

static void write_outputs(writer *w, const ply_plan *plan, const ply_sweep *sweep) {
  int n = 0;
  if (sweep == NULL && plan->first_output == NULL) return;
  key(w, "outputs");
  ply_text_add(w->out, "[");
  if (sweep == NULL)
    for (const asked_output *o = plan->first_output; o != NULL; o = o->next) {
      ply_text_add(w->out, n++ > 0 ? ", " : "");
      ply_text_json(w->out, o->name);
    }
  else
    for (int o = 0; o < sweep->n_outputs; o++) {
      ply_text_add(w->out, n++ > 0 ? ", " : "");
      ply_text_json(w->out, sweep->outputs[o].name);
    }
  ply_text_add(w->out, "]");
}

static void write_method(writer *w, const ply_plan *plan, const ply_sweep *sweep, bool sized) {
  const ply_sample *s = sweep != NULL ? &sweep->sample : NULL;
  const ply_method *method = s != NULL ? s->method : plan->method >= 0 ? ply_method_row(plan->method) : NULL;
  if (method != NULL) text_key(w, "method", method->name);
  bool has_n = method == NULL || method->n_default > 0;
  if (s != NULL ? sized && has_n : plan->n_exact > 0) whole_key(w, "n", s != NULL ? s->n : plan->n_exact);
  if (s != NULL && s->block > 0) whole_key(w, "block", s->block);
  if (s == NULL && plan->block_exact > 0) whole_key(w, "block", plan->block_exact);
  if (s != NULL || !isnan(plan->seed)) whole_key(w, "seed", s != NULL ? s->seed : plan->seed_exact);
  int levels = s != NULL ? s->levels : plan->levels;
  if (levels > 0) whole_key(w, "levels", (uint64_t)levels);
  if (plan->second_order) {
    key(w, "second_order");
    ply_text_add(w->out, "true");
  }
  if (!plan->renormalise) {
    key(w, "renormalise");
    ply_text_add(w->out, "false");
  }
}

static ply_status write(const ply_plan *plan, const ply_sweep *sweep, const char *scenario, bool sized,
                        ply_text *out, ply_err *err) {
  writer w = {.out = out};
  ply_text_add(out, "{");
  whole_key(&w, "sweep", 1);
  if (sized) { /* what decides no run is left out of the digest */
    text_key(&w, "title", plan->title);
    text_key(&w, "question", plan->question);
    text_key(&w, "says", plan->says);
  }
  text_key(&w, "scenario", scenario != NULL ? scenario : plan->scenario);
  if (sweep == NULL) write_set(&w, plan);
  text_key(&w, "red_lines", plan->red_lines);
  text_key(&w, "solve_where", plan->solve_where);
  write_method(&w, plan, sweep, sized);
  write_what(&w, plan);
  write_outputs(&w, plan, sweep);
  ply_text_add(out, "\n}\n");
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
