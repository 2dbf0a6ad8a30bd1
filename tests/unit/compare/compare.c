/* parley compare: what it says of two scenarios is held against the two results themselves, and against the
 * change that was made. */
#include "tests/support/support.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOCARNO   "scenarios/locarno.json"
#define COUNCIL   "/security/delay_hours/values/council=24"
#define ARGS(...) ((const char *[]){__VA_ARGS__, NULL})

static cJSON *json_of(const char *const arguments[]) {
  test_output said = test_parley(arguments, NULL);
  ck_assert_msg(said.status == 0, "parley %s: expected exit 0, got %d: %s", arguments[0], said.status,
                said.err);
  cJSON *json = cJSON_Parse(said.out);
  ck_assert_msg(json != NULL, "parley %s: expected JSON, got %.300s", arguments[0], said.out);
  test_output_done(&said);
  return json;
}

static const cJSON *key(const cJSON *object, const char *name) {
  return cJSON_GetObjectItemCaseSensitive(object, name);
}

/* What stands at a pointer; NULL: nothing. No key here holds ~ or a slash. */
static const cJSON *at(const cJSON *json, const char *pointer) {
  char *path = strdup(pointer), *rest = NULL;
  for (char *name = strtok_r(path, "/", &rest); name != NULL && json != NULL;
       name = strtok_r(NULL, "/", &rest))
    json = key(json, name);
  free(path);
  return json;
}

static bool same(const cJSON *a, const cJSON *b) {
  if (cJSON_IsNumber(a) && cJSON_IsNumber(b)) return fabs(a->valuedouble - b->valuedouble) <= 1e-9;
  return cJSON_Compare(a, b, true);
}

static bool in_list(const cJSON *list, const char *word) {
  const cJSON *item;
  cJSON_ArrayForEach(item, list) if (strcmp(item->valuestring, word) == 0) return true;
  return false;
}

/* Whether one side of an answer is what the result says there. */
static bool is_true(const cJSON *result, const cJSON *answer, const cJSON *side) {
  const char *what = key(answer, "what")->valuestring, *pointer = key(answer, "pointer")->valuestring;
  const cJSON *there = at(result, pointer);
  if (strcmp(what, "answer") == 0)
    return in_list(there, key(answer, "actor")->valuestring) == (strcmp(side->valuestring, "refuses") == 0);
  if (strcmp(what, "in force") == 0)
    return in_list(there, key(answer, "of")->valuestring) == cJSON_IsTrue(side);
  if (strcmp(what, "is there") == 0) return (there != NULL) == cJSON_IsTrue(side);
  if (there == NULL) /* `members` leaves out who is out */
    return cJSON_IsNull(side) || (cJSON_IsString(side) && strcmp(side->valuestring, "out") == 0);
  return same(there, side);
}

static const cJSON *answer_at(const cJSON *comparison, const char *pointer) {
  const cJSON *answer;
  cJSON_ArrayForEach(answer, key(comparison, "answers")) if (strcmp(key(answer, "pointer")->valuestring,
                                                                    pointer) == 0) return answer;
  return NULL;
}

/* Every answer told is true of both results, and what the two results count differently is told. */
static void is_true_of(const char *name, const cJSON *comparison, const cJSON *a, const cJSON *b) {
  static const char *const counts[] = {"/space/raw",       "/space/feasible", "/acceptable/count",
                                       "/sustained/count", "/stable/count",   "/join_equilibria/count"};
  const cJSON *answer;
  cJSON_ArrayForEach(answer, key(comparison, "answers")) {
    const char *pointer = key(answer, "pointer")->valuestring;
    ck_assert_msg(is_true(a, answer, key(answer, "a")), "%s: %s: a is not what the first result says", name,
                  pointer);
    ck_assert_msg(is_true(b, answer, key(answer, "b")), "%s: %s: b is not what the second result says", name,
                  pointer);
    ck_assert_msg(!same(key(answer, "a"), key(answer, "b")), "%s: %s is told and does not differ", name,
                  pointer);
  }
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
    bool differs = !same(at(a, counts[i]), at(b, counts[i]));
    ck_assert_msg((answer_at(comparison, counts[i]) != NULL) == differs, "%s: %s: expected it %s", name,
                  counts[i], differs ? "told" : "left out");
  }
  const cJSON *design;
  cJSON_ArrayForEach(design, key(a, "designs")) {
    const cJSON *other = key(key(b, "designs"), design->string);
    char pointer[200];
    snprintf(pointer, sizeof pointer, "/designs/%s/acceptable", design->string);
    bool differs = other != NULL && !same(key(design, "acceptable"), key(other, "acceptable"));
    ck_assert_msg((answer_at(comparison, pointer) != NULL) == differs, "%s: %s: expected it %s", name,
                  pointer, differs ? "told" : "left out");
  }
}

