/* What does each strategy bring where all others mix, and how does that change with each of their strategies? For
 * each player its payoffs are a tensor with one side a player. Summing a side out against that player's chances
 * shrinks it; to get every pair (this player, another one) all other sides must go. Halving does it: sum out one
 * half of the others and go on with the rest, then the other way round, so that the first sums, the costly ones,
 * are made twice and not once for each pair. */
#include "sim/equilibria/tensor.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool ply_tensor_init(ply_tensor *t, const ply_finite *game) {
  size_t n = (size_t)game->n_strategies, profiles = (size_t)game->n_profiles;
  *t = (ply_tensor){.game = game};
  t->payoff = malloc((size_t)game->n_players * profiles * sizeof *t->payoff);
  t->room = malloc(4 * (profiles + 64) * sizeof *t->room);
  t->pair = malloc(n * n * sizeof *t->pair);
  t->value = malloc(n * sizeof *t->value);
  if (t->payoff == NULL || t->room == NULL || t->pair == NULL || t->value == NULL) {
    ply_tensor_done(t);
    return false;
  }
  for (int i = 0; i < game->n_players; i++) {
    double *mine = t->payoff + (size_t)i * profiles, most = -INFINITY;
    t->least[i] = INFINITY;
    for (size_t p = 0; p < profiles; p++) {
      mine[p] = ply_finite_value(game, i, p);
      t->least[i] = fmin(t->least[i], mine[p]);
      most = fmax(most, mine[p]);
    }
    t->range = fmax(t->range, most - t->least[i]);
  }
  if (!(t->range > 0)) t->range = 1;
  for (int i = 0; i < game->n_players; i++)
    for (size_t p = 0; p < profiles; p++) {
      double *payoff = &t->payoff[(size_t)i * profiles + p];
      *payoff = (*payoff - t->least[i]) / t->range;
    }
  return true;
}

void ply_tensor_own_units(ply_tensor *t) {
  size_t profiles = (size_t)t->game->n_profiles;
  for (int i = 0; i < t->game->n_players; i++) {
    double *mine = t->payoff + (size_t)i * profiles, most = 0;
    for (size_t p = 0; p < profiles; p++) most = fmax(most, mine[p]);
    for (size_t p = 0; p < profiles && most > 0; p++) mine[p] /= most;
  }
}

void ply_tensor_done(ply_tensor *t) {
  free(t->payoff);
  free(t->room);
  free(t->pair);
  free(t->value);
}

/* A tensor whose sides are these players, the first moving fastest. */
typedef struct sides {
  int n, player[PLY_FINITE_MAX_PLAYERS];
} sides;

static size_t size_of(const ply_finite *game, const sides *s) {
  size_t size = 1;
  for (int k = 0; k < s->n; k++) size *= (size_t)game->players[s->player[k]].n;
  return size;
}

/* Sums out side k. */
static void sum_out(const ply_finite *game, const double *from, sides *s, int k, const double *chance,
                    double *to) {
  const double *p = chance + game->players[s->player[k]].first;
  size_t n = (size_t)game->players[s->player[k]].n, low = 1, size = size_of(game, s);
  for (int j = 0; j < k; j++) low *= (size_t)game->players[s->player[j]].n;
  for (size_t high = 0; high < size / (low * n); high++) {
    const double *in = from + high * low * n;
    double *out = to + high * low;
    for (size_t a = 0; a < low; a++) out[a] = p[0] * in[a];
    for (size_t t = 1; t < n; t++)
      for (size_t a = 0; a < low; a++) out[a] += p[t] * in[t * low + a];
  }
  s->n--;
  for (int j = k; j < s->n; j++) s->player[j] = s->player[j + 1];
}

/* Sums out the others from..to-1 of `s` (counted without the player itself), the outermost first. The result lies
 * at `room`, which has space for twice what one sum leaves. Returns where it is. */
static const double *sum_some(const ply_finite *game, const double *from, sides *s, int player, int first,
                              int last, const double *chance, double *room, size_t *used) {
  int other = 0, index[PLY_FINITE_MAX_PLAYERS], n = 0;
  for (int k = 0; k < s->n; k++) {
    if (s->player[k] == player) continue;
    if (other >= first && other < last) index[n++] = k;
    other++;
  }
  const double *at = from;
  double *to = room;
  *used = 0;
  while (n-- > 0) {
    sum_out(game, at, s, index[n], chance, to);
    size_t size = size_of(game, s);
    at = to;
    to += size;
    *used += size;
  }
  return at;
}

