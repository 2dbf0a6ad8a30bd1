/* parley report: the page says what the result says, stands alone, and cannot be broken by what a file says;
 * Markdown, saved results, wrong input, and a program built without its pages. */
#include "sim/parley.h"
#include "tests/support/support.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HARBOUR   "scenarios/harbour-720.json"
#define SALE      "tests/golden/scenarios/sale.json"
#define ARGS(...) ((const char *[]){__VA_ARGS__, NULL})

static char *output_of(const char *const arguments[], const char *input) {
  test_output said = test_parley(arguments, input);
  ck_assert_msg(said.status == 0, "parley %s: exit code %d, expected 0\n%.2000s", arguments[0], said.status,
                said.err);
  char *out = said.out;
  free(said.err);
  return out;
}

static cJSON *parsed(const char *text) {
  cJSON *tree = cJSON_Parse(text);
  ck_assert_msg(tree != NULL, "expected JSON, got: %.200s", text);
  return tree;
}

static const cJSON *at(const cJSON *object, const char *key) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
  ck_assert_msg(item != NULL, "expected \"%s\" in the JSON", key);
  return item;
}

static size_t times(const char *text, const char *word) {
  size_t n = 0;
  for (const char *place = text; (place = strstr(place, word)) != NULL; place += strlen(word)) n++;
  return n;
}

static void fails(const char *const arguments[], const char *input, int status, const char *message) {
  test_output said = test_parley(arguments, input);
  ck_assert_msg(said.status == status, "exit code %d, expected %d\n%s", said.status, status, said.err);
  ck_assert_msg(strstr(said.err, message) != NULL, "expected \"%s\" in:\n%.2000s", message, said.err);
  ck_assert_str_eq(said.out, "");
  test_output_done(&said);
}

/* ---- the data ---- */

START_TEST(the_data_holds_the_result_of_solve) {
  char *report = output_of(ARGS("report", "--format", "json", HARBOUR), NULL);
  char *solved = output_of(ARGS("solve", "--format", "json", HARBOUR), NULL);
  cJSON *data = parsed(report), *alone = parsed(solved);
  static const char *const same[] = {"scenario",   "frame",   "verdict",  "space",
                                     "acceptable", "designs", "solutions"};
  for (size_t k = 0; k < sizeof same / sizeof *same; k++)
    ck_assert_msg(cJSON_Compare(at(at(data, "result"), same[k]), at(alone, same[k]), true),
                  "\"%s\": the report and parley solve should say the same", same[k]);
  cJSON_Delete(data), cJSON_Delete(alone);
  free(report), free(solved);
}
END_TEST

START_TEST(the_data_holds_every_number_and_design) {
  char *report = output_of(ARGS("report", "--format", "json", HARBOUR), NULL);
  cJSON *data = parsed(report);
  const cJSON *grades = at(at(at(data, "result"), "scenario"), "grades"), *item, *design;
  int sum = 0;
  cJSON_ArrayForEach(item, grades) sum += item->valueint;
  ck_assert_int_gt(sum, 0);
  ck_assert_int_eq(cJSON_GetArraySize(at(data, "numbers")), sum);
  cJSON_ArrayForEach(design, at(at(data, "result"), "designs")) {
    const cJSON *actors = at(at(at(data, "explanations"), design->string), "actors"), *actor;
    cJSON_ArrayForEach(actor, actors) {
      double total = 0;
      cJSON_ArrayForEach(item, at(actor, "terms")) total += at(item, "amount")->valuedouble;
      ck_assert_double_eq_tol(total, at(at(design, "payoffs"), actor->string)->valuedouble, 1e-9);
    }
  }
  cJSON_Delete(data);
  free(report);
}
END_TEST

START_TEST(the_cloud_of_a_small_game_is_its_acceptable_set) {
  char *report = output_of(ARGS("report", "--format", "json", HARBOUR), NULL);
  cJSON *data = parsed(report);
  const cJSON *cloud = at(at(data, "result"), "cloud"), *flag;
  int count = at(at(at(data, "result"), "acceptable"), "count")->valueint, efficient = 0;
  ck_assert_int_gt(count, 0);
  ck_assert_int_eq(cJSON_GetArraySize(at(cloud, "index")), count);
  cJSON_ArrayForEach(flag, at(cloud, "flags")) efficient += flag->valueint >> 2 & 1;
  ck_assert_int_eq(efficient, at(at(at(data, "result"), "pareto"), "count")->valueint);
  cJSON_Delete(data);
  free(report);
}
END_TEST

