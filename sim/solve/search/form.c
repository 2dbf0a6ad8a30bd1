/* Which form of the space is searched? One membership for each orbit
 * where candidates are alike and every question can be answered for a whole orbit; else plain. Bystanders
 * (bystanders.c) are followed in plain spaces only: where orbits save little, both are built and the one that
 * leaves less to look at is kept. Cost: building one or two spaces. */
#include "sim/solve/answer/answer.h"

#include <stdio.h>

/* Half of what the machine has free, as the system estimates it. 0: it does not say. */
static size_t half_of_free(void) {
  FILE *file = fopen("/proc/meminfo", "r");
  char line[128];
  unsigned long long kib = 0;
  while (file != NULL && kib == 0 && fgets(line, sizeof line, file) != NULL)
    if (sscanf(line, "MemAvailable: %llu kB", &kib) != 1) kib = 0;
  if (file != NULL) fclose(file);
  return (size_t)kib * 1024 / 2;
}

size_t ply_solve_memory(const ply_solve_settings *settings) {
  const size_t least = (size_t)1 << 30;
  if (settings->memory_bytes > 0) return settings->memory_bytes;
  size_t half = half_of_free();
  return half > least ? half : least;
}

/* For the space: three quarters of all; the scan and its answers have the rest, and what the space leaves. */
static size_t memory_for(const ply_solve_settings *settings) { return ply_solve_memory(settings) / 4 * 3; }

ply_status ply_solve_space(const ply_game *game, const ply_solve_settings *settings, const ply_clock *clock,
                           ply_space **out, ply_err *err) {
  return ply_space_build(game, memory_for(settings), clock, out, err);
}

/* The proposer: asked for, else the beneficiary, else the first required actor, else the first. */
int ply_solve_proposer(const ply_game *game) {
  const ply_scenario *s = game->scenario;
  if (s->bargaining.proposer >= 0) return s->bargaining.proposer;
  if (s->security != NULL) return s->security->beneficiary;
  return game->required != 0 ? __builtin_ctzll(game->required) : 0;
}

/* The actors that a question treats unlike others. */
static uint64_t singled_out(const ply_game *game) {
  const ply_talks *talks = &game->scenario->bargaining.talks;
  uint64_t actors = (uint64_t)1 << ply_solve_proposer(game);
  for (int k = 0; talks->present && k < talks->n_order; k++) actors |= (uint64_t)1 << talks->order[k];
  return actors;
}

/* Candidates that are alike are handled once, where every question that is asked can be answered for a whole
 * orbit: talks go on from one bundle of it, and a list of the best names them all. */
static bool handle_once(const ply_game *game, const ply_solve_settings *settings, ply_symmetry *symmetry) {
  bool talks = game->scenario->bargaining.talks.present && !(settings->skip & PLY_SKIP_TALKS);
  if (settings->engine == PLY_ENGINE_ENUMERATE || settings->top > 0 || talks) return false;
  return ply_symmetry_find(game, singled_out(game), symmetry);
}

/* Over all designs: memberships to look at, and how many there are. */
typedef struct size {
  uint64_t looked_at, all;
} size;

static size size_of(const ply_space *space) {
  size n = {0};
  for (size_t d = 0; d < space->n_designs; d++) {
    const ply_roster *k = space->rosters[space->designs[d].roster_id];
    n.looked_at += (uint64_t)k->n_roots;
    n.all += k->total;
  }
  return n;
}

/* So many times fewer are more than bystanders can save. */
static const uint64_t ENOUGH = 64;

ply_status ply_solve_space_symmetric(const ply_game *game, const ply_solve_settings *settings,
                                     const ply_clock *clock, ply_space **out, ply_err *err) {
  ply_symmetry symmetry;
  ply_space *plain = NULL;
  if (!handle_once(game, settings, &symmetry)) return ply_solve_space(game, settings, clock, out, err);
  ply_status status = ply_space_build_symmetric(game, &symmetry, memory_for(settings), clock, out, err);
  if (status != PLY_OK) return status;
  size orbits = size_of(*out);
  if (game->spare > 0 || orbits.looked_at <= orbits.all / ENOUGH) return PLY_OK;
  size_t memory = memory_for(settings);
  if ((*out)->bytes >= memory) return PLY_OK;
  if (ply_space_build(game, memory - (*out)->bytes, clock, &plain, NULL) != PLY_OK) return PLY_OK;
  bool better = size_of(plain).looked_at < orbits.looked_at;
  ply_space_free(better ? *out : plain);
  if (better) *out = plain;
  return PLY_OK;
}
