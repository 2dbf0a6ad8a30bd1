/* A folder of golden cases as a suite. */
#ifndef PARLEY_TESTS_GOLDEN_H
#define PARLEY_TESTS_GOLDEN_H

/* The folder of this program's cases, relative to the source root; defined by each program. */
extern const char golden_folder[];
extern const char golden_name[];

#endif
