/* The best correlated equilibrium of a larger game, in doubles. Of the dual (one row a profile) only those rows are
 * kept that matter: the dual simplex method (Lemke 1954) solves the program of the rows known so far, the profiles
 * whose rows its solution breaks most are added, and so on until it breaks none, which is the optimum of the whole
 * (Kelley 1960's cutting planes; for the lottery, profiles enter as columns). Ties are broken by tiny changes of the
 * right-hand sides that differ from row to row; the lottery is worked out again from the final basis without them. */
#include "sim/equilibria/correlated.h"
#include "sim/equilibria/tensor.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The columns of the dual: one a (player, told, other), or a (player, other) where coarse; w last. */
int ply_correlated_columns(const ply_finite *game, bool coarse) {
  int n = 1;
  for (int i = 0; i < game->n_players; i++)
    n += coarse ? game->players[i].n : game->players[i].n * (game->players[i].n - 1);
  return n;
}

/* The columns that have an entry at a profile: for each player and each other strategy. */
int ply_correlated_column(const ply_finite *game, bool coarse, int player, int told, int other) {
  int at = 0;
  for (int i = 0; i < player; i++)
    at += coarse ? game->players[i].n : game->players[i].n * (game->players[i].n - 1);
  return coarse ? at + other : at + told * (game->players[player].n - 1) + (other < told ? other : other - 1);
}

enum { ADDED = 40, MOST_ROWS = 6000 };
static const double tiny = 1e-10, broken = 1e-9;

/* The program of the rows known so far: basic[r] = rhs[r] - sum of entry * cobasic. Variables: columns 0 .. cols-1
 * (w last), then the slack of known row k as cols + k. Known row 0 bounds w. */
typedef struct program {
  const ply_finite *game;
  const ply_goal *goal;
  bool coarse;
  int cols, rows, room;
  double *entry;     /* [room * (cols + 1)], the last column rhs */
  double *objective; /* [cols + 1] */
  int *basic, *cobasic;
  uint64_t *profile;  /* [room] of known rows */
  bool *known;        /* [n_profiles] */
  double best, range; /* largest objective; what payoffs are divided by */
  double *column;     /* [cols] values of y and w */
  int *touched;       /* columns of the row being made */
  double *made;
} program;

static double goal_at(const program *g, uint64_t p) {
  double sum = 0;
  for (int i = 0; i < g->game->n_players; i++)
    if (g->goal->player < 0 || g->goal->player == i) sum += ply_finite_value(g->game, i, p);
  return (g->goal->least ? -sum : sum) / g->range;
}

/* The entries of profile p's row beside w: touched[k], made[k]; returns how many. */
static int make_row(const program *g, uint64_t p) {
  int n = 0;
  for (int i = 0; i < g->game->n_players; i++) {
    int told = ply_finite_strategy(g->game, i, p);
    double mine = ply_finite_value(g->game, i, p);
    for (int s = 0; s < g->game->players[i].n; s++) {
      if (s == told) continue;
      uint64_t moved = p - (uint64_t)told * g->game->stride[i] + (uint64_t)s * g->game->stride[i];
      g->touched[n] = ply_correlated_column(g->game, g->coarse, i, told, s);
      g->made[n++] = (mine - ply_finite_value(g->game, i, moved)) / g->range;
    }
  }
  return n;
}

static bool more_room(program *g) {
  int room = g->room > 0 ? 2 * g->room : 128;
  size_t width = (size_t)g->cols + 1;
  double *entry = realloc(g->entry, (size_t)room * width * sizeof *entry);
  if (entry != NULL) g->entry = entry;
  int *basic = realloc(g->basic, (size_t)room * sizeof *basic);
  if (basic != NULL) g->basic = basic;
  uint64_t *profile = realloc(g->profile, (size_t)room * sizeof *profile);
  if (profile != NULL) g->profile = profile;
  if (entry == NULL || basic == NULL || profile == NULL) return false;
  g->room = room;
  return true;
}

/* Profile p's row joins, written in the cobasic variables. */
static bool add_row(program *g, uint64_t p) {
  if (g->rows == g->room && !more_room(g)) return false;
  int width = g->cols + 1, n = make_row(g, p);
  double *row = g->entry + (size_t)g->rows * (size_t)width, *value = calloc((size_t)g->cols, sizeof *value);
  if (value == NULL) return false;
  for (int k = 0; k < n; k++) value[g->touched[k]] = g->made[k];
  value[g->cols - 1] = 1;
  for (int c = 0; c < g->cols; c++) row[c] = g->cobasic[c] < g->cols ? value[g->cobasic[c]] : 0;
  /* a tiny change that differs from row to row */
  uint64_t h = (p + 1) * UINT64_C(0x9e3779b97f4a7c15);
  row[g->cols] = g->best - goal_at(g, p) + tiny * (double)(h >> 40) / (double)(1 << 24);
  for (int r = 0; r < g->rows; r++) {
    if (g->basic[r] >= g->cols || value[g->basic[r]] == 0) continue;
    double factor = value[g->basic[r]];
    const double *from = g->entry + (size_t)r * (size_t)width;
    for (int c = 0; c < g->cols; c++) row[c] -= factor * from[c];
    row[g->cols] -= factor * from[g->cols];
  }
  free(value);
  g->basic[g->rows] = g->cols + g->rows;
  g->profile[g->rows++] = p;
  g->known[p] = true;
  return true;
}

