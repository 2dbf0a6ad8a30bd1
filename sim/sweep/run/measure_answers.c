/* What can be kept of the answers of a whole solve: of questions that are told by their fields, a row a field; of
 * what picks one bundle (bargaining solutions, proposals, talks), what there is to say of that bundle. */
#include "sim/sweep/inside.h"

/* ---- solutions, proposals, talks ---- */

typedef struct found {
  ply_outcome outcome;
  bool asked;               /* false: the scenario does not ask it */
  const ply_bundle *bundle; /* NULL: none */
  bool has_value;
  double value;
  const char *over;
} found;

static found proposal(const ply_proposal *p) {
  found s = {.outcome = p->outcome, .asked = true, .value = p->value, .over = "sustained"};
  if (p->outcome == PLY_FOUND) s.bundle = &p->bundle;
  s.has_value = p->outcome != PLY_LIMIT_REACHED; /* without one: the payoff of no deal */
  return s;
}
static found optimistic(const ply_result *r) { return proposal(&r->optimistic); }
static found pessimistic(const ply_result *r) { return proposal(&r->pessimistic); }

static found talks(const ply_result *r) {
  const ply_talks_result *t = &r->talks;
  found s = {.outcome = t->outcome, .asked = t->present, .over = t->present ? t->over : ""};
  if (!t->present || t->outcome != PLY_FOUND) return s;
  s.bundle = &t->bundle;
  s.value = t->round;
  s.has_value = true;
  return s;
}

/* What picks a bundle: the bargaining solutions, then these. */
static const struct {
  const char *name;
  unsigned asks; /* PLY_SKIP_... */
  found (*read)(const ply_result *result);
} others[] = {
    {"optimistic", PLY_SKIP_PROPOSALS, optimistic},
    {"pessimistic", PLY_SKIP_PROPOSALS, pessimistic},
    {"talks", PLY_SKIP_TALKS, talks},
};
enum { N_OTHERS = sizeof others / sizeof *others };

static int n_concepts(void) {
  int n = 0;
  while (ply_concept_at(n) != NULL) n++;
  return n;
}

const char *ply_sweep_concept(int i) {
  const ply_concept *concept = ply_concept_at(i);
  if (concept != NULL) return concept->name;
  i -= n_concepts();
  return i >= 0 && i < N_OTHERS ? others[i].name : NULL;
}

unsigned ply_sweep_concept_asks(int i) {
  return ply_concept_at(i) != NULL ? PLY_SKIP_SOLUTIONS : others[i - n_concepts()].asks;
}

static found found_of(const ply_output *o, const ply_reading *f) {
  if (ply_concept_at(o->concept) == NULL) return others[o->concept - n_concepts()].read(f->result);
  const ply_solution *s = &f->result->solutions[o->concept];
  bool is = s->outcome == PLY_FOUND;
  return (found){s->outcome, true, is ? &s->bundle : NULL, is, s->value, s->over};
}

static void write_outcome(const ply_output *o, const ply_reading *f, ply_text *cell) {
  found s = found_of(o, f);
  if (s.asked) ply_text_add(cell, ply_outcome_name(s.outcome));
}
static void write_over(const ply_output *o, const ply_reading *f, ply_text *cell) {
  ply_text_add(cell, found_of(o, f).over);
}
static void write_index(const ply_output *o, const ply_reading *f, ply_text *cell) {
  found s = found_of(o, f);
  if (s.bundle != NULL) ply_cell_count(cell, s.bundle->index);
}
static void write_value(const ply_output *o, const ply_reading *f, ply_text *cell) {
  found s = found_of(o, f);
  if (s.has_value) ply_text_number(cell, s.value);
}
static void write_members(const ply_output *o, const ply_reading *f, ply_text *cell) {
  found s = found_of(o, f);
  uint64_t n = 0;
  if (s.bundle == NULL) return;
  for (int i = 0; i < f->scenario->n_actors; i++) n += s.bundle->levels[i] > 0;
  ply_cell_count(cell, n);
}
static void write_option(const ply_output *o, const ply_reading *f, ply_text *cell) {
  found s = found_of(o, f);
  if (s.bundle != NULL)
    ply_text_add(cell, f->scenario->issues[o->issue].options[s.bundle->options[o->issue]].id);
}
static void write_level(const ply_output *o, const ply_reading *f, ply_text *cell) {
  found s = found_of(o, f);
  if (s.bundle != NULL && f->scenario->n_levels > 0)
    ply_text_add(cell, f->scenario->levels[s.bundle->levels[o->actor]].id);
}
static void write_found_payoff(const ply_output *o, const ply_reading *f, ply_text *cell) {
  found s = found_of(o, f);
  if (s.bundle != NULL) ply_text_number(cell, s.bundle->payoffs[o->actor]);
}
static void write_found_margin(const ply_output *o, const ply_reading *f, ply_text *cell) {
  found s = found_of(o, f);
  if (s.bundle != NULL) ply_text_number(cell, s.bundle->payoffs[o->actor] - f->game->reservation[o->actor]);
}
static void write_found_indicator(const ply_output *o, const ply_reading *f, ply_text *cell) {
  found s = found_of(o, f);
  if (s.bundle == NULL) return;
  uint8_t level[PLY_MAX_CANDIDATES];
  for (int c = 0; c < f->game->n_candidates; c++) level[c] = s.bundle->levels[f->game->candidate[c]];
  ply_security_inputs inputs = ply_game_security_inputs(f->game, s.bundle->options);
  ply_security_state state;
  if (ply_game_security(f->game, &inputs, level, 0, &state))
    ply_text_number(cell, state.indicator[o->indicator]);
}