/* All pairs of the player with the others among the sides. */
static void pairs(ply_tensor *t, const double *from, sides s, int player, const double *chance,
                  double *room) {
  const ply_finite *game = t->game;
  int n = game->n_strategies;
  if (s.n == 2) {
    int first = s.player[0], second = s.player[1];
    const ply_finite_player *a = &game->players[first], *b = &game->players[second];
    for (int y = 0; y < b->n; y++)
      for (int x = 0; x < a->n; x++) {
        int mine = first == player ? a->first + x : b->first + y,
            theirs = first == player ? b->first + y : a->first + x;
        t->pair[(size_t)mine * (size_t)n + (size_t)theirs] = from[(size_t)y * (size_t)a->n + (size_t)x];
      }
    return;
  }
  int others = s.n - 1, half = others / 2;
  for (int side = 0; side < 2; side++) {
    sides rest = s;
    size_t used;
    const double *left = side == 0 ? sum_some(game, from, &rest, player, half, others, chance, room, &used)
                                   : sum_some(game, from, &rest, player, 0, half, chance, room, &used);
    pairs(t, left, rest, player, chance, room + used);
  }
}

void ply_tensor_at(ply_tensor *t, const double *chance) {
  const ply_finite *game = t->game;
  int n = game->n_strategies;
  memset(t->pair, 0, (size_t)n * (size_t)n * sizeof *t->pair);
  sides all = {.n = game->n_players};
  for (int i = 0; i < game->n_players; i++) all.player[i] = i;
  for (int i = 0; i < game->n_players; i++) {
    const double *mine = t->payoff + (size_t)i * game->n_profiles;
    const ply_finite_player *player = &game->players[i];
    if (game->n_players == 1) {
      memcpy(t->value, mine, (size_t)n * sizeof *t->value);
      return;
    }
    pairs(t, mine, all, i, chance, t->room);
    const ply_finite_player *other = &game->players[i == 0 ? 1 : 0];
    for (int s = player->first; s < player->first + player->n; s++) {
      t->value[s] = 0;
      for (int o = other->first; o < other->first + other->n; o++)
        t->value[s] += t->pair[(size_t)s * (size_t)n + (size_t)o] * chance[o];
    }
  }
}

double ply_tensor_regret(const ply_tensor *t, const double *chance) {
  double worst = 0;
  for (int i = 0; i < t->game->n_players; i++) {
    const ply_finite_player *player = &t->game->players[i];
    double best = -INFINITY, mine = 0;
    for (int s = player->first; s < player->first + player->n; s++) best = fmax(best, t->value[s]);
    for (int s = player->first; s < player->first + player->n; s++) mine += chance[s] * (best - t->value[s]);
    worst = fmax(worst, mine);
  }
  return worst;
}

bool ply_linear_solve(int n, double *a, double *b) {
  for (int k = 0; k < n; k++) {
    int best = k;
    for (int r = k + 1; r < n; r++)
      if (fabs(a[r * n + k]) > fabs(a[best * n + k])) best = r;
    double pivot = a[best * n + k];
    if (!(fabs(pivot) > 1e-300)) return false;
    for (int c = k; c < n && best != k; c++) {
      double swap = a[k * n + c];
      a[k * n + c] = a[best * n + c];
      a[best * n + c] = swap;
    }
    double swap = b[k];
    b[k] = b[best];
    b[best] = swap;
    for (int r = k + 1; r < n; r++) {
      double factor = a[r * n + k] / pivot;
      if (factor == 0) continue;
      for (int c = k + 1; c < n; c++) a[r * n + c] -= factor * a[k * n + c];
      b[r] -= factor * b[k];
    }
  }
  for (int r = n - 1; r >= 0; r--) {
    for (int c = r + 1; c < n; c++) b[r] -= a[r * n + c] * b[c];
    b[r] /= a[r * n + r];
    if (!isfinite(b[r])) return false;
  }
  return true;
}
