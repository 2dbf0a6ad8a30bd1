/* Which bundles are efficient: no other bundle of the set is at least as good for every actor and better for
 * one (maxima of vectors: Kung, Luccio and Preparata 1975, doi:10.1145/321906.321910).
 *
 * What beats a bundle clearly (nobody worse off at all, somebody better off by more than the tolerance) also
 * dominates whatever that bundle dominates, so clearly beaten bundles are set aside first, in whole chunks:
 * combos that another combo beats; then, entry by entry, the combos that the entry shares with another entry that
 * gives more on top of any combo, its neighbours first. What is left is few; each of them is compared, with
 * the tolerance, with the others that are as good for everybody (dominance_tree.c). Every verdict is found on its
 * own, so threads change nothing. Cost: entries + bundles left, times what a question to a tree costs. */
#include "sim/solve/search/symmetry.h"
#include "sim/solve/answer/answer.h"
#include "sim/solve/search/dominance_tree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  LOT = 1024, /* questions that one thread takes at a time */
  FEW = 4096, /* fewer are not worth waking threads for */
  HINTS = 16,
  ENOUGH =
      64, /* entries that beat a entry after which the rest of its combos is left to be compared one by one */
};

static ply_over efficiency_set(const ply_question *q) {
  return q->settings->over == PLY_OVER_STABLE ? PLY_OVER_STABLE : PLY_OVER_ACCEPTABLE;
}

/* A bundle of the set. */
typedef struct spot {
  uint32_t entry, combo;
} spot;

typedef struct frontier {
  const ply_question *q;
  const ply_scan *scan;
  ply_over over;
  int threads;
  size_t d, words, budget_bytes;
  const double *payoff; /* [n_accepted * d] the scan's, or those in order where entries stand for orbits */
  double *in_order;     /* NULL or the latter */
  uint64_t *live;       /* [words] combos that no combo beats */
  uint64_t *left;       /* [n_accepted * words] */
  size_t n_kept;        /* entries with something left after their neighbours were asked */
  uint32_t *kept;       /* [n_kept] */
  size_t n;             /* bundles left */
  spot *spots;          /* [n] */
  ply_dominance_tree *tree; /* what is asked at the moment: combos, entries, the bundles left */
  const char *stopped;      /* by the clock, or for want of memory within the budget */
  bool by_clock;
  bool failed; /* no memory */
} frontier;

/* ---- comparisons ---- */

static bool clearly_beats(const double *b, const double *a, size_t d, size_t stride, const double *eps) {
  bool better = false;
  for (size_t i = 0; i < d; i++) {
    if (b[i * stride] < a[i * stride]) return false;
    better |= b[i * stride] > a[i * stride] + 2 * eps[i];
  }
  return better;
}

static void payoffs_at(const frontier *f, spot at, double *payoff) {
  const ply_combos *combos = &f->scan->combos;
  for (size_t i = 0; i < f->d; i++)
    payoff[i] = f->payoff[at.entry * f->d + i] + combos->payoff[i * (size_t)combos->n + at.combo];
}

static bool better_in_another_order(const frontier *f, spot at, const double *payoff) {
  double there[PLY_MAX_ACTORS];
  payoffs_at(f, at, there);
  return ply_symmetry_better(f->scan->space, there, payoff);
}

