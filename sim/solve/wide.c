/* One pass over the space for many reservations. A reservation enters in one place only: what an actor
 * accepts. So a pass at the lowest reservations that will be asked for finds every bundle that is acceptable
 * at any of them (raising a reservation never enlarges the set), with its payoffs; at others the set is those
 * of them whose moved parties still accept, and no payoff table, rule or security number is looked at again.
 * Who gains by moving does not depend on reservations either: for each kept bundle the kept bundles are
 * listed to which one candidate would rather move, so that sustained sets are read off too.
 *
 * Not kept: what asks about bundles that nobody accepts (veto weights, counts by actor, no-deal equilibria).
 * Not possible where a member may stand in a deal that it does not accept (quorums; candidates that are not
 * asked). Cost: one pass; then acceptable core bundles (at the lowest reservations) per solve. */
#include "sim/solve/answer.h"
#include "sim/solve/wide.h"

#include <stdlib.h>
#include <string.h>

struct ply_wide {
  const ply_game *low;
  ply_space *space;
  ply_scan scan;
  uint64_t *party;   /* [n_hits] mask of the actors that are asked */
  size_t *first;     /* [n_hits + 1] */
  uint32_t *tempted; /* hits to which a candidate would move: tempted[first[h] .. first[h + 1] - 1] */
};

/* ---- the pass ---- */

static int level_of(const ply_game *game, uint64_t index, int candidate) {
  return (int)(index / game->member_stride[candidate] % (uint64_t)game->n_levels);
}

static uint64_t parties_of(const ply_game *game, uint64_t index) {
  uint64_t party = game->required | game->counted;
  for (int c = 0; c < game->n_candidates; c++)
    if (level_of(game, index, c) > 0) party |= game->if_member & (uint64_t)1 << game->candidate[c];
  return party;
}

static int by_index(const void *key, const void *item) {
  uint64_t index = *(const uint64_t *)key;
  const ply_hit *hit = item;
  return index < hit->index ? -1 : index > hit->index;
}

/* The hits of the design of hit h lie side by side: none is further from it than the memberships are many. */
static const ply_hit *find_hit(const ply_wide *wide, size_t h, uint64_t index) {
  const ply_scan *s = &wide->scan;
  size_t reach = (size_t)wide->space->most_memberships;
  size_t from = h > reach ? h - reach : 0, to = s->n_hits - h > reach ? h + reach : s->n_hits;
  return bsearch(&index, s->hits + from, to - from, sizeof *s->hits, by_index);
}

/* Lists where one candidate would rather be, for hit h; with `out` NULL it only counts. */
static size_t list_tempting(const ply_wide *wide, size_t h, uint32_t *out) {
  const ply_game *game = wide->low;
  const ply_scan *s = &wide->scan;
  const double *here = s->payoff + h * (size_t)game->n_actors;
  size_t n = 0;
  for (int c = 0; c < game->n_candidates; c++) {
    int now = level_of(game, s->hits[h].index, c), actor = game->candidate[c];
    uint64_t alone = s->hits[h].index - (uint64_t)now * game->member_stride[c];
    for (int l = 0; l < game->n_levels; l++) {
      const ply_hit *there =
          l != now ? find_hit(wide, h, alone + (uint64_t)l * game->member_stride[c]) : NULL;
      if (there == NULL) continue;
      size_t t = (size_t)(there - s->hits);
      if (!(here[actor] < s->payoff[t * (size_t)game->n_actors + (size_t)actor] - PLY_EPS)) continue;
      if (out != NULL) out[n] = (uint32_t)t;
      n++;
    }
  }
  return n;
}

static bool list_all_tempting(ply_wide *wide) {
  size_t n = wide->scan.n_hits;
  wide->party = malloc(n * sizeof *wide->party + 1);
  wide->first = malloc((n + 1) * sizeof *wide->first);
  if (wide->party == NULL || wide->first == NULL) return false;
  wide->first[0] = 0;
  for (size_t h = 0; h < n; h++) {
    wide->party[h] = parties_of(wide->low, wide->scan.hits[h].index);
    wide->first[h + 1] = wide->first[h] + list_tempting(wide, h, NULL);
  }
  wide->tempted = malloc(wide->first[n] * sizeof *wide->tempted + 1);
  for (size_t h = 0; h < n && wide->tempted != NULL; h++)
    list_tempting(wide, h, wide->tempted + wide->first[h]);
  return wide->tempted != NULL;
}

