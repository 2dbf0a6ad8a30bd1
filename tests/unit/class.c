/* Does a session at the tables do what the scenario and the clock say, and does its log bring it back
 * exactly? */
#include "tests/support/support.h"
#include "tests/unit/class_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define T0 INT64_C(1700000000000)

/* The call works. */
static void good(ply_status status, const ply_err *err) {
  ck_assert_msg(status == PLY_OK, "expected this to work, got: %s", err->message);
}

/* The call is refused with these words. */
static void refused(ply_status status, const ply_err *err, const char *words) {
  ck_assert_msg(status != PLY_OK, "expected a refusal with \"%s\"", words);
  ck_assert_msg(strstr(err->message, words) != NULL, "expected \"%s\" in: %s", words, err->message);
}

/* Five people in their seats, talks open from T0 + 2. */
static void start_talks(ply_class_session *s, const char *log_path) {
  ply_err err = {0};
  class_start(s, 1, log_path, T0);
  for (int p = 0; p < 5; p++) {
    int person = -1;
    char code[] = "taba-seaa";
    code[8] = (char)(code[8] + p);
    good(ply_class_join(s, T0, code, "x", &person, &err), &err);
    ck_assert_int_eq(person, p);
    ck_assert_int_eq(s->state.people[p].role, p);
  }
  good(ply_class_push(s, T0 + 1, &err), &err);
  good(ply_class_push(s, T0 + 2, &err), &err);
  ck_assert_int_eq(s->state.stage, PLY_STAGE_TALK);
  ck_assert_uint_eq(s->state.tables[0].bots, 0);
}

START_TEST(seats_fill_by_table_and_consent) {
  ply_class_session s;
  ply_err err = {0};
  class_start(&s, 2, NULL, T0);
  const int table[] = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0}, role[] = {0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0};
  for (int p = 0; p < 11; p++) {
    int person;
    good(ply_class_join(&s, T0, NULL, "", &person, &err), &err);
    ck_assert_msg(s.state.people[p].table == table[p] && s.state.people[p].role == role[p],
                  "expected person %d at table %d as %d, got %d, %d", p, table[p], role[p],
                  s.state.people[p].table, s.state.people[p].role);
  }
  ply_class_session_done(&s);
}
END_TEST

START_TEST(a_code_opens_its_seat_however_it_is_typed) {
  ply_class_session s;
  ply_err err = {0};
  int person;
  class_start(&s, 2, NULL, T0);
  good(ply_class_join(&s, T0, " tabb sead ", "Ann\n<b>", &person, &err), &err);
  ck_assert_int_eq(s.state.people[0].table, 1);
  ck_assert_int_eq(s.state.people[0].role, WEST);
  ck_assert_str_eq(s.state.people[0].name, "Ann <b>");
  refused(ply_class_join(&s, T0, "TABB-SEAX", "", &person, &err), &err, "no seat has this code");
  refused(ply_class_join(&s, T0, "TABB-SEADD", "", &person, &err), &err, "no seat has this code");
  refused(ply_class_join(&s, T0, "TABB-SEA", "", &person, &err), &err, "no seat has this code");
  ply_class_session_done(&s);
}
END_TEST

START_TEST(a_long_name_is_cut_at_a_whole_character) {
  ply_class_session s;
  ply_err err = {0};
  int person;
  class_start(&s, 1, NULL, T0);
  good(ply_class_join(&s, T0, NULL, "123456789012345678901234567890123456789\xC3\xA9", &person, &err), &err);
  ck_assert_str_eq(s.state.people[0].name, "123456789012345678901234567890123456789");
  ply_class_session_done(&s);
}
END_TEST

START_TEST(bots_fill_empty_seats_and_make_room) {
  ply_class_session s;
  ply_err err = {0};
  int person;
  class_start(&s, 1, NULL, T0);
  good(ply_class_join(&s, T0, NULL, "", &person, &err), &err);
  good(ply_class_push(&s, T0, &err), &err);
  good(ply_class_push(&s, T0, &err), &err);
  ck_assert_uint_eq(s.state.tables[0].bots, 1u << SOUTH | 1u << EAST | 1u << WEST | 1u << ISLE);
  good(ply_class_join(&s, T0, NULL, "", &person, &err), &err);
  ck_assert_uint_eq(s.state.tables[0].bots, 1u << EAST | 1u << WEST | 1u << ISLE);
  ply_class_session_done(&s);
}
END_TEST

