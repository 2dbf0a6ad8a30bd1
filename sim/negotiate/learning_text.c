/* A mediator that learns: it puts whole texts to those they ask, who say whether they would sign, and learns from that
 * what each would sign. For each talker it keeps a logistic regression on the options named (an indicator for every
 * option and level; weights by AdaGrad: Duchi, Hazan and Singer 2011, JMLR 12, 2121-2159), and drafts the next text by
 * Gibbs sampling (Geman and Geman 1984, doi:10.1109/TPAMI.1984.4767596) of the chance that all whom it asks say yes, sharper
 * as time goes by, from the best text so far or from one that is drawn. Once a text is a deal it is bettered for as long as
 * there is time, one change after another, each of which all whom it asks would sign and nobody finds worse (a settlement
 * after the settlement: Raiffa 1985). It knows rules and who is asked, and of payoffs nothing but these answers.
 *
 * Cost of a step: positions * options looks at rules, and one answer a talker. */
#include "sim/negotiate/session.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SWEEPS = 1, DRAWS = 2000 };
static const double rate = 0.5, afresh = 0.5, coldest = 0.1;

typedef struct mediator {
  ply_session *s;
  const ply_positions *p;
  int open[PLY_MAX_POSITIONS], n_open, n_names, first[PLY_MAX_POSITIONS];
  double *weight,
      *size; /* [n_talkers * (n_names + 1)]: of each option, then of nothing; squares of gradients */
  int at_talker[PLY_MAX_ACTORS];
  double *chance; /* [most options] */
} mediator;

static bool begin(mediator *m, ply_session *s) {
  const ply_meeting *table = s->table;
  size_t most = 1;
  *m = (mediator){.s = s, .p = &table->positions};
  for (int k = 0; k < m->p->n; k++) {
    m->first[k] = m->n_names;
    m->n_names += (int)m->p->options[k];
    if (m->p->options[k] > most) most = m->p->options[k];
  }
  m->n_open = ply_session_open(s, m->open);
  for (int t = 0; t < table->n_talkers; t++) m->at_talker[table->talker[t]] = t;
  size_t n = (size_t)table->n_talkers * (size_t)(m->n_names + 1);
  m->weight = calloc(n, sizeof *m->weight);
  m->size = calloc(n, sizeof *m->size);
  m->chance = calloc(most, sizeof *m->chance);
  return m->weight != NULL && m->size != NULL && m->chance != NULL;
}

static void done(mediator *m) {
  free(m->weight);
  free(m->size);
  free(m->chance);
}

/* ---- what it has learnt ---- */

static double *weights_of(const mediator *m, double *of, int talker) {
  return of + (size_t)talker * (size_t)(m->n_names + 1);
}

static double logit(const mediator *m, int talker, uint64_t index) {
  const double *w = weights_of(m, m->weight, talker);
  double sum = w[m->n_names];
  for (int k = 0; k < m->p->n; k++) sum += w[m->first[k] + (int)ply_position_of(m->p, index, k)];
  return sum;
}

/* log of the chance of a yes. */
static double log_yes(double z) { return z < 0 ? z - log1p(exp(z)) : -log1p(exp(-z)); }

static void learn(mediator *m, int talker, uint64_t index, bool yes) {
  double *w = weights_of(m, m->weight, talker), *g = weights_of(m, m->size, talker);
  double slope = (yes ? 1 : 0) - exp(log_yes(logit(m, talker, index)));
  for (int k = -1; k < m->p->n; k++) {
    int at = k < 0 ? m->n_names : m->first[k] + (int)ply_position_of(m->p, index, k);
    g[at] += slope * slope;
    if (g[at] > 0) w[at] += rate * slope / sqrt(g[at]);
  }
}

/* log of the chance that all whom the text asks say yes, as far as it knows. */
static double promise(const mediator *m, ply_deal text) {
  uint64_t asked = ply_session_parties(m->s, text) & m->s->table->talkers,
           index = ply_session_index(m->s, text);
  double sum = 0;
  for (; asked != 0; asked &= asked - 1)
    sum += log_yes(logit(m, m->at_talker[__builtin_ctzll(asked)], index));
  return sum;
}

/* ---- drafting ---- */

