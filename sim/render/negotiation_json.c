/* Simulated talks for programs: what n sessions ended with, who gained, the different deals, and one session
 * step by step. */
#include "sim/render/json_parts.h"
#include "sim/render/render.h"

static void add_interval(ply_json *json, const char *key, double low, double high) {
  ply_json_array(json, key, true);
  ply_json_number(json, NULL, low);
  ply_json_number(json, NULL, high);
  ply_json_end(json);
}

/* {"mean", "quartiles": [a, b, c]}; null where there is nothing to take a mean of. */
static void add_spread(ply_json *json, const char *key, ply_spread_of s) {
  ply_json_object(json, key, true);
  ply_json_number(json, "mean", s.mean);
  ply_json_array(json, "quartiles", true);
  ply_json_number(json, NULL, s.low);
  ply_json_number(json, NULL, s.median);
  ply_json_number(json, NULL, s.high);
  ply_json_end(json);
  ply_json_end(json);
}

static void add_share(ply_json *json, const char *key, ply_share s) {
  if (s.of == 0) {
    ply_json_null(json, key);
    return;
  }
  ply_json_object(json, key, true);
  ply_json_count(json, "count", s.count);
  ply_json_number(json, "share", s.share);
  add_interval(json, "interval", s.low, s.high);
  ply_json_end(json);
}

static void add_actors(ply_json *json, const char *key, const ply_frame *frame, uint64_t actors) {
  ply_json_array(json, key, true);
  for (int i = 0; i < frame->n_actors; i++)
    if (actors >> i & 1) ply_json_string(json, NULL, frame->actors[i].name.id);
  ply_json_end(json);
}

static void add_talker(ply_json *json, const ply_negotiation *n, const ply_talker_result *t) {
  ply_json_object(json, n->frame.actors[t->actor].name.id, false);
  ply_json_string(json, "strategy", t->strategy);
  if (t->signs_nothing) ply_json_bool(json, "signs_nothing", true);
  ply_json_number(json, "mean_payoff", t->payoff.mean);
  ply_json_number(json, "mean_gain", t->gain.mean);
  add_spread(json, "payoff", t->payoff);
  add_spread(json, "gain", t->gain);
  ply_json_end(json);
}

static void add_deals(ply_json *json, const ply_negotiation *n) {
  ply_json_count(json, "different_deals", n->n_different);
  ply_json_array(json, "deals", false);
  for (int d = 0; d < n->n_deals; d++) {
    const ply_deal_result *deal = &n->deals[d];
    ply_json_object(json, NULL, false);
    ply_json_bundle(json, &n->frame, &deal->bundle);
    ply_json_count(json, "count", deal->count);
    ply_json_bool(json, "acceptable", deal->acceptable);
    ply_json_bool(json, "sustained", deal->sustained);
    ply_json_bool(json, "stable", deal->stable);
    if (n->judged) ply_json_bool(json, "efficient", deal->efficient);
    ply_json_end(json);
  }
  ply_json_end(json);
}

static void add_theory(ply_json *json, const ply_negotiation *n) {
  add_share(json, "acceptable", n->acceptable);
  if (n->judged)
    add_share(json, "efficient", n->efficient);
  else
    ply_json_null(json, "efficient");
  add_share(json, "sustained", n->sustained);
  add_share(json, "stable", n->stable);
  if (n->has_nash)
    add_spread(json, "nash_distance", n->nash_distance);
  else
    ply_json_null(json, "nash_distance");
  uint64_t players = 0;
  for (int k = 0; k < n->n_players; k++) players |= (uint64_t)1 << n->players[k];
  add_actors(json, "players", &n->frame, players);
}

static void add_one(ply_json *json, const ply_negotiation *n) {
  ply_json_string(json, "outcome", n->one_agreed ? "deal" : "none");
  if (!n->one_agreed) {
    ply_json_null(json, "step");
    ply_json_null(json, "index");
    return;
  }
  ply_json_int(json, "step", n->one_step);
  ply_json_bundle(json, &n->frame, &n->one_bundle);
}

static void add_event(ply_json *json, const ply_negotiation *n, const ply_told_event *e) {
  ply_json_object(json, NULL, true);
  ply_json_int(json, "step", e->step);
  ply_json_string(json, "actor", e->actor >= 0 ? n->frame.actors[e->actor].name.id : NULL);
  ply_json_string(json, "does", e->does);
  if (e->has_bundle) {
    ply_json_bundle(json, &n->frame, &e->bundle);
    add_actors(json, "yes", &n->frame, e->yes);
    ply_json_bool(json, "stands", e->stands);
  }
  ply_json_end(json);
}

static void add_trace(ply_json *json, const ply_negotiation *n) {
  if (n->traced == 0) return;
  ply_json_count(json, "traced", n->traced);
  ply_json_array(json, "trace", false);
  for (size_t e = 0; e < n->n_events; e++) add_event(json, n, &n->events[e]);
  ply_json_end(json);
}

void ply_negotiation_json(const void *record, const ply_render_settings *settings, ply_text *out) {
  const ply_negotiation *n = record;
  (void)settings;
  ply_json json;
  ply_json_start(&json, out);
  ply_json_object(&json, NULL, false);
  ply_json_frame(&json, n->version, &n->frame);
  ply_json_object(&json, "negotiate", false);
  ply_json_string(&json, "protocol", n->protocol);
  ply_json_string(&json, "numbers", n->numbers);
  ply_json_int(&json, "rounds", n->rounds);
  ply_json_int(&json, "steps", n->steps);
  ply_json_count(&json, "seed", n->seed);
  if (n->has_mediator)
    ply_json_string(&json, "mediator", n->mediator >= 0 ? n->frame.actors[n->mediator].name.id : NULL);
  ply_json_count(&json, "sessions", n->agreed.of);
  ply_json_count(&json, "agreed", n->agreed.count);
  ply_json_number(&json, "share", n->agreed.share);
  add_interval(&json, "interval", n->agreed.low, n->agreed.high);
  add_spread(&json, "round", n->round);
  if (n->one) add_one(&json, n);
  ply_json_object(&json, "by_actor", false);
  for (int t = 0; t < n->n_talkers; t++) add_talker(&json, n, &n->talkers[t]);
  ply_json_end(&json);
  add_deals(&json, n);
  add_theory(&json, n);
  add_trace(&json, n);
  ply_json_end(&json);
  ply_json_end(&json);
}
