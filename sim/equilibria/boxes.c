/* Which equilibria use exactly these strategies? Each player's strategies in use must bring it the same: as many
 * equations as unknowns, linear in each player's chances alone. The product of simplices is cut into boxes. What a
 * strategy brings over another is bounded over a box one player at a time, each bound the best of a small linear program
 * over that player's part of the box; a box in which some difference cannot be 0 (or some strategy out of use must bring
 * more) holds no equilibrium. Krawczyk's operator (1969, doi:10.1007/BF02234767) proves that a box holds exactly one
 * solution, which Newton's method then finds, or none, or makes it smaller; what is left is cut in two along its widest
 * side (Neumaier 1990). Bounds are widened by 1e-11 against rounding.
 *
 * A support with a whole segment of equilibria, or with one on its border, leaves boxes that never get decided: then it
 * is said not to be settled. */
#include "sim/equilibria/boxes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_UNKNOWNS = 24, MOST_BOXES = 200000, MOST_DEPTH = 400 };
static const double slack = 1e-11, narrow = 1e-7;

typedef struct interval {
  double low, high;
} interval;

/* Bounds of every chance in use: [player][k]. */
typedef struct box {
  interval x[PLY_BOXES_PLAYERS][PLY_BOXES_STRATEGIES];
} box;

typedef struct searcher {
  ply_boxes *b;
  const ply_finite *game;
  const ply_support *use;
  int n_unknowns, player_of[MOST_UNKNOWNS], index_of[MOST_UNKNOWNS]; /* all in use but each player's last */
  double *low, *high;                                                /* room for sums */
  double *chance;
} searcher;

/* ---- sums over a box ---- */

/* The least (or most) of sum x_t c_t where x lies in the box and sums to 1. */
static double extreme_sum(const interval *x, int n, const double *c, size_t step, bool most) {
  double left = 1, sum = 0;
  bool done[PLY_BOXES_STRATEGIES] = {false};
  for (int t = 0; t < n; t++) {
    left -= x[t].low;
    sum += x[t].low * c[(size_t)t * step];
  }
  while (left > 0) {
    int best = -1;
    for (int t = 0; t < n; t++)
      if (!done[t] && (best < 0 || (most ? c[(size_t)t * step] > c[(size_t)best * step]
                                         : c[(size_t)t * step] < c[(size_t)best * step])))
        best = t;
    if (best < 0) break;
    double more = fmin(left, x[best].high - x[best].low);
    sum += more * c[(size_t)best * step];
    left -= more;
    done[best] = true;
  }
  return sum;
}

/* Bounds of what player i's strategy s brings over t, the others in the box; where other >= 0 of the difference that
 * its playing its strategy in use number k makes against its last one. */
static interval bound(searcher *w, const box *at, int i, int s, int t, int other, int k) {
  const ply_finite *game = w->game;
  const double *payoff = w->b->tensor->payoff + (size_t)i * game->n_profiles;
  int order[PLY_BOXES_PLAYERS], n = 0, count[PLY_BOXES_PLAYERS] = {0};
  size_t size = 1;
  for (int j = 0; j < game->n_players; j++)
    if (j != i && j != other) {
      order[n++] = j;
      size *= (size_t)w->use->n[j];
    }
  for (size_t e = 0; e < size; e++) {
    uint64_t p = 0;
    for (int j = 0; j < n; j++) p += (uint64_t)w->use->strategy[order[j]][count[j]] * game->stride[order[j]];
    uint64_t with_s = p + (uint64_t)s * game->stride[i], with_t = p + (uint64_t)t * game->stride[i];
    double value;
    if (other < 0)
      value = payoff[with_s] - payoff[with_t];
    else {
      uint64_t one = (uint64_t)w->use->strategy[other][k] * game->stride[other];
      uint64_t last = (uint64_t)w->use->strategy[other][w->use->n[other] - 1] * game->stride[other];
      value = payoff[with_s + one] - payoff[with_t + one] - payoff[with_s + last] + payoff[with_t + last];
    }
    w->low[e] = w->high[e] = value;
    for (int j = 0; j < n && ++count[j] == w->use->n[order[j]]; j++) count[j] = 0;
  }
  for (int j = 0; j < n; j++) { /* sum out the side that moves fastest */
    int m = w->use->n[order[j]];
    const interval *x = at->x[order[j]];
    size /= (size_t)m;
    for (size_t e = 0; e < size; e++) {
      w->low[e] = extreme_sum(x, m, w->low + e * (size_t)m, 1, false);
      w->high[e] = extreme_sum(x, m, w->high + e * (size_t)m, 1, true);
    }
    w->b->work += size + 1;
  }
  return (interval){w->low[0] - slack, w->high[0] + slack};
}

