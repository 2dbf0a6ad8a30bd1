/* Which bundles are efficient: no other bundle of the set is at least as good for every actor and better for
 * one (maxima of vectors: Kung, Luccio and Preparata 1975, doi:10.1145/321906.321910).
 *
 * Clearly beaten bundles are set aside first, in whole chunks (pareto_beaten.c). What is left is few; each is compared, with
 * the tolerance, with the others that are as good for everybody (dominance_tree.c). Every verdict is found on its
 * own, so threads change nothing. Cost: entries + bundles left, times what a question to a tree costs. */
#include "sim/solve/answer/pareto.h"

#include "sim/solve/search/symmetry.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static ply_over efficiency_set(const ply_question *q) {
  return q->settings->over == PLY_OVER_STABLE ? PLY_OVER_STABLE : PLY_OVER_ACCEPTABLE;
}

/* ---- comparisons ---- */

static void payoffs_at(const ply_pareto *f, ply_pareto_spot at, double *payoff) {
  const ply_combos *combos = &f->scan->combos;
  for (size_t i = 0; i < f->d; i++)
    payoff[i] = f->payoff[at.entry * f->d + i] + combos->payoff[i * (size_t)combos->n + at.combo];
}

static bool better_in_another_order(const ply_pareto *f, ply_pareto_spot at, const double *payoff) {
  double there[PLY_MAX_ACTORS];
  payoffs_at(f, at, there);
  return ply_symmetry_better(f->scan->space, there, payoff);
}

/* With the tolerance of every comparison of payoffs. */
static bool dominates(const ply_pareto *f, ply_pareto_spot at, const double *payoff) {
  const ply_combos *combos = &f->scan->combos;
  const double *eps = f->scan->space->game->eps;
  bool better = false;
  for (size_t i = 0; i < f->d; i++) {
    double there = f->payoff[at.entry * f->d + i] + combos->payoff[i * (size_t)combos->n + at.combo];
    if (there < payoff[i] - eps[i]) return false;
    better |= there > payoff[i] + eps[i];
  }
  return better || (f->in_order != NULL && better_in_another_order(f, at, payoff));
}

/* Candidates that are alike may change places: payoffs are then compared in order within each group. */
static bool put_in_order(ply_pareto *f) {
  const ply_scan *scan = f->scan;
  f->payoff = scan->payoff;
  if (scan->space->symmetry == NULL) return true;
  f->payoff = f->in_order = malloc(scan->n_accepted * f->d * sizeof *f->in_order + 1);
  if (f->in_order == NULL) return false;
  memcpy(f->in_order, scan->payoff, scan->n_accepted * f->d * sizeof *f->in_order);
  for (size_t h = 0; h < scan->n_accepted; h++) ply_symmetry_sort(scan->space, f->in_order + h * f->d);
  return true;
}

/* ---- the bundles left ---- */

static bool gather_spots(ply_pareto *f) {
  double low[PLY_MAX_ACTORS], high[PLY_MAX_ACTORS], combo_low[PLY_MAX_ACTORS], combo_high[PLY_MAX_ACTORS];
  double payoff[PLY_MAX_ACTORS];
  ply_pareto_range_of_entries(f, low, high);
  ply_pareto_range_of_combos(f, combo_low, combo_high);
  for (size_t i = 0; i < f->d; i++) low[i] += combo_low[i];
  for (size_t i = 0; i < f->d; i++) high[i] += combo_high[i];
  size_t bytes = f->n * sizeof *f->spots, n = 0;
  if (!ply_pareto_start(f, f->n, bytes, low, high)) return false;
  f->spots = malloc(bytes + 1);
  f->failed = f->spots == NULL;
  for (size_t h = 0; h < f->scan->n_accepted && !f->failed; h++)
    for (size_t w = 0; w < f->words; w++)
      for (uint64_t rest = f->left[h * f->words + w]; rest != 0; rest &= rest - 1) {
        f->spots[n] = (ply_pareto_spot){(uint32_t)h, (uint32_t)(64 * w) + (uint32_t)__builtin_ctzll(rest)};
        payoffs_at(f, f->spots[n], payoff);
        ply_dominance_tree_put(f->tree, n++, payoff);
      }
  return !f->failed && ply_pareto_settle(f);
}

typedef struct spot_asked {
  const ply_pareto *f;
  const double *payoff;
  size_t by;
} spot_asked;

