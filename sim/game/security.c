/* Security at one bundle: reads the design's inputs from their tables, solves the honour game, and turns
 * force into the indicators that payoffs use. The formulas are models/honour.c and models/deterrence.c. Cost:
 * one honour solution (model fixed: candidates) and one deterrence evaluation. */
#include "sim/game/security.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool compile_table(ply_game *game, const ply_table *table, ply_number_table *out) {
  const ply_issue *issues = game->scenario->issues;
  int n = 1;
  out->n_issues = table->n_issues;
  for (int i = 0; i < table->n_issues; i++) {
    out->issue[i] = table->issue[i];
    n *= issues[table->issue[i]].n_options;
  }
  out->width = table->n_issues == 2 ? issues[table->issue[1]].n_options : 1;
  double *value = PLY_NEW(game->arena, n, double);
  if (value == NULL) return false;
  for (int i = 0; i < n; i++) value[i] = ply_number_value(&table->values[i], game->values);
  out->value = value;
  return true;
}

static double look_up(const ply_number_table *table, const uint16_t *option) {
  if (table->n_issues == 0) return table->value[0];
  if (table->n_issues == 1) return table->value[option[table->issue[0]]];
  return table->value[option[table->issue[0]] * table->width + option[table->issue[1]]];
}

static void compile_guarantors(const ply_game *game, const ply_security *s, ply_security_numbers *out) {
  for (int c = 0; c < game->n_candidates; c++) {
    int i = game->candidate[c];
    out->guarantor[c] = (ply_guarantor){
        .capability = ply_number_value(&s->capability[i], game->values),
        .readiness_hours = ply_number_value(&s->readiness_hours[i], game->values),
        .chance = ply_number_value(&s->chance[i], game->values),
        .audience = ply_number_value(&s->audience[i], game->values),
        .stake = ply_number_value(&s->stake[i], game->values),
        .cost = ply_number_value(&s->cost[i], game->values),
    };
  }
}

bool ply_game_compile_security(ply_game *game) {
  const ply_security *s = game->scenario->security;
  if (s == NULL) return true;
  ply_security_numbers *out = PLY_NEW(game->arena, 1, ply_security_numbers);
  if (out == NULL) return false;
  if (!compile_table(game, &s->bond, &out->bond) ||
      !compile_table(game, &s->delay_hours, &out->delay_hours) ||
      !compile_table(game, &s->judgement, &out->judgement) ||
      !compile_table(game, &s->coverage, &out->coverage) ||
      !compile_table(game, &s->own_strength, &out->own_strength) ||
      !compile_table(game, &s->latitude, &out->latitude))
    return false;
  const double *values = game->values;
  out->guarantee = (ply_guarantee){
      .capability = ply_number_value(&s->capability[s->beneficiary], values),
      .adversary = ply_number_value(&s->capability[s->adversary], values),
      .decay_hours = ply_number_value(&s->decay_hours, values),
      .decisiveness = ply_number_value(&s->decisiveness, values),
      .prize = ply_number_value(&s->prize, values),
      .war_cost = ply_number_value(&s->war_cost, values),
      .noise = ply_number_value(&s->noise, values),
      .provocation_rate = ply_number_value(&s->provocation_rate, values),
      .common_shock = ply_number_value(&s->common_shock, values),
      .support = ply_number_value(&s->support, values),
      .honour_noise = ply_number_value(&s->honour_noise, values),
  };
  compile_guarantors(game, s, out);
  game->security = out;
  return true;
}

size_t ply_security_table_size(const ply_game *game, const ply_number_table *table) {
  size_t n = 1;
  for (int i = 0; i < table->n_issues; i++) n *= (size_t)game->scenario->issues[table->issue[i]].n_options;
  return n;
}

static size_t write_table(const ply_game *game, const ply_number_table *table, double *out) {
  size_t n = ply_security_table_size(game, table);
  if (out != NULL) memcpy(out, table->value, n * sizeof *out);
  return n;
}

size_t ply_game_security_numbers(const ply_game *game, double *out) {
  const ply_security_numbers *s = game->security;
  if (s == NULL) return 0;
  const ply_guarantee *g = &s->guarantee;
  const double constants[] = {g->capability, g->adversary,    g->decay_hours, g->decisiveness,
                              g->prize,      g->war_cost,     g->noise,       g->provocation_rate,
                              g->support,    g->honour_noise, g->common_shock};
  const ply_number_table *tables[] = {&s->bond,     &s->delay_hours,  &s->judgement,
                                      &s->coverage, &s->own_strength, &s->latitude};
  size_t n = sizeof constants / sizeof *constants;
  if (out != NULL) memcpy(out, constants, sizeof constants);
  for (int c = 0; c < game->n_candidates; c++) {
    const ply_guarantor *p = &s->guarantor[c];
    const double own[] = {p->capability, p->readiness_hours, p->chance, p->audience, p->stake, p->cost};
    if (out != NULL) memcpy(out + n, own, sizeof own);
    n += sizeof own / sizeof *own;
  }
  for (size_t t = 0; t < sizeof tables / sizeof *tables; t++)
    n += write_table(game, tables[t], out != NULL ? out + n : NULL);
  return n;
}

