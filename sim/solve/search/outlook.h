/* Private to this room: whether anything at all may be acceptable in a tile, before its memberships are looked at. */
#ifndef PLY_SOLVE_SEARCH_OUTLOOK_H
#define PLY_SOLVE_SEARCH_OUTLOOK_H

#include "sim/solve/search/view.h"

/* What rosters give each actor at best. Const after it is made. */
typedef struct ply_outlook ply_outlook;

/* What one worker found lately; all zero at first. */
enum { PLY_OUTLOOK_KEPT = 8 };
typedef struct ply_outlook_memo {
  unsigned next;
  bool filled[PLY_OUTLOOK_KEPT];
  double key[PLY_OUTLOOK_KEPT][1 + 2 * PLY_MAX_CANDIDATES], outcome[PLY_OUTLOOK_KEPT];
} ply_outlook_memo;

/* *out is NULL where there is nothing to tell by: no guarantee, one whose numbers are ranges or hang on derived
 * issues, merged combos. combos: borrowed. False without memory. Cost: actors * memberships of all rosters. */
bool ply_outlook_new(const ply_space *space, const ply_combos *combos, ply_outlook **out);
void ply_outlook_free(ply_outlook *outlook);

/* Whether some bundle of some design of the tile may be acceptable: false is proved, true is not. Any number of threads
 * may ask, each with a memo of its own. Cost: designs * (combos + candidates * levels), and a few evaluations of the guarantee. */
bool ply_outlook_may_hold(const ply_outlook *outlook, const ply_tile *tile, ply_outlook_memo *memo);

#endif
