/* The Sobol' sequence: see sobol.c. */
#ifndef PLY_SWEEP_SAMPLE_SOBOL_H
#define PLY_SWEEP_SAMPLE_SOBOL_H

#include "sim/sweep/sweep.h"

enum { PLY_SOBOL_DIMENSIONS = 40 };
#define PLY_SOBOL_POINTS (UINT64_C(1) << 30)

typedef struct ply_sobol {
  uint32_t direction[PLY_SOBOL_DIMENSIONS][30];
  uint64_t shift[PLY_SOBOL_DIMENSIONS]; /* 53 bits */
} ply_sobol;

/* False without memory. shifted: with the seed's digital shift; else the bare sequence, point 0 the origin.
 */
bool ply_sobol_init(ply_sobol *s, uint64_t seed, bool shifted);
/* Prepares the shifted sequence of a sample's seed as its tables, for a method that takes it. PLY_E_LIMIT
 * past its last point, PLY_E_MEMORY. */
ply_status ply_sobol_prepare(ply_sample *sample, ply_arena *arena, ply_err *err);
/* Coordinate d < 40 of point i < 2^30, in [0, 1). Cost: bits of i. */
double ply_sobol_coordinate(const ply_sobol *s, uint64_t i, int d);

#endif
