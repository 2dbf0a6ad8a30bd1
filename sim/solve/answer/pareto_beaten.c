/* Which bundles are clearly beaten: by another at which nobody is worse off at all and somebody better off by more than
 * the tolerance? Whatever such a bundle dominates, the other dominates too, so they are set aside in whole chunks:
 * combos that another combo beats; then, entry by entry, the combos that the entry shares with another entry that
 * gives more on top of any combo, its neighbours first. Every verdict is found on its own, so threads change nothing.
 * Cost: entries, times what a question to a tree costs. */
#include "sim/solve/answer/pareto.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  LOT = 1024, /* questions that one thread takes at a time */
  FEW = 4096, /* fewer are not worth waking threads for */
  ENOUGH =
      64 /* entries that beat an entry after which the rest of its combos is left to be compared one by one */
};

static bool clearly_beats(const double *b, const double *a, size_t d, size_t stride, const double *eps) {
  bool better = false;
  for (size_t i = 0; i < d; i++) {
    if (b[i * stride] < a[i * stride]) return false;
    better |= b[i * stride] > a[i * stride] + 2 * eps[i];
  }
  return better;
}

/* ---- trees, within the budget ---- */

static void range_of(const double *value, size_t n, size_t stride, double *low, double *high) {
  *low = INFINITY;
  *high = -INFINITY;
  for (size_t k = 0; k < n; k++) {
    *low = fmin(*low, value[k * stride]);
    *high = fmax(*high, value[k * stride]);
  }
}

void ply_pareto_range_of_combos(const ply_pareto *f, double *low, double *high) {
  size_t n = (size_t)f->scan->combos.n;
  for (size_t i = 0; i < f->d; i++) range_of(f->scan->combos.payoff + i * n, n, 1, &low[i], &high[i]);
}

void ply_pareto_range_of_entries(const ply_pareto *f, double *low, double *high) {
  for (size_t i = 0; i < f->d; i++) range_of(f->payoff + i, f->scan->n_accepted, f->d, &low[i], &high[i]);
}

bool ply_pareto_start(ply_pareto *f, uint64_t n, size_t more_bytes, const double *low, const double *high) {
  ply_dominance_tree_free(f->tree);
  f->tree = NULL;
  if (n > UINT32_MAX || more_bytes > f->budget_bytes ||
      ply_dominance_tree_bytes(n, (int)f->d) > f->budget_bytes - more_bytes)
    f->stopped = "memory";
  else
    f->failed = (f->tree = ply_dominance_tree_new((size_t)n, (int)f->d, low, high)) == NULL;
  return f->tree != NULL;
}

bool ply_pareto_settle(ply_pareto *f) {
  f->failed = !ply_dominance_tree_settle(f->tree, f->threads);
  return !f->failed;
}

void ply_pareto_hint(ply_pareto_hints *h, size_t at, size_t hint) {
  if (at == h->n && h->n < PLY_PARETO_HINTS) h->n++;
  if (at == PLY_PARETO_HINTS) at--;
  memmove(h->last + 1, h->last, at * sizeof *h->last);
  h->last[0] = hint;
}

