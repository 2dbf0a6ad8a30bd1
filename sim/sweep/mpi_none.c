/* A build without MPI: a process started by mpirun is told so, instead of doing all runs in every rank. */
#include "sim/sweep/mpi.h"

#include <stdlib.h>

ply_status ply_mpi_start(ply_mpi *mpi, ply_err *err) {
  *mpi = (ply_mpi){.size = 1};
  const char *size = getenv("OMPI_COMM_WORLD_SIZE");
  if (size == NULL) size = getenv("PMI_SIZE");
  if (size == NULL || atoi(size) < 2) return PLY_OK;
  return ply_err_set(err, PLY_E_USAGE,
                     "this build has no MPI: install Open MPI and build again, or use --shard");
}

void ply_mpi_end(ply_mpi *mpi, bool lost) { (void)mpi, (void)lost; }

ply_status ply_mpi_agree(const ply_mpi *mpi, const ply_sweep *sweep, ply_status of_rank_0, ply_err *err) {
  (void)mpi, (void)sweep, (void)err;
  return of_rank_0;
}

ply_status ply_mpi_lead(const ply_mpi *mpi, const ply_sweep *sweep, ply_store *store,
                        const ply_pool_settings *settings, double lost_after_s, ply_progress *progress,
                        bool *lost, ply_err *err) {
  (void)mpi, (void)sweep, (void)store, (void)settings, (void)lost_after_s, (void)progress, (void)lost;
  return ply_err_set(err, PLY_E_USAGE, "this build has no MPI");
}

ply_status ply_mpi_serve(const ply_mpi *mpi, const ply_sweep *sweep, ply_stop stop, ply_err *err) {
  (void)mpi, (void)sweep, (void)stop;
  return ply_err_set(err, PLY_E_USAGE, "this build has no MPI");
}
