/* Can anything be acceptable in a tile? Its memberships differ in what help comes, and help does one thing: it lowers
 * the chance of being overrun, from what it is without any help to what it is when everybody who might sign does, at
 * the highest level. Indicators lie between bounds that follow from these ends. So
 *
 * - a candidate that would refuse a level even at the best end of every indicator does not stand there, whoever else
 *   signs; without it there is less help, and the bounds are asked again;
 * - those who are always asked must agree at one and the same chance of being overrun: credibility and `holds` follow
 *   from it, so that each of them accepts an interval of it at each combo, and the intervals must meet.
 *
 * Constraint propagation on bounds (Waltz 1975); nothing that is acceptable is ever lost, since each step leaves out
 * only what somebody who is asked refuses throughout. Example: Kyiv accepts a deal where it is overrun with 0.1 at most,
 * Moscow where that is 0.12 at least: whoever signs, there is none. Cost: outlook.h. */
#include "sim/solve/search/outlook.h"

#include "sim/game/security.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct ply_outlook {
  const ply_space *space;
  const ply_combos *combos;
  uint64_t always;                /* actors that are asked everywhere and stop a deal, candidates left out */
  uint32_t looks[PLY_MAX_ACTORS]; /* indicators that the actor's payoff looks at */
  double need[PLY_MAX_ACTORS];    /* what it must reach, less what rounding may have taken */
  double *
      *own; /* [n_rosters] -> [n_actors * n_rows * n_levels] the most that level and bonuses give; -INFINITY:
                   it does not stand there, or refuses to */
  int most_rows;
};

/* ---- what rosters give ---- */

static double *own_at(const ply_outlook *o, uint32_t roster_id, int actor, int row) {
  const ply_roster *k = o->space->rosters[roster_id];
  return o->own[roster_id] +
         ((size_t)actor * (size_t)k->n_rows + (size_t)row) * (size_t)o->space->game->n_levels;
}

static void add_roster(ply_outlook *o, uint32_t roster_id) {
  const ply_game *game = o->space->game;
  const ply_roster *k = o->space->rosters[roster_id];
  size_t C = (size_t)game->n_candidates;
  for (int i = 0; i < game->n_actors; i++) {
    const ply_perspectives *seen = k->seen[i];
    const uint32_t *perspective = seen->at;
    int c = game->candidate_of[i];
    for (size_t m = 0; m < (size_t)k->n; m++) {
      int level = c >= 0 ? k->level[m * C + (size_t)c] : 0;
      double *best = own_at(o, roster_id, i, (int)k->row[m]) + level, own = seen->own[perspective[m]];
      if (!seen->refuses[perspective[m]] && own > *best) *best = own;
    }
  }
}

static uint32_t looks_at(const ply_game *game, int actor) {
  uint32_t mask = game->scaled_by[actor];
  for (int j = 0; j < PLY_N_INDICATORS; j++)
    if (game->stake[actor][j] != 0) mask |= (uint32_t)1 << j;
  return mask;
}

static bool suits(const ply_space *space) {
  return space->game->security != NULL && space->game->range == NULL && !space->security_derived &&
         space->vectors == NULL && !space->unlisted && space->game->vetoes != 0;
}

bool ply_outlook_new(const ply_space *space, const ply_combos *combos, ply_outlook **out) {
  *out = NULL;
  if (!suits(space)) return true;
  const ply_game *game = space->game;
  ply_outlook *o = calloc(1, sizeof *o);
  if (o == NULL) return false;
  *o = (ply_outlook){
      .space = space, .combos = combos, .always = game->vetoes & (game->required | game->counted)};
  for (int i = 0; i < game->n_actors; i++) {
    o->looks[i] = looks_at(game, i);
    o->need[i] = game->reservation[i] - 1000 * game->eps[i];
    if (game->candidate_of[i] >= 0) o->always &= ~((uint64_t)1 << i);
  }
  o->own = calloc((size_t)space->n_rosters + 1, sizeof *o->own);
  bool ok = o->own != NULL;
  for (int r = 0; ok && r < space->n_rosters; r++) {
    int rows = space->rosters[r]->n_rows;
    size_t n = (size_t)game->n_actors * (size_t)rows * (size_t)game->n_levels;
    ok = (o->own[r] = malloc((n + 1) * sizeof **o->own)) != NULL;
    for (size_t k = 0; ok && k < n; k++) o->own[r][k] = -INFINITY;
    if (ok) add_roster(o, (uint32_t)r);
    if (rows > o->most_rows) o->most_rows = rows;
  }
  if (ok)
    *out = o;
  else
    ply_outlook_free(o);
  return ok;
}

