/* What a partial bundle cannot exceed, draw by draw: the sum of what is fixed and the best of what is not. A step
 * down shares the arrays of the step above where nothing changed. Cost of a step: rows * draws additions. */
#include "sim/robust/search.h"

#include <string.h>

/* ---- room ---- */

static bool make_step(const ply_sample_tables *t, ply_arena *arena, ply_step *s) {
  const ply_game *g = t->game;
  size_t rows = (size_t)t->n_rows, slopes = rows * PLY_N_INDICATORS;
  s->rule = PLY_NEW(arena, g->scenario->n_rules + 1, uint8_t);
  s->line = PLY_NEW(arena, g->n_lines + 1, uint8_t);
  s->term = PLY_NEW(arena, g->n_terms + 1, int32_t);
  s->sum = PLY_NEW(arena, rows, const double *);
  s->own_sum = PLY_NEW(arena, rows, double *);
  s->rise = PLY_NEW(arena, slopes, const double *);
  s->own_rise = PLY_NEW(arena, slopes, double *);
  s->alive = PLY_NEW(arena, t->n_words, uint64_t);
  s->can = PLY_NEW(arena, (size_t)g->n_candidates * (size_t)g->n_levels * t->n_words + 1, uint64_t);
  if (s->rule == NULL || s->line == NULL || s->term == NULL || s->sum == NULL || s->own_sum == NULL ||
      s->rise == NULL || s->own_rise == NULL || s->alive == NULL || s->can == NULL)
    return false;
  for (size_t r = 0; r < rows; r++)
    if ((s->own_sum[r] = PLY_NEW(arena, t->n_padded, double)) == NULL) return false;
  for (size_t r = 0; r < slopes; r++)
    if (t->looks_at[r / PLY_N_INDICATORS] >> (r % PLY_N_INDICATORS) & 1 &&
        (s->own_rise[r] = PLY_NEW(arena, t->n_padded, double)) == NULL)
      return false;
  for (int j = 0; j < PLY_FIGHT && g->security != NULL; j++) {
    s->own_low[j] = PLY_NEW(arena, t->n_padded, double);
    s->own_high[j] = PLY_NEW(arena, t->n_padded, double);
    if (s->own_low[j] == NULL || s->own_high[j] == NULL) return false;
  }
  return true;
}

static bool make_guarantee(ply_descent *d) {
  const ply_sample_tables *t = d->tables;
  if (t->game->security == NULL) return true;
  size_t n = t->n_padded, cells = (size_t)t->game->n_candidates * (size_t)t->game->n_levels * n + 1;
  d->help = PLY_NEW(d->arena, cells, double);
  d->honour_low = PLY_NEW(d->arena, cells, double);
  d->honour_high = PLY_NEW(d->arena, cells, double);
  d->guarantee = PLY_NEW(d->arena, n, ply_guarantee);
  d->alone = PLY_NEW(d->arena, n, double);
  d->weak = PLY_NEW(d->arena, n, ply_deterrence);
  return d->help != NULL && d->honour_low != NULL && d->honour_high != NULL && d->guarantee != NULL &&
         d->alone != NULL && d->weak != NULL;
}

bool ply_descent_init(const ply_quest *quest, const int *variable, int n_variables, ply_descent *d) {
  const ply_sample_tables *t = quest->tables;
  *d = (ply_descent){.quest = quest, .tables = t, .variable = variable, .n_variables = n_variables};
  if ((d->arena = ply_arena_new()) == NULL) return false;
  d->step = PLY_NEW(d->arena, n_variables + 1, ply_step);
  d->margin = PLY_NEW(d->arena, t->n_padded, double);
  bool ok = d->step != NULL && d->margin != NULL && make_guarantee(d);
  for (int i = 0; ok && i <= n_variables; i++) ok = make_step(t, d->arena, &d->step[i]);
  return ok && ply_evaluation_init(t, &d->now) && ply_set_room_init(t, &d->room);
}

void ply_descent_done(ply_descent *d) {
  ply_evaluation_done(&d->now);
  ply_set_room_done(&d->room);
  ply_arena_free(d->arena);
  *d = (ply_descent){0};
}

