/* Which vertices does a polytope have? Bases that the lexicographic rule allows are the vertices of a simple
 * polytope close by, whose edges lead everywhere: a walk that goes along each edge to a basis not met before,
 * and back when there is none, meets all of them. What a basis was met is looked up in a hash table; a vertex
 * where several bases meet is kept once, under its set of labels (which is its own: where a vertex lies follows
 * from the inequalities that bind there). */
#include "sim/equilibria/vertices.h"

#include <stdlib.h>
#include <string.h>

static uint64_t hash(const uint64_t *set, int words) {
  uint64_t h = UINT64_C(0x9e3779b97f4a7c15);
  for (int w = 0; w < words; w++) {
    h ^= set[w];
    h *= UINT64_C(0xbf58476d1ce4e5b9);
    h ^= h >> 29;
  }
  return h ^ h >> 32;
}

static bool same(const uint64_t *a, const uint64_t *b, int words) {
  return memcmp(a, b, (size_t)words * sizeof *a) == 0;
}

/* ---- bases met ---- */

static size_t place(const ply_vertices *v, const uint64_t *set) {
  size_t at = (size_t)hash(set, v->words) & (v->room_seen - 1);
  while (v->taken[at] && !same(v->seen + at * (size_t)v->words, set, v->words))
    at = (at + 1) & (v->room_seen - 1);
  return at;
}

static bool grow_seen(ply_vertices *v) {
  ply_vertices old = *v;
  v->room_seen = old.room_seen > 0 ? 2 * old.room_seen : 1024;
  v->seen = malloc(v->room_seen * (size_t)v->words * sizeof *v->seen);
  v->taken = calloc(v->room_seen, 1);
  if (v->seen == NULL || v->taken == NULL) {
    free(v->seen);
    free(v->taken);
    *v = old;
    return false;
  }
  for (size_t k = 0; k < old.room_seen; k++) {
    if (!old.taken[k]) continue;
    size_t at = place(v, old.seen + k * (size_t)v->words);
    v->taken[at] = 1;
    memcpy(v->seen + at * (size_t)v->words, old.seen + k * (size_t)v->words,
           (size_t)v->words * sizeof *v->seen);
  }
  free(old.seen);
  free(old.taken);
  return true;
}

/* Enters a basis. 1: it is new, 0: met before, -1: no memory. */
static int enter(ply_vertices *v, const uint64_t *set) {
  if (2 * (v->n_seen + 1) > v->room_seen && !grow_seen(v)) return -1;
  size_t at = place(v, set);
  if (v->taken[at]) return 0;
  v->taken[at] = 1;
  memcpy(v->seen + at * (size_t)v->words, set, (size_t)v->words * sizeof *set);
  v->n_seen++;
  return 1;
}

/* ---- vertices kept ---- */

static size_t label_place(const ply_vertices *v, const uint64_t *labels) {
  size_t at = (size_t)hash(labels, v->words) & (v->room_label - 1);
  while (v->by_label[at] != 0 &&
         !same(v->labels + (v->by_label[at] - 1) * (size_t)v->words, labels, v->words))
    at = (at + 1) & (v->room_label - 1);
  return at;
}

ptrdiff_t ply_vertices_with(const ply_vertices *v, const uint64_t *labels) {
  if (v->room_label == 0) return -1;
  return (ptrdiff_t)v->by_label[label_place(v, labels)] - 1;
}

static bool grow_labels(ply_vertices *v) {
  size_t room = v->room_label > 0 ? 2 * v->room_label : 1024;
  size_t *table = calloc(room, sizeof *table);
  if (table == NULL) return false;
  free(v->by_label);
  v->by_label = table;
  v->room_label = room;
  for (size_t k = 0; k < v->n; k++) table[label_place(v, v->labels + k * (size_t)v->words)] = k + 1;
  return true;
}

static bool grow_vertices(ply_vertices *v) {
  size_t room = v->room > 0 ? 2 * v->room : 256, bytes = room * (size_t)v->words * sizeof *v->labels;
  uint64_t *labels = realloc(v->labels, bytes);
  if (labels != NULL) v->labels = labels;
  uint64_t *basis = realloc(v->basis, bytes);
  if (basis != NULL) v->basis = basis;
  uint8_t *degenerate = realloc(v->degenerate, room);
  if (degenerate != NULL) v->degenerate = degenerate;
  if (labels == NULL || basis == NULL || degenerate == NULL) return false;
  v->room = room;
  return true;
}

