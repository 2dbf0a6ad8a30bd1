/* What a partial bundle cannot exceed, draw by draw: the sum of what is fixed and the best of what is not.
 * Where the design's part of the security model is fixed, the help that may come lies between that of nobody
 * and of everybody who is not decided; the chance of being overrun is convex in help, so that it is least at
 * the expected help (Jensen), whatever is assumed of who comes together. A margin covers rounding.
 * Cost of a step: rows * draws additions, and one logistic curve a draw where levels are being decided. */
#include "sim/robust/search.h"

#include "sim/game/security.h"

#include <math.h>
#include <string.h>

static const double MARGIN = 1e-9;

/* ---- room ---- */

static bool make_step(const ply_sample_tables *t, ply_arena *arena, ply_step *s) {
  const ply_game *g = t->game;
  size_t rows = (size_t)t->n_rows, slopes = rows * PLY_N_INDICATORS;
  s->rule = PLY_NEW(arena, g->scenario->n_rules + 1, uint8_t);
  s->bonus = PLY_NEW(arena, g->n_bonuses + 1, uint8_t);
  s->line = PLY_NEW(arena, g->n_lines + 1, uint8_t);
  s->sum = PLY_NEW(arena, rows, const double *);
  s->own_sum = PLY_NEW(arena, rows, double *);
  s->rise = PLY_NEW(arena, slopes, const double *);
  s->own_rise = PLY_NEW(arena, slopes, double *);
  s->alive = PLY_NEW(arena, t->n_words, uint64_t);
  if (s->rule == NULL || s->bonus == NULL || s->line == NULL || s->sum == NULL || s->own_sum == NULL ||
      s->rise == NULL || s->own_rise == NULL || s->alive == NULL)
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
  d->help_low = PLY_NEW(d->arena, cells, double);
  d->help_high = PLY_NEW(d->arena, cells, double);
  d->honour_low = PLY_NEW(d->arena, cells, double);
  d->honour_high = PLY_NEW(d->arena, cells, double);
  d->guarantee = PLY_NEW(d->arena, n, ply_guarantee);
  d->alone = PLY_NEW(d->arena, n, double);
  d->weak = PLY_NEW(d->arena, n, ply_deterrence);
  d->force_low = PLY_NEW(d->arena, n, double);
  d->force_high = PLY_NEW(d->arena, n, double);
  return d->help_low != NULL && d->help_high != NULL && d->honour_low != NULL && d->honour_high != NULL &&
         d->guarantee != NULL && d->alone != NULL && d->weak != NULL && d->force_low != NULL &&
         d->force_high != NULL;
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
  size_t at = (size_t)(row * t->n_issues + issue), from = s->at.option[issue] * t->n_padded;
  const double *constant = t->constant[2 * at + (size_t)role], *best = t->best[2 * at + (size_t)role];
  if (constant == NULL) return;
  double *sum = own_sum(d, s, row);
  constant += from;
  for (size_t k = 0; k < t->n_padded; k++) sum[k] += replace ? constant[k] - best[k] : constant[k];
  if (t->slope[2 * at + (size_t)role] == NULL) return;
  const double *slope = t->slope[2 * at + (size_t)role] + from;
  double *rise = own_rise(d, s, row, t->indicator[at]);
  for (size_t k = 0; k < t->n_padded; k++) rise[k] += slope[k];
}

static void add_best(ply_descent *d, ply_step *s, int row, int issue, int role) {
  const ply_sample_tables *t = d->tables;
  const double *best = t->best[2 * (size_t)(row * t->n_issues + issue) + (size_t)role];
  if (best == NULL) return;
  double *sum = own_sum(d, s, row);
  for (size_t k = 0; k < t->n_padded; k++) sum[k] += best[k];
}

static void add_bonus(ply_descent *d, ply_step *s, int row, int b, ply_verdict now, bool was_open) {
  const ply_sample_tables *t = d->tables;
  double weight = t->weight[row * t->n_actors + t->game->bonuses[b].actor];
  if (weight == 0 || s->sum[row] == NULL) return;
  double *sum = own_sum(d, s, row);
  for (size_t k = 0; k < t->n_padded; k++) {
    double gain = t->gain[b][k], most = gain > 0 ? gain : 0;
    sum[k] += weight * ((now == PLY_YES ? gain : now == PLY_UNSURE ? most : 0) - (was_open ? most : 0));
  }
}

