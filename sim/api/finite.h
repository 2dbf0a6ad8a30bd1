/* The handles of finite games behind their public names; shared by the two files of the facade about them. */
#ifndef PLY_API_FINITE_H
#define PLY_API_FINITE_H

#include "sim/api/inside.h"
#include "sim/result/equilibria.h"

struct parley_finite {
  ply_finite *game;
  char *file;
};

struct parley_equilibria {
  ply_equilibria *answers;
};

#endif
