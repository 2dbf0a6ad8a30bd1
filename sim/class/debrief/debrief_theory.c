/* The debrief's steps 4 to 6 as data: the deals among what was possible, what the theory predicts, and the
 * better deal that nobody proposed, with the groups that could have stopped this or that. All of it is what
 * the solver answered for the very scenario that was played, news that changed it included; where an answer
 * is still being worked out, the data say so. Gains in the plot are thousandths of a payoff unit, so that
 * each actor's scale is the reader's choice. */
#include "sim/class/session/blocks.h"
#include "sim/class/server/view.h"

#include <math.h>

/* Points and points gained, as members; nothing where there are none. */
static void write_gains(ply_json *json, const ply_class_session *s, uint64_t bundle) {
  double payoffs[PLY_CLASS_ROLES];
  int points[PLY_CLASS_ROLES], gain[PLY_CLASS_ROLES];
  if (!ply_class_payoffs_late(s, bundle, 0, payoffs)) return;
  for (int i = 0; i < s->shape.n_actors; i++) {
    points[i] = ply_class_points(s, i, payoffs[i]);
    gain[i] = points[i] - s->scales[i].no_deal;
  }
  ply_json_ints(json, "points", points, s->shape.n_actors);
  ply_json_ints(json, "gains", gain, s->shape.n_actors);
}

enum { LISTED = 12 /* deals that hold */ };

void ply_class_count(double count, ply_text *out) {
  char digits[24];
  if (!(count < 9007199254740992.0)) {
    ply_text_addf(out, "about %.3g", count);
    return;
  }
  int n = 0;
  for (uint64_t rest = (uint64_t)count; n == 0 || rest > 0; rest /= 10) digits[n++] = (char)('0' + rest % 10);
  while (n-- > 0) {
    ply_text_add_n(out, &digits[n], 1);
    if (n > 0 && n % 3 == 0) ply_text_add(out, ",");
  }
}

void ply_class_write_count(ply_json *json, const char *key, double count) {
  ply_text said;
  ply_text_init(&said);
  ply_class_count(count, &said);
  ply_class_write_text(json, key, said.data);
  ply_text_done(&said);
}

/* ---- step 4: the plot ---- */

/* Everybody's gain over no deal in thousandths of a payoff unit; bundle NULL: no deal. rounds: of offers that
 * were over when it was agreed. */
static void write_milli(ply_json *json, const char *key, const ply_class_session *s, const uint64_t *bundle,
                        int rounds) {
  double payoffs[PLY_CLASS_ROLES];
  bool known = bundle != NULL && ply_class_payoffs_late(s, *bundle, rounds, payoffs);
  ply_json_array(json, key, PLY_JSON_TIGHT);
  for (int i = 0; i < s->shape.n_actors; i++) {
    double gain = known ? payoffs[i] - parley_game_actor_at(s->game, i).reservation : 0;
    ply_json_int(json, NULL, lround(1000 * fmax(-1e6, fmin(1e6, gain))));
  }
  ply_json_end(json);
}

static void write_cloud(ply_json *json, const ply_class_session *s, const ply_class_found *f) {
  ply_json_bool(json, "whole", f->whole);
  ply_json_bool(json, "every_pair", f->every_pair);
  ply_class_write_roles(json, "players", f->players);
  ply_class_write_count(json, "of", f->acceptable);
  ply_class_write_count(json, "efficient", f->efficient < 0 ? 0 : f->efficient);
  ply_json_bool(json, "efficient_known", f->efficient >= 0);
  ply_json_array(json, "cloud", PLY_JSON_TIGHT);
  for (size_t i = 0; i < f->n_cloud; i++) write_milli(json, NULL, s, &f->cloud[i], 0);
  ply_json_end(json);
}

static void write_plotted(ply_json *json, const ply_class_session *s) {
  ply_json_array(json, "tables", PLY_JSON_TIGHT);
  for (int t = 0; t < s->state.n_tables; t++)
    for (int r = 0; r <= s->state.round; r++) {
      if (s->state.tables[t].end[r].status == PLY_TABLE_OPEN) continue;
      int id = s->state.tables[t].end[r].proposal;
      ply_json_object(json, NULL, PLY_JSON_TIGHT);
      ply_json_int(json, "table", t);
      ply_json_int(json, "round", r);
      write_milli(json, "gains", s, ply_class_end_of(s, t, r), id >= 0 ? s->state.proposals[id].turn : 0);
      ply_json_end(json);
    }
  ply_json_end(json);
  ply_json_array(json, "designs", PLY_JSON_TIGHT);
  for (int d = 0; d < s->shape.n_designs; d++) {
    uint64_t bundle;
    parley_name name = parley_game_design_at(s->game, d, &bundle);
    ply_json_object(json, NULL, PLY_JSON_TIGHT);
    ply_json_string(json, "name", name.name);
    write_milli(json, "gains", s, &bundle, 0);
    ply_json_end(json);
  }
  ply_json_end(json);
}

