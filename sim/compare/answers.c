/* Which answers differ? The same questions of two results side by side, in the order in which `solve` prints
 * them; a thing that only one of the two has is told once. */
#include "sim/compare/changes.h"

#include <stdio.h>
#include <string.h>

enum { MOST_EQUILIBRIA = 3, LONGEST_KEY = 160 };

typedef struct pair {
  changes list;
  const ply_result *a, *b;
  bool complete;
} pair;

static bool exact(ply_count count) { return count.low == count.high; }

/* ---- sets ---- */

static void compare_count(pair *p, const char *what, const char *pointer, ply_count a, ply_count b) {
  if (!exact(a) || !exact(b)) {
    p->complete = false;
    return;
  }
  change_place place = {"sets", NULL, pointer};
  ply_change_add(&p->list, place, "", ply_value_count(a), ply_value_count(b), what, NULL);
}

static void compare_sets(pair *p) {
  const ply_result *a = p->a, *b = p->b;
  compare_count(p, "combinations", "/space/raw", (ply_count){a->raw, a->raw}, (ply_count){b->raw, b->raw});
  compare_count(p, "feasible", "/space/feasible", a->feasible, b->feasible);
  compare_count(p, "acceptable", "/acceptable/count", a->acceptable, b->acceptable);
  compare_count(p, "sustained", "/sustained/count", a->sustained, b->sustained);
  compare_count(p, "stable", "/stable/count", a->stable, b->stable);
  compare_count(p, "join equilibria", "/join_equilibria/count", a->join_equilibria, b->join_equilibria);
  if (a->pareto.outcome == PLY_LIMIT_REACHED || b->pareto.outcome == PLY_LIMIT_REACHED) return;
  compare_count(p, "efficient", "/pareto/count", (ply_count){a->pareto.count, a->pareto.count},
                (ply_count){b->pareto.count, b->pareto.count});
}

static bool can_join(const ply_frame *frame) {
  for (int i = 0; i < frame->n_actors; i++)
    if (frame->actors[i].candidate) return true;
  return false;
}

/* ---- actors and red lines ---- */

static void compare_actor_rows(pair *p) {
  if (!p->a->sets_decided || !p->b->sets_decided) return;
  const ply_frame *f = &p->a->frame;
  for (int i = 0; i < f->n_actors; i++) {
    const char *id = f->actors[i].name.id;
    int k = ply_compare_actor(&p->b->frame, id);
    if (k < 0) continue;
    const ply_actor_result *a = &p->a->actors[i], *b = &p->b->actors[k];
    change_place place = ply_change_place_make(&p->list, "actors", ply_change_text(&p->list, id),
                                               "/acceptable/by_actor/%s", id);
    ply_change_add(&p->list, place, "/would_accept", ply_value_whole(a->would_accept),
                   ply_value_whole(b->would_accept), "would accept", NULL);
    ply_change_add(&p->list, place, "/veto_weight", ply_value_whole(a->veto_weight),
                   ply_value_whole(b->veto_weight), "blocks alone", NULL);
  }
}

static const ply_frame_line *line_of(const ply_frame *frame, const char *id) {
  for (int i = 0; i < frame->n_lines; i++)
    if (strcmp(frame->lines[i].id, id) == 0) return &frame->lines[i];
  return NULL;
}

static void compare_line(pair *p, const ply_frame_line *a, const ply_frame_line *b) {
  const char *id = a != NULL ? a->id : b->id;
  change_place place = {"red lines", ply_change_text(&p->list, id), ""};
  bool in_a = a != NULL && a->in_force, in_b = b != NULL && b->in_force;
  ply_change_add(&p->list, place, "/scenario/red_lines", ply_value_bool(in_a), ply_value_bool(in_b),
                 "in force", NULL);
}

static void compare_lines(pair *p) {
  const ply_frame *a = &p->a->frame, *b = &p->b->frame;
  for (int i = 0; i < a->n_lines; i++) compare_line(p, &a->lines[i], line_of(b, a->lines[i].id));
  for (int i = 0; i < b->n_lines; i++)
    if (line_of(a, b->lines[i].id) == NULL) compare_line(p, NULL, &b->lines[i]);
}