uint64_t ply_pareto_ask_all(ply_pareto *f, size_t n, ply_pareto_ask ask) {
  uint64_t sum = 0;
  const char *stopped = NULL;
  int threads = n >= FEW ? f->threads : 1;
  (void)threads; /* without OpenMP */
#pragma omp parallel for schedule(dynamic) num_threads(threads) reduction(+ : sum)
  for (size_t first = 0; first < n; first += LOT) {
    ply_pareto_hints seen = {.n = 0};
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
bool ply_pareto_live_combos(ply_pareto *f) {
  const ply_combos *combos = &f->scan->combos;
  double low[PLY_MAX_ACTORS], high[PLY_MAX_ACTORS], payoff[PLY_MAX_ACTORS];
  size_t n = (size_t)combos->n;
  memcpy(f->live, combos->all, f->words * sizeof *f->live);
  if (n > PLY_MOST_COMBOS) return true;
  ply_pareto_range_of_combos(f, low, high);
  if (!ply_pareto_start(f, n, 0, low, high)) return false;
  for (size_t k = 0; k < n; k++) {
    for (size_t i = 0; i < f->d; i++) payoff[i] = combos->payoff[i * n + k];
    ply_dominance_tree_put(f->tree, k, payoff);
  }
  if (!ply_pareto_settle(f)) return false;
  for (size_t k = 0; k < n; k++) {
    combo_asked asked = {.combos = combos, .combo = k, .d = f->d};
    for (size_t i = 0; i < f->d; i++) payoff[i] = combos->payoff[i * n + k];
    if (ply_dominance_tree_search(f->tree, payoff, is_beaten, &asked))
      f->live[k / 64] &= ~((uint64_t)1 << (k % 64));
  }
  return true;
}

/* ---- combos of an entry that another entry beats ---- */

typedef struct entry_asked {
  const ply_pareto *f;
  const double *payoff;
  uint64_t *left;
  size_t beaten_by, times;
} entry_asked;

/* Takes away the combos that entry k shares, if it beats the one asked about; true where none is left. */
static bool take_away(const ply_pareto *f, size_t k, const double *payoff, uint64_t *left, bool *beats) {
  const uint64_t *set = ply_scan_set(f->scan, f->over, k);
  uint64_t shared = 0, rest = 0;
  for (size_t w = 0; set != NULL && w < f->words; w++) shared |= left[w] & set[w];
  *beats = shared != 0 && clearly_beats(f->payoff + k * f->d, payoff, f->d, 1, f->scan->space->game->eps);
  if (!*beats) return false;
  for (size_t w = 0; w < f->words; w++) rest |= left[w] &= ~set[w];
  return rest == 0;
}

static bool has_any(const ply_pareto *f, size_t entry) {
  uint64_t any = 0;
  for (size_t w = 0; w < f->words; w++) any |= f->left[entry * f->words + w];
  return any != 0;
}

/* Asks the entries of the same design at which one candidate stands at another level of the same effort: often
 * nobody but that candidate sees a difference. at: by membership, all -1 before and after. */
static void ask_neighbours(const ply_pareto *f, size_t first, size_t end, int32_t *at) {
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
static bool ask_stretch(const ply_pareto *f, size_t from, size_t end) {
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
static bool prune_by_neighbours(ply_pareto *f) {
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
  entry_asked *a = data;
  bool beats, none_left = take_away(a->f, a->f->kept[k], a->payoff, a->left, &beats);
  if (beats) a->beaten_by = a->f->kept[k];
  return none_left || (beats && ++a->times >= ENOUGH);
}

static uint64_t prune_entry(ply_pareto *f, size_t k, ply_pareto_hints *seen) {
  size_t entry = f->kept[k];
  entry_asked asked = {.f = f, .payoff = f->payoff + entry * f->d, .left = f->left + entry * f->words};
  uint64_t n = 0;
  bool beats;
  for (size_t i = 0; i < seen->n; i++)
    if (take_away(f, seen->last[i], asked.payoff, asked.left, &beats)) {
      ply_pareto_hint(seen, i, seen->last[i]);
      return 0;
    }
  asked.beaten_by = SIZE_MAX;
  ply_dominance_tree_search(f->tree, asked.payoff, looks_beaten, &asked);
  if (asked.beaten_by != SIZE_MAX) ply_pareto_hint(seen, seen->n, asked.beaten_by);
  for (size_t w = 0; w < f->words; w++) n += (uint64_t)__builtin_popcountll(asked.left[w]);
  return n;
}

bool ply_pareto_left(ply_pareto *f) {
  const ply_scan *scan = f->scan;
  double low[PLY_MAX_ACTORS], high[PLY_MAX_ACTORS];
  f->failed = !prune_by_neighbours(f);
  if (f->failed) return false;
  for (size_t h = 0; h < scan->n_accepted; h++) f->n_kept += has_any(f, h);
  size_t bytes = f->n_kept * sizeof *f->kept, n = 0;
  ply_pareto_range_of_entries(f, low, high);
  if (!ply_pareto_start(f, f->n_kept, bytes, low, high)) return false;
  f->budget_bytes -= bytes;
  f->kept = malloc(bytes + 1);
  f->failed = f->kept == NULL;
  for (size_t h = 0; h < scan->n_accepted && !f->failed; h++) {
    if (!has_any(f, h)) continue;
    ply_dominance_tree_put(f->tree, n, f->payoff + h * f->d);
    f->kept[n++] = (uint32_t)h;
  }
  if (f->failed || !ply_pareto_settle(f)) return false;
  f->n = (size_t)ply_pareto_ask_all(f, f->n_kept, prune_entry);
  return f->stopped == NULL;
}