uint64_t ply_game_security_reads(const ply_game *game) {
  const ply_security_numbers *s = game->security;
  if (s == NULL) return 0;
  const ply_number_table *tables[] = {&s->bond,     &s->delay_hours,  &s->judgement,
                                      &s->coverage, &s->own_strength, &s->latitude};
  int ratification = game->scenario->security->ratification_issue;
  uint64_t issues = ratification >= 0 ? (uint64_t)1 << ratification : 0;
  for (size_t t = 0; t < sizeof tables / sizeof *tables; t++)
    for (int i = 0; i < tables[t]->n_issues; i++) issues |= (uint64_t)1 << tables[t]->issue[i];
  return issues;
}

ply_security_inputs ply_game_security_inputs_of(const ply_game *game, const ply_security_numbers *s,
                                                const uint16_t *option) {
  ply_security_inputs inputs = {0};
  if (s == NULL) return inputs;
  inputs.bond = look_up(&s->bond, option);
  inputs.delay_hours = look_up(&s->delay_hours, option);
  inputs.judgement = look_up(&s->judgement, option);
  inputs.coverage = look_up(&s->coverage, option);
  inputs.own_strength = look_up(&s->own_strength, option);
  inputs.latitude = look_up(&s->latitude, option);
  const ply_security *security = game->scenario->security;
  if (security->ratification_issue >= 0) {
    int o = option[security->ratification_issue];
    inputs.ratified = (double)(security->ratification_on[o / 64] >> (o % 64) & 1);
  }
  return inputs;
}

ply_security_inputs ply_game_security_inputs(const ply_game *game, const uint16_t *option) {
  return ply_game_security_inputs_of(game, game->security, option);
}

static bool honour(const ply_game *game, const ply_guarantee *guarantee, const ply_guarantor *g,
                   int selection, double *p) {
  const ply_security *security = game->scenario->security;
  if (security->model == PLY_FIXED) {
    for (int c = 0; c < game->n_candidates; c++) p[c] = ply_honour_fixed(guarantee, &g[c]);
    return true;
  }
  bool greatest = selection == 0 ? security->greatest : selection == 2;
  return ply_honour_coordination(guarantee, game->n_candidates, g, greatest, p);
}

static double clamp(double x) { return x < 0 ? 0 : x > 1 ? 1 : x; }

/* ---- indicators ---- */

static double holds_at(double attack, double outcome) { return 1 - attack * outcome; }

static double credibility_at(double holds, double alone) {
  return alone >= 1 ? 0 : clamp((holds - alone) / (1 - alone));
}

static double force_at(double force, double adversary) {
  return force + adversary > 0 ? force / (force + adversary) : 0;
}

static void fill(const ply_security_desk *desk, ply_deterrence d, ply_security_state *state) {
  double holds = holds_at(d.attack, d.outcome);
  state->outcome = d.outcome;
  state->indicator[PLY_ATTACK] = d.attack;
  state->indicator[PLY_DETERRED] = 1 - d.attack;
  state->indicator[PLY_OVERRUN] = d.attack * d.outcome;
  state->indicator[PLY_HOLDS] = holds;
  state->indicator[PLY_CREDIBILITY] = credibility_at(holds, desk->holds_alone);
  state->indicator[PLY_FORCE] = force_at(d.force, desk->guarantee.adversary);
}

void ply_security_desk_fill(const ply_security_desk *desk, size_t n, const uint32_t *at,
                            double *const indicator[PLY_FIGHT]) {
  const double *outcome = desk->outcomes->outcome, *force = desk->outcomes->force;
  double *attack = indicator[PLY_ATTACK], *out, alone = desk->holds_alone;
  for (size_t e = 0; e < n; e++) attack[e] = ply_attack_at(&desk->guarantee, outcome[at[e]]);
  if ((out = indicator[PLY_DETERRED]) != NULL)
    for (size_t e = 0; e < n; e++) out[e] = 1 - attack[e];
  if ((out = indicator[PLY_OVERRUN]) != NULL)
    for (size_t e = 0; e < n; e++) out[e] = attack[e] * outcome[at[e]];
  if ((out = indicator[PLY_HOLDS]) != NULL)
    for (size_t e = 0; e < n; e++) out[e] = holds_at(attack[e], outcome[at[e]]);
  if ((out = indicator[PLY_CREDIBILITY]) != NULL)
    for (size_t e = 0; e < n; e++) out[e] = credibility_at(holds_at(attack[e], outcome[at[e]]), alone);
  if ((out = indicator[PLY_FORCE]) != NULL)
    for (size_t e = 0; e < n; e++) out[e] = force_at(force[at[e]], desk->guarantee.adversary);
}

