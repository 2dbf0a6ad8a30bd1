/* Family stake: what an actor gains per unit of a security indicator (attack, credibility, having to fight,
 * reneging): audience costs and costly commitments (Fearon 1997; Morrow 1994). Cost: constant. */
#include "models/models.h"

static ply_amount amount(const double *input) { return (ply_amount){.slope = input[0]}; }

static const char *const inputs[] = {"stake"};

const ply_family ply_family_stake = {
    .name = "stake",
    .help = "a stake in a security indicator",
    .formula = "c * I",
    .source = "Fearon 1997, doi:10.1177/0022002797041001004",
    .n_inputs = 1,
    .inputs = inputs,
    .amount = amount,
};
