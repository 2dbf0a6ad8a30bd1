/* Deals over many draws for programs: every number in full. Keys: sim/robust/README.md. */
#include "sim/base/json_write.h"
#include "sim/render/json_parts.h"
#include "sim/render/render.h"

static double share_of(uint64_t count, uint64_t of) { return of > 0 ? (double)count / (double)of : 0; }

static void add_fresh(ply_json *json, const ply_robust *r, const ply_robust_bundle *b) {
  if (r->fresh == 0) {
    ply_json_null(json, "out_of_sample");
    return;
  }
  ply_json_object(json, "out_of_sample", true);
  ply_json_count(json, "draws", r->fresh);
  ply_json_count(json, "count", b->fresh_count);
  ply_json_number(json, "share", share_of(b->fresh_count, r->fresh));
  ply_json_array(json, "interval", true);
  ply_json_number(json, NULL, b->fresh_low);
  ply_json_number(json, NULL, b->fresh_high);
  ply_json_end(json);
  ply_json_end(json);
}

static void add_actors(ply_json *json, const ply_robust *r, const ply_robust_bundle *b) {
  ply_json_object(json, "by_actor", false);
  for (int i = 0; i < r->frame.n_actors; i++) {
    ply_json_object(json, r->frame.actors[i].name.id, true);
    ply_json_bool(json, "asked", b->bundle.asked >> i & 1);
    ply_json_number(json, "accepts", share_of(b->accepts[i], r->draws));
    ply_json_number(json, "mean_margin", b->margin[i]);
    ply_json_end(json);
  }
  ply_json_end(json);
}

static const char *id_of(const ply_robust *r, int actor) {
  return actor >= 0 ? r->frame.actors[actor].name.id : NULL;
}

/* The fields of a bundle. */
static void add_bundle(ply_json *json, const ply_robust *r, const ply_robust_bundle *b) {
  ply_json_bundle(json, &r->frame, &b->bundle);
  ply_json_count(json, "count", b->count);
  ply_json_number(json, "share", b->share);
  add_fresh(json, r, b);
  ply_json_string(json, "refuses_most", id_of(r, b->refuser));
  add_actors(json, r, b);
}

static void add_best(ply_json *json, const ply_robust *r) {
  ply_json_object(json, "best", false);
  ply_json_outcome(json, r->outcome);
  ply_json_object(json, "bound", true);
  ply_json_count(json, "count", r->bound);
  ply_json_number(json, "share", share_of(r->bound, r->draws));
  ply_json_end(json);
  if (r->n_top > 0) add_bundle(json, r, &r->top[0]);
  ply_json_end(json);
  ply_json_array(json, "top", false);
  for (int i = 0; i < r->n_top; i++) {
    ply_json_object(json, NULL, false);
    add_bundle(json, r, &r->top[i]);
    ply_json_end(json);
  }
  ply_json_end(json);
}

/* As an offer, on the same footing as the frontier. */
static void add_offered(ply_json *json, const ply_robust *r, const ply_robust_design *design) {
  ply_json_object(json, "offered", true);
  ply_json_number(json, "share", share_of(design->offered, r->draws));
  if (design->offered > 0)
    ply_json_number(json, "mean_payoff", design->offered_mean);
  else
    ply_json_null(json, "mean_payoff");
  ply_json_end(json);
}

static void add_designs(ply_json *json, const ply_robust *r) {
  ply_json_object(json, "designs", false);
  for (int d = 0; d < r->n_designs; d++) {
    const ply_robust_design *design = &r->designs[d];
    ply_json_object(json, design->name.id, false);
    ply_json_bool(json, "feasible", design->feasible);
    if (design->feasible) add_bundle(json, r, &design->at);
    if (design->feasible && r->has_frontier) add_offered(json, r, design);
    ply_json_end(json);
  }
  ply_json_end(json);
  if (r->has_base) {
    ply_json_object(json, "base_nash", false);
    add_bundle(json, r, &r->base);
    ply_json_end(json);
  } else
    ply_json_null(json, "base_nash");
}

