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

static uint64_t count_at(const ply_stretch *stretch, size_t design, int actor) {
  const ply_view *view = stretch->view;
  const ply_combos *combos = view->combos;
  const ply_perspectives *seen = view->roster->seen[actor];
  const ply_linear *sums = ply_stretch_sums(stretch, design, actor);
  const ply_ladder *ladder = &combos->ladder[actor];
  double bound = combos->game->reservation[actor] - combos->game->eps[actor];
  uint64_t count = 0;
  for (int p = 0; p < seen->n; p++) {
    if (seen->may_accept[p] == 0) continue;
    double base = ply_tile_payoff_of(&view->tables, actor, (uint32_t)p, &sums[seen->slot[p]]);
    count += seen->may_accept[p] * (uint64_t)ply_combos_rank(combos, ladder, actor, base, bound);
  }
  return count;
}

/* The same where one indicator scales the actor's issues. */
static uint64_t count_scaled(const ply_stretch *stretch, size_t design, int actor) {
  const ply_view *view = stretch->view;
  const ply_combos *combos = view->combos;
  const ply_perspectives *seen = view->roster->seen[actor];
  const ply_linear *sums = ply_stretch_sums(stretch, design, actor);
  const ply_ladder *ladder = &combos->ladder[actor];
  int by = __builtin_ctz(combos->game->scaled_by[actor]);
  const double *value = view->tables.value[actor], *scale = ply_tile_indicator(&view->tables, by, actor);
  double bound = combos->game->reservation[actor] - combos->game->eps[actor];
  uint64_t count = 0;
  if (scale == NULL) return count_at(stretch, design, actor);
  for (int p = 0; p < seen->n; p++) {
    const ply_linear *sum = &sums[seen->slot[p]];
    double base = value[p] + sum->constant + sum->slope[by] * scale[seen->effort[p]];
    count += seen->may_accept[p] * (uint64_t)ply_combos_rank(combos, ladder, actor, base, bound);
  }
  return count;
}

static uint64_t count_by_rank(const ply_stretch *stretch, int actor) {
  uint32_t by = stretch->view->combos->game->scaled_by[actor];
  bool once = by != 0 && (by & (by - 1)) == 0;
  uint64_t count = 0;
  for (size_t d = 0; d < stretch->n; d++) {
    if (ply_stretch_refused(stretch, d) >> actor & 1) continue;
    count += once ? count_scaled(stretch, d, actor) : count_at(stretch, d, actor);
  }
  return count;
}

/* ---- by steps ---- */

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

/* The constants at one slot of all designs of the stretch that the actor does not refuse, in falling order; returns
 * how many. */
static size_t sort_constants(ply_acceptance_counts *c, const ply_stretch *stretch, int actor, int slot) {
  size_t n = 0;
  for (size_t d = 0; d < stretch->n; d++)
    if (!(ply_stretch_refused(stretch, d) >> actor & 1))
      c->constant[n++] = ply_stretch_sums(stretch, d, actor)[slot].constant;
  qsort(c->constant, n, sizeof *c->constant, falling);
  return n;
}

/* The step in which x lies, rising with x, the same for sums and for what is looked up: 0 below all sums, n + 1
 * above. */
static size_t step_of(const ply_acceptance_steps *s, double x) {
  double at = (x - s->lowest) * s->per_unit + 1;
  return at < 1 ? 0 : at >= s->n + 1 ? (size_t)s->n + 1 : (size_t)at;
}

/* Four times as many steps as sums, so that few of those met are in doubt. */
static int steps_for(size_t sums) {
  return sums < PLY_ACCEPTANCE_STEPS / 4 ? 4 * (int)sums : PLY_ACCEPTANCE_STEPS;
}

/* The distinct sums of a design and a combo at one slot, each with how often it comes, sorted into steps;
 * sorted: room for them. Returns how many. */
static size_t fill_steps(ply_acceptance_counts *c, const ply_stretch *stretch, int actor, int slot,
                         ply_acceptance_sum *sorted, ply_acceptance_steps *s) {
  const ply_combos *combos = stretch->view->combos;
  size_t k = (size_t)combos->n, n = 0;
  const double *combo = combos->sorted + (size_t)actor * k;
  size_t designs = sort_constants(c, stretch, actor, slot);
  for (size_t d = 0, same; d < designs; d += same) {
    same = run_at(c->constant, d, designs);
    for (size_t j = 0, alike; j < k; j += alike) {
      alike = run_at(combo, j, k);
      c->sum[n++] =
          (ply_acceptance_sum){.value = c->constant[d] + combo[j], .times = (uint32_t)(same * alike)};
    }
  }
  double low = c->constant[designs - 1] + combo[k - 1], high = c->constant[0] + combo[0];
  s->lowest = low;
  s->n = steps_for(n);
  s->per_unit = high > low ? s->n * (1 - 1e-9) / (high - low) : 0;
  s->sorted = sorted;
  memset(s->step, 0, ((size_t)s->n + 3) * sizeof *s->step);
  for (size_t j = 0; j < n; j++) {
    size_t step = step_of(s, c->sum[j].value);
    s->step[step + 1].from++;
    s->step[step].above += c->sum[j].times;
  }
  for (int t = 0; t <= s->n; t++) s->step[t + 1].from += s->step[t].from;
  for (int t = s->n; t-- > 0;) s->step[t].above += s->step[t + 1].above;
  s->step[s->n + 2].from = (uint32_t)n;
  for (size_t j = n; j-- > 0;) sorted[--s->step[step_of(s, c->sum[j].value) + 1].from] = c->sum[j];
  for (int t = 0; t <= s->n + 1; t++) s->step[t].from = s->step[t + 1].from;
  return n;
}

