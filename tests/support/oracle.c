/* The space of the oracle: every raw bundle written out by an odometer, whether it is feasible, what it pays,
 * who accepts it, and what candidates can do from it. Cost: raw x everything. */
#include "tests/support/oracle.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double num(const oracle *o, const ply_number *x) { return ply_number_value(x, o->values); }

/* ---- conditions ---- */

typedef struct place {
  const oracle *o;
  const uint16_t *option;
  const uint8_t *level;
} place;

static bool holds(const place *p, const ply_cond *c) {
  const ply_scenario *s = p->o->scenario;
  bool all = true, any = false;
  double members = 0;
  for (int k = 0; k < c->n_parts; k++) {
    bool h = holds(p, c->parts[k]);
    all = all && h;
    any = any || h;
  }
  if (c->kind == PLY_COND_ALL) return all;
  if (c->kind == PLY_COND_ANY) return any;
  if (c->kind == PLY_COND_NOT) return !any;
  if (c->kind == PLY_COND_OPTION) {
    unsigned bit = p->option[c->issue];
    return (c->options[bit >> 6] & ((uint64_t)1 << (bit & 63))) != 0;
  }
  if (c->kind == PLY_COND_MEMBER) return (c->levels & (1u << p->level[c->actor])) != 0;
  for (int i = 0; i < s->n_actors; i++) {
    if (!s->actors[i].candidate) continue;
    if (c->kind == PLY_COND_COUNT && (c->actors & ((uint64_t)1 << i)) && p->level[i] >= c->from_level)
      members += c->weights != NULL ? c->weights[i] : 1;
    if (c->kind == PLY_COND_NO_MEMBERS && p->level[i] > 0) return false;
    if (c->kind == PLY_COND_MEMBERS_AT && p->level[i] > 0 && !(c->levels & (1u << p->level[i]))) return false;
  }
  return c->kind != PLY_COND_COUNT || (members > c->min - 1e-9 && members < c->max + 1e-9);
}

/* ---- listing ---- */

static uint64_t count_raw(const ply_scenario *s, uint64_t *memberships) {
  uint64_t raw = 1;
  *memberships = 1;
  for (int i = 0; i < s->n_actors; i++)
    if (s->actors[i].candidate) *memberships *= (uint64_t)s->n_levels;
  for (int k = 0; k < s->n_issues; k++)
    if (s->issues[k].n_cases == 0) raw *= (uint64_t)s->issues[k].n_options;
  return raw * *memberships;
}

/* One step of the odometer: the last candidate turns fastest, the first free issue slowest. */
static void step(const ply_scenario *s, uint16_t *option, uint8_t *level) {
  for (int i = s->n_actors - 1; i >= 0; i--) {
    if (!s->actors[i].candidate) continue;
    if (++level[i] < s->n_levels) return;
    level[i] = 0;
  }
  for (int k = s->n_issues - 1; k >= 0; k--) {
    if (s->issues[k].n_cases > 0) continue;
    if (++option[k] < s->issues[k].n_options) return;
    option[k] = 0;
  }
}

static void derive(const place *p, uint16_t *option) {
  const ply_scenario *s = p->o->scenario;
  for (int k = 0; k < s->n_issues; k++)
    for (int c = s->issues[k].n_cases - 1; c >= 0; c--)
      if (holds(p, s->issues[k].cases[c].when)) option[k] = (uint16_t)s->issues[k].cases[c].option;
}

static void list_bundles(oracle *o) {
  const ply_scenario *s = o->scenario;
  size_t n_issues = (size_t)s->n_issues, n = (size_t)o->n;
  uint16_t option[PLY_MAX_ISSUES] = {0};
  uint8_t level[PLY_MAX_ACTORS] = {0};
  for (uint64_t b = 0; b < o->raw; b++, step(s, option, level)) {
    uint16_t *at = o->option + b * n_issues;
    memcpy(at, option, n_issues * sizeof *at);
    memcpy(o->level + b * n, level, n);
    place p = {o, at, o->level + b * n};
    derive(&p, at);
    o->feasible[b] = true;
    for (int r = 0; r < s->n_rules; r++)
      if (holds(&p, s->rules[r].when) && !holds(&p, s->rules[r].then)) o->feasible[b] = false;
  }
}