void ply_outlook_free(ply_outlook *o) {
  if (o == NULL) return;
  for (int r = 0; o->own != NULL && r < o->space->n_rosters; r++) free(o->own[r]);
  free(o->own);
  free(o);
}

/* ---- the ends of the indicators ---- */

typedef struct ends {
  double low, high;
} ends;

/* What help can come to in a tile, where nobody stands above the levels of `top`. */
typedef struct reach {
  const ply_game *game;
  ply_guarantee guarantee;
  double alone;                                    /* chance of being overrun without help */
  ends honour[PLY_MAX_CANDIDATES][PLY_MAX_LEVELS]; /* of a pledge at that level */
  uint8_t top[PLY_MAX_CANDIDATES];
  ends indicator[PLY_FIGHT];
} reach;

/* Under `coordination` a pledge is the surer the more help the others bring: the ends are those without any and, in a
 * few rounds from above, with as much as may be. */
static void set_honour(reach *r) {
  const ply_game *game = r->game;
  int n = game->n_candidates;
  bool fixed = game->scenario->security->model == PLY_FIXED;
  double brings[PLY_MAX_CANDIDATES], all = 0;
  for (int c = 0; c < n; c++) {
    brings[c] = game->security->guarantor[c].capability;
    all += brings[c];
  }
  for (int round = 0; round < (fixed ? 1 : 5); round++) {
    double expected = 0, next[PLY_MAX_CANDIDATES];
    for (int c = 0; c < n; c++) expected += brings[c];
    for (int c = 0; c < n; c++) {
      ply_guarantor g = game->security->guarantor[c];
      double others = all - g.capability, share = others > 0 ? fmin(1, (expected - brings[c]) / others) : 0;
      next[c] = 0;
      for (int l = 0; l < game->n_levels; l++) {
        g.effort = game->effort[l];
        r->honour[c][l].high =
            fixed ? ply_honour_fixed(&r->guarantee, &g) : ply_honour_at(&r->guarantee, &g, share);
        r->honour[c][l].low = fixed ? r->honour[c][l].high : ply_honour_at(&r->guarantee, &g, 0);
        next[c] = fmax(next[c], r->honour[c][l].high * g.effort * g.capability);
      }
    }
    memcpy(brings, next, sizeof next);
  }
}

/* The surest pledge of a candidate at its highest level or below, and the most help that it may be expected to bring. */
static double surest(const reach *r, int c, double *expected) {
  double p = 0, most = 0;
  for (int l = 0; l < r->game->n_levels; l++) {
    if (r->game->effort[l] > r->game->effort[r->top[c]]) continue;
    p = fmax(p, r->honour[c][l].high);
    most = fmax(most, r->honour[c][l].high * r->game->effort[l]);
  }
  *expected = most;
  return p;
}

/* The exact outcome there; what was worked out lately is not worked out again. */
static double recall(ply_outlook_memo *memo, const reach *r, int n, const ply_guarantor *g, const double *p) {
  double key[1 + 2 * PLY_MAX_CANDIDATES] = {r->guarantee.own_strength};
  for (int c = 0; c < n; c++) {
    key[1 + 2 * c] = p[c];
    key[2 + 2 * c] = p[c] > 0 ? ply_help(&r->guarantee, &g[c]) : 0;
  }
  for (int k = 0; k < PLY_OUTLOOK_KEPT; k++)
    if (memo->filled[k] && memcmp(memo->key[k], key, sizeof key) == 0) return memo->outcome[k];
  int at = memo->next++ % PLY_OUTLOOK_KEPT;
  memo->filled[at] = true;
  memcpy(memo->key[at], key, sizeof key);
  return memo->outcome[at] = ply_deterrence_of(&r->guarantee, n, g, p, true).outcome;
}

/* Outcome and force where all come that might, each as surely as it might. The outcome is convex in the force, so that
 * at the force to be expected it is not more: that bounds it too, and alone where too many might come. */
static ply_deterrence with_all(const reach *r, ply_outlook_memo *memo) {
  enum { FEW = 10 };
  ply_guarantor g[PLY_MAX_CANDIDATES];
  double p[PLY_MAX_CANDIDATES], force = 0;
  int helping = 0, n = r->game->n_candidates;
  for (int c = 0; c < n; c++) {
    g[c] = r->game->security->guarantor[c];
    p[c] = surest(r, c, &g[c].effort);
    force += ply_help(&r->guarantee, &g[c]);
    g[c].effort = r->game->effort[r->top[c]];
    helping += p[c] > 0 && g[c].effort > 0;
  }
  ply_deterrence mean = ply_deterrence_at(&r->guarantee, force);
  if (!r->game->scenario->security->exact || helping > FEW) return mean;
  double outcome = recall(memo, r, n, g, p);
  return (ply_deterrence){.force = force, .outcome = fmax(mean.outcome, outcome)};
}