/* How many of the sums lift the value to the bound. */
static inline uint32_t reach(const ply_acceptance_steps *s, double value, double bound) {
  size_t step = step_of(s, bound - value);
  if (step > (size_t)s->n) return 0;
  uint32_t count = s->step[step + 1].above;
  for (uint32_t j = s->step[step].from; j < s->step[step + 1].from; j++)
    if (value + s->sorted[j].value >= bound) count += s->sorted[j].times;
  return count;
}

/* How many designs of the stretch the actor does not refuse whatever the membership. */
static size_t accepting(const ply_stretch *stretch, int actor) {
  size_t n = 0;
  for (size_t d = 0; d < stretch->n; d++) n += !(ply_stretch_refused(stretch, d) >> actor & 1);
  return n;
}

static uint64_t count_by_steps(ply_acceptance_counts *c, const ply_stretch *stretch, int actor) {
  const ply_roster *k = stretch->view->roster;
  const ply_perspectives *seen = k->seen[actor];
  const double *value = stretch->view->tables.value[actor];
  double bound = stretch->view->space->game->reservation[actor] - stretch->view->space->game->eps[actor];
  uint64_t count = 0;
  ply_acceptance_sum *sorted = c->sorted;
  ply_acceptance_step *step = c->step;
  if (accepting(stretch, actor) == 0) return 0;
  for (int slot = 0; slot < 2 * k->n_rows; slot++) {
    if (!seen->has_slot[slot]) continue;
    c->steps[slot].step = step;
    sorted += fill_steps(c, stretch, actor, slot, sorted, &c->steps[slot]);
    step += c->steps[slot].n + 3;
  }
  for (int p = 0; p < seen->n; p++)
    count += seen->may_accept[p] * reach(&c->steps[seen->slot[p]], value[p], bound);
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
  free(acceptance->steps);
  free(acceptance->step);
  *acceptance = (ply_acceptance_counts){0};
}

/* Room for so many slots, used ones among them, each with so many sums of so many designs. */
static bool make_room(ply_acceptance_counts *c, size_t slots, size_t used, size_t sums, size_t designs) {
  size_t steps = (size_t)steps_for(sums) + 3;
  if (used * sums > c->sums || slots > c->slots || used * steps > c->room || designs > c->designs) {
    ply_acceptance_counts_done(c);
    *c = (ply_acceptance_counts){.sum = malloc(used * sums * sizeof *c->sum),
                                 .sorted = malloc(used * sums * sizeof *c->sorted),
                                 .constant = malloc(designs * sizeof *c->constant),
                                 .steps = malloc(slots * sizeof *c->steps),
                                 .step = malloc(used * steps * sizeof *c->step)};
    if (!c->sum || !c->sorted || !c->constant || !c->steps || !c->step) return false;
    c->sums = used * sums;
    c->slots = slots;
    c->room = used * steps;
    c->designs = designs;
  }
  return true;
}

bool ply_acceptance_counts_add(ply_acceptance_counts *acceptance, const ply_stretch *stretch,
                               ply_tally *tally) {
  const ply_view *view = stretch->view;
  const ply_game *game = view->space->game;
  size_t slots = 2 * (size_t)view->roster->n_rows, sums = stretch->n * (size_t)view->combos->n;
  for (int i = 0; i < game->n_actors; i++) {
    const ply_perspectives *seen = view->roster->seen[i];
    size_t n = (size_t)seen->n, used = 0;
    for (size_t s = 0; s < slots; s++) used += seen->has_slot[s];
    if (game->scaled_by[i] != 0 || n * stretch->n < n + 5 * used * sums)
      tally->would_accept[i] += count_by_rank(stretch, i);
    else if (sums <= UINT32_MAX && make_room(acceptance, slots, used, sums, stretch->n))
      tally->would_accept[i] += count_by_steps(acceptance, stretch, i);
    else
      return false;
  }
  return true;
}