static const char *const pairs[][2] = {
    {"locarno", "belgium-1839"},           {"cyprus-1960", "guarantee-1919"}, {"barrett-3", "barrett-10"},
    {"prisoners-dilemma", "stag-hunt"},    {"harbour-720", "divide-a-pie"},   {"divide-a-pie", "chicken"},
    {"two-guarantors", "battle-of-sexes"},
};
enum { N_PAIRS = sizeof pairs / sizeof *pairs };

START_TEST(two_files) {
  char a[100], b[100], name[220];
  snprintf(a, sizeof a, "scenarios/%s.json", pairs[_i][0]);
  snprintf(b, sizeof b, "scenarios/%s.json", pairs[_i][1]);
  snprintf(name, sizeof name, "%s and %s", a, b);
  cJSON *comparison = json_of(ARGS("compare", a, b, "--format", "json"));
  cJSON *of_a = json_of(ARGS("solve", a, "--format", "json"));
  cJSON *of_b = json_of(ARGS("solve", b, "--format", "json"));
  is_true_of(name, comparison, of_a, of_b);
  ck_assert_msg(cJSON_GetArraySize(key(comparison, "others")) > 0, "%s: expected something else to differ",
                name);
  cJSON_Delete(comparison);
  cJSON_Delete(of_a);
  cJSON_Delete(of_b);
}
END_TEST

START_TEST(one_change) {
  cJSON *comparison = json_of(ARGS("compare", LOCARNO, "--set", COUNCIL, "--format", "json"));
  cJSON *a = json_of(ARGS("solve", LOCARNO, "--format", "json"));
  cJSON *b = json_of(ARGS("solve", LOCARNO, "--set", COUNCIL, "--format", "json"));
  is_true_of("one change", comparison, a, b);
  const cJSON *numbers = key(comparison, "numbers"), *number = cJSON_GetArrayItem(numbers, 0);
  ck_assert_msg(cJSON_GetArraySize(numbers) == 1, "expected 1 number, got %d", cJSON_GetArraySize(numbers));
  ck_assert_str_eq(key(number, "pointer")->valuestring, "/security/delay_hours/values/council");
  ck_assert_msg(at(number, "/a/base")->valuedouble == 336 && at(number, "/a/low")->valuedouble == 168,
                "expected 336 from 168 in A");
  ck_assert_msg(at(number, "/b/base")->valuedouble == 24, "expected 24 in B");
  ck_assert_str_eq(at(number, "/b/grade")->valuestring, "assumed");
  ck_assert_msg(cJSON_GetArraySize(key(comparison, "others")) == 0, "expected nothing else to differ");
  ck_assert_msg(answer_at(comparison, "/designs/breach/margins/france") != NULL,
                "expected France's margin to differ at the design breach");
  cJSON_Delete(comparison);
  cJSON_Delete(a);
  cJSON_Delete(b);
}
END_TEST

static int n_of(const cJSON *comparison, const char *what) {
  return cJSON_GetArraySize(key(comparison, what));
}

START_TEST(the_same_twice) {
  cJSON *comparison = json_of(ARGS("compare", LOCARNO, LOCARNO, "--format", "json"));
  ck_assert_msg(n_of(comparison, "numbers") == 0 && n_of(comparison, "others") == 0 &&
                    n_of(comparison, "answers") == 0,
                "expected no difference, got %d numbers, %d others, %d answers", n_of(comparison, "numbers"),
                n_of(comparison, "others"), n_of(comparison, "answers"));
  cJSON_Delete(comparison);
  test_output said = test_parley(ARGS("compare", LOCARNO, LOCARNO), NULL);
  ck_assert_msg(strstr(said.out, "The two are the same scenario.") != NULL, "expected that in\n%s", said.out);
  test_output_done(&said);
}
END_TEST

