/* Where a user starts: parley new and parley list. The starting files must be good files that do what their
 * notes say; the list must name every scenario and what the program itself works with. */
#include "tests/support/support.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARGS(...) ((const char *[]){__VA_ARGS__, NULL})

static test_output run(const char *const arguments[], const char *input, int status) {
  test_output said = test_parley(arguments, input);
  ck_assert_msg(said.status == status, "parley %s: expected exit %d, got %d: %s", arguments[0], status,
                said.status, said.err);
  return said;
}

static void fails(const char *const arguments[], int status, const char *message) {
  test_output said = run(arguments, NULL, status);
  ck_assert_msg(strstr(said.err, message) != NULL && said.out_size == 0, "expected \"%s\" in\n%s%s", message,
                said.err, said.out);
  test_output_done(&said);
}

static const cJSON *key(const cJSON *object, const char *name) {
  return cJSON_GetObjectItemCaseSensitive(object, name);
}

/* A shell command with $P as the program. */
static test_output shell(const char *command) {
  char line[900];
  snprintf(line, sizeof line, "P='%s'; %s", test_program(), command);
  return test_run(ARGS("sh", "-c", line), NULL);
}

/* ---- new ---- */

static const char *const kinds[] = {"plain", "guarantee"};

START_TEST(a_new_file_is_good_and_solves) {
  test_output made = run(ARGS("new", "my-own", "--kind", kinds[_i]), NULL, 0);
  test_output checked = run(ARGS("check", "-"), made.out, 0);
  ck_assert_msg(checked.err_size == 0, "%s: expected no warning, got %s", kinds[_i], checked.err);
  test_output solved = run(ARGS("solve", "-", "--format", "json"), made.out, 0);
  cJSON *result = cJSON_Parse(solved.out), *file = cJSON_Parse(made.out);
  ck_assert_str_eq(key(file, "id")->valuestring, "my-own");
  ck_assert_str_eq(key(file, "$schema")->valuestring, "schema.json");
  ck_assert_msg(strstr(made.out, "my-scenario") == NULL, "%s: expected the id everywhere", kinds[_i]);
  ck_assert_msg(key(key(result, "acceptable"), "count")->valueint > 0,
                "%s: expected a deal that all accept to start from", kinds[_i]);
  ck_assert_msg(cJSON_GetArraySize(key(result, "designs")) > 0, "%s: expected a named design", kinds[_i]);
  cJSON_Delete(result);
  cJSON_Delete(file);
  test_output_done(&made);
  test_output_done(&checked);
  test_output_done(&solved);
}
END_TEST

/* Every command that the notes name works on the file. */
START_TEST(the_notes_are_true) {
  test_output said = shell("d=$(mktemp -d); cd $d && $P new one -o one.json && $P schema -o schema.json && "
                           "$P check one.json && $P explain one.json --design middle >x && "
                           "$P solve one.json --red-lines all >x && "
                           "$P solve one.json --red-lines council/no-houses >x && $P schema --fields >x && "
                           "$P new two -k guarantee -o two.json && $P explain two.json --design pact >x && "
                           "$P solve two.json --red-lines all >x && echo all; rm -r $d");
  ck_assert_msg(strstr(said.out, "all\n") != NULL, "expected every command to work: %s%s", said.out,
                said.err);
  test_output_done(&said);
}
END_TEST

START_TEST(a_file_that_is_there_stays) {
  test_output said =
      shell("d=$(mktemp -d); echo mine >$d/a.json; $P new a -o $d/a.json; echo $?; cat $d/a.json; "
            "$P new a -o $d/b.json; echo $?; $P new a -o /dev/null; echo $?; rm -r $d");
  ck_assert_str_eq(said.out, "5\nmine\n0\n0\n");
  ck_assert_msg(strstr(said.err, "is there already") != NULL, "expected that it is told: %s", said.err);
  test_output_done(&said);
}
END_TEST

START_TEST(new_called_wrongly) {
  fails(ARGS("new", "River"), 2, "\"River\" is no id: small letters, digits, - and _");
  fails(ARGS("new", "my-river.json"), 2, "parley new my-river --output my-river.json");
  fails(ARGS("new", ".json"), 2, "is no id");
  fails(ARGS("new", ""), 2, "is no id");
  fails(ARGS("new", "a123456789012345678901234567890123456789012345678901234567890123456"), 2, "at most 64");
  fails(ARGS("new", "a", "b"), 2, "\"b\" is one word too many");
  fails(ARGS("new", "--kind", "gaurantee"), 2, "is none of plain, guarantee; did you mean guarantee?");
  fails(ARGS("new", "a", "-o", "no/such/folder/a.json"), 5, "cannot write no/such/folder/a.json");
}
END_TEST

/* ---- list ---- */

static bool has_choice(const cJSON *list, const char *kind, const char *name) {
  const cJSON *row;
  cJSON_ArrayForEach(row,
                     key(list, "choices")) if (strcmp(key(row, "kind")->valuestring, kind) == 0 &&
                                               strcmp(key(row, "name")->valuestring, name) == 0) return true;
  return false;
}