/* Keeps the vertex of the present basis, unless it is 0 or kept. False without memory. */
static bool keep(const ply_finite *game, int player, const ply_tableau *t, const uint64_t *set,
                 uint64_t *labels, ply_vertices *v) {
  bool zero = true;
  int extra = 0;
  memset(labels, 0, (size_t)v->words * sizeof *labels);
  for (int c = 0; c < t->cols; c++) {
    int label = ply_bimatrix_label(game, player, t->cobasic[c]);
    labels[label / 64] |= UINT64_C(1) << (label % 64);
  }
  for (int r = 0; r < t->rows; r++) {
    if (mpz_sgn(*ply_tableau_rhs(t, r)) != 0) {
      if (t->basic[r] < t->cols) zero = false;
      continue;
    }
    int label = ply_bimatrix_label(game, player, t->basic[r]);
    labels[label / 64] |= UINT64_C(1) << (label % 64);
    extra++;
  }
  if (zero) return true;
  if (2 * (v->n + 1) > v->room_label && !grow_labels(v)) return false;
  size_t at = label_place(v, labels);
  if (v->by_label[at] != 0) return true;
  if (v->n == v->room && !grow_vertices(v)) return false;
  memcpy(v->labels + v->n * (size_t)v->words, labels, (size_t)v->words * sizeof *labels);
  memcpy(v->basis + v->n * (size_t)v->words, set, (size_t)v->words * sizeof *set);
  v->degenerate[v->n] = extra > 0;
  v->by_label[at] = ++v->n;
  return true;
}

/* ---- the walk ---- */

typedef struct step {
  int row, col, next; /* the pivot that led here, and the next column to look at */
} step;

typedef struct walker {
  step *way;
  size_t depth, room;
  uint64_t *set, *labels; /* the present basis; room */
} walker;

static bool go_down(walker *w, int row, int col) {
  if (w->depth == w->room) {
    size_t room = w->room > 0 ? 2 * w->room : 256;
    step *way = realloc(w->way, room * sizeof *way);
    if (way == NULL) return false;
    w->way = way;
    w->room = room;
  }
  w->way[w->depth++] = (step){row, col, 0};
  return true;
}

static void flip(uint64_t *set, int variable) { set[variable / 64] ^= UINT64_C(1) << (variable % 64); }

/* From the present basis to one that was not met: 1 if there is one, 0 if not, -1 without memory. */
static int advance(ply_tableau *t, walker *w, ply_vertices *v) {
  step *here = &w->way[w->depth - 1];
  for (; here->next < t->cols; here->next++) {
    int c = here->next, r = ply_tableau_leaving(t, c);
    if (r < 0) continue;
    flip(w->set, t->cobasic[c]);
    flip(w->set, t->basic[r]);
    int met = enter(v, w->set);
    if (met != 0) {
      here->next++;
      if (met < 0 || !go_down(w, r, c)) return -1;
      ply_tableau_pivot(t, r, c);
      return 1;
    }
    flip(w->set, t->cobasic[c]);
    flip(w->set, t->basic[r]);
  }
  return 0;
}

static void go_back(ply_tableau *t, walker *w) {
  step here = w->way[--w->depth];
  if (w->depth == 0) return;
  flip(w->set, t->cobasic[here.col]);
  flip(w->set, t->basic[here.row]);
  ply_tableau_pivot(t, here.row, here.col);
}

static bool walk(const ply_finite *game, int player, ply_tableau *t, uint64_t most, ply_stop stop, walker *w,
                 ply_vertices *v) {
  for (int r = 0; r < t->rows; r++) flip(w->set, t->basic[r]);
  if (enter(v, w->set) < 0 || !go_down(w, 0, 0)) return false;
  v->complete = true;
  while (w->depth > 0) {
    if (t->work > most || (stop != NULL && *stop != 0)) {
      v->complete = false;
      return true;
    }
    int found = advance(t, w, v);
    if (found < 0 || (found > 0 && !keep(game, player, t, w->set, w->labels, v))) return false;
    if (found == 0) go_back(t, w);
  }
  return true;
}

bool ply_vertices_find(const ply_finite *game, int player, ply_tableau *t, uint64_t most, ply_stop stop,
                       ply_vertices *v) {
  *v = (ply_vertices){.words = (t->rows + t->cols + 63) / 64};
  walker w = {.set = calloc((size_t)v->words, sizeof *w.set),
              .labels = calloc((size_t)v->words, sizeof *w.labels)};
  bool good = w.set != NULL && w.labels != NULL && walk(game, player, t, t->work + most, stop, &w, v);
  free(w.way);
  free(w.set);
  free(w.labels);
  free(v->seen);
  free(v->taken);
  v->seen = NULL;
  v->taken = NULL;
  return good;
}

void ply_vertices_done(ply_vertices *v) {
  free(v->labels);
  free(v->basis);
  free(v->degenerate);
  free(v->seen);
  free(v->taken);
  free(v->by_label);
  *v = (ply_vertices){0};
}

void ply_vertices_go(const ply_vertices *v, size_t k, ply_tableau *t) {
  const uint64_t *want = v->basis + k * (size_t)v->words;
  for (bool moved = true; moved;) {
    moved = false;
    for (int c = 0; c < t->cols; c++) {
      int enter_variable = t->cobasic[c];
      if (!(want[enter_variable / 64] >> (enter_variable % 64) & 1)) continue;
      for (int r = 0; r < t->rows; r++) {
        int leave = t->basic[r];
        if (want[leave / 64] >> (leave % 64) & 1) continue;
        if (mpz_sgn(*ply_tableau_at(t, r, c)) == 0) continue;
        ply_tableau_pivot(t, r, c);
        moved = true;
        break;
      }
    }
  }
}
