/* What does one talker's own table say: which of the bundles that I would sign is nearest to my target, most
 * like the last offer, next on my list? For listed spaces. One sort a session, a binary search for `closest`;
 * the others go through the bundles above the target. Cost: bundles times positions at most. */
#include "sim/negotiate/own.h"

#include "sim/negotiate/columns.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_own(const ply_own *own, size_t row) {
  return own->payoff[row] >= own->reservation - own->tolerance && (own->open == NULL || own->open[row] != 0);
}

/* ---- sorting ---- */

typedef struct item {
  double value;
  uint32_t row;
} item;

/* Whether a stands before b: by value, rising or falling, then by row. */
static inline bool before(item a, item b, bool falling) {
  if (a.value != b.value) return falling ? a.value > b.value : a.value < b.value;
  return a.row < b.row;
}

/* Merges runs of `run` items, twice as long each time; rows differ, so no two items are the same. */
static void merge_sort(item *items, item *room, size_t n, bool falling) {
  for (size_t run = 1; run < n; run *= 2) {
    for (size_t from = 0; from < n; from += 2 * run) {
      size_t a = from, middle = from + run < n ? from + run : n, b = middle, to = from;
      size_t end = from + 2 * run < n ? from + 2 * run : n;
      while (a < middle && b < end)
        room[to++] = before(items[b], items[a], falling) ? items[b++] : items[a++];
      while (a < middle) room[to++] = items[a++];
      while (b < end) room[to++] = items[b++];
    }
    memcpy(items, room, n * sizeof *items);
  }
}

static size_t collect(const ply_own *own, item *items, double (*key)(double)) {
  size_t n = 0;
  for (size_t row = 0; row < own->menu->n; row++)
    if (is_own(own, row)) items[n++] = (item){key(own->payoff[row]), (uint32_t)row};
  return n;
}

static double exact(double payoff) { return payoff; }
static double decimals(double payoff) {
  double scaled = payoff * 1e12;
  return fabs(scaled) < 4e15 ? round(scaled) : scaled;
}

static bool sort_into(ply_own *own, double (*key)(double), bool falling, uint32_t *rows, double *values) {
  item *items = malloc(2 * (own->menu->n + 1) * sizeof *items);
  if (items == NULL) {
    own->starved = true;
    own->n_rising = 0;
    return false;
  }
  own->n_rising = collect(own, items, key);
  merge_sort(items, items + own->menu->n + 1, own->n_rising, falling);
  for (size_t k = 0; k < own->n_rising; k++) {
    rows[k] = items[k].row;
    if (values != NULL) values[k] = items[k].value;
  }
  free(items);
  return true;
}

static void sort_rising(ply_own *own) {
  if (own->sorted) return;
  own->sorted = sort_into(own, exact, false, own->rising, own->value);
}

static void sort_falling(ply_own *own) {
  if (own->ranked) return;
  own->ranked = sort_into(own, decimals, true, own->falling, NULL);
}