START_TEST(the_list_names_everything) {
  test_output said = run(ARGS("list", "--format", "json"), NULL, 0);
  cJSON *list = cJSON_Parse(said.out);
  int n = cJSON_GetArraySize(key(list, "scenarios"));
  ck_assert_msg(n >= 25, "expected the 25 scenarios or more, got %d", n);
  static const char *const choices[][2] = {
      {"solver", "sustained"}, {"solution", "nash"}, {"solution", "utilitarian"},
      {"payoff", "outsider"},  {"payoff", "stake"},  {"indicator", "credibility"},
      {"method", "sobol"},     {"output", "regret"}, {"output", "stable.count"},
      {"format", "csv"},
  };
  for (size_t i = 0; i < sizeof choices / sizeof *choices; i++)
    ck_assert_msg(has_choice(list, choices[i][0], choices[i][1]), "expected %s %s", choices[i][0],
                  choices[i][1]);
  const cJSON *file;
  cJSON_ArrayForEach(file, key(list, "scenarios")) {
    const char *path = key(file, "file")->valuestring;
    ck_assert_msg(cJSON_IsNull(key(file, "trouble")), "%s: expected no trouble", path);
    ck_assert_msg(strstr(path, "schema.json") == NULL, "expected the schema to be passed over");
    ck_assert_msg(cJSON_IsString(key(file, "question")), "%s: expected a question", path);
  }
  cJSON_Delete(list);
  test_output_done(&said);
}
END_TEST

/* The number of combinations is that of a solve. */
START_TEST(sizes_are_those_of_solve) {
  static const char *const files[] = {"scenarios/harbour-720.json", "scenarios/cyprus-1960.json",
                                      "scenarios/budapest-replay.json"};
  for (int i = 0; i < 3; i++) {
    test_output listed = run(ARGS("list", files[i], "--format", "json"), NULL, 0);
    test_output solved = run(ARGS("solve", files[i], "--format", "json"), NULL, 0);
    cJSON *list = cJSON_Parse(listed.out), *result = cJSON_Parse(solved.out);
    double here = key(cJSON_GetArrayItem(key(list, "scenarios"), 0), "combinations")->valuedouble;
    double there = key(key(result, "space"), "raw")->valuedouble;
    ck_assert_msg(here == there, "%s: expected %.0f combinations, got %.0f", files[i], there, here);
    cJSON_Delete(list);
    cJSON_Delete(result);
    test_output_done(&listed);
    test_output_done(&solved);
  }
}
END_TEST

START_TEST(what_cannot_be_used_is_listed_as_such) {
  test_output said =
      shell("d=$(mktemp -d); cd $d; echo '{ \"parley\": 1 }' >a.json; echo '{' >b.json; "
            "echo '{ \"sweep\": 1 }' >c.json; $P new d -o d.json; $P list . ; echo exit $?; rm -r $d");
  ck_assert_msg(strstr(said.out, "./a.json\n    cannot be used: ") != NULL,
                "expected a.json with a reason:\n%s", said.out);
  ck_assert_msg(strstr(said.out, "./b.json\n    cannot be used: ") != NULL,
                "expected b.json with a reason:\n%s", said.out);
  ck_assert_msg(strstr(said.out, "c.json") == NULL, "expected no plan in the list:\n%s", said.out);
  ck_assert_msg(strstr(said.out, "./d.json\n    On which terms") != NULL, "expected d.json:\n%s", said.out);
  ck_assert_msg(strstr(said.out, "exit 3\n") != NULL, "expected exit 3:\n%s", said.out);
  test_output_done(&said);
  said = shell("$P list none.json; echo exit $?");
  ck_assert_msg(strstr(said.out, "exit 5\n") != NULL && strstr(said.out, "no such file") != NULL,
                "expected exit 5 and the reason:\n%s", said.out);
  test_output_done(&said);
  said = shell("cd / && $P list");
  ck_assert_msg(said.status == 0 && strstr(said.err, "there is no folder \"scenarios\" here") != NULL,
                "expected a word about the folder:\n%s", said.err);
  test_output_done(&said);
  fails(ARGS("list", "--format", "csv"), 2, "\"csv\" is none of text, json");
  fails(ARGS("list", "--fromat", "json"), 2, "did you mean --format?");
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/cli_start");
  TCase *tests = tcase_create("start");
  tcase_set_timeout(tests, 120);
  tcase_add_loop_test(tests, a_new_file_is_good_and_solves, 0, 2);
  tcase_add_test(tests, the_notes_are_true);
  tcase_add_test(tests, a_file_that_is_there_stays);
  tcase_add_test(tests, new_called_wrongly);
  tcase_add_test(tests, the_list_names_everything);
  tcase_add_test(tests, sizes_are_those_of_solve);
  tcase_add_test(tests, what_cannot_be_used_is_listed_as_such);
  suite_add_tcase(suite, tests);
  return suite;
}
