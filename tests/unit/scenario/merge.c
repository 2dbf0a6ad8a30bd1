/* Parts, settings, digests: what a scenario says once everything is merged in. */
#include "sim/scenario/scenario.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD "{\"parley\":1,\"id\":\"x\","

/* Parses a text whose parts stand in tests/unit/scenario/parts; *why gets the first problem. */
static ply_scenario *try_parse(const char *text, const ply_setting *settings, size_t n, char *why,
                               size_t size) {
  ply_scenario *scenario = NULL;
  ply_diags diags;
  ply_err err = {0};
  char *folder = test_path("tests/unit/scenario/parts");
  ply_diags_init(&diags);
  why[0] = '\0';
  ply_scenario_parse(text, strlen(text), "text", folder, settings, n, &scenario, &diags, &err);
  if (diags.count > 0)
    snprintf(why, size, "%s %s: %s", diags.items[0].code, diags.items[0].pointer, diags.items[0].message);
  ply_diags_done(&diags);
  free(folder);
  return scenario;
}

static ply_scenario *parse_with(const char *text, const ply_setting *settings, size_t n) {
  char why[500];
  ply_scenario *scenario = try_parse(text, settings, n, why, sizeof why);
  ck_assert_msg(scenario != NULL && why[0] == '\0', "must load without a word: %s\ngot %s", text, why);
  return scenario;
}

static ply_scenario *parse(const char *text) { return parse_with(text, NULL, 0); }

START_TEST(null_removes_what_stands_left) {
  ply_scenario *s = parse(HEAD "\"extends\":[\"left.json\",\"right.json\"]}");
  ck_assert_int_eq(ply_scenario_option(s, 0, "b"), -1);
  ck_assert_int_eq(s->issues[0].n_options, 3);
  ck_assert_str_eq(s->issues[0].name, "From the left");
  ck_assert_str_eq(s->actors[0].name, "one"); /* its name is gone, so the id */
  ck_assert_str_eq(s->title, "x");
  ply_scenario_free(s);
}
END_TEST

START_TEST(known_keys_keep_their_place_new_ones_go_last) {
  ply_scenario *s =
      parse(HEAD "\"extends\":[\"left.json\",\"right.json\"],\"actors\":{\"zero\":{\"reservation\":0},"
                 "\"two\":{\"reservation\":0.9}}}");
  static const char *const order[] = {"one", "two", "three", "zero"};
  ck_assert_int_eq(s->n_actors, 4);
  for (int i = 0; i < 4; i++) ck_assert_str_eq(s->actors[i].id, order[i]);
  ck_assert_double_eq(s->actors[1].reservation.base, 0.9);
  ck_assert_str_eq(s->issues[0].options[2].id, "d");
  ply_scenario_free(s);
}
END_TEST

START_TEST(right_before_left_is_another_scenario) {
  ply_scenario *s = parse(HEAD "\"extends\":[\"right.json\",\"left.json\"]}");
  ck_assert_int_ge(ply_scenario_option(s, ply_scenario_issue(s, "k"), "b"), 0);
  ck_assert_str_eq(s->title, "Left");
  ck_assert_str_eq(s->actors[0].id, "three");
  ply_scenario_free(s);
}
END_TEST

START_TEST(parts_of_parts_and_the_same_part_twice) {
  ply_scenario *s = parse(HEAD "\"extends\":[\"both.json\"]}");
  ck_assert(s->actors[1].reservation.triple);
  ply_scenario_free(s);
  s = parse(HEAD
            "\"extends\":[\"both.json\",\"left.json\"]}"); /* left.json once more: brings b and 0.2 back */
  ck_assert_int_ge(ply_scenario_option(s, 0, "b"), 0);
  ck_assert_double_eq(s->actors[1].reservation.base, 0.2);
  ply_scenario_free(s);
}
END_TEST

START_TEST(lists_are_replaced_whole) {
  ply_scenario *s =
      parse(HEAD "\"extends\":[\"both.json\"],\"actors\":{\"two\":{\"reservation\":[0.1,0.2,0.3]}}}");
  ck_assert_double_eq(s->actors[1].reservation.low, 0.1);
  ck_assert_double_eq(s->actors[1].reservation.high, 0.3);
  ply_scenario_free(s);
}
END_TEST

START_TEST(no_parts_without_a_folder) {
  ply_scenario *s = NULL;
  ply_diags diags;
  ply_diags_init(&diags);
  const char *text = HEAD "\"extends\":[\"left.json\"]}";
  ck_assert_int_eq(ply_scenario_parse(text, strlen(text), "text", NULL, NULL, 0, &s, &diags, NULL),
                   PLY_E_INPUT);
  ck_assert_ptr_null(s);
  ck_assert_uint_eq(diags.n_errors, 1);
  ck_assert_str_eq(diags.items[0].code, "P014");
  ply_diags_done(&diags);
}
END_TEST

START_TEST(missing_file_is_a_system_error) {
  ply_scenario *s = NULL;
  ply_diags diags;
  ply_err err = {0};
  ply_diags_init(&diags);
  ck_assert_int_eq(ply_scenario_load("no/such/file.json", NULL, 0, &s, &diags, &err), PLY_E_SYSTEM);
  ck_assert_str_eq(diags.items[0].code, "P001");
  ck_assert_msg(strstr(err.message, "no such file") != NULL, "got: %s", err.message);
  ply_diags_done(&diags);
}
END_TEST

/* ---- settings ---- */

#define BOTH HEAD "\"extends\":[\"both.json\"]}"

