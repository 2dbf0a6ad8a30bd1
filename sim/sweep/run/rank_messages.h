/* What ranks ask of a message-passing library: a dozen calls, gathered in one struct. Libraries of messages
 * are slow to load (Open MPI brings a dozen others), so that the program is not linked with one: a module of
 * its own, built from mpi.c, holds the struct and is loaded where the process was started as one of several.
 * Tests give a struct of their own. */
#ifndef PLY_SWEEP_RUN_RANK_MESSAGES_H
#define PLY_SWEEP_RUN_RANK_MESSAGES_H

#include "sim/base/base.h"

/* Ranks are numbered from 0. Calls that fail because another rank is gone return false; nothing else may
 * fail. */
typedef struct ply_rank_messages {
  int version;                          /* PLY_CARRIER_VERSION of the header that it was built with */
  bool (*start)(int *rank, int *size);  /* false: the library does not start */
  void (*end)(bool lost);               /* lost: some rank is gone and would never take part in the end */
  bool (*tell)(void *data, int length); /* collective: rank 0's data to all */
  int (*largest)(int mine);             /* collective */
  /* 1: a message is there, its sender and length told; 0: none; -1: none, and the other is gone. from: a
   * rank, or -1 for any. */
  int (*look)(int from, int tag, int *source, int *length);
  bool (*take)(int from, int tag, void *data, int length);
  bool (*send)(int to, int tag, const void *data, int length); /* may wait until the other takes it */
  /* Begins to send; data must stay until the ticket is given back. NULL: it cannot be sent. */
  void *(*post)(int to, int tag, const void *data, int length);
  /* Whether what was posted has left (or never will); the ticket is gone then. */
  bool (*left)(void *ticket);
} ply_rank_messages;

enum { PLY_CARRIER_VERSION = 2 };

/* The struct's name in the module. */
#define PLY_CARRIER_SYMBOL "ply_rank_messages_mpi"

/* How many ranks the process was started with, as far as the environment says: 0 where it was not started by
 * mpirun or the like, 1 where it was and the number is not known. */
int ply_rank_messages_ranks(void);

/* Loads the module: from the folder of the program, or where it is installed. *out stays loaded until the
 * process ends. PLY_E_USAGE with what to do where there is none. */
ply_status ply_rank_messages_load(const ply_rank_messages **out, ply_err *err);

#endif
