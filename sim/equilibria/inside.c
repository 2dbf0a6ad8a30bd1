/* Which games does a scenario hold? */
#include "sim/equilibria/inside.h"

#include <math.h>

static const ply_inside_row *const rows[] = {&ply_inside_join, &ply_inside_honour, &ply_inside_vote,
                                             &ply_inside_propose};
enum { N_ROWS = sizeof rows / sizeof *rows };

const ply_inside_row *ply_inside_row_at(size_t i) { return i < N_ROWS ? rows[i] : NULL; }

ply_status ply_inside_finish(ply_finite *made, const char *title, ply_err *err) {
  for (int i = 0; i < made->n_players; i++) {
    double most = 1;
    for (uint64_t p = 0; p < made->n_profiles; p++) most = fmax(most, fabs(made->payoffs[i].plain[p]));
    made->payoffs[i].eps = PLY_EPS * most;
  }
  made->title = ply_arena_strdup(made->arena, title);
  if (made->title == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  return ply_finite_name(made, err);
}
