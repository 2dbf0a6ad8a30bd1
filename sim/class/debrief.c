/* The debrief as data, a step at a time: what came out, who gained what, everybody's payoffs, the deals among
 * what was possible, the prediction (told at its own step only), the better deal that nobody proposed, and
 * the course of the talks. "Better" is looked for among the bundles that the session knows (the solver's best
 * by the Nash product and the named designs), acceptable ones only. Cost: known bundles times actors. */
#include "sim/class/paper.h"
#include "sim/class/view.h"

#include <cjson/cJSON.h>
#include <inttypes.h>
#include <math.h>

enum { STEP_OUTCOME = 1, STEP_GAINS, STEP_PAYOFFS, STEP_PLOT, STEP_PREDICTION, STEP_BETTER, STEP_REPLAY };

/* ---- payoffs of a bundle, or of no deal ---- */

static bool payoffs_of(const ply_class_session *s, const uint64_t *bundle, double *payoffs) {
  if (bundle != NULL) return parley_game_payoffs(s->game, *bundle, payoffs);
  for (int i = 0; i < s->shape.n_actors; i++) payoffs[i] = parley_game_actor_at(s->game, i).reservation;
  return true;
}

/* How the table ended in the round: its bundle, or NULL for no deal. */
static const uint64_t *end_of(const ply_class_session *s, int table, int round) {
  const ply_class_end *end = &s->state.tables[table].end[round];
  return end->status == PLY_TABLE_DEAL ? &s->state.proposals[end->proposal].bundle : NULL;
}

void ply_class_view_gains(const ply_class_session *s, uint64_t bundle, bool deal, ply_text *out) {
  double payoffs[PLY_CLASS_ROLES];
  if (!payoffs_of(s, deal ? &bundle : NULL, payoffs)) return;
  ply_text_add(out, "\"points\":[");
  for (int i = 0; i < s->shape.n_actors; i++)
    ply_text_addf(out, "%s%d", i > 0 ? "," : "", ply_class_points(s, i, payoffs[i]));
  ply_text_add(out, "],\"gains\":[");
  for (int i = 0; i < s->shape.n_actors; i++)
    ply_text_addf(out, "%s%d", i > 0 ? "," : "", ply_class_points(s, i, payoffs[i]) - s->scales[i].no_deal);
  ply_text_add(out, "]");
}

/* Everybody who is asked would accept it, on payoffs and red lines. */
static bool acceptable(const ply_class_session *s, uint64_t bundle, const double *payoffs) {
  uint64_t accept = 0;
  for (int i = 0; i < s->shape.n_actors; i++)
    if (payoffs[i] >= parley_game_actor_at(s->game, i).reservation - PLY_EPS &&
        parley_game_red_line(s->game, bundle, i) == NULL)
      accept |= (uint64_t)1 << i;
  return parley_game_broken_rule(s->game, bundle) == NULL && parley_game_agreed(s->game, bundle, accept);
}

/* ---- step 1 and 2: what came out ---- */

static void write_ends(const ply_class_session *s, bool points, ply_text *out) {
  static const char *const statuses[] = {"open", "deal", "no_deal"};
  const char *comma = "";
  ply_text_add(out, "\"outcomes\":[");
  for (int t = 0; t < s->state.n_tables; t++)
    for (int r = 0; r <= s->state.round; r++) {
      const uint64_t *bundle = end_of(s, t, r);
      ply_text_addf(out, "%s{\"table\":%d,\"round\":%d,\"status\":\"%s\"", comma, t, r,
                    statuses[s->state.tables[t].end[r].status]);
      comma = ",";
      if (bundle != NULL) {
        ply_text_add(out, ",");
        ply_class_view_bundle(s, *bundle, out);
      }
      if (points) {
        ply_text_add(out, ",");
        ply_class_view_gains(s, bundle != NULL ? *bundle : 0, bundle != NULL, out);
      }
      ply_text_add(out, "}");
    }
  ply_text_add(out, "]");
}

/* ---- step 4: the plot ---- */

/* [worst gain, sum of gains] in points; the worst over those who are asked. */
static bool write_spot(const ply_class_session *s, const uint64_t *bundle, ply_text *out) {
  double payoffs[PLY_CLASS_ROLES], worst = INFINITY, sum = 0;
  if (!payoffs_of(s, bundle, payoffs)) return false;
  uint64_t parties = bundle != NULL ? parley_game_parties(s->game, *bundle) : s->state.playable;
  for (int i = 0; i < s->shape.n_actors; i++) {
    double gain = ply_class_unit(s, i) * (payoffs[i] - parley_game_actor_at(s->game, i).reservation);
    sum += gain;
    if ((parties >> i & 1) != 0) worst = fmin(worst, gain);
  }
  ply_text_addf(out, "[%.1f,%.1f]", isfinite(worst) ? worst : 0, sum);
  return true;
}

