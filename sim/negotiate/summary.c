/* What do n sessions say together? Shares with Wilson's interval (Wilson 1927,
 * doi:10.1080/01621459.1927.10502953), means and quartiles (linear between order statistics), the different
 * deals with their counts, and one session told. Cost: sessions * log sessions. */
#include "sim/negotiate/run.h"

#include "sim/solve/solve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static ply_share share_of(uint64_t count, uint64_t of) {
  ply_share out = {.count = count, .of = of, .share = of > 0 ? (double)count / (double)of : 0, .high = 1};
  if (of == 0) return out;
  const double z = 1.959963984540054, n = (double)of, p = out.share;
  double middle = p + z * z / (2 * n), wide = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  out.low = count == 0 ? 0 : fmax(0, (middle - wide) / (1 + z * z / n));
  out.high = count == of ? 1 : fmin(1, (middle + wide) / (1 + z * z / n));
  return out;
}

static int rising(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double middle_of(double a, double b, double c) { return fmax(fmin(a, b), fmin(fmax(a, b), c)); }

/* Puts values so that number k, from 0, stands where sorting would put it, none before it larger, none after it less (Hoare
 * 1961, doi:10.1145/366622.366647, in three parts). Few values, and parts that will not shrink, are sorted. */
static void put_in_place(double *value, size_t n, size_t k) {
  enum { FEW = 64, TURNS = 64 };
  size_t from = 0, to = n;
  for (int turn = 0; to - from > FEW && turn < TURNS; turn++) {
    double pivot = middle_of(value[from], value[from + (to - from) / 2], value[to - 1]);
    size_t less = from, more = to;
    for (size_t i = from; i < more;) {
      double v = value[i];
      if (v < pivot) {
        value[i++] = value[less];
        value[less++] = v;
      } else if (v > pivot) {
        value[i] = value[--more];
        value[more] = v;
      } else {
        i++;
      }
    }
    if (k >= less && k < more) return;
    if (k < less)
      to = less;
    else
      from = more;
  }
  qsort(value + from, to - from, sizeof *value, rising);
}

/* Of values [n], of which those before `from` are in their places: they stay there. */
static double quantile(double *value, size_t n, size_t from, double p) {
  double at = p * (double)(n - 1);
  size_t k = (size_t)at;
  put_in_place(value + from, n - from, k - from);
  if (k + 1 == n) return value[n - 1];
  double next = value[k + 1];
  for (size_t i = k + 2; i < n; i++) next = value[i] < next ? value[i] : next;
  return value[k] + (at - (double)k) * (next - value[k]);
}

/* Of values [n], which are moved about. */
static ply_spread_of spread_of(double *value, size_t n) {
  ply_spread_of out = {NAN, NAN, NAN, NAN};
  if (n == 0) return out;
  double sum = 0, last = (double)(n - 1);
  for (size_t k = 0; k < n; k++) sum += value[k];
  out.mean = sum / (double)n;
  out.low = quantile(value, n, 0, 0.25);
  out.median = quantile(value, n, (size_t)(0.25 * last), 0.5);
  out.high = quantile(value, n, (size_t)(0.5 * last), 0.75);
  return out;
}

/* ---- talkers ---- */

static double reservation_of(const ply_run *run, uint64_t k, int actor) {
  if (run->reservation == NULL) return run->game->reservation[actor];
  return run->reservation[k * (uint64_t)run->game->n_actors + (uint64_t)actor];
}

static bool fill_talkers(const ply_run *run, ply_negotiation *out, double *room) {
  const ply_meeting *table = &run->table;
  ply_talker_result *talkers = PLY_NEW(out->arena, table->n_talkers, ply_talker_result);
  size_t n = (size_t)run->n_sessions, actors = (size_t)run->game->n_actors;
  if (talkers == NULL) return false;
  for (int t = 0; t < table->n_talkers; t++) {
    ply_talker_result *r = &talkers[t];
    ply_text name;
    ply_text_init(&name);
    ply_manner_write(&table->manner[t], &name);
    r->actor = table->talker[t];
    r->strategy = name.failed ? NULL : ply_arena_strdup(out->arena, name.data);
    ply_text_done(&name);
    r->signs_nothing = run->signs_nothing[t];
    for (size_t k = 0; k < n; k++) room[k] = run->payoff[k * actors + (size_t)r->actor];
    r->payoff = spread_of(room, n);
    for (size_t k = 0; k < n; k++)
      room[k] = run->payoff[k * actors + (size_t)r->actor] - reservation_of(run, k, r->actor);
    r->gain = spread_of(room, n);
    if (r->strategy == NULL) return false;
  }
  out->talkers = talkers;
  out->n_talkers = table->n_talkers;
  return true;
}

/* ---- deals ---- */

typedef struct tally {
  ply_deal deal;
  uint64_t count, first; /* first: a session that agreed on it */
  bool acceptable, sustained, stable, efficient;
} tally;

static int by_deal(const void *a, const void *b) {
  const tally *x = a, *y = b;
  return (x->deal > y->deal) - (x->deal < y->deal);
}

static int by_deal_then_session(const void *a, const void *b) {
  const tally *x = a, *y = b;
  int order = by_deal(a, b);
  return order != 0 ? order : (x->first > y->first) - (x->first < y->first);
}

static int by_count(const void *a, const void *b) {
  const tally *x = a, *y = b;
  if (x->count != y->count) return x->count > y->count ? -1 : 1;
  return by_deal(a, b);
}

static void add_session(tally *to, const ply_ended *e, uint64_t k) {
  if (to->count++ == 0) {
    *to = (tally){
        e->deal, 1, k, e->verdict.acceptable, e->verdict.sustained, e->verdict.stable, e->verdict.efficient};
    return;
  }
  to->acceptable &= e->verdict.acceptable;
  to->sustained &= e->verdict.sustained;
  to->stable &= e->verdict.stable;
  to->efficient &= e->verdict.efficient;
}

/* One entry a listed bundle, and of those the ones that somebody agreed on. */
static size_t tally_rows(const ply_run *run, tally *rows) {
  size_t different = 0;
  for (uint64_t k = 0; k < run->n_sessions; k++)
    if (run->ended[k].agreed) add_session(&rows[run->ended[k].deal], &run->ended[k], k);
  for (size_t row = 0; row < run->menu->n; row++)
    if (rows[row].count > 0) rows[different++] = rows[row];
  return different;
}

/* One entry a session that agreed, then merged by deal. */
static size_t tally_sessions(const ply_run *run, tally *tallies) {
  size_t n = 0, different = 0;
  for (uint64_t k = 0; k < run->n_sessions; k++)
    if (run->ended[k].agreed) tallies[n++] = (tally){.deal = run->ended[k].deal, .first = k};
  qsort(tallies, n, sizeof *tallies, by_deal_then_session);
  for (size_t k = 0; k < n; k++) {
    uint64_t session = tallies[k].first;
    if (different == 0 || tallies[different - 1].deal != tallies[k].deal) tallies[different++].count = 0;
    add_session(&tallies[different - 1], &run->ended[session], session);
  }
  return different;
}

static size_t tally_deals(const ply_run *run, tally *tallies) {
  size_t different = run->menu != NULL ? tally_rows(run, tallies) : tally_sessions(run, tallies);
  qsort(tallies, different, sizeof *tallies, by_count);
  return different;
}

static bool fill_bundle(const ply_run *run, ply_arena *arena, ply_deal deal, const double *payoff,
                        ply_bundle *out) {
  size_t n = (size_t)run->game->n_actors;
  double *copy = PLY_NEW(arena, n, double);
  if (copy == NULL || !ply_bundle_fill(run->game, arena, ply_run_index(run, deal), out)) return false;
  memcpy(copy, payoff, n * sizeof *copy);
  out->payoffs = copy;
  return true;
}

static void mean_payoffs(const ply_run *run, const tally *t, double *payoff) {
  size_t n = (size_t)run->game->n_actors;
  memset(payoff, 0, n * sizeof *payoff);
  for (uint64_t k = 0; k < run->n_sessions; k++)
    if (run->ended[k].agreed && run->ended[k].deal == t->deal)
      for (size_t i = 0; i < n; i++) payoff[i] += run->payoff[k * n + i];
  for (size_t i = 0; i < n; i++) payoff[i] /= (double)t->count;
}

static bool fill_deals(const ply_run *run, ply_negotiation *out) {
  size_t room = run->menu != NULL ? run->menu->n : (size_t)run->n_sessions;
  tally *tallies = calloc(room + 1, sizeof *tallies);
  if (tallies == NULL) return false;
  size_t different = tally_deals(run, tallies);
  int listed = different < PLY_DEALS_LISTED ? (int)different : PLY_DEALS_LISTED;
  ply_deal_result *deals = PLY_NEW(out->arena, listed, ply_deal_result);
  bool good = deals != NULL;
  for (int d = 0; good && d < listed; d++) {
    double payoff[PLY_MAX_ACTORS];
    const tally *t = &tallies[d];
    mean_payoffs(run, t, payoff);
    good = fill_bundle(run, out->arena, t->deal, payoff, &deals[d].bundle);
    deals[d].count = t->count;
    deals[d].acceptable = t->acceptable;
    deals[d].sustained = t->sustained;
    deals[d].stable = t->stable;
    deals[d].efficient = t->efficient;
  }
  free(tallies);
  out->n_different = different;
  out->n_deals = listed;
  out->deals = deals;
  return good;
}

/* ---- shares, rounds, distance ---- */

static void fill_shares(const ply_run *run, ply_negotiation *out, double *room) {
  uint64_t agreed = 0, acceptable = 0, sustained = 0, stable = 0, efficient = 0;
  size_t n = 0;
  for (uint64_t k = 0; k < run->n_sessions; k++) {
    const ply_ended *e = &run->ended[k];
    if (!e->agreed) continue;
    room[agreed++] = e->step / out->steps_a_round + 1;
    acceptable += e->verdict.acceptable;
    sustained += e->verdict.sustained;
    stable += e->verdict.stable;
    efficient += e->verdict.efficient;
  }
  out->agreed = share_of(agreed, run->n_sessions);
  out->round = spread_of(room, (size_t)agreed);
  out->acceptable = share_of(acceptable, agreed);
  out->sustained = share_of(sustained, agreed);
  out->stable = share_of(stable, agreed);
  out->efficient = share_of(efficient, agreed);
  out->judged = run->menu != NULL;
  for (uint64_t k = 0; k < run->n_sessions; k++)
    if (run->ended[k].agreed && !isnan(run->ended[k].verdict.distance))
      room[n++] = run->ended[k].verdict.distance;
  out->has_nash = n > 0;
  out->nash_distance = spread_of(room, n);
}

/* ---- one session, and the one told ---- */

static bool fill_one(const ply_run *run, ply_negotiation *out) {
  out->one = run->n_sessions == 1;
  out->one_agreed = run->ended[0].agreed;
  out->one_step = run->ended[0].step;
  if (!out->one || !out->one_agreed) return true;
  return fill_bundle(run, out->arena, run->ended[0].deal, run->payoff, &out->one_bundle);
}

static bool fill_trace(const ply_run *run, ply_negotiation *out) {
  static const char *const words[] = {"offer", "accept", "pass", "vote"};
  ply_told_event *events = PLY_NEW(out->arena, run->n_events, ply_told_event);
  if (events == NULL) return false;
  out->traced = run->settings->trace;
  if (out->traced > 0) out->traced_agreed = run->ended[out->traced - 1].agreed;
  for (size_t e = 0; e < run->n_events; e++) {
    const ply_event *from = &run->events[e];
    events[e] = (ply_told_event){.step = from->step,
                                 .actor = from->actor,
                                 .does = words[from->does],
                                 .has_bundle = from->deal != PLY_NO_DEAL,
                                 .stands = from->stands,
                                 .yes = from->yes};
    const double *payoff = run->event_payoff + e * (size_t)run->game->n_actors;
    if (events[e].has_bundle && !fill_bundle(run, out->arena, from->deal, payoff, &events[e].bundle))
      return false;
  }
  out->events = events;
  out->n_events = run->n_events;
  return true;
}

static bool fill_frame(const ply_run *run, ply_negotiation *out) {
  const ply_meeting *table = &run->table;
  int player[PLY_MAX_ACTORS];
  out->n_players = ply_players(run->game, player);
  int *players = PLY_NEW(out->arena, out->n_players, int);
  if (players == NULL || !ply_frame_fill(run->game, out->arena, &out->frame)) return false;
  memcpy(players, player, (size_t)out->n_players * sizeof *players);
  out->players = players;
  out->protocol = table->protocol->name;
  out->numbers = run->settings->numbers != NULL ? "drawn" : "base";
  out->rounds = table->rounds;
  out->steps = table->steps;
  out->steps_a_round = table->protocol->by_round ? 1 : table->n_talkers;
  out->seed = table->seed;
  out->has_mediator = table->protocol->of_texts;
  out->mediator = table->mediator;
  out->by_chance = run->by_chance;
  return true;
}

static ply_status summarise(const ply_run *run, ply_negotiation *out, ply_err *err) {
  double *room = calloc((size_t)run->n_sessions + 1, sizeof *room);
  bool good = room != NULL && fill_frame(run, out) && fill_talkers(run, out, room) && fill_deals(run, out) &&
              fill_one(run, out) && fill_trace(run, out);
  if (good) fill_shares(run, out, room);
  free(room);
  return good ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "not enough memory for the summary");
}

ply_status ply_negotiate(const ply_game *game, const ply_negotiate_settings *settings, ply_negotiation **out,
                         ply_err *err) {
  ply_run run;
  *out = NULL;
  ply_negotiation *made = ply_negotiation_new();
  ply_status status = ply_run_init(&run, game, settings, err);
  if (status == PLY_OK && made == NULL) status = ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  if (status == PLY_OK) status = ply_run_all(&run, err);
  if (status == PLY_OK) status = summarise(&run, made, err);
  ply_run_done(&run);
  if (status == PLY_OK)
    *out = made;
  else
    ply_negotiation_free(made);
  return status;
}
