/* Many processes on many machines that share out the runs of one sweep: see ranks.c. Messages go through a
 * messages (rank_messages.h). */
#ifndef PLY_SWEEP_RUN_RANKS_H
#define PLY_SWEEP_RUN_RANKS_H

#include "sim/sweep/run/rank_messages.h"
#include "sim/sweep/store/store.h"

typedef struct ply_ranks {
  int rank, size;                    /* size 1: this process is alone */
  const ply_rank_messages *messages; /* NULL where it is alone */
} ply_ranks;

/* Joins the other ranks where the process was started by mpirun. PLY_E_USAGE where it was, but there is no
 * MPI here. Call ply_ranks_end where size > 1. */
ply_status ply_ranks_start(ply_ranks *ranks, ply_err *err);
void ply_ranks_end(ply_ranks *ranks, bool lost);

/* All ranks must want the same sweep; rank 0 tells whether its folder could be opened. Collective. */
ply_status ply_ranks_agree(const ply_ranks *ranks, const ply_sweep *sweep, ply_status of_rank_0,
                           ply_err *err);

/* Rank 0: hands out runs, writes them. *lost: whether some rank fell silent for lost_after_s, or is gone. */
ply_status ply_ranks_lead(const ply_ranks *ranks, const ply_sweep *sweep, ply_store *store,
                          const ply_pool_settings *settings, double lost_after_s, ply_progress *progress,
                          bool *lost, ply_err *err);
/* The other ranks: do runs until told to stop. */
ply_status ply_ranks_serve(const ply_ranks *ranks, const ply_sweep *sweep, ply_stop stop, ply_err *err);

#endif
