/* The bundles of a set in lots: those of one hit whose combos stand in one word of its bit set. What a lot
 * can give is the hit's part plus the most that a combo of the word gives. Combos come in order of index, so
 * those of a word are alike and the bound is near. Cost of the peaks: actors * combos. */
#include "sim/solve/search/chunk.h"

#include <math.h>
#include <stdlib.h>

double *ply_chunk_peaks(const ply_scan *scan) {
  const ply_combos *combos = &scan->combos;
  size_t actors = (size_t)scan->space->game->n_actors, n = (size_t)combos->n;
  double *peaks = malloc((size_t)combos->words * actors * sizeof *peaks + 1);
  for (size_t i = 0; i < (size_t)combos->words * actors && peaks != NULL; i++) peaks[i] = -INFINITY;
  for (size_t i = 0; i < actors && peaks != NULL; i++)
    for (size_t k = 0; k < n; k++) {
      double *peak = &peaks[k / 64 * actors + i];
      if (combos->payoff[i * n + k] > *peak) *peak = combos->payoff[i * n + k];
    }
  return peaks;
}

static uint64_t bundles_of(const ply_chunk *lot) {
  const uint64_t *set = ply_scan_set(lot->scan, lot->over, lot->hit);
  return set != NULL ? set[lot->word] : 0;
}

ply_chunk ply_chunk_start(const ply_scan *scan, ply_over over, const double *peaks) {
  return (ply_chunk){.scan = scan, .over = over, .peaks = peaks};
}

ply_chunk ply_chunk_open(const ply_scan *scan, ply_over over, const double *peaks, size_t hit, int word) {
  ply_chunk lot = {.scan = scan, .over = over, .peaks = peaks, .hit = hit, .word = word, .started = true};
  lot.rest = bundles_of(&lot);
  return lot;
}

bool ply_chunk_next(ply_chunk *lot) {
  for (;;) {
    if (lot->started && ++lot->word >= lot->scan->combos.words) {
      lot->word = 0;
      lot->hit++;
    }
    lot->started = true;
    if (lot->hit >= lot->scan->n_hits) return false;
    lot->rest = bundles_of(lot);
    if (lot->rest != 0) return true;
  }
}