static void write_plot(const ply_class_session *s, ply_text *out) {
  const char *comma = "";
  ply_text_add(out, ",\"plot\":{\"cloud\":[");
  for (int f = 0; f < s->n_focal; f++) {
    double payoffs[PLY_CLASS_ROLES];
    if (!payoffs_of(s, &s->focal[f], payoffs) || !acceptable(s, s->focal[f], payoffs)) continue;
    ply_text_add(out, comma);
    write_spot(s, &s->focal[f], out);
    comma = ",";
  }
  ply_text_add(out, "],\"tables\":[");
  comma = "";
  for (int t = 0; t < s->state.n_tables; t++)
    for (int r = 0; r <= s->state.round; r++) {
      if (s->state.tables[t].end[r].status == PLY_TABLE_OPEN) continue;
      ply_text_addf(out, "%s{\"table\":%d,\"round\":%d,\"at\":", comma, t, r);
      write_spot(s, end_of(s, t, r), out);
      ply_text_add(out, "}");
      comma = ",";
    }
  ply_text_add(out, "],\"designs\":[");
  for (int d = 0; d < s->shape.n_designs; d++) {
    uint64_t bundle;
    parley_name name = parley_game_design_at(s->game, d, &bundle);
    ply_text_add(out, d > 0 ? ",{\"name\":" : "{\"name\":");
    ply_text_json(out, name.name);
    ply_text_add(out, ",\"at\":");
    write_spot(s, &bundle, out);
    ply_text_add(out, "}");
  }
  ply_text_add(out, "]}");
}

/* ---- step 5: the prediction ---- */

static double count_of(const cJSON *solution, const char *set) {
  const cJSON *count =
      cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(solution, set), "count");
  return cJSON_IsNumber(count) ? count->valuedouble : 0;
}

static void write_prediction(const ply_class_session *s, ply_text *out) {
  ply_class_deal deals[PLY_CLASS_DEALS];
  cJSON *solution = s->solution != NULL ? cJSON_Parse(s->solution) : NULL;
  const char *comma = "";
  ply_class_deals(s, solution, deals);
  ply_text_addf(out,
                ",\"prediction\":{\"known\":%s,\"changed\":%s,\"acceptable\":%.0f,\"sustained\":%.0f,"
                "\"stable\":%.0f,\"deals\":[",
                solution != NULL ? "true" : "false", s->n_patches > 0 ? "true" : "false",
                count_of(solution, "acceptable"), count_of(solution, "sustained"),
                count_of(solution, "stable"));
  for (int d = 0; d < PLY_CLASS_DEALS; d++) {
    if (!deals[d].found) continue;
    ply_text_addf(out, "%s{\"key\":\"%s\",\"name\":", comma, deals[d].key);
    ply_text_json(out, deals[d].name);
    ply_text_add(out, ",");
    ply_class_view_bundle(s, deals[d].bundle, out);
    ply_text_add(out, ",");
    ply_class_view_gains(s, deals[d].bundle, true, out);
    ply_text_add(out, ",\"at\":");
    write_spot(s, &deals[d].bundle, out);
    ply_text_add(out, "}");
    comma = ",";
  }
  ply_text_add(out, "]}");
  cJSON_Delete(solution);
}

/* ---- step 6: the better deal ---- */

static bool was_proposed(const ply_class_session *s, int table, uint64_t bundle) {
  for (int p = 0; p < s->state.n_proposals; p++)
    if (s->state.proposals[p].table == table && s->state.proposals[p].bundle == bundle) return true;
  return false;
}

/* The known acceptable bundle that nobody proposed whose worst change against `base` over those asked is
 * largest; ties by the sum. -1: none. */
