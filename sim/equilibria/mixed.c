/* Which mixed equilibria are there? Two players: all extreme ones, exactly. */
#include "sim/equilibria/equilibria.h"
#include "sim/equilibria/extreme.h"

static const char *refuses(const ply_finite *game) {
  return game->n_players == 2
             ? NULL
             : "all mixed equilibria are found for two players; --find one finds one for more";
}

const ply_find_row ply_row_mixed = {
    "mixed",
    "two players: all extreme equilibria, exact",
    "Mangasarian 1964, doi:10.1137/0112064; Avis, Rosenberg, Savani and von Stengel 2010, "
    "doi:10.1007/s00199-009-0449-x",
    refuses,
    ply_find_always,
    ply_extreme_find,
};
