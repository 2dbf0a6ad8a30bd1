/* How do simulated talks end at the numbers of a run? Run k holds session k under what the scenario's block
 * "negotiation" says, with chances from the sweep's seed, so that it is session k of `parley negotiate` over the same
 * plan. Cost: listing the feasible bundles, then one session. */
#include "sim/negotiate/negotiate.h"
#include "sim/sweep/inside.h"

static bool agreed(const ply_reading *f) { return f->talk->one_agreed; }

static void write_agreed(const ply_output *o, const ply_reading *f, ply_text *cell) {
  (void)o;
  ply_cell_bool(cell, agreed(f));
}
static void write_round(const ply_output *o, const ply_reading *f, ply_text *cell) {
  (void)o;
  if (agreed(f)) ply_cell_count(cell, (uint64_t)(f->talk->one_step / f->talk->steps_a_round) + 1);
}
static void write_index(const ply_output *o, const ply_reading *f, ply_text *cell) {
  (void)o;
  if (agreed(f)) ply_cell_count(cell, f->talk->one_bundle.index);
}
static double payoff_of(const ply_reading *f, int actor) {
  return agreed(f) ? f->talk->one_bundle.payoffs[actor] : f->game->reservation[actor];
}
static void write_payoff(const ply_output *o, const ply_reading *f, ply_text *cell) {
  ply_text_number(cell, payoff_of(f, o->actor));
}
static void write_gain(const ply_output *o, const ply_reading *f, ply_text *cell) {
  ply_text_number(cell, payoff_of(f, o->actor) - f->game->reservation[o->actor]);
}
static void write_distance(const ply_output *o, const ply_reading *f, ply_text *cell) {
  (void)o;
  if (agreed(f) && f->talk->has_nash) ply_text_number(cell, f->talk->nash_distance.mean);
}
static void write_efficient(const ply_output *o, const ply_reading *f, ply_text *cell) {
  (void)o;
  if (agreed(f) && f->talk->judged) ply_cell_bool(cell, f->talk->efficient.count > 0);
}
static void write_sustained(const ply_output *o, const ply_reading *f, ply_text *cell) {
  (void)o;
  if (agreed(f)) ply_cell_bool(cell, f->talk->sustained.count > 0);
}
static void write_stable(const ply_output *o, const ply_reading *f, ply_text *cell) {
  (void)o;
  if (agreed(f)) ply_cell_bool(cell, f->talk->stable.count > 0);
}

static const struct {
  const char *name, *help;
  void (*write)(const ply_output *output, const ply_reading *from, ply_text *cell);
} rows[] = {
    {"talk.agreed", "1 if simulated talks end in a deal", write_agreed},
    {"talk.distance", "how far the deal lies from the Nash bargain, in gains", write_distance},
    {"talk.efficient", "1 if no acceptable bundle is better for all than the deal of the talks",
     write_efficient},
    {"talk.gain.ACTOR", "what simulated talks bring it over its reservation", write_gain},
    {"talk.index", "the bundle that simulated talks end with", write_index},
    {"talk.payoff.ACTOR", "its payoff from simulated talks; its reservation without a deal", write_payoff},
    {"talk.round", "the round in which simulated talks reach the deal", write_round},
    {"talk.stable", "1 if the deal of the talks is stable", write_stable},
    {"talk.sustained", "1 if the deal of the talks is sustained", write_sustained},
};

bool ply_measure_talk_at(int i, ply_measure *out) {
  if (i < 0 || i >= (int)(sizeof rows / sizeof *rows)) return false;
  *out = (ply_measure){
      .name = rows[i].name, .help = rows[i].help, .need = PLY_NEED_TALK, .write = rows[i].write};
  return true;
}

ply_status ply_run_talk(const ply_sweep *sweep, const ply_game *game, uint64_t run, ply_stop stop,
                        ply_negotiation **out, ply_err *err) {
  int order[PLY_MAX_ACTORS];
  ply_manner manner[PLY_MAX_ACTORS];
  ply_negotiate_settings settings = {
      .sessions = 1, .first = run, .seed = sweep->sample.seed, .threads = 1, .stop = stop};
  ply_status status = ply_negotiate_filed(game->scenario, &settings, order, manner, err);
  return status == PLY_OK ? ply_negotiate(game, &settings, out, err) : status;
}
