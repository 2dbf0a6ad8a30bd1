/* Why is one bundle acceptable or not, for programs: every actor's payoff term by term, the verdicts, the
 * nearest acceptable bundle, and for each number that turns the verdict the last value that keeps it and the
 * first that turns it. */
#include "sim/render/json_parts.h"
#include "sim/render/render.h"
#include "sim/render/section.h"

#include <math.h>
#include <stdlib.h>

static void add_term(ply_json *json, const ply_term *t) {
  ply_json_object(json, NULL, true);
  ply_json_string(json, "family", t->family);
  ply_json_string(json, "what", t->what);
  if (t->option != NULL) ply_json_string(json, "option", t->option);
  if (t->table != NULL) ply_json_string(json, "table", t->table);
  ply_json_number(json, "weight", t->weight);
  ply_json_number(json, "value", t->value);
  ply_json_number(json, "scale", t->scale);
  if (t->scaled_by != NULL) ply_json_string(json, "scaled_by", t->scaled_by);
  ply_json_number(json, "amount", t->amount);
  if (t->best_option != NULL) {
    ply_json_string(json, "best_option", t->best_option);
    ply_json_number(json, "best", t->best);
  }
  ply_json_string(json, "grade", t->grade);
  ply_json_string(json, "cite", t->cite);
  ply_json_end(json);
}

static void add_actor(ply_json *json, const ply_explain *e, int i) {
  const ply_explain_actor *a = &e->actors[i];
  ply_json_object(json, e->frame.actors[i].name.id, false);
  ply_json_number(json, "payoff", a->payoff);
  ply_json_number(json, "reservation", a->reservation);
  ply_json_number(json, "margin", a->margin);
  ply_json_bool(json, "asked", a->party);
  ply_json_bool(json, "accepts", a->accepts);
  ply_json_string(json, "red_line", a->line >= 0 ? e->frame.lines[a->line].id : NULL);
  ply_json_bool(json, "would_leave", e->would_leave != NULL && e->would_leave[i]);
  ply_json_move(json, "best_move", &e->frame, a->move);
  ply_json_switching(json, "turn", a->turn);
  ply_json_array(json, "terms", false);
  for (int k = 0; k < a->n_terms; k++) add_term(json, &a->terms[k]);
  ply_json_end(json);
  ply_json_end(json);
}

/* Changes, those of issues whose options have an order by how many options they go. */
static int steps_of(const ply_frame *f, const ply_bundle *from, const ply_bundle *to) {
  int n = 0;
  for (int k = 0; k < f->n_issues; k++)
    if (!f->issues[k].derived && from->options[k] != to->options[k])
      n += f->issues[k].ordered ? abs(from->options[k] - to->options[k]) : 1;
  for (int i = 0; i < f->n_actors; i++) n += from->levels[i] != to->levels[i];
  return n;
}

/* Where nothing is acceptable: the bundle with the largest slack. */
static void add_miss(ply_json *json, const ply_explain *e) {
  if (e->acceptable || e->nearest.outcome != PLY_PROVED_NONE) return;
  ply_json_object(json, "miss", false);
  ply_json_outcome(json, e->miss.outcome);
  if (e->miss.outcome == PLY_FOUND) {
    if (!isinf(e->miss.slack)) ply_json_number(json, "slack", e->miss.slack);
    ply_json_bundle(json, &e->frame, &e->miss.bundle);
    ply_json_opening(json, &e->frame, &e->miss.opening);
  }
  ply_json_end(json);
}

static void add_nearest(ply_json *json, const ply_explain *e) {
  ply_json_object(json, "nearest", false);
  ply_json_outcome(json, e->nearest.outcome);
  if (e->nearest.outcome == PLY_FOUND || (e->nearest.outcome == PLY_LIMIT_REACHED && e->nearest.has_bundle)) {
    ply_json_int(json, "changes", e->nearest.changes);
    ply_json_count(json, "ties", e->nearest.ties);
    if (!isinf(e->nearest.slack)) ply_json_number(json, "slack", e->nearest.slack);
    ply_json_int(json, "steps", steps_of(&e->frame, &e->bundle, &e->nearest.bundle));
    ply_json_bundle(json, &e->frame, &e->nearest.bundle);
  }
  if (e->nearest.outcome == PLY_LIMIT_REACHED) ply_json_int(json, "none_within", e->nearest.clear);
  ply_json_end(json);
}

