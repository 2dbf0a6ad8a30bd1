/* What can be kept of a run: one row a name, with what it needs to be worked out and how it is written as a
 * cell of the table. Truth is 1 or 0; what a run does not have (no Nash point, say) is an empty cell. */
#include "sim/sweep/inside.h"

#include <math.h>
#include <string.h>

/* ---- cells ---- */

/* ---- the space ---- */

static void known_count(ply_text *cell, ply_count count) {
  if (count.low == count.high) ply_cell_count(cell, count.low);
}

#define COUNT(field)                                                                                         \
  static void write_##field(const ply_output *o, const ply_reading *f, ply_text *cell) {                     \
    (void)o;                                                                                                 \
    known_count(cell, f->result->field);                                                                     \
  }
COUNT(feasible)
COUNT(acceptable)
COUNT(sustained)
COUNT(stable)
COUNT(join_equilibria)

static void write_share(const ply_output *o, const ply_reading *f, ply_text *cell) {
  (void)o;
  const ply_result *r = f->result;
  if (r->acceptable.low == r->acceptable.high && r->feasible.low == r->feasible.high && r->feasible.low > 0)
    ply_text_number(cell, (double)r->acceptable.low / (double)r->feasible.low);
}

static void any_of(ply_text *cell, ply_count count) {
  if (count.low > 0 || count.high == 0) ply_cell_bool(cell, count.low > 0);
}
static void write_any_acceptable(const ply_output *o, const ply_reading *f, ply_text *cell) {
  (void)o;
  any_of(cell, f->result->acceptable);
}
static void write_any_sustained(const ply_output *o, const ply_reading *f, ply_text *cell) {
  (void)o;
  any_of(cell, f->result->sustained);
}
static void write_any_stable(const ply_output *o, const ply_reading *f, ply_text *cell) {
  (void)o;
  any_of(cell, f->result->stable);
}

static void write_pareto(const ply_output *o, const ply_reading *f, ply_text *cell) {
  (void)o;
  if (f->result->pareto.outcome != PLY_LIMIT_REACHED) ply_cell_count(cell, f->result->pareto.count);
}
static void write_regret(const ply_output *o, const ply_reading *f, ply_text *cell) {
  (void)o;
  if (f->result->least_regret.outcome == PLY_FOUND) ply_text_number(cell, f->result->least_regret.regret);
}
static void write_would(const ply_output *o, const ply_reading *f, ply_text *cell) {
  if (f->result->sets_decided) ply_cell_count(cell, f->result->actors[o->actor].would_accept);
}
static void write_veto(const ply_output *o, const ply_reading *f, ply_text *cell) {
  if (f->result->sets_decided) ply_cell_count(cell, f->result->actors[o->actor].veto_weight);
}

/* ---- designs: from either path ---- */

static const ply_designs_only_design *designs_only(const ply_output *o, const ply_reading *f) {
  return f->designs != NULL ? &f->designs[o->design] : NULL;
}
static const ply_design_result *whole(const ply_output *o, const ply_reading *f) {
  return &f->result->designs[o->design];
}

#define VERDICT(field)                                                                                       \
  static void write_design_##field(const ply_output *o, const ply_reading *f, ply_text *cell) {              \
    ply_cell_bool(cell, designs_only(o, f) != NULL ? designs_only(o, f)->field : whole(o, f)->field);        \
  }
VERDICT(feasible)
VERDICT(acceptable)
VERDICT(join_equilibrium)
VERDICT(sustained)

static void write_design_stable(const ply_output *o, const ply_reading *f, ply_text *cell) {
  const ply_designs_only_design *d = designs_only(o, f);
  ply_cell_bool(cell, d != NULL ? d->acceptable && d->join_equilibrium : whole(o, f)->stable);
}
static void write_design_efficient(const ply_output *o, const ply_reading *f, ply_text *cell) {
  if (whole(o, f)->efficient_outcome != PLY_LIMIT_REACHED) ply_cell_bool(cell, whole(o, f)->efficient);
}

