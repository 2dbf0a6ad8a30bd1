/* Results: self-contained records of what was found. A result borrows nothing from the scenario or the game:
 * it can be kept, rendered and compared after they are freed. Lists are in file order; bundles by index.
 *
 * Filled by sim/solve (through sim/api/load.c), stamped by sim/verify, read by sim/render. */
#ifndef PLY_RESULT_H
#define PLY_RESULT_H

#include "sim/base/base.h"

/* ---- the names that a result speaks in ---- */

typedef struct ply_name {
  const char *id, *name;
} ply_name;

typedef struct ply_frame_issue {
  ply_name name;
  bool derived;
  int n_options;
  const ply_name *options;
} ply_frame_issue;

typedef struct ply_frame_actor {
  ply_name name;
  const char *consent; /* "required", "counted", "if_member", "never" */
  bool candidate;
  double reservation;
} ply_frame_actor;

/* One red line: "actor/line". */
typedef struct ply_frame_line {
  const char *id, *actor, *effect; /* effect: "refuse" or "stay_out" */
  double firm;
  bool in_force;
} ply_frame_line;

typedef struct ply_frame {
  const char *id, *title, *question, *notes, *digest, *file;
  int n_issues, n_levels, n_actors, n_lines, n_sources;
  const ply_frame_issue *issues;
  const ply_name *levels; /* levels[0] = out; none without candidates */
  const ply_frame_actor *actors;
  const ply_frame_line *lines;
  bool has_security, has_talks;
  int beneficiary, adversary; /* actors; -1 without security */
  int grades[4];              /* how many numbers are assumed, outside, implied, stated */
  int n_triples;              /* how many numbers carry a range */
} ply_frame;

/* ---- a bundle with its payoffs ---- */

typedef struct ply_bundle {
  uint64_t index;
  const uint16_t *options; /* [n_issues], derived ones too */
  const uint8_t *levels;   /* [n_actors], 0 = out */
  const double *payoffs;   /* [n_actors] */
} ply_bundle;

/* A one-player move from a bundle: actor, level moved to, what it gains. actor -1: none. */
typedef struct ply_move {
  int actor, to;
  double gain;
} ply_move;

typedef struct ply_membership {
  const uint8_t *levels;
} ply_membership; /* [n_actors] */

/* ---- a named design ---- */

typedef struct ply_design_join {
  ply_outcome outcome; /* limit_reached: the counts are what was found so far */
  uint64_t count, strict, strong, sustained;
  bool no_deal;
  int n_listed; /* equilibria listed, in order of membership; at most PLY_LISTED_EQUILIBRIA */
  const ply_membership *equilibria;
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
  double regret;                 /* largest gain of one candidate moving alone; 0 at an equilibrium */
  ply_move deviation;            /* the most profitable one-player move */
  ply_design_security security;
  ply_design_join join;
} ply_design_result;

/* ---- solutions ---- */

typedef struct ply_solution {
  const char *concept; /* "nash", "kalai_smorodinsky", "egalitarian", "utilitarian" */
  ply_outcome outcome; /* found / proved_none / limit_reached (bundle = best so far, bound = proved bound) */
  const char *over;    /* "stable", "sustained", "acceptable" */
  ply_bundle bundle;   /* meaningful if found, or limit_reached with has_bundle */
  bool has_bundle;
  double value, bound;
  bool verified; /* set by sim/verify */
} ply_solution;

typedef struct ply_proposal {
  ply_outcome outcome;
  ply_bundle bundle; /* where found */
  double value;      /* the proposer's payoff; its reservation where proved_none */
  uint64_t attained; /* how many designs attain it */
  bool verified;
} ply_proposal;

typedef struct ply_talks_result {
  bool present;
  ply_outcome outcome; /* proved_none: no round agrees */
  int round;
  ply_bundle bundle;
  bool settled; /* whether the first-round bundle is the same for all larger T up to the limit */
  int limit;
  const char *over;
  bool verified;
} ply_talks_result;

