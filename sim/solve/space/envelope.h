/* What many games of one scenario have between them, and one game that is above them all: in the *relaxed*
 * game nobody refuses a bundle that it accepts in any of them. A search of it finds every bundle that can be
 * acceptable in any of the games; in each game only those need a look. */
#ifndef PLY_SOLVE_SPACE_ENVELOPE_H
#define PLY_SOLVE_SPACE_ENVELOPE_H

#include "sim/game/game.h"

typedef struct ply_envelope ply_envelope;

/* Around one game, which it takes (and frees, also where it fails). NULL without memory. */
ply_envelope *ply_envelope_new(ply_game *first);
void ply_envelope_free(ply_envelope *envelope);

/* Widens to hold the game, which must be of the same scenario. False, and nothing changes, where the game is
 * of another structure: an effort of 0 or equal to another where the first has
 * none, a weight of 0 where the first has one; other security numbers or efforts under model `coordination`.
 * Cost: the numbers of a game. */
bool ply_envelope_add(ply_envelope *envelope, const ply_game *game);

/* Whether the game is one that adding would not widen for. After ply_envelope_relaxed. Same cost. */
bool ply_envelope_holds(const ply_envelope *envelope, const ply_game *game);

/* The relaxed game, borrowed; nothing may be added afterwards. NULL without memory, and where a number of the
 * security block lies where the format does not let it. Actors whose payoffs are the same in all games
 * have them here, and their lowest reservation. The others' numbers are no payoffs, only bounds. */
const ply_game *ply_envelope_relaxed(ply_envelope *envelope);

/* The red lines that are in force in some games and not in others, as positions in game->lines: fills up to
 * `most` of them and returns how many there are. The relaxed game is without them. */
int ply_envelope_lines(const ply_envelope *envelope, int *line, int most);

/* Whether numbers of the security block or efforts move. */
bool ply_envelope_guarded(const ply_envelope *envelope);

/* The actors whose payoffs are not the same in all games, or that a red line tells to stay out in some of
 * them, as a mask; once relaxed. */
uint64_t ply_envelope_moved(const ply_envelope *envelope);

/* The indicators that the actor's payoff looks at in any of the games, as a mask. */
uint32_t ply_envelope_looks_at(const ply_envelope *envelope, int actor);

#endif
