/* Design by design, which memberships need a look at their combos? A party refuses all of them where its
 * value stays below what the design's issues leave it in need of; 64 memberships are tested at a time. How
 * many refuse is counted in two words, "one" and "two or more"; a word's other actors are passed over once
 * all its memberships have two. Cost: see prefilter.h. */
#include "sim/solve/search/prefilter.h"

#include <math.h>
#include <string.h>

static void set_tests(ply_prefilter *s, size_t design) {
  const ply_game *game = s->stretch->view->space->game;
  size_t slots = 2 * (size_t)s->stretch->view->roster->n_rows;
  ply_prefilter_test *test = s->test + design * s->n_tests;
  for (int a = 0; a < s->n_asked; a++) {
    int actor = s->asked[a];
    const ply_linear *sums = ply_stretch_sums(s->stretch, design, actor);
    if (s->lanes.value[actor] == NULL) continue;
    bool scaled = s->lanes.scale[actor] != NULL;
    bool refused = ply_stretch_refused(s->stretch, design) >> actor & 1;
    for (size_t slot = 0; slot < slots; slot++)
      *test++ = (ply_prefilter_test){
          .actor = a,
          .value = s->value + (size_t)a * 64 * s->words,
          .indicator = scaled ? s->indicator + (size_t)a * 64 * s->words : NULL,
          .mask = s->mask + ((size_t)a * slots + slot) * s->words,
          .slope = scaled ? (float)sums[slot].slope[__builtin_ctz(game->scaled_by[actor])] : 0,
          .bound = refused ? INFINITY : (float)(s->need[actor] - s->slack[actor] - sums[slot].constant)};
  }
}

/* What is left of a word: at most one asked actor surely refuses. *one: where exactly one does; refuses: by
 * asked actor, [n_asked]. */
static uint64_t sift(const ply_prefilter *s, size_t design, size_t word, uint64_t *one, uint64_t *refuses) {
  uint64_t some = 0, two = s->n - 64 * word < 64 ? ~(((uint64_t)1 << (s->n % 64)) - 1) : 0;
  const ply_prefilter_test *test = s->test + design * s->n_tests;
  memset(refuses, 0, (size_t)s->n_asked * sizeof *refuses);
  for (size_t t = 0; t < s->n_tests && two != ~(uint64_t)0; t++) {
    const ply_prefilter_test *q = &test[t];
    uint64_t there = q->mask[word] & ~two;
    if (there == 0) continue;
    const float *indicator = q->indicator != NULL ? q->indicator + 64 * word : NULL;
    uint64_t now = there & s->below(q->value + 64 * word, indicator, q->slope, q->bound);
    refuses[q->actor] |= now;
    two |= some & now;
    some |= now;
  }
  *one = some & ~two;
  return ~two;
}

/* Tells of the roots of a word at which one actor refuses alone. */
static void tell(const ply_prefilter *s, size_t design, size_t word, uint64_t one, const uint64_t *refuses,
                 ply_lone_fn lone, void *data) {
  for (int a = 0; a < s->n_asked; a++)
    for (uint64_t rest = one & refuses[a]; rest != 0; rest &= rest - 1)
      lone(data, design, 64 * word + (size_t)__builtin_ctzll(rest), s->asked[a]);
}

void ply_prefilter_designs(ply_prefilter *s, ply_lone_fn lone, void *data) {
  if (s->n == 0) return;
  size_t slots = 2 * (size_t)s->stretch->view->roster->n_rows;
  bool alike = s->stretch->view->space->game->spare == 0;
  uint64_t one, refuses[PLY_MAX_ACTORS];
  s->n_tests = 0;
  for (int a = 0; a < s->n_asked; a++) s->n_tests += s->lanes.value[s->asked[a]] != NULL ? slots : 0;
  for (size_t d = 0; d < s->stretch->n; d++) set_tests(s, d);
  for (size_t word = 0; word < s->words; word++)
    for (size_t d = 0; d < s->stretch->n; d++) {
      uint64_t left = sift(s, d, word, &one, refuses);
      if (alike || !s->veto) left &= ~one;
      if (alike && s->veto && one != 0) tell(s, d, word, one, refuses, lone, data);
      s->left[d * s->words + word] = left;
    }
}
