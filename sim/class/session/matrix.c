/* What does a role get for its move and the other's? The table that a game of simultaneous moves of two players is taught
 * with, for its brief on paper and at the terminal. Cost: moves times moves. */
#include "sim/class/session/moves.h"

/* The two playable roles that have moves; false where there are others. */
static bool find_other(const ply_class_session *s, int role, int *other) {
  int n = 0;
  for (int r = 0; r < s->shape.n_actors; r++) {
    if (r == role || (s->state.playable >> r & 1) == 0 || !ply_class_has_moves(s, r)) continue;
    *other = r;
    n++;
  }
  return n == 1;
}

static bool points_at(const ply_class_session *s, int role, uint64_t own, int other, uint64_t theirs,
                      int *points) {
  int options[2][PLY_CLASS_ROLES], levels[2][PLY_CLASS_ROLES], all[PLY_CLASS_ROLES];
  uint64_t bundle;
  parley_game_unpack(s->game, own, options[0], levels[0]);
  parley_game_unpack(s->game, theirs, options[1], levels[1]);
  for (int k = 0; k < s->shape.n_issues; k++)
    if (s->course.owner[k] == other) options[0][k] = options[1][k];
  levels[0][other] = levels[1][other];
  if (!parley_game_pack(s->game, options[0], levels[0], &bundle) || !ply_class_points_all(s, bundle, all))
    return false;
  *points = all[role];
  return true;
}

bool ply_class_matrix_of(const ply_class_session *s, int role, ply_class_matrix *m) {
  if (s->course.mode != PLY_MODE_SIMULTANEOUS || !find_other(s, role, &m->other)) return false;
  uint64_t one_more[PLY_CLASS_MATRIX + 1];
  m->n = ply_class_moves_of(s, role, one_more, PLY_CLASS_MATRIX + 1);
  m->n_other = ply_class_moves_of(s, m->other, one_more, PLY_CLASS_MATRIX + 1);
  if (m->n < 2 || m->n > PLY_CLASS_MATRIX || m->n_other > PLY_CLASS_MATRIX) return false;
  ply_class_moves_of(s, role, m->own, m->n);
  ply_class_moves_of(s, m->other, m->theirs, m->n_other);
  for (int i = 0; i < m->n; i++)
    for (int j = 0; j < m->n_other; j++)
      if (!points_at(s, role, m->own[i], m->other, m->theirs[j], &m->points[i][j])) return false;
  return true;
}

void ply_class_move_words(const ply_class_session *s, int role, uint64_t bundle, ply_text *out) {
  int options[PLY_CLASS_ROLES], levels[PLY_CLASS_ROLES];
  const char *between = "";
  parley_game_unpack(s->game, bundle, options, levels);
  if (parley_game_actor_at(s->game, role).candidate) {
    ply_text_add(out, parley_game_stand_at(s->game, role, levels[role]).name);
    between = ", ";
  }
  for (int k = 0; k < s->shape.n_issues; k++) {
    if (s->course.owner[k] != role) continue;
    ply_text_addf(out, "%s%s", between, parley_game_option_at(s->game, k, options[k]).name);
    between = ", ";
  }
}
