/* The oracle's answers put down as a result. */
#include "tests/support/oracle.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

ply_bundle oracle_bundle(const oracle *o, uint64_t b, ply_arena *arena) {
  size_t n = (size_t)o->n, k = (size_t)o->scenario->n_issues;
  uint16_t *option = PLY_NEW(arena, k + 1, uint16_t);
  uint8_t *level = PLY_NEW(arena, n, uint8_t);
  double *u = PLY_NEW(arena, n, double);
  memcpy(option, o->option + b * k, k * sizeof *option);
  memcpy(level, o->level + b * n, n);
  memcpy(u, o->u + b * n, n * sizeof *u);
  uint64_t asked = 0;
  for (int i = 0; i < o->n; i++) asked |= (uint64_t)oracle_is_party(o, b, i) << i;
  return (ply_bundle){.index = b, .options = option, .levels = level, .payoffs = u, .asked = asked};
}

static ply_count exactly(uint64_t n) { return (ply_count){n, n}; }

static void fill_frame(const oracle *o, ply_result *out) {
  const ply_scenario *s = o->scenario;
  int n_lines = 0, at = 0;
  for (int i = 0; i < o->n; i++) n_lines += s->actors[i].n_red_lines;
  ply_frame_actor *actor = PLY_NEW(out->arena, o->n, ply_frame_actor);
  ply_frame_line *line = PLY_NEW(out->arena, n_lines + 1, ply_frame_line);
  for (int i = 0; i < o->n; i++) {
    actor[i].name.id = s->actors[i].id;
    actor[i].candidate = s->actors[i].candidate;
    actor[i].reservation = o->d[i];
    for (int l = 0; l < s->actors[i].n_red_lines; l++, at++) {
      line[at].id = ply_arena_printf(out->arena, "%s/%s", s->actors[i].id, s->actors[i].red_lines[l].id);
      line[at].in_force = o->line_in_force[at];
    }
  }
  out->frame.n_actors = o->n;
  out->frame.n_issues = s->n_issues;
  out->frame.n_levels = s->n_levels;
  out->frame.n_lines = n_lines;
  out->frame.actors = actor;
  out->frame.lines = line;
  out->frame.has_security = s->security != NULL;
}

static void fill_counts(const oracle *o, ply_result *out) {
  ply_actor_result *actor = PLY_NEW(out->arena, o->n, ply_actor_result);
  uint64_t equilibria = 0, acceptable = oracle_count(o, o->in_a);
  for (uint64_t b = 0; b < o->raw; b++) {
    equilibria += o->equilibrium[b];
    for (int i = 0; i < o->n && o->feasible[b]; i++) {
      actor[i].would_accept += o->accepts[b * (size_t)o->n + (size_t)i];
      actor[i].veto_weight += oracle_deal_stands(o, b, i);
    }
  }
  for (int i = 0; i < o->n; i++) actor[i].veto_weight -= acceptable;
  out->raw = o->raw;
  out->feasible = exactly(oracle_count(o, o->feasible));
  out->acceptable = exactly(acceptable);
  out->sustained = exactly(oracle_count(o, o->in_t));
  out->stable = exactly(oracle_count(o, o->in_s));
  out->join_equilibria = exactly(equilibria);
  out->actors = actor;
  out->sets_decided = true;
}

static void fill_least_regret(const oracle *o, ply_result *out) {
  double least = INFINITY;
  out->least_regret.outcome = PLY_PROVED_NONE;
  out->least_regret.move.actor = -1;
  for (uint64_t b = 0; b < o->raw; b++)
    if (o->in_a[b]) least = fmin(least, o->regret[b]);
  for (uint64_t b = o->raw; b-- > 0;) {
    if (!o->in_a[b] ||
        o->regret[b] > least + (o->deviation[b].actor < 0 ? 1e-9 : o->eps[o->deviation[b].actor]))
      continue;
    out->least_regret.outcome = PLY_FOUND;
    out->least_regret.bundle.index = b;
  }
  if (out->least_regret.outcome != PLY_FOUND) return;
  uint64_t b = out->least_regret.bundle.index;
  out->least_regret.bundle = oracle_bundle(o, b, out->arena);
  out->least_regret.regret = o->regret[b];
  out->least_regret.move = o->deviation[b];
}

static void fill_join(const oracle *o, uint64_t b, ply_design_join *out, ply_arena *arena) {
  uint64_t first = b - b % o->memberships;
  ply_membership *list = PLY_NEW(arena, PLY_LISTED_EQUILIBRIA, ply_membership);
  *out = (ply_design_join){.outcome = PLY_FOUND, .equilibria = list};
  for (uint64_t c = first; c < first + o->memberships; c++) {
    out->sustained += o->in_t[c];
    out->no_deal = out->no_deal || o->no_deal[c];
    if (!o->equilibrium[c]) continue;
    out->count++;
    out->strict += o->strict[c];
    out->strong += oracle_strong(o, c);
    if (out->n_listed < PLY_LISTED_EQUILIBRIA) list[out->n_listed++].levels = o->level + c * (size_t)o->n;
  }
  if (out->count == 0) out->outcome = PLY_PROVED_NONE;
  for (int k = 0; k < out->n_listed; k++) {
    uint8_t *level = PLY_NEW(arena, o->n, uint8_t);
    memcpy(level, list[k].levels, (size_t)o->n);
    list[k].levels = level;
  }
}

