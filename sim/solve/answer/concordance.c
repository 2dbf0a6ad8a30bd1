/* The concordance: each stance that a source states, put as a question to the model. Rows that the model does
 * not carry say why. Cost: the number of rows. */
#include "sim/solve/answer/answer.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct verdict {
  bool holds;
  char detail[240];
} verdict;

static const ply_design_result *design_of(const ply_question *q, const ply_check *c) {
  return &q->result->designs[c->design];
}

static const char *actor_name(const ply_question *q, int actor) {
  return q->game->scenario->actors[actor].name;
}

static const char *yes(bool b) { return b ? "is" : "is not"; }

static void check_accepts(const ply_question *q, const ply_check *c, verdict *v) {
  const ply_design_result *d = design_of(q, c);
  bool accepts = d->line[c->actor] < 0 && d->margins[c->actor] >= -q->game->eps[c->actor];
  v->holds = accepts == c->expected;
  snprintf(v->detail, sizeof v->detail, "%s %s %s (margin %+.3f%s%s)", actor_name(q, c->actor),
           accepts ? "accepts" : "refuses", d->name.id, d->margins[c->actor],
           d->line[c->actor] >= 0 ? ", red line " : "",
           d->line[c->actor] >= 0 ? q->game->lines[d->line[c->actor]].line->id : "");
}

static void check_margin(const ply_question *q, const ply_check *c, verdict *v) {
  double margin = design_of(q, c)->margins[c->actor];
  v->holds = margin >= c->min - q->game->eps[c->actor] && margin <= c->max + q->game->eps[c->actor];
  snprintf(v->detail, sizeof v->detail, "%s's margin at %s is %+.3f", actor_name(q, c->actor),
           design_of(q, c)->name.id, margin);
}

static void check_prefers(const ply_question *q, const ply_check *c, verdict *v) {
  const ply_design_result *a = design_of(q, c), *b = &q->result->designs[c->other_design];
  double x = a->bundle.payoffs[c->actor], y = b->bundle.payoffs[c->actor];
  v->holds = x > y + q->game->eps[c->actor];
  snprintf(v->detail, sizeof v->detail, "%s: %s %.3f, %s %.3f", actor_name(q, c->actor), a->name.id, x,
           b->name.id, y);
}

static void check_order(const ply_question *q, const ply_check *c, verdict *v) {
  const ply_scenario *s = q->game->scenario;
  const ply_payoff_row *row = &s->actors[c->actor].rows[c->issue];
  size_t at = 0;
  v->holds = row->values != NULL;
  for (int i = 0; i < c->n_order && row->values != NULL; i++) {
    double value = ply_number_value(&row->values[c->order[i]], q->game->values);
    if (i > 0) v->holds &= ply_number_value(&row->values[c->order[i - 1]], q->game->values) > value;
    int n = snprintf(v->detail + at, sizeof v->detail - at, "%s%s %.2f", i > 0 ? ", " : "",
                     s->issues[c->issue].options[c->order[i]].id, value);
    if (n > 0 && at + (size_t)n < sizeof v->detail) at += (size_t)n;
  }
}

static void check_red_line(const ply_question *q, const ply_check *c, verdict *v) {
  const ply_actor *actor = &q->game->scenario->actors[c->actor];
  bool in_force = false;
  for (int i = 0; i < q->game->n_lines; i++)
    if (q->game->lines[i].line == &actor->red_lines[c->red_line]) in_force = q->game->lines[i].in_force;
  v->holds = !c->has_expected || in_force == c->expected;
  snprintf(v->detail, sizeof v->detail, "red line %s/%s %s in force (chance %.2f)", actor->id,
           actor->red_lines[c->red_line].id, yes(in_force),
           ply_number_value(&actor->red_lines[c->red_line].firm, q->game->values));
}

static void check_consent(const ply_question *q, const ply_check *c, verdict *v) {
  v->holds = q->game->scenario->actors[c->actor].consent == c->consent;
  snprintf(v->detail, sizeof v->detail, "%s's consent is %s", actor_name(q, c->actor),
           q->result->frame.actors[c->actor].consent);
}

static void check_holds(const ply_question *q, const ply_check *c, verdict *v) {
  const ply_design *d = &q->game->scenario->designs[c->design];
  uint16_t option[PLY_MAX_ISSUES];
  memcpy(option, d->options, (size_t)q->game->n_issues * sizeof *option);
  ply_game_derive(q->game, option, d->levels);
  v->holds = ply_cond_holds(c->when, q->game->scenario, option, d->levels);
  snprintf(v->detail, sizeof v->detail, "%s %s so", d->id, yes(v->holds));
}

static void check_solution(const ply_question *q, const ply_check *c, verdict *v) {
  const char *concept = ply_solution_words[c->solution];
  const ply_solution *s = q->result->solutions;
  for (int k = 0; k < q->result->n_solutions; k++) {
    if (strcmp(s[k].concept->name, concept) != 0) continue;
    v->holds = s[k].outcome == PLY_FOUND &&
               ply_cond_holds(c->when, q->game->scenario, s[k].bundle.options, s[k].bundle.levels);
    snprintf(v->detail, sizeof v->detail,
             s[k].outcome == PLY_FOUND ? "the %s solution %s so" : "there is no %s solution", concept,
             yes(v->holds));
  }
}

