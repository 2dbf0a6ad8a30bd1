/* The result of a solve: a self-contained record of what was found. A result borrows nothing from the scenario
 * or the game: it can be kept, rendered and compared after they are freed. Lists are in file order; bundles by
 * index.
 *
 * Filled by sim/solve (through sim/api/load.c), stamped by sim/verify, read by sim/render. */
#ifndef PLY_RESULT_H
#define PLY_RESULT_H

#include "sim/result/cloud.h"
#include "sim/result/concordance.h"
#include "sim/result/design.h"
#include "sim/result/finding.h"
#include "sim/result/question.h"
#include "sim/result/solution.h"
#include "sim/result/switching.h"

typedef struct ply_actor_result {
  uint64_t would_accept; /* how many feasible bundles it would accept if asked */
  uint64_t veto_weight;
} ply_actor_result;

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
  struct {
    ply_outcome outcome; /* proved_none: red lines refuse every feasible bundle, or there is none */
    double value;        /* INFINITY: at its bundle nobody needs to accept */
    ply_bundle bundle;
    ply_opening opening; /* where it is below 0 */
  } slack; /* how much every reservation could rise (or must fall) before there is no (a first) deal */
  struct {
    ply_outcome outcome; /* limit_reached: not counted; found: some; proved_none: none */
    ply_count count;
    int n; /* candidates */
    const ply_without *without;
  } reopened; /* sustained bundles at which no member would rather be outside what the rest signs next */
  struct {
    bool ranges;    /* some number or red line is not known, and it was asked */
    uint64_t draws; /* of them, all independent; 0: not asked, or not cheap */
    uint64_t deals; /* draws in which some bundle is acceptable */
    bool decided;   /* in no more than these; else in at least so many */
  } chance;
  struct {
    ply_outcome
        outcome; /* found: each was solved; limit_reached: not asked, or too much to ask with a solve */
    int n;
    const ply_reading_row *rows; /* [n] in file order; feasible, gains and designs are left out */
  } readings;                    /* which readings of the file would turn the finding */
  int n_designs;
  const ply_design_result *designs;
  struct {
    bool asked; /* whether the designs' join games have quantal answers and advice */
    double lambda;
    int mediator; /* actor, or -1 */
  } joining;
  int n_solutions;
  const ply_solution *solutions;   /* [n_solutions] in the order of the concepts */
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
  int n_answers;
  ply_answer *answers; /* [n_answers] those that are told by their fields; in the order of the registry */
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

/* How much of a deal there is. */
ply_finding ply_finding_of(const ply_result *result);

ply_result *ply_result_new(void); /* empty, with an arena; NULL without memory */
void ply_result_free(ply_result *result);

#endif
