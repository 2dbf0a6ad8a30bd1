/* A large additive game as a scan: the frontier of its loose issues is built, bundles are counted, and what
 * the proposer can reach is found; then each ground is a hit and each sum of the frontier a combo, and the
 * questions of solve are answered as for any other scan. What is counted is all bundles, what is listed only
 * those that nobody else clearly beats, which is all that solutions, efficiency and talks can turn on. */
#include "sim/solve/additive/additive.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* With many actors hardly any bundle beats another: then those of a space that can be listed are. */
enum { MANY_ACTORS = 5, FEW_BUNDLES = 1 << 25 };
static const uint64_t MAY_BE_LISTED = UINT64_C(1) << 36;

bool ply_additive_suits(const ply_game *game, const ply_solve_settings *settings) {
  if (game->n_votes > 0) return false; /* who may refuse together is not a number */
  if (game->n_actors > MANY_ACTORS && game->raw <= FEW_BUNDLES) return false;
  /* Lists of bundles need them listed; where that is out of the question, the frontier is what is shown. */
  if ((settings->top > 0 || settings->cloud > 0) && game->raw <= MAY_BE_LISTED) return false;
  return settings->engine != PLY_ENGINE_ENUMERATE && ply_space_may_merge(game);
}

/* ---- the frontier as the combos of a merged space ---- */

static bool fill_vectors(ply_additive *a) {
  ply_vectors *v = a->space->vectors;
  const ply_frontier *f = &a->frontier[0];
  size_t d = (size_t)a->terms.n_actors;
  v->n = f->n;
  v->n_actors = (int)d;
  v->count = malloc(f->n * sizeof *v->count + 1);
  v->index = malloc(f->n * sizeof *v->index + 1);
  v->payoff = malloc(f->n * d * sizeof *v->payoff + 1);
  if (!v->count || !v->index || !v->payoff) return false;
  v->apart = a->terms.grid;
  for (size_t i = 0; i < d; i++) v->apart &= 2 * a->terms.eps[i] < 1;
  for (size_t k = 0; k < f->n; k++) {
    v->count[k] = f->count[k];
    v->index[k] = f->index[k];
    for (size_t i = 0; i < d; i++) v->payoff[i * f->n + k] = f->sum[k * d + i] * a->terms.step;
  }
  return true;
}

/* Which sums of the frontier a ground agrees to: bits: [words]. Returns whether there are any. */
static bool agreed_sums(const ply_additive *a, const ply_ground *s, uint64_t *bits) {
  const ply_frontier *f = &a->frontier[0];
  size_t d = (size_t)a->terms.n_actors;
  bool any = false;
  for (size_t k = 0; k < f->n; k++) {
    uint64_t accept = 0;
    for (size_t i = 0; i < d; i++) accept |= (uint64_t)(f->sum[k * d + i] >= s->need[i]) << i;
    bool yes = ply_ground_agreed(a->game, s, accept);
    bits[k / 64] |= (uint64_t)yes << (k % 64);
    any |= yes;
  }
  return any;
}

static ply_status fill_hits(ply_additive *a, size_t bytes, ply_scan *scan) {
  size_t words = (size_t)scan->combos.words, d = (size_t)a->terms.n_actors, n = a->n_grounds;
  if (n * (words * 8 + d * 8 + sizeof *scan->accepted) > bytes) return PLY_E_LIMIT;
  scan->accepted = calloc(n + 1, sizeof *scan->accepted);
  scan->accept = calloc(n * words + 1, sizeof *scan->accept);
  scan->sustained = scan->accept; /* nobody can leave */
  scan->payoff = malloc(n * d * sizeof *scan->payoff + 1);
  if (!scan->accepted || !scan->accept || !scan->payoff) return PLY_E_MEMORY;
  for (size_t s = 0; s < n; s++) {
    const ply_ground *ground = &a->grounds[s];
    if (!agreed_sums(a, ground, scan->accept + scan->n_accepted * words)) continue;
    memcpy(scan->payoff + scan->n_accepted * d, ground->base, d * sizeof *scan->payoff);
    scan->accepted[scan->n_accepted++] =
        (ply_accepted_row){.index = ground->index, .weight = 1, .move = {.actor = -1}, .equilibrium = true};
  }
  return PLY_OK;
}

