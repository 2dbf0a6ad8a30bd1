/* Who accepts what: all memberships and combos of one core design. A membership can matter only if at most
 * one party refuses every combo (one, because its veto weight asks what would follow if it accepted); only
 * for those are the parties' sets of combos intersected. Cost: actors * memberships bisections. */
#include "sim/solve/view.h"

#include <stdlib.h>
#include <string.h>

bool ply_view_init(ply_view *view, const ply_space *space, const ply_combos *combos) {
  size_t n = (size_t)space->most_memberships, actors = (size_t)space->game->n_actors;
  size_t words = (size_t)combos->words;
  *view = (ply_view){.space = space, .combos = combos, .capacity = n};
  ply_block_tables_init(&view->tables);
  view->payoff = malloc(n * actors * sizeof *view->payoff + 1);
  view->yes = malloc(n * actors * sizeof *view->yes + 1);
  view->hard = malloc(n + 1);
  view->soft = malloc(n + 1);
  view->accept = malloc(n * words * sizeof *view->accept + 1);
  view->acceptable = malloc(n * sizeof *view->acceptable + 1);
  view->sets = malloc(actors * words * sizeof *view->sets);
  view->veto = malloc((2 * actors + 4) * words * sizeof *view->veto);
  if (view->payoff && view->yes && view->hard && view->soft && view->accept && view->acceptable &&
      view->sets && view->veto)
    return true;
  ply_view_done(view);
  return false;
}

void ply_view_done(ply_view *view) {
  ply_block_tables_done(&view->tables);
  free(view->payoff);
  free(view->yes);
  free(view->hard);
  free(view->soft);
  free(view->accept);
  free(view->acceptable);
  free(view->sets);
  free(view->veto);
  *view = (ply_view){0};
}

ply_status ply_view_block(ply_view *view, const ply_class *klass, uint32_t security) {
  view->klass = klass;
  return ply_block_tables_fill(view->space, klass, security, &view->tables);
}

/* How many combos the actor accepts at each membership; who accepts none. */
static void count_yes(ply_view *view, int actor, ply_tally *tally) {
  const ply_game *game = view->space->game;
  const ply_class *k = view->klass;
  size_t n = (size_t)k->n;
  const double *payoff = view->payoff + (size_t)actor * n;
  uint16_t *yes = view->yes + (size_t)actor * n;
  uint8_t *missing = game->counted >> actor & 1 ? view->soft : view->hard;
  const ply_ladder *ladder = &view->combos->ladder[actor];
  double bound = game->reservation[actor] - PLY_EPS;
  uint64_t total = 0;
  for (size_t m = 0; m < n; m++) {
    int count = ply_combos_rank(view->combos, ladder, actor, payoff[m], bound);
    if (k->refused[m] >> actor & 1) count = 0;
    yes[m] = (uint16_t)count;
    total += (uint64_t)count;
    missing[m] = (uint8_t)(missing[m] + ((count == 0) & (k->party[m] >> actor & 1)));
  }
  tally->would_accept[actor] += total;
}

/* The combos that the actor accepts at membership m. */
static const uint64_t *accepted(const ply_view *view, int actor, size_t m) {
  if (view->combos->above != NULL) return view->sets + (size_t)actor * (size_t)view->combos->words;
  return ply_combos_first(view->combos, actor, view->yes[(size_t)actor * (size_t)view->klass->n + m]);
}

/* out &= the combos that actor i accepts; all of them if it is `lenient`. */
static void intersect(const ply_view *view, int i, size_t m, bool lenient, uint64_t *out) {
  if (lenient) return;
  const uint64_t *set = accepted(view, i, m);
  for (int w = 0; w < view->combos->words; w++) out[w] &= set[w];
}

/* Removes from out the combos that more than `spare` counted actors refuse. */
static void apply_quorum(const ply_view *view, size_t m, int lenient, uint64_t *out) {
  const ply_game *game = view->space->game;
  for (int w = 0; w < view->combos->words; w++)
    for (uint64_t rest = out[w]; rest != 0; rest &= rest - 1) {
      uint64_t bit = rest & (0 - rest);
      int refuse = 0;
      for (uint64_t c = game->counted; c != 0; c &= c - 1) {
        int i = __builtin_ctzll(c);
        if (i != lenient) refuse += !(accepted(view, i, m)[w] & bit);
      }
      if (refuse > game->spare) out[w] &= ~bit;
    }
}

/* The combos acceptable at m if actor `lenient` (-1: none) accepted everything. */
static void agree(const ply_view *view, size_t m, int lenient, uint64_t *out) {
  const ply_game *game = view->space->game;
  bool quorum = game->spare > 0;
  memcpy(out, view->combos->all, (size_t)view->combos->words * sizeof *out);
  uint64_t needed = view->klass->party[m] & (quorum ? ~game->counted : ~(uint64_t)0);
  for (; needed != 0; needed &= needed - 1) {
    int i = __builtin_ctzll(needed);
    intersect(view, i, m, i == lenient, out);
  }
  if (quorum) apply_quorum(view, m, lenient, out);
}

