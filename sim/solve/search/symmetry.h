/* Private to this room: answers about all memberships where one stands for its orbit (sim/solve/space/symmetry.h). */
#ifndef PLY_SOLVE_SEARCH_SYMMETRY_H
#define PLY_SOLVE_SEARCH_SYMMETRY_H

#include "sim/solve/search/view.h"

/* Gives alike candidates the counts that each of them has over all memberships: the mean over their group of
 * what was counted at the lowest membership of each orbit. */
void ply_tally_share(const ply_space *space, ply_tally *tally);

/* Tells of every membership of the orbits of member[0] .. member[n - 1], in order of index, by its levels,
 * [n_candidates], until `listed` says false. False without memory. */
typedef bool (*ply_listed)(void *data, const uint8_t *level);
bool ply_symmetry_list(const ply_game *game, const ply_roster *roster, const uint32_t *member, size_t n,
                       ply_listed listed, void *data);

/* ---- one orbit, by levels: [n_candidates]; lowest: of its lowest membership ---- */

/* Levels of a membership by its index, and back. */
void ply_orbit_levels(const ply_game *game, uint64_t member, uint8_t *level);

/* Which candidate of the lowest stands where each one stands at `level`. */
void ply_orbit_stand(const ply_symmetry *symmetry, const uint8_t *lowest, const uint8_t *level,
                     uint8_t *stand);

/* Membership number `rank` of the orbit, 0 the lowest; each has one number. */
void ply_orbit_at(const ply_symmetry *symmetry, const uint8_t *lowest, uint64_t rank, uint8_t *level);

/* The lowest membership of the orbit in which candidate a stands where p does in the lowest, and b where q
 * does; a or b: -1 for none; p and q differ. */
void ply_orbit_with(const ply_symmetry *symmetry, const uint8_t *lowest, int a, int p, int b, int q,
                    uint8_t *level);

/* ---- payoffs that may change hands ---- */

/* Puts payoffs, [n_actors], in rising order within each group. Somebody's order of one orbit is as good for
 * everybody as somebody's order of another iff the sorted payoffs are. */
void ply_symmetry_sort(const ply_space *space, double *payoff);

/* Where sorted b is as good as sorted a for everybody and better for nobody, by the tolerance: whether some
 * other order of b is as good for everybody and better for somebody. */
bool ply_symmetry_better(const ply_space *space, const double *b, const double *a);

#endif
