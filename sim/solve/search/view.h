/* Private to this room: one tied design seen whole, all its memberships and all combos at once.
 *
 * Sets of combos are bit sets of `words` words, bit k = combo k; combos are in order of index, so the lowest
 * bit is the lowest bundle. */
#ifndef PLY_SOLVE_SEARCH_VIEW_H
#define PLY_SOLVE_SEARCH_VIEW_H

#include "sim/solve/search/threshold.h"
#include "sim/solve/space/space.h"
#include "sim/result/bundle.h"

/* Ranks without search: the actor's range of combo payoffs cut into even steps, each with the number of
 * combos that lie above it; a step in which combos lie has to be searched. */
enum { PLY_LADDER_STEPS = 1024, PLY_LADDER_SEARCH = 0xffff };
typedef struct ply_ladder {
  double lowest, highest, per_unit; /* step = (x - lowest) * per_unit */
  uint16_t above[PLY_LADDER_STEPS]; /* PLY_LADDER_SEARCH where x has to be searched */
} ply_ladder;

/* The combos of a space (or one of them), prepared for threshold questions. Two ways to answer them: by order
 * (each actor's combos sorted once, the answer a prefix of that order) or directly, one comparison per combo.
 */
typedef struct ply_combos {
  const ply_game *game;
  int n, words;
  uint64_t total;         /* combos; more than n where they are merged */
  uint64_t *index;        /* [n] */
  double *payoff;         /* [n_actors * n] */
  const uint64_t *count;  /* [n] how many combos each stands for; NULL: one each */
  uint64_t *all;          /* [words] the set of all */
  ply_size_fn size;       /* of a set */
  ply_weigh_fn weigh;     /* of a set, by planes */
  ply_threshold_fn above; /* direct answers; NULL: by order */
  double *sorted;         /* by order: [n_actors * n] falling */
  ply_ladder *ladder;     /* by order: [n_actors] */
  uint64_t *prefix;       /* by order: [n_actors * (n + 1) * words]: the first j combos in falling order */
} ply_combos;

/* Combos first .. first + n - 1 of the space. False without memory. */
bool ply_combos_build(const ply_space *space, int first, int n, bool direct, ply_combos *out);
/* The merged combos of a space with vectors: always direct. */
bool ply_combos_merged(const ply_space *space, ply_combos *out);
/* The one combo that stands in `option`. */
bool ply_combos_single(const ply_space *space, const uint16_t *option, ply_combos *out);
void ply_combos_done(ply_combos *combos);

/* How many combos give the actor payoff >= bound (strict: > bound), on top of `base`; exact comparisons. By
 * order only. */
int ply_combos_reaching(const ply_combos *combos, int actor, double base, double bound, bool strict);

/* The same as ply_combos_reaching(..., false), faster. */
static inline int ply_combos_rank(const ply_combos *combos, const ply_ladder *ladder, int actor, double base,
                                  double bound) {
  double need = bound - base;
  if (need > ladder->highest) return 0;
  if (need < ladder->lowest) return combos->n;
  uint16_t above = ladder->above[(int)((need - ladder->lowest) * ladder->per_unit)];
  return above != PLY_LADDER_SEARCH ? above : ply_combos_reaching(combos, actor, base, bound, false);
}

/* The set of the first `count` combos in the actor's falling order: [words]. By order only. */
static inline const uint64_t *ply_combos_first(const ply_combos *combos, int actor, int count) {
  return combos->prefix + ((size_t)actor * (size_t)(combos->n + 1) + (size_t)count) * (size_t)combos->words;
}

/* The set of combos at which the actor gets base + payoff >= bound (strict: >). scratch: [words], used where
 * the answer is direct. */
const uint64_t *ply_combos_set(const ply_combos *combos, int actor, double base, double bound, bool strict,
                               uint64_t *scratch);

