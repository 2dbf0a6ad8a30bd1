/* Strategies, one row each. A strategy's file includes this header and sees what seat.h shows. */
#ifndef PLY_STRATEGY_H
#define PLY_STRATEGY_H

#include "sim/base/registry.h"
#include "sim/negotiate/seat.h"

/* How an offer is chosen among those that reach the target. */
#define PLY_PICK_OF(symbol, name) PLY_##symbol,
typedef enum ply_pick { PLY_PICKS(PLY_PICK_OF) PLY_N_PICKS } ply_pick;

typedef struct ply_strategy_parameter {
  const char *name;
  double otherwise, least, most;
  const char *help;
} ply_strategy_parameter;

enum { PLY_MOST_PARAMETERS = 2 };

typedef struct ply_strategy {
  const char *name, *help, *source;
  ply_strategy_parameter parameter[PLY_MOST_PARAMETERS]; /* name NULL: no more */
  bool picks;                                            /* takes `pick` */
  bool by_chance;                                        /* draws: sessions differ */
  bool hears_votes;                                      /* asks for ply_seat_draft */
  bool of_texts; /* a voter on single texts; the others make and answer offers */
  /* Called when it is to offer, at a seat that would sign something. */
  ply_deal (*offer)(ply_seat *seat);
  /* How much of the way from its reservation to its best it asks for at a time, 1 at most and never more later on, where that
   * hangs on the clock alone and is all that its offers (by its pick) and its votes hang on; NULL: there is more to it. */
  double (*share)(const double *parameter, double time);
  /* Its answer to somebody's offer, where it would sign it at all. Of texts: */
  bool (*vote)(ply_seat *seat, ply_deal deal);
  /* whether a new text is better, given the one that stands; heat in payoff units. */
  bool (*prefers)(ply_seat *seat, ply_deal text, ply_deal changed, double heat);
} ply_strategy;

/* The registry is PLY_STRATEGIES: a new strategy is its row and its line there. */
#define PLY_STRATEGY_DECLARED(symbol, name) extern const ply_strategy ply_strategy_##symbol;
PLY_STRATEGIES(PLY_STRATEGY_DECLARED)

/* Row 0, 1, ... of the registry; NULL past the last. */
const ply_strategy *ply_strategy_row(int row);

/* One talker's strategy, with its parameters. */
typedef struct ply_manner {
  const ply_strategy *strategy;
  double parameter[PLY_MOST_PARAMETERS];
  ply_pick pick;
} ply_manner;

/* Reads "NAME:KEY=VALUE:...", such as "time:exponent=0.5:pick=similar". PLY_E_USAGE with what would do. */
ply_status ply_manner_read(const char *text, ply_manner *out, ply_err *err);
/* Writes it so that it reads back; parameters that are as usual are left away. */
void ply_manner_write(const ply_manner *manner, ply_text *out);

/* ---- what several strategies share ---- */

/* The payoff asked for at a share of the way. */
static inline double ply_asked_payoff(double reservation, double best, double share) {
  return share == 1 ? best : reservation + (best - reservation) * share;
}

/* The offer for a target: by the seat's pick. */
ply_deal ply_pick_offer(ply_seat *seat, double target);

#endif
