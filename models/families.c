/* The registry of payoff families: one line each. */
#include "models/models.h"

#include <string.h>

extern const ply_family ply_family_scaled;

static const ply_family *const all[] = {
    &ply_family_additive, &ply_family_outsider, &ply_family_scaled, &ply_family_level,
    &ply_family_bonus,    &ply_family_table,    &ply_family_stake,
};
enum { N_FAMILIES = sizeof all / sizeof *all };

const ply_family *const *ply_families(int *n) {
  *n = N_FAMILIES;
  return all;
}

const ply_family *ply_family_find(const char *name) {
  for (int f = 0; f < N_FAMILIES; f++)
    if (strcmp(all[f]->name, name) == 0) return all[f];
  return NULL;
}

double ply_family_worth(const ply_family *family, const double *input) {
  return family != NULL && family->worth != NULL ? family->worth(input) : input[0] * input[1];
}