START_TEST(threads_change_no_byte) {
  char *one = output_of(ARGS("report", "--format", "json", "--threads", "1", HARBOUR), NULL);
  char *two = output_of(ARGS("report", "--format", "json", "--threads", "2", HARBOUR), NULL);
  ck_assert_str_eq(one, two);
  free(one), free(two);
}
END_TEST

/* ---- the page ---- */

/* What stands in the page's data element; malloc'd. */
static char *data_of(const char *page) {
  static const char open[] = "<script type=\"application/json\" id=\"data\">";
  const char *from = strstr(page, open);
  ck_assert_msg(from != NULL, "expected a data element in the page");
  from += strlen(open);
  const char *to = strstr(from, "</script>");
  ck_assert_ptr_nonnull(to);
  char *data = calloc(1, (size_t)(to - from) + 1);
  return memcpy(data, from, (size_t)(to - from));
}

static const char hostile[] =
    "/title=\"</script><script>alert('1')</script><!-- & \\u2028 \\\"quoted\\\" \\\\\"";

START_TEST(the_page_carries_its_data_whole) {
  char *page = output_of(ARGS("report", "--set", hostile, HARBOUR), NULL);
  char *json = output_of(ARGS("report", "--set", hostile, "--format", "json", HARBOUR), NULL);
  char *inside = data_of(page);
  cJSON *shown = parsed(inside), *data = parsed(json);
  cJSON_DeleteItemFromObject(shown, "command"), cJSON_DeleteItemFromObject(data, "command");
  ck_assert_msg(cJSON_Compare(shown, data, true), "the page's data should be that of --format json");
  cJSON_Delete(shown), cJSON_Delete(data);
  free(inside), free(json), free(page);
}
END_TEST

START_TEST(no_text_of_a_file_becomes_markup) {
  char *page = output_of(ARGS("report", "--set", hostile, HARBOUR), NULL);
  ck_assert_uint_eq(times(page, "</script>"), 2); /* the data's and the script's own */
  ck_assert_uint_eq(times(page, "<script>alert"), 0);
  ck_assert_uint_eq(times(page, "<!--"), 0);
  ck_assert_uint_eq(times(page, "</style>"), 1);
  ck_assert_ptr_nonnull(strstr(page, "<title>&lt;/script&gt;&lt;script&gt;alert(&#39;1&#39;)"));
  free(page);
}
END_TEST

START_TEST(the_page_forbids_itself_to_fetch) {
  char *page = output_of(ARGS("report", SALE), NULL);
  ck_assert_int_eq(strncmp(page, "<!doctype html>", 15), 0);
  ck_assert_ptr_nonnull(
      strstr(page, "Content-Security-Policy\" content=\"default-src 'none'; img-src data:;"));
  ck_assert_ptr_null(strstr(page, " src="));
  ck_assert_ptr_null(strstr(page, "rel=\"stylesheet\""));
  free(page);
}
END_TEST

START_TEST(a_linked_page_names_its_files) {
  char *text = NULL;
  parley_error error;
  ck_assert_int_eq(parley_page_render("report.js", "a < b", "{\"x\": \"</script>\"}", false, &text, &error),
                   PARLEY_OK);
  ck_assert_ptr_nonnull(strstr(text, "<script src=\"report.js\"></script>"));
  ck_assert_ptr_nonnull(strstr(text, "href=\"parley.css\""));
  ck_assert_ptr_nonnull(strstr(text, "<title>a &lt; b</title>"));
  ck_assert_ptr_nonnull(strstr(text, "{\"x\":\"\\u003c/script>\"}"));
  parley_text_free(text);
  ck_assert_int_eq(parley_page_render("absent.js", "t", NULL, false, &text, &error), PARLEY_E_USAGE);
  ck_assert_ptr_null(text);
  ck_assert_ptr_nonnull(strstr(error.message, "absent.js"));
}
END_TEST

START_TEST(without_pages_the_program_says_what_is_missing) {
  fails(ARGS("report", HARBOUR), NULL, 2, "built without its pages");
  fails(ARGS("report", HARBOUR), NULL, 2, parley_pages_missing());
  fails(ARGS("report", HARBOUR), NULL, 2, "or say --format md");
  const unsigned char *bytes;
  const char *type;
  size_t size;
  ck_assert(!parley_page_asset("report.js", &type, &bytes, &size));
}
END_TEST

