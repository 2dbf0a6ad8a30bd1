/* Does each scenario of the library still teach what its notes say? A table of claims (lessons_*.c) and one
 * loop: the file is solved by the program, as a reader of the notes would do it, and the number that the
 * notes name is looked up in the result. */
#include "tests/known/lessons.h"
#include "tests/support/support.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_WORDS = 40 };

static bool same_run(const lesson *a, const lesson *b) {
  return strcmp(a->file, b->file) == 0 && strcmp(a->options, b->options) == 0;
}

/* The result of one run as JSON. cJSON_Delete. */
static cJSON *solve_file(const lesson *row) {
  char relative[256];
  snprintf(relative, sizeof relative, "scenarios/%s.json", row->file);
  char *path = test_path(relative), *options = strdup(row->options), *rest = NULL;
  const char *words[MOST_WORDS + 1] = {"solve", path, "--format", "json", "--threads", "1"};
  int n = 6;
  for (char *word = strtok_r(options, " ", &rest); word != NULL && n < MOST_WORDS;
       word = strtok_r(NULL, " ", &rest))
    words[n++] = word;
  test_output said = test_parley(words, NULL);
  ck_assert_msg(said.status == 0, "parley solve %s %s: expected exit 0, got %d: %s", relative, row->options,
                said.status, said.err);
  cJSON *result = cJSON_Parse(said.out);
  ck_assert_msg(result != NULL, "parley solve %s %s: expected JSON", relative, row->options);
  test_output_done(&said);
  free(options);
  free(path);
  return result;
}

static double number_at(const cJSON *result, const lesson *row) {
  char *path = strdup(row->path), *rest = NULL;
  const cJSON *at = result;
  for (char *key = strtok_r(path, "/", &rest); key != NULL; key = strtok_r(NULL, "/", &rest)) {
    at = cJSON_GetObjectItemCaseSensitive(at, key);
    ck_assert_msg(at != NULL, "%s %s: the result has no %s (at %s)", row->file, row->options, row->path, key);
  }
  free(path);
  if (cJSON_IsNumber(at)) return at->valuedouble;
  ck_assert_msg(cJSON_IsBool(at) || cJSON_IsNull(at), "%s: %s is no number", row->file, row->path);
  return cJSON_IsTrue(at) ? 1 : 0;
}

/* All rows of one run, starting at row number i. */
START_TEST(claims) {
  cJSON *result = solve_file(&lessons[_i]);
  for (const lesson *row = &lessons[_i]; row->file != NULL && same_run(row, &lessons[_i]); row++) {
    double found = number_at(result, row);
    ck_assert_msg(found >= row->low && found <= row->high, "%s %s: expected %s in [%g, %g], got %.10g",
                  row->file, row->options, row->path, row->low, row->high, found);
  }
  cJSON_Delete(result);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create(lessons_name);
  TCase *rows = tcase_create("claims");
  tcase_set_timeout(rows, 600);
  for (int i = 0; lessons[i].file != NULL; i++)
    if (i == 0 || !same_run(&lessons[i - 1], &lessons[i])) tcase_add_loop_test(rows, claims, i, i + 1);
  suite_add_tcase(suite, rows);
  return suite;
}
