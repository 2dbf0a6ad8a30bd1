/* Room for the draws' tables: which rows there are, which of their cells move, arrays for all.
 *
 * Beside the actors there are rows for sums of actors that must all accept: where the sum of their margins is
 * negative somebody refuses, and what one gains by an option another often loses, so that sums are bounded
 * far better than each of them (a surrogate constraint: Glover 1968, doi:10.1287/opre.16.4.741). A cell whose
 * numbers no draw changes takes one number, not one a draw. */
#include "sim/robust/inside.h"

#include <string.h>

enum { GAME_BYTES = 1 << 16 }; /* about what a kept game takes */

/* ---- what moves ---- */

typedef struct layout {
  const ply_draws *draws;
  void *own; /* of the source */
} layout;

static bool number_moves(const layout *l, const ply_number *n) {
  return n->id >= 0 && (l->draws->moves == NULL || l->draws->moves(l->own, n->id));
}

/* Whether draws may differ in what the issue is worth to the actor. */
static bool row_moves(const layout *l, const ply_payoff_row *row, int n_options) {
  bool moves = number_moves(l, &row->weight);
  for (int p = 0; p < PLY_FAMILY_PARAMETERS; p++) moves |= number_moves(l, &row->parameter[p]);
  for (int o = 0; o < n_options; o++) {
    if (row->values != NULL) moves |= number_moves(l, &row->values[o]);
    if (row->outsider != NULL) moves |= number_moves(l, &row->outsider[o]);
  }
  return moves;
}

/* ---- arrays ---- */

/* One number for each option where no draw differs. */
static double *cells(ply_sample_tables *t, size_t at, size_t options) {
  size_t n = t->moves[at] ? options * t->n_padded : options;
  t->bytes += n * sizeof(double);
  return PLY_NEW(t->arena, n + 1, double);
}

static double *array(ply_sample_tables *t, size_t rows) {
  t->bytes += rows * t->n_padded * sizeof(double);
  return PLY_NEW(t->arena, rows * t->n_padded + 1, double);
}

/* ---- which rows there are ---- */

static bool scaled(const ply_game *game, int actor, int issue, int *indicator) {
  const ply_payoff_row *row = &game->scenario->actors[actor].rows[issue];
  *indicator = ply_payoff_looks(row) ? (int)row->by : -1;
  return *indicator >= 0;
}

static bool has_roles(const ply_game *game, int actor, int issue) {
  return game->candidate_of[actor] >= 0 && game->scenario->actors[actor].rows[issue].outsider != NULL;
}

/* The actors that must accept whatever the bundle, candidates apart. */
static uint64_t needed_of(const ply_game *game) {
  uint64_t needed = game->required | (game->counted & game->vetoes);
  for (int c = 0; c < game->n_candidates; c++) needed &= ~((uint64_t)1 << game->candidate[c]);
  return needed;
}

static void add_sum(ply_sample_tables *t, int a, double wa, int b, double wb) {
  double *weight = t->weight + (size_t)t->n_rows++ * (size_t)t->n_actors;
  weight[a] = wa;
  weight[b] = wb;
}

/* Room for the actors, each pair of a few, their pairs by other weights where there are two, and all. */
static bool choose_rows(ply_sample_tables *t) {
  int actor[PLY_MAX_ACTORS], n = 0;
  for (int i = 0; i < t->n_actors; i++)
    if (t->needed >> i & 1) actor[n++] = i;
  size_t most = (size_t)t->n_actors + 12;
  t->weight = PLY_NEW(t->arena, most * (size_t)t->n_actors, double);
  if (t->weight == NULL) return false;
  for (t->n_rows = 0; t->n_rows < t->n_actors; t->n_rows++)
    t->weight[t->n_rows * t->n_actors + t->n_rows] = 1;
  if (n == 2) {
    add_sum(t, actor[0], 2, actor[1], 1);
    add_sum(t, actor[0], 1, actor[1], 2);
  }
  for (int a = 0; a < n && n <= 5; a++)
    for (int b = a + 1; b < n; b++) add_sum(t, actor[a], 1, actor[b], 1);
  if (n > 2) {
    add_sum(t, actor[0], 1, actor[1], 1);
    for (int a = 2; a < n; a++) t->weight[(t->n_rows - 1) * t->n_actors + actor[a]] = 1;
  }
  return true;
}

