/* Voters on a mediator's text: takes every change that is no worse for it, or now and then one that is (Klein,
 * Faratin, Sayama and Bar-Yam 2003, doi:10.1023/A:1023068821218; annealing as in Kirkpatrick, Gelatt and Vecchi
 * 1983, doi:10.1126/science.220.4598.671). A hill climber stops at the first text that it cannot leave without
 * a loss; annealers give a little early and so may reach better texts for all. */
#include "sim/negotiate/strategy.h"

#include <math.h>

static bool climbs(ply_seat *seat, ply_deal text, ply_deal changed, double heat) {
  (void)heat;
  return ply_seat_no_worse(seat, changed, text);
}

static bool anneals(ply_seat *seat, ply_deal text, ply_deal changed, double heat) {
  double warmth = heat * (1 - ply_seat_time(seat));
  if (warmth <= 0 || ply_seat_no_worse(seat, changed, text)) return ply_seat_no_worse(seat, changed, text);
  double loss = ply_seat_payoff(seat, changed) - ply_seat_payoff(seat, text);
  return ply_seat_unit(seat) < exp(loss / warmth);
}

#define KLEIN "Klein, Faratin, Sayama and Bar-Yam 2003, doi:10.1023/A:1023068821218"

const ply_strategy ply_strategy_hill = {.name = "hill",
                                        .help =
                                            "of a mediator's texts: takes changes that are no worse for it",
                                        .source = KLEIN,
                                        .of_texts = true,
                                        .prefers = climbs};
const ply_strategy ply_strategy_annealer = {
    .name = "annealer",
    .help = "of a mediator's texts: takes losses too, at first, the smaller the likelier",
    .source = KLEIN,
    .by_chance = true,
    .of_texts = true,
    .prefers = anneals};
