/* What a search keeps: the best by count, the best by value, each draw's own best, or the frontier of count
 * and mean. Each answers two questions: is a bundle worth keeping, and could any bundle below a partial one
 * be. Cost: for the latter a pass over the draws, and for the frontier sorting them. */
#include "sim/robust/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct ply_keeper {
  const ply_quest *quest;
  pthread_mutex_t lock;
  size_t n, room;
  ply_candidate *kept;
  double *most;     /* DRAW: [n_padded] */
  uint64_t *open;   /* ANY: [n_words] draws in which nothing was found yet */
  double no_deal;   /* VALUE: the sum of d over the draws that count */
  uint64_t *among;  /* [n_words] */
  double tolerance; /* VALUE: within which two are as good */
};

ply_keeper *ply_keeper_new(const ply_quest *quest) {
  const ply_sample_tables *t = quest->tables;
  ply_keeper *k = calloc(1, sizeof *k);
  if (k == NULL) return NULL;
  *k = (ply_keeper){.quest = quest,
                    .among = calloc(t->n_words + 1, sizeof *k->among),
                    .open = calloc(t->n_words + 1, sizeof *k->open)};
  pthread_mutex_init(&k->lock, NULL);
  if (quest->objective == PLY_BY_DRAW) k->most = calloc(t->n_padded + 1, sizeof *k->most);
  if (k->among == NULL || k->open == NULL || (quest->objective == PLY_BY_DRAW && k->most == NULL)) {
    ply_keeper_free(k);
    return NULL;
  }
  uint64_t n = 0;
  for (uint64_t i = 0; i < t->n; i++) {
    if (quest->among != NULL && !(quest->among[i / 64] >> (i % 64) & 1)) continue;
    k->among[i / 64] |= (uint64_t)1 << (i % 64);
    k->open[i / 64] |= (uint64_t)1 << (i % 64);
    if (quest->objective == PLY_BY_COUNT || quest->objective == PLY_BY_ANY) continue;
    double d = t->reservation[quest->proposer][i];
    if (k->most != NULL) k->most[i] = d;
    k->no_deal += d;
    n++;
  }
  k->tolerance = quest->objective == PLY_BY_VALUE ? t->tolerance[quest->proposer] * (double)n : 0;
  return k;
}

void ply_keeper_free(ply_keeper *k) {
  if (k == NULL) return;
  pthread_mutex_destroy(&k->lock);
  free(k->kept);
  free(k->most);
  free(k->open);
  free(k->among);
  free(k);
}

/* ---- lists ---- */

static bool insert(ply_keeper *k, size_t at, ply_candidate c) {
  if (k->n == k->room) {
    size_t room = k->room > 0 ? 2 * k->room : 16;
    ply_candidate *all = realloc(k->kept, room * sizeof *all);
    if (all == NULL) return false;
    k->kept = all;
    k->room = room;
  }
  memmove(&k->kept[at + 1], &k->kept[at], (k->n - at) * sizeof *k->kept);
  k->kept[at] = c;
  k->n++;
  return true;
}

static void drop(ply_keeper *k, size_t at) {
  memmove(&k->kept[at], &k->kept[at + 1], (k->n - at - 1) * sizeof *k->kept);
  k->n--;
}

/* ---- by count: the `top` best ---- */

static bool better(ply_candidate a, ply_candidate b) {
  return a.value > b.value || (a.value == b.value && a.index < b.index);
}

static bool enters_count(const ply_keeper *k, ply_candidate c) {
  if (c.value < 1) return false;
  return k->n < (size_t)k->quest->top || better(c, k->kept[k->n - 1]);
}

static bool take_count(ply_keeper *k, ply_candidate c) {
  size_t at = 0;
  if (!enters_count(k, c)) return false;
  while (at < k->n && better(k->kept[at], c)) at++;
  if (at < k->n && k->kept[at].index == c.index && k->kept[at].value == c.value) return false;
  if (!insert(k, at, c)) return false;
  if (k->n > (size_t)k->quest->top) k->n--;
  return at == 0;
}

/* ---- by value: those within tolerance of the best that have a lower index than all better ones ---- */

static bool enters_value(const ply_keeper *k, ply_candidate c) {
  double best = k->n > 0 ? k->kept[0].value : k->no_deal;
  if (c.value < best - k->tolerance) return false;
  for (size_t i = 0; i < k->n; i++)
    if (k->kept[i].value >= c.value && k->kept[i].index <= c.index) return false;
  return true;
}

