/* A compiled game as one JSON document: all that payoffs and verdicts of a bundle are computed from, for a
 * page that has nobody to ask. Amounts are the compiled ones (weights multiplied in), numbers stand at their
 * base values, red lines are those in force. Conditions are lists: a word and its parts. Cost: the size of
 * the scenario. */
#include "sim/api/inside.h"

#include <math.h>

static void add_number(ply_text *out, const char *key, double value) {
  ply_text_addf(out, "\"%s\":", key);
  ply_text_number(out, value);
}

static void add_numbers(ply_text *out, const double *values, int n) {
  ply_text_add(out, "[");
  for (int i = 0; i < n; i++) {
    if (i > 0) ply_text_add(out, ",");
    ply_text_number(out, values[i]);
  }
  ply_text_add(out, "]");
}

/* The positions of the bits that are set, of `n`. */
static void add_bits(ply_text *out, const uint64_t *words, int n) {
  const char *comma = "";
  ply_text_add(out, "[");
  for (int i = 0; i < n; i++) {
    if ((words[i / 64] >> (i % 64) & 1) == 0) continue;
    ply_text_addf(out, "%s%d", comma, i);
    comma = ",";
  }
  ply_text_add(out, "]");
}

/* ---- conditions ---- */

static void add_condition(ply_text *out, const ply_scenario *s, const ply_cond *cond) {
  static const char *const words[] = {[PLY_COND_ALL] = "all", [PLY_COND_ANY] = "any", [PLY_COND_NOT] = "not"};
  uint64_t levels = cond->levels;
  switch (cond->kind) {
  case PLY_COND_ALL:
  case PLY_COND_ANY:
  case PLY_COND_NOT:
    ply_text_addf(out, "[\"%s\"", words[cond->kind]);
    for (int i = 0; i < cond->n_parts; i++) {
      ply_text_add(out, ",");
      add_condition(out, s, cond->parts[i]);
    }
    break;
  case PLY_COND_OPTION:
    ply_text_addf(out, "[\"option\",%d,", cond->issue);
    add_bits(out, cond->options, s->issues[cond->issue].n_options);
    break;
  case PLY_COND_MEMBER:
    ply_text_addf(out, "[\"member\",%d,", cond->actor);
    add_bits(out, &levels, s->n_levels);
    break;
  case PLY_COND_COUNT:
    ply_text_add(out, "[\"count\",");
    add_bits(out, &cond->actors, s->n_actors);
    ply_text_addf(out, ",%d,", cond->from_level);
    ply_text_number(out, cond->min);
    ply_text_add(out, ",");
    if (isinf(cond->max))
      ply_text_add(out, "null");
    else
      ply_text_number(out, cond->max);
    if (cond->weights != NULL) {
      ply_text_add(out, ",");
      add_numbers(out, cond->weights, s->n_actors);
    }
    break;
  case PLY_COND_MEMBERS_AT:
    ply_text_add(out, "[\"members\",");
    add_bits(out, &levels, s->n_levels);
    break;
  case PLY_COND_NO_MEMBERS: ply_text_add(out, "[\"members\",[]"); break;
  }
  ply_text_add(out, "]");
}

/* ---- the parts ---- */

static void add_row(ply_text *out, const ply_amount_row *row, int n_options) {
  ply_text_addf(out, "{\"indicator\":%d", row->indicator);
  for (int part = 0; part < (row->indicator >= 0 ? 2 : 1); part++) {
    ply_text_add(out, part == 0 ? ",\"constant\":[" : ",\"slope\":[");
    for (int role = 0; role < 2; role++) {
      if (role > 0) ply_text_add(out, ",");
      add_numbers(out, part == 0 ? row->constant[role] : row->slope[role], n_options);
    }
    ply_text_add(out, "]");
  }
  ply_text_add(out, "}");
}

static void add_actor(ply_text *out, const ply_game *g, int i) {
  static const char *const consents[] = {"never", "required", "counted", "if_member", "when"};
  const ply_scenario *s = g->scenario;
  ply_text_addf(out, "{\"consent\":\"%s\",\"candidate\":%s,\"stake\":", consents[s->actors[i].consent],
                g->candidate_of[i] >= 0 ? "true" : "false");
  add_numbers(out, g->stake[i], PLY_N_INDICATORS);
  ply_text_add(out, ",\"level\":");
  add_numbers(out, g->candidate_of[i] >= 0 ? &g->level_gain[i * g->n_levels] : NULL,
              g->candidate_of[i] >= 0 ? g->n_levels : 0);
  if (s->actors[i].consent_when != NULL) {
    ply_text_add(out, ",\"asked\":");
    add_condition(out, s, s->actors[i].consent_when);
  }
  ply_text_add(out, ",\"rows\":[");
  for (int k = 0; k < g->n_issues; k++) {
    if (k > 0) ply_text_add(out, ",");
    add_row(out, &g->rows[i * g->n_issues + k], s->issues[k].n_options);
  }
  ply_text_add(out, "]}");
}

