/* Proposals and votes: are they allowed now, and is there a deal? Whether a role may accept and whether there
 * is a deal is asked of the game (consent, quorum, membership, red lines), never decided here. In offers that
 * take turns one offer stands, and a no that stops it, or time, ends the round. */
#include "sim/class/session/moves.h"

bool ply_class_talking(const ply_class_session *s) {
  return s->state.stage == PLY_STAGE_TALK || s->state.stage == PLY_STAGE_AGAIN;
}

static ply_status table_is_open(const ply_class_session *s, int table, ply_err *err) {
  if (s->course.mode == PLY_MODE_SIMULTANEOUS)
    return ply_words_err(s->words, err, PLY_E_USAGE, "no_proposals_here", NULL);
  if (!ply_class_talking(s)) return ply_words_err(s->words, err, PLY_E_USAGE, "talks_not_open", NULL);
  if (s->state.paused) return ply_words_err(s->words, err, PLY_E_USAGE, "talks_paused", NULL);
  if (s->state.tables[table].end[s->state.round].status != PLY_TABLE_OPEN)
    return ply_words_err(s->words, err, PLY_E_USAGE, "table_ended", NULL);
  return PLY_OK;
}

static int open_of(const ply_class_session *s, int table, int role, uint64_t bundle, int *same) {
  int n = 0;
  *same = -1;
  for (int p = 0; p < s->state.n_proposals; p++) {
    const ply_class_proposal *proposal = &s->state.proposals[p];
    if (proposal->status != PLY_OPEN || proposal->table != table) continue;
    n += proposal->role == role;
    if (proposal->bundle == bundle) *same = p;
  }
  return n;
}

static ply_status may_accept(const ply_class_session *s, int role, uint64_t bundle, ply_err *err) {
  const char *line = parley_game_red_line(s->game, bundle, role);
  if (line == NULL) return PLY_OK;
  return ply_words_err(s->words, err, PLY_E_USAGE, "instructions_forbid", PLY_SAID(ply_word("line", line)));
}

/* ---- offers in turn ---- */

static bool open_table(const ply_class_session *s, int table) {
  return s->state.tables[table].end[s->state.round].status == PLY_TABLE_OPEN;
}

/* Whether the offer that stands at a table cannot become a deal any more. */
static bool offer_is_refused(const ply_class_session *s, int table) {
  for (int p = 0; s->course.mode == PLY_MODE_OFFERS && p < s->state.n_proposals; p++) {
    const ply_class_proposal *offer = &s->state.proposals[p];
    if (offer->status == PLY_OPEN && offer->table == table &&
        !parley_game_agreed(s->game, offer->bundle,
                            parley_game_parties(s->game, offer->bundle) & ~offer->reject))
      return true;
  }
  return false;
}

static bool offer_is_late(const ply_class_session *s, int table, int64_t now_ms) {
  return s->course.mode == PLY_MODE_OFFERS && !s->state.paused && open_table(s, table) &&
         ply_class_round_left(s, table, now_ms) == 0;
}

/* The round ends without a yes: the next begins, with what is left of the gains; after the last there is no
 * deal. */
static ply_status pass_turn(ply_class_session *s, int64_t now_ms, int table, ply_err *err) {
  ply_class_event event = ply_class_event_of(PLY_EV_ROUND, now_ms);
  event.table = table;
  event.value = s->state.tables[table].played + 1;
  ply_status status = ply_class_session_do(s, &event, err);
  if (status != PLY_OK || event.value < s->course.rounds) return status;
  ply_class_event end = ply_class_event_of(PLY_EV_NO_DEAL, now_ms);
  end.table = table;
  return ply_class_session_do(s, &end, err);
}

static ply_status may_offer(const ply_class_session *s, int table, int role, ply_err *err) {
  if (s->course.mode != PLY_MODE_OFFERS) return PLY_OK;
  int turn = ply_class_turn(s, table);
  if (turn != role)
    return ply_words_err(s->words, err, PLY_E_USAGE, "turn_of_other",
                         PLY_SAID(ply_word("who", parley_game_actor_at(s->game, turn).name.name)));
  for (int p = 0; p < s->state.n_proposals; p++)
    if (s->state.proposals[p].table == table && s->state.proposals[p].status == PLY_OPEN)
      return ply_words_err(s->words, err, PLY_E_USAGE, "offer_stands", NULL);
  return PLY_OK;
}

/* ---- deals ---- */

ply_status ply_class_sign(ply_class_session *s, int64_t now_ms, int table, int proposal, ply_err *err) {
  ply_class_event event = ply_class_event_of(PLY_EV_DEAL, now_ms);
  int points[PLY_CLASS_ROLES];
  const char *before = s->state.tables[table].end[s->state.round].score;
  ply_text score;
  ply_text_init(&score);
  /* A deal that stands although its table was opened again keeps the points of its day. */
  if (before != NULL && s->state.tables[table].end[s->state.round].kept == proposal)
    ply_text_add(&score, before);
  else if (ply_class_points_of(s, proposal, points))
    for (int i = 0; i < s->shape.n_actors; i++)
      ply_text_addf(&score, "%s%d/%d", i > 0 ? " " : "", points[i], s->scales[i].no_deal);
  event.table = table;
  event.proposal = proposal;
  event.text = score.data;
  ply_status status = score.failed ? ply_err_set(err, PLY_E_MEMORY, "not enough memory for a deal")
                                   : ply_class_session_do(s, &event, err);
  ply_text_done(&score);
  return status;
}

