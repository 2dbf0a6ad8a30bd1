/* Weights of issues that were changed: an actor's weights mean shares, so after a change all of them are scaled
 * to the sum that they have in the file. Only actors with a weight that moves are touched. Cost: their
 * issues. */
#include "sim/game/game.h"

#include <string.h>

bool ply_weights_find(const ply_scenario *s, const bool *moved, ply_arena *arena, const ply_weights **out,
                      int *n) {
  ply_weights *all = PLY_NEW(arena, s->n_actors + 1, ply_weights);
  *n = 0;
  if (all == NULL) return false;
  for (int i = 0; i < s->n_actors; i++) {
    int *number = PLY_NEW(arena, s->n_issues + 1, int), count = 0;
    if (number == NULL) return false;
    double sum = 0;
    bool any = false;
    for (int k = 0; k < s->n_issues; k++) {
      const ply_number *weight = &s->actors[i].rows[k].weight;
      if (weight->id < 0) continue;
      number[count++] = weight->id;
      sum += weight->base;
      any = any || moved[weight->id];
    }
    if (any && sum > 0) all[(*n)++] = (ply_weights){.n = count, .number = number, .sum = sum};
  }
  *out = all;
  return true;
}

void ply_weights_apply(const ply_weights *weights, int n, double *values) {
  for (int i = 0; i < n; i++) {
    double sum = 0;
    for (int k = 0; k < weights[i].n; k++) sum += values[weights[i].number[k]];
    if (!(sum > 0) || sum == weights[i].sum) continue;
    for (int k = 0; k < weights[i].n; k++) values[weights[i].number[k]] *= weights[i].sum / sum;
  }
}
