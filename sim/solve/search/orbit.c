/* The memberships of one orbit: which one is number so and so, who stands for whom in it. An orbit is the
 * product of the orders of each group's levels; orders of a group are numbered as words are in a dictionary.
 * Cost: candidates * levels, or candidates squared. */
#include "sim/solve/search/symmetry.h"

#include <string.h>

void ply_orbit_levels(const ply_game *game, uint64_t member, uint8_t *level) {
  for (int c = 0; c < game->n_candidates; c++) level[c] = (uint8_t)ply_game_level_of(game, member, c);
}

void ply_orbit_stand(const ply_symmetry *symmetry, const uint8_t *lowest, const uint8_t *level,
                     uint8_t *stand) {
  for (int c = 0; c < symmetry->n; c++) {
    int d = symmetry->first[c];
    while (lowest[d] != level[c]) d = symmetry->after[d];
    stand[c] = (uint8_t)d;
  }
}

/* The levels of one group in order number *rank % ways of its ways; *rank is what is left for the others. */
static void order_group(const ply_symmetry *symmetry, const uint8_t *lowest, int first, uint64_t *rank,
                        uint8_t *level) {
  uint64_t count[PLY_MAX_LEVELS] = {0}, n = 0, ways = 1;
  for (int d = first; d >= 0; d = symmetry->after[d]) {
    n++;
    count[lowest[d]]++;
    ways = ply_symmetry_ways(ways, n, count[lowest[d]]);
  }
  uint64_t left = *rank % ways;
  *rank /= ways;
  for (int d = first; d >= 0; d = symmetry->after[d], n--)
    for (int l = 0; l < PLY_MAX_LEVELS; l++) {
      if (count[l] == 0) continue;
      uint64_t here = ply_symmetry_ways(ways, count[l], n);
      if (left >= here) {
        left -= here;
        continue;
      }
      level[d] = (uint8_t)l;
      count[l]--;
      ways = here;
      break;
    }
}

void ply_orbit_at(const ply_symmetry *symmetry, const uint8_t *lowest, uint64_t rank, uint8_t *level) {
  for (int c = 0; c < symmetry->n; c++)
    if (symmetry->first[c] == c) order_group(symmetry, lowest, c, &rank, level);
}

/* The group of a: a (and b, if it is of the group) where asked, the others in order in what is left. */
static void place_group(const ply_symmetry *symmetry, const uint8_t *lowest, int a, int p, int b, int q,
                        uint8_t *level) {
  bool both = b >= 0 && symmetry->first[b] == symmetry->first[a];
  int from = symmetry->first[a];
  for (int d = symmetry->first[a]; d >= 0; d = symmetry->after[d]) {
    if (d == a || (both && d == b)) continue;
    while (from == p || (both && from == q)) from = symmetry->after[from];
    level[d] = lowest[from];
    from = symmetry->after[from];
  }
  level[a] = lowest[p];
  if (both) level[b] = lowest[q];
}

void ply_orbit_with(const ply_symmetry *symmetry, const uint8_t *lowest, int a, int p, int b, int q,
                    uint8_t *level) {
  memcpy(level, lowest, (size_t)symmetry->n);
  if (a >= 0) place_group(symmetry, lowest, a, p, b, q, level);
  if (b >= 0 && (a < 0 || symmetry->first[a] != symmetry->first[b]))
    place_group(symmetry, lowest, b, q, -1, -1, level);
}
