/* Searches: which bundles are acceptable, stable, sustained; what each bargaining concept picks; how
 * proposals and talks end. Everything here is exact; what a limit left undecided says so in the result. */
#ifndef PLY_SOLVE_H
#define PLY_SOLVE_H

#include "sim/game/game.h"
#include "sim/result/explain.h"
#include "sim/result/result.h"

/* The set over which solutions are taken. AUTO: sustained if not empty, else acceptable. */
typedef enum ply_over {
  PLY_OVER_AUTO = 0,
  PLY_OVER_ACCEPTABLE,
  PLY_OVER_SUSTAINED,
  PLY_OVER_STABLE,
  PLY_OVER_REOPENED /* sustained, and no member would rather be outside what the rest signs next */
} ply_over;

/* How the space is searched; the answers are the same. */
typedef enum ply_engine {
  PLY_ENGINE_AUTO = 0, /* search */
  PLY_ENGINE_SEARCH, /* sorted thresholds over loose issues; merged payoff vectors where the space is additive
                        and large */
  PLY_ENGINE_ENUMERATE /* every feasible bundle, one by one */
} ply_engine;

/* Questions that may be left out where nobody asks; their part of the result then says limit_reached. */
enum {
  PLY_SKIP_PARETO = 1,
  PLY_SKIP_DESIGNS = 2,
  PLY_SKIP_TALKS = 4,
  PLY_SKIP_CONCORDANCE = 8,
  PLY_SKIP_SOLUTIONS = 16, /* none are there: such a result cannot be rendered */
  PLY_SKIP_PROPOSALS = 32,
  PLY_SKIP_REGRET = 64,
  PLY_SKIP_SLACK = 256,
  PLY_SKIP_REOPENED = 512,
  PLY_SKIP_VETO = 128, /* veto weights and what actors would accept: they are 0 then */
  PLY_SKIP_JOIN = 1024 /* join equilibria outside A: their count is 0 then */
};

typedef struct ply_solve_settings {
  unsigned skip;       /* PLY_SKIP_...; 0: every question is answered */
  int engine;          /* ply_engine */
  int over;            /* ply_over */
  int top;             /* how many of the best acceptable bundles to list; 0 none */
  int cloud;           /* about how many bundles of A to list with their payoffs, for pictures; 0 none */
  int threads;         /* 0: all cores; the answers are the same for any number */
  double time_limit_s; /* 0: none */
  size_t memory_bytes; /* 0: half of what is free, 1 GiB at least */
  uint64_t seed;
  ply_stop stop; /* NULL: never */
  void (*progress)(void *data,
                   double share); /* NULL: none; called from one thread, share of the space decided */
  void *progress_data;
} ply_solve_settings;

/* How many threads the settings ask for. */
int ply_scan_threads(const ply_solve_settings *settings);

/* Solves a compiled game. *out is a new result (ply_result_free), whose `verified` stamps are still false.
 * Returns PLY_OK also where a limit or a stop came first: see result->outcome and stopped_by. Errors:
 * PLY_E_LIMIT where the memory limit does not allow even to start, PLY_E_MEMORY. Cost: actors * tied bundles
 * (see sim/solve/space/space.h), independent of the number of combos but for acceptable bundles. */
ply_status ply_solve(const ply_game *game, const ply_solve_settings *settings, ply_result **out,
                     ply_err *err);

/* Fills result->slack.opening: where no bundle is acceptable, the numbers that together would make a deal of the bundle
 * with the largest slack; game, lines and settings are those of the result. PLY_OK or PLY_E_MEMORY. Cost: a few game
 * compilations per number of the actors that are short there. */
ply_status ply_explain_opening(const ply_game *game, const ply_lines *lines,
                               const ply_solve_settings *settings, ply_result *result);

