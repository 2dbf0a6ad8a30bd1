/* Deals when the numbers are not known, against what is known without any simulation: Fearon's offer, two
 * independent thresholds, one draw at the base. */
#include "tests/support/support.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static cJSON *asked(const char *const arguments[], const char *input) {
  test_output out = test_parley(arguments, input);
  ck_assert_msg(out.status == 0, "%s", out.err);
  cJSON *root = cJSON_Parse(out.out);
  ck_assert_ptr_nonnull(root);
  test_output_done(&out);
  return root;
}

static double number(const cJSON *root, const char *a, const char *b, const char *c) {
  const cJSON *at = cJSON_GetObjectItem(cJSON_GetObjectItem(root, "robust"), a);
  if (b != NULL) at = cJSON_GetObjectItem(at, b);
  if (c != NULL) at = cJSON_GetObjectItem(at, c);
  ck_assert_msg(cJSON_IsNumber(at), "%s/%s/%s", a, b != NULL ? b : "", c != NULL ? c : "");
  return at->valuedouble;
}

/* A grid of .05 and forty even values of B's cost: .65, taken in five of eight draws, worth .55625; .11875 for
 * knowing. */
START_TEST(fearons_offer) {
  const char *const arguments[] = {"robust", "scenarios/sweeps/take-it-or-leave-it.json", "--format", "json",
                                   NULL};
  cJSON *root = asked(arguments, NULL);
  ck_assert_double_eq(number(root, "offer", "index", NULL), 13);
  ck_assert_double_eq(number(root, "offer", "share", NULL), 0.625);
  ck_assert_double_eq_tol(number(root, "offer", "value", NULL), 0.55625, 1e-12);
  ck_assert_double_eq_tol(number(root, "knowing", "everything", "value"), 0.11875, 1e-12);
  ck_assert_double_eq_tol(number(root, "offer", "no_offer", NULL), 0.4, 1e-12);
  cJSON_Delete(root);
}
END_TEST

/* Knowing B's only number is knowing everything. */
START_TEST(asking_the_only_one_who_is_unknown) {
  const char *const arguments[] = {"robust",      "scenarios/sweeps/take-it-or-leave-it.json",
                                   "--ask",       "b",
                                   "--ask-draws", "40",
                                   "--format",    "json",
                                   NULL};
  cJSON *root = asked(arguments, NULL);
  const cJSON *actors =
      cJSON_GetObjectItem(cJSON_GetObjectItem(cJSON_GetObjectItem(root, "robust"), "knowing"), "actors");
  const cJSON *b = cJSON_GetObjectItem(actors, "b");
  ck_assert_double_eq_tol(cJSON_GetObjectItem(b, "value")->valuedouble, 0.11875, 1e-12);
  ck_assert_int_eq(cJSON_GetObjectItem(b, "m")->valueint, 40);
  cJSON_Delete(root);
}
END_TEST

static const char thresholds[] = "{\"parley\": 1, \"id\": \"two\", \"issues\": {\"x\": {\"options\": "
                                 "{\"o3\": {}, \"o5\": {}, \"o8\": {}}},"
                                 "\"y\": {\"options\": {\"o4\": {}, \"o7\": {}}}}, \"actors\": {"
                                 "\"a\": {\"consent\": \"required\", \"reservation\": [0, 0.5, 1], "
                                 "\"payoffs\": {\"x\": {\"weight\": 1, \"values\":"
                                 "{\"o3\": 0.3, \"o5\": 0.5, \"o8\": 0.8}}}},"
                                 "\"b\": {\"consent\": \"required\", \"reservation\": [0, 0.5, 1], "
                                 "\"payoffs\": {\"y\": {\"weight\": 1, \"values\":"
                                 "{\"o4\": 0.4, \"o7\": 0.7}}}}}}";

/* Worth (x, y) to two whose thresholds are uniform on [0, 1]: share x y. All pairs of a hundred even values of
 * each, so that it is exact. */
