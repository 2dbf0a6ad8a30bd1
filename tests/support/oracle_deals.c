/* Section 6 of the model for the oracle: solutions and efficient deals, by going through lists. */
#include "tests/support/oracle.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

uint64_t oracle_count(const oracle *o, const bool *set) {
  uint64_t count = 0;
  for (uint64_t b = 0; b < o->raw; b++) count += set[b];
  return count;
}

const bool *oracle_set(const oracle *o, const char *over, const char **name) {
  const char *dummy;
  if (name == NULL) name = &dummy;
  if (over == NULL) over = oracle_count(o, o->in_t) ? "sustained" : "acceptable";
  *name = over;
  if (strcmp(over, "reopened") == 0) return o->in_r;
  return strcmp(over, "stable") == 0 ? o->in_s : strcmp(over, "sustained") == 0 ? o->in_t : o->in_a;
}

int oracle_players(const oracle *o, int *player) {
  const ply_scenario *s = o->scenario;
  int n = 0;
  if (s->bargaining.n_players > 0) {
    for (n = 0; n < s->bargaining.n_players; n++) player[n] = s->bargaining.players[n];
    return n;
  }
  for (int i = 0; i < o->n; i++)
    if (s->actors[i].consent == PLY_REQUIRED || s->actors[i].consent == PLY_COUNTED) player[n++] = i;
  if (n == 0)
    for (n = 0; n < o->n; n++) player[n] = n;
  return n;
}

/* One row for each bundle still in the running: its index and its key, the entry compared first in front. */
typedef struct row {
  uint64_t b;
  double *key, *eps; /* the tolerance of each entry: that of the actor whose gain it is */
} row;

typedef struct race {
  const oracle *o;
  int n; /* players */
  int player[PLY_MAX_ACTORS];
  double ideal[PLY_MAX_ACTORS];
  size_t n_rows;
  row *rows;
} race;

static double gain(const race *r, uint64_t b, int k) {
  return r->o->u[b * (size_t)r->o->n + (size_t)r->player[k]] - r->o->d[r->player[k]];
}

static void sort_up(double *x, double *eps, int n) {
  for (int a = 0; a < n; a++)
    for (int b = a + 1; b < n; b++)
      if (x[b] < x[a]) {
        double t = x[a];
        double e = eps[a];
        x[a] = x[b], x[b] = t;
        eps[a] = eps[b], eps[b] = e;
      }
}

static bool everyone_gains(const race *r, uint64_t b) {
  for (int k = 0; k < r->n; k++)
    if (!(gain(r, b, k) > r->o->eps[r->player[k]])) return false;
  return true;
}

/* Fills the key of bundle b under the concept; returns its length, 0 where the bundle is left out. */
static int key_of(const race *r, const char *concept, uint64_t b, double *key, double *eps) {
  bool gains = strcmp(concept, "egalitarian") == 0;
  eps[0] = strcmp(concept, "utilitarian") == 0 ? r->o->eps_all : 1e-9;
  if (strcmp(concept, "utilitarian") == 0) {
    key[0] = 0;
    for (int i = 0; i < r->o->n; i++) key[0] += r->o->u[b * (size_t)r->o->n + (size_t)i];
    return 1;
  }
  if (strcmp(concept, "egalitarian") != 0 && !everyone_gains(r, b)) return 0;
  if (strcmp(concept, "nash") == 0) {
    key[0] = 0;
    for (int k = 0; k < r->n; k++) {
      const ply_number *weight = &r->o->scenario->bargaining.weights[r->player[k]];
      key[0] += ply_number_value(weight, r->o->values) * log(gain(r, b, k));
    }
    return 1;
  }
  for (int k = 0; k < r->n; k++) {
    key[k] = gain(r, b, k);
    eps[k] = gains ? r->o->eps[r->player[k]] : 1e-9;
    if (strcmp(concept, "kalai_smorodinsky") == 0) key[k] /= r->ideal[k];
  }
  sort_up(key, eps, r->n);
  return r->n;
}

