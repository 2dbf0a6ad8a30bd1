/* What can be learnt from who says yes to what, and the next text that follows from it. Private to sim/negotiate. */
#ifndef PLY_LEARNER_H
#define PLY_LEARNER_H

#include "sim/negotiate/session.h"

/* A model a talker of what it would sign, of what all heard; and, where parties learn, each one's own model of itself, which
 * nobody else looks at. */
struct ply_learner {
  const ply_meeting *table;
  int open[PLY_MAX_POSITIONS], n_open, n_names, first[PLY_MAX_POSITIONS];
  double *weight,
      *size; /* [2 * n_talkers * (n_names + 1)]: of each option, then of nothing; squares of gradients */
  int at_talker[PLY_MAX_ACTORS];
  double *chance; /* [most options] */
};

enum { PLY_EVERYBODY = -1 }; /* as `self`: a mediator */

bool ply_learner_init(ply_learner *learner, const ply_meeting *table);
void ply_learner_done(ply_learner *learner);
void ply_learner_clear(ply_learner *learner);

/* The talker has said yes or no to a bundle, which all heard. */
void ply_learner_hear(ply_learner *learner, int talker, uint64_t index, bool yes);
/* The talker knows for itself whether it would. */
void ply_learner_know(ply_learner *learner, int talker, uint64_t index, bool yes);
/* log of the chance that all whom the text asks say yes, as far as `self`, a talker, knows. */
double ply_learner_promise(const ply_learner *learner, const ply_session *session, int self, ply_deal text);
/* A text drawn by its promise, sharper the smaller the heat: from `best` or from one that is drawn. `self` signs it whether
 * it is asked or not. */
ply_deal ply_learner_draft(ply_learner *learner, const ply_session *session, int self, ply_deal best,
                           double heat, ply_rng *rng);

#endif
