/* Problems as they are told: the exact layout, marks under the right characters, the cut at twenty, and the
 * array. */
#include "sim/render/render.h"
#include "tests/support/support.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *rendered(const ply_diag *items, size_t n, const char *format) {
  ply_diags diags;
  ply_diags_init(&diags);
  for (size_t i = 0; i < n; i++) ply_diags_add(&diags, &items[i]);
  ply_text out;
  ply_text_init(&out);
  ck_assert_int_eq(ply_render(PLY_RECORD_PROBLEMS, &diags, format, NULL, &out, NULL), PLY_OK);
  ply_diags_done(&diags);
  return ply_text_take(&out);
}

static ply_diag typo(char *source, int column, int width) {
  return (ply_diag){.code = "P103",
                    .severity = PLY_ERROR,
                    .file = "scenarios/demo.json",
                    .pointer = "/actors/russia/reservaton",
                    .line = 4,
                    .column = column,
                    .width = width,
                    .message = "unknown key \"reservaton\"",
                    .suggestion = "reservation",
                    .note = "\"reservation\" is required here and is missing",
                    .source = source,
                    .source_column = column};
}

START_TEST(layout_is_that_of_the_contract) {
  ply_diag diag = typo("  \"russia\": { \"name\": \"Russia\", \"reservaton\": 0.3 },", 33, 12);
  char *text = rendered(&diag, 1, "text");
  ck_assert_str_eq(text, "error[P103]: unknown key \"reservaton\"\n"
                         "  --> scenarios/demo.json:4:33   /actors/russia/reservaton\n"
                         "   |\n"
                         " 4 |   \"russia\": { \"name\": \"Russia\", \"reservaton\": 0.3 },\n"
                         "   |                                 ^^^^^^^^^^^^ did you mean \"reservation\"?\n"
                         "   = note: \"reservation\" is required here and is missing\n");
  free(text);
}
END_TEST

/* The mark's line, from behind the bar. */
static void check_mark(char *source, int column, int width, const char *expected_line,
                       const char *expected_mark) {
  ply_diag diag = typo(source, column, width);
  diag.suggestion = diag.note = NULL;
  diag.line = 12;
  char *text = rendered(&diag, 1, "text"), expected[400];
  snprintf(expected, sizeof expected, "    |\n 12 | %s\n    | %s\n", expected_line, expected_mark);
  ck_assert_msg(strstr(text, expected) != NULL, "expected\n%sin\n%s", expected, text);
  free(text);
}

START_TEST(marks_stand_under_the_characters) {
  check_mark("ab: x", 5, 1, "ab: x", "    ^");
  check_mark("\tab: x", 2, 2, "    ab: x", "    ^^");
  check_mark("é: \"ü\"", 4, 3, "é: \"ü\"", "   ^^^");
  check_mark("日本: \"x\"", 5, 3, "日本: \"x\"", "      ^^^");
  check_mark("\"日本\"", 1, 4, "\"日本\"", "^^^^^^");
  check_mark("a", 2, 1, "a", " ^"); /* past the end: something is missing there */
}
END_TEST

START_TEST(twenty_are_shown_and_the_rest_counted) {
  ply_diag items[30];
  for (int i = 0; i < 30; i++) {
    items[i] = typo(NULL, 1, 1);
    items[i].severity = i < 5 ? PLY_WARNING : PLY_ERROR;
  }
  char *text = rendered(items, 30, "text");
  int shown = 0;
  for (const char *s = text; (s = strstr(s, "error[P103]")) != NULL; s++) shown++;
  ck_assert_int_eq(shown, 20);
  ck_assert_msg(strstr(text, "\nand 10 more\n\n25 errors, 5 warnings\n") != NULL,
                "expected the totals in:\n%.3000s", text);
  ck_assert_msg(strstr(text, "warning[") == NULL, "errors come first");
  free(text);
}
END_TEST

START_TEST(the_array_has_every_field) {
  ply_diag items[] = {typo("x", 1, 1),
                      {.code = "W901", .severity = PLY_WARNING, .message = "tab\there \"quoted\""}};
  char *text = rendered(items, 2, "json");
  cJSON *json = cJSON_Parse(text);
  ck_assert_msg(json != NULL && cJSON_GetArraySize(json) == 2, "expected an array of two:\n%.3000s", text);
  const cJSON *first = cJSON_GetArrayItem(json, 0), *second = cJSON_GetArrayItem(json, 1);
  ck_assert_str_eq(cJSON_GetObjectItem(first, "code")->valuestring, "P103");
  ck_assert_str_eq(cJSON_GetObjectItem(first, "severity")->valuestring, "error");
  ck_assert_str_eq(cJSON_GetObjectItem(first, "pointer")->valuestring, "/actors/russia/reservaton");
  ck_assert_int_eq(cJSON_GetObjectItem(first, "line")->valueint, 4);
  ck_assert_int_eq(cJSON_GetObjectItem(first, "column")->valueint, 1);
  ck_assert_str_eq(cJSON_GetObjectItem(first, "suggestion")->valuestring, "reservation");
  ck_assert_str_eq(cJSON_GetObjectItem(second, "severity")->valuestring, "warning");
  ck_assert_str_eq(cJSON_GetObjectItem(second, "message")->valuestring, "tab\there \"quoted\"");
  ck_assert(cJSON_IsNull(cJSON_GetObjectItem(second, "line")));
  ck_assert(cJSON_IsNull(cJSON_GetObjectItem(second, "suggestion")));
  cJSON_Delete(json);
  free(text);
  text = rendered(NULL, 0, "json");
  ck_assert_str_eq(text, "[]\n");
  free(text);
}
END_TEST

START_TEST(a_failure_names_its_file) {
  ply_err failure = {.status = PLY_E_SYSTEM, .message = "no such file", .file = "x.json"};
  ply_text out;
  ply_text_init(&out);
  ck_assert_int_eq(ply_render(PLY_RECORD_ERROR, &failure, "text", NULL, &out, NULL), PLY_OK);
  ck_assert_str_eq(out.data, "error: no such file\n  --> x.json\n");
  ply_text_done(&out);
  ck_assert_int_eq(ply_render(PLY_RECORD_ERROR, &failure, "json", NULL, &out, NULL), PLY_OK);
  ck_assert_msg(strstr(out.data, "\"code\": \"system\"") != NULL, "expected the status as code:\n%.3000s",
                out.data);
  ply_text_done(&out);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/render_diag");
  TCase *problems = tcase_create("problems");
  tcase_add_test(problems, layout_is_that_of_the_contract);
  tcase_add_test(problems, marks_stand_under_the_characters);
  tcase_add_test(problems, twenty_are_shown_and_the_rest_counted);
  tcase_add_test(problems, the_array_has_every_field);
  tcase_add_test(problems, a_failure_names_its_file);
  suite_add_tcase(suite, problems);
  return suite;
}
