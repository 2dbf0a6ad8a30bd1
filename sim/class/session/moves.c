/* Moves that all make at once. Each role chooses its level and the options of its own issues; nobody sees
 * what until all have chosen. With `rematch` the seats of all tables are mixed anew in each round: the j-th
 * role of group g in round k sits at table g + j k (modulo the tables), so that nobody meets the same partner
 * twice while there are more tables than rounds. Cost of a question: the rounds played so far. */
#include "sim/class/session/moves.h"

#include <string.h>

bool ply_class_has_moves(const ply_class_session *s, int role) {
  uint64_t two[2];
  return ply_class_moves_of(s, role, two, 2) > 1;
}

bool ply_class_move_pack(const ply_class_session *s, int role, const int *options, const int *levels,
                         uint64_t *move) {
  int own[PLY_CLASS_ROLES] = {0}, stand[PLY_CLASS_ROLES] = {0};
  for (int k = 0; k < s->shape.n_issues; k++)
    if (s->course.owner[k] == role) own[k] = options[k];
  stand[role] = levels[role];
  if (levels[role] >= parley_game_n_stands(s->game, role) && levels[role] > 0) return false;
  return parley_game_pack(s->game, own, stand, move);
}

int ply_class_moves_of(const ply_class_session *s, int role, uint64_t *moves, int most) {
  int options[PLY_CLASS_ROLES] = {0}, levels[PLY_CLASS_ROLES] = {0}, n = 0;
  int n_levels = parley_game_actor_at(s->game, role).candidate ? parley_game_n_stands(s->game, role) : 1;
  for (;;) {
    for (int l = 0; l < n_levels; l++) {
      levels[role] = l;
      if (n < most && ply_class_move_pack(s, role, options, levels, &moves[n])) n++;
    }
    int k = 0;
    while (k < s->shape.n_issues) {
      bool own = s->course.owner[k] == role && !parley_game_issue_at(s->game, k).derived;
      if (own && ++options[k] < parley_game_issue_at(s->game, k).n_options) break;
      if (own) options[k] = 0;
      k++;
    }
    if (k == s->shape.n_issues || n >= most) return n;
  }
}

/* ---- who met whom ---- */

/* The place of a role among those that are seats. */
static int place_of(const ply_class_session *s, int role) {
  return __builtin_popcountll(s->state.playable & (((uint64_t)1 << role) - 1));
}

static int wrapped(int table, int n) { return ((table % n) + n) % n; }

/* The table at which a role of a group sits, and back. */
static int table_in(const ply_class_session *s, int group, int role, int number) {
  return s->course.rematch ? wrapped(group + place_of(s, role) * number, s->state.n_tables) : group;
}
static int group_of(const ply_class_session *s, int table, int role, int number) {
  return s->course.rematch ? wrapped(table - place_of(s, role) * number, s->state.n_tables) : table;
}

bool ply_class_met(const ply_class_session *s, int table, int role, int round, int number, uint64_t *bundle,
                   int *partners) {
  int options[PLY_CLASS_ROLES] = {0}, levels[PLY_CLASS_ROLES] = {0}, group = group_of(s, table, role, number);
  for (int r = 0; r < s->shape.n_actors; r++) {
    int at = (s->state.playable >> r & 1) != 0 ? table_in(s, group, r, number) : table;
    int own[PLY_CLASS_ROLES], stand[PLY_CLASS_ROLES];
    const ply_class_played *played = ply_class_state_played(&s->state, at, round, number);
    if (played == NULL) return false;
    if (partners != NULL) partners[r] = at;
    if ((played->chosen >> r & 1) == 0) continue;
    parley_game_unpack(s->game, played->moves[r], own, stand);
    for (int k = 0; k < s->shape.n_issues; k++)
      if (s->course.owner[k] == r) options[k] = own[k];
    levels[r] = stand[r];
  }
  return parley_game_pack(s->game, options, levels, bundle);
}

int ply_class_total(const ply_class_session *s, int table, int role, int round, int *n_rounds) {
  int total = 0, points[PLY_CLASS_ROLES], n = 0;
  uint64_t bundle;
  for (int number = 0; number < s->course.rounds; number++) {
    if (!ply_class_met(s, table, role, round, number, &bundle, NULL) ||
        !ply_class_points_all(s, bundle, points))
      continue;
    total += points[role];
    n++;
  }
  if (n_rounds != NULL) *n_rounds = n;
  return total;
}

/* ---- choosing ---- */

static bool talking(const ply_class_session *s) {
  return s->state.stage == PLY_STAGE_TALK || s->state.stage == PLY_STAGE_AGAIN;
}

