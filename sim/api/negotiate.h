/* What the facade's simulated talks and the game of strategies share. Private to sim/api. */
#ifndef PLY_API_NEGOTIATE_H
#define PLY_API_NEGOTIATE_H

#include "sim/api/inside.h"
#include "sim/negotiate/negotiate.h"
#include "sim/sweep/sweep.h"

/* The settings of sim/negotiate with the arrays that they point into. */
typedef struct parley_asked_talks {
  ply_negotiate_settings settings;
  int order[PLY_MAX_ACTORS];
  ply_manner manner[PLY_MAX_ACTORS];
} parley_asked_talks;

/* A game to talk about, and where drawn numbers come from. */
typedef struct parley_talking {
  const ply_scenario *scenario; /* borrowed */
  ply_sweep *sweep;             /* NULL: base numbers */
  ply_game *game;
  ply_numbers_source source; /* of the sweep */
} parley_talking;

/* parley_inside_game_done frees, whatever came back. */
ply_status parley_inside_game_of(const parley_scenario *scenario, parley_plan *plan, const char *red_lines,
                                 parley_talking *out, ply_err *err);
void parley_inside_game_done(parley_talking *talking);

/* The first session of the scenario's own talks, told, as JSON for the page of a report; nothing where the file does not
 * say how its talks go, nobody talks, or offers would have to be looked up in a space too large for that. */
ply_status parley_inside_replay(const parley_scenario *scenario, const char *red_lines, ply_stop stop,
                                ply_text *out, ply_err *err);

/* The sweep of a plan, prepared (sweep.c). */
ply_status parley_inside_prepare(parley_plan *plan, ply_sweep **out, ply_err *err);

#endif