/* ---- Markdown ---- */

START_TEST(markdown_says_what_the_result_says) {
  char *text =
      output_of(ARGS("report", "--format", "md", "--set", "/title=\"A *bold* | title <b>\"", HARBOUR), NULL);
  char *json = output_of(ARGS("report", "--format", "json", HARBOUR), NULL);
  cJSON *data = parsed(json);
  const cJSON *result = at(data, "result"), *design, *actor;
  ck_assert_msg(strncmp(text, "# A \\*bold\\* \\| title \\<b\\>\n", 28) == 0,
                "the title should be escaped: %.60s", text);
  cJSON_ArrayForEach(design, at(result, "designs")) {
    cJSON_ArrayForEach(actor, at(design, "margins")) {
      char figure[32];
      snprintf(figure, sizeof figure, "| %+.0f ", actor->valuedouble); /* a game of whole points */
      ck_assert_msg(strstr(text, figure) != NULL, "expected the margin \"%s\"", figure);
    }
  }
  ck_assert_ptr_nonnull(strstr(text, "| Sports company |"));
  ck_assert_ptr_nonnull(strstr(text, "## How to make this again"));
  ck_assert_ptr_nonnull(strstr(text, "sha256:"));
  cJSON_Delete(data);
  free(text), free(json);
}
END_TEST

START_TEST(markdown_has_three_digits_where_payoffs_are_no_points) {
  char *text = output_of(ARGS("report", "--format", "md", "scenarios/two-guarantors.json"), NULL);
  ck_assert_msg(strstr(text, "| Nash | +0.600 | +0.600 |") != NULL, "expected +0.600 twice in\n%s", text);
  ck_assert_msg(strstr(text, "| attack |") == NULL, "expected no column of deterrence without security");
  ck_assert_msg(strstr(text, "E02: ") != NULL && strstr(text, "E60: ") == NULL,
                "expected the sources that are cited and no others in\n%s", text);
  free(text);
}
END_TEST

START_TEST(the_command_makes_the_same_report) {
  char *json = output_of(ARGS("report", "--format", "json", "--set", "/question=\"Who's next?\"", "--over",
                              "acceptable", "--red-lines", "all", HARBOUR),
                         NULL);
  cJSON *data = parsed(json);
  ck_assert_str_eq(
      at(data, "command")->valuestring,
      "parley report --set '/question=\"Who'\\''s next?\"' --red-lines all --over acceptable " HARBOUR
      " -o deal.json");
  cJSON_Delete(data);
  free(json);
}
END_TEST

/* ---- from a saved result ---- */

START_TEST(a_saved_result_makes_a_report) {
  char *solved = output_of(ARGS("solve", "--format", "json", HARBOUR), NULL);
  char *report = output_of(ARGS("report", "--format", "json", "-"), solved);
  cJSON *data = parsed(report), *result = parsed(solved);
  ck_assert(cJSON_Compare(at(data, "result"), result, true));
  ck_assert_ptr_null(cJSON_GetObjectItem(data, "scenario"));
  char *text = output_of(ARGS("report", "--format", "md", "-"), solved);
  ck_assert_ptr_nonnull(strstr(text, "## Named designs"));
  cJSON_Delete(data), cJSON_Delete(result);
  free(text), free(report), free(solved);
}
END_TEST

START_TEST(what_is_no_result_is_told) {
  fails(ARGS("report", "--format", "md", "-"), "{\"parley\": {\"format\": 2}, \"designs\": {}}", 3,
        "standard input is a result in format 2");
  fails(ARGS("report", "--format", "md", "-"), "{\"parley\": {\"format\": 1}, \"designs\": {}}", 3,
        "has no \"scenario\"");
  fails(ARGS("report", "--format", "md", "-"), "{\"parley\": {}, \"designs\": {}}", 3,
        "neither a scenario nor a result");
  fails(ARGS("report", "--format", "md", "-"), "{\"parley\": 1}", 3, "error[");
  fails(ARGS("report", "--format", "md", "-"), "nothing", 3, "error[");
  fails(ARGS("report", "--format", "md", "no/such/file"), NULL, 5, "no/such/file");
}
END_TEST

