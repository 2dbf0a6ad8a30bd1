/* Gives way as much as the others have just given way to it: the behaviour-dependent tactic "relative
 * tit-for-tat" (Faratin, Sierra and Jennings 1998, doi:10.1016/S0921-8890(98)00029-3) in its own payoffs, the
 * mean over the others. It starts at its best; a step back by the others is not repaid. When it is to answer
 * an offer it asks for what it last asked for: the target moves only when it is to make one. */
#include "sim/negotiate/strategy.h"

#include <math.h>

/* The target: kept in memory[1] once memory[0] says so. */
static double *target(ply_seat *seat) {
  double *memory = ply_seat_memory(seat);
  if (memory[0] == 0) {
    memory[0] = 1;
    memory[1] = ply_seat_best(seat);
  }
  return &memory[1];
}

/* What the talker's last offer gives this seat beyond the one before; 0 where it has not offered since this
 * seat last did. */
static double given(ply_seat *seat, int talker, int n) {
  if (!ply_seat_heard_since(seat, talker)) return 0;
  return ply_seat_payoff(seat, ply_seat_offer(seat, talker, n - 1)) -
         ply_seat_payoff(seat, ply_seat_offer(seat, talker, n - 2));
}

static ply_deal offer(ply_seat *seat) {
  double sum = 0, *asked = target(seat);
  int others = 0;
  for (int j = 0; j < ply_seat_talkers(seat); j++) {
    int n = ply_seat_offers(seat, j);
    if (j == ply_seat_self(seat) || n < 2) continue;
    sum += given(seat, j, n);
    others++;
  }
  if (others > 0) {
    double less = fmax(ply_seat_reservation(seat), *asked - fmax(0, sum / others));
    *asked = fmin(ply_seat_best(seat), less);
  }
  return ply_pick_offer(seat, *asked);
}

static bool vote(ply_seat *seat, ply_deal deal) { return ply_seat_has(seat, deal, *target(seat)); }

const ply_strategy ply_strategy_tit_for_tat = {
    .name = "tit-for-tat",
    .help = "gives way as much as the others gave way to it",
    .source = "Faratin, Sierra and Jennings 1998, doi:10.1016/S0921-8890(98)00029-3",
    .picks = true,
    .offer = offer,
    .vote = vote};