/* A count; where a limit was reached it is known only to lie in [low, high]. Exact: low == high. */
typedef struct ply_count {
  uint64_t low, high;
} ply_count;

typedef struct ply_actor_result {
  uint64_t would_accept; /* how many feasible bundles it would accept if asked */
  uint64_t veto_weight;
} ply_actor_result;

typedef struct ply_concordance_row {
  const char *id, *says, *cite; /* cite: ids joined by spaces */
  int status;                   /* 1 holds, 0 does not hold, -1 not modelled */
  const char *detail;           /* what the model says, or the reason why it is not modelled */
} ply_concordance_row;

/* ---- some bundles of the acceptable set, for pictures ---- */

typedef struct ply_cloud_point {
  uint64_t index;
  const double *payoffs; /* [n_actors] */
  bool sustained, stable, efficient;
} ply_cloud_point;

/* In order of the search. Every bundle at stride `stride` through A (1: all of A), and the bundles that no
 * other exceeds in two actors' payoffs at once, for each pair, or in the players' smallest gain and the sum
 * of all gains. */
typedef struct ply_cloud {
  bool present;         /* whether it was asked for */
  bool complete;        /* false: the search was stopped, A is not all known */
  bool every_pair;      /* false: only pairs of bargaining players have their frontier in it */
  bool efficient_known; /* whether `efficient` was decided */
  uint64_t of, stride;  /* of: |A| as far as known */
  size_t n;
  ply_cloud_point *points;
} ply_cloud;

/* ---- the result of a solve ---- */

typedef struct ply_result {
  ply_arena *arena; /* owns everything below */
  const char *version;
  ply_frame frame;
  ply_outcome outcome;    /* found: everything asked for is decided; limit_reached: see the parts */
  const char *stopped_by; /* NULL, or what limit: "time limit", "memory", "interrupted" */
  const char *engine;     /* which engine ran */
  uint64_t raw;
  ply_count feasible, acceptable, sustained, stable, join_equilibria;
  const ply_actor_result *actors; /* [n_actors] */
  bool sets_decided;              /* false: would_accept, veto weights and counts are not complete */
  struct {
    ply_outcome outcome;
    ply_bundle bundle;
    double regret;
    ply_move move;
  } least_regret; /* over A; move.actor -1 where 0 */
  int n_designs;
  const ply_design_result *designs;
  const ply_solution *solutions;   /* [4] nash, kalai_smorodinsky, egalitarian, utilitarian */
  ply_solution *solutions_mutable; /* the same, for the stamp of sim/verify */
  struct {
    ply_outcome outcome;
    const char *over;
    uint64_t count;
  } pareto;
  ply_proposal optimistic, pessimistic;
  int proposer;
  int n_players;
  const int *players; /* bargaining players */
  ply_talks_result talks;
  int n_top; /* --top N: the first N acceptable bundles by the Nash product (lowest index on ties) */
  const ply_bundle *top;
  ply_cloud cloud;
  int n_concordance;
  const ply_concordance_row *concordance;
  int n_failed_checks;      /* claims that sim/verify could not confirm: a defect of ours; 0 always */
  const char *failed_check; /* the first of them, or NULL */
  uint64_t checked_bundles; /* how many bundles sim/verify recomputed */
  bool checked_all;         /* whether that was the whole space: every count and optimum is recomputed */
} ply_result;

ply_result *ply_result_new(void); /* empty, with an arena; NULL without memory */
void ply_result_free(ply_result *result);

/* ---- explain ---- */

/* One term of a payoff: family "issue", "level", "bonus", "stake"; what it is about; the number it adds. */
typedef struct ply_term {
  const char *family;          /* "issue", "level", "bonus", "stake" */
  const char *what;            /* issue, level, bonus or indicator id */
  const char *option;          /* issue terms: the option id; else NULL */
  const char *table;           /* issue terms: "values" or "outsider"; else NULL */
  double weight, value, scale; /* amount = weight * value * scale. Stakes: weight is the stake, value the
                                  indicator, scale 1; levels and bonuses: weight and scale 1 */
  const char *scaled_by;       /* issue terms: the indicator behind the scale; NULL where the scale is 1 */
  double amount;
  const char *best_option; /* issue terms: the option that would give this actor most, all else as it is; NULL
                              where it stands there already (ties count as there); else NULL */
  double best;             /* the amount it would give; the amount where best_option is NULL */
  const char *grade;       /* of the value: "stated", "implied", "outside", "assumed" */
  const char *cite;        /* ids joined by spaces, "" for none */
} ply_term;

