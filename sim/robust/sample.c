/* Draws as tables: every number that payoffs and answers are made of, as an array over the draws, so that a
 * bundle, or what a partial bundle cannot exceed, is worked out for all draws in a few passes over memory.
 *
 * Beside the actors there are rows for sums of actors that must all accept: where the sum of their margins is
 * negative somebody refuses, and what one gains by an option another often loses, so that sums are bounded
 * far better than each of them (a surrogate constraint: Glover 1968, doi:10.1287/opre.16.4.741).
 * Cost: compiling each draw's game; draws * actors * options numbers. */
#include "sim/robust/inside.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { GAME_BYTES = 1 << 16 }; /* about what a kept game takes */

typedef struct filling {
  const ply_draws *draws;
  const ply_draw_at *at;
  ply_sample_tables *tables;
  ply_stop stop;
  atomic_size_t next; /* word of draws */
  _Atomic int status;
  pthread_mutex_t lock;
  ply_err err;
} filling;

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

static bool make_issue(ply_sample_tables *t, int row, int issue) {
  const ply_game *g = t->game;
  size_t at = (size_t)(row * t->n_issues + issue), options = (size_t)g->scenario->issues[issue].n_options;
  bool any = false, roles = false;
  t->indicator[at] = -1;
  for (int i = 0, j; i < t->n_actors; i++) {
    if (t->weight[row * t->n_actors + i] == 0 || g->scenario->actors[i].rows[issue].values == NULL) continue;
    any = true;
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
    t->constant[to] = array(t, options);
    t->best[to] = array(t, 1);
    if (t->indicator[at] >= 0) t->slope[to] = array(t, options);
    if (t->constant[to] == NULL || t->best[to] == NULL || (t->indicator[at] >= 0 && t->slope[to] == NULL))
      return false;
  }
  if (t->indicator[at] >= 0) t->looks_at[row] |= (uint32_t)1 << t->indicator[at];
  return true;
}

static bool make_row(ply_sample_tables *t, int row) {
  const ply_scenario *s = t->game->scenario;
  for (int k = 0; k < t->n_issues; k++)
    if (!make_issue(t, row, k)) return false;
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
  for (int b = 0; b < g->n_bonuses; b++)
    if ((t->gain[b] = array(t, 1)) == NULL) return false;
  for (int b = 0; b < g->n_tables; b++)
    if ((t->entry[b] = array(t, g->tables[b].table->n_numbers + 1)) == NULL ||
        (t->best_entry[b] = array(t, 1)) == NULL)
      return false;
  for (int l = 0; l < g->n_lines; l++)
    if ((t->in_force[l] = PLY_NEW(t->arena, t->n_words, uint64_t)) == NULL) return false;
  return true;
}

/* What the tables will take, in bytes. */
static double size_of(const ply_sample_tables *t) {
  const ply_game *g = t->game;
  double rows = 0;
  for (int k = 0; k < t->n_issues; k++) rows += 3.0 * (g->scenario->issues[k].n_options + 1);
  rows = (rows + 5) * (t->n_actors + 12) + g->n_bonuses + 8;
  for (int b = 0; b < g->n_tables; b++) rows += g->tables[b].table->n_numbers + 2;
  return rows * 8 * (double)t->n_padded + (t->keeps_games ? (double)t->n * GAME_BYTES : 0);
}

