/* What can the guarantee do at most and at least, where its numbers lie between bounds? The formulas of
 * models/honour.c (model `fixed`) and models/deterrence.c with an interval in place of each number: every
 * step rises or falls with each of its numbers, so its ends follow from theirs. Numbers that enter twice are
 * taken to vary apart, so the intervals are wider than need be, never narrower. A margin covers rounding.
 * Cost: about three evaluations of the model. */
#include "sim/game/security.h"

#include <math.h>
#include <string.h>

typedef struct ply_security_range {
  ply_security_numbers low, high, key;
  double effort_low[PLY_MAX_LEVELS], effort_high[PLY_MAX_LEVELS];
} ply_security_range;

static const double MARGIN = 1e-9;

/* ---- making it ---- */

static const double *read_table(ply_game *game, const ply_number_table *shape, const double *from,
                                ply_number_table *out) {
  size_t n = ply_security_table_size(game, shape);
  double *value = PLY_NEW(game->arena, n, double);
  *out = *shape;
  out->value = value;
  if (value == NULL) return NULL;
  memcpy(value, from, n * sizeof *value);
  return from + n;
}

/* The inverse of ply_game_security_numbers. */
static bool read_numbers(ply_game *game, const double *from, ply_security_numbers *out) {
  const ply_security_numbers *s = game->security;
  *out = *s;
  out->guarantee = (ply_guarantee){.capability = from[0],
                                   .adversary = from[1],
                                   .decay_hours = from[2],
                                   .decisiveness = from[3],
                                   .prize = from[4],
                                   .war_cost = from[5],
                                   .noise = from[6],
                                   .provocation_rate = from[7],
                                   .support = from[8],
                                   .honour_noise = from[9],
                                   .common_shock = from[10]};
  from += 11;
  for (int c = 0; c < game->n_candidates; c++, from += 6)
    out->guarantor[c] = (ply_guarantor){.capability = from[0],
                                        .readiness_hours = from[1],
                                        .chance = from[2],
                                        .audience = from[3],
                                        .stake = from[4],
                                        .cost = from[5]};
  return (from = read_table(game, &s->bond, from, &out->bond)) != NULL &&
         (from = read_table(game, &s->delay_hours, from, &out->delay_hours)) != NULL &&
         (from = read_table(game, &s->judgement, from, &out->judgement)) != NULL &&
         (from = read_table(game, &s->coverage, from, &out->coverage)) != NULL &&
         (from = read_table(game, &s->own_strength, from, &out->own_strength)) != NULL &&
         read_table(game, &s->latitude, from, &out->latitude) != NULL;
}

static bool within(const ply_game *game, const ply_number_table *low, const ply_number_table *high,
                   double most) {
  for (size_t i = 0; i < ply_security_table_size(game, low); i++)
    if (!(low->value[i] >= 0 && high->value[i] <= most)) return false;
  return true;
}

/* Whether all numbers are such that the steps rise and fall as they are taken to. */
static bool in_order(const ply_game *game, const ply_security_range *r) {
  const ply_guarantee *low = &r->low.guarantee, *high = &r->high.guarantee;
  if (!(low->capability >= 0 && low->adversary >= 0 && low->decay_hours > 0 && low->decisiveness > 0 &&
        low->noise > 0 && low->provocation_rate >= 0 && high->provocation_rate <= 1))
    return false;
  for (int c = 0; c < game->n_candidates; c++)
    if (!(r->low.guarantor[c].capability >= 0 && r->low.guarantor[c].readiness_hours >= 0 &&
          r->low.guarantor[c].chance >= 0 && r->high.guarantor[c].chance <= 1))
      return false;
  for (int l = 0; l < game->n_levels; l++)
    if (!(r->effort_low[l] >= 0)) return false;
  return within(game, &r->low.bond, &r->high.bond, 1) &&
         within(game, &r->low.delay_hours, &r->high.delay_hours, INFINITY) &&
         within(game, &r->low.judgement, &r->high.judgement, 1) &&
         within(game, &r->low.coverage, &r->high.coverage, 1) &&
         within(game, &r->low.own_strength, &r->high.own_strength, INFINITY) &&
         within(game, &r->low.latitude, &r->high.latitude, 1);
}

