/* All extreme equilibria of a game of two players, exactly: every equilibrium is a mixture of these within one
 * of the sets that they span (Mangasarian 1964, doi:10.1137/0112064; Avis, Rosenberg, Savani and von Stengel
 * 2010, doi:10.1007/s00199-009-0449-x). The vertices of both best-reply polytopes are enumerated; a pair that
 * has every label is an equilibrium. Simple vertices of one find their partner in the other by its labels in a
 * hash table, the others by going through the list. */
#include "sim/equilibria/equilibria.h"
#include "sim/equilibria/extreme.h"
#include "sim/equilibria/vertices.h"

#include <stdlib.h>
#include <string.h>

/* One unit of work is about a tenth of a microsecond. */
static const double work_units = 1e8;

typedef struct pair {
  size_t x, y;
} pair;

typedef struct matcher {
  const ply_finite *game;
  ply_tableau system[2];
  ply_vertices vertices[2];
  uint64_t *all, *lack; /* every label; room */
  pair *pairs;
  size_t n_pairs, room;
} matcher;

enum { MOST_PAIRS = 1000000 };

static bool add_pair(matcher *m, size_t x, size_t y) {
  if (m->n_pairs == m->room) {
    size_t room = m->room > 0 ? 2 * m->room : 64;
    pair *pairs = realloc(m->pairs, room * sizeof *pairs);
    if (pairs == NULL) return false;
    m->pairs = pairs;
    m->room = room;
  }
  m->pairs[m->n_pairs++] = (pair){x, y};
  return true;
}

static bool covers(const matcher *m, size_t x, size_t y) {
  int words = m->vertices[0].words;
  const uint64_t *a = m->vertices[0].labels + x * (size_t)words,
                 *b = m->vertices[1].labels + y * (size_t)words;
  for (int w = 0; w < words; w++)
    if ((a[w] | b[w]) != m->all[w]) return false;
  return true;
}

/* All partners of vertex y of the second polytope. */
static bool match(matcher *m, size_t y, const size_t *odd, size_t n_odd) {
  const ply_vertices *p = &m->vertices[0], *q = &m->vertices[1];
  bool good = true;
  if (q->degenerate[y]) {
    for (size_t x = 0; x < p->n && good; x++)
      if (covers(m, x, y)) good = add_pair(m, x, y);
    return good;
  }
  for (int w = 0; w < q->words; w++) m->lack[w] = m->all[w] & ~q->labels[y * (size_t)q->words + (size_t)w];
  ptrdiff_t x = ply_vertices_with(p, m->lack);
  if (x >= 0 && !p->degenerate[x]) good = add_pair(m, (size_t)x, y);
  for (size_t k = 0; k < n_odd && good; k++)
    if (covers(m, odd[k], y)) good = add_pair(m, odd[k], y);
  return good;
}

static bool match_all(matcher *m, ply_stop stop) {
  const ply_vertices *p = &m->vertices[0];
  size_t n_odd = 0, *odd = malloc((p->n + 1) * sizeof *odd);
  if (odd == NULL) return false;
  for (size_t x = 0; x < p->n; x++)
    if (p->degenerate[x]) odd[n_odd++] = x;
  bool good = true;
  for (size_t y = 0; y < m->vertices[1].n && good && m->n_pairs < MOST_PAIRS && !ply_stopped(stop); y++)
    good = match(m, y, odd, n_odd);
  free(odd);
  return good;
}

/* ---- from pairs to equilibria ---- */

/* Strategies of the vertices that are part of some pair: [vertex] exact chances. */
typedef struct strategies {
  mpq_t **of[2];
} strategies;

static bool work_out(matcher *m, int player, size_t k, strategies *s) {
  if (s->of[player][k] != NULL) return true;
  int n = m->game->players[player].n;
  mpq_t *chance = malloc((size_t)n * sizeof *chance);
  if (chance == NULL) return false;
  for (int a = 0; a < n; a++) mpq_init(chance[a]);
  ply_vertices_go(&m->vertices[player], k, &m->system[player]);
  ply_bimatrix_strategy(m->game, player, &m->system[player], chance);
  s->of[player][k] = chance;
  return true;
}

static int compare_chances(const mpq_t *a, const mpq_t *b, int n) {
  for (int k = 0; k < n; k++) {
    int order = mpq_cmp(b[k], a[k]);
    if (order != 0) return order;
  }
  return 0;
}

/* The vertices of a player that are used, in order of their strategies: rank[vertex]. */
typedef struct ranked {
  const mpq_t *chance;
  size_t vertex;
  int n;
} ranked;

static int by_chance(const void *a, const void *b) {
  const ranked *x = a, *y = b;
  return compare_chances(x->chance, y->chance, x->n);
}

static bool rank(const matcher *m, int player, const strategies *s, size_t *out) {
  size_t n = m->vertices[player].n, used = 0;
  ranked *list = malloc((n + 1) * sizeof *list);
  if (list == NULL) return false;
  for (size_t k = 0; k < n; k++)
    if (s->of[player][k] != NULL)
      list[used++] = (ranked){(const mpq_t *)s->of[player][k], k, m->game->players[player].n};
  qsort(list, used, sizeof *list, by_chance);
  for (size_t k = 0; k < used; k++) out[list[k].vertex] = k;
  free(list);
  return true;
}

typedef struct keyed {
  size_t first, second, x, y;
} keyed;