/* ---- rows ---- */

/* The row's own array at this step, holding what it held. */
static double *own_sum(const ply_descent *d, ply_step *s, int row) {
  if (s->sum[row] != s->own_sum[row]) {
    memcpy(s->own_sum[row], s->sum[row], d->tables->n_padded * sizeof(double));
    s->sum[row] = s->own_sum[row];
  }
  return s->own_sum[row];
}

static double *own_rise(const ply_descent *d, ply_step *s, int row, int j) {
  size_t at = (size_t)row * PLY_N_INDICATORS + (size_t)j;
  if (s->rise[at] == NULL)
    memset(s->own_rise[at], 0, d->tables->n_padded * sizeof(double));
  else if (s->rise[at] != s->own_rise[at])
    memcpy(s->own_rise[at], s->rise[at], d->tables->n_padded * sizeof(double));
  s->rise[at] = s->own_rise[at];
  return s->own_rise[at];
}

/* From the best of an issue to one option of it. */
static void fix_issue(ply_descent *d, ply_step *s, int row, int issue, int role, bool replace) {
  const ply_sample_tables *t = d->tables;
  size_t at = (size_t)(row * t->n_issues + issue);
  int option = s->at.option[issue];
  const double *constant = t->constant[2 * at + (size_t)role], *best = t->best[2 * at + (size_t)role];
  if (constant == NULL) return;
  double *sum = own_sum(d, s, row);
  const double *now = constant + ply_cell_at(t, at, option, 0);
  if (!replace)
    ply_cell_add(t, at, constant, option, 0, sum, t->n_padded);
  else if (t->moves[at])
    for (size_t k = 0; k < t->n_padded; k++) sum[k] += now[k] - best[k];
  else
    for (size_t k = 0; k < t->n_padded; k++) sum[k] += *now - *best;
  const double *slope = t->slope[2 * at + (size_t)role];
  if (slope != NULL)
    ply_cell_add(t, at, slope, option, 0, own_rise(d, s, row, t->indicator[at]), t->n_padded);
}

static void add_best(ply_descent *d, ply_step *s, int row, int issue, int role) {
  const ply_sample_tables *t = d->tables;
  size_t at = (size_t)(row * t->n_issues + issue);
  const double *best = t->best[2 * at + (size_t)role];
  if (best != NULL) ply_cell_add(t, at, best, 0, 0, own_sum(d, s, row), t->n_padded);
}

/* A term pays what it says once that is known, and at most its best before. */
static void add_term(ply_descent *d, ply_step *s, int row, int b, bool was_open) {
  const ply_sample_tables *t = d->tables;
  double weight = t->weight[row * t->n_actors + t->game->terms[b].actor];
  if (weight == 0 || s->sum[row] == NULL) return;
  double *sum = own_sum(d, s, row);
  const double *most = t->most[b];
  const double *pays = s->term[b] == PLY_TERM_OPEN ? most
                       : s->term[b] >= 0           ? t->pays[b] + (size_t)s->term[b] * t->n_padded
                                                   : NULL;
  for (size_t k = 0; k < t->n_padded; k++)
    sum[k] += weight * ((pays != NULL ? pays[k] : 0) - (was_open ? most[k] : 0));
}

/* Begins to keep a row: everything that is fixed, and the best of the rest. role: of a candidate; where its level is
 * not known yet, as one that stands somewhere, its level's own term apart. */
static void begin_row(ply_descent *d, ply_step *s, int row, int role) {
  const ply_sample_tables *t = d->tables;
  s->sum[row] = s->own_sum[row];
  memset(s->own_sum[row], 0, t->n_padded * sizeof(double));
  for (int j = 0; j < PLY_N_INDICATORS; j++) s->rise[row * PLY_N_INDICATORS + j] = NULL;
  for (int k = 0; k < t->n_issues; k++)
    if (s->at.known_issues >> k & 1)
      fix_issue(d, s, row, k, role, false);
    else
      add_best(d, s, row, k, role);
  for (int b = 0; b < t->game->n_terms; b++) add_term(d, s, row, b, false);
}

