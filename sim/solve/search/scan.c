/* The pass over all tied designs: counts, veto weights, join equilibria, and every acceptable bundle kept as
 * an entry. Tiles are shared out to threads; sums are integers and entries are sorted by index at the end, so the
 * answer does not depend on who did what. Cost: actors * tied bundles; memory: acceptable tied bundles. */
#include "sim/solve/search/scan.h"

#include "sim/solve/search/outlook.h"
#include "sim/solve/search/symmetry.h"
#include "sim/solve/search/accepted.h"
#include "sim/solve/search/bystanders.h"

#include <stdlib.h>
#include <string.h>

#ifdef _OPENMP
#include <omp.h>
#endif

/* ---- one worker ---- */

typedef struct worker {
  ply_view view;
  ply_tally tally;
  ply_accepted *accepted;
  ply_stretch stretch;
  ply_acceptance_counts acceptance;
  ply_prefilter prefilter;
  ply_bystanders root;
  uint32_t *quiet; /* [most_memberships] memberships that may be join equilibria in the tile */
  int n_quiet;
  ply_outlook_memo memo;
  bool joins;                   /* whether join equilibria are counted */
  bool *equilibrium;            /* [most_memberships] join equilibria of the design; false between designs */
  uint64_t *sustained, *stable; /* [words] */
  const ply_clock *clock;
  bool cut; /* it stopped among the designs of a share */
  ply_status status;
} worker;

static void worker_done(worker *w) {
  ply_view_done(&w->view);
  ply_stretch_done(&w->stretch);
  ply_acceptance_counts_done(&w->acceptance);
  ply_prefilter_done(&w->prefilter);
  ply_bystanders_done(&w->root);
  free(w->quiet);
  free(w->equilibrium);
  free(w->sustained);
  free(w->stable);
}

static bool worker_init(worker *w, const ply_space *space, const ply_combos *combos, ply_accepted *accepted,
                        unsigned skip) {
  size_t most = (size_t)space->most_memberships;
  *w = (worker){.accepted = accepted, .joins = !(skip & PLY_SKIP_JOIN)};
  ply_stretch_init(&w->stretch);
  ply_acceptance_counts_init(&w->acceptance);
  w->quiet = malloc(most * sizeof *w->quiet + 1);
  w->equilibrium = calloc(most + 1, sizeof *w->equilibrium);
  w->sustained = malloc((size_t)combos->words * sizeof *w->sustained);
  w->stable = malloc((size_t)combos->words * sizeof *w->stable);
  return ply_view_init(&w->view, space, combos) &&
         ply_prefilter_init(&w->prefilter, space, !(skip & PLY_SKIP_VETO)) &&
         ply_bystanders_init(&w->root, &w->view, &w->prefilter) && w->quiet && w->equilibrium &&
         w->sustained && w->stable;
}

/* The join equilibria of the design in view: marks and counts them, whatever the combo. */
static void mark_equilibria(worker *w) {
  for (int q = 0; q < w->n_quiet; q++) {
    bool holds = ply_view_equilibrium(&w->view, (int)w->quiet[q], NULL);
    w->equilibrium[w->quiet[q]] = holds;
    if (!holds) continue;
    uint64_t combos = w->view.combos->total;
    if (ply_view_stays(&w->view, (int)w->quiet[q], false, false, w->stable, w->accepted->scratch))
      combos = ply_combos_weigh(w->view.combos, w->stable);
    w->tally.join += combos * ply_roster_weight(w->view.roster, w->quiet[q]);
  }
}

/* The same of its acceptable memberships alone, which are not counted. */
static void mark_accepted_equilibria(worker *w) {
  w->n_quiet = 0;
  for (size_t f = 0; f < w->view.n_found; f++) {
    uint32_t m = w->view.found[f];
    if (!ply_view_equilibrium(&w->view, (int)m, NULL)) continue;
    w->equilibrium[m] = true;
    w->quiet[w->n_quiet++] = m;
  }
}

static void unmark_equilibria(worker *w) {
  for (int q = 0; q < w->n_quiet; q++) w->equilibrium[w->quiet[q]] = false;
}

