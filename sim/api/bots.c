/* The facade's bots: strategies of simulated talks at a table that somebody else runs, over a game that people sit in. */
#include "sim/negotiate/bots.h"
#include "sim/api/inside.h"

#include <stdlib.h>

struct parley_bots {
  ply_bots *bots;
};

parley_status parley_bots_new(const parley_game *game, const uint64_t *bundles, size_t n,
                              const char *strategy, uint64_t seed, parley_bots **bots, parley_error *error) {
  ply_manner one = {0}, manner[PLY_MAX_ACTORS];
  ply_err err = {0};
  *bots = NULL;
  parley_bots *made = parley_inside_handle(sizeof *made, error);
  if (made == NULL) return PARLEY_E_MEMORY;
  ply_status status = ply_manner_read(strategy, &one, &err);
  for (int i = 0; i < PLY_MAX_ACTORS; i++) manner[i] = one;
  if (status == PLY_OK)
    status = ply_bots_new(parley_inside_game(game), bundles, n, manner, seed, &made->bots, &err);
  if (status == PLY_OK)
    *bots = made;
  else
    parley_bots_free(made);
  return parley_inside_status(status, &err, error);
}

void parley_bots_free(parley_bots *bots) {
  if (bots == NULL) return;
  ply_bots_free(bots->bots);
  free(bots);
}

parley_status parley_bots_hear(parley_bots *bots, int actor, uint64_t bundle, parley_error *error) {
  ply_err err = {0};
  return parley_inside_status(ply_bots_hear(bots->bots, actor, bundle, &err), &err, error);
}

bool parley_bots_offer(parley_bots *bots, int actor, double time, const uint64_t *spent, size_t n_spent,
                       uint64_t *bundle) {
  return ply_bots_offer(bots->bots, actor, time, spent, n_spent, bundle);
}

bool parley_bots_vote(parley_bots *bots, int actor, double time, uint64_t bundle) {
  return ply_bots_vote(bots->bots, actor, time, bundle);
}
