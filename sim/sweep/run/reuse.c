/* Whole solves that differ in numbers need one pass over the space between them (sim/solve/batch/shared_pass.h): over a
 * game that is above all games of the runs, made by comparing these games, number by number, as they are
 * compiled. What may be acceptable in any run is found once for each variant of the scenario, by the first
 * thread that needs it, and shared by all; a run asks there those actors alone whose numbers moved. Runs that
 * are not covered are searched on their own: those of a game of another structure, those that ask what the
 * pass does not keep, and all where it takes too much memory. Cost: compiling the game of each run, of SAMPLE
 * runs where there are more; the pass. */
#include "sim/solve/solve.h"
#include "sim/sweep/inside.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
  WORTH_IT = 3,  /* runs of one variant from which a pass pays */
  SAMPLE = 16384 /* runs that the envelope is made from: hardly any of the others lies outside */
};

typedef struct kept {
  const ply_variant *variant;
  ply_envelope *envelope;
  ply_shared_pass *pass; /* NULL: it could not be made */
  struct kept *next;
} kept;

typedef struct ply_reuse {
  pthread_mutex_t lock;
  kept *first;
  size_t bytes_left;
} ply_reuse;

/* ---- is the sweep of the kind? ---- */

static bool asks_for_joins(const ply_sweep *sweep) {
  for (int o = 0; o < sweep->n_outputs; o++)
    if (sweep->outputs[o].measure->asks & PLY_SKIP_JOIN) return true;
  return false;
}

/* Whether all outputs are kept whatever moves. */
static bool asks_what_is_kept(const ply_sweep *sweep) {
  const unsigned lost =
      PLY_SKIP_PROPOSALS | PLY_SKIP_REGRET | PLY_SKIP_VETO | PLY_SKIP_SLACK | PLY_SKIP_REOPENED;
  return sweep->solves && !sweep->renders && (ply_outputs_skip(sweep) & lost) == lost;
}

/* Whether they are kept where the payoffs of these actors move, or red lines come and go. */
static bool kept_where_moved(const ply_sweep *sweep, const ply_game *game, uint64_t moved, bool lines) {
  uint64_t candidates = 0;
  for (int c = 0; c < game->n_candidates; c++) candidates |= (uint64_t)1 << game->candidate[c];
  if ((moved != 0 || lines) && !(ply_outputs_skip(sweep) & PLY_SKIP_DESIGNS)) return false;
  return (moved & candidates) == 0 || !asks_for_joins(sweep);
}

static bool worth_it(const ply_sweep *sweep) {
  uint64_t variants = 1;
  for (int k = 0; k < sweep->n_parameters; k++)
    if (sweep->parameters[k].reload) variants *= (uint64_t)sweep->parameters[k].n_values;
  return sweep->n_runs / variants >= WORTH_IT;
}

ply_status ply_reuse_prepare(ply_sweep *sweep, ply_err *err) {
  if (!ply_variants_kept(sweep) || !asks_what_is_kept(sweep) || !worth_it(sweep)) return PLY_OK;
  sweep->reuse = PLY_NEW(sweep->arena, 1, ply_reuse);
  if (sweep->reuse == NULL) return ply_err_set(err, PLY_E_MEMORY, "out of memory");
  pthread_mutex_init(&sweep->reuse->lock, NULL);
  sweep->reuse->bytes_left = SIZE_MAX;
  return PLY_OK;
}