/* A candidate stands somewhere. */
static void begin_candidate(ply_descent *d, ply_step *s, int actor) {
  const ply_sample_tables *t = d->tables;
  int level = s->at.level[actor];
  begin_row(d, s, actor, level == 0);
  const double *gain = t->level_gain[actor * t->game->n_levels + level];
  for (size_t k = 0; gain != NULL && k < t->n_padded; k++) s->own_sum[actor][k] += gain[k];
}

/* ---- the root ---- */

void ply_descent_root(ply_descent *d) {
  const ply_sample_tables *t = d->tables;
  const ply_game *g = t->game;
  ply_step *s = &d->step[0];
  s->at = (ply_partial){.known_actors = ~(uint64_t)0};
  for (int c = 0; c < g->n_candidates; c++) s->at.known_actors &= ~((uint64_t)1 << g->candidate[c]);
  s->lowest = 0;
  s->guarded = 0;
  s->moved = false;
  memset(s->rule, PLY_NO, (size_t)g->scenario->n_rules);
  memset(s->line, PLY_UNSURE, (size_t)g->n_lines);
  for (int b = 0; b < g->n_terms; b++) s->term[b] = PLY_TERM_OPEN;
  if (d->quest->among != NULL)
    memcpy(s->alive, d->quest->among, t->n_words * sizeof *s->alive);
  else
    ply_sample_all(t, s->alive);
  memset(s->can, 0xff, (size_t)(g->n_candidates * g->n_levels) * t->n_words * sizeof *s->can);
  for (int row = 0; row < t->n_rows; row++) {
    bool kept = row >= t->n_actors || (t->needed >> row & 1) || g->candidate_of[row] >= 0 ||
                ((g->counted | g->if_holds) >> row & 1) || row == d->quest->proposer;
    s->sum[row] = NULL;
    if (kept) begin_row(d, s, row, 0);
  }
}

/* ---- one step down ---- */

static void pass_on(const ply_descent *d, const ply_step *from, ply_step *to) {
  const ply_sample_tables *t = d->tables;
  const ply_game *g = t->game;
  to->at = from->at;
  to->lowest = from->lowest;
  to->guarded = from->guarded;
  to->moved = from->moved;
  memcpy(to->rule, from->rule, (size_t)g->scenario->n_rules);
  memcpy(to->line, from->line, (size_t)g->n_lines);
  memcpy(to->term, from->term, (size_t)g->n_terms * sizeof *to->term);
  memcpy(to->sum, from->sum, (size_t)t->n_rows * sizeof(*to->sum));
  memcpy(to->rise, from->rise, (size_t)t->n_rows * PLY_N_INDICATORS * sizeof(*to->rise));
  memcpy(to->low, from->low, sizeof to->low);
  memcpy(to->high, from->high, sizeof to->high);
  memcpy(to->alive, from->alive, t->n_words * sizeof *to->alive);
  memcpy(to->can, from->can, (size_t)(g->n_candidates * g->n_levels) * t->n_words * sizeof *to->can);
}

static void fix_issue_for_all(ply_descent *d, ply_step *s, int issue) {
  const ply_game *g = d->tables->game;
  s->at.known_issues |= (uint64_t)1 << issue;
  for (int row = 0; row < d->tables->n_rows; row++) {
    if (s->sum[row] == NULL) continue;
    int role = row < g->n_actors && g->candidate_of[row] >= 0 && (s->at.known_actors >> row & 1) &&
               s->at.level[row] == 0;
    fix_issue(d, s, row, issue, role, true);
  }
}

/* Derived issues whose option follows from what is fixed; false where none can hold. */
static bool derive(ply_descent *d, ply_step *s) {
  const ply_game *g = d->tables->game;
  for (int k = 0; k < g->n_issues; k++) {
    const ply_issue *issue = &g->scenario->issues[k];
    if (issue->n_cases == 0 || (s->at.known_issues >> k & 1)) continue;
    int c = 0;
    ply_verdict v = PLY_NO;
    while (c < issue->n_cases && (v = ply_partial_holds(g, issue->cases[c].when, &s->at)) == PLY_NO) c++;
    if (c == issue->n_cases) return false;
    if (v != PLY_YES) continue;
    s->at.option[k] = (uint16_t)issue->cases[c].option;
    fix_issue_for_all(d, s, k);
  }
  return true;
}

