/* A table where strategies sit beside people: nobody runs a protocol here, somebody tells what is said, and asks what a
 * strategy would say. */
#ifndef PLY_NEGOTIATE_SITTING_H
#define PLY_NEGOTIATE_SITTING_H

#include "sim/negotiate/negotiate.h"

typedef struct ply_sitting ply_sitting;

typedef struct ply_sitting_settings {
  const uint64_t *bundles; /* [n_bundles] what strategies think of; NULL: all that are feasible */
  size_t n_bundles;
  const ply_sitting
      *beside; /* NULL, or a table of the same game whose list it shares, and which outlives it */
  const ply_manner *manner; /* [n_actors]; .strategy NULL: linear */
  int rounds;               /* the deadline; 0: PLY_ROUNDS */
  uint64_t seed;
} ply_sitting_settings;

/* *out is new (ply_sitting_free); it borrows the game. PLY_E_USAGE for a strategy that votes on texts; PLY_E_INPUT where
 * nobody is ever asked; PLY_E_LIMIT for more than 2^20 feasible bundles and no list; PLY_E_MEMORY. Cost: the payoffs of the
 * bundles that strategies think of. */
ply_status ply_sitting_new(const ply_game *game, const ply_sitting_settings *settings, ply_sitting **out,
                           ply_err *err);
void ply_sitting_free(ply_sitting *table);
/* Nothing was said yet. number: of the session, by which chances go. */
void ply_sitting_clear(ply_sitting *table, uint64_t number);

/* In a round, from 0, an actor offers a bundle (a feasible one), or answers somebody's offer; all hear it. What an actor who
 * is never asked says is not heard. False without memory. */
bool ply_sitting_hear(ply_sitting *table, int round, int actor, uint64_t bundle);
bool ply_sitting_hear_vote(ply_sitting *table, int round, int actor, uint64_t bundle, bool yes);

/* What the actor's strategy would offer now, as if it would sign none of spent [n_spent]; PLY_NO_DEAL: it passes. It is not
 * said yet. */
uint64_t ply_sitting_offer(ply_sitting *table, int round, int actor, const uint64_t *spent, size_t n_spent);
/* Whether it would say yes to somebody's offer of a bundle (a feasible one). */
bool ply_sitting_answer(ply_sitting *table, int round, int actor, uint64_t bundle);

#endif