uint64_t oracle_index(const oracle *o, const uint16_t *option, const uint8_t *level) {
  const ply_scenario *s = o->scenario;
  for (uint64_t b = 0; b < o->raw; b++) {
    bool same = true;
    for (int k = 0; k < s->n_issues && same; k++)
      same = s->issues[k].n_cases > 0 || o->option[b * (size_t)s->n_issues + (size_t)k] == option[k];
    for (int i = 0; i < o->n && same; i++)
      same = !s->actors[i].candidate || o->level[b * (size_t)o->n + (size_t)i] == level[i];
    if (same) return b;
  }
  return UINT64_MAX;
}

/* ---- payoffs ---- */

static double indicator(const oracle *o, const oracle_security *sec, int i, ply_indicator which) {
  double p = sec->honour[i], e = sec->effort[i];
  if (o->scenario->security == NULL) return 0;
  switch (which) {
  case PLY_ATTACK: return sec->attack;
  case PLY_DETERRED: return 1 - sec->attack;
  case PLY_OVERRUN: return sec->overrun;
  case PLY_HOLDS: return sec->holds;
  case PLY_CREDIBILITY: return sec->credibility;
  case PLY_FORCE: return sec->force;
  case PLY_FIGHT: return o->scenario->actors[i].candidate ? sec->attack * p * e : 0;
  case PLY_RENEGE: return o->scenario->actors[i].candidate && e > 0 ? sec->attack * (1 - p) : 0;
  default: return NAN;
  }
}

static double payoff(const oracle *o, const oracle_security *sec, const place *p, int i) {
  const ply_scenario *s = o->scenario;
  const ply_actor *a = &s->actors[i];
  bool out = a->candidate && p->level[i] == 0;
  double u = 0;
  for (int k = 0; k < s->n_issues; k++) {
    const ply_payoff_row *row = &a->rows[k];
    if (row->values == NULL) continue;
    double v = num(o, out && row->outsider ? &row->outsider[p->option[k]] : &row->values[p->option[k]]);
    double f = row->family != NULL ? num(o, &row->parameter[0]) : 1; /* the only family of its own: scaled */
    double scale = row->family != NULL ? f + (1 - f) * indicator(o, sec, i, row->by) : 1;
    u += num(o, &row->weight) * v * scale;
  }
  if (a->candidate && a->level) u += num(o, &a->level[p->level[i]]);
  for (int t = 0; t < a->n_bonuses; t++) u += holds(p, a->bonuses[t].when) ? num(o, &a->bonuses[t].gain) : 0;
  for (int t = 0; t < a->n_tables; t++) {
    const ply_payoff_table *table = &a->tables[t];
    size_t at = 0, each = 1;
    for (int d = table->n_over - 1; d >= 0; d--) {
      int who = table->over[d].at;
      at += each * (size_t)(table->over[d].candidate ? p->level[who] : p->option[who]);
      each *= (size_t)(table->over[d].candidate ? s->n_levels : s->issues[who].n_options);
    }
    if (table->number[at] >= 0) u += num(o, &table->numbers[table->number[at]]);
  }
  for (int j = 0; j < PLY_N_INDICATORS; j++)
    if (a->has_stake[j]) u += num(o, &a->stakes[j]) * indicator(o, sec, i, (ply_indicator)j);
  return u;
}

static void value_bundles(oracle *o) {
  const ply_scenario *s = o->scenario;
  for (uint64_t b = 0; b < o->raw; b++) {
    oracle_security sec;
    place p = {o, o->option + b * (size_t)s->n_issues, o->level + b * (size_t)o->n};
    if (!oracle_security_at(o, b, &sec)) o->settles = false;
    for (int i = 0; i < o->n; i++) o->u[b * (size_t)o->n + (size_t)i] = payoff(o, &sec, &p, i);
  }
  for (int i = 0; i < o->n; i++) {
    const ply_actor *a = &s->actors[i];
    o->d[i] = num(o, &a->reservation);
    if (a->reservation_design < 0) continue;
    const ply_design *x = &s->designs[a->reservation_design];
    o->d[i] = o->u[oracle_index(o, x->options, x->levels) * (size_t)o->n + (size_t)i];
  }
}

/* ---- tolerances ---- */

static double larger_size(double a, double b) { return fabs(a) > fabs(b) ? fabs(a) : fabs(b); }

