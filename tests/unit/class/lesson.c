/* Does a session at the tables do what the scenario and the clock say? */
#include "tests/support/support.h"
#include "tests/unit/class/fixture.h"

#include <stdlib.h>
#include <string.h>

START_TEST(seats_fill_by_table_and_consent) {
  ply_class_session s;
  ply_err err = {0};
  class_start(&s, 2, NULL, T0);
  const int table[] = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0}, role[] = {0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0};
  for (int p = 0; p < 11; p++) {
    int person;
    class_good(ply_class_join(&s, T0, NULL, "", &person, &err), &err);
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
  class_good(ply_class_join(&s, T0, " tabb sead ", "Ann\n<b>", &person, &err), &err);
  ck_assert_int_eq(s.state.people[0].table, 1);
  ck_assert_int_eq(s.state.people[0].role, WEST);
  ck_assert_str_eq(s.state.people[0].name, "Ann <b>");
  class_refused(ply_class_join(&s, T0, "TABB-SEAX", "", &person, &err), &err, "no seat has this code");
  class_refused(ply_class_join(&s, T0, "TABB-SEADD", "", &person, &err), &err, "no seat has this code");
  class_refused(ply_class_join(&s, T0, "TABB-SEA", "", &person, &err), &err, "no seat has this code");
  ply_class_session_done(&s);
}
END_TEST

START_TEST(a_long_name_is_cut_at_a_whole_character) {
  ply_class_session s;
  ply_err err = {0};
  int person;
  class_start(&s, 1, NULL, T0);
  class_good(ply_class_join(&s, T0, NULL, "123456789012345678901234567890123456789\xC3\xA9", &person, &err),
             &err);
  ck_assert_str_eq(s.state.people[0].name, "123456789012345678901234567890123456789");
  ply_class_session_done(&s);
}
END_TEST

START_TEST(bots_fill_empty_seats_and_make_room) {
  ply_class_session s;
  ply_err err = {0};
  int person;
  class_start(&s, 1, NULL, T0);
  class_good(ply_class_join(&s, T0, NULL, "", &person, &err), &err);
  class_good(ply_class_push(&s, T0, &err), &err);
  class_good(ply_class_push(&s, T0, &err), &err);
  ck_assert_uint_eq(s.state.tables[0].bots, 1u << SOUTH | 1u << EAST | 1u << WEST | 1u << ISLE);
  class_good(ply_class_join(&s, T0, NULL, "", &person, &err), &err);
  ck_assert_uint_eq(s.state.tables[0].bots, 1u << EAST | 1u << WEST | 1u << ISLE);
  ply_class_session_done(&s);
}
END_TEST

START_TEST(the_quorum_makes_the_deal) {
  ply_class_session s;
  ply_err err = {0};
  class_talks(&s, NULL);
  class_good(ply_class_propose(&s, T0 + 3, NORTH, 0, NORTH, class_bundle(&s, MIDDLE, OPEN, 0), &err), &err);
  class_good(ply_class_vote(&s, T0 + 4, SOUTH, SOUTH, 0, 1, &err), &err);
  class_good(ply_class_vote(&s, T0 + 4, WEST, WEST, 0, -1, &err), &err);
  ck_assert_int_eq(s.state.tables[0].end[0].status, PLY_TABLE_OPEN);
  class_good(ply_class_vote(&s, T0 + 5, EAST, EAST, 0, 1, &err), &err);
  ck_assert_msg(s.state.tables[0].end[0].status == PLY_TABLE_DEAL,
                "expected a deal with three of four and West against it");
  class_refused(ply_class_vote(&s, T0 + 6, WEST, WEST, 0, 1, &err), &err, "not on the table");
  class_refused(ply_class_propose(&s, T0 + 6, WEST, 0, WEST, class_bundle(&s, LOW, OPEN, 0), &err), &err,
                "ended its talks");
  ply_class_session_done(&s);
}
END_TEST