static int better_than(const ply_class_session *s, int table, const double *base, double *worst) {
  int best = -1;
  double best_sum = -INFINITY;
  *worst = -INFINITY;
  for (int f = 0; f < s->n_focal; f++) {
    double payoffs[PLY_CLASS_ROLES], low = INFINITY, sum = 0;
    if (was_proposed(s, table, s->focal[f]) || !payoffs_of(s, &s->focal[f], payoffs) ||
        !acceptable(s, s->focal[f], payoffs))
      continue;
    uint64_t parties = parley_game_parties(s->game, s->focal[f]);
    for (int i = 0; i < s->shape.n_actors; i++) {
      double change = ply_class_unit(s, i) * (payoffs[i] - base[i]);
      sum += change;
      if ((parties >> i & 1) != 0) low = fmin(low, change);
    }
    if (low < *worst || (low == *worst && sum <= best_sum)) continue;
    *worst = low;
    best_sum = sum;
    best = f;
  }
  return best;
}

static void write_better_of(const ply_class_session *s, int table, ply_text *out) {
  double base[PLY_CLASS_ROLES], payoffs[PLY_CLASS_ROLES], worst;
  if (!payoffs_of(s, end_of(s, table, 0), base)) return;
  int f = better_than(s, table, base, &worst);
  ply_text_addf(out, "{\"table\":%d,\"found\":%s", table, f >= 0 ? "true" : "false");
  if (f >= 0 && payoffs_of(s, &s->focal[f], payoffs)) {
    uint64_t parties = parley_game_parties(s->game, s->focal[f]), blockers = 0;
    ply_text_add(out, ",\"changes\":[");
    for (int i = 0; i < s->shape.n_actors; i++) {
      ply_text_addf(out, "%s%d", i > 0 ? "," : "",
                    ply_class_points(s, i, payoffs[i]) - ply_class_points(s, i, base[i]));
      if ((parties >> i & 1) != 0 && payoffs[i] < base[i] - PLY_EPS) blockers |= (uint64_t)1 << i;
    }
    ply_text_add(out, "],\"blockers\":");
    ply_class_view_roles(blockers, out);
    ply_text_add(out, ",");
    ply_class_view_bundle(s, s->focal[f], out);
    ply_text_add(out, ",");
    ply_class_view_gains(s, s->focal[f], true, out);
  }
  ply_text_add(out, "}");
}

/* ---- step 7: replay ---- */

static void write_replay(const ply_class_session *s, ply_text *out) {
  const char *comma = "";
  ply_text_add(out, ",\"replay\":[");
  for (int e = 0; e < s->state.n_events; e++) {
    const ply_class_event *event = &s->state.events[e];
    bool shown = event->kind == PLY_EV_PROPOSE || event->kind == PLY_EV_VOTE ||
                 event->kind == PLY_EV_WITHDRAW || event->kind == PLY_EV_DEAL ||
                 event->kind == PLY_EV_NO_DEAL || event->kind == PLY_EV_STAGE;
    if (!shown) continue;
    int table =
        event->table >= 0 || event->proposal < 0 ? event->table : s->state.proposals[event->proposal].table;
    ply_text_addf(out,
                  "%s{\"t\":%" PRId64 ",\"e\":\"%s\",\"table\":%d,\"role\":%d,\"proposal\":%d,\"value\":%d}",
                  comma, event->t_ms, ply_class_event_name(event->kind), table, event->role, event->proposal,
                  event->value);
    comma = ",";
  }
  ply_text_add(out, "]");
}

static void write_payoffs(const ply_class_session *s, ply_text *out) {
  const char *comma = "";
  ply_text_add(out, ",\"briefs\":[");
  for (int r = 0; r < s->shape.n_actors; r++) {
    if ((s->state.playable >> r & 1) == 0) continue;
    ply_text_add(out, comma);
    ply_class_view_brief(s, r, out);
    comma = ",";
  }
  ply_text_add(out, "]");
}

void ply_class_view_debrief(const ply_class_session *s, ply_text *out) {
  bool now = s->state.stage == PLY_STAGE_DEBRIEF;
  int step = now ? s->state.step : 0;
  ply_text_addf(out, "{\"step\":%d,\"round\":%d", step, s->state.round);
  if (step >= STEP_OUTCOME) {
    ply_text_add(out, ",");
    write_ends(s, s->state.revealed, out);
  }
  if (step == STEP_PAYOFFS) write_payoffs(s, out);
  if (step == STEP_PLOT || step == STEP_PREDICTION) write_plot(s, out);
  if (step == STEP_PREDICTION) write_prediction(s, out);
  if (step == STEP_BETTER) {
    ply_text_add(out, ",\"better\":[");
    for (int t = 0; t < s->state.n_tables; t++) {
      if (t > 0) ply_text_add(out, ",");
      write_better_of(s, t, out);
    }
    ply_text_add(out, "]");
  }
  if (step == STEP_REPLAY) write_replay(s, out);
  ply_text_add(out, "}");
}
