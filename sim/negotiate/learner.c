/* What would each talker sign, and which text would all of them? For each talker a logistic regression on the options named
 * (an indicator for every option and level; weights by AdaGrad: Duchi, Hazan and Singer 2011, JMLR 12, 2121-2159), learnt
 * from its yes and no alone. The next text is drawn by Gibbs sampling (Geman and Geman 1984,
 * doi:10.1109/TPAMI.1984.4767596) of the chance that all whom it asks say yes. Cost of an answer: positions; of a draft:
 * positions * options looks at rules. */
#include "sim/negotiate/learner.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SWEEPS = 1, DRAWS = 2000 };
static const double rate = 0.5, afresh = 0.5;

static size_t weights_in(const ply_learner *l) {
  return 2 * (size_t)l->table->n_talkers * (size_t)(l->n_names + 1);
}

bool ply_learner_init(ply_learner *l, const ply_meeting *table) {
  const ply_positions *p = &table->positions;
  size_t most = 1;
  *l = (ply_learner){.table = table};
  for (int k = 0; k < p->n; k++) {
    l->first[k] = l->n_names;
    l->n_names += (int)p->options[k];
    if (p->options[k] > most) most = p->options[k];
    if (p->options[k] > 1) l->open[l->n_open++] = k;
  }
  for (int t = 0; t < table->n_talkers; t++) l->at_talker[table->talker[t]] = t;
  l->weight = calloc(weights_in(l), sizeof *l->weight);
  l->size = calloc(weights_in(l), sizeof *l->size);
  l->chance = calloc(most, sizeof *l->chance);
  return l->weight != NULL && l->size != NULL && l->chance != NULL;
}

void ply_learner_done(ply_learner *l) {
  free(l->weight);
  free(l->size);
  free(l->chance);
}

void ply_learner_clear(ply_learner *l) {
  memset(l->weight, 0, weights_in(l) * sizeof *l->weight);
  memset(l->size, 0, weights_in(l) * sizeof *l->size);
}

/* ---- what it has learnt ---- */

/* model: a talker, or a talker's own of itself, behind those. */
static double *weights_of(const ply_learner *l, double *of, int model) {
  return of + (size_t)model * (size_t)(l->n_names + 1);
}

static double logit(const ply_learner *l, int model, uint64_t index) {
  const double *w = weights_of(l, l->weight, model);
  const ply_positions *p = &l->table->positions;
  double sum = w[l->n_names];
  for (int k = 0; k < p->n; k++) sum += w[l->first[k] + (int)ply_position_of(p, index, k)];
  return sum;
}

/* log of the chance of a yes. */
static double log_yes(double z) { return z < 0 ? z - log1p(exp(z)) : -log1p(exp(-z)); }

static void learn(ply_learner *l, int model, uint64_t index, bool yes) {
  const ply_positions *p = &l->table->positions;
  double *w = weights_of(l, l->weight, model), *g = weights_of(l, l->size, model);
  double slope = (yes ? 1 : 0) - exp(log_yes(logit(l, model, index)));
  for (int k = -1; k < p->n; k++) {
    int at = k < 0 ? l->n_names : l->first[k] + (int)ply_position_of(p, index, k);
    g[at] += slope * slope;
    if (g[at] > 0) w[at] += rate * slope / sqrt(g[at]);
  }
}

void ply_learner_hear(ply_learner *l, int talker, uint64_t index, bool yes) { learn(l, talker, index, yes); }
void ply_learner_know(ply_learner *l, int talker, uint64_t index, bool yes) {
  learn(l, l->table->n_talkers + talker, index, yes);
}

double ply_learner_promise(const ply_learner *l, const ply_session *s, int self, ply_deal text) {
  uint64_t asked = ply_session_parties(s, text) & l->table->talkers, index = ply_session_index(s, text);
  double sum = 0;
  if (self != PLY_EVERYBODY) {
    asked &= ~((uint64_t)1 << l->table->talker[self]);
    sum = log_yes(logit(l, l->table->n_talkers + self, index));
  }
  for (; asked != 0; asked &= asked - 1)
    sum += log_yes(logit(l, l->at_talker[__builtin_ctzll(asked)], index));
  return sum;
}

/* ---- drafting ---- */

/* Draws the option at one position, given the rest: with a chance that goes with the promise to the power 1/heat. */
static ply_deal resample(ply_learner *l, const ply_session *s, int self, ply_deal text, int at, double heat,
                         ply_rng *rng) {
  const ply_positions *p = &l->table->positions;
  uint64_t index = ply_session_index(s, text), now = ply_position_of(p, index, at), n = p->options[at];
  double most = -INFINITY, sum = 0;
  for (uint64_t o = 0; o < n; o++) {
    ply_deal other = o == now ? text : ply_session_find(s, index + (o - now) * p->stride[at]);
    l->chance[o] = other != PLY_NO_DEAL ? ply_learner_promise(l, s, self, other) / heat : -INFINITY;
    most = fmax(most, l->chance[o]);
  }
  for (uint64_t o = 0; o < n; o++) sum += l->chance[o] = exp(l->chance[o] - most);
  double left = ply_rng_unit(rng) * sum;
  for (uint64_t o = 0; o < n; o++) {
    left -= l->chance[o];
    if (left < 0) return o == now ? text : ply_session_find(s, index + (o - now) * p->stride[at]);
  }
  return text;
}

ply_deal ply_learner_draft(ply_learner *l, const ply_session *s, int self, ply_deal best, double heat,
                           ply_rng *rng) {
  ply_deal text = best == PLY_NO_DEAL || ply_rng_unit(rng) < afresh ? ply_session_draw(s, rng, DRAWS) : best;
  if (text == PLY_NO_DEAL) text = best;
  for (int k = 0; k < SWEEPS * l->n_open && text != PLY_NO_DEAL; k++)
    text = resample(l, s, self, text, l->open[ply_rng_below(rng, (uint64_t)l->n_open)], heat, rng);
  return text;
}