/* ---- named designs ---- */

static const ply_design_result *design_of(const ply_result *r, const char *id) {
  for (int d = 0; d < r->n_designs; d++)
    if (strcmp(r->designs[d].name.id, id) == 0) return &r->designs[d];
  return NULL;
}

static ply_value said(const ply_design_result *d, int actor) {
  return ply_value_word(!d->party[actor] ? "is not asked" : d->refuses[actor] ? "refuses" : "accepts");
}

static void compare_answer_of(pair *p, change_place place, const ply_design_result *a, int i,
                              const ply_design_result *b, int k, const char *id) {
  char key[LONGEST_KEY];
  snprintf(key, sizeof key, "/margins/%s", id);
  ply_change_add(&p->list, place, key, ply_value_number(a->margins[i]), ply_value_number(b->margins[k]),
                 "margin", id);
  ply_change_add(&p->list, place, "/refuses", said(a, i), said(b, k), "answer", id);
}

/* Who stands where at the join equilibria of a design's terms: counts that are the same may hide that they moved. */
static void compare_joining(pair *p, change_place place, const ply_design_join *a, const ply_design_join *b) {
  const ply_frame *f = &p->a->frame, *g = &p->b->frame;
  char key[LONGEST_KEY];
  if (a->outcome == PLY_LIMIT_REACHED || b->outcome == PLY_LIMIT_REACHED) return;
  ply_change_add(&p->list, place, "/join/count", ply_value_whole(a->count), ply_value_whole(b->count),
                 "join equilibria", NULL);
  for (int k = 0; a->count == b->count && k < a->n_listed && k < b->n_listed && k < MOST_EQUILIBRIA; k++)
    for (int i = 0; i < f->n_actors; i++) {
      const char *id = f->actors[i].name.id;
      int j = ply_compare_actor(g, id);
      if (!f->actors[i].candidate || j < 0 || !g->actors[j].candidate) continue;
      int x = a->equilibria[k].levels[i], y = b->equilibria[k].levels[j];
      snprintf(key, sizeof key, "/join/equilibria/%d/%s", k, id);
      ply_change_add(&p->list, place, key, x > 0 ? ply_value_word(f->levels[x].id) : ply_value_none(),
                     y > 0 ? ply_value_word(g->levels[y].id) : ply_value_none(), "join equilibrium", id);
    }
}

static void compare_design(pair *p, const ply_design_result *a, const ply_design_result *b) {
  const char *id = ply_change_text(&p->list, a->name.id);
  change_place place = ply_change_place_make(&p->list, "designs", id, "/designs/%s", id);
  changes *list = &p->list;
  ply_change_add(list, place, "/feasible", ply_value_bool(a->feasible), ply_value_bool(b->feasible),
                 "feasible", NULL);
  ply_change_add(list, place, "/acceptable", ply_value_bool(a->acceptable), ply_value_bool(b->acceptable),
                 "acceptable", NULL);
  ply_change_add(list, place, "/sustained", ply_value_bool(a->sustained), ply_value_bool(b->sustained),
                 "sustained", NULL);
  ply_change_add(list, place, "/stable", ply_value_bool(a->stable), ply_value_bool(b->stable), "stable",
                 NULL);
  if (a->efficient_outcome == PLY_FOUND && b->efficient_outcome == PLY_FOUND)
    ply_change_add(list, place, "/efficient", ply_value_bool(a->efficient), ply_value_bool(b->efficient),
                   "efficient", NULL);
  if (can_join(&p->a->frame) && can_join(&p->b->frame)) compare_joining(p, place, &a->join, &b->join);
  for (int i = 0; i < p->a->frame.n_actors; i++) {
    const char *actor = p->a->frame.actors[i].name.id;
    int k = ply_compare_actor(&p->b->frame, actor);
    if (k >= 0) compare_answer_of(p, place, a, i, b, k, actor);
  }
  if (p->a->frame.has_security && p->b->frame.has_security) {
    ply_change_add(list, place, "/security/attack", ply_value_number(a->security.attack),
                   ply_value_number(b->security.attack), "chance of attack", NULL);
    ply_change_add(list, place, "/security/credibility", ply_value_number(a->security.credibility),
                   ply_value_number(b->security.credibility), "credibility", NULL);
  }
}