static void set_ends(reach *r, ply_outlook_memo *memo) {
  ply_guarantee unprovoked = r->guarantee;
  unprovoked.provocation_rate = 0;
  ply_deterrence most = with_all(r, memo);
  double worst = ply_outcome_at(&r->guarantee, 0), best = fmin(most.outcome, worst);
  double rate = r->guarantee.provocation_rate * r->guarantee.latitude;
  ends attack = {1 - (1 - ply_attack_at(&unprovoked, best)) * (1 - rate * (1 - worst)),
                 1 - (1 - ply_attack_at(&unprovoked, worst)) * (1 - rate * (1 - best))};
  ends overrun = {attack.low * best, fmax(attack.high * worst, r->alone)};
  double adversary = r->guarantee.adversary, force = most.force;
  r->indicator[PLY_ATTACK] = attack;
  r->indicator[PLY_DETERRED] = (ends){1 - attack.high, 1 - attack.low};
  r->indicator[PLY_OVERRUN] = overrun;
  r->indicator[PLY_HOLDS] = (ends){1 - overrun.high, 1 - overrun.low};
  r->indicator[PLY_CREDIBILITY] = (ends){0, r->alone > 0 ? fmax(0, 1 - overrun.low / r->alone) : 0};
  r->indicator[PLY_FORCE] = (ends){0, force + adversary > 0 ? force / (force + adversary) : 0};
}

static ends ends_of(const reach *r, int indicator, int candidate, int level) {
  if (indicator < PLY_FIGHT) return r->indicator[indicator];
  double effort = candidate >= 0 ? r->game->effort[level] : 0;
  if (effort == 0) return (ends){0, 0};
  ends attack = r->indicator[PLY_ATTACK], p = r->honour[candidate][level];
  if (indicator == PLY_FIGHT) return (ends){attack.low * p.low * effort, attack.high * p.high * effort};
  return (ends){attack.low * (1 - p.high), attack.high * (1 - p.low)};
}

/* ---- one design ---- */

typedef struct design {
  const ply_outlook *outlook;
  const ply_tied_design *tied;
  const ply_linear *sums; /* [n_actors * 2 * n_rows], of those who stop a deal */
  int row;
} design;

static const ply_linear *sums_of(const design *d, int actor, int level) {
  const ply_space *space = d->outlook->space;
  int rows = space->rosters[d->tied->roster_id]->n_rows;
  bool out = space->game->candidate_of[actor] >= 0 && level == 0;
  return &d->sums[((size_t)actor * (size_t)rows + (size_t)d->row) * 2 + out];
}

/* The most that the actor can get at a level, but for what the indicators of `apart` do and the combo. */
static double most_at(const design *d, const reach *r, int actor, int level, uint32_t apart) {
  const ply_linear *sums = sums_of(d, actor, level);
  double most = own_at(d->outlook, d->tied->roster_id, actor, d->row)[level] + sums->constant;
  for (uint32_t rest = d->outlook->looks[actor] & ~apart; rest != 0; rest &= rest - 1) {
    int j = __builtin_ctz(rest);
    double share = sums->slope[j] + r->game->stake[actor][j];
    ends at = ends_of(r, j, r->game->candidate_of[actor], level);
    most += share * (share > 0 ? at.high : at.low);
  }
  return most;
}

static double best_combo(const ply_outlook *o, int actor) {
  return o->combos->sorted[(size_t)actor * (size_t)o->combos->n];
}

static bool refuses(const design *d, const reach *r, int actor, int level) {
  if (d->tied->refused >> actor & 1) return true;
  return !(most_at(d, r, actor, level, 0) + best_combo(d->outlook, actor) >= d->outlook->need[actor]);
}

/* What those who are always asked get, as a line over the chance of being overrun: at + by * that. */
typedef struct line {
  const double *combo;
  double at, by, need;
} line;

/* Credibility is 0 where that chance is no less than without help. */
static line line_of(const design *d, const reach *r, int actor, bool helped) {
  const uint32_t apart = 1u << PLY_OVERRUN | 1u << PLY_HOLDS | 1u << PLY_CREDIBILITY;
  const ply_linear *sums = sums_of(d, actor, 0);
  const double *stake = r->game->stake[actor];
  double share[PLY_FIGHT];
  for (int j = 0; j < PLY_FIGHT; j++) share[j] = sums->slope[j] + stake[j];
  const ply_combos *combos = d->outlook->combos;
  line out = {.combo = combos->payoff + (size_t)actor * (size_t)combos->n, .need = d->outlook->need[actor]};
  out.at = most_at(d, r, actor, 0, apart) + share[PLY_HOLDS];
  out.by = share[PLY_OVERRUN] - share[PLY_HOLDS];
  if (!helped || r->alone <= 0) return out;
  out.at += share[PLY_CREDIBILITY];
  out.by -= share[PLY_CREDIBILITY] / r->alone;
  return out;
}

