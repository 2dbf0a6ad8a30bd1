/* What could a mediator's advice reach? A correlated equilibrium is a lottery over profiles such that nobody who
 * is told its own part gains by doing something else (Aumann 1974, doi:10.1016/0304-4068(74)90037-8); in a coarse
 * one the choice is only whether to take part (Moulin and Vial 1978). The best for an objective is a linear
 * program. Its dual is solved here: one row a profile,
 *
 *     w - sum over (player, told, other) of y * gain <= best - objective(profile),   maximise w,
 *
 * which is feasible at 0 and whose own dual is the lottery. */
#include "sim/equilibria/correlated.h"
#include "sim/equilibria/equilibria.h"

#include <stdlib.h>
#include <string.h>

/* ---- exact, for games of files that are small enough ---- */

/* Work for one program, and the size up to which it is tried. */
static const double work_units = 1e8;
enum { EXACT_SIZE = 12000 };

static void objective(const ply_finite *game, const ply_goal *goal, uint64_t profile, mpq_t room, mpq_t out) {
  mpq_set_ui(out, 0, 1);
  for (int i = 0; i < game->n_players; i++) {
    if (goal->player >= 0 && goal->player != i) continue;
    ply_finite_exact(game, i, profile, room);
    mpq_add(out, out, room);
  }
  if (goal->least) mpq_neg(out, out);
}

/* Row p of the program over rationals, multiplied by its common denominator: entries and right-hand side. */
typedef struct row_maker {
  const ply_finite *game;
  const ply_goal *goal;
  bool coarse;
  mpq_t best, room, mine, other;
  mpq_t *row; /* [columns + 1] */
  int columns;
} row_maker;

static void make_row(row_maker *m, uint64_t p) {
  const ply_finite *game = m->game;
  for (int c = 0; c <= m->columns; c++) mpq_set_ui(m->row[c], 0, 1);
  for (int i = 0; i < game->n_players; i++) {
    int told = ply_finite_strategy(game, i, p);
    ply_finite_exact(game, i, p, m->mine);
    for (int s = 0; s < game->players[i].n; s++) {
      if (s == told) continue;
      uint64_t moved = p - (uint64_t)told * game->stride[i] + (uint64_t)s * game->stride[i];
      ply_finite_exact(game, i, moved, m->other);
      mpq_sub(m->row[ply_correlated_column(game, m->coarse, i, told, s)], m->mine, m->other);
    }
  }
  mpq_set_ui(m->row[m->columns - 1], 1, 1);
  objective(game, m->goal, p, m->room, m->other);
  mpq_sub(m->row[m->columns], m->best, m->other);
}

/* Brings the row to whole numbers; the factor changes the slack's unit, which the lottery must take back. */
static void put_row(row_maker *m, ply_tableau *t, int r, mpz_t factor) {
  mpz_set_ui(factor, 1);
  for (int c = 0; c <= m->columns; c++) mpz_lcm(factor, factor, mpq_denref(m->row[c]));
  for (int c = 0; c <= m->columns; c++) {
    mpz_t *entry = ply_tableau_at(t, r, c);
    mpz_divexact(*entry, factor, mpq_denref(m->row[c]));
    mpz_mul(*entry, *entry, mpq_numref(m->row[c]));
  }
}

static bool set_up(row_maker *m, ply_tableau *t, mpz_t *factor) {
  const ply_finite *game = m->game;
  for (uint64_t p = 0; p < game->n_profiles; p++) {
    objective(game, m->goal, p, m->room, m->other);
    if (p == 0 || mpq_cmp(m->other, m->best) > 0) mpq_set(m->best, m->other);
  }
  for (uint64_t p = 0; p < game->n_profiles; p++) {
    make_row(m, p);
    put_row(m, t, (int)p, factor[p]);
  }
  mpz_set_si(*ply_tableau_at(t, t->rows, m->columns - 1), -1);
  return true;
}

/* The lottery from the dual values at the optimum. */
static bool read_lottery(const ply_finite *game, ply_arena *arena, const ply_tableau *t, mpz_t *factor,
                         ply_advice *out) {
  int n = 0;
  for (int p = 0; p < t->rows; p++) {
    int at = t->col_of[t->cols + p];
    n += at >= 0 && mpz_sgn(*ply_tableau_at(t, t->rows, at)) != 0;
  }
  uint64_t *profile = PLY_NEW(arena, n, uint64_t);
  ply_ratio *chance = PLY_NEW(arena, n, ply_ratio), *payoff = PLY_NEW(arena, game->n_players, ply_ratio);
  if (profile == NULL || chance == NULL || payoff == NULL) return false;
  mpq_t p_chance, value, sums[PLY_FINITE_MAX_PLAYERS];
  mpq_inits(p_chance, value, NULL);
  for (int i = 0; i < game->n_players; i++) mpq_init(sums[i]);
  for (int p = 0, k = 0; p < t->rows; p++) {
    int at = t->col_of[t->cols + p];
    if (at < 0 || mpz_sgn(*ply_tableau_at(t, t->rows, at)) == 0) continue;
    mpz_mul(mpq_numref(p_chance), *ply_tableau_at(t, t->rows, at), factor[p]);
    mpz_set(mpq_denref(p_chance), t->det);
    mpq_canonicalize(p_chance);
    profile[k] = (uint64_t)p;
    chance[k++] = ply_ratio_of(arena, p_chance);
    for (int i = 0; i < game->n_players; i++) {
      ply_finite_exact(game, i, (uint64_t)p, value);
      mpq_mul(value, value, p_chance);
      mpq_add(sums[i], sums[i], value);
    }
  }
  mpq_set_ui(value, 0, 1);
  for (int i = 0; i < game->n_players; i++) {
    payoff[i] = ply_ratio_of(arena, sums[i]);
    if (out->player < 0 || out->player == i) mpq_add(value, value, sums[i]);
  }
  out->value = ply_ratio_of(arena, value);
  out->n = n;
  out->profile = profile;
  out->chance = chance;
  out->payoff = payoff;
  for (int i = 0; i < game->n_players; i++) mpq_clear(sums[i]);
  mpq_clears(p_chance, value, NULL);
  return true;
}

