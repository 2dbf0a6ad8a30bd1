/* The debrief of a game of moves as data: who chose what in each round with whom, points, all outcomes of one
 * round with those from which nobody gains by another move alone (Nash 1951, doi:10.2307/1969529), and for two
 * players with two moves each the equilibrium in mixed moves. Points are told only after the reveal. Cost:
 * outcomes times moves; past MOST outcomes they are left out. */
#include "sim/class/server/view.h"
#include "sim/class/session/moves.h"

#include <math.h>

enum { MOST = 256, MOST_MOVES = 64 };

static void write_points(ply_json *json, const ply_class_session *s, uint64_t bundle) {
  int points[PLY_CLASS_ROLES];
  if (!s->state.revealed || !ply_class_points_all(s, bundle, points)) return;
  ply_json_ints(json, "points", points, s->shape.n_actors);
}

/* ---- what was played ---- */

static bool has_people(const ply_class_session *s, int table) {
  for (int r = 0; r < s->state.n_roles; r++)
    if (ply_class_state_people(&s->state, table, r) > 0) return true;
  return false;
}

static void write_totals(ply_json *json, const ply_class_session *s, int table) {
  int n = 0, total[PLY_CLASS_ROLES] = {0};
  for (int r = 0; r < s->shape.n_actors; r++)
    if ((s->state.playable >> r & 1) != 0) total[r] = ply_class_total(s, table, r, s->state.round, &n);
  ply_json_ints(json, "totals", total, s->shape.n_actors);
  ply_json_int(json, "n", n);
}

/* Each seat of a table with what it chose, round by round. */
static void write_table(ply_json *json, const ply_class_session *s, int table) {
  uint64_t bundle;
  ply_json_object(json, NULL, PLY_JSON_TIGHT);
  ply_json_int(json, "table", table);
  ply_json_bool(json, "people", has_people(s, table));
  ply_json_array(json, "rounds", PLY_JSON_TIGHT);
  for (int number = 0; number < s->course.rounds; number++) {
    int seat = __builtin_ctzll(s->state.playable);
    if (!ply_class_met(s, table, seat, s->state.round, number, &bundle, NULL)) continue;
    ply_json_object(json, NULL, PLY_JSON_TIGHT);
    ply_json_int(json, "number", number);
    ply_class_write_bundle(json, s, bundle);
    write_points(json, s, bundle);
    ply_json_end(json);
  }
  ply_json_end(json);
  if (s->state.revealed) write_totals(json, s, table);
  ply_json_end(json);
}

/* ---- the game of one round ---- */

/* The players' moves: who, how many, and each one's. */
typedef struct round_game {
  int n, role[PLY_CLASS_ROLES], n_moves[PLY_CLASS_ROLES];
  uint64_t moves[PLY_CLASS_ROLES][MOST_MOVES];
  long n_cells;
} round_game;

static void collect(const ply_class_session *s, round_game *g) {
  g->n = 0;
  g->n_cells = 1;
  for (int r = 0; r < s->shape.n_actors; r++) {
    int n = (s->state.playable >> r & 1) != 0 ? ply_class_moves_of(s, r, g->moves[g->n], MOST_MOVES) : 0;
    if (n < 2) continue;
    g->role[g->n] = r;
    g->n_moves[g->n++] = n;
    g->n_cells = g->n_cells > MOST ? g->n_cells : g->n_cells * n;
  }
}

/* The bundle in which player p makes move m of `chosen`. */
static bool bundle_of(const ply_class_session *s, const round_game *g, const int *chosen, uint64_t *bundle) {
  int options[PLY_CLASS_ROLES] = {0}, levels[PLY_CLASS_ROLES] = {0};
  for (int p = 0; p < g->n; p++) {
    int own[PLY_CLASS_ROLES], stand[PLY_CLASS_ROLES];
    parley_game_unpack(s->game, g->moves[p][chosen[p]], own, stand);
    for (int k = 0; k < s->shape.n_issues; k++)
      if (s->course.owner[k] == g->role[p]) options[k] = own[k];
    levels[g->role[p]] = stand[g->role[p]];
  }
  return parley_game_pack(s->game, options, levels, bundle);
}

static double payoff_at(const ply_class_session *s, const round_game *g, const int *chosen, int player) {
  double payoffs[PLY_CLASS_ROLES];
  uint64_t bundle;
  if (!bundle_of(s, g, chosen, &bundle) || !parley_game_payoffs(s->game, bundle, payoffs)) return -INFINITY;
  return payoffs[g->role[player]];
}

