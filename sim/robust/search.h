/* Private to this room: a search at work. */
#ifndef PLY_ROBUST_SEARCH_H
#define PLY_ROBUST_SEARCH_H

#include "sim/robust/inside.h"

#include <pthread.h>
#include <stdatomic.h>

enum { PLY_TASK_DEPTH = 24 };

/* A partial bundle to look below: the values of the first variables. */
typedef struct ply_task {
  uint16_t value[PLY_TASK_DEPTH];
  double bound;
  bool done;
} ply_task;

typedef struct ply_tasks {
  ply_task *all; /* malloc */
  size_t n, room;
} ply_tasks;

typedef struct ply_keeper ply_keeper;

typedef struct ply_hunt {
  const ply_quest *quest;
  ply_keeper *keeper;
  int n_variables, variable[PLY_MAX_ISSUES + PLY_MAX_CANDIDATES];
  pthread_mutex_t lock;
  atomic_ullong steps;         /* partial bundles looked at */
  double deadline, root_bound; /* deadline on the monotonic clock; 0: none */
  ply_tasks tasks;
  int depth; /* of the tasks */
  size_t next, done;
  const char *volatile stopped_by;
  volatile ply_status trouble; /* PLY_OK: none */
  volatile bool no_memory;
} ply_hunt;

/* Whose payoffs the quest is about: a mask. */
static inline uint64_t ply_quest_who(const ply_quest *q) {
  return q->objective == PLY_BY_COUNT || q->objective == PLY_BY_ANY ? 0 : (uint64_t)1 << q->proposer;
}

void ply_hunt_meet(ply_hunt *hunt, ply_status status);

/* ---- keeper.c: what was found so far ---- */

ply_keeper *ply_keeper_new(const ply_quest *quest); /* NULL without memory */
void ply_keeper_free(ply_keeper *keeper);
/* Fewer draws than this are of no use. */
uint64_t ply_keeper_least(ply_keeper *keeper);
/* Whether some bundle below the step might be kept, `left` draws being alive there; narrows them where each
 * draw is on its own. *bound: the most of any of them, in what the quest is after. */
bool ply_keeper_may_take(ply_keeper *keeper, ply_descent *d, int depth, uint64_t left, double *bound);
/* A bundle that is in the set in the draws room->all, with the proposer's payoffs in room->at; true if it is
 * better than what was there. */
bool ply_keeper_take(ply_keeper *keeper, uint64_t index, ply_set_room *room);
/* ANY: in how many draws nothing was found yet, and whether this is one. */
uint64_t ply_keeper_open(ply_keeper *keeper);
bool ply_keeper_is_open(ply_keeper *keeper, uint64_t draw);
double ply_keeper_best(ply_keeper *keeper);
bool ply_keeper_give(ply_keeper *keeper, ply_found *out);

/* A bundle that is in the set in so many draws. */
void ply_keeper_count(ply_keeper *keeper, uint64_t index, uint64_t count);

/* ---- listed.c: small spaces over many draws ---- */

/* Whether the quest is one for it: decided by what is asked and by sizes. */
bool ply_listed(const ply_quest *quest);
/* Goes through everything; *stopped_by: why it did not. PLY_E_MEMORY. */
ply_status ply_listed_search(const ply_quest *quest, ply_keeper *keeper, const char **stopped_by,
                             ply_err *err);

/* ---- climb.c: the first incumbents ---- */

/* From each start uphill. False without memory. */
bool ply_climb(ply_hunt *hunt, ply_descent *room);

#endif