/* The set of combos at which the actor's payoff, `base` before the combo, reaches its reservation. */
static inline const uint64_t *ply_combos_content(const ply_combos *combos, int actor, double base,
                                                 uint64_t *scratch) {
  return ply_combos_set(combos, actor, base, combos->game->reservation[actor] - combos->game->eps[actor],
                        false, scratch);
}

/* How many combos a set stands for. */
uint64_t ply_combos_weigh(const ply_combos *combos, const uint64_t *set);

/* Some memberships side by side, a *lane* each: what an actor's payoff takes from its perspective. Arrays by
 * actor, NULL for an actor that is not there. */
typedef struct ply_lanes {
  const double *value[PLY_MAX_ACTORS],
      *scale[PLY_MAX_ACTORS]; /* scale: NULL where security scales no issue */
  const uint16_t *slot[PLY_MAX_ACTORS];
} ply_lanes;

typedef struct ply_view {
  const ply_space *space;
  const ply_combos *combos;
  const ply_roster *roster;
  ply_tile_tables tables;
  const uint64_t *content[PLY_MAX_ACTORS]; /* what each party accepts at the membership looked at */
  uint64_t *accept;                        /* [n * words] acceptable combos */
  uint64_t *sets; /* [n_actors * words] direct answers: what each actor accepts at the membership looked at */
  bool *acceptable; /* [n] whether there are any; false until the membership was considered */
  uint64_t refused; /* mask of the actors that refuse the design looked at, whatever the membership */
  uint32_t *found;  /* [n_found] the acceptable memberships considered so far */
  size_t n_found;
  bool *touched;                   /* [n] scratch */
  uint32_t *roots, *stays, *signs; /* [n_roots] scratch */
  uint64_t *veto;                  /* [(2 * n_actors + 4) * words] scratch */
} ply_view;

/* The actor's payoff at membership m, which is lane number `lane` of `lanes`, where its
 * issues' terms are `sums` by slot; without the combo's part. */
static inline double ply_view_payoff(const ply_view *view, const ply_lanes *lanes, size_t lane, int actor,
                                     size_t m, const ply_linear *sums) {
  const ply_roster *k = view->roster;
  if (lanes->value[actor] == NULL) {
    uint32_t perspective = k->seen[actor]->at[m];
    return ply_tile_payoff_of(&view->tables, actor, perspective, &sums[k->seen[actor]->slot[perspective]]);
  }
  const ply_linear *sum = &sums[lanes->slot[actor][lane]];
  double payoff = lanes->value[actor][lane] + sum->constant;
  if (lanes->scale[actor] == NULL) return payoff;
  int scaled_by = __builtin_ctz(view->space->game->scaled_by[actor]);
  return payoff + sum->slope[scaled_by] * lanes->scale[actor][lane];
}

/* The combos that the actor accepts, by order, where that is its payoff; NULL if there are none. */
static inline const uint64_t *ply_view_content(const ply_view *view, int actor, double payoff) {
  const ply_combos *combos = view->combos;
  int count = ply_combos_rank(combos, &combos->ladder[actor], actor, payoff,
                              combos->game->reservation[actor] - combos->game->eps[actor]);
  return count > 0 ? ply_combos_first(combos, actor, count) : NULL;
}

/* out &= set; false if nothing is left. */
static inline bool ply_bits_intersect(const uint64_t *set, int words, uint64_t *out) {
  uint64_t any = 0;
  for (int w = 0; w < words; w++) any |= out[w] &= set[w];
  return any != 0;
}

/* Room for memberships of any roster of the space. False without memory. */
bool ply_view_init(ply_view *view, const ply_space *space, const ply_combos *combos);
void ply_view_done(ply_view *view);

/* Turns to a tile: its roster and the number of its security inputs. */
ply_status ply_view_tile(ply_view *view, const ply_roster *roster, uint32_t security);

/* What one design adds to the counts. */
typedef struct ply_tally {
  uint64_t feasible, acceptable, join, sustained, stable;
  uint64_t would_accept[PLY_MAX_ACTORS], veto[PLY_MAX_ACTORS];
} ply_tally;

