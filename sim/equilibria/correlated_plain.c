#include "sim/equilibria/correlated.h"
int ply_correlated_plain(const ply_finite *game, const ply_goal *goal, bool coarse, const ply_find *find,
                         ply_arena *arena, ply_advice *out) {
  (void)game, (void)goal, (void)coarse, (void)find, (void)arena, (void)out;
  return 0;
}
