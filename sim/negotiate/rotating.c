/* In turn each talker makes an offer, and all whom it asks vote at once: two parties alternate offers. It is a
 * deal if the rule of consent is met by those who say yes, the proposer among them. Cost of a step: one offer
 * and one answer a talker asked. */
#include "sim/negotiate/session.h"

static void step(ply_session *s) {
  const ply_meeting *table = s->table;
  int t = s->step % table->n_talkers, actor = table->talker[t];
  ply_deal deal = ply_session_ask(s, t);
  if (deal == PLY_NO_DEAL) {
    ply_session_tell(s, actor, PLY_PASSES, deal, 0, false);
    return;
  }
  ply_session_hear(s, t, deal);
  uint64_t asked = ply_session_parties(s, deal), yes = (uint64_t)1 << actor;
  for (int j = 0; j < table->n_talkers; j++) {
    uint64_t bit = (uint64_t)1 << table->talker[j];
    if (j == t || (asked & bit) == 0) continue;
    if (ply_session_vote(s, j, deal)) yes |= bit;
  }
  ply_session_hear_votes(s, deal, t, asked, yes);
  bool carried = ply_session_carries(s, deal, yes);
  ply_session_tell(s, actor, PLY_OFFERS, deal, yes, carried);
  if (carried) ply_session_end(s, deal);
}

static void run(ply_session *s) {
  for (int k = 0; k < s->table->steps && !s->agreed && !s->failed; k++) {
    ply_session_clock(s, k);
    step(s);
  }
}

const ply_protocol ply_protocol_rotating = {
    .name = "rotating",
    .help = "each talker offers in turn, and all whom the offer asks vote at once",
    .source = "alternating offers (Rubinstein 1982, doi:10.2307/1912531) for any number",
    .run = run};
