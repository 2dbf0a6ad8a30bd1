/* What was found out about a finite game, for people and for programs. */
#ifndef PLY_RENDER_GAME_H
#define PLY_RENDER_GAME_H

#include "sim/render/render.h"
#include "sim/result/equilibria.h"

/* A profile of strategies that somebody else wrote, judged: [n_players] each. */
typedef struct ply_judged {
  const ply_finite *game;
  const char *version, *file;
  const ply_ratio *chance; /* [n_strategies] */
  const ply_ratio *payoff, *regret;
  const int *reply;
  double eps; /* a regret up to this counts as none */
} ply_judged;

#endif
