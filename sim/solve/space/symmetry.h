/* Candidates that a game treats alike: any two of a group may change places, and nothing but their names is
 * different. A membership then stands for its whole *orbit*: everything that changing places within the
 * groups makes of it. */
#ifndef PLY_SOLVE_SPACE_SYMMETRY_H
#define PLY_SOLVE_SPACE_SYMMETRY_H

#include "sim/game/game.h"

typedef struct ply_symmetry {
  int n;                          /* candidates */
  int first[PLY_MAX_CANDIDATES];  /* the lowest candidate of its group: itself where it is alone */
  int before[PLY_MAX_CANDIDATES]; /* the candidate of its group before it, or -1 */
  int after[PLY_MAX_CANDIDATES];  /* the one after it, or -1 */
  int size[PLY_MAX_CANDIDATES];   /* of its group */
} ply_symmetry;

/* Finds the groups. singled: mask of actors that a question singles out; they stand alone. Never wrong, but
 * it may leave alike candidates apart where conditions say the same in other words. False where all stand
 * alone. Cost: candidates squared * the size of the scenario at most. */
bool ply_symmetry_find(const ply_game *game, uint64_t singled, ply_symmetry *out);

/* Puts levels, [candidates], in the order of the lowest membership of the orbit: rising within each group. */
void ply_symmetry_lowest(const ply_symmetry *symmetry, uint8_t *level);

/* ways * part / n, which must be whole; without overflow where it fits. */
uint64_t ply_symmetry_ways(uint64_t ways, uint64_t part, uint64_t n);

/* How many memberships the orbit of one holds. */
uint64_t ply_symmetry_weight(const ply_symmetry *symmetry, const uint8_t *level);

#endif
