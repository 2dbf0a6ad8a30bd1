/* The Sobol' sequence: see sobol.c. */
#ifndef PLY_SWEEP_SOBOL_H
#define PLY_SWEEP_SOBOL_H

#include "sim/base/base.h"

enum { PLY_SOBOL_DIMENSIONS = 40 };
#define PLY_SOBOL_POINTS (UINT64_C(1) << 30)

typedef struct ply_sobol {
  uint32_t direction[PLY_SOBOL_DIMENSIONS][30];
  uint64_t shift[PLY_SOBOL_DIMENSIONS]; /* 53 bits */
} ply_sobol;

/* False without memory. shifted: with the seed's digital shift; else the bare sequence, point 0 the origin.
 */
bool ply_sobol_init(ply_sobol *s, uint64_t seed, bool shifted);
/* Coordinate d < 40 of point i < 2^30, in [0, 1). Cost: bits of i. */
double ply_sobol_coordinate(const ply_sobol *s, uint64_t i, int d);

#endif
