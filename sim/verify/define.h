/* The definitions of the model, one function each, on one bundle at a time. Private to this room. */
#ifndef PLY_VERIFY_DEFINE_H
#define PLY_VERIFY_DEFINE_H

#include "sim/verify/verify.h"

/* A scenario seen with one set of values and one choice of red lines in force. Borrows all of them. */
typedef struct verify_view {
  const ply_scenario *scenario;
  const double *values;
  const bool *line_in_force;      /* all red lines, actor by actor */
  int first_line[PLY_MAX_ACTORS]; /* where an actor's lines start in line_in_force */
  int n_candidates;
  int candidate[PLY_MAX_ACTORS];      /* actors, in order */
  uint64_t raw;                       /* number of bundles, feasible or not */
  int quorum;                         /* how many required and counted actors must accept */
  double reservation[PLY_MAX_ACTORS]; /* payoff units */
  double eps[PLY_MAX_ACTORS];         /* the tolerance of comparisons of each actor's payoffs */
} verify_view;

/* What the guarantee does at a bundle. honour: [actors], p of each candidate, 0 elsewhere. */
typedef struct verify_security {
  double attack, overrun, holds, credibility, force, outcome;
  double honour[PLY_MAX_ACTORS], honour_least[PLY_MAX_ACTORS], honour_greatest[PLY_MAX_ACTORS];
} verify_security;

/* One bundle and what the definitions say of it. Everything after `feasible` is filled only where it is
 * feasible or where it was asked for by name (ply_verify_point_weigh). */
typedef struct verify_point {
  uint64_t index;
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS];
  uint64_t standing[PLY_MAX_LEVELS]; /* mask of the candidates at a level or above: what counts count */
  bool feasible;
  double payoff[PLY_MAX_ACTORS];
  verify_security security;
  bool forbidden[PLY_MAX_ACTORS]; /* stands where a red line of its own forbids */
  bool accepts[PLY_MAX_ACTORS];   /* would accept if asked */
  uint64_t barred;                /* mask of the actors that refuse by a red line */
  uint64_t called;                /* mask of the actors whose condition for being asked holds */
  bool acceptable;                /* in A */
} verify_point;

/* What one candidate can do alone at a bundle, and what follows. */
typedef struct verify_moves {
  bool equilibrium, strict; /* join equilibrium; every comparison strict */
  bool sustained;
  bool no_deal; /* outside A, and no candidate alone reaches a bundle of A that gives it more */
  double regret;
  ply_move best; /* the most profitable move; actor -1 if none gains more than the tolerance */
} verify_moves;

/* define.c: counting and numbers. */
ply_status ply_verify_view_init(verify_view *view, const ply_scenario *scenario, const double *values,
                                const bool *line_in_force, ply_err *err);
static inline double ply_verify_number(const verify_view *view, const ply_number *number) {
  return ply_number_value(number, view->values);
}

/* place.c: a bundle's index, its digits, and the issues that follow from them. */
uint64_t ply_verify_raw(const verify_view *view);
void ply_verify_point_place(const verify_view *view, uint64_t index, verify_point *point);
uint64_t ply_verify_point_index(const verify_view *view, const uint16_t *option, const uint8_t *level);
uint64_t ply_verify_memberships(const verify_view *view);

/* condition.c: conditions and rules. */
bool ply_verify_holds(const ply_cond *cond, const verify_view *view, const verify_point *point);
const ply_rule *ply_verify_broken_rule(const verify_view *view, const verify_point *point);

/* guarantee.c: the security model. Zeros without a security block. */
ply_status ply_verify_guarantee(const verify_view *view, const verify_point *point, verify_security *out,
                                ply_err *err);

/* payoff.c: what a bundle is worth to an actor, payoff units. */
double ply_verify_payoff(const verify_view *view, const verify_point *point, int actor);

/* The largest size of an issue's term at a value of it, whatever the indicators. */
double ply_verify_issue_size(const verify_view *view, int actor, int issue, const ply_number *value);

/* tolerance.c: fills view->eps; and the largest of those that are `of` a kind (NULL: all). */
void ply_verify_tolerances(verify_view *view);
double ply_verify_eps_over(const verify_view *view, bool (*of)(const ply_actor *actor));
bool ply_verify_may_join(const ply_actor *actor);
bool ply_verify_may_be_asked(const ply_actor *actor);

/* consent.c: who is asked, who accepts, whether that is a deal. */
bool ply_verify_line_refuses(const verify_view *view, const verify_point *point, int actor, int line);
bool ply_verify_party(const verify_view *view, const verify_point *point, int actor);
/* Whether the deal stands, given who accepts. indulgent: an actor taken to accept whatever it is; -1: none.
 */
bool ply_verify_acceptable(const verify_view *view, const verify_point *point, int indulgent);
/* Fills payoffs, security, red lines and consent of a placed point, feasible or not. */
ply_status ply_verify_point_weigh(const verify_view *view, verify_point *point, ply_err *err);
/* Places the point at index and weighs it if it is feasible. */
ply_status ply_verify_point_judge(const verify_view *view, uint64_t index, verify_point *point, ply_err *err);

/* moves.c: what candidates can do, alone or together. `look` gives the point at an index; it is how the caller keeps or recomputes points. */
typedef struct verify_looker {
  const verify_view *view;
  ply_status (*look)(struct verify_looker *self, uint64_t index, const verify_point **out, ply_err *err);
  void *state;
} verify_looker;
ply_status ply_verify_point_moves(verify_looker *looker, const verify_point *point, verify_moves *out,
                                  ply_err *err);
/* Whether some set of candidates can move together from the point so that all of them gain. */
ply_status ply_verify_point_joint_gain(verify_looker *looker, const verify_point *point, bool *gain,
                                       ply_err *err);

#endif