static bool refuses(const ply_output *o, const ply_reading *f, int actor) {
  const ply_designs_only_design *d = designs_only(o, f);
  return d != NULL ? d->refuses >> actor & 1 : whole(o, f)->refuses[actor];
}
static void write_refuses(const ply_output *o, const ply_reading *f, ply_text *cell) {
  bool any = false;
  for (int i = 0; i < f->scenario->n_actors; i++) {
    if (!refuses(o, f, i)) continue;
    ply_text_addf(cell, "%s%s", any ? "+" : "", f->scenario->actors[i].id);
    any = true;
  }
  if (!any) ply_text_add(cell, "nobody");
}
static void write_refuses_actor(const ply_output *o, const ply_reading *f, ply_text *cell) {
  ply_cell_bool(cell, refuses(o, f, o->actor));
}
static double margin_of(const ply_output *o, const ply_reading *f, int actor) {
  return designs_only(o, f) != NULL ? designs_only(o, f)->margins[actor] : whole(o, f)->margins[actor];
}
static void write_margin(const ply_output *o, const ply_reading *f, ply_text *cell) {
  ply_text_number(cell, margin_of(o, f, o->actor));
}
static void write_least_margin(const ply_output *o, const ply_reading *f, ply_text *cell) {
  double least = INFINITY;
  for (int i = 0; i < f->scenario->n_actors; i++) {
    bool party = designs_only(o, f) != NULL ? designs_only(o, f)->parties >> i & 1 : whole(o, f)->party[i];
    if (party) least = fmin(least, margin_of(o, f, i));
  }
  if (isfinite(least)) ply_text_number(cell, least);
}
static void write_payoff(const ply_output *o, const ply_reading *f, ply_text *cell) {
  ply_text_number(cell, designs_only(o, f) != NULL ? designs_only(o, f)->payoffs[o->actor]
                                                   : whole(o, f)->bundle.payoffs[o->actor]);
}
static void write_design_indicator(const ply_output *o, const ply_reading *f, ply_text *cell) {
  const ply_designs_only_design *d = designs_only(o, f);
  if (d != NULL) {
    ply_text_number(cell, d->security.indicator[o->indicator]);
    return;
  }
  const ply_design_security *s = &whole(o, f)->security;
  switch ((ply_indicator)o->indicator) {
  case PLY_ATTACK: ply_text_number(cell, s->attack); break;
  case PLY_DETERRED: ply_text_number(cell, 1 - s->attack); break;
  case PLY_OVERRUN: ply_text_number(cell, s->overrun); break;
  case PLY_HOLDS: ply_text_number(cell, s->holds); break;
  case PLY_CREDIBILITY: ply_text_number(cell, s->credibility); break;
  case PLY_FORCE: ply_text_number(cell, s->force); break;
  default: break;
  }
}
static void write_honour(const ply_output *o, const ply_reading *f, ply_text *cell) {
  const ply_designs_only_design *d = designs_only(o, f);
  int candidate = f->game->candidate_of[o->actor];
  if (candidate < 0 || f->game->security == NULL) return;
  ply_text_number(cell, d != NULL ? d->security.honour[candidate] : whole(o, f)->security.honour[o->actor]);
}
static void write_design_members(const ply_output *o, const ply_reading *f, ply_text *cell) {
  uint64_t n = 0;
  for (int i = 0; i < f->scenario->n_actors; i++) n += f->scenario->designs[o->design].levels[i] > 0;
  ply_cell_count(cell, n);
}
static void write_design_regret(const ply_output *o, const ply_reading *f, ply_text *cell) {
  ply_text_number(cell, whole(o, f)->regret);
}
static void write_join_count(const ply_output *o, const ply_reading *f, ply_text *cell) {
  if (whole(o, f)->join.outcome != PLY_LIMIT_REACHED) ply_cell_count(cell, whole(o, f)->join.count);
}
static void write_no_deal(const ply_output *o, const ply_reading *f, ply_text *cell) {
  if (whole(o, f)->join.outcome != PLY_LIMIT_REACHED) ply_cell_bool(cell, whole(o, f)->join.no_deal);
}

/* ---- slack, reopened terms ---- */

