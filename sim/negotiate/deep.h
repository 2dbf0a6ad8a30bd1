/* Spaces too large to list: the same questions, answered from the space by parts. Private to sim/negotiate. */
#ifndef PLY_DEEP_H
#define PLY_DEEP_H

#include "sim/negotiate/own.h"
#include "sim/solve/space/space.h"

typedef struct ply_deep ply_deep;

/* Payoffs of the bundles looked at last, which the talkers of one table share. Zeroed: empty. */
enum { PLY_LOOKED_AT = 16 };
typedef struct ply_looked_at {
  const ply_game *game;
  uint64_t key[PLY_LOOKED_AT]; /* index + 1; 0: free */
  double payoff[PLY_LOOKED_AT][PLY_MAX_ACTORS];
} ply_looked_at;

/* One talker's view of a large space. space: NULL where it is never asked for an offer. NULL without memory. Borrows game, space and looked_at. */
ply_deep *ply_deep_new(const ply_game *game, const ply_space *space, ply_looked_at *looked_at, int actor,
                       double tolerance, ply_stop stop);
/* The targets that it will ask `closest` for: [n], payoff units, answered in one pass. False without memory. */
bool ply_deep_foresee(ply_deep *deep, const double *target, size_t n);
/* Answers what is foreseen by the talkers of one space, [n], in one pass. False without memory, or when stopped. */
bool ply_deep_answer(ply_deep *const *deeps, int n, int threads);
void ply_deep_free(ply_deep *deep);

/* Turns `own` to the large space; what its best is, is not known yet. Cost of a question: tied designs * memberships (times
 * targets for `closest`, all those foreseen at once). */
void ply_own_set_deep(ply_own *own, ply_deep *deep, double reservation, double tolerance);
/* The bests of all talkers of one space, [n], in one pass. False when stopped, or without memory. */
bool ply_own_find_bests(ply_own *own, int n, int threads);

#endif