/* ---- room ---- */

static bool make_issue(ply_sample_tables *t, const layout *l, int row, int issue) {
  const ply_game *g = t->game;
  size_t at = (size_t)(row * t->n_issues + issue), options = (size_t)g->scenario->issues[issue].n_options;
  bool any = false, roles = false;
  t->indicator[at] = -1;
  for (int i = 0, j; i < t->n_actors; i++) {
    if (t->weight[row * t->n_actors + i] == 0 || g->scenario->actors[i].rows[issue].values == NULL) continue;
    any = true;
    t->moves[at] |= row_moves(l, &g->scenario->actors[i].rows[issue], (int)options);
    roles |= has_roles(g, i, issue);
    if (scaled(g, i, issue, &j) && t->indicator[at] < 0) t->indicator[at] = j;
  }
  if (!any) return true;
  for (int role = 0; role < 2; role++) {
    size_t to = 2 * at + (size_t)role;
    if (role == 1 && !roles) {
      t->constant[to] = t->constant[to - 1];
      t->slope[to] = t->slope[to - 1];
      t->best[to] = t->best[to - 1];
      continue;
    }
    t->constant[to] = cells(t, at, options);
    t->best[to] = cells(t, at, 1);
    if (t->indicator[at] >= 0) t->slope[to] = cells(t, at, options);
    if (t->constant[to] == NULL || t->best[to] == NULL || (t->indicator[at] >= 0 && t->slope[to] == NULL))
      return false;
  }
  if (t->indicator[at] >= 0) t->looks_at[row] |= (uint32_t)1 << t->indicator[at];
  return true;
}

static bool make_row(ply_sample_tables *t, const layout *l, int row) {
  const ply_scenario *s = t->game->scenario;
  for (int k = 0; k < t->n_issues; k++)
    if (!make_issue(t, l, row, k)) return false;
  t->reservation[row] = array(t, 1);
  t->need[row] = array(t, 1);
  t->eps[row] = array(t, 1);
  if (t->reservation[row] == NULL || t->eps[row] == NULL || t->need[row] == NULL) return false;
  for (int j = 0; j < PLY_N_INDICATORS; j++)
    for (int i = 0; i < t->n_actors; i++) {
      double **stake = &t->stake[row * PLY_N_INDICATORS + j];
      if (t->weight[row * t->n_actors + i] == 0 || !s->actors[i].has_stake[j] || *stake != NULL) continue;
      t->looks_at[row] |= (uint32_t)1 << j;
      if ((*stake = array(t, 1)) == NULL) return false;
    }
  return true;
}

static bool make_own(ply_sample_tables *t) {
  const ply_game *g = t->game;
  for (int c = 0; c < g->n_candidates; c++)
    for (int l = 0; l < g->n_levels; l++) {
      int i = g->candidate[c];
      if (g->scenario->actors[i].level != NULL && (t->level_gain[i * g->n_levels + l] = array(t, 1)) == NULL)
        return false;
    }
  for (int b = 0; b < g->n_terms; b++)
    if ((t->pays[b] = array(t, ply_payoff_term_numbers(&g->terms[b]) + 1)) == NULL ||
        (t->most[b] = array(t, 1)) == NULL)
      return false;
  for (int l = 0; l < g->n_lines; l++)
    if ((t->in_force[l] = PLY_NEW(t->arena, t->n_words, uint64_t)) == NULL) return false;
  return true;
}

