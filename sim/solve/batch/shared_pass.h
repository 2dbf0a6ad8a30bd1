/* Many games of one scenario that differ in numbers: one pass over the space, kept, and each solve reads its
 * sets off it. */
#ifndef PLY_SOLVE_BATCH_SHARED_PASS_H
#define PLY_SOLVE_BATCH_SHARED_PASS_H

#include "sim/solve/space/envelope.h"
#include "sim/solve/solve.h"

/* A pass over the relaxed game of an envelope. Const after it is made: any number of threads may solve from
 * it. */
typedef struct ply_shared_pass ply_shared_pass;

/* Whether a pass serves games of this kind: no quorum below unanimity, every candidate required or asked if
 * it is a member, at most 64 bonuses; moved: the actors whose payoffs move, where the combos must not be
 * merged. */
bool ply_shared_pass_possible(const ply_game *game, uint64_t moved);

/* Whether a pass can be quicker than searches of games like this one: not where candidates are alike, so that
 * a search of its own has far fewer memberships to look at than there are. Cost: making the space. */
bool ply_shared_pass_pays(const ply_game *game, const ply_solve_settings *settings);

/* Does the pass. envelope: relaxed (see ply_envelope_relaxed); must outlive *out (ply_shared_pass_free). settings as
 * for ply_solve. Errors: PLY_E_LIMIT where there is no room for what may be acceptable or that is too
 * much for solves to be quicker than searches, and those of ply_solve. */
ply_status ply_shared_pass_new(ply_envelope *envelope, const ply_solve_settings *settings,
                               ply_shared_pass **out, ply_err *err);
void ply_shared_pass_free(ply_shared_pass *pass);

/* What it holds, in bytes. */
size_t ply_shared_pass_bytes(const ply_shared_pass *pass);

/* Whether join equilibria are counted as in a search of the game alone: not where the rules hold members in. */
bool ply_shared_pass_counts_joins(const ply_shared_pass *pass);

/* Whether the game may be solved from the pass. */
bool ply_shared_pass_covers(const ply_shared_pass *pass, const ply_game *game);

/* As ply_solve, for a game that is covered. The same answers but for veto weights and what actors would
 * accept, which are 0 here; settings->skip must hold PLY_SKIP_PROPOSALS and PLY_SKIP_REGRET, where some
 * payoffs move or red lines come and go also PLY_SKIP_DESIGNS (and where payoffs of a candidate move, or rules hold
 * members in, join equilibria are not counted);
 * neither `top` nor `cloud` may be asked for. Cost: what may be acceptable at all, times the actors that
 * moved. */
ply_status ply_shared_pass_solve(const ply_shared_pass *pass, const ply_game *game,
                                 const ply_solve_settings *settings, ply_result **out, ply_err *err);

#endif
