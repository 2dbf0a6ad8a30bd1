/* The bundles of a set, one by one, in the order of the hits. Only hits with something in the set are
 * visited. */
#include "sim/solve/search/scan.h"

#include <stdlib.h>

static const uint64_t *set_of(const ply_scan *s, ply_over over, size_t hit) {
  return (over == PLY_OVER_SUSTAINED ? s->sustained : s->accept) + hit * (size_t)s->combos.words;
}

bool ply_scan_list(ply_scan *s) {
  for (int k = 0; k < 2; k++) {
    s->in[k] = malloc(s->n_hits * sizeof *s->in[k] + 1);
    if (s->in[k] == NULL) return false;
  }
  for (size_t h = 0; h < s->n_hits; h++) {
    if (ply_bits_lowest(set_of(s, PLY_OVER_SUSTAINED, h), s->combos.words) >= 0) s->in[0][s->n_in[0]++] = h;
    if (s->hits[h].equilibrium) s->in[1][s->n_in[1]++] = h;
  }
  return true;
}

static size_t n_in(const ply_walk *walk) {
  if (walk->over == PLY_OVER_ACCEPTABLE) return walk->scan->n_hits;
  return walk->scan->n_in[walk->over == PLY_OVER_STABLE];
}

ply_walk ply_walk_start(const ply_scan *scan, ply_over over) {
  return (ply_walk){.scan = scan, .over = over, .word = scan->combos.words};
}

/* Turns to the next word that is not empty. */
static bool next_word(ply_walk *walk) {
  const ply_scan *s = walk->scan;
  while (walk->rest == 0) {
    if (++walk->word >= s->combos.words) {
      if (walk->next >= n_in(walk)) return false;
      size_t at = walk->next++;
      walk->hit = walk->over == PLY_OVER_ACCEPTABLE ? at : s->in[walk->over == PLY_OVER_STABLE][at];
      walk->word = 0;
    }
    walk->rest = set_of(s, walk->over, walk->hit)[walk->word];
  }
  return true;
}

bool ply_walk_next(ply_walk *walk) {
  if (walk->rest == 0 && !next_word(walk)) return false;
  walk->combo = 64 * walk->word + __builtin_ctzll(walk->rest);
  walk->rest &= walk->rest - 1;
  return true;
}

uint64_t ply_scan_points(const ply_scan *scan, ply_over over) {
  uint64_t n = 0;
  for (ply_walk walk = ply_walk_start(scan, over); next_word(&walk); walk.rest = 0)
    n += (uint64_t)__builtin_popcountll(walk.rest);
  return n;
}
