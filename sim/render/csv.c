/* A result for spreadsheets: one long table with the same columns in every row, so that it can be filtered
 * and pivoted.
 *
 *     section,item,actor,level,payoff,margin,asked,refuses,red_line,measure,value
 *
 * A row of section "design", "solution", "propose", "talks" or "top" with an actor is what that actor gets
 * there; rows with a measure are single figures: counts ("space", "actor"), verdicts and deterrence figures
 * of a design, options of a bundle. RFC 4180: CRLF, quotes where a field needs them. Ids only, no free text,
 * so no field can start a formula. */
#include "sim/render/render.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const char header[] =
    "section,item,actor,level,payoff,margin,asked,refuses,red_line,measure,value\r\n";

/* Section, item and actor, then the six empty fields of a figure, its measure and the comma before its value.
 */
static void start_figure(ply_text *out, const char *section, const char *item, const char *actor,
                         const char *measure) {
  ply_text_csv(out, section);
  ply_text_add(out, ",");
  ply_text_csv(out, item);
  ply_text_add(out, ",");
  ply_text_csv(out, actor);
  ply_text_add(out, ",,,,,,,");
  ply_text_csv(out, measure);
  ply_text_add(out, ",");
}

static void figure_word(ply_text *out, const char *section, const char *item, const char *measure,
                        const char *value) {
  start_figure(out, section, item, "", measure);
  ply_text_csv(out, value);
  ply_text_add(out, "\r\n");
}

static void figure_bool(ply_text *out, const char *section, const char *item, const char *measure,
                        bool value) {
  figure_word(out, section, item, measure, value ? "true" : "false");
}

static void figure_number(ply_text *out, const char *section, const char *item, const char *measure,
                          double value) {
  start_figure(out, section, item, "", measure);
  ply_text_number(out, value);
  ply_text_add(out, "\r\n");
}

static void figure_integer(ply_text *out, const char *section, const char *item, const char *actor,
                           const char *measure, uint64_t value) {
  start_figure(out, section, item, actor, measure);
  ply_text_addf(out, "%" PRIu64 "\r\n", value);
}

static void figure_count(ply_text *out, const char *item, ply_count count) {
  if (count.low == count.high) {
    figure_integer(out, "space", item, "", "count", count.low);
    return;
  }
  figure_integer(out, "space", item, "", "at_least", count.low);
  if (count.high != UINT64_MAX) figure_integer(out, "space", item, "", "at_most", count.high);
}

/* One actor at one bundle. design: what only a named design knows, or NULL. */
static void add_actor(ply_text *out, const ply_frame *f, const char *section, const char *item,
                      const ply_bundle *bundle, const ply_design_result *design, int i) {
  ply_text_csv(out, section);
  ply_text_add(out, ",");
  ply_text_csv(out, item);
  ply_text_addf(out, ",%s,%s,", f->actors[i].name.id,
                f->actors[i].candidate ? ply_frame_level(f, i, bundle->levels[i]).id : "");
  ply_text_number(out, bundle->payoffs[i]);
  ply_text_add(out, ",");
  ply_text_number(out,
                  design != NULL ? design->margins[i] : ply_frame_margin(&f->actors[i], bundle->payoffs[i]));
  if (design != NULL)
    ply_text_addf(out, ",%s,%s,%s", design->party[i] ? "true" : "false",
                  design->refuses[i] ? "true" : "false",
                  design->line[i] >= 0 ? f->lines[design->line[i]].id : "");
  else
    ply_text_add(out, ",,,");
  ply_text_add(out, ",,\r\n");
}

static void add_bundle(ply_text *out, const ply_frame *f, const char *section, const char *item,
                       const ply_bundle *bundle, const ply_design_result *design) {
  figure_integer(out, section, item, "", "index", bundle->index);
  for (int k = 0; k < f->n_issues; k++)
    figure_word(out, section, item, f->issues[k].name.id, f->issues[k].options[bundle->options[k]].id);
  for (int i = 0; i < f->n_actors; i++) add_actor(out, f, section, item, bundle, design, i);
}