/* ---- boxes that hold nothing ---- */

/* Chances sum to 1: each bound follows from the others'. False where nothing is left. */
static bool tighten(const searcher *w, box *at) {
  for (int i = 0; i < w->game->n_players; i++) {
    int n = w->use->n[i];
    double low = 0, high = 0;
    for (int k = 0; k < n; k++) {
      low += at->x[i][k].low;
      high += at->x[i][k].high;
    }
    for (int k = 0; k < n; k++) {
      interval *x = &at->x[i][k];
      double most = 1 - (low - x->low), least = 1 - (high - x->high);
      if (most < x->high) x->high = most;
      if (least > x->low) x->low = least;
      if (x->low > x->high + slack) return false;
      if (x->low > x->high) x->low = x->high;
    }
  }
  return true;
}

static bool empty(searcher *w, const box *at) {
  for (int i = 0; i < w->game->n_players; i++) {
    const ply_support *use = w->use;
    int base = use->strategy[i][0];
    for (int k = 1; k < use->n[i]; k++) {
      interval d = bound(w, at, i, use->strategy[i][k], base, -1, 0);
      if (d.low > 0 || d.high < 0) return true;
    }
    for (int s = 0, k = 0; s < w->game->players[i].n; s++) {
      if (k < use->n[i] && use->strategy[i][k] == s) {
        k++;
        continue;
      }
      if (bound(w, at, i, s, base, -1, 0).low > 0) return true;
    }
  }
  return false;
}

/* ---- Krawczyk's operator ---- */

/* Row r of the system: unknown r's player, its strategy number against its last one. */
static void row_of(const searcher *w, int r, int *player, int *s, int *t) {
  *player = w->player_of[r];
  *s = w->use->strategy[*player][w->index_of[r]];
  *t = w->use->strategy[*player][w->use->n[*player] - 1];
}

/* The middle of a box, as a box of no width. */
static void middle(const searcher *w, const box *at, box *out) {
  for (int i = 0; i < w->game->n_players; i++) {
    double left = 1;
    for (int k = 0; k < w->use->n[i]; k++) {
      double x = k + 1 < w->use->n[i] ? 0.5 * (at->x[i][k].low + at->x[i][k].high) : left;
      out->x[i][k] = (interval){x, x};
      left -= x;
    }
  }
}

/* The value of the system at a point and the derivatives over a box, both as intervals. */
static void derive(searcher *w, const box *at, interval *j) {
  int n = w->n_unknowns;
  for (int r = 0; r < n; r++)
    for (int c = 0; c < n; c++) {
      int player, s, t;
      row_of(w, r, &player, &s, &t);
      j[r * n + c] = player == w->player_of[c] ? (interval){0, 0}
                                               : bound(w, at, player, s, t, w->player_of[c], w->index_of[c]);
    }
}

static double value_at(searcher *w, const box *point, int r) {
  int player, s, t;
  row_of(w, r, &player, &s, &t);
  interval v = bound(w, point, player, s, t, -1, 0);
  return 0.5 * (v.low + v.high);
}

/* The inverse of the middle of j, or false. */
static bool invert(int n, const interval *j, double *inverse) {
  double a[MOST_UNKNOWNS * MOST_UNKNOWNS], b[MOST_UNKNOWNS];
  for (int c = 0; c < n; c++) {
    for (int k = 0; k < n * n; k++) a[k] = 0.5 * (j[k].low + j[k].high);
    for (int r = 0; r < n; r++) b[r] = r == c;
    if (!ply_linear_solve(n, a, b)) return false;
    for (int r = 0; r < n; r++) inverse[r * n + c] = b[r];
  }
  return true;
}