/* The largest |w v| of an issue; scaled terms are largest at an indicator of 1 (the floor is at most that). */
static double issue_size(const oracle *o, int i, int k) {
  const ply_actor *a = &o->scenario->actors[i];
  double most = 0;
  for (int x = 0; x < o->scenario->issues[k].n_options && a->rows[k].values != NULL; x++) {
    most = larger_size(most, num(o, &a->rows[k].weight) * num(o, &a->rows[k].values[x]));
    if (a->candidate && a->rows[k].outsider != NULL)
      most = larger_size(most, num(o, &a->rows[k].weight) * num(o, &a->rows[k].outsider[x]));
  }
  return most;
}

static void find_tolerances(oracle *o) {
  const ply_scenario *s = o->scenario;
  o->eps_all = o->eps_joining = o->eps_asked = 1e-9;
  for (int i = 0; i < o->n; i++) {
    const ply_actor *a = &s->actors[i];
    double size = 0, level = 0;
    for (int k = 0; k < s->n_issues; k++) size += issue_size(o, i, k);
    for (int l = 0; l < s->n_levels && a->candidate && a->level; l++)
      level = larger_size(level, num(o, &a->level[l]));
    for (int t = 0; t < a->n_bonuses; t++) size += fabs(num(o, &a->bonuses[t].gain));
    for (int j = 0; j < PLY_N_INDICATORS; j++) size += a->has_stake[j] ? fabs(num(o, &a->stakes[j])) : 0;
    for (int t = 0; t < a->n_tables; t++) {
      double most = 0;
      for (int k = 0; k < a->tables[t].n_numbers; k++)
        most = larger_size(most, num(o, &a->tables[t].numbers[k]));
      size += most;
    }
    size = larger_size(size + level, o->d[i]);
    o->eps[i] = 1e-9 * (size > 1 ? size : 1);
    o->eps_all = larger_size(o->eps_all, o->eps[i]);
    if (a->candidate) o->eps_joining = larger_size(o->eps_joining, o->eps[i]);
    if (a->consent != PLY_NEVER) o->eps_asked = larger_size(o->eps_asked, o->eps[i]);
  }
}

double oracle_eps_of(const oracle *o, const int *actor, int n) {
  double most = 1e-9;
  for (int k = 0; k < n; k++) most = larger_size(most, o->eps[actor[k]]);
  return most;
}

/* ---- consent ---- */

static void ask_actors(oracle *o) {
  const ply_scenario *s = o->scenario;
  for (uint64_t b = 0; b < o->raw; b++) {
    place p = {o, o->option + b * (size_t)s->n_issues, o->level + b * (size_t)o->n};
    int line = 0;
    for (int i = 0; i < o->n; i++) {
      size_t at = b * (size_t)o->n + (size_t)i;
      bool refuses = false, forbidden = false;
      for (int l = 0; l < s->actors[i].n_red_lines; l++) {
        const ply_red_line *r = &s->actors[i].red_lines[l];
        if (!o->line_in_force[line++] || !holds(&p, r->when)) continue;
        if (r->effect == PLY_REFUSE)
          refuses = true;
        else if (s->actors[i].candidate && p.level[i] >= r->from_level)
          forbidden = true;
      }
      o->forbidden[at] = forbidden;
      o->barred[at] = refuses || forbidden;
      o->accepts[at] = !refuses && !forbidden && o->u[at] >= o->d[i] - o->eps[i];
    }
    o->in_a[b] = o->feasible[b] && oracle_deal_stands(o, b, -1);
  }
}

bool oracle_is_party(const oracle *o, uint64_t b, int i) {
  const ply_scenario *s = o->scenario;
  ply_consent c = s->actors[i].consent;
  place p = {o, o->option + b * (size_t)s->n_issues, o->level + b * (size_t)o->n};
  if (c == PLY_IF_HOLDS) return holds(&p, s->actors[i].consent_when);
  return c == PLY_REQUIRED || c == PLY_COUNTED ||
         (c == PLY_IF_MEMBER && o->level[b * (size_t)o->n + (size_t)i] > 0);
}

