/* What simulated talks give the rest of the facade, and take from it. Private to sim/api. */
#ifndef PLY_API_NEGOTIATE_H
#define PLY_API_NEGOTIATE_H

#include "sim/api/inside.h"
#include "sim/negotiate/negotiate.h"
#include "sim/sweep/sweep.h"

/* The first session of the scenario's own talks, told, as JSON for the page of a report; nothing where the file does not
 * say how its talks go, nobody talks, or offers would have to be looked up in a space too large for that. */
ply_status parley_inside_replay(const parley_scenario *scenario, const char *red_lines, ply_stop stop,
                                ply_text *out, ply_err *err);

/* Strategies by words, [n] "ACTOR=NAME" or, for all others, "NAME", into manner [n_actors]; where nothing is said what stands
 * there stays. PLY_E_USAGE with a did-you-mean. */
ply_status parley_inside_strategies(const ply_scenario *scenario, const char *const *strategies, size_t n,
                                    ply_manner *manner, ply_err *err);

/* The sweep of a plan, prepared (sweep.c). */
ply_status parley_inside_prepare(parley_plan *plan, ply_sweep **out, ply_err *err);

#endif
