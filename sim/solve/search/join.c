/* Who joins, who would leave: the join game at one design, and membership with consent in view.
 * d'Aspremont et al. 1983 (doi:10.2307/134972); Barrett 1994 (doi:10.1093/oxfordjournals.oep.a042074).
 * Combos add the same to both sides of a move, so they matter only where a reservation is compared.
 * Cost per membership: candidates * levels; strong equilibria: memberships squared. */
#include "sim/solve/search/view.h"

#include <string.h>

/* The actor of candidate c. */
static int actor_of(const ply_view *view, int c) { return view->space->game->candidate[c]; }

/* Where a candidate gets by moving, and the actor that stands for it there. */
typedef struct target {
  int32_t to; /* -1: not a move that may be made */
  int actor;
} target;

/* Where candidate c gets by moving to level l from membership m: nowhere if that is no other level, not
 * feasible, or forbidden to it by a red line. */
static target target_of(const ply_view *view, int m, int c, int l) {
  const ply_game *game = view->space->game;
  const ply_roster *k = view->roster;
  size_t at = (size_t)m * (size_t)game->n_candidates + (size_t)c;
  if (k->level[at] == l) return (target){.to = -1};
  at = at * (size_t)game->n_levels + (size_t)l;
  target t = {.to = k->neighbour[at], .actor = game->candidate[ply_roster_mover(k, at, c)]};
  if (t.to >= 0 && k->forbidden[t.to] >> t.actor & 1) t.to = -1;
  return t;
}

static double payoff(const ply_view *view, int actor, int m) {
  return ply_tile_payoff(&view->tables, actor, (size_t)m);
}

bool ply_view_equilibrium(const ply_view *view, int m, bool *strict) {
  const ply_game *game = view->space->game;
  if (strict != NULL) *strict = true;
  if (view->roster->forbidden[m] != 0) return false;
  for (int c = 0; c < game->n_candidates; c++) {
    double here = payoff(view, actor_of(view, c), m), eps = game->eps[actor_of(view, c)];
    for (int l = 0; l < game->n_levels; l++) {
      target move = target_of(view, m, c, l);
      if (move.to < 0) continue;
      double there = payoff(view, move.actor, move.to);
      if (here < there - eps) return false;
      if (strict != NULL && !(here > there + eps)) *strict = false;
    }
  }
  return true;
}

/* ---- members that the rules hold in ---- */

/* Whether candidate c is a member at m and there is no deal without it. */
static bool held_in(const ply_view *view, int m, int c) {
  const ply_game *game = view->space->game;
  size_t at = (size_t)m * (size_t)game->n_candidates + (size_t)c;
  return view->roster->level[at] != 0 && view->roster->neighbour[at * (size_t)game->n_levels] < 0;
}

/* Whether the deal at m needs the yes of candidate c. */
static bool bound(const ply_view *view, int m, int c) {
  return (view->roster->party[m] & view->space->game->vetoes) >> actor_of(view, c) & 1;
}

uint64_t ply_view_held(const ply_view *view, int m) {
  uint64_t held = 0;
  for (int c = 0; c < view->space->game->n_candidates; c++)
    if (held_in(view, m, c) && !bound(view, m, c)) held |= (uint64_t)1 << actor_of(view, c);
  return held;
}

bool ply_view_stays(const ply_view *view, int m, bool strict, bool loose, uint64_t *out, uint64_t *scratch) {
  const ply_combos *combos = view->combos;
  bool any = false;
  memcpy(out, combos->all, (size_t)combos->words * sizeof *out);
  for (int c = 0; c < view->space->game->n_candidates; c++) {
    if (!held_in(view, m, c) || (loose && bound(view, m, c))) continue;
    int actor = actor_of(view, c);
    double none = view->space->game->reservation[actor], eps = view->space->game->eps[actor];
    const uint64_t *content = ply_combos_set(combos, actor, payoff(view, actor, m),
                                             strict ? none + eps : none - eps, strict, scratch);
    ply_bits_intersect(content, combos->words, out);
    any = true;
  }
  return any;
}

