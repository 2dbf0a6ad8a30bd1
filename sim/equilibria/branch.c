/* Where do quantal responses lead as players get more precise? The logit equilibrium at precision lambda is a fixed
 * point p = softmax(lambda u(p)); the points that hang together with the even mixture at lambda = 0 are the
 * principal branch (McKelvey and Palfrey 1995, doi:10.1006/game.1995.1023), whose end is an equilibrium in almost
 * every game. It is followed in arc length, as it may turn back in lambda (Turocy 2005,
 * doi:10.1016/j.geb.2004.04.006): a step along the tangent, then Newton's method back to the branch at right angles
 * to it (Allgower and Georg 1990). Unknowns are log odds, which stay of a size where chances run out of digits. A
 * step is taken back and halved where Newton's method does not contract fast, or where the way bends too much, so
 * that it does not jump to another branch. */
#include "sim/equilibria/branch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double shortest = 1e-9, first_step = 0.05, most_turn = 0.35;

bool ply_branch_init(ply_branch *b, const ply_finite *game) {
  *b = (ply_branch){.n = game->n_strategies - game->n_players, .step = first_step};
  size_t n = (size_t)b->n + 1;
  if (!ply_tensor_init(&b->tensor, game)) return false;
  double **vectors[] = {&b->x, &b->tangent, &b->f, &b->b, &b->before, &b->guess};
  bool good = true;
  for (int k = 0; k < 6; k++) good &= (*vectors[k] = calloc(n + 1, sizeof(double))) != NULL;
  b->j = malloc(n * n * sizeof *b->j);
  b->a = malloc(n * n * sizeof *b->a);
  b->chance = malloc((size_t)game->n_strategies * sizeof *b->chance);
  if (good && b->j != NULL && b->a != NULL && b->chance != NULL) {
    b->tangent[b->n] = 1;
    return true;
  }
  ply_branch_done(b);
  return false;
}

void ply_branch_done(ply_branch *b) {
  ply_tensor_done(&b->tensor);
  double *all[] = {b->x, b->tangent, b->f, b->b, b->before, b->guess, b->j, b->a, b->chance};
  for (int k = 0; k < 9; k++) free(all[k]);
}

/* Chances from log odds. */
static void chances(const ply_finite *game, const double *x, double *chance) {
  for (int i = 0, k = 0; i < game->n_players; i++) {
    const ply_finite_player *player = &game->players[i];
    double top = 0, sum = 0;
    for (int s = 1; s < player->n; s++) top = fmax(top, x[k + s - 1]);
    for (int s = 0; s < player->n; s++)
      sum += chance[player->first + s] = exp((s > 0 ? x[k + s - 1] : 0) - top);
    for (int s = 0; s < player->n; s++) chance[player->first + s] /= sum;
    k += player->n - 1;
  }
}

/* f and its derivatives at x: f = z - lambda (u - u of the player's first strategy). */
static void evaluate(ply_branch *b, const double *x) {
  const ply_finite *game = b->tensor.game;
  int n = b->n, all = game->n_strategies;
  double lambda = x[n];
  chances(game, x, b->chance);
  ply_tensor_at(&b->tensor, b->chance);
  memset(b->j, 0, (size_t)n * (size_t)(n + 1) * sizeof *b->j);
  for (int i = 0, row = 0; i < game->n_players; i++) {
    const ply_finite_player *me = &game->players[i];
    const double *base = b->tensor.pair + (size_t)me->first * (size_t)all;
    for (int s = 1; s < me->n; s++, row++) {
      double *j = b->j + (size_t)row * (size_t)(n + 1),
             lead = b->tensor.value[me->first + s] - b->tensor.value[me->first];
      const double *mine = base + (size_t)s * (size_t)all;
      b->f[row] = x[row] - lambda * lead;
      j[row] = 1;
      j[n] = -lead;
      for (int o = 0, col = 0; o < game->n_players; o++) {
        const ply_finite_player *other = &game->players[o];
        for (int t = 1; t < other->n; t++, col++)
          if (o != i) {
            int at = other->first + t;
            j[col] = -lambda * b->chance[at] * (mine[at] - base[at] - lead);
          }
      }
    }
  }
}

