/* Thresholds over combos: which combos lift an actor's payoff to a bound? Each actor's combos are sorted
 * once; the answer is then a prefix of that order, found by bisection and kept as a bit set. Cost: n log n
 * per actor to prepare, log n per question. Memory: n^2 / 8 bytes per actor. */
#include "sim/solve/search/view.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct ranked {
  double payoff;
  int combo;
} ranked;

static int falling(const void *a, const void *b) {
  const ranked *x = a, *y = b;
  if (x->payoff != y->payoff) return x->payoff > y->payoff ? -1 : 1;
  return x->combo - y->combo;
}

static void rank_actor(ply_combos *combos, int actor, ranked *scratch) {
  size_t n = (size_t)combos->n, words = (size_t)combos->words;
  for (int k = 0; k < combos->n; k++) scratch[k] = (ranked){combos->payoff[(size_t)actor * n + (size_t)k], k};
  qsort(scratch, n, sizeof *scratch, falling);
  uint64_t *prefix = combos->prefix + (size_t)actor * (n + 1) * words;
  for (size_t j = 0; j < n; j++) {
    combos->sorted[(size_t)actor * n + j] = scratch[j].payoff;
    memcpy(prefix + (j + 1) * words, prefix + j * words, words * sizeof *prefix);
    prefix[(j + 1) * words + (size_t)scratch[j].combo / 64] |= (uint64_t)1 << (scratch[j].combo % 64);
  }
}

/* Steps whose edges or inside come near a combo's payoff are left to the search, so rounding cannot decide;
 * so are needs beyond the ends, by a margin. */
static void build_ladder(const double *sorted, int n, ply_ladder *ladder) {
  double margin = 1e-12 * (1 + fabs(sorted[0]) + fabs(sorted[n - 1]));
  ladder->highest = sorted[0] + margin;
  ladder->lowest = sorted[n - 1] - margin;
  double width = (ladder->highest - ladder->lowest) / (PLY_LADDER_STEPS - 1);
  ladder->per_unit = 1 / width;
  int above = n;
  for (int step = 0; step < PLY_LADDER_STEPS; step++) {
    double low = ladder->lowest + step * width - margin, high = low + width + 2 * margin;
    while (above > 0 && sorted[above - 1] < low) above--;
    bool inside = above > 0 && sorted[above - 1] <= high;
    ladder->above[step] = inside || above >= PLY_LADDER_SEARCH ? PLY_LADDER_SEARCH : (uint16_t)above;
  }
}

static bool make_room(const ply_game *game, size_t n, ply_combos *out) {
  *out = (ply_combos){.game = game,
                      .n = (int)n,
                      .words = (int)((n + 63) / 64),
                      .total = n,
                      .size = ply_size_best(),
                      .weigh = ply_weigh_best()};
  out->index = malloc(n * sizeof *out->index + 1);
  out->payoff = malloc((size_t)game->n_actors * n * sizeof *out->payoff + 1);
  out->all = calloc((size_t)out->words + 1, sizeof *out->all);
  if (!out->index || !out->payoff || !out->all) return false;
  for (size_t k = 0; k < n; k++) out->all[k / 64] |= (uint64_t)1 << (k % 64);
  return true;
}

/* Sorts every actor's combos. */
static bool put_in_order(ply_combos *out) {
  size_t actors = (size_t)out->game->n_actors, n = (size_t)out->n;
  out->sorted = malloc(actors * n * sizeof *out->sorted);
  out->prefix = calloc(actors * (n + 1) * (size_t)out->words, sizeof *out->prefix);
  out->ladder = malloc(actors * sizeof *out->ladder);
  ranked *scratch = malloc(n * sizeof *scratch);
  bool ok = out->sorted && out->prefix && out->ladder && scratch;
  for (size_t i = 0; ok && i < actors; i++) {
    rank_actor(out, (int)i, scratch);
    build_ladder(out->sorted + i * n, out->n, &out->ladder[i]);
  }
  free(scratch);
  return ok;
}

bool ply_combos_build(const ply_space *space, int first, int n, bool direct, ply_combos *out) {
  size_t size = (size_t)n;
  bool ok = make_room(space->game, size, out);
  if (ok) {
    memcpy(out->index, space->combo_index + first, size * sizeof *out->index);
    for (size_t i = 0; i < (size_t)space->game->n_actors; i++)
      memcpy(out->payoff + i * size, space->combo_payoff + i * (size_t)space->n_combos + (size_t)first,
             size * sizeof *out->payoff);
    if (direct)
      out->above = ply_threshold_best();
    else
      ok = put_in_order(out);
  }
  if (!ok) ply_combos_done(out);
  return ok;
}

bool ply_combos_merged(const ply_space *space, ply_combos *out) {
  const ply_vectors *v = space->vectors;
  if (v->n > INT32_MAX || !make_room(space->game, v->n, out)) {
    ply_combos_done(out);
    return false;
  }
  memcpy(out->index, v->index, v->n * sizeof *out->index);
  memcpy(out->payoff, v->payoff, v->n * (size_t)v->n_actors * sizeof *out->payoff);
  out->total = v->total;
  out->count = v->count;
  out->above = ply_threshold_best();
  return true;
}

bool ply_combos_single(const ply_space *space, const uint16_t *option, ply_combos *out) {
  const ply_game *game = space->game;
  bool ok = make_room(game, 1, out);
  if (ok) {
    out->index[0] = 0;
    for (int j = 0; j < space->n_loose; j++)
      out->index[0] += game->issue_stride[space->loose[j]] * option[space->loose[j]];
    for (int i = 0; i < game->n_actors; i++) {
      ply_linear sum = {0};
      ply_game_issue_terms(game, i, 0, space->loose, space->n_loose, option, &sum);
      out->payoff[i] = sum.constant;
    }
    ok = put_in_order(out);
  }
  if (!ok) ply_combos_done(out);
  return ok;
}

void ply_combos_done(ply_combos *combos) {
  free(combos->index);
  free(combos->payoff);
  free(combos->all);
  free(combos->sorted);
  free(combos->ladder);
  free(combos->prefix);
  *combos = (ply_combos){0};
}

int ply_combos_reaching(const ply_combos *combos, int actor, double base, double bound, bool strict) {
  const double *sorted = combos->sorted + (size_t)actor * (size_t)combos->n;
  int low = 0, high = combos->n;
  while (low < high) {
    int mid = (low + high) / 2;
    double payoff = base + sorted[mid];
    if (strict ? payoff > bound : payoff >= bound)
      low = mid + 1;
    else
      high = mid;
  }
  return low;
}

const uint64_t *ply_combos_set(const ply_combos *combos, int actor, double base, double bound, bool strict,
                               uint64_t *scratch) {
  if (combos->above == NULL)
    return ply_combos_first(combos, actor, ply_combos_reaching(combos, actor, base, bound, strict));
  size_t n = (size_t)combos->n;
  combos->above(combos->payoff + (size_t)actor * n, n, base, bound, strict, scratch);
  return scratch;
}

uint64_t ply_combos_weigh(const ply_combos *combos, const uint64_t *set) {
  if (combos->count == NULL) return combos->size(set, combos->words);
  uint64_t weight = 0;
  for (int w = 0; w < combos->words; w++)
    for (uint64_t rest = set[w]; rest != 0; rest &= rest - 1)
      weight += combos->count[64 * w + __builtin_ctzll(rest)];
  return weight;
}

int ply_bits_lowest(const uint64_t *bits, int words) {
  for (int w = 0; w < words; w++)
    if (bits[w] != 0) return 64 * w + __builtin_ctzll(bits[w]);
  return -1;
}
