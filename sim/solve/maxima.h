/* Private to this room: a growing set of payoff vectors that answers "is this vector dominated by one of
 * you?" fast. */
#ifndef PLY_MAXIMA_H
#define PLY_MAXIMA_H

#include "sim/base/base.h"

/* How a vector stands against the set. */
typedef enum ply_dominance {
  PLY_UNDOMINATED = 0,
  PLY_DOMINATED_WITHIN, /* by no vector beyond the margin, but by one within it */
  PLY_DOMINATED
} ply_dominance;

typedef struct ply_maxima ply_maxima;

/* An empty set of vectors with n entries. NULL without memory. */
ply_maxima *ply_maxima_new(int n);
void ply_maxima_free(ply_maxima *maxima);

/* Adds a vector. False without memory. */
bool ply_maxima_add(ply_maxima *maxima, const double *vector);
size_t ply_maxima_count(const ply_maxima *maxima);

/* Whether some vector of the set has every entry >= vector - slack and some entry > vector + margin
 * (dominated), or, with that not so, every entry >= vector - slack and some entry > vector (dominated
 * within). `settled`: look only at the vectors that were added in whole segments, which may be asked from
 * several threads while nothing is added. */
ply_dominance ply_maxima_settled(const ply_maxima *maxima, const double *vector, double slack, double margin);
/* The same against the vectors added since the last whole segment. */
ply_dominance ply_maxima_recent(const ply_maxima *maxima, const double *vector, double slack, double margin);

#endif
