/* The messages of ranks over MPI (Open MPI or MPICH): the only file that knows of it, and a module of its own
 * (see rank_messages.h). Errors come back as false and do not end the process, so that a library which lets the
 * others live when a rank dies lets the sweep live too: Open MPI with --enable-recovery; MPICH with
 * -disable-auto-cleanup, whose starter then tells the others by SIGUSR1, which would end them. */
#include "sim/sweep/run/rank_messages.h"

#include <mpi.h>
#include <signal.h>
#include <stdlib.h>
#include <signal.h>

extern const ply_rank_messages ply_rank_messages_mpi;

static bool start(int *rank, int *size) {
  if (MPI_Init(NULL, NULL) != MPI_SUCCESS) return false;
  signal(SIGUSR1, SIG_IGN);
  signal(SIGUSR1, SIG_IGN);
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  MPI_Comm_rank(MPI_COMM_WORLD, rank);
  MPI_Comm_size(MPI_COMM_WORLD, size);
  return true;
}

static void end(bool lost) {
  if (lost) MPI_Abort(MPI_COMM_WORLD, 0);
  MPI_Finalize();
}

static bool tell(void *data, int length) {
  return MPI_Bcast(data, length, MPI_CHAR, 0, MPI_COMM_WORLD) == MPI_SUCCESS;
}

static int largest(int mine) {
  int all = mine;
  MPI_Allreduce(&mine, &all, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD);
  return all;
}

static int look(int from, int tag, int *source, int *length) {
  MPI_Status status;
  int flag = 0;
  if (MPI_Iprobe(from < 0 ? MPI_ANY_SOURCE : from, tag, MPI_COMM_WORLD, &flag, &status) != MPI_SUCCESS)
    return -1;
  if (!flag || MPI_Get_count(&status, MPI_CHAR, length) != MPI_SUCCESS) return 0;
  *source = status.MPI_SOURCE;
  return 1;
}

static bool take(int from, int tag, void *data, int length) {
  return MPI_Recv(data, length, MPI_CHAR, from, tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE) == MPI_SUCCESS;
}

static bool send(int to, int tag, const void *data, int length) {
  return MPI_Send(data, length, MPI_CHAR, to, tag, MPI_COMM_WORLD) == MPI_SUCCESS;
}

static void *post(int to, int tag, const void *data, int length) {
  MPI_Request *request = malloc(sizeof *request);
  if (request != NULL && MPI_Isend(data, length, MPI_CHAR, to, tag, MPI_COMM_WORLD, request) == MPI_SUCCESS)
    return request;
  free(request);
  return NULL;
}

static bool left(void *ticket) {
  int flag = 0;
  if (MPI_Test(ticket, &flag, MPI_STATUS_IGNORE) == MPI_SUCCESS && !flag) return false;
  free(ticket);
  return true;
}

const ply_rank_messages ply_rank_messages_mpi = {
    .version = PLY_CARRIER_VERSION,
    .start = start,
    .end = end,
    .tell = tell,
    .largest = largest,
    .look = look,
    .take = take,
    .send = send,
    .post = post,
    .left = left,
};