/* The smallest change of one number that turns the verdict: at `turn` it has turned, at `stay` it has not
 * yet, |turn - stay| <= 1e-9 (both recomputed). */
typedef struct ply_switching_value {
  const char *pointer;     /* JSON Pointer of the number */
  double from, stay, turn; /* value now; last value that keeps the verdict; first that turns it */
  double low, high;        /* the number's own range (equal where it has none) */
  bool in_range;           /* turn lies in [low, high] */
} ply_switching_value;

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
  const ply_explain_actor *actors; /* [n_actors] */
  ply_design_security security;
  double regret;
  ply_move deviation;
  const bool *would_leave; /* [n_actors] members that gain by leaving (moving to out) */
  struct {               /* the acceptable bundle with the fewest changes (issues plus memberships changed) */
    ply_outcome outcome; /* limit_reached: bundle is the nearest so far, if any */
    bool has_bundle;
    int changes;
    int clear; /* proved: no acceptable bundle lies within this many changes; -1: nothing proved */
    ply_bundle bundle;
    uint64_t ties; /* how many acceptable bundles are as near */
  } nearest;
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

/* ---- two scenarios and their answers, compared ---- */

/* Either side of a comparison. */
typedef struct ply_side {
  const char *file, *id, *title, *digest;
} ply_side;

typedef struct ply_number_side {
  double low, base, high;
  const char *grade;
} ply_number_side;

/* A number that both scenarios give and that is not the same. */
typedef struct ply_number_change {
  const char *pointer; /* JSON Pointer into both merged scenarios */
  ply_number_side a, b;
} ply_number_change;

/* Anything else that differs in the files. */
typedef struct ply_other_change {
  const char *pointer;
  const char *a, *b; /* compact JSON; NULL: not there */
  bool words;        /* a text for people, on which no answer turns */
} ply_other_change;

typedef enum ply_value_kind {
  PLY_VALUE_NONE, /* not there */
  PLY_VALUE_BOOL,
  PLY_VALUE_COUNT,
  PLY_VALUE_NUMBER,
  PLY_VALUE_WORD
} ply_value_kind;

typedef struct ply_value {
  ply_value_kind kind;
  bool truth;
  ply_count count;
  double number;
  const char *word;
} ply_value;

/* An answer that differs. */
typedef struct ply_answer_change {
  const char *part;    /* "sets", "actors", "red lines", "designs", "solutions" */
  const char *of;      /* the design, actor, line or solution; NULL: of the whole */
  const char *what;    /* "acceptable", "clock", or, of one actor, "margin", "payoff", "answer" */
  const char *who;     /* that actor, or NULL */
  const char *pointer; /* where it stands in the JSON of a result */
  ply_value a, b;
} ply_answer_change;

typedef struct ply_comparison {
  ply_arena *arena; /* owns everything below */
  const char *version;
  ply_side a, b;
  size_t n_numbers, n_others, n_answers;
  const ply_number_change *numbers;
  const ply_other_change *others;
  bool solved;  /* whether the answers were compared */
  bool joining; /* whether either has candidates: else sustained, stable and acceptable are one */
  const ply_answer_change *answers;
  const char *stopped_by; /* the limit that came first in either solve, or NULL */
  bool complete;          /* false: what was not decided in both is not compared */
  int n_failed_checks;    /* of both results */
} ply_comparison;

ply_comparison *ply_comparison_new(void); /* empty, with an arena; NULL without memory */
void ply_comparison_free(ply_comparison *comparison);

#endif