static double length(const double *v, int n) {
  double sum = 0;
  for (int k = 0; k < n; k++) sum += v[k] * v[k];
  return sqrt(sum);
}

/* How small f can be made, given the digits of lambda times payoffs. */
static double enough(const ply_branch *b, const double *x) {
  return 1e-11 + 3e-15 * fabs(x[b->n]) * sqrt(b->n + 1.0);
}

/* Solves with the derivatives and one more row: the direction `along`. b->b is the right-hand side. */
static bool solve(ply_branch *b, const double *along) {
  int n = b->n, m = n + 1;
  memcpy(b->a, b->j, (size_t)n * (size_t)m * sizeof *b->a);
  memcpy(b->a + (size_t)n * (size_t)m, along, (size_t)m * sizeof *b->a);
  return ply_linear_solve(m, b->a, b->b);
}

/* The tangent at the point last evaluated, the same way round as `along`. */
static bool turn(ply_branch *b, const double *along, double *out) {
  int m = b->n + 1;
  memset(b->b, 0, (size_t)m * sizeof *b->b);
  b->b[b->n] = 1;
  if (!solve(b, along)) return false;
  double size = length(b->b, m);
  for (int k = 0; k < m; k++) out[k] = b->b[k] / size;
  return true;
}

/* Newton's method from guess at right angles to `along`. False where it does not contract fast. */
static bool correct(ply_branch *b, double *guess, const double *along, double step) {
  int m = b->n + 1;
  double last = INFINITY, moved = 0;
  for (int round = 0; round < 8; round++) {
    evaluate(b, guess);
    if (!(length(b->f, b->n) > enough(b, guess))) return isfinite(length(b->f, b->n));
    for (int k = 0; k < b->n; k++) b->b[k] = -b->f[k];
    b->b[b->n] = 0;
    if (!solve(b, along)) return false;
    double size = length(b->b, m);
    moved += size;
    if (!(size < 0.4 * last) || moved > 0.5 * step + 1e-7 * (1 + fabs(guess[b->n]))) return false;
    last = size;
    for (int k = 0; k < m; k++) guess[k] += b->b[k];
    if (size <= 4e-15 * (1 + length(guess, m))) return true; /* the digits of the unknowns end here */
  }
  return false;
}

bool ply_branch_step(ply_branch *b) {
  int m = b->n + 1;
  if (b->steps == 0) {
    evaluate(b, b->x);
    if (!turn(b, b->tangent, b->tangent)) return false;
  }
  for (; b->step > shortest; b->step *= 0.5) {
    for (int k = 0; k < m; k++) b->guess[k] = b->x[k] + b->step * b->tangent[k];
    if (!correct(b, b->guess, b->tangent, b->step)) continue;
    double *next = b->before; /* room until the step is taken */
    if (!turn(b, b->tangent, next)) continue;
    double same = 0;
    for (int k = 0; k < m; k++) same += next[k] * b->tangent[k];
    if (same < cos(most_turn)) continue;
    double *swap = b->tangent;
    b->tangent = next;
    b->before = b->x;
    b->x = b->guess;
    b->guess = swap;
    b->steps++;
    double bend = acos(fmin(1, same));
    b->step *= bend < 0.02 ? 2.5 : bend < 0.08 ? 1.7 : bend < 0.2 ? 1.1 : 0.7;
    return true;
  }
  return false;
}

