/* Private to this room: a growing set of payoff vectors that answers "is this vector dominated by one of
 * you?" fast. */
#ifndef PLY_MAXIMA_H
#define PLY_MAXIMA_H

#include "sim/base/base.h"

/* How a vector stands against the set. */
typedef struct ply_dominance {
  bool exact;    /* some vector has every entry >= its own and one > its own, without tolerance */
  bool tolerant; /* some vector has every entry >= its own - slack and one > its own + slack */
} ply_dominance;

typedef struct ply_maxima ply_maxima;

/* An empty set of vectors with n entries. NULL without memory. */
ply_maxima *ply_maxima_new(int n);
void ply_maxima_free(ply_maxima *maxima);

/* Adds a vector to the recent ones. False without memory. */
bool ply_maxima_add(ply_maxima *maxima, const double *vector);
/* Settles the recent vectors as far as they fill whole segments. False without memory. */
bool ply_maxima_settle(ply_maxima *maxima);
/* How many vectors are not settled. */
size_t ply_maxima_unsettled(const ply_maxima *maxima);

/* Compares a vector with those that were added in whole segments; may be asked from several threads while
 * nothing is added. (Where both kinds of dominance are found, the search ends early.) */
ply_dominance ply_maxima_settled(const ply_maxima *maxima, const double *vector, double slack);
/* The same against the recent ones from number `from` on. */
ply_dominance ply_maxima_recent(const ply_maxima *maxima, size_t from, const double *vector, double slack);

#endif