/* The first of `rising` with at least so much. */
static size_t first_above(const ply_own *own, double least) {
  size_t low = 0, high = own->n_rising;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (own->value[middle] < least)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* ---- answers ---- */

enum { MOST_LOOKS = 48 };

static double payoff(ply_own *own, ply_deal offer) { return own->payoff[offer]; }
static bool accepts(ply_own *own, ply_deal offer) { return is_own(own, (size_t)offer); }

/* Where only a few questions are asked of these numbers, looking through them is cheaper than sorting. */
static ply_deal look_through(ply_own *own, double least) {
  size_t n = own->menu->n;
  double bound = least - own->tolerance, floor = own->reservation - own->tolerance, best;
  if (bound < floor) bound = floor;
  best = ply_column_least(own->payoff, n, bound);
  if (best == INFINITY) return PLY_NO_DEAL;
  ply_column_reach(own->payoff, n, bound, own->bits);
  ply_column_pass(own->payoff, n, best + own->tolerance, own->more);
  for (size_t w = 0; w < ply_words(n); w++)
    if ((own->bits[w] & ~own->more[w]) != 0)
      return w * 64 + (size_t)__builtin_ctzll(own->bits[w] & ~own->more[w]);
  return PLY_NO_DEAL;
}

/* The same where red lines refuse some. */
static ply_deal look_past_lines(const ply_own *own, double least) {
  size_t n = own->menu->n;
  double bound = least - own->tolerance, best = INFINITY;
  for (size_t row = 0; row < n; row++)
    if (own->payoff[row] >= bound && own->payoff[row] < best && is_own(own, row)) best = own->payoff[row];
  for (size_t row = 0; row < n && best < INFINITY; row++)
    if (own->payoff[row] >= bound && own->payoff[row] <= best + own->tolerance && is_own(own, row))
      return row;
  return PLY_NO_DEAL;
}

ply_deal ply_own_closest(ply_own *own, double least) {
  if (!own->sorted && own->looks++ < MOST_LOOKS)
    return own->open == NULL ? look_through(own, least) : look_past_lines(own, least);
  sort_rising(own);
  size_t k = first_above(own, least - own->tolerance);
  if (k == own->n_rising) return PLY_NO_DEAL;
  uint32_t lowest = own->rising[k];
  for (size_t tie = k + 1; tie < own->n_rising && own->value[tie] <= own->value[k] + own->tolerance; tie++)
    if (own->rising[tie] < lowest) lowest = own->rising[tie];
  return lowest;
}

/* Of the bundles with a score (the others have -infinity): the best score, then payoff, then the lowest row.
 * Each pass knows the best of the one before, so that ties hang on nothing else. */
static ply_deal best_scored(const ply_own *own, double slack) {
  double best = -INFINITY, payoff = -INFINITY;
  size_t n = own->menu->n;
  for (size_t row = 0; row < n; row++)
    if (own->score[row] > best) best = own->score[row];
  if (best == -INFINITY) return PLY_NO_DEAL;
  for (size_t row = 0; row < n; row++)
    if (own->score[row] >= best - slack && own->payoff[row] > payoff) payoff = own->payoff[row];
  for (size_t row = 0; row < n; row++)
    if (own->score[row] >= best - slack && own->payoff[row] >= payoff - own->tolerance) return row;
  return PLY_NO_DEAL;
}

static bool is_above(const ply_own *own, size_t row, double least) {
  return own->payoff[row] >= least - own->tolerance && is_own(own, row);
}

ply_deal ply_own_similar(ply_own *own, double least, const uint16_t *there) {
  const ply_menu *menu = own->menu;
  size_t n = (size_t)menu->positions.n;
  for (size_t row = 0; row < menu->n; row++) {
    int differ = 0;
    own->score[row] = -INFINITY;
    if (!is_above(own, row, least)) continue;
    for (size_t k = 0; k < n && there != NULL; k++) differ += menu->digit[row * n + k] != there[k];
    own->score[row] = -differ;
  }
  return best_scored(own, 0);
}

static ply_deal similar(ply_own *own, double least, ply_deal to) {
  const ply_menu *menu = own->menu;
  return ply_own_similar(own, least,
                         to != PLY_NO_DEAL ? menu->digit + (size_t)to * (size_t)menu->positions.n : NULL);
}

static ply_deal liked(ply_own *own, double least, const ply_liking *liking) {
  const ply_menu *menu = own->menu;
  size_t n = (size_t)menu->positions.n;
  for (size_t row = 0; row < menu->n; row++) {
    double sum = 0;
    own->score[row] = -INFINITY;
    if (!is_above(own, row, least)) continue;
    for (size_t k = 0; k < n; k++) sum += liking->score[k][menu->digit[row * n + k]];
    own->score[row] = sum;
  }
  return best_scored(own, 1e-12);
}

static ply_deal drawn(ply_own *own, double least, ply_rng *rng) {
  sort_rising(own);
  size_t k = first_above(own, least - own->tolerance);
  if (k == own->n_rising) return PLY_NO_DEAL;
  return own->rising[k + (size_t)ply_rng_below(rng, own->n_rising - k)];
}

static ply_deal ranked(ply_own *own, uint64_t rank) {
  sort_falling(own);
  return rank < own->n_rising ? own->falling[rank] : PLY_NO_DEAL;
}

static const ply_answers listed = {.payoff = payoff,
                                   .accepts = accepts,
                                   .closest = ply_own_closest,
                                   .similar = similar,
                                   .liked = liked,
                                   .drawn = drawn,
                                   .ranked = ranked};

/* ---- numbers ---- */

static bool make_room(ply_own *own, size_t n) {
  if (own->room >= n) return true;
  ply_own_done(own);
  own->rising = malloc(n * sizeof *own->rising);
  own->falling = malloc(n * sizeof *own->falling);
  own->value = malloc(n * sizeof *own->value);
  own->score = malloc(n * sizeof *own->score);
  own->bits = malloc(ply_words(n) * sizeof *own->bits);
  own->more = malloc(ply_words(n) * sizeof *own->more);
  bool good = own->rising != NULL && own->falling != NULL && own->value != NULL && own->score != NULL &&
              own->bits != NULL && own->more != NULL;
  own->room = good ? n : 0;
  return good;
}

ply_status ply_own_set(ply_own *own, const ply_menu *menu, int actor, double reservation, double tolerance,
                       const double *payoff, const uint8_t *open) {
  if (!make_room(own, menu->n + 1)) return PLY_E_MEMORY;
  own->answers = &listed;
  own->menu = menu;
  own->actor = actor;
  own->reservation = reservation;
  own->tolerance = tolerance;
  own->payoff = payoff;
  own->open = open;
  own->sorted = own->ranked = false;
  own->looks = 0;
  own->best = -INFINITY;
  own->foreseen.n = own->foreseen.known = 0;
  if (open == NULL) {
    own->best = ply_column_most(payoff, menu->n);
    if (!(own->best >= reservation - tolerance)) own->best = -INFINITY;
  }
  for (size_t row = 0; row < menu->n && open != NULL; row++)
    if (payoff[row] > own->best && is_own(own, row)) own->best = payoff[row];
  own->empty = own->best == -INFINITY;
  return PLY_OK;
}

void ply_own_done(ply_own *own) {
  free(own->rising);
  free(own->falling);
  free(own->value);
  free(own->score);
  free(own->bits);
  free(own->more);
  free(own->foreseen.bound);
  free(own->foreseen.least);
  free(own->foreseen.row);
  free(own->foreseen.second);
  own->rising = own->falling = NULL;
  own->value = own->score = NULL;
  own->bits = own->more = NULL;
  own->room = 0;
  own->foreseen = (ply_foreseen){0};
}
