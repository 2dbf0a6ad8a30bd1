/* Which is the lowest bundle that does well enough? Options are fixed from the most significant issue on: the
 * lowest option with which some completion does well enough. Doing well never ends where payoffs rise, so it
 * is enough to try the sums of the later issues that no other sum beats (frontier.c). Cost: grounds * issues *
 * options * sums of a frontier, at most; grounds that fall short in every way are passed over. */
#include "sim/solve/additive/additive.h"

#include <string.h>

typedef struct asked {
  const ply_additive *a;
  const ply_ground *ground;
  ply_enough_fn enough;
  void *data;
} asked;

/* Whether the bundle whose loose issues sum to `steps` is agreed to and does well enough. */
static bool does(const asked *q, const double *steps) {
  const ply_terms *t = &q->a->terms;
  double payoff[PLY_MAX_ACTORS];
  uint64_t accept = 0;
  for (int i = 0; i < t->n_actors; i++) {
    accept |= (uint64_t)(steps[i] >= q->ground->need[i]) << i;
    payoff[i] = q->ground->base[i] + steps[i] * t->step;
  }
  return ply_ground_agreed(q->a->game, q->ground, accept) && q->enough(q->data, payoff, q->ground->party);
}

/* Whether the issues from j on can complete `so_far`. `hint`: the sum that did it last. */
static bool completes(const asked *q, int j, const double *so_far, size_t *hint) {
  const ply_frontier *f = &q->a->frontier[j];
  size_t d = (size_t)q->a->terms.n_actors;
  double steps[PLY_MAX_ACTORS];
  if (*hint >= f->n) *hint = 0;
  for (size_t k = 0; k < f->n; k++) {
    size_t at = k == 0 ? *hint : k <= *hint ? k - 1 : k;
    for (size_t i = 0; i < d; i++) steps[i] = so_far[i] + f->sum[at * d + i];
    if (!does(q, steps)) continue;
    *hint = at;
    return true;
  }
  return false;
}

/* The lowest at one ground; UINT64_MAX: none. */
static uint64_t lowest_at(const asked *q) {
  const ply_terms *t = &q->a->terms;
  double so_far[PLY_MAX_ACTORS] = {0}, next[PLY_MAX_ACTORS];
  uint64_t index = q->ground->index;
  size_t hint = 0;
  if (!does(q, t->most[t->n_issues]) || !completes(q, 0, so_far, &hint)) return UINT64_MAX;
  for (int j = 0; j < t->n_issues; j++) {
    int o = 0;
    for (hint = 0; o < t->options[j]; o++) {
      for (int i = 0; i < t->n_actors; i++) next[i] = so_far[i] + t->term[j][o * t->n_actors + i];
      if (completes(q, j + 1, next, &hint)) break;
    }
    if (o == t->options[j]) return UINT64_MAX; /* not reached */
    memcpy(so_far, next, sizeof so_far);
    index += t->stride[j] * (uint64_t)o;
  }
  return index;
}

uint64_t ply_additive_lowest(const ply_additive *a, ply_enough_fn enough, void *data) {
  uint64_t lowest = UINT64_MAX;
  for (size_t s = 0; s < a->n_grounds; s++) {
    asked q = {.a = a, .ground = &a->grounds[s], .enough = enough, .data = data};
    if (q.ground->index >= lowest) break;
    uint64_t index = lowest_at(&q);
    if (index < lowest) lowest = index;
  }
  return lowest;
}
