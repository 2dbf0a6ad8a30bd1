/* Records of what was found out about a finite game: made, freed, and the words that they use. */
#include "sim/result/equilibria.h"

#include <stdlib.h>
#include <string.h>

const char *ply_extent_name(ply_extent extent) {
  static const char *const names[] = {"all", "some", "one", "none", "stopped"};
  return names[extent];
}

ply_equilibria *ply_equilibria_new(const ply_finite *game) {
  ply_arena *arena = ply_arena_new();
  ply_equilibria *answers = arena != NULL ? PLY_NEW(arena, 1, ply_equilibria) : NULL;
  if (answers == NULL) {
    ply_arena_free(arena);
    return NULL;
  }
  answers->arena = arena;
  answers->game = game;
  return answers;
}

void ply_equilibria_free(ply_equilibria *answers) {
  if (answers != NULL) ply_arena_free(answers->arena);
}

ply_ratio ply_ratio_of(ply_arena *arena, const mpq_t exact) {
  size_t room = mpz_sizeinbase(mpq_numref(exact), 10) + mpz_sizeinbase(mpq_denref(exact), 10) + 3;
  char *text = ply_arena_alloc(arena, room, 1);
  if (text != NULL) mpq_get_str(text, 10, exact);
  return (ply_ratio){mpq_get_d(exact), text};
}
