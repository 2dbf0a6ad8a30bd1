/* Dominance queries over many vectors. Vectors are kept in segments of 2,048; in a segment each entry is
 * sorted once, and for every 32nd rank the value there and, as bits, the set of vectors up to there are kept.
 * The vectors that are at least as good in every entry are then an intersection of such sets, which is empty
 * after two or three entries for most segments; what is left over (the sets are rounded up) is compared one
 * by one. Cost of a query: entries * (log 64 + 32 words) per segment. Memory: 8 bytes an entry, and twice as
 * much for the sets. */
#include "sim/solve/maxima.h"

#include <stdlib.h>
#include <string.h>

enum { SIZE = 2048, STEP = 32, WORDS = SIZE / 64, MARKS = SIZE / STEP };

typedef struct segment {
  double *vector;   /* [SIZE * n] */
  double *mark;     /* [n * MARKS]: every STEP-th value in falling order */
  uint64_t *prefix; /* [n * (MARKS + 1) * WORDS]: the first STEP * j vectors in falling order of an entry */
} segment;

struct ply_maxima {
  int n;
  size_t n_segments, capacity;
  segment *segments;
  size_t n_recent, recent_capacity;
  double *recent; /* [n_recent * n] */
};

ply_maxima *ply_maxima_new(int n) {
  ply_maxima *m = calloc(1, sizeof *m);
  if (m != NULL) m->n = n;
  return m;
}

static void segment_done(segment *s) {
  free(s->vector);
  free(s->mark);
  free(s->prefix);
}

void ply_maxima_free(ply_maxima *m) {
  if (m == NULL) return;
  for (size_t s = 0; s < m->n_segments; s++) segment_done(&m->segments[s]);
  free(m->segments);
  free(m->recent);
  free(m);
}

size_t ply_maxima_unsettled(const ply_maxima *m) { return m->n_recent; }

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
  uint64_t *prefix = s->prefix + (size_t)entry * (MARKS + 1) * WORDS;
  for (uint32_t k = 0; k < SIZE; k++) {
    if (k % STEP == 0) {
      uint64_t *next = prefix + (k / STEP + 1) * WORDS;
      memcpy(next, next - WORDS, WORDS * sizeof *next);
      s->mark[(size_t)entry * MARKS + k / STEP] = scratch[k].value;
    }
    prefix[(k / STEP + 1) * WORDS + scratch[k].at / 64] |= (uint64_t)1 << (scratch[k].at % 64);
  }
}

/* Turns the oldest recent vectors into a segment. */
static bool settle_one(ply_maxima *m) {
  size_t n = (size_t)m->n;
  if (m->n_segments == m->capacity) {
    size_t capacity = m->capacity * 2 + 8;
    segment *segments = realloc(m->segments, capacity * sizeof *segments);
    if (segments == NULL) return false;
    m->segments = segments;
    m->capacity = capacity;
  }
  segment s = {.vector = malloc(SIZE * n * sizeof *s.vector),
               .mark = malloc(MARKS * n * sizeof *s.mark),
               .prefix = calloc(n * (MARKS + 1) * WORDS, sizeof *s.prefix)};
  ranked *scratch = malloc(SIZE * sizeof *scratch);
  bool ok = s.vector && s.mark && s.prefix && scratch;
  if (ok) {
    memcpy(s.vector, m->recent, SIZE * n * sizeof *s.vector);
    for (int entry = 0; entry < m->n; entry++) rank_entry(&s, m->n, entry, scratch);
    m->segments[m->n_segments++] = s;
    m->n_recent -= SIZE;
    memmove(m->recent, m->recent + SIZE * n, m->n_recent * n * sizeof *m->recent);
  } else {
    segment_done(&s);
  }
  free(scratch);
  return ok;
}

bool ply_maxima_settle(ply_maxima *m) {
  while (m->n_recent >= SIZE)
    if (!settle_one(m)) return false;
  return true;
}

bool ply_maxima_add(ply_maxima *m, const double *vector) {
  size_t n = (size_t)m->n;
  if (m->n_recent == m->recent_capacity) {
    size_t capacity = m->recent_capacity * 2 + SIZE;
    double *recent = realloc(m->recent, capacity * n * sizeof *recent);
    if (recent == NULL) return false;
    m->recent = recent;
    m->recent_capacity = capacity;
  }
  memcpy(m->recent + m->n_recent * n, vector, n * sizeof *vector);
  m->n_recent++;
  return true;
}

/* One vector against one. */
static ply_dominance compare(int n, const double *other, const double *vector, double slack) {
  bool exact = true, better = false, beyond = false;
  for (int i = 0; i < n; i++) {
    if (other[i] < vector[i] - slack) return (ply_dominance){0};
    exact &= other[i] >= vector[i];
    better |= other[i] > vector[i];
    beyond |= other[i] > vector[i] + slack;
  }
  return (ply_dominance){.exact = exact && better, .tolerant = beyond};
}

/* Adds what one vector says; true where nothing more can be learnt. */
static bool learn(ply_dominance *found, ply_dominance d) {
  found->exact |= d.exact;
  found->tolerant |= d.tolerant;
  return found->exact && found->tolerant;
}

/* How many steps of a falling list hold all its values >= bound: the marks at or above it. */
static size_t steps_above(const double *mark, double bound) {
  size_t n = 0;
  for (size_t half = MARKS / 2; half > 0; half /= 2)
    if (mark[n + half - 1] >= bound) n += half;
  return n + (mark[n] >= bound);
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
    size_t steps = steps_above(s->mark + (size_t)i * MARKS, vector[i] - slack);
    if (steps == 0) return false;
    const uint64_t *prefix = s->prefix + ((size_t)i * (MARKS + 1) + steps) * WORDS;
    if (i == 0)
      memcpy(set, prefix, WORDS * sizeof *set);
    else if (!intersect(set, prefix))
      return false;
  }
  return true;
}

ply_dominance ply_maxima_settled(const ply_maxima *m, const double *vector, double slack) {
  ply_dominance found = {0};
  uint64_t set[WORDS];
  for (size_t s = 0; s < m->n_segments; s++) {
    if (!at_least(&m->segments[s], m->n, vector, slack, set)) continue;
    for (int w = 0; w < WORDS; w++)
      for (uint64_t rest = set[w]; rest != 0; rest &= rest - 1) {
        size_t k = 64 * (size_t)w + (size_t)__builtin_ctzll(rest);
        if (learn(&found, compare(m->n, m->segments[s].vector + k * (size_t)m->n, vector, slack)))
          return found;
      }
  }
  return found;
}

ply_dominance ply_maxima_recent(const ply_maxima *m, size_t from, const double *vector, double slack) {
  ply_dominance found = {0};
  for (size_t k = from; k < m->n_recent; k++)
    if (learn(&found, compare(m->n, m->recent + k * (size_t)m->n, vector, slack))) break;
  return found;
}