static void fill_security(const oracle *o, uint64_t b, ply_design_security *out, ply_arena *arena) {
  oracle_security sec;
  oracle_security_at(o, b, &sec);
  double *p = PLY_NEW(arena, o->n, double), *lo = PLY_NEW(arena, o->n, double),
         *hi = PLY_NEW(arena, o->n, double);
  bool differ = false;
  for (int i = 0; i < o->n; i++) {
    p[i] = sec.honour[i], lo[i] = sec.least[i], hi[i] = sec.greatest[i];
    differ = differ || fabs(hi[i] - lo[i]) > 1e-6;
  }
  *out = (ply_design_security){.attack = sec.attack,
                               .holds = sec.holds,
                               .credibility = sec.credibility,
                               .overrun = sec.overrun,
                               .force = sec.force,
                               .outcome = sec.outcome,
                               .honour = p};
  out->honour_least = differ ? lo : NULL;
  out->honour_greatest = differ ? hi : NULL;
}

/* The first red line in force by which actor i refuses or may not stand at b: found by switching lines off
 * one by one would be slower still; here each is asked alone. */
static int first_line(const oracle *o, uint64_t b, int actor) {
  const ply_scenario *s = o->scenario;
  int before = 0;
  for (int i = 0; i < actor; i++) before += s->actors[i].n_red_lines;
  for (int l = 0; l < s->actors[actor].n_red_lines; l++) {
    const ply_red_line *r = &s->actors[actor].red_lines[l];
    if (!o->line_in_force[before + l]) continue;
    if (!ply_cond_holds(r->when, s, o->option + b * (size_t)s->n_issues, o->level + b * (size_t)o->n))
      continue;
    if (r->effect == PLY_REFUSE) return before + l;
    if (s->actors[actor].candidate && o->level[b * (size_t)o->n + (size_t)actor] >= r->from_level)
      return before + l;
  }
  return -1;
}

static void fill_design(const oracle *o, int d, const bool *efficient_set, ply_design_result *out,
                        ply_arena *arena) {
  const ply_design *x = &o->scenario->designs[d];
  uint64_t b = oracle_index(o, x->options, x->levels);
  double *margin = PLY_NEW(arena, o->n, double);
  bool *party = PLY_NEW(arena, o->n, bool), *refuses = PLY_NEW(arena, o->n, bool);
  int *line = PLY_NEW(arena, o->n, int);
  *out = (ply_design_result){.name = {x->id, x->name}, .bundle = oracle_bundle(o, b, arena)};
  for (int i = 0; i < o->n; i++) {
    size_t at = b * (size_t)o->n + (size_t)i;
    margin[i] = o->u[at] - o->d[i];
    party[i] = oracle_is_party(o, b, i);
    refuses[i] = party[i] && !o->accepts[at];
    line[i] = first_line(o, b, i);
  }
  out->margins = margin, out->party = party, out->refuses = refuses, out->line = line;
  out->feasible = o->feasible[b];
  out->acceptable = o->in_a[b];
  out->join_equilibrium = o->equilibrium[b];
  out->sustained = o->in_t[b];
  out->stable = o->in_s[b];
  out->efficient = oracle_efficient(o, efficient_set, b);
  out->regret = o->regret[b];
  out->deviation = o->deviation[b];
  fill_security(o, b, &out->security, arena);
  fill_join(o, b, &out->join, arena);
}

static void fill_pareto(const oracle *o, const bool *set, ply_result *out) {
  for (uint64_t b = 0; b < o->raw; b++) out->pareto.count += oracle_efficient(o, set, b);
  out->pareto.outcome = oracle_count(o, set) > 0 ? PLY_FOUND : PLY_PROVED_NONE;
}

ply_result *oracle_result(const oracle *o, const char *over) {
  ply_result *out = ply_result_new();
  if (out == NULL) abort();
  out->engine = "oracle";
  fill_frame(o, out);
  fill_counts(o, out);
  oracle_solve_slack(o, out);
  fill_least_regret(o, out);
  out->pareto.over = over != NULL && strcmp(over, "stable") == 0 ? "stable" : "acceptable";
  const bool *set = oracle_set(o, out->pareto.over, NULL);
  ply_design_result *design = PLY_NEW(out->arena, o->scenario->n_designs + 1, ply_design_result);
  for (int d = 0; d < o->scenario->n_designs; d++) fill_design(o, d, set, &design[d], out->arena);
  out->designs = design;
  out->n_designs = o->scenario->n_designs;
  fill_pareto(o, set, out);
  oracle_solve_deals(o, over, out);
  for (int k = 0; k < out->n_solutions; k++) {
    ply_solution *s = &out->solutions_mutable[k];
    if (s->has_bundle) fill_security(o, s->bundle.index, &s->security, out->arena);
  }
  oracle_solve_offers(o, over, out);
  return out;
}
