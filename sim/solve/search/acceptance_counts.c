/* How many bundles would each actor accept? An actor's payoff is its perspective's value plus a sum of issues,
 * whatever the others do, so its bundles are counted by pairs of the two, not one by one: the sums of all
 * designs and combos of a stretch are put into steps of equal width, and each perspective looks up how many reach
 * what it lacks; only the step where that falls is looked at sum by sum. Where few perspectives meet many sums,
 * or security scales the actor's issues, each perspective asks for the rank of each design instead. */
#include "sim/solve/search/prefilter.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- by rank ---- */

static uint64_t count_by_rank(const ply_stretch *stretch, int actor) {
  const ply_view *view = stretch->view;
  const ply_combos *combos = view->combos;
  const ply_perspective *perspective = view->roster->perspectives[actor];
  double bound = combos->game->reservation[actor] - PLY_EPS;
  uint64_t count = 0;
  for (size_t d = 0; d < stretch->n; d++) {
    const ply_linear *sums = ply_stretch_sums(stretch, d, actor);
    for (int p = 0; p < view->roster->n_perspectives[actor]; p++) {
      if (perspective[p].refuses) continue;
      double base = ply_tile_payoff_of(&view->tables, actor, (uint32_t)p, &sums[perspective[p].slot]);
      count += perspective[p].count *
               (uint64_t)ply_combos_rank(combos, &combos->ladder[actor], actor, base, bound);
    }
  }
  return count;
}

/* ---- by steps ---- */

typedef struct steps {
  double lowest, per_unit;
  int n; /* at most PLY_CENSUS_STEPS */
} steps;

/* Rising with x; the same for sums and for what is looked up. */
static int step_of(const steps *s, double x) {
  double at = (x - s->lowest) * s->per_unit;
  return at < 0 ? -1 : at >= s->n ? s->n : (int)at;
}

static int falling(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x > y ? -1 : x < y;
}

/* How many of the values from `at` on are the same. */
static size_t run_at(const double *value, size_t at, size_t n) {
  size_t end = at + 1;
  while (end < n && value[end] == value[at]) end++;
  return end - at;
}

/* The constants of all designs of the stretch at one slot, in falling order. */
static void sort_constants(ply_acceptance_counts *c, const ply_stretch *stretch, int actor, int slot) {
  for (size_t d = 0; d < stretch->n; d++) c->constant[d] = ply_stretch_sums(stretch, d, actor)[slot].constant;
  qsort(c->constant, stretch->n, sizeof *c->constant, falling);
}

/* The distinct sums of a design and a combo at one slot, each with how often it comes, sorted into steps. */
static void fill_steps(ply_acceptance_counts *c, const ply_stretch *stretch, int actor, int slot, steps *s) {
  const ply_combos *combos = stretch->view->combos;
  size_t k = (size_t)combos->n, n = 0;
  const double *combo = combos->sorted + (size_t)actor * k;
  sort_constants(c, stretch, actor, slot);
  for (size_t d = 0, same; d < stretch->n; d += same) {
    same = run_at(c->constant, d, stretch->n);
    for (size_t j = 0, symmetry; j < k; j += symmetry) {
      symmetry = run_at(combo, j, k);
      c->sum[n++] = (ply_acceptance_counts_sum){.value = c->constant[d] + combo[j],
                                                .times = (uint32_t)(same * symmetry)};
    }
  }
  double low = c->constant[stretch->n - 1] + combo[k - 1], high = c->constant[0] + combo[0];
  s->lowest = low;
  s->n = n < PLY_CENSUS_STEPS ? (int)n : PLY_CENSUS_STEPS;
  s->per_unit = high > low ? s->n * (1 - 1e-9) / (high - low) : 0;
  memset(c->from, 0, (size_t)(s->n + 2) * sizeof *c->from);
  memset(c->above, 0, (size_t)(s->n + 1) * sizeof *c->above);
  for (size_t j = 0; j < n; j++) {
    int step = step_of(s, c->sum[j].value);
    c->from[step + 2]++;
    c->above[step] += c->sum[j].times;
  }
  for (int t = 0; t < s->n; t++) c->from[t + 2] += c->from[t + 1];
  for (int t = s->n; t-- > 0;) c->above[t] += c->above[t + 1];
  for (size_t j = 0; j < n; j++) c->sorted[c->from[step_of(s, c->sum[j].value) + 1]++] = c->sum[j];
}

