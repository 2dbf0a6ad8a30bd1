/* A mediator's single text (Raiffa 1982, The Art and Science of Negotiation; Klein, Faratin, Sayama and Bar-Yam
 * 2003, doi:10.1023/A:1023068821218): the mediator changes one position of the text by chance; the change
 * stands if every talker whom the old or the new text asks says yes. After the last step the text is a deal if
 * it is acceptable to those it asks. Cost of a step: one answer a talker. */
#include "sim/negotiate/session.h"

enum { TRIES = 1000, FIRST_TRIES = 10000000 };

static bool step(ply_session *s, ply_deal text, ply_deal changed) {
  const ply_meeting *table = s->table;
  uint64_t asked = (ply_session_parties(s, text) | ply_session_parties(s, changed)) & table->talkers, yes = 0;
  for (int t = 0; t < table->n_talkers; t++) {
    uint64_t bit = (uint64_t)1 << table->talker[t];
    if ((asked & bit) != 0 && s->seat[t].manner->strategy->prefers(&s->seat[t], text, changed, table->heat))
      yes |= bit;
  }
  ply_session_tell(s, table->mediator, PLY_VOTES, changed, yes, yes == asked);
  return yes == asked;
}

static void end(ply_session *s, ply_deal text) {
  uint64_t accept = 0;
  for (int t = 0; t < s->table->n_talkers; t++)
    if (!s->own[t].empty && ply_seat_would_sign(&s->seat[t], text))
      accept |= (uint64_t)1 << s->table->talker[t];
  bool carried = ply_session_carries(s, text, accept);
  ply_session_tell(s, s->table->mediator, PLY_ACCEPTS, text, accept, carried);
  if (carried) ply_session_end(s, text);
}

static void run(ply_session *s) {
  int open[PLY_MAX_POSITIONS], n = ply_session_open(s, open);
  ply_session_clock(s, 0);
  ply_deal text = s->table->start != PLY_NO_DEAL ? ply_session_find(s, s->table->start)
                                                 : ply_session_draw(s, &s->chance, FIRST_TRIES);
  if (text == PLY_NO_DEAL) return;
  ply_session_tell(s, s->table->mediator, PLY_OFFERS, text, 0, false);
  for (int k = 0; k < s->table->steps && !s->failed; k++) {
    ply_session_clock(s, k);
    ply_deal changed = ply_session_change(s, text, open, n, TRIES);
    if (changed == PLY_NO_DEAL)
      ply_session_tell(s, s->table->mediator, PLY_PASSES, PLY_NO_DEAL, 0, false);
    else if (step(s, text, changed))
      text = changed;
  }
  end(s, text);
}

const ply_protocol ply_protocol_single_text = {
    .name = "single-text",
    .help = "a mediator changes one text step by step; a change stands if nobody asked objects",
    .source = "Raiffa 1982; Klein, Faratin, Sayama and Bar-Yam 2003, doi:10.1023/A:1023068821218",
    .by_round = true,
    .of_texts = true,
    .run = run};
