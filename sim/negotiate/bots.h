/* Strategies that sit among people. Somebody else runs the table: says what was offered, who is asked and what time it is;
 * a bot answers by its strategy, and sees no more than seat.h shows. */
#ifndef PLY_BOTS_H
#define PLY_BOTS_H

#include "sim/game/game.h"
#include "sim/negotiate/strategy.h"

typedef struct ply_bots ply_bots;

/* One table. bundles: [n] indices that offers are picked from (those that do not fit together are left out). manner: of
 * every actor; a strategy that makes offers. game: borrowed. PLY_E_MEMORY; PLY_E_INPUT where the honour game does not
 * settle; PLY_E_USAGE for a voter on texts. Cost: a payoff of everybody a bundle. */
ply_status ply_bots_new(const ply_game *game, const uint64_t *bundles, size_t n, const ply_manner *manner,
                        uint64_t seed, ply_bots **out, ply_err *err);
void ply_bots_free(ply_bots *bots);

/* Everybody hears that the actor offers the bundle, which joins those that offers are picked from. Statuses as above. */
ply_status ply_bots_hear(ply_bots *bots, int actor, uint64_t bundle, ply_err *err);

/* What the actor offers at a time from 0 (the first moment) to 1 (the last); not one of `spent` [n_spent], as if it would
 * not sign these. False: it has nothing to offer. */
bool ply_bots_offer(ply_bots *bots, int actor, double time, const uint64_t *spent, size_t n_spent,
                    uint64_t *bundle);

/* Whether the actor says yes to a bundle. */
bool ply_bots_vote(ply_bots *bots, int actor, double time, uint64_t bundle);

#endif
