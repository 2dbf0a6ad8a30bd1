/* The stable codes of problems, by row: P0 files and JSON, P1 keys and types, P2 names, P3 values, P4
 * meaning, W9 warnings. The rows stand in tree.h; tests/errors holds a broken file for each. */
#include "sim/scenario/scenario.h"
#include "sim/scenario/tree.h"

static const ply_code codes[] = {
#define X(name, meaning) {#name, meaning},
    CODES(X)
#undef X
};

const char *ply_code_name(code what) { return codes[what].code; }

const ply_code *ply_scenario_codes(size_t *count) {
  *count = sizeof codes / sizeof codes[0];
  return codes;
}
