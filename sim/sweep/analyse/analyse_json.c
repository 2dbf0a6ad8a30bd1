/* What a sweep says, for programs and for the pages of a report: one object, described in
 * sim/sweep/README.md. Numbers round-trip; what the method does not give is left out. */
#include "sim/sweep/analyse/analyse.h"

#include <math.h>

static void number(ply_text *out, double value) {
  if (isfinite(value))
    ply_text_number(out, value);
  else
    ply_text_add(out, "null");
}

static void key_number(ply_text *out, const char *key, double value) {
  ply_text_addf(out, ", \"%s\": ", key);
  number(out, value);
}

static void interval(ply_text *out, const char *key, ply_interval i) {
  ply_text_addf(out, ", \"%s\": {\"value\": ", key);
  number(out, i.value);
  key_number(out, "low", i.low);
  key_number(out, "high", i.high);
  ply_text_add(out, "}");
}

static void add_effect(const ply_sensitivity *s, const ply_influence *e, ply_text *out) {
  ply_text_add(out, "{\"name\": ");
  ply_text_json(out, e->name);
  if (!isnan(s->convergence)) {
    interval(out, "first", e->first);
    interval(out, "total", e->total);
    key_number(out, "half_first", e->half_first);
    key_number(out, "half_total", e->half_total);
  }
  if (s->trial == PLY_TRIAL_MORRIS && !s->constant) {
    key_number(out, "mu", e->elementary.mean);
    key_number(out, "sigma", e->elementary.sigma);
    interval(out, "mu_star", e->elementary.mean_abs);
  }
  if (!isnan(e->at_low)) {
    key_number(out, "smallest", e->at_low);
    ply_text_add(out, ", \"smallest_at\": ");
    ply_text_json(out, e->low_value);
    key_number(out, "largest", e->at_high);
    ply_text_add(out, ", \"largest_at\": ");
    ply_text_json(out, e->high_value);
  }
  if (!isnan(e->coefficient)) key_number(out, "coefficient", e->coefficient);
  if (!isnan(e->correlation)) key_number(out, "correlation", e->correlation);
  ply_text_add(out, "}");
}

static void add_prim(const ply_sensitivity *s, ply_text *out) {
  const ply_prim *p = &s->prim;
  ply_text_addf(out, ",\n\"prim\": {\"of\": %d, \"chosen\": %d, \"bounds\": [", s->prim_of_ones ? 1 : 0,
                p->chosen);
  for (int i = 0; i < p->n_bounds; i++) {
    ply_text_add(out, i > 0 ? ", {\"name\": " : "{\"name\": ");
    ply_text_json(out, s->names[p->bounds[i].parameter]);
    key_number(out, "low", p->bounds[i].low);
    key_number(out, "high", p->bounds[i].high);
    key_number(out, "quasi_p", p->bounds[i].quasi_p);
    ply_text_add(out, "}");
  }
  ply_text_add(out, "], \"steps\": [");
  for (int i = 0; i < p->n_steps; i++) {
    ply_text_addf(out, "%s{\"restricted\": %d", i > 0 ? ", " : "", p->steps[i].restricted);
    key_number(out, "coverage", p->steps[i].coverage);
    key_number(out, "density", p->steps[i].density);
    key_number(out, "mass", p->steps[i].mass);
    ply_text_add(out, "}");
  }
  ply_text_add(out, "]}");
}

/* null for an axis of numbers. */
static void add_words(const char *const *words, int n, ply_text *out) {
  if (n == 0) ply_text_add(out, "null");
  for (int i = 0; i < n; i++) {
    ply_text_add(out, i > 0 ? ", " : "[");
    ply_text_json(out, words[i]);
  }
  if (n > 0) ply_text_add(out, "]");
}

static void add_cells(const ply_sensitivity *s, ply_text *out) {
  ply_text_addf(out, ",\n\"cells\": {\"binned\": %s, \"axes\": [", s->binned ? "true" : "false");
  for (int a = 0; a < s->n_axes; a++) {
    ply_text_add(out, a > 0 ? ", " : "");
    ply_text_json(out, s->axis[a]);
  }
  ply_text_add(out, "], \"words\": [");
  for (int a = 0; a < s->n_axes; a++) {
    ply_text_add(out, a > 0 ? ", " : "");
    add_words(s->word[a], s->n_words[a], out);
  }
  ply_text_add(out, "], \"rows\": [");
  for (int i = 0; i < s->n_cells; i++) {
    ply_text_add(out, i > 0 ? ",[" : "[");
    number(out, s->cells[i].x);
    if (s->n_axes > 1) {
      ply_text_add(out, ",");
      number(out, s->cells[i].y);
    }
    ply_text_add(out, ",");
    number(out, s->cells[i].value);
    ply_text_addf(out, ",%llu]", (unsigned long long)s->cells[i].n);
  }
  ply_text_add(out, "]}");
}