static void pivot(program *g, int r, int c) {
  int width = g->cols + 1;
  double *row = g->entry + (size_t)r * (size_t)width, by = 1 / row[c];
  for (int k = 0; k < width; k++) row[k] *= by;
  row[c] = by;
  for (int i = -1; i < g->rows; i++) {
    double *other = i < 0 ? g->objective : g->entry + (size_t)i * (size_t)width, factor = other[c];
    if (i == r || factor == 0) continue;
    other[c] = 0;
    for (int k = 0; k < width; k++) other[k] -= factor * row[k];
  }
  int leave = g->basic[r];
  g->basic[r] = g->cobasic[c];
  g->cobasic[c] = leave;
}

/* The dual simplex method. False where digits ran out. */
static bool repair(program *g, ply_stop stop) {
  int width = g->cols + 1;
  for (int rounds = 0; rounds < 50 * (g->cols + g->rows); rounds++) {
    int r = -1, c = -1;
    double worst = -1e-13;
    if (ply_stopped(stop)) return false;
    for (int k = 0; k < g->rows; k++) {
      double rhs = g->entry[(size_t)k * (size_t)width + (size_t)g->cols];
      if (rhs < worst) {
        worst = rhs;
        r = k;
      }
    }
    if (r < 0) return true;
    const double *row = g->entry + (size_t)r * (size_t)width;
    double least = INFINITY;
    for (int k = 0; k < g->cols; k++) {
      if (!(row[k] < -1e-9)) continue;
      double ratio = fmax(g->objective[k], 0) / -row[k];
      if (ratio < least - 1e-14 || (ratio < least + 1e-14 && c >= 0 && row[k] < row[c])) {
        least = fmin(least, ratio);
        c = k;
      }
    }
    if (c < 0) return false;
    pivot(g, r, c);
  }
  return false;
}

/* The rows that the present solution breaks most join. How many, or -1 without memory. */
static int add_broken(program *g) {
  double worst[ADDED];
  uint64_t which[ADDED];
  int n = 0;
  memset(g->column, 0, (size_t)g->cols * sizeof *g->column);
  for (int r = 0; r < g->rows; r++)
    if (g->basic[r] < g->cols)
      g->column[g->basic[r]] = g->entry[(size_t)r * (size_t)(g->cols + 1) + (size_t)g->cols];
  for (uint64_t p = 0; p < g->game->n_profiles; p++) {
    if (g->known[p]) continue;
    int entries = make_row(g, p);
    double over = g->column[g->cols - 1] - (g->best - goal_at(g, p));
    for (int k = 0; k < entries; k++) over += g->made[k] * g->column[g->touched[k]];
    if (over <= broken || (n == ADDED && over <= worst[n - 1])) continue;
    int at = n < ADDED ? n++ : n - 1;
    for (; at > 0 && worst[at - 1] < over; at--) {
      worst[at] = worst[at - 1];
      which[at] = which[at - 1];
    }
    worst[at] = over;
    which[at] = p;
  }
  for (int k = 0; k < n; k++)
    if (!add_row(g, which[k])) return -1;
  return n;
}

/* ---- the lottery ---- */

/* Chances of the cobasic rows' profiles: those for which all basic columns' gains cancel and which sum to 1. */
static bool lottery(const program *g, int n, const int *rows, double *chance) {
  int m = 0, *column = malloc(((size_t)g->cols + 1) * sizeof *column);
  double *a = calloc((size_t)(n + 1) * (size_t)(n + 1), sizeof *a);
  bool good = column != NULL && a != NULL;
  for (int r = 0; good && r < g->rows; r++)
    if (g->basic[r] < g->cols) {
      if (m < n) column[m] = g->basic[r];
      m++;
    }
  good = good && m == n;
  for (int k = 0; good && k < n; k++) {
    int entries = make_row(g, g->profile[rows[k]]);
    for (int e = 0; e < n; e++) {
      if (column[e] == g->cols - 1) a[e * n + k] = 1;
      for (int t = 0; t < entries; t++)
        if (g->touched[t] == column[e]) a[e * n + k] = g->made[t];
    }
  }
  for (int e = 0; good && e < n; e++) chance[e] = column[e] == g->cols - 1;
  good = good && ply_linear_solve(n, a, chance);
  free(column);
  free(a);
  return good;
}

typedef struct drawn {
  uint64_t profile;
  double chance;
} drawn;

static int by_profile(const void *a, const void *b) {
  const drawn *x = a, *y = b;
  return (x->profile > y->profile) - (x->profile < y->profile);
}

