/* A sweep's runs as draws for sim/robust: the same numbers and red lines, as compiled games. */
#ifndef PLY_SWEEP_RUN_DRAWS_H
#define PLY_SWEEP_RUN_DRAWS_H

#include "sim/robust/robust.h"
#include "sim/sweep/sweep.h"

/* The runs of the sweep, which must outlive *out. PLY_E_USAGE where they are no draws of numbers of one
 * scenario: another method than random, latin-hypercube, sobol, grid, zip or list, or a parameter that moves
 * more than numbers. */
ply_status ply_sweep_draws(const ply_sweep *sweep, ply_draws *out, ply_err *err);

#endif
