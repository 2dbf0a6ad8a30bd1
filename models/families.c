/* The registry of payoff families: one line each. */
#include "models/models.h"

const ply_family *const *ply_families(int *n) {
  static const ply_family *const all[] = {
      &ply_family_additive, &ply_family_outsider, &ply_family_scaled,
      &ply_family_level,    &ply_family_bonus,    &ply_family_stake,
  };
  *n = (int)(sizeof all / sizeof *all);
  return all;
}
