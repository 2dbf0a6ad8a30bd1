/* Which tuples have been met before? By hash, and then word by word, so that two that differ never share a number.
 * Cost: the width of the tuple asked about. */
#include "sim/solve/space/tuples.h"

#include <stdlib.h>
#include <string.h>

static uint64_t hash_of(const uint64_t *tuple, size_t width) {
  uint64_t hash = 0x9e3779b97f4a7c15u + width;
  for (size_t w = 0; w < width; w++) {
    hash = (hash ^ tuple[w]) * 0xff51afd7ed558ccdu;
    hash ^= hash >> 32;
  }
  return hash;
}

static size_t start_of(const ply_tuples *t, uint32_t number) { return number > 0 ? t->end[number - 1] : 0; }

static uint32_t *slot_of(const ply_tuples *t, const uint64_t *tuple, size_t width) {
  for (size_t at = (size_t)hash_of(tuple, width);; at++) {
    uint32_t *slot = &t->slot[at & (t->capacity - 1)];
    if (*slot == 0) return slot;
    size_t start = start_of(t, *slot - 1);
    if (t->end[*slot - 1] - start != width) continue;
    if (width == 0 || memcmp(t->pool + start, tuple, width * sizeof *tuple) == 0) return slot;
  }
}

static int grow_slots(ply_tuples *t) {
  size_t capacity = t->capacity > 0 ? 2 * t->capacity : 64;
  uint32_t *slot = calloc(capacity, sizeof *slot);
  if (slot == NULL) return 0;
  free(t->slot);
  t->slot = slot;
  t->capacity = capacity;
  for (uint32_t i = 0; i < t->n; i++) {
    size_t start = start_of(t, i);
    *slot_of(t, t->pool + start, t->end[i] - start) = i + 1;
  }
  return 1;
}

static int grow_lists(ply_tuples *t, size_t width) {
  if (t->n == t->room) {
    size_t room = t->room > 0 ? 2 * t->room : 64;
    size_t *end = realloc(t->end, room * sizeof *end);
    if (end == NULL) return 0;
    t->end = end;
    t->room = room;
  }
  if (t->used + width > t->pool_room) {
    size_t room = 2 * (t->used + width) + 64;
    uint64_t *pool = realloc(t->pool, room * sizeof *pool);
    if (pool == NULL) return 0;
    t->pool = pool;
    t->pool_room = room;
  }
  return 1;
}

uint32_t ply_tuples_number(ply_tuples *t, const uint64_t *tuple, size_t width) {
  if (2 * (size_t)t->n >= t->capacity && !grow_slots(t)) return UINT32_MAX;
  uint32_t *slot = slot_of(t, tuple, width);
  if (*slot != 0) return *slot - 1;
  if (!grow_lists(t, width)) return UINT32_MAX;
  if (width > 0) memcpy(t->pool + t->used, tuple, width * sizeof *tuple);
  t->used += width;
  t->end[t->n] = t->used;
  *slot = ++t->n;
  return t->n - 1;
}

void ply_tuples_done(ply_tuples *t) {
  free(t->slot);
  free(t->end);
  free(t->pool);
  *t = (ply_tuples){0};
}