static void write_slack(const ply_output *o, const ply_reading *f, ply_text *cell) {
  (void)o;
  if (f->result->slack.outcome == PLY_FOUND && f->result->slack.value <= 1e300)
    ply_text_number(cell, f->result->slack.value);
}
static void write_slack_index(const ply_output *o, const ply_reading *f, ply_text *cell) {
  (void)o;
  if (f->result->slack.outcome == PLY_FOUND) ply_cell_count(cell, f->result->slack.bundle.index);
}
static void write_reopened(const ply_output *o, const ply_reading *f, ply_text *cell) {
  (void)o;
  if (f->result->reopened.outcome != PLY_LIMIT_REACHED) ply_cell_count(cell, f->result->reopened.count.low);
}
static void write_any_reopened(const ply_output *o, const ply_reading *f, ply_text *cell) {
  (void)o;
  if (f->result->reopened.outcome != PLY_LIMIT_REACHED)
    ply_cell_bool(cell, f->result->reopened.count.low > 0);
}

/* ---- a field of the JSON ---- */

static void write_pointer(const ply_output *o, const ply_reading *f, ply_text *cell) {
  const char *from;
  size_t n;
  if (f->json == NULL || !ply_json_find(f->json, o->name, &from, &n) ||
      (n == 4 && strncmp(from, "null", 4) == 0))
    return;
  ply_text raw;
  ply_text_init(&raw);
  bool text = from[0] == '"' && n >= 2 && memchr(from, '\\', n) == NULL;
  ply_text_add_n(&raw, text ? from + 1 : from, text ? n - 2 : n);
  if (strcmp(raw.data, "true") == 0 || strcmp(raw.data, "false") == 0)
    ply_cell_bool(cell, raw.data[0] == 't');
  else
    ply_cell_text(cell, raw.data);
  ply_text_done(&raw);
}
const ply_measure ply_measure_pointer = {
    "/POINTER", "a field of the result's JSON", PLY_NEED_JSON, write_pointer, 0, NULL, NULL};

/* ---- the rows ---- */