/* How many of the sums lift the value to the bound. */
static uint64_t reach(const ply_acceptance_counts *c, const steps *s, double value, double bound) {
  int step = step_of(s, bound - value);
  if (step >= s->n) return 0;
  if (step < 0) return c->above[0];
  uint64_t count = c->above[step + 1];
  for (uint32_t j = c->from[step]; j < c->from[step + 1]; j++)
    if (value + c->sorted[j].value >= bound) count += c->sorted[j].times;
  return count;
}

static uint64_t count_by_steps(ply_acceptance_counts *c, const ply_stretch *stretch, int actor,
                               const bool *present) {
  const ply_roster *k = stretch->view->roster;
  const ply_perspective *perspective = k->perspectives[actor];
  const double *value = stretch->view->tables.value[actor];
  double bound = stretch->view->space->game->reservation[actor] - PLY_EPS;
  uint64_t count = 0;
  for (int slot = 0; slot < 2 * k->n_rows; slot++) {
    if (!present[slot]) continue;
    steps s;
    fill_steps(c, stretch, actor, slot, &s);
    for (int p = 0; p < k->n_perspectives[actor]; p++)
      if (perspective[p].slot == slot && !perspective[p].refuses)
        count += perspective[p].count * reach(c, &s, value[p], bound);
  }
  return count;
}

/* ---- the choice ---- */

void ply_acceptance_counts_init(ply_acceptance_counts *acceptance) {
  *acceptance = (ply_acceptance_counts){0};
}

void ply_acceptance_counts_done(ply_acceptance_counts *acceptance) {
  free(acceptance->sum);
  free(acceptance->sorted);
  free(acceptance->constant);
  free(acceptance->from);
  free(acceptance->above);
}

static bool make_room(ply_acceptance_counts *c, size_t sums, size_t designs) {
  if (sums <= c->capacity && designs <= c->constants) return true;
  ply_acceptance_counts_done(c);
  *c = (ply_acceptance_counts){.sum = malloc(sums * sizeof *c->sum),
                               .sorted = malloc(sums * sizeof *c->sorted),
                               .constant = malloc(designs * sizeof *c->constant),
                               .from = malloc((PLY_CENSUS_STEPS + 2) * sizeof *c->from),
                               .above = malloc((PLY_CENSUS_STEPS + 1) * sizeof *c->above)};
  if (!c->sum || !c->sorted || !c->constant || !c->from || !c->above) return false;
  c->capacity = sums;
  c->constants = designs;
  return true;
}

bool ply_acceptance_counts_add(ply_acceptance_counts *acceptance, const ply_stretch *stretch,
                               ply_tally *tally) {
  const ply_view *view = stretch->view;
  const ply_game *game = view->space->game;
  size_t slots = 2 * (size_t)view->roster->n_rows, sums = stretch->n * (size_t)view->combos->n;
  bool *present = calloc(slots, sizeof *present);
  bool ok = present != NULL;
  for (int i = 0; ok && i < game->n_actors; i++) {
    size_t perspectives = (size_t)view->roster->n_perspectives[i], used = 0;
    memset(present, 0, slots * sizeof *present);
    for (size_t p = 0; p < perspectives; p++) present[view->roster->perspectives[i][p].slot] = true;
    for (size_t s = 0; s < slots; s++) used += present[s];
    if (game->scaled_by[i] != 0 || perspectives * stretch->n < 2 * perspectives + 2 * used * sums)
      tally->would_accept[i] += count_by_rank(stretch, i);
    else if ((ok = sums <= UINT32_MAX && make_room(acceptance, sums, stretch->n)))
      tally->would_accept[i] += count_by_steps(acceptance, stretch, i, present);
  }
  free(present);
  return ok;
}