/* Veto weights at m when every party matters alike: what all the others accept, by intersections from both
 * ends. */
static void veto_unanimous(ply_view *view, size_t m, const uint64_t *accept, ply_tally *tally) {
  int n = 0, party[PLY_MAX_ACTORS];
  size_t W = (size_t)view->combos->words;
  for (uint64_t p = view->klass->party[m]; p != 0; p &= p - 1) party[n++] = __builtin_ctzll(p);
  uint64_t *after = view->veto, *before = after + (size_t)(n + 1) * W, *others = before + W;
  memcpy(after + (size_t)n * W, view->combos->all, W * sizeof *after);
  for (int j = n - 1; j > 0; j--) {
    memcpy(after + (size_t)j * W, after + (size_t)(j + 1) * W, W * sizeof *after);
    intersect(view, party[j], m, false, after + (size_t)j * W);
  }
  memcpy(before, view->combos->all, W * sizeof *before);
  uint64_t count = ply_combos_weigh(view->combos, accept);
  for (int j = 0; j < n; j++) {
    for (size_t w = 0; w < W; w++) others[w] = before[w] & after[(size_t)(j + 1) * W + w];
    tally->veto[party[j]] += ply_combos_weigh(view->combos, others) - count;
    intersect(view, party[j], m, false, before);
  }
}

static void veto_quorum(ply_view *view, size_t m, const uint64_t *accept, ply_tally *tally) {
  uint64_t count = ply_combos_weigh(view->combos, accept);
  for (uint64_t p = view->klass->party[m]; p != 0; p &= p - 1) {
    int i = __builtin_ctzll(p);
    agree(view, m, i, view->veto);
    tally->veto[i] += ply_combos_weigh(view->combos, view->veto) - count;
  }
}

/* The acceptable combos at m, and what each veto costs, unless two parties refuse them all. */
static void consider(ply_view *view, size_t m, ply_tally *tally) {
  const ply_game *game = view->space->game;
  int missing = view->hard[m] + (view->soft[m] > game->spare ? view->soft[m] - game->spare : 0);
  uint64_t *accept = view->accept + m * (size_t)view->combos->words;
  view->acceptable[m] = false;
  if (missing > 1) return;
  agree(view, m, -1, accept);
  uint64_t count = ply_combos_weigh(view->combos, accept);
  view->acceptable[m] = count > 0;
  tally->acceptable += count;
  if (game->spare > 0)
    veto_quorum(view, m, accept, tally);
  else
    veto_unanimous(view, m, accept, tally);
}

/* How many combos of a merged space give the actor at least `bound` on top of `base`. */
static uint64_t spread_above(const ply_spread *spread, double base, double bound) {
  size_t low = 0, high = spread->n;
  while (low < high) {
    size_t mid = (low + high) / 2;
    if (base + spread->value[mid] >= bound)
      low = mid + 1;
    else
      high = mid;
  }
  return low > 0 ? spread->at_least[low - 1] : 0;
}

/* Who accepts what at m, bundle by bundle. */
static void ask_everybody(ply_view *view, size_t m, ply_tally *tally) {
  const ply_game *game = view->space->game;
  const ply_combos *combos = view->combos;
  size_t words = (size_t)combos->words, n = (size_t)combos->n;
  for (int i = 0; i < game->n_actors; i++) {
    uint64_t *set = view->sets + (size_t)i * words;
    double base = view->payoff[(size_t)i * (size_t)view->klass->n + m],
           bound = game->reservation[i] - PLY_EPS;
    bool refuses = view->klass->refused[m] >> i & 1;
    if (refuses)
      memset(set, 0, words * sizeof *set);
    else
      combos->above(combos->payoff + (size_t)i * n, n, base, bound, false, set);
    if (combos->spread == NULL)
      tally->would_accept[i] += ply_combos_weigh(combos, set);
    else if (!refuses)
      tally->would_accept[i] += spread_above(&combos->spread[i], base, bound);
    if (!(view->klass->party[m] >> i & 1) || ply_bits_lowest(set, combos->words) >= 0) continue;
    if (game->counted >> i & 1)
      view->soft[m]++;
    else
      view->hard[m]++;
  }
}

void ply_view_design(ply_view *view, const uint16_t *core_option, ply_tally *tally) {
  const ply_game *game = view->space->game;
  size_t n = (size_t)view->klass->n;
  ply_block_payoffs(view->space, &view->tables, core_option, view->payoff);
  memset(view->hard, 0, n);
  memset(view->soft, 0, n);
  tally->feasible += (uint64_t)n * view->combos->total;
  for (int i = 0; i < game->n_actors && view->combos->above == NULL; i++) count_yes(view, i, tally);
  for (size_t m = 0; m < n; m++) {
    if (view->combos->above != NULL) ask_everybody(view, m, tally);
    consider(view, m, tally);
  }
}