/* How much candidate c, held in at m, gains by bringing the deal down. */
static double gain_by_falling(const ply_view *view, int m, int c, int combo) {
  int actor = actor_of(view, c);
  const ply_combos *combos = view->combos;
  double here = payoff(view, actor, m) + combos->payoff[(size_t)actor * (size_t)combos->n + (size_t)combo];
  return view->space->game->reservation[actor] - here;
}

/* The other memberships of the roster at which only candidates of `who` (a mask), members of m, have left. */
static uint64_t left_by(const ply_view *view, int m, uint32_t who) {
  size_t C = (size_t)view->space->game->n_candidates;
  const uint8_t *from = view->roster->level + (size_t)m * C;
  uint64_t n = 0;
  for (size_t t = 0; t < (size_t)view->roster->n; t++) {
    const uint8_t *to = view->roster->level + t * C;
    bool so = t != (size_t)m;
    for (size_t c = 0; c < C && so; c++) so = to[c] == from[c] || (to[c] == 0 && (who >> c & 1));
    n += so;
  }
  return n;
}

bool ply_view_walkout(const ply_view *view, int m, int combo) {
  const ply_game *game = view->space->game;
  uint32_t sorry = 0;
  for (int c = 0; c < game->n_candidates; c++)
    if (view->roster->level[(size_t)m * (size_t)game->n_candidates + (size_t)c] != 0 &&
        gain_by_falling(view, m, c, combo) > game->eps[actor_of(view, c)])
      sorry |= (uint32_t)1 << c;
  if (sorry == 0) return false;
  if (view->roster->symmetry != NULL) return ply_view_walkout_symmetric(view, m, sorry);
  return left_by(view, m, sorry) < ((uint64_t)1 << __builtin_popcount(sorry)) - 1;
}

/* ---- memberships that are quiet at every design of a tile: a move that leaves the terms of the mover's
 * issues as they are gains the same at all of them ---- */

/* Whether candidate c has no such move from m that gains. */
static inline bool quiet_for(const ply_view *view, int c, int actor, const uint32_t *perspective, size_t m) {
  const ply_game *game = view->space->game;
  const ply_roster *k = view->roster;
  const uint16_t *slot = k->seen[actor]->slot;
  const double *value = view->tables.value[actor];
  size_t at = m * (size_t)game->n_candidates + (size_t)c;
  const int32_t *neighbour = k->neighbour + at * (size_t)game->n_levels;
  uint32_t here = perspective[m];
  double most = value[here] + 2 * game->eps[actor];
  for (int l = 0; l < game->n_levels; l++) {
    int32_t to = neighbour[l];
    if (to < 0 || value[perspective[to]] <= most || slot[perspective[to]] != slot[here]) continue;
    if (!(k->forbidden[to] >> actor & 1)) return false;
  }
  return true;
}

/* Of n roots, by their numbers in `root`, keeps those at which candidate c can be quiet, out or signing, and
 * notes in signs and stays, by number, which it can. Returns how many are kept. */
static int keep_quiet(const ply_view *view, int c, uint32_t *root, int n) {
  const ply_game *game = view->space->game;
  const ply_roster *k = view->roster;
  int actor = actor_of(view, c), kept = 0;
  bool varies = game->scaled_by[actor] != 0; /* its issues' terms vary with security: nothing is known */
  const uint32_t *perspective = k->seen[actor]->at;
  uint32_t bit = (uint32_t)1 << c;
  for (int i = 0; i < n; i++) {
    uint32_t j = root[i];
    size_t m = k->root[j];
    bool stays = varies || quiet_for(view, c, actor, perspective, m);
    bool signs = (k->bystanders[j] & bit) != 0 &&
                 (varies || quiet_for(view, c, actor, perspective, ply_roster_signed(k, game, m, c)));
    if (stays) view->stays[j] |= bit;
    if (signs) view->signs[j] |= bit;
    root[kept] = j;
    kept += stays || signs;
  }
  return kept;
}

/* Lists the memberships of root j in which every candidate is quiet, from member[n] on; returns n after them.
 */