static bool take_value(ply_keeper *k, ply_candidate c) {
  size_t at = 0;
  if (!enters_value(k, c)) return false;
  while (at < k->n && k->kept[at].value > c.value) at++;
  while (at < k->n && k->kept[at].index >= c.index) drop(k, at);
  if (!insert(k, at, c)) return false;
  while (k->n > 1 && k->kept[k->n - 1].value < k->kept[0].value - k->tolerance) k->n--;
  return at == 0;
}

/* ---- both: the frontier, by falling count and rising mean ---- */

static bool beaten(const ply_keeper *k, ply_candidate c) {
  for (size_t i = 0; i < k->n && k->kept[i].value >= c.value; i++) {
    ply_candidate e = k->kept[i];
    if (e.mean > c.mean || (e.mean == c.mean && (e.value > c.value || e.index <= c.index))) return true;
  }
  return false;
}

static bool take_both(ply_keeper *k, ply_candidate c) {
  size_t at = 0;
  if (c.value < 1 || beaten(k, c)) return false;
  while (at < k->n && k->kept[at].value > c.value) at++;
  while (at < k->n && k->kept[at].mean <= c.mean) drop(k, at);
  return insert(k, at, c);
}

static int falling(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x > y ? -1 : x < y;
}

/* Whether the best c of the proposer's payoffs have a mean that the frontier does not beat, for some c. */
static bool may_take_both(ply_keeper *k, const ply_descent *d, const ply_step *s, const double *payoff) {
  double *sorted = d->room.own, sum = 0;
  size_t n = 0;
  for (size_t w = 0; w < d->tables->n_words; w++)
    for (uint64_t rest = s->alive[w]; rest != 0; rest &= rest - 1)
      sorted[n++] = payoff[64 * w + (size_t)__builtin_ctzll(rest)];
  qsort(sorted, n, sizeof *sorted, falling);
  for (size_t i = 0; i < n; i++) {
    sum += sorted[i];
    double most = sum / (double)(i + 1) + d->tables->tolerance[k->quest->proposer];
    if (!beaten(k, (ply_candidate){(double)(i + 1), most, s->lowest})) return true;
  }
  return false;
}

/* ---- the two questions ---- */

uint64_t ply_keeper_least(ply_keeper *k) {
  if (k->quest->objective != PLY_BY_COUNT) return 1;
  pthread_mutex_lock(&k->lock);
  double least = k->n < (size_t)k->quest->top ? 1 : k->kept[k->n - 1].value;
  pthread_mutex_unlock(&k->lock);
  return (uint64_t)least;
}

/* Where each draw is on its own: those in which the proposer can still do better. */
static bool may_take_draw(ply_keeper *k, ply_step *s, size_t n_words, const double *payoff, double *bound) {
  uint64_t left = 0;
  *bound = 0;
  for (size_t w = 0; w < n_words; w++)
    for (uint64_t rest = s->alive[w]; rest != 0; rest &= rest - 1) {
      size_t i = 64 * w + (size_t)__builtin_ctzll(rest);
      if (payoff[i] > k->most[i]) {
        left++;
        *bound += payoff[i] - k->most[i];
      } else
        s->alive[w] &= ~((uint64_t)1 << (i % 64));
    }
  return left > 0;
}

/* Narrows to the draws in which nothing was found yet. */
static bool may_take_any(const ply_keeper *k, ply_step *s, size_t n_words) {
  bool any = false;
  for (size_t w = 0; w < n_words; w++) any |= (s->alive[w] &= k->open[w]) != 0;
  return any;
}

static double most_value(const ply_keeper *k, const ply_sample_tables *t, const ply_step *s,
                         const double *payoff) {
  const double *d = t->reservation[k->quest->proposer];
  double sum = 0;
  for (size_t i = 0; i < t->n_padded; i++) {
    bool alive = s->alive[i / 64] >> (i % 64) & 1, counts = k->among[i / 64] >> (i % 64) & 1;
    if (counts) sum += alive && payoff[i] > d[i] ? payoff[i] : d[i];
  }
  return sum;
}

bool ply_keeper_may_take(ply_keeper *k, ply_descent *d, int depth, uint64_t left, double *bound) {
  ply_step *s = &d->step[depth];
  ply_objective objective = k->quest->objective;
  if (objective != PLY_BY_COUNT && objective != PLY_BY_ANY) ply_descent_payoff(d, depth, d->margin);
  if (objective == PLY_BY_VALUE) *bound = most_value(k, d->tables, s, d->margin);
  pthread_mutex_lock(&k->lock);
  ply_candidate most = {.value = *bound, .index = s->lowest};
  bool may = false;
  switch (objective) {
  case PLY_BY_COUNT: may = enters_count(k, most); break;
  case PLY_BY_VALUE:
    most.value += k->tolerance / 16; /* of rounding */
    may = enters_value(k, most);
    break;
  case PLY_BY_DRAW: may = may_take_draw(k, s, d->tables->n_words, d->margin, bound); break;
  case PLY_BY_BOTH: may = may_take_both(k, d, s, d->margin); break;
  case PLY_BY_ANY: may = may_take_any(k, s, d->tables->n_words); break;
  }
  pthread_mutex_unlock(&k->lock);
  (void)left;
  return may;
}

