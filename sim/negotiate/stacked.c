/* The alternating offers of GENIUS and NegMAS (Aydogan, Festen, Hindriks and Jonker 2017,
 * doi:10.1007/978-3-319-51563-2_10): one offer stands; each talker in turn accepts it or puts its own in its
 * place. A talker whom it does not ask, or who has accepted it, passes. Cost of a step: an answer and an offer. */
#include "sim/negotiate/session.h"

/* What stands on the table. */
typedef struct standing {
  ply_deal deal; /* PLY_NO_DEAL: nothing */
  uint64_t yes;
} standing;

static void replace(ply_session *s, int t, standing *on) {
  int actor = s->table->talker[t];
  on->deal = ply_session_ask(s, t);
  if (on->deal == PLY_NO_DEAL) {
    ply_session_tell(s, actor, PLY_PASSES, PLY_NO_DEAL, 0, false);
    return;
  }
  ply_session_hear(s, t, on->deal);
  on->yes = (uint64_t)1 << actor;
  bool carried = ply_session_carries(s, on->deal, on->yes);
  ply_session_tell(s, actor, PLY_OFFERS, on->deal, on->yes, carried);
  if (carried) ply_session_end(s, on->deal);
}

static void accept(ply_session *s, int t, standing *on) {
  int actor = s->table->talker[t];
  on->yes |= (uint64_t)1 << actor;
  ply_session_hear_vote(s, t, on->deal, true);
  bool carried = ply_session_carries(s, on->deal, on->yes);
  ply_session_tell(s, actor, PLY_ACCEPTS, on->deal, on->yes, carried);
  if (carried) ply_session_end(s, on->deal);
}

static void step(ply_session *s, standing *on) {
  int t = s->step % s->table->n_talkers;
  uint64_t bit = (uint64_t)1 << s->table->talker[t];
  bool stands = on->deal != PLY_NO_DEAL;
  if (stands && ((ply_session_parties(s, on->deal) & bit) == 0 || (on->yes & bit) != 0))
    ply_session_tell(s, s->table->talker[t], PLY_PASSES, PLY_NO_DEAL, 0, false);
  else if (stands && ply_session_vote(s, t, on->deal))
    accept(s, t, on);
  else {
    if (stands) ply_session_hear_vote(s, t, on->deal, false);
    replace(s, t, on);
  }
}

static void run(ply_session *s) {
  standing on = {PLY_NO_DEAL, 0};
  for (int k = 0; k < s->table->steps && !s->agreed && !s->failed; k++) {
    ply_session_clock(s, k);
    step(s, &on);
  }
}

const ply_protocol ply_protocol_stacked = {
    .name = "stacked",
    .help = "one offer stands; each talker in turn accepts it or replaces it (GENIUS, NegMAS)",
    .source = "Aydogan, Festen, Hindriks and Jonker 2017, doi:10.1007/978-3-319-51563-2_10",
    .run = run};
