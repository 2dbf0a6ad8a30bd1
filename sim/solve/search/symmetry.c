/* Answers about all memberships where one stands for its orbit (sim/solve/space/symmetry.h): counts by actor, moves of
 * several candidates together, lists, and payoffs that may change hands within a group. */
#include "sim/solve/search/symmetry.h"

#include <stdlib.h>
#include <string.h>

/* ---- counts ---- */

void ply_tally_add(ply_tally *sum, const ply_tally *t, uint64_t times) {
  sum->feasible += t->feasible * times;
  sum->acceptable += t->acceptable * times;
  sum->join += t->join * times;
  sum->sustained += t->sustained * times;
  sum->stable += t->stable * times;
  for (int i = 0; i < PLY_MAX_ACTORS; i++) {
    sum->would_accept[i] += t->would_accept[i] * times;
    sum->veto[i] += t->veto[i] * times;
  }
}

/* The mean over the group of candidate c; quotients and remainders apart, so that nothing overflows. */
static uint64_t mean(const ply_game *game, const ply_symmetry *symmetry, int c, const uint64_t *count) {
  uint64_t n = (uint64_t)symmetry->size[c], whole = 0, rest = 0;
  for (int d = symmetry->first[c]; d >= 0; d = symmetry->after[d]) {
    whole += count[game->candidate[d]] / n;
    rest += count[game->candidate[d]] % n;
  }
  return whole + rest / n;
}

void ply_tally_share(const ply_space *space, ply_tally *tally) {
  const ply_tally own = *tally;
  for (int c = 0; c < space->symmetry->n; c++) {
    int actor = space->game->candidate[c];
    tally->would_accept[actor] = mean(space->game, space->symmetry, c, own.would_accept);
    tally->veto[actor] = mean(space->game, space->symmetry, c, own.veto);
  }
}

/* ---- moves of several candidates together ---- */

/* From one membership to the orbit of another: who of a group may take whose place there. */
typedef struct change {
  const ply_game *game;
  const ply_symmetry *symmetry;
  const uint8_t *from, *to; /* levels: [C] */
  uint64_t forbidden;       /* mask of the candidates that may not stand where they stand in `to` */
  double here[PLY_MAX_CANDIDATES], there[PLY_MAX_CANDIDATES]; /* payoffs of the candidates */
  int8_t taken_by[PLY_MAX_CANDIDATES];                        /* places in `to` */
} change;

static bool may_take(const change *x, int c, int place) {
  if (x->from[c] == x->to[place]) return true;
  return !(x->forbidden >> place & 1) && x->there[place] > x->here[c] + x->game->eps[x->game->candidate[c]];
}

/* Finds a place for c, moving others to other places if need be (Kuhn 1955, doi:10.1002/nav.3800020109). */
static bool find_place(change *x, int c, uint64_t *tried) {
  for (int place = x->symmetry->first[c]; place >= 0; place = x->symmetry->after[place]) {
    if (*tried >> place & 1 || !may_take(x, c, place)) continue;
    *tried |= (uint64_t)1 << place;
    if (x->taken_by[place] >= 0 && !find_place(x, x->taken_by[place], tried)) continue;
    x->taken_by[place] = (int8_t)c;
    return true;
  }
  return false;
}

static bool all_find_places(change *x) {
  memset(x->taken_by, -1, sizeof x->taken_by);
  for (int c = 0; c < x->symmetry->n; c++) {
    uint64_t tried = 0;
    if (!find_place(x, c, &tried)) return false;
  }
  return true;
}

static void set_payoffs(const ply_view *view, int m, double *out) {
  const ply_game *game = view->space->game;
  for (int c = 0; c < game->n_candidates; c++)
    out[c] = ply_tile_payoff(&view->tables, game->candidate[c], (size_t)m);
}

/* Within the orbit of m itself nobody can gain without somebody losing. */
bool ply_view_strong_symmetric(const ply_view *view, int m) {
  const ply_roster *k = view->roster;
  const ply_game *game = view->space->game;
  size_t C = (size_t)game->n_candidates;
  change x = {.game = view->space->game, .symmetry = k->symmetry, .from = k->level + (size_t)m * C};
  set_payoffs(view, m, x.here);
  for (int to = 0; to < k->n; to++) {
    if (to == m) continue;
    x.to = k->level + (size_t)to * C;
    x.forbidden = 0;
    for (size_t c = 0; c < C; c++) x.forbidden |= (k->forbidden[to] >> game->candidate[c] & 1) << c;
    set_payoffs(view, to, x.there);
    if (all_find_places(&x)) return false;
  }
  return true;
}

/* Whether some of the candidates from c on, of `sorry`, can leave after those that have left in `level`, so
 * that there is no deal. Of those that are alike and stand alike the first ones leave first. */