START_TEST(the_quorum_makes_the_deal) {
  ply_class_session s;
  ply_err err = {0};
  start_talks(&s, NULL);
  good(ply_class_propose(&s, T0 + 3, NORTH, 0, NORTH, class_bundle(&s, MIDDLE, OPEN, 0), &err), &err);
  good(ply_class_vote(&s, T0 + 4, SOUTH, SOUTH, 0, 1, &err), &err);
  good(ply_class_vote(&s, T0 + 4, WEST, WEST, 0, -1, &err), &err);
  ck_assert_int_eq(s.state.tables[0].end[0].status, PLY_TABLE_OPEN);
  good(ply_class_vote(&s, T0 + 5, EAST, EAST, 0, 1, &err), &err);
  ck_assert_msg(s.state.tables[0].end[0].status == PLY_TABLE_DEAL,
                "expected a deal with three of four and West against it");
  refused(ply_class_vote(&s, T0 + 6, WEST, WEST, 0, 1, &err), &err, "not on the table");
  refused(ply_class_propose(&s, T0 + 6, WEST, 0, WEST, class_bundle(&s, LOW, OPEN, 0), &err), &err,
          "ended its talks");
  ply_class_session_done(&s);
}
END_TEST

START_TEST(a_required_actor_is_not_outvoted_and_a_member_is_asked) {
  ply_class_session s;
  ply_err err = {0};
  start_talks(&s, NULL);
  good(ply_class_propose(&s, T0 + 3, SOUTH, 0, SOUTH, class_bundle(&s, MIDDLE, OPEN, 1), &err), &err);
  good(ply_class_vote(&s, T0 + 4, EAST, EAST, 0, 1, &err), &err);
  good(ply_class_vote(&s, T0 + 4, WEST, WEST, 0, 1, &err), &err);
  ck_assert_msg(s.state.tables[0].end[0].status == PLY_TABLE_OPEN,
                "expected no deal without North, which has a veto");
  good(ply_class_vote(&s, T0 + 4, NORTH, NORTH, 0, 1, &err), &err);
  ck_assert_msg(s.state.tables[0].end[0].status == PLY_TABLE_OPEN,
                "expected no deal without Isle, which is to join");
  good(ply_class_vote(&s, T0 + 4, ISLE, ISLE, 0, 1, &err), &err);
  ck_assert_int_eq(s.state.tables[0].end[0].status, PLY_TABLE_DEAL);
  ply_class_session_done(&s);
}
END_TEST

START_TEST(rules_and_red_lines_are_kept) {
  ply_class_session s;
  ply_err err = {0};
  start_talks(&s, NULL);
  refused(ply_class_propose(&s, T0 + 3, SOUTH, 0, SOUTH, class_bundle(&s, LOW, SHUT, 0), &err), &err,
          "a low price needs an open border");
  refused(ply_class_propose(&s, T0 + 3, NORTH, 0, NORTH, class_bundle(&s, HIGH, SHUT, 0), &err), &err,
          "No shut border");
  good(ply_class_propose(&s, T0 + 3, SOUTH, 0, SOUTH, class_bundle(&s, HIGH, SHUT, 0), &err), &err);
  refused(ply_class_vote(&s, T0 + 4, NORTH, NORTH, 0, 1, &err), &err, "No shut border");
  good(ply_class_vote(&s, T0 + 4, NORTH, NORTH, 0, -1, &err), &err);
  refused(ply_class_propose(&s, T0 + 5, EAST, 0, EAST, class_bundle(&s, HIGH, SHUT, 0), &err), &err,
          "on the table already");
  ply_class_session_done(&s);
}
END_TEST

START_TEST(only_the_proposer_takes_back_and_three_are_enough) {
  ply_class_session s;
  ply_err err = {0};
  start_talks(&s, NULL);
  good(ply_class_propose(&s, T0 + 3, WEST, 0, WEST, class_bundle(&s, LOW, OPEN, 0), &err), &err);
  good(ply_class_propose(&s, T0 + 3, WEST, 0, WEST, class_bundle(&s, LOW, OPEN, 1), &err), &err);
  good(ply_class_propose(&s, T0 + 3, WEST, 0, WEST, class_bundle(&s, MIDDLE, SHUT, 0), &err), &err);
  refused(ply_class_propose(&s, T0 + 3, WEST, 0, WEST, class_bundle(&s, MIDDLE, SHUT, 1), &err), &err,
          "take one back");
  refused(ply_class_withdraw(&s, T0 + 4, 0, EAST, 0, &err), &err, "only its proposer");
  refused(ply_class_withdraw(&s, T0 + 4, 0, WEST, 99, &err), &err, "no such proposal");
  good(ply_class_withdraw(&s, T0 + 4, 0, WEST, 0, &err), &err);
  refused(ply_class_vote(&s, T0 + 4, NORTH, NORTH, 0, 1, &err), &err, "not on the table");
  good(ply_class_propose(&s, T0 + 5, WEST, 0, WEST, class_bundle(&s, MIDDLE, SHUT, 1), &err), &err);
  ply_class_session_done(&s);
}
END_TEST

