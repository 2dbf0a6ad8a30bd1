/* Are simultaneous moves secret until all are made, rounds counted, partners changed, and do offers take turns
 * and cost what the file says? */
#include "sim/class/server/view.h"
#include "sim/class/session/moves.h"
#include "tests/support/support.h"
#include "tests/unit/class/fixture.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A session of a scenario in scenarios/, with people in every seat, in the talks. */
static void play(ply_class_session *s, const char *file, int tables, int rounds) {
  char path[80];
  ply_err err = {0};
  snprintf(path, sizeof path, "scenarios/%s.json", file);
  char *where = test_path(path), *text = NULL;
  parley_scenario *scenario = NULL;
  ck_assert_int_eq(parley_scenario_load(where, NULL, 0, &scenario, NULL, NULL), PARLEY_OK);
  ck_assert_int_eq(parley_scenario_show(scenario, &text, NULL), PARLEY_OK);
  ply_class_plan plan = class_plan(tables);
  plan.rounds = rounds;
  class_good(ply_class_session_init(s, &plan, text, NULL, NULL, T0, &err), &err);
  class_good(ply_class_doors(s, T0, true, &err), &err);
  for (int p = 0; p < 2 * tables; p++) {
    int person;
    class_good(ply_class_join(s, T0, NULL, "x", &person, &err), &err);
  }
  class_good(ply_class_push(s, T0, &err), &err);
  class_good(ply_class_push(s, T0, &err), &err);
  parley_text_free(text);
  parley_scenario_free(scenario);
  free(where);
}

static uint64_t move_of(const ply_class_session *s, int role, int level) {
  int options[PLY_CLASS_ROLES] = {0}, levels[PLY_CLASS_ROLES] = {0};
  uint64_t move;
  levels[role] = level;
  ck_assert(ply_class_move_pack(s, role, options, levels, &move));
  return move;
}

static void choose(ply_class_session *s, int64_t t, int table, int role, int level) {
  ply_err err = {0};
  int person = 0;
  while (s->state.people[person].table != table || s->state.people[person].role != role) person++;
  class_good(ply_class_choose(s, t, person, table, role, move_of(s, role, level), &err), &err);
}

static bool tells(const ply_class_session *s, int person, const char *words) {
  ply_text out;
  int64_t seen[PLY_CLASS_MAX_PEOPLE] = {0};
  ply_class_presence presence = {seen, T0 + 5, NULL};
  ply_text_init(&out);
  if (person >= 0)
    ply_class_view_student(s, &presence, person, &out);
  else
    ply_class_view_public(s, &presence, &out);
  bool found = strstr(out.data, words) != NULL;
  ply_text_done(&out);
  return found;
}

START_TEST(moves_are_secret_until_all_are_made) {
  ply_class_session s;
  ply_err err = {0};
  play(&s, "prisoners-dilemma", 1, 3);
  ck_assert_int_eq(s.course.mode, PLY_MODE_SIMULTANEOUS);
  class_refused(ply_class_propose(&s, T0 + 1, 0, 0, 0, 0, &err), &err, "each makes its own move");
  choose(&s, T0 + 1, 0, 0, 1);
  ck_assert_msg(tells(&s, 0, "\"move\":{\"options\":[0],\"levels\":[1,0]}"),
                "expected to see one's own move");
  ck_assert_msg(!tells(&s, 1, "\"levels\":[1,0]") && !tells(&s, -1, "\"levels\":[1,0]"),
                "expected nobody else to see it");
  ck_assert_msg(tells(&s, 1, "\"chosen\":[0]"), "expected to see that it is made");
  choose(&s, T0 + 2, 0, 0, 0);
  choose(&s, T0 + 3, 0, 1, 1);
  ck_assert_int_eq(s.state.tables[0].played, 1);
  ck_assert_msg(tells(&s, -1, "\"number\":0,\"options\":[0],\"levels\":[0,1]"),
                "expected both moves to be shown");
  ck_assert_msg(tells(&s, 0, "\"total\":4") && tells(&s, 1, "\"total\":1"),
                "expected four points to who armed alone, one to the other");
  ck_assert_msg(!tells(&s, 0, "all_points") && !tells(&s, -1, "\"points\""), "expected no points of others");
  choose(&s, T0 + 4, 0, 0, 1);
  choose(&s, T0 + 4, 0, 1, 1);
  ck_assert_int_eq(ply_class_total(&s, 0, 0, 0, NULL), 7);
  /* Nobody moves: each does what it did last. */
  class_good(ply_class_tick(&s, T0 + 40000, &err), &err);
  ck_assert_int_eq(ply_class_total(&s, 0, 0, 0, NULL), 10);
  ck_assert_int_eq(s.state.tables[0].end[0].status, PLY_TABLE_NO_DEAL);
  class_refused(ply_class_choose(&s, T0 + 40001, 0, 0, 0, 0, &err), &err, "are over");
  ply_class_session_done(&s);
}
END_TEST

