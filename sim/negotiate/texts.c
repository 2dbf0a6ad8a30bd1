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

/* How far a text is from one that it would sign: what it lacks to its reservation; where a red line of its own
 * refuses, as much again as the whole way from its reservation to the heat. */
static double lacks(ply_seat *seat, ply_deal text, double heat) {
  double lack = fmax(0, ply_seat_reservation(seat) - ply_seat_payoff(seat, text));
  return lack > 0 || ply_seat_would_sign(seat, text) ? lack : heat;
}

static bool satisfices(ply_seat *seat, ply_deal text, ply_deal changed, double heat) {
  double loss = lacks(seat, changed, heat) - lacks(seat, text, heat),
         warmth = heat * (1 - ply_seat_time(seat));
  if (loss <= 0) return true;
  return warmth > 0 && ply_seat_unit(seat) < exp(-loss / (ply_seat_parameter(seat, 0) * warmth));
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
const ply_strategy ply_strategy_satisficer = {
    .name = "satisficer",
    .help = "of a mediator's texts: looks only at what it lacks to sign, and takes losses of it now and then",
    .source = "aspiration as in Simon 1956, doi:10.1037/h0042769, annealed",
    .parameter = {{"warmth", 0.1, 0.000001, 1000, "how large a loss it takes, as a share of the heat"}},
    .by_chance = true,
    .of_texts = true,
    .prefers = satisfices};
