/* Private to this room: the questions asked of a finished scan, one file each. */
#ifndef PLY_SOLVE_ANSWER_H
#define PLY_SOLVE_ANSWER_H

#include "sim/solve/additive/additive.h"
#include "sim/solve/search/chunk.h"
#include "sim/solve/search/scan.h"

/* The indices of the efficient bundles, in the order of the search; to be freed. */
typedef struct ply_efficient_list {
  uint64_t *index; /* [n] */
  size_t n;
} ply_efficient_list;

/* How far a bundle is from the frontier. */
typedef struct ply_frontier_gap {
  const double *payoff; /* [n_actors] of the bundle */
  double distance;      /* NAN where not known */
} ply_frontier_gap;

enum { PLY_MOST_QUESTIONS = 16 };

/* What every question needs to know. */
typedef struct ply_question {
  const ply_game *game;
  const ply_scan *scan;
  const ply_solve_settings *settings;
  const ply_clock *clock;
  double *peaks; /* bounds of chunks (chunk.h) */
  ply_over over; /* the candidates set, decided: never AUTO */
  int n_players; /* bargaining players */
  int players[PLY_MAX_ACTORS];
  double weight[PLY_MAX_ACTORS]; /* by actor */
  ply_result *result;
  ply_efficient_list *list; /* NULL, or filled by ply_answer_pareto */
  ply_frontier_gap *gaps;   /* [n_gaps] filled by ply_answer_pareto */
  int n_gaps;
  void *records[PLY_MOST_QUESTIONS]; /* answers of the rows of questions.c */
} ply_question;

/* Who bargains, and with which weights. */
void ply_question_players(ply_question *question);

/* Says that the clock stopped a question after the sets were decided; its own part of the result says so too.
 */
void ply_answer_stopped(ply_question *q, const char *why);

/* The steps of ply_solve: the space of a game, and the answers from a finished scan. In the
 * second kind of space one membership may stand for all that alike candidates make of it. */
ply_status ply_solve_space(const ply_game *game, const ply_solve_settings *settings, const ply_clock *clock,
                           ply_space **out, ply_err *err);
ply_status ply_solve_space_symmetric(const ply_game *game, const ply_solve_settings *settings,
                                     const ply_clock *clock, ply_space **out, ply_err *err);
ply_status ply_solve_scan(const ply_scan *scan, const ply_solve_settings *settings, const ply_clock *clock,
                          ply_result **out, ply_err *err);

/* The lowest bundle of the set that does well enough, where `index` is the lowest of those that the scan lists:
 * of a large additive game it lists only the best. */
uint64_t ply_answer_lowest(const ply_question *q, uint64_t index, ply_enough_fn enough, void *data);

/* "acceptable", "sustained", "stable", "reopened". */
const char *ply_over_name(ply_over over);

/* A bundle record in the result's arena: ply_bundle_fill. False without memory. */
bool ply_answer_bundle(ply_question *question, uint64_t index, ply_bundle *out);

/* What the guarantee does at a bundle: the state that payoffs use (selection: as in ply_game_security; false
 * where the honour game did not settle), and the same as a record with its arrays in the arena (PLY_E_INPUT
 * where it did not settle, PLY_E_MEMORY; zeros without a security block). */
bool ply_guarantee_state(const ply_game *game, const uint16_t *option, const uint8_t *level, int selection,
                         ply_security_state *state);
ply_status ply_guarantee_fill(const ply_game *game, ply_arena *arena, const uint16_t *option,
                              const uint8_t *level, ply_design_security *out);

/* Each fills its part of question->result; PLY_E_MEMORY or PLY_OK. */
ply_status ply_answer_frame(ply_question *question);
ply_status ply_answer_solutions(ply_question *question);
ply_status ply_answer_pareto(ply_question *question);
ply_status ply_answer_designs(ply_question *question, ply_err *err);
ply_status ply_answer_slack(ply_question *question);
/* Fills scan->reopened too; the scan is the question's own. */
ply_status ply_answer_reopened(ply_question *question, ply_scan *scan);
/* What the rest would sign without a candidate (its place among them), of a complete scan; the bundle is in the arena.
 * PLY_E_MEMORY or PLY_OK. Cost: two passes over A. */
ply_status ply_answer_without(const ply_question *question, int candidate, ply_arena *arena,
                              ply_without *out);
ply_status ply_answer_cloud(ply_question *question);
ply_status ply_answer_concordance(ply_question *question);

/* Whether a bundle of the efficiency set (A, or S if that was asked for) with these payoffs is efficient:
 * compares with every bundle of the set. PLY_E_MEMORY or PLY_OK. Cost: the size of the set. */
ply_status ply_answer_efficient(const ply_question *question, const double *payoff, bool *efficient);

/* Whether an acceptable bundle is better for somebody and worse for nobody than these payoffs: [n_actors]; *index: the one
 * that shares the gain out best (better.c). False too where the scan is not complete or its candidates stand for orbits. */
bool ply_answer_better(const ply_question *question, const double *payoff, uint64_t *index);

/* How far two payoff vectors: [n_actors] are apart: the players' gains as shares of the best that each could get in an
 * acceptable deal, in a straight line. */
double ply_answer_distance(const ply_question *question, const double *a, const double *b);
/* The same with the ideal known. */
double ply_answer_apart(const ply_question *question, const double *ideal, const double *a, const double *b);

/* Marks the accepted designs as gaps to the frontier, and hands their distances over when they are known. PLY_E_MEMORY or PLY_OK. */
ply_status ply_answer_designs_gaps(ply_question *question);
void ply_answer_designs_told(ply_question *question);

/* ideal: [n_actors] the largest gain of each actor in A, 0 where there is none. */
void ply_answer_ideal(const ply_question *question, double *ideal);

/* A question told by its fields: one file with one row, listed below. */
typedef struct ply_question_row {
  ply_question_words words;
  size_t size;   /* of the record, zeroed before it is asked; 0: the record is the result */
  unsigned skip; /* PLY_SKIP_...; 0: a bit of its own */
  bool last;     /* asked after everything else, for what it costs */
  ply_status (*ask)(ply_question *question, void *record); /* PLY_E_MEMORY or PLY_OK */
} ply_question_row;

/* The registry, in the order in which answers are told: a new question is its file and its line here. */
#define PLY_QUESTIONS(ROW)                                                                                   \
  ROW(pareto)                                                                                                \
  ROW(propose)                                                                                               \
  ROW(talks)
#define PLY_QUESTION_DECLARED(name) extern const ply_question_row ply_question_##name;
PLY_QUESTIONS(PLY_QUESTION_DECLARED)

/* Asks those that come last, or the others; those that the settings skip are told as stopped by a limit. */
ply_status ply_questions_ask(ply_question *question, bool last);
/* Lists the answers, when all have been asked. PLY_E_MEMORY or PLY_OK. */
ply_status ply_questions_list(ply_question *question);

#endif
