/* Family table: an entry for each combination of a few options and levels: any matrix game, coalition worth or
 * order over outcomes, and deals whose parts only count together.
 * Cost: constant. */
#include "models/models.h"

static ply_amount amount(const double *input) { return (ply_amount){.constant = input[0]}; }

static const char *const inputs[] = {"entry"};

const ply_family ply_family_table = {
    .name = "table",
    .help = "what certain options and levels are worth together",
    .formula = "entry",
    .source = "von Neumann and Morgenstern 1944, the normal form",
    .n_inputs = 1,
    .inputs = inputs,
    .amount = amount,
};
