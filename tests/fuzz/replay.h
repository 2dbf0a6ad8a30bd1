/* The ordinary replay of a fuzz target: its corpus as it is, and changed. */
#ifndef PLY_FUZZ_REPLAY_H
#define PLY_FUZZ_REPLAY_H

#include <stddef.h>
#include <stdint.h>

typedef int fuzz_target(const uint8_t *data, size_t size);

/* Every .json, .txt, .nfg and .efg file of a folder of the source tree; how many there were. */
int fuzz_replay(const char *folder, fuzz_target *target);
/* Each of them changed at random, some tens of times. */
int fuzz_replay_changed(const char *folder, fuzz_target *target);

#ifndef PARLEY_LIBFUZZER
#include "tests/support/support.h"

/* The ordinary suite of the target whose corpus is tests/fuzz/NAME: the corpus, and `rounds` of changed files. */
Suite *fuzz_suite(const char *name, int rounds, fuzz_target *target);
#endif

/* Ends the program: what must always hold does not. */
_Noreturn void fuzz_give_up(const char *what);

#endif
