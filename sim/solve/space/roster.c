/* Where does a membership stand in a roster? By bisection: rosters are sorted by index. */
#include "sim/solve/space/space.h"

int ply_roster_at(const ply_roster *k, uint64_t index) {
  int low = 0, high = k->n - 1;
  while (low <= high) {
    int mid = low + (high - low) / 2;
    if (k->index[mid] == index) return mid;
    if (k->index[mid] < index)
      low = mid + 1;
    else
      high = mid - 1;
  }
  return -1;
}

int ply_roster_find(const ply_game *game, const ply_roster *roster, const uint8_t *level) {
  uint8_t lowest[PLY_MAX_CANDIDATES];
  for (int c = 0; c < game->n_candidates; c++) lowest[c] = level[game->candidate[c]];
  if (roster->symmetry != NULL) ply_symmetry_lowest(roster->symmetry, lowest);
  return ply_roster_at(roster, ply_game_member(game, lowest));
}