bool oracle_deal_stands(const oracle *o, uint64_t b, int indulgent) {
  const ply_scenario *s = o->scenario;
  int votes = 0, yes = 0;
  for (int i = 0; i < o->n; i++) {
    bool says_yes = i == indulgent || o->accepts[b * (size_t)o->n + (size_t)i];
    bool votes_here = s->actors[i].consent == PLY_REQUIRED || s->actors[i].consent == PLY_COUNTED;
    if (votes_here) votes++;
    if (votes_here && says_yes) yes++;
    if (oracle_is_party(o, b, i) && s->actors[i].consent != PLY_COUNTED && !says_yes) return false;
  }
  for (int q = 0; q < s->n_quorums; q++) {
    double sum = 0;
    for (int i = o->n - 1; i >= 0; i--) {
      bool has_votes = s->actors[i].consent == PLY_REQUIRED || s->actors[i].consent == PLY_COUNTED;
      if (has_votes && (i == indulgent || o->accepts[b * (size_t)o->n + (size_t)i]))
        sum += s->quorums[q].votes[i];
    }
    if (sum < s->quorums[q].need - 1e-9) return false;
  }
  return yes >= (s->quorum < 0 ? votes : s->quorum);
}

/* ---- joining ---- */

/* Whether going from b to c is a move of i alone. */
static bool alone(const oracle *o, uint64_t b, uint64_t c, int i) {
  for (int j = 0; j < o->n; j++) {
    bool differs = o->level[b * (size_t)o->n + (size_t)j] != o->level[c * (size_t)o->n + (size_t)j];
    if (differs != (j == i)) return false;
  }
  return true;
}

/* Whether g is a member of b and there is no deal without it: the bundle at which it alone left is not
 * feasible. */
static bool held_in(const oracle *o, uint64_t b, int g) {
  uint64_t first = b - b % o->memberships;
  if (o->level[b * (size_t)o->n + (size_t)g] == 0) return false;
  for (uint64_t c = first; c < first + o->memberships; c++)
    if (alone(o, b, c, g) && o->level[c * (size_t)o->n + (size_t)g] == 0) return !o->feasible[c];
  return false;
}

static void look_around(oracle *o, uint64_t b) {
  size_t n = (size_t)o->n;
  bool stands = o->feasible[b], eq = true, strict = true, holds_up = true, nobody = true;
  double regret = 0;
  for (int g = 0; g < o->n; g++)
    if (o->scenario->actors[g].candidate && o->forbidden[b * n + (size_t)g]) stands = false;
  uint64_t first = b - b % o->memberships;
  for (int g = 0; g < o->n; g++) {
    if (!o->scenario->actors[g].candidate) continue;
    if (o->feasible[b] && held_in(o, b, g)) {
      double falls = o->d[g] - o->u[b * n + (size_t)g], eps = o->eps[g];
      eq = eq && falls <= eps;
      strict = strict && falls < -eps;
      holds_up = holds_up && falls <= eps;
      if (falls > eps) regret = fmax(regret, falls);
    }
    for (uint64_t c = first; c < first + o->memberships; c++) {
      if (!o->feasible[c] || !alone(o, b, c, g) || o->forbidden[c * n + (size_t)g]) continue;
      double here = o->u[b * n + (size_t)g], there = o->u[c * n + (size_t)g], none = o->d[g], eps = o->eps[g];
      eq = eq && here >= there - eps;
      strict = strict && here > there + eps;
      if (there > here + eps) regret = fmax(regret, there - here);
      if (o->in_a[c]) {
        holds_up = holds_up && here >= there - eps;
        nobody = nobody && !(there > none + eps);
      } else if (o->level[b * n + (size_t)g] > 0) {
        holds_up = holds_up && here >= none - eps;
      }
    }
  }
  o->equilibrium[b] = stands && eq;
  o->strict[b] = stands && strict;
  o->in_s[b] = o->in_a[b] && stands && eq;
  o->in_t[b] = o->in_a[b] && stands && holds_up;
  o->no_deal[b] = o->feasible[b] && !o->in_a[b] && nobody;
  o->regret[b] = regret;
}

static void find_deviation(oracle *o, uint64_t b) {
  size_t n = (size_t)o->n;
  uint64_t first = b - b % o->memberships;
  o->deviation[b] = (ply_move){.actor = -1};
  if (o->regret[b] <= 0) return;
  for (int g = o->n - 1; g >= 0; g--)
    for (int l = o->scenario->n_levels - 1; l >= 0 && o->scenario->actors[g].candidate; l--)
      for (uint64_t c = first; c < first + o->memberships; c++) {
        if (o->level[c * n + (size_t)g] != l || !alone(o, b, c, g)) continue;
        if (!o->feasible[c]) {
          double falls = o->d[g] - o->u[b * n + (size_t)g];
          if (l == 0 && o->feasible[b] && falls > o->eps[g] && falls >= o->regret[b] - o->eps[g])
            o->deviation[b] = (ply_move){.actor = g, .to = 0, .gain = falls, .falls = true};
          continue;
        }
        if (o->forbidden[c * n + (size_t)g]) continue;
        double gain = o->u[c * n + (size_t)g] - o->u[b * n + (size_t)g];
        if (gain > o->eps[g] && gain >= o->regret[b] - o->eps[g])
          o->deviation[b] = (ply_move){.actor = g, .to = l, .gain = gain};
      }
}