static int list_quiet(const ply_view *view, uint32_t j, uint32_t *member, int n) {
  const ply_roster *k = view->roster;
  int first = n, kept = n;
  member[n++] = k->root[j];
  for (uint32_t rest = view->signs[j]; rest != 0; rest &= rest - 1) {
    int c = __builtin_ctz(rest), end = n;
    bool stays = view->stays[j] >> c & 1;
    for (int f = first; f < end; f++) {
      uint32_t in = (uint32_t)ply_roster_signed(k, view->space->game, member[f], c);
      if (stays)
        member[n++] = in;
      else
        member[f] = in;
    }
  }
  for (int f = first; f < n; f++)
    if (k->forbidden[member[f]] == 0) member[kept++] = member[f];
  return kept;
}

/* Whether a member stands where it may not, whoever of the bystanders signs. */
static bool always_forbidden(const ply_view *view, int j) {
  uint64_t forbidden = view->roster->forbidden[view->roster->root[j]];
  for (uint32_t z = view->roster->bystanders[j]; forbidden != 0 && z != 0; z &= z - 1)
    forbidden &= ~((uint64_t)1 << actor_of(view, __builtin_ctz(z)));
  return forbidden != 0;
}

/* The same where memberships stand for their orbits: each is its own root. */
static bool quiet_alike(const ply_view *view, int c, int m) {
  int actor = actor_of(view, c);
  uint32_t here = view->roster->seen[actor]->at[m];
  if (view->space->game->scaled_by[actor] != 0) return true;
  for (int l = 0; l < view->space->game->n_levels; l++) {
    target move = target_of(view, m, c, l);
    if (move.to < 0) continue;
    uint32_t there = view->roster->seen[move.actor]->at[move.to];
    bool same_terms = view->roster->seen[actor]->slot[here] == view->roster->seen[move.actor]->slot[there];
    double gain = view->tables.value[move.actor][there] - view->tables.value[actor][here];
    if (same_terms && gain > 2 * view->space->game->eps[actor]) return false;
  }
  return true;
}

static int list_quiet_alike(const ply_view *view, uint32_t *member) {
  int n = 0;
  for (int m = 0; m < view->roster->n; m++) {
    bool quiet = view->roster->forbidden[m] == 0;
    for (int c = 0; c < view->space->game->n_candidates && quiet; c++) quiet = quiet_alike(view, c, m);
    member[n] = (uint32_t)m;
    n += quiet;
  }
  return n;
}

int ply_view_quiet(const ply_view *view, uint32_t *member) {
  const ply_roster *k = view->roster;
  if (k->symmetry != NULL) return list_quiet_alike(view, member);
  int n = 0, listed = 0;
  uint32_t *root = view->roots;
  memset(view->stays, 0, (size_t)k->n_roots * sizeof *view->stays);
  memset(view->signs, 0, (size_t)k->n_roots * sizeof *view->signs);
  for (int j = 0; j < k->n_roots; j++)
    if (!always_forbidden(view, j)) root[n++] = (uint32_t)j;
  for (int c = 0; c < view->space->game->n_candidates; c++) n = keep_quiet(view, c, root, n);
  for (int i = 0; i < n; i++) listed = list_quiet(view, root[i], member, listed);
  return listed;
}

/* Whether the move from m to `to` gains every mover more than the tolerance and is forbidden to none. */
static bool all_movers_gain(const ply_view *view, int m, int to) {
  const ply_roster *k = view->roster;
  size_t C = (size_t)view->space->game->n_candidates;
  for (size_t c = 0; c < C; c++) {
    if (k->level[(size_t)m * C + c] == k->level[(size_t)to * C + c]) continue;
    int actor = actor_of(view, (int)c);
    if (k->forbidden[to] >> actor & 1) return false;
    if (!(payoff(view, actor, to) > payoff(view, actor, m) + view->space->game->eps[actor])) return false;
  }
  return true;
}

bool ply_view_strong(const ply_view *view, int m) {
  if (view->roster->symmetry != NULL) return ply_view_strong_symmetric(view, m);
  for (int to = 0; to < view->roster->n; to++)
    if (to != m && all_movers_gain(view, m, to)) return false;
  return true;
}

