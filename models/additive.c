/* Family additive: an issue adds weight times the value of its option. Additive value functions need mutual
 * preferential independence of the issues (Keeney and Raiffa 1976); what breaks it is said by the other
 * families. Cost: constant. */
#include "models/models.h"

static ply_amount amount(const double *input) { return (ply_amount){.constant = input[0] * input[1]}; }

static const char *const inputs[] = {"weight", "value"};

const ply_family ply_family_additive = {
    .name = "additive",
    .help = "an issue adds weight times the value of its option",
    .formula = "w * v(option)",
    .source = "Keeney and Raiffa 1976",
    .n_inputs = 2,
    .inputs = inputs,
    .amount = amount,
};
