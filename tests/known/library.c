/* The library as a whole: every scenario file in the folder, found by listing it, is checked without an error
 * or a warning, has what a reader needs, stands in the index of the folder's README, and is held by tests:
 * its lesson in numbers, and what `solve` and `explain` print of it. */
#include "tests/support/support.h"

#include <cjson/cJSON.h>
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_FILES = 200 };

static char *files[MOST_FILES];
static int n_files;

static void find_files(void) {
  char *folder = test_path("scenarios");
  DIR *dir = opendir(folder);
  for (struct dirent *entry; dir != NULL && n_files < MOST_FILES && (entry = readdir(dir)) != NULL;) {
    size_t n = strlen(entry->d_name);
    bool json = n > 5 && strcmp(entry->d_name + n - 5, ".json") == 0;
    if (json && strcmp(entry->d_name, "schema.json") != 0) files[n_files++] = strdup(entry->d_name);
  }
  if (dir != NULL) closedir(dir);
  free(folder);
}

static char *file_path(int i) {
  char relative[300];
  snprintf(relative, sizeof relative, "scenarios/%s", files[i]);
  return test_path(relative);
}

START_TEST(is_good) {
  char *path = file_path(_i);
  test_output said = test_parley((const char *const[]){"check", path, NULL}, NULL);
  ck_assert_msg(said.status == 0, "%s: expected exit 0, got %d: %s", files[_i], said.status, said.err);
  ck_assert_msg(said.err_size == 0, "%s: expected no warning, got %s", files[_i], said.err);
  test_output_done(&said);
  free(path);
}
END_TEST

static void has_text(const char *file, const cJSON *object, const char *of, const char *key) {
  const cJSON *text = cJSON_GetObjectItemCaseSensitive(object, key);
  ck_assert_msg(cJSON_IsString(text) && strlen(text->valuestring) > 3, "%s: expected %s to have a %s", file,
                of, key);
}

/* The actors, or the players of a plain game. */
static const cJSON *actors_of(const cJSON *root) {
  const cJSON *game = cJSON_GetObjectItemCaseSensitive(root, "game");
  return game != NULL ? cJSON_GetObjectItemCaseSensitive(game, "players")
                      : cJSON_GetObjectItemCaseSensitive(root, "actors");
}

/* Title, question, notes, a brief for every role, a source, a design (but in a plain game) to start from; the id is the file's
 * name. */
START_TEST(says_what_a_reader_needs) {
  char *path = file_path(_i);
  test_output said = test_parley((const char *const[]){"show", path, NULL}, NULL);
  cJSON *root = cJSON_Parse(said.out);
  ck_assert_msg(root != NULL, "%s: expected parley show to print JSON", files[_i]);
  has_text(files[_i], root, "the file", "title");
  has_text(files[_i], root, "the file", "question");
  has_text(files[_i], root, "the file", "notes");
  const cJSON *actor, *id = cJSON_GetObjectItemCaseSensitive(root, "id");
  size_t n = strlen(files[_i]) - 5;
  ck_assert_msg(cJSON_IsString(id) && strlen(id->valuestring) == n &&
                    memcmp(id->valuestring, files[_i], n) == 0,
                "%s: expected the id to be the file's name", files[_i]);
  const cJSON *game = cJSON_GetObjectItemCaseSensitive(root, "game");
  cJSON_ArrayForEach(actor, actors_of(root)) has_text(files[_i], actor, actor->string, "brief");
  ck_assert_msg(cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(root, "sources")) > 0,
                "%s: expected a source", files[_i]);
  ck_assert_msg(game != NULL || cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(root, "designs")) > 0,
                "%s: expected a named design", files[_i]);
  cJSON_Delete(root);
  test_output_done(&said);
  free(path);
}
END_TEST

/* Its row: the question as the file puts it, the link, how many actors. */
START_TEST(is_in_the_index) {
  char *path = test_path("scenarios/README.md"), *readme = test_read_file(path, NULL), row[1000];
  char *end = strstr(readme, "## A scenario file"), *file = file_path(_i);
  ck_assert_msg(end != NULL, "expected the index before a part called \"A scenario file\"");
  *end = '\0';
  test_output said = test_parley((const char *const[]){"show", file, NULL}, NULL);
  cJSON *root = cJSON_Parse(said.out);
  const cJSON *question = cJSON_GetObjectItemCaseSensitive(root, "question");
  snprintf(row, sizeof row, "\n| %s | [%s](%s) | %d |\n", question != NULL ? question->valuestring : "",
           files[_i], files[_i], cJSON_GetArraySize(actors_of(root)));
  ck_assert_msg(strstr(readme, row) != NULL, "expected the index of scenarios/README.md to have the row%s",
                row);
  cJSON_Delete(root);
  test_output_done(&said);
  free(readme);
  free(file);
  free(path);
}
END_TEST

/* Whether some file of the folder whose name ends in `ending` holds the text. */
static bool some_file_has(const char *folder, const char *ending, const char *text) {
  char *path = test_path(folder), name[600];
  DIR *dir = opendir(path);
  bool found = false;
  for (struct dirent *entry; dir != NULL && !found && (entry = readdir(dir)) != NULL;) {
    size_t n = strlen(entry->d_name), m = strlen(ending);
    if (n < m || strcmp(entry->d_name + n - m, ending) != 0) continue;
    snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
    char *content = test_read_file(name, NULL);
    found = strstr(content, text) != NULL;
    free(content);
  }
  if (dir != NULL) closedir(dir);
  free(path);
  return found;
}

START_TEST(is_held_by_tests) {
  char text[400];
  snprintf(text, sizeof text, "{\"%.*s\",", (int)strlen(files[_i]) - 5, files[_i]);
  ck_assert_msg(some_file_has("tests/known", ".c", text), "%s: expected its lesson in a table of tests/known",
                files[_i]);
  for (int k = 0; k < 2; k++) {
    snprintf(text, sizeof text, "%s scenarios/%s", k == 0 ? "solve" : "explain", files[_i]);
    ck_assert_msg(some_file_has("tests/golden/cases", ".cmd", text) ||
                      some_file_has("tests/golden/heavy", ".cmd", text),
                  "expected a golden case \"%s\"", text);
  }
}
END_TEST

START_TEST(folder_is_found) {
  ck_assert_msg(n_files >= 20, "expected 20 scenario files or more, found %d", n_files);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("known/library");
  TCase *library = tcase_create("library");
  tcase_set_timeout(library, 60);
  find_files();
  tcase_add_test(library, folder_is_found);
  tcase_add_loop_test(library, is_good, 0, n_files);
  tcase_add_loop_test(library, says_what_a_reader_needs, 0, n_files);
  tcase_add_loop_test(library, is_in_the_index, 0, n_files);
  tcase_add_loop_test(library, is_held_by_tests, 0, n_files);
  suite_add_tcase(suite, library);
  return suite;
}
