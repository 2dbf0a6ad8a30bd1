/* A result for programs: the JSON of the format's section on results, with a few fields more. Counts are
 * exact integers; where a limit left one open it is null and "at_least" and "at_most" say what is proved.
 * Payoffs, margins and values read back as the same double. */
#include "sim/render/json_designs.h"
#include "sim/render/json_parts.h"
#include "sim/render/render.h"
#include "sim/render/section.h"

#include <math.h>

static void add_count(ply_json *json, const char *key, ply_count count) {
  if (count.low == count.high) {
    ply_json_count(json, key, count.low);
    return;
  }
  ply_json_null(json, key);
  ply_json_count(json, "at_least", count.low);
  if (count.high != UINT64_MAX) ply_json_count(json, "at_most", count.high);
}

static void add_space(ply_json *json, const ply_result *r) {
  ply_json_object(json, "space", true);
  ply_json_count(json, "raw", r->raw);
  add_count(json, "feasible", r->feasible);
  ply_json_end(json);
}

static void add_acceptable(ply_json *json, const ply_result *r) {
  const ply_frame *f = &r->frame;
  ply_json_object(json, "acceptable", false);
  add_count(json, "count", r->acceptable);
  if (r->acceptable.low != r->acceptable.high || r->feasible.low != r->feasible.high || r->feasible.low == 0)
    ply_json_null(json, "share");
  else
    ply_json_number(json, "share", (double)r->acceptable.low / (double)r->feasible.low);
  if (r->sets_decided) {
    ply_json_object(json, "by_actor", false);
    for (int i = 0; i < f->n_actors; i++) {
      ply_json_object(json, f->actors[i].name.id, true);
      ply_json_count(json, "would_accept", r->actors[i].would_accept);
      ply_json_count(json, "veto_weight", r->actors[i].veto_weight);
      ply_json_end(json);
    }
    ply_json_end(json);
  } else
    ply_json_null(json, "by_actor");
  ply_json_end(json);
}

static void add_least_regret(ply_json *json, const ply_result *r) {
  bool found = r->least_regret.outcome == PLY_FOUND;
  ply_move move = r->least_regret.move;
  ply_json_object(json, "least_regret", false);
  ply_json_outcome(json, r->least_regret.outcome);
  if (found) {
    ply_json_bundle(json, &r->frame, &r->least_regret.bundle);
    ply_json_number(json, "regret", r->least_regret.regret);
  } else {
    ply_json_null(json, "index");
    ply_json_null(json, "regret");
  }
  ply_json_string(json, "actor", found && move.actor >= 0 ? r->frame.actors[move.actor].name.id : NULL);
  ply_json_string(json, "to",
                  found && move.actor >= 0 ? ply_frame_level(&r->frame, move.actor, move.to).id : NULL);
  ply_json_end(json);
}

static void add_stable(ply_json *json, const ply_result *r) {
  ply_json_object(json, "sustained", true);
  add_count(json, "count", r->sustained);
  ply_json_end(json);
  ply_json_object(json, "stable", false);
  add_count(json, "count", r->stable);
  add_least_regret(json, r);
  ply_json_end(json);
  ply_json_object(json, "join_equilibria", true);
  add_count(json, "count", r->join_equilibria);
  ply_json_end(json);
}

/* Where actors count in units of their own. */
static void add_actor_digits(ply_json *json, const ply_result *r) {
  int all = ply_payoff_digits(r);
  bool differ = false;
  for (int i = 0; i < r->frame.n_actors; i++) differ |= ply_actor_digits(r, i) != all;
  if (!differ) return;
  ply_json_object(json, "actor_digits", true);
  for (int i = 0; i < r->frame.n_actors; i++)
    ply_json_int(json, r->frame.actors[i].name.id, ply_actor_digits(r, i));
  ply_json_end(json);
}

/* Only where it was asked and is known. */
static void add_chance(ply_json *json, const ply_result *r) {
  if (r->chance.draws == 0) return;
  ply_json_object(json, "chance", false);
  ply_json_count(json, "draws", r->chance.draws);
  ply_json_count(json, "deals", r->chance.deals);
  ply_json_bool(json, "at_least", !r->chance.decided);
  ply_json_end(json);
}

static void add_slack(ply_json *json, const ply_result *r) {
  const ply_frame *f = &r->frame;
  bool found = r->slack.outcome == PLY_FOUND;
  ply_json_object(json, "slack", false);
  ply_json_outcome(json, r->slack.outcome);
  if (found && !isinf(r->slack.value))
    ply_json_number(json, "value", r->slack.value);
  else
    ply_json_null(json, "value");
  if (found) {
    ply_json_bundle(json, f, &r->slack.bundle);
    ply_json_object(json, "margins", true);
    for (int i = 0; i < f->n_actors; i++)
      if (r->slack.bundle.asked >> i & 1)
        ply_json_number(json, f->actors[i].name.id,
                        ply_frame_margin(&f->actors[i], r->slack.bundle.payoffs[i]));
    ply_json_end(json);
    ply_json_opening(json, f, &r->slack.opening);
  } else
    ply_json_null(json, "index");
  ply_json_end(json);
}

