/* Does the model still say what a source says? One check of a stance (the concordance of a scenario), put to a game of
 * which the named designs are known: after a whole solve, and in the runs of a sweep, which know the designs alone. */
#ifndef PLY_SOLVE_STANCE_H
#define PLY_SOLVE_STANCE_H

#include "sim/game/game.h"
#include "sim/result/result.h"

/* What is known of a named design. */
typedef struct ply_stance_design {
  bool acceptable, sustained, stable;
  uint64_t red;                    /* whom a red line in force of its own forbids it, asked or not */
  const double *payoffs, *margins; /* [n_actors] */
} ply_stance_design;

typedef struct ply_stance_view {
  const ply_game *game;
  const ply_result *result; /* of the solutions; NULL: none is known */
  const void *from;         /* what the two below are given */
  ply_stance_design (*design)(const void *from, int design);
  bool (*security)(const void *from, int design,
                   ply_security_state *out); /* false: the honour game does not settle */
} ply_stance_view;

/* What is there, beside whether it is what the source says. */
typedef struct ply_stance_seen {
  bool holds;
  bool is; /* ACCEPTS: accepts; RED_LINE: in force; ACCEPTABLE, SUSTAINED, STABLE: in that set; HOLDS: so */
  double value; /* MARGIN, INDICATOR: payoff units, or the indicator's; NAN where it is not known */
} ply_stance_seen;

/* With the tolerances of the game. Cost: a row of a design's; an INDICATOR one security state. */
ply_stance_seen ply_stance_look(const ply_stance_view *view, const ply_check *check);

/* The solution of the concept that the check names, or NULL where it was not sought. */
const ply_solution *ply_stance_solution(const ply_result *result, const ply_check *check);

#endif
