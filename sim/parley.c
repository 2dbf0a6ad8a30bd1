/* The facade: what a client of the library may ask for. It holds no idea of its own: each function calls the
 * rooms in the order of the pipeline (scenario, game, solve, verify, result, render) and passes their status
 * on. Names are parley_noun_verb; the library neither prints nor exits. */
#include "sim/parley.h"

const char *parley_version(void) { return PARLEY_VERSION; }
