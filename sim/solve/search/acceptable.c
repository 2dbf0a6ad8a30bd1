/* Who accepts what at one tied design. At a membership, what a party accepts is a set of combos; the
 * acceptable ones are what all the parties' sets share. A membership can matter only if at most one party
 * refuses every combo (one, because its veto weight asks what would follow if it accepted). Cost: parties *
 * (one rank and one intersection) a membership considered. */
#include "sim/solve/search/view.h"

#include <stdlib.h>
#include <string.h>

bool ply_view_init(ply_view *view, const ply_space *space, const ply_combos *combos) {
  size_t n = (size_t)space->most_memberships, actors = (size_t)space->game->n_actors;
  size_t words = (size_t)combos->words;
  *view = (ply_view){.space = space, .combos = combos};
  ply_tile_tables_init(&view->tables);
  view->accept = malloc(n * words * sizeof *view->accept + 1);
  view->acceptable = calloc(n + 1, sizeof *view->acceptable);
  view->found = malloc(n * sizeof *view->found + 1);
  view->touched = malloc(n * sizeof *view->touched + 1);
  view->roots = malloc(3 * n * sizeof *view->roots + 1);
  view->sets = malloc(actors * words * sizeof *view->sets);
  view->veto = malloc((2 * actors + 4) * words * sizeof *view->veto);
  if (view->roots != NULL) view->signs = (view->stays = view->roots + n) + n;
  if (view->accept && view->acceptable && view->found && view->touched && view->roots && view->sets &&
      view->veto)
    return true;
  ply_view_done(view);
  return false;
}

void ply_view_done(ply_view *view) {
  ply_tile_tables_done(&view->tables);
  free(view->accept);
  free(view->acceptable);
  free(view->found);
  free(view->touched);
  free(view->roots);
  free(view->sets);
  free(view->veto);
  *view = (ply_view){0};
}

ply_status ply_view_tile(ply_view *view, const ply_roster *roster, uint32_t security) {
  view->roster = roster;
  return ply_tile_tables_fill(view->space, roster, security, &view->tables);
}

/* No membership is considered any more. */
static void forget(ply_view *view) {
  for (size_t f = 0; f < view->n_found; f++) view->acceptable[view->found[f]] = false;
  view->n_found = 0;
}

void ply_view_design(ply_view *view, const uint16_t *tied_option) {
  ply_tile_design(&view->tables, tied_option);
  view->refused = ply_design_refuses(view->space->game, tied_option);
  forget(view);
}

void ply_view_design_of(ply_view *view, const ply_linear *sums, uint64_t refused) {
  view->refused = refused;
  view->tables.sums = sums;
  forget(view);
}

/* ---- sets of combos ---- */

/* Removes from out the combos that too many counted actors refuse; `lenient` refuses none. */
static void apply_quorum(const ply_view *view, int lenient, uint64_t *out) {
  const ply_game *game = view->space->game;
  for (int w = 0; w < view->combos->words; w++)
    for (uint64_t rest = out[w]; rest != 0; rest &= rest - 1) {
      uint64_t bit = rest & (0 - rest);
      uint64_t refuse = 0;
      for (uint64_t c = game->counted; c != 0; c &= c - 1) {
        int i = __builtin_ctzll(c);
        if (i != lenient && !(view->content[i][w] & bit)) refuse |= c & (0 - c);
      }
      if (refuse != 0 && !ply_game_carried(game, refuse)) out[w] &= ~bit;
    }
}

/* The combos acceptable at m if actor `lenient` (-1: none) accepted everything. */
static void agree(const ply_view *view, size_t m, int lenient, uint64_t *out) {
  const ply_game *game = view->space->game;
  int words = view->combos->words;
  memcpy(out, view->combos->all, (size_t)words * sizeof *out);
  for (uint64_t needed = view->roster->party[m] & ~game->counted; needed != 0; needed &= needed - 1) {
    int i = __builtin_ctzll(needed);
    if (i != lenient) ply_bits_intersect(view->content[i], words, out);
  }
  apply_quorum(view, lenient, out);
}

/* ---- who accepts what at m ---- */

/* The combos that the actor accepts at m, by order; NULL if there are none. */
static const uint64_t *content_of(const ply_view *view, int actor, size_t m) {
  if ((view->roster->refused[m] | view->refused) >> actor & 1) return NULL;
  return ply_view_content(view, actor, ply_tile_payoff(&view->tables, actor, m));
}

/* Looks at every combo of the actor at m: returns the set that it accepts, NULL if it is empty. */
static const uint64_t *look(ply_view *view, int actor, size_t m, ply_tally *tally) {
  const ply_combos *combos = view->combos;
  size_t words = (size_t)combos->words, n = (size_t)combos->n;
  if ((view->roster->refused[m] | view->refused) >> actor & 1) return NULL;
  uint64_t *set = view->sets + (size_t)actor * words;
  double base = ply_tile_payoff(&view->tables, actor, m),
         bound = combos->game->reservation[actor] - combos->game->eps[actor];
  combos->above(combos->payoff + (size_t)actor * n, n, base, bound, false, set);
  tally->would_accept[actor] += ply_combos_weigh(combos, set);
  return ply_bits_lowest(set, combos->words) >= 0 ? set : NULL;
}

