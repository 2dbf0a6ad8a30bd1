/* Bots in empty seats: what do they say, and when? What to ask for and what to accept is a strategy of simulated talks
 * (parley_sitting), which sees its own numbers and what was said; here stands the protocol: who speaks when, what may
 * be said again, and what time it is for whom. Offers are picked from a list of focal bundles: the deals that the
 * solver found, else the named designs, and what was proposed at the table. One proposal of its own stands at a time,
 * none that all others refused is made again, and it speaks less the more people and proposals are at the table.
 * At 7/10 of the talks a bot has given way to other bots as far as it ever will; for people its clock stops before
 * that, so that to wait for the end is no way to win. In rounds of moves half of the bots answer like with like (tit
 * for tat: Axelrod 1984), half with the best reply to the round before. Its choices come from the session's seed; the log
 * holds what came of them. */
#include "sim/class/session/moves.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FOCAL = 2000, MOST_MOVES = 256, PATIENCE = 6, MOST_SPENT = 512, MOMENTS = 1000 };

/* Of talks: gives way fast at first, and names what others named. Of offers in turn: evenly, the least that will do. */
static const char *const usual[] = {
    [PLY_MODE_TABLE] = "time:exponent=2:pick=model", [PLY_MODE_OFFERS] = "linear"};
#define WAY_GIVEN  0.7 /* the share of the talks after which a bot gives way no further */
#define FOR_PEOPLE 0.8 /* where its clock stops for what people propose */

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
  ply_class_minds_done(s);
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

/* ---- what it knows ---- */

/* Tells it an event of the talks that go on. */
static void tell(const ply_class_session *s, parley_sitting *sitting, int table, const ply_class_event *e) {
  if (e->kind != PLY_EV_PROPOSE && e->kind != PLY_EV_VOTE) return;
  const ply_class_proposal *p = &s->state.proposals[e->proposal];
  if (p->table != table || p->round != s->state.round) return;
  if (e->kind == PLY_EV_PROPOSE)
    parley_sitting_offered(sitting, 0, e->role, p->bundle, NULL);
  else if (e->value != 0)
    parley_sitting_answered(sitting, 0, e->role, p->bundle, e->value > 0, NULL);
}

static parley_sitting *sit_down(const ply_class_session *s, int table) {
  const char *strategy = s->plan.strategy[0] != '\0' ? s->plan.strategy : usual[s->course.mode];
  parley_sitting_settings settings = {.bundles = s->focal,
                                      .n_bundles = (size_t)s->n_focal,
                                      .strategies = &strategy,
                                      .n_strategies = 1,
                                      .rounds = MOMENTS,
                                      .seed = s->plan.seed + 1};
  parley_sitting *made = NULL;
  for (int t = 0; t < s->state.n_tables && settings.beside == NULL; t++)
    settings.beside = s->minds[t].sitting;
  if (s->n_focal == 0 || parley_sitting_new(s->game, &settings, &made, NULL) != PARLEY_OK) return NULL;
  parley_sitting_clear(made, (uint64_t)table);
  return made;
}

/* The strategies at a table, which have heard all that was said there; NULL without memory. */
static parley_sitting *mind_of(ply_class_session *s, int table) {
  ply_class_mind *mind = &s->minds[table];
  if (mind->sitting == NULL) *mind = (ply_class_mind){.sitting = sit_down(s, table), .round = s->state.round};
  if (mind->sitting == NULL) return NULL;
  if (mind->round != s->state.round) {
    parley_sitting_clear(mind->sitting, (uint64_t)table);
    mind->round = s->state.round;
    mind->n_heard = 0;
  }
  for (; mind->n_heard < s->state.n_events; mind->n_heard++)
    tell(s, mind->sitting, table, &s->state.events[mind->n_heard]);
  return mind->sitting;
}

/* A time from 0 to 1 on the strategies' clock. */
static int moment(double time) { return (int)lround(fmin(1, fmax(0, time)) * (MOMENTS - 1)); }

/* ---- what it does ---- */

static bool is_bot(const ply_class_session *s, int table, int role) {
  return (s->state.tables[table].bots >> role & 1) != 0;
}

static bool table_open(const ply_class_session *s, int table) {
  return s->state.tables[table].end[s->state.round].status == PLY_TABLE_OPEN;
}