static int by_key(const void *a, const void *b) {
  const keyed *p = a, *q = b;
  if (p->first != q->first) return p->first < q->first ? -1 : 1;
  return (p->second > q->second) - (p->second < q->second);
}

static keyed *sorted_pairs(const matcher *m, const strategies *s) {
  size_t *first = calloc(m->vertices[0].n + 1, sizeof *first),
         *second = calloc(m->vertices[1].n + 1, sizeof *second);
  keyed *keys = malloc((m->n_pairs + 1) * sizeof *keys);
  if (first != NULL && second != NULL && keys != NULL && rank(m, 0, s, first) && rank(m, 1, s, second)) {
    for (size_t k = 0; k < m->n_pairs; k++)
      keys[k] = (keyed){first[m->pairs[k].x], second[m->pairs[k].y], m->pairs[k].x, m->pairs[k].y};
    qsort(keys, m->n_pairs, sizeof *keys, by_key);
  } else {
    free(keys);
    keys = NULL;
  }
  free(first);
  free(second);
  return keys;
}

static bool list_pairs(const matcher *m, const strategies *s, ply_equilibria *answers) {
  const ply_finite *game = m->game;
  keyed *keys = sorted_pairs(m, s);
  mpq_t *chance = malloc((size_t)game->n_strategies * sizeof *chance);
  bool failed = keys == NULL || chance == NULL;
  for (int k = 0; !failed && k < game->n_strategies; k++) mpq_init(chance[k]);
  bool inited = !failed;
  for (size_t k = 0; !failed && k < m->n_pairs; k++) {
    ply_equilibrium *next = ply_list_next(&answers->mixed, &failed);
    if (next == NULL) continue;
    for (int a = 0; a < game->players[0].n; a++) mpq_set(chance[a], s->of[0][keys[k].x][a]);
    for (int b = 0; b < game->players[1].n; b++)
      mpq_set(chance[game->players[0].n + b], s->of[1][keys[k].y][b]);
    failed |= !ply_equilibrium_mixed(game, answers->arena, chance, next) || next->payoff == NULL;
  }
  for (int k = 0; inited && k < game->n_strategies; k++) mpq_clear(chance[k]);
  free(chance);
  free(keys);
  return !failed;
}

static bool list_all(matcher *m, ply_equilibria *answers) {
  strategies s = {
      {calloc(m->vertices[0].n + 1, sizeof *s.of[0]), calloc(m->vertices[1].n + 1, sizeof *s.of[1])}};
  bool good = s.of[0] != NULL && s.of[1] != NULL;
  for (size_t k = 0; good && k < m->n_pairs; k++)
    good = work_out(m, 0, m->pairs[k].x, &s) && work_out(m, 1, m->pairs[k].y, &s);
  good = good && list_pairs(m, &s, answers);
  for (int i = 0; i < 2; i++) {
    for (size_t k = 0; s.of[i] != NULL && k < m->vertices[i].n; k++) {
      for (int a = 0; s.of[i][k] != NULL && a < m->game->players[i].n; a++) mpq_clear(s.of[i][k][a]);
      free(s.of[i][k]);
    }
    free(s.of[i]);
  }
  return ply_list_settle(answers->arena, &answers->mixed) && good;
}

static void conclude(const matcher *m, ply_equilibria *answers) {
  ply_equilibrium_list *list = &answers->mixed;
  bool complete = m->vertices[0].complete && m->vertices[1].complete && m->n_pairs < MOST_PAIRS;
  bool simple = true;
  for (int i = 0; i < 2; i++)
    for (size_t k = 0; k < m->vertices[i].n; k++) simple &= !m->vertices[i].degenerate[k];
  list->asked = true;
  list->exact = answers->game->exact;
  list->method = "extreme equilibria by vertex enumeration";
  list->extent = complete ? PLY_EXTENT_ALL : PLY_EXTENT_STOPPED;
  if (!complete) {
    answers->stopped = true;
    list->why = "the polytopes have too many vertices for the work allowed";
  } else if (!simple)
    list->why =
        "The game is degenerate: there may be whole segments of equilibria; these are their ends, and "
        "every equilibrium is a mixture of some of them.";
  else if (list->count % 2 == 0)
    list->why =
        "Warning: a game whose vertices are simple has an odd number of equilibria; this count is even.";
}

ply_status ply_extreme_find(const ply_find *find, ply_equilibria *answers, ply_err *err) {
  matcher m = {.game = answers->game};
  const ply_finite *game = m.game;
  int words = (game->n_strategies + 63) / 64;
  uint64_t most = (uint64_t)(work_units * find->effort);
  m.all = calloc((size_t)words, sizeof *m.all);
  m.lack = calloc((size_t)words, sizeof *m.lack);
  bool good = m.all != NULL && m.lack != NULL;
  for (int k = 0; good && k < game->n_strategies; k++) m.all[k / 64] |= UINT64_C(1) << (k % 64);
  for (int i = 0; i < 2 && good; i++)
    good = ply_bimatrix_system(game, i, &m.system[i]) &&
           ply_vertices_find(game, i, &m.system[i], most, find->stop, &m.vertices[i]);
  good = good && match_all(&m, find->stop) && list_all(&m, answers);
  if (good) conclude(&m, answers);
  for (int i = 0; i < 2; i++) {
    ply_tableau_done(&m.system[i]);
    ply_vertices_done(&m.vertices[i]);
  }
  free(m.pairs);
  free(m.all);
  free(m.lack);
  return good ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "not enough memory");
}
