/* One session of simulated talks as a page replays it: what was said, step by step, with the gains of the bargaining
 * players and who said yes, short enough to ship inside a report. */
#include "sim/render/json_parts.h"
#include "sim/render/render.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

/* Enough for a picture; the index gives the exact bundle. An index may be past what a page keeps in a number. */
static void add_event(ply_json *json, const ply_negotiation *n, const ply_told_event *e) {
  char index[24];
  ply_json_object(json, NULL, true);
  ply_json_int(json, "step", e->step);
  ply_json_string(json, "actor", e->actor >= 0 ? n->frame.actors[e->actor].name.id : NULL);
  ply_json_string(json, "does", e->does);
  if (e->has_bundle) {
    snprintf(index, sizeof index, "%" PRIu64, e->bundle.index);
    ply_json_string(json, "index", index);
    ply_json_bool(json, "stands", e->stands);
    ply_json_array(json, "yes", true);
    for (int i = 0; i < n->frame.n_actors; i++)
      if (e->yes >> i & 1) ply_json_string(json, NULL, n->frame.actors[i].name.id);
    ply_json_end(json);
    ply_json_array(json, "gains", true);
    for (int k = 0; k < n->n_players; k++) {
      int i = n->players[k];
      ply_json_number(json, NULL, round((e->bundle.payoffs[i] - n->frame.actors[i].reservation) * 1e6) / 1e6);
    }
    ply_json_end(json);
  }
  ply_json_end(json);
}

void ply_negotiation_replay(const ply_negotiation *n, ply_text *out) {
  ply_json json;
  ply_json_start(&json, out);
  ply_json_object(&json, NULL, false);
  ply_json_string(&json, "protocol", n->protocol);
  ply_json_int(&json, "rounds", n->rounds);
  ply_json_int(&json, "steps_a_round", n->steps_a_round);
  ply_json_bool(&json, "mediated", n->has_mediator);
  ply_json_string(&json, "mediator", n->mediator >= 0 ? n->frame.actors[n->mediator].name.id : NULL);
  ply_json_bool(&json, "agreed", n->one_agreed);
  ply_json_array(&json, "players", true);
  for (int k = 0; k < n->n_players; k++) ply_json_string(&json, NULL, n->frame.actors[n->players[k]].name.id);
  ply_json_end(&json);
  ply_json_object(&json, "strategies", true);
  for (int t = 0; t < n->n_talkers; t++)
    ply_json_string(&json, n->frame.actors[n->talkers[t].actor].name.id, n->talkers[t].strategy);
  ply_json_end(&json);
  ply_json_array(&json, "events", false);
  for (size_t e = 0; e < n->n_events; e++) add_event(&json, n, &n->events[e]);
  ply_json_end(&json);
  ply_json_end(&json);
}
