/* Which deals hold even if the terms can be reopened? "Sustained" supposes that a leaver finds the terms as they
 * are. Here the rest may sign something else without it: for each candidate the Nash bargain over what is
 * acceptable with it out, or no deal where nothing is. A sustained bundle holds if no member would rather be outside
 * the next deal. Hart and Kurz 1983 (doi:10.2307/1912279): what the rest does when somebody leaves; Diamantoudi and
 * Sartzetakis 2018: members who look ahead. Cost: two passes over A for each candidate, and one over T. */
#include "sim/solve/answer/bargain.h"
#include "sim/solve/search/symmetry.h"

#include <math.h>
#include <stdlib.h>

/* The candidate that stands out at the entry and stands for candidate c there; -1: none. */
static int out_at(const ply_scan *scan, size_t entry, int c) {
  const ply_game *game = scan->space->game;
  const ply_symmetry *symmetry = scan->space->symmetry;
  uint64_t index = scan->accepted[entry].index;
  if (symmetry == NULL) return ply_game_level_of(game, index, c) == 0 ? c : -1;
  for (int d = symmetry->first[c]; d >= 0; d = symmetry->after[d])
    if (ply_game_level_of(game, index, d) == 0) return d;
  return -1;
}

/* The index of the bundle at which candidate c stands where `stand` does in the entry. */
static uint64_t index_with(const ply_scan *scan, size_t entry, int combo, int c, int stand) {
  const ply_game *game = scan->space->game;
  const ply_symmetry *symmetry = scan->space->symmetry;
  uint64_t index = ply_scan_index(scan, entry, combo);
  if (symmetry == NULL) return index;
  uint8_t lowest[PLY_MAX_CANDIDATES], level[PLY_MAX_CANDIDATES];
  for (int d = 0; d < game->n_candidates; d++) lowest[d] = (uint8_t)ply_game_level_of(game, index, d);
  ply_orbit_with(symmetry, lowest, c, stand, -1, -1, level);
  return index - index % game->raw_memberships + ply_game_member(game, level);
}

/* One pass over A with candidate c out: the largest Nash value, or the lowest bundle that attains it. */
static void bargain_without(const ply_question *q, int c, bool place, ply_chosen *best, double *payoff) {
  const ply_scan *scan = q->scan;
  size_t entry = SIZE_MAX;
  int stand = -1;
  for (ply_chunk chunk = ply_chunk_start(scan, PLY_OVER_ACCEPTABLE, q->peaks); ply_chunk_next(&chunk);) {
    if (chunk.entry != entry) stand = out_at(scan, entry = chunk.entry, c);
    if (stand < 0) continue;
    ply_payoffs at = ply_chunk_most(&chunk);
    double value, least = place ? best->value - PLY_EPS : best->value;
    if (!ply_nash_value(q, &at, &value) || value + 1e-12 * (1 + fabs(value)) < least) continue;
    for (int k; (k = ply_chunk_take(&chunk)) >= 0;) {
      at = ply_chunk_at(&chunk, k);
      if (!ply_nash_value(q, &at, &value)) continue;
      best->found = true;
      if (!place) best->value = fmax(best->value, value);
      if (!place || value < best->value - PLY_EPS) continue;
      uint64_t index = index_with(scan, entry, k, c, stand);
      if (index >= best->index) continue;
      best->index = index;
      *payoff = ply_payoffs_of(&at, q->game->candidate[stand]);
    }
  }
}

ply_status ply_answer_without(const ply_question *q, int c, ply_arena *arena, ply_without *out) {
  int actor = q->game->candidate[c];
  ply_chosen best = {.value = -INFINITY, .index = UINT64_MAX};
  *out = (ply_without){.actor = actor, .outcome = PLY_PROVED_NONE, .payoff = q->game->reservation[actor]};
  bargain_without(q, c, false, &best, &out->payoff);
  if (!best.found) return PLY_OK;
  bargain_without(q, c, true, &best, &out->payoff);
  out->outcome = PLY_FOUND;
  return ply_bundle_fill(q->game, arena, best.index, &out->bundle) ? PLY_OK : PLY_E_MEMORY;
}

/* Whether some alike candidates have alternatives that tie but are not worth the same to them. */
static bool unlike(const ply_question *q, const ply_without *without) {
  const ply_symmetry *symmetry = q->scan->space->symmetry;
  for (int c = 0; symmetry != NULL && c < q->game->n_candidates; c++)
    if (fabs(without[c].payoff - without[symmetry->first[c]].payoff) > q->game->eps[q->game->candidate[c]])
      return true;
  return false;
}

/* Of the sustained combos of an entry, those at which no member would rather be outside: set: [words]. */
static void keep(const ply_question *q, const ply_without *without, size_t entry, uint64_t *set) {
  const ply_scan *scan = q->scan;
  for (int w = 0; w < scan->combos.words; w++)
    for (uint64_t rest = set[w]; rest != 0; rest &= rest - 1) {
      int combo = 64 * w + __builtin_ctzll(rest);
      for (int c = 0; c < q->game->n_candidates; c++) {
        if (ply_game_level_of(q->game, scan->accepted[entry].index, c) == 0) continue;
        double here = ply_scan_payoff(scan, entry, combo, q->game->candidate[c]);
        if (!(here >= without[c].payoff - q->game->eps[q->game->candidate[c]]))
          set[w] &= ~(rest & (0 - rest));
      }
    }
}

ply_status ply_answer_reopened(ply_question *q, ply_scan *scan) {
  ply_result *r = q->result;
  size_t words = (size_t)scan->combos.words, n = (size_t)q->game->n_candidates;
  r->reopened.outcome = PLY_LIMIT_REACHED;
  r->reopened.count = (ply_count){0, scan->complete ? scan->tally.sustained : UINT64_MAX};
  if (!scan->complete) return PLY_OK;
  ply_without *without = PLY_NEW(r->arena, n, ply_without);
  scan->reopened = malloc(scan->n_accepted * words * sizeof *scan->reopened + 1);
  if (without == NULL || scan->reopened == NULL) return PLY_E_MEMORY;
  for (size_t c = 0; c < n; c++) {
    ply_status status = ply_answer_without(q, (int)c, r->arena, &without[c]);
    if (status != PLY_OK) return status;
  }
  r->reopened.n = (int)n;
  r->reopened.without = without;
  uint64_t count = 0;
  for (size_t h = 0; h < scan->n_accepted; h++) {
    uint64_t *set = scan->reopened + h * words;
    for (size_t w = 0; w < words; w++) set[w] = scan->sustained[h * words + w];
    keep(q, without, h, set);
    count += ply_combos_weigh(&scan->combos, set) * scan->accepted[h].weight;
  }
  if (unlike(q, without)) return PLY_OK;
  if (n == 0) count = scan->tally.sustained;
  r->reopened.count = (ply_count){count, count};
  r->reopened.outcome = count > 0 ? PLY_FOUND : PLY_PROVED_NONE;
  return PLY_OK;
}
