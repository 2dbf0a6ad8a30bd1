/* The game of strategies: which strategies are best replies to each other? */
#ifndef PLY_NEGOTIATE_AMONG_H
#define PLY_NEGOTIATE_AMONG_H

#include "sim/negotiate/negotiate.h"

enum { PLY_MOST_PROFILES = 10000 };

/* Every assignment of the strategies to the roles, each played with the same sessions. roles: [n_actors] the
 * role of each actor, 0 .. n_roles - 1, -1: it keeps the strategy of settings->manner. names: [n_roles].
 * settings->trace is not read. *out is new (ply_contest_free). Errors as ply_negotiate, and PLY_E_USAGE for
 * fewer than two strategies, a role of nobody who talks, more than PLY_MOST_PROFILES assignments. Cost: that of
 * ply_negotiate for each assignment. */
ply_status ply_negotiate_among(const ply_game *game, const ply_negotiate_settings *settings,
                               const ply_manner *strategies, int n_strategies, const int *roles, int n_roles,
                               ply_contest **out, ply_err *err);

#endif
