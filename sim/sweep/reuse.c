/* Whole solves that differ in reservations alone need one pass over the space between them
 * (sim/solve/wide.h). A sweep is of the kind where every parameter that moves a number moves a reservation,
 * no red line is drawn, and no output asks what the pass does not keep. The pass is done at the lowest
 * reservations of the plan, once for each variant of the scenario, by the first thread that needs it, and
 * shared by all. Where it takes too much memory, runs are solved one by one. */
#include "sim/solve/solve.h"
#include "sim/sweep/inside.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { WORTH_IT = 3 }; /* runs of one variant from which a pass at the lowest reservations pays */

typedef struct kept {
  const ply_variant *variant;
  ply_game *low;
  ply_wide *wide; /* NULL: it could not be made */
  struct kept *next;
} kept;

typedef struct ply_reuse {
  pthread_mutex_t lock;
  kept *first;
  size_t bytes_left;
} ply_reuse;

/* ---- is the sweep of the kind? ---- */

static bool is_reservation(const ply_scenario *s, int number) {
  for (int i = 0; i < s->n_actors; i++)
    if (s->actors[i].reservation_design < 0 && s->actors[i].reservation.id == number) return true;
  return false;
}

static bool moves_reservations_only(const ply_sweep *sweep) {
  bool any = false;
  for (int k = 0; k < sweep->n_parameters; k++) {
    const ply_parameter *p = &sweep->parameters[k];
    if (p->reload && p->spread != PLY_LIST) return false;
    if (p->reload) continue;
    if (p->spread == PLY_LINE) return false;
    for (int t = 0; t < p->n_targets; t++)
      if (!is_reservation(sweep->scenario, p->targets[t].number)) return false;
    any = true;
  }
  return any;
}

static bool asks_what_is_kept(const ply_sweep *sweep) {
  const unsigned lost = PLY_SKIP_PROPOSALS | PLY_SKIP_REGRET | PLY_SKIP_VETO;
  return sweep->solves && !sweep->renders && (ply_outputs_skip(sweep) & lost) == lost;
}

static bool worth_it(const ply_sweep *sweep) {
  uint64_t variants = 1;
  for (int k = 0; k < sweep->n_parameters; k++)
    if (sweep->parameters[k].reload) variants *= (uint64_t)sweep->parameters[k].n_values;
  return sweep->n_runs / variants >= WORTH_IT;
}

ply_status ply_reuse_prepare(ply_sweep *sweep, ply_err *err) {
  if (!ply_variants_kept(sweep) || !moves_reservations_only(sweep) || !asks_what_is_kept(sweep) ||
      !worth_it(sweep))
    return PLY_OK;
  sweep->reuse = PLY_NEW(sweep->arena, 1, ply_reuse);
  if (sweep->reuse == NULL) return ply_err_set(err, PLY_E_MEMORY, "out of memory");
  pthread_mutex_init(&sweep->reuse->lock, NULL);
  sweep->reuse->bytes_left = SIZE_MAX;
  return PLY_OK;
}

static void forget(kept *k) {
  ply_wide_free(k->wide);
  ply_game_free(k->low);
  free(k);
}

void ply_reuse_free(ply_reuse *reuse) {
  if (reuse == NULL) return;
  for (kept *k = reuse->first, *next; k != NULL; k = next) {
    next = k->next;
    forget(k);
  }
  pthread_mutex_destroy(&reuse->lock);
}

/* ---- the passes ---- */

/* The game at the lowest reservations of the plan. */
static ply_game *lowest_game(const ply_sweep *sweep, const ply_variant *variant, const double *values) {
  size_t n = (size_t)variant->scenario->n_numbers;
  double *low = malloc((n + 1) * sizeof *low);
  ply_game *game = NULL;
  if (low == NULL) return NULL;
  memcpy(low, values, n * sizeof *low);
  const int *number = variant->number;
  for (int k = 0; k < sweep->n_parameters; k++)
    for (int t = 0; t < sweep->parameters[k].n_targets; t++, number++)
      if (*number >= 0)
        low[*number] = ply_draw_lowest(&sweep->parameters[k], &sweep->parameters[k].targets[t]);
  if (ply_game_compile(variant->scenario, low, &sweep->lines, &game, NULL) != PLY_OK) game = NULL;
  free(low);
  return game;
}

/* Does the pass for a variant; without it where there is no room. */
static void make(const ply_sweep *sweep, kept *k, const double *values, int threads, ply_stop stop) {
  ply_reuse *reuse = sweep->reuse;
  size_t memory = sweep->memory_bytes > 0 ? sweep->memory_bytes : (size_t)1 << 30;
  if (reuse->bytes_left == SIZE_MAX) reuse->bytes_left = memory;
  ply_solve_settings settings = {
      .skip = ply_outputs_skip(sweep), .threads = threads, .memory_bytes = memory, .stop = stop};
  k->low = reuse->bytes_left > 0 ? lowest_game(sweep, k->variant, values) : NULL;
  if (k->low == NULL || !ply_wide_possible(k->low)) return;
  if (ply_wide_new(k->low, &settings, &k->wide, NULL) != PLY_OK) return;
  size_t bytes = ply_wide_bytes(k->wide);
  if (bytes <= reuse->bytes_left) {
    reuse->bytes_left -= bytes;
  } else {
    ply_wide_free(k->wide);
    k->wide = NULL;
    reuse->bytes_left = 0;
  }
}

const ply_wide *ply_reuse_of(const ply_sweep *sweep, const ply_variant *variant, const ply_game *game,
                             const double *values, int threads, ply_stop stop) {
  ply_reuse *reuse = sweep->reuse;
  if (reuse == NULL) return NULL;
  pthread_mutex_lock(&reuse->lock);
  kept *k = reuse->first;
  while (k != NULL && k->variant != variant) k = k->next;
  if (k == NULL && (k = calloc(1, sizeof *k)) != NULL) {
    *k = (kept){.variant = variant, .next = reuse->first};
    reuse->first = k;
    make(sweep, k, values, threads, stop);
  }
  pthread_mutex_unlock(&reuse->lock);
  return k != NULL && k->wide != NULL && ply_wide_covers(k->wide, game) ? k->wide : NULL;
}