/* In the key a number of the design's tables that moves is another than any that may stand elsewhere. */
static bool write_key(ply_game *game, size_t n, const double *low, const double *high,
                      ply_security_range *r) {
  double *key = PLY_NEW(game->arena, n, double);
  if (key == NULL) return false;
  for (size_t i = 0; i < n; i++) key[i] = low[i] == high[i] ? low[i] : 1e100 * (double)(i + 1);
  return read_numbers(game, key, &r->key);
}

bool ply_game_range_security(ply_game *game, const double *low, const double *high, const double *effort_low,
                             const double *effort_high) {
  ply_security_range *r = PLY_NEW(game->arena, 1, ply_security_range);
  size_t n = ply_game_security_numbers(game, NULL);
  if (r == NULL || !read_numbers(game, low, &r->low) || !read_numbers(game, high, &r->high) ||
      !write_key(game, n, low, high, r))
    return false;
  memcpy(r->effort_low, effort_low, (size_t)game->n_levels * sizeof *effort_low);
  memcpy(r->effort_high, effort_high, (size_t)game->n_levels * sizeof *effort_high);
  game->range = r;
  return in_order(game, r);
}

ply_security_inputs ply_game_security_key(const ply_game *game, const uint16_t *option) {
  if (game->range != NULL) return ply_game_security_inputs_of(game, &game->range->key, option);
  ply_security_inputs inputs = ply_game_security_inputs_of(game, game->security, option);
  bool asked = game->security != NULL && (game->scenario->security->model != PLY_FIXED || inputs.bond > 0);
  if (asked && inputs.judgement * inputs.coverage > 0) return inputs;
  /* Nobody honours anything: nothing follows from who would, and when. */
  return (ply_security_inputs){.own_strength = inputs.own_strength, .latitude = inputs.latitude};
}

/* ---- what follows ---- */

static void set_inputs(ply_guarantee *g, const ply_security_inputs *inputs) {
  g->bond = inputs->bond;
  g->delay_hours = inputs->delay_hours;
  g->judgement = inputs->judgement;
  g->coverage = inputs->coverage;
  g->own_strength = inputs->own_strength;
  g->latitude = inputs->latitude;
  g->ratified = inputs->ratified != 0;
}

/* The chance of being overrun that follows from force between low and high. */
static void deter(const ply_security_range_desk *desk, double low, double high, ply_deterrence *least,
                  ply_deterrence *most) {
  const ply_guarantee *a = &desk->low, *b = &desk->high;
  double weak = (a->own_strength * a->capability + low) / b->adversary;
  double strong = (b->own_strength * b->capability + high) / a->adversary;
  least->force = low;
  most->force = high;
  most->outcome =
      b->adversary > 0 ? 1 / (1 + fmin(pow(weak, a->decisiveness), pow(weak, b->decisiveness))) : 0;
  least->outcome =
      a->adversary > 0 ? 1 / (1 + fmax(pow(strong, a->decisiveness), pow(strong, b->decisiveness))) : 0;
  double gain = fmax(most->outcome * b->prize, least->outcome * b->prize) - a->war_cost;
  double loss = fmin(most->outcome * a->prize, least->outcome * a->prize) - b->war_cost;
  double attack_most = ply_logistic(gain / (gain > 0 ? a->noise : b->noise));
  double attack_least = ply_logistic(loss / (loss > 0 ? b->noise : a->noise));
  double provoked_most = b->provocation_rate * b->latitude * (1 - least->outcome);
  double provoked_least = a->provocation_rate * a->latitude * (1 - most->outcome);
  most->attack = 1 - (1 - attack_most) * (1 - provoked_most);
  least->attack = 1 - (1 - attack_least) * (1 - provoked_least);
}

