/* The loose issues of a large additive space, merged: payoffs are written with a few decimals, so a great
 * many combos give everybody the same payoffs. A dynamic programme over issues keeps, for each distinct
 * vector of payoffs, how many combos give it and the lowest of them; vectors at which two parties refuse
 * whatever follows are dropped, as neither agreement nor a veto can depend on them. Payoffs are counted in
 * grid units, and a vector is one mixed-radix code, to which an option adds a constant. (Counting by
 * generating functions: Brams and Affuso 1976, doi:10.1007/BF00141055, for voting power.) Cost: distinct
 * vectors * options, summed over issues. Where the grid itself is small, cells are looked up by their code.
 */
#include "sim/solve/space/space.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct cell {
  uint64_t code, count, index;
} cell;

typedef struct grid {
  const ply_space *space;
  int n_actors;
  double unit;    /* payoff of one grid step */
  int64_t *value; /* [n_loose][n_actors][options], above the issue's least */
  size_t value_at[PLY_MAX_ISSUES];
  int64_t least[PLY_MAX_ACTORS];                          /* sum of the issues' least values */
  int64_t most[PLY_MAX_ISSUES + 1][PLY_MAX_ACTORS];       /* the most that issues before j can still add */
  uint64_t width[PLY_MAX_ACTORS], stride[PLY_MAX_ACTORS]; /* of the code */
  int64_t need[PLY_MAX_ACTORS]; /* value below which the actor refuses at every tied bundle */
} grid;

/* ---- the grid
 * -------------------------------------------------------------------------------------------------- */

static double term(const ply_space *space, int actor, int issue, int option) {
  return space->game->rows[actor * space->game->n_issues + issue].constant[0][option];
}

/* Whether all terms are whole numbers of steps of 10^-digits. */
static bool fits(const ply_space *space, double per_unit) {
  for (int j = 0; j < space->n_loose; j++)
    for (int i = 0; i < space->game->n_actors; i++)
      for (int o = 0; o < space->game->scenario->issues[space->loose[j]].n_options; o++) {
        double steps = term(space, i, space->loose[j], o) * per_unit;
        if (!(fabs(steps) < 1e12) || fabs(steps - round(steps)) > 1e-13 * fabs(steps) + 1e-12) return false;
      }
  return true;
}

static bool find_unit(const ply_space *space, double *unit) {
  double per_unit = 1;
  for (int digits = 0; digits <= 9; digits++, per_unit *= 10)
    if (fits(space, per_unit)) {
      *unit = 1 / per_unit;
      return true;
    }
  return false;
}

static bool fill_values(grid *g) {
  const ply_space *space = g->space;
  size_t n = 0;
  for (int j = 0; j < space->n_loose; j++) {
    g->value_at[j] = n;
    n += (size_t)space->game->scenario->issues[space->loose[j]].n_options * (size_t)g->n_actors;
  }
  g->value = malloc(n * sizeof *g->value + 1);
  if (g->value == NULL) return false;
  for (int i = 0; i < g->n_actors; i++) {
    int64_t total = 0;
    for (int j = 0; j < space->n_loose; j++) {
      int options = space->game->scenario->issues[space->loose[j]].n_options;
      int64_t *value = g->value + g->value_at[j] + (size_t)i * (size_t)options, least = INT64_MAX,
              most = INT64_MIN;
      for (int o = 0; o < options; o++) {
        value[o] = llround(term(space, i, space->loose[j], o) / g->unit);
        if (value[o] < least) least = value[o];
        if (value[o] > most) most = value[o];
      }
      for (int o = 0; o < options; o++) value[o] -= least;
      g->least[i] += least;
      g->most[j][i] = total;
      total += most - least;
    }
    g->most[space->n_loose][i] = total;
  }
  return true;
}

/* Mixed radix over actors; false where a code would not fit. */
static bool fill_radix(grid *g) {
  uint64_t stride = 1;
  for (int i = g->n_actors - 1; i >= 0; i--) {
    g->width[i] = (uint64_t)g->most[g->space->n_loose][i] + 1;
    g->stride[i] = stride;
    if (stride > INT64_MAX / g->width[i]) return false;
    stride *= g->width[i];
  }
  return true;
}

static int64_t digit(const grid *g, uint64_t code, int actor) {
  return (int64_t)(code / g->stride[actor] % g->width[actor]);
}

/* ---- what is hopeless
 * --------------------------------------------------------------------------------------------- */