static void only_one(pair *p, const char *id, bool in_a) {
  change_place place =
      ply_change_place_make(&p->list, "designs", ply_change_text(&p->list, id), "/designs/%s", id);
  ply_change_add(&p->list, place, "", in_a ? ply_value_bool(true) : ply_value_none(),
                 in_a ? ply_value_none() : ply_value_bool(true), "is there", NULL);
}

static void compare_designs(pair *p) {
  const ply_result *a = p->a, *b = p->b;
  for (int d = 0; d < a->n_designs; d++) {
    const ply_design_result *other = design_of(b, a->designs[d].name.id);
    if (other != NULL)
      compare_design(p, &a->designs[d], other);
    else
      only_one(p, a->designs[d].name.id, true);
  }
  for (int d = 0; d < b->n_designs; d++)
    if (design_of(a, b->designs[d].name.id) == NULL) only_one(p, b->designs[d].name.id, false);
}

/* ---- solutions, proposals, talks ---- */

/* One answer that may be a bundle; a bundle counts only where the outcome is found. */
typedef struct answer {
  ply_outcome outcome;
  const char *over;
  const ply_bundle *bundle;
  double value;
} answer;

static void compare_answer(pair *p, const char *name, const char *pointer, answer a, answer b) {
  if (a.outcome == PLY_LIMIT_REACHED || b.outcome == PLY_LIMIT_REACHED) {
    p->complete = false;
    return;
  }
  change_place place = {"solutions", name, pointer};
  ply_change_add(&p->list, place, "/outcome", ply_value_word(ply_outcome_name(a.outcome)),
                 ply_value_word(ply_outcome_name(b.outcome)), "outcome", NULL);
  if (a.outcome != PLY_FOUND || b.outcome != PLY_FOUND) return;
  ply_change_add(&p->list, place, "/over", ply_value_word(a.over), ply_value_word(b.over), "chosen among",
                 NULL);
  ply_compare_bundles(&p->list, place, &p->a->frame, a.bundle, &p->b->frame, b.bundle);
  ply_change_add(&p->list, place, "/value", ply_value_number(a.value), ply_value_number(b.value), "value",
                 NULL);
}

static answer solution(const ply_solution *s) { return (answer){s->outcome, s->over, &s->bundle, s->value}; }

/* ---- questions that are told by their fields ---- */

static ply_value value_of(const ply_frame *frame, const ply_field *f, const void *at) {
  int actor = f->kind == PLY_FIELD_ACTOR ? *(const int *)at : -1;
  switch (f->kind) {
  case PLY_FIELD_OUTCOME: return ply_value_word(ply_outcome_name(*(const ply_outcome *)at));
  case PLY_FIELD_WORD: return ply_value_word(*(const char *const *)at);
  case PLY_FIELD_BOOL: return ply_value_bool(*(const bool *)at);
  case PLY_FIELD_INT: return ply_value_number(*(const int *)at);
  case PLY_FIELD_COUNT: return ply_value_whole(*(const uint64_t *)at);
  case PLY_FIELD_NUMBER: return ply_value_number(*(const double *)at);
  case PLY_FIELD_ACTOR: return ply_value_word(actor >= 0 ? frame->actors[actor].name.id : NULL);
  default: return ply_value_none();
  }
}

