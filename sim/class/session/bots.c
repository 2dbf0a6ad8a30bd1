/* Bots in empty seats: what would they accept, and what do they propose? A bot asks for a share of the best
 * gain that it knows of, less and less as the clock runs (Faratin, Sierra and Jennings 1998,
 * doi:10.1016/S0921-8890(98)00029-3: a time-dependent concession), and at 7/10 of the time takes of other
 * bots whatever is no worse than no deal; of people it asks a tenth of its best gain to the end, so that to
 * wait for the end is no way to win. It never crosses one of its red lines, and of payoffs it looks only at
 * its own. It proposes from a list of focal bundles: the deals that the solver found, else the named designs;
 * one proposal of its own stands at a time, and it speaks less the more people and proposals are at the table.
 * In rounds of moves half of the bots answer like with like (tit for tat: Axelrod 1984), half with the best
 * reply to the round before. Its choices come from the session's seed; the log holds what came of them. */
#include "sim/class/session/moves.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FOCAL = 2000, TRIES = 12, MOST_MOVES = 256, PATIENCE = 6 };

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

/* What a bot asks for now: of other bots, and of people. */
typedef struct wish {
  double of_bots, of_people;
} wish;

static double best_gain(const ply_class_session *s, int role) {
  double best = 0;
  for (int f = 0; f < s->n_focal; f++) best = fmax(best, gain_of(s, role, s->focal[f]));
  return best;
}

static wish wish_of(const ply_class_session *s, int role, double share) {
  double best = best_gain(s, role), patience = fmax(0, 1 - share / 0.7);
  return (wish){0.6 * patience * best, fmax(0.6 * patience, 0.1) * best};
}

static bool wants(const ply_class_session *s, int role, uint64_t bundle, double least) {
  return gain_of(s, role, bundle) >= least - PLY_EPS;
}

/* ---- what it does ---- */

static bool is_bot(const ply_class_session *s, int table, int role) {
  return (s->state.tables[table].bots >> role & 1) != 0;
}

static bool table_open(const ply_class_session *s, int table) {
  return s->state.tables[table].end[s->state.round].status == PLY_TABLE_OPEN;
}

static ply_status vote_on_all(ply_class_session *s, int64_t now_ms, int table, int role, wish least,
                              ply_err *err) {
  uint64_t bit = (uint64_t)1 << role;
  for (int p = 0; p < s->state.n_proposals; p++) {
    const ply_class_proposal *proposal = &s->state.proposals[p];
    if (proposal->status != PLY_OPEN || proposal->table != table || proposal->role == role) continue;
    if (!table_open(s, table)) break;
    if ((parley_game_parties(s->game, proposal->bundle) & bit) == 0) continue;
    double wanted = is_bot(s, table, proposal->role) ? least.of_bots : least.of_people;
    bool yes = wants(s, role, proposal->bundle, wanted);
    if (yes ? (proposal->accept & bit) != 0 : (proposal->reject & bit) != 0) continue;
    ply_status status = ply_class_vote(s, now_ms, -1, role, p, yes ? 1 : -1, err);
    if (status != PLY_OK) return status;
  }
  return PLY_OK;
}

/* Whether it is on the table, or everybody else who was asked has refused it. */
static bool is_spent(const ply_class_session *s, int table, uint64_t bundle) {
  for (int i = 0; i < s->state.n_proposals; i++) {
    const ply_class_proposal *p = &s->state.proposals[i];
    if (p->table != table || p->bundle != bundle || p->round != s->state.round) continue;
    uint64_t others = parley_game_parties(s->game, bundle) & ~((uint64_t)1 << p->role);
    if (p->status == PLY_OPEN || (others != 0 && (p->reject & others) == others)) return true;
  }
  return false;
}

/* Its proposal that stands, or -1; and how many stand at the table. */
static int standing(const ply_class_session *s, int table, int role, int *n) {
  int own = -1;
  *n = 0;
  for (int p = 0; p < s->state.n_proposals; p++) {
    const ply_class_proposal *proposal = &s->state.proposals[p];
    if (proposal->status != PLY_OPEN || proposal->table != table) continue;
    ++*n;
    if (proposal->role == role) own = p;
  }
  return own;
}

/* Nothing can come of a proposal that those who said no can stop. */
static bool is_hopeless(const ply_class_session *s, int id) {
  const ply_class_proposal *p = &s->state.proposals[id];
  return !parley_game_agreed(s->game, p->bundle, parley_game_parties(s->game, p->bundle) & ~p->reject);
}

static int people_at(const ply_class_session *s, int table) {
  int n = 0;
  for (int r = 0; r < s->state.n_roles; r++) n += ply_class_state_people(&s->state, table, r);
  return n;
}

/* A focal bundle that it would accept and that is not spent: of a few drawn, the best for itself. */
static int pick(ply_class_session *s, int table, int role, double least) {
  int chosen = -1;
  double best = -INFINITY;
  for (int i = 0; i < TRIES && s->n_focal > 0; i++) {
    int f = (int)ply_rng_below(&s->rng, (uint64_t)s->n_focal);
    double gain = gain_of(s, role, s->focal[f]);
    if (gain < least - PLY_EPS || gain <= best || is_spent(s, table, s->focal[f])) continue;
    best = gain;
    chosen = f;
  }
  return chosen;
}