START_TEST(partners_change_where_the_file_says_so) {
  ply_class_session s;
  int partners[PLY_CLASS_ROLES];
  uint64_t bundle;
  play(&s, "prisoners-dilemma", 3, 3);
  s.course.rematch = true;
  for (int round = 0; round < 3; round++) {
    for (int t = 0; t < 3; t++) {
      ck_assert_int_eq(s.state.tables[t].played, round);
      choose(&s, T0 + 1, t, 0, t == 0);
      choose(&s, T0 + 1, t, 1, t == 0);
    }
    for (int t = 0; t < 3; t++) {
      ck_assert(ply_class_met(&s, t, 0, 0, round, &bundle, partners));
      ck_assert_int_eq(partners[1], (t + round) % 3);
      ck_assert(ply_class_met(&s, partners[1], 1, 0, round, &bundle, partners));
      ck_assert_int_eq(partners[0], t);
    }
  }
  for (int t = 0; t < 3; t++) ck_assert_int_eq(s.state.tables[t].end[0].status, PLY_TABLE_NO_DEAL);
  ply_class_session_done(&s);
}
END_TEST

static uint64_t share(const ply_class_session *s, int tens) {
  uint64_t bundle;
  ck_assert(parley_game_pack(s->game, (int[]){tens, 0}, (int[]){0, 0}, &bundle));
  return bundle;
}

START_TEST(offers_take_turns_and_cost) {
  ply_class_session s;
  ply_err err = {0};
  int points[PLY_CLASS_ROLES];
  play(&s, "divide-a-pie", 1, 0);
  ck_assert_int_eq(s.course.mode, PLY_MODE_OFFERS);
  ck_assert_int_eq(s.course.rounds, 10);
  ck_assert_int_eq(s.scales[0].no_deal, 0);
  ck_assert_int_eq(s.scales[1].no_deal, 0);
  class_refused(ply_class_propose(&s, T0 + 1, 1, 0, 1, share(&s, 3), &err), &err, "the turn of Ann");
  class_good(ply_class_propose(&s, T0 + 1, 0, 0, 0, share(&s, 9), &err), &err);
  class_refused(ply_class_propose(&s, T0 + 1, 0, 0, 0, share(&s, 8), &err), &err, "wait for the answer");
  class_refused(ply_class_withdraw(&s, T0 + 1, 0, 0, 0, &err), &err, "until it is answered");
  class_good(ply_class_vote(&s, T0 + 2, 1, 1, 0, -1, &err), &err);
  ck_assert_int_eq(s.state.tables[0].played, 1);
  class_good(ply_class_propose(&s, T0 + 3, 1, 0, 1, share(&s, 4), &err), &err);
  ck_assert(ply_class_points_of(&s, 1, points));
  ck_assert_int_eq(points[0], 20);
  ck_assert_int_eq(points[1], 30);
  /* Ann lets the time of the round pass. */
  class_good(ply_class_tick(&s, T0 + 3 + 10000, &err), &err);
  ck_assert_int_eq(s.state.tables[0].played, 2);
  class_good(ply_class_propose(&s, T0 + 10100, 0, 0, 0, share(&s, 6), &err), &err);
  class_good(ply_class_vote(&s, T0 + 10200, 1, 1, 2, 1, &err), &err);
  ck_assert_int_eq(s.state.tables[0].end[0].status, PLY_TABLE_DEAL);
  ck_assert(ply_class_points_of(&s, 2, points));
  ck_assert_int_eq(points[0], 15);
  ck_assert_int_eq(points[1], 10);
  ply_class_session_done(&s);
}
END_TEST

static ply_status read_play(const char *play, ply_class_course *course, ply_err *err) {
  ply_class_session s;
  class_start(&s, 1, NULL, T0);
  cJSON *root = cJSON_Duplicate(s.root, true);
  cJSON_AddItemToObject(root, "play", cJSON_Parse(play));
  ply_status status = ply_class_course_read(root, s.game, 0, course, err);
  cJSON_Delete(root);
  ply_class_session_done(&s);
  return status;
}

START_TEST(the_scenario_says_how_it_is_played) {
  ply_class_course course;
  ply_err err = {0};
  class_good(read_play("{}", &course, &err), &err);
  ck_assert_int_eq(course.mode, PLY_MODE_TABLE);
  class_good(read_play("{\"mode\": \"offers\", \"rounds\": 4, \"rematch\": \"new\"}", &course, &err), &err);
  ck_assert_int_eq(course.mode, PLY_MODE_OFFERS);
  ck_assert_int_eq(course.rounds, 4);
  ck_assert(course.rematch);
  class_refused(read_play("{\"mode\": \"simultaneous\"}", &course, &err), &err, "price is nobody's");
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/class_modes");
  TCase *modes = tcase_create("modes");
  tcase_add_test(modes, moves_are_secret_until_all_are_made);
  tcase_add_test(modes, partners_change_where_the_file_says_so);
  tcase_add_test(modes, offers_take_turns_and_cost);
  tcase_add_test(modes, the_scenario_says_how_it_is_played);
  suite_add_tcase(suite, modes);
  return suite;
}