void ply_security_range_desk_set(const ply_game *game, const uint16_t *option,
                                 ply_security_range_desk *desk) {
  const ply_security_range *r = game->range;
  ply_security_inputs low = ply_game_security_inputs_of(game, &r->low, option);
  ply_security_inputs high = ply_game_security_inputs_of(game, &r->high, option);
  desk->low = r->low.guarantee;
  desk->high = r->high.guarantee;
  set_inputs(&desk->low, &low);
  set_inputs(&desk->high, &high);
  /* Help comes late by the longest delay and the shortest decay. */
  ply_guarantee late = desk->low, early = desk->high;
  late.delay_hours = desk->high.delay_hours;
  early.delay_hours = desk->low.delay_hours;
  for (int c = 0; c < game->n_candidates; c++)
    for (int l = 0; l < game->n_levels; l++) {
      ply_guarantor least = r->low.guarantor[c], most = r->high.guarantor[c];
      least.effort = r->effort_low[l];
      most.effort = r->effort_high[l];
      desk->honour_low[c][l] = ply_honour_fixed(&desk->low, &least);
      desk->honour_high[c][l] = ply_honour_fixed(&desk->high, &most);
      double hours = least.readiness_hours;
      least.readiness_hours = most.readiness_hours;
      most.readiness_hours = hours;
      desk->help_low[c][l] = ply_help(&late, &least);
      desk->help_high[c][l] = ply_help(&early, &most);
    }
  ply_deterrence a, b;
  deter(desk, 0, 0, &a, &b);
  desk->alone_low = a.attack * a.outcome;
  desk->alone_high = b.attack * b.outcome;
}

static double share_kept(double overrun, double alone) {
  double share = alone > 0 ? 1 - overrun / alone : 0;
  return share < 0 ? 0 : share > 1 ? 1 : share;
}

static double share_of(double force, double adversary) {
  return force + adversary > 0 ? force / (force + adversary) : 0;
}

/* What one guarantor bears: the same numbers as ply_state_fight and ply_state_renege. */
static void bear(const ply_game *game, const ply_security_range_desk *desk, int c, int level,
                 double attack_low, double attack_high, ply_security_ends *out) {
  double honour_low = desk->honour_low[c][level], honour_high = desk->honour_high[c][level];
  out->fight[c][0] = attack_low * honour_low * game->range->effort_low[level] - MARGIN;
  out->fight[c][1] = attack_high * honour_high * game->range->effort_high[level] + MARGIN;
  out->renege[c][0] = attack_low * (1 - honour_high) - MARGIN;
  out->renege[c][1] = attack_high * (1 - honour_low) + MARGIN;
  if (game->effort[level] == 0) out->renege[c][0] = out->renege[c][1] = 0;
}

void ply_security_range_desk_at(const ply_game *game, const ply_security_range_desk *desk,
                                const uint8_t *candidate_level, ply_security_ends *out) {
  bool exact = game->scenario->security->exact;
  double low = 0, high = 0, arrives = 0;
  ply_deterrence a, b;
  for (int c = 0; c < game->n_candidates; c++) {
    int l = candidate_level[c];
    low += desk->honour_low[c][l] * desk->help_low[c][l];
    high += desk->honour_high[c][l] * desk->help_high[c][l];
    arrives += desk->help_high[c][l];
  }
  deter(desk, exact ? 0 : low, exact ? arrives : high, &a, &b);
  double overrun_low = a.attack * a.outcome, overrun_high = b.attack * b.outcome;
  const double ends[PLY_FIGHT][2] = {
      [PLY_ATTACK] = {a.attack, b.attack},
      [PLY_DETERRED] = {1 - b.attack, 1 - a.attack},
      [PLY_OVERRUN] = {overrun_low, overrun_high},
      [PLY_HOLDS] = {1 - overrun_high, 1 - overrun_low},
      [PLY_CREDIBILITY] = {desk->alone_low > 0 ? share_kept(overrun_high, desk->alone_low) : 0,
                           share_kept(overrun_low, desk->alone_high)},
      [PLY_FORCE] = {share_of(low, desk->high.adversary), share_of(high, desk->low.adversary)},
  };
  for (int j = 0; j < PLY_FIGHT; j++) {
    out->indicator[j][0] = ends[j][0] - MARGIN;
    out->indicator[j][1] = ends[j][1] + MARGIN;
  }
  for (int c = 0; c < game->n_candidates; c++)
    bear(game, desk, c, candidate_level[c], a.attack, b.attack, out);
}
