/* The model written down a second time, as plainly and as slowly as it can be: every raw bundle is listed
 * with its options, levels, payoffs and consents, and every answer is found by going through the list. Shares
 * no code with the library except the scenario structs, the result records and base. For spaces up to some
 * tens of thousands of bundles. */
#ifndef PARLEY_TESTS_ORACLE_H
#define PARLEY_TESTS_ORACLE_H

#include "sim/base/base.h"
#include "sim/result/result.h"
#include "sim/scenario/scenario.h"

/* The whole space, one entry a raw bundle. Arrays of actors are row-major: [raw x n_actors]. */
typedef struct oracle {
  const ply_scenario *scenario;
  const double *values;      /* or NULL */
  const bool *line_in_force; /* all red lines, actor by actor */
  int n;                     /* actors */
  uint64_t raw, memberships; /* bundles of one design lie together */
  uint16_t *option;          /* [raw x n_issues] */
  uint8_t *level;
  bool *feasible; /* [raw] B */
  double *u;
  bool *forbidden, *accepts, *barred;     /* barred: refuses by a red line */
  bool *in_a, *in_t, *in_s, *in_r;        /* [raw] acceptable, sustained, stable, holds if reopened */
  uint64_t without[PLY_MAX_ACTORS];       /* what the rest signs without a candidate; UINT64_MAX: nothing */
  bool *equilibrium, *strict, *no_deal;   /* [raw] */
  double *regret;                         /* [raw] */
  ply_move *deviation;                    /* [raw] */
  double d[PLY_MAX_ACTORS];               /* reservations */
  double eps[PLY_MAX_ACTORS];             /* tolerances of payoffs */
  double eps_all, eps_joining, eps_asked; /* the largest of all, of the candidates, of who is ever asked */
  bool settles;                           /* false: an honour game did not settle in 10,000 rounds */
} oracle;

/* What section 3 says of one bundle. */
typedef struct oracle_security {
  double attack, overrun, holds, credibility, force, outcome;
  double honour[PLY_MAX_ACTORS], least[PLY_MAX_ACTORS], greatest[PLY_MAX_ACTORS];
  double effort[PLY_MAX_ACTORS];
} oracle_security;

/* The largest tolerance of some actors. */
double oracle_eps_of(const oracle *o, const int *actor, int n);
oracle *oracle_new(const ply_scenario *scenario, const double *values, const bool *line_in_force);
void oracle_free(oracle *o);

/* Every answer as a result. over: "acceptable", "sustained", "stable", or NULL for the default of the model.
 * ply_result_free. */
ply_result *oracle_result(const oracle *o, const char *over);

/* The red lines in force at a point solve (firm >= 0.5): malloc'd, one entry a line, at least one. */
bool *oracle_likely_lines(const ply_scenario *scenario, const double *values);

/* Pieces, for tests of their own. */
bool oracle_security_at(const oracle *o, uint64_t b, oracle_security *out); /* false: did not settle */
uint64_t oracle_count(const oracle *o, const bool *set);
uint64_t oracle_index(const oracle *o, const uint16_t *option, const uint8_t *level);
const bool *oracle_set(const oracle *o, const char *over, const char **name);
bool oracle_deal_stands(const oracle *o, uint64_t b, int indulgent);
bool oracle_is_party(const oracle *o, uint64_t b, int actor);
int oracle_proposer(const oracle *o);
int oracle_players(const oracle *o, int *player);
bool oracle_strong(const oracle *o, uint64_t b);
bool oracle_efficient(const oracle *o, const bool *set, uint64_t b);

/* Fills in_r and without. */
void oracle_reopen(oracle *o);

/* Parts of oracle_result. */
void oracle_solve_slack(const oracle *o, ply_result *out);
double oracle_slack_at(const oracle *o, uint64_t b); /* of one feasible bundle */
double oracle_slack_eps(const oracle *o, uint64_t b, double slack);
void oracle_solve_deals(const oracle *o, const char *over, ply_result *out);
void oracle_solve_offers(const oracle *o, const char *over, ply_result *out);
ply_bundle oracle_bundle(const oracle *o, uint64_t b, ply_arena *arena);

#endif