/* Begins to keep a row: everything that is fixed, and the best of the rest. role: of a candidate whose level
 * is known; 2: not known yet, both roles and any level. */
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
  for (int b = 0; b < t->game->n_bonuses; b++) add_bonus(d, s, row, b, (ply_verdict)s->bonus[b], false);
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
  memset(s->bonus, PLY_UNSURE, (size_t)g->n_bonuses);
  memset(s->line, PLY_UNSURE, (size_t)g->n_lines);
  for (size_t w = 0; w < t->n_words; w++)
    s->alive[w] = d->quest->among != NULL ? d->quest->among[w] : ~UINT64_C(0);
  if (d->quest->among == NULL && t->n % 64 != 0) s->alive[t->n_words - 1] = ((uint64_t)1 << (t->n % 64)) - 1;
  for (int row = 0; row < t->n_rows; row++) {
    bool kept = row >= t->n_actors || (t->needed >> row & 1) ||
                (g->candidate_of[row] < 0 && ((g->counted | g->if_holds) >> row & 1)) ||
                (row == d->quest->proposer && g->candidate_of[row] < 0);
    s->sum[row] = NULL;
    if (kept) begin_row(d, s, row, 0);
  }
}

/* ---- security ---- */

static void add_reads(const ply_number_table *table, uint64_t *issues) {
  for (int i = 0; i < table->n_issues; i++) *issues |= (uint64_t)1 << table->issue[i];
}

uint64_t ply_descent_reads(const ply_game *game) {
  const ply_security_numbers *s = game->security;
  uint64_t issues = 0;
  if (s == NULL) return 0;
  add_reads(&s->bond, &issues);
  add_reads(&s->delay_hours, &issues);
  add_reads(&s->judgement, &issues);
  add_reads(&s->coverage, &issues);
  add_reads(&s->own_strength, &issues);
  add_reads(&s->latitude, &issues);
  int r = game->scenario->security->ratification_issue;
  return r < 0 ? issues : issues | (uint64_t)1 << r;
}

/* Whether all issues that security looks at are fixed. */
static bool inputs_known(const ply_game *game, const ply_partial *at) {
  return (ply_descent_reads(game) & ~at->known_issues) == 0;
}

/* What each candidate brings at each level, in one draw. Under model coordination honour lies between 0 and
 * what a full bond would give. */
static void weigh_help(ply_descent *d, const ply_partial *at, size_t k) {
  const ply_sample_tables *t = d->tables;
  const ply_game *game = t->games[k];
  ply_security_inputs inputs = ply_game_security_inputs(game, at->option);
  ply_security_desk desk;
  ply_security_desk_set(game, &inputs, false, NULL, &desk);
  d->guarantee[k] = desk.guarantee;
  d->alone[k] = desk.holds_alone;
  ply_guarantee calm = desk.guarantee;
  calm.provocation_rate = 0;
  d->weak[k] = ply_deterrence_at(&calm, 0);
  bool fixed = game->scenario->security->model == PLY_FIXED;
  ply_guarantee bound = desk.guarantee;
  if (!fixed) bound.bond = 1;
  for (int c = 0; c < game->n_candidates; c++)
    for (int l = 0; l < game->n_levels; l++) {
      size_t cell = (size_t)(c * game->n_levels + l) * t->n_padded + k;
      ply_guarantor g = game->security->guarantor[c];
      g.effort = game->effort[l];
      double help = ply_help(&desk.guarantee, &g), most = ply_honour_fixed(&bound, &g);
      d->honour_high[cell] = most;
      d->honour_low[cell] = fixed ? most : 0;
      d->help_high[cell] = most * help;
      d->help_low[cell] = fixed ? most * help : 0;
    }
}

