/* Who would refuse, what would have been better, and whether a signed deal holds. Private to this room. */
#ifndef PLY_CLASS_SESSION_BLOCKS_H
#define PLY_CLASS_SESSION_BLOCKS_H

#include "sim/class/session/session.h"

/* ---- who can stop it: parley_game_blocking ---- */

/* "each alone: North; together: any 2 of East, South, West", as HTML. */
void ply_class_blocks_words(const ply_class_session *session, const parley_blocking *blocks, ply_text *out);

/* ---- better.c ---- */

/* Those asked who would refuse the bundle if they got `payoffs` otherwise ([n_actors]; NULL: no deal): it is
 * worse for them, or across a red line. */
uint64_t ply_class_refusers(const ply_class_session *session, uint64_t bundle, const double *payoffs);

/* What nobody proposed at a table and would have been better than how it ended. */
typedef struct ply_class_better {
  bool known;  /* the solver has answered */
  bool found;  /* there is one, in `bundle` */
  bool proved; /* found: of all packages that enough of those asked would take over the table's end, none
                  gives the least helped of those who bargain more. Not found: there is none */
  uint64_t bundle;
  uint64_t gain, lose; /* those asked who gain, who lose: these are outvoted */
  double
      count; /* how many packages would be taken over the table's end: a signed deal itself is one of them */
} ply_class_better;

/* How the first round of a table ended: its bundle, or NULL for no deal. */
const uint64_t *ply_class_end_of(const ply_class_session *session, int table, int round);
void ply_class_better_of(const ply_class_session *session, int table, ply_class_better *better);

/* ---- verdict.c ---- */

/* What the solver says of a deal that was signed, in the terms of the model. */
struct ply_class_verdict {
  int n_patches; /* of the scenario that it was asked of */
  uint64_t bundle;
  bool answered; /* the solver had an answer; else the rest says nothing */
  bool acceptable, sustained, stable, efficient;
  uint64_t refuses;
  int leaver;                     /* who gains most by moving alone; -1: nobody */
  bool falls;                     /* it gains because the deal falls then */
  double gain;                    /* payoff units of the leaver */
  bool reopening_known, reopened; /* whether it holds if a leaver can make the rest sign anew */
  uint64_t rather_out;            /* members that what the rest would sign without them gives more */
  int least;                      /* who is asked and gains least over no deal; -1: nobody is asked */
  double slack;
};

/* The scenario with the deal as one more design; the caller frees it (cJSON_free). NULL without memory. */
char *ply_class_verdict_text(const ply_class_session *session, uint64_t bundle);
/* Reads the solver's JSON of it; false where there is no answer. */
bool ply_class_verdict_read(const ply_class_session *session, const char *json, ply_class_verdict *verdict);
/* The verdict on a bundle in the scenario as it is now, or NULL. */
const ply_class_verdict *ply_class_verdict_of(const ply_class_session *session, uint64_t bundle);

#endif
