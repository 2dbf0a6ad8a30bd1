/* The pieces of a random scenario file while it is written. Used by random_scenario alone. */
#ifndef PARLEY_TESTS_RANDOM_PARTS_H
#define PARLEY_TESTS_RANDOM_PARTS_H

#include "tests/support/random_scenario.h"

enum { MOST_ACTORS = 8, FEW_ACTORS = 5, MOST_ISSUES = 6, MOST_LEVELS = 4 };

typedef struct gen {
  ply_rng rng;
  ply_rng more; /* of what was added later: the rest of a seed's file stays as it was */
  random_wish wish;
  ply_text out;
  int n_actors, n_issues, n_derived, n_levels, n_candidates, n_designs;
  int n_options[MOST_ISSUES];
  bool candidate[MOST_ACTORS], derived[MOST_ISSUES];
  int leader[MOST_ACTORS];         /* the first of its group, itself where it is alone */
  ply_rng leader_rng[MOST_ACTORS]; /* from which its followers' numbers are drawn again */
  int self;                        /* whose clauses are being written, or -1 */
  double unit;              /* the size of the payoffs of the actor being written: 1, or money in cents */
  int consent[MOST_ACTORS]; /* 0 unsaid, 1 required, 2 counted, 3 if_member, 4 never, 5 when */
  bool security;
  int beneficiary, adversary;
} gen;

/* random_draw.c: a number below n; a coin; a number of the file on a grid; conditions. */
int random_pick(gen *g, int n);
bool random_chance(gen *g, int percent);
void random_number(gen *g, double lo, double hi, int steps);
void random_key_number(gen *g, const char *key, double lo, double hi, int steps);
int random_candidate(gen *g);
int random_mention(gen *g); /* one that a clause may name alone, or -1 */
void random_condition(gen *g, int depth, bool free_only);
void random_members_condition(
    gen *g); /* who stands where: what makes one candidate's choice matter to another */

/* random_actors.c, random_security.c: these blocks of the file. */
void random_actors(gen *g);
void random_security(gen *g);

#endif
