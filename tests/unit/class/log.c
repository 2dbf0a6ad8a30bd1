/* Is the log of a session the whole session, and do bots play the same for the same seed? */
#include "tests/support/support.h"
#include "tests/unit/class/fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Reads a log back and compares it with the live state. */
static void same_as_log(const ply_class_session *live, const char *path) {
  ply_class_state state;
  ply_err err = {0};
  char line[4096];
  class_good(ply_class_state_init(&state, live->shape.n_actors, ply_class_playable(live->game),
                                  live->plan.n_tables, &err),
             &err);
  FILE *file = fopen(path, "r");
  ck_assert_ptr_nonnull(file);
  while (fgets(line, sizeof line, file) != NULL) {
    ply_class_event event;
    class_good(ply_class_event_read(line, state.arena, &event, &err), &err);
    class_good(ply_class_state_apply(&state, &event, &err), &err);
  }
  fclose(file);
  char *here = class_dump(&live->state), *there = class_dump(&state);
  ck_assert_msg(strcmp(here, there) == 0,
                "expected the replay to equal the live state; live:\n%s\nreplay:\n%s", here, there);
  free(here);
  free(there);
  ply_class_state_done(&state);
}

/* A session of bots alone up to the debrief; checks the log after every step. */
static void bots_play(ply_class_session *s, const char *path) {
  ply_err err = {0};
  class_start(s, 2, path, T0);
  class_good(ply_class_push(s, T0, &err), &err);
  for (int64_t now = T0; s->state.stage != PLY_STAGE_DEBRIEF && now < T0 + 200000; now += 500) {
    class_good(ply_class_tick(s, now, &err), &err);
    if (path != NULL) same_as_log(s, path);
  }
  ck_assert_int_eq(s->state.stage, PLY_STAGE_DEBRIEF);
}

START_TEST(a_session_of_bots_agrees_and_its_log_is_the_session) {
  ply_class_session s;
  char *path = class_temporary("log.jsonl");
  bots_play(&s, path);
  for (int t = 0; t < 2; t++)
    ck_assert_msg(s.state.tables[t].end[0].status == PLY_TABLE_DEAL, "expected the bots of table %d to agree",
                  t + 1);
  char *before = class_dump(&s.state);
  ply_class_session_done(&s);
  class_start(&s, 2, path, T0 + 900000);
  char *after = class_dump(&s.state);
  ck_assert_str_eq(before, after);
  free(before);
  free(after);
  free(path);
  ply_class_session_done(&s);
}
END_TEST

START_TEST(bots_accept_nothing_worse_than_no_deal) {
  ply_class_session s;
  bots_play(&s, NULL);
  int n_votes = 0;
  for (int e = 0; e < s.state.n_events; e++) {
    const ply_class_event *event = &s.state.events[e];
    double payoffs[5];
    if (event->kind != PLY_EV_VOTE || event->value < 1) continue;
    uint64_t bundle = s.state.proposals[event->proposal].bundle;
    ck_assert(parley_game_payoffs(s.game, bundle, payoffs));
    ck_assert_double_ge(payoffs[event->role], parley_game_actor_at(s.game, event->role).reservation - 1e-9);
    ck_assert_ptr_null(parley_game_red_line(s.game, bundle, event->role));
    n_votes++;
  }
  ck_assert_msg(n_votes > 0, "expected bots to vote");
  ply_class_session_done(&s);
}
END_TEST

START_TEST(the_same_seed_plays_the_same_session) {
  ply_class_session one, other;
  bots_play(&one, NULL);
  bots_play(&other, NULL);
  char *first = class_dump(&one.state), *second = class_dump(&other.state);
  ck_assert_str_eq(first, second);
  free(first);
  free(second);
  ply_class_session_done(&one);
  ply_class_session_done(&other);
}
END_TEST

