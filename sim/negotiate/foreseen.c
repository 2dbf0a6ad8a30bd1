/* What will a talker offer whose targets hang on the clock alone? The targets fall, so each bundle that it would sign comes
 * into question at one step, the first whose target it reaches; the offer of a step is the least of those that come in with
 * it, or else that of the step before. Steps are answered a stretch at a time, each twice as long as the one before, from the
 * first that is asked for, so that talks that end early look at few bundles. Where payoffs lie within the tolerance of each
 * other the question is asked of all bundles, as own.c does. Cost: two comparisons a bundle for each stretch, and a few
 * operations for each bundle that comes in. */
#include "sim/negotiate/columns.h"
#include "sim/negotiate/own.h"
#include "sim/negotiate/strategy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_STRETCH = 4 };

/* A payoff with its row in the last bits: off by less than a quarter of the tolerance, which is at least 1e-9 of it. */
#define ROW_BITS (((uint64_t)1 << 20) - 1)

static inline double with_row(double payoff, size_t row) {
  uint64_t bits;
  memcpy(&bits, &payoff, sizeof bits);
  bits = (bits & ~ROW_BITS) | (uint64_t)row;
  memcpy(&payoff, &bits, sizeof bits);
  return payoff;
}

static inline uint32_t row_in(double payoff) {
  uint64_t bits;
  memcpy(&bits, &payoff, sizeof bits);
  return (uint32_t)(bits & ROW_BITS);
}

static bool make_room(ply_foreseen *f, int n) {
  if (f->room >= n) return true;
  free(f->bound);
  free(f->least);
  free(f->second);
  free(f->row);
  f->bound = malloc((size_t)n * sizeof *f->bound);
  f->least = malloc((size_t)n * sizeof *f->least);
  f->second = malloc((size_t)n * sizeof *f->second);
  f->row = malloc((size_t)n * sizeof *f->row);
  f->room = f->bound != NULL && f->least != NULL && f->second != NULL && f->row != NULL ? n : 0;
  return f->room > 0;
}

bool ply_own_foresee(ply_own *own, const double *share, int every, int n) {
  ply_foreseen *f = &own->foreseen;
  if (!make_room(f, n > 0 ? n : 1)) return false;
  f->share = share;
  f->every = every;
  f->n = n;
  f->first = f->known = 0;
  return true;
}

static double target(const ply_own *own, int k) {
  const ply_foreseen *f = &own->foreseen;
  return ply_asked_payoff(own->reservation, own->best, f->share[(size_t)f->every * (size_t)k]);
}

/* The step, of from .. to - 1, at which a payoff comes in that reaches the last bound and not the one before `from`. The guess
 * is that bounds fall evenly. */
static inline int step_of(const ply_foreseen *f, int from, int to, double payoff, double steps_a_unit) {
  double guess = (f->bound[from] - payoff) * steps_a_unit;
  int k = guess <= 0 ? from : from + (int)guess + 1;
  if (k > to - 1) k = to - 1;
  while (k > from && payoff >= f->bound[k - 1]) k--;
  while (payoff < f->bound[k]) k++;
  return k;
}

/* What comes in at steps from .. to - 1; the step before is known. */
static void let_in(ply_own *own, int from, int to) {
  ply_foreseen *f = &own->foreseen;
  double way = f->bound[from] - f->bound[to - 1], steps_a_unit = way > 0 ? (to - 1 - from) / way : 0;
  size_t n = own->menu->n;
  ply_column_reach(own->payoff, n, f->bound[to - 1], own->bits);
  ply_column_reach(own->payoff, n, f->bound[from - 1], own->more);
  for (size_t w = 0; w < ply_words(n); w++)
    for (uint64_t rest = own->bits[w] & ~own->more[w]; rest != 0; rest &= rest - 1) {
      size_t row = w * 64 + (size_t)__builtin_ctzll(rest);
      if (own->open != NULL && own->open[row] == 0) continue;
      int k = step_of(f, from, to, own->payoff[row], steps_a_unit);
      double payoff = with_row(own->payoff[row], row), least = f->least[k], second = f->second[k];
      double larger = payoff > least ? payoff : least;
      f->second[k] = larger < second ? larger : second;
      f->least[k] = payoff < least ? payoff : least;
    }
}

/* There is one, but where memory ran out: then the session is none, and any row will do. */
static uint32_t closest_row(ply_own *own, int k) {
  ply_deal row = ply_own_closest(own, target(own, k));
  return row != PLY_NO_DEAL ? (uint32_t)row : 0;
}

/* What was offered before, where nothing comes in; what may be a tie is settled over all bundles. */
static void answer(ply_own *own, int k) {
  ply_foreseen *f = &own->foreseen;
  double slack = 4 * own->tolerance;
  if (f->least[k] == INFINITY) {
    f->row[k] = f->row[k - 1];
    f->least[k] = f->least[k - 1];
    return;
  }
  bool alone = f->second[k] > f->least[k] + slack && f->least[k - 1] > f->least[k] + slack;
  f->row[k] = alone ? row_in(f->least[k]) : closest_row(own, k);
}

static void look_ahead(ply_own *own, int to) {
  ply_foreseen *f = &own->foreseen;
  int from = f->known;
  if (to > f->n) to = f->n;
  for (int k = from; k < to; k++) {
    f->bound[k] = target(own, k) - own->tolerance;
    f->least[k] = f->second[k] = INFINITY;
  }
  let_in(own, from, to);
  for (int k = from; k < to; k++) answer(own, k);
  f->known = to;
}

/* The first that is asked for. */
static void start(ply_own *own, int k) {
  ply_foreseen *f = &own->foreseen;
  f->first = k;
  f->known = k + 1;
  f->bound[k] = target(own, k) - own->tolerance;
  f->row[k] = closest_row(own, k);
  f->least[k] = own->payoff[f->row[k]];
}

ply_deal ply_own_foreseen(ply_own *own, int k) {
  ply_foreseen *f = &own->foreseen;
  if (f->known == 0 || k < f->first) start(own, k);
  while (f->known <= k)
    look_ahead(own, f->known - f->first > 1 ? 2 * f->known - f->first : f->known + FIRST_STRETCH);
  return f->row[k];
}
