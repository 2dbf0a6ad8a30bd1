/* A compiled game as one JSON document: all that payoffs and verdicts of a bundle are computed from, for a
 * page that has nobody to ask. Amounts are the compiled ones (weights multiplied in), numbers stand at their
 * base values, red lines are those in force. Conditions are lists: a word and its parts. Cost: the size of
 * the scenario. */
#include "sim/api/inside.h"
#include "sim/base/json_write.h"

#include <math.h>

/* The positions of the bits that are set, of `n`. */
static void add_bits(ply_json *json, const char *key, const uint64_t *words, int n) {
  ply_json_array(json, key, PLY_JSON_TIGHT);
  for (int i = 0; i < n; i++)
    if ((words[i / 64] >> (i % 64) & 1) != 0) ply_json_int(json, NULL, i);
  ply_json_end(json);
}

/* ---- conditions ---- */

static void add_count(ply_json *json, const ply_scenario *s, const ply_cond *cond) {
  add_bits(json, NULL, &cond->actors, s->n_actors);
  ply_json_int(json, NULL, cond->from_level);
  ply_json_number(json, NULL, cond->min);
  ply_json_number(json, NULL, cond->max); /* null: none */
  if (cond->weights != NULL) ply_json_numbers(json, NULL, cond->weights, s->n_actors);
}

static void add_condition(ply_json *json, const char *key, const ply_scenario *s, const ply_cond *cond) {
  static const char *const words[] = {[PLY_COND_ALL] = "all",
                                      [PLY_COND_ANY] = "any",
                                      [PLY_COND_NOT] = "not",
                                      [PLY_COND_OPTION] = "option",
                                      [PLY_COND_MEMBER] = "member",
                                      [PLY_COND_COUNT] = "count",
                                      [PLY_COND_MEMBERS_AT] = "members",
                                      [PLY_COND_NO_MEMBERS] = "members"};
  uint64_t levels = cond->levels;
  ply_json_array(json, key, PLY_JSON_TIGHT);
  ply_json_string(json, NULL, words[cond->kind]);
  switch (cond->kind) {
  case PLY_COND_ALL:
  case PLY_COND_ANY:
  case PLY_COND_NOT:
    for (int i = 0; i < cond->n_parts; i++) add_condition(json, NULL, s, cond->parts[i]);
    break;
  case PLY_COND_OPTION:
    ply_json_int(json, NULL, cond->issue);
    add_bits(json, NULL, cond->options, s->issues[cond->issue].n_options);
    break;
  case PLY_COND_MEMBER:
    ply_json_int(json, NULL, cond->actor);
    add_bits(json, NULL, &levels, s->n_levels);
    break;
  case PLY_COND_COUNT: add_count(json, s, cond); break;
  case PLY_COND_MEMBERS_AT: add_bits(json, NULL, &levels, s->n_levels); break;
  case PLY_COND_NO_MEMBERS: add_bits(json, NULL, &levels, 0); break;
  }
  ply_json_end(json);
}

/* ---- the parts ---- */

static void add_roles(ply_json *json, const char *key, const double *const role[2], int n_options) {
  ply_json_array(json, key, PLY_JSON_TIGHT);
  for (int r = 0; r < 2; r++) ply_json_numbers(json, NULL, role[r], n_options);
  ply_json_end(json);
}

static void add_row(ply_json *json, const ply_amount_row *row, int n_options) {
  ply_json_object(json, NULL, PLY_JSON_TIGHT);
  ply_json_int(json, "indicator", row->indicator);
  add_roles(json, "constant", row->constant, n_options);
  if (row->indicator >= 0) add_roles(json, "slope", row->slope, n_options);
  ply_json_end(json);
}

static void add_actor(ply_json *json, const ply_game *g, int i) {
  static const char *const consents[] = {"never", "required", "counted", "if_member", "when"};
  const ply_scenario *s = g->scenario;
  bool candidate = g->candidate_of[i] >= 0;
  ply_json_object(json, NULL, PLY_JSON_TIGHT);
  ply_json_string(json, "consent", consents[s->actors[i].consent]);
  ply_json_bool(json, "candidate", candidate);
  ply_json_numbers(json, "stake", g->stake[i], PLY_N_INDICATORS);
  ply_json_numbers(json, "level", candidate ? &g->level_gain[i * g->n_levels] : NULL,
                   candidate ? g->n_levels : 0);
  if (s->actors[i].consent_when != NULL) add_condition(json, "asked", s, s->actors[i].consent_when);
  ply_json_array(json, "rows", PLY_JSON_TIGHT);
  for (int k = 0; k < g->n_issues; k++) add_row(json, &g->rows[i * g->n_issues + k], s->issues[k].n_options);
  ply_json_end(json);
  ply_json_end(json);
}