bool ply_wide_possible(const ply_game *game) {
  if (game->spare > 0) return false;
  for (int c = 0; c < game->n_candidates; c++)
    if (!((game->required | game->if_member) >> game->candidate[c] & 1)) return false;
  return true;
}

ply_status ply_wide_new(const ply_game *low, const ply_solve_settings *settings, ply_wide **out,
                        ply_err *err) {
  *out = NULL;
  ply_clock clock = ply_clock_start(settings);
  ply_wide *wide = calloc(1, sizeof *wide);
  if (wide == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  wide->low = low;
  ply_status status = ply_solve_space(low, settings, &wide->space, err);
  if (status == PLY_OK)
    status = ply_scan_run(wide->space, ply_solve_proposer(low), settings, &clock, &wide->scan, err);
  if (status == PLY_OK && (!wide->scan.complete || wide->scan.n_hits > UINT32_MAX))
    status = ply_err_set(err, PLY_E_LIMIT, "too many bundles are acceptable at the lowest reservations");
  if (status == PLY_OK && !list_all_tempting(wide))
    status = ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  if (status == PLY_OK)
    *out = wide;
  else
    ply_wide_free(wide);
  return status;
}

void ply_wide_free(ply_wide *wide) {
  if (wide == NULL) return;
  ply_scan_done(&wide->scan);
  ply_space_free(wide->space);
  free(wide->party);
  free(wide->first);
  free(wide->tempted);
  free(wide);
}

size_t ply_wide_bytes(const ply_wide *wide) {
  const ply_scan *s = &wide->scan;
  size_t hit = sizeof *s->hits + 2 * (size_t)s->combos.words * sizeof *s->accept +
               (size_t)wide->low->n_actors * sizeof *s->payoff + sizeof *wide->party + sizeof *wide->first;
  return s->n_hits * hit + (s->n_hits > 0 ? wide->first[s->n_hits] * sizeof *wide->tempted : 0) +
         s->n_offers * sizeof *s->offers;
}

/* ---- what is left of it at higher reservations ---- */

typedef struct narrowing {
  const ply_wide *wide;
  ply_combos combos;            /* the wide ones, with the game that is asked about */
  uint64_t moved;               /* mask of the actors whose reservation is higher than at the pass */
  uint64_t *accept, *sustained; /* [n_hits * words] of the wide hits */
  uint64_t *scratch;            /* [words] */
} narrowing;

static void accept_at(narrowing *n, size_t h) {
  const ply_scan *s = &n->wide->scan;
  size_t words = (size_t)n->combos.words, actors = (size_t)n->combos.game->n_actors;
  uint64_t *out = n->accept + h * words;
  memcpy(out, s->accept + h * words, words * sizeof *out);
  for (uint64_t rest = n->moved & n->wide->party[h]; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    const uint64_t *content =
        ply_combos_content(&n->combos, i, s->payoff[h * actors + (size_t)i], n->scratch);
    for (size_t w = 0; w < words; w++) out[w] &= content[w];
  }
}

/* Every member accepts, so that nobody leaves a deal that it would undo: only better deals tempt. */
static void sustain_at(narrowing *n, size_t h) {
  size_t words = (size_t)n->combos.words;
  uint64_t *out = n->sustained + h * words;
  memcpy(out, n->accept + h * words, words * sizeof *out);
  for (size_t t = n->wide->first[h]; t < n->wide->first[h + 1]; t++)
    for (size_t w = 0; w < words; w++) out[w] &= ~n->accept[(size_t)n->wide->tempted[t] * words + w];
}

static bool narrow_sets(narrowing *n) {
  size_t hits = n->wide->scan.n_hits, words = (size_t)n->combos.words;
  n->accept = malloc(hits * words * sizeof *n->accept + 1);
  n->sustained = malloc(hits * words * sizeof *n->sustained + 1);
  n->scratch = malloc(words * sizeof *n->scratch + 1);
  if (n->accept == NULL || n->sustained == NULL || n->scratch == NULL) return false;
  for (size_t h = 0; h < hits; h++) accept_at(n, h);
  for (size_t h = 0; h < hits; h++) sustain_at(n, h);
  return true;
}

static void count_sets(const narrowing *n, ply_tally *tally) {
  const ply_scan *s = &n->wide->scan;
  size_t words = (size_t)n->combos.words;
  *tally = (ply_tally){.feasible = s->tally.feasible, .join = s->tally.join};
  for (size_t h = 0; h < s->n_hits; h++) {
    uint64_t accepted = ply_combos_weigh(&n->combos, n->accept + h * words);
    tally->acceptable += accepted;
    if (accepted > 0) tally->sustained += ply_combos_weigh(&n->combos, n->sustained + h * words);
    if (s->hits[h].equilibrium) tally->stable += accepted;
  }
}

/* The hits that still have an acceptable combo, in their order. */
static bool gather(const narrowing *n, ply_scan *out) {
  const ply_scan *s = &n->wide->scan;
  size_t words = (size_t)n->combos.words, actors = (size_t)n->combos.game->n_actors, kept = 0;
  for (size_t h = 0; h < s->n_hits; h++) kept += ply_bits_lowest(n->accept + h * words, (int)words) >= 0;
  out->hits = malloc(kept * sizeof *out->hits + 1);
  out->accept = malloc(kept * words * sizeof *out->accept + 1);
  out->sustained = malloc(kept * words * sizeof *out->sustained + 1);
  out->payoff = malloc(kept * actors * sizeof *out->payoff + 1);
  if (!out->hits || !out->accept || !out->sustained || !out->payoff) return false;
  for (size_t h = 0; h < s->n_hits; h++) {
    if (ply_bits_lowest(n->accept + h * words, (int)words) < 0) continue;
    size_t at = out->n_hits++;
    out->hits[at] = s->hits[h];
    memcpy(out->accept + at * words, n->accept + h * words, words * sizeof *out->accept);
    memcpy(out->sustained + at * words, n->sustained + h * words, words * sizeof *out->sustained);
    memcpy(out->payoff + at * actors, s->payoff + h * actors, actors * sizeof *out->payoff);
  }
  return ply_scan_list(out);
}

bool ply_wide_covers(const ply_wide *wide, const ply_game *game) {
  for (int i = 0; i < game->n_actors; i++)
    if (game->reservation[i] < wide->low->reservation[i]) return false;
  return true;
}

ply_status ply_wide_solve(const ply_wide *wide, const ply_game *game, const ply_solve_settings *settings,
                          ply_result **out, ply_err *err) {
  *out = NULL;
  const unsigned all =
      PLY_SKIP_SOLUTIONS | PLY_SKIP_TALKS | PLY_SKIP_PARETO | PLY_SKIP_DESIGNS | PLY_SKIP_CONCORDANCE;
  ply_clock clock = ply_clock_start(settings);
  ply_space space = *wide->space;
  space.game = game;
  ply_scan scan = {.space = &space, .proposer = wide->scan.proposer, .complete = true};
  narrowing n = {.wide = wide, .combos = wide->scan.combos};
  n.combos.game = game;
  for (int i = 0; i < game->n_actors; i++)
    if (game->reservation[i] > wide->low->reservation[i]) n.moved |= (uint64_t)1 << i;
  bool ok = narrow_sets(&n);
  if (ok) count_sets(&n, &scan.tally);
  scan.combos = n.combos;
  if (ok && (settings->skip & all) != all) ok = gather(&n, &scan);
  free(n.accept);
  free(n.sustained);
  free(n.scratch);
  ply_status status = ok ? ply_solve_scan(&scan, settings, &clock, out, err)
                         : ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  scan.combos = (ply_combos){0};
  ply_scan_done(&scan);
  return status;
}
