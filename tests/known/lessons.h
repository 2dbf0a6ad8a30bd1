/* The lesson of a scenario file, said in numbers. */
#ifndef PARLEY_TESTS_KNOWN_LESSONS_H
#define PARLEY_TESTS_KNOWN_LESSONS_H

/* scenarios/FILE.json, solved with `options` (words separated by blanks, "" for none): what stands at `path`
 * in the result (keys separated by "/"; true counts 1, false and null 0) lies in [low, high]. Rows that share
 * file and options follow each other: they share one run. */
typedef struct lesson {
  const char *file, *options, *path;
  double low, high;
} lesson;

/* The table of a program, closed by a row without a file, and the program's name. */
extern const lesson lessons[];
extern const char lessons_name[];

#endif