void ply_class_write_plot(ply_json *json, const ply_class_session *s) {
  const ply_class_found *f = ply_class_session_found(s, NULL);
  bool known = f != NULL && !f->failed;
  ply_json_object(json, "plot", PLY_JSON_TIGHT);
  ply_json_bool(json, "known", known);
  ply_json_bool(json, "pending", f == NULL);
  ply_json_array(json, "units", PLY_JSON_TIGHT);
  for (int i = 0; i < s->shape.n_actors; i++)
    ply_class_write_figure(json, NULL, "%.4f", ply_class_unit(s, i));
  ply_json_end(json);
  if (known) write_cloud(json, s, f);
  write_plotted(json, s);
  ply_json_end(json);
}

/* ---- step 5: the prediction ---- */

/* A deal with what it gives, as the inside of an object. */
static void write_deal(ply_json *json, const ply_class_session *s, uint64_t bundle) {
  ply_class_write_bundle(json, s, bundle);
  write_gains(json, s, bundle);
}

static void write_blocks(ply_json *json, const ply_class_session *s, uint64_t bundle) {
  parley_blocking blocks = parley_game_blocking(s->game, bundle);
  ply_json_object(json, "blocks", PLY_JSON_TIGHT);
  ply_class_write_roles(json, "parties", blocks.parties);
  ply_class_write_roles(json, "alone", blocks.alone);
  ply_json_int(json, "any", blocks.any);
  ply_class_write_roles(json, "of", blocks.of);
  ply_json_array(json, "groups", PLY_JSON_TIGHT);
  for (int g = 0; g < blocks.n_groups; g++) ply_class_write_roles(json, NULL, blocks.groups[g]);
  ply_json_end(json);
  ply_json_bool(json, "more", blocks.more);
  ply_json_end(json);
}

static void write_solutions(ply_json *json, const ply_class_session *s, const ply_class_found *f) {
  ply_json_array(json, "deals", PLY_JSON_TIGHT);
  for (int d = 0; d < f->n_deals; d++) {
    if (!f->deals[d].found) continue;
    ply_json_object(json, NULL, PLY_JSON_TIGHT);
    ply_json_string(json, "key", f->deals[d].key);
    ply_json_string(json, "name", ply_class_deal_name(s, &f->deals[d]));
    write_deal(json, s, f->deals[d].bundle);
    write_milli(json, "milli", s, &f->deals[d].bundle, 0);
    write_blocks(json, s, f->deals[d].bundle);
    ply_json_end(json);
  }
  ply_json_end(json);
}

/* The stable packages; where there are none, those that hold because a leaver would undo them: the first that
 * are known, in order of their index. */
static void write_holding(ply_json *json, const ply_class_session *s, const ply_class_found *f) {
  bool stable = f->stable > 0;
  size_t of = stable ? f->n_stable : f->n_cloud;
  int n = 0;
  ply_json_object(json, "holding", PLY_JSON_TIGHT);
  ply_json_bool(json, "stable", stable);
  ply_json_array(json, "listed", PLY_JSON_TIGHT);
  for (size_t i = 0; i < of && n < LISTED; i++) {
    if (!stable && (f->marks[i] & PLY_FOUND_SUSTAINED) == 0) continue;
    ply_json_object(json, NULL, PLY_JSON_TIGHT);
    write_deal(json, s, stable ? f->stable_first[i] : f->cloud[i]);
    ply_json_end(json);
    n++;
  }
  ply_json_end(json);
  ply_class_write_count(json, "count", stable ? f->stable : f->sustained);
  ply_json_end(json);
}

/* What backward induction says of the talks. */
static void write_talks(ply_json *json, const ply_class_session *s, const ply_class_found *f) {
  if (!f->has_talks) return;
  ply_json_object(json, "talks", PLY_JSON_TIGHT);
  write_deal(json, s, f->talks);
  ply_json_end(json);
}

void ply_class_write_prediction(ply_json *json, const ply_class_session *s) {
  const ply_class_found *f = ply_class_session_found(s, NULL);
  bool known = f != NULL && !f->failed;
  ply_json_object(json, "prediction", PLY_JSON_TIGHT);
  ply_json_bool(json, "known", known);
  ply_json_bool(json, "pending", f == NULL);
  ply_json_bool(json, "changed", s->n_patches > 0);
  if (known) {
    ply_json_bool(json, "decided", f->decided);
    ply_json_string(json, "over", f->stable > 0 ? "stable" : f->sustained > 0 ? "sustained" : "acceptable");
    ply_class_write_count(json, "acceptable", f->acceptable);
    ply_class_write_count(json, "sustained", f->sustained);
    ply_class_write_count(json, "stable", f->stable);
    write_solutions(json, s, f);
    write_holding(json, s, f);
    if (s->course.mode == PLY_MODE_OFFERS) write_talks(json, s, f);
  }
  ply_json_end(json);
}