/* ---- counting ---- */

typedef struct tallying {
  ply_additive *a;
  ply_counter *counter;
  const ply_solve_settings *settings;
  const ply_clock *clock;
  ply_scan *scan;
} tallying;

static ply_status count_content(tallying *t) {
  ply_additive *a = t->a;
  ply_status status = PLY_OK;
  double *need = malloc(a->n_grounds * sizeof *need + 1);
  uint64_t *count = malloc(a->n_grounds * sizeof *count + 1);
  if (need == NULL || count == NULL) status = PLY_E_MEMORY;
  for (int i = 0; i < a->terms.n_actors && status == PLY_OK; i++) {
    for (size_t s = 0; s < a->n_grounds; s++)
      need[s] = a->grounds[s].refused >> i & 1 ? INFINITY : a->grounds[s].need[i];
    if (!ply_spread_count(a, i, need, a->n_grounds, count)) {
      status = PLY_E_LIMIT;
      break;
    }
    for (size_t s = 0; s < a->n_grounds; s++) t->scan->tally.would_accept[i] += count[s];
  }
  free(need);
  free(count);
  return status;
}

static ply_status count_all(tallying *t) {
  ply_tally *tally = &t->scan->tally;
  bool veto = !(t->settings->skip & PLY_SKIP_VETO);
  ply_status status = veto ? count_content(t) : PLY_OK;
  for (size_t s = 0; s < t->a->n_grounds && status == PLY_OK; s++) {
    ply_reach reach;
    uint64_t seen;
    if (!ply_counter_ask(t->counter, &t->a->grounds[s], t->a->grounds[s].need, -1,
                         ply_scan_threads(t->settings), t->clock, &reach, &seen))
      status = PLY_E_STOPPED;
    tally->feasible += seen;
    tally->acceptable += reach.agreed;
    for (int i = 0; i < t->a->terms.n_actors && veto; i++) tally->veto[i] += reach.veto[i];
  }
  tally->join = tally->feasible;
  tally->sustained = tally->stable = tally->acceptable;
  return status;
}

/* ---- the proposer ---- */

typedef struct reaching {
  int actor;
  double least;
} reaching;

static bool reaches(void *data, const double *payoff, uint64_t parties) {
  (void)parties;
  const reaching *r = data;
  return payoff[r->actor] >= r->least;
}

static double best_for(const ply_scan *scan, int actor) {
  double best = -INFINITY;
  for (size_t h = 0; h < scan->n_accepted; h++)
    for (int k = 0; k < scan->combos.n; k++)
      if (scan->accept[h * (size_t)scan->combos.words + (size_t)k / 64] >> (k % 64) & 1)
        best = fmax(best, ply_scan_payoff(scan, h, k, actor));
  return best;
}

/* How many bundles give the proposer its best; 0 where the clock stopped it. */
static uint64_t count_attaining(tallying *t, int proposer, double best) {
  const ply_terms *terms = &t->a->terms;
  uint64_t n = 0;
  for (size_t s = 0; s < t->a->n_grounds; s++) {
    const ply_ground *ground = &t->a->grounds[s];
    double need[PLY_MAX_ACTORS],
        least = (best - t->a->game->eps[proposer] - ground->base[proposer]) / terms->step;
    ply_reach reach;
    uint64_t seen;
    memcpy(need, ground->need, (size_t)terms->n_actors * sizeof *need);
    need[proposer] = terms->grid ? ceil(least) : least;
    if (need[proposer] > terms->most[terms->n_issues][proposer]) continue;
    if (!ply_counter_ask(t->counter, ground, need, proposer, ply_scan_threads(t->settings), t->clock, &reach,
                         &seen))
      return 0;
    n += reach.agreed;
  }
  return n;
}

/* The one offer that is better than all others: what the proposer gets most from. Designs are bundles here,
 * and none that is acceptable can fail to come about. */
