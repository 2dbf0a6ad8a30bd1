/* What a sweep says, for programs and for the pages of a report: one object, described in
 * sim/sweep/README.md. Numbers round-trip; what the method does not give is left out. */
#include "sim/base/json_write.h"
#include "sim/sweep/analyse/analyse.h"

#include <math.h>

/* Left out where there is none. */
static void known(ply_json *json, const char *key, double value) {
  if (!isnan(value)) ply_json_number(json, key, value);
}

static void interval(ply_json *json, const char *key, ply_interval i) {
  ply_json_object(json, key, PLY_JSON_FLAT);
  ply_json_number(json, "value", i.value);
  ply_json_number(json, "low", i.low);
  ply_json_number(json, "high", i.high);
  ply_json_end(json);
}

static void add_effect(ply_json *json, const ply_sensitivity *s, const ply_influence *e) {
  ply_json_object(json, NULL, PLY_JSON_FLAT);
  ply_json_string(json, "name", e->name);
  if (!isnan(s->convergence)) {
    interval(json, "first", e->first);
    interval(json, "total", e->total);
    ply_json_number(json, "half_first", e->half_first);
    ply_json_number(json, "half_total", e->half_total);
  }
  if (s->trial == PLY_TRIAL_MORRIS && !s->constant) {
    ply_json_number(json, "mu", e->elementary.mean);
    ply_json_number(json, "sigma", e->elementary.sigma);
    interval(json, "mu_star", e->elementary.mean_abs);
  }
  if (!isnan(e->at_low)) {
    ply_json_number(json, "smallest", e->at_low);
    ply_json_string(json, "smallest_at", e->low_value);
    ply_json_number(json, "largest", e->at_high);
    ply_json_string(json, "largest_at", e->high_value);
  }
  known(json, "coefficient", e->coefficient);
  known(json, "correlation", e->correlation);
  ply_json_end(json);
}

static void add_prim(ply_json *json, const ply_sensitivity *s) {
  const ply_prim *p = &s->prim;
  ply_json_break(json);
  ply_json_object(json, "prim", PLY_JSON_FLAT);
  ply_json_int(json, "of", s->prim_of_ones ? 1 : 0);
  ply_json_int(json, "chosen", p->chosen);
  ply_json_array(json, "bounds", PLY_JSON_FLAT);
  for (int i = 0; i < p->n_bounds; i++) {
    ply_json_object(json, NULL, PLY_JSON_FLAT);
    ply_json_string(json, "name", s->names[p->bounds[i].parameter]);
    ply_json_number(json, "low", p->bounds[i].low);
    ply_json_number(json, "high", p->bounds[i].high);
    ply_json_number(json, "quasi_p", p->bounds[i].quasi_p);
    ply_json_end(json);
  }
  ply_json_end(json);
  ply_json_array(json, "steps", PLY_JSON_FLAT);
  for (int i = 0; i < p->n_steps; i++) {
    ply_json_object(json, NULL, PLY_JSON_FLAT);
    ply_json_int(json, "restricted", p->steps[i].restricted);
    ply_json_number(json, "coverage", p->steps[i].coverage);
    ply_json_number(json, "density", p->steps[i].density);
    ply_json_number(json, "mass", p->steps[i].mass);
    ply_json_end(json);
  }
  ply_json_end(json);
  ply_json_end(json);
}

static void add_words(ply_json *json, const char *key, const char *const *words, int n) {
  ply_json_array(json, key, PLY_JSON_FLAT);
  for (int i = 0; i < n; i++) ply_json_string(json, NULL, words[i]);
  ply_json_end(json);
}

static void add_cells(ply_json *json, const ply_sensitivity *s) {
  ply_json_break(json);
  ply_json_object(json, "cells", PLY_JSON_FLAT);
  ply_json_bool(json, "binned", s->binned);
  add_words(json, "axes", s->axis, s->n_axes);
  ply_json_array(json, "words", PLY_JSON_FLAT);
  for (int a = 0; a < s->n_axes; a++)
    if (s->n_words[a] > 0)
      add_words(json, NULL, s->word[a], s->n_words[a]);
    else
      ply_json_null(json, NULL); /* an axis of numbers */
  ply_json_end(json);
  ply_json_array(json, "rows", PLY_JSON_TIGHT);
  for (int i = 0; i < s->n_cells; i++) {
    ply_json_array(json, NULL, PLY_JSON_TIGHT);
    ply_json_number(json, NULL, s->cells[i].x);
    if (s->n_axes > 1) ply_json_number(json, NULL, s->cells[i].y);
    ply_json_number(json, NULL, s->cells[i].value);
    ply_json_count(json, NULL, s->cells[i].n);
    ply_json_end(json);
  }
  ply_json_end(json);
  ply_json_end(json);
}

