/* Private to this room: what of a membership each actor's payoff sees. */
#ifndef PLY_SOLVE_SPACE_PERSPECTIVES_H
#define PLY_SOLVE_SPACE_PERSPECTIVES_H

#include "sim/solve/space/listing.h"

/* Numbers for what is met; grows. All zero: empty. */
typedef struct ply_key {
  uint64_t a, b;
} ply_key;
typedef struct ply_numbering {
  size_t capacity;   /* of slot: a power of two */
  size_t most;       /* keys that there is room for */
  uint32_t n, *slot; /* 0: free, else number + 1 */
  ply_key *keys;     /* [n], in order of first meeting */
} ply_numbering;
void ply_numbering_done(ply_numbering *names);

/* Numbers the efforts of a list. False without memory. */
bool ply_perspectives_efforts(const ply_space *space, ply_numbering *names, ply_listing *listing);

/* What an actor sees of a list. own: [n] its level term, bonuses and tables; refused: bits, where it refuses by a red
 * line. PLY_E_MEMORY; PLY_E_STOPPED where the clock of the space says so. Cost: a look-up in a hash table for each
 * membership. */
ply_status ply_perspectives_build(const ply_space *space, ply_numbering *names, const ply_listing *listing,
                                  int actor, const double *own, const uint64_t *refused,
                                  ply_perspectives **out);

#endif
