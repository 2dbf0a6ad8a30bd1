/* Large games without candidates whose issues mostly only add: 10^5 to 10^18 bundles, none of them listed.
 *
 * A bundle is a *ground* (a feasible design of the tied issues, with what it gives everybody) and one option
 * for each loose issue; payoffs are sums. How many bundles are acceptable is counted by a convolution over
 * the grid on which payoffs lie (grid_counts.c), or by halves that meet in the middle (halves.c), whichever
 * is estimated to cost less. The bundles that matter to solutions, efficiency and talks are found by merging
 * issue by issue, in which a sum that another one clearly beats is dropped at once (frontier.c); the lowest
 * bundle that does well enough follows issue by issue from the same frontiers (lowest.c). The rest of solve
 * sees a scan (scan.h) with an entry for each ground and a combo for each sum of the frontier. */
#ifndef PLY_SOLVE_ADDITIVE_H
#define PLY_SOLVE_ADDITIVE_H

#include "sim/solve/search/scan.h"

/* What the options of the loose issues give, in steps: whole numbers where all of it lies on a grid of a few
 * decimals, else payoff units (step 1). Loose issues by index, the first most significant. */
typedef struct ply_terms {
  const ply_space *space;
  int n_actors, n_issues;
  int options[PLY_MAX_ISSUES];
  uint64_t stride[PLY_MAX_ISSUES];
  uint64_t combos;              /* product of the options */
  double *term[PLY_MAX_ISSUES]; /* [options * n_actors] */
  double step;                  /* in payoff units */
  bool grid;
  double eps[PLY_MAX_ACTORS];                       /* the tolerance of comparisons, in steps */
  double most[PLY_MAX_ISSUES + 1][PLY_MAX_ACTORS];  /* the most that issues before j add up to */
  double least[PLY_MAX_ISSUES + 1][PLY_MAX_ACTORS]; /* the least */
} ply_terms;

/* A feasible tied design. */
typedef struct ply_ground {
  uint64_t index;
  uint64_t party, refused; /* masks: who is asked; who refuses it by a red line */
  const double *base;      /* [n_actors] what it gives, in payoff units */
  const double *need;      /* [n_actors] the steps from which the loose issues content the actor */
} ply_ground;

/* Some sums of the issues from j on, none clearly beaten by another. */
typedef struct ply_frontier {
  size_t n, capacity;
  double *sum;     /* [n * n_actors] steps */
  uint64_t *count; /* [n] combos of those issues that give it */
  uint64_t *index; /* [n] the lowest of them */
} ply_frontier;

typedef struct ply_additive {
  const ply_game *game;
  ply_space *space;
  ply_arena *arena;
  ply_terms terms;
  size_t n_grounds;
  ply_ground *grounds;                       /* by index */
  ply_frontier frontier[PLY_MAX_ISSUES + 1]; /* of the issues from j on; the last: the empty sum */
  uint64_t need_bytes; /* PLY_E_LIMIT: what would have been needed, roughly; 0: not known */
} ply_additive;

/* ---- the parts (each in its own file) ---- */

/* Fills the terms of the space's loose issues. False without memory. */
bool ply_terms_fill(ply_terms *terms, const ply_space *space, ply_arena *arena);

/* Fills the grounds. PLY_E_INPUT where the honour game does not settle, PLY_E_MEMORY. */
ply_status ply_grounds_fill(ply_additive *a);

/* Whether a ground is agreed to when the actors of `accept` (a mask) are content with the payoffs there. */
static inline bool ply_ground_agreed(const ply_game *game, const ply_ground *s, uint64_t accept) {
  return ply_game_agreed(game, s->party, accept & ~s->refused);
}

/* Fills all frontiers. bytes: what they may take. PLY_E_LIMIT, PLY_E_STOPPED (by the clock), PLY_E_MEMORY.
 * Cost: sums kept * options, times what a question to the sums kept so far costs. */
ply_status ply_frontiers_fill(ply_additive *a, size_t bytes, const ply_clock *clock);
void ply_frontiers_done(ply_additive *a);

/* What a question about thresholds counts, over all loose combos at one ground. */
typedef struct ply_reach {
  uint64_t agreed;               /* combos that are agreed to */
  uint64_t veto[PLY_MAX_ACTORS]; /* how many more if the actor accepted everything */
} ply_reach;

/* Counts combos at a ground, whose needs may be others than its own: need: [n_actors] steps. */
typedef struct ply_counter ply_counter;

/* Prepares to count: chooses by estimated cost. also: an actor whose payoff may be asked about without its
 * being asked. PLY_E_LIMIT where no way fits `bytes`. */
ply_status ply_counter_new(const ply_additive *a, int also, size_t bytes, ply_counter **out);
void ply_counter_free(ply_counter *counter);
/* also: an actor that must get its need whatever the quorum could do without (-1: nobody). False where the
 * clock stopped it: then *reach holds what was counted so far, and *seen of all combos were looked at. */
bool ply_counter_ask(ply_counter *counter, const ply_ground *ground, const double *need, int also,
                     int threads, const ply_clock *clock, ply_reach *reach, uint64_t *seen);

/* How many combos give the actor at least need[k] steps, k < n. False where they are too many for it. Cost:
 * the square root of the combos, or the grid. */
bool ply_spread_count(const ply_additive *a, int actor, const double *need, size_t n, uint64_t *count);

/* Whether a bundle does well enough; must not turn false where payoffs rise. payoff: [n_actors]; parties: mask
 * of those who are asked there. */
typedef bool (*ply_enough_fn)(void *data, const double *payoff, uint64_t parties);

/* The lowest acceptable bundle that does well enough; UINT64_MAX: there is none. Cost: grounds * issues *
 * options * sums of a frontier. */
uint64_t ply_additive_lowest(const ply_additive *a, ply_enough_fn enough, void *data);

/* ---- the whole ---- */

/* Whether the game is of the kind. */
bool ply_additive_suits(const ply_game *game, const ply_solve_settings *settings);

/* Looks at the whole game and leaves a scan over the frontier. PLY_E_LIMIT: this way does not fit the memory.
 */
ply_status ply_additive_scan(const ply_game *game, int proposer, const ply_solve_settings *settings,
                             const ply_clock *clock, ply_additive **out, ply_scan *scan, ply_err *err);
void ply_additive_free(ply_additive *a);

#endif
