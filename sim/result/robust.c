/* A robust record owns one arena, itself in it. */
#include "sim/result/robust.h"

void ply_robust_free(ply_robust *robust) {
  if (robust != NULL) ply_arena_free(robust->arena);
}