/* The best that an actor can get from the rest of the bundle bounds what it needs from the combo. */
static void fill_needs(grid *g) {
  const ply_game *game = g->space->game;
  for (int i = 0; i < g->n_actors; i++) {
    double best = ply_space_best_tied(g->space, i);
    double need = floor((game->reservation[i] - 2 * PLY_EPS - best) / g->unit) - 1 - (double)g->least[i];
    g->need[i] = need < 0 ? 0 : need > 1e15 ? (int64_t)1e15 : (int64_t)need;
  }
}

/* Whether more than one veto stands whatever the issues before j bring. */
static bool hopeless(const grid *g, uint64_t code, int j) {
  const ply_game *game = g->space->game;
  int hard = 0, soft = 0;
  for (int i = 0; i < g->n_actors; i++) {
    if (!((game->required | game->counted) >> i & 1)) continue;
    if (digit(g, code, i) + g->most[j][i] >= g->need[i]) continue;
    if (game->counted >> i & 1)
      soft++;
    else
      hard++;
  }
  return hard + (soft > game->spare ? soft - game->spare : 0) > 1;
}

/* ---- the dynamic programme
 * ------------------------------------------------------------------------------------------ */

typedef struct table {
  cell *cells;
  size_t n, capacity; /* capacity: a power of two, or the whole grid */
  bool dense;         /* a cell for every code */
} table;

static size_t slot_of(const table *t, uint64_t code) {
  if (t->dense) return (size_t)code;
  uint64_t h = code * 0x9e3779b97f4a7c15u;
  size_t at = (size_t)(h ^ (h >> 29)) & (t->capacity - 1);
  while (t->cells[at].count != 0 && t->cells[at].code != code) at = (at + 1) & (t->capacity - 1);
  return at;
}

static void put(table *t, const cell *c) {
  cell *at = &t->cells[slot_of(t, c->code)];
  if (at->count == 0) {
    *at = *c;
    t->n++;
    return;
  }
  at->count += c->count;
  if (c->index < at->index) at->index = c->index;
}

static bool grow(table *t, size_t most) {
  table bigger = {.capacity = t->capacity > 0 ? t->capacity * 2 : 1024};
  if (bigger.capacity > most) return false;
  bigger.cells = calloc(bigger.capacity, sizeof *bigger.cells);
  if (bigger.cells == NULL) return false;
  for (size_t k = 0; k < t->capacity; k++)
    if (t->cells[k].count != 0) put(&bigger, &t->cells[k]);
  free(t->cells);
  *t = bigger;
  return true;
}

/* All cells of `from`, each with each option of loose issue j. */
static bool add_issue(const grid *g, int j, const table *from, table *to, size_t most) {
  const ply_space *space = g->space;
  int issue = space->loose[j], options = space->game->scenario->issues[issue].n_options;
  uint64_t step[PLY_MAX_OPTIONS] = {0};
  for (int o = 0; o < options; o++)
    for (int i = 0; i < g->n_actors; i++)
      step[o] += g->stride[i] * (uint64_t)g->value[g->value_at[j] + (size_t)i * (size_t)options + (size_t)o];
  for (size_t k = 0; k < from->capacity; k++) {
    if (from->cells[k].count == 0 || hopeless(g, from->cells[k].code, j + 1)) continue;
    for (int o = 0; o < options; o++) {
      cell next = from->cells[k];
      next.code += step[o];
      next.index += space->game->issue_stride[issue] * (uint64_t)o;
      if (!to->dense && 2 * (to->n + 1) > to->capacity && !grow(to, most)) return false;
      put(to, &next);
    }
  }
  return true;
}

/* An empty table: the whole grid if `most` cells hold it, else a small one that grows. */
static bool table_init(const grid *g, size_t most, table *t) {
  uint64_t whole = g->stride[0] * g->width[0];
  *t = (table){.dense = whole <= most};
  if (!t->dense) return grow(t, most);
  t->capacity = (size_t)whole;
  t->cells = calloc(t->capacity, sizeof *t->cells);
  return t->cells != NULL;
}

static bool run(const grid *g, size_t most, table *out) {
  table now;
  if (!table_init(g, most, &now)) return false;
  put(&now, &(cell){.count = 1});
  for (int j = g->space->n_loose - 1; j >= 0; j--) {
    table next;
    bool ok = table_init(g, most, &next) && add_issue(g, j, &now, &next, most);
    free(now.cells);
    now = next;
    if (!ok) {
      free(now.cells);
      return false;
    }
  }
  *out = now;
  return true;
}