START_TEST(a_required_actor_is_not_outvoted_and_a_member_is_asked) {
  ply_class_session s;
  ply_err err = {0};
  class_talks(&s, NULL);
  class_good(ply_class_propose(&s, T0 + 3, SOUTH, 0, SOUTH, class_bundle(&s, MIDDLE, OPEN, 1), &err), &err);
  class_good(ply_class_vote(&s, T0 + 4, EAST, EAST, 0, 1, &err), &err);
  class_good(ply_class_vote(&s, T0 + 4, WEST, WEST, 0, 1, &err), &err);
  ck_assert_msg(s.state.tables[0].end[0].status == PLY_TABLE_OPEN,
                "expected no deal without North, which has a veto");
  class_good(ply_class_vote(&s, T0 + 4, NORTH, NORTH, 0, 1, &err), &err);
  ck_assert_msg(s.state.tables[0].end[0].status == PLY_TABLE_OPEN,
                "expected no deal without Isle, which is to join");
  class_good(ply_class_vote(&s, T0 + 4, ISLE, ISLE, 0, 1, &err), &err);
  ck_assert_int_eq(s.state.tables[0].end[0].status, PLY_TABLE_DEAL);
  ply_class_session_done(&s);
}
END_TEST

START_TEST(rules_and_red_lines_are_kept) {
  ply_class_session s;
  ply_err err = {0};
  class_talks(&s, NULL);
  class_refused(ply_class_propose(&s, T0 + 3, SOUTH, 0, SOUTH, class_bundle(&s, LOW, SHUT, 0), &err), &err,
                "a low price needs an open border");
  class_refused(ply_class_propose(&s, T0 + 3, NORTH, 0, NORTH, class_bundle(&s, HIGH, SHUT, 0), &err), &err,
                "No shut border");
  class_good(ply_class_propose(&s, T0 + 3, SOUTH, 0, SOUTH, class_bundle(&s, HIGH, SHUT, 0), &err), &err);
  class_refused(ply_class_vote(&s, T0 + 4, NORTH, NORTH, 0, 1, &err), &err, "No shut border");
  class_good(ply_class_vote(&s, T0 + 4, NORTH, NORTH, 0, -1, &err), &err);
  class_refused(ply_class_propose(&s, T0 + 5, EAST, 0, EAST, class_bundle(&s, HIGH, SHUT, 0), &err), &err,
                "on the table already");
  ply_class_session_done(&s);
}
END_TEST

START_TEST(only_the_proposer_takes_back_and_three_are_enough) {
  ply_class_session s;
  ply_err err = {0};
  class_talks(&s, NULL);
  class_good(ply_class_propose(&s, T0 + 3, WEST, 0, WEST, class_bundle(&s, LOW, OPEN, 0), &err), &err);
  class_good(ply_class_propose(&s, T0 + 3, WEST, 0, WEST, class_bundle(&s, LOW, OPEN, 1), &err), &err);
  class_good(ply_class_propose(&s, T0 + 3, WEST, 0, WEST, class_bundle(&s, MIDDLE, SHUT, 0), &err), &err);
  class_refused(ply_class_propose(&s, T0 + 3, WEST, 0, WEST, class_bundle(&s, MIDDLE, SHUT, 1), &err), &err,
                "take one back");
  class_refused(ply_class_withdraw(&s, T0 + 4, 0, EAST, 0, &err), &err, "only its proposer");
  class_refused(ply_class_withdraw(&s, T0 + 4, 0, WEST, 99, &err), &err, "no such proposal");
  class_good(ply_class_withdraw(&s, T0 + 4, 0, WEST, 0, &err), &err);
  class_refused(ply_class_vote(&s, T0 + 4, NORTH, NORTH, 0, 1, &err), &err, "not on the table");
  class_good(ply_class_propose(&s, T0 + 5, WEST, 0, WEST, class_bundle(&s, MIDDLE, SHUT, 1), &err), &err);
  ply_class_session_done(&s);
}
END_TEST