/* Explains one bundle: why it is or is not acceptable and stable, how far the nearest acceptable bundle is, and
 * which change of one number would turn the verdict.
 *
 * * options: [n_issues], derived ones are worked out and not looked at; level: [n_actors], 0 = out, 0 for actors
 * that are no candidates. lines: red lines in force, NULL for likely. settings: threads, memory, time limit and
 * stop count; NULL for defaults. *out is new (ply_explain_free); its `design` is the named design that is this
 * very bundle, or NULL.
 *
 * A sustained bundle is held against what the rest would sign without each of its members (the Nash bargain over what
 * is acceptable with it out): two passes over the acceptable bundles a member.
 *
 * The nearest acceptable bundle (fewest changes, then the largest slack, then the lowest index) is proved
 * nearest: all bundles as near or nearer are decided. Where the space is too large to list, bundles are looked at
 * by rising distance, two million at most.
 *
 * Flips. A number of a payoff (weight, value, floor, level term, bonus, stake), a reservation or a red line's
 * firmness moves one actor's answer one way only, so looking at both ends of its range decides whether it turns
 * the verdict at all, and where is exact to 1e-9. A weight is moved as in sweeps: all weights of its actor are
 * then scaled to the sum that they have in the file. Efforts of levels and numbers of the security block can turn
 * it back and forth: those are looked at on a grid, fine near the present value and growing coarser away from it,
 * so that two turns inside one grid step can be missed. Ranges: what the format allows, and at most ten times the
 * largest of 1 and the number's own low, base and high.
 *
 * Returns PLY_OK also where a limit or a stop came first (see the outcomes inside). Errors: PLY_E_USAGE for a
 * red line that does not exist, PLY_E_INPUT where the honour game does not settle, PLY_E_MEMORY, PLY_E_STOPPED.
 * Cost: at most one pass over the space for the nearest bundle, and a few game compilations per number. */
ply_status ply_explain_bundle(const ply_scenario *scenario, const ply_lines *lines, const uint16_t *options,
                              const uint8_t *levels, const ply_solve_settings *settings, ply_explain **out,
                              ply_err *err);

/* ---- lists ---- */

typedef enum ply_list_set {
  PLY_LIST_ACCEPTABLE = 0,
  PLY_LIST_EFFICIENT,
  PLY_LIST_SUSTAINED,
  PLY_LIST_STABLE
} ply_list_set;

/* AS_FOUND: the order of the search, the same for any number of threads. The others: largest first, the lowest index
 * among equals; NASH and LEAST of the bargaining players' gains, SUM of all payoffs, ACTOR the payoff of one. */
typedef enum ply_list_order {
  PLY_LIST_AS_FOUND = 0,
  PLY_LIST_BY_INDEX,
  PLY_LIST_BY_NASH,
  PLY_LIST_BY_LEAST,
  PLY_LIST_BY_SUM,
  PLY_LIST_BY_ACTOR
} ply_list_order;

/* An issue at an option, or an actor at a level; the other of the two is -1. */
typedef struct ply_list_term {
  int issue, actor, value;
} ply_list_term;

typedef struct ply_list_request {
  ply_list_set set;
  ply_list_order order;
  int actor; /* of BY_ACTOR */
  const ply_list_term *terms;
  size_t n_terms; /* every issue and actor named must be met, each by one of its values */
  uint64_t limit; /* 0: none */
  bool (*take)(void *data, const ply_bundle *bundle); /* called for each in order; false: enough */
  void *data;
} ply_list_request;

/* Tells every bundle of a set; *n: how many were told. PLY_E_LIMIT where the space is too large to be listed or the
 * search was stopped (then none was told), PLY_E_MEMORY. Cost: one pass over the space and the size of the set. */
ply_status ply_list_bundles(const ply_game *game, const ply_solve_settings *settings,
                            const ply_list_request *asked, uint64_t *n, ply_err *err);

/* Concept 0, 1, ... of the registry of bargaining solutions, in the order in which they are told; NULL past the
 * last. */
const ply_concept *ply_concept_at(int row);

/* Question 0, 1, ... of those that are told by their fields; NULL past the last. */
const ply_question_words *ply_question_at(int row);
/* The bit that leaves the question out of a solve (ply_solve_settings.skip). */
unsigned ply_question_skip(int row);
/* Lists the answers that stand in the result itself, of a result that was put together by hand. False without
 * memory. */
bool ply_result_list_answers(ply_result *result);

/* ---- records of a game, for whoever writes results ---- */

/* The proposer: asked for, else the beneficiary, else the first required actor, else the first. */
int ply_solve_proposer(const ply_game *game);
/* A bundle record in the arena, payoffs computed from the definition. False without memory. */
bool ply_bundle_fill(const ply_game *game, ply_arena *arena, uint64_t index, ply_bundle *out);
/* Copies the names of a game's scenario. False without memory. */
bool ply_frame_fill(const ply_game *game, ply_arena *arena, ply_frame *frame);

#endif
