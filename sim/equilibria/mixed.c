/* Which mixed equilibria are there? Two players: all extreme ones, exactly. More: all isolated ones of small games. */
#include "sim/equilibria/equilibria.h"
#include "sim/equilibria/extreme.h"

static const char *refuses(const ply_finite *game) {
  if (game->n_players == 2) return NULL;
  if (!ply_finite_in_doubles(game))
    return "some payoff is too large for the doubles in which more than two players are solved";
  return ply_supports_refuse(game);
}

/* Without being asked for: of more than two players only where it is quick. */
static bool standard(const ply_finite *game) {
  return game->n_players == 2 || (game->n_profiles <= 32 && game->n_players >= 2);
}

static ply_status run(const ply_find *find, ply_equilibria *answers, ply_err *err) {
  return answers->game->n_players == 2 ? ply_extreme_find(find, answers, err)
                                       : ply_supports_find(find, answers, err);
}

const ply_find_row ply_row_mixed = {
    "mixed",
    "two players: all extreme equilibria, exact; more: all isolated ones of small games",
    "Mangasarian 1964, doi:10.1137/0112064; Avis, Rosenberg, Savani and von Stengel 2010, "
    "doi:10.1007/s00199-009-0449-x",
    refuses,
    standard,
    run,
};