/* Notes that a membership has acceptable combos. */
static inline void ply_view_find(ply_view *view, size_t m) {
  view->acceptable[m] = true;
  view->found[view->n_found++] = (uint32_t)m;
}

/* Adds the counts of one tally to another, so many times. */
void ply_tally_add(ply_tally *sum, const ply_tally *tally, uint64_t times);

/* Turns to a tied design of the tile; no membership is considered yet. */
void ply_view_design(ply_view *view, const uint16_t *tied_option);
/* The same where the terms of its issues are there already, and who refuses it: as in ply_tile_tables, and to last as long as
 * the view stands there. */
void ply_view_design_of(ply_view *view, const ply_linear *sums, uint64_t refused);

/* Considers one membership of the design: its acceptable combos; adds them and the veto weights to the tally.
 */
void ply_view_consider(ply_view *view, size_t m, ply_tally *tally);

/* Considers every membership. Where combos are answered directly, every bundle is looked at one by one, and
 * the tally learns who would accept it. */
void ply_view_consider_all(ply_view *view, ply_tally *tally);

/* Whether no candidate gains by a move to another feasible membership of this design, and none stands where
 * it may not (the combos do not matter). strict may be NULL. A join equilibrium asks for ply_view_stays too.
 */
bool ply_view_equilibrium(const ply_view *view, int member, bool *strict);

/* The memberships that could be join equilibria of some design of the tile: those from which no move gains
 * that leaves all the terms of the mover's issues as they are. member: [n]; returns how many. */
int ply_view_quiet(const ply_view *view, uint32_t *member);

/* A member may always leave. Where the rules have no deal without it, leaving brings the deal down and it gets
 * no deal: out: [words] the combos at which every member so held in gets no less than that (strict: more).
 * loose: only those are asked whose yes the deal does not need; the others accepted what is acceptable.
 * scratch: [words]. False, and out the set of all, where nobody is held in. */
bool ply_view_stays(const ply_view *view, int member, bool strict, bool loose, uint64_t *out,
                    uint64_t *scratch);

/* The candidates held in whose yes the deal does not need, as a mask of actors. */
uint64_t ply_view_held(const ply_view *view, int member);

/* Whether no set of candidates can move together so that each gains, where nobody leaves a deal that falls.
 * member: an equilibrium. */
bool ply_view_strong(const ply_view *view, int member);
/* The same where memberships stand for their orbits. */
bool ply_view_strong_symmetric(const ply_view *view, int member);

/* Whether some set of members, each of which gets less than no deal at the combo, can bring the deal down by
 * leaving together. */
bool ply_view_walkout(const ply_view *view, int member, int combo);
/* The same where memberships stand for their orbits. sorry: mask of the candidates that would. */
bool ply_view_walkout_symmetric(const ply_view *view, int member, uint32_t sorry);

/* The most profitable one-candidate move from a membership, and its gain as the regret (0 where none gains).
 * stand: NULL, or the move is to be told of another membership of its orbit: [n_candidates] which candidate
 * at `member` stands where each one stands there. combo: at which a member may leave a deal that then falls;
 * -1: such moves are left out.
 * Where that is more than `least` (by more than the tolerance), only some number that is also more, and no
 * move.
 */
double ply_view_regret(const ply_view *view, int member, const uint8_t *stand, int combo, double least,
                       ply_move *move);

/* The combos at which the membership is sustained: out: [words]. scratch: [words]. */
void ply_view_sustained(const ply_view *view, int member, uint64_t *out, uint64_t *scratch);

/* The combos at which a no-deal equilibrium exists: out: [words]. scratch: [2 * words]. All acceptable
 * memberships must have been considered. */
void ply_view_no_deal(ply_view *view, uint64_t *out, uint64_t *scratch);

/* The lowest bit (-1 in an empty set). */
int ply_bits_lowest(const uint64_t *bits, int words);

#endif