static ply_status make(ply_sample_tables *t, const ply_sample_how *how, ply_err *err) {
  const ply_game *g = t->game;
  t->keeps_games = g->security != NULL || how->alternatives;
  if (size_of(t) > (double)how->memory_bytes)
    return ply_err_set(err, PLY_E_LIMIT,
                       "%llu draws would take %.1f GiB, more than --memory allows: take fewer draws",
                       (unsigned long long)t->n, size_of(t) / (1 << 30));
  t->n_actors = g->n_actors;
  t->n_issues = g->n_issues;
  t->needed = needed_of(g);
  if (!choose_rows(t)) return PLY_E_MEMORY;
  size_t rows = (size_t)t->n_rows, cells = rows * (size_t)t->n_issues;
  t->constant = PLY_NEW(t->arena, 2 * cells, double *);
  t->slope = PLY_NEW(t->arena, 2 * cells, double *);
  t->best = PLY_NEW(t->arena, 2 * cells, double *);
  t->indicator = PLY_NEW(t->arena, cells, int);
  t->level_gain = PLY_NEW(t->arena, t->n_actors * g->n_levels + 1, double *);
  t->gain = PLY_NEW(t->arena, g->n_bonuses + 1, double *);
  t->entry = PLY_NEW(t->arena, g->n_tables + 1, double *);
  t->best_entry = PLY_NEW(t->arena, g->n_tables + 1, double *);
  t->stake = PLY_NEW(t->arena, rows * PLY_N_INDICATORS, double *);
  t->reservation = PLY_NEW(t->arena, rows, double *);
  t->need = PLY_NEW(t->arena, rows, double *);
  t->eps = PLY_NEW(t->arena, rows, double *);
  t->tolerance = PLY_NEW(t->arena, rows, double);
  t->in_force = PLY_NEW(t->arena, g->n_lines + 1, uint64_t *);
  t->looks_at = PLY_NEW(t->arena, rows, uint32_t);
  if (t->constant == NULL || t->slope == NULL || t->best == NULL || t->indicator == NULL ||
      t->level_gain == NULL || t->gain == NULL || t->entry == NULL || t->best_entry == NULL ||
      t->stake == NULL || t->reservation == NULL || t->need == NULL || t->eps == NULL ||
      t->tolerance == NULL || t->in_force == NULL || t->looks_at == NULL)
    return PLY_E_MEMORY;
  for (int row = 0; row < t->n_rows; row++)
    if (!make_row(t, row)) return PLY_E_MEMORY;
  if (how->alternatives && (t->alternatives = ply_alternatives_new(t, how)) == NULL) return PLY_E_MEMORY;
  return make_own(t) ? PLY_OK : PLY_E_MEMORY;
}

/* ---- reading a draw ---- */

static double positive(double x) { return x > 0 ? x : 0; }

static void read_issue(ply_sample_tables *t, const ply_game *g, int row, int issue, uint64_t k) {
  size_t at = (size_t)(row * t->n_issues + issue);
  for (int role = 0; role < 2; role++) {
    double *constant = t->constant[2 * at + (size_t)role], *slope = t->slope[2 * at + (size_t)role];
    if (constant == NULL || (role == 1 && constant == t->constant[2 * at])) continue;
    double best = 0;
    for (int o = 0; o < g->scenario->issues[issue].n_options; o++) {
      double fixed = 0, rises = 0;
      for (int i = 0; i < t->n_actors; i++) {
        double weight = t->weight[row * t->n_actors + i];
        const ply_amount_row *from = &g->rows[i * g->n_issues + issue];
        if (weight == 0) continue;
        fixed += weight * from->constant[role][o];
        if (from->indicator < 0) continue;
        if (from->indicator == t->indicator[at])
          rises += weight * from->slope[role][o];
        else
          fixed += positive(weight * from->slope[role][o]);
      }
      size_t cell = (size_t)o * t->n_padded + k;
      constant[cell] = fixed;
      if (slope != NULL) slope[cell] = rises;
      double most = fixed + positive(rises);
      if (o == 0 || most > best) best = most;
    }
    t->best[2 * at + (size_t)role][k] = best;
  }
}

static void read_row(ply_sample_tables *t, const ply_game *g, int row, uint64_t k) {
  double reservation = 0, eps = 0;
  for (int issue = 0; issue < t->n_issues; issue++) read_issue(t, g, row, issue, k);
  for (int i = 0; i < t->n_actors; i++) {
    double weight = t->weight[row * t->n_actors + i];
    if (weight == 0) continue;
    reservation += weight * g->reservation[i];
    eps += weight * g->eps[i];
    for (int j = 0; j < PLY_N_INDICATORS; j++)
      if (t->stake[row * PLY_N_INDICATORS + j] != NULL)
        t->stake[row * PLY_N_INDICATORS + j][k] += weight * g->stake[i][j];
  }
  t->reservation[row][k] = reservation;
  t->eps[row][k] = eps;
  t->need[row][k] = reservation - eps;
}

static void read_table(ply_sample_tables *t, const ply_table_term *term, int b, uint64_t k) {
  const ply_payoff_table *table = term->table;
  t->best_entry[b][k] = term->most;
  for (uint32_t e = 0; e < table->n_entries; e++)
    if (table->number[e] >= 0) t->entry[b][(size_t)table->number[e] * t->n_padded + k] = term->value[e];
}

static void read_draw(ply_sample_tables *t, const ply_game *g, uint64_t k) {
  for (int row = 0; row < t->n_rows; row++) read_row(t, g, row, k);
  for (int i = 0; i < t->n_actors * g->n_levels; i++)
    if (t->level_gain[i] != NULL) t->level_gain[i][k] = g->level_gain[i];
  for (int b = 0; b < g->n_bonuses; b++) t->gain[b][k] = g->bonuses[b].gain;
  for (int b = 0; b < g->n_tables; b++) read_table(t, &g->tables[b], b, k);
  for (int l = 0; l < g->n_lines; l++)
    if (g->lines[l].in_force) t->in_force[l][k / 64] |= (uint64_t)1 << (k % 64);
}

