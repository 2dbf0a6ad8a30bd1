/* Is a number that the teacher moves answered as if the file had it, and does what the page says of a deal agree with the
 * solver? Small scenarios of the collection, every deal of them. */
#include "sim/class/session/blocks.h"
#include "sim/class/session/study.h"
#include "tests/support/support.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const files[] = {"scenarios/belgium-1839.json",   "scenarios/cyprus-1960.json",
                                    "scenarios/guarantee-1919.json", "scenarios/locarno.json",
                                    "scenarios/barrett-3.json",      "scenarios/harbour-720.json",
                                    "tests/unit/class/harbour.json"};
enum { N_FILES = sizeof files / sizeof *files };

static parley_scenario *load(const char *file) {
  parley_scenario *scenario = NULL;
  char *path = test_path(file);
  ck_assert_int_eq(parley_scenario_load(path, NULL, 0, &scenario, NULL, NULL), PARLEY_OK);
  free(path);
  return scenario;
}

START_TEST(what_is_said_of_a_deal_is_what_the_solver_says) {
  int sustained = 0, fallen = 0;
  for (int f = 0; f < N_FILES; f++) {
    parley_scenario *scenario = load(files[f]);
    parley_game *game = NULL;
    parley_result *result = NULL;
    parley_solve_settings settings = parley_solve_settings_default();
    settings.cloud = 100000;
    ck_assert_int_eq(parley_game_new(scenario, &game, NULL), PARLEY_OK);
    ck_assert_int_eq(parley_solve(scenario, &settings, &result, NULL), PARLEY_OK);
    uint64_t n_acceptable = 0;
    for (uint64_t b = 0; b < parley_game_describe(game).n_bundles; b++)
      n_acceptable += parley_game_standing(game, b).acceptable;
    ck_assert_msg(n_acceptable == parley_result_counts(result).acceptable.low,
                  "%s: expected %llu acceptable, got %llu", files[f],
                  (unsigned long long)parley_result_counts(result).acceptable.low,
                  (unsigned long long)n_acceptable);
    parley_point point;
    for (size_t i = 0; parley_result_point(result, i, &point); i++) {
      parley_standing hold = parley_game_standing(game, point.bundle);
      ck_assert_msg(hold.acceptable && hold.sustained == point.sustained,
                    "%s: bundle %llu: expected sustained %d", files[f], (unsigned long long)point.bundle,
                    point.sustained);
      sustained += hold.sustained;
      fallen += !hold.sustained;
    }
    parley_result_free(result);
    parley_game_free(game);
    parley_scenario_free(scenario);
  }
  ck_assert_msg(sustained > 50 && fallen > 5, "the cases ask too little: %d, %d", sustained, fallen);
}
END_TEST

/* Counts and solutions of an answer, without what only a whole solve tells. */
static char *told(const char *json) {
  static const char *const keys[] = {"acceptable", "sustained", "stable", "solutions"};
  cJSON *root = cJSON_Parse(json), *kept = cJSON_CreateObject();
  ck_assert(root != NULL);
  for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
    cJSON *part = cJSON_GetObjectItemCaseSensitive(root, keys[k]);
    cJSON *count = cJSON_GetObjectItemCaseSensitive(part, "count");
    cJSON_AddItemToObject(kept, keys[k], cJSON_Duplicate(k < 3 ? count : part, true));
  }
  char *text = cJSON_PrintUnformatted(kept);
  cJSON_Delete(root);
  cJSON_Delete(kept);
  return text;
}

/* The whole answer for the file with these numbers. */
static char *solved(const ply_class_turned *turned, const char *text) {
  parley_scenario *scenario = NULL;
  parley_result *result = NULL;
  char *json = NULL;
  ck_assert_int_eq(ply_class_turned_parse(turned, text, &scenario), PARLEY_OK);
  ck_assert_int_eq(parley_solve(scenario, NULL, &result, NULL), PARLEY_OK);
  ck_assert_int_eq(parley_result_render(result, "json", NULL, &json, NULL), PARLEY_OK);
  parley_result_free(result);
  parley_scenario_free(scenario);
  return json;
}

static void answers_alike(ply_class_session *s, ply_class_sliders *sliders, const char *pointer,
                          double value) {
  ply_err err = {0};
  ply_class_question q = {0};
  ck_assert_int_eq(ply_class_try(s, pointer, value, &err), PLY_OK);
  ck_assert(ply_class_study_next(s, &q) && q.trial > 0);
  char *short_one = ply_class_study_solve(&q, sliders, NULL), *whole = solved(q.turned, q.text);
  ck_assert(short_one != NULL);
  char *a = told(short_one), *b = told(whole);
  ck_assert_msg(strcmp(a, b) == 0, "%s at %g:\nexpected %s\ngot      %s", pointer, value, b, a);
  cJSON_free(a);
  cJSON_free(b);
  parley_text_free(short_one);
  parley_text_free(whole);
  ply_class_question_done(&q);
}

START_TEST(a_number_that_moves_is_answered_as_if_the_file_had_it) {
  int asked = 0, dials = 0;
  for (int f = 0; f < N_FILES; f++) {
    parley_scenario *scenario = load(files[f]);
    char *text = NULL;
    ck_assert_int_eq(parley_scenario_show(scenario, &text, NULL), PARLEY_OK);
    ply_class_plan plan = {.players = 2, .n_tables = 1, .seed = 1, .scale = 100};
    ply_class_session s;
    ply_err err = {0};
    ply_class_number number;
    ply_class_sliders *sliders = ply_class_sliders_new();
    ck_assert_int_eq(ply_class_session_init(&s, &plan, text, NULL, NULL, 0, &err), PLY_OK);
    parley_dial *dial = NULL;
    ck_assert(ply_class_number_at(&s, 0, &number));
    parley_dial_number first = {number.pointer, number.low, number.high};
    dials += parley_dial_new(scenario, &first, 1, NULL, &dial, NULL) == PARLEY_OK;
    parley_dial_free(dial);
    for (int n = 0; ply_class_number_at(&s, n, &number) && n < 6; n++)
      for (int place = 0; place <= 2; place++) {
        answers_alike(&s, sliders, number.pointer, number.low + (number.high - number.low) * place / 2);
        asked++;
      }
    ply_class_sliders_free(sliders);
    ply_class_session_done(&s);
    parley_text_free(text);
    parley_scenario_free(scenario);
  }
  ck_assert_int_gt(asked, 80);
  ck_assert_msg(dials >= 3, "only %d of the games are answered from a pass", dials);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/class_what_if");
  TCase *all = tcase_create("all");
  tcase_set_timeout(all, 120);
  tcase_add_test(all, what_is_said_of_a_deal_is_what_the_solver_says);
  tcase_add_test(all, a_number_that_moves_is_answered_as_if_the_file_had_it);
  suite_add_tcase(suite, all);
  return suite;
}
