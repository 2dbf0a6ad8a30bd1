/* The ordinary cases: each takes a second or two at most. */
#include "tests/golden/golden.h"

const char golden_folder[] = "tests/golden/cases";
const char golden_name[] = "golden/cases";
