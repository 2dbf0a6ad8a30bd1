/* One pass over a space too large to list: designs by tiles, for all talkers who ask something, shared out among threads. Each
 * talker is shown everything in the same order, so threads change nothing. Cost: a tile's payoffs, once a group of talkers,
 * and what each talker looks at. */
#include "sim/negotiate/deep_inside.h"

/* Shows every design that no line of the talkers' own refuses ([n], of one space): what a tile's payoffs hang on is worked
 * out once for all of them. */
bool ply_deep_pass(const asking *ask, int n, shower *show) {
  const ply_deep *first = ask[0].deep;
  const ply_space *space = first->space;
  ply_tile_tables tables;
  uint16_t option[PLY_MAX_ISSUES];
  bool good = true;
  ply_tile_tables_init(&tables);
  for (size_t t = 0; t < space->n_tiles && good; t++) {
    const ply_tile *tile = &space->tiles[t];
    good = ply_tile_tables_fill(space, space->rosters[tile->roster_id], tile->security, &tables) == PLY_OK &&
           (first->stop == NULL || !*first->stop);
    for (size_t at = tile->first; at < tile->first + tile->n && good; at++) {
      const ply_tied_design *design = &space->designs[at];
      ply_space_options(space, design->index, option);
      ply_tile_design(&tables, option);
      for (int k = 0; k < n; k++)
        if ((design->refused >> ask[k].deep->actor & 1) == 0) show(&ask[k], &tables, design->index);
    }
  }
  ply_tile_tables_done(&tables);
  return good;
}

/* The same with the talkers shared out among threads. */
bool ply_deep_pass_all(const asking *ask, int n, int threads, shower *show) {
  int groups = threads < n ? threads : n;
  bool good = true;
#pragma omp parallel for num_threads(groups) reduction(&& : good) if (groups > 1)
  for (int g = 0; g < groups; g++) {
    int from = n * g / groups, to = n * (g + 1) / groups;
    good = good && ply_deep_pass(ask + from, to - from, show);
  }
  return good;
}
