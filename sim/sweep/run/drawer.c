/* The game of one run alone, for questions that are not outputs of a sweep: simulated talks, and whatever else
 * is asked of the very draws that a sweep makes. Cost: compiling the game, the size of the scenario; where payoffs are
 * sums over issues and nothing else, the numbers alone. */
#include "sim/sweep/inside.h"

#include <stdlib.h>

struct ply_drawer {
  const ply_sweep *sweep;
  ply_arena *arena;
  ply_coordinate *point;
  double *values;
  int room;
  ply_line_ids ids;
  const ply_variant *variant;
  bool owned; /* the variant is this drawer's */
  ply_game *game;
};

ply_drawer *ply_drawer_new(const ply_sweep *sweep) {
  ply_arena *arena = ply_arena_new();
  ply_drawer *d = arena != NULL ? PLY_NEW(arena, 1, ply_drawer) : NULL;
  if (d == NULL) {
    ply_arena_free(arena);
    return NULL;
  }
  *d = (ply_drawer){.sweep = sweep, .arena = arena};
  d->point = PLY_NEW(arena, sweep->n_parameters + 1, ply_coordinate);
  if (d->point != NULL && ply_point_ids(sweep, arena, &d->ids)) return d;
  ply_drawer_free(d);
  return NULL;
}

static void drop_game(ply_drawer *d) {
  ply_game_free(d->game);
  d->game = NULL;
}

static void drop_variant(ply_drawer *d) {
  if (d->owned) ply_variant_free((ply_variant *)(uintptr_t)d->variant);
  d->variant = NULL;
  d->owned = false;
}

void ply_drawer_free(ply_drawer *d) {
  if (d == NULL) return;
  drop_game(d);
  drop_variant(d);
  free(d->values);
  ply_arena_free(d->arena);
}

/* The variant of the point; a game of another one is dropped. */
static ply_status take_variant(ply_drawer *d, ply_err *err) {
  bool owned;
  const ply_variant *variant = ply_variant_of(d->sweep, d->point, &owned);
  if (variant != NULL && variant == d->variant && !owned) return PLY_OK;
  drop_game(d);
  drop_variant(d);
  d->variant = variant;
  d->owned = owned;
  if (variant == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  ply_status status = ply_variant_fits(d->sweep, variant, err);
  if (status != PLY_OK) return status;
  const ply_scenario *s = variant->scenario;
  if (s->n_numbers < d->room) return PLY_OK;
  free(d->values);
  d->room = 0;
  d->values = calloc((size_t)s->n_numbers + 1, sizeof *d->values);
  if (d->values == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  d->room = s->n_numbers + 1;
  return PLY_OK;
}

ply_status ply_drawer_game(ply_drawer *d, uint64_t run, const ply_game **out, ply_err *err) {
  ply_lines lines = {0};
  *out = NULL;
  ply_sample_point(d->sweep, run, d->point);
  ply_status status = take_variant(d, err);
  if (status != PLY_OK) {
    drop_variant(d);
    return status;
  }
  ply_point_values(d->sweep, d->variant, d->point, d->values);
  if (d->game == NULL || !ply_game_take_values(d->game, d->values)) {
    drop_game(d);
    ply_point_lines(d->sweep, d->variant, d->point, d->values, &d->ids, &lines);
    status = ply_game_compile(d->variant->scenario, d->values, &lines, &d->game, err);
  }
  *out = d->game;
  return status;
}
