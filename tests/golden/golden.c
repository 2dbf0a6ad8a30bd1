/* Does each command still print what it printed? Every NAME.cmd of the folder holds the arguments of one
 * parley command (words separated by blanks; lines that start with # are remarks); NAME.txt holds what it
 * must do: its exit code, standard output and standard error. Text must be the same; numbers may differ by
 * 1e-9, as the mathematical library differs in last bits between processors. To add a case write NAME.cmd and
 * run with PARLEY_GOLDEN_UPDATE=1, which writes NAME.txt; then read it. */
#include "tests/golden/golden.h"

#include "tests/support/support.h"

#include <dirent.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_CASES = 500, MOST_WORDS = 60 };

static char *names[MOST_CASES];
static int n_names;

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static void find_cases(void) {
  char *folder = test_path(golden_folder);
  DIR *dir = opendir(folder);
  for (struct dirent *entry; dir != NULL && n_names < MOST_CASES && (entry = readdir(dir)) != NULL;) {
    size_t n = strlen(entry->d_name);
    if (n < 5 || strcmp(entry->d_name + n - 4, ".cmd") != 0) continue;
    names[n_names] = calloc(n, 1);
    if (names[n_names] != NULL) memcpy(names[n_names++], entry->d_name, n - 4);
  }
  if (dir != NULL) closedir(dir);
  free(folder);
  qsort(names, (size_t)n_names, sizeof *names, by_name);
}

static char *case_path(const char *name, const char *ending) {
  char relative[512];
  snprintf(relative, sizeof relative, "%s/%s%s", golden_folder, name, ending);
  return test_path(relative);
}

/* What the command did, as one text. Heap. */
static char *run_case(const char *name) {
  char *path = case_path(name, ".cmd"), *text = test_read_file(path, NULL);
  const char *words[MOST_WORDS + 1] = {0};
  int n = 0;
  char *rest_lines = NULL, *rest = NULL;
  for (char *line = strtok_r(text, "\n", &rest_lines); line != NULL; line = strtok_r(NULL, "\n", &rest_lines))
    for (char *word = line[0] == '#' ? NULL : strtok_r(line, " ", &rest); word != NULL && n < MOST_WORDS;
         word = strtok_r(NULL, " ", &rest))
      words[n++] = word;
  test_output said = test_parley(words, NULL);
  size_t size = said.out_size + said.err_size + 100;
  char *all = malloc(size);
  if (all == NULL) ck_abort_msg("out of memory");
  snprintf(all, size, "exit %d\n--- standard output\n%s--- standard error\n%s", said.status, said.out,
           said.err);
  test_output_done(&said);
  free(text);
  free(path);
  return all;
}

static bool digit(char c) { return c >= '0' && c <= '9'; }

/* Whether two lines are the same but for last bits of numbers. Whole numbers must be the same digit by digit.
 */
static bool same_line(const char *a, size_t n_a, const char *b, size_t n_b) {
  const char *end_a = a + n_a, *end_b = b + n_b;
  while (a < end_a && b < end_b) {
    if (!digit(*a) || !digit(*b)) {
      if (*a++ != *b++) return false;
      continue;
    }
    char *next_a, *next_b;
    double x = strtod(a, &next_a), y = strtod(b, &next_b);
    bool whole = memchr(a, '.', (size_t)(next_a - a)) == NULL && memchr(b, '.', (size_t)(next_b - b)) == NULL;
    bool equal = next_a - a == next_b - b && memcmp(a, b, (size_t)(next_a - a)) == 0;
    if (!equal && (whole || fabs(x - y) > 1e-9 * fmax(1, fabs(x)))) return false;
    a = next_a;
    b = next_b;
  }
  return a == end_a && b == end_b;
}

static void compare(const char *name, const char *expected, const char *got) {
  const char *e = expected, *g = got;
  for (int line = 1; *e != '\0' || *g != '\0'; line++) {
    size_t n_e = strcspn(e, "\n"), n_g = strcspn(g, "\n");
    ck_assert_msg(same_line(e, n_e, g, n_g), "%s, line %d: expected\n%.*s\ngot\n%.*s", name, line, (int)n_e,
                  e, (int)n_g, g);
    e += n_e + (e[n_e] != '\0');
    g += n_g + (g[n_g] != '\0');
  }
}

START_TEST(output_is_as_recorded) {
  const char *name = names[_i], *update = getenv("PARLEY_GOLDEN_UPDATE");
  char *got = run_case(name), *path = case_path(name, ".txt");
  if (update != NULL && update[0] != '\0') {
    FILE *file = fopen(path, "w");
    ck_assert_msg(file != NULL, "cannot write %s", path);
    ck_assert_int_ge(fputs(got, file), 0);
    ck_assert_int_eq(fclose(file), 0);
  }
  char *expected = test_read_file(path, NULL);
  compare(name, expected, got);
  free(expected);
  free(path);
  free(got);
}
END_TEST

START_TEST(comparison_tells_numbers_from_text) {
  static const struct {
    const char *a, *b;
    bool same;
  } rows[] = {
      {"u 0.3333333333333333", "u 0.33333333333333337", true},
      {"u 0.333", "u 0.334", false},
      {"u 0.33", "v 0.33", false},
      {"12 of 13", "12 of 14", false},
      {"-0.5", "0.5", false},
      {"x 1.0", "x 1.0 y", false},
      {"index 9007199254740993", "index 9007199254740992", false},
  };
  for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
    ck_assert_msg(same_line(rows[k].a, strlen(rows[k].a), rows[k].b, strlen(rows[k].b)) == rows[k].same,
                  "\"%s\" and \"%s\": expected %s", rows[k].a, rows[k].b,
                  rows[k].same ? "same" : "different");
}
END_TEST

Suite *test_suite(void) {
  find_cases();
  Suite *suite = suite_create(golden_name);
  TCase *cases = tcase_create("cases");
  tcase_set_timeout(cases, 1200);
  tcase_add_test(cases, comparison_tells_numbers_from_text);
  tcase_add_loop_test(cases, output_is_as_recorded, 0, n_names);
  suite_add_tcase(suite, cases);
  return suite;
}
