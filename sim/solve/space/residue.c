/* What a design leaves open about membership. Each condition is reduced by the design's options: decided
 * parts become T or F, or vanish; open parts are named by their place in memory. Designs with equal
 * reductions share all answers. Cost: the size of the conditions. */
#include "sim/solve/space/residue.h"

#include <string.h>

typedef struct reduction {
  const ply_game *game;
  const uint16_t *option;
  int8_t level[PLY_MAX_ACTORS];
  ply_text *key;
} reduction;

static void reduce(reduction *r, const ply_cond *cond) {
  ply_truth t = ply_cond_partial(r->game, cond, r->option, r->level);
  if (t != PLY_OPEN) {
    ply_text_add(r->key, t == PLY_TRUE ? "T" : "F");
    return;
  }
  if (cond->kind == PLY_COND_ALL || cond->kind == PLY_COND_ANY || cond->kind == PLY_COND_NOT) {
    ply_truth idle = cond->kind == PLY_COND_ALL ? PLY_TRUE : PLY_FALSE;
    ply_text_add(r->key, cond->kind == PLY_COND_ALL ? "(" : cond->kind == PLY_COND_ANY ? "[" : "!");
    for (int i = 0; i < cond->n_parts; i++)
      if (cond->kind == PLY_COND_NOT ||
          ply_cond_partial(r->game, cond->parts[i], r->option, r->level) != idle)
        reduce(r, cond->parts[i]);
    ply_text_add(r->key, ")");
    return;
  }
  ply_text_add_n(r->key, "@", 1);
  ply_text_addf(r->key, "%llx", (unsigned long long)(uintptr_t)cond);
}

static bool reduce_rule(reduction *r, const ply_rule *rule) {
  ply_truth when = ply_cond_partial(r->game, rule->when, r->option, r->level);
  ply_truth then = ply_cond_partial(r->game, rule->then, r->option, r->level);
  if (when == PLY_TRUE && then == PLY_FALSE) return false;
  if (when == PLY_FALSE || then == PLY_TRUE) {
    ply_text_add(r->key, "T");
    return true;
  }
  reduce(r, rule->when);
  ply_text_add(r->key, ">");
  reduce(r, rule->then);
  return true;
}

/* Of a term that looks at membership: its condition, or which slice of its table the design leaves. */
static void reduce_term(reduction *r, const ply_payoff_term *term) {
  const ply_payoff_table *table = term->table;
  uint32_t from = 0;
  if (table == NULL) {
    reduce(r, term->when);
    return;
  }
  for (int d = 0; d < table->n_over; d++)
    if (!table->over[d].candidate && r->game->issue_stride[table->over[d].at] != 0)
      from += table->over[d].stride * r->option[table->over[d].at];
  ply_text_addf(r->key, "%x", (unsigned)from);
}

bool ply_residue_key(const ply_game *game, const uint16_t *option, ply_text *key) {
  const ply_scenario *s = game->scenario;
  reduction r = {.game = game, .option = option, .key = key};
  for (int c = 0; c < game->n_candidates; c++) r.level[game->candidate[c]] = -1;
  key->length = 0;
  for (int i = 0; i < s->n_rules; i++)
    if (!reduce_rule(&r, &s->rules[i])) return false;
  ply_text_add(key, ";");
  for (int k = 0; k < s->n_issues; k++)
    for (int c = 0; c < s->issues[k].n_cases; c++) reduce(&r, s->issues[k].cases[c].when);
  ply_text_add(key, ";");
  for (int i = 0; i < game->n_lines; i++) {
    if (game->lines[i].in_force && !ply_line_decided(game, i, option)) reduce(&r, game->lines[i].line->when);
    ply_text_add(key, ",");
  }
  ply_text_add(key, ";");
  for (uint64_t rest = game->if_holds; rest != 0; rest &= rest - 1)
    reduce(&r, s->actors[__builtin_ctzll(rest)].consent_when);
  ply_text_add(key, ";");
  for (const ply_payoff_term *term = game->terms; term < game->terms + game->n_terms; term++) {
    if (!ply_term_decided(game, term, option, NULL)) reduce_term(&r, term);
    ply_text_add(key, ",");
  }
  return true;
}

/* What the condition says while nobody's level is known. */
static ply_truth truth_of(const ply_game *game, const ply_cond *cond, const uint16_t *option) {
  int8_t level[PLY_MAX_ACTORS] = {0};
  for (int c = 0; c < game->n_candidates; c++) level[game->candidate[c]] = -1;
  return ply_cond_partial(game, cond, option, level);
}

bool ply_line_decided(const ply_game *game, int line, const uint16_t *option) {
  const ply_red_line *l = game->lines[line].line;
  return l->effect == PLY_REFUSE && truth_of(game, l->when, option) != PLY_OPEN;
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
