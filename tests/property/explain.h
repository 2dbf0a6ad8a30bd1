/* Explanations held against the oracle: what the parts of the test share. */
#ifndef PLY_TESTS_EXPLAIN_H
#define PLY_TESTS_EXPLAIN_H

#include "sim/solve/explain/explain.h"
#include "tests/support/oracle.h"

#include <math.h>

/* One explanation beside the oracle's view of the same bundle. */
typedef struct pair {
  const ply_scenario *s;
  const oracle *o;
  const ply_explain *x;
  uint64_t b; /* raw index */
  ply_rng rng;
  ply_text *why;
  bool listed; /* the space could be listed */
  bool holds;
} pair;

#define CLAIM(p, condition, ...)                                                                             \
  do {                                                                                                       \
    if ((condition)) break;                                                                                  \
    (p)->holds = false;                                                                                      \
    ply_text_addf((p)->why, "bundle %llu: ", (unsigned long long)(p)->b);                                    \
    ply_text_addf((p)->why, __VA_ARGS__);                                                                    \
    ply_text_add((p)->why, "\n");                                                                            \
  } while (0)

static inline bool close_to(double a, double b, double tolerance) {
  return fabs(a - b) <= tolerance * fmax(1, fmax(fabs(a), fabs(b)));
}

/* Every number that is said to turn a verdict turns it, at both ends; numbers of which nothing is said are
 * tried too. */
void explain_check_switching(pair *p);

#endif
