/* The debrief's steps 4 to 6 as data: the deals among what was possible, what the theory predicts, and the
 * better deal that nobody proposed, with the groups that could have stopped this or that. All of it is what
 * the solver answered for the very scenario that was played, news that changed it included; where an answer
 * is still being worked out, the data say so. Gains in the plot are thousandths of a payoff unit, so that
 * each actor's scale is the reader's choice. */
#include "sim/class/session/blocks.h"
#include "sim/class/server/view.h"

#include <inttypes.h>
#include <math.h>

/* rounds: of offers that were over when it was agreed. */
static bool payoffs_of(const ply_class_session *s, const uint64_t *bundle, int rounds, double *payoffs) {
  if (bundle != NULL) return ply_class_payoffs_late(s, *bundle, rounds, payoffs);
  for (int i = 0; i < s->shape.n_actors; i++) payoffs[i] = parley_game_actor_at(s->game, i).reservation;
  return true;
}

static void write_gains(const ply_class_session *s, const uint64_t *bundle, int rounds, ply_text *out) {
  double payoffs[PLY_CLASS_ROLES];
  if (!payoffs_of(s, bundle, rounds, payoffs)) return;
  ply_text_add(out, "\"points\":[");
  for (int i = 0; i < s->shape.n_actors; i++)
    ply_text_addf(out, "%s%d", i > 0 ? "," : "", ply_class_points(s, i, payoffs[i]));
  ply_text_add(out, "],\"gains\":[");
  for (int i = 0; i < s->shape.n_actors; i++)
    ply_text_addf(out, "%s%d", i > 0 ? "," : "", ply_class_points(s, i, payoffs[i]) - s->scales[i].no_deal);
  ply_text_add(out, "]");
}

