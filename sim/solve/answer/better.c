/* Which acceptable deal is better for somebody and worse for nobody than this one? Of all that are, the one that is best
 * shared out: with m_i the most that actor i could gain over this deal in any of them, the largest smallest share
 * gain_i / m_i, then the largest sum of shares, then the lowest index (the bargain of Kalai and Smorodinsky 1975,
 * doi:10.2307/1914280, with this deal as the point to gain from). Shares do not depend on anybody's units, and whatever
 * is better than the answer would have larger shares, so the answer is efficient itself.
 *
 * Two walks over the set, which pass over chunks that give somebody less. Cost: at worst twice the set. */
#include "sim/solve/answer/answer.h"

#include <math.h>

typedef struct looking {
  const ply_question *q;
  const double *from; /* [n_actors] payoffs of the deal */
  double most[PLY_MAX_ACTORS];
} looking;

/* Whether these payoffs are nowhere less; *gains: somewhere more. */
static bool is_no_worse(const looking *l, const ply_payoffs *at, bool *gains) {
  *gains = false;
  for (int i = 0; i < l->q->game->n_actors; i++) {
    double gain = ply_payoffs_of(at, i) - l->from[i];
    if (gain < -l->q->game->eps[i]) return false;
    *gains |= gain > l->q->game->eps[i];
  }
  return true;
}

static void keep_most(looking *l, const ply_payoffs *at) {
  for (int i = 0; i < l->q->game->n_actors; i++)
    l->most[i] = fmax(l->most[i], ply_payoffs_of(at, i) - l->from[i]);
}

/* The smallest and the sum of the shares of those who can gain at all. */
static void shares_of(const looking *l, const ply_payoffs *at, double *least, double *sum) {
  *least = INFINITY;
  *sum = 0;
  for (int i = 0; i < l->q->game->n_actors; i++) {
    if (l->most[i] <= l->q->game->eps[i]) continue;
    double share = (ply_payoffs_of(at, i) - l->from[i]) / l->most[i];
    *least = fmin(*least, share);
    *sum += share;
  }
}

/* Calls for every bundle of the set that is better, with its index. */
static void walk(looking *l, void (*take)(looking *, const ply_payoffs *, uint64_t, void *), void *data) {
  bool gains;
  for (ply_chunk chunk = ply_chunk_start(l->q->scan, PLY_OVER_ACCEPTABLE, l->q->peaks);
       ply_chunk_next(&chunk);) {
    ply_payoffs at = ply_chunk_most(&chunk);
    if (!is_no_worse(l, &at, &gains) || !gains) continue;
    for (int k; (k = ply_chunk_take(&chunk)) >= 0;) {
      at = ply_chunk_at(&chunk, k);
      if (is_no_worse(l, &at, &gains) && gains) take(l, &at, ply_chunk_index(&chunk, k), data);
    }
  }
}

static void take_most(looking *l, const ply_payoffs *at, uint64_t index, void *found) {
  (void)index;
  *(bool *)found = true;
  keep_most(l, at);
}

typedef struct best {
  double least, sum;
  uint64_t index;
} best;

static void take_best(looking *l, const ply_payoffs *at, uint64_t index, void *data) {
  best *b = data;
  double least, sum;
  shares_of(l, at, &least, &sum);
  bool level = fabs(least - b->least) <= PLY_EPS, equal = level && fabs(sum - b->sum) <= PLY_EPS;
  if (equal ? index >= b->index : level ? sum < b->sum : least < b->least) return;
  *b = (best){least, sum, index};
}

bool ply_answer_better(const ply_question *q, const double *payoff, uint64_t *index) {
  if (!q->scan->complete || q->scan->space->symmetry != NULL) return false;
  looking l = {.q = q, .from = payoff};
  bool found = false;
  walk(&l, take_most, &found);
  best b = {.least = -INFINITY, .sum = -INFINITY, .index = UINT64_MAX};
  if (found) walk(&l, take_best, &b);
  *index = b.index;
  return found;
}

/* The largest gain of each actor in the set; what Kalai and Smorodinsky call the ideal. */
void ply_answer_ideal(const ply_question *q, double *ideal) {
  for (int i = 0; i < q->game->n_actors; i++) ideal[i] = 0;
  for (ply_chunk chunk = ply_chunk_start(q->scan, PLY_OVER_ACCEPTABLE, q->peaks); ply_chunk_next(&chunk);) {
    ply_payoffs at = ply_chunk_most(&chunk);
    bool more = false;
    for (int i = 0; i < q->game->n_actors; i++)
      more |= ply_payoffs_of(&at, i) - q->game->reservation[i] > ideal[i];
    if (!more) continue;
    for (int k; (k = ply_chunk_take(&chunk)) >= 0;) {
      at = ply_chunk_at(&chunk, k);
      for (int i = 0; i < q->game->n_actors; i++)
        ideal[i] = fmax(ideal[i], ply_payoffs_of(&at, i) - q->game->reservation[i]);
    }
  }
}