/* ---- step 6: the better deal ---- */

/* What the solver's deals would have been to this table: who of those asked would have taken them over how it
 * ended, who not, and whether that stops them. */
static void write_others(ply_json *json, const ply_class_session *s, const uint64_t *end) {
  const ply_class_found *f = ply_class_session_found(s, NULL);
  double base[PLY_CLASS_ROLES];
  if (end != NULL && !parley_game_payoffs(s->game, *end, base)) return;
  ply_json_array(json, "others", PLY_JSON_TIGHT);
  for (int d = 0; f != NULL && !f->failed && d < f->n_deals; d++) {
    const ply_class_deal *deal = &f->deals[d];
    if (!ply_class_found_first(f, d) || (end != NULL && *end == deal->bundle)) continue;
    uint64_t parties = parley_game_parties(s->game, deal->bundle);
    uint64_t against = ply_class_refusers(s, deal->bundle, end != NULL ? base : NULL);
    ply_json_object(json, NULL, PLY_JSON_TIGHT);
    ply_json_string(json, "name", ply_class_deal_name(s, deal));
    ply_class_write_roles(json, "for", parties & ~against);
    ply_class_write_roles(json, "against", against);
    ply_json_bool(json, "stopped", !parley_game_agreed(s->game, deal->bundle, parties & ~against));
    ply_json_end(json);
  }
  ply_json_end(json);
}

static void write_changes(ply_json *json, const ply_class_session *s, const uint64_t *end, uint64_t bundle) {
  double base[PLY_CLASS_ROLES], payoffs[PLY_CLASS_ROLES];
  bool known = parley_game_payoffs(s->game, bundle, payoffs);
  if (end != NULL) known = parley_game_payoffs(s->game, *end, base) && known;
  ply_json_array(json, "changes", PLY_JSON_TIGHT);
  for (int i = 0; i < s->shape.n_actors && known; i++) {
    int before = end != NULL ? ply_class_points(s, i, base[i]) : s->scales[i].no_deal;
    ply_json_int(json, NULL, ply_class_points(s, i, payoffs[i]) - before);
  }
  ply_json_end(json);
}

/* Whether the deal of a table would hold, and who is nearest to leaving it. Points of that role's scale. */
static void write_verdict(ply_json *json, const ply_class_session *s, uint64_t bundle) {
  const ply_class_verdict *v = ply_class_verdict_of(s, bundle);
  if (v == NULL || !v->answered) return;
  ply_json_object(json, "verdict", PLY_JSON_TIGHT);
  ply_json_bool(json, "acceptable", v->acceptable);
  ply_json_bool(json, "sustained", v->sustained);
  ply_json_bool(json, "stable", v->stable);
  ply_json_bool(json, "efficient", v->efficient);
  ply_json_bool(json, "falls", v->falls);
  ply_json_int(json, "leaver", v->leaver);
  ply_json_int(json, "gain", v->leaver >= 0 ? lround(v->gain * ply_class_unit(s, v->leaver)) : 0L);
  ply_json_int(json, "least", v->least);
  if (v->least >= 0)
    ply_json_int(json, "slack", lround(v->slack * ply_class_unit(s, v->least)));
  else
    ply_json_null(json, "slack");
  ply_class_write_roles(json, "refuses", v->refuses);
  if (v->reopening_known) {
    ply_json_bool(json, "reopened", v->reopened);
    ply_class_write_roles(json, "rather_out", v->rather_out);
  }
  ply_json_end(json);
}

static void write_better_of(ply_json *json, const ply_class_session *s, int table) {
  const uint64_t *end = ply_class_end_of(s, table, 0);
  ply_class_better better;
  ply_class_better_of(s, table, &better);
  ply_json_object(json, NULL, PLY_JSON_TIGHT);
  ply_json_int(json, "table", table);
  ply_json_bool(json, "deal", end != NULL);
  ply_json_bool(json, "known", better.known);
  ply_json_bool(json, "found", better.found);
  ply_json_bool(json, "proved", better.proved);
  ply_class_write_count(json, "count", better.count);
  if (better.found) {
    ply_class_write_roles(json, "gain", better.gain);
    ply_class_write_roles(json, "lose", better.lose);
    write_changes(json, s, end, better.bundle);
    write_deal(json, s, better.bundle);
  }
  if (end != NULL) {
    ply_class_write_roles(json, "refuse", ply_class_refusers(s, *end, NULL));
    write_blocks(json, s, *end);
    write_verdict(json, s, *end);
  }
  write_others(json, s, end);
  ply_json_end(json);
}

void ply_class_write_better(ply_json *json, const ply_class_session *s) {
  ply_json_array(json, "better", PLY_JSON_TIGHT);
  for (int t = 0; t < s->state.n_tables; t++) write_better_of(json, s, t);
  ply_json_end(json);
}
