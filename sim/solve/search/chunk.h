/* Private to this room: the bundles of a set in chunks of at most 64 of one entry, with a bound on what they
 * give, so that a search for the best can pass over whole chunks. */
#ifndef PLY_SOLVE_SEARCH_CHUNK_H
#define PLY_SOLVE_SEARCH_CHUNK_H

#include "sim/solve/search/scan.h"

/* Where the payoffs of a bundle (or of a chunk's bound) are read. */
typedef struct ply_payoffs {
  const double *base, *add;
  size_t stride;
} ply_payoffs;
static inline double ply_payoffs_of(const ply_payoffs *at, int actor) {
  return at->base[actor] + at->add[(size_t)actor * at->stride];
}

/* The same of a vector by actor. */
static inline ply_payoffs ply_payoffs_by_actor(const double *payoff) {
  static const double nothing = 0;
  return (ply_payoffs){.base = payoff, .add = &nothing, .stride = 0};
}

/* A walk over the chunks of a set, by entry:
 *   ply_chunk chunk = ply_chunk_start(scan, over, peaks);
 *   while (ply_chunk_next(&chunk)) { look at ply_chunk_most; for (int k; (k = ply_chunk_take(&chunk)) >= 0;) ... } */
typedef struct ply_chunk {
  const ply_scan *scan;
  const double *peaks;
  ply_over over;
  size_t entry;
  int word;
  uint64_t rest; /* its bundles that were not taken yet */
  bool started;
} ply_chunk;

/* The most that a combo of each word gives each actor: [words * n_actors], to be freed by the caller; NULL
 * without memory. */
double *ply_chunk_peaks(const ply_scan *scan);

ply_chunk ply_chunk_start(const ply_scan *scan, ply_over over, const double *peaks);
/* Goes to the next chunk that is not empty. */
bool ply_chunk_next(ply_chunk *chunk);
/* The chunk of a entry and a word, all of its bundles. */
ply_chunk ply_chunk_open(const ply_scan *scan, ply_over over, const double *peaks, size_t entry, int word);

/* The combo of the next bundle, -1 after the last. */
static inline int ply_chunk_take(ply_chunk *chunk) {
  if (chunk->rest == 0) return -1;
  int combo = 64 * chunk->word + __builtin_ctzll(chunk->rest);
  chunk->rest &= chunk->rest - 1;
  return combo;
}

/* No bundle of the chunk gives any actor more; sums round the same way, so this holds to the last bit. */
static inline ply_payoffs ply_chunk_most(const ply_chunk *chunk) {
  size_t actors = (size_t)chunk->scan->space->game->n_actors;
  return (ply_payoffs){.base = chunk->scan->payoff + chunk->entry * actors,
                       .add = chunk->peaks + (size_t)chunk->word * actors,
                       .stride = 1};
}

/* The payoffs and the index of the bundle with this combo. */
static inline ply_payoffs ply_chunk_at(const ply_chunk *chunk, int combo) {
  return (ply_payoffs){.base =
                           chunk->scan->payoff + chunk->entry * (size_t)chunk->scan->space->game->n_actors,
                       .add = chunk->scan->combos.payoff + combo,
                       .stride = (size_t)chunk->scan->combos.n};
}
static inline uint64_t ply_chunk_index(const ply_chunk *chunk, int combo) {
  return ply_scan_index(chunk->scan, chunk->entry, combo);
}

#endif
