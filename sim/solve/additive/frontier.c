/* Which sums of the loose issues matter to whoever looks for the best? Those that no other sum beats: merged
 * issue by issue from the last to the first, where a partial sum that another one clearly beats (nobody worse,
 * somebody better by more than twice the tolerance) is dropped at once, as whatever completes it is beaten by
 * what completes the other in the same way; so is one that leaves a needed party short whatever follows.
 * Equal sums are one, with how many combos give it. (Dynamic programming over Pareto sets: Nemhauser and
 * Ullmann 1969, doi:10.1287/mnsc.15.9.494.) The sums of an issue's options, each in falling order, are merged
 * in falling order, so that a sum is judged when everything that can beat it has been seen. Cost: sums kept *
 * options * what a question to the keeper costs (beaten.c). */
#include "sim/solve/additive/additive.h"
#include "sim/solve/additive/beaten.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct merge {
  const ply_terms *terms;
  int j, d;
  const ply_frontier *from;
  ply_frontier *to;
  const double *need; /* [d] least steps of the whole sum; -INFINITY: any */
  size_t *at;         /* [options] place in `from` of each option's next sum */
  double *head;       /* [options * d] that sum */
  ply_unbeaten *keeper;
  size_t bytes; /* left */
  ply_status status;
} merge;

static size_t bytes_each(int d) { return (size_t)d * sizeof(double) + 2 * sizeof(uint64_t); }

static bool grow(merge *m) {
  ply_frontier *f = m->to;
  if (f->n < f->capacity) return true;
  size_t capacity = f->capacity + f->capacity / 2 + 64, d = (size_t)m->d;
  /* the keeper keeps another copy, in its own order */
  size_t more = (capacity - f->capacity) * 2 * bytes_each(m->d);
  if (more > m->bytes) {
    m->status = PLY_E_LIMIT;
    return false;
  }
  m->bytes -= more;
  double *sum = realloc(f->sum, capacity * d * sizeof *sum);
  if (sum != NULL) f->sum = sum;
  uint64_t *count = realloc(f->count, capacity * sizeof *count);
  if (count != NULL) f->count = count;
  uint64_t *index = realloc(f->index, capacity * sizeof *index);
  if (index != NULL) f->index = index;
  if (!sum || !count || !index) m->status = PLY_E_MEMORY;
  f->capacity = m->status == PLY_OK ? capacity : f->capacity;
  return m->status == PLY_OK;
}

/* Turns an option to its next sum. */
static void step(merge *m, int o) {
  size_t d = (size_t)m->d, at = m->at[o]++;
  if (at >= m->from->n) return;
  for (size_t i = 0; i < d; i++)
    m->head[(size_t)o * d + i] = m->from->sum[at * d + i] + m->terms->term[m->j][(size_t)o * d + i];
}

static int compare(const double *a, const double *b, int d) {
  for (int i = 0; i < d; i++)
    if (a[i] != b[i]) return a[i] > b[i] ? -1 : 1;
  return 0;
}

/* The option whose next sum comes first, -1 when all are through. */
static int first_option(const merge *m) {
  int best = -1;
  for (int o = 0; o < m->terms->options[m->j]; o++) {
    if (m->at[o] > m->from->n) continue;
    if (best < 0 ||
        compare(m->head + (size_t)o * (size_t)m->d, m->head + (size_t)best * (size_t)m->d, m->d) < 0)
      best = o;
  }
  return best;
}

static bool hopeless(const merge *m, const double *sum) {
  for (int i = 0; i < m->d; i++)
    if (sum[i] + m->terms->most[m->j][i] < m->need[i]) return true;
  return false;
}

