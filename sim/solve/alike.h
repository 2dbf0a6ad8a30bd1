/* Private to this room: answers about all memberships where one stands for its orbit (sim/game/alike.h). */
#ifndef PLY_SOLVE_ALIKE_H
#define PLY_SOLVE_ALIKE_H

#include "sim/solve/view.h"

/* Gives alike candidates the counts that each of them has over all memberships: the mean over their group of
 * what was counted at the lowest membership of each orbit. */
void ply_tally_share(const ply_space *space, ply_tally *tally);

/* Tells of every membership of the orbits of member[0] .. member[n - 1], in order of index, by its levels,
 * [n_candidates], until `listed` says false. False without memory. */
typedef bool (*ply_listed)(void *data, const uint8_t *level);
bool ply_alike_list(const ply_game *game, const ply_class *klass, const uint32_t *member, size_t n,
                    ply_listed listed, void *data);

/* Which candidate at membership m stands where each one stands at `level`, of the same orbit: stand, level:
 * [n_candidates]. */
void ply_alike_stand(const ply_class *klass, int m, const uint8_t *level, uint8_t *stand);

/* Puts payoffs, [n_actors], in rising order within each group. Somebody's order of one orbit is as good for
 * everybody as somebody's order of another iff the sorted payoffs are. */
void ply_alike_sort(const ply_space *space, double *payoff);

/* Where sorted b is as good as sorted a for everybody and better for nobody, by the tolerance: whether some
 * other order of b is as good for everybody and better for somebody. */
bool ply_alike_better(const ply_space *space, const double *b, const double *a);

#endif
