/* Scenarios that are a list of points: one issue "deal" with options o0, o1, ..., parties p0, p1, ... that all must
 * consent, and what each option gives each of them. */
#ifndef PARLEY_TESTS_POINTS_H
#define PARLEY_TESTS_POINTS_H

#include "sim/result/negotiation.h"

typedef struct points {
  int n_options, n_parties;
  const double *payoff;      /* [n_options * n_parties] option after option */
  const double *reservation; /* [n_parties]; NULL: 0 for all */
  const char *bargaining;    /* the value of that key (JSON), or NULL */
} points;

/* The file. Heap; the caller frees. */
char *points_text(const points *p);
/* Its result, held against the definitions (known.h). The caller frees. */
ply_result *points_solve(const points *p);
/* The option that a concept picks; the running test fails where it picks none. */
int points_pick(const ply_result *result, const char *concept);

/* One session of alternating offers between party k's strategies[k], base numbers. ply_negotiation_free. */
ply_negotiation *points_talk(const points *p, int rounds, const char *const *strategies);

/* A pie in whole pieces for two: option k gives p0 k / pieces and p1 the rest. payoff: [2 * (pieces + 1)]. */
points points_pie(int pieces, double *payoff);

#endif
