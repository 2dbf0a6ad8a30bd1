/* The bundles of a set in chunks: those of one entry whose combos stand in one word of its bit set. What a chunk
 * can give is the entry's part plus the most that a combo of the word gives. Combos come in order of index, so
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

static uint64_t bundles_of(const ply_chunk *chunk) {
  const uint64_t *set = ply_scan_set(chunk->scan, chunk->over, chunk->entry);
  return set != NULL ? set[chunk->word] : 0;
}

ply_chunk ply_chunk_start(const ply_scan *scan, ply_over over, const double *peaks) {
  return (ply_chunk){.scan = scan, .over = over, .peaks = peaks};
}

ply_chunk ply_chunk_open(const ply_scan *scan, ply_over over, const double *peaks, size_t entry, int word) {
  ply_chunk chunk = {
      .scan = scan, .over = over, .peaks = peaks, .entry = entry, .word = word, .started = true};
  chunk.rest = bundles_of(&chunk);
  return chunk;
}

bool ply_chunk_next(ply_chunk *chunk) {
  const ply_scan *scan = chunk->scan;
  int words = scan->combos.words, word = chunk->started ? chunk->word + 1 : 0;
  chunk->started = true;
  for (; chunk->entry < scan->n_accepted; chunk->entry++, word = 0) {
    const uint64_t *set = ply_scan_set(scan, chunk->over, chunk->entry);
    while (set != NULL && word < words && set[word] == 0) word++;
    if (set == NULL || word == words) continue;
    chunk->word = word;
    chunk->rest = set[word];
    return true;
  }
  chunk->word = words;
  return false;
}
