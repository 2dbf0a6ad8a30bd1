/* The bundles of a set, one by one, in the order of the hits. */
#include "sim/solve/scan.h"

static uint64_t word_of(const ply_walk *walk) {
  const uint64_t *set = ply_scan_set(walk->scan, walk->over, walk->hit);
  return set != NULL ? set[walk->word] : 0;
}

ply_walk ply_walk_start(const ply_scan *scan, ply_over over) {
  return (ply_walk){.scan = scan, .over = over};
}

bool ply_walk_next(ply_walk *walk) {
  const ply_scan *s = walk->scan;
  if (walk->hit >= s->n_hits) return false;
  if (!walk->started) {
    walk->started = true;
    walk->rest = word_of(walk);
  }
  while (walk->rest == 0) {
    if (++walk->word >= s->combos.words) {
      walk->word = 0;
      if (++walk->hit >= s->n_hits) return false;
    }
    walk->rest = word_of(walk);
  }
  walk->combo = 64 * walk->word + __builtin_ctzll(walk->rest);
  walk->rest &= walk->rest - 1;
  return true;
}

uint64_t ply_scan_points(const ply_scan *scan, ply_over over) {
  uint64_t n = 0;
  ply_walk walk = {.scan = scan, .over = over};
  for (; walk.hit < scan->n_hits; walk.hit++)
    for (walk.word = 0; walk.word < scan->combos.words; walk.word++)
      n += (uint64_t)__builtin_popcountll(word_of(&walk));
  return n;
}