START_TEST(wrong_usage_is_told) {
  char *solved = output_of(ARGS("solve", "--format", "json", SALE), NULL);
  fails(ARGS("report", "--format", "md", "--set", "/title=\"x\"", "-"), solved, 2,
        "--set is asked when a scenario is solved");
  fails(ARGS("report", "--format", "pdf", SALE), NULL, 2, "\"pdf\" is none of html, md, json");
  fails(ARGS("report"), NULL, 2, "report");
  free(solved);
}
END_TEST

/* ---- with sweeps ---- */

#define COMPANY "/actors/company/reservation"

/* A sweep of the harbour in a new folder; its name, malloc'd. */
static char *swept(void) {
  char folder[] = "/tmp/parley-report-XXXXXX";
  ck_assert_msg(mkdtemp(folder) != NULL, "expected a folder for temporary files");
  free(output_of(ARGS("sweep", HARBOUR, "--vary", COMPANY "=40:80:3", "--vary",
                      "/actors/tourism/reservation=40,90", "--of", "acceptable.any,acceptable.count", "--out",
                      folder),
                 NULL));
  return strcpy(malloc(sizeof folder), folder);
}

static void removed(char *folder) {
  char command[80];
  snprintf(command, sizeof command, "rm -rf '%s'", folder);
  ck_assert_int_eq(system(command), 0);
  free(folder);
}

START_TEST(a_report_tells_what_a_sweep_found) {
  char *folder = swept();
  char *report =
      output_of(ARGS("report", "--format", "json", "--sweep", folder, "--sweep", folder, HARBOUR), NULL);
  cJSON *data = parsed(report);
  const cJSON *sweeps = at(data, "sweeps");
  ck_assert_int_eq(cJSON_GetArraySize(sweeps), 2);
  const cJSON *outputs = at(cJSON_GetArrayItem(sweeps, 1), "outputs");
  static const char *const names[] = {"acceptable.any", "acceptable.count"};
  ck_assert_int_eq(cJSON_GetArraySize(outputs), 2);
  for (int k = 0; k < 2; k++) {
    char *said = output_of(ARGS("sensitivity", folder, "--of", names[k], "--format", "json"), NULL);
    cJSON *alone = parsed(said);
    ck_assert_msg(cJSON_Compare(cJSON_GetArrayItem(outputs, k), alone, true),
                  "%s: the report and parley sensitivity should say the same", names[k]);
    cJSON_Delete(alone);
    free(said);
  }
  cJSON_Delete(data);
  free(report);
  removed(folder);
}
END_TEST

START_TEST(a_folder_of_a_sweep_is_reported_on_by_itself) {
  char *folder = swept();
  char *own = output_of(ARGS("report", "--format", "json", folder), NULL);
  char *named = output_of(ARGS("report", "--format", "json", "--sweep", folder, HARBOUR), NULL);
  cJSON *a = parsed(own), *b = parsed(named);
  ck_assert_str_eq(at(at(at(a, "result"), "scenario"), "digest")->valuestring,
                   at(at(at(b, "result"), "scenario"), "digest")->valuestring);
  ck_assert(cJSON_Compare(at(a, "sweeps"), at(b, "sweeps"), true));
  char *words = output_of(ARGS("report", "--format", "md", folder), NULL);
  ck_assert_msg(strstr(words, "| 40 | 90 | ") != NULL, "expected the map's cells in\n%s", words);
  ck_assert_ptr_null(strstr(words, "another version"));
  cJSON_Delete(a), cJSON_Delete(b);
  free(own), free(named), free(words);
  removed(folder);
}
END_TEST

START_TEST(a_sweep_of_another_scenario_is_told) {
  char *folder = swept();
  test_output said = test_parley(ARGS("report", "--format", "md", "--sweep", folder, SALE), NULL);
  ck_assert_int_eq(said.status, 0);
  ck_assert_msg(strstr(said.err, "ran another scenario") != NULL, "expected a warning, got \"%s\"", said.err);
  ck_assert_msg(strstr(said.out, "another version of this one") != NULL, "the page should say it too");
  test_output_done(&said);
  removed(folder);
}
END_TEST