/* The largest gain of a one-candidate move, or the first found that is larger than `enough`. */
static double largest_gain(const ply_view *view, int m, int combo, double enough) {
  const ply_game *game = view->space->game;
  double best = 0;
  for (int c = 0; c < game->n_candidates; c++) {
    double here = payoff(view, actor_of(view, c), m), eps = game->eps[actor_of(view, c)];
    for (int l = 0; l < game->n_levels; l++) {
      target move = target_of(view, m, c, l);
      double gain = move.to < 0 ? 0 : payoff(view, move.actor, move.to) - here;
      if (gain > eps && gain > best) best = gain;
    }
    double falls = combo >= 0 && held_in(view, m, c) ? gain_by_falling(view, m, c, combo) : 0;
    if (falls > eps && falls > best) best = falls;
    if (best > enough) break;
  }
  return best;
}

/* The largest tolerance that a regret can have. */
static double regret_eps(const ply_view *view) {
  uint64_t candidates = 0;
  for (int c = 0; c < view->space->game->n_candidates; c++) candidates |= (uint64_t)1 << actor_of(view, c);
  return ply_game_eps_over(view->space->game, candidates);
}

/* The first move whose gain ties with `best`. stand: [n_candidates] who at m stands for each candidate, or
 * NULL. */
static ply_move first_move(const ply_view *view, int m, double best, const uint8_t *stand, int combo) {
  const ply_game *game = view->space->game;
  for (int c = 0; c < game->n_candidates; c++) {
    int here = stand != NULL ? stand[c] : c;
    double eps = game->eps[actor_of(view, here)];
    if (combo >= 0 && held_in(view, m, here)) {
      double gain = gain_by_falling(view, m, here, combo);
      if (gain > eps && gain >= best - eps)
        return (ply_move){.actor = actor_of(view, c), .to = 0, .gain = gain, .falls = true};
    }
    for (int l = 0; l < game->n_levels; l++) {
      target move = target_of(view, m, here, l);
      if (move.to < 0) continue;
      double gain = payoff(view, move.actor, move.to) - payoff(view, actor_of(view, here), m);
      if (gain > eps && gain >= best - eps)
        return (ply_move){.actor = actor_of(view, c), .to = l, .gain = gain};
    }
  }
  return (ply_move){.actor = -1};
}

double ply_view_regret(const ply_view *view, int m, const uint8_t *stand, int combo, double least,
                       ply_move *move) {
  double enough = least + 2 * regret_eps(view), best = largest_gain(view, m, combo, enough);
  *move = (ply_move){.actor = -1};
  if (best > enough) return best;
  *move = first_move(view, m, best, stand, combo);
  return move->actor < 0 ? 0 : best;
}

/* Whether candidate c, at m, may be content with less than all acceptable combos: not if it is a party
 * without whose yes there is no deal. */
static bool may_prefer_none(const ply_view *view, int m, int c) {
  const ply_game *game = view->space->game;
  bool member = view->roster->level[(size_t)m * (size_t)game->n_candidates + (size_t)c] != 0;
  return member && !bound(view, m, c);
}

/* Candidate c of a membership, asked whether it would move. */
typedef struct mover {
  int actor;
  bool may_go;             /* it may be content with no deal: then it also moves to break the deal */
  const uint64_t *content; /* where may_go: the combos at which it gets no less than no deal */
} mover;

/* Removes from out the combos at which the candidate would move to `to`, where actor `there` stands for it;
 * false where none is left. */
static bool sustain_against(const ply_view *view, const mover *c, int m, int32_t to, int there,
                            uint64_t *out) {
  int words = view->combos->words;
  bool in_deal = view->acceptable[to];
  const uint64_t *accept = view->accept + (size_t)to * (size_t)words;
  bool gains =
      in_deal && payoff(view, c->actor, m) < payoff(view, there, to) - view->space->game->eps[c->actor];
  if (!gains && !c->may_go) return true;
  uint64_t any = 0;
  for (int w = 0; w < words; w++) {
    uint64_t agreed = in_deal ? accept[w] : 0;
    uint64_t leave = gains ? agreed : 0;
    if (c->may_go) leave |= ~agreed & ~c->content[w];
    any |= out[w] &= ~leave;
  }
  return any != 0;
}

