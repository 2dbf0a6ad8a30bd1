/* MiCRO: a new offer only for a new offer (de Jonge, IJCAI 2022). Its list is its own bundles by falling
 * payoff. It goes one further where the others have made at least as many different offers as it has; else it
 * repeats its lowest. It takes whatever is at least as good as what it would offer now. */
#include "sim/negotiate/strategy.h"

/* How many different offers each of the others has made: the fewest. Nobody else: no bound. */
static int fewest_heard(const ply_seat *seat) {
  int fewest = -1;
  for (int j = 0; j < ply_seat_talkers(seat); j++) {
    if (j == ply_seat_self(seat)) continue;
    int n = ply_seat_different(seat, j);
    if (fewest < 0 || n < fewest) fewest = n;
  }
  return fewest;
}

static ply_deal offer(ply_seat *seat) {
  int made = ply_seat_different(seat, ply_seat_self(seat)), heard = fewest_heard(seat);
  ply_deal next = heard < 0 || made <= heard ? ply_seat_ranked(seat, (uint64_t)made) : PLY_NO_DEAL;
  if (next == PLY_NO_DEAL && made > 0) next = ply_seat_ranked(seat, (uint64_t)made - 1);
  return next;
}

static bool vote(ply_seat *seat, ply_deal deal) {
  ply_deal own = offer(seat);
  return own != PLY_NO_DEAL && ply_seat_has(seat, deal, ply_seat_payoff(seat, own));
}

const ply_strategy ply_strategy_micro = {.name = "micro",
                                         .help = "one new offer for each new offer of the others (MiCRO)",
                                         .source = "de Jonge, An Analysis of the Linear Bilateral ANAC "
                                                   "Domains Using the MiCRO Benchmark Strategy, IJCAI 2022",
                                         .offer = offer,
                                         .vote = vote};