/* Whether all lines reach what they need at one combo and one chance within the ends. */
static bool meet(const line *lines, int n, int n_combos, ends within) {
  for (int k = 0; k < n_combos; k++) {
    ends left = within;
    for (int i = 0; i < n; i++) {
      double lacks = lines[i].need - lines[i].at - lines[i].combo[k];
      if (lines[i].by > 0)
        left.low = fmax(left.low, lacks / lines[i].by);
      else if (lines[i].by < 0)
        left.high = fmin(left.high, lacks / lines[i].by);
      else if (lacks > 0)
        left.high = -INFINITY;
    }
    if (left.low <= left.high + 1e-9) return true;
  }
  return false;
}

/* Whether those who are always asked may agree. */
static bool may_agree(const design *d, const reach *r) {
  const ply_outlook *o = d->outlook;
  line helped[PLY_MAX_ACTORS], alone[PLY_MAX_ACTORS];
  ends overrun = r->indicator[PLY_OVERRUN];
  int n = 0;
  if (d->tied->refused & o->always) return false;
  for (uint64_t rest = o->always; rest != 0; rest &= rest - 1, n++) {
    int actor = __builtin_ctzll(rest);
    if (refuses(d, r, actor, 0)) return false;
    helped[n] = line_of(d, r, actor, true);
    alone[n] = line_of(d, r, actor, false);
  }
  if (meet(helped, n, o->combos->n, (ends){overrun.low, fmin(overrun.high, r->alone)})) return true;
  return overrun.high > r->alone && meet(alone, n, o->combos->n, (ends){r->alone, overrun.high});
}

/* The highest level at which the candidate may stand; -1: nowhere. */
static int highest(const design *d, const reach *r, int c) {
  int actor = r->game->candidate[c], level = r->game->n_levels - 1;
  const double *own = own_at(d->outlook, d->tied->roster_id, actor, d->row);
  bool veto = r->game->vetoes >> actor & 1, always = (r->game->required | r->game->counted) >> actor & 1;
  int best = -1;
  for (; level >= 0; level--) {
    if (veto && (level > 0 || always) && (own[level] == -INFINITY || refuses(d, r, actor, level))) continue;
    if (best < 0 || r->game->effort[level] > r->game->effort[best]) best = level;
  }
  return best;
}

static bool may_hold(const design *d, reach *r, ply_outlook_memo *memo) {
  for (int c = 0; c < r->game->n_candidates; c++) {
    r->top[c] = 0;
    for (int l = 1; l < r->game->n_levels; l++)
      if (r->game->effort[l] > r->game->effort[r->top[c]]) r->top[c] = (uint8_t)l;
  }
  for (int round = 0; round < 3; round++) {
    uint8_t before[PLY_MAX_CANDIDATES];
    memcpy(before, r->top, sizeof before);
    set_ends(r, memo);
    if (!may_agree(d, r)) return false;
    for (int c = 0; c < r->game->n_candidates; c++) {
      int level = highest(d, r, c);
      if (level < 0) return false;
      r->top[c] = (uint8_t)level;
    }
    if (memcmp(before, r->top, sizeof before) == 0) return true;
  }
  return true;
}

/* ---- a tile ---- */

static reach reach_of(const ply_space *space, uint32_t security) {
  reach r = {.game = space->game};
  ply_security_desk desk;
  ply_security_desk_set(space->game, &space->security[security], false, NULL, &desk);
  r.guarantee = desk.guarantee;
  r.alone = 1 - desk.holds_alone;
  set_honour(&r);
  return r;
}

bool ply_outlook_may_hold(const ply_outlook *o, const ply_tile *tile, ply_outlook_memo *memo) {
  const ply_space *space = o->space;
  const ply_roster *k = space->rosters[tile->roster_id];
  reach r = reach_of(space, tile->security);
  ply_linear *sums = malloc((size_t)space->game->n_actors * 2 * (size_t)k->n_rows * sizeof *sums);
  bool may = sums == NULL;
  for (size_t t = 0; t < tile->n && !may; t++) {
    design d = {.outlook = o, .tied = &space->designs[tile->first + t], .sums = sums};
    uint16_t option[PLY_MAX_ISSUES];
    ply_space_options(space, d.tied->index, option);
    ply_tile_sums(space, k, option, sums);
    for (; d.row < k->n_rows && !may; d.row++) may = may_hold(&d, &r, memo);
  }
  free(sums);
  return may;
}
