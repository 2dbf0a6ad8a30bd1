/* What is written down is what the program says: scenarios/schema.json, the field tables of
 * scenarios/README.md and the codes of sim/scenario/README.md. PARLEY_WRITE_EXPECTED=1 writes them anew. */
#include "sim/scenario/scenario.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void write_file(const char *path, const char *text) {
  FILE *file = fopen(path, "w");
  ck_assert_msg(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0, "cannot write %s", path);
}

/* The file `relative` must hold `made` between the marks (NULL: be exactly that). */
static void hold(const char *relative, const char *begin, const char *end, const char *made) {
  char *path = test_path(relative);
  if (begin == NULL && getenv("PARLEY_WRITE_EXPECTED") != NULL) write_file(path, made);
  char *text = test_read_file(path, NULL);
  char *from = begin != NULL ? strstr(text, begin) : text;
  ck_assert_msg(from != NULL, "%s must hold the mark %s", relative, begin);
  from += begin != NULL ? strlen(begin) : 0;
  char *to = end != NULL ? strstr(from, end) : from + strlen(from);
  ck_assert_msg(to != NULL, "%s must hold the mark %s", relative, end);
  if (begin != NULL && getenv("PARLEY_WRITE_EXPECTED") != NULL) {
    ply_text all;
    ply_text_init(&all);
    ply_text_add_n(&all, text, (size_t)(from - text));
    ply_text_add(&all, made);
    ply_text_add(&all, to);
    write_file(path, all.data);
    ply_text_done(&all);
  } else
    ck_assert_msg(
        strlen(made) == (size_t)(to - from) && memcmp(made, from, strlen(made)) == 0,
        "%s has drifted from the program: run this test with PARLEY_WRITE_EXPECTED=1 and read the difference",
        relative);
  free(text);
  free(path);
}

START_TEST(schema_file) {
  ply_text made;
  ply_text_init(&made);
  ck_assert_int_eq(ply_scenario_schema(&made, NULL), PLY_OK);
  hold("scenarios/schema.json", NULL, NULL, made.data);
  ply_text_done(&made);
}
END_TEST

START_TEST(field_tables) {
  ply_text made;
  ply_text_init(&made);
  ply_text_add(&made, "\n");
  ck_assert_int_eq(ply_scenario_fields(&made, NULL), PLY_OK);
  hold("scenarios/README.md", "<!-- fields: begin -->", "<!-- fields: end -->", made.data);
  ply_text_done(&made);
}
END_TEST

START_TEST(list_of_codes) {
  ply_text made;
  size_t n;
  const ply_code *codes = ply_scenario_codes(&n);
  ply_text_init(&made);
  ply_text_add(&made, "\n\n| code | meaning |\n|---|---|\n");
  for (size_t i = 0; i < n; i++) ply_text_addf(&made, "| %s | %s |\n", codes[i].code, codes[i].meaning);
  ply_text_add(&made, "\n");
  hold("sim/scenario/README.md", "<!-- codes: begin -->", "<!-- codes: end -->", made.data);
  ply_text_done(&made);
}
END_TEST

/* Every example of the field tables is JSON that the strict reader takes. */
START_TEST(examples_are_json) {
  ply_text made;
  ply_text_init(&made);
  ck_assert_int_eq(ply_scenario_fields(&made, NULL), PLY_OK);
  int n = 0;
  for (const char *p = made.data; (p = strstr(p, "```json\n")) != NULL; n++) {
    p += 8;
    const char *end = strstr(p, "\n```");
    ply_scenario *scenario = NULL;
    ply_diags diags;
    ply_diags_init(&diags);
    ply_scenario_parse(p, (size_t)(end - p), "example", NULL, NULL, 0, &scenario, &diags, NULL);
    for (size_t i = 0; i < diags.count; i++)
      ck_assert_msg(strncmp(diags.items[i].code, "P0", 2) != 0, "example %.*s: %s", (int)(end - p), p,
                    diags.items[i].message);
    ply_scenario_free(scenario);
    ply_diags_done(&diags);
    p = end;
  }
  ck_assert_int_gt(n, 15);
  ply_text_done(&made);
}
END_TEST

START_TEST(example_of_the_readme_loads) {
  char *path = test_path("scenarios/README.md"), *text = test_read_file(path, NULL);
  char *from = strstr(text, "```json\n") + 8, *to = strstr(from, "\n```");
  ply_scenario *scenario = NULL;
  ply_diags diags;
  ply_diags_init(&diags);
  ply_scenario_parse(from, (size_t)(to - from), "README.md", NULL, NULL, 0, &scenario, &diags, NULL);
  ck_assert_msg(diags.count == 0 && scenario != NULL, "the example must load without a word, got: %s",
                diags.count > 0 ? diags.items[0].message : "nothing");
  ply_scenario_free(scenario);
  ply_diags_done(&diags);
  free(text);
  free(path);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/scenario_docs");
  TCase *tests = tcase_create("docs");
  tcase_add_test(tests, schema_file);
  tcase_add_test(tests, field_tables);
  tcase_add_test(tests, list_of_codes);
  tcase_add_test(tests, examples_are_json);
  tcase_add_test(tests, example_of_the_readme_loads);
  suite_add_tcase(suite, tests);
  return suite;
}