typedef enum verdict { NOTHING, ONE, SMALLER, SAME } verdict;

/* One application. ONE: exactly one solution, in the box returned. */
static verdict krawczyk(searcher *w, box *at) {
  int n = w->n_unknowns;
  interval j[MOST_UNKNOWNS * MOST_UNKNOWNS];
  double inverse[MOST_UNKNOWNS * MOST_UNKNOWNS], f[MOST_UNKNOWNS];
  box point;
  derive(w, at, j);
  if (!invert(n, j, inverse)) return SAME;
  middle(w, at, &point);
  for (int r = 0; r < n; r++) f[r] = value_at(w, &point, r);
  bool inside = true;
  double shrunk = 0;
  box next = *at;
  for (int r = 0; r < n; r++) {
    double centre = point.x[w->player_of[r]][w->index_of[r]].low, spread = 1e-10;
    for (int c = 0; c < n; c++) {
      interval sum = {r == c, r == c}; /* entry of 1 - inverse j */
      for (int k = 0; k < n; k++) {
        double y = inverse[r * n + k], a = y * j[k * n + c].low, b = y * j[k * n + c].high;
        sum.low -= fmax(a, b);
        sum.high -= fmin(a, b);
      }
      const interval *x = &at->x[w->player_of[c]][w->index_of[c]];
      double middle_c = point.x[w->player_of[c]][w->index_of[c]].low;
      spread += fmax(fabs(sum.low), fabs(sum.high)) * fmax(x->high - middle_c, middle_c - x->low);
      centre -= inverse[r * n + c] * f[c];
    }
    interval *x = &next.x[w->player_of[r]][w->index_of[r]];
    interval image = {centre - spread, centre + spread};
    if (!isfinite(centre) || !isfinite(spread)) return SAME;
    if (image.low > x->high || image.high < x->low) return NOTHING;
    if (image.low <= x->low || image.high >= x->high) inside = false;
    double before = x->high - x->low;
    x->low = fmax(x->low, image.low);
    x->high = fmin(x->high, image.high);
    shrunk = fmax(shrunk, 1 - (x->high - x->low) / fmax(before, 1e-300));
  }
  *at = next;
  if (inside) return ONE;
  if (!tighten(w, at)) return NOTHING;
  return shrunk > 0.2 ? SMALLER : SAME;
}

/* ---- a solution ---- */

/* Newton's method from the middle of a box that holds exactly one. */
static bool refine(searcher *w, const box *at, box *point) {
  int n = w->n_unknowns;
  interval j[MOST_UNKNOWNS * MOST_UNKNOWNS];
  middle(w, at, point);
  for (int round = 0; round < 40; round++) {
    double a[MOST_UNKNOWNS * MOST_UNKNOWNS], f[MOST_UNKNOWNS], moved = 0;
    derive(w, point, j);
    for (int k = 0; k < n * n; k++) a[k] = 0.5 * (j[k].low + j[k].high);
    for (int r = 0; r < n; r++) f[r] = -value_at(w, point, r);
    if (!ply_linear_solve(n, a, f)) return false;
    for (int r = 0; r < n; r++) {
      interval *x = &point->x[w->player_of[r]][w->index_of[r]];
      x->low = x->high = x->low + f[r];
      moved = fmax(moved, fabs(f[r]));
    }
    for (int i = 0; i < w->game->n_players; i++) {
      double left = 1;
      for (int k = 0; k + 1 < w->use->n[i]; k++) left -= point->x[i][k].low;
      point->x[i][w->use->n[i] - 1] = (interval){left, left};
    }
    if (moved < 1e-15) break;
  }
  return true;
}