/* time: for what bots propose, and for what people do. */
static ply_status vote_on_all(ply_class_session *s, int64_t now_ms, int table, int role, double time,
                              double for_people, ply_err *err) {
  uint64_t bit = (uint64_t)1 << role;
  for (int p = 0; p < s->state.n_proposals; p++) {
    const ply_class_proposal *proposal = &s->state.proposals[p];
    if (proposal->status != PLY_OPEN || proposal->table != table || proposal->role == role) continue;
    if (!table_open(s, table)) break;
    if ((parley_game_parties(s->game, proposal->bundle) & bit) == 0) continue;
    parley_sitting *mind = mind_of(s, table);
    bool yes = mind != NULL &&
               parley_sitting_answer(mind, moment(is_bot(s, table, proposal->role) ? time : for_people), role,
                                     proposal->bundle);
    if (yes ? (proposal->accept & bit) != 0 : (proposal->reject & bit) != 0) continue;
    ply_status status = ply_class_vote(s, now_ms, -1, role, p, yes ? 1 : -1, err);
    if (status != PLY_OK) return status;
  }
  return PLY_OK;
}

/* Whether a proposal is on the table, or everybody else who was asked has refused it. */
static bool is_spent(const ply_class_session *s, const ply_class_proposal *p) {
  uint64_t others = parley_game_parties(s->game, p->bundle) & ~((uint64_t)1 << p->role);
  return p->status == PLY_OPEN || (others != 0 && (p->reject & others) == others);
}

/* What is not to be proposed now: [MOST_SPENT], the newest first; how many. */
static size_t spent_at(const ply_class_session *s, int table, uint64_t *spent) {
  size_t n = 0;
  for (int i = s->state.n_proposals - 1; i >= 0 && n < MOST_SPENT; i--) {
    const ply_class_proposal *p = &s->state.proposals[i];
    if (p->table == table && p->round == s->state.round && is_spent(s, p)) spent[n++] = p->bundle;
  }
  return n;
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

/* Takes back what nothing can come of, or speaks up now and then. */
static ply_status propose(ply_class_session *s, int64_t now_ms, int table, int role, double time,
                          ply_err *err) {
  uint64_t spent[MOST_SPENT], bundle;
  int n, own = standing(s, table, role, &n);
  if (own >= 0 && !is_hopeless(s, own)) return PLY_OK;
  if (own >= 0 && ply_rng_below(&s->rng, PATIENCE) != 0) return PLY_OK; /* they may come round */
  if (own >= 0) return ply_class_withdraw(s, now_ms, table, role, own, err);
  if (ply_rng_below(&s->rng, (uint64_t)(4 + 3 * people_at(s, table) + 2 * n)) != 0) return PLY_OK;
  parley_sitting *mind = mind_of(s, table);
  if (mind == NULL ||
      !parley_sitting_offer(mind, moment(time), role, spent, spent_at(s, table, spent), &bundle))
    return PLY_OK;
  return ply_class_propose(s, now_ms, -1, table, role, bundle, err);
}

static ply_status talk(ply_class_session *s, int64_t now_ms, int table, int role, ply_err *err) {
  double time = fmin(1, ply_class_share(s, now_ms) / WAY_GIVEN);
  ply_status status = vote_on_all(s, now_ms, table, role, time, fmin(time, FOR_PEOPLE), err);
  if (status == PLY_OK && table_open(s, table)) status = propose(s, now_ms, table, role, time, err);
  return status;
}

/* ---- offers in turn ---- */

/* Where its clock stands in a round: from 3/10 to 6/10, neither all nor nothing. */
static double time_of_offers(const ply_class_session *s, int table) {
  int rounds = s->course.rounds > 1 ? s->course.rounds - 1 : 1;
  return 0.3 + 0.3 * fmin(1, s->state.tables[table].played / (double)rounds);
}

static ply_status offer(ply_class_session *s, int64_t now_ms, int table, int role, ply_err *err) {
  double time = time_of_offers(s, table);
  uint64_t bundle;
  int n, own = standing(s, table, role, &n);
  if (own >= 0 || n > 0) {
    /* To refuse costs what the next round takes: so much further is its clock when it answers. */
    double late = 1 - ply_class_course_left(&s->course, role, 1) * (1 - time);
    return vote_on_all(s, now_ms, table, role, late, late, err);
  }
  parley_sitting *mind = ply_class_turn(s, table) == role ? mind_of(s, table) : NULL;
  if (mind == NULL || !parley_sitting_offer(mind, moment(time), role, NULL, 0, &bundle)) return PLY_OK;
  return ply_class_propose(s, now_ms, -1, table, role, bundle, err);
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