/* ---- questions that are told by their fields ---- */

static const ply_answer *answer_to(const ply_result *r, const ply_question_words *question) {
  for (int k = 0; k < r->n_answers; k++)
    if (r->answers[k].question == question) return &r->answers[k];
  return NULL;
}

/* Numbers, truths and words; an empty cell for what the outcome leaves open. */
static void write_field(const ply_output *o, const ply_reading *r, ply_text *cell) {
  const ply_field *f = o->measure->field;
  const ply_answer *answer = answer_to(r->result, o->measure->question);
  if (answer == NULL) return;
  const void *at = ply_field_in(f, answer->record);
  ply_outcome outcome = ply_fields_outcome(o->measure->question->fields, answer->record);
  bool told = ply_field_told(f, outcome) && (f->when != PLY_NULL_AT_LIMIT || outcome != PLY_LIMIT_REACHED);
  if (!told && !(f->tell & PLY_TELL_SWEPT_ANYWAY)) return;
  if (f->kind == PLY_FIELD_OUTCOME) ply_text_add(cell, ply_outcome_name(*(const ply_outcome *)at));
  if (f->kind == PLY_FIELD_WORD && *(const char *const *)at != NULL)
    ply_text_add(cell, *(const char *const *)at);
  if (f->kind == PLY_FIELD_BOOL) ply_cell_bool(cell, *(const bool *)at);
  if (f->kind == PLY_FIELD_INT) ply_text_addf(cell, "%d", *(const int *)at);
  if (f->kind == PLY_FIELD_COUNT) ply_cell_count(cell, *(const uint64_t *)at);
  if (f->kind == PLY_FIELD_NUMBER) ply_text_number(cell, *(const double *)at);
  if (f->kind == PLY_FIELD_BY_ACTOR && *(const double *const *)at == NULL) return;
  if (f->kind == PLY_FIELD_BY_ACTOR) ply_text_number(cell, (*(const double *const *)at)[o->actor]);
}

/* Output field number i of all questions, in order; false past the last. */
static bool field_at(int i, ply_measure *out) {
  const ply_question_words *question;
  for (int q = 0; (question = ply_question_at(q)) != NULL; q++)
    for (const ply_field *f = question->fields; f->name != NULL; f++) {
      if (!(f->tell & PLY_TELL_SWEPT) || i-- > 0) continue;
      *out =
          (ply_measure){f->output, f->help, PLY_NEED_SOLVE, write_field, ply_question_skip(q), f, question};
      return true;
    }
  return false;
}

/* Of what picks one bundle; listed last. */
static const ply_measure concept_rows[] = {
    {"CONCEPT.INDICATOR", "attack, credibility, ... of the bundle found", PLY_NEED_SOLVE,
     write_found_indicator, 0, NULL, NULL},
    {"CONCEPT.index", "the bundle found", PLY_NEED_SOLVE, write_index, 0, NULL, NULL},
    {"CONCEPT.level.ACTOR", "its level in the bundle found", PLY_NEED_SOLVE, write_level, 0, NULL, NULL},
    {"CONCEPT.margin.ACTOR", "its margin in the bundle found", PLY_NEED_SOLVE, write_found_margin, 0, NULL,
     NULL},
    {"CONCEPT.members", "candidates that join in the bundle found", PLY_NEED_SOLVE, write_members, 0, NULL,
     NULL},
    {"CONCEPT.option.ISSUE", "the issue's option in the bundle found", PLY_NEED_SOLVE, write_option, 0, NULL,
     NULL},
    {"CONCEPT.outcome", "found, proved_none or limit_reached", PLY_NEED_SOLVE, write_outcome, 0, NULL, NULL},
    {"CONCEPT.over", "the set that was searched: stable, sustained or acceptable", PLY_NEED_SOLVE, write_over,
     0, NULL, NULL},
    {"CONCEPT.payoff.ACTOR", "its payoff in the bundle found", PLY_NEED_SOLVE, write_found_payoff, 0, NULL,
     NULL},
    {"CONCEPT.value", "the value that is maximised (talks: the round)", PLY_NEED_SOLVE, write_value, 0, NULL,
     NULL},
};

enum { N_CONCEPT_ROWS = sizeof concept_rows / sizeof *concept_rows };

bool ply_measure_answer_at(int i, ply_measure *out) {
  int n = 0;
  ply_measure unused;
  if (field_at(i, out)) return true;
  while (field_at(n, &unused)) n++;
  if (i < n || i >= n + N_CONCEPT_ROWS) return false;
  *out = concept_rows[i - n];
  return true;
}
