/* Does a deal stand in a game? Whether all who are asked accept it, and whether nobody gains by moving alone where a
 * leaver may undo it: sim/solve/README.md, acceptable and sustained, asked of the compiled game move by move. */
#include "sim/class/session/blocks.h"

static uint64_t refusers(const parley_game *game, uint64_t bundle, double *payoffs) {
  uint64_t parties = parley_game_parties(game, bundle), refuse = 0;
  for (int i = 0; i < parley_game_describe(game).n_actors; i++) {
    parley_game_actor who = parley_game_actor_at(game, i);
    bool no = payoffs[i] < who.reservation - who.tolerance || parley_game_red_line(game, bundle, i) != NULL;
    if (no && (parties >> i & 1) != 0) refuse |= (uint64_t)1 << i;
  }
  return refuse;
}

/* Whether a candidate gains by standing at another level: in a deal that is accepted too, or, where it leaves one that
 * falls without it, in none. */
static bool gains(const parley_game *game, uint64_t bundle, int actor, int level, double here) {
  int options[PLY_CLASS_ROLES], levels[PLY_CLASS_ROLES];
  double payoffs[PLY_CLASS_ROLES];
  uint64_t there;
  parley_game_actor who = parley_game_actor_at(game, actor);
  parley_game_unpack(game, bundle, options, levels);
  if (levels[actor] == level) return false;
  levels[actor] = level;
  bool fits = parley_game_pack(game, options, levels, &there) &&
              parley_game_broken_rule(game, there) == NULL && parley_game_payoffs(game, there, payoffs);
  if (fits &&
      parley_game_agreed(game, there, parley_game_parties(game, there) & ~refusers(game, there, payoffs)))
    return parley_game_red_line(game, there, actor) == NULL && payoffs[actor] > here + who.tolerance;
  return level == 0 && who.reservation > here + who.tolerance;
}

ply_class_hold ply_class_hold_of(const parley_game *game, uint64_t bundle) {
  double payoffs[PLY_CLASS_ROLES];
  parley_game_shape shape = parley_game_describe(game);
  ply_class_hold hold = {.feasible = parley_game_broken_rule(game, bundle) == NULL &&
                                     parley_game_payoffs(game, bundle, payoffs)};
  if (!hold.feasible) return hold;
  hold.refuse = refusers(game, bundle, payoffs);
  hold.acceptable = parley_game_agreed(game, bundle, parley_game_parties(game, bundle) & ~hold.refuse);
  hold.sustained = hold.acceptable;
  for (int i = 0; i < shape.n_actors && hold.sustained; i++)
    for (int l = 0; l < shape.n_levels && parley_game_actor_at(game, i).candidate; l++)
      if (gains(game, bundle, i, l, payoffs[i])) hold.sustained = false;
  return hold;
}
