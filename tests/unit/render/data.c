/* What programs read: is the JSON that of the contract, does every number come back, is every CSV row of one
 * shape? */
#include "tests/support/support.h"
#include "tests/unit/render/fixture.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

static cJSON *parsed(fixture_parts parts, char **text) {
  ply_result *result = fixture_result(parts);
  *text = fixture_render(result, "json", NULL);
  ply_result_free(result);
  cJSON *json = cJSON_Parse(*text);
  ck_assert_msg(json != NULL, "no valid JSON:\n%.3000s", *text);
  return json;
}

/* The value at "a/b/c". */
static const cJSON *at(const cJSON *json, const char *path) {
  char key[64];
  for (const char *s = path; json != NULL && *s != '\0';) {
    size_t n = strcspn(s, "/");
    memcpy(key, s, n);
    key[n] = '\0';
    json = cJSON_GetObjectItemCaseSensitive(json, key);
    s += n + (s[n] == '/');
  }
  ck_assert_msg(json != NULL, "expected a value at %s", path);
  return json;
}

START_TEST(json_has_the_fields_of_the_contract) {
  static const char *const paths[] = {
      "parley/version",
      "parley/format",
      "scenario/id",
      "scenario/digest",
      "scenario/red_lines",
      "space/raw",
      "space/feasible",
      "acceptable/count",
      "acceptable/share",
      "acceptable/by_actor/ukraine/would_accept",
      "acceptable/by_actor/ukraine/veto_weight",
      "sustained/count",
      "stable/count",
      "stable/least_regret/index",
      "stable/least_regret/regret",
      "stable/least_regret/actor",
      "stable/least_regret/to",
      "designs/istanbul/index",
      "designs/istanbul/options/p5",
      "designs/istanbul/members/france",
      "designs/istanbul/feasible",
      "designs/istanbul/payoffs/ukraine",
      "designs/istanbul/margins/ukraine",
      "designs/istanbul/refuses",
      "designs/istanbul/acceptable",
      "designs/istanbul/join_equilibrium",
      "designs/istanbul/sustained",
      "designs/istanbul/stable",
      "designs/istanbul/efficient",
      "designs/istanbul/deviation/actor",
      "designs/istanbul/deviation/to",
      "designs/istanbul/deviation/gain",
      "designs/istanbul/security/attack",
      "designs/istanbul/security/holds",
      "designs/istanbul/security/credibility",
      "designs/istanbul/security/honour/france",
      "designs/istanbul/join/equilibria",
      "designs/istanbul/join/count",
      "designs/istanbul/join/strict",
      "designs/istanbul/join/strong",
      "designs/istanbul/join/sustained",
      "designs/istanbul/join/no_deal",
      "solutions/nash/outcome",
      "solutions/nash/over",
      "solutions/nash/index",
      "solutions/nash/options",
      "solutions/nash/members",
      "solutions/nash/payoffs",
      "solutions/nash/value",
      "solutions/nash/verified",
      "solutions/kalai_smorodinsky",
      "solutions/egalitarian",
      "solutions/utilitarian",
      "pareto/over",
      "pareto/count",
      "propose/optimistic/index",
      "propose/optimistic/options",
      "propose/optimistic/members",
      "propose/optimistic/value",
      "propose/pessimistic/outcome",
      "propose/pessimistic/value",
      "talks/outcome",
      "talks/round",
      "talks/index",
      "talks/options",
      "talks/members",
      "talks/payoffs",
      "talks/settled",
  };
  char *text;
  cJSON *json = parsed(fixture_whole(), &text);
  for (size_t k = 0; k < sizeof paths / sizeof *paths; k++) at(json, paths[k]);
  ck_assert_str_eq(at(json, "propose/pessimistic/outcome")->valuestring, "proved_none");
  ck_assert_str_eq(at(json, "designs/istanbul/refuses")->child->valuestring, "russia");
  ck_assert_msg(cJSON_GetObjectItem(at(json, "designs/istanbul/members"), "ukraine") == NULL,
                "members leave out who is out");
  cJSON_Delete(json);
  free(text);
}
END_TEST

START_TEST(json_numbers_come_back_exactly) {
  char *text;
  cJSON *json = parsed(fixture_whole(), &text);
  ply_result *result = fixture_result(fixture_whole());
  for (int i = 0; i < 10; i++) {
    const cJSON *payoffs = at(json, "designs/german/payoffs");
    const cJSON *one = cJSON_GetObjectItem(payoffs, result->frame.actors[i].name.id);
    ck_assert_double_eq(one->valuedouble, result->designs[3].bundle.payoffs[i]);
  }
  ck_assert_double_eq(at(json, "solutions/nash/value")->valuedouble, 0.1 + 0.2);
  ck_assert_msg(strstr(text, "\"raw\": 9223372036854775807") != NULL, "counts are exact integers");
  ck_assert_msg(strstr(text, "\"index\": 9007199254740993") != NULL, "indices are exact integers");
  ply_result_free(result);
  cJSON_Delete(json);
  free(text);
}
END_TEST