static bool is_dominated(void *data, size_t k) {
  spot_asked *a = data;
  if (!dominates(a->f, a->f->spots[k], a->payoff)) return false;
  a->by = k;
  return true;
}

/* Whether a bundle of the set with these payoffs is efficient. */
static bool efficient(const ply_pareto *f, const double *payoff, ply_pareto_hints *seen) {
  spot_asked asked = {.f = f, .payoff = payoff};
  double bound[PLY_MAX_ACTORS];
  for (size_t i = 0; i < seen->n; i++)
    if (dominates(f, f->spots[seen->last[i]], payoff)) {
      ply_pareto_hint(seen, i, seen->last[i]);
      return false;
    }
  for (size_t i = 0; i < f->d; i++) bound[i] = payoff[i] - f->scan->space->game->eps[i];
  if (!ply_dominance_tree_search(f->tree, bound, is_dominated, &asked)) return true;
  ply_pareto_hint(seen, seen->n, asked.by);
  return false;
}

/* How many efficient bundles a bundle left stands for. */
static uint64_t weigh_spot(ply_pareto *f, size_t k, ply_pareto_hints *seen) {
  const uint64_t *count = f->scan->combos.count;
  double payoff[PLY_MAX_ACTORS];
  payoffs_at(f, f->spots[k], payoff);
  if (!efficient(f, payoff, seen)) return 0;
  return f->scan->accepted[f->spots[k].entry].weight * (count != NULL ? count[f->spots[k].combo] : 1);
}

/* The bundles left that nothing dominates, by place. No memory: f->failed. */
static void list_efficient(ply_pareto *f) {
  ply_efficient_list *list = f->q->list;
  ply_pareto_hints seen = {.n = 0};
  list->index = malloc(f->n * sizeof *list->index + 1);
  f->failed = list->index == NULL;
  for (size_t k = 0; !f->failed && k < f->n; k++)
    if (weigh_spot(f, k, &seen) > 0)
      list->index[list->n++] = ply_scan_index(f->scan, f->spots[k].entry, (int)f->spots[k].combo);
}

/* How far each bundle asked about is from the nearest one left that nothing dominates: in the order of the bundles left,
 * so that only those that are nearer than the nearest so far are asked. Candidates that are alike are passed over:
 * bundles left then stand for others too. */
static void measure_gaps(ply_pareto *f) {
  ply_pareto_hints seen = {.n = 0};
  double ideal[PLY_MAX_ACTORS], payoff[PLY_MAX_ACTORS];
  if (f->q->n_gaps == 0 || f->in_order != NULL) return;
  ply_answer_ideal(f->q, ideal);
  for (int r = 0; r < f->q->n_gaps; r++) {
    ply_frontier_gap *gap = &f->q->gaps[r];
    for (size_t k = 0; k < f->n; k++) {
      payoffs_at(f, f->spots[k], payoff);
      double distance = ply_answer_apart(f->q, ideal, gap->payoff, payoff);
      if (!(distance >= gap->distance) && efficient(f, payoff, &seen)) gap->distance = distance;
    }
  }
}

static void mark_cloud(const ply_pareto *f) {
  ply_cloud *cloud = &f->q->result->cloud;
  ply_pareto_hints seen = {.n = 0};
  for (size_t k = 0; k < cloud->n; k++) {
    ply_cloud_point *p = &cloud->points[k];
    double payoff[PLY_MAX_ACTORS];
    memcpy(payoff, p->payoffs, f->d * sizeof *payoff);
    if (f->in_order != NULL) ply_symmetry_sort(f->scan->space, payoff);
    p->efficient = (f->over != PLY_OVER_STABLE || p->stable) && efficient(f, payoff, &seen);
  }
  cloud->efficient_known = true;
}

/* Where the scan lists only bundles that no other one beats, they are counted. */
static bool listed_are_efficient(const ply_question *q) {
  const ply_scan *scan = q->scan;
  return scan->additive != NULL && scan->space->vectors->apart && scan->n_accepted <= 1 &&
         !q->result->cloud.present;
}

static ply_status count_listed(ply_question *q) {
  const ply_scan *scan = q->scan;
  uint64_t count = scan->n_accepted > 0 ? ply_combos_weigh(&scan->combos, scan->accept) : 0;
  q->result->pareto.count = count;
  q->result->pareto.outcome = count > 0 ? PLY_FOUND : PLY_PROVED_NONE;
  return PLY_OK;
}