/* The least and the most help that may come, by what is decided of levels. */
static void add_forces(ply_descent *d, const ply_partial *at) {
  const ply_sample_tables *t = d->tables;
  const ply_game *g = t->game;
  memset(d->force_low, 0, t->n_padded * sizeof(double));
  memset(d->force_high, 0, t->n_padded * sizeof(double));
  for (int c = 0; c < g->n_candidates; c++) {
    bool known = at->known_actors >> g->candidate[c] & 1;
    const double *low = d->help_low + (size_t)(c * g->n_levels) * t->n_padded;
    const double *high = d->help_high + (size_t)(c * g->n_levels) * t->n_padded;
    size_t stand = known ? at->level[g->candidate[c]] * t->n_padded : 0;
    for (size_t k = 0; k < t->n_padded; k++) {
      double least = low[stand + k], most = high[stand + k];
      for (size_t l = 1; !known && l < (size_t)g->n_levels; l++) {
        double a = low[l * t->n_padded + k], b = high[l * t->n_padded + k];
        least = a < least ? a : least;
        most = b > most ? b : most;
      }
      d->force_low[k] += least;
      d->force_high[k] += most;
    }
  }
}

static double clamp(double x) { return x < 0 ? 0 : x > 1 ? 1 : x; }

static void set_ends(ply_step *s, int j, size_t k, double low, double high) {
  s->own_low[j][k] = clamp(low - MARGIN);
  s->own_high[j][k] = clamp(high + MARGIN);
}

/* Bounds of the indicators in one draw. */
static void bound_draw(ply_descent *d, ply_step *s, size_t k) {
  ply_guarantee calm = d->guarantee[k];
  double rate = calm.provocation_rate * calm.latitude;
  calm.provocation_rate = 0;
  ply_deterrence strong = ply_deterrence_at(&calm, d->force_high[k]), weak = d->weak[k];
  double provoked_low = rate * (1 - weak.outcome), provoked_high = rate * (1 - strong.outcome);
  double low = 1 - (1 - strong.attack) * (1 - provoked_low);
  double high = 1 - (1 - weak.attack) * (1 - provoked_high);
  double overrun_low = low * strong.outcome, overrun_high = high * weak.outcome, alone = d->alone[k];
  double adversary = calm.adversary;
  set_ends(s, PLY_ATTACK, k, low, high);
  set_ends(s, PLY_DETERRED, k, 1 - high, 1 - low);
  set_ends(s, PLY_OVERRUN, k, overrun_low, overrun_high);
  set_ends(s, PLY_HOLDS, k, 1 - overrun_high, 1 - overrun_low);
  set_ends(s, PLY_CREDIBILITY, k, 0, alone >= 1 ? 0 : (1 - overrun_low - alone) / (1 - alone));
  set_ends(s, PLY_FORCE, k,
           d->force_low[k] + adversary > 0 ? d->force_low[k] / (d->force_low[k] + adversary) : 0,
           d->force_high[k] + adversary > 0 ? d->force_high[k] / (d->force_high[k] + adversary) : 0);
}

static void each_alive(ply_descent *d, ply_step *s, void (*visit)(ply_descent *d, ply_step *s, size_t k)) {
  for (size_t w = 0; w < d->tables->n_words; w++)
    for (uint64_t rest = s->alive[w]; rest != 0; rest &= rest - 1)
      visit(d, s, 64 * w + (size_t)__builtin_ctzll(rest));
}

static void weigh_draw(ply_descent *d, ply_step *s, size_t k) { weigh_help(d, &s->at, k); }

static bool levels_known(const ply_game *g, const ply_partial *at) {
  for (int c = 0; c < g->n_candidates; c++)
    if (!(at->known_actors >> g->candidate[c] & 1)) return false;
  return true;
}

/* Bounds of security that follow from what is fixed now. False where an honour game does not settle. */
static bool turn_security(ply_descent *d, ply_step *s, bool moved) {
  const ply_game *g = d->tables->game;
  if (g->security == NULL || s->guarded == 2 || !inputs_known(g, &s->at)) return true;
  if (levels_known(g, &s->at)) {
    if (!ply_evaluate_security(&d->now, s->at.option, s->at.level, s->alive)) return false;
    for (int j = 0; j < PLY_FIGHT; j++) s->low[j] = s->high[j] = d->now.indicator[j];
    s->guarded = 2;
    return true;
  }
  if (s->guarded == 0) each_alive(d, s, weigh_draw);
  if (s->guarded == 0 || moved) {
    add_forces(d, &s->at);
    each_alive(d, s, bound_draw);
    for (int j = 0; j < PLY_FIGHT; j++) {
      s->low[j] = s->own_low[j];
      s->high[j] = s->own_high[j];
    }
  }
  s->guarded = 1;
  return true;
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
  memcpy(to->bonus, from->bonus, (size_t)g->n_bonuses);
  memcpy(to->line, from->line, (size_t)g->n_lines);
  memcpy(to->sum, from->sum, (size_t)t->n_rows * sizeof(*to->sum));
  memcpy(to->rise, from->rise, (size_t)t->n_rows * PLY_N_INDICATORS * sizeof(*to->rise));
  memcpy(to->low, from->low, sizeof to->low);
  memcpy(to->high, from->high, sizeof to->high);
  memcpy(to->alive, from->alive, t->n_words * sizeof *to->alive);
}

