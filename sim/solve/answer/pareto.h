/* Private to this room: what the question for efficient bundles works on, and what sets clearly beaten ones aside. */
#ifndef PLY_SOLVE_ANSWER_PARETO_H
#define PLY_SOLVE_ANSWER_PARETO_H

#include "sim/solve/answer/answer.h"
#include "sim/solve/search/dominance_tree.h"

/* A bundle of the set. */
typedef struct ply_pareto_spot {
  uint32_t entry, combo;
} ply_pareto_spot;

typedef struct ply_pareto {
  const ply_question *q;
  const ply_scan *scan;
  ply_over over;
  int threads;
  size_t d, words, budget_bytes;
  const double *payoff;   /* [n_accepted * d] the scan's, or those in order where entries stand for orbits */
  double *in_order;       /* NULL or the latter */
  uint64_t *live;         /* [words] combos that no combo beats */
  uint64_t *left;         /* [n_accepted * words] */
  size_t n_kept;          /* entries with something left after their neighbours were asked */
  uint32_t *kept;         /* [n_kept] */
  size_t n;               /* bundles left */
  ply_pareto_spot *spots; /* [n] */
  ply_dominance_tree *tree; /* what is asked at the moment: combos, entries, the bundles left */
  const char *stopped;      /* by the clock, or for want of memory within the budget */
  bool by_clock;
  bool failed; /* no memory */
} ply_pareto;

enum { PLY_PARETO_HINTS = 16 };

/* What beat the neighbours, the latest first: most are beaten by the same few. */
typedef struct ply_pareto_hints {
  size_t n, last[PLY_PARETO_HINTS];
} ply_pareto_hints;

/* Asks `ask` about every place of the tree's order, chunk by chunk, and adds up what it says. `seen`: the
 * hints of one chunk, none at its start. */
typedef uint64_t (*ply_pareto_ask)(ply_pareto *f, size_t k, ply_pareto_hints *seen);

uint64_t ply_pareto_ask_all(ply_pareto *f, size_t n, ply_pareto_ask ask);
/* Puts a hint first: number `at` of the list, or (at == n) a new one. */
void ply_pareto_hint(ply_pareto_hints *h, size_t at, size_t hint);

/* What combos, and entries, give each actor: low, high: [d] payoff units. */
void ply_pareto_range_of_combos(const ply_pareto *f, double *low, double *high);
void ply_pareto_range_of_entries(const ply_pareto *f, double *low, double *high);

/* An empty tree for n vectors in place of the last one; false where the budget or memory does not allow it (f->stopped,
 * f->failed). Settled when all are put. */
bool ply_pareto_start(ply_pareto *f, uint64_t n, size_t more_bytes, const double *low, const double *high);
bool ply_pareto_settle(ply_pareto *f);

/* Sets aside what is clearly beaten: fills f->live, the combos that no combo beats; then f->left, f->kept and f->n. */
bool ply_pareto_live_combos(ply_pareto *f);
bool ply_pareto_left(ply_pareto *f);

#endif
