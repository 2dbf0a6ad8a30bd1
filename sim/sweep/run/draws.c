/* Draws for sim/robust: run k's numbers and red lines, with one actor's own at their base or from another run
 * where that is asked. Security numbers are nobody's own. Cost: compiling a game. */
#include "sim/sweep/run/draws.h"
#include "sim/sweep/inside.h"

#include <stdlib.h>
#include <string.h>

/* A thread's own part. */
typedef struct drawer {
  const ply_sweep *sweep;
  ply_arena *arena;
  const ply_variant *variant;
  bool owned;
  ply_coordinate *point, *base;
  double *values, *other;
  ply_line_ids ids, other_ids;
  bool *moves; /* [the scenario's n_numbers] */
} drawer;

static void finish(void *own) {
  drawer *d = own;
  if (d->owned) ply_variant_free((ply_variant *)(uintptr_t)d->variant);
  ply_arena_free(d->arena);
}

/* The numbers that parameters set, and the weights that are scaled with them. */
static bool find_moving(drawer *d) {
  const ply_variant *variant = d->variant;
  size_t n = 0;
  d->moves = PLY_NEW(d->arena, variant->scenario->n_numbers + 1, bool);
  if (d->moves == NULL) return false;
  for (int k = 0; k < d->sweep->n_parameters; k++) n += (size_t)d->sweep->parameters[k].n_targets;
  for (size_t t = 0; t < n; t++)
    if (variant->number[t] >= 0) d->moves[variant->number[t]] = true;
  for (int w = 0; w < variant->n_weights; w++)
    for (int k = 0; k < variant->weights[w].n; k++) d->moves[variant->weights[w].number[k]] = true;
  return true;
}

static bool moves(void *own, int number) { return ((const drawer *)own)->moves[number]; }

static void *start(const void *source) {
  const ply_sweep *sweep = source;
  ply_arena *arena = ply_arena_new();
  drawer *d = arena != NULL ? PLY_NEW(arena, 1, drawer) : NULL;
  if (d == NULL) {
    ply_arena_free(arena);
    return NULL;
  }
  *d = (drawer){.sweep = sweep, .arena = arena};
  d->point = PLY_NEW(arena, sweep->n_parameters + 1, ply_coordinate);
  d->base = PLY_NEW(arena, sweep->n_parameters + 1, ply_coordinate);
  d->values = PLY_NEW(arena, sweep->scenario->n_numbers + 1, double);
  d->other = PLY_NEW(arena, sweep->scenario->n_numbers + 1, double);
  bool ok = d->point != NULL && d->base != NULL && d->values != NULL && d->other != NULL &&
            ply_point_ids(sweep, arena, &d->ids) && ply_point_ids(sweep, arena, &d->other_ids);
  for (int k = 0; ok && k < sweep->n_parameters; k++) d->base[k].stands = PLY_AT_BASE;
  if (ok) d->variant = ply_variant_of(sweep, d->base, &d->owned);
  if (ok && d->variant != NULL && d->variant->scenario != NULL && find_moving(d)) return d;
  finish(d);
  return NULL;
}

/* Puts the actor's own numbers and red lines of another point over those there are. */
static void put_own(drawer *d, int actor, const ply_coordinate *point) {
  const ply_scenario *s = d->variant->scenario;
  ply_point_numbers(d->sweep, d->variant, point, d->other);
  for (int i = 0; i < s->n_numbers; i++)
    if (s->numbers[i].actor == actor) d->values[i] = d->other[i];
  ply_point_draw_lines(d->sweep, d->variant, point, d->other, &d->other_ids);
  for (int i = 0, id = 0; i < s->n_actors; i++)
    for (int l = 0; l < s->actors[i].n_red_lines; l++, id++) {
      uint64_t bit = (uint64_t)1 << (id % 64);
      if (i == actor)
        d->ids.bits[id / 64] = (d->ids.bits[id / 64] & ~bit) | (d->other_ids.bits[id / 64] & bit);
    }
}

static ply_status game(void *own, const ply_draw_at *at, ply_game **out, ply_err *err) {
  drawer *d = own;
  const ply_sweep *sweep = d->sweep;
  if (at->run != PLY_BASE_RUN) ply_sample_point(sweep, at->run, d->point);
  const ply_coordinate *point = at->run == PLY_BASE_RUN ? d->base : d->point;
  ply_point_numbers(sweep, d->variant, point, d->values);
  ply_point_draw_lines(sweep, d->variant, point, d->values, &d->ids);
  if (at->asked != PLY_NOBODY) {
    ply_sample_point(sweep, at->asked_run, d->point);
    put_own(d, at->asked, d->point);
  }
  if (at->known != PLY_NOBODY) put_own(d, at->known, d->base);
  ply_weights_apply(d->variant->weights, d->variant->n_weights, d->values);
  ply_lines lines = sweep->lines;
  if (ply_point_draws_lines(sweep)) ply_point_listed(&d->ids, &lines);
  return ply_game_compile(d->variant->scenario, d->values, &lines, out, err);
}

/* Why a parameter's draws are not draws of numbers of one scenario, or NULL. */
static const ply_parameter *other_scenario(const ply_sweep *sweep) {
  for (int k = 0; k < sweep->n_parameters; k++)
    if (sweep->parameters[k].reload) return &sweep->parameters[k];
  return NULL;
}

ply_status ply_sweep_draws(const ply_sweep *sweep, ply_draws *out, ply_err *err) {
  const ply_parameter *reload = other_scenario(sweep);
  if (reload != NULL)
    return ply_err_set(
        err, PLY_E_USAGE,
        "%s changes which bundles there are or who is asked: draws may differ in numbers of "
        "payoffs, reservations and security and in red lines alone; leave it out, or change it "
        "with --set",
        reload->name);
  if (!sweep->sample.method->draws)
    return ply_err_set(err, PLY_E_USAGE,
                       "the method \"%s\" gives no draws from the ranges, so no shares either: take "
                       "latin-hypercube, random, sobol or a grid",
                       sweep->sample.method->name);
  *out = (ply_draws){
      .n = sweep->n_runs, .source = sweep, .start = start, .finish = finish, .game = game, .moves = moves};
  return PLY_OK;
}