/* What follows from the design's acceptable memberships, which have all been considered. */
static void keep_found(worker *w, const ply_tied_design *design, int proposer) {
  ply_view *view = &w->view;
  size_t words = (size_t)view->combos->words, first = w->accepted->n_accepted;
  for (size_t f = 0; f < view->n_found; f++) {
    int m = (int)view->found[f];
    uint64_t weight = ply_roster_weight(view->roster, (size_t)m);
    ply_view_sustained(view, m, w->sustained, w->accepted->scratch);
    w->tally.sustained += ply_combos_weigh(view->combos, w->sustained) * weight;
    const uint64_t *accept = view->accept + (size_t)m * words, *stable = NULL;
    if (w->equilibrium[m]) {
      stable = accept;
      if (ply_view_stays(view, m, false, true, w->stable, w->accepted->scratch)) {
        ply_bits_intersect(accept, (int)words, w->stable);
        stable = w->stable;
      }
      w->tally.stable += ply_combos_weigh(view->combos, stable) * weight;
    }
    ply_accepted_keep(w->accepted, view, design->index, m, stable, w->sustained);
    if ((w->status = w->accepted->status) != PLY_OK) return;
  }
  if (view->n_found > 0) ply_accepted_offer(w->accepted, view, proposer, design->index, first, view->found);
  w->status = w->accepted->status;
}

static int rising(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return x < y ? -1 : x > y;
}

static void consider(worker *w, size_t d, size_t lane, ply_tally *tally) {
  if (w->view.space->game->spare == 0)
    ply_bystanders_consider(&w->root, d, lane, tally);
  else
    ply_view_consider(&w->view, w->prefilter.member[lane], tally);
}

/* Considers a membership that stands for its orbit. */
static void consider_orbit(worker *w, size_t d, size_t lane) {
  ply_tally one = {0};
  consider(w, d, lane, &one);
  ply_tally_add(&w->tally, &one, w->view.roster->weight[w->prefilter.member[lane]]);
}

/* Considers what the prefilter leaves of design d of the stretch; the acceptable memberships are in order then. */
static void consider_left(worker *w, size_t d) {
  const uint64_t *left = w->prefilter.left + d * w->prefilter.words;
  for (size_t word = 0; word < w->prefilter.words; word++)
    for (uint64_t rest = left[word]; rest != 0; rest &= rest - 1) {
      size_t lane = 64 * word + (size_t)__builtin_ctzll(rest);
      if (w->view.roster->weight != NULL)
        consider_orbit(w, d, lane);
      else
        consider(w, d, lane, &w->tally);
    }
  qsort(w->view.found, w->view.n_found, sizeof *w->view.found, rising);
}

static void add_others(void *data, size_t design, size_t lane, int refuser) {
  worker *w = data;
  w->tally.veto[refuser] += ply_bystanders_others(&w->root, design, lane, refuser) *
                            ply_roster_weight(w->view.roster, w->prefilter.member[lane]);
}

/* What the designs of a stretch share, before any is looked at. False without memory. */
static bool sift(worker *w, size_t first, size_t n) {
  if (!ply_stretch_set(&w->stretch, &w->view, first, n) || !ply_prefilter_set(&w->prefilter, &w->stretch))
    return false;
  if (w->prefilter.veto && !ply_acceptance_counts_add(&w->acceptance, &w->stretch, &w->tally)) return false;
  ply_prefilter_designs(&w->prefilter, add_others, w);
  return true;
}

/* Turns to design d of the stretch, by what the stretch knows of it. */
static void look_by_parts(worker *w, size_t d) {
  ply_view_design_of(&w->view, ply_stretch_sums(&w->stretch, d, 0), ply_stretch_refused(&w->stretch, d));
  if (w->prefilter.n > 0) consider_left(w, d);
}

static void look_at_all(worker *w, const ply_tied_design *design) {
  uint16_t option[PLY_MAX_ISSUES];
  ply_space_options(w->view.space, design->index, option);
  ply_view_design(&w->view, option);
  ply_view_consider_all(&w->view, &w->tally);
}

/* Looks at designs first .. first + n - 1, all of the tile in view. */
static void look_at(worker *w, size_t first, size_t n, int proposer) {
  bool direct = w->view.combos->above != NULL;
  if (!direct && !sift(w, first, n)) {
    w->status = PLY_E_MEMORY;
    return;
  }
  for (size_t d = 0; d < n && w->status == PLY_OK; d++) {
    if (d > 0 && (w->cut = ply_clock_says(w->clock) != NULL)) return;
    const ply_tied_design *design = &w->view.space->designs[first + d];
    if (direct)
      look_at_all(w, design);
    else
      look_by_parts(w, d);
    w->tally.feasible += w->view.roster->total * w->view.combos->total;
    if (w->joins)
      mark_equilibria(w);
    else
      mark_accepted_equilibria(w);
    keep_found(w, design, proposer);
    unmark_equilibria(w);
  }
}