START_TEST(the_clock_ends_stages_and_the_default_is_no_deal) {
  ply_class_session s;
  ply_err err = {0};
  class_start(&s, 1, NULL, T0);
  s.plan.bots = false;
  good(ply_class_tick(&s, T0 + 1000000, &err), &err);
  ck_assert_msg(s.state.stage == PLY_STAGE_LOBBY, "expected the lobby to wait for the teacher");
  good(ply_class_push(&s, T0, &err), &err);
  good(ply_class_tick(&s, T0 + 9999, &err), &err);
  ck_assert_int_eq(s.state.stage, PLY_STAGE_READ);
  good(ply_class_pause(&s, T0 + 9999, true, &err), &err);
  good(ply_class_tick(&s, T0 + 20000, &err), &err);
  ck_assert_msg(s.state.stage == PLY_STAGE_READ, "expected a paused clock to stand still");
  good(ply_class_extend(&s, T0 + 20000, 1000, &err), &err);
  good(ply_class_pause(&s, T0 + 30000, false, &err), &err);
  ck_assert_int_eq(ply_class_state_left(&s.state, T0 + 30000), 1001);
  good(ply_class_tick(&s, T0 + 31001, &err), &err);
  ck_assert_int_eq(s.state.stage, PLY_STAGE_TALK);
  good(ply_class_tick(&s, T0 + 31001 + 100000, &err), &err);
  ck_assert_int_eq(s.state.stage, PLY_STAGE_DEBRIEF);
  ck_assert_int_eq(s.state.tables[0].end[0].status, PLY_TABLE_NO_DEAL);
  refused(ply_class_push(&s, T0 + 200000, &err), &err, "last stage");
  ply_class_session_done(&s);
}
END_TEST

START_TEST(the_renegotiation_is_a_round_of_its_own) {
  ply_class_session s;
  ply_err err = {0};
  start_talks(&s, NULL);
  good(ply_class_propose(&s, T0 + 3, NORTH, 0, NORTH, class_bundle(&s, MIDDLE, OPEN, 0), &err), &err);
  good(ply_class_push(&s, T0 + 4, &err), &err);
  refused(ply_class_again(&s, T0 + 5, &err), &err, "after the payoffs are revealed");
  good(ply_class_step(&s, T0 + 5, 3, &err), &err);
  good(ply_class_again(&s, T0 + 6, &err), &err);
  ck_assert_int_eq(s.state.round, 1);
  good(ply_class_propose(&s, T0 + 7, NORTH, 0, NORTH, class_bundle(&s, MIDDLE, OPEN, 0), &err), &err);
  good(ply_class_vote(&s, T0 + 7, SOUTH, SOUTH, 1, 1, &err), &err);
  good(ply_class_vote(&s, T0 + 7, EAST, EAST, 1, 1, &err), &err);
  ck_assert_int_eq(s.state.tables[0].end[0].status, PLY_TABLE_NO_DEAL);
  ck_assert_int_eq(s.state.tables[0].end[1].status, PLY_TABLE_DEAL);
  good(ply_class_push(&s, T0 + 8, &err), &err);
  refused(ply_class_again(&s, T0 + 9, &err), &err, "already");
  ply_class_session_done(&s);
}
END_TEST

START_TEST(news_change_numbers_but_not_the_game) {
  ply_class_session s;
  ply_err err = {0};
  int before[5], after[5];
  start_talks(&s, NULL);
  uint64_t deal = class_bundle(&s, MIDDLE, OPEN, 0);
  ck_assert(ply_class_points_all(&s, deal, before));
  good(ply_class_news(&s, T0 + 3, "Prices rise",
                      "{\"actors\":{\"north\":{\"payoffs\":{\"price\":{\"values\":{\"middle\":0.9}}}}}}",
                      &err),
       &err);
  ck_assert(ply_class_points_all(&s, deal, after));
  ck_assert_int_eq(before[NORTH], 60);
  ck_assert_int_eq(after[NORTH], 92);
  ck_assert_int_eq(before[SOUTH], after[SOUTH]);
  refused(ply_class_news(&s, T0 + 4, "x", "{\"issues\":{\"border\":null}}", &err), &err, "news");
  refused(ply_class_news(&s, T0 + 4, "x", "{\"actors\":{\"north\":{\"reservation\":\"much\"}}}", &err), &err,
          "news");
  refused(ply_class_news(&s, T0 + 4, "x", "[1]", &err), &err, "no JSON object");
  ck_assert_msg(s.state.n_patches == 1, "expected refused news to leave no trace");
  ply_class_session_done(&s);
}
END_TEST