START_TEST(settings_in_turn) {
  ply_setting settings[] = {
      {"/actors/two/reservation/0", "0.25"},
      {"/actors/one/name", "A \"first\""},
      {"/actors/three/consent", "required"},
      {"/actors/three/reservation", "0"},
      {"/issues/j/name", "true"},
      {"/issues/j/name", "\"1\""},
      {"/agreement", "{\"quorum\": 1}"},
      {"/actors/one/notes", "gone"},
      {"/actors/one/notes", "null"},
  };
  ply_scenario *s = parse_with(BOTH, settings, sizeof settings / sizeof settings[0]);
  ck_assert_double_eq(s->actors[1].reservation.low, 0.25);
  ck_assert_str_eq(s->actors[0].name, "A \"first\"");
  ck_assert_int_eq(s->actors[2].consent, PLY_REQUIRED);
  ck_assert_str_eq(s->issues[1].name, "1");
  ck_assert_int_eq(s->quorum, 1);
  ck_assert_ptr_null(s->actors[0].notes);
  ply_scenario_free(s);
}
END_TEST

START_TEST(setting_that_removes_the_last_of_many) {
  ply_setting settings[] = {
      {"/actors/three", "null"}, {"/actors/four", "{\"reservation\": 1}"}, {"/actors/one", "null"}};
  ply_scenario *s = parse_with(BOTH, settings, 3);
  ck_assert_int_eq(s->n_actors, 2);
  ck_assert_str_eq(s->actors[0].id, "two");
  ck_assert_str_eq(s->actors[1].id, "four");
  ply_scenario_free(s);
}
END_TEST

static const struct refused {
  const char *pointer, *value, *code;
} refused[] = {
    {"/actors/ona/reservation", "1", "P015"},
    {"/actors/one/reservation/low", "1", "P015"},
    {"", "1", "P015"},
    {"/", "1", "P015"},
    {"/actors/two/reservation/00", "1", "P015"},
    {"/actors/two/reservation/-", "1", "P015"},
    {"/actors/two/reservation", "[1", "P016"},
    {"/actors/two/reservation", "{\"value\": 1,}", "P016"},
    {"/actors/two/reservation", "01", "P104"},
    {"/actors/two/reservation", "1e999", "P104"},
    {"/actors/two/reservation", "nan", "P104"},
    {"/actors/two/reservaton", "1", "P103"},
    {"/actors/two/a~1b", "1", "P103"},
    {"/actors", "null", "P102"},
};

START_TEST(settings_that_are_refused) {
  char why[500];
  ply_setting one = {refused[_i].pointer, refused[_i].value};
  ply_scenario *s = try_parse(BOTH, &one, 1, why, sizeof why);
  ck_assert_msg(s == NULL && strncmp(why, refused[_i].code, 4) == 0, "--set %s=%s must give %s, got: %s",
                one.pointer, one.value, refused[_i].code, why);
}
END_TEST

/* ---- digests ---- */

static void compare(const char *a, const char *b, bool same) {
  ply_scenario *x = parse(a), *y = parse(b);
  ck_assert_msg((strcmp(x->digest, y->digest) == 0) == same, "%s and %s must have %s digest", a, b,
                same ? "one" : "another");
  ply_scenario_free(x);
  ply_scenario_free(y);
}

START_TEST(digests) {
  const char *issues = "\"issues\":{\"k\":{\"options\":{\"a\":{},\"b\":{}}}},";
  char one[400], two[400];
#define PAIR(first, second, same)                                                                            \
  snprintf(one, sizeof one, HEAD "%s%s", issues, first),                                                     \
      snprintf(two, sizeof two, HEAD "%s%s", issues, second), compare(one, two, same)
  PAIR("\"actors\":{\"a\":{\"reservation\":0.4}}}", "\"actors\" : { \"a\" : { \"reservation\" : 4.0e-1 } } }",
       true);
  PAIR("\"actors\":{\"a\":{\"reservation\":0.4}}}",
       "\"$schema\":\"y\",\"actors\":{\"a\":{\"reservation\":0.4}}}", true);
  PAIR("\"actors\":{\"a\":{\"reservation\":0}}}", "\"actors\":{\"a\":{\"reservation\":-0.0}}}", true);
  PAIR("\"actors\":{\"a\":{\"reservation\":0.4}}}",
       "\"actors\":{\"a\":{\"reservation\":0.4000000000000001}}}", false);
  PAIR("\"actors\":{\"a\":{\"reservation\":0},\"b\":{\"reservation\":0}}}",
       "\"actors\":{\"b\":{\"reservation\":0},\"a\":{\"reservation\":0}}}", false);
#undef PAIR
  compare(HEAD "\"extends\":[\"left.json\",\"right.json\"]}",
          HEAD
          "\"extends\":[\"left.json\"],"
          "\"issues\":{\"k\":{\"options\":{\"b\":null,\"d\":{}}},\"j\":{\"options\":{\"x\":{},\"y\":{}}}},"
          "\"actors\":{\"three\":{\"reservation\":0.3},\"one\":{\"name\":null}},\"title\":null}",
          true);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/scenario_merge");
  TCase *tests = tcase_create("merge");
  tcase_add_test(tests, null_removes_what_stands_left);
  tcase_add_test(tests, known_keys_keep_their_place_new_ones_go_last);
  tcase_add_test(tests, right_before_left_is_another_scenario);
  tcase_add_test(tests, parts_of_parts_and_the_same_part_twice);
  tcase_add_test(tests, lists_are_replaced_whole);
  tcase_add_test(tests, no_parts_without_a_folder);
  tcase_add_test(tests, missing_file_is_a_system_error);
  tcase_add_test(tests, settings_in_turn);
  tcase_add_test(tests, setting_that_removes_the_last_of_many);
  tcase_add_loop_test(tests, settings_that_are_refused, 0, (int)(sizeof refused / sizeof refused[0]));
  tcase_add_test(tests, digests);
  suite_add_tcase(suite, tests);
  return suite;
}