/* What each reading of the file comes to, where that was asked. */
static void add_readings(ply_json *json, const ply_result *r) {
  if (r->readings.n == 0) return;
  ply_json_object(json, "readings", false);
  for (int k = 0; k < r->readings.n; k++) {
    const ply_reading_row *row = &r->readings.rows[k];
    ply_json_object(json, row->name.id, true);
    ply_json_string(json, "name", row->name.name);
    ply_json_string(json, "verdict", ply_finding_name(row->finding));
    ply_json_bool(json, "turns", row->turns);
    if (row->trouble != NULL)
      ply_json_string(json, "trouble", row->trouble);
    else {
      ply_json_range(json, "acceptable", row->acceptable);
      ply_json_range(json, "sustained", row->sustained);
      ply_json_range(json, "stable", row->stable);
    }
    ply_json_end(json);
  }
  ply_json_end(json);
}

static void add_reopened(ply_json *json, const ply_result *r) {
  if (r->reopened.n == 0) return;
  ply_json_object(json, "reopened", false);
  add_count(json, "count", r->reopened.count);
  ply_json_object(json, "without", false);
  for (int k = 0; k < r->reopened.n; k++) {
    const ply_without *w = &r->reopened.without[k];
    ply_json_object(json, r->frame.actors[w->actor].name.id, true);
    ply_json_outcome(json, w->outcome);
    if (w->outcome == PLY_FOUND)
      ply_json_count(json, "index", w->bundle.index);
    else
      ply_json_null(json, "index");
    ply_json_number(json, "payoff", w->payoff);
    ply_json_end(json);
  }
  ply_json_end(json);
  ply_json_end(json);
}

static void add_solutions(ply_json *json, const ply_result *r) {
  ply_json_object(json, "solutions", false);
  for (int k = 0; k < r->n_solutions; k++) {
    const ply_solution *s = &r->solutions[k];
    bool has = s->outcome == PLY_FOUND || (s->outcome == PLY_LIMIT_REACHED && s->has_bundle);
    ply_json_object(json, s->concept->name, false);
    ply_json_outcome(json, s->outcome);
    ply_json_string(json, "over", s->over);
    if (has) {
      ply_json_bundle(json, &r->frame, &s->bundle);
      ply_json_number(json, "value", s->value);
      if (r->frame.has_security) ply_json_security(json, "security", &r->frame, &s->security);
    }
    if (s->outcome == PLY_LIMIT_REACHED) ply_json_number(json, "bound", s->bound);
    ply_json_bool(json, "verified", s->verified);
    ply_json_end(json);
  }
  ply_json_end(json);
}

static void add_top(ply_json *json, const ply_result *r) {
  if (r->n_top == 0) return;
  ply_json_array(json, "top", false);
  for (int k = 0; k < r->n_top; k++) {
    ply_json_object(json, NULL, false);
    ply_json_bundle(json, &r->frame, &r->top[k]);
    ply_json_end(json);
  }
  ply_json_end(json);
}

static void add_concordance(ply_json *json, const ply_result *r) {
  if (r->n_concordance == 0) return;
  ply_json_object(json, "concordance", false);
  for (int k = 0; k < r->n_concordance; k++) {
    const ply_concordance_row *row = &r->concordance[k];
    ply_json_object(json, row->id, false);
    ply_json_string(json, "status", ply_stance_name(row->status));
    ply_json_string(json, "says", row->says);
    ply_json_string(json, "cite", row->cite);
    ply_json_string(json, "detail", row->detail);
    ply_json_end(json);
  }
  ply_json_end(json);
}

void ply_result_json(const void *record, const ply_render_settings *settings, ply_text *out) {
  const ply_result *r = record;
  (void)settings;
  ply_json json;
  ply_json_start(&json, out);
  ply_json_object(&json, NULL, false);
  ply_json_frame(&json, r->version, &r->frame);
  ply_json_names(&json, &r->frame);
  ply_json_outcome(&json, r->outcome);
  if (r->stopped_by != NULL) ply_json_string(&json, "stopped_by", r->stopped_by);
  ply_json_verdict(&json, r);
  ply_json_int(&json, "digits", ply_payoff_digits(r));
  add_actor_digits(&json, r);
  add_space(&json, r);
  add_acceptable(&json, r);
  add_stable(&json, r);
  add_chance(&json, r);
  add_slack(&json, r);
  add_reopened(&json, r);
  add_readings(&json, r);
  ply_json_designs(&json, r);
  ply_json_array(&json, "players", true);
  for (int p = 0; p < r->n_players; p++) ply_json_string(&json, NULL, r->frame.actors[r->players[p]].name.id);
  ply_json_end(&json);
  add_solutions(&json, r);
  ply_json_answers(&json, r);
  add_top(&json, r);
  ply_json_cloud(&json, &r->frame, &r->cloud);
  add_concordance(&json, r);
  ply_json_object(&json, "checks", true);
  ply_json_int(&json, "failed", r->n_failed_checks);
  ply_json_string(&json, "first", r->failed_check);
  ply_json_end(&json);
  ply_json_end(&json);
}
