/* Strategies that ask for less as time goes by, whatever the others do: time-dependent tactics (Faratin,
 * Sierra and Jennings 1998, doi:10.1016/S0921-8890(98)00029-3), nothing but the best, or anything above a
 * falling line by chance. The payoff asked for falls from the best to the reservation:
 * T = d + (best - d)(1 - t^(1/exponent)), so exponent 1 is a straight line, below 1 tough until late, above 1
 * soft at once. */
#include "sim/negotiate/strategy.h"

#include <math.h>

/* 1 - time^(1/exponent) */
static double share_by_time(const double *parameter, double time) {
  return 1 - (parameter[0] == 1 ? time : pow(time, 1 / parameter[0]));
}

static double all(const double *parameter, double time) {
  (void)parameter, (void)time;
  return 1;
}

static double asked(const ply_seat *seat) {
  double exponent = ply_seat_parameter(seat, 0);
  return ply_asked_payoff(ply_seat_reservation(seat), ply_seat_best(seat),
                          share_by_time(&exponent, ply_seat_time(seat)));
}
static ply_deal offer(ply_seat *seat) { return ply_pick_offer(seat, asked(seat)); }
static bool vote(ply_seat *seat, ply_deal deal) { return ply_seat_has(seat, deal, asked(seat)); }

static ply_deal offer_by_chance(ply_seat *seat) { return ply_seat_drawn(seat, asked(seat)); }

static ply_deal offer_best(ply_seat *seat) { return ply_pick_offer(seat, ply_seat_best(seat)); }
static bool vote_best(ply_seat *seat, ply_deal deal) { return ply_seat_has(seat, deal, ply_seat_best(seat)); }

#define FARATIN "Faratin, Sierra and Jennings 1998, doi:10.1016/S0921-8890(98)00029-3"
#define EXPONENT(value)                                                                                      \
  { "exponent", value, 0.001, 1000, "below 1: tough until late; above 1: soft at once" }

/* By time alone, at an exponent. */
#define BY_TIME(symbol, at, helps)                                                                           \
  const ply_strategy ply_strategy_##symbol = {.name = #symbol,                                               \
                                              .help = helps,                                                 \
                                              .source = FARATIN,                                             \
                                              .parameter = {EXPONENT(at)},                                   \
                                              .picks = true,                                                 \
                                              .offer = offer,                                                \
                                              .share = share_by_time,                                        \
                                              .vote = vote};
BY_TIME(time, 1, "asks for less as time goes by")
BY_TIME(boulware, 0.2, "gives way late (time with exponent 0.2)")
BY_TIME(linear, 1, "gives way evenly (time with exponent 1)")
BY_TIME(conceder, 5, "gives way at once (time with exponent 5)")

const ply_strategy ply_strategy_hardliner = {.name = "hardliner",
                                             .help = "takes nothing but its best",
                                             .source = "the limit of exponent 0",
                                             .picks = true,
                                             .offer = offer_best,
                                             .share = all,
                                             .vote = vote_best};
const ply_strategy ply_strategy_random = {
    .name = "random",
    .help = "offers by chance whatever reaches a target that falls with time",
    .source = "the usual yardstick; GENIUS calls it random walker where the target never moves",
    .parameter = {EXPONENT(1)},
    .by_chance = true,
    .offer = offer_by_chance,
    .vote = vote};