/* ---- what levels decide ---- */

/* Where nobody's honour depends on the others, all that a guarantor brings depends on its own level alone. */
static void fill_levels(const ply_game *game, ply_security_desk *desk) {
  for (int c = 0; c < game->n_candidates; c++)
    for (int l = 0; l < game->n_levels; l++) {
      ply_guarantor g = game->security->guarantor[c];
      g.effort = game->effort[l];
      desk->honour[c][l] = ply_honour_fixed(&desk->guarantee, &g);
      desk->help[c][l] = ply_help(&desk->guarantee, &g);
    }
  desk->by_level = true;
}

/* Levels of one effort make a class; the first is that of no effort. Returns how many there are. */
static int effort_classes(const ply_game *game, uint8_t *of) {
  int n = 1;
  for (int l = 0; l < game->n_levels; l++) {
    of[l] = 0;
    if (game->effort[l] == 0) continue;
    int same = 0;
    while (same < l && game->effort[same] != game->effort[l]) same++;
    of[l] = same < l ? of[same] : (uint8_t)n++;
  }
  return n;
}

/* How many choices of efforts there are to keep exact outcomes of; 0: none, or too many. */
static size_t choices_of(const ply_game *game, int n_classes) {
  enum { MOST = 1 << 19 };
  if (game->security == NULL || game->scenario->security->model != PLY_FIXED ||
      !game->scenario->security->exact)
    return 0;
  size_t size = 1;
  for (int c = 0; c < game->n_candidates; c++)
    if ((size *= (size_t)n_classes) > MOST) return 0;
  return size;
}

bool ply_security_outcomes_init(const ply_game *game, ply_security_outcomes *outcomes) {
  *outcomes = (ply_security_outcomes){0};
  outcomes->n_classes = effort_classes(game, outcomes->class_of);
  size_t size = choices_of(game, outcomes->n_classes);
  if (size == 0) return true;
  outcomes->force = malloc(2 * size * sizeof *outcomes->force);
  if (outcomes->force == NULL) return false;
  outcomes->outcome = outcomes->force + size;
  outcomes->size = size;
  return true;
}

void ply_security_outcomes_done(ply_security_outcomes *outcomes) {
  free(outcomes->force);
  *outcomes = (ply_security_outcomes){0};
}

size_t ply_security_outcomes_at(const ply_game *game, const ply_security_outcomes *outcomes,
                                const uint8_t *candidate_level) {
  size_t at = 0;
  for (int c = 0; c < game->n_candidates; c++)
    at = at * (size_t)outcomes->n_classes + outcomes->class_of[candidate_level[c]];
  return at;
}

static void fill_outcomes(const ply_game *game, ply_security_outcomes *o, ply_security_desk *desk) {
  size_t n = (size_t)o->n_classes;
  double help[PLY_MAX_CANDIDATES * PLY_MAX_LEVELS] = {0}, honour[PLY_MAX_CANDIDATES] = {0};
  for (int c = 0; c < game->n_candidates; c++)
    for (int l = 0; l < game->n_levels; l++) {
      if (desk->honour[c][l] == 0) continue; /* what it would bring does not matter */
      help[(size_t)c * n + o->class_of[l]] = desk->help[c][l];
      honour[c] = desk->honour[c][l];
    }
  desk->outcomes = o;
  double own = desk->guarantee.own_strength;
  if (o->filled && o->own_strength == own && memcmp(o->help, help, sizeof help) == 0 &&
      memcmp(o->honour, honour, sizeof honour) == 0)
    return;
  memcpy(o->help, help, sizeof help);
  memcpy(o->honour, honour, sizeof honour);
  o->own_strength = own;
  o->filled = true;
  ply_exact_outcomes(&desk->guarantee, game->n_candidates, o->n_classes, help, honour, o->force, o->outcome);
}

static ply_deterrence exact_at(const ply_game *game, const ply_security_desk *desk,
                               const uint8_t *candidate_level) {
  size_t at = ply_security_outcomes_at(game, desk->outcomes, candidate_level);
  double outcome = desk->outcomes->outcome[at];
  return (ply_deterrence){.force = desk->outcomes->force[at],
                          .outcome = outcome,
                          .attack = ply_attack_at(&desk->guarantee, outcome)};
}