static void find_ideal(race *r, const bool *set) {
  for (int k = 0; k < r->n; k++) r->ideal[k] = -INFINITY;
  for (uint64_t b = 0; b < r->o->raw; b++) {
    bool fine = set[b];
    for (int k = 0; k < r->n; k++) fine = fine && gain(r, b, k) >= -r->o->eps[r->player[k]];
    for (int k = 0; k < r->n && fine; k++) r->ideal[k] = fmax(r->ideal[k], gain(r, b, k));
  }
}

static ply_solution solve(race *r, const ply_concept *concept, const bool *set, const char *over,
                          ply_arena *arena) {
  ply_solution out = {.concept = concept, .outcome = PLY_PROVED_NONE, .over = over};
  int length = 0;
  r->n_rows = 0;
  for (uint64_t b = 0; b < r->o->raw; b++) {
    if (!set[b]) continue;
    row *next = &r->rows[r->n_rows];
    next->b = b;
    int n = key_of(r, concept->name, b, next->key, next->eps);
    if (n > 0) r->n_rows++, length = n;
  }
  for (int k = 0; k < length; k++) {
    double best = -INFINITY;
    size_t kept = 0;
    for (size_t a = 0; a < r->n_rows; a++) best = fmax(best, r->rows[a].key[k]);
    for (size_t a = 0; a < r->n_rows; a++)
      if (r->rows[a].key[k] >= best - r->rows[a].eps[k]) {
        row keep = r->rows[a];
        r->rows[a] = r->rows[kept];
        r->rows[kept++] = keep;
      }
    r->n_rows = kept;
  }
  if (r->n_rows == 0) return out;
  row *first = &r->rows[0];
  for (size_t a = 0; a < r->n_rows; a++)
    if (r->rows[a].b < first->b) first = &r->rows[a];
  out.outcome = PLY_FOUND;
  out.has_bundle = true;
  out.value = out.bound = first->key[0];
  out.bundle = oracle_bundle(r->o, first->b, arena);
  return out;
}

bool oracle_efficient(const oracle *o, const bool *set, uint64_t b) {
  size_t n = (size_t)o->n;
  if (!set[b]) return false;
  for (uint64_t c = 0; c < o->raw; c++) {
    if (!set[c]) continue;
    bool as_good = true, better = false;
    for (size_t j = 0; j < n && as_good; j++) {
      as_good = o->u[c * n + j] >= o->u[b * n + j] - o->eps[j];
      better = better || o->u[c * n + j] > o->u[b * n + j] + o->eps[j];
    }
    if (as_good && better) return false;
  }
  return true;
}

void oracle_solve_deals(const oracle *o, const char *over, ply_result *out) {
  static const ply_concept concept[] = {
      {.name = "nash"}, {.name = "kalai_smorodinsky"}, {.name = "egalitarian"}, {.name = "utilitarian"}};
  enum { CONCEPTS = sizeof concept / sizeof *concept };
  const bool *set = oracle_set(o, over, &over);
  race r = {.o = o};
  r.n = oracle_players(o, r.player);
  find_ideal(&r, set);
  r.rows = calloc((size_t)o->raw, sizeof *r.rows);
  double *keys = calloc(2 * (size_t)o->raw * (size_t)o->n, sizeof *keys);
  if (r.rows == NULL || keys == NULL) abort();
  for (uint64_t b = 0; b < o->raw; b++) {
    r.rows[b].key = keys + 2 * b * (size_t)o->n;
    r.rows[b].eps = r.rows[b].key + o->n;
  }
  out->solutions_mutable = PLY_NEW(out->arena, CONCEPTS, ply_solution);
  for (int c = 0; c < CONCEPTS; c++)
    out->solutions_mutable[c] = solve(&r, &concept[c], set, over, out -> arena);
  out->solutions = out->solutions_mutable;
  out->n_solutions = CONCEPTS;
  int *player = PLY_NEW(out->arena, r.n + 1, int);
  memcpy(player, r.player, (size_t)r.n * sizeof *player);
  out->players = player;
  out->n_players = r.n;
  free(r.rows);
  free(keys);
}
