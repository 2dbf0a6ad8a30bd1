/* Private to this room: what a design leaves open about membership, clause by clause. */
#ifndef PLY_SOLVE_SPACE_RESIDUE_H
#define PLY_SOLVE_SPACE_RESIDUE_H

#include "sim/solve/space/space.h"

typedef enum ply_clause_kind {
  PLY_CLAUSE_RULE,
  PLY_CLAUSE_CASE, /* of a derived issue */
  PLY_CLAUSE_CONSENT,
  PLY_CLAUSE_LINE, /* a red line in force */
  PLY_CLAUSE_TERM  /* of a payoff: a bonus, or a table that looks at membership */
} ply_clause_kind;

/* A part of the game that asks something about membership. */
typedef struct ply_clause {
  ply_clause_kind kind;
  int at;           /* position among its kind; of a case: its issue; of a consent: its actor */
  int part;         /* of a case: which */
  int actor;        /* whose it is; -1: everybody's */
  uint64_t look_at; /* the free issues that decide what it asks, as a mask */
} ply_clause;

/* Words that say what a clause still asks; grows. All zero: empty. */
typedef struct ply_words {
  size_t n, capacity;
  uint64_t *at;
  bool failed; /* no memory */
} ply_words;

/* The clauses of a game, in the arena; *n: how many. NULL without memory. */
ply_clause *ply_clauses_list(const ply_game *game, ply_arena *arena, int *n);

/* What the clause still asks about membership once the issues that it looks at stand as in `option`: equal words mean
 * equal answers at every membership, as long as derived issues ask the same. No words: nothing. False where that
 * is a rule that no membership keeps. */
bool ply_clause_residue(const ply_game *game, const ply_clause *clause, const uint16_t *option,
                        ply_words *words);

/* Whether the clause holds at a bundle (a consent, a line, a bonus). */
bool ply_clause_holds(const ply_game *game, const ply_clause *clause, const uint16_t *option,
                      const uint8_t *level);

/* The free issues that some clause looks at: [n_issues]. */
void ply_residue_issues(const ply_game *game, bool *looked_at);

#endif