/* Draws the draws of one word. */
static ply_status draw_word(filling *f, void *own, size_t word, ply_err *err) {
  ply_sample_tables *t = f->tables;
  for (uint64_t k = 64 * word; k < 64 * (word + 1) && k < t->n; k++) {
    ply_game *game = NULL;
    ply_status status = k == 0 ? PLY_OK : f->draws->game(own, &f->at[k], &game, err);
    if (status != PLY_OK) return status;
    read_draw(t, k == 0 ? t->game : game, k);
    if (k == 0) continue;
    if (t->keeps_games)
      t->games[k] = game;
    else
      ply_game_free(game);
  }
  return PLY_OK;
}

static void *draw_words(void *data) {
  filling *f = data;
  void *own = f->draws->start(f->draws->source);
  ply_err err = {0};
  ply_status status = own != NULL ? PLY_OK : ply_err_set(&err, PLY_E_MEMORY, "out of memory");
  while (status == PLY_OK && f->status == PLY_OK) {
    size_t word = atomic_fetch_add(&f->next, 1);
    if (word >= f->tables->n_words) break;
    status = f->stop != NULL && *f->stop ? ply_err_set(&err, PLY_E_STOPPED, "interrupted")
                                         : draw_word(f, own, word, &err);
  }
  if (own != NULL) f->draws->finish(own);
  pthread_mutex_lock(&f->lock);
  if (status != PLY_OK && f->status == PLY_OK) {
    f->status = (int)status;
    f->err = err;
  }
  pthread_mutex_unlock(&f->lock);
  return NULL;
}

/* Padding is never alive, but it is computed with: ordinary numbers. */
static ply_status draw_all(filling *f, int threads, ply_err *err) {
  ply_robust_on_threads(draw_words, f, threads, f->tables->n_words);
  for (int row = 0; row < f->tables->n_rows; row++)
    for (uint64_t k = 0; k < f->tables->n; k++)
      f->tables->tolerance[row] = fmax(f->tables->tolerance[row], f->tables->eps[row][k]);
  if (f->status != PLY_OK && err != NULL) *err = f->err;
  return (ply_status)f->status;
}

ply_status ply_sample_fill(const ply_draws *draws, const ply_draw_at *at, uint64_t n,
                           const ply_sample_how *how, ply_sample_tables *out, ply_err *err) {
  *out = (ply_sample_tables){.n = n, .n_words = (size_t)(n + 63) / 64, .arena = ply_arena_new()};
  out->n_padded = 64 * out->n_words;
  void *own = draws->start(draws->source);
  ply_game *first = NULL;
  ply_status status = out->arena != NULL && own != NULL ? PLY_OK : PLY_E_MEMORY;
  if (status == PLY_OK) status = draws->game(own, &at[0], &first, err);
  if (own != NULL) draws->finish(own);
  if (status == PLY_OK) {
    out->game = first;
    out->games = PLY_NEW(out->arena, n + 1, ply_game *);
    if (out->games != NULL)
      out->games[0] = first;
    else
      ply_game_free(first);
    status = out->games != NULL ? make(out, how, err) : PLY_E_MEMORY;
  }
  if (status == PLY_OK) {
    filling f = {.draws = draws, .at = at, .tables = out, .stop = how->stop};
    pthread_mutex_init(&f.lock, NULL);
    status = draw_all(&f, how->threads, err);
    pthread_mutex_destroy(&f.lock);
  }
  if (status == PLY_E_MEMORY) ply_err_set(err, status, "not enough memory for the draws");
  if (status != PLY_OK) ply_sample_done(out);
  return status;
}

void ply_sample_done(ply_sample_tables *tables) {
  for (uint64_t k = 0; tables->games != NULL && k < tables->n; k++) ply_game_free(tables->games[k]);
  ply_alternatives_free(tables->alternatives);
  ply_arena_free(tables->arena);
  *tables = (ply_sample_tables){0};
}

void ply_sample_all(const ply_sample_tables *t, uint64_t *out) {
  for (size_t w = 0; w < t->n_words; w++) out[w] = ~UINT64_C(0);
  if (t->n % 64 != 0) out[t->n_words - 1] = ((uint64_t)1 << (t->n % 64)) - 1;
}
