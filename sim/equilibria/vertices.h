/* All vertices of a player's best-reply polytope. Private to sim/equilibria. */
#ifndef PLY_VERTICES_H
#define PLY_VERTICES_H

#include "sim/equilibria/bimatrix.h"

typedef struct ply_vertices {
  int words;           /* of a set of labels or of variables */
  size_t n, room;      /* vertices */
  uint64_t *labels;    /* [n * words] the labels of each */
  uint64_t *basis;     /* [n * words] a basis of each: its basic variables */
  uint8_t *degenerate; /* [n] more labels than a simple vertex has */
  uint64_t *seen;      /* bases met so far, an open hash table of rows of `words` */
  uint8_t *taken;      /* [room_seen] */
  size_t n_seen, room_seen;
  size_t *by_label; /* hash table over vertices: position + 1, 0 free */
  size_t room_label;
  bool complete; /* no limit came first */
} ply_vertices;

/* Walks from vertex 0 along the edges of the polytope (bases that the lexicographic rule allows) and keeps each
 * vertex once. most: units of work (entries changed by pivots). False without memory. Cost: for each basis two
 * pivots and one test of the leaving variable for each column. */
bool ply_vertices_find(const ply_finite *game, int player, ply_tableau *t, uint64_t most, ply_stop stop,
                       ply_vertices *v);
void ply_vertices_done(ply_vertices *v);

/* The vertex with exactly these labels, or -1. */
ptrdiff_t ply_vertices_with(const ply_vertices *v, const uint64_t *labels);

/* Brings the system to the basis of vertex k. */
void ply_vertices_go(const ply_vertices *v, size_t k, ply_tableau *t);

#endif
