/* Private to this room: what bargaining solutions share. A concept is one file with one row, which is listed
 * here: how its bundle is picked, and what is said of it everywhere. */
#ifndef PLY_SOLVE_ANSWER_BARGAIN_H
#define PLY_SOLVE_ANSWER_BARGAIN_H

#include "sim/base/registry.h"
#include "sim/solve/answer/answer.h"

typedef struct ply_chosen {
  bool found;
  double value;
  uint64_t index; /* of the bundle; the lowest of those that tie */
} ply_chosen;

typedef struct ply_concept_row {
  ply_concept words;
  ply_chosen (*pick)(const ply_question *question);
  double (*bound)(const ply_question *question); /* no feasible bundle has a larger value: what is proved when
                                                    the search was stopped */
} ply_concept_row;

/* The registry is PLY_CONCEPTS: a new concept is its file and its line there. */
#define PLY_CONCEPT_DECLARED(symbol, name) extern const ply_concept_row ply_concept_##symbol;
PLY_CONCEPTS(PLY_CONCEPT_DECLARED)

/* What a bargaining player (by place among them) gains at payoffs, and whether all of them gain something. */
double ply_bargain_gain(const ply_question *question, const ply_payoffs *at, int player);
bool ply_bargain_all_gain(const ply_question *question, const ply_payoffs *at);
/* The most that the player can gain at any feasible bundle. */
double ply_bargain_best_gain(const ply_question *question, int player);

/* A number of a bundle that rises with every payoff (as far as it is rounded); false where the bundle is left
 * out. */
typedef bool (*ply_number_fn)(const ply_question *question, const ply_payoffs *at, double *value);

/* The bundle of the set with the largest number; eps: within which two are the same. Cost: two passes over the chunks that may hold it. */
ply_chosen ply_bargain_largest(const ply_question *question, ply_number_fn number, double eps);

/* Gains compared by the smallest first, then the next. */
typedef struct ply_leximin {
  double unit[PLY_MAX_ACTORS]; /* by player: gains are divided by these */
  bool by_actor;               /* the tolerance of each is that of the actor whose gain it is, else PLY_EPS */
  bool needs_gain;             /* leave out bundles at which some player gains nothing */
} ply_leximin;

/* The bundle of the set with the best gains, the smallest first; its value is the smallest. Cost: a pass a
 * player over the chunks that may hold it. */
ply_chosen ply_bargain_leximin(const ply_question *question, const ply_leximin *how);

/* Sum of weighted logs of the players' gains; false where some player gains nothing (nash.c). */
bool ply_nash_value(const ply_question *question, const ply_payoffs *at, double *value);

#endif
