/* What a design leaves open about membership. Each condition is reduced by the design's options: decided
 * parts become true or false, or vanish; open parts are named by their place in memory. Designs with equal
 * reductions share all answers. Cost: the size of the conditions. */
#include "sim/solve/space/residue.h"

#include <stdlib.h>
#include <string.h>

/* Words that are no place in memory. */
enum { FALSE_WORD = 1, TRUE_WORD, ALL_WORD, ANY_WORD, NOT_WORD, END_WORD, THEN_WORD };

static void add(ply_words *words, uint64_t word) {
  if (words->n == words->capacity) {
    size_t capacity = words->capacity > 0 ? 2 * words->capacity : 32;
    uint64_t *at = realloc(words->at, capacity * sizeof *at);
    if (at == NULL) {
      words->failed = true;
      return;
    }
    words->at = at;
    words->capacity = capacity;
  }
  words->at[words->n++] = word;
}

typedef struct reduction {
  const ply_game *game;
  const uint16_t *option;
  int8_t level[PLY_MAX_ACTORS];
  ply_words *words;
} reduction;

static ply_truth truth(const reduction *r, const ply_cond *cond) {
  return ply_cond_partial(r->game, cond, r->option, r->level);
}

static void reduce(reduction *r, const ply_cond *cond) {
  ply_truth t = truth(r, cond);
  if (t != PLY_OPEN) {
    add(r->words, t == PLY_TRUE ? TRUE_WORD : FALSE_WORD);
    return;
  }
  if (cond->kind == PLY_COND_ALL || cond->kind == PLY_COND_ANY || cond->kind == PLY_COND_NOT) {
    ply_truth idle = cond->kind == PLY_COND_ALL ? PLY_TRUE : PLY_FALSE;
    add(r->words, cond->kind == PLY_COND_ALL ? ALL_WORD : cond->kind == PLY_COND_ANY ? ANY_WORD : NOT_WORD);
    for (int i = 0; i < cond->n_parts; i++)
      if (cond->kind == PLY_COND_NOT || truth(r, cond->parts[i]) != idle) reduce(r, cond->parts[i]);
    add(r->words, END_WORD);
    return;
  }
  add(r->words, (uint64_t)(uintptr_t)cond);
}

static bool reduce_rule(reduction *r, const ply_rule *rule) {
  ply_truth when = truth(r, rule->when), then = when == PLY_FALSE ? PLY_OPEN : truth(r, rule->then);
  if (when == PLY_TRUE && then == PLY_FALSE) return false;
  if (when == PLY_FALSE || then == PLY_TRUE) return true;
  reduce(r, rule->when);
  add(r->words, THEN_WORD);
  reduce(r, rule->then);
  return true;
}

/* Of a term that looks at membership: its condition, or which slice of its table the design leaves. */
static void reduce_term(reduction *r, const ply_payoff_term *term) {
  const ply_payoff_table *table = term->table;
  uint64_t from = 0;
  if (ply_term_decided(r->game, term, r->option, NULL)) return;
  if (table == NULL) {
    reduce(r, term->when);
    return;
  }
  for (int d = 0; d < table->n_over; d++)
    if (!table->over[d].candidate && r->game->issue_stride[table->over[d].at] != 0)
      from += table->over[d].stride * r->option[table->over[d].at];
  add(r->words, from);
}

/* A line of this kind that the design alone decides is no part of what is open: who refuses stands with the design. */
static bool stands_with_design(const ply_red_line *line, ply_truth when) {
  return line->effect == PLY_REFUSE && when != PLY_OPEN;
}

bool ply_clause_residue(const ply_game *game, const ply_clause *clause, const uint16_t *option,
                        ply_words *words) {
  const ply_scenario *s = game->scenario;
  reduction r = {.game = game, .option = option, .words = words};
  for (int c = 0; c < game->n_candidates; c++) r.level[game->candidate[c]] = -1;
  words->n = 0;
  switch (clause->kind) {
  case PLY_CLAUSE_RULE: return reduce_rule(&r, &s->rules[clause->at]);
  case PLY_CLAUSE_CASE: reduce(&r, s->issues[clause->at].cases[clause->part].when); break;
  case PLY_CLAUSE_CONSENT: reduce(&r, s->actors[clause->at].consent_when); break;
  case PLY_CLAUSE_LINE: {
    const ply_red_line *line = game->lines[clause->at].line;
    if (!stands_with_design(line, truth(&r, line->when))) reduce(&r, line->when);
    break;
  }
  case PLY_CLAUSE_TERM: reduce_term(&r, &game->terms[clause->at]); break;
  }
  return true;
}

bool ply_clause_holds(const ply_game *game, const ply_clause *clause, const uint16_t *option,
                      const uint8_t *level) {
  if (clause->kind == PLY_CLAUSE_LINE) return ply_game_line_broken(game, clause->at, option, level);
  const ply_cond *when = clause->kind == PLY_CLAUSE_TERM ? game->terms[clause->at].when
                                                         : game->scenario->actors[clause->at].consent_when;
  return ply_cond_holds(when, game->scenario, option, level);
}

/* What the condition says while nobody's level is known. */
static ply_truth truth_of(const ply_game *game, const ply_cond *cond, const uint16_t *option) {
  int8_t level[PLY_MAX_ACTORS] = {0};
  for (int c = 0; c < game->n_candidates; c++) level[game->candidate[c]] = -1;
  return ply_cond_partial(game, cond, option, level);
}