/* Rows that the actor is part of, beside its own. */
static double rows_with(const ply_sample_tables *t, int actor) {
  double n = 0;
  for (int row = t->n_actors; row < t->n_rows; row++) n += t->weight[row * t->n_actors + actor] != 0;
  return n;
}

/* What the tables will take at most, in bytes. */
static double size_of(const ply_sample_tables *t, const layout *l) {
  const ply_game *g = t->game;
  double rows = 5.0 * t->n_rows + 8;
  for (int i = 0; i < g->n_actors; i++)
    for (int k = 0; k < g->n_issues; k++)
      if (row_moves(l, &g->scenario->actors[i].rows[k], g->scenario->issues[k].n_options))
        rows += (rows_with(t, i) + 1) * 3.0 * (g->scenario->issues[k].n_options + 1);
  for (int b = 0; b < g->n_terms; b++) rows += ply_payoff_term_numbers(&g->terms[b]) + 2;
  return rows * 8 * (double)t->n_padded + (t->keeps_games ? (double)t->n * GAME_BYTES : 0);
}

ply_status ply_sample_layout(ply_sample_tables *t, const ply_draws *draws, void *own,
                             const ply_sample_how *how, ply_err *err) {
  const ply_game *g = t->game;
  const layout l = {draws, own};
  t->keeps_games = g->security != NULL || how->alternatives;
  t->n_actors = g->n_actors;
  t->n_issues = g->n_issues;
  t->needed = needed_of(g);
  if (!choose_rows(t)) return PLY_E_MEMORY;
  if (size_of(t, &l) > (double)how->memory_bytes)
    return ply_err_set(err, PLY_E_LIMIT,
                       "%llu draws would take %.1f GiB, more than --memory allows: take fewer draws",
                       (unsigned long long)t->n, size_of(t, &l) / (1 << 30));
  size_t rows = (size_t)t->n_rows, n_cells = rows * (size_t)t->n_issues;
  t->constant = PLY_NEW(t->arena, 2 * n_cells, double *);
  t->slope = PLY_NEW(t->arena, 2 * n_cells, double *);
  t->best = PLY_NEW(t->arena, 2 * n_cells, double *);
  t->indicator = PLY_NEW(t->arena, n_cells, int);
  t->moves = PLY_NEW(t->arena, n_cells, bool);
  t->level_gain = PLY_NEW(t->arena, t->n_actors * g->n_levels + 1, double *);
  t->pays = PLY_NEW(t->arena, g->n_terms + 1, double *);
  t->most = PLY_NEW(t->arena, g->n_terms + 1, double *);
  t->stake = PLY_NEW(t->arena, rows * PLY_N_INDICATORS, double *);
  t->reservation = PLY_NEW(t->arena, rows, double *);
  t->need = PLY_NEW(t->arena, rows, double *);
  t->eps = PLY_NEW(t->arena, rows, double *);
  t->tolerance = PLY_NEW(t->arena, rows, double);
  t->in_force = PLY_NEW(t->arena, g->n_lines + 1, uint64_t *);
  t->looks_at = PLY_NEW(t->arena, rows, uint32_t);
  if (t->constant == NULL || t->slope == NULL || t->best == NULL || t->indicator == NULL ||
      t->moves == NULL || t->level_gain == NULL || t->pays == NULL || t->most == NULL || t->stake == NULL ||
      t->reservation == NULL || t->need == NULL || t->eps == NULL || t->tolerance == NULL ||
      t->in_force == NULL || t->looks_at == NULL)
    return PLY_E_MEMORY;
  for (int row = 0; row < t->n_rows; row++)
    if (!make_row(t, &l, row)) return PLY_E_MEMORY;
  if (how->alternatives && (t->alternatives = ply_alternatives_new(t, how)) == NULL) return PLY_E_MEMORY;
  return make_own(t) ? PLY_OK : PLY_E_MEMORY;
}