/* How many of the counted actors of `refuse` must turn before there are yeses enough, counted up to two. */
static int too_many(const ply_game *game, uint64_t refuse) {
  if (refuse == 0 || ply_game_carried(game, refuse)) return 0;
  for (uint64_t rest = refuse; rest != 0; rest &= rest - 1)
    if (ply_game_carried(game, refuse & ~(rest & (0 - rest)))) return 1;
  return 2;
}

/* Fills view->content for the parties at m (all actors where answers are direct), the empty set where one
 * refuses everything; says how many of those must turn for any deal, counted up to two. */
static int ask(ply_view *view, size_t m, ply_tally *tally) {
  const ply_game *game = view->space->game;
  bool direct = view->combos->above != NULL;
  uint64_t asked = view->roster->party[m], *none = view->veto;
  int hard = 0;
  uint64_t soft = 0;
  memset(none, 0, (size_t)view->combos->words * sizeof *none);
  for (int i = 0; i < game->n_actors; i++) {
    bool party = asked >> i & 1;
    if (!party && !direct) continue;
    const uint64_t *set = direct ? look(view, i, m, tally) : content_of(view, i, m);
    view->content[i] = set != NULL ? set : none;
    if (set == NULL && party) {
      hard += !(game->counted >> i & 1);
      soft |= game->counted & (uint64_t)1 << i;
    }
    if (!direct && hard > 1) break;
  }
  return hard + too_many(game, soft);
}

/* ---- veto weights ---- */

/* When every party matters alike: what all the others accept, by intersections from both ends. scratch:
 * view-> veto past its first set. */
static void veto_unanimous(ply_view *view, size_t m, uint64_t count, ply_tally *tally) {
  int n = 0, party[PLY_MAX_ACTORS], words = view->combos->words;
  size_t W = (size_t)words;
  for (uint64_t p = view->roster->party[m]; p != 0; p &= p - 1) party[n++] = __builtin_ctzll(p);
  uint64_t *after = view->veto + W, *before = after + (size_t)(n + 1) * W, *others = before + W;
  memcpy(after + (size_t)n * W, view->combos->all, W * sizeof *after);
  for (int j = n - 1; j > 0; j--) {
    memcpy(after + (size_t)j * W, after + (size_t)(j + 1) * W, W * sizeof *after);
    ply_bits_intersect(view->content[party[j]], words, after + (size_t)j * W);
  }
  memcpy(before, view->combos->all, W * sizeof *before);
  for (int j = 0; j < n; j++) {
    for (size_t w = 0; w < W; w++) others[w] = before[w] & after[(size_t)(j + 1) * W + w];
    tally->veto[party[j]] += ply_combos_weigh(view->combos, others) - count;
    if (!ply_bits_intersect(view->content[party[j]], words, before)) break; /* the later ones stop nothing */
  }
}

static void veto_quorum(ply_view *view, size_t m, uint64_t count, ply_tally *tally) {
  uint64_t *others = view->veto + view->combos->words;
  for (uint64_t p = view->roster->party[m]; p != 0; p &= p - 1) {
    int i = __builtin_ctzll(p);
    agree(view, m, i, others);
    tally->veto[i] += ply_combos_weigh(view->combos, others) - count;
  }
}

/* ---- one membership ---- */

static void settle(ply_view *view, size_t m, uint64_t count, ply_tally *tally) {
  if (count > 0) ply_view_find(view, m);
  tally->acceptable += count;
}

static void consider_quorum(ply_view *view, size_t m, ply_tally *tally) {
  uint64_t *accept = view->accept + m * (size_t)view->combos->words;
  if (ask(view, m, tally) > 1) return;
  agree(view, m, -1, accept);
  uint64_t count = ply_combos_weigh(view->combos, accept);
  settle(view, m, count, tally);
  veto_quorum(view, m, count, tally);
}

/* Every party must accept. The only one that accepts nothing stops what all the others accept. */
static void consider_unanimous(ply_view *view, size_t m, ply_tally *tally) {
  bool direct = view->combos->above != NULL;
  int words = view->combos->words, stopper = -1;
  uint64_t *accept = view->accept + m * (size_t)words;
  if (direct && ask(view, m, tally) > 1) return;
  memcpy(accept, view->combos->all, (size_t)words * sizeof *accept);
  bool any = true;
  for (uint64_t p = view->roster->party[m]; p != 0; p &= p - 1) {
    int i = __builtin_ctzll(p);
    const uint64_t *set = direct ? view->content[i] : content_of(view, i, m);
    if (direct && set == view->veto) set = NULL; /* the empty set */
    if (set == NULL && stopper >= 0) return;
    if (set == NULL)
      stopper = i;
    else
      any = ply_bits_intersect(set, words, accept);
    if (!any && stopper >= 0) return;
    view->content[i] = set;
  }
  uint64_t count = any ? ply_combos_weigh(view->combos, accept) : 0;
  if (stopper >= 0) {
    tally->veto[stopper] += count;
    return;
  }
  settle(view, m, count, tally);
  veto_unanimous(view, m, count, tally);
}

void ply_view_consider(ply_view *view, size_t m, ply_tally *tally) {
  if (view->space->game->spare > 0)
    consider_quorum(view, m, tally);
  else
    consider_unanimous(view, m, tally);
}

void ply_view_consider_all(ply_view *view, ply_tally *tally) {
  size_t n = (size_t)view->roster->n;
  for (size_t m = 0; m < n; m++) ply_view_consider(view, m, tally);
}