static int read_off(const program *g, ply_arena *arena, ply_advice *out) {
  int n = 0, *rows = malloc((size_t)g->cols * sizeof *rows);
  double *chance = malloc(((size_t)g->cols + 1) * sizeof *chance);
  drawn *list = malloc((size_t)g->cols * sizeof *list);
  int solved = rows != NULL && chance != NULL && list != NULL ? 1 : -1, kept = 0;
  for (int c = 0; solved > 0 && c < g->cols; c++)
    if (g->cobasic[c] >= g->cols) rows[n++] = g->cobasic[c] - g->cols;
  for (int k = 0; solved > 0 && k < n; k++)
    if (rows[k] == 0) solved = 0; /* the bound on w is no profile */
  if (solved > 0 && !lottery(g, n, rows, chance)) solved = 0;
  double sum = 0;
  for (int k = 0; solved > 0 && k < n; k++) {
    if (chance[k] < -1e-7) solved = 0;
    if (chance[k] > 1e-14) list[kept++] = (drawn){g->profile[rows[k]], chance[k]}, sum += chance[k];
  }
  uint64_t *profile = PLY_NEW(arena, kept, uint64_t);
  ply_ratio *chances = PLY_NEW(arena, kept, ply_ratio),
            *payoff = PLY_NEW(arena, g->game->n_players, ply_ratio);
  if (profile == NULL || chances == NULL || payoff == NULL) solved = -1;
  if (solved > 0) {
    qsort(list, (size_t)kept, sizeof *list, by_profile);
    for (int k = 0; k < kept; k++) {
      profile[k] = list[k].profile;
      chances[k].value = list[k].chance / sum;
      for (int i = 0; i < g->game->n_players; i++)
        payoff[i].value += chances[k].value * ply_finite_value(g->game, i, list[k].profile);
    }
    for (int i = 0; i < g->game->n_players; i++)
      if (out->player < 0 || out->player == i) out->value.value += payoff[i].value;
    out->n = kept;
    out->profile = profile;
    out->chance = chances;
    out->payoff = payoff;
  }
  free(rows);
  free(chance);
  free(list);
  return solved;
}

/* ---- the whole ---- */

static bool set_up(program *g) {
  double least = INFINITY;
  int most = 0;
  for (int i = 0; i < g->game->n_players; i++) most += g->game->players[i].n;
  g->known = calloc((size_t)g->game->n_profiles, sizeof *g->known);
  g->objective = calloc((size_t)g->cols + 1, sizeof *g->objective);
  g->cobasic = malloc((size_t)g->cols * sizeof *g->cobasic);
  g->column = malloc((size_t)g->cols * sizeof *g->column);
  g->touched = malloc((size_t)most * sizeof *g->touched);
  g->made = malloc((size_t)most * sizeof *g->made);
  if (g->known == NULL || g->objective == NULL || g->cobasic == NULL || g->column == NULL ||
      g->touched == NULL || g->made == NULL || !more_room(g))
    return false;
  g->range = 1;
  double low = INFINITY, high = -INFINITY;
  for (uint64_t p = 0; p < g->game->n_profiles; p++)
    for (int i = 0; i < g->game->n_players; i++) {
      double u = ply_finite_value(g->game, i, p);
      low = fmin(low, u);
      high = fmax(high, u);
    }
  if (high > low) g->range = high - low;
  g->best = -INFINITY;
  for (uint64_t p = 0; p < g->game->n_profiles; p++) {
    double value = goal_at(g, p);
    g->best = fmax(g->best, value);
    least = fmin(least, value);
  }
  /* known row 0, w <= bound, is pivoted in by hand: w is basic, its slack cobasic */
  for (int c = 0; c < g->cols; c++) {
    g->cobasic[c] = c;
    g->entry[c] = 0;
    g->objective[c] = tiny * (double)(c % 97 + 1) / 97;
  }
  g->entry[g->cols - 1] = 1;
  g->entry[g->cols] = g->best - least + 1;
  g->basic[0] = g->cols - 1;
  g->cobasic[g->cols - 1] = g->cols;
  g->objective[g->cols - 1] = 1;
  g->rows = 1;
  return true;
}

int ply_correlated_plain(const ply_finite *game, const ply_goal *goal, bool coarse, const ply_find *find,
                         ply_arena *arena, ply_advice *out) {
  program g = {.game = game, .goal = goal, .coarse = coarse, .cols = ply_correlated_columns(game, coarse)};
  int solved = set_up(&g) ? 1 : -1, added = 1;
  while (solved > 0 && added > 0) {
    added = add_broken(&g);
    if (added < 0)
      solved = -1;
    else if (g.rows > MOST_ROWS * find->effort || ply_stopped(find->stop) || !repair(&g, find->stop))
      solved = 0;
  }
  if (solved > 0) solved = read_off(&g, arena, out);
  free(g.entry);
  free(g.objective);
  free(g.basic);
  free(g.cobasic);
  free(g.profile);
  free(g.known);
  free(g.column);
  free(g.touched);
  free(g.made);
  return solved;
}