static ply_status find_offer(tallying *t, int proposer) {
  ply_scan *scan = t->scan;
  double best = best_for(scan, proposer);
  scan->offers = calloc(1, sizeof *scan->offers);
  if (scan->offers == NULL) return PLY_E_MEMORY;
  if (scan->n_accepted == 0) return PLY_OK;
  reaching r = {.actor = proposer, .least = best - t->a->game->eps[proposer]};
  scan->offers[scan->n_offers++] = (ply_offer){
      .design = ply_additive_lowest(t->a, reaches, &r), .best_payoff = best, .worst_payoff = best};
  scan->offers[0].count = t->counter != NULL ? count_attaining(t, proposer, best) : 0;
  return PLY_OK;
}

/* ---- the whole ---- */

static ply_status prepare(ply_additive *a, const ply_clock *clock, size_t bytes, ply_err *err) {
  ply_status status = ply_space_build_merged(a->game, bytes / 2, clock, &a->space, err);
  if (status != PLY_OK) return status;
  if ((a->arena = ply_arena_new()) == NULL || !ply_terms_fill(&a->terms, a->space, a->arena))
    return PLY_E_MEMORY;
  return ply_grounds_fill(a);
}

/* The frontier as entries of the scan. Where it does not come about in time, or within the memory of a game
 * that cannot be listed either, the scan is left without entries, and says so. */
static ply_status find_best(tallying *t, size_t bytes) {
  ply_additive *a = t->a;
  ply_status status = ply_frontiers_fill(a, bytes / 2, t->clock);
  bool stopped = status == PLY_E_STOPPED,
       too_large = status == PLY_E_LIMIT && a->game->raw > FEW_BUNDLES * 8ull;
  if (stopped || too_large) {
    t->scan->complete = false;
    t->scan->stopped_by = stopped ? ply_clock_says(t->clock) : "memory";
    status = PLY_OK;
  } else if (status == PLY_OK && !fill_vectors(a)) {
    status = PLY_E_MEMORY;
  }
  if (status == PLY_OK && !ply_combos_merged(a->space, &t->scan->combos)) status = PLY_E_MEMORY;
  return status == PLY_OK && t->scan->complete ? fill_hits(a, bytes / 4, t->scan) : status;
}

static ply_status count(tallying *t, int proposer, size_t bytes) {
  ply_status status = ply_counter_new(t->a, proposer, bytes / 4, &t->counter);
  if (status == PLY_OK) status = count_all(t);
  t->scan->uncounted = status != PLY_OK;
  if (status == PLY_E_STOPPED) t->scan->stopped_by = ply_clock_says(t->clock);
  if (status == PLY_E_LIMIT) t->scan->stopped_by = "memory";
  return status == PLY_E_STOPPED || status == PLY_E_LIMIT ? PLY_OK : status;
}

static ply_status answer(tallying *t, int proposer, size_t bytes) {
  ply_status status = find_best(t, bytes);
  if (status == PLY_OK) status = count(t, proposer, bytes);
  if (status == PLY_OK && t->scan->complete && !(t->settings->skip & PLY_SKIP_PROPOSALS))
    status = find_offer(t, proposer);
  ply_counter_free(t->counter);
  return status;
}

ply_status ply_additive_scan(const ply_game *game, int proposer, const ply_solve_settings *settings,
                             const ply_clock *clock, ply_additive **out, ply_scan *scan, ply_err *err) {
  size_t bytes = ply_solve_memory(settings);
  ply_additive *a = calloc(1, sizeof *a);
  *out = NULL;
  *scan = (ply_scan){.proposer = proposer, .complete = true};
  if (a == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  a->game = game;
  tallying t = {.a = a, .settings = settings, .clock = clock, .scan = scan};
  ply_status status = prepare(a, clock, bytes, err);
  scan->space = a->space;
  scan->additive = a;
  if (status == PLY_OK) status = answer(&t, proposer, bytes);
  if (status == PLY_OK) {
    *out = a;
    return PLY_OK;
  }
  if (status == PLY_E_MEMORY) ply_err_set(err, status, "not enough memory");
  if (status == PLY_E_INPUT)
    ply_err_set(err, status, "the honour game does not settle in 10,000 rounds; is its noise too small?");
  ply_scan_done(scan);
  *scan = (ply_scan){0};
  ply_additive_free(a);
  return status;
}

void ply_additive_free(ply_additive *a) {
  if (a == NULL) return;
  ply_frontiers_done(a);
  ply_space_free(a->space);
  ply_arena_free(a->arena);
  free(a);
}
