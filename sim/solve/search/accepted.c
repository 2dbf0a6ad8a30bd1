/* What a scan keeps: acceptable tied bundles as entries, and what the proposer would get at each design. Each
 * worker collects its own; at the end they are sorted by index, so the answer does not depend on who found
 * what. Memory: acceptable tied bundles. */
#include "sim/solve/search/accepted.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Whether some candidate may be a member of a deal that does not need its yes. */
static bool some_unbound(const ply_game *game) {
  for (int c = 0; c < game->n_candidates; c++)
    if (!(game->vetoes >> game->candidate[c] & 1)) return true;
  return false;
}

bool ply_accepted_init(ply_accepted *w, const ply_combos *combos, size_t memory_bytes) {
  size_t n = (size_t)combos->n;
  size_t set = (size_t)combos->words * sizeof(uint64_t), actors = (size_t)combos->game->n_actors;
  *w = (ply_accepted){.memory_left = memory_bytes,
                      .least_regret = INFINITY,
                      .best_offer = -INFINITY,
                      .worst_offer = -INFINITY,
                      .size = {[PLY_ACCEPTED_ITSELF] = sizeof(ply_accepted_row),
                               [PLY_ACCEPTED_ACCEPT] = set,
                               [PLY_ACCEPTED_SUSTAINED] = set,
                               [PLY_ACCEPTED_STABLE] = some_unbound(combos->game) ? set : 0,
                               [PLY_ACCEPTED_PAYOFF] = actors * sizeof(double)}};
  w->scratch = malloc(5 * (size_t)combos->words * sizeof *w->scratch);
  w->best = malloc(n * sizeof *w->best);
  w->worst = malloc(n * sizeof *w->worst);
  w->best_at = malloc(n * sizeof *w->best_at);
  w->worst_at = malloc(n * sizeof *w->worst_at);
  return w->scratch && w->best && w->worst && w->best_at && w->worst_at;
}

void ply_accepted_done(ply_accepted *w) {
  for (int part = 0; part < PLY_ACCEPTED_PARTS; part++) free(w->part[part]);
  free(w->offers);
  free(w->scratch);
  free(w->best);
  free(w->worst);
  free(w->best_at);
  free(w->worst_at);
}

/* A larger array, counted against the worker's memory. */
static bool grow(ply_accepted *w, void **items, size_t capacity, size_t more, size_t size) {
  if (more * size > w->memory_left) {
    w->status = PLY_E_LIMIT;
    return false;
  }
  void *grown = realloc(*items, (capacity + more) * size);
  if (grown == NULL) {
    w->status = PLY_E_MEMORY;
    return false;
  }
  w->memory_left -= more * size;
  *items = grown;
  return true;
}

static size_t more_than(size_t capacity) { return capacity > 0 ? capacity / 2 + 1 : 64; }

static bool room_for_a_hit(ply_accepted *w) {
  if (w->n_accepted < w->hits_capacity) return true;
  size_t more = more_than(w->hits_capacity);
  for (int part = 0; part < PLY_ACCEPTED_PARTS; part++)
    if (w->size[part] > 0 && !grow(w, &w->part[part], w->hits_capacity, more, w->size[part])) return false;
  w->hits_capacity += more;
  return true;
}

static void *part_of(const ply_accepted *w, int part, size_t entry) {
  return (char *)w->part[part] + entry * w->size[part];
}

