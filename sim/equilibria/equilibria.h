/* Finite games solved: pure, mixed, quantal, correlated and subgame-perfect equilibria, dominance, zero-sum
 * values. Each question is a row of the registry (find.c) and one file.
 *
 * Exact games (files of the field) are solved in rational numbers of any size; games of scenarios in doubles
 * with the tolerance of the model. Nothing here prints an equilibrium that it did not establish; sim/verify
 * recomputes each regret from the raw numbers. Same input, same answer, to the byte. */
#ifndef PLY_EQUILIBRIA_ROOM_H
#define PLY_EQUILIBRIA_ROOM_H

#include "sim/base/base.h"
#include "sim/result/equilibria.h"
#include "sim/result/finite.h"

/* What is asked. */
typedef struct ply_find {
  const char *what;     /* rows joined by commas ("pure,mixed"); NULL or "": what a person wants first */
  const double *lambda; /* [n_lambda] points of the quantal response, ascending; 1 / payoff units */
  int n_lambda;
  bool points_only; /* of quantal responses the points asked for alone, not the limit */
  bool sum_only;    /* of advice the largest sum alone, not each player's most and least nor the coarse one */
  double effort;    /* how much work is allowed, 1: the default (about ten seconds a row); more is longer */
  ply_stop stop;
} ply_find;

typedef struct ply_find_row {
  const char *name, *help, *reference;
  /* Why this row has no answer for such a game, or NULL. */
  const char *(*refuses)(const ply_finite *game);
  /* Whether it is answered where nothing is asked for by name; NULL: no. */
  bool (*standard)(const ply_finite *game);
  /* Fills its part of the answers. PLY_E_MEMORY. */
  ply_status (*run)(const ply_find *find, ply_equilibria *answers, ply_err *err);
} ply_find_row;

/* The rows, in the order in which they are answered; NULL past the last. */
const ply_find_row *ply_find_row_at(size_t i);

/* Answers. game: with its table (ply_reduce). PLY_E_USAGE for an unknown row (with a did-you-mean) or one that
 * has no answer for such a game; PLY_E_MEMORY. */
ply_status ply_equilibria_find(const ply_finite *game, const ply_find *find, ply_equilibria **out,
                               ply_err *err);

/* ---- trees ---- */

/* Gives a game that came as a tree its table: the reduced normal form. A strategy names an action at every
 * information set that it can reach itself. Where that is too large: PLY_E_LIMIT, or, with perfect information, no table
 * (n_profiles stays 0): such a game is only played from the back (row perfect), and written as a tree. PLY_E_MEMORY. Cost: nodes x
 * strategies, and a sum for every end of the tree and every profile that leads there. */
ply_status ply_reduce(ply_finite *game, uint64_t memory_bytes, ply_err *err);

/* ---- the rows ---- */

extern const ply_find_row ply_row_pure, ply_row_dominance, ply_row_mixed, ply_row_one, ply_row_logit,
    ply_row_correlated, ply_row_perfect, ply_row_zero_sum;

/* ---- shared by the rows ---- */

/* One way of playing a tree with perfect information, by backward induction. PLY_E_MEMORY. Cost: nodes x players. */
ply_status ply_induction_find(ply_equilibria *answers, ply_err *err);

/* The sentence that says whether this is all. PLY_E_MEMORY. */
ply_status ply_headline(ply_equilibria *answers, ply_err *err);

/* For rows that every game gets. */
bool ply_find_always(const ply_finite *game);

/* Payoffs and marks of an equilibrium, from its strategies. */
void ply_equilibrium_pure(const ply_finite *game, ply_arena *arena, uint64_t profile, ply_equilibrium *out);
/* chance: [n_strategies] exact. */
bool ply_equilibrium_mixed(const ply_finite *game, ply_arena *arena, mpq_t *chance, ply_equilibrium *out);
/* chance: [n_strategies] doubles. */
bool ply_equilibrium_plain(const ply_finite *game, ply_arena *arena, const double *chance,
                           ply_equilibrium *out);

/* A list grows to at most PLY_LISTED_MOST; the next free entry, or NULL where it is full or memory is out
 * (then *failed). count goes up either way. */
ply_equilibrium *ply_list_next(ply_equilibrium_list *list, bool *failed);
/* The items, grown by realloc, move into the arena. */
bool ply_list_settle(ply_arena *arena, ply_equilibrium_list *list);

static inline bool ply_stopped(ply_stop stop) { return stop != NULL && *stop != 0; }

#endif