static void add_issue(ply_json *json, const ply_scenario *s, const ply_issue *issue) {
  ply_json_object(json, NULL, PLY_JSON_TIGHT);
  ply_json_int(json, "options", issue->n_options);
  ply_json_array(json, "cases", PLY_JSON_TIGHT);
  for (int c = 0; c < issue->n_cases; c++) {
    ply_json_array(json, NULL, PLY_JSON_TIGHT);
    ply_json_int(json, NULL, issue->cases[c].option);
    add_condition(json, NULL, s, issue->cases[c].when);
    ply_json_end(json);
  }
  ply_json_end(json);
  ply_json_end(json);
}

static void add_rule(ply_json *json, const ply_scenario *s, const ply_rule *rule) {
  ply_json_object(json, NULL, PLY_JSON_TIGHT);
  ply_json_string(json, "says", rule->reason != NULL ? rule->reason : rule->id);
  add_condition(json, "when", s, rule->when);
  add_condition(json, "then", s, rule->then);
  ply_json_end(json);
}

/* Opens a list of the document on a line of its own. */
static void open_part(ply_json *json, const char *key) {
  ply_json_break(json);
  ply_json_array(json, key, PLY_JSON_TIGHT);
}

static void add_lines(ply_json *json, const ply_game *g) {
  open_part(json, "lines");
  for (int l = 0; l < g->n_lines; l++) {
    const ply_red_line *line = g->lines[l].line;
    if (!g->lines[l].in_force) continue;
    ply_json_object(json, NULL, PLY_JSON_TIGHT);
    ply_json_int(json, "actor", g->lines[l].actor);
    ply_json_int(json, "from", line->effect == PLY_STAY_OUT ? line->from_level : -1);
    ply_json_string(json, "says", line->name != NULL ? line->name : line->id);
    add_condition(json, "when", g->scenario, line->when);
    ply_json_end(json);
  }
  ply_json_end(json);
}

static void add_bonuses(ply_json *json, const ply_game *g) {
  open_part(json, "bonuses");
  for (const ply_payoff_term *term = g->terms; term < g->terms + g->n_terms; term++) {
    if (term->table != NULL) continue;
    ply_json_object(json, NULL, PLY_JSON_TIGHT);
    ply_json_int(json, "actor", term->actor);
    ply_json_number(json, "gain", term->value[1]);
    add_condition(json, "when", g->scenario, term->when);
    ply_json_end(json);
  }
  ply_json_end(json);
}

static void add_payoff_table(ply_json *json, const ply_payoff_term *term) {
  const ply_payoff_table *table = term->table;
  ply_json_object(json, NULL, PLY_JSON_TIGHT);
  ply_json_int(json, "actor", term->actor);
  ply_json_array(json, "over", PLY_JSON_TIGHT);
  for (int d = 0; d < table->n_over; d++) { /* whether a candidate, which, how far apart */
    int over[] = {table->over[d].candidate ? 1 : 0, table->over[d].at, (int)table->over[d].stride};
    ply_json_ints(json, NULL, over, 3);
  }
  ply_json_end(json);
  ply_json_numbers(json, "values", term->value, (int)table->n_entries);
  ply_json_end(json);
}

static void add_tables(ply_json *json, const ply_game *g) {
  open_part(json, "tables");
  for (const ply_payoff_term *term = g->terms; term < g->terms + g->n_terms; term++)
    if (term->table != NULL) add_payoff_table(json, term);
  ply_json_end(json);
}

/* ---- security ---- */

static void add_table(ply_json *json, const char *key, const ply_scenario *s, const ply_table *table) {
  int n = 1;
  ply_json_object(json, key, PLY_JSON_TIGHT);
  ply_json_ints(json, "issues", table->issue, table->n_issues);
  for (int i = 0; i < table->n_issues; i++) n *= s->issues[table->issue[i]].n_options;
  ply_json_int(json, "width", table->n_issues == 2 ? s->issues[table->issue[1]].n_options : 1);
  ply_json_array(json, "values", PLY_JSON_TIGHT);
  for (int i = 0; i < n; i++) ply_json_number(json, NULL, table->values[i].base);
  ply_json_end(json);
  ply_json_end(json);
}

