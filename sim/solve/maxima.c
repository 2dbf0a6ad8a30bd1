/* Dominance queries over many vectors. Vectors are kept in segments of 4,096; in a segment each entry is
 * sorted once, and for every 64th rank the set of vectors up to there is kept as bits. The vectors that are
 * at least as good in every entry are then an intersection of such sets, which is empty after two or three
 * entries for most segments; what is left over (the sets are rounded up) is compared one by one. Cost of a
 * query: entries * (log 4096 + 64 words) per segment. Memory: 2 * 8 bytes an entry, and as much for the sets.
 */
#include "sim/solve/maxima.h"

#include <stdlib.h>
#include <string.h>

enum { SIZE = 4096, STEP = 64, WORDS = SIZE / 64, MARKS = SIZE / STEP + 1 };

typedef struct segment {
  double *vector;   /* [SIZE * n] */
  double *falling;  /* [n * SIZE] */
  uint64_t *prefix; /* [n * MARKS * WORDS]: the first STEP * mark vectors in falling order of an entry */
} segment;

struct ply_maxima {
  int n;
  size_t n_segments, capacity;
  segment *segments;
  size_t n_recent;
  double *recent; /* [SIZE * n] */
};

ply_maxima *ply_maxima_new(int n) {
  ply_maxima *m = calloc(1, sizeof *m);
  if (m == NULL) return NULL;
  m->n = n;
  m->recent = malloc((size_t)SIZE * (size_t)n * sizeof *m->recent);
  if (m->recent == NULL) {
    free(m);
    return NULL;
  }
  return m;
}

static void segment_done(segment *s) {
  free(s->vector);
  free(s->falling);
  free(s->prefix);
}

void ply_maxima_free(ply_maxima *m) {
  if (m == NULL) return;
  for (size_t s = 0; s < m->n_segments; s++) segment_done(&m->segments[s]);
  free(m->segments);
  free(m->recent);
  free(m);
}

size_t ply_maxima_count(const ply_maxima *m) { return m->n_segments * SIZE + m->n_recent; }

typedef struct ranked {
  double value;
  uint32_t at;
} ranked;

static int falling(const void *a, const void *b) {
  const ranked *x = a, *y = b;
  if (x->value != y->value) return x->value > y->value ? -1 : 1;
  return x->at < y->at ? -1 : x->at > y->at;
}

static void rank_entry(segment *s, int n, int entry, ranked *scratch) {
  for (uint32_t k = 0; k < SIZE; k++)
    scratch[k] = (ranked){s->vector[(size_t)k * (size_t)n + (size_t)entry], k};
  qsort(scratch, SIZE, sizeof *scratch, falling);
  uint64_t *prefix = s->prefix + (size_t)entry * MARKS * WORDS;
  for (uint32_t k = 0; k < SIZE; k++) {
    if (k % STEP == 0) {
      uint64_t *next = prefix + (k / STEP + 1) * WORDS;
      memcpy(next, next - WORDS, WORDS * sizeof *next);
    }
    s->falling[(size_t)entry * SIZE + k] = scratch[k].value;
    prefix[(k / STEP + 1) * WORDS + scratch[k].at / 64] |= (uint64_t)1 << (scratch[k].at % 64);
  }
}

/* Turns the recent vectors into a segment. */
static bool settle(ply_maxima *m) {
  size_t n = (size_t)m->n;
  if (m->n_segments == m->capacity) {
    size_t capacity = m->capacity * 2 + 8;
    segment *segments = realloc(m->segments, capacity * sizeof *segments);
    if (segments == NULL) return false;
    m->segments = segments;
    m->capacity = capacity;
  }
  segment s = {.vector = malloc(SIZE * n * sizeof *s.vector),
               .falling = malloc(SIZE * n * sizeof *s.falling),
               .prefix = calloc(n * MARKS * WORDS, sizeof *s.prefix)};
  ranked *scratch = malloc(SIZE * sizeof *scratch);
  bool ok = s.vector && s.falling && s.prefix && scratch;
  if (ok) {
    memcpy(s.vector, m->recent, SIZE * n * sizeof *s.vector);
    for (int entry = 0; entry < m->n; entry++) rank_entry(&s, m->n, entry, scratch);
    m->segments[m->n_segments++] = s;
    m->n_recent = 0;
  } else {
    segment_done(&s);
  }
  free(scratch);
  return ok;
}

bool ply_maxima_add(ply_maxima *m, const double *vector) {
  if (m->n_recent == SIZE && !settle(m)) return false;
  memcpy(m->recent + m->n_recent * (size_t)m->n, vector, (size_t)m->n * sizeof *vector);
  m->n_recent++;
  return true;
}

/* One vector against one. */
static ply_dominance compare(int n, const double *other, const double *vector, double slack, double margin) {
  bool better = false, beyond = false;
  for (int i = 0; i < n; i++) {
    if (other[i] < vector[i] - slack) return PLY_UNDOMINATED;
    better |= other[i] > vector[i];
    beyond |= other[i] > vector[i] + margin;
  }
  return beyond ? PLY_DOMINATED : better ? PLY_DOMINATED_WITHIN : PLY_UNDOMINATED;
}

/* The number of marks that cover all values >= bound of a falling list. */
static size_t marks_above(const double *list, double bound) {
  size_t low = 0, high = SIZE;
  while (low < high) {
    size_t mid = (low + high) / 2;
    if (list[mid] >= bound)
      low = mid + 1;
    else
      high = mid;
  }
  return (low + STEP - 1) / STEP;
}

/* set &= other; false if nothing is left. */
static bool intersect(uint64_t *set, const uint64_t *other) {
  uint64_t any = 0;
  for (int w = 0; w < WORDS; w++) any |= set[w] &= other[w];
  return any != 0;
}

/* The vectors of the segment that may be at least as good; false if there are none. */
static bool at_least(const segment *s, int n, const double *vector, double slack, uint64_t *set) {
  for (int i = 0; i < n; i++) {
    size_t marks = marks_above(s->falling + (size_t)i * SIZE, vector[i] - slack);
    if (marks == 0) return false;
    const uint64_t *prefix = s->prefix + ((size_t)i * MARKS + marks) * WORDS;
    if (i == 0)
      memcpy(set, prefix, WORDS * sizeof *set);
    else if (!intersect(set, prefix))
      return false;
  }
  return true;
}

ply_dominance ply_maxima_settled(const ply_maxima *m, const double *vector, double slack, double margin) {
  ply_dominance found = PLY_UNDOMINATED;
  uint64_t set[WORDS];
  for (size_t s = 0; s < m->n_segments; s++) {
    if (!at_least(&m->segments[s], m->n, vector, slack, set)) continue;
    for (int w = 0; w < WORDS; w++)
      for (uint64_t rest = set[w]; rest != 0; rest &= rest - 1) {
        size_t k = 64 * (size_t)w + (size_t)__builtin_ctzll(rest);
        ply_dominance d = compare(m->n, m->segments[s].vector + k * (size_t)m->n, vector, slack, margin);
        if (d == PLY_DOMINATED) return d;
        if (d > found) found = d;
      }
  }
  return found;
}

ply_dominance ply_maxima_recent(const ply_maxima *m, const double *vector, double slack, double margin) {
  ply_dominance found = PLY_UNDOMINATED;
  for (size_t k = 0; k < m->n_recent; k++) {
    ply_dominance d = compare(m->n, m->recent + k * (size_t)m->n, vector, slack, margin);
    if (d == PLY_DOMINATED) return d;
    if (d > found) found = d;
  }
  return found;
}
