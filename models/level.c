/* Family level: what standing at a level is worth or costs the candidate itself, whatever the design
 * (the price of membership: Barrett 1994).
 * Cost: constant. */
#include "models/models.h"

static ply_amount amount(const double *input) { return (ply_amount){.constant = input[0]}; }

static const char *const inputs[] = {"gain"};

const ply_family ply_family_level = {
    .name = "level",
    .help = "a candidate's own gain or cost of standing at its level",
    .formula = "l(level)",
    .source = "Barrett 1994, doi:10.1093/oxfordjournals.oep.a042074",
    .n_inputs = 1,
    .inputs = inputs,
    .amount = amount,
};
