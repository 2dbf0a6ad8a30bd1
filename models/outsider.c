/* Family outsider: a candidate that stands out values an issue by a second table, as a bystander and not as a
 * guarantor (d'Aspremont et al. 1983: insiders and outsiders of an agreement have different payoffs).
 * Cost: constant. */
#include "models/models.h"

static ply_amount amount(const double *input) { return (ply_amount){.constant = input[0] * input[1]}; }

static const char *const inputs[] = {"weight", "outsider value"};

const ply_family ply_family_outsider = {
    .name = "outsider",
    .help = "a candidate standing out values the issue by its outsider table",
    .formula = "w * v_out(option)",
    .source = "d'Aspremont et al. 1983, doi:10.2307/134972",
    .n_inputs = 2,
    .inputs = inputs,
    .amount = amount,
};