ply_status ply_class_choose(ply_class_session *s, int64_t now_ms, int person, int table, int role,
                            uint64_t move, ply_err *err) {
  if (s->course.mode != PLY_MODE_SIMULTANEOUS)
    return ply_words_err(s->words, err, PLY_E_USAGE, "no_moves_here", NULL);
  if (!talking(s)) return ply_words_err(s->words, err, PLY_E_USAGE, "talks_not_open", NULL);
  if (s->state.paused) return ply_words_err(s->words, err, PLY_E_USAGE, "talks_paused", NULL);
  if (s->state.tables[table].end[s->state.round].status != PLY_TABLE_OPEN)
    return ply_words_err(s->words, err, PLY_E_USAGE, "table_rounds_over", NULL);
  ply_class_event event = ply_class_event_of(PLY_EV_CHOOSE, now_ms);
  event.table = table;
  event.role = role;
  event.person = person;
  event.bundle = move;
  ply_status status = ply_class_session_do(s, &event, err);
  return status == PLY_OK ? ply_class_rounds(s, now_ms, err) : status;
}

/* ---- rounds ---- */

int64_t ply_class_round_ms(const ply_class_session *s) {
  int64_t whole = s->state.stage == PLY_STAGE_AGAIN ? s->plan.again_ms : s->plan.talk_ms;
  return whole / s->course.rounds;
}

int64_t ply_class_round_left(const ply_class_session *s, int table, int64_t now_ms) {
  int64_t since = s->state.tables[table].since_ms, now = s->state.paused ? s->state.paused_ms : now_ms;
  int64_t left = ply_class_round_ms(s) - (now - since);
  return left > 0 ? left : 0;
}

static bool open_table(const ply_class_session *s, int t) {
  return s->state.tables[t].end[s->state.round].status == PLY_TABLE_OPEN;
}

/* Roles that have a choice to make. */
static uint64_t movers(const ply_class_session *s) {
  uint64_t roles = 0;
  for (int r = 0; r < s->shape.n_actors; r++)
    if ((s->state.playable >> r & 1) != 0 && ply_class_has_moves(s, r)) roles |= (uint64_t)1 << r;
  return roles;
}

static bool all_moved(const ply_class_session *s, int t, uint64_t who) {
  return (s->state.tables[t].chosen & who) == who;
}

/* The move of somebody who lets the time pass: the last one, else the first. */
static uint64_t usual_move(const ply_class_session *s, int table, int role) {
  int last = s->state.tables[table].played - 1;
  const ply_class_played *played =
      last >= 0 ? ply_class_state_played(&s->state, table, s->state.round, last) : NULL;
  return played != NULL && (played->chosen >> role & 1) != 0 ? played->moves[role] : 0;
}

static ply_status move_for_the_late(ply_class_session *s, int64_t now_ms, int t, uint64_t who, ply_err *err) {
  ply_status status = PLY_OK;
  for (int r = 0; r < s->shape.n_actors && status == PLY_OK; r++) {
    if ((who >> r & 1) == 0 || (s->state.tables[t].chosen >> r & 1) != 0) continue;
    ply_class_event event = ply_class_event_of(PLY_EV_CHOOSE, now_ms);
    event.table = t;
    event.role = r;
    event.bundle = usual_move(s, t, r);
    status = ply_class_session_do(s, &event, err);
  }
  return status;
}

static ply_status end_round(ply_class_session *s, int64_t now_ms, int table, int over, ply_err *err) {
  ply_class_event event = ply_class_event_of(PLY_EV_ROUND, now_ms);
  event.table = table;
  event.value = over;
  ply_status status = ply_class_session_do(s, &event, err);
  for (int t = 0; t < s->state.n_tables && status == PLY_OK && over >= s->course.rounds; t++) {
    if ((table >= 0 && t != table) || !open_table(s, t)) continue;
    ply_class_event end = ply_class_event_of(PLY_EV_NO_DEAL, now_ms);
    end.table = t;
    status = ply_class_session_do(s, &end, err);
  }
  return status;
}

/* With `rematch` all tables move in step. */
static ply_status rounds_together(ply_class_session *s, int64_t now_ms, uint64_t who, ply_err *err) {
  ply_status status = PLY_OK;
  bool late = ply_class_round_left(s, 0, now_ms) == 0, ready = true;
  for (int t = 0; t < s->state.n_tables && status == PLY_OK; t++) {
    if (late && open_table(s, t)) status = move_for_the_late(s, now_ms, t, who, err);
    ready = ready && open_table(s, t) && all_moved(s, t, who);
  }
  if (status != PLY_OK || !ready) return status;
  return end_round(s, now_ms, -1, s->state.tables[0].played + 1, err);
}

ply_status ply_class_rounds(ply_class_session *s, int64_t now_ms, ply_err *err) {
  ply_status status = PLY_OK;
  if (s->course.mode != PLY_MODE_SIMULTANEOUS || !talking(s) || s->state.paused) return PLY_OK;
  uint64_t who = movers(s);
  if (s->course.rematch) return rounds_together(s, now_ms, who, err);
  for (int t = 0; t < s->state.n_tables && status == PLY_OK; t++) {
    if (!open_table(s, t)) continue;
    if (ply_class_round_left(s, t, now_ms) == 0) status = move_for_the_late(s, now_ms, t, who, err);
    if (status == PLY_OK && all_moved(s, t, who))
      status = end_round(s, now_ms, t, s->state.tables[t].played + 1, err);
  }
  return status;
}

/* ---- offers ---- */

int ply_class_turn(const ply_class_session *s, int table) {
  return s->course.order[s->state.tables[table].played % s->course.n_order];
}
