/* The pass over all core designs: counts, veto weights, join equilibria, and every acceptable bundle kept as
 * a hit. Blocks are shared out to threads; sums are integers and hits are sorted by index at the end, so the
 * answer does not depend on who did what. Cost: actors * core bundles; memory: acceptable core bundles. */
#include "sim/solve/scan.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifdef _OPENMP
#include <omp.h>
#endif

/* ---- the clock
 * ------------------------------------------------------------------------------------------------------ */

static double now_s(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

ply_clock ply_clock_start(const ply_solve_settings *settings) {
  double limit = settings->time_limit_s;
  return (ply_clock){.stop = settings->stop, .deadline_s = limit > 0 ? now_s() + limit : 0};
}

const char *ply_clock_says(const ply_clock *clock) {
  if (clock->stop != NULL && *clock->stop != 0) return "interrupted";
  return clock->deadline_s > 0 && now_s() > clock->deadline_s ? "time limit" : NULL;
}

/* ---- one worker
 * ------------------------------------------------------------------------------------------------------ */

typedef struct worker {
  ply_view view;
  ply_tally tally;
  size_t n_hits, hits_capacity, n_offers, offers_capacity;
  ply_hit *hits;
  uint64_t *sets; /* [2 * words] a hit: acceptable, sustained */
  double *payoff;
  ply_offer *offers;
  uint64_t *scratch;            /* [5 * words] */
  double *best, *worst;         /* [combos] the proposer's, at the design looked at */
  uint64_t *best_at, *worst_at; /* [combos] */
  size_t memory_left;
  ply_status status;
} worker;

static void worker_done(worker *w) {
  ply_view_done(&w->view);
  free(w->hits);
  free(w->sets);
  free(w->payoff);
  free(w->offers);
  free(w->scratch);
  free(w->best);
  free(w->worst);
  free(w->best_at);
  free(w->worst_at);
}

static bool worker_init(worker *w, const ply_space *space, const ply_combos *combos, size_t memory_bytes) {
  size_t n = (size_t)combos->n;
  *w = (worker){.memory_left = memory_bytes};
  w->scratch = malloc(5 * (size_t)combos->words * sizeof *w->scratch);
  w->best = malloc(n * sizeof *w->best);
  w->worst = malloc(n * sizeof *w->worst);
  w->best_at = malloc(n * sizeof *w->best_at);
  w->worst_at = malloc(n * sizeof *w->worst_at);
  return ply_view_init(&w->view, space, combos) && w->scratch && w->best && w->worst && w->best_at &&
         w->worst_at;
}

/* Room for one more item in a growing array that counts against the worker's memory. */
static bool grow(worker *w, void **items, size_t n, size_t *capacity, size_t size) {
  if (n < *capacity) return true;
  size_t more = *capacity > 0 ? *capacity : 64;
  if (more * size > w->memory_left) {
    w->status = PLY_E_LIMIT;
    return false;
  }
  void *grown = realloc(*items, (*capacity + more) * size);
  if (grown == NULL) {
    w->status = PLY_E_MEMORY;
    return false;
  }
  w->memory_left -= more * size;
  *items = grown;
  *capacity += more;
  return true;
}

static void keep_hit(worker *w, uint64_t design, int m, bool equilibrium, const uint64_t *sustained) {
  const ply_view *view = &w->view;
  size_t words = (size_t)view->combos->words, actors = (size_t)view->space->game->n_actors;
  size_t capacity = w->hits_capacity, same = capacity, third = capacity;
  if (!grow(w, (void **)&w->hits, w->n_hits, &capacity, sizeof *w->hits) ||
      !grow(w, (void **)&w->sets, w->n_hits, &same, 2 * words * sizeof *w->sets) ||
      !grow(w, (void **)&w->payoff, w->n_hits, &third, actors * sizeof *w->payoff))
    return;
  w->hits_capacity = capacity;
  ply_hit *hit = &w->hits[w->n_hits];
  *hit = (ply_hit){.index = design + view->klass->index[m], .equilibrium = equilibrium};
  hit->regret = ply_view_regret(view, m, &hit->move);
  uint64_t *sets = w->sets + w->n_hits * 2 * words;
  memcpy(sets, view->accept + (size_t)m * words, words * sizeof *sets);
  memcpy(sets + words, sustained, words * sizeof *sets);
  for (size_t i = 0; i < actors; i++)
    w->payoff[w->n_hits * actors + i] = view->payoff[i * (size_t)view->klass->n + (size_t)m];
  w->n_hits++;
}

/* The proposer's best and worst sustained bundles so far, per combo; ties to the lowest membership. */
static void weigh_offers(worker *w, int proposer, int m, const uint64_t *sustained, const uint64_t *seen) {
  const ply_combos *combos = w->view.combos;
  double base = w->view.payoff[(size_t)proposer * (size_t)w->view.klass->n + (size_t)m];
  for (int word = 0; word < combos->words; word++)
    for (uint64_t rest = sustained[word]; rest != 0; rest &= rest - 1) {
      int k = 64 * word + __builtin_ctzll(rest);
      double payoff = base + combos->payoff[(size_t)proposer * (size_t)combos->n + (size_t)k];
      bool first = !(seen[word] >> (k % 64) & 1);
      if (first || payoff > w->best[k]) w->best[k] = payoff;
      if (first || payoff < w->worst[k]) w->worst[k] = payoff;
    }
}

/* The lowest memberships that attain best and worst. Memberships come in rising order. */
static void place_offers(worker *w, int proposer, int m, const uint64_t *sustained, uint64_t *best,
                         uint64_t *worst) {
  const ply_combos *combos = w->view.combos;
  double base = w->view.payoff[(size_t)proposer * (size_t)w->view.klass->n + (size_t)m];
  for (int word = 0; word < combos->words; word++)
    for (uint64_t rest = sustained[word]; rest != 0; rest &= rest - 1) {
      int k = 64 * word + __builtin_ctzll(rest);
      uint64_t bit = rest & (0 - rest);
      double payoff = base + combos->payoff[(size_t)proposer * (size_t)combos->n + (size_t)k];
      if (!(best[word] & bit) && payoff >= w->best[k] - PLY_EPS) {
        best[word] |= bit;
        w->best_at[k] = w->view.klass->index[m];
      }
      if (!(worst[word] & bit) && payoff <= w->worst[k] + PLY_EPS) {
        worst[word] |= bit;
        w->worst_at[k] = w->view.klass->index[m];
      }
    }
}

static void keep_offers(worker *w, uint64_t design, const uint64_t *seen, const uint64_t *no_deal) {
  const ply_combos *combos = w->view.combos;
  for (int k = 0; k < combos->n; k++) {
    if (!(seen[k / 64] >> (k % 64) & 1)) continue;
    if (!grow(w, (void **)&w->offers, w->n_offers, &w->offers_capacity, sizeof *w->offers)) return;
    w->offers[w->n_offers++] = (ply_offer){
        .design = design + combos->index[k],
        .best = w->best_at[k],
        .worst = w->worst_at[k],
        .best_payoff = w->best[k],
        .worst_payoff = w->worst[k],
        .count = combos->count != NULL ? combos->count[k] : 1,
        .no_deal = no_deal[k / 64] >> (k % 64) & 1,
    };
  }
}

/* The offers at the design in view, from the sustained sets of its hits first .. last. */
static void offers_of(worker *w, int proposer, uint64_t design, size_t first, const int *member) {
  size_t words = (size_t)w->view.combos->words;
  uint64_t *seen = w->scratch, *mark = w->scratch + words;
  memset(seen, 0, words * sizeof *seen);
  for (size_t h = first; h < w->n_hits; h++) {
    const uint64_t *sustained = w->sets + (2 * h + 1) * words;
    weigh_offers(w, proposer, member[h - first], sustained, seen);
    for (size_t i = 0; i < words; i++) seen[i] |= sustained[i];
  }
  if (ply_bits_lowest(seen, (int)words) < 0) return;
  memset(mark, 0, 2 * words * sizeof *mark);
  for (size_t h = first; h < w->n_hits; h++)
    place_offers(w, proposer, member[h - first], w->sets + (2 * h + 1) * words, mark, mark + words);
  uint64_t *no_deal = mark;
  ply_view_no_deal(&w->view, no_deal, mark + words);
  keep_offers(w, design, seen, no_deal);
}

static void look_at(worker *w, const ply_core_design *design, int proposer, int *member) {
  const ply_view *view = &w->view;
  uint16_t option[PLY_MAX_ISSUES];
  int words = view->combos->words;
  uint64_t *sustained = w->scratch + 4 * (size_t)words;
  size_t first = w->n_hits;
  ply_space_options(view->space, design->index, option);
  ply_view_design(&w->view, option, &w->tally);
  for (int m = 0; m < view->klass->n; m++) {
    bool equilibrium = ply_view_equilibrium(view, m, NULL);
    if (equilibrium) w->tally.join += view->combos->total;
    if (!view->acceptable[m]) continue;
    ply_view_sustained(view, m, sustained, w->scratch);
    w->tally.sustained += ply_combos_weigh(view->combos, sustained);
    if (equilibrium)
      w->tally.stable += ply_combos_weigh(view->combos, view->accept + (size_t)m * (size_t)words);
    member[w->n_hits - first] = m;
    keep_hit(w, design->index, m, equilibrium, sustained);
    if (w->status != PLY_OK) return;
  }
  if (w->n_hits > first) offers_of(w, proposer, design->index, first, member);
}

/* ---- all workers
 * ---------------------------------------------------------------------------------------------------------
 */

typedef struct shared {
  const ply_space *space;
  const ply_solve_settings *settings;
  const ply_clock *clock;
  int proposer;
  size_t next, done; /* designs handed out, designs seen; both under the critical section */
  const char *stopped_by;
  ply_status status;
} shared;

enum { DESIGNS_A_TURN = 32 };

/* Hands out a run of designs of one block; n = 0 when there are none left. */
static size_t take(shared *s, size_t *block) {
  size_t first = s->next;
  if (s->stopped_by != NULL || s->status != PLY_OK || first >= s->space->n_designs) return 0;
  while (*block < s->space->n_blocks && s->space->blocks[*block].first + s->space->blocks[*block].n <= first)
    ++*block;
  const ply_block *b = &s->space->blocks[*block];
  size_t n = b->first + b->n - first;
  if (n > DESIGNS_A_TURN) n = DESIGNS_A_TURN;
  s->next += n;
  return n;
}

static void work(shared *s, worker *w, int *member) {
  size_t block = 0, filled = SIZE_MAX;
  for (;;) {
    size_t first, n;
#pragma omp critical(ply_scan_take)
    {
      if (w->status != PLY_OK && s->status == PLY_OK) s->status = w->status;
      if (s->stopped_by == NULL) s->stopped_by = ply_clock_says(s->clock);
      first = s->next;
      n = take(s, &block);
    }
    if (n == 0) return;
    const ply_block *b = &s->space->blocks[block];
    if (filled != block) w->status = ply_view_block(&w->view, s->space->classes[b->class_id], b->security);
    filled = block;
    for (size_t d = first; d < first + n && w->status == PLY_OK; d++)
      look_at(w, &s->space->designs[d], s->proposer, member);
#pragma omp critical(ply_scan_take)
    {
      s->done += n;
      if (w->status != PLY_OK && s->status == PLY_OK) s->status = w->status;
      if (s->settings->progress != NULL)
        s->settings->progress(s->settings->progress_data, (double)s->done / (double)s->space->n_designs);
    }
  }
}

static void add_tally(ply_tally *sum, const ply_tally *t) {
  sum->feasible += t->feasible;
  sum->acceptable += t->acceptable;
  sum->join += t->join;
  sum->sustained += t->sustained;
  sum->stable += t->stable;
  for (int i = 0; i < PLY_MAX_ACTORS; i++) {
    sum->would_accept[i] += t->would_accept[i];
    sum->veto[i] += t->veto[i];
  }
}

/* ---- putting the hits in order
 * ---------------------------------------------------------------------------------------------- */

typedef struct place {
  uint64_t index;
  uint32_t worker;
  size_t at;
} place;

static int by_index(const void *a, const void *b) {
  const place *x = a, *y = b;
  return x->index < y->index ? -1 : x->index > y->index;
}

static int by_design(const void *a, const void *b) {
  const ply_offer *x = a, *y = b;
  return x->design < y->design ? -1 : x->design > y->design;
}

static bool gather(ply_scan *out, const worker *workers, int n_workers) {
  size_t words = (size_t)out->combos.words, actors = (size_t)out->space->game->n_actors;
  for (int t = 0; t < n_workers; t++) {
    out->n_hits += workers[t].n_hits;
    out->n_offers += workers[t].n_offers;
  }
  place *places = malloc(out->n_hits * sizeof *places + 1);
  out->hits = malloc(out->n_hits * sizeof *out->hits + 1);
  out->accept = malloc(out->n_hits * words * sizeof *out->accept + 1);
  out->sustained = malloc(out->n_hits * words * sizeof *out->sustained + 1);
  out->payoff = malloc(out->n_hits * actors * sizeof *out->payoff + 1);
  out->offers = malloc(out->n_offers * sizeof *out->offers + 1);
  bool ok = places && out->hits && out->accept && out->sustained && out->payoff && out->offers;
  size_t n = 0, n_offers = 0;
  for (int t = 0; ok && t < n_workers; t++) {
    for (size_t h = 0; h < workers[t].n_hits; h++)
      places[n++] = (place){workers[t].hits[h].index, (uint32_t)t, h};
    if (workers[t].n_offers > 0)
      memcpy(out->offers + n_offers, workers[t].offers, workers[t].n_offers * sizeof *out->offers);
    n_offers += workers[t].n_offers;
  }
  if (ok) {
    qsort(places, n, sizeof *places, by_index);
    qsort(out->offers, n_offers, sizeof *out->offers, by_design);
  }
  for (size_t h = 0; ok && h < n; h++) {
    const worker *w = &workers[places[h].worker];
    size_t at = places[h].at;
    out->hits[h] = w->hits[at];
    memcpy(out->accept + h * words, w->sets + 2 * at * words, words * sizeof *out->accept);
    memcpy(out->sustained + h * words, w->sets + (2 * at + 1) * words, words * sizeof *out->sustained);
    memcpy(out->payoff + h * actors, w->payoff + at * actors, actors * sizeof *out->payoff);
  }
  free(places);
  return ok;
}

int ply_scan_threads(const ply_solve_settings *settings) {
#ifdef _OPENMP
  int n = settings->threads > 0 ? settings->threads : omp_get_num_procs();
  return n > 256 ? 256 : n;
#else
  (void)settings;
  return 1;
#endif
}

/* Starting a thread costs more than looking at some thousands of bundles: small games are done by one. */
static int threads_for(const ply_space *space, const ply_solve_settings *settings) {
  const size_t few = 10000;
  return space->n_designs * (size_t)space->most_memberships < few ? 1 : ply_scan_threads(settings);
}

ply_status ply_scan_run(const ply_space *space, int proposer, const ply_solve_settings *settings,
                        const ply_clock *clock, ply_scan *out, ply_err *err) {
  *out = (ply_scan){.space = space, .proposer = proposer};
  int n = threads_for(space, settings);
  size_t memory = settings->memory_bytes > 0 ? settings->memory_bytes : (size_t)1 << 30;
  size_t width = (size_t)space->most_memberships + 1;
  shared s = {.space = space, .settings = settings, .clock = clock, .proposer = proposer};
  worker *workers = calloc((size_t)n, sizeof *workers);
  int *member = malloc((size_t)n * width * sizeof *member);
  bool direct = settings->engine == PLY_ENGINE_ENUMERATE;
  bool ok = workers && member &&
            (space->vectors != NULL ? ply_combos_merged(space, &out->combos)
                                    : ply_combos_build(space, 0, space->n_combos, direct, &out->combos));
  for (int t = 0; ok && t < n; t++)
    ok = worker_init(&workers[t], space, &out->combos, memory / (size_t)(2 * n));
  if (ok) {
#pragma omp parallel num_threads(n)
    {
#ifdef _OPENMP
      int t = omp_get_thread_num();
#else
      int t = 0;
#endif
      work(&s, &workers[t], member + (size_t)t * width);
    }
    for (int t = 0; t < n; t++) add_tally(&out->tally, &workers[t].tally);
    ok = gather(out, workers, n);
  }
  for (int t = 0; workers != NULL && t < n; t++) worker_done(&workers[t]);
  free(workers);
  free(member);
  if (s.status == PLY_E_INPUT)
    return ply_err_set(err, PLY_E_INPUT,
                       "the honour game does not settle in 10,000 rounds; is its noise too small?");
  if (!ok || s.status == PLY_E_MEMORY) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  out->stopped_by = s.status == PLY_E_LIMIT ? "memory" : s.stopped_by;
  out->complete = out->stopped_by == NULL;
  return PLY_OK;
}

void ply_scan_done(ply_scan *scan) {
  ply_combos_done(&scan->combos);
  free(scan->hits);
  free(scan->accept);
  free(scan->sustained);
  free(scan->payoff);
  free(scan->offers);
}