/* With the tolerance of every comparison of payoffs. */
static bool dominates(const frontier *f, spot at, const double *payoff) {
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
static bool put_in_order(frontier *f) {
  const ply_scan *scan = f->scan;
  f->payoff = scan->payoff;
  if (scan->space->symmetry == NULL) return true;
  f->payoff = f->in_order = malloc(scan->n_accepted * f->d * sizeof *f->in_order + 1);
  if (f->in_order == NULL) return false;
  memcpy(f->in_order, scan->payoff, scan->n_accepted * f->d * sizeof *f->in_order);
  for (size_t h = 0; h < scan->n_accepted; h++) ply_symmetry_sort(scan->space, f->in_order + h * f->d);
  return true;
}

/* ---- pyramids, within the budget ---- */

static void range_of(const double *value, size_t n, size_t stride, double *low, double *high) {
  *low = INFINITY;
  *high = -INFINITY;
  for (size_t k = 0; k < n; k++) {
    *low = fmin(*low, value[k * stride]);
    *high = fmax(*high, value[k * stride]);
  }
}

static void range_of_combos(const frontier *f, double *low, double *high) {
  size_t n = (size_t)f->scan->combos.n;
  for (size_t i = 0; i < f->d; i++) range_of(f->scan->combos.payoff + i * n, n, 1, &low[i], &high[i]);
}

static void range_of_hits(const frontier *f, double *low, double *high) {
  for (size_t i = 0; i < f->d; i++) range_of(f->payoff + i, f->scan->n_accepted, f->d, &low[i], &high[i]);
}

/* An empty tree in place of the last one. */
static bool start(frontier *f, uint64_t n, size_t more_bytes, const double *low, const double *high) {
  ply_dominance_tree_free(f->tree);
  f->tree = NULL;
  if (n > UINT32_MAX || more_bytes > f->budget_bytes ||
      ply_dominance_tree_bytes(n, (int)f->d) > f->budget_bytes - more_bytes)
    f->stopped = "memory";
  else
    f->failed = (f->tree = ply_dominance_tree_new((size_t)n, (int)f->d, low, high)) == NULL;
  return f->tree != NULL;
}

static bool settle(frontier *f) {
  f->failed = !ply_dominance_tree_settle(f->tree, f->threads);
  return !f->failed;
}

/* What beat the neighbours, the latest first: most are beaten by the same few. */
typedef struct hints {
  size_t n, last[HINTS];
} hints;

/* Puts a hint first: number `at` of the list, or (at == n) a new one. */
static void put_first(hints *h, size_t at, size_t hint) {
  if (at == h->n && h->n < HINTS) h->n++;
  if (at == HINTS) at--;
  memmove(h->last + 1, h->last, at * sizeof *h->last);
  h->last[0] = hint;
}

/* Asks `ask` about every place of the tree's order, chunk by chunk, and adds up what it says. `seen`: the
 * hints of one chunk, none at its start. */
typedef uint64_t (*ask_fn)(frontier *f, size_t k, hints *seen);

static uint64_t ask_all(frontier *f, size_t n, ask_fn ask) {
  uint64_t sum = 0;
  const char *stopped = NULL;
  int threads = n >= FEW ? f->threads : 1;
  (void)threads; /* without OpenMP */
#pragma omp parallel for schedule(dynamic) num_threads(threads) reduction(+ : sum)
  for (size_t first = 0; first < n; first += LOT) {
    hints seen = {.n = 0};
    const char *says = ply_clock_says(f->q->clock);
    if (says != NULL) {
#pragma omp critical(ply_pareto_stop)
      stopped = says;
      continue;
    }
    for (size_t place = first; place < n && place < first + LOT; place++)
      sum += ask(f, ply_dominance_tree_at(f->tree, place), &seen);
  }
  f->stopped = stopped;
  f->by_clock |= stopped != NULL;
  return sum;
}

/* ---- combos that another combo beats ---- */

typedef struct combo_asked {
  const ply_combos *combos;
  size_t combo, d;
} combo_asked;

static bool is_beaten(void *data, size_t k) {
  const combo_asked *a = data;
  size_t n = (size_t)a->combos->n;
  return clearly_beats(a->combos->payoff + k, a->combos->payoff + a->combo, a->d, n, a->combos->game->eps);
}

/* Wherever a beaten combo is in the set, so is the one that beats it. Merged combos are left as they are:
 * where there is one entry, comparing them is the whole work, and it is done below. */
static bool find_live_combos(frontier *f) {
  const ply_combos *combos = &f->scan->combos;
  double low[PLY_MAX_ACTORS], high[PLY_MAX_ACTORS], payoff[PLY_MAX_ACTORS];
  size_t n = (size_t)combos->n;
  memcpy(f->live, combos->all, f->words * sizeof *f->live);
  if (n > PLY_MOST_COMBOS) return true;
  range_of_combos(f, low, high);
  if (!start(f, n, 0, low, high)) return false;
  for (size_t k = 0; k < n; k++) {
    for (size_t i = 0; i < f->d; i++) payoff[i] = combos->payoff[i * n + k];
    ply_dominance_tree_put(f->tree, k, payoff);
  }
  if (!settle(f)) return false;
  for (size_t k = 0; k < n; k++) {
    combo_asked asked = {.combos = combos, .combo = k, .d = f->d};
    for (size_t i = 0; i < f->d; i++) payoff[i] = combos->payoff[i * n + k];
    if (ply_dominance_tree_search(f->tree, payoff, is_beaten, &asked))
      f->live[k / 64] &= ~((uint64_t)1 << (k % 64));
  }
  return true;
}

/* ---- combos of a entry that another entry beats ---- */

typedef struct hit_asked {
  const frontier *f;
  const double *payoff;
  uint64_t *left;
  size_t beaten_by, times;
} hit_asked;

/* Takes away the combos that entry k shares, if it beats the one asked about; true where none is left. */
static bool take_away(const frontier *f, size_t k, const double *payoff, uint64_t *left, bool *beats) {
  const uint64_t *set = ply_scan_set(f->scan, f->over, k);
  uint64_t shared = 0, rest = 0;
  for (size_t w = 0; set != NULL && w < f->words; w++) shared |= left[w] & set[w];
  *beats = shared != 0 && clearly_beats(f->payoff + k * f->d, payoff, f->d, 1, f->scan->space->game->eps);
  if (!*beats) return false;
  for (size_t w = 0; w < f->words; w++) rest |= left[w] &= ~set[w];
  return rest == 0;
}

static bool has_any(const frontier *f, size_t entry) {
  uint64_t any = 0;
  for (size_t w = 0; w < f->words; w++) any |= f->left[entry * f->words + w];
  return any != 0;
}

/* Asks the entries of the same design at which one candidate stands at another level of the same effort: often
 * nobody but that candidate sees a difference. at: by membership, all -1 before and after. */
static void ask_neighbours(const frontier *f, size_t first, size_t end, int32_t *at) {
  const ply_game *game = f->q->game;
  const ply_accepted_row *accepted = f->scan->accepted;
  uint64_t all = game->raw_memberships;
  bool beats;
  for (size_t h = first; h < end; h++) at[accepted[h].index % all] = (int32_t)(h - first);
  for (size_t h = first; h < end; h++)
    for (int c = 0; c < game->n_candidates; c++) {
      uint64_t stride = game->member_stride[c], m = accepted[h].index % all;
      int level = ply_game_level_of(game, m, c);
      for (int l = 0; l < game->n_levels; l++) {
        if (l == level || (game->security != NULL && game->effort[l] != game->effort[level])) continue;
        int32_t k = at[m - (uint64_t)level * stride + (uint64_t)l * stride];
        if (k >= 0) take_away(f, first + (size_t)k, f->payoff + h * f->d, f->left + h * f->words, &beats);
      }
    }
  for (size_t h = first; h < end; h++) at[accepted[h].index % all] = -1;
}

enum { MOST_MEMBERSHIPS = 1 << 20 };

/* Asks the neighbours of entries `from` .. `end` - 1, but for those of a design that begins before. False
 * without memory. */
static bool ask_stretch(const frontier *f, size_t from, size_t end) {
  const ply_accepted_row *accepted = f->scan->accepted;
  uint64_t all = f->q->game->raw_memberships;
  int32_t *at = malloc((size_t)all * sizeof *at);
  if (at == NULL) return false;
  for (uint64_t m = 0; m < all; m++) at[m] = -1;
  while (from > 0 && from < end && accepted[from].index / all == accepted[from - 1].index / all) from++;
  for (size_t h = from, next; h < end; h = next) {
    uint64_t design = accepted[h].index / all;
    for (next = h + 1; next < f->scan->n_accepted && accepted[next].index / all == design;) next++;
    ask_neighbours(f, h, next, at);
  }
  free(at);
  return true;
}

/* Fills f->left, and leaves out what a neighbour beats. False without memory. */
static bool sift_neighbours(frontier *f) {
  const ply_scan *scan = f->scan;
  size_t n = scan->n_accepted, parts = n < FEW ? 1 : 4 * (size_t)f->threads;
  bool ok = true;
  for (size_t h = 0; h < n; h++) {
    const uint64_t *set = ply_scan_set(scan, f->over, h);
    for (size_t w = 0; w < f->words; w++) f->left[h * f->words + w] = set != NULL ? set[w] & f->live[w] : 0;
  }
  if (f->q->game->raw_memberships > MOST_MEMBERSHIPS) return true;
#pragma omp parallel for schedule(dynamic) num_threads(f->threads) if (parts > 1) reduction(&& : ok)
  for (size_t part = 0; part < parts; part++)
    ok = ask_stretch(f, n * part / parts, n * (part + 1) / parts) && ok;
  return ok;
}

static bool looks_beaten(void *data, size_t k) {
  hit_asked *a = data;
  bool beats, none_left = take_away(a->f, a->f->kept[k], a->payoff, a->left, &beats);
  if (beats) a->beaten_by = a->f->kept[k];
  return none_left || (beats && ++a->times >= ENOUGH);
}

static uint64_t sift_hit(frontier *f, size_t k, hints *seen) {
  size_t entry = f->kept[k];
  hit_asked asked = {.f = f, .payoff = f->payoff + entry * f->d, .left = f->left + entry * f->words};
  uint64_t n = 0;
  bool beats;
  for (size_t i = 0; i < seen->n; i++)
    if (take_away(f, seen->last[i], asked.payoff, asked.left, &beats)) {
      put_first(seen, i, seen->last[i]);
      return 0;
    }
  asked.beaten_by = SIZE_MAX;
  ply_dominance_tree_search(f->tree, asked.payoff, looks_beaten, &asked);
  if (asked.beaten_by != SIZE_MAX) put_first(seen, seen->n, asked.beaten_by);
  for (size_t w = 0; w < f->words; w++) n += (uint64_t)__builtin_popcountll(asked.left[w]);
  return n;
}

static bool sift_hits(frontier *f) {
  const ply_scan *scan = f->scan;
  double low[PLY_MAX_ACTORS], high[PLY_MAX_ACTORS];
  f->failed = !sift_neighbours(f);
  if (f->failed) return false;
  for (size_t h = 0; h < scan->n_accepted; h++) f->n_kept += has_any(f, h);
  size_t bytes = f->n_kept * sizeof *f->kept, n = 0;
  range_of_hits(f, low, high);
  if (!start(f, f->n_kept, bytes, low, high)) return false;
  f->budget_bytes -= bytes;
  f->kept = malloc(bytes + 1);
  f->failed = f->kept == NULL;
  for (size_t h = 0; h < scan->n_accepted && !f->failed; h++) {
    if (!has_any(f, h)) continue;
    ply_dominance_tree_put(f->tree, n, f->payoff + h * f->d);
    f->kept[n++] = (uint32_t)h;
  }
  if (f->failed || !settle(f)) return false;
  f->n = (size_t)ask_all(f, f->n_kept, sift_hit);
  return f->stopped == NULL;
}

/* ---- the bundles left ---- */

static bool gather_spots(frontier *f) {
  double low[PLY_MAX_ACTORS], high[PLY_MAX_ACTORS], combo_low[PLY_MAX_ACTORS], combo_high[PLY_MAX_ACTORS];
  double payoff[PLY_MAX_ACTORS];
  range_of_hits(f, low, high);
  range_of_combos(f, combo_low, combo_high);
  for (size_t i = 0; i < f->d; i++) low[i] += combo_low[i];
  for (size_t i = 0; i < f->d; i++) high[i] += combo_high[i];
  size_t bytes = f->n * sizeof *f->spots, n = 0;
  if (!start(f, f->n, bytes, low, high)) return false;
  f->spots = malloc(bytes + 1);
  f->failed = f->spots == NULL;
  for (size_t h = 0; h < f->scan->n_accepted && !f->failed; h++)
    for (size_t w = 0; w < f->words; w++)
      for (uint64_t rest = f->left[h * f->words + w]; rest != 0; rest &= rest - 1) {
        f->spots[n] = (spot){(uint32_t)h, (uint32_t)(64 * w) + (uint32_t)__builtin_ctzll(rest)};
        payoffs_at(f, f->spots[n], payoff);
        ply_dominance_tree_put(f->tree, n++, payoff);
      }
  return !f->failed && settle(f);
}

typedef struct spot_asked {
  const frontier *f;
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
static bool efficient(const frontier *f, const double *payoff, hints *seen) {
  spot_asked asked = {.f = f, .payoff = payoff};
  double bound[PLY_MAX_ACTORS];
  for (size_t i = 0; i < seen->n; i++)
    if (dominates(f, f->spots[seen->last[i]], payoff)) {
      put_first(seen, i, seen->last[i]);
      return false;
    }
  for (size_t i = 0; i < f->d; i++) bound[i] = payoff[i] - f->scan->space->game->eps[i];
  if (!ply_dominance_tree_search(f->tree, bound, is_dominated, &asked)) return true;
  put_first(seen, seen->n, asked.by);
  return false;
}

/* How many efficient bundles a bundle left stands for. */
static uint64_t weigh_spot(frontier *f, size_t k, hints *seen) {
  const uint64_t *count = f->scan->combos.count;
  double payoff[PLY_MAX_ACTORS];
  payoffs_at(f, f->spots[k], payoff);
  if (!efficient(f, payoff, seen)) return 0;
  return f->scan->accepted[f->spots[k].entry].weight * (count != NULL ? count[f->spots[k].combo] : 1);
}

/* The bundles left that nothing dominates, by place. No memory: f->failed. */
static void list_efficient(frontier *f) {
  ply_efficient_list *list = f->q->list;
  hints seen = {.n = 0};
  list->index = malloc(f->n * sizeof *list->index + 1);
  f->failed = list->index == NULL;
  for (size_t k = 0; !f->failed && k < f->n; k++)
    if (weigh_spot(f, k, &seen) > 0)
      list->index[list->n++] = ply_scan_index(f->scan, f->spots[k].entry, (int)f->spots[k].combo);
}

/* How far each bundle asked about is from the nearest one left that nothing dominates: in the order of the bundles left,
 * so that only those that are nearer than the nearest so far are asked. Candidates that are alike are passed over:
 * bundles left then stand for others too. */
static void measure_gaps(frontier *f) {
  hints seen = {.n = 0};
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

static void mark_cloud(const frontier *f) {
  ply_cloud *cloud = &f->q->result->cloud;
  hints seen = {.n = 0};
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
  frontier f = {.q = q, .scan = scan, .over = efficiency_set(q), .threads = ply_scan_threads(q->settings)};
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
  if (!f.failed && find_live_combos(&f) && sift_hits(&f) && gather_spots(&f)) {
    uint64_t count = ask_all(&f, f.n, weigh_spot);
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

static bool undominated(const frontier *f, const double *payoff) {
  const ply_scan *scan = f->scan;
  double low[PLY_MAX_ACTORS], most[PLY_MAX_ACTORS];
  range_of_combos(f, low, most);
  for (size_t h = 0; h < scan->n_accepted; h++) {
    const uint64_t *set = ply_scan_set(scan, f->over, h);
    const double *base = f->payoff + h * f->d;
    bool near = set != NULL;
    for (size_t i = 0; i < f->d && near; i++)
      near = base[i] + most[i] >= payoff[i] - scan->space->game->eps[i];
    for (int w = 0; near && w < scan->combos.words; w++)
      for (uint64_t rest = set[w]; rest != 0; rest &= rest - 1)
        if (dominates(f, (spot){(uint32_t)h, (uint32_t)(64 * w + __builtin_ctzll(rest))}, payoff))
          return false;
  }
  return true;
}

ply_status ply_answer_efficient(const ply_question *q, const double *payoff, bool *efficient) {
  frontier f = {.q = q, .scan = q->scan, .over = efficiency_set(q), .d = (size_t)q->game->n_actors};
  double asked[PLY_MAX_ACTORS];
  if (!put_in_order(&f)) return PLY_E_MEMORY;
  memcpy(asked, payoff, f.d * sizeof *asked);
  if (f.in_order != NULL) ply_symmetry_sort(q->scan->space, asked);
  *efficient = undominated(&f, asked);
  free(f.in_order);
  return PLY_OK;
}