static void add_offer(ply_json *json, const ply_robust *r) {
  const ply_robust_offer *o = &r->offer;
  if (!r->has_offer) {
    ply_json_null(json, "offer");
    return;
  }
  ply_json_object(json, "offer", false);
  ply_json_string(json, "proposer", id_of(r, r->proposer));
  ply_json_bool(json, "unsure", r->unsure);
  ply_json_outcome(json, o->outcome);
  ply_json_bool(json, "made", o->made);
  if (o->made)
    ply_json_bundle(json, &r->frame, &o->bundle);
  else
    ply_json_null(json, "index");
  ply_json_number(json, "value", o->value);
  ply_json_number(json, "bound", o->bound);
  ply_json_number(json, "share", o->share);
  ply_json_number(json, "no_offer", o->no_offer);
  ply_json_end(json);
}

static void add_frontier(ply_json *json, const ply_robust *r) {
  if (!r->has_frontier) {
    ply_json_null(json, "frontier");
    return;
  }
  ply_json_string(json, "frontier_outcome", ply_outcome_name(r->frontier_outcome));
  ply_json_array(json, "frontier", false);
  for (int i = 0; i < r->n_frontier; i++) {
    ply_json_object(json, NULL, false);
    ply_json_bundle(json, &r->frame, &r->frontier[i].bundle);
    ply_json_count(json, "count", r->frontier[i].count);
    ply_json_number(json, "share", r->frontier[i].share);
    ply_json_number(json, "mean_payoff", r->frontier[i].mean);
    ply_json_end(json);
  }
  ply_json_end(json);
}

/* Which of the three kinds an entry is: everything, a red line (actor/line), an actor. */
static bool is_line(const ply_robust *r, const ply_robust_knowing *k) {
  bool slash = false;
  for (const char *p = k->what; *p != '\0'; p++) slash |= *p == '/';
  (void)r;
  return slash;
}

static void add_knowing(ply_json *json, const ply_robust *r) {
  ply_json_object(json, "knowing", false);
  int i = 0;
  if (r->n_knowing > 0 && r->knowing[0].m == 0 && !is_line(r, &r->knowing[0])) {
    ply_json_object(json, "everything", true);
    ply_json_outcome(json, r->knowing[0].outcome);
    ply_json_number(json, "value", r->knowing[0].value);
    ply_json_end(json);
    i = 1;
  }
  ply_json_object(json, "red_lines", false);
  for (; i < r->n_knowing && r->knowing[i].m == 0; i++) {
    ply_json_object(json, r->knowing[i].what, true);
    ply_json_outcome(json, r->knowing[i].outcome);
    ply_json_number(json, "value", r->knowing[i].value);
    ply_json_end(json);
  }
  ply_json_end(json);
  ply_json_object(json, "actors", false);
  for (; i < r->n_knowing; i++) {
    ply_json_object(json, r->knowing[i].what, true);
    ply_json_outcome(json, r->knowing[i].outcome);
    ply_json_number(json, "value", r->knowing[i].value);
    ply_json_int(json, "m", r->knowing[i].m);
    ply_json_end(json);
  }
  ply_json_end(json);
  ply_json_end(json);
}

void ply_robust_json(const void *record, const ply_render_settings *settings, ply_text *out) {
  const ply_robust *r = record;
  ply_json json;
  (void)settings;
  ply_json_start(&json, out);
  ply_json_object(&json, NULL, false);
  ply_json_frame(&json, r->version, &r->frame);
  ply_json_object(&json, "robust", false);
  ply_json_count(&json, "draws", r->draws);
  ply_json_count(&json, "seed", r->seed);
  ply_json_string(&json, "method", r->method);
  ply_json_int(&json, "parameters", r->n_parameters);
  ply_json_string(&json, "over", r->over);
  if (r->among > 0)
    ply_json_count(&json, "among", r->among);
  else
    ply_json_null(&json, "among");
  ply_json_string(&json, "stopped_by", r->stopped_by);
  add_best(&json, r);
  add_designs(&json, r);
  add_offer(&json, r);
  add_frontier(&json, r);
  add_knowing(&json, r);
  ply_json_end(&json);
  ply_json_end(&json);
}