static void fix_issue_for_all(ply_descent *d, ply_step *s, int issue) {
  const ply_game *g = d->tables->game;
  s->at.known_issues |= (uint64_t)1 << issue;
  for (int row = 0; row < d->tables->n_rows; row++) {
    if (s->sum[row] == NULL) continue;
    int role = row < g->n_actors && g->candidate_of[row] >= 0 && s->at.level[row] == 0;
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

static void settle_bonuses(ply_descent *d, ply_step *s) {
  const ply_game *g = d->tables->game;
  for (int b = 0; b < g->n_bonuses; b++) {
    if (s->bonus[b] != PLY_UNSURE) continue;
    s->bonus[b] = (uint8_t)ply_partial_holds(g, g->bonuses[b].when, &s->at);
    for (int row = 0; s->bonus[b] != PLY_UNSURE && row < d->tables->n_rows; row++)
      add_bonus(d, s, row, b, (ply_verdict)s->bonus[b], true);
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
  settle_bonuses(d, s);
  settle_lines(g, s);
  bool asked = member && ((g->required | g->counted | (value != 0 ? g->if_member : 0)) >> actor & 1);
  if (member && (asked || actor == d->quest->proposer)) begin_candidate(d, s, actor);
  s->moved |= member;
  return true;
}

bool ply_descent_guard(ply_descent *d, int depth, bool *failed) {
  ply_step *s = &d->step[depth];
  int before = s->guarded;
  bool moved = s->moved;
  s->moved = false;
  *failed = !turn_security(d, s, moved);
  return s->guarded != before || (moved && s->guarded == 1);
}

/* ---- who refuses ---- */

static const double zeros[64], ones[64] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                                           1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                                           1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

/* The least that a guarantor bears of fighting or reneging while levels are being decided. */
static void least_borne(const ply_descent *d, const ply_step *s, int actor, int j, size_t from,
                        double *least) {
  const ply_sample_tables *t = d->tables;
  int c = t->game->candidate_of[actor], level = s->at.level[actor];
  size_t cell = (size_t)(c * t->game->n_levels + level) * t->n_padded + from;
  for (size_t b = 0; b < 64; b++) {
    double effort = t->games[from + b < t->n ? from + b : 0]->effort[level];
    double share = j == PLY_FIGHT ? d->honour_low[cell + b] * effort
                   : effort > 0   ? 1 - d->honour_high[cell + b]
                                  : 0;
    least[b] = s->low[PLY_ATTACK][from + b] * share;
  }
}

/* The most that a row gets in 64 draws. */
static void most_of(const ply_descent *d, const ply_step *s, int row, size_t from, double *most) {
  const ply_sample_tables *t = d->tables;
  int c = row < t->n_actors ? t->game->candidate_of[row] : -1;
  memcpy(most, s->sum[row] + from, 64 * sizeof *most);
  for (uint32_t rest = t->looks_at[row]; rest != 0; rest &= rest - 1) {
    int j = __builtin_ctz(rest);
    const double *rise = s->rise[row * PLY_N_INDICATORS + j], *stake = t->stake[row * PLY_N_INDICATORS + j];
    if ((j >= PLY_FIGHT && c < 0) || (rise == NULL && stake == NULL)) continue;
    rise = rise != NULL ? rise + from : zeros;
    stake = stake != NULL ? stake + from : zeros;
    const double *low = zeros, *high = ones;
    double borne[64];
    if (s->guarded > 0 && j < PLY_FIGHT) {
      low = s->low[j] + from;
      high = s->high[j] + from;
    } else if (s->guarded == 2) {
      low = high = (j == PLY_FIGHT ? d->now.fight[c] : d->now.renege[c]) + from;
    } else if (s->guarded == 1) {
      least_borne(d, s, row, j, from, borne);
      low = borne;
    }
    for (size_t b = 0; b < 64; b++) {
      double slope = rise[b] + stake[b];
      most[b] += slope * (slope > 0 ? high[b] : low[b]);
    }
  }
}

static void refuse_row(ply_descent *d, ply_step *s, int row) {
  const ply_sample_tables *t = d->tables;
  double most[64];
  for (size_t w = 0; w < t->n_words; w++) {
    if (s->alive[w] == 0) continue;
    most_of(d, s, row, 64 * w, most);
    const double *need = t->need[row] + 64 * w;
    uint64_t bits = 0;
    double margin = t->tolerance[row];
    for (int b = 0; b < 64; b++) bits |= (uint64_t)(most[b] >= need[b] - margin) << b;
    s->alive[w] &= bits;
  }
}

/* Under a quorum: more of the counted refuse than may. */
static void refuse_quorum(ply_descent *d, ply_step *s, uint64_t counted) {
  const ply_sample_tables *t = d->tables;
  for (size_t w = 0; w < t->n_words; w++) {
    if (s->alive[w] == 0) continue;
    int refuse[64] = {0};
    double most[64];
    for (uint64_t rest = counted; rest != 0; rest &= rest - 1) {
      int i = __builtin_ctzll(rest);
      if (s->sum[i] == NULL) continue;
      most_of(d, s, i, 64 * w, most);
      uint64_t line = 0;
      for (int l = 0; l < t->game->n_lines; l++)
        if (t->game->lines[l].actor == i && s->line[l] == PLY_YES) line |= t->in_force[l][w];
      for (int b = 0; b < 64; b++)
        refuse[b] += (line >> b & 1) || most[b] < t->need[i][64 * w + (size_t)b] - t->tolerance[i];
    }
    for (int b = 0; b < 64; b++)
      if (refuse[b] > t->game->spare) s->alive[w] &= ~((uint64_t)1 << b);
  }
}

uint64_t ply_descent_refuse(ply_descent *d, int depth, uint64_t least) {
  const ply_sample_tables *t = d->tables;
  const ply_game *g = t->game;
  ply_step *s = &d->step[depth];
  uint64_t must = t->needed | g->required | (g->spare == 0 ? g->counted : 0);
  for (int c = 0; c < g->n_candidates; c++)
    if (s->at.level[g->candidate[c]] != 0) must |= g->if_member & (uint64_t)1 << g->candidate[c];
  must &= s->at.known_actors;
  for (uint64_t rest = g->if_holds; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    if (ply_partial_holds(g, g->scenario->actors[i].consent_when, &s->at) == PLY_YES)
      must |= (uint64_t)1 << i;
  }
  for (int l = 0; l < g->n_lines; l++)
    for (size_t w = 0; s->line[l] == PLY_YES && (must >> g->lines[l].actor & 1) && w < t->n_words; w++)
      s->alive[w] &= ~t->in_force[l][w];
  uint64_t left = ply_bits_count(s->alive, t->n_words);
  for (int row = t->n_rows; row-- > 0 && left >= least && left > 0;) {
    if (s->sum[row] == NULL || (row < t->n_actors && !(must >> row & 1))) continue;
    refuse_row(d, s, row);
    left = ply_bits_count(s->alive, t->n_words);
  }
  if (g->spare > 0 && left >= least && left > 0) {
    refuse_quorum(d, s, g->counted & s->at.known_actors);
    left = ply_bits_count(s->alive, t->n_words);
  }
  return left;
}

void ply_descent_payoff(const ply_descent *d, int depth, double *out) {
  const ply_sample_tables *t = d->tables;
  const ply_step *s = &d->step[depth];
  int p = d->quest->proposer;
  for (size_t w = 0; w < t->n_words; w++) {
    if (s->alive[w] == 0) continue;
    if (s->sum[p] != NULL)
      most_of(d, s, p, 64 * w, out + 64 * w);
    else
      for (size_t b = 0; b < 64; b++) out[64 * w + b] = INFINITY;
  }
}