static bool is_equilibrium(const ply_class_session *s, const round_game *g, int *chosen) {
  for (int p = 0; p < g->n; p++) {
    int kept = chosen[p];
    double here = payoff_at(s, g, chosen, p);
    for (int m = 0; m < g->n_moves[p]; m++) {
      chosen[p] = m;
      bool gains = payoff_at(s, g, chosen, p) > here + PLY_EPS;
      chosen[p] = kept;
      if (gains) return false;
    }
  }
  return true;
}

static int times_played(const ply_class_session *s, uint64_t bundle) {
  int n = 0;
  uint64_t met;
  for (int t = 0; t < s->state.n_tables; t++)
    for (int number = 0; number < s->course.rounds && has_people(s, t); number++)
      n += ply_class_met(s, t, __builtin_ctzll(s->state.playable), s->state.round, number, &met, NULL) &&
           met == bundle;
  return n;
}

static void write_cells(ply_json *json, const ply_class_session *s, const round_game *g) {
  int chosen[PLY_CLASS_ROLES] = {0};
  ply_json_array(json, "cells", PLY_JSON_TIGHT);
  for (long cell = 0; cell < g->n_cells; cell++) {
    long rest = cell;
    uint64_t bundle;
    for (int p = g->n - 1; p >= 0; p--) {
      chosen[p] = (int)(rest % g->n_moves[p]);
      rest /= g->n_moves[p];
    }
    if (!bundle_of(s, g, chosen, &bundle)) continue;
    ply_json_object(json, NULL, PLY_JSON_TIGHT);
    ply_class_write_bundle(json, s, bundle);
    write_points(json, s, bundle);
    ply_json_bool(json, "equilibrium", is_equilibrium(s, g, chosen));
    ply_json_int(json, "played", times_played(s, bundle));
    ply_json_end(json);
  }
  ply_json_end(json);
}

/* Two players, two moves each: how often each makes its last move so that the other is indifferent. False
 * where somebody has a move that is always better. */
static bool mixed_of(const ply_class_session *s, const round_game *g, double chance[2]) {
  for (int p = 0; p < 2; p++) {
    int other = 1 - p, chosen[2];
    double u[2][2]; /* of the other: [its move][p's move] */
    for (int a = 0; a < 2; a++)
      for (int b = 0; b < 2; b++) {
        chosen[other] = a;
        chosen[p] = b;
        u[a][b] = payoff_at(s, g, chosen, other);
      }
    double slope = u[1][1] - u[1][0] - u[0][1] + u[0][0];
    if (!(fabs(slope) > PLY_EPS)) return false;
    chance[p] = (u[0][0] - u[1][0]) / slope;
    if (!(chance[p] > PLY_EPS && chance[p] < 1 - PLY_EPS)) return false;
  }
  return true;
}

static void write_mixed(ply_json *json, const ply_class_session *s, const round_game *g) {
  double chance[2];
  if (g->n != 2 || g->n_moves[0] != 2 || g->n_moves[1] != 2 || !mixed_of(s, g, chance)) return;
  ply_json_array(json, "mixed", PLY_JSON_TIGHT);
  for (int p = 0; p < 2; p++) {
    ply_json_object(json, NULL, PLY_JSON_TIGHT);
    ply_json_int(json, "role", g->role[p]);
    ply_class_write_figure(json, "percent", "%.1f", 100 * chance[p]);
    ply_class_write_bundle(json, s, g->moves[p][1]);
    ply_json_end(json);
  }
  ply_json_end(json);
}

/* Closes the object that the game of one round ends. */
static void write_game(ply_json *json, const ply_class_session *s) {
  round_game game;
  collect(s, &game);
  if (s->state.revealed && game.n_cells <= MOST) {
    write_cells(json, s, &game);
    write_mixed(json, s, &game);
  }
  ply_json_end(json);
}

void ply_class_write_round(ply_json *json, const char *key, const ply_class_session *s, parley_game *other) {
  ply_class_session with = *s;
  with.game = other;
  ply_json_object(json, key, PLY_JSON_TIGHT);
  ply_json_array(json, "tables", PLY_JSON_TIGHT);
  ply_json_end(json);
  write_game(json, &with);
}

void ply_class_write_moves(ply_json *json, const ply_class_session *s) {
  ply_json_object(json, "moves", PLY_JSON_TIGHT);
  ply_json_array(json, "tables", PLY_JSON_TIGHT);
  for (int t = 0; t < s->state.n_tables; t++) write_table(json, s, t);
  ply_json_end(json);
  write_game(json, s);
}
