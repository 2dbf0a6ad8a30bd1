/* The concordance: each stance that a source states, put as a question to the model. Rows that the model does
 * not carry say why. Cost: the number of rows. */
#include "sim/solve/answer/answer.h"
#include "sim/solve/stance.h"

#include <math.h>

/* ---- what a check is held against ---- */

static ply_stance_design known_of(const void *from, int design) {
  const ply_question *q = from;
  const ply_design_result *d = &q->result->designs[design];
  ply_stance_design known = {.acceptable = d->acceptable,
                             .sustained = d->sustained,
                             .stable = d->stable,
                             .payoffs = d->bundle.payoffs,
                             .margins = d->margins};
  for (int i = 0; i < q->game->n_actors; i++)
    if (d->line[i] >= 0) known.red |= (uint64_t)1 << i;
  return known;
}

static bool security_of(const void *from, int design, ply_security_state *out) {
  const ply_question *q = from;
  const ply_bundle *b = &q->result->designs[design].bundle;
  uint8_t level[PLY_MAX_CANDIDATES] = {0};
  for (int i = 0; i < q->game->n_candidates; i++) level[i] = b->levels[q->game->candidate[i]];
  ply_security_inputs inputs = ply_game_security_inputs(q->game, b->options);
  return ply_game_security(q->game, &inputs, level, 0, out);
}

/* ---- what was seen, in words ---- */

static const char *yes(bool b) { return b ? "is" : "is not"; }

static void add_order(ply_text *out, const ply_game *game, const ply_check *c) {
  const ply_number *values = game->scenario->actors[c->actor].rows[c->issue].values;
  for (int i = 0; i < c->n_order && values != NULL; i++)
    ply_text_addf(out, "%s%s %.2f", i > 0 ? ", " : "",
                  game->scenario->issues[c->issue].options[c->order[i]].id,
                  ply_number_value(&values[c->order[i]], game->values));
}

static void add_accepts(ply_text *out, const ply_question *q, const ply_check *c, bool is) {
  const ply_design_result *d = &q->result->designs[c->design];
  int line = d->line[c->actor];
  ply_text_addf(out, "%s %s %s (margin %+.3f%s%s)", q->game->scenario->actors[c->actor].name,
                is ? "accepts" : "refuses", d->name.id, d->margins[c->actor], line >= 0 ? ", red line " : "",
                line >= 0 ? q->game->lines[line].line->id : "");
}

static void add_solution(ply_text *out, const ply_question *q, const ply_check *c, bool is) {
  const ply_solution *s = ply_stance_solution(q->result, c);
  if (s != NULL && s->outcome == PLY_FOUND)
    ply_text_addf(out, "the %s solution %s so", ply_solution_words[c->solution], yes(is));
  else if (s != NULL)
    ply_text_addf(out, "there is no %s solution", ply_solution_words[c->solution]);
}

static void add_seen(ply_text *out, const ply_question *q, const ply_check *c, const ply_stance_seen *seen) {
  const ply_scenario *s = q->game->scenario;
  const ply_design_result *d = c->design >= 0 ? &q->result->designs[c->design] : NULL,
                          *other = c->other_design >= 0 ? &q->result->designs[c->other_design] : NULL;
  const ply_actor *actor = c->actor >= 0 ? &s->actors[c->actor] : NULL;
  switch (c->kind) {
  case PLY_CHECK_ACCEPTS: add_accepts(out, q, c, seen->is); break;
  case PLY_CHECK_MARGIN:
    ply_text_addf(out, "%s's margin at %s is %+.3f", actor->name, d->name.id, seen->value);
    break;
  case PLY_CHECK_PREFERS:
    ply_text_addf(out, "%s: %s %.3f, %s %.3f", actor->name, d->name.id, d->bundle.payoffs[c->actor],
                  other->name.id, other->bundle.payoffs[c->actor]);
    break;
  case PLY_CHECK_ORDER: add_order(out, q->game, c); break;
  case PLY_CHECK_RED_LINE:
    ply_text_addf(out, "red line %s/%s %s in force (chance %.2f)", actor->id,
                  actor->red_lines[c->red_line].id, yes(seen->is),
                  ply_number_value(&actor->red_lines[c->red_line].firm, q->game->values));
    break;
  case PLY_CHECK_CONSENT:
    ply_text_addf(out, "%s's consent is %s", actor->name, q->result->frame.actors[c->actor].consent);
    break;
  case PLY_CHECK_SOLUTION: add_solution(out, q, c, seen->is); break;
  case PLY_CHECK_HOLDS: ply_text_addf(out, "%s %s so", s->designs[c->design].id, yes(seen->is)); break;
  case PLY_CHECK_ACCEPTABLE: ply_text_addf(out, "%s %s acceptable", d->name.id, yes(seen->is)); break;
  case PLY_CHECK_SUSTAINED: ply_text_addf(out, "%s %s sustained", d->name.id, yes(seen->is)); break;
  case PLY_CHECK_STABLE: ply_text_addf(out, "%s %s stable", d->name.id, yes(seen->is)); break;
  case PLY_CHECK_INDICATOR:
    if (!isnan(seen->value))
      ply_text_addf(out, "%s at %s is %.3f", ply_indicator_name(c->indicator), d->name.id, seen->value);
    break;
  }
}

static ply_status fill(ply_question *q, const ply_concordance *row, ply_concordance_row *out) {
  ply_stance_view view = {
      .game = q->game, .result = q->result, .from = q, .design = known_of, .security = security_of};
  ply_arena *arena = q->result->arena;
  ply_text cite, detail;
  ply_text_init(&cite);
  ply_text_init(&detail);
  for (int i = 0; i < row->cite.n; i++) ply_text_addf(&cite, "%s%s", i > 0 ? " " : "", row->cite.id[i]);
  bool all_hold = true, an_answer = false;
  for (int i = 0; i < row->n_checks; i++) {
    ply_stance_seen seen = ply_stance_look(&view, &row->checks[i]);
    all_hold &= seen.holds;
    an_answer |= !ply_check_is_input(&row->checks[i]);
    if (i > 0) ply_text_add(&detail, "; ");
    add_seen(&detail, q, &row->checks[i], &seen);
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