START_TEST(json_says_what_a_limit_left_open) {
  char *text;
  fixture_parts parts = fixture_whole();
  parts.limit = true;
  cJSON *json = parsed(parts, &text);
  ck_assert_str_eq(at(json, "outcome")->valuestring, "limit_reached");
  ck_assert_str_eq(at(json, "stopped_by")->valuestring, "time limit");
  ck_assert(cJSON_IsNull(at(json, "acceptable/count")));
  ck_assert_int_eq(at(json, "acceptable/at_least")->valueint, 385);
  ck_assert(cJSON_IsNull(at(json, "acceptable/share")));
  ck_assert(cJSON_IsNull(at(json, "acceptable/by_actor")));
  ck_assert_str_eq(at(json, "pareto/outcome")->valuestring, "limit_reached");
  ck_assert_double_eq(at(json, "solutions/nash/bound")->valuedouble, 0.75);
  ck_assert_msg(cJSON_GetObjectItem(at(json, "solutions/egalitarian"), "index") == NULL,
                "no bundle, no index");
  cJSON_Delete(json);
  free(text);
}
END_TEST

START_TEST(json_leaves_out_blocks_that_the_scenario_lacks) {
  char *text;
  cJSON *json = parsed((fixture_parts){.n_actors = 2, .n_designs = 1}, &text);
  ck_assert_ptr_null(cJSON_GetObjectItem(json, "talks"));
  ck_assert_ptr_null(cJSON_GetObjectItem(at(json, "designs/istanbul"), "security"));
  ck_assert(cJSON_IsNull(at(json, "designs/istanbul/deviation")));
  ck_assert(cJSON_IsNull(at(json, "stable/least_regret/actor")));
  cJSON_Delete(json);
  free(text);
}
END_TEST

/* Fields of one record; quotes as in RFC 4180. Returns where the next record starts. */
static const char *count_fields(const char *s, int *fields) {
  bool quoted = false;
  for (*fields = 1; *s != '\0' && (quoted || *s != '\r'); s++) {
    if (*s == '"') quoted = !quoted;
    *fields += *s == ',' && !quoted;
  }
  ck_assert_msg(s[0] == '\r' && s[1] == '\n', "every row ends with CRLF");
  return s + 2;
}

START_TEST(csv_rows_are_of_one_shape) {
  ply_result *result = fixture_result(fixture_whole());
  char *text = fixture_render(result, "csv", NULL);
  int rows = 0, fields;
  for (const char *s = text; *s != '\0'; rows++) {
    const char *next = count_fields(s, &fields);
    ck_assert_msg(fields == 11, "row %d has %d fields, 11 expected: %.80s", rows, fields, s);
    s = next;
  }
  ck_assert_int_gt(rows, 8 * 10);
  ck_assert_msg(strstr(text, "\r\ndesign,nato5,russia,,0.38435") != NULL, "a row for every design and actor");
  ck_assert_msg(strstr(text, ",true,true,russia/r1,,\r\n") != NULL, "asked, refuses, red line");
  free(text);
  ply_result_free(result);
}
END_TEST

START_TEST(unknown_formats_get_a_hint) {
  ply_result *result = fixture_result(fixture_whole());
  ply_text out;
  ply_text_init(&out);
  ply_err err = {0};
  ck_assert_int_eq(ply_render(PLY_RECORD_RESULT, result, "jsn", NULL, &out, &err), PLY_E_USAGE);
  ck_assert_str_eq(err.message, "unknown format \"jsn\": did you mean \"json\"?");
  ply_diags diags;
  ply_diags_init(&diags);
  ck_assert_int_eq(ply_render(PLY_RECORD_PROBLEMS, &diags, "csv", NULL, &out, &err), PLY_E_USAGE);
  ck_assert_str_eq(err.message, "a list of problems cannot be written as csv: use text or json");
  ck_assert_uint_eq(out.length, 0);
  ply_result_free(result);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/render_data");
  TCase *data = tcase_create("data");
  tcase_add_test(data, json_has_the_fields_of_the_contract);
  tcase_add_test(data, json_numbers_come_back_exactly);
  tcase_add_test(data, json_says_what_a_limit_left_open);
  tcase_add_test(data, json_leaves_out_blocks_that_the_scenario_lacks);
  tcase_add_test(data, csv_rows_are_of_one_shape);
  tcase_add_test(data, unknown_formats_get_a_hint);
  suite_add_tcase(suite, data);
  return suite;
}
