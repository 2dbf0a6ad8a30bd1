/* Records of simulated talks (sim/negotiate): what n sessions ended with, one of them step by step, and the
 * game of strategies. Self-contained, as result.h. */
#ifndef PLY_RESULT_NEGOTIATION_H
#define PLY_RESULT_NEGOTIATION_H

#include "sim/result/result.h"

/* Mean and quartiles (linear between order statistics). */
typedef struct ply_spread_of {
  double mean, low, median, high;
} ply_spread_of;

/* A share of sessions with its 95 % interval (Wilson 1927, doi:10.1080/01621459.1927.10502953). */
typedef struct ply_share {
  uint64_t count, of;
  double share, low, high;
} ply_share;

typedef struct ply_talker_result {
  int actor;
  const char *strategy;       /* as it was asked for */
  bool signs_nothing;         /* no bundle at all, at base numbers */
  ply_spread_of payoff, gain; /* over the sessions; no deal counts the reservation */
} ply_talker_result;

typedef struct ply_deal_result {
  ply_bundle bundle; /* payoffs: means over the sessions that agreed on it */
  uint64_t count;
  bool acceptable, sustained, stable, efficient; /* in every session that agreed on it */
} ply_deal_result;

typedef struct ply_told_event {
  int step, actor;  /* actor -1: a mediator who is no actor */
  const char *does; /* "offer", "accept", "pass", "vote" */
  bool has_bundle, stands;
  ply_bundle bundle; /* payoffs of that session */
  uint64_t yes;      /* actors */
} ply_told_event;

typedef struct ply_negotiation {
  ply_arena *arena; /* owns everything below */
  const char *version;
  ply_frame frame;
  const char *protocol, *numbers; /* numbers: "base" or "drawn" */
  int rounds, steps, steps_a_round;
  uint64_t seed;
  int mediator; /* actor or -1 */
  bool has_mediator;
  bool by_chance; /* anything was left to chance, so that sessions may differ */
  ply_share agreed;
  ply_spread_of round; /* of the sessions that agreed, counted from 1 */
  int n_talkers;
  const ply_talker_result *talkers; /* [n_talkers], in order */
  uint64_t n_different;             /* different deals */
  int n_deals;                      /* listed: most often first, then lowest index */
  const ply_deal_result *deals;
  bool judged;                                        /* whether the four below are known */
  ply_share acceptable, efficient, sustained, stable; /* of the deals */
  bool has_nash;
  ply_spread_of
      nash_distance; /* of the deals from the Nash bargain, in the gains of the bargaining players */
  int n_players;
  const int *players;
  bool one; /* one session: */
  bool one_agreed;
  int one_step; /* of the deal, from 0 */
  ply_bundle one_bundle;
  uint64_t traced; /* session told, from 1; 0: none */
  size_t n_events;
  const ply_told_event *events;
  bool traced_agreed;
} ply_negotiation;

ply_negotiation *ply_negotiation_new(void); /* empty, with an arena; NULL without memory */
void ply_negotiation_free(ply_negotiation *negotiation);

enum { PLY_DEALS_LISTED = 20 };

/* The game of strategies: every assignment of the listed strategies to the roles, with mean payoffs. */
typedef struct ply_contest_role {
  const char *name; /* ids of its actors, joined by "+" */
  int n_actors;
  const int *actors;
} ply_contest_role;

typedef struct ply_contest {
  ply_arena *arena;
  const char *version;
  ply_frame frame;
  const char *protocol, *numbers;
  int rounds;
  uint64_t seed, sessions;
  int n_roles, n_strategies;
  const ply_contest_role *roles;
  const char *const *strategies;
  uint64_t n_profiles;        /* n_strategies ^ n_roles; role 0 most significant */
  const double *payoff;       /* [n_profiles * n_roles] mean of the role's actors' mean payoffs */
  const double *share;        /* [n_profiles] of sessions with a deal */
  uint64_t n_equilibria;      /* pure */
  const uint64_t *equilibria; /* [n_equilibria] profiles */
  const double
      *mixed; /* [n_roles * n_strategies] chances: an equilibrium, where none is pure; NULL: not found */
  double mixed_regret;  /* what one role could gain by moving alone there, from the payoffs */
  const double *regret; /* [n_profiles] the largest gain of one role that changes alone */
} ply_contest;

ply_contest *ply_contest_new(void);
void ply_contest_free(ply_contest *contest);

#endif