/* 1: solved, 0: stopped, -1: no memory. */
static int solve_exact(const ply_finite *game, const ply_goal *goal, bool coarse, const ply_find *find,
                       ply_arena *arena, ply_advice *out) {
  int columns = ply_correlated_columns(game, coarse), rows = (int)game->n_profiles, solved = -1;
  row_maker m = {.game = game, .goal = goal, .coarse = coarse, .columns = columns};
  ply_tableau t;
  bool room = ply_tableau_init(&t, rows, columns, 1);
  mpz_t *factor = malloc((size_t)rows * sizeof *factor);
  m.row = malloc((size_t)(columns + 1) * sizeof *m.row);
  if (room && factor != NULL && m.row != NULL) {
    mpq_inits(m.best, m.room, m.mine, m.other, NULL);
    for (int c = 0; c <= columns; c++) mpq_init(m.row[c]);
    for (int p = 0; p < rows; p++) mpz_init(factor[p]);
    set_up(&m, &t, factor);
    solved = ply_tableau_maximise(&t, 0, (uint64_t)(work_units * find->effort), find->stop);
    if (solved > 0 && !read_lottery(game, arena, &t, factor, out)) solved = -1;
    for (int c = 0; c <= columns; c++) mpq_clear(m.row[c]);
    for (int p = 0; p < rows; p++) mpz_clear(factor[p]);
    mpq_clears(m.best, m.room, m.mine, m.other, NULL);
  }
  free(factor);
  free(m.row);
  ply_tableau_done(&t);
  return solved;
}

/* ---- the row ---- */

static int solve_one(const ply_finite *game, const ply_goal *goal, bool coarse, const ply_find *find,
                     ply_arena *arena, ply_advice *out) {
  *out = (ply_advice){.goal = goal->player < 0 ? "sum"
                              : goal->least    ? "least"
                                               : "most",
                      .player = goal->player};
  bool small = game->n_profiles * (uint64_t)ply_correlated_columns(game, coarse) <= EXACT_SIZE;
  return game->exact && small ? solve_exact(game, goal, coarse, find, arena, out)
                              : ply_correlated_plain(game, goal, coarse, find, arena, out);
}

static void best_nash(ply_equilibria *answers) {
  ply_correlated *c = &answers->correlated;
  const ply_equilibrium_list *lists[] = {&answers->pure, &answers->mixed, &answers->one};
  for (int l = 0; l < 3; l++)
    for (int k = 0; k < lists[l]->n_listed; k++) {
      const ply_equilibrium *e = &lists[l]->items[k];
      if (e->no_deal) continue;
      if (!c->has_nash || e->sum.value > c->best_nash) c->best_nash = e->sum.value;
      c->has_nash = true;
    }
}

static ply_status run(const ply_find *find, ply_equilibria *answers, ply_err *err) {
  const ply_finite *game = answers->game;
  ply_correlated *c = &answers->correlated;
  c->asked = true;
  c->exact = game->exact && game->n_profiles * (uint64_t)ply_correlated_columns(game, false) <= EXACT_SIZE;
  c->advice = PLY_NEW(answers->arena, 1 + 2 * game->n_players, ply_advice);
  c->coarse = PLY_NEW(answers->arena, 1, ply_advice);
  if (c->advice == NULL || c->coarse == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  int solved = 1, goals = find->sum_only ? 1 : 1 + 2 * game->n_players;
  for (int g = 0; g < goals && solved > 0; g++) {
    ply_goal goal = {.player = g == 0 ? -1 : (g - 1) / 2, .least = g > 0 && (g - 1) % 2 == 1};
    solved = solve_one(game, &goal, false, find, answers->arena, &c->advice[c->n_advice]);
    c->n_advice += solved > 0;
  }
  ply_goal sum = {.player = -1};
  if (solved > 0 && !find->sum_only)
    solved = solve_one(game, &sum, true, find, answers->arena, &c->coarse[0]);
  c->n_coarse = solved > 0 && !find->sum_only;
  if (solved < 0) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  c->extent = solved > 0 ? PLY_EXTENT_ALL : PLY_EXTENT_STOPPED;
  answers->stopped |= solved == 0;
  if (solved == 0) c->why = "a linear program was too large for the work allowed";
  best_nash(answers);
  return PLY_OK;
}

static const char *refuses(const ply_finite *game) {
  bool small = game->n_profiles * (uint64_t)ply_correlated_columns(game, false) <= EXACT_SIZE;
  if (!(game->exact && small) && !ply_finite_in_doubles(game))
    return "some payoff is too large for the doubles in which a program of this size is solved";
  return game->n_profiles <= PLY_CORRELATED_MOST
             ? NULL
             : "the game has too many profiles for a linear program over them";
}

const ply_find_row ply_row_correlated = {
    "correlated",
    "what a mediator's advice could reach: the largest sum, each player's most and least",
    "Aumann 1974, doi:10.1016/0304-4068(74)90037-8; Moulin and Vial 1978 (coarse)",
    refuses,
    ply_find_always,
    run,
};