START_TEST(a_folder_that_holds_no_sweep_is_told) {
  fails(ARGS("report", "--format", "md", "--sweep", "scenarios", HARBOUR), NULL, 5, "no sweep's folder");
  fails(ARGS("report", "--format", "md", "scenarios"), NULL, 5, "no sweep's folder");
  parley_report *report = NULL;
  parley_scenario *scenario = NULL;
  char *path = test_path(HARBOUR);
  ck_assert_int_eq(parley_scenario_load(path, NULL, 0, &scenario, NULL, NULL), PARLEY_OK);
  free(path);
  ck_assert_int_eq(parley_report_scenario(scenario, NULL, &report, NULL), PARLEY_OK);
  ck_assert_int_eq(parley_report_add_sweep(report, "{\"outputs\": []}", NULL, NULL), PARLEY_E_INPUT);
  parley_report_free(report);
  parley_scenario_free(scenario);
}
END_TEST

/* What parley robust said stands in the data whole, beside sweeps; a second one, and what is none, is refused. */
START_TEST(a_report_takes_what_robust_said) {
  static const char robust[] =
      "{\"scenario\": {\"id\": \"x\", \"digest\": \"sha256:0\"}, \"robust\": {\"draws\": 7}}";
  parley_report *report = NULL;
  parley_scenario *scenario = NULL;
  char *path = test_path(HARBOUR), *text = NULL;
  bool same = true;
  ck_assert_int_eq(parley_scenario_load(path, NULL, 0, &scenario, NULL, NULL), PARLEY_OK);
  free(path);
  ck_assert_int_eq(parley_report_scenario(scenario, NULL, &report, NULL), PARLEY_OK);
  ck_assert_int_eq(parley_report_add_robust(report, "{\"robust\": {}}", &same, NULL), PARLEY_E_INPUT);
  ck_assert_int_eq(parley_report_add_robust(report, robust, &same, NULL), PARLEY_OK);
  ck_assert(!same);
  ck_assert_int_eq(parley_report_add_sweep(report, "{\"digest\": \"sha256:0\"}", NULL, NULL), PARLEY_OK);
  ck_assert_int_eq(parley_report_add_robust(report, robust, &same, NULL), PARLEY_E_INPUT);
  ck_assert_int_eq(parley_report_render(report, "json", &text, NULL), PARLEY_OK);
  cJSON *tree = cJSON_Parse(text);
  ck_assert_ptr_nonnull(tree);
  const cJSON *said = cJSON_GetObjectItem(cJSON_GetObjectItem(tree, "robust"), "robust");
  ck_assert_double_eq(cJSON_GetObjectItem(said, "draws")->valuedouble, 7);
  ck_assert_int_eq(cJSON_GetArraySize(cJSON_GetObjectItem(tree, "sweeps")), 1);
  ck_assert_ptr_nonnull(cJSON_GetObjectItem(tree, "result"));
  cJSON_Delete(tree);
  parley_text_free(text);
  parley_report_free(report);
  parley_scenario_free(scenario);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/report");
  TCase *report = tcase_create("report");
  tcase_set_timeout(report, 60);
  tcase_add_test(report, the_data_holds_the_result_of_solve);
  tcase_add_test(report, the_data_holds_every_number_and_design);
  tcase_add_test(report, the_cloud_of_a_small_game_is_its_acceptable_set);
  tcase_add_test(report, threads_change_no_byte);
  if (parley_pages_missing() == NULL) {
    tcase_add_test(report, the_page_carries_its_data_whole);
    tcase_add_test(report, no_text_of_a_file_becomes_markup);
    tcase_add_test(report, the_page_forbids_itself_to_fetch);
    tcase_add_test(report, a_linked_page_names_its_files);
  } else {
    tcase_add_test(report, without_pages_the_program_says_what_is_missing);
  }
  tcase_add_test(report, markdown_says_what_the_result_says);
  tcase_add_test(report, markdown_has_three_digits_where_payoffs_are_no_points);
  tcase_add_test(report, the_command_makes_the_same_report);
  tcase_add_test(report, a_saved_result_makes_a_report);
  tcase_add_test(report, what_is_no_result_is_told);
  tcase_add_test(report, wrong_usage_is_told);
  tcase_add_test(report, a_report_tells_what_a_sweep_found);
  tcase_add_test(report, a_report_takes_what_robust_said);
  tcase_add_test(report, a_folder_of_a_sweep_is_reported_on_by_itself);
  tcase_add_test(report, a_sweep_of_another_scenario_is_told);
  tcase_add_test(report, a_folder_that_holds_no_sweep_is_told);
  suite_add_tcase(suite, report);
  return suite;
}