static void add_space(ply_text *out, const ply_result *r) {
  figure_integer(out, "space", "raw", "", "count", r->raw);
  figure_count(out, "feasible", r->feasible);
  figure_count(out, "acceptable", r->acceptable);
  figure_count(out, "sustained", r->sustained);
  figure_count(out, "stable", r->stable);
  figure_count(out, "join_equilibria", r->join_equilibria);
  if (r->reopened.n > 0) figure_count(out, "reopened", r->reopened.count);
  if (r->slack.outcome == PLY_FOUND && !isinf(r->slack.value)) {
    figure_number(out, "slack", "", "value", r->slack.value);
    figure_integer(out, "slack", "", "", "index", r->slack.bundle.index);
  }
  for (int i = 0; r->sets_decided && i < r->frame.n_actors; i++) {
    const char *id = r->frame.actors[i].name.id;
    figure_integer(out, "actor", "", id, "would_accept", r->actors[i].would_accept);
    figure_integer(out, "actor", "", id, "veto_weight", r->actors[i].veto_weight);
  }
}

static void add_readings(ply_text *out, const ply_result *r) {
  for (int k = 0; k < r->readings.n; k++) {
    const ply_reading_row *row = &r->readings.rows[k];
    figure_word(out, "reading", row->name.id, "verdict", ply_finding_name(row->finding));
    figure_bool(out, "reading", row->name.id, "turns", row->turns);
    if (row->finding == PLY_FINDING_OPEN) continue;
    figure_integer(out, "reading", row->name.id, "", "acceptable", row->acceptable.low);
    figure_integer(out, "reading", row->name.id, "", "sustained", row->sustained.low);
    figure_integer(out, "reading", row->name.id, "", "stable", row->stable.low);
  }
}

static void add_security(ply_text *out, const ply_frame *f, const ply_design_result *d) {
  const char *id = d->name.id;
  figure_number(out, "design", id, "attack", d->security.attack);
  figure_number(out, "design", id, "holds", d->security.holds);
  figure_number(out, "design", id, "credibility", d->security.credibility);
  figure_number(out, "design", id, "overrun", d->security.overrun);
  figure_number(out, "design", id, "force", d->security.force);
  for (int i = 0; i < f->n_actors; i++) {
    if (!f->actors[i].candidate || d->security.honour == NULL) continue;
    start_figure(out, "design", id, f->actors[i].name.id, "honour");
    ply_text_number(out, d->security.honour[i]);
    ply_text_add(out, "\r\n");
  }
}

static void add_design(ply_text *out, const ply_frame *f, const ply_design_result *d) {
  const char *id = d->name.id;
  add_bundle(out, f, "design", id, &d->bundle, d);
  figure_bool(out, "design", id, "feasible", d->feasible);
  figure_bool(out, "design", id, "acceptable", d->acceptable);
  figure_bool(out, "design", id, "join_equilibrium", d->join_equilibrium);
  figure_bool(out, "design", id, "sustained", d->sustained);
  figure_bool(out, "design", id, "stable", d->stable);
  if (d->efficient_outcome != PLY_LIMIT_REACHED) figure_bool(out, "design", id, "efficient", d->efficient);
  figure_number(out, "design", id, "regret", d->regret);
  figure_integer(out, "design", id, "", "join_equilibria", d->join.count);
  figure_integer(out, "design", id, "", "sustained_memberships", d->join.sustained);
  figure_bool(out, "design", id, "no_deal_equilibrium", d->join.no_deal);
  if (f->has_security) add_security(out, f, d);
}

static void add_solutions(ply_text *out, const ply_result *r) {
  for (int k = 0; k < r->n_solutions; k++) {
    const ply_solution *s = &r->solutions[k];
    figure_word(out, "solution", s->concept->name, "outcome", ply_outcome_name(s->outcome));
    figure_word(out, "solution", s->concept->name, "over", s->over != NULL ? s->over : "");
    if (s->outcome != PLY_FOUND) continue;
    figure_number(out, "solution", s->concept->name, "value", s->value);
    add_bundle(out, &r->frame, "solution", s->concept->name, &s->bundle, NULL);
  }
}