void ply_accepted_keep(ply_accepted *w, const ply_view *view, uint64_t design, int m, const uint64_t *stable,
                       const uint64_t *sustained) {
  if (!room_for_a_hit(w)) return;
  ply_accepted_row *entry = part_of(w, PLY_ACCEPTED_ITSELF, w->n_accepted);
  *entry = (ply_accepted_row){.index = design + view->roster->index[m],
                              .weight = ply_roster_weight(view->roster, (size_t)m),
                              .held = ply_view_held(view, m),
                              .equilibrium = stable != NULL};
  entry->regret = ply_view_regret(view, m, NULL, -1, w->least_regret, &entry->move);
  if (entry->held == 0 && entry->regret < w->least_regret) w->least_regret = entry->regret;
  memcpy(part_of(w, PLY_ACCEPTED_ACCEPT, w->n_accepted),
         view->accept + (size_t)m * (size_t)view->combos->words, w->size[PLY_ACCEPTED_ACCEPT]);
  memcpy(part_of(w, PLY_ACCEPTED_SUSTAINED, w->n_accepted), sustained, w->size[PLY_ACCEPTED_SUSTAINED]);
  if (w->size[PLY_ACCEPTED_STABLE] > 0 && stable != NULL)
    memcpy(part_of(w, PLY_ACCEPTED_STABLE, w->n_accepted), stable, w->size[PLY_ACCEPTED_STABLE]);
  else if (w->size[PLY_ACCEPTED_STABLE] > 0)
    memset(part_of(w, PLY_ACCEPTED_STABLE, w->n_accepted), 0, w->size[PLY_ACCEPTED_STABLE]);
  double *payoff = part_of(w, PLY_ACCEPTED_PAYOFF, w->n_accepted);
  for (int i = 0; i < view->space->game->n_actors; i++)
    payoff[i] = ply_tile_payoff(&view->tables, i, (size_t)m);
  w->n_accepted++;
}

