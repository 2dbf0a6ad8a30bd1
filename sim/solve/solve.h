/* Searches: which bundles are acceptable, stable, sustained; what each bargaining concept picks; how
 * proposals and talks end. Everything here is exact; what a limit left undecided says so in the result. */
#ifndef PLY_SOLVE_H
#define PLY_SOLVE_H

#include "sim/game/game.h"
#include "sim/result/result.h"

/* The set over which solutions are taken. AUTO: stable if not empty, else sustained if not empty, else
 * acceptable. */
typedef enum ply_over {
  PLY_OVER_AUTO = 0,
  PLY_OVER_ACCEPTABLE,
  PLY_OVER_SUSTAINED,
  PLY_OVER_STABLE
} ply_over;

typedef struct ply_solve_settings {
  int over;            /* ply_over */
  int top;             /* how many of the best acceptable bundles to list; 0 none */
  int threads;         /* 0: all cores; the answers are the same for any number */
  double time_limit_s; /* 0: none */
  size_t memory_bytes; /* 0: 1 GiB */
  uint64_t seed;
  ply_stop stop; /* NULL: never */
  void (*progress)(void *data,
                   double share); /* NULL: none; called from one thread, share of the space decided */
  void *progress_data;
} ply_solve_settings;

/* Solves a compiled game. *out is a new result (ply_result_free), whose `verified` stamps are still false.
 * Returns PLY_OK also where a limit or a stop came first: see result->outcome and stopped_by. Errors:
 * PLY_E_LIMIT where the memory limit does not allow even to start, PLY_E_MEMORY. Cost: actors * core bundles
 * (see sim/game/space.h), independent of the number of combos but for acceptable bundles. */
ply_status ply_solve(const ply_game *game, const ply_solve_settings *settings, ply_result **out,
                     ply_err *err);

/* A row of the registry of solution concepts, for lists. */
typedef struct ply_concept {
  const char *name, *help, *reference;
} ply_concept;
/* Row 0, 1, ... of the registry; NULL past the last. */
const ply_concept *ply_concept_row(int row);

#endif