START_TEST(the_clock_ends_stages_and_the_default_is_no_deal) {
  ply_class_session s;
  ply_err err = {0};
  class_start(&s, 1, NULL, T0);
  s.plan.bots = false;
  class_good(ply_class_tick(&s, T0 + 1000000, &err), &err);
  ck_assert_msg(s.state.stage == PLY_STAGE_LOBBY, "expected the lobby to wait for the teacher");
  class_good(ply_class_push(&s, T0, &err), &err);
  class_good(ply_class_tick(&s, T0 + 9999, &err), &err);
  ck_assert_int_eq(s.state.stage, PLY_STAGE_READ);
  class_good(ply_class_pause(&s, T0 + 9999, true, &err), &err);
  class_good(ply_class_tick(&s, T0 + 20000, &err), &err);
  ck_assert_msg(s.state.stage == PLY_STAGE_READ, "expected a paused clock to stand still");
  class_good(ply_class_extend(&s, T0 + 20000, 1000, &err), &err);
  class_good(ply_class_pause(&s, T0 + 30000, false, &err), &err);
  ck_assert_int_eq(ply_class_state_left(&s.state, T0 + 30000), 1001);
  class_good(ply_class_tick(&s, T0 + 31001, &err), &err);
  ck_assert_int_eq(s.state.stage, PLY_STAGE_TALK);
  class_good(ply_class_tick(&s, T0 + 31001 + 100000, &err), &err);
  ck_assert_int_eq(s.state.stage, PLY_STAGE_DEBRIEF);
  ck_assert_int_eq(s.state.tables[0].end[0].status, PLY_TABLE_NO_DEAL);
  class_refused(ply_class_push(&s, T0 + 200000, &err), &err, "last stage");
  ply_class_session_done(&s);
}
END_TEST

START_TEST(the_renegotiation_is_a_round_of_its_own) {
  ply_class_session s;
  ply_err err = {0};
  class_talks(&s, NULL);
  class_good(ply_class_propose(&s, T0 + 3, NORTH, 0, NORTH, class_bundle(&s, MIDDLE, OPEN, 0), &err), &err);
  class_good(ply_class_push(&s, T0 + 4, &err), &err);
  class_refused(ply_class_again(&s, T0 + 5, &err), &err, "after the payoffs are revealed");
  class_good(ply_class_step(&s, T0 + 5, 3, &err), &err);
  class_good(ply_class_again(&s, T0 + 6, &err), &err);
  ck_assert_int_eq(s.state.round, 1);
  class_good(ply_class_propose(&s, T0 + 7, NORTH, 0, NORTH, class_bundle(&s, MIDDLE, OPEN, 0), &err), &err);
  class_good(ply_class_vote(&s, T0 + 7, SOUTH, SOUTH, 1, 1, &err), &err);
  class_good(ply_class_vote(&s, T0 + 7, EAST, EAST, 1, 1, &err), &err);
  ck_assert_int_eq(s.state.tables[0].end[0].status, PLY_TABLE_NO_DEAL);
  ck_assert_int_eq(s.state.tables[0].end[1].status, PLY_TABLE_DEAL);
  class_good(ply_class_push(&s, T0 + 8, &err), &err);
  class_refused(ply_class_again(&s, T0 + 9, &err), &err, "already");
  ply_class_session_done(&s);
}
END_TEST

START_TEST(a_table_that_is_opened_again_keeps_its_deal) {
  ply_class_session s;
  ply_err err = {0};
  class_talks(&s, NULL);
  class_good(ply_class_propose(&s, T0 + 3, NORTH, 0, NORTH, class_bundle(&s, MIDDLE, OPEN, 0), &err), &err);
  class_good(ply_class_propose(&s, T0 + 3, WEST, 0, WEST, class_bundle(&s, LOW, OPEN, 0), &err), &err);
  class_good(ply_class_vote(&s, T0 + 4, SOUTH, SOUTH, 0, 1, &err), &err);
  class_good(ply_class_vote(&s, T0 + 4, EAST, EAST, 0, 1, &err), &err);
  ck_assert_int_eq(s.state.tables[0].end[0].status, PLY_TABLE_DEAL);
  class_good(ply_class_reopen(&s, T0 + 5, 0, &err), &err);
  ck_assert_int_eq(s.state.tables[0].end[0].status, PLY_TABLE_OPEN);
  ck_assert_msg(s.state.proposals[1].status == PLY_OPEN, "expected what lapsed to be on the table again");
  class_good(ply_class_push(&s, T0 + 6, &err), &err);
  ck_assert_msg(s.state.tables[0].end[0].status == PLY_TABLE_DEAL && s.state.tables[0].end[0].proposal == 0,
                "expected the deal that was signed to stand");
  ply_class_session_done(&s);
}
END_TEST

