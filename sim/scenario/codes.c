/* The stable codes of problems: P0 files and JSON, P1 keys and types, P2 names, P3 values, P4 meaning, P5 sweeps, W9
 * warnings. tests/errors holds a broken file for each. */
#include "sim/scenario/codes.h"
#include "sim/scenario/scenario.h"

static const ply_code codes[] = {
#define X(name, meaning) {#name, meaning},
    PLY_JSON_PROBLEMS(X) PLY_SCENARIO_PROBLEMS(X)
#undef X
};

const ply_code *ply_scenario_codes(size_t *count) {
  *count = sizeof codes / sizeof codes[0];
  return codes;
}