static int by_index(const void *a, const void *b) {
  const cell *x = a, *y = b;
  return x->index < y->index ? -1 : x->index > y->index;
}

/* ---- one actor alone: how many combos give it at least so much
 * --------------------------------------------------------- */

static bool spread_of(const grid *g, int actor, ply_payoff_span *out) {
  size_t n = (size_t)g->width[actor];
  if (n > (size_t)1 << 26) return false;
  uint64_t *now = calloc(n, sizeof *now), *next = calloc(n, sizeof *next);
  out->value = malloc(n * sizeof *out->value);
  out->at_least = malloc(n * sizeof *out->at_least);
  bool ok = now && next && out->value && out->at_least;
  if (ok) now[0] = 1;
  for (int j = 0; ok && j < g->space->n_loose; j++) {
    int options = g->space->game->scenario->issues[g->space->loose[j]].n_options;
    const int64_t *value = g->value + g->value_at[j] + (size_t)actor * (size_t)options;
    memset(next, 0, n * sizeof *next);
    for (size_t v = 0; v < n; v++)
      for (int o = 0; now[v] != 0 && o < options; o++) next[v + (size_t)value[o]] += now[v];
    uint64_t *swap = now;
    now = next;
    next = swap;
  }
  uint64_t sum = 0;
  for (size_t v = n; ok && v > 0; v--) {
    if (now[v - 1] == 0) continue;
    sum += now[v - 1];
    out->value[out->n] = (double)(g->least[actor] + (int64_t)(v - 1)) * g->unit;
    out->at_least[out->n++] = sum;
  }
  free(now);
  free(next);
  return ok;
}

/* ---- the whole
 * ------------------------------------------------------------------------------------------------------------
 */

static bool keep(const grid *g, table *t, ply_vectors *out) {
  size_t n = 0, actors = (size_t)g->n_actors;
  for (size_t k = 0; k < t->capacity; k++)
    if (t->cells[k].count != 0 && !hopeless(g, t->cells[k].code, 0)) t->cells[n++] = t->cells[k];
  qsort(t->cells, n, sizeof *t->cells, by_index);
  out->n = n;
  out->count = malloc(n * sizeof *out->count + 1);
  out->index = malloc(n * sizeof *out->index + 1);
  out->payoff = malloc(n * actors * sizeof *out->payoff + 1);
  if (!out->count || !out->index || !out->payoff) return false;
  for (size_t k = 0; k < n; k++) {
    out->count[k] = t->cells[k].count;
    out->index[k] = t->cells[k].index;
    for (size_t i = 0; i < actors; i++)
      out->payoff[i * n + k] = (double)(g->least[i] + digit(g, t->cells[k].code, (int)i)) * g->unit;
  }
  return true;
}

bool ply_vectors_build(const ply_space *space, size_t memory_bytes, ply_vectors *out) {
  grid g = {.space = space, .n_actors = space->game->n_actors};
  table t = {0};
  *out = (ply_vectors){.total = 1};
  for (int j = 0; j < space->n_loose; j++)
    out->total *= (uint64_t)space->game->scenario->issues[space->loose[j]].n_options;
  size_t most = 1024;
  while (most * 2 * 3 * sizeof(cell) <= memory_bytes && most < (size_t)1 << 31) most *= 2;
  bool ok = find_unit(space, &g.unit) && fill_values(&g) && fill_radix(&g);
  if (ok) fill_needs(&g);
  ok = ok && run(&g, most, &t) && keep(&g, &t, out);
  out->span = ok ? calloc((size_t)g.n_actors, sizeof *out->span) : NULL;
  ok = ok && out->span != NULL;
  out->n_actors = g.n_actors;
  for (int i = 0; ok && i < g.n_actors; i++) ok = spread_of(&g, i, &out->span[i]);
  free(t.cells);
  free(g.value);
  if (!ok) ply_vectors_done(out);
  return ok;
}

void ply_vectors_done(ply_vectors *vectors) {
  for (int i = 0; vectors->span != NULL && i < vectors->n_actors; i++) {
    free(vectors->span[i].value);
    free(vectors->span[i].at_least);
  }
  free(vectors->span);
  free(vectors->count);
  free(vectors->index);
  free(vectors->payoff);
  *vectors = (ply_vectors){0};
}