/* ---- questions that are told by their fields ---- */

static void add_field(ply_text *out, const ply_frame *f, const char *section, const char *item,
                      const ply_field *field, const void *at) {
  int actor = field->kind == PLY_FIELD_ACTOR ? *(const int *)at : -1;
  const char *word = field->kind == PLY_FIELD_WORD ? *(const char *const *)at : NULL;
  switch (field->kind) {
  case PLY_FIELD_OUTCOME:
    figure_word(out, section, item, field->name, ply_outcome_name(*(const ply_outcome *)at));
    break;
  case PLY_FIELD_WORD: figure_word(out, section, item, field->name, word != NULL ? word : ""); break;
  case PLY_FIELD_BOOL: figure_bool(out, section, item, field->name, *(const bool *)at); break;
  case PLY_FIELD_INT: figure_number(out, section, item, field->name, *(const int *)at); break;
  case PLY_FIELD_COUNT: figure_integer(out, section, item, "", field->name, *(const uint64_t *)at); break;
  case PLY_FIELD_NUMBER: figure_number(out, section, item, field->name, *(const double *)at); break;
  case PLY_FIELD_ACTOR:
    figure_word(out, section, item, field->name, actor >= 0 ? f->actors[actor].name.id : "");
    break;
  case PLY_FIELD_BY_ACTOR:
    for (int i = 0; i < f->n_actors && *(const double *const *)at != NULL; i++) {
      start_figure(out, section, item, f->actors[i].name.id, field->name);
      ply_text_number(out, (*(const double *const *)at)[i]);
      ply_text_add(out, "\r\n");
    }
    break;
  case PLY_FIELD_BUNDLE: add_bundle(out, f, section, item, at, NULL); break;
  case PLY_FIELD_RANGES:
  case PLY_FIELD_OFFERS:
  case PLY_FIELD_PRESENT:
  case PLY_FIELD_PART: break;
  }
}

/* Single figures first, then bundles, then parts, each an item of its own. */
static void add_fields(ply_text *out, const ply_frame *f, const char *section, const char *item,
                       const ply_field *fields, const void *record) {
  ply_outcome outcome = ply_fields_outcome(fields, record);
  for (int bundles = 0; bundles < 2; bundles++)
    for (const ply_field *d = fields; d->name != NULL; d++) {
      bool open = d->when == PLY_NULL_AT_LIMIT && outcome == PLY_LIMIT_REACHED;
      if (!(d->tell & PLY_TELL_CSV) || open || !ply_field_told(d, outcome)) continue;
      if ((d->kind == PLY_FIELD_BUNDLE) == (bundles == 1))
        add_field(out, f, section, item, d, ply_field_in(d, record));
    }
  for (const ply_field *d = fields; d->name != NULL; d++)
    if (d->kind == PLY_FIELD_PART) add_fields(out, f, section, d->name, d->part, ply_field_in(d, record));
}

static void add_answers(ply_text *out, const ply_result *r) {
  for (int k = 0; k < r->n_answers; k++)
    add_fields(out, &r->frame, r->answers[k].question->name, "", r->answers[k].question->fields,
               r->answers[k].record);
}

void ply_result_csv(const void *record, const ply_render_settings *settings, ply_text *out) {
  const ply_result *r = record;
  (void)settings;
  ply_text_add(out, header);
  add_space(out, r);
  add_readings(out, r);
  for (int d = 0; d < r->n_designs; d++) add_design(out, &r->frame, &r->designs[d]);
  add_solutions(out, r);
  add_answers(out, r);
  for (int k = 0; k < r->n_top; k++) {
    char rank[16];
    snprintf(rank, sizeof rank, "%d", k + 1);
    add_bundle(out, &r->frame, "top", rank, &r->top[k], NULL);
  }
  for (int k = 0; k < r->n_concordance; k++)
    figure_word(out, "concordance", r->concordance[k].id, "status",
                ply_stance_name(r->concordance[k].status));
}
