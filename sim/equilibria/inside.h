/* The games inside a scenario as finite games: who joins, whether pledges are honoured, who votes yes. */
#ifndef PLY_EQUILIBRIA_INSIDE_H
#define PLY_EQUILIBRIA_INSIDE_H

#include "sim/game/game.h"
#include "sim/result/finite.h"

/* One game that a scenario holds, at one bundle: option [n_issues], level [n_actors]. The game made borrows nothing.
 * Payoffs are plain, with the tolerance of the model. PLY_E_USAGE where the scenario has no such game,
 * PLY_E_LIMIT, PLY_E_INPUT (an honour game that does not settle), PLY_E_MEMORY. */
typedef struct ply_inside_row {
  const char *name, *help;
  ply_status (*make)(const ply_game *game, const uint16_t *option, const uint8_t *level,
                     uint64_t memory_bytes, ply_finite **out, ply_err *err);
} ply_inside_row;

/* The rows: join, honour, vote, propose; NULL past the last. */
const ply_inside_row *ply_inside_row_at(size_t i);

extern const ply_inside_row ply_inside_join, ply_inside_honour, ply_inside_vote, ply_inside_propose;

/* The proposal game of some designs (positions in the scenario, [n]) as a tree, without a table. proposer: an actor.
 * PLY_E_LIMIT, PLY_E_INPUT, PLY_E_MEMORY. */
ply_status ply_inside_propose_make(const ply_game *game, int proposer, const int *designs, int n,
                                   ply_finite **out, ply_err *err);

/* Names and tolerances once payoffs are there: id and largest payoff of each player. PLY_E_MEMORY. */
ply_status ply_inside_finish(ply_finite *made, const char *title, ply_err *err);

#endif
