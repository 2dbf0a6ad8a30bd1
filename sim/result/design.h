/* What is said of one named design. */
#ifndef PLY_RESULT_DESIGN_H
#define PLY_RESULT_DESIGN_H

#include "sim/result/bundle.h"
#include "sim/result/frame.h"

/* Who would join where candidates choose with some noise (logit quantal response; McKelvey and Palfrey 1995,
 * doi:10.1006/game.1995.1023), on the principal branch. */
typedef struct ply_design_quantal {
  ply_outcome outcome;  /* found, or limit_reached: too large, or the branch could not be followed */
  const double *chance; /* [n_actors * n_levels] of standing there; NAN for those without a choice */
  double regret;        /* what a candidate could gain by moving alone */
  double no_deal;       /* chance that what they choose together is no deal */
} ply_design_quantal;

/* What private advice could bring about: the correlated equilibrium with the largest sum of the candidates' payoffs
 * (Aumann 1974, doi:10.1016/0304-4068(74)90037-8). */
typedef struct ply_design_advice {
  ply_outcome outcome;
  double sum, regret;   /* regret: what one could gain by disobeying */
  const double *payoff; /* [n_actors]; NAN for those without a choice */
  bool has_nash;        /* some equilibrium without advice was found */
  double best_nash;     /* the largest sum of those */
  bool waits;           /* no deal is an equilibrium without advice (then it is none of those) */
  double no_deal;       /* chance that what is advised is no deal */
  int n;                /* memberships that may be advised; the likeliest PLY_LISTED_ADVICE are listed */
  int n_listed;
  const ply_membership *memberships;
  const double *chance;  /* [n_listed] */
  const bool *void_deal; /* [n_listed] whether it is no deal */
} ply_design_advice;
enum { PLY_LISTED_ADVICE = 20 };

typedef struct ply_design_join {
  ply_outcome outcome; /* limit_reached: the counts are what was found so far */
  uint64_t count, strict, strong, sustained;
  bool no_deal;
  int n_listed; /* equilibria listed, in order of membership; at most PLY_LISTED_EQUILIBRIA */
  const ply_membership *equilibria;
  ply_design_quantal quantal; /* these two where the scenario asks for them */
  ply_design_advice advice;
} ply_design_join;
enum { PLY_LISTED_EQUILIBRIA = 100 };

typedef struct ply_design_security {
  double attack, holds, credibility, overrun, force,
      outcome;          /* outcome: pi, the chance that an attack succeeds */
  const double *honour; /* [n_actors], p of each candidate under the chosen selection */
  const double *honour_least,
      *honour_greatest; /* [n_actors]; NULL where they do not differ by more than 1e-6 */
} ply_design_security;

typedef struct ply_design_result {
  ply_name name;
  ply_bundle bundle;
  bool feasible;
  const char *broken_rule;     /* id of a rule that it breaks (only where a setting broke it), or NULL */
  const double *margins;       /* [n_actors] payoff minus reservation */
  const bool *party, *refuses; /* [n_actors] whether it is asked; whether it is asked and does not accept */
  const int *line; /* [n_actors] the first red line in force by which it refuses or may not stand there
                      (position in frame.lines), or -1; for every actor, asked or not */
  bool acceptable, join_equilibrium, sustained, stable, efficient;
  ply_outcome efficient_outcome; /* limit_reached: efficient is not decided */
  bool has_better; /* not efficient, and a bundle that is better for somebody, worse for nobody: */
  ply_bundle better;
  double
      nash_distance; /* of an acceptable design to the Nash deal: the players' gains as shares of the best that each
                           could get in an acceptable deal, in a straight line; NAN where not known */
  double frontier_distance; /* the same to the nearest efficient acceptable deal; 0 where it is efficient */
  double regret;            /* largest gain of one candidate moving alone; 0 at an equilibrium */
  ply_move deviation;       /* the most profitable one-player move */
  ply_design_security security;
  ply_design_join join;
} ply_design_result;

#endif
