/* Talkers who think of the bundles of a list, at a table where others may name any bundle: a deal is an index. Private to
 * sim/negotiate. */
#ifndef PLY_FOCAL_H
#define PLY_FOCAL_H

#include "sim/negotiate/hand.h"

typedef struct ply_focal {
  const ply_game *game; /* borrowed */
  ply_menu *menu;       /* what they think of */
  ply_hand hand;
  int n_talkers;
  ply_own list[PLY_MAX_ACTORS]; /* by talker: over rows of the menu */
  ply_own own[PLY_MAX_ACTORS];  /* by talker: over indices */
  uint8_t *open;                /* [menu->n] room for what a talker may sign while some bundles are closed */
  uint64_t last;                /* payoffs of the bundle asked about last; PLY_NO_DEAL: none */
  double payoff[PLY_MAX_ACTORS];
} ply_focal;

/* Takes the menu over, whatever comes back. talker: [n_talkers] actors. PLY_E_INPUT where the honour game does not settle;
 * PLY_E_MEMORY. ply_focal_done frees. Cost: the payoffs of the bundles of the menu. */
ply_status ply_focal_init(ply_focal *focal, const ply_game *game, ply_menu *menu, const int *talker,
                          int n_talkers, ply_err *err);
void ply_focal_done(ply_focal *focal);

/* Bundles that talker t leaves out of all that it picks from, until they are open again. */
void ply_focal_close(ply_focal *focal, int t, const uint64_t *spent, size_t n_spent);
void ply_focal_open(ply_focal *focal, int t);

#endif
