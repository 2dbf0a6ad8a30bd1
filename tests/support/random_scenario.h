/* Small random scenarios, as files would be, through the real loader: one to five actors, up to four
 * candidates, issues free and derived, rules, red lines, quorums, odd consents, security, stakes, talks.
 * Numbers lie on coarse grids so that ties happen on purpose. The same seed gives the same scenario. */
#ifndef PARLEY_TESTS_RANDOM_SCENARIO_H
#define PARLEY_TESTS_RANDOM_SCENARIO_H

#include "sim/base/base.h"
#include "sim/scenario/scenario.h"

typedef struct random_wish {
  uint64_t most; /* raw bundles at most; 0: 2,000 */
  bool reversed; /* list the actors last first: the same scenario under another order */
  bool security; /* always with a security block and at least one candidate */
  bool fixed;    /* model `fixed` only */
  bool tense;    /* candidates whose choices matter to each other, and mild reservations */
  bool smooth;   /* payoffs not on a grid: no ties */
  bool alike;    /* groups of candidates that most clauses treat alike; few talks */
  bool crowd;    /* seven or eight actors, most of them candidates at three levels */
  bool ones;     /* everybody's payoffs are of the size of one */
  bool signing;  /* the first level above out has no effort */
} random_wish;

/* Loads the scenario of a seed; NULL (and the running test fails) if the loader refuses it. *text (may be
 * NULL): the file, malloc'd. ply_scenario_free. */
ply_scenario *random_scenario(uint64_t seed, random_wish wish, char **text);

#endif