START_TEST(a_signed_deal_is_not_scored_anew) {
  ply_class_session s;
  ply_err err = {0};
  int points[PLY_CLASS_ROLES], no_deal[PLY_CLASS_ROLES], before[PLY_CLASS_ROLES];
  char *path = class_temporary("log.jsonl");
  class_talks(&s, path);
  uint64_t deal = class_bundle(&s, MIDDLE, OPEN, 0);
  ck_assert(ply_class_points_all(&s, deal, before));
  class_good(ply_class_propose(&s, T0 + 3, NORTH, 0, NORTH, deal, &err), &err);
  class_good(ply_class_vote(&s, T0 + 4, SOUTH, SOUTH, 0, 1, &err), &err);
  class_good(ply_class_vote(&s, T0 + 4, EAST, EAST, 0, 1, &err), &err);
  class_good(ply_class_news(&s, T0 + 5, "Prices rise",
                            "{\"actors\":{\"north\":{\"reservation\":0.1,\"payoffs\":{\"price\":{\"values\":{"
                            "\"middle\":0.9}}}}}}",
                            &err),
             &err);
  for (int again = 0; again < 2; again++) {
    ck_assert(ply_class_end_points(&s, 0, 0, points, no_deal));
    ck_assert_int_eq(points[NORTH], before[NORTH]);
    ck_assert_int_eq(no_deal[NORTH], 30);
    ck_assert_int_eq(s.scales[NORTH].no_deal, 10);
    ply_class_session_done(&s);
    if (again == 0) class_start(&s, 1, path, T0 + 100);
  }
  free(path);
}
END_TEST

START_TEST(news_change_numbers_but_not_the_game) {
  ply_class_session s;
  ply_err err = {0};
  int before[5], after[5];
  class_talks(&s, NULL);
  uint64_t deal = class_bundle(&s, MIDDLE, OPEN, 0);
  ck_assert(ply_class_points_all(&s, deal, before));
  class_good(ply_class_news(
                 &s, T0 + 3, "Prices rise",
                 "{\"actors\":{\"north\":{\"payoffs\":{\"price\":{\"values\":{\"middle\":0.9}}}}}}", &err),
             &err);
  ck_assert(ply_class_points_all(&s, deal, after));
  ck_assert_int_eq(before[NORTH], 60);
  ck_assert_int_eq(after[NORTH], 92);
  ck_assert_int_eq(before[SOUTH], after[SOUTH]);
  class_refused(ply_class_news(&s, T0 + 4, "x", "{\"issues\":{\"border\":null}}", &err), &err, "news");
  class_refused(ply_class_news(&s, T0 + 4, "x", "{\"actors\":{\"north\":{\"reservation\":\"much\"}}}", &err),
                &err, "news");
  class_refused(ply_class_news(&s, T0 + 4, "x", "[1]", &err), &err, "no JSON object");
  ck_assert_msg(s.state.n_patches == 1, "expected refused news to leave no trace");
  ply_class_session_done(&s);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/class");
  TCase *seats = tcase_create("seats"), *talks = tcase_create("talks");
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
  tcase_add_test(talks, a_table_that_is_opened_again_keeps_its_deal);
  tcase_add_test(talks, a_signed_deal_is_not_scored_anew);
  tcase_add_test(talks, news_change_numbers_but_not_the_game);
  suite_add_tcase(suite, seats);
  suite_add_tcase(suite, talks);
  return suite;
}