ply_status ply_answer_pareto(ply_question *q) {
  const ply_scan *scan = q->scan;
  ply_pareto f = {.q = q, .scan = scan, .over = efficiency_set(q), .threads = ply_scan_threads(q->settings)};
  size_t memory = ply_solve_memory(q->settings);
  q->result->pareto.over = ply_over_name(f.over);
  q->result->pareto.outcome = PLY_LIMIT_REACHED;
  if (!scan->complete) return PLY_OK;
  if (listed_are_efficient(q)) return count_listed(q);
  f.d = (size_t)q->game->n_actors;
  f.words = (size_t)scan->combos.words;
  f.budget_bytes = memory / 2;
  size_t set_bytes = scan->n_accepted * f.words * sizeof *f.left;
  if (set_bytes > f.budget_bytes) return PLY_OK;
  f.budget_bytes -= set_bytes;
  f.live = malloc(f.words * sizeof *f.live + 1);
  f.left = malloc(set_bytes + 1);
  f.failed = f.live == NULL || f.left == NULL || !put_in_order(&f);
  if (!f.failed && ply_pareto_live_combos(&f) && ply_pareto_left(&f) && gather_spots(&f)) {
    uint64_t count = ply_pareto_ask_all(&f, f.n, weigh_spot);
    if (f.stopped == NULL) {
      mark_cloud(&f);
      measure_gaps(&f);
      if (q->list != NULL) list_efficient(&f);
      q->result->pareto.count = count;
      q->result->pareto.outcome = f.n == 0 ? PLY_PROVED_NONE : PLY_FOUND;
    }
  }
  if (f.by_clock) ply_answer_stopped(q, f.stopped);
  ply_dominance_tree_free(f.tree);
  free(f.live);
  free(f.left);
  free(f.in_order);
  free(f.kept);
  free(f.spots);
  return f.failed ? PLY_E_MEMORY : PLY_OK;
}

static ply_status ask(ply_question *q, void *record) {
  (void)record;
  return ply_answer_pareto(q);
}

static const ply_field fields[] = {
    {.name = "outcome", .kind = PLY_FIELD_OUTCOME, .at = offsetof(ply_result, pareto.outcome)},
    {.name = "over", .kind = PLY_FIELD_WORD, .at = offsetof(ply_result, pareto.over)},
    {.name = "count",
     .kind = PLY_FIELD_COUNT,
     .when = PLY_NULL_AT_LIMIT,
     .unit = "bundles",
     .at = offsetof(ply_result, pareto.count)},
    {0},
};

const ply_question_row ply_question_pareto = {
    .words = {.name = "pareto",
              .help = "bundles of a set that no other of it improves on for somebody at nobody's cost",
              .flat = true,
              .fields = fields},
    .skip = PLY_SKIP_PARETO,
    .last = true,
    .ask = ask,
};

/* ---- one bundle ---- */

static bool undominated(const ply_pareto *f, const double *payoff) {
  const ply_scan *scan = f->scan;
  double low[PLY_MAX_ACTORS], most[PLY_MAX_ACTORS];
  ply_pareto_range_of_combos(f, low, most);
  for (size_t h = 0; h < scan->n_accepted; h++) {
    const uint64_t *set = ply_scan_set(scan, f->over, h);
    const double *base = f->payoff + h * f->d;
    bool near = set != NULL;
    for (size_t i = 0; i < f->d && near; i++)
      near = base[i] + most[i] >= payoff[i] - scan->space->game->eps[i];
    for (int w = 0; near && w < scan->combos.words; w++)
      for (uint64_t rest = set[w]; rest != 0; rest &= rest - 1)
        if (dominates(f, (ply_pareto_spot){(uint32_t)h, (uint32_t)(64 * w + __builtin_ctzll(rest))}, payoff))
          return false;
  }
  return true;
}

ply_status ply_answer_efficient(const ply_question *q, const double *payoff, bool *efficient) {
  ply_pareto f = {.q = q, .scan = q->scan, .over = efficiency_set(q), .d = (size_t)q->game->n_actors};
  double asked[PLY_MAX_ACTORS];
  if (!put_in_order(&f)) return PLY_E_MEMORY;
  memcpy(asked, payoff, f.d * sizeof *asked);
  if (f.in_order != NULL) ply_symmetry_sort(q->scan->space, asked);
  *efficient = undominated(&f, asked);
  free(f.in_order);
  return PLY_OK;
}