void ply_view_sustained(const ply_view *view, int m, uint64_t *out, uint64_t *scratch) {
  const ply_game *game = view->space->game;
  const ply_roster *k = view->roster;
  size_t words = (size_t)view->combos->words, levels = (size_t)game->n_levels;
  if (!view->acceptable[m] || k->forbidden[m] != 0) {
    memset(out, 0, words * sizeof *out);
    return;
  }
  memcpy(out, view->accept + (size_t)m * words, words * sizeof *out);
  size_t at = (size_t)m * (size_t)game->n_candidates * levels;
  for (int i = 0; i < game->n_candidates; i++, at += levels) {
    mover c = {.actor = actor_of(view, i), .may_go = may_prefer_none(view, m, i)};
    if (c.may_go) c.content = ply_combos_content(view->combos, c.actor, payoff(view, c.actor, m), scratch);
    if (c.may_go && held_in(view, m, i) && !ply_bits_intersect(c.content, (int)words, out)) return;
    for (size_t l = 0; l < levels; l++) {
      int32_t to = k->neighbour[at + l];
      if (to < 0 || to == m || (!view->acceptable[to] && !c.may_go)) continue;
      int there = game->candidate[ply_roster_mover(k, at + l, i)];
      if (!(k->forbidden[to] >> there & 1) && !sustain_against(view, &c, m, to, there, out)) return;
    }
  }
}

/* Removes from wait the combos at which the mover gets more than no deal by that move. */
static void tempt(const ply_view *view, target move, uint64_t *wait, uint64_t *scratch) {
  int words = view->combos->words;
  double there = payoff(view, move.actor, move.to);
  double bound = view->space->game->reservation[move.actor] + view->space->game->eps[move.actor];
  const uint64_t *gain = ply_combos_set(view->combos, move.actor, there, bound, true, scratch);
  for (int w = 0; w < words; w++)
    wait[w] &= ~(view->accept[(size_t)move.to * (size_t)words + (size_t)w] & gain[w]);
}

/* Whether some membership is neither acceptable at any combo nor one move away from one that is: there
 * everybody may wait, whatever the combo. */
static bool some_untouched(ply_view *view) {
  const ply_roster *k = view->roster;
  size_t n = (size_t)k->n, touched = 0;
  size_t moves = (size_t)(view->space->game->n_candidates * view->space->game->n_levels);
  if (view->n_found * (moves + 1) < n) return true;
  memset(view->touched, 0, n * sizeof *view->touched);
  for (size_t f = 0; f < view->n_found; f++) {
    size_t m = view->found[f];
    touched += !view->touched[m];
    view->touched[m] = true;
    for (size_t move = 0; move < moves; move++) {
      int32_t from = k->neighbour[m * moves + move];
      if (from < 0) continue;
      touched += !view->touched[from];
      view->touched[from] = true;
    }
  }
  return touched < n;
}

void ply_view_no_deal(ply_view *view, uint64_t *out, uint64_t *wait) {
  const ply_game *game = view->space->game;
  size_t words = (size_t)view->combos->words;
  if (some_untouched(view)) {
    memcpy(out, view->combos->all, words * sizeof *out);
    return;
  }
  memset(out, 0, words * sizeof *out);
  for (int m = 0; m < view->roster->n; m++) {
    for (size_t w = 0; w < words; w++)
      wait[w] =
          view->combos->all[w] & ~(view->acceptable[m] ? view->accept[(size_t)m * words + w] : 0) & ~out[w];
    for (int c = 0; c < game->n_candidates && ply_bits_lowest(wait, (int)words) >= 0; c++)
      for (int l = 0; l < game->n_levels; l++) {
        target move = target_of(view, m, c, l);
        if (move.to >= 0 && view->acceptable[move.to]) tempt(view, move, wait, wait + words);
      }
    for (size_t w = 0; w < words; w++) out[w] |= wait[w];
  }
}
