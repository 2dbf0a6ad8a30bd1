/* Talks in turn where everybody's offers and votes hang on the clock alone: the same session as rotating.c gives, without
 * asking for what nobody looks at. Offers are foreseen (foreseen.c), nothing is logged, and who is asked is asked no further
 * once somebody with a veto says no, the one who said no last first; where all concede at one pace nobody is asked before
 * some bundle can be a deal. A property test holds it to the session told step by
 * step. Cost: a few comparisons a step. */
#include "sim/negotiate/columns.h"
#include "sim/negotiate/session.h"

#include <math.h>

typedef struct clockwork {
  const ply_meeting *table;
  ply_own *own;
  int at_talker[PLY_MAX_ACTORS];
  int refused;       /* the talker who said no last */
  const double *gap; /* [menu->n] */
  double least_gap;
} clockwork;

static inline bool says_yes(const clockwork *c, int t, int step, ply_deal deal) {
  const ply_own *own = &c->own[t];
  if (own->empty) return false;
  double payoff = own->payoff[deal];
  return payoff >= ply_asked_payoff(own->reservation, own->best, c->table->share[t][step]) - own->tolerance &&
         payoff >= own->reservation - own->tolerance && (own->open == NULL || own->open[deal] != 0);
}

/* Whether the offer of talker t carries. */
static bool carries(clockwork *c, int t, int step, ply_deal deal) {
  const ply_meeting *table = c->table;
  uint64_t asked = table->menu->parties[deal], yes = (uint64_t)1 << table->talker[t];
  uint64_t rest = asked & table->talkers & ~yes, first = (uint64_t)1 << table->talker[c->refused];
  if ((rest & first & table->game->vetoes) != 0 && !says_yes(c, c->refused, step, deal)) return false;
  for (; rest != 0; rest &= rest - 1) {
    int actor = __builtin_ctzll(rest), j = c->at_talker[actor];
    if (says_yes(c, j, step, deal))
      yes |= (uint64_t)1 << actor;
    else if (table->game->vetoes >> actor & 1) {
      c->refused = j;
      return false;
    }
  }
  return ply_game_agreed(table->game, asked, yes);
}

/* Tells every talker which targets it will have. */
static bool wind_up(clockwork *c) {
  const ply_meeting *table = c->table;
  bool good = true;
  for (int t = 0; t < table->n_talkers && good; t++) {
    c->at_talker[table->talker[t]] = t;
    if (c->own[t].foreseen.n == 0)
      good = ply_own_foresee(&c->own[t], table->share[t] + t, table->n_talkers, table->rounds);
  }
  return good;
}

/* Where everybody concedes at the same pace and each of those asked, the same ones everywhere, may stop a deal: how far along
 * the way all of them must be before a bundle can be a deal, and before any can. Off by twice the tolerance, to the safe
 * side. */
static bool find_gaps(clockwork *c) {
  const ply_meeting *table = c->table;
  const ply_menu *menu = table->menu;
  bool first = true;
  if (!menu->same_parties || (menu->parties[0] & ~table->game->vetoes) != 0) return false;
  for (int t = 0; t < table->n_talkers; t++) {
    const ply_own *own = &c->own[t];
    double way = own->best - own->reservation;
    if (table->share[t] != table->share[0]) return false;
    if (!(menu->parties[0] >> table->talker[t] & 1) || own->empty || !(way > 4 * own->tolerance)) continue;
    ply_column_gap(own->payoff, menu->n, own->best - 2 * own->tolerance, 1 / way, first, c->own[0].score);
    first = false;
  }
  c->gap = first ? NULL : c->own[0].score;
  c->least_gap = first ? 0 : ply_column_least(c->gap, menu->n, -INFINITY);
  return !first;
}

/* The first step at which everybody is so far along. */
static int first_step(const clockwork *c) {
  int low = 0, high = c->table->steps;
  while (low < high) {
    int middle = low + (high - low) / 2;
    if (1 - c->table->share[0][middle] < c->least_gap)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

void ply_session_by_clock(ply_session *s, ply_own *own) {
  const ply_meeting *table = s->table;
  clockwork c = {.table = table, .own = own};
  s->own = own;
  s->agreed = false;
  s->deal = PLY_NO_DEAL;
  s->deal_step = -1;
  s->n_events = 0;
  s->failed = !wind_up(&c);
  if (s->failed) return;
  bool paced = find_gaps(&c);
  for (int step = paced ? first_step(&c) : 0; step < table->steps && !s->agreed; step++) {
    int t = step % table->n_talkers;
    if (own[t].empty) continue;
    ply_deal deal = ply_own_foreseen(&own[t], step / table->n_talkers);
    if (paced && 1 - table->share[0][step] < c.gap[deal]) continue;
    if (!carries(&c, t, step, deal)) continue;
    s->step = step;
    ply_session_end(s, deal);
  }
}