START_TEST(independent_thresholds) {
  char values[1000] = "", a[1100], b[1100];
  for (int i = 0; i < 100; i++)
    snprintf(values + strlen(values), 10, "%s%.3f", i > 0 ? "," : "", (i + 0.5) / 100);
  snprintf(a, sizeof a, "/actors/a/reservation=%s", values);
  snprintf(b, sizeof b, "/actors/b/reservation=%s", values);
  const char *const arguments[] = {"robust", "-", "--vary",   a,      "--vary", b,
                                   "--top",  "6", "--format", "json", NULL};
  static const double shares[] = {0.56, 0.35, 0.32, 0.21, 0.20, 0.12};
  cJSON *root = asked(arguments, thresholds);
  const cJSON *top = cJSON_GetObjectItem(cJSON_GetObjectItem(root, "robust"), "top");
  ck_assert_int_eq(cJSON_GetArraySize(top), 6);
  for (int i = 0; i < 6; i++)
    ck_assert_double_eq_tol(cJSON_GetObjectItem(cJSON_GetArrayItem(top, i), "share")->valuedouble, shares[i],
                            1e-12);
  cJSON_Delete(root);
}
END_TEST

/* Thresholds drawn from triangles on [0, 1]: .8 and .7 are enough with chances .92 and .82, together .7544. Of forty
 * intervals of fresh draws, 95 of 100 of which hold that, at least 35 do (fewer: one in two hundred samples). */
START_TEST(intervals_of_fresh_draws_cover) {
  int covered = 0;
  for (int seed = 1; seed <= 40; seed++) {
    char digits[12];
    snprintf(digits, sizeof digits, "%d", seed);
    const char *const arguments[] = {"robust",      "-",        "--uncertain", "all",  "--method", "random",
                                     "--n",         "50",       "--seed",      digits, "--fresh",  "400",
                                     "--best-only", "--format", "json",        NULL};
    cJSON *root = asked(arguments, thresholds);
    const cJSON *best = cJSON_GetObjectItem(cJSON_GetObjectItem(root, "robust"), "best");
    const cJSON *interval = cJSON_GetObjectItem(cJSON_GetObjectItem(best, "out_of_sample"), "interval");
    double low = cJSON_GetArrayItem(interval, 0)->valuedouble,
           high = cJSON_GetArrayItem(interval, 1)->valuedouble;
    ck_assert_double_eq(number(root, "best", "index", NULL), 5);
    covered += low <= 0.7544 && 0.7544 <= high;
    ck_assert_double_lt(high - low, 0.1);
    cJSON_Delete(root);
  }
  ck_assert_int_ge(covered, 35);
}
END_TEST

/* One draw, everything at base: the lowest index that is acceptable, share 1; the best offer is the proposer's
 * best that is acceptable. */
START_TEST(one_draw_at_the_base) {
  const char *const arguments[] = {
      "robust", "scenarios/harbour-720.json", "--vary", "/actors/union/reservation=31", "--format", "json",
      NULL};
  const char *const listed[] = {"solve", "scenarios/harbour-720.json", "--top", "720", "--format", "json",
                                NULL};
  cJSON *root = asked(arguments, NULL), *solved = asked(listed, NULL);
  double lowest = INFINITY, best = -INFINITY;
  const cJSON *entry;
  cJSON_ArrayForEach(entry, cJSON_GetObjectItem(solved, "top")) {
    lowest = fmin(lowest, cJSON_GetObjectItem(entry, "index")->valuedouble);
    best = fmax(best, cJSON_GetObjectItem(cJSON_GetObjectItem(entry, "payoffs"), "company")->valuedouble);
  }
  ck_assert_double_eq(number(root, "best", "index", NULL), lowest);
  ck_assert_double_eq(number(root, "best", "share", NULL), 1);
  ck_assert_double_eq(number(root, "offer", "value", NULL), best);
  ck_assert_double_eq(number(root, "knowing", "everything", "value"), 0);
  cJSON_Delete(root);
  cJSON_Delete(solved);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("known/robust");
  TCase *tcase = tcase_create("robust");
  tcase_set_timeout(tcase, 120);
  tcase_add_test(tcase, fearons_offer);
  tcase_add_test(tcase, asking_the_only_one_who_is_unknown);
  tcase_add_test(tcase, independent_thresholds);
  tcase_add_test(tcase, intervals_of_fresh_draws_cover);
  tcase_add_test(tcase, one_draw_at_the_base);
  suite_add_tcase(suite, tcase);
  return suite;
}