/* Whether some members that all get less than no deal leave together, and there is no deal without them. */
static bool oracle_walkout(const oracle *o, uint64_t b) {
  size_t n = (size_t)o->n;
  uint64_t first = b - b % o->memberships;
  for (uint64_t c = first; c < first + o->memberships; c++) {
    bool all = c != b && !o->feasible[c];
    for (size_t g = 0; g < n && all; g++)
      if (o->level[c * n + g] != o->level[b * n + g])
        all = o->level[c * n + g] == 0 && o->d[g] > o->u[b * n + g] + o->eps[g];
    if (all) return true;
  }
  return false;
}

bool oracle_strong(const oracle *o, uint64_t b) {
  size_t n = (size_t)o->n;
  uint64_t first = b - b % o->memberships;
  if (!o->equilibrium[b]) return false;
  for (uint64_t c = first; c < first + o->memberships; c++) {
    bool all = c != b && o->feasible[c];
    for (size_t g = 0; g < n && all; g++)
      if (o->level[c * n + g] != o->level[b * n + g])
        all = !o->forbidden[c * n + g] && o->u[c * n + g] > o->u[b * n + g] + o->eps[g];
    if (all) return false;
  }
  return !oracle_walkout(o, b);
}

/* ---- making ---- */

oracle *oracle_new(const ply_scenario *scenario, const double *values, const bool *line_in_force) {
  oracle *o = calloc(1, sizeof *o);
  if (o == NULL) abort();
  *o = (oracle){
      .scenario = scenario, .values = values, .line_in_force = line_in_force, .n = scenario->n_actors};
  o->settles = true;
  o->raw = count_raw(scenario, &o->memberships);
  size_t raw = (size_t)o->raw, n = (size_t)o->n;
  o->option = calloc(raw * (size_t)scenario->n_issues + 1, sizeof *o->option);
  o->level = calloc(raw * n, 1);
  o->u = calloc(raw * n, sizeof *o->u);
  bool **flag[] = {&o->feasible, &o->in_a,        &o->in_t,   &o->in_s,
                   &o->in_r,     &o->equilibrium, &o->strict, &o->no_deal};
  for (size_t f = 0; f < sizeof flag / sizeof *flag; f++) *flag[f] = calloc(raw, sizeof(bool));
  o->forbidden = calloc(raw * n, sizeof(bool));
  o->accepts = calloc(raw * n, sizeof(bool));
  o->barred = calloc(raw * n, sizeof(bool));
  o->regret = calloc(raw, sizeof *o->regret);
  o->deviation = calloc(raw, sizeof *o->deviation);
  list_bundles(o);
  value_bundles(o);
  find_tolerances(o);
  ask_actors(o);
  for (uint64_t b = 0; b < o->raw; b++) look_around(o, b);
  for (uint64_t b = 0; b < o->raw; b++) find_deviation(o, b);
  oracle_reopen(o);
  return o;
}

void oracle_free(oracle *o) {
  if (o == NULL) return;
  free(o->option);
  free(o->level);
  free(o->u);
  bool *flag[] = {o->feasible, o->in_a,      o->in_t,    o->in_s,   o->equilibrium, o->strict,
                  o->no_deal,  o->forbidden, o->accepts, o->barred, o->in_r};
  for (size_t f = 0; f < sizeof flag / sizeof *flag; f++) free(flag[f]);
  free(o->regret);
  free(o->deviation);
  free(o);
}

bool *oracle_likely_lines(const ply_scenario *s, const double *values) {
  int n = 0, at = 0;
  for (int i = 0; i < s->n_actors; i++) n += s->actors[i].n_red_lines;
  bool *line = calloc((size_t)n + 1, sizeof *line);
  if (line == NULL) abort();
  for (int i = 0; i < s->n_actors; i++)
    for (int l = 0; l < s->actors[i].n_red_lines; l++)
      line[at++] = ply_number_value(&s->actors[i].red_lines[l].firm, values) >= 0.5;
  return line;
}
