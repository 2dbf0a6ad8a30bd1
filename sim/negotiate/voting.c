/* Each round everybody makes an offer, then everybody votes on every offer made. Of those that the rule of
 * consent carries the one with most yes, asked or not, is the deal; ties go to the earlier talker. Cost of a
 * round: talkers squared. */
#include "sim/negotiate/session.h"

static uint64_t votes_on(ply_session *s, int proposer, ply_deal deal) {
  uint64_t yes = 0;
  for (int j = 0; j < s->table->n_talkers; j++)
    if (j == proposer || ply_session_vote(s, j, deal)) yes |= (uint64_t)1 << s->table->talker[j];
  return yes;
}

static void round_of_offers(ply_session *s) {
  const ply_meeting *table = s->table;
  ply_deal offer[PLY_MAX_ACTORS];
  for (int t = 0; t < table->n_talkers; t++) {
    offer[t] = ply_session_ask(s, t);
    ply_session_tell(s, table->talker[t], offer[t] == PLY_NO_DEAL ? PLY_PASSES : PLY_OFFERS, offer[t], 0,
                     false);
  }
  for (int t = 0; t < table->n_talkers; t++)
    if (offer[t] != PLY_NO_DEAL) ply_session_hear(s, t, offer[t]);
  uint64_t yes[PLY_MAX_ACTORS];
  int best = -1, most = -1;
  for (int t = 0; t < table->n_talkers; t++) {
    if (offer[t] == PLY_NO_DEAL) continue;
    yes[t] = votes_on(s, t, offer[t]);
    int n = __builtin_popcountll(yes[t]);
    if (n <= most || !ply_session_carries(s, offer[t], yes[t])) continue;
    best = t;
    most = n;
  }
  for (int t = 0; t < table->n_talkers; t++) {
    if (offer[t] == PLY_NO_DEAL) continue;
    ply_session_hear_votes(s, offer[t], t, table->talkers, yes[t]);
    ply_session_tell(s, table->talker[t], PLY_VOTES, offer[t], yes[t], t == best);
  }
  if (best >= 0) ply_session_end(s, offer[best]);
}

static void run(ply_session *s) {
  for (int k = 0; k < s->table->steps && !s->agreed && !s->failed; k++) {
    ply_session_clock(s, k);
    round_of_offers(s);
  }
}

const ply_protocol ply_protocol_voting = {
    .name = "voting",
    .help = "each round everybody offers and votes on every offer; most yes wins",
    .source = "simultaneous offers put to the vote",
    .by_round = true,
    .run = run};
