/* What do the loose issues of a large additive game give, and from what on is everybody content? Values are
 * written with a few decimals, so that sums lie on a grid: counted in its steps they are whole numbers and
 * add up exactly. Cost: tied designs * actors * issues. */
#include "sim/solve/additive/additive.h"

#include <math.h>
#include <stdlib.h>

/* A step should be well above the tolerance of comparisons, so that what is on the grid is never doubtful. */
enum { MOST_DIGITS = 7 };

static double term_of(const ply_space *space, int actor, int issue, int option) {
  return space->game->rows[actor * space->game->n_issues + issue].constant[0][option];
}

/* Whether all terms are whole numbers of steps of 1 / per_unit. */
static bool fits(const ply_space *space, double per_unit) {
  for (int j = 0; j < space->n_loose; j++)
    for (int i = 0; i < space->game->n_actors; i++)
      for (int o = 0; o < space->game->scenario->issues[space->loose[j]].n_options; o++) {
        double steps = term_of(space, i, space->loose[j], o) * per_unit;
        if (!(fabs(steps) < 1e12) || fabs(steps - round(steps)) > 1e-13 * fabs(steps) + 1e-11) return false;
      }
  return true;
}

static uint64_t common_divisor(uint64_t a, uint64_t b) {
  while (b != 0) {
    uint64_t rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

/* The largest whole number of such steps that divides all terms: eighths written with three decimals lie on a grid of
 * eighths. */
static double widest(const ply_space *space, double per_unit) {
  uint64_t divisor = 0;
  for (int j = 0; j < space->n_loose; j++)
    for (int i = 0; i < space->game->n_actors; i++)
      for (int o = 0; o < space->game->scenario->issues[space->loose[j]].n_options; o++)
        divisor =
            common_divisor((uint64_t)fabs(round(term_of(space, i, space->loose[j], o) * per_unit)), divisor);
  return divisor > 0 ? (double)divisor : 1;
}

static void find_step(ply_terms *t) {
  double per_unit = 1;
  t->step = 1;
  for (int digits = 0; digits <= MOST_DIGITS && !t->grid; digits++, per_unit *= 10)
    if (fits(t->space, per_unit)) {
      t->grid = true;
      t->step = widest(t->space, per_unit) / per_unit;
    }
}

/* Terms of an issue, and what it adds to the ends. */
static void fill_issue(ply_terms *t, int j) {
  for (int i = 0; i < t->n_actors; i++) {
    double least = INFINITY, most = -INFINITY;
    for (int o = 0; o < t->options[j]; o++) {
      double steps = term_of(t->space, i, t->space->loose[j], o) / t->step;
      if (t->grid) steps = round(steps);
      t->term[j][o * t->n_actors + i] = steps;
      least = fmin(least, steps);
      most = fmax(most, steps);
    }
    t->most[j + 1][i] = t->most[j][i] + most;
    t->least[j + 1][i] = t->least[j][i] + least;
  }
}

bool ply_terms_fill(ply_terms *t, const ply_space *space, ply_arena *arena) {
  const ply_game *game = space->game;
  *t = (ply_terms){.space = space, .n_actors = game->n_actors, .n_issues = space->n_loose, .combos = 1};
  find_step(t);
  for (int i = 0; i < t->n_actors; i++) t->eps[i] = game->eps[i] / t->step;
  for (int j = 0; j < t->n_issues; j++) {
    t->options[j] = game->scenario->issues[space->loose[j]].n_options;
    t->stride[j] = game->issue_stride[space->loose[j]];
    t->combos *= (uint64_t)t->options[j];
    t->term[j] = PLY_NEW(arena, t->options[j] * t->n_actors, double);
    if (t->term[j] == NULL) return false;
    fill_issue(t, j);
  }
  return true;
}

/* ---- grounds ---- */

/* The steps from which the actor is content on top of its base. */
static double need_of(const ply_terms *t, int actor, double base) {
  double steps = (t->space->game->reservation[actor] - t->space->game->eps[actor] - base) / t->step;
  return t->grid ? ceil(steps) : steps;
}

static bool fill_stand(ply_additive *a, const ply_tile_tables *tables, const ply_tied_design *design,
                       ply_ground *out) {
  size_t n = (size_t)a->game->n_actors;
  double *base = PLY_NEW(a->arena, n, double), *need = PLY_NEW(a->arena, n, double);
  if (base == NULL || need == NULL) return false;
  for (size_t i = 0; i < n; i++) {
    base[i] = ply_tile_payoff(tables, (int)i, 0);
    need[i] = need_of(&a->terms, (int)i, base[i]);
  }
  const ply_roster *k = tables->roster;
  *out = (ply_ground){.index = design->index + k->index[0],
                      .party = k->party[0],
                      .refused = k->refused[0] | design->refused,
                      .base = base,
                      .need = need};
  return true;
}

static int by_index(const void *a, const void *b) {
  const ply_ground *x = a, *y = b;
  return x->index < y->index ? -1 : x->index > y->index;
}

ply_status ply_grounds_fill(ply_additive *a) {
  const ply_space *space = a->space;
  ply_tile_tables tables;
  ply_status status = PLY_OK;
  ply_tile_tables_init(&tables);
  a->grounds = PLY_NEW(a->arena, space->n_designs, ply_ground);
  if (a->grounds == NULL) status = PLY_E_MEMORY;
  for (size_t b = 0; b < space->n_tiles && status == PLY_OK; b++) {
    const ply_tile *tile = &space->tiles[b];
    status = ply_tile_tables_fill(space, space->rosters[tile->roster_id], tile->security, &tables);
    for (size_t d = tile->first; d < tile->first + tile->n && status == PLY_OK; d++) {
      uint16_t option[PLY_MAX_ISSUES];
      ply_space_options(space, space->designs[d].index, option);
      ply_tile_design(&tables, option);
      if (!fill_stand(a, &tables, &space->designs[d], &a->grounds[a->n_grounds++])) status = PLY_E_MEMORY;
    }
  }
  ply_tile_tables_done(&tables);
  if (status == PLY_OK && a->n_grounds > 0) qsort(a->grounds, a->n_grounds, sizeof *a->grounds, by_index);
  return status;
}
