/* What security can be at a partial bundle. Once the design's inputs are fixed the help that may come lies between
 * that of nobody and of everybody who is not decided, each where it may stand best; the chance of being overrun falls
 * with all of it, and is convex in help, so that the expected help bounds it (Jensen). A margin covers rounding. Exact
 * once all levels are fixed. Cost: a few contests and one logistic curve a draw. */
#include "sim/robust/search.h"

#include "sim/game/security.h"

#include <string.h>

static const double MARGIN = 1e-9;

/* Whether all issues that security looks at are fixed. */
static bool inputs_known(const ply_game *game, const ply_partial *at) {
  return (ply_game_security_reads(game) & ~at->known_issues) == 0;
}

/* What each candidate brings at each level, in one draw. Under model coordination honour lies between 0 and
 * what a full bond would give. */
static void weigh_help(ply_descent *d, const ply_partial *at, size_t k) {
  const ply_sample_tables *t = d->tables;
  const ply_game *game = t->games[k];
  ply_security_inputs inputs = ply_game_security_inputs(game, at->option);
  ply_security_desk desk;
  ply_security_desk_set(game, &inputs, false, NULL, &desk);
  d->guarantee[k] = desk.guarantee;
  d->alone[k] = desk.holds_alone;
  ply_guarantee calm = desk.guarantee;
  calm.provocation_rate = 0;
  d->weak[k] = ply_deterrence_at(&calm, 0);
  bool fixed = game->scenario->security->model == PLY_FIXED;
  ply_guarantee bound = desk.guarantee;
  if (!fixed) bound.bond = 1;
  for (int c = 0; c < game->n_candidates; c++)
    for (int l = 0; l < game->n_levels; l++) {
      size_t cell = (size_t)(c * game->n_levels + l) * t->n_padded + k;
      ply_guarantor g = game->security->guarantor[c];
      g.effort = game->effort[l];
      double help = ply_help(&desk.guarantee, &g), most = ply_honour_fixed(&bound, &g);
      d->honour_high[cell] = most;
      d->honour_low[cell] = fixed ? most : 0;
      d->help[cell] = help;
    }
}

/* What candidate c can bring at most in draw k, and the chance that it does, of the levels at which it may stand. */
static void most_help(const ply_descent *d, const ply_step *s, int c, size_t k, double *help,
                      double *chance) {
  const ply_sample_tables *t = d->tables;
  const ply_game *g = t->game;
  size_t first = (size_t)(c * g->n_levels), l = 0, end = (size_t)g->n_levels;
  int actor = g->candidate[c];
  *help = *chance = 0;
  if (s->at.known_actors >> actor & 1) end = 1 + (l = s->at.level[actor]);
  for (; l < end; l++) {
    size_t cell = (first + l) * t->n_padded + k;
    if (!(s->can[(first + l) * t->n_words + k / 64] >> (k % 64) & 1)) continue;
    if (d->help[cell] > *help) *help = d->help[cell];
    if (d->honour_high[cell] > *chance) *chance = d->honour_high[cell];
  }
}

/* The worst that can come of it: those who are decided come as rarely as they may, nobody else does. The outcome is
 * convex in help, so that between none of it and all of it it lies below the chord, whoever comes together. */
static ply_deterrence weakest(const ply_descent *d, const ply_step *s, const ply_guarantee *calm, size_t k) {
  const ply_sample_tables *t = d->tables;
  double force = 0, all = 0;
  for (int c = 0; c < t->game->n_candidates; c++) {
    int actor = t->game->candidate[c];
    if (!(s->at.known_actors >> actor & 1)) continue;
    size_t cell = (size_t)(c * t->game->n_levels + s->at.level[actor]) * t->n_padded + k;
    force += d->honour_low[cell] * d->help[cell];
    all += d->help[cell];
  }
  ply_deterrence weak = d->weak[k];
  if (force <= 0) return weak;
  double none = weak.outcome, outcome = none + (ply_outcome_at(calm, all) - none) * force / all;
  return (ply_deterrence){.force = force, .outcome = outcome, .attack = ply_attack_at(calm, outcome)};
}

/* No less than the outcome expected over independent answers: whether the two who bring most come is told apart, of the
 * others what is expected of them comes. */
static double least_independent(const ply_guarantee *guarantee, int n, const double *help,
                                const double *chance) {
  int first = -1, second = -1;
  double rest = 0;
  for (int c = 0; c < n; c++) {
    rest += help[c] * chance[c];
    if (first < 0 || help[c] > help[first]) {
      second = first;
      first = c;
    } else if (second < 0 || help[c] > help[second])
      second = c;
  }
  if (second < 0) return ply_outcome_at(guarantee, rest);
  double p = chance[first], q = chance[second], x = help[first], y = help[second];
  rest -= p * x + q * y;
  if (rest < 0) rest = 0;
  return p * (q * ply_outcome_at(guarantee, rest + x + y) + (1 - q) * ply_outcome_at(guarantee, rest + x)) +
         (1 - p) * (q * ply_outcome_at(guarantee, rest + y) + (1 - q) * ply_outcome_at(guarantee, rest));
}