/* 1: an equilibrium of this support; 0: none; -1: too near a border to say. */
static int judge(searcher *w, const box *point) {
  int verdict_so_far = 1;
  memset(w->chance, 0, (size_t)w->game->n_strategies * sizeof *w->chance);
  for (int i = 0; i < w->game->n_players; i++)
    for (int k = 0; k < w->use->n[i]; k++) {
      double x = point->x[i][k].low;
      if (x < -1e-9) return 0;
      if (x < 1e-9) verdict_so_far = -1;
      w->chance[w->game->players[i].first + w->use->strategy[i][k]] = x;
    }
  for (int i = 0; i < w->game->n_players; i++)
    for (int s = 0, k = 0; s < w->game->players[i].n; s++) {
      if (k < w->use->n[i] && w->use->strategy[i][k] == s) {
        k++;
        continue;
      }
      interval d = bound(w, point, i, s, w->use->strategy[i][0], -1, 0);
      if (d.low > 1e-9) return 0;
    }
  return verdict_so_far;
}

/* ---- the search ---- */

static double widest(const searcher *w, const box *at, int *player, int *k) {
  double most = -1;
  for (int i = 0; i < w->game->n_players; i++)
    for (int s = 0; s < w->use->n[i] && w->use->n[i] > 1; s++)
      if (at->x[i][s].high - at->x[i][s].low > most) {
        most = at->x[i][s].high - at->x[i][s].low;
        *player = i;
        *k = s;
      }
  return most;
}

/* Decides a box as far as it can. NOTHING: done with it; SAME: to be cut. */
static verdict decide(searcher *w, box *at, bool (*found)(void *, const double *), void *data, bool *good) {
  for (int round = 0; round < 30; round++) {
    if (!tighten(w, at) || empty(w, at)) return NOTHING;
    verdict v = krawczyk(w, at);
    if (v == NOTHING || v == SAME) return v;
    if (v == SMALLER) continue;
    box point;
    int is = refine(w, at, &point) ? judge(w, &point) : -1;
    if (is > 0) *good = found(data, w->chance);
    if (is < 0) w->b->settled = false;
    return NOTHING;
  }
  return SAME;
}

static bool search(searcher *w, box *stack, bool (*found)(void *, const double *), void *data) {
  int depth = 1;
  bool good = true;
  for (int boxes = 0; depth > 0 && good; boxes++) {
    if (boxes >= MOST_BOXES || w->b->work > w->b->most || depth + 1 >= MOST_DEPTH) {
      w->b->settled = false;
      break;
    }
    box at = stack[--depth];
    if (decide(w, &at, found, data, &good) == NOTHING) continue;
    int player = 0, k = 0;
    if (widest(w, &at, &player, &k) < narrow) {
      w->b->settled = false;
      continue;
    }
    double cut = 0.5 * (at.x[player][k].low + at.x[player][k].high);
    cut += 0.013 * (at.x[player][k].high - at.x[player][k].low); /* not where solutions like to lie */
    stack[depth] = at;
    stack[depth++].x[player][k].high = cut;
    stack[depth] = at;
    stack[depth++].x[player][k].low = cut;
  }
  return good;
}

bool ply_boxes_search(ply_boxes *b, const ply_support *support,
                      bool (*found)(void *data, const double *chance), void *data) {
  searcher w = {.b = b, .game = b->tensor->game, .use = support};
  b->settled = true;
  for (int i = 0; i < w.game->n_players; i++)
    for (int k = 0; k + 1 < support->n[i]; k++) {
      if (w.n_unknowns == MOST_UNKNOWNS) {
        b->settled = false;
        return true;
      }
      w.player_of[w.n_unknowns] = i;
      w.index_of[w.n_unknowns++] = k;
    }
  w.low = malloc((size_t)w.game->n_profiles * sizeof *w.low);
  w.high = malloc((size_t)w.game->n_profiles * sizeof *w.high);
  w.chance = malloc((size_t)w.game->n_strategies * sizeof *w.chance);
  box *stack = malloc((MOST_DEPTH + 2) * sizeof *stack);
  bool good = w.low != NULL && w.high != NULL && w.chance != NULL && stack != NULL;
  if (good) {
    for (int i = 0; i < w.game->n_players; i++)
      for (int k = 0; k < support->n[i]; k++) stack[0].x[i][k] = (interval){0, 1};
    good = search(&w, stack, found, data);
  }
  free(w.low);
  free(w.high);
  free(w.chance);
  free(stack);
  return good;
}
