/* What everybody at the table knows about bundles: where they differ, which are feasible, who is asked. No
 * payoffs: those are each talker's own (own.h). Private to sim/negotiate. */
#ifndef PLY_MENU_H
#define PLY_MENU_H

#include "sim/game/game.h"
#include "sim/negotiate/seat.h"

enum { PLY_MAX_POSITIONS = PLY_MAX_ISSUES + PLY_MAX_CANDIDATES };

/* A ply_deal (seat.h) is a row of the menu, or, where there is no menu, the index of a bundle. */

/* What a bundle decides: free issues in file order, then candidates in actor order. */
typedef struct ply_positions {
  int n;
  uint32_t options[PLY_MAX_POSITIONS]; /* options of the issue, or levels */
  uint64_t stride[PLY_MAX_POSITIONS];  /* in the bundle's index */
} ply_positions;

void ply_positions_fill(const ply_game *game, ply_positions *out);

static inline uint32_t ply_position_of(const ply_positions *p, uint64_t index, int k) {
  return (uint32_t)(index / p->stride[k] % p->options[k]);
}

/* The feasible bundles of a space that is small enough to list, by index. */
typedef struct ply_menu {
  ply_positions positions;
  size_t n;
  uint64_t *index;   /* [n] rising */
  uint16_t *digit;   /* [n * positions.n] */
  uint64_t *parties; /* [n] actors asked */
  bool same_parties; /* the same ones everywhere */
  bool whole;        /* every combination of options is feasible */
} ply_menu;

/* Lists those of a space of the game. PLY_E_MEMORY. Cost: the feasible bundles times positions, sorted. */
struct ply_space;
ply_status ply_menu_new(const ply_game *game, const struct ply_space *space, ply_menu **out, ply_err *err);
/* Lists the feasible ones of these bundles, [n] in any order, each once. PLY_E_MEMORY. */
ply_status ply_menu_of(const ply_game *game, const uint64_t *index, size_t n, ply_menu **out, ply_err *err);
void ply_menu_free(ply_menu *menu);

/* The row of an index, or PLY_NO_DEAL where that bundle is not feasible. */
ply_deal ply_menu_find(const ply_menu *menu, uint64_t index);

#endif
