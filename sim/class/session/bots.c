/* Bots in empty seats: what would they accept, and what do they propose? A bot asks for a share of the best
 * gain that it knows of, less and less as the clock runs (Faratin, Sierra and Jennings 1998,
 * doi:10.1016/S0921-8890(98)00029-3: a time-dependent concession), and at 7/10 of the time takes whatever is
 * no worse than no deal. It never crosses one of its red lines, and of payoffs it looks only at its own. It
 * proposes from a list of focal bundles: the deals that the solver found, else the named designs. Its choices
 * come from the session's seed; the log holds what came of them. */
#include "sim/class/session/session.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FOCAL = 2000, TRIES = 12 };

/* ---- the bundles that bots think of ---- */

static bool add_focal(ply_class_session *s, uint64_t bundle) {
  for (int f = 0; f < s->n_focal; f++)
    if (s->focal[f] == bundle) return true;
  if (s->n_focal >= MAX_FOCAL || bundle >= s->shape.n_bundles) return true;
  uint64_t *more = realloc(s->focal, ((size_t)s->n_focal + 1) * sizeof *more);
  if (more == NULL) return false;
  s->focal = more;
  s->focal[s->n_focal++] = bundle;
  return true;
}

ply_status ply_class_focal(ply_class_session *s, ply_err *err) {
  free(s->focal);
  s->focal = NULL;
  s->n_focal = 0;
  const ply_class_found *found = ply_class_session_known(s);
  bool memory = true;
  for (size_t i = 0; found != NULL && i < found->n_top && memory; i++) memory = add_focal(s, found->top[i]);
  for (int d = 0; found != NULL && d < found->n_deals && memory; d++)
    if (found->deals[d].found) memory = add_focal(s, found->deals[d].bundle);
  for (int d = 0; d < s->shape.n_designs && memory; d++) {
    uint64_t bundle;
    parley_game_design_at(s->game, d, &bundle);
    if (parley_game_broken_rule(s->game, bundle) == NULL) memory = add_focal(s, bundle);
  }
  ply_rng rng;
  ply_rng_init(&rng, s->plan.seed, 1);
  for (int i = 0; i < 4000 && s->n_focal < 40 && memory; i++) {
    uint64_t bundle = ply_rng_below(&rng, s->shape.n_bundles);
    if (parley_game_broken_rule(s->game, bundle) == NULL) memory = add_focal(s, bundle);
  }
  return memory ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "not enough memory for the bots");
}

/* ---- what a bot wants ---- */

/* What a bundle gives the role above no deal; minus infinity where it may not accept it. */
static double gain_of(const ply_class_session *s, int role, uint64_t bundle) {
  double payoffs[PLY_CLASS_ROLES];
  if (parley_game_red_line(s->game, bundle, role) != NULL || !parley_game_payoffs(s->game, bundle, payoffs))
    return -INFINITY;
  return payoffs[role] - parley_game_actor_at(s->game, role).reservation;
}

static double least_gain(const ply_class_session *s, int role, double share) {
  double best = 0, patience = 1 - share / 0.7;
  if (patience <= 0) return 0;
  for (int f = 0; f < s->n_focal; f++) best = fmax(best, gain_of(s, role, s->focal[f]));
  return 0.6 * patience * best;
}

static bool wants(const ply_class_session *s, int role, uint64_t bundle, double least) {
  return gain_of(s, role, bundle) >= least - PLY_EPS;
}

/* ---- what it does ---- */

static ply_status vote_on_all(ply_class_session *s, int64_t now_ms, int table, int role, double least,
                              ply_err *err) {
  uint64_t bit = (uint64_t)1 << role;
  for (int p = 0; p < s->state.n_proposals; p++) {
    const ply_class_proposal *proposal = &s->state.proposals[p];
    if (proposal->status != PLY_OPEN || proposal->table != table) continue;
    if (s->state.tables[table].end[s->state.round].status != PLY_TABLE_OPEN) break;
    if ((parley_game_parties(s->game, proposal->bundle) & bit) == 0) continue;
    bool yes = wants(s, role, proposal->bundle, least);
    if (yes ? (proposal->accept & bit) != 0 : (proposal->reject & bit) != 0) continue;
    ply_status status = ply_class_vote(s, now_ms, -1, role, p, yes ? 1 : -1, err);
    if (status != PLY_OK) return status;
  }
  return PLY_OK;
}

static bool was_proposed(const ply_class_session *s, int table, uint64_t bundle) {
  for (int p = 0; p < s->state.n_proposals; p++)
    if (s->state.proposals[p].table == table && s->state.proposals[p].bundle == bundle &&
        s->state.proposals[p].round == s->state.round)
      return true;
  return false;
}

/* Takes back its oldest open proposal when it has as many as it may have. */
static ply_status make_room(ply_class_session *s, int64_t now_ms, int table, int role, ply_err *err) {
  int oldest = -1, n = 0;
  for (int p = 0; p < s->state.n_proposals; p++) {
    const ply_class_proposal *proposal = &s->state.proposals[p];
    if (proposal->status != PLY_OPEN || proposal->table != table || proposal->role != role) continue;
    if (oldest < 0) oldest = p;
    n++;
  }
  return n >= PLY_CLASS_OPEN_EACH ? ply_class_withdraw(s, now_ms, table, role, oldest, err) : PLY_OK;
}

/* A focal bundle that it would accept and that nobody has proposed: of a few drawn, the best for itself. */
static ply_status propose(ply_class_session *s, int64_t now_ms, int table, int role, double least,
                          ply_err *err) {
  int chosen = -1;
  double best = -INFINITY;
  for (int i = 0; i < TRIES && s->n_focal > 0; i++) {
    int f = (int)ply_rng_below(&s->rng, (uint64_t)s->n_focal);
    double gain = gain_of(s, role, s->focal[f]);
    if (gain < least - PLY_EPS || gain <= best || was_proposed(s, table, s->focal[f])) continue;
    best = gain;
    chosen = f;
  }
  if (chosen < 0) return PLY_OK;
  ply_status status = make_room(s, now_ms, table, role, err);
  return status == PLY_OK ? ply_class_propose(s, now_ms, -1, table, role, s->focal[chosen], err) : status;
}

ply_status ply_class_bots(ply_class_session *s, int64_t now_ms, ply_err *err) {
  double share = ply_class_share(s, now_ms);
  for (int t = 0; t < s->state.n_tables; t++)
    for (int r = 0; r < s->state.n_roles; r++) {
      if (s->state.tables[t].end[s->state.round].status != PLY_TABLE_OPEN) break;
      if ((s->state.tables[t].bots >> r & 1) == 0) continue;
      double least = least_gain(s, r, share);
      ply_status status = vote_on_all(s, now_ms, t, r, least, err);
      bool open = s->state.tables[t].end[s->state.round].status == PLY_TABLE_OPEN;
      if (status == PLY_OK && open && ply_rng_below(&s->rng, 4) == 0)
        status = propose(s, now_ms, t, r, least, err);
      if (status != PLY_OK) return status;
    }
  return PLY_OK;
}
