/* What was found out about a finite game: equilibria with their payoffs and regrets, dominated strategies,
 * quantal responses, correlated advice. A record borrows the names of the game (ply_finite), which must
 * outlive it; everything else lives in its own arena.
 *
 * Filled by sim/equilibria, stamped by sim/verify, read by sim/render. */
#ifndef PLY_EQUILIBRIA_H
#define PLY_EQUILIBRIA_H

#include "sim/base/base.h"
#include "sim/result/finite.h"

/* How far an answer goes. */
typedef enum ply_extent {
  PLY_EXTENT_ALL = 0, /* all there are */
  PLY_EXTENT_SOME,    /* at least these */
  PLY_EXTENT_ONE,     /* one was asked for */
  PLY_EXTENT_NONE,    /* proved that there is none */
  PLY_EXTENT_STOPPED  /* a limit came first: what is given holds, more may exist */
} ply_extent;
const char *ply_extent_name(ply_extent extent);

/* A number, and its exact form ("3", "-2/7") where it is known exactly, else NULL. */
typedef struct ply_ratio {
  double value;
  const char *exact;
} ply_ratio;

/* What is known of a yes-or-no question. */
typedef enum ply_known { PLY_NO = 0, PLY_YES = 1, PLY_NOT_KNOWN = 2 } ply_known;

typedef struct ply_equilibrium {
  const int *strategy;     /* pure: [n_players]; else NULL */
  const ply_ratio *chance; /* mixed: [n_strategies] of all players; else NULL */
  const ply_ratio *payoff; /* [n_players] */
  ply_ratio sum;           /* of payoffs */
  ply_known strict, strong;
  ply_known efficient; /* no profile of pure strategies gives all as much and somebody more */
  uint64_t looks;      /* how many payoffs may be looked at to find out strong and efficient */
  bool no_deal;        /* pure, and the profile is none that is allowed */
  const char *plan; /* of a subgame-perfect one: the action at every information set, in words; else NULL */
  double lambda;    /* of a quantal response; else 0 */
  /* Stamped by the independent check: what the player who regrets most could gain by moving alone. */
  ply_ratio regret;
  int regret_player; /* -1: nobody */
  int regret_reply;  /* the strategy to which that player would move */
  bool confirmed;
} ply_equilibrium;

typedef struct ply_equilibrium_list {
  bool asked;
  ply_extent extent;
  bool exact;
  uint64_t count; /* how many were found; n_listed of them are here */
  int n_listed;
  ply_equilibrium *items;
  const char *method; /* "vertex enumeration" ... */
  const char *why;    /* why it is not complete, or a warning; NULL: nothing to say */
} ply_equilibrium_list;
enum { PLY_LISTED_MOST = 1000 };

/* One elimination: `strategy` of `player` gives it less than `by` against everything that is left. */
typedef struct ply_elimination {
  int round, player, strategy;
  int by;               /* the dominating strategy, or -1: the mixture */
  const ply_ratio *mix; /* [strategies of the player]; NULL where by >= 0 */
  ply_ratio margin;     /* the least that the dominating strategy gains over it */
} ply_elimination;

typedef struct ply_dominance {
  bool asked, exact;
  ply_extent extent; /* ALL: nothing that is left is strictly dominated */
  int n_rounds, n_eliminations;
  const ply_elimination *eliminations;
  const bool *left; /* [n_strategies] */
  int n_left;
  const bool *weak; /* [n_strategies] left, but weakly dominated by another pure strategy that is left */
  const char *why;
} ply_dominance;

/* A best correlated equilibrium for one objective. */
typedef struct ply_advice {
  const char *goal; /* "sum", "most", "least" */
  int player;       /* of most and least; else -1 */
  ply_ratio value;
  int n;                   /* profiles with a chance above 0 */
  const uint64_t *profile; /* [n] ascending */
  const ply_ratio *chance; /* [n] */
  const ply_ratio *payoff; /* [n_players] */
  double regret;           /* stamped: what a player could gain by disobeying some advice */
  bool confirmed;
} ply_advice;

typedef struct ply_correlated {
  bool asked, exact;
  ply_extent extent; /* ALL: these are the optima */
  int n_advice, n_coarse;
  ply_advice *advice; /* correlated equilibria */
  ply_advice *coarse; /* coarse correlated equilibria: the largest sum */
  bool has_nash;      /* some equilibrium was found beside it */
  double best_nash;   /* the largest sum of those */
  const char *why;
} ply_correlated;

/* One way of playing a tree that is too large for a table: by backward induction. */
typedef struct ply_induction {
  bool asked, ties;        /* ties: somewhere another action is as good, so that there may be other ways */
  const int *action;       /* [n_sets] */
  const ply_ratio *payoff; /* [n_players] */
  ply_ratio regret;        /* stamped: what a player could gain by playing another way from the start */
  int regret_player;       /* -1: nobody */
  bool confirmed;          /* and nobody gains at any node */
} ply_induction;

typedef struct ply_zero_sum {
  bool asked, applies, exact;
  ply_ratio total, value;  /* payoffs sum to total everywhere; value: what the first player gets */
  const ply_ratio *chance; /* [n_strategies] optimal strategies */
  double regret;
  bool confirmed;
} ply_zero_sum;

typedef struct ply_equilibria {
  ply_arena *arena;
  const char *version, *file;
  const ply_finite *game;
  ply_equilibrium_list pure, mixed, one, perfect;
  ply_equilibrium_list logit; /* the points asked for, then the limit (lambda = infinity) */
  bool logit_limit;           /* the last of them is the limit, an equilibrium */
  ply_dominance dominance;
  ply_correlated correlated;
  ply_zero_sum zero_sum;
  ply_induction induction;
  const char *headline; /* whether this is all */
  int n_checked, n_unconfirmed;
  bool stopped; /* a limit stopped something */
} ply_equilibria;

ply_equilibria *ply_equilibria_new(const ply_finite *game); /* NULL without memory */
void ply_equilibria_free(ply_equilibria *answers);

/* A ratio from an exact number; its text lives in the arena. */
ply_ratio ply_ratio_of(ply_arena *arena, const mpq_t exact);

#endif