static void add_issue(ply_text *out, const ply_scenario *s, const ply_issue *issue) {
  ply_text_addf(out, "{\"options\":%d,\"cases\":[", issue->n_options);
  for (int c = 0; c < issue->n_cases; c++) {
    ply_text_addf(out, "%s[%d,", c > 0 ? "," : "", issue->cases[c].option);
    add_condition(out, s, issue->cases[c].when);
    ply_text_add(out, "]");
  }
  ply_text_add(out, "]}");
}

static void add_rule(ply_text *out, const ply_scenario *s, const ply_rule *rule) {
  ply_text_add(out, "{\"says\":");
  ply_text_json(out, rule->reason != NULL ? rule->reason : rule->id);
  ply_text_add(out, ",\"when\":");
  add_condition(out, s, rule->when);
  ply_text_add(out, ",\"then\":");
  add_condition(out, s, rule->then);
  ply_text_add(out, "}");
}

static void add_lines(ply_text *out, const ply_game *g) {
  const char *comma = "";
  ply_text_add(out, ",\n\"lines\":[");
  for (int l = 0; l < g->n_lines; l++) {
    const ply_red_line *line = g->lines[l].line;
    if (!g->lines[l].in_force) continue;
    ply_text_addf(out, "%s{\"actor\":%d,\"from\":%d,\"says\":", comma, g->lines[l].actor,
                  line->effect == PLY_STAY_OUT ? line->from_level : -1);
    ply_text_json(out, line->name != NULL ? line->name : line->id);
    ply_text_add(out, ",\"when\":");
    add_condition(out, g->scenario, line->when);
    ply_text_add(out, "}");
    comma = ",";
  }
  ply_text_add(out, "]");
}

static void add_bonuses(ply_text *out, const ply_game *g) {
  ply_text_add(out, ",\n\"bonuses\":[");
  const char *comma = "";
  for (const ply_payoff_term *term = g->terms; term < g->terms + g->n_terms; term++) {
    if (term->table != NULL) continue;
    ply_text_addf(out, "%s{\"actor\":%d,", comma, term->actor);
    add_number(out, "gain", term->value[1]);
    ply_text_add(out, ",\"when\":");
    add_condition(out, g->scenario, term->when);
    ply_text_add(out, "}");
    comma = ",";
  }
  ply_text_add(out, "]");
}

static void add_tables(ply_text *out, const ply_game *g) {
  ply_text_add(out, ",\n\"tables\":[");
  const char *comma = "";
  for (const ply_payoff_term *term = g->terms; term < g->terms + g->n_terms; term++) {
    const ply_payoff_table *table = term->table;
    if (table == NULL) continue;
    ply_text_addf(out, "%s{\"actor\":%d,\"over\":[", comma, term->actor);
    comma = ",";
    for (int d = 0; d < table->n_over; d++) /* whether a candidate, which, how far apart */
      ply_text_addf(out, "%s[%d,%d,%u]", d > 0 ? "," : "", table->over[d].candidate, table->over[d].at,
                    (unsigned)table->over[d].stride);
    ply_text_add(out, "],\"values\":");
    add_numbers(out, term->value, (int)table->n_entries);
    ply_text_add(out, "}");
  }
  ply_text_add(out, "]");
}

/* ---- security ---- */

static void add_table(ply_text *out, const ply_scenario *s, const char *key, const ply_table *table) {
  int n = 1, width = 1;
  ply_text_addf(out, ",\"%s\":{\"issues\":[", key);
  for (int i = 0; i < table->n_issues; i++) {
    ply_text_addf(out, "%s%d", i > 0 ? "," : "", table->issue[i]);
    n *= s->issues[table->issue[i]].n_options;
  }
  if (table->n_issues == 2) width = s->issues[table->issue[1]].n_options;
  ply_text_addf(out, "],\"width\":%d,\"values\":[", width);
  for (int i = 0; i < n; i++) {
    if (i > 0) ply_text_add(out, ",");
    ply_text_number(out, table->values[i].base);
  }
  ply_text_add(out, "]}");
}

