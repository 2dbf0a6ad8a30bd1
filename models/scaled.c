/* Family scaled: the worth of an issue depends on whether the promise would work: weight * value * (f + (1 -
 * f) I) with a floor f and a security indicator I (a promise is worth what it deters: Morrow 1994, Smith
 * 1995). Cost: constant. */
#include "models/models.h"

static ply_amount amount(const double *input) {
  return (ply_amount){.constant = input[0] * input[1] * input[2],
                      .slope = input[0] * input[1] * (1 - input[2])};
}

static double scale(const double *input, double indicator) { return input[2] + (1 - input[2]) * indicator; }

static const char *const inputs[] = {"weight", "value", "floor"};

extern const ply_family ply_family_scaled;
const ply_family ply_family_scaled = {
    .name = "scaled",
    .help = "an issue's worth grows from a floor to its full value with a security indicator",
    .formula = "w * v(option) * (f + (1 - f) * I)",
    .source = "Morrow 1994, doi:10.1017/S0020818300028198; Smith 1995, doi:10.2307/2600800",
    .n_inputs = 3,
    .inputs = inputs,
    .amount = amount,
    .scale = scale,
    .by_indicator = true,
};