/* Takes back what nothing can come of, or speaks up now and then. */
static ply_status propose(ply_class_session *s, int64_t now_ms, int table, int role, double least,
                          ply_err *err) {
  int n, own = standing(s, table, role, &n);
  if (own >= 0 && !is_hopeless(s, own)) return PLY_OK;
  if (own >= 0 && ply_rng_below(&s->rng, PATIENCE) != 0) return PLY_OK; /* they may come round */
  if (own >= 0) return ply_class_withdraw(s, now_ms, table, role, own, err);
  if (ply_rng_below(&s->rng, (uint64_t)(4 + 3 * people_at(s, table) + 2 * n)) != 0) return PLY_OK;
  int chosen = pick(s, table, role, least);
  return chosen < 0 ? PLY_OK : ply_class_propose(s, now_ms, -1, table, role, s->focal[chosen], err);
}

static ply_status talk(ply_class_session *s, int64_t now_ms, int table, int role, ply_err *err) {
  wish least = wish_of(s, role, ply_class_share(s, now_ms));
  ply_status status = vote_on_all(s, now_ms, table, role, least, err);
  if (status == PLY_OK && table_open(s, table)) status = propose(s, now_ms, table, role, least.of_bots, err);
  return status;
}

/* ---- offers in turn ---- */

/* The share of its best gain that it asks for in a round: from 7/10 down to 4/10. */
static double demand(const ply_class_session *s, int table) {
  int rounds = s->course.rounds > 1 ? s->course.rounds - 1 : 1;
  return 0.7 - 0.3 * fmin(1, s->state.tables[table].played / (double)rounds);
}

/* The focal bundle that gives it least above what it asks. */
static int modest(const ply_class_session *s, int role, double wanted) {
  int chosen = -1;
  double least = INFINITY;
  for (int f = 0; f < s->n_focal; f++) {
    double gain = gain_of(s, role, s->focal[f]);
    if (gain < wanted - PLY_EPS || gain >= least) continue;
    least = gain;
    chosen = f;
  }
  return chosen;
}

static ply_status offer(ply_class_session *s, int64_t now_ms, int table, int role, ply_err *err) {
  double best = best_gain(s, role), wanted = demand(s, table) * best;
  int n, own = standing(s, table, role, &n);
  if (own >= 0 || n > 0) {
    /* To refuse costs what the next round takes. */
    double least = ply_class_course_left(&s->course, role, 1) * wanted;
    return vote_on_all(s, now_ms, table, role, (wish){least, least}, err);
  }
  int chosen = ply_class_turn(s, table) == role ? modest(s, role, wanted) : -1;
  return chosen < 0 ? PLY_OK : ply_class_propose(s, now_ms, -1, table, role, s->focal[chosen], err);
}

/* ---- moves ---- */

/* The best reply to what the others did last. */
static uint64_t best_reply(const ply_class_session *s, int table, int role, const uint64_t *moves, int n) {
  int options[PLY_CLASS_ROLES], levels[PLY_CLASS_ROLES], own[PLY_CLASS_ROLES], stand[PLY_CLASS_ROLES];
  double payoffs[PLY_CLASS_ROLES], best = -INFINITY;
  uint64_t met, chosen = moves[0], bundle;
  if (!ply_class_met(s, table, role, s->state.round, s->state.tables[table].played - 1, &met, NULL))
    return moves[0];
  for (int m = 0; m < n; m++) {
    parley_game_unpack(s->game, met, options, levels);
    parley_game_unpack(s->game, moves[m], own, stand);
    for (int k = 0; k < s->shape.n_issues; k++)
      if (s->course.owner[k] == role) options[k] = own[k];
    levels[role] = stand[role];
    if (!parley_game_pack(s->game, options, levels, &bundle) ||
        !parley_game_payoffs(s->game, bundle, payoffs))
      continue;
    if (payoffs[role] <= best + PLY_EPS) continue;
    best = payoffs[role];
    chosen = moves[m];
  }
  return chosen;
}

/* What the next role did last, where it is a move of one's own too: like with like. */
static uint64_t like_with_like(const ply_class_session *s, int table, int role, const uint64_t *moves,
                               int n) {
  int options[PLY_CLASS_ROLES], levels[PLY_CLASS_ROLES], other = role;
  uint64_t met;
  do other = (other + 1) % s->shape.n_actors;
  while ((s->state.playable >> other & 1) == 0);
  if (!ply_class_met(s, table, role, s->state.round, s->state.tables[table].played - 1, &met, NULL))
    return moves[n - 1];
  parley_game_unpack(s->game, met, options, levels);
  for (int m = 0; m < n; m++) {
    int own[PLY_CLASS_ROLES], stand[PLY_CLASS_ROLES];
    parley_game_unpack(s->game, moves[m], own, stand);
    if (stand[role] == levels[other]) return moves[m];
  }
  return moves[0];
}

static ply_status move(ply_class_session *s, int64_t now_ms, int table, int role, ply_err *err) {
  uint64_t moves[MOST_MOVES];
  int n = ply_class_moves_of(s, role, moves, MOST_MOVES);
  if ((s->state.tables[table].chosen >> role & 1) != 0 || n < 2) return PLY_OK;
  uint64_t chosen = (table + role) % 2 != 0 ? best_reply(s, table, role, moves, n)
                                            : like_with_like(s, table, role, moves, n);
  return ply_class_choose(s, now_ms, -1, table, role, chosen, err);
}

ply_status ply_class_bots(ply_class_session *s, int64_t now_ms, ply_err *err) {
  static ply_status (*const act[])(ply_class_session *, int64_t, int, int, ply_err *) = {talk, move, offer};
  for (int t = 0; t < s->state.n_tables; t++)
    for (int r = 0; r < s->state.n_roles; r++) {
      if (!table_open(s, t)) break;
      if (!is_bot(s, t, r)) continue;
      ply_status status = act[s->course.mode](s, now_ms, t, r, err);
      if (status != PLY_OK) return status;
    }
  return PLY_OK;
}
