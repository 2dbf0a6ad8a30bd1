/* Ranks of MPI: see mpi.c. In a build without MPI only ply_mpi_start is of use: it says so. */
#ifndef PLY_SWEEP_MPI_H
#define PLY_SWEEP_MPI_H

#include "sim/sweep/store.h"

typedef struct ply_mpi {
  int rank, size; /* size 1: not under mpirun */
} ply_mpi;

/* Joins the other ranks where the process was started by mpirun. PLY_E_USAGE where it was, but this build has
 * no MPI. Call ply_mpi_end where size > 1. */
ply_status ply_mpi_start(ply_mpi *mpi, ply_err *err);
void ply_mpi_end(ply_mpi *mpi, bool lost);

/* All ranks must want the same sweep; rank 0 tells whether its folder could be opened. Collective. */
ply_status ply_mpi_agree(const ply_mpi *mpi, const ply_sweep *sweep, ply_status of_rank_0, ply_err *err);

/* Rank 0: hands out runs, writes them. *lost: whether some rank fell silent for lost_after_s. */
ply_status ply_mpi_lead(const ply_mpi *mpi, const ply_sweep *sweep, ply_store *store,
                        const ply_pool_settings *settings, double lost_after_s, ply_progress *progress,
                        bool *lost, ply_err *err);
/* The other ranks: do runs until told to stop. */
ply_status ply_mpi_serve(const ply_mpi *mpi, const ply_sweep *sweep, ply_stop stop, ply_err *err);

#endif