START_TEST(a_torn_last_line_is_dropped_and_a_damaged_one_is_refused) {
  ply_class_session s;
  ply_err err = {0};
  char *path = class_temporary("log.jsonl");
  class_talks(&s, path);
  char *before = class_dump(&s.state);
  ply_class_session_done(&s);
  FILE *file = fopen(path, "a");
  fputs("{\"t\":1700000000009,\"e\":\"propose\",\"prop", file);
  fclose(file);
  ply_class_plan plan = class_plan(1);
  char *text = class_scenario();
  class_good(ply_class_session_init(&s, &plan, text, NULL, path, T0 + 5000, &err), &err);
  char *after = class_dump(&s.state);
  ck_assert_msg(strstr(after, "restart") != NULL, "expected the clock to be paused by a restart");
  ck_assert_int_eq(s.state.paused, true);
  ck_assert_int_eq(s.state.left_ms, 100000 - 4998);
  ck_assert_msg(strncmp(strchr(before, '\n'), strchr(after, '\n'), 150) == 0, "expected the rest as before");
  ply_class_session_done(&s);
  file = fopen(path, "r+");
  fputs("{\"t\":x", file);
  fclose(file);
  class_refused(ply_class_session_init(&s, &plan, text, NULL, path, T0, &err), &err, "check sum");
  ck_assert_int_eq(err.line, 1);
  free(text);
  free(before);
  free(after);
  free(path);
}
END_TEST

/* From the first damaged line on nothing is believed; what stands before it is the session. */
START_TEST(a_damaged_log_is_saved_up_to_the_damage) {
  ply_class_session s;
  ply_err err = {0};
  char *path = class_temporary("log.jsonl"), *text = class_scenario(), beside[300];
  ply_class_plan plan = class_plan(1);
  class_talks(&s, path);
  int n = s.state.n_events;
  class_good(ply_class_message(&s, T0 + 4, -1, -1, "one", &err), &err);
  class_good(ply_class_message(&s, T0 + 5, -1, -1, "two", &err), &err);
  ply_class_session_done(&s);
  char *log = test_read_file(path, NULL), *hit = strstr(log, "\"one\"");
  ck_assert_ptr_nonnull(hit);
  memcpy(hit, "\"won\"", 5);
  FILE *file = fopen(path, "w");
  fputs(log, file);
  fclose(file);
  class_good(ply_class_session_init(&s, &plan, text, NULL, path, T0 + 5000, &err), &err);
  ck_assert_int_eq(s.log.damaged, n + 1);
  ck_assert_msg(s.state.events[n].kind == PLY_EV_RESTART, "expected nothing after the damage to be believed");
  ply_class_session_done(&s);
  snprintf(beside, sizeof beside, "%s.damaged", path);
  char *kept = test_read_file(beside, NULL);
  ck_assert_str_eq(kept, log);
  class_good(ply_class_session_init(&s, &plan, text, NULL, path, T0 + 6000, &err), &err);
  ck_assert_int_eq(s.log.damaged, 0);
  ply_class_session_done(&s);
  free(kept);
  free(log);
  free(text);
  free(path);
}
END_TEST

START_TEST(events_survive_their_line) {
  ply_class_event event = ply_class_event_of(PLY_EV_NEWS, T0), back;
  ply_text line;
  ply_err err = {0};
  ply_arena *arena = ply_arena_new();
  event.text = "a \"quote\"\n\xE2\x82\xAC \x01 </script>";
  event.patch = "{\"a\":[1]}";
  ply_text_init(&line);
  ply_class_event_write(&event, &line);
  ck_assert_msg(strchr(line.data, '\n') == NULL, "expected one line: %s", line.data);
  class_good(ply_class_event_read(line.data, arena, &back, &err), &err);
  ck_assert_str_eq(back.text, event.text);
  ck_assert_str_eq(back.patch, event.patch);
  ply_text_done(&line);
  class_refused(
      ply_class_event_read("{\"t\":1,\"e\":\"vote\",\"proposal\":0,\"role\":1.5}", arena, &back, &err), &err,
      "\"role\" of a vote");
  class_refused(ply_class_event_read("{\"t\":1,\"e\":\"dance\"}", arena, &back, &err), &err,
                "names no event");
  class_refused(ply_class_event_read("{\"t\":-1,\"e\":\"withdraw\",\"proposal\":0}", arena, &back, &err),
                &err, "no time");
  ply_arena_free(arena);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/class_log");
  TCase *log = tcase_create("log");
  tcase_set_timeout(log, 60);
  tcase_add_test(log, a_session_of_bots_agrees_and_its_log_is_the_session);
  tcase_add_test(log, bots_accept_nothing_worse_than_no_deal);
  tcase_add_test(log, the_same_seed_plays_the_same_session);
  tcase_add_test(log, a_torn_last_line_is_dropped_and_a_damaged_one_is_refused);
  tcase_add_test(log, a_damaged_log_is_saved_up_to_the_damage);
  tcase_add_test(log, events_survive_their_line);
  suite_add_tcase(suite, log);
  return suite;
}
