/* The names that a result speaks in: copied from the scenario, so that a result borrows nothing. */
#ifndef PLY_RESULT_FRAME_H
#define PLY_RESULT_FRAME_H

#include "sim/base/base.h"

typedef struct ply_name {
  const char *id, *name;
} ply_name;

typedef struct ply_frame_issue {
  ply_name name;
  bool derived;
  bool
      ordered; /* three options or more, and nobody likes one between its neighbours more or less than both */
  int n_options;
  const ply_name *options;
} ply_frame_issue;

typedef struct ply_frame_actor {
  ply_name name;
  const char *consent; /* "required", "counted", "if_member", "when" (a condition holds), "never" */
  bool candidate;
  double reservation;
  double eps;            /* the tolerance of comparisons of its payoffs, in its payoff units */
  int n_moves;           /* of a plain game's player: how many; else 0 */
  const ply_name *moves; /* [n_levels] of a plain game's player: what its levels are called; else NULL */
} ply_frame_actor;

/* How far a payoff is above no deal; 0 within the tolerance. */
static inline double ply_frame_margin(const ply_frame_actor *actor, double payoff) {
  double margin = payoff - actor->reservation;
  return margin >= -actor->eps && margin <= actor->eps ? 0 : margin;
}

/* One red line: "actor/line". */
typedef struct ply_frame_line {
  const char *id, *actor, *effect; /* effect: "refuse" or "stay_out" */
  double firm;
  bool in_force;
} ply_frame_line;

typedef struct ply_frame {
  const char *id, *title, *question, *notes, *digest, *file;
  int n_issues, n_levels, n_actors, n_lines, n_sources;
  const ply_frame_issue *issues;
  const ply_name *levels; /* levels[0] = out; none without candidates */
  const ply_frame_actor *actors;
  const ply_frame_line *lines;
  bool has_security, has_talks;
  int beneficiary, adversary; /* actors; -1 without security */
  int grades[4];              /* how many numbers are assumed, outside, implied, stated */
  int n_readings;             /* how many readings the file names */
  int n_triples;              /* how many numbers carry a range */
  bool plain_game;            /* levels are moves: nobody is out */
} ply_frame;

/* What a level of the actor is called. */
static inline ply_name ply_frame_level(const ply_frame *frame, int actor, int level) {
  return frame->actors[actor].moves != NULL ? frame->actors[actor].moves[level] : frame->levels[level];
}

#endif