/* What the bundle is worth: its count, the proposer's sum, its mean where it is in the set. */
static ply_candidate weigh(const ply_keeper *k, const ply_set_room *room) {
  const ply_sample_tables *t = k->quest->tables;
  ply_candidate c = {.value = (double)ply_bits_count(room->all, t->n_words)};
  if (k->quest->objective == PLY_BY_COUNT || k->quest->objective == PLY_BY_ANY) return c;
  const double *payoff = room->at.payoff + (size_t)k->quest->proposer * t->n_padded;
  const double *d = t->reservation[k->quest->proposer];
  double sum = 0, mean = 0;
  for (size_t i = 0; i < t->n; i++) {
    if (!(k->among[i / 64] >> (i % 64) & 1)) continue;
    bool in = room->all[i / 64] >> (i % 64) & 1;
    sum += in ? payoff[i] : d[i];
    if (in) mean += payoff[i];
  }
  c.mean = c.value > 0 ? mean / c.value : 0;
  if (k->quest->objective == PLY_BY_VALUE) c.value = sum;
  return c;
}

static bool take_draw(ply_keeper *k, const ply_set_room *room) {
  const ply_sample_tables *t = k->quest->tables;
  const double *payoff = room->at.payoff + (size_t)k->quest->proposer * t->n_padded;
  bool any = false;
  for (size_t i = 0; i < t->n; i++) {
    if (!(room->all[i / 64] >> (i % 64) & 1) || payoff[i] <= k->most[i]) continue;
    k->most[i] = payoff[i];
    any = true;
  }
  return any;
}

static bool take_any(ply_keeper *k, const ply_set_room *room) {
  bool any = false;
  for (size_t w = 0; w < k->quest->tables->n_words; w++) {
    any |= (k->open[w] & room->all[w]) != 0;
    k->open[w] &= ~room->all[w];
  }
  return any;
}

uint64_t ply_keeper_open(ply_keeper *k) {
  pthread_mutex_lock(&k->lock);
  uint64_t left = ply_bits_count(k->open, k->quest->tables->n_words);
  pthread_mutex_unlock(&k->lock);
  return left;
}

bool ply_keeper_is_open(ply_keeper *k, uint64_t draw) {
  pthread_mutex_lock(&k->lock);
  bool open = k->open[draw / 64] >> (draw % 64) & 1;
  pthread_mutex_unlock(&k->lock);
  return open;
}

bool ply_keeper_take(ply_keeper *k, uint64_t index, ply_set_room *room) {
  ply_candidate c = weigh(k, room);
  c.index = index;
  bool taken = false;
  pthread_mutex_lock(&k->lock);
  switch (k->quest->objective) {
  case PLY_BY_COUNT: taken = take_count(k, c); break;
  case PLY_BY_VALUE: taken = take_value(k, c); break;
  case PLY_BY_DRAW: taken = take_draw(k, room); break;
  case PLY_BY_BOTH: taken = take_both(k, c); break;
  case PLY_BY_ANY: taken = take_any(k, room); break;
  }
  pthread_mutex_unlock(&k->lock);
  return taken;
}

void ply_keeper_count(ply_keeper *k, uint64_t index, uint64_t count) {
  take_count(k, (ply_candidate){.value = (double)count, .index = index});
}

double ply_keeper_best(ply_keeper *k) {
  pthread_mutex_lock(&k->lock);
  double best = k->n > 0 ? k->kept[0].value : 0;
  if (k->quest->objective == PLY_BY_VALUE && k->n == 0) best = k->no_deal;
  pthread_mutex_unlock(&k->lock);
  return best;
}

/* Of those within tolerance of the best value the one of the lowest index is last. */
bool ply_keeper_give(ply_keeper *k, ply_found *out) {
  if (k->quest->objective == PLY_BY_VALUE && k->n > 1) {
    k->kept[0] = k->kept[k->n - 1];
    k->n = 1;
  }
  out->n = k->n;
  out->best = k->kept != NULL ? k->kept : calloc(1, sizeof *k->kept);
  out->most = k->most;
  k->kept = NULL;
  k->most = NULL;
  return out->best != NULL;
}
