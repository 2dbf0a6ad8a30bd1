/* The cases that take long: whole solves of large scenarios. */
#include "tests/golden/golden.h"

const char golden_folder[] = "tests/golden/heavy";
const char golden_name[] = "golden/heavy";