/* The outcome expected where one draw decides for all: whoever has a chance at or above it comes. */
static double least_common(const ply_guarantee *guarantee, int n, const double *help, const double *chance) {
  double below = 2, sum = 0, last = 1, force = 0;
  for (;;) {
    double next = 0; /* the largest chance that was not met yet */
    for (int c = 0; c < n; c++)
      if (help[c] > 0 && chance[c] < below && chance[c] > next) next = chance[c];
    if (last > next) sum += (last - next) * ply_outcome_at(guarantee, force);
    if (next == 0) return sum;
    for (int c = 0; c < n; c++)
      if (chance[c] == next) force += help[c];
    last = below = next;
  }
}

/* The best that can come of it: the outcome falls with what each brings and with the chance that it does, together or
 * apart. */
static ply_deterrence strongest(const ply_descent *d, const ply_step *s, const ply_guarantee *calm,
                                size_t k) {
  const ply_game *g = d->tables->game;
  double help[PLY_MAX_CANDIDATES], chance[PLY_MAX_CANDIDATES], force = 0;
  for (int c = 0; c < g->n_candidates; c++) {
    most_help(d, s, c, k, &help[c], &chance[c]);
    force += help[c] * chance[c];
  }
  if (!g->scenario->security->exact) return ply_deterrence_at(calm, force);
  double shock = calm->common_shock, outcome = 0;
  if (shock < 1) outcome += (1 - shock) * least_independent(calm, g->n_candidates, help, chance);
  if (shock > 0) outcome += shock * least_common(calm, g->n_candidates, help, chance);
  return (ply_deterrence){.force = force, .outcome = outcome, .attack = ply_attack_at(calm, outcome)};
}

static double clamp(double x) { return x < 0 ? 0 : x > 1 ? 1 : x; }

static void set_ends(ply_step *s, int j, size_t k, double low, double high) {
  s->own_low[j][k] = clamp(low - MARGIN);
  s->own_high[j][k] = clamp(high + MARGIN);
}

/* Bounds of the indicators in one draw. */
static void bound_draw(ply_descent *d, ply_step *s, size_t k) {
  ply_guarantee calm = d->guarantee[k];
  double rate = calm.provocation_rate * calm.latitude;
  calm.provocation_rate = 0;
  ply_deterrence strong = strongest(d, s, &calm, k), weak = weakest(d, s, &calm, k);
  double force = weak.force;
  double provoked_low = rate * (1 - weak.outcome), provoked_high = rate * (1 - strong.outcome);
  double low = 1 - (1 - strong.attack) * (1 - provoked_low);
  double high = 1 - (1 - weak.attack) * (1 - provoked_high);
  double overrun_low = low * strong.outcome, overrun_high = high * weak.outcome, alone = d->alone[k];
  double adversary = calm.adversary;
  set_ends(s, PLY_ATTACK, k, low, high);
  set_ends(s, PLY_DETERRED, k, 1 - high, 1 - low);
  set_ends(s, PLY_OVERRUN, k, overrun_low, overrun_high);
  set_ends(s, PLY_HOLDS, k, 1 - overrun_high, 1 - overrun_low);
  set_ends(s, PLY_CREDIBILITY, k, 0, alone >= 1 ? 0 : (1 - overrun_low - alone) / (1 - alone));
  set_ends(s, PLY_FORCE, k, force + adversary > 0 ? force / (force + adversary) : 0,
           strong.force + adversary > 0 ? strong.force / (strong.force + adversary) : 0);
}

static void each_alive(ply_descent *d, ply_step *s, void (*visit)(ply_descent *d, ply_step *s, size_t k)) {
  for (size_t w = 0; w < d->tables->n_words; w++)
    for (uint64_t rest = s->alive[w]; rest != 0; rest &= rest - 1)
      visit(d, s, 64 * w + (size_t)__builtin_ctzll(rest));
}

static void weigh_draw(ply_descent *d, ply_step *s, size_t k) { weigh_help(d, &s->at, k); }

static bool levels_known(const ply_game *g, const ply_partial *at) {
  for (int c = 0; c < g->n_candidates; c++)
    if (!(at->known_actors >> g->candidate[c] & 1)) return false;
  return true;
}

/* Bounds of security that follow from what is fixed now. False where an honour game does not settle. */
static bool turn_security(ply_descent *d, ply_step *s, bool moved) {
  const ply_game *g = d->tables->game;
  if (g->security == NULL || s->guarded == 2 || !inputs_known(g, &s->at)) return true;
  if (levels_known(g, &s->at)) {
    if (!ply_evaluate_security(&d->now, s->at.option, s->at.level, s->alive)) return false;
    for (int j = 0; j < PLY_FIGHT; j++) s->low[j] = s->high[j] = d->now.indicator[j];
    s->guarded = 2;
    return true;
  }
  if (s->guarded == 0) each_alive(d, s, weigh_draw);
  if (s->guarded == 0 || moved) {
    ply_descent_stand(d, s);
    each_alive(d, s, bound_draw);
    for (int j = 0; j < PLY_FIGHT; j++) {
      s->low[j] = s->own_low[j];
      s->high[j] = s->own_high[j];
    }
  }
  s->guarded = 1;
  return true;
}

bool ply_descent_guard(ply_descent *d, int depth, bool *failed) {
  ply_step *s = &d->step[depth];
  int before = s->guarded;
  bool moved = s->moved;
  s->moved = false;
  *failed = !turn_security(d, s, moved);
  return s->guarded != before || (moved && s->guarded == 1);
}