/* ---- all workers ---- */

typedef struct shared {
  const ply_space *space;
  const ply_solve_settings *settings;
  const ply_clock *clock;
  ply_outlook *outlook; /* NULL, or by which to leave tiles out where only acceptable bundles matter */
  int proposer;
  /* Under the critical section: */
  size_t next,
      offset;  /* the tile to hand out next, as a position in space->turn, and how many of its designs are */
  size_t done; /* designs seen */
  const char *stopped_by;
  ply_status status;
} shared;

/* What is handed out at a time: some designs of one tile, or some tiles whole. */
typedef struct share {
  size_t at, n_tiles; /* positions in space->turn */
  size_t offset, n;   /* where it is one tile: its designs */
} share;

/* Designs handed out at a time: enough to share what a stretch shares, few enough to share out and to stop. */
static size_t designs_a_turn(const shared *s, const ply_tile *b) {
  size_t n = ((size_t)1 << 23) / (size_t)s->space->rosters[b->roster_id]->n_roots;
  if (s->settings->engine == PLY_ENGINE_ENUMERATE || n < 32) return 32;
  return n < 512 ? n : 512;
}

static const ply_tile *tile_at(const ply_space *space, size_t at) { return &space->tiles[space->turn[at]]; }

/* More tiles, as long as they share outcomes with the first: one worker then works these out once. */
static void extend(const shared *s, share *out) {
  const ply_tile *first = tile_at(s->space, out->at);
  size_t n = first->n;
  for (; out->at + out->n_tiles < s->space->n_tiles; out->n_tiles++) {
    const ply_tile *b = tile_at(s->space, out->at + out->n_tiles);
    n += b->n;
    if (n > designs_a_turn(s, b) || !ply_tile_same_outcomes(s->space, first, b)) return;
  }
}

/* Hands out a share; false when there are none left. */
static bool take(shared *s, share *out) {
  if (s->stopped_by != NULL || s->status != PLY_OK || s->next >= s->space->n_tiles) return false;
  const ply_tile *b = tile_at(s->space, s->next);
  size_t most = designs_a_turn(s, b), left = b->n - s->offset;
  *out = (share){.at = s->next, .n_tiles = 1, .offset = s->offset, .n = left < most ? left : most};
  s->offset += out->n;
  if (s->offset < b->n) return true;
  if (out->offset == 0) extend(s, out);
  s->next += out->n_tiles;
  s->offset = 0;
  return true;
}

static void turn_to(worker *w, const ply_space *space, const ply_tile *b) {
  w->status = ply_view_tile(&w->view, space->rosters[b->roster_id], b->security);
  if (w->status == PLY_OK && w->joins) w->n_quiet = ply_view_quiet(&w->view, w->quiet);
}

/* Takes note of designs seen; more: whether the worker has others at hand. False where it is to stop. */
static bool note(shared *s, const worker *w, size_t designs, bool more) {
  bool go_on;
#pragma omp critical(ply_scan_take)
  {
    s->done += designs;
    if (w->status != PLY_OK && s->status == PLY_OK) s->status = w->status;
    if (s->stopped_by == NULL && (w->cut || more || s->next < s->space->n_tiles))
      s->stopped_by = ply_clock_says(s->clock);
    if (s->settings->progress != NULL)
      s->settings->progress(s->settings->progress_data, (double)s->done / (double)s->space->n_designs);
    go_on = s->status == PLY_OK && s->stopped_by == NULL;
  }
  return go_on;
}