static void add_guarantors(ply_json *json, const ply_game *g, const ply_security *s) {
  ply_json_array(json, "guarantors", PLY_JSON_TIGHT);
  for (int c = 0; c < g->n_candidates; c++) {
    int i = g->candidate[c];
    ply_json_object(json, NULL, PLY_JSON_TIGHT);
    ply_json_int(json, "actor", i);
    ply_json_number(json, "capability", s->capability[i].base);
    ply_json_number(json, "readiness", s->readiness_hours[i].base);
    ply_json_number(json, "chance", s->chance[i].base);
    ply_json_number(json, "audience", s->audience[i].base);
    ply_json_number(json, "stake", s->stake[i].base);
    ply_json_number(json, "cost", s->cost[i].base);
    ply_json_end(json);
  }
  ply_json_end(json);
}

static void add_numbers_of(ply_json *json, const ply_security *s) {
  ply_json_number(json, "capability", s->capability[s->beneficiary].base);
  ply_json_number(json, "adversary", s->capability[s->adversary].base);
  ply_json_number(json, "decay", s->decay_hours.base);
  ply_json_number(json, "decisiveness", s->decisiveness.base);
  ply_json_number(json, "prize", s->prize.base);
  ply_json_number(json, "war_cost", s->war_cost.base);
  ply_json_number(json, "noise", s->noise.base);
  ply_json_number(json, "provocation", s->provocation_rate.base);
  ply_json_number(json, "common_shock", s->common_shock.base);
  ply_json_number(json, "support", s->support.base);
  ply_json_number(json, "honour_noise", s->honour_noise.base);
}

static void add_security(ply_json *json, const ply_game *g, const ply_security *s) {
  const ply_scenario *of = g->scenario;
  ply_json_object(json, "security", PLY_JSON_TIGHT);
  ply_json_bool(json, "coordination", s->model == PLY_COORDINATION);
  ply_json_bool(json, "greatest", s->greatest);
  ply_json_bool(json, "exact", s->exact);
  add_numbers_of(json, s);
  add_table(json, "bond", of, &s->bond);
  add_table(json, "delay", of, &s->delay_hours);
  add_table(json, "judgement", of, &s->judgement);
  add_table(json, "coverage", of, &s->coverage);
  add_table(json, "own_strength", of, &s->own_strength);
  add_table(json, "latitude", of, &s->latitude);
  ply_json_int(json, "ratification", s->ratification_issue);
  add_bits(json, "ratified_on", s->ratification_on,
           s->ratification_issue >= 0 ? of->issues[s->ratification_issue].n_options : 0);
  add_guarantors(json, g, s);
  ply_json_end(json);
}

/* ---- together ---- */

static void add_votes(ply_json *json, const ply_game *g) {
  ply_json_array(json, "votes", PLY_JSON_TIGHT);
  for (int q = 0; q < g->n_votes; q++) {
    ply_json_object(json, NULL, PLY_JSON_TIGHT);
    ply_json_number(json, "need", g->votes[q].need);
    ply_json_numbers(json, "of", g->votes[q].votes, g->n_actors);
    ply_json_end(json);
  }
  ply_json_end(json);
}

static void add_game(ply_json *json, const ply_game *g) {
  const ply_scenario *s = g->scenario;
  ply_json_object(json, NULL, PLY_JSON_TIGHT);
  ply_json_int(json, "spare", g->spare);
  add_votes(json, g);
  ply_json_numbers(json, "effort", g->effort, g->n_levels);
  open_part(json, "issues");
  for (int k = 0; k < g->n_issues; k++) add_issue(json, s, &s->issues[k]);
  ply_json_end(json);
  open_part(json, "actors");
  for (int i = 0; i < g->n_actors; i++) {
    if (i > 0) ply_json_break(json);
    add_actor(json, g, i);
  }
  ply_json_end(json);
  open_part(json, "rules");
  for (int r = 0; r < s->n_rules; r++) add_rule(json, s, &s->rules[r]);
  ply_json_end(json);
  add_lines(json, g);
  add_bonuses(json, g);
  add_tables(json, g);
  ply_json_break(json);
  if (s->security != NULL)
    add_security(json, g, s->security);
  else
    ply_json_null(json, "security");
  ply_json_end(json);
}

parley_status parley_game_render(const parley_game *game, char **json, parley_error *error) {
  ply_text out;
  ply_json written;
  ply_text_init(&out);
  ply_json_start(&written, &out);
  add_game(&written, parley_inside_game(game));
  ply_text_add(&out, "\n");
  return parley_inside_text(PLY_OK, &out, json, NULL, error);
}