ply_status ply_class_settle(ply_class_session *s, int64_t now_ms, ply_err *err) {
  ply_status status = PLY_OK;
  if (!ply_class_talking(s) || s->course.mode == PLY_MODE_SIMULTANEOUS) return PLY_OK;
  for (int p = 0; p < s->state.n_proposals && status == PLY_OK; p++) {
    const ply_class_proposal *proposal = &s->state.proposals[p];
    if (proposal->status != PLY_OPEN ||
        s->state.tables[proposal->table].end[s->state.round].status != PLY_TABLE_OPEN)
      continue;
    if (!parley_game_agreed(s->game, proposal->bundle, proposal->accept) ||
        parley_game_broken_rule(s->game, proposal->bundle) != NULL)
      continue;
    status = ply_class_sign(s, now_ms, proposal->table, p, err);
  }
  for (int t = 0; t < s->state.n_tables && status == PLY_OK; t++)
    if (offer_is_refused(s, t) || offer_is_late(s, t, now_ms)) status = pass_turn(s, now_ms, t, err);
  return status;
}

/* ---- proposing and voting ---- */

ply_status ply_class_propose(ply_class_session *s, int64_t now_ms, int person, int table, int role,
                             uint64_t bundle, ply_err *err) {
  ply_status status = table_is_open(s, table, err);
  if (status == PLY_OK) status = may_offer(s, table, role, err);
  if (status != PLY_OK) return status;
  const char *rule = parley_game_broken_rule(s->game, bundle);
  if (rule != NULL)
    return ply_words_err(s->words, err, PLY_E_USAGE, "breaks_rule", PLY_SAID(ply_word("rule", rule)));
  int same;
  if (open_of(s, table, role, bundle, &same) >= PLY_CLASS_OPEN_EACH)
    return ply_words_err(s->words, err, PLY_E_USAGE, "too_many_open",
                         PLY_SAID(ply_number_word("n", PLY_CLASS_OPEN_EACH)));
  if (same >= 0)
    return ply_words_err(s->words, err, PLY_E_USAGE, "on_table_already",
                         PLY_SAID(ply_number_word("number", same + 1)));
  status = may_accept(s, role, bundle, err);
  if (status != PLY_OK) return status;
  ply_class_event event = ply_class_event_of(PLY_EV_PROPOSE, now_ms);
  event.proposal = s->state.n_proposals;
  event.table = table;
  event.role = role;
  event.person = person;
  event.bundle = bundle;
  status = ply_class_session_do(s, &event, err);
  return status == PLY_OK ? ply_class_settle(s, now_ms, err) : status;
}

static ply_status find_open(const ply_class_session *s, int proposal, ply_err *err) {
  if (proposal < 0 || proposal >= s->state.n_proposals)
    return ply_words_err(s->words, err, PLY_E_USAGE, "no_such_proposal", NULL);
  if (s->state.proposals[proposal].status != PLY_OPEN)
    return ply_words_err(s->words, err, PLY_E_USAGE, "proposal_gone", NULL);
  return PLY_OK;
}

ply_status ply_class_vote(ply_class_session *s, int64_t now_ms, int person, int role, int proposal, int value,
                          ply_err *err) {
  ply_status status = find_open(s, proposal, err);
  if (status == PLY_OK) status = table_is_open(s, s->state.proposals[proposal].table, err);
  if (status == PLY_OK && value > 0) status = may_accept(s, role, s->state.proposals[proposal].bundle, err);
  if (status != PLY_OK) return status;
  ply_class_event event = ply_class_event_of(PLY_EV_VOTE, now_ms);
  event.proposal = proposal;
  event.role = role;
  event.person = person;
  event.value = value;
  status = ply_class_session_do(s, &event, err);
  return status == PLY_OK ? ply_class_settle(s, now_ms, err) : status;
}

ply_status ply_class_withdraw(ply_class_session *s, int64_t now_ms, int table, int role, int proposal,
                              ply_err *err) {
  ply_status status = find_open(s, proposal, err);
  if (status == PLY_OK) status = table_is_open(s, table, err);
  if (status != PLY_OK) return status;
  if (s->course.mode == PLY_MODE_OFFERS)
    return ply_words_err(s->words, err, PLY_E_USAGE, "offer_binds", NULL);
  const ply_class_proposal *p = &s->state.proposals[proposal];
  if (p->table != table || p->role != role)
    return ply_words_err(s->words, err, PLY_E_USAGE, "only_proposer", NULL);
  ply_class_event event = ply_class_event_of(PLY_EV_WITHDRAW, now_ms);
  event.proposal = proposal;
  return ply_class_session_do(s, &event, err);
}