static ply_deterrence expected_at(const ply_game *game, const ply_security_desk *desk,
                                  const uint8_t *candidate_level) {
  double force = 0;
  for (int c = 0; c < game->n_candidates; c++)
    force += desk->honour[c][candidate_level[c]] * desk->help[c][candidate_level[c]];
  return ply_deterrence_at(&desk->guarantee, force);
}

void ply_security_desk_set(const ply_game *game, const ply_security_inputs *inputs, bool many,
                           ply_security_outcomes *outcomes, ply_security_desk *desk) {
  const ply_security_numbers *s = game->security;
  desk->by_level = false;
  desk->outcomes = NULL;
  if (s == NULL) return;
  ply_guarantee *guarantee = &desk->guarantee;
  *guarantee = s->guarantee;
  guarantee->bond = inputs->bond;
  guarantee->delay_hours = inputs->delay_hours;
  guarantee->judgement = inputs->judgement;
  guarantee->coverage = inputs->coverage;
  guarantee->own_strength = inputs->own_strength;
  guarantee->latitude = inputs->latitude;
  guarantee->ratified = inputs->ratified != 0;
  ply_deterrence alone = ply_deterrence_at(guarantee, 0);
  desk->holds_alone = 1 - alone.attack * alone.outcome;
  const ply_security *security = game->scenario->security;
  if (outcomes != NULL && outcomes->size == 0) outcomes = NULL;
  if (!many || security->model != PLY_FIXED || (security->exact && outcomes == NULL)) return;
  fill_levels(game, desk);
  if (security->exact) fill_outcomes(game, outcomes, desk);
}

bool ply_security_desk_at(const ply_game *game, const ply_security_desk *desk, const uint8_t *candidate_level,
                          int selection, ply_security_state *state) {
  const ply_security_numbers *s = game->security;
  if (s == NULL) {
    *state = (ply_security_state){0};
    return true;
  }
  for (int c = 0; c < game->n_candidates; c++) state->effort[c] = game->effort[candidate_level[c]];
  if (desk->by_level) {
    for (int c = 0; c < game->n_candidates; c++) state->honour[c] = desk->honour[c][candidate_level[c]];
    fill(desk,
         desk->outcomes != NULL ? exact_at(game, desk, candidate_level)
                                : expected_at(game, desk, candidate_level),
         state);
    return true;
  }
  ply_security_known nothing = {.honour = state->honour};
  return ply_security_desk_recall(game, desk, candidate_level, selection, &nothing, state);
}

bool ply_security_desk_recall(const ply_game *game, const ply_security_desk *desk,
                              const uint8_t *candidate_level, int selection, ply_security_known *known,
                              ply_security_state *state) {
  ply_guarantor g[PLY_MAX_CANDIDATES];
  size_t n = (size_t)game->n_candidates;
  for (size_t c = 0; c < n; c++) {
    g[c] = game->security->guarantor[c];
    g[c].effort = state->effort[c] = game->effort[candidate_level[c]];
    if (!known->has_honour) known->honour[c] = 0;
  }
  if (!known->has_honour && !honour(game, &desk->guarantee, g, selection, known->honour)) return false;
  known->has_honour = true;
  if (!known->has_outcome) {
    bool exact = game->scenario->security->exact;
    ply_deterrence d = ply_deterrence_of(&desk->guarantee, (int)n, g, known->honour, exact);
    known->force = d.force;
    known->outcome = d.outcome;
    known->has_outcome = true;
  }
  if (known->honour != state->honour) memcpy(state->honour, known->honour, n * sizeof *state->honour);
  fill(desk,
       (ply_deterrence){.force = known->force,
                        .outcome = known->outcome,
                        .attack = ply_attack_at(&desk->guarantee, known->outcome)},
       state);
  return true;
}

bool ply_game_security(const ply_game *game, const ply_security_inputs *inputs,
                       const uint8_t *candidate_level, int selection, ply_security_state *state) {
  ply_security_desk desk;
  ply_security_desk_set(game, inputs, false, NULL, &desk);
  return ply_security_desk_at(game, &desk, candidate_level, selection, state);
}

double ply_game_indicator(const ply_game *game, const ply_security_state *state, ply_indicator indicator,
                          int actor) {
  if (indicator < PLY_FIGHT) return state->indicator[indicator];
  int c = game->candidate_of[actor];
  if (c < 0) return 0;
  return indicator == PLY_FIGHT ? ply_state_fight(state, c) : ply_state_renege(state, c);
}