static bool may_fall(const ply_view *view, const uint8_t *from, uint32_t sorry, int c, uint8_t *level) {
  const ply_game *game = view->space->game;
  while (c < game->n_candidates && !(sorry >> c & 1)) c++;
  if (c == game->n_candidates) {
    uint8_t whole[PLY_MAX_ACTORS] = {0};
    for (int d = 0; d < game->n_candidates; d++) whole[game->candidate[d]] = level[d];
    return ply_roster_find(game, view->roster, whole) < 0;
  }
  if (may_fall(view, from, sorry, c + 1, level)) return true;
  int before = view->roster->symmetry->before[c];
  if (before >= 0 && from[before] == from[c] && (sorry >> before & 1) && level[before] != 0) return false;
  level[c] = 0;
  bool falls = may_fall(view, from, sorry, c + 1, level);
  level[c] = from[c];
  return falls;
}

bool ply_view_walkout_symmetric(const ply_view *view, int m, uint32_t sorry) {
  uint8_t level[PLY_MAX_CANDIDATES];
  size_t C = (size_t)view->space->game->n_candidates;
  const uint8_t *from = view->roster->level + (size_t)m * C;
  memcpy(level, from, C);
  return may_fall(view, from, sorry, 0, level);
}

/* ---- all memberships of some orbits, in order of index ---- */

typedef struct listing {
  const ply_roster *roster;
  int n_levels;
  size_t n;       /* orbits */
  uint32_t *fits; /* [(C + 1) * n] orbits that the levels chosen so far fit, by depth */
  uint8_t level[PLY_MAX_CANDIDATES];
  ply_listed listed;
  void *data;
} listing;

/* How many of the group of candidate c stand at a level, up to candidate `last`. */
static int standing(const ply_symmetry *symmetry, const uint8_t *level, int c, int last, uint8_t at) {
  int n = 0;
  for (int d = symmetry->first[c]; d >= 0 && d <= last; d = symmetry->after[d]) n += level[d] == at;
  return n;
}

static bool descend(listing *l, int c, size_t n) {
  const ply_symmetry *symmetry = l->roster->symmetry;
  if (c == symmetry->n) return l->listed(l->data, l->level);
  const uint32_t *now = l->fits + (size_t)c * l->n;
  uint32_t *next = l->fits + (size_t)(c + 1) * l->n;
  for (int level = 0; level < l->n_levels; level++) {
    size_t kept = 0;
    l->level[c] = (uint8_t)level;
    int mine = standing(symmetry, l->level, c, c, (uint8_t)level);
    for (size_t k = 0; k < n; k++) {
      const uint8_t *whole = l->roster->level + (size_t)now[k] * (size_t)symmetry->n;
      if (mine <= standing(symmetry, whole, c, symmetry->n, (uint8_t)level)) next[kept++] = now[k];
    }
    if (kept > 0 && !descend(l, c + 1, kept)) return false;
  }
  return true;
}

bool ply_symmetry_list(const ply_game *game, const ply_roster *roster, const uint32_t *member, size_t n,
                       ply_listed listed, void *data) {
  listing l = {.roster = roster, .n_levels = game->n_levels, .n = n, .listed = listed, .data = data};
  if (n == 0) return true;
  l.fits = malloc(n * ((size_t)game->n_candidates + 1) * sizeof *l.fits);
  if (l.fits == NULL) return false;
  memcpy(l.fits, member, n * sizeof *member);
  descend(&l, 0, n);
  free(l.fits);
  return true;
}

/* ---- payoffs that may change hands ---- */

void ply_symmetry_sort(const ply_space *space, double *payoff) {
  const ply_symmetry *symmetry = space->symmetry;
  const int *actor = space->game->candidate;
  for (int c = 0; c < symmetry->n; c++) {
    double mine = payoff[actor[c]];
    int at = c;
    for (; symmetry->before[at] >= 0 && payoff[actor[symmetry->before[at]]] > mine; at = symmetry->before[at])
      payoff[actor[at]] = payoff[actor[symmetry->before[at]]];
    payoff[actor[at]] = mine;
  }
}

/* In order, each of b is as good as its partner of a, and none better. Giving the partner of place x what
 * stands at a later place y moves everything between down by one. */
bool ply_symmetry_better(const ply_space *space, const double *b, const double *a) {
  const ply_symmetry *symmetry = space->symmetry;
  const int *actor = space->game->candidate;
  for (int x = 0; x < symmetry->n; x++)
    for (int last = x, y = symmetry->after[x]; y >= 0; last = y, y = symmetry->after[y]) {
      double eps = space->game->eps[actor[x]]; /* those that are alike share it */
      if (!(b[actor[last]] >= a[actor[y]] - eps)) break;
      if (b[actor[y]] > a[actor[x]] + eps) return true;
    }
  return false;
}