/* Which runs, and how many of them count. */
static void add_runs(ply_json *json, const ply_sensitivity *s) {
  ply_json_break(json);
  ply_json_int(json, "sensitivity", 1);
  ply_json_string(json, "scenario", s->scenario_title);
  ply_json_string(json, "output", s->output);
  ply_json_string(json, "method", s->method);
  ply_json_bool(json, "sampled", s->sampled);
  ply_json_string(json, "kind", s->verdict ? "verdict" : s->numeric ? "number" : "word");
  ply_json_break(json);
  ply_json_count(json, "runs", s->runs);
  ply_json_count(json, "used", s->used);
  ply_json_count(json, "missing", s->missing);
  ply_json_count(json, "failed", s->failed);
  ply_json_count(json, "empty", s->empty);
  ply_json_bool(json, "constant", s->constant);
  ply_json_int(json, "ranges", s->n_ranges);
  ply_json_int(json, "stayed", s->n_stayed);
  if (s->given == NULL) return;
  ply_json_break(json);
  ply_json_string(json, "given", s->given);
  ply_json_count(json, "left_out", s->left_out);
}

/* How the output is distributed. */
static void add_shares(ply_json *json, const ply_sensitivity *s) {
  ply_json_break(json);
  ply_json_count(json, "share_of", s->share_of);
  ply_json_array(json, "shares", PLY_JSON_FLAT);
  for (int i = 0; i < s->n_shares; i++) {
    ply_json_object(json, NULL, PLY_JSON_FLAT);
    ply_json_string(json, "is", s->shares[i].value);
    ply_json_count(json, "count", s->shares[i].count);
    interval(json, "share", s->shares[i].share);
    ply_json_end(json);
  }
  ply_json_end(json);
  if (!s->numeric || s->used == 0) return;
  ply_json_break(json);
  ply_json_number(json, "mean", s->mean);
  ply_json_number(json, "sd", s->sd);
  ply_json_numbers(json, "quantiles", s->quantile, 5);
}

/* What moves it. */
static void add_effects(ply_json *json, const ply_sensitivity *s) {
  known(json, "base", s->base);
  known(json, "convergence", s->convergence);
  if (!isnan(s->convergence)) ply_json_bool(json, "usable", !s->unusable);
  if (!isnan(s->convergence) || s->trial == PLY_TRIAL_MORRIS) ply_json_count(json, "dropped", s->dropped);
  if (!isnan(s->fit)) {
    ply_json_string(json, "fit", s->fit_kind);
    ply_json_number(json, "r_squared", s->fit);
  }
  ply_json_break(json);
  ply_json_array(json, "parameters", PLY_JSON_FLAT);
  for (int i = 0; i < s->n_parameters; i++) {
    ply_json_break(json);
    add_effect(json, s, &s->effects[i]);
  }
  ply_json_break(json);
  ply_json_end(json);
  if (s->n_pairs == 0) return;
  ply_json_break(json);
  ply_json_array(json, "pairs", PLY_JSON_FLAT);
  for (int i = 0; i < s->n_pairs; i++) {
    ply_json_break(json);
    ply_json_object(json, NULL, PLY_JSON_FLAT);
    add_words(json, "names", (const char *const[]){s->pairs[i].a, s->pairs[i].b}, 2);
    interval(json, "index", s->pairs[i].index);
    ply_json_end(json);
  }
  ply_json_end(json);
}

void ply_sensitivity_json(const ply_sensitivity *s, ply_text *out) {
  ply_json json;
  ply_json_start(&json, out);
  ply_json_object(&json, NULL, PLY_JSON_FLAT);
  add_runs(&json, s);
  add_shares(&json, s);
  add_effects(&json, s);
  if (s->has_prim) add_prim(&json, s);
  if (s->n_cells > 0) add_cells(&json, s);
  ply_json_break(&json);
  ply_json_end(&json);
}