static const ply_measure rows[] = {
    {"acceptable.any", "1 if any bundle is acceptable", PLY_NEED_SOLVE, write_any_acceptable, 0, NULL, NULL},
    {"acceptable.count", "acceptable bundles", PLY_NEED_SOLVE, write_acceptable, 0, NULL, NULL},
    {"acceptable.share", "acceptable bundles as a share of the feasible ones", PLY_NEED_SOLVE, write_share, 0,
     NULL, NULL},
    {"feasible.count", "feasible bundles", PLY_NEED_SOLVE, write_feasible, 0, NULL, NULL},
    {"join_equilibria.count", "join equilibria", PLY_NEED_SOLVE, write_join_equilibria, PLY_SKIP_JOIN, NULL,
     NULL},
    {"pareto.count", "efficient bundles", PLY_NEED_SOLVE, write_pareto, PLY_SKIP_PARETO, NULL, NULL},
    {"regret", "the least regret of an acceptable bundle", PLY_NEED_SOLVE, write_regret, PLY_SKIP_REGRET,
     NULL, NULL},
    {"reopened.any", "1 if any deal holds even if terms can be reopened", PLY_NEED_SOLVE, write_any_reopened,
     PLY_SKIP_REOPENED, NULL, NULL},
    {"reopened.count", "sustained bundles that hold even if terms can be reopened", PLY_NEED_SOLVE,
     write_reopened, PLY_SKIP_REOPENED, NULL, NULL},
    {"slack", "how much every reservation could rise before no deal is left (below 0: must fall)",
     PLY_NEED_SOLVE, write_slack, PLY_SKIP_SLACK, NULL, NULL},
    {"slack.index", "the bundle that has the slack", PLY_NEED_SOLVE, write_slack_index, PLY_SKIP_SLACK, NULL,
     NULL},
    {"stable.any", "1 if any bundle is stable", PLY_NEED_SOLVE, write_any_stable, 0, NULL, NULL},
    {"stable.count", "stable bundles", PLY_NEED_SOLVE, write_stable, 0, NULL, NULL},
    {"sustained.any", "1 if any bundle is sustained", PLY_NEED_SOLVE, write_any_sustained, 0, NULL, NULL},
    {"sustained.count", "sustained bundles", PLY_NEED_SOLVE, write_sustained, 0, NULL, NULL},
    {"veto_weight.ACTOR", "acceptable bundles that its yes alone would add", PLY_NEED_SOLVE, write_veto,
     PLY_SKIP_VETO, NULL, NULL},
    {"would_accept.ACTOR", "feasible bundles it would accept if asked", PLY_NEED_SOLVE, write_would,
     PLY_SKIP_VETO, NULL, NULL},
    {"design.DESIGN.acceptable", "1 if everybody needed accepts the design", PLY_NEED_PAYOFFS,
     write_design_acceptable, 0, NULL, NULL},
    {"design.DESIGN.INDICATOR", "attack, deterred, overrun, holds, credibility, force under the design",
     PLY_NEED_PAYOFFS, write_design_indicator, 0, NULL, NULL},
    {"design.DESIGN.efficient", "1 if no acceptable bundle is better for all", PLY_NEED_SOLVE,
     write_design_efficient, 0, NULL, NULL},
    {"design.DESIGN.feasible", "1 if the design breaks no rule", PLY_NEED_PAYOFFS, write_design_feasible, 0,
     NULL, NULL},
    {"design.DESIGN.honour.ACTOR", "the chance that it honours its pledge", PLY_NEED_PAYOFFS, write_honour, 0,
     NULL, NULL},
    {"design.DESIGN.join.count", "join equilibria at the design", PLY_NEED_SOLVE, write_join_count, 0, NULL,
     NULL},
    {"design.DESIGN.join.no_deal", "1 if everybody may wait for the others", PLY_NEED_SOLVE, write_no_deal, 0,
     NULL, NULL},
    {"design.DESIGN.join_equilibrium", "1 if no candidate gains by moving alone", PLY_NEED_MOVES,
     write_design_join_equilibrium, 0, NULL, NULL},
    {"design.DESIGN.least_margin", "the smallest margin among those asked", PLY_NEED_PAYOFFS,
     write_least_margin, 0, NULL, NULL},
    {"design.DESIGN.margin.ACTOR", "payoff minus reservation", PLY_NEED_PAYOFFS, write_margin, 0, NULL, NULL},
    {"design.DESIGN.members", "candidates that join under the design", PLY_NEED_PAYOFFS, write_design_members,
     0, NULL, NULL},
    {"design.DESIGN.payoff.ACTOR", "payoff under the design", PLY_NEED_PAYOFFS, write_payoff, 0, NULL, NULL},
    {"design.DESIGN.refuses", "who refuses, joined by +, or nobody", PLY_NEED_PAYOFFS, write_refuses, 0, NULL,
     NULL},
    {"design.DESIGN.refuses.ACTOR", "1 if it is asked and refuses", PLY_NEED_PAYOFFS, write_refuses_actor, 0,
     NULL, NULL},
    {"design.DESIGN.regret", "the largest gain of one candidate moving alone", PLY_NEED_SOLVE,
     write_design_regret, 0, NULL, NULL},
    {"design.DESIGN.stable", "1 if acceptable and a join equilibrium", PLY_NEED_MOVES, write_design_stable, 0,
     NULL, NULL},
    {"design.DESIGN.sustained", "1 if nobody would leave where a leaver may undo the deal", PLY_NEED_MOVES,
     write_design_sustained, 0, NULL, NULL},
};
enum { N_ROWS = sizeof rows / sizeof *rows };

typedef bool measure_rows(int i, ply_measure *out);

/* The rows of the other files, after one another. */
static measure_rows *const others[] = {ply_measure_talk_at, ply_measure_concordance_at,
                                       ply_measure_answer_at};

bool ply_measure_at(int i, ply_measure *out) {
  if (i < N_ROWS) {
    if (i >= 0) *out = rows[i];
    return i >= 0;
  }
  i -= N_ROWS;
  for (size_t k = 0; k < sizeof others / sizeof *others; k++) {
    ply_measure unused;
    int n = 0;
    if (others[k](i, out)) return true;
    while (others[k](n, &unused)) n++;
    i -= n;
  }
  return false;
}