/* Grades, red lines, texts and what stands in one file only. */
START_TEST(what_is_no_number) {
  cJSON *c = json_of(ARGS("compare", "scenarios/istanbul-2022.json", "scenarios/istanbul-redlines.json",
                          "--no-solve", "--format", "json"));
  ck_assert_msg(cJSON_IsFalse(key(c, "solved")) && key(c, "answers") == NULL, "expected nothing solved");
  bool firm = false, alone = false, words = false;
  const cJSON *item;
  cJSON_ArrayForEach(item, key(c, "numbers")) if (strcmp(key(item, "pointer")->valuestring,
                                                         "/actors/russia/red_lines/r-ru5/firm") == 0) firm =
      at(item, "/a/base")->valuedouble == 0.4 && at(item, "/b/base")->valuedouble == 0.8;
  cJSON_ArrayForEach(item, key(c, "others")) {
    const char *pointer = key(item, "pointer")->valuestring;
    if (strcmp(pointer, "/actors/uk/red_lines/r-uk-alone") == 0)
      alone =
          cJSON_IsNull(key(item, "a")) && cJSON_IsObject(key(item, "b")) && cJSON_IsFalse(key(item, "words"));
    if (strcmp(pointer, "/notes") == 0) words = cJSON_IsTrue(key(item, "words"));
  }
  ck_assert_msg(firm, "expected Russia's line at 0.4 in A and 0.8 in B");
  ck_assert_msg(alone, "expected uk/r-uk-alone in B only");
  ck_assert_msg(words, "expected the notes to differ, as words");
  cJSON_Delete(c);
  c = json_of(ARGS("compare", LOCARNO, "--set",
                   "/actors/france/reservation={\"value\":[0.2,0.3,0.4],\"grade\":\"implied\"}", "--format",
                   "json"));
  item = cJSON_GetArrayItem(key(c, "numbers"), 0);
  ck_assert_msg(n_of(c, "numbers") == 1 && strcmp(at(item, "/a/grade")->valuestring, "assumed") == 0 &&
                    strcmp(at(item, "/b/grade")->valuestring, "implied") == 0,
                "expected a number that differs in its grade alone");
  ck_assert_msg(n_of(c, "answers") == 0, "expected no answer to turn on a grade");
  cJSON_Delete(c);
}
END_TEST

START_TEST(red_lines_hold_for_both) {
  cJSON *with = json_of(ARGS("compare", "scenarios/guarantee-1919.json", "--set",
                             "/actors/france/reservation=0.3", "--red-lines", "none", "--format", "json"));
  const cJSON *answer;
  cJSON_ArrayForEach(answer, key(with, "answers"))
      ck_assert_msg(strcmp(key(answer, "part")->valuestring, "red lines") != 0, "expected no line to differ");
  cJSON_Delete(with);
}
END_TEST

static void fails(const char *const arguments[], int status, const char *message) {
  test_output said = test_parley(arguments, NULL);
  ck_assert_msg(said.status == status && strstr(said.err, message) != NULL && said.out_size == 0,
                "expected exit %d and \"%s\", got exit %d and\n%s%s", status, message, said.status, said.err,
                said.out);
  test_output_done(&said);
}

START_TEST(wrong_calls) {
  fails(ARGS("compare"), 2, "a scenario file is missing");
  fails(ARGS("compare", LOCARNO), 2, "name a second scenario, or say with --set");
  fails(ARGS("compare", LOCARNO, LOCARNO, "more"), 2, "\"more\" is one word too many");
  fails(ARGS("compare", "-", "-"), 2, "standard input can be read once only");
  fails(ARGS("compare", "-", "--set", "/x=1"), 2, "standard input can be read once only");
  fails(ARGS("compare", "--format", "csv", LOCARNO, LOCARNO), 2, "\"csv\" is none of text, json");
  fails(ARGS("compare", "--nosolve", LOCARNO, LOCARNO), 2, "did you mean --no-solve?");
  fails(ARGS("compare", LOCARNO, "none.json"), 5, "there is no such file");
  fails(ARGS("compare", LOCARNO, "--set", "/actors/frence/reservation=1"), 3, "did you mean \"france\"?");
  fails(ARGS("compare", LOCARNO, LOCARNO, "--red-lines", "uk/none"), 2, "uk/none");
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/compare");
  TCase *tests = tcase_create("compare");
  tcase_set_timeout(tests, 120);
  tcase_add_loop_test(tests, two_files, 0, N_PAIRS);
  tcase_add_test(tests, one_change);
  tcase_add_test(tests, the_same_twice);
  tcase_add_test(tests, what_is_no_number);
  tcase_add_test(tests, red_lines_hold_for_both);
  tcase_add_test(tests, wrong_calls);
  suite_add_tcase(suite, tests);
  return suite;
}