static void compare_field(pair *p, change_place place, const ply_field *f, const void *a, const void *b) {
  const ply_frame *in_a = &p->a->frame, *in_b = &p->b->frame;
  char key[LONGEST_KEY];
  snprintf(key, sizeof key, "/%s", f->name);
  if (f->kind == PLY_FIELD_BUNDLE)
    ply_compare_bundles(&p->list, place, in_a, a, in_b, b);
  else if (f->kind != PLY_FIELD_BY_ACTOR)
    ply_change_add(&p->list, place, key, value_of(in_a, f, a), value_of(in_b, f, b),
                   f->label != NULL ? f->label : f->name, NULL);
  for (int i = 0; f->kind == PLY_FIELD_BY_ACTOR && i < in_a->n_actors; i++) {
    int k = ply_compare_actor(in_b, in_a->actors[i].name.id);
    if (k < 0) continue;
    snprintf(key, sizeof key, "/%s/%s", f->name, in_a->actors[i].name.id);
    ply_change_add(&p->list, place, key, ply_value_number((*(const double *const *)a)[i]),
                   ply_value_number((*(const double *const *)b)[k]), f->label != NULL ? f->label : f->name,
                   in_a->actors[i].name.id);
  }
}

static void compare_fields(pair *p, change_place place, const ply_field *fields, const void *a,
                           const void *b) {
  ply_outcome in_a = ply_fields_outcome(fields, a), in_b = ply_fields_outcome(fields, b);
  for (const ply_field *f = fields; f->name != NULL; f++) {
    const void *x = ply_field_in(f, a), *y = ply_field_in(f, b);
    bool limit = in_a == PLY_LIMIT_REACHED || in_b == PLY_LIMIT_REACHED;
    if (f->kind == PLY_FIELD_PART)
      compare_fields(p,
                     ply_change_place_make(&p->list, place.part, f->label != NULL ? f->label : f->name,
                                           "%s/%s", place.pointer, f->name),
                     f->part, x, y);
    else if (f->tell & PLY_TELL_COMPARED && limit)
      p->complete = false;
    else if (f->tell & PLY_TELL_COMPARED &&
             (f->kind == PLY_FIELD_OUTCOME || (in_a == PLY_FOUND && in_b == PLY_FOUND)))
      compare_field(p, place, f, x, y);
  }
}

static void compare_questions(pair *p) {
  for (int k = 0; k < p->a->n_answers; k++)
    for (int j = 0; j < p->b->n_answers; j++) {
      const ply_answer *a = &p->a->answers[k], *b = &p->b->answers[j];
      if (a->question != b->question) continue;
      const char *name = a->question->name;
      compare_fields(p, ply_change_place_make(&p->list, "solutions", name, "/%s", name), a->question->fields,
                     a->record, b->record);
    }
}

/* ---- solutions ---- */

static void compare_solutions(pair *p) {
  const ply_result *a = p->a, *b = p->b;
  for (int k = 0; k < a->n_solutions && k < b->n_solutions; k++) {
    const char *name = a->solutions[k].concept->name;
    change_place place = ply_change_place_make(&p->list, "solutions", name, "/solutions/%s", name);
    compare_answer(p, name, place.pointer, solution(&a->solutions[k]), solution(&b->solutions[k]));
  }
}

ply_status ply_compare_answers(const ply_result *a, const ply_result *b, ply_comparison *out, ply_err *err) {
  pair p = {.list = {.arena = out->arena}, .a = a, .b = b};
  p.complete = a->outcome != PLY_LIMIT_REACHED && b->outcome != PLY_LIMIT_REACHED;
  compare_sets(&p);
  compare_actor_rows(&p);
  compare_lines(&p);
  compare_designs(&p);
  compare_solutions(&p);
  compare_questions(&p);
  if (p.list.failed) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  const char *why = a->stopped_by != NULL ? a->stopped_by : b->stopped_by;
  out->stopped_by = why != NULL ? ply_change_text(&p.list, why) : NULL;
  out->solved = true;
  out->joining = can_join(&a->frame) || can_join(&b->frame);
  out->complete = p.complete;
  out->n_failed_checks = a->n_failed_checks + b->n_failed_checks;
  out->answers = p.list.items;
  out->n_answers = p.list.n;
  return PLY_OK;
}
