/* What a strategy may see: its own payoffs, reservation and red lines, the clock, and what was offered and
 * voted. Nothing else: a seat is opaque here, and a strategy's file may include this header alone (a test
 * holds it to that, and another plays a seat again with everybody else's numbers spoilt). */
#ifndef PLY_SEAT_H
#define PLY_SEAT_H

#include "sim/base/base.h"

/* A bundle at the table. What the number means is the table's business. */
typedef uint64_t ply_deal;
#define PLY_NO_DEAL UINT64_MAX

typedef struct ply_seat ply_seat;

/* ---- its own numbers (payoff units) ---- */

/* A talker that would sign no bundle at all passes and votes no: its strategy is not asked. */
double ply_seat_reservation(const ply_seat *seat);
double ply_seat_best(const ply_seat *seat); /* the largest payoff of a bundle that it would sign */
double ply_seat_payoff(ply_seat *seat, ply_deal deal);
/* Whether it would sign: at least its reservation, and no red line of its own refuses. */
bool ply_seat_would_sign(ply_seat *seat, ply_deal deal);
/* Whether it would sign and has at least so much, within the tolerance. */
bool ply_seat_has(ply_seat *seat, ply_deal deal, double least);
/* Whether a gives it at least as much as b, within the tolerance. */
bool ply_seat_no_worse(ply_seat *seat, ply_deal a, ply_deal b);

/* ---- questions to its own table: bundles that it would sign, with at least `least` (within the tolerance);
 * PLY_NO_DEAL where there are none; last ties to the lowest index ---- */

ply_deal ply_seat_closest(ply_seat *seat, double least);              /* the least payoff */
ply_deal ply_seat_similar(ply_seat *seat, double least, ply_deal to); /* fewest positions that differ, then
                                                                         the largest payoff */
/* The largest sum over `others`' frequency models (van Krimpen, Looije and Hajizadeh 2013), then the largest
 * payoff. A model says how often the talker named each option: see model.c. */
ply_deal ply_seat_liked(ply_seat *seat, double least);
ply_deal ply_seat_drawn(ply_seat *seat, double least); /* evenly */
/* Number `rank` (from 0) by falling payoff at 12 decimals, then index. */
ply_deal ply_seat_ranked(ply_seat *seat, uint64_t rank);

/* A bundle that it would sign, with at least `least`, by the chance that all others whom it asks say yes, as far as their
 * votes and offers tell (learner.c), sharper the smaller the heat, which is at most 1; PLY_NO_DEAL where a few drafts find
 * none. For strategies that say in their row that they hear votes. Draws. */
ply_deal ply_seat_draft(ply_seat *seat, double least, double heat);

/* ---- what was said ---- */

int ply_seat_talkers(const ply_seat *seat); /* at the table, itself too */
int ply_seat_self(const ply_seat *seat);    /* which of them it is */
/* How many offers the talker has made so far, how many of them different, and number k of them (from 0). */
int ply_seat_offers(const ply_seat *seat, int talker);
int ply_seat_different(const ply_seat *seat, int talker);
ply_deal ply_seat_offer(const ply_seat *seat, int talker, int k);
/* Whether the talker has made an offer since this seat's own last one (or at all, where it made none). Offers
 * made at one time count as heard after it. */
bool ply_seat_heard_since(const ply_seat *seat, int talker);
/* The last offer of anybody else, or PLY_NO_DEAL. */
ply_deal ply_seat_last_heard(const ply_seat *seat);

/* ---- clock, parameters, chance, memory ---- */

double ply_seat_time(const ply_seat *seat);             /* 0 at the first step, 1 at the last */
double ply_seat_parameter(const ply_seat *seat, int k); /* as in the strategy's rows */
int ply_seat_pick(const ply_seat *seat);                /* how an offer is chosen: ply_pick */
double ply_seat_unit(ply_seat *seat);                   /* uniform in [0, 1), a stream of its own */
/* Room for what a strategy keeps from one question to the next: zeroed at the start of a session. */
enum { PLY_SEAT_MEMORY = 8 };
double *ply_seat_memory(ply_seat *seat);

#endif
