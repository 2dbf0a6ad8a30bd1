/* A mediator that learns: it puts whole texts to those they ask, who say whether they would sign, and learns from that
 * what each would sign (learner.c). The next text is drafted by the chance that all whom it asks say yes, sharper as time
 * goes by, from the best text so far or from one that is drawn. Once a text is a deal it is bettered for as long as there is
 * time, one change after another, each of which all whom it asks would sign and nobody finds worse (a settlement after the
 * settlement: Raiffa 1985). It knows rules and who is asked, and of payoffs nothing but these answers.
 *
 * Cost of a step: positions * options looks at rules, and one answer a talker. */
#include "sim/negotiate/learner.h"

#include <math.h>

enum { DRAWS = 2000 };
static const double coldest = 0.1;

/* ---- the talks ---- */

/* Who of those asked would sign; each answer is learnt from. */
static uint64_t ask(ply_session *s, ply_deal text, bool *carried) {
  uint64_t asked = ply_session_parties(s, text) & s->table->talkers, yes = 0,
           index = ply_session_index(s, text);
  for (int t = 0; t < s->table->n_talkers; t++) {
    uint64_t bit = (uint64_t)1 << s->table->talker[t];
    if ((asked & bit) == 0) continue;
    bool signs = !s->own[t].empty && ply_seat_would_sign(&s->seat[t], text);
    ply_learner_hear(s->learner, t, index, signs);
    if (signs) yes |= bit;
  }
  *carried = ply_session_carries(s, text, yes);
  return yes;
}

/* Whether nobody whom the old text or the new one asks finds the new one worse. */
static bool nobody_worse(ply_session *s, ply_deal text, ply_deal changed) {
  uint64_t asked = (ply_session_parties(s, text) | ply_session_parties(s, changed)) & s->table->talkers;
  for (int t = 0; t < s->table->n_talkers; t++)
    if (asked >> s->table->talker[t] & 1 && !ply_seat_no_worse(&s->seat[t], changed, text)) return false;
  return true;
}

/* One change of a deal: a position and another option, evenly. */
static ply_deal better(ply_session *s, ply_deal deal) {
  ply_deal changed = ply_session_change(s, deal, s->learner->open, s->learner->n_open, 1);
  if (changed == PLY_NO_DEAL) return deal;
  bool carried;
  uint64_t yes = ask(s, changed, &carried);
  bool stands = carried && nobody_worse(s, deal, changed);
  ply_session_tell(s, s->table->mediator, PLY_VOTES, changed, yes, stands);
  return stands ? changed : deal;
}

static double promise(const ply_session *s, ply_deal text) {
  return ply_learner_promise(s->learner, s, PLY_EVERYBODY, text);
}

static void run(ply_session *s) {
  ply_session_clock(s, 0);
  ply_deal text = s->table->start != PLY_NO_DEAL ? ply_session_find(s, s->table->start)
                                                 : ply_session_draw(s, &s->chance, DRAWS),
           best = text;
  int first = -1;
  for (int k = 0; k < s->table->steps && text != PLY_NO_DEAL; k++) {
    ply_session_clock(s, k);
    if (first >= 0) {
      text = better(s, text);
      continue;
    }
    if (k > 0)
      text = ply_learner_draft(s->learner, s, PLY_EVERYBODY, best,
                               fmax(coldest, 1 - ply_seat_time(&s->seat[0])), &s->chance);
    bool carried;
    uint64_t yes = ask(s, text, &carried);
    ply_session_tell(s, s->table->mediator, PLY_VOTES, text, yes, carried);
    if (carried) first = k;
    if (promise(s, text) >= promise(s, best)) best = text;
  }
  if (first < 0) return;
  ply_session_end(s, text);
  s->deal_step = first;
}

const ply_protocol ply_protocol_learning_text = {
    .name = "learning-text",
    .help = "a mediator learns from what each would sign, drafts whole texts, and betters the first deal",
    .source = "a logistic regression a talker and Gibbs sampling; Raiffa 1985, "
              "doi:10.1111/j.1571-9979.1985.tb00286.x",
    .by_round = true,
    .of_texts = true,
    .learns = true,
    .run = run};
