/* The first incumbents: from bundles that are given, and named designs, uphill one issue or level at a time
 * until no such change is better. What is found is kept like any other bundle, so that it costs nothing but
 * time, and a good start is most of what a search needs. Cost: a few hundred bundles a start. */
#include "sim/robust/search.h"

#include <string.h>

enum { MOST_STEPS = 40, MOST_DRAWS_CLIMBED = 20000 };

typedef struct spot {
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS];
} spot;

/* The worth of a bundle, which is kept if it is good; -1 where it is not feasible. */
static double look_at(ply_hunt *h, ply_descent *d, spot *at) {
  const ply_quest *q = h->quest;
  const ply_game *g = q->tables->game;
  if (!ply_game_derive(g, at->option, at->level) || ply_game_broken_rule(g, at->option, at->level) >= 0)
    return -1;
  uint64_t who = q->objective == PLY_BY_COUNT ? 0 : (uint64_t)1 << q->proposer;
  ply_status status =
      ply_set_members(&d->room, q->over, at->option, at->level, who, d->step[0].alive, d->room.all);
  if (status != PLY_OK) {
    ply_hunt_meet(h, status);
    return -1;
  }
  ply_keeper_take(h->keeper, ply_game_index(g, at->option, at->level), &d->room);
  return ply_keeper_worth(h->keeper, &d->room);
}

static int value_of(const ply_game *g, const spot *at, int variable) {
  return variable < g->n_issues ? at->option[variable] : at->level[g->candidate[variable - g->n_issues]];
}

static void set_value(const ply_game *g, spot *at, int variable, int value) {
  if (variable < g->n_issues)
    at->option[variable] = (uint16_t)value;
  else
    at->level[g->candidate[variable - g->n_issues]] = (uint8_t)value;
}

static bool over_time(ply_hunt *h) { return h->quest->stop != NULL && *h->quest->stop; }

/* One change for the better, the best of all; false at the top. */
static bool step(ply_hunt *h, ply_descent *d, spot *at, double *worth) {
  const ply_game *g = h->quest->tables->game;
  spot best = *at;
  double most = *worth;
  for (int i = 0; i < h->n_variables && h->trouble == PLY_OK && !over_time(h); i++) {
    int v = h->variable[i], n = v < g->n_issues ? g->scenario->issues[v].n_options : g->n_levels;
    for (int value = 0; value < n; value++) {
      spot next = *at;
      if (value == value_of(g, at, v)) continue;
      set_value(g, &next, v, value);
      double x = look_at(h, d, &next);
      if (x <= most) continue;
      most = x;
      best = next;
    }
  }
  if (most <= *worth) return false;
  *at = best;
  *worth = most;
  return true;
}

static void climb_from(ply_hunt *h, ply_descent *d, spot at) {
  double worth = look_at(h, d, &at);
  bool whole = h->quest->objective == PLY_BY_COUNT || h->quest->objective == PLY_BY_VALUE;
  if (!whole || h->quest->tables->n > MOST_DRAWS_CLIMBED || h->quest->among != NULL) return;
  for (int i = 0; i < MOST_STEPS && worth >= 0 && step(h, d, &at, &worth); i++)
    ;
}

bool ply_climb(ply_hunt *h, ply_descent *d) {
  const ply_game *g = h->quest->tables->game;
  ply_descent_root(d);
  for (int i = 0; i < h->quest->n_starts && !over_time(h); i++) {
    spot at;
    ply_game_bundle(g, h->quest->starts[i], at.option, at.level);
    climb_from(h, d, at);
  }
  return true;
}
