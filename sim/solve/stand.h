/* One bundle and what the actors say to it, worked out by the definition: for questions about few bundles. */
#ifndef PLY_SOLVE_STAND_H
#define PLY_SOLVE_STAND_H

#include "sim/game/game.h"
#include "sim/result/bundle.h"

/* One bundle and what the actors say to it. */
typedef struct ply_stand {
  uint16_t option[PLY_MAX_ISSUES]; /* derived issues filled in */
  uint8_t level[PLY_MAX_ACTORS];
  bool feasible, acceptable;
  uint64_t party, accept, forbidden; /* actors; forbidden: stands where a red line of its own forbids */
  double payoff[PLY_MAX_ACTORS];
} ply_stand;

/* Fills everything from the free issues of option: [n_issues] and level: [n_actors]. False where the honour
 * game did not settle. Cost: one payoff vector and all rules. */
bool ply_stand_at(const ply_game *game, const uint16_t *option, const uint8_t *level, ply_stand *out);

/* The most profitable move of one candidate from here, leaving a deal that then falls included; actor -1 if
 * none gains. False where the honour game does not settle. */
bool ply_stand_best_move(const ply_game *game, const ply_stand *here, ply_move *move, double *regret);
/* What single moves from here say of it. */
typedef struct ply_stand_moves {
  ply_move deviation; /* the most profitable, as above */
  double regret;
  bool equilibrium, strict, sustained;
} ply_stand_moves;
bool ply_stand_moves_of(const ply_game *game, const ply_stand *here, ply_stand_moves *out);

/* The same bundle with a candidate moved to `level`; false as above. */
bool ply_stand_moved(const ply_game *game, const ply_stand *from, int actor, uint8_t level, ply_stand *out);

#endif