static void take(merge *m, const double *sum, uint64_t count, uint64_t index) {
  ply_frontier *f = m->to;
  size_t d = (size_t)m->d;
  double *last = f->n > 0 ? f->sum + (f->n - 1) * d : NULL;
  if (last != NULL && compare(last, sum, m->d) == 0) {
    f->count[f->n - 1] += count;
    if (index < f->index[f->n - 1]) f->index[f->n - 1] = index;
    return;
  }
  if (hopeless(m, sum) || ply_unbeaten_beats(m->keeper, sum) || !grow(m)) return;
  memcpy(f->sum + f->n * d, sum, d * sizeof *sum);
  f->count[f->n] = count;
  f->index[f->n++] = index;
  if (!ply_unbeaten_add(m->keeper, sum)) m->status = PLY_E_MEMORY;
}

enum { BETWEEN_LOOKS = 256 }; /* sums between two looks at the clock */

static void merge_issue(merge *m, const ply_clock *clock) {
  size_t seen = 0;
  for (int o = 0; o < m->terms->options[m->j]; o++) step(m, o);
  for (int o; m->status == PLY_OK && (o = first_option(m)) >= 0; step(m, o)) {
    size_t at = m->at[o] - 1;
    take(m, m->head + (size_t)o * (size_t)m->d, m->from->count[at],
         m->from->index[at] + m->terms->stride[m->j] * (uint64_t)o);
    if (++seen % BETWEEN_LOOKS == 0 && ply_clock_says(clock) != NULL) m->status = PLY_E_STOPPED;
  }
}

/* What every needed party must get, at the ground that asks least of it. */
static void weakest_needs(const ply_additive *a, double *need) {
  for (int i = 0; i < a->game->n_actors; i++) {
    need[i] = INFINITY;
    for (size_t s = 0; s < a->n_grounds; s++) {
      const ply_ground *ground = &a->grounds[s];
      bool must = ground->party >> i & 1 && (a->game->spare == 0 || !(a->game->counted >> i & 1));
      need[i] = fmin(need[i], must ? ground->need[i] : -INFINITY);
    }
    if (a->n_grounds == 0) need[i] = -INFINITY;
  }
}

/* The empty sum alone. */
static bool start(ply_frontier *f, int d) {
  f->sum = calloc((size_t)d + 1, sizeof *f->sum);
  f->count = calloc(1, sizeof *f->count);
  f->index = calloc(1, sizeof *f->index);
  if (!f->sum || !f->count || !f->index) return false;
  f->count[0] = f->n = f->capacity = 1;
  return true;
}

static void merge_into(merge *m, const ply_clock *clock) {
  size_t options = (size_t)m->terms->options[m->j], d = (size_t)m->d;
  m->at = calloc(options, sizeof *m->at);
  m->head = malloc(options * d * sizeof *m->head + 1);
  m->keeper = ply_unbeaten_new(m->d, m->terms->eps);
  if (!m->at || !m->head || !m->keeper)
    m->status = PLY_E_MEMORY;
  else
    merge_issue(m, clock);
  ply_unbeaten_free(m->keeper);
  free(m->at);
  free(m->head);
}

ply_status ply_frontiers_fill(ply_additive *a, size_t bytes, const ply_clock *clock) {
  const ply_terms *t = &a->terms;
  double need[PLY_MAX_ACTORS];
  ply_status status = start(&a->frontier[t->n_issues], t->n_actors) ? PLY_OK : PLY_E_MEMORY;
  weakest_needs(a, need);
  for (int j = t->n_issues - 1; j >= 0 && status == PLY_OK; j--) {
    merge m = {.terms = t,
               .j = j,
               .d = t->n_actors,
               .from = &a->frontier[j + 1],
               .to = &a->frontier[j],
               .need = need,
               .bytes = bytes};
    merge_into(&m, clock);
    status = m.status;
    size_t kept = a->frontier[j].capacity * bytes_each(m.d);
    bytes -= kept < bytes ? kept : bytes;
  }
  return status;
}

void ply_frontiers_done(ply_additive *a) {
  for (int j = 0; j <= PLY_MAX_ISSUES; j++) {
    free(a->frontier[j].sum);
    free(a->frontier[j].count);
    free(a->frontier[j].index);
  }
}