static void check_set(const ply_question *q, const ply_check *c, verdict *v) {
  const ply_design_result *d = design_of(q, c);
  bool in = c->kind == PLY_CHECK_ACCEPTABLE  ? d->acceptable
            : c->kind == PLY_CHECK_SUSTAINED ? d->sustained
                                             : d->stable;
  v->holds = in == c->expected;
  snprintf(v->detail, sizeof v->detail, "%s %s %s", d->name.id, yes(in),
           c->kind == PLY_CHECK_ACCEPTABLE  ? "acceptable"
           : c->kind == PLY_CHECK_SUSTAINED ? "sustained"
                                            : "stable");
}

static void check_indicator(const ply_question *q, const ply_check *c, verdict *v) {
  const ply_game *game = q->game;
  const ply_design_result *d = design_of(q, c);
  uint8_t level[PLY_MAX_CANDIDATES] = {0};
  for (int i = 0; i < game->n_candidates; i++) level[i] = d->bundle.levels[game->candidate[i]];
  ply_security_inputs inputs = ply_game_security_inputs(game, d->bundle.options);
  ply_security_state state;
  if (!ply_game_security(game, &inputs, level, 0, &state)) return;
  double value = ply_game_indicator(game, &state, c->indicator, c->actor < 0 ? 0 : c->actor);
  v->holds = value >= c->min - PLY_EPS && value <= c->max + PLY_EPS;
  snprintf(v->detail, sizeof v->detail, "%s at %s is %.3f", ply_indicator_name(c->indicator), d->name.id,
           value);
}

static verdict judge(const ply_question *q, const ply_check *c) {
  verdict v = {0};
  switch (c->kind) {
  case PLY_CHECK_ACCEPTS: check_accepts(q, c, &v); break;
  case PLY_CHECK_MARGIN: check_margin(q, c, &v); break;
  case PLY_CHECK_PREFERS: check_prefers(q, c, &v); break;
  case PLY_CHECK_ORDER: check_order(q, c, &v); break;
  case PLY_CHECK_RED_LINE: check_red_line(q, c, &v); break;
  case PLY_CHECK_CONSENT: check_consent(q, c, &v); break;
  case PLY_CHECK_SOLUTION: check_solution(q, c, &v); break;
  case PLY_CHECK_HOLDS: check_holds(q, c, &v); break;
  case PLY_CHECK_ACCEPTABLE:
  case PLY_CHECK_SUSTAINED:
  case PLY_CHECK_STABLE: check_set(q, c, &v); break;
  case PLY_CHECK_INDICATOR: check_indicator(q, c, &v); break;
  }
  return v;
}

static ply_status fill(ply_question *q, const ply_concordance *row, ply_concordance_row *out) {
  ply_arena *arena = q->result->arena;
  ply_text cite, detail;
  ply_text_init(&cite);
  ply_text_init(&detail);
  for (int i = 0; i < row->cite.n; i++) ply_text_addf(&cite, "%s%s", i > 0 ? " " : "", row->cite.id[i]);
  bool all_hold = true, an_answer = false;
  for (int i = 0; i < row->n_checks; i++) {
    verdict v = judge(q, &row->checks[i]);
    all_hold &= v.holds;
    an_answer |= !ply_check_is_input(&row->checks[i]);
    ply_text_addf(&detail, "%s%s", i > 0 ? "; " : "", v.detail);
  }
  out->status = row->n_checks == 0 ? PLY_STANCE_NOT_MODELLED
                : !all_hold        ? PLY_STANCE_CONTRADICTED
                : an_answer        ? PLY_STANCE_REPRODUCED
                                   : PLY_STANCE_ENCODED;
  if (row->n_checks == 0 && row->not_modelled != NULL) ply_text_add(&detail, row->not_modelled);
  out->id = ply_arena_strdup(arena, row->id);
  out->says = ply_arena_strdup(arena, row->says);
  out->cite = ply_arena_strdup(arena, cite.data != NULL ? cite.data : "");
  out->detail = ply_arena_strdup(arena, detail.data != NULL ? detail.data : "");
  bool ok = out->id && out->says && out->cite && out->detail && !cite.failed && !detail.failed;
  ply_text_done(&cite);
  ply_text_done(&detail);
  return ok ? PLY_OK : PLY_E_MEMORY;
}

ply_status ply_answer_concordance(ply_question *q) {
  const ply_scenario *s = q->game->scenario;
  ply_concordance_row *rows = PLY_NEW(q->result->arena, s->n_concordance, ply_concordance_row);
  if (rows == NULL) return PLY_E_MEMORY;
  q->result->concordance = rows;
  q->result->n_concordance = s->n_concordance;
  ply_status status = PLY_OK;
  for (int i = 0; i < s->n_concordance && status == PLY_OK; i++)
    status = fill(q, &s->concordance[i], &rows[i]);
  return status;
}