bool ply_branch_point(ply_branch *b, double lambda, double *chance) {
  int n = b->n;
  double from = b->before[n], to = b->x[n], share = to != from ? (lambda - from) / (to - from) : 1;
  for (int k = 0; k < n; k++) b->guess[k] = b->before[k] + share * (b->x[k] - b->before[k]);
  double *axis = calloc((size_t)n + 1, sizeof *axis);
  if (axis == NULL) return false;
  axis[n] = 1;
  b->guess[n] = lambda;
  bool good = false;
  for (int round = 0; round < 30 && !good; round++) {
    evaluate(b, b->guess);
    good = length(b->f, n) <= enough(b, b->guess);
    if (good) break;
    for (int k = 0; k < n; k++) b->b[k] = -b->f[k];
    b->b[n] = 0;
    if (!solve(b, axis)) break;
    good = length(b->b, n) <= 4e-15 * (1 + length(b->guess, n));
    for (int k = 0; k < n; k++) b->guess[k] += b->b[k];
    if (good) chances(b->tensor.game, b->guess, b->chance);
  }
  if (good) memcpy(chance, b->chance, (size_t)b->tensor.game->n_strategies * sizeof *chance);
  free(axis);
  return good;
}

/* ---- the end of the branch ---- */

/* One round of Newton's method on the strategies in use: every one of a player's brings the same, and chances sum
 * to 1. use: strategies in use; unknowns are their chances, then each player's payoff. */
static bool even_out(ply_branch *b, const int *use, int n_use, double *a, double *rhs, double *chance) {
  const ply_finite *game = b->tensor.game;
  int n = game->n_players, m = n_use + n, all = game->n_strategies;
  ply_tensor_at(&b->tensor, chance);
  memset(a, 0, (size_t)m * (size_t)m * sizeof *a);
  for (int k = 0; k < n_use; k++) {
    int me = 0;
    while (me + 1 < n && use[k] >= game->players[me + 1].first) me++;
    for (int l = 0; l < n_use; l++)
      a[k * m + l] = b->tensor.pair[(size_t)use[k] * (size_t)all + (size_t)use[l]];
    /* value is linear in each other player alone: at the solution sum over others counts value n - 1 times */
    a[k * m + n_use + me] = -1;
    rhs[k] = (n - 2) * b->tensor.value[use[k]];
    a[(n_use + me) * m + k] = 1;
  }
  for (int i = 0; i < n; i++) rhs[n_use + i] = 1;
  if (!ply_linear_solve(m, a, rhs)) return false;
  double moved = 0;
  for (int k = 0; k < n_use; k++) {
    moved = fmax(moved, fabs(rhs[k] - chance[use[k]]));
    chance[use[k]] = rhs[k];
  }
  return moved < 1e-15 * 50;
}

bool ply_branch_polish(ply_branch *b, double floor, double *chance) {
  const ply_finite *game = b->tensor.game;
  int all = game->n_strategies, n_use = 0;
  size_t m = (size_t)all + (size_t)game->n_players;
  int *use = malloc((size_t)all * sizeof *use);
  double *a = malloc(m * m * sizeof *a), *rhs = malloc(m * sizeof *rhs);
  bool good = use != NULL && a != NULL && rhs != NULL;
  chances(game, b->x, b->chance);
  for (int k = 0; good && k < all; k++) {
    chance[k] = b->chance[k] > floor ? b->chance[k] : 0;
    if (chance[k] > 0) use[n_use++] = k;
  }
  for (int round = 0; good && round < 12; round++)
    if (even_out(b, use, n_use, a, rhs, chance)) break;
  for (int k = 0; good && k < all; k++) {
    good = isfinite(chance[k]) && chance[k] >= 0 && fabs(chance[k] - b->chance[k]) < 0.1;
    if (chance[k] < 1e-300) chance[k] = 0;
  }
  if (good) {
    for (int i = 0; i < game->n_players; i++) { /* sums are 1 to the last digit */
      const ply_finite_player *player = &game->players[i];
      double sum = 0;
      for (int s = 0; s < player->n; s++) sum += chance[player->first + s];
      for (int s = 0; s < player->n; s++) chance[player->first + s] /= sum;
    }
    ply_tensor_at(&b->tensor, chance);
    good = ply_tensor_regret(&b->tensor, chance) < 1e-12;
  }
  free(use);
  free(a);
  free(rhs);
  return good;
}
