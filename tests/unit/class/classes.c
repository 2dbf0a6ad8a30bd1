/* Are lessons compared as they were played? Two folders, a deal in one and none in the other; nothing in them is touched. */
#include "sim/class/class.h"
#include "sim/class/paper/paper.h"
#include "tests/support/support.h"
#include "tests/unit/class/fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LONG = 4200 };

/* A folder made by `class new`, in which a lesson of five people is played: with a deal, or to the end of its clock. */
static char *played(bool deal, const char *name) {
  parley_scenario *scenario = NULL;
  char *path = test_path("tests/unit/class/harbour.json"), *folder = class_temporary(name), *said = NULL,
       log[LONG];
  parley_class_new_settings settings = {.folder = folder,
                                        .minutes = 45,
                                        .players = 5,
                                        .tables = 1,
                                        .seed = 1,
                                        .solve = parley_solve_settings_default()};
  ck_assert_int_eq(parley_scenario_load(path, NULL, 0, &scenario, NULL, NULL), PARLEY_OK);
  ck_assert_int_eq(parley_class_new(scenario, &settings, &said, NULL), PARLEY_OK);
  parley_text_free(said);
  parley_scenario_free(scenario);
  free(path);
  ply_class_session s;
  ply_err err = {0};
  snprintf(log, sizeof log, "%s/log.jsonl", folder);
  class_talks(&s, log);
  if (deal) {
    class_good(ply_class_propose(&s, T0 + 3, NORTH, 0, NORTH, class_bundle(&s, MIDDLE, OPEN, 0), &err), &err);
    class_good(ply_class_vote(&s, T0 + 4, SOUTH, SOUTH, 0, 1, &err), &err);
    class_good(ply_class_vote(&s, T0 + 5, EAST, EAST, 0, 1, &err), &err);
  }
  class_good(ply_class_push(&s, T0 + 6, &err), &err);
  ply_class_session_done(&s);
  return folder;
}

static char *log_of(const char *folder) {
  char path[LONG];
  snprintf(path, sizeof path, "%s/log.jsonl", folder);
  return test_read_file(path, NULL);
}

START_TEST(two_lessons_stand_side_by_side) {
  char *folders[] = {played(true, "spring"), played(false, "autumn")}, *html = NULL;
  char *before = log_of(folders[0]);
  parley_error error = {0};
  parley_class_report((const char *const *)folders, 2, &html, &error);
  ck_assert_msg(html != NULL, "%s", error.message);
  ck_assert_msg(strstr(html, "2 sessions; 2 tables. 1 of 2 tables signed a deal.") != NULL, "%s", html);
  /* North: 60 with the deal, 30 without one; West loses by it. */
  ck_assert_msg(strstr(html, "North</th><td class=\"n best\">60 ▲</td><td class=\"n worst\">30 ▼</td>") !=
                    NULL,
                "%s", html);
  ck_assert_msg(strstr(html, "West</th><td class=\"n worst\">0 ▼</td><td class=\"n best\">90 ▲</td>") != NULL,
                "%s", html);
  ck_assert_msg(strstr(html, "spring 1</th>") != NULL && strstr(html, folders[0]) == NULL,
                "expected names of lessons, not places of the machine: %s", html);
  char *after = log_of(folders[0]);
  ck_assert_str_eq(before, after);
  free(before);
  free(after);
  parley_text_free(html);
  const char *const nowhere[] = {"/nowhere"};
  ck_assert_int_eq(parley_class_report(nowhere, 1, &html, &error), PARLEY_E_SYSTEM);
  ck_assert_msg(strstr(error.message, "is this the folder of a session?") != NULL, "%s", error.message);
  for (int f = 0; f < 2; f++) free(folders[f]);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/class_classes");
  TCase *all = tcase_create("all");
  tcase_add_test(all, two_lessons_stand_side_by_side);
  suite_add_tcase(suite, all);
  return suite;
}
