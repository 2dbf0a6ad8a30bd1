/* One talker's own numbers, and the questions that its strategy may ask of them. The questions are the same
 * whether the bundles are listed (own.c) or stand in a space too large to list (deep.c): a source answers
 * them. Private to sim/negotiate. */
#ifndef PLY_OWN_H
#define PLY_OWN_H

#include "sim/negotiate/menu.h"

typedef struct ply_own ply_own;

/* Scores by position and option, for the question "most like what the others name". */
typedef struct ply_liking {
  const double *score[PLY_MAX_POSITIONS]; /* [options] */
} ply_liking;

/* Where answers come from. least: payoff units; only bundles of B_i (feasible, accepted by the talker) with a
 * payoff of at least `least` less the tolerance are looked at. PLY_NO_DEAL where there are none. Ties: a
 * payoff within the tolerance, a score within 1e-12, then the lowest index. */
typedef struct ply_answers {
  double (*payoff)(ply_own *own, ply_deal offer);
  bool (*accepts)(ply_own *own, ply_deal offer); /* whether it is in B_i */
  ply_deal (*closest)(ply_own *own, double least);
  ply_deal (*similar)(ply_own *own, double least, ply_deal to); /* fewest positions that differ */
  ply_deal (*liked)(ply_own *own, double least, const ply_liking *liking);
  ply_deal (*drawn)(ply_own *own, double least, ply_rng *rng);
  ply_deal (*ranked)(ply_own *own, uint64_t rank); /* by falling payoff at 12 decimals, then index */
} ply_answers;

/* Answers to `closest` for targets that fall from step to step and are known beforehand: foreseen.c. */
typedef struct ply_foreseen {
  const double *
      share; /* [every * n] shares of the way from the reservation to the best; number k stands at every * k */
  int every, n;
  int first, known; /* answered: first .. known - 1; none where known is 0 */
  double *bound;    /* [n] what a payoff must reach */
  double *
      least; /* [n] the least payoff that reaches it and no bound before it, its row in the last bits; then that of
                       the answer. INFINITY: none */
  double *second; /* [n] the next */
  uint32_t *row;  /* [n] the answer */
  int room;
} ply_foreseen;

struct ply_own {
  const ply_answers *answers;
  int actor;
  double reservation, best, tolerance; /* best: over B_i */
  bool empty;                          /* B_i is: then best is not to be used */
  bool starved; /* an answer was not found for want of memory (or a stop): PLY_NO_DEAL meant nothing. Stays */
  /* Listed spaces. */
  const ply_menu *menu;
  const double *payoff; /* [menu->n] */
  const uint8_t *open;  /* [menu->n] whether no red line of its own refuses; NULL: none anywhere */
  size_t n_rising;      /* B_i by rising payoff, then row; made when first asked for */
  uint32_t *rising;
  double *value; /* their payoffs */
  bool sorted;
  int looks;         /* questions answered by looking through all, not yet sorted */
  uint32_t *falling; /* B_i in the order of `ranked`; made when first asked for */
  bool ranked;
  double *score;         /* [menu->n] of the question at hand */
  uint64_t *bits, *more; /* [ply_words(menu->n)] scratch */
  size_t room;
  ply_foreseen foreseen;
  /* Large spaces. */
  struct ply_deep *deep; /* its view of the space; not owned */
  /* Lists that others may name bundles outside of. */
  struct ply_focal *focal; /* not owned */
};

/* Turns to new numbers: payoff and open as above, borrowed. Answers that were sorted are forgotten. */
ply_status ply_own_set(ply_own *own, const ply_menu *menu, int actor, double reservation, double tolerance,
                       const double *payoff, const uint8_t *open);
void ply_own_done(ply_own *own);
/* The answer `closest` of a listed space. */
ply_deal ply_own_closest(ply_own *own, double least);
/* foreseen.c: says which targets will be asked for. share: [every * n], of which each `every`-th counts; never rising. False
 * without memory. */
bool ply_own_foresee(ply_own *own, const double *share, int every, int n);
/* The answer `closest` to target k of them, which are asked for in order from any k on. The talker must have something that
 * it would sign. */
ply_deal ply_own_foreseen(ply_own *own, int k);
/* The answer `similar` of a listed space, to positions spelt out: [menu->positions.n]; NULL: to nothing. */
ply_deal ply_own_similar(ply_own *own, double least, const uint16_t *there);

#endif