/* The proposer's best and worst sustained bundles so far, per combo; ties to the lowest membership. */
static void weigh_offers(ply_accepted *w, const ply_view *view, int proposer, int m,
                         const uint64_t *sustained, const uint64_t *seen) {
  const ply_combos *combos = view->combos;
  double base = ply_tile_payoff(&view->tables, proposer, (size_t)m);
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
static void place_offers(ply_accepted *w, const ply_view *view, int proposer, int m,
                         const uint64_t *sustained, uint64_t *best, uint64_t *worst) {
  const ply_combos *combos = view->combos;
  double base = ply_tile_payoff(&view->tables, proposer, (size_t)m);
  double eps = combos->game->eps[proposer];
  for (int word = 0; word < combos->words; word++)
    for (uint64_t rest = sustained[word]; rest != 0; rest &= rest - 1) {
      int k = 64 * word + __builtin_ctzll(rest);
      uint64_t bit = rest & (0 - rest);
      double payoff = base + combos->payoff[(size_t)proposer * (size_t)combos->n + (size_t)k];
      if (!(best[word] & bit) && payoff >= w->best[k] - eps) {
        best[word] |= bit;
        w->best_at[k] = view->roster->index[m];
      }
      if (!(worst[word] & bit) && payoff <= w->worst[k] + eps) {
        worst[word] |= bit;
        w->worst_at[k] = view->roster->index[m];
      }
    }
}

static bool room_for_an_offer(ply_accepted *w) {
  if (w->n_offers < w->offers_capacity) return true;
  size_t more = more_than(w->offers_capacity);
  void *offers = w->offers;
  if (!grow(w, &offers, w->offers_capacity, more, sizeof *w->offers)) return false;
  w->offers = offers;
  w->offers_capacity += more;
  return true;
}

/* Whether the proposer might choose combo k, optimistic or not: no design so far is clearly better for it. */
static bool worth_keeping(ply_accepted *w, int k, bool no_deal, double eps) {
  bool best = w->best[k] >= w->best_offer - eps, worst = !no_deal && w->worst[k] >= w->worst_offer - eps;
  w->best_offer = fmax(w->best_offer, w->best[k]);
  if (!no_deal) w->worst_offer = fmax(w->worst_offer, w->worst[k]);
  return best || worst;
}

static void keep_offers(ply_accepted *w, const ply_combos *combos, int proposer, uint64_t design,
                        const uint64_t *seen, const uint64_t *no_deal) {
  double eps = combos->game->eps[proposer];
  for (int k = 0; k < combos->n; k++) {
    if (!(seen[k / 64] >> (k % 64) & 1)) continue;
    if (!worth_keeping(w, k, no_deal[k / 64] >> (k % 64) & 1, eps)) continue;
    if (!room_for_an_offer(w)) return;
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

/* The offers at the design in view, from the sustained sets of its entries first .. last. */
void ply_accepted_offer(ply_accepted *w, ply_view *view, int proposer, uint64_t design, size_t first,
                        const uint32_t *member) {
  size_t words = (size_t)view->combos->words;
  uint64_t *seen = w->scratch, *mark = w->scratch + words;
  memset(seen, 0, words * sizeof *seen);
  for (size_t h = first; h < w->n_accepted; h++) {
    const uint64_t *sustained = part_of(w, PLY_ACCEPTED_SUSTAINED, h);
    weigh_offers(w, view, proposer, (int)member[h - first], sustained, seen);
    for (size_t i = 0; i < words; i++) seen[i] |= sustained[i];
  }
  if (ply_bits_lowest(seen, (int)words) < 0) return;
  memset(mark, 0, 2 * words * sizeof *mark);
  for (size_t h = first; h < w->n_accepted; h++)
    place_offers(w, view, proposer, (int)member[h - first], part_of(w, PLY_ACCEPTED_SUSTAINED, h), mark,
                 mark + words);
  uint64_t *no_deal = mark;
  ply_view_no_deal(view, no_deal, mark + words);
  keep_offers(w, view->combos, proposer, design, seen, no_deal);
}

/* ---- putting the entries in order ---- */

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

static place *places_of(const ply_accepted *workers, int n_workers, size_t n_accepted) {
  place *places = malloc(n_accepted * sizeof *places + 1);
  size_t n = 0;
  for (int t = 0; places != NULL && t < n_workers; t++)
    for (size_t h = 0; h < workers[t].n_accepted; h++) {
      const ply_accepted_row *entry = part_of(&workers[t], PLY_ACCEPTED_ITSELF, h);
      places[n++] = (place){entry->index, (uint32_t)t, h};
    }
  if (places != NULL) qsort(places, n, sizeof *places, by_index);
  return places;
}

enum { MANY = 1 << 14 }; /* entries that are worth waking threads for */

/* One part of all entries in their order; the workers' arrays are freed. */
static void *part_in_order(const place *places, size_t n, ply_accepted *workers, int n_workers, int part) {
  size_t size = workers[0].size[part];
  char *out = malloc(n * size + 1);
  if (out == NULL) n = 0;
#pragma omp parallel for num_threads(n_workers) if (n >= MANY)
  for (size_t h = 0; h < n; h++)
    memcpy(out + h * size, part_of(&workers[places[h].worker], part, places[h].at), size);
  for (int t = 0; t < n_workers; t++) {
    free(workers[t].part[part]);
    workers[t].part[part] = NULL;
  }
  return out;
}

static bool gather_offers(ply_scan *out, const ply_accepted *workers, int n_workers) {
  out->offers = malloc(out->n_offers * sizeof *out->offers + 1);
  size_t n = 0;
  for (int t = 0; out->offers != NULL && t < n_workers; t++) {
    if (workers[t].n_offers > 0)
      memcpy(out->offers + n, workers[t].offers, workers[t].n_offers * sizeof *out->offers);
    n += workers[t].n_offers;
  }
  if (out->offers != NULL) qsort(out->offers, n, sizeof *out->offers, by_design);
  return out->offers != NULL;
}

bool ply_accepted_gather(ply_scan *out, ply_accepted *workers, int n_workers) {
  for (int t = 0; t < n_workers; t++) {
    out->n_accepted += workers[t].n_accepted;
    out->n_offers += workers[t].n_offers;
  }
  place *places = places_of(workers, n_workers, out->n_accepted);
  if (places == NULL) return false;
  out->accepted = part_in_order(places, out->n_accepted, workers, n_workers, PLY_ACCEPTED_ITSELF);
  out->accept = part_in_order(places, out->n_accepted, workers, n_workers, PLY_ACCEPTED_ACCEPT);
  out->sustained = part_in_order(places, out->n_accepted, workers, n_workers, PLY_ACCEPTED_SUSTAINED);
  if (workers[0].size[PLY_ACCEPTED_STABLE] > 0)
    out->stable = part_in_order(places, out->n_accepted, workers, n_workers, PLY_ACCEPTED_STABLE);
  out->payoff = part_in_order(places, out->n_accepted, workers, n_workers, PLY_ACCEPTED_PAYOFF);
  free(places);
  bool stable = out->stable != NULL || workers[0].size[PLY_ACCEPTED_STABLE] == 0;
  return out->accepted && out->accept && out->sustained && stable && out->payoff &&
         gather_offers(out, workers, n_workers);
}