/* Reads a log back and compares it with the live state. */
static void same_as_log(const ply_class_session *live, const char *path) {
  ply_class_state state;
  ply_err err = {0};
  char line[4096];
  good(ply_class_state_init(&state, live->shape.n_actors, ply_class_playable(live->game), live->plan.n_tables,
                            &err),
       &err);
  FILE *file = fopen(path, "r");
  ck_assert_ptr_nonnull(file);
  while (fgets(line, sizeof line, file) != NULL) {
    ply_class_event event;
    good(ply_class_event_read(line, state.arena, &event, &err), &err);
    good(ply_class_state_apply(&state, &event, &err), &err);
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
  good(ply_class_push(s, T0, &err), &err);
  for (int64_t now = T0; s->state.stage != PLY_STAGE_DEBRIEF && now < T0 + 200000; now += 500) {
    good(ply_class_tick(s, now, &err), &err);
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
  start_talks(&s, path);
  char *before = class_dump(&s.state);
  ply_class_session_done(&s);
  FILE *file = fopen(path, "a");
  fputs("{\"t\":1700000000009,\"e\":\"propose\",\"prop", file);
  fclose(file);
  ply_class_plan plan = class_plan(1);
  char *text = class_scenario();
  good(ply_class_session_init(&s, &plan, text, NULL, path, T0 + 5000, &err), &err);
  char *after = class_dump(&s.state);
  ck_assert_msg(strstr(after, "restart") != NULL, "expected the clock to be paused by a restart");
  ck_assert_int_eq(s.state.paused, true);
  ck_assert_int_eq(s.state.left_ms, 100000 - 4998);
  ck_assert_msg(strncmp(strchr(before, '\n'), strchr(after, '\n'), 150) == 0, "expected the rest as before");
  ply_class_session_done(&s);
  file = fopen(path, "r+");
  fputs("{\"t\":x", file);
  fclose(file);
  refused(ply_class_session_init(&s, &plan, text, NULL, path, T0, &err), &err, "no JSON");
  ck_assert_int_eq(err.line, 1);
  free(text);
  free(before);
  free(after);
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
  good(ply_class_event_read(line.data, arena, &back, &err), &err);
  ck_assert_str_eq(back.text, event.text);
  ck_assert_str_eq(back.patch, event.patch);
  ply_text_done(&line);
  refused(ply_class_event_read("{\"t\":1,\"e\":\"vote\",\"proposal\":0,\"role\":1.5}", arena, &back, &err),
          &err, "\"role\" of a vote");
  refused(ply_class_event_read("{\"t\":1,\"e\":\"dance\"}", arena, &back, &err), &err, "names no event");
  refused(ply_class_event_read("{\"t\":-1,\"e\":\"withdraw\",\"proposal\":0}", arena, &back, &err), &err,
          "no time");
  ply_arena_free(arena);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/class");
  TCase *seats = tcase_create("seats"), *talks = tcase_create("talks"), *log = tcase_create("log");
  tcase_set_timeout(log, 60);
  tcase_add_test(seats, seats_fill_by_table_and_consent);
  tcase_add_test(seats, a_code_opens_its_seat_however_it_is_typed);
  tcase_add_test(seats, a_long_name_is_cut_at_a_whole_character);
  tcase_add_test(seats, bots_fill_empty_seats_and_make_room);
  tcase_add_test(talks, the_quorum_makes_the_deal);
  tcase_add_test(talks, a_required_actor_is_not_outvoted_and_a_member_is_asked);
  tcase_add_test(talks, rules_and_red_lines_are_kept);
  tcase_add_test(talks, only_the_proposer_takes_back_and_three_are_enough);
  tcase_add_test(talks, the_clock_ends_stages_and_the_default_is_no_deal);
  tcase_add_test(talks, the_renegotiation_is_a_round_of_its_own);
  tcase_add_test(talks, news_change_numbers_but_not_the_game);
  tcase_add_test(log, a_session_of_bots_agrees_and_its_log_is_the_session);
  tcase_add_test(log, bots_accept_nothing_worse_than_no_deal);
  tcase_add_test(log, the_same_seed_plays_the_same_session);
  tcase_add_test(log, a_torn_last_line_is_dropped_and_a_damaged_one_is_refused);
  tcase_add_test(log, events_survive_their_line);
  suite_add_tcase(suite, seats);
  suite_add_tcase(suite, talks);
  suite_add_tcase(suite, log);
  return suite;
}