void ply_sensitivity_json(const ply_sensitivity *s, ply_text *out) {
  ply_text_add(out, "{\n\"sensitivity\": 1, \"scenario\": ");
  ply_text_json(out, s->scenario_title);
  ply_text_add(out, ", \"output\": ");
  ply_text_json(out, s->output);
  ply_text_addf(out,
                ", \"method\": \"%s\", \"sampled\": %s, \"kind\": \"%s\",\n\"runs\": %llu, \"used\": %llu, "
                "\"missing\": %llu, "
                "\"failed\": %llu, \"empty\": %llu",
                s->method, s->sampled ? "true" : "false",
                s->verdict   ? "verdict"
                : s->numeric ? "number"
                             : "word",
                (unsigned long long)s->runs, (unsigned long long)s->used, (unsigned long long)s->missing,
                (unsigned long long)s->failed, (unsigned long long)s->empty);
  ply_text_addf(out, ", \"constant\": %s, \"ranges\": %d, \"stayed\": %d", s->constant ? "true" : "false",
                s->n_ranges, s->n_stayed);
  if (s->given != NULL) {
    ply_text_add(out, ",\n\"given\": ");
    ply_text_json(out, s->given);
    ply_text_addf(out, ", \"left_out\": %llu", (unsigned long long)s->left_out);
  }
  ply_text_addf(out, ",\n\"share_of\": %llu, \"shares\": [", (unsigned long long)s->share_of);
  for (int i = 0; i < s->n_shares; i++) {
    ply_text_add(out, i > 0 ? ", {\"is\": " : "{\"is\": ");
    ply_text_json(out, s->shares[i].value);
    ply_text_addf(out, ", \"count\": %llu", (unsigned long long)s->shares[i].count);
    interval(out, "share", s->shares[i].share);
    ply_text_add(out, "}");
  }
  ply_text_add(out, "]");
  if (s->numeric && s->used > 0) {
    ply_text_add(out, ",\n\"mean\": ");
    number(out, s->mean);
    key_number(out, "sd", s->sd);
    ply_text_add(out, ", \"quantiles\": [");
    for (int q = 0; q < 5; q++) {
      ply_text_add(out, q > 0 ? ", " : "");
      number(out, s->quantile[q]);
    }
    ply_text_add(out, "]");
  }
  if (!isnan(s->base)) key_number(out, "base", s->base);
  if (!isnan(s->convergence)) key_number(out, "convergence", s->convergence);
  if (!isnan(s->convergence) || s->trial == PLY_TRIAL_MORRIS)
    ply_text_addf(out, ", \"dropped\": %llu", (unsigned long long)s->dropped);
  if (!isnan(s->fit)) {
    ply_text_addf(out, ", \"fit\": \"%s\"", s->fit_kind);
    key_number(out, "r_squared", s->fit);
  }
  ply_text_add(out, ",\n\"parameters\": [");
  for (int i = 0; i < s->n_parameters; i++) {
    ply_text_add(out, i > 0 ? ",\n" : "\n");
    add_effect(s, &s->effects[i], out);
  }
  ply_text_add(out, "\n]");
  for (int i = 0; i < s->n_pairs; i++) {
    ply_text_add(out, i == 0 ? ",\n\"pairs\": [\n{\"names\": [" : ",\n{\"names\": [");
    ply_text_json(out, s->pairs[i].a);
    ply_text_add(out, ", ");
    ply_text_json(out, s->pairs[i].b);
    ply_text_add(out, "]");
    interval(out, "index", s->pairs[i].index);
    ply_text_add(out, i == s->n_pairs - 1 ? "}]" : "}");
  }
  if (s->has_prim) add_prim(s, out);
  if (s->n_cells > 0) add_cells(s, out);
  ply_text_add(out, "\n}\n");
}
