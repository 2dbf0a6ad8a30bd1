/* Records of simulated talks: made and freed. */
#include "sim/result/negotiation.h"

#include <stdlib.h>

ply_negotiation *ply_negotiation_new(void) {
  ply_negotiation *n = calloc(1, sizeof *n);
  if (n != NULL && (n->arena = ply_arena_new()) != NULL) return n;
  free(n);
  return NULL;
}

void ply_negotiation_free(ply_negotiation *n) {
  if (n == NULL) return;
  ply_arena_free(n->arena);
  free(n);
}

ply_contest *ply_contest_new(void) {
  ply_contest *c = calloc(1, sizeof *c);
  if (c != NULL && (c->arena = ply_arena_new()) != NULL) return c;
  free(c);
  return NULL;
}

void ply_contest_free(ply_contest *c) {
  if (c == NULL) return;
  ply_arena_free(c->arena);
  free(c);
}
