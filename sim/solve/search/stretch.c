/* The issues' terms of a stretch of tied designs, worked out once for all that is asked of the stretch. Cost:
 * designs * actors * tied issues. */
#include "sim/solve/search/prefilter.h"

#include <stdlib.h>

void ply_stretch_init(ply_stretch *stretch) { *stretch = (ply_stretch){0}; }

void ply_stretch_done(ply_stretch *stretch) { free(stretch->sums); }

bool ply_stretch_set(ply_stretch *stretch, const ply_view *view, size_t first, size_t n) {
  const ply_space *space = view->space;
  size_t each = (size_t)space->game->n_actors * 2 * (size_t)view->roster->n_rows;
  stretch->view = view;
  stretch->first = first;
  stretch->n = n;
  if (n * each > stretch->capacity) {
    free(stretch->sums);
    stretch->capacity = 0;
    stretch->sums = malloc(n * each * sizeof *stretch->sums);
    if (stretch->sums == NULL) return false;
    stretch->capacity = n * each;
  }
  for (size_t d = 0; d < n; d++) {
    uint16_t option[PLY_MAX_ISSUES];
    ply_space_options(space, space->designs[first + d].index, option);
    ply_tile_sums(space, view->roster, option, stretch->sums + d * each);
  }
  return true;
}
