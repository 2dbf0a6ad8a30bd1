/* One bundle explained: what its payoffs are made of, who would move, what would turn the verdict. */
#ifndef PLY_RESULT_EXPLAIN_H
#define PLY_RESULT_EXPLAIN_H

#include "sim/result/bundle.h"
#include "sim/result/design.h"
#include "sim/result/frame.h"
#include "sim/result/solution.h"
#include "sim/result/switching.h"

/* One term of a payoff: its family; what it is about; the number it adds. */
typedef struct ply_term {
  const char *family; /* "issue", "level", "bonus", "table", "stake" */
  const char *what;   /* issue, level, bonus or indicator id */
  const char *option; /* issue terms: the option id; tables: "art5, armies", where it is read; else NULL */
  const char *what_name, *option_name; /* the same two for people */
  const char *table;                   /* issue terms: "values" or "outsider"; else NULL */
  double weight, value, scale; /* amount = weight * value * scale. Stakes: weight is the stake, value the
                                  indicator, scale 1; levels and bonuses: weight and scale 1 */
  const char *scaled_by;       /* issue terms: the indicator behind the scale; NULL where the scale is 1 */
  double amount;
  const char *best_option; /* issue terms: the option that would give this actor most, all else as it is; NULL
                              where it stands there already (ties count as there); else NULL */
  const char *best_name;   /* its name; NULL where best_option is */
  double best;             /* the amount it would give; the amount where best_option is NULL */
  const char *grade;       /* of the value: "stated", "implied", "outside", "assumed" */
  const char *cite;        /* ids joined by spaces, "" for none */
} ply_term;

typedef struct ply_explain_actor {
  double payoff, reservation, margin;
  bool party, accepts;
  int line; /* red line in force that refuses (position in frame.lines), or -1 */
  int n_terms;
  const ply_term *terms;
  ply_move move; /* its own best feasible move; actor -1: none gains */
  const ply_switching_value
      *turn; /* parties: the smallest change of one number that turns its own answer (from yes to
                           no or back), whatever the verdict does; NULL: no single number does */
} ply_explain_actor;

/* A weighted vote: what those that accept have, and what is needed. */
typedef struct ply_votes_cast {
  ply_name name;
  double have, need;
} ply_votes_cast;

typedef struct ply_explain {
  ply_arena *arena;
  const char *version;
  ply_frame frame;
  const char *design;      /* id, or NULL for a bundle typed in */
  const char *design_name; /* its name for people, or NULL */
  ply_bundle bundle;
  bool feasible;
  int n_broken;
  const ply_name *broken; /* rules it breaks: id and reason */
  bool acceptable, join_equilibrium, strict, sustained, stable;
  int n_yes, quorum;               /* required and counted actors that accept; how many are needed */
  int n_votes;                     /* weighted votes */
  const ply_votes_cast *votes;     /* [n_votes] */
  const ply_explain_actor *actors; /* [n_actors] */
  ply_design_security security;
  double regret;
  ply_move deviation;
  const bool *would_leave; /* [n_actors] members that gain by leaving (moving to out) */
  struct {                 /* of a sustained bundle: does it hold if the rest may then sign something else? */
    ply_outcome
        outcome; /* found: it does; proved_none: some member would rather be outside; limit_reached: not
                              asked or not decided */
    int n;       /* its members */
    const ply_without *without; /* [n] in file order: what the rest would sign without each */
  } reopened;
  struct { /* the acceptable bundle with the fewest changes (issues plus memberships changed), of those
                            the one with the largest slack, then the lowest index */
    ply_outcome outcome; /* limit_reached: bundle is the nearest so far, if any */
    bool has_bundle;
    int changes;
    double slack; /* how much every payoff of no deal could rise there; INFINITY: nobody needs to accept */
    int clear;    /* proved: no acceptable bundle lies within this many changes; -1: nothing proved */
    ply_bundle bundle;
    uint64_t ties; /* how many acceptable bundles are as near */
  } nearest;
  struct {               /* of an acceptable bundle: one that is better for somebody and worse for nobody */
    ply_outcome outcome; /* proved_none: this one is efficient; limit_reached: not asked or not decided */
    ply_bundle bundle;
  } better;
  double nash_distance, frontier_distance; /* as in ply_design_result */
  struct {                                 /* where no bundle is acceptable: the one with the largest slack */
    ply_outcome
        outcome; /* found, or limit_reached: not asked or not decided; proved_none: red lines refuse all */
    double slack;
    ply_bundle bundle;
    ply_opening opening;
  } miss;
  struct { /* the smallest first; "smallest" = |turn - from|; what differs by less than 1e-8 is
              a tie, in file order */
    ply_outcome outcome;
    int n;
    const ply_switching_value *values;
    int n_numbers,
        n_grid; /* numbers tried; those of them that were searched on a grid (see sim/solve/solve.h) */
  } switching;
} ply_explain;

void ply_explain_free(ply_explain *explain);

#endif
