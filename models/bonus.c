/* Family bonus: a gain or a penalty while a condition holds; the way to write complementarities and linkage
 * (issue linkage: Tollison and Willett 1979).
 * Cost: constant. */
#include "models/models.h"

static ply_amount amount(const double *input) { return (ply_amount){.constant = input[0]}; }

static const char *const inputs[] = {"gain"};

const ply_family ply_family_bonus = {
    .name = "bonus",
    .help = "a gain or penalty while a condition holds",
    .formula = "gain * [when]",
    .source = "Tollison and Willett 1979, doi:10.1017/S0020818300032252",
    .n_inputs = 1,
    .inputs = inputs,
    .amount = amount,
};