/* False where some rule is broken whatever comes. */
static bool obey_rules(const ply_game *g, ply_step *s) {
  for (int r = 0; r < g->scenario->n_rules; r++) {
    if (s->rule[r] == PLY_YES) continue;
    ply_verdict when = ply_partial_holds(g, g->scenario->rules[r].when, &s->at);
    if (when == PLY_NO) {
      s->rule[r] = PLY_YES;
      continue;
    }
    ply_verdict then = ply_partial_holds(g, g->scenario->rules[r].then, &s->at);
    if (then == PLY_YES) s->rule[r] = PLY_YES;
    if (when == PLY_YES && then == PLY_NO) return false;
  }
  return true;
}

static bool is_known(const ply_payoff_table *table, const ply_partial *at) {
  for (int k = 0; k < table->n_over; k++)
    if (!((table->over[k].candidate ? at->known_actors : at->known_issues) >> table->over[k].at & 1))
      return false;
  return true;
}

/* Which of its numbers a term pays, as far as it is known. */
static int32_t paid_by(const ply_game *g, const ply_payoff_term *term, const ply_partial *at) {
  uint32_t entry;
  if (term->table != NULL) {
    if (!is_known(term->table, at)) return PLY_TERM_OPEN;
    entry = ply_table_entry(term->table, at->option, at->level);
  } else {
    ply_verdict paid = ply_partial_holds(g, term->when, at);
    if (paid == PLY_UNSURE) return PLY_TERM_OPEN;
    entry = paid == PLY_YES ? 1 : 0;
  }
  return ply_payoff_term_number(term, entry);
}

static void settle_terms(ply_descent *d, ply_step *s) {
  const ply_game *g = d->tables->game;
  for (int b = 0; b < g->n_terms; b++) {
    if (s->term[b] != PLY_TERM_OPEN) continue;
    s->term[b] = paid_by(g, &g->terms[b], &s->at);
    for (int row = 0; s->term[b] != PLY_TERM_OPEN && row < d->tables->n_rows; row++)
      add_term(d, s, row, b, true);
  }
}

static void settle_lines(const ply_game *g, ply_step *s) {
  for (int l = 0; l < g->n_lines; l++) {
    const ply_line *line = &g->lines[l];
    int i = line->actor;
    if (s->line[l] != PLY_UNSURE) continue;
    if (line->line->effect == PLY_STAY_OUT) {
      if (!(s->at.known_actors >> i & 1)) continue;
      if (s->at.level[i] == 0 || s->at.level[i] < line->line->from_level) {
        s->line[l] = PLY_NO;
        continue;
      }
    }
    s->line[l] = (uint8_t)ply_partial_holds(g, line->line->when, &s->at);
  }
}

bool ply_descent_take(ply_descent *d, int depth, int value) {
  const ply_game *g = d->tables->game;
  ply_step *s = &d->step[depth + 1];
  int variable = d->variable[depth];
  pass_on(d, &d->step[depth], s);
  bool member = variable >= g->n_issues;
  int actor = member ? g->candidate[variable - g->n_issues] : -1;
  if (member) {
    s->at.level[actor] = (uint8_t)value;
    s->at.known_actors |= (uint64_t)1 << actor;
    s->lowest += g->member_stride[variable - g->n_issues] * (uint64_t)value;
  } else {
    s->at.option[variable] = (uint16_t)value;
    s->lowest += g->issue_stride[variable] * (uint64_t)value;
    fix_issue_for_all(d, s, variable);
  }
  if (!derive(d, s) || !obey_rules(g, s)) return false;
  settle_terms(d, s);
  settle_lines(g, s);
  bool asked = member && ((g->required | g->counted | (value != 0 ? g->if_member : 0)) >> actor & 1);
  if (member && (asked || actor == d->quest->proposer)) begin_candidate(d, s, actor);
  s->moved |= member;
  return true;
}
