/* Private to this room: one pass over all tied designs, and what it leaves for the later questions. */
#ifndef PLY_SOLVE_SEARCH_SCAN_H
#define PLY_SOLVE_SEARCH_SCAN_H

#include "sim/solve/solve.h"
#include "sim/solve/search/view.h"

/* A tied design and a membership with at least one acceptable combo. */
typedef struct ply_accepted_row {
  uint64_t index;  /* of the bundle, without the combo's part */
  uint64_t weight; /* how many memberships it stands for: more than one where candidates are alike */
  double regret;   /* largest gain by moving to another membership; 0 where nobody gains */
  ply_move move;
  uint64_t held; /* members, as a mask of actors, that may leave a deal that then falls without their yes */
  bool equilibrium; /* nobody gains by moving to another membership */
} ply_accepted_row;

/* What the proposer would get at one design (tied design and combo) that has a sustained bundle. */
typedef struct ply_offer {
  uint64_t design;      /* index of the design, membership 0 */
  uint64_t best, worst; /* membership index of the proposer's best and worst sustained bundle */
  double best_payoff, worst_payoff;
  uint64_t count; /* designs that this stands for: more than one where combos are merged */
  bool no_deal;   /* whether a no-deal equilibrium exists there */
} ply_offer;

typedef struct ply_scan {
  const ply_space *space;
  ply_combos combos;
  int proposer;
  ply_tally tally;
  bool complete; /* false: stopped before all designs were seen; counts are then lower bounds */
  bool
      of_pass; /* read off a pass over a relaxed game: its space is that game's and cannot be searched for this one */
  bool uncounted;                      /* counts are lower bounds although everything else is complete */
  const struct ply_additive *additive; /* NULL, or where the rest of a large additive game is */
  const char *stopped_by;
  size_t n_accepted; /* sorted by index */
  ply_accepted_row *accepted;
  uint64_t *accept;    /* [n_accepted * words] */
  uint64_t *sustained; /* [n_accepted * words] */
  uint64_t *reopened;  /* [n_accepted * words], once asked for (reopened.c) */
  uint64_t *stable;    /* [n_accepted * words], or NULL: all that is acceptable where `equilibrium` */
  double *payoff;      /* [n_accepted * n_actors], without the combo's part */
  size_t n_offers;     /* sorted by design; some that the proposer would not choose are left out */
  ply_offer *offers;
} ply_scan;

/* The clock of a solve, from now on. */
ply_clock ply_clock_start(const ply_solve_settings *settings);

/* How much memory the settings allow for everything. */
size_t ply_solve_memory(const ply_solve_settings *settings);

/* Takes what the space and the workers of a scan need off the settings' memory, and threads for which there is no room off
 * their threads. False where there is none for a single one. */
bool ply_scan_room(const ply_space *space, ply_solve_settings *settings);

/* Looks at every tied design, on `threads` threads; the result does not depend on their number. */
ply_status ply_scan_run(const ply_space *space, int proposer, const ply_solve_settings *settings,
                        const ply_clock *clock, ply_scan *out, ply_err *err);
void ply_scan_done(ply_scan *scan);

/* The size of A, but merged combos count once. */
uint64_t ply_scan_points(const ply_scan *scan);

/* ---- the bundles of a set, one by one ---- */

/* The combos at which a entry's bundles are in A, T or S: [words]; NULL: none. */
static inline const uint64_t *ply_scan_set(const ply_scan *scan, ply_over over, size_t entry) {
  if (over == PLY_OVER_STABLE && !scan->accepted[entry].equilibrium) return NULL;
  const uint64_t *sets = over == PLY_OVER_SUSTAINED                        ? scan->sustained
                         : over == PLY_OVER_REOPENED                       ? scan->reopened
                         : over == PLY_OVER_STABLE && scan->stable != NULL ? scan->stable
                                                                           : scan->accept;
  return sets + entry * (size_t)scan->combos.words;
}

/* The index of the bundle of an entry and a combo (of the lowest, where combos are merged), and an actor's
 * payoff there. */
static inline uint64_t ply_scan_index(const ply_scan *scan, size_t entry, int combo) {
  return scan->accepted[entry].index + scan->combos.index[combo];
}
static inline double ply_scan_payoff(const ply_scan *scan, size_t entry, int combo, int actor) {
  return scan->payoff[entry * (size_t)scan->space->game->n_actors + (size_t)actor] +
         scan->combos.payoff[(size_t)actor * (size_t)scan->combos.n + (size_t)combo];
}

#endif