static void work(shared *s, worker *w) {
  const ply_tile *filled = NULL;
  for (;;) {
    share here;
    bool go_on;
#pragma omp critical(ply_scan_take)
    go_on = take(s, &here);
    if (!go_on) return;
    for (size_t j = 0; j < here.n_tiles && go_on; j++) {
      const ply_tile *b = tile_at(s->space, here.at + j);
      size_t n = here.n_tiles > 1 ? b->n : here.n;
      if (s->outlook != NULL && !ply_outlook_may_hold(s->outlook, b, &w->memo))
        w->tally.feasible += n * s->space->rosters[b->roster_id]->total * w->view.combos->total;
      else {
        if (filled != b) turn_to(w, s->space, b);
        filled = b;
        if (w->status == PLY_OK) look_at(w, b->first + here.offset, n, s->proposer);
      }
      go_on = note(s, w, n, j + 1 < here.n_tiles);
    }
  }
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

/* What the combos take, by order. */
static size_t combos_bytes(const ply_space *space) {
  size_t n = (size_t)space->n_combos, actors = (size_t)space->game->n_actors;
  return actors * ((n + 1) * (n + 63) / 64 * 8 + 16 * n + sizeof(ply_ladder));
}

/* What one worker takes at most but for what it keeps. */
static size_t worker_bytes(const ply_space *space) {
  const ply_game *game = space->game;
  size_t n = (size_t)space->most_memberships, actors = (size_t)game->n_actors;
  size_t words = ((size_t)space->n_combos + 63) / 64, tables = 0;
  for (size_t i = 0; i < actors; i++) tables += (size_t)space->most_perspectives[i] * sizeof(double);
  tables += (size_t)space->most_efforts * (PLY_FIGHT + 3 * (size_t)game->n_candidates) * sizeof(double);
  const size_t member = 48, lane = 26,
               left = 64; /* lists of memberships; lanes by actor; 512 designs' bits */
  return tables + n * (8 * words + member + lane * actors + left) + 16 * (size_t)space->n_combos * 8;
}

bool ply_scan_room(const ply_space *space, ply_solve_settings *settings) {
  size_t bytes = ply_solve_memory(settings), fixed = space->bytes + combos_bytes(space),
         each = worker_bytes(space);
  if (bytes < fixed + each) return false;
  size_t most = (bytes - fixed) / 2 / each;
  int threads = threads_for(space, settings);
  if (most < (size_t)threads) settings->threads = threads = most < 1 ? 1 : (int)most;
  settings->memory_bytes = bytes - fixed - (size_t)threads * each;
  return settings->memory_bytes > 0;
}

ply_status ply_scan_run(const ply_space *space, int proposer, const ply_solve_settings *settings,
                        const ply_clock *clock, ply_scan *out, ply_err *err) {
  *out = (ply_scan){.space = space, .proposer = proposer};
  int n = threads_for(space, settings);
  size_t memory = ply_solve_memory(settings);
  shared s = {.space = space, .settings = settings, .clock = clock, .proposer = proposer};
  worker *workers = calloc((size_t)n, sizeof *workers);
  ply_accepted *accepted = calloc((size_t)n, sizeof *accepted);
  bool direct = settings->engine == PLY_ENGINE_ENUMERATE;
  bool ok = workers && accepted && ply_combos_build(space, 0, space->n_combos, direct, &out->combos);
  for (int t = 0; ok && t < n; t++)
    ok = ply_accepted_init(&accepted[t], &out->combos, memory / (size_t)(2 * n)) &&
         worker_init(&workers[t], space, &out->combos, &accepted[t], settings->skip);
  for (int t = 0; ok && t < n; t++) workers[t].clock = clock;
  const unsigned unasked = PLY_SKIP_VETO | PLY_SKIP_JOIN;
  if (ok && !direct && (settings->skip & unasked) == unasked)
    ok = ply_outlook_new(space, &out->combos, &s.outlook);
  if (ok) {
#pragma omp parallel num_threads(n)
    {
#ifdef _OPENMP
      int t = omp_get_thread_num();
#else
      int t = 0;
#endif
      work(&s, &workers[t]);
    }
    for (int t = 0; t < n; t++) ply_tally_add(&out->tally, &workers[t].tally, 1);
    if (space->symmetry != NULL) ply_tally_share(space, &out->tally);
    ok = ply_accepted_gather(out, accepted, n);
  }
  for (int t = 0; workers != NULL && t < n; t++) worker_done(&workers[t]);
  for (int t = 0; accepted != NULL && t < n; t++) ply_accepted_done(&accepted[t]);
  ply_outlook_free(s.outlook);
  free(accepted);
  free(workers);
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
  free(scan->accepted);
  free(scan->accept);
  if (scan->sustained != scan->accept) free(scan->sustained);
  free(scan->stable);
  free(scan->payoff);
  free(scan->offers);
}

uint64_t ply_scan_points(const ply_scan *scan) {
  uint64_t n = 0;
  for (size_t w = 0; w < scan->n_accepted * (size_t)scan->combos.words; w++)
    n += (uint64_t)__builtin_popcountll(scan->accept[w]);
  return n;
}