void ply_class_view_gains(const ply_class_session *s, uint64_t bundle, bool deal, ply_text *out) {
  write_gains(s, deal ? &bundle : NULL, 0, out);
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

static void write_count(const char *key, double count, ply_text *out) {
  ply_text_addf(out, ",\"%s\":\"", key);
  ply_class_count(count, out);
  ply_text_add(out, "\"");
}

static const char *truth(bool yes) { return yes ? "true" : "false"; }

/* ---- step 4: the plot ---- */

/* Everybody's gain over no deal in thousandths of a payoff unit; bundle NULL: no deal. rounds: of offers that
 * were over when it was agreed. */
static void write_milli_late(const ply_class_session *s, const uint64_t *bundle, int rounds, ply_text *out) {
  double payoffs[PLY_CLASS_ROLES];
  bool known = bundle != NULL && ply_class_payoffs_late(s, *bundle, rounds, payoffs);
  ply_text_add(out, "[");
  for (int i = 0; i < s->shape.n_actors; i++) {
    double gain = known ? payoffs[i] - parley_game_actor_at(s->game, i).reservation : 0;
    ply_text_addf(out, "%s%ld", i > 0 ? "," : "", lround(1000 * fmax(-1e6, fmin(1e6, gain))));
  }
  ply_text_add(out, "]");
}

static void write_milli(const ply_class_session *s, const uint64_t *bundle, ply_text *out) {
  write_milli_late(s, bundle, 0, out);
}

static void write_cloud(const ply_class_session *s, const ply_class_found *f, ply_text *out) {
  ply_text_addf(out, ",\"whole\":%s,\"every_pair\":%s,\"players\":", truth(f->whole), truth(f->every_pair));
  ply_class_view_roles(f->players, out);
  write_count("of", f->acceptable, out);
  write_count("efficient", f->efficient < 0 ? 0 : f->efficient, out);
  ply_text_addf(out, ",\"efficient_known\":%s,\"cloud\":[", truth(f->efficient >= 0));
  for (size_t i = 0; i < f->n_cloud; i++) {
    ply_text_add(out, i > 0 ? "," : "");
    write_milli(s, &f->cloud[i], out);
  }
  ply_text_add(out, "]");
}

void ply_class_view_plot(const ply_class_session *s, ply_text *out) {
  const ply_class_found *f = ply_class_session_found(s, NULL);
  const char *comma = "";
  bool known = f != NULL && !f->failed;
  ply_text_addf(out, ",\"plot\":{\"known\":%s,\"pending\":%s,\"units\":[", truth(known), truth(f == NULL));
  for (int i = 0; i < s->shape.n_actors; i++)
    ply_text_addf(out, "%s%.4f", i > 0 ? "," : "", ply_class_unit(s, i));
  ply_text_add(out, "]");
  if (known) write_cloud(s, f, out);
  ply_text_add(out, ",\"tables\":[");
  for (int t = 0; t < s->state.n_tables; t++)
    for (int r = 0; r <= s->state.round; r++) {
      if (s->state.tables[t].end[r].status == PLY_TABLE_OPEN) continue;
      ply_text_addf(out, "%s{\"table\":%d,\"round\":%d,\"gains\":", comma, t, r);
      int id = s->state.tables[t].end[r].proposal;
      write_milli_late(s, ply_class_end_of(s, t, r), id >= 0 ? s->state.proposals[id].turn : 0, out);
      ply_text_add(out, "}");
      comma = ",";
    }
  ply_text_add(out, "],\"designs\":[");
  for (int d = 0; d < s->shape.n_designs; d++) {
    uint64_t bundle;
    parley_name name = parley_game_design_at(s->game, d, &bundle);
    ply_text_add(out, d > 0 ? ",{\"name\":" : "{\"name\":");
    ply_text_json(out, name.name);
    ply_text_add(out, ",\"gains\":");
    write_milli(s, &bundle, out);
    ply_text_add(out, "}");
  }
  ply_text_add(out, "]}");
}

/* ---- step 5: the prediction ---- */

/* A deal with what it gives, as the inside of an object. */
static void write_deal(const ply_class_session *s, uint64_t bundle, ply_text *out) {
  ply_class_view_bundle(s, bundle, out);
  ply_text_add(out, ",");
  ply_class_view_gains(s, bundle, true, out);
}

static void write_blocks(const ply_class_session *s, uint64_t bundle, ply_text *out) {
  parley_blocking blocks;
  blocks = parley_game_blocking(s->game, bundle);
  ply_text_add(out, "\"blocks\":{\"parties\":");
  ply_class_view_roles(blocks.parties, out);
  ply_text_add(out, ",\"alone\":");
  ply_class_view_roles(blocks.alone, out);
  ply_text_addf(out, ",\"any\":%d,\"of\":", blocks.any);
  ply_class_view_roles(blocks.of, out);
  ply_text_add(out, ",\"groups\":[");
  for (int g = 0; g < blocks.n_groups; g++) {
    ply_text_add(out, g > 0 ? "," : "");
    ply_class_view_roles(blocks.groups[g], out);
  }
  ply_text_addf(out, "],\"more\":%s}", truth(blocks.more));
}

static void write_solutions(const ply_class_session *s, const ply_class_found *f, ply_text *out) {
  const char *comma = "";
  ply_text_add(out, ",\"deals\":[");
  for (int d = 0; d < f->n_deals; d++) {
    if (!f->deals[d].found) continue;
    ply_text_addf(out, "%s{\"key\":\"%s\",\"name\":", comma, f->deals[d].key);
    ply_text_json(out, ply_class_deal_name(s, &f->deals[d]));
    ply_text_add(out, ",");
    write_deal(s, f->deals[d].bundle, out);
    ply_text_add(out, ",\"milli\":");
    write_milli(s, &f->deals[d].bundle, out);
    ply_text_add(out, ",");
    write_blocks(s, f->deals[d].bundle, out);
    ply_text_add(out, "}");
    comma = ",";
  }
  ply_text_add(out, "]");
}

/* The stable packages; where there are none, those that hold because a leaver would undo them: the first that
 * are known, in order of their index. */
static void write_holding(const ply_class_session *s, const ply_class_found *f, ply_text *out) {
  bool stable = f->stable > 0;
  int n = 0;
  ply_text_addf(out, ",\"holding\":{\"stable\":%s,\"listed\":[", truth(stable));
  for (size_t i = 0; stable && i < f->n_stable && n < LISTED; i++) {
    ply_text_add(out, n++ > 0 ? ",{" : "{");
    write_deal(s, f->stable_first[i], out);
    ply_text_add(out, "}");
  }
  for (size_t i = 0; !stable && i < f->n_cloud && n < LISTED; i++) {
    if ((f->marks[i] & PLY_FOUND_SUSTAINED) == 0) continue;
    ply_text_add(out, n++ > 0 ? ",{" : "{");
    write_deal(s, f->cloud[i], out);
    ply_text_add(out, "}");
  }
  ply_text_add(out, "]");
  write_count("count", stable ? f->stable : f->sustained, out);
  ply_text_add(out, "}");
}

/* What backward induction says of the talks. */
static void write_talks(const ply_class_session *s, const ply_class_found *f, ply_text *out) {
  if (!f->has_talks) return;
  ply_text_add(out, ",\"talks\":{");
  write_deal(s, f->talks, out);
  ply_text_add(out, "}");
}

void ply_class_view_prediction(const ply_class_session *s, ply_text *out) {
  const ply_class_found *f = ply_class_session_found(s, NULL);
  bool known = f != NULL && !f->failed;
  ply_text_addf(out, ",\"prediction\":{\"known\":%s,\"pending\":%s,\"changed\":%s", truth(known),
                truth(f == NULL), truth(s->n_patches > 0));
  if (known) {
    ply_text_addf(out, ",\"decided\":%s,\"over\":\"%s\"", truth(f->decided),
                  f->stable > 0      ? "stable"
                  : f->sustained > 0 ? "sustained"
                                     : "acceptable");
    write_count("acceptable", f->acceptable, out);
    write_count("sustained", f->sustained, out);
    write_count("stable", f->stable, out);
    write_solutions(s, f, out);
    write_holding(s, f, out);
    if (s->course.mode == PLY_MODE_OFFERS) write_talks(s, f, out);
  }
  ply_text_add(out, "}");
}

/* ---- step 6: the better deal ---- */

/* What the solver's deals would have been to this table: who of those asked would have taken them over how it
 * ended, who not, and whether that stops them. */
static void write_others(const ply_class_session *s, const uint64_t *end, ply_text *out) {
  const ply_class_found *f = ply_class_session_found(s, NULL);
  double base[PLY_CLASS_ROLES];
  const char *comma = "";
  if (end != NULL && !parley_game_payoffs(s->game, *end, base)) return;
  ply_text_add(out, ",\"others\":[");
  for (int d = 0; f != NULL && !f->failed && d < f->n_deals; d++) {
    const ply_class_deal *deal = &f->deals[d];
    if (!ply_class_found_first(f, d) || (end != NULL && *end == deal->bundle)) continue;
    uint64_t parties = parley_game_parties(s->game, deal->bundle);
    uint64_t against = ply_class_refusers(s, deal->bundle, end != NULL ? base : NULL);
    ply_text_addf(out, "%s{\"name\":", comma);
    ply_text_json(out, ply_class_deal_name(s, deal));
    ply_text_add(out, ",\"for\":");
    ply_class_view_roles(parties & ~against, out);
    ply_text_add(out, ",\"against\":");
    ply_class_view_roles(against, out);
    ply_text_addf(out, ",\"stopped\":%s}",
                  truth(!parley_game_agreed(s->game, deal->bundle, parties & ~against)));
    comma = ",";
  }
  ply_text_add(out, "]");
}

static void write_changes(const ply_class_session *s, const uint64_t *end, uint64_t bundle, ply_text *out) {
  double base[PLY_CLASS_ROLES], payoffs[PLY_CLASS_ROLES];
  bool known = parley_game_payoffs(s->game, bundle, payoffs);
  if (end != NULL) known = parley_game_payoffs(s->game, *end, base) && known;
  ply_text_add(out, ",\"changes\":[");
  for (int i = 0; i < s->shape.n_actors && known; i++) {
    int before = end != NULL ? ply_class_points(s, i, base[i]) : s->scales[i].no_deal;
    ply_text_addf(out, "%s%d", i > 0 ? "," : "", ply_class_points(s, i, payoffs[i]) - before);
  }
  ply_text_add(out, "]");
}

/* Whether the deal of a table would hold, and who is nearest to leaving it. Points of that role's scale. */
static void write_verdict(const ply_class_session *s, uint64_t bundle, ply_text *out) {
  const ply_class_verdict *v = ply_class_verdict_of(s, bundle);
  if (v == NULL || !v->answered) return;
  ply_text_addf(
      out,
      ",\"verdict\":{\"acceptable\":%s,\"sustained\":%s,\"stable\":%s,\"efficient\":%s,\"falls\":%s,"
      "\"leaver\":%d,\"gain\":%ld,\"least\":%d,\"slack\":",
      truth(v->acceptable), truth(v->sustained), truth(v->stable), truth(v->efficient), truth(v->falls),
      v->leaver, v->leaver >= 0 ? lround(v->gain * ply_class_unit(s, v->leaver)) : 0L, v->least);
  if (v->least >= 0)
    ply_text_addf(out, "%ld", lround(v->slack * ply_class_unit(s, v->least)));
  else
    ply_text_add(out, "null");
  ply_text_add(out, ",\"refuses\":");
  ply_class_view_roles(v->refuses, out);
  if (v->reopening_known) {
    ply_text_addf(out, ",\"reopened\":%s,\"rather_out\":", truth(v->reopened));
    ply_class_view_roles(v->rather_out, out);
  }
  ply_text_add(out, "}");
}

static void write_better_of(const ply_class_session *s, int table, ply_text *out) {
  const uint64_t *end = ply_class_end_of(s, table, 0);
  ply_class_better better;
  ply_class_better_of(s, table, &better);
  ply_text_addf(out, "{\"table\":%d,\"deal\":%s,\"known\":%s,\"found\":%s,\"proved\":%s", table,
                truth(end != NULL), truth(better.known), truth(better.found), truth(better.proved));
  write_count("count", better.count, out);
  if (better.found) {
    ply_text_add(out, ",\"gain\":");
    ply_class_view_roles(better.gain, out);
    ply_text_add(out, ",\"lose\":");
    ply_class_view_roles(better.lose, out);
    write_changes(s, end, better.bundle, out);
    ply_text_add(out, ",");
    write_deal(s, better.bundle, out);
  }
  if (end != NULL) {
    ply_text_add(out, ",\"refuse\":");
    ply_class_view_roles(ply_class_refusers(s, *end, NULL), out);
    ply_text_add(out, ",");
    write_blocks(s, *end, out);
    write_verdict(s, *end, out);
  }
  write_others(s, end, out);
  ply_text_add(out, "}");
}

void ply_class_view_better(const ply_class_session *s, ply_text *out) {
  ply_text_add(out, ",\"better\":[");
  for (int t = 0; t < s->state.n_tables; t++) {
    if (t > 0) ply_text_add(out, ",");
    write_better_of(s, t, out);
  }
  ply_text_add(out, "]");
}