uint64_t ply_design_refuses(const ply_game *game, const uint16_t *option) {
  uint64_t refuses = 0;
  for (int l = 0; l < game->n_lines; l++)
    if (game->lines[l].in_force && game->lines[l].line->effect == PLY_REFUSE &&
        truth_of(game, game->lines[l].line->when, option) == PLY_TRUE)
      refuses |= (uint64_t)1 << game->lines[l].actor;
  return refuses;
}

bool ply_term_decided(const ply_game *game, const ply_payoff_term *term, const uint16_t *option,
                      double *value) {
  static const uint8_t nobody[PLY_MAX_ACTORS];
  uint32_t at = 0;
  if (term->table != NULL) {
    if (!term->table->free) return false;
    at = ply_table_entry(term->table, option, nobody);
  } else {
    ply_truth paid = truth_of(game, term->when, option);
    if (paid == PLY_OPEN) return false;
    at = paid == PLY_TRUE ? 1 : 0;
  }
  if (value != NULL) *value = term->value[at];
  return true;
}

/* ---- the clauses ---- */

/* The free issues that decide what the condition asks: through a derived issue, those of its cases. */
static uint64_t looks_at(const ply_game *game, const ply_cond *cond) {
  uint64_t issues = 0;
  if (cond->kind == PLY_COND_OPTION) {
    const ply_issue *issue = &game->scenario->issues[cond->issue];
    if (issue->n_cases == 0) issues |= (uint64_t)1 << cond->issue;
    for (int c = 0; c < issue->n_cases; c++) issues |= looks_at(game, issue->cases[c].when);
  }
  for (int i = 0; i < cond->n_parts; i++) issues |= looks_at(game, cond->parts[i]);
  return issues;
}

static uint64_t table_looks_at(const ply_game *game, const ply_payoff_table *table) {
  uint64_t issues = 0;
  for (int d = 0; d < table->n_over; d++)
    if (!table->over[d].candidate && game->issue_stride[table->over[d].at] != 0)
      issues |= (uint64_t)1 << table->over[d].at;
  return issues;
}

static int most_clauses(const ply_game *game) {
  const ply_scenario *s = game->scenario;
  int n = s->n_rules + game->n_lines + game->n_terms + game->n_actors;
  for (int k = 0; k < s->n_issues; k++) n += s->issues[k].n_cases;
  return n;
}

ply_clause *ply_clauses_list(const ply_game *game, ply_arena *arena, int *n) {
  const ply_scenario *s = game->scenario;
  ply_clause *list = PLY_NEW(arena, most_clauses(game), ply_clause), *out = list;
  if (list == NULL) return NULL;
  for (int i = 0; i < s->n_rules; i++)
    *out++ = (ply_clause){.kind = PLY_CLAUSE_RULE,
                          .at = i,
                          .actor = -1,
                          .look_at = looks_at(game, s->rules[i].when) | looks_at(game, s->rules[i].then)};
  for (int k = 0; k < s->n_issues; k++)
    for (int c = 0; c < s->issues[k].n_cases; c++)
      *out++ = (ply_clause){.kind = PLY_CLAUSE_CASE,
                            .at = k,
                            .part = c,
                            .actor = -1,
                            .look_at = looks_at(game, s->issues[k].cases[c].when)};
  for (uint64_t rest = game->if_holds; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    *out++ = (ply_clause){.kind = PLY_CLAUSE_CONSENT,
                          .at = i,
                          .actor = -1,
                          .look_at = looks_at(game, s->actors[i].consent_when)};
  }
  for (int i = 0; i < game->n_lines; i++)
    if (game->lines[i].in_force)
      *out++ = (ply_clause){.kind = PLY_CLAUSE_LINE,
                            .at = i,
                            .actor = game->lines[i].actor,
                            .look_at = looks_at(game, game->lines[i].line->when)};
  for (int t = 0; t < game->n_terms; t++) {
    const ply_payoff_term *term = &game->terms[t];
    if (term->table != NULL && term->table->free) continue;
    *out++ = (ply_clause){.kind = PLY_CLAUSE_TERM,
                          .at = t,
                          .actor = term->actor,
                          .look_at = term->table != NULL ? table_looks_at(game, term->table)
                                                         : looks_at(game, term->when)};
  }
  *n = (int)(out - list);
  return list;
}

static void look(const ply_cond *cond, bool *looked_at) {
  if (cond->kind == PLY_COND_OPTION) looked_at[cond->issue] = true;
  for (int i = 0; i < cond->n_parts; i++) look(cond->parts[i], looked_at);
}

void ply_residue_issues(const ply_game *game, bool *looked_at) {
  const ply_scenario *s = game->scenario;
  memset(looked_at, 0, (size_t)s->n_issues * sizeof *looked_at);
  for (int i = 0; i < s->n_rules; i++) {
    look(s->rules[i].when, looked_at);
    look(s->rules[i].then, looked_at);
  }
  for (int k = 0; k < s->n_issues; k++)
    for (int c = 0; c < s->issues[k].n_cases; c++) look(s->issues[k].cases[c].when, looked_at);
  for (int i = 0; i < game->n_lines; i++)
    if (game->lines[i].in_force) look(game->lines[i].line->when, looked_at);
  for (uint64_t rest = game->if_holds; rest != 0; rest &= rest - 1)
    look(s->actors[__builtin_ctzll(rest)].consent_when, looked_at);
  for (int t = 0; t < game->n_terms; t++) {
    const ply_payoff_table *table = game->terms[t].table;
    if (table == NULL) look(game->terms[t].when, looked_at);
    for (int d = 0; table != NULL && d < table->n_over && !table->free; d++)
      if (!table->over[d].candidate) looked_at[table->over[d].at] = true;
  }
}