/* Draws the option at one position, given the rest: with a chance that goes with the promise to the power 1/heat. */
static ply_deal resample(mediator *m, ply_deal text, int at, double heat) {
  uint64_t index = ply_session_index(m->s, text), now = ply_position_of(m->p, index, at),
           n = m->p->options[at];
  double most = -INFINITY, sum = 0;
  for (uint64_t o = 0; o < n; o++) {
    ply_deal other = o == now ? text : ply_session_find(m->s, index + (o - now) * m->p->stride[at]);
    m->chance[o] = other != PLY_NO_DEAL ? promise(m, other) / heat : -INFINITY;
    most = fmax(most, m->chance[o]);
  }
  for (uint64_t o = 0; o < n; o++) sum += m->chance[o] = exp(m->chance[o] - most);
  double left = ply_rng_unit(&m->s->chance) * sum;
  for (uint64_t o = 0; o < n; o++) {
    left -= m->chance[o];
    if (left < 0) return o == now ? text : ply_session_find(m->s, index + (o - now) * m->p->stride[at]);
  }
  return text;
}

static ply_deal draft(mediator *m, ply_deal best) {
  ply_rng *rng = &m->s->chance;
  double heat = fmax(coldest, 1 - ply_seat_time(&m->s->seat[0]));
  ply_deal text = ply_rng_unit(rng) < afresh ? ply_session_draw(m->s, DRAWS) : best;
  if (text == PLY_NO_DEAL) text = best;
  for (int k = 0; k < SWEEPS * m->n_open; k++)
    text = resample(m, text, m->open[ply_rng_below(rng, (uint64_t)m->n_open)], heat);
  return text;
}

/* ---- the talks ---- */

/* Who of those asked would sign; each answer is learnt from. */
static uint64_t ask(mediator *m, ply_deal text, bool *carried) {
  ply_session *s = m->s;
  uint64_t asked = ply_session_parties(s, text) & s->table->talkers, yes = 0,
           index = ply_session_index(s, text);
  for (int t = 0; t < s->table->n_talkers; t++) {
    uint64_t bit = (uint64_t)1 << s->table->talker[t];
    if ((asked & bit) == 0) continue;
    bool signs = !s->own[t].empty && ply_seat_would_sign(&s->seat[t], text);
    learn(m, t, index, signs);
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
static ply_deal better(mediator *m, ply_deal deal) {
  ply_session *s = m->s;
  ply_deal changed = ply_session_change(s, deal, m->open, m->n_open, 1);
  if (changed == PLY_NO_DEAL) return deal;
  bool carried;
  uint64_t yes = ask(m, changed, &carried);
  bool stands = carried && nobody_worse(s, deal, changed);
  ply_session_tell(s, s->table->mediator, PLY_VOTES, changed, yes, stands);
  return stands ? changed : deal;
}

static void talk(mediator *m) {
  ply_session *s = m->s;
  ply_session_clock(s, 0);
  ply_deal text = s->table->start != PLY_NO_DEAL ? ply_session_find(s, s->table->start)
                                                 : ply_session_draw(s, DRAWS),
           best = text;
  int first = -1;
  for (int k = 0; k < s->table->steps && text != PLY_NO_DEAL; k++) {
    ply_session_clock(s, k);
    if (first >= 0) {
      text = better(m, text);
      continue;
    }
    if (k > 0) text = draft(m, best);
    bool carried;
    uint64_t yes = ask(m, text, &carried);
    ply_session_tell(s, s->table->mediator, PLY_VOTES, text, yes, carried);
    if (carried) first = k;
    if (promise(m, text) >= promise(m, best)) best = text;
  }
  if (first < 0) return;
  ply_session_end(s, text);
  s->deal_step = first;
}

static void run(ply_session *s) {
  mediator m;
  if (begin(&m, s))
    talk(&m);
  else
    s->failed = true;
  done(&m);
}

const ply_protocol ply_protocol_learning_text = {
    .name = "learning-text",
    .help = "a mediator learns from what each would sign, drafts whole texts, and betters the first deal",
    .source = "a logistic regression a talker and Gibbs sampling; Raiffa 1985, "
              "doi:10.1111/j.1571-9979.1985.tb00286.x",
    .by_round = true,
    .of_texts = true,
    .run = run};
