/* Offers what the others will sign: learns from every vote and every offer what each of the others says yes to, and offers,
 * among what reaches its own target, a bundle drawn by the chance that all whom it asks say yes (learner.c). The target falls
 * with time as the others' do (Faratin, Sierra and Jennings 1998, doi:10.1016/S0921-8890(98)00029-3); at a large exponent it
 * is content with whatever beats no deal. Where no draft serves it says again what it said last, if that still serves. In
 * spirit the opponent models of Baarslag, Hendrikx, Hindriks and Jonker 2016, doi:10.1007/s10458-015-9309-1, which learn
 * from offers; here votes tell more, for they also come from those who never offer. */
#include "sim/negotiate/strategy.h"

#include <math.h>

static const double coldest = 0.1;

static double asked(const ply_seat *seat) {
  double time = ply_seat_time(seat), share = 1 - pow(time, 1 / ply_seat_parameter(seat, 0));
  return ply_asked_payoff(ply_seat_reservation(seat), ply_seat_best(seat), share);
}

static ply_deal offer(ply_seat *seat) {
  double least = asked(seat);
  ply_deal text = ply_seat_draft(seat, least, fmax(coldest, 1 - ply_seat_time(seat)));
  int self = ply_seat_self(seat), n = ply_seat_offers(seat, self);
  if (text != PLY_NO_DEAL || n == 0) return text;
  ply_deal last = ply_seat_offer(seat, self, n - 1);
  return ply_seat_has(seat, last, least) ? last : PLY_NO_DEAL;
}

static bool vote(ply_seat *seat, ply_deal deal) { return ply_seat_has(seat, deal, asked(seat)); }

const ply_strategy ply_strategy_persuader = {
    .name = "persuader",
    .help = "learns from votes what the others sign, and offers what all are likely to",
    .source = "logistic regressions on votes, and Gibbs sampling (Geman and Geman 1984, "
              "doi:10.1109/TPAMI.1984.4767596)",
    .parameter = {{"exponent", 1, 0.001, 1000, "below 1: tough until late; above 1: soft at once"}},
    .by_chance = true,
    .hears_votes = true,
    .offer = offer,
    .vote = vote};