static void add_flips(ply_json *json, const ply_explain *e) {
  ply_json_object(json, "flips", false);
  ply_json_outcome(json, e->switching.outcome);
  ply_json_int(json, "tried", e->switching.n_numbers);
  ply_json_int(json, "tried_on_grid", e->switching.n_grid);
  ply_json_array(json, "numbers", false);
  for (int k = 0; k < e->switching.n; k++) ply_json_switching(json, NULL, &e->switching.values[k]);
  ply_json_end(json);
  ply_json_end(json);
}

/* Whether it holds if the rest may sign something else without a leaver; asked of sustained bundles alone. */
static void add_reopened(ply_json *json, const ply_explain *e) {
  if (!ply_has_candidates(&e->frame) || e->frame.plain_game) return;
  ply_json_object(json, "reopened", false);
  ply_json_bool(json, "asked", e->sustained);
  bool decided = e->reopened.outcome != PLY_LIMIT_REACHED;
  if (decided)
    ply_json_bool(json, "holds", e->reopened.outcome == PLY_FOUND);
  else
    ply_json_null(json, "holds");
  ply_json_object(json, "without", false);
  for (int k = 0; decided && k < e->reopened.n; k++) {
    const ply_without *w = &e->reopened.without[k];
    ply_json_object(json, e->frame.actors[w->actor].name.id, false);
    ply_json_outcome(json, w->outcome);
    ply_json_bool(json, "would_leave", ply_would_reopen(e, w));
    ply_json_number(json, "payoff", w->payoff);
    ply_json_number(json, "gain", w->payoff - e->bundle.payoffs[w->actor]);
    if (w->outcome == PLY_FOUND) ply_json_bundle(json, &e->frame, &w->bundle);
    ply_json_end(json);
  }
  ply_json_end(json);
  ply_json_end(json);
}

static void add_verdicts(ply_json *json, const ply_explain *e) {
  ply_json_bool(json, "feasible", e->feasible);
  ply_json_object(json, "broken_rules", true);
  for (int k = 0; k < e->n_broken; k++) ply_json_string(json, e->broken[k].id, e->broken[k].name);
  ply_json_end(json);
  ply_json_bool(json, "acceptable", e->acceptable);
  ply_json_bool(json, "join_equilibrium", e->join_equilibrium);
  ply_json_bool(json, "strict", e->strict);
  ply_json_bool(json, "sustained", e->sustained);
  ply_json_bool(json, "stable", e->stable);
  ply_json_int(json, "yes", e->n_yes);
  ply_json_int(json, "quorum", e->quorum);
  ply_json_object(json, "quorums", false);
  for (int v = 0; v < e->n_votes; v++) {
    ply_json_object(json, e->votes[v].name.id, true);
    ply_json_number(json, "votes", e->votes[v].have);
    ply_json_number(json, "need", e->votes[v].need);
    ply_json_end(json);
  }
  ply_json_end(json);
  ply_json_number(json, "regret", e->regret);
  ply_json_move(json, "deviation", &e->frame, e->deviation);
}

void ply_explain_json(const void *record, const ply_render_settings *settings, ply_text *out) {
  const ply_explain *e = record;
  (void)settings;
  ply_json json;
  ply_json_start(&json, out);
  ply_json_object(&json, NULL, false);
  ply_json_frame(&json, e->version, &e->frame);
  ply_json_string(&json, "design", e->design);
  ply_json_bundle(&json, &e->frame, &e->bundle);
  add_verdicts(&json, e);
  ply_json_object(&json, "actors", false);
  for (int i = 0; i < e->frame.n_actors; i++) add_actor(&json, e, i);
  ply_json_end(&json);
  if (e->frame.has_security) ply_json_security(&json, "security", &e->frame, &e->security);
  add_reopened(&json, e);
  add_nearest(&json, e);
  if (e->acceptable) {
    ply_json_object(&json, "better", false);
    ply_json_outcome(&json, e->better.outcome);
    if (e->better.outcome == PLY_FOUND) ply_json_bundle(&json, &e->frame, &e->better.bundle);
    ply_json_end(&json);
  }
  if (!isnan(e->nash_distance)) ply_json_number(&json, "nash_distance", e->nash_distance);
  if (!isnan(e->frontier_distance)) ply_json_number(&json, "frontier_distance", e->frontier_distance);
  add_miss(&json, e);
  add_flips(&json, e);
  ply_json_end(&json);
}