static void add_guarantors(ply_text *out, const ply_game *g, const ply_security *s) {
  ply_text_add(out, ",\"guarantors\":[");
  for (int c = 0; c < g->n_candidates; c++) {
    int i = g->candidate[c];
    const struct {
      const char *key;
      double value;
    } parts[] = {{"capability", s->capability[i].base}, {"readiness", s->readiness_hours[i].base},
                 {"chance", s->chance[i].base},         {"audience", s->audience[i].base},
                 {"stake", s->stake[i].base},           {"cost", s->cost[i].base}};
    ply_text_addf(out, "%s{\"actor\":%d", c > 0 ? "," : "", i);
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
      ply_text_add(out, ",");
      add_number(out, parts[k].key, parts[k].value);
    }
    ply_text_add(out, "}");
  }
  ply_text_add(out, "]");
}

static void add_security(ply_text *out, const ply_game *g, const ply_security *s) {
  const struct {
    const char *key;
    double value;
  } parts[] = {{"capability", s->capability[s->beneficiary].base},
               {"adversary", s->capability[s->adversary].base},
               {"decay", s->decay_hours.base},
               {"decisiveness", s->decisiveness.base},
               {"prize", s->prize.base},
               {"war_cost", s->war_cost.base},
               {"noise", s->noise.base},
               {"provocation", s->provocation_rate.base},
               {"common_shock", s->common_shock.base},
               {"support", s->support.base},
               {"honour_noise", s->honour_noise.base}};
  ply_text_addf(out, "{\"coordination\":%s,\"greatest\":%s,\"exact\":%s",
                s->model == PLY_COORDINATION ? "true" : "false", s->greatest ? "true" : "false",
                s->exact ? "true" : "false");
  for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
    ply_text_add(out, ",");
    add_number(out, parts[k].key, parts[k].value);
  }
  add_table(out, g->scenario, "bond", &s->bond);
  add_table(out, g->scenario, "delay", &s->delay_hours);
  add_table(out, g->scenario, "judgement", &s->judgement);
  add_table(out, g->scenario, "coverage", &s->coverage);
  add_table(out, g->scenario, "own_strength", &s->own_strength);
  add_table(out, g->scenario, "latitude", &s->latitude);
  ply_text_addf(out, ",\"ratification\":%d,\"ratified_on\":", s->ratification_issue);
  add_bits(out, s->ratification_on,
           s->ratification_issue >= 0 ? g->scenario->issues[s->ratification_issue].n_options : 0);
  add_guarantors(out, g, s);
  ply_text_add(out, "}");
}

/* ---- together ---- */

parley_status parley_game_render(const parley_game *game, char **json, parley_error *error) {
  const ply_game *g = parley_inside_game(game);
  const ply_scenario *s = g->scenario;
  ply_text out;
  ply_text_init(&out);
  ply_text_addf(&out, "{\"spare\":%d,\"votes\":[", g->spare);
  for (int q = 0; q < g->n_votes; q++) {
    ply_text_addf(&out, "%s{", q > 0 ? "," : "");
    add_number(&out, "need", g->votes[q].need);
    ply_text_add(&out, ",\"of\":");
    add_numbers(&out, g->votes[q].votes, g->n_actors);
    ply_text_add(&out, "}");
  }
  ply_text_add(&out, "],\"effort\":");
  add_numbers(&out, g->effort, g->n_levels);
  ply_text_add(&out, ",\n\"issues\":[");
  for (int k = 0; k < g->n_issues; k++) {
    if (k > 0) ply_text_add(&out, ",");
    add_issue(&out, s, &s->issues[k]);
  }
  ply_text_add(&out, "],\n\"actors\":[");
  for (int i = 0; i < g->n_actors; i++) {
    if (i > 0) ply_text_add(&out, ",\n");
    add_actor(&out, g, i);
  }
  ply_text_add(&out, "],\n\"rules\":[");
  for (int r = 0; r < s->n_rules; r++) {
    if (r > 0) ply_text_add(&out, ",");
    add_rule(&out, s, &s->rules[r]);
  }
  ply_text_add(&out, "]");
  add_lines(&out, g);
  add_bonuses(&out, g);
  add_tables(&out, g);
  ply_text_add(&out, ",\n\"security\":");
  if (s->security != NULL)
    add_security(&out, g, s->security);
  else
    ply_text_add(&out, "null");
  ply_text_add(&out, "}\n");
  return parley_inside_text(PLY_OK, &out, json, NULL, error);
}
