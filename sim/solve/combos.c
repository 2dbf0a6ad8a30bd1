/* Thresholds over combos: which combos lift an actor's payoff to a bound? Each actor's combos are sorted
 * once; the answer is then a prefix of that order, found by bisection and kept as a bit set. Cost: n log n
 * per actor to prepare, log n per question. Memory: n^2 / 8 bytes per actor. */
#include "sim/solve/view.h"

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

bool ply_combos_build(const ply_space *space, int first, int n, ply_combos *out) {
  const ply_game *game = space->game;
  size_t actors = (size_t)game->n_actors, size = (size_t)n;
  *out = (ply_combos){.game = game, .n = n, .words = (n + 63) / 64};
  out->index = malloc(size * sizeof *out->index);
  out->payoff = malloc(actors * size * sizeof *out->payoff);
  out->sorted = malloc(actors * size * sizeof *out->sorted);
  out->prefix = calloc(actors * (size + 1) * (size_t)out->words, sizeof *out->prefix);
  ranked *scratch = malloc(size * sizeof *scratch);
  out->ladder = malloc(actors * sizeof *out->ladder);
  bool ok = out->ladder && out->index && out->payoff && out->sorted && out->prefix && scratch;
  if (ok) {
    memcpy(out->index, space->combo_index + first, size * sizeof *out->index);
    for (size_t i = 0; i < actors; i++)
      memcpy(out->payoff + i * size, space->combo_payoff + i * (size_t)space->n_combos + (size_t)first,
             size * sizeof *out->payoff);
    for (int i = 0; i < game->n_actors; i++) {
      rank_actor(out, i, scratch);
      build_ladder(out->sorted + (size_t)i * size, n, &out->ladder[i]);
    }
  }
  free(scratch);
  if (!ok) ply_combos_done(out);
  return ok;
}

void ply_combos_done(ply_combos *combos) {
  free(combos->index);
  free(combos->payoff);
  free(combos->sorted);
  free(combos->ladder);
  free(combos->prefix);
  *combos = (ply_combos){0};
}

int ply_combos_above(const ply_combos *combos, int actor, double base, double bound, bool strict) {
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

int ply_bits_count(const uint64_t *bits, int words) {
  int n = 0;
  for (int w = 0; w < words; w++) n += __builtin_popcountll(bits[w]);
  return n;
}

int ply_bits_lowest(const uint64_t *bits, int words) {
  for (int w = 0; w < words; w++)
    if (bits[w] != 0) return 64 * w + __builtin_ctzll(bits[w]);
  return -1;
}
