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
#include <stdio.h>
#include <string.h>

static const char header[] =
    "section,item,actor,level,payoff,margin,asked,refuses,red_line,measure,value\r\n";

static void field(ply_text *out, const char *s) {
  if (strpbrk(s, ",\"\r\n") == NULL) {
    ply_text_add(out, s);
    return;
  }
  ply_text_add(out, "\"");
  for (; *s != '\0'; s++) ply_text_add_n(out, *s == '"' ? "\"\"" : s, *s == '"' ? 2 : 1);
  ply_text_add(out, "\"");
}

/* Section, item and actor, then the six empty fields of a figure, its measure and the comma before its value.
 */
static void start_figure(ply_text *out, const char *section, const char *item, const char *actor,
                         const char *measure) {
  field(out, section);
  ply_text_add(out, ",");
  field(out, item);
  ply_text_add(out, ",");
  field(out, actor);
  ply_text_add(out, ",,,,,,,");
  field(out, measure);
  ply_text_add(out, ",");
}

static void figure_word(ply_text *out, const char *section, const char *item, const char *measure,
                        const char *value) {
  start_figure(out, section, item, "", measure);
  field(out, value);
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
  field(out, section);
  ply_text_add(out, ",");
  field(out, item);
  ply_text_addf(out, ",%s,%s,", f->actors[i].name.id,
                f->actors[i].candidate ? f->levels[bundle->levels[i]].id : "");
  ply_text_number(out, bundle->payoffs[i]);
  ply_text_add(out, ",");
  ply_text_number(out, design != NULL ? design->margins[i] : bundle->payoffs[i] - f->actors[i].reservation);
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
  for (int i = 0; r->sets_decided && i < r->frame.n_actors; i++) {
    const char *id = r->frame.actors[i].name.id;
    figure_integer(out, "actor", "", id, "would_accept", r->actors[i].would_accept);
    figure_integer(out, "actor", "", id, "veto_weight", r->actors[i].veto_weight);
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

static void add_proposal(ply_text *out, const ply_frame *f, const char *name, const ply_proposal *p) {
  figure_word(out, "propose", name, "outcome", ply_outcome_name(p->outcome));
  if (p->outcome != PLY_LIMIT_REACHED) figure_number(out, "propose", name, "value", p->value);
  if (p->outcome == PLY_FOUND) add_bundle(out, f, "propose", name, &p->bundle, NULL);
}

static void add_talks(ply_text *out, const ply_result *r) {
  if (!r->talks.present) return;
  figure_word(out, "talks", "", "outcome", ply_outcome_name(r->talks.outcome));
  if (r->talks.outcome != PLY_FOUND) return;
  figure_integer(out, "talks", "", "", "round", (uint64_t)r->talks.round);
  figure_bool(out, "talks", "", "settled", r->talks.settled);
  add_bundle(out, &r->frame, "talks", "", &r->talks.bundle, NULL);
}

void ply_result_csv(const ply_result *r, const ply_render_settings *settings, ply_text *out) {
  (void)settings;
  ply_text_add(out, header);
  add_space(out, r);
  for (int d = 0; d < r->n_designs; d++) add_design(out, &r->frame, &r->designs[d]);
  add_solutions(out, r);
  add_proposal(out, &r->frame, "optimistic", &r->optimistic);
  add_proposal(out, &r->frame, "pessimistic", &r->pessimistic);
  add_talks(out, r);
  for (int k = 0; k < r->n_top; k++) {
    char rank[16];
    snprintf(rank, sizeof rank, "%d", k + 1);
    add_bundle(out, &r->frame, "top", rank, &r->top[k], NULL);
  }
  for (int k = 0; k < r->n_concordance; k++)
    figure_word(out, "concordance", r->concordance[k].id, "status",
                ply_stance_name(r->concordance[k].status));
}