static void forget(kept *k) {
  ply_shared_pass_free(k->pass);
  ply_envelope_free(k->envelope);
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

/* ---- the games of a variant's runs ---- */

typedef struct gathering {
  const ply_sweep *sweep;
  const ply_variant *variant;
  size_t slot;
  ply_coordinate *point; /* [n_parameters] */
  double *values;        /* [n_numbers] */
  ply_line_ids ids;
  ply_envelope *envelope;
  uint64_t n; /* games in it */
} gathering;

/* Takes in the game of a run, if it is one of the variant and can be made. */
static void take_in(gathering *g, uint64_t run) {
  ply_game *game = NULL;
  ply_lines lines;
  ply_sample_point(g->sweep, run, g->point);
  if (ply_variant_slot(g->sweep, g->point) != g->slot) return;
  ply_point_values(g->sweep, g->variant, g->point, g->values);
  ply_point_lines(g->sweep, g->variant, g->point, g->values, &g->ids, &lines);
  if (ply_game_compile(g->variant->scenario, g->values, &lines, &game, NULL) != PLY_OK) return;
  if (g->envelope == NULL) {
    g->envelope = ply_envelope_new(game);
    g->n += g->envelope != NULL;
    return;
  }
  g->n += ply_envelope_add(g->envelope, game);
  ply_game_free(game);
}

static void gather(gathering *g, ply_stop stop) {
  uint64_t runs = g->sweep->n_runs, n = runs < SAMPLE ? runs : SAMPLE;
  ply_rng rng;
  ply_rng_init(&rng, 1, 1);
  for (uint64_t i = 0; i < n && (stop == NULL || !*stop); i++)
    take_in(g, n < runs ? ply_rng_below(&rng, runs) : i);
}

/* The envelope of a variant's games, that of the run at `point` among them; NULL where there are too few. */
static ply_envelope *envelope_of(const ply_sweep *sweep, const ply_variant *variant,
                                 const ply_coordinate *point, ply_stop stop) {
  gathering g = {.sweep = sweep, .variant = variant, .slot = ply_variant_slot(sweep, point)};
  g.point = malloc((size_t)(sweep->n_parameters + 1) * sizeof *g.point);
  g.values = malloc((size_t)(variant->scenario->n_numbers + 1) * sizeof *g.values);
  ply_arena *arena = ply_arena_new();
  if (g.point != NULL && g.values != NULL && arena != NULL && ply_point_ids(sweep, arena, &g.ids))
    gather(&g, stop);
  ply_arena_free(arena);
  free(g.point);
  free(g.values);
  if (g.n >= WORTH_IT) return g.envelope;
  ply_envelope_free(g.envelope);
  return NULL;
}

/* ---- the passes ---- */

/* Does the pass for a variant; without it where there is no room. */
static void make(const ply_sweep *sweep, kept *k, const ply_coordinate *point, const ply_game *game,
                 int threads, ply_stop stop) {
  ply_reuse *reuse = sweep->reuse;
  size_t memory = sweep->memory_bytes > 0 ? sweep->memory_bytes : (size_t)1 << 30;
  if (reuse->bytes_left == SIZE_MAX) reuse->bytes_left = memory;
  ply_solve_settings settings = {
      .skip = ply_outputs_skip(sweep), .threads = threads, .memory_bytes = memory, .stop = stop};
  if (!ply_shared_pass_pays(game, &settings)) return;
  k->envelope = reuse->bytes_left > 0 ? envelope_of(sweep, k->variant, point, stop) : NULL;
  if (k->envelope == NULL) return;
  const ply_game *low = ply_envelope_relaxed(k->envelope);
  uint64_t moved = ply_envelope_moved(k->envelope);
  if (low == NULL) return;
  bool lines = ply_envelope_lines(k->envelope, NULL, 0) > 0;
  if (!kept_where_moved(sweep, low, moved, lines) || !ply_shared_pass_possible(low, moved)) return;
  if (ply_shared_pass_new(k->envelope, &settings, &k->pass, NULL) != PLY_OK) return;
  size_t bytes = ply_shared_pass_bytes(k->pass);
  bool lacks_joins = !ply_shared_pass_counts_joins(k->pass) && asks_for_joins(sweep);
  if (bytes <= reuse->bytes_left && !lacks_joins) {
    reuse->bytes_left -= bytes;
  } else {
    ply_shared_pass_free(k->pass);
    k->pass = NULL;
    if (!lacks_joins) reuse->bytes_left = 0;
  }
}

const ply_shared_pass *ply_reuse_of(const ply_sweep *sweep, const ply_variant *variant,
                                    const ply_coordinate *point, const ply_game *game, int threads,
                                    ply_stop stop) {
  ply_reuse *reuse = sweep->reuse;
  if (reuse == NULL) return NULL;
  pthread_mutex_lock(&reuse->lock);
  kept *k = reuse->first;
  while (k != NULL && k->variant != variant) k = k->next;
  if (k == NULL && (k = calloc(1, sizeof *k)) != NULL) {
    *k = (kept){.variant = variant, .next = reuse->first};
    reuse->first = k;
    make(sweep, k, point, game, threads, stop);
  }
  pthread_mutex_unlock(&reuse->lock);
  return k != NULL && k->pass != NULL && ply_shared_pass_covers(k->pass, game) ? k->pass : NULL;
}
