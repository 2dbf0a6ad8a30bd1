/* Draws as tables: every number that payoffs and answers are made of, as an array over the draws, so that a
 * bundle, or what a partial bundle cannot exceed, is worked out for all draws in a few passes over memory.
 * Cost: compiling each draw's game; draws * actors * options numbers, of those that move. */
#include "sim/robust/inside.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

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

/* ---- reading a draw ---- */

static double positive(double x) { return x > 0 ? x : 0; }

static void read_issue(ply_sample_tables *t, const ply_game *g, int row, int issue, uint64_t k) {
  size_t at = (size_t)(row * t->n_issues + issue);
  for (int role = 0; role < 2; role++) {
    double *constant = t->constant[2 * at + (size_t)role], *slope = t->slope[2 * at + (size_t)role];
    if (constant == NULL || (role == 1 && constant == t->constant[2 * at])) continue;
    if (!t->moves[at] && k > 0) return;
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
      size_t cell = ply_cell_at(t, at, o, k);
      constant[cell] = fixed;
      if (slope != NULL) slope[cell] = rises;
      double most = fixed + positive(rises);
      if (o == 0 || most > best) best = most;
    }
    t->best[2 * at + (size_t)role][ply_cell_at(t, at, 0, k)] = best;
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

static void read_term(ply_sample_tables *t, const ply_payoff_term *term, int b, uint64_t k) {
  t->most[b][k] = term->most;
  for (uint32_t e = 0; e < term->n_values; e++) {
    int32_t number = ply_payoff_term_number(term, e);
    if (number >= 0) t->pays[b][(size_t)number * t->n_padded + k] = term->value[e];
  }
}

static void read_draw(ply_sample_tables *t, const ply_game *g, uint64_t k) {
  for (int row = 0; row < t->n_rows; row++) read_row(t, g, row, k);
  for (int i = 0; i < t->n_actors * g->n_levels; i++)
    if (t->level_gain[i] != NULL) t->level_gain[i][k] = g->level_gain[i];
  for (int b = 0; b < g->n_terms; b++) read_term(t, &g->terms[b], b, k);
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
  if (status == PLY_OK) {
    out->game = first;
    out->games = PLY_NEW(out->arena, n + 1, ply_game *);
    if (out->games != NULL)
      out->games[0] = first;
    else
      ply_game_free(first);
    status = out->games != NULL ? ply_sample_layout(out, draws, own, how, err) : PLY_E_MEMORY;
  }
  if (own != NULL) draws->finish(own);
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
