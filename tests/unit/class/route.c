/* Are methods, types and bodies strict, and do limits stop floods that a classroom does not feel? Requests
 * straight into the routes, without a network. */
#include "tests/support/support.h"
#include "tests/unit/class/fixture.h"
#include "tests/unit/class/room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

START_TEST(methods_types_and_bodies_are_strict) {
  room *r = room_new();
  char token[33];
  room_sit(r, "TABA-SEAA", token);
  room_answers(r, 404, "/api/nothing", NULL, NULL);
  room_answers(r, 404, "/../session.json", NULL, NULL);
  room_answers(r, 404, "/session.json", NULL, NULL);
  room_answers(r, 404, "//", NULL, NULL);
  room_answers(r, 404, "/api/me/", token, NULL);
  room_answers(r, 405, "/api/game", NULL, "{}");
  room_answers(r, 405, "/api/propose", token, NULL);
  room_answers(r, 400, "/api/propose", token, "[]");
  room_answers(r, 400, "/api/propose", token, "{} {}");
  room_answers(r, 400, "/api/propose", token, "{\"options\":");
  room_answers(r, 400, "/api/propose", token, "");
  room_answers(r, 400, "/api/propose", token, "{\"options\":[0,0]}");
  room_answers(r, 400, "/api/propose", token, "{\"options\":[0,0],\"levels\":[0,0,0,0]}");
  room_answers(r, 400, "/api/propose", token, "{\"options\":[0,2],\"levels\":[0,0,0,0,0]}");
  room_answers(r, 400, "/api/propose", token, "{\"options\":[0,1e300],\"levels\":[0,0,0,0,0]}");
  room_answers(r, 400, "/api/propose", token, "{\"options\":[0,-1],\"levels\":[0,0,0,0,0]}");
  room_answers(r, 400, "/api/propose", token, "{\"options\":[0,0.5],\"levels\":[0,0,0,0,0]}");
  room_answers(r, 400, "/api/propose", token, "{\"options\":\"00\",\"levels\":[0,0,0,0,0]}");
  room_answers(r, 400, "/api/vote", token, "{\"proposal\":0,\"vote\":2}");
  room_answers(r, 409, "/api/vote", token, "{\"proposal\":0,\"vote\":1}");
  room_answers(r, 409, "/api/vote", token, "{\"proposal\":-5,\"vote\":1}");
  room_answers(r, 400, "/api/order", r->desk.keys.teacher, "{\"do\":\"dance\"}");
  room_answers(r, 400, "/api/order", r->desk.keys.teacher, "{}");
  room_answers(r, 409, "/api/order", r->desk.keys.teacher, "{\"do\":\"free\",\"person\":99}");
  room_answers(r, 409, "/api/order", r->desk.keys.teacher,
               "{\"do\":\"bot\",\"table\":7,\"role\":70,\"in\":true}");
  room_answers(r, 409, "/api/order", r->desk.keys.teacher, "{\"do\":\"message\",\"text\":\"\"}");
  room_answers(r, 409, "/api/order", r->desk.keys.teacher, "{\"do\":\"step\",\"step\":2}");
  room_answers(r, 409, "/api/order", r->desk.keys.teacher, "{\"do\":\"extend\",\"seconds\":-1}");
  room_answers(r, 409, "/api/join", NULL, "{\"code\":\"AAAA-AAAA\"}");
  ply_class_request form = {.method = "POST",
                            .path = "/api/join",
                            .content_type = "text/plain",
                            .body = "{}",
                            .body_size = 2,
                            .now_ms = r->now_ms};
  ply_class_answer answer;
  ply_class_route(&r->desk, &form, &answer);
  ck_assert_int_eq(answer.status, 415);
  ply_text_done(&answer.text);
  room_free(r);
}
END_TEST

START_TEST(another_tables_proposal_is_out_of_reach) {
  room *r = room_new();
  char here[33], there[33];
  room_sit(r, "TABA-SEAA", here);
  room_sit(r, "TABB-SEAB", there);
  room_order(r, "{\"do\":\"push\"}");
  room_order(r, "{\"do\":\"push\"}");
  room_answers(r, 200, "/api/propose", here, "{\"options\":[1,0],\"levels\":[0,0,0,0,0]}");
  room_answers(r, 409, "/api/vote", there, "{\"proposal\":0,\"vote\":1}");
  room_answers(r, 409, "/api/withdraw", there, "{\"proposal\":0}");
  char *text = room_ask(r, "/api/me", there, NULL);
  ck_assert_msg(strstr(text, "\"id\":0") == NULL, "expected table 2 not to see table 1's proposal: %s", text);
  free(text);
  room_answers(r, 200, "/api/withdraw", here, "{\"proposal\":0}");
  room_free(r);
}
END_TEST

START_TEST(a_classroom_behind_one_address_is_not_slowed) {
  room *r = room_new();
  char token[60][33];
  r->session.plan.players = 60;
  room_order(r, "{\"do\":\"doors\",\"open\":true,\"many\":true}");
  for (int p = 0; p < 60; p++) room_sit(r, "", token[p]);
  for (int second = 0; second < 120; second++) {
    r->now_ms += 1000;
    for (int p = 0; p < 60; p++) room_answers(r, 200, "/api/me", token[p], NULL);
  }
  room_free(r);
}
END_TEST

START_TEST(floods_are_stopped_and_others_go_on) {
  room *r = room_new();
  int joined = 0, guessed = 0, polled = 0;
  char token[33];
  room_order(r, "{\"do\":\"doors\",\"open\":true}");
  for (int i = 0; i < 1000; i++) {
    char *text = room_ask_from(r, 9, "/api/join", NULL, "{}");
    joined += r->status == 200;
    free(text);
  }
  ck_assert_msg(joined == 3, "expected 3 of 1000 joins from one address, got %d", joined);
  char *seat = room_ask_from(r, 9, "/api/join", NULL, "{\"code\":\"TABA-SEAA\"}");
  ck_assert_msg(r->status == 200, "expected a card to open its seat behind the flood's address: %s", seat);
  ck_assert_int_eq(sscanf(seat, "{\"token\":\"%32[0-9a-f]\"}", token), 1);
  free(seat);
  for (int i = 0; i < 3000; i++) free(room_ask_from(r, 9, "/api/public", NULL, NULL));
  free(room_ask_from(r, 9, "/api/me", token, NULL));
  ck_assert_msg(r->status == 200, "expected who sits there to be served behind it too");
  r->now_ms += 60000;
  for (int i = 0; i < 1000; i++) {
    char *text = room_ask_from(r, 8, "/api/me", "11111111111111111111111111111111", NULL);
    guessed += r->status == 401;
    free(text);
  }
  ck_assert_msg(guessed == 60, "expected 60 of 1000 guesses of a token to be looked at, got %d", guessed);
  for (int i = 0; i < 3000; i++) {
    char *text = room_ask_from(r, 7, "/api/public", NULL, NULL);
    polled += r->status == 200;
    free(text);
  }
  ck_assert_msg(polled == 1500, "expected 1500 of 3000 requests at once, got %d", polled);
  room_answers(r, 200, "/api/public", NULL, NULL);
  room_free(r);
}
END_TEST

/* A hostile client takes every place; the class comes in all the same. */
START_TEST(ghosts_do_not_keep_the_class_out) {
  room *r = room_new();
  char token[33];
  room_sit(r, "TABA-SEAA", token);
  room_answers(r, 409, "/api/join", NULL, "{}");
  room_order(r, "{\"do\":\"doors\",\"open\":true,\"many\":true}");
  for (int i = 0; i < 300; i++) free(room_ask_from(r, 66, "/api/join", NULL, "{\"name\":\"ghost\"}"));
  ck_assert_int_eq(ply_class_seated(&r->session), 30);
  room_answers(r, 409, "/api/join", NULL, "{}");
  room_sit(r, "TABA-SEAB", token);
  char *text = room_ask(r, "/api/teacher", r->desk.keys.teacher, NULL);
  ck_assert_msg(strstr(text, "\"crowds\":[{\"address\":\"0.0.0.66\",\"people\":29}]") != NULL,
                "expected the teacher to see where the ghosts come from: %s", text);
  ck_assert_msg(strstr(text, "\"room\":30") != NULL, "expected the teacher to see the bound: %s", text);
  free(text);
  text = room_ask(r, "/api/public", NULL, NULL);
  ck_assert_msg(strstr(text, "0.0.0") == NULL, "expected no addresses in what everybody sees: %s", text);
  free(text);
  room_order(r, "{\"do\":\"doors\",\"open\":false}");
  room_order(r, "{\"do\":\"clear\",\"address\":\"0.0.0.66\"}");
  ck_assert_msg(ply_class_seated(&r->session) == 2, "expected the ghosts alone to be gone");
  room_answers(r, 200, "/api/me", token, NULL);
  room_answers(r, 409, "/api/join", NULL, "{}");
  room_sit(r, "TABA-SEAC", token);
  room_order(r, "{\"do\":\"doors\",\"open\":true}");
  room_answers(r, 200, "/api/join", NULL, "{}");
  r->now_ms += 60000;
  room_answers(r, 200, "/api/me", token, NULL);
  room_order(r, "{\"do\":\"clear\",\"away\":true}");
  ck_assert_msg(ply_class_seated(&r->session) == 1, "expected only the one who is there to stay");
  room_answers(r, 409, "/api/order", r->desk.keys.teacher, "{\"do\":\"clear\"}");
  room_free(r);
}
END_TEST

/* Places that were freed serve again: the numbers of people never run out. */
START_TEST(freed_places_serve_again) {
  room *r = room_new();
  char token[33], other[33];
  r->session.plan.players = 100;
  room_order(r, "{\"do\":\"doors\",\"open\":true,\"many\":true}");
  room_sit(r, "", other);
  for (int i = 0; i < PLY_CLASS_MAX_PEOPLE + 50; i++) {
    char body[60];
    r->now_ms += 1000;
    room_sit(r, "", token);
    int person = ply_class_keys_person(&r->desk.keys, token);
    snprintf(body, sizeof body, "{\"do\":\"free\",\"person\":%d}", person);
    room_order(r, body);
    room_answers(r, 401, "/api/me", token, NULL);
  }
  ck_assert_int_le(r->session.state.n_people, PLY_CLASS_MAX_PEOPLE);
  room_answers(r, 200, "/api/me", other, NULL);
  room_free(r);
}
END_TEST

/* A device has one open place, an address three, until the teacher says otherwise. */
START_TEST(open_places_are_one_a_device) {
  room *r = room_new();
  char *text = room_ask(r, "/api/join", NULL, "{\"device\":\"a\"}");
  ck_assert_msg(r->status == 409 && strstr(text, "seat card") != NULL, "expected no place without a card: %s",
                text);
  free(text);
  room_order(r, "{\"do\":\"doors\",\"open\":true}");
  room_answers(r, 200, "/api/join", NULL, "{\"device\":\"a\"}");
  room_answers(r, 409, "/api/join", NULL, "{\"device\":\"a\"}");
  room_answers(r, 200, "/api/join", NULL, "{\"device\":\"b\"}");
  room_answers(r, 200, "/api/join", NULL, "{}");
  room_answers(r, 409, "/api/join", NULL, "{\"device\":\"c\"}");
  free(room_ask_from(r, 2, "/api/join", NULL, "{\"device\":\"c\"}"));
  ck_assert_int_eq(r->status, 200);
  text = room_ask(r, "/api/teacher", r->desk.keys.teacher, NULL);
  ck_assert_msg(strstr(text, "\"open\":true,\"name\"") != NULL, "expected open places to be told: %s", text);
  free(text);
  room_free(r);
}
END_TEST

/* The second click of a double click on a stage finds that it has happened. */
START_TEST(a_double_click_acts_once_and_can_be_undone) {
  room *r = room_new();
  char token[33];
  room_sit(r, "TABA-SEAA", token);
  room_order(r, "{\"do\":\"push\",\"from\":\"lobby\"}");
  room_order(r, "{\"do\":\"push\",\"from\":\"read\"}");
  room_answers(r, 409, "/api/order", r->desk.keys.teacher, "{\"do\":\"push\",\"from\":\"read\"}");
  ck_assert_int_eq(r->session.state.stage, PLY_STAGE_TALK);
  room_answers(r, 200, "/api/propose", token, "{\"options\":[1,0],\"levels\":[0,0,0,0,0]}");
  room_order(r, "{\"do\":\"push\",\"from\":\"talk\"}");
  ck_assert_int_eq(r->session.state.tables[0].end[0].status, PLY_TABLE_NO_DEAL);
  ck_assert_int_eq(r->session.state.proposals[0].status, PLY_LAPSED);
  room_order(r, "{\"do\":\"back\"}");
  ck_assert_int_eq(r->session.state.stage, PLY_STAGE_TALK);
  ck_assert_int_eq(r->session.state.tables[0].end[0].status, PLY_TABLE_OPEN);
  ck_assert_msg(r->session.state.proposals[0].status == PLY_OPEN, "expected the proposal on the table again");
  ck_assert_msg(r->session.state.paused && r->session.state.left_ms >= 60000,
                "expected a paused clock with time");
  room_free(r);
}
END_TEST

/* One seat card lets in a group, not a crowd. */
START_TEST(a_seat_code_lets_in_a_group) {
  room *r = room_new();
  char token[33];
  for (int i = 0; i < 8; i++) room_sit(r, "TABA-SEAA", token);
  room_answers(r, 409, "/api/join", NULL, "{\"code\":\"TABA-SEAA\"}");
  room_free(r);
}
END_TEST

START_TEST(exports_leave_names_out_and_hold_no_formulas) {
  room *r = room_new();
  char *text = room_ask(r, "/api/join", NULL, "{\"name\":\"=HYPERLINK(1)\",\"code\":\"TABA-SEAA\"}");
  free(text);
  const char *teacher = r->desk.keys.teacher;
  text = room_ask(r, "/api/export", teacher, "{\"what\":\"csv\"}");
  ck_assert_msg(strstr(text, "HYPERLINK") == NULL && strstr(text, "North") != NULL,
                "expected results without names: %s", text);
  free(text);
  text = room_ask(r, "/api/export", teacher, "{\"what\":\"log\"}");
  ck_assert_msg(strstr(text, "HYPERLINK") == NULL, "expected a log without names: %s", text);
  free(text);
  text = room_ask(r, "/api/export", teacher, "{\"what\":\"csv\",\"names\":true}");
  ck_assert_msg(strstr(text, "\"'=HYPERLINK(1)\"") != NULL, "expected the name as text: %s", text);
  free(text);
  text = room_ask(r, "/api/export", teacher, "{\"what\":\"report\"}");
  ck_assert_msg(strstr(text, "assumptions") != NULL && strstr(text, "src=") == NULL,
                "expected a report of one file");
  free(text);
  text = room_ask(r, "/api/export", teacher, "{\"what\":\"report\",\"names\":true}");
  ck_assert_msg(strstr(text, "<td>=HYPERLINK(1)</td>") != NULL, "expected the name as it was given: %s",
                text);
  free(text);
  room_answers(r, 400, "/api/export", teacher, "{\"what\":\"../keys\"}");
  room_free(r);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/class_route");
  TCase *strict = tcase_create("strict"), *limit = tcase_create("limit");
  tcase_set_timeout(limit, 120);
  tcase_add_test(strict, methods_types_and_bodies_are_strict);
  tcase_add_test(strict, another_tables_proposal_is_out_of_reach);
  tcase_add_test(strict, exports_leave_names_out_and_hold_no_formulas);
  tcase_add_test(strict, open_places_are_one_a_device);
  tcase_add_test(strict, a_double_click_acts_once_and_can_be_undone);
  tcase_add_test(limit, a_classroom_behind_one_address_is_not_slowed);
  tcase_add_test(limit, ghosts_do_not_keep_the_class_out);
  tcase_add_test(limit, freed_places_serve_again);
  tcase_add_test(limit, a_seat_code_lets_in_a_group);
  tcase_add_test(limit, floods_are_stopped_and_others_go_on);
  suite_add_tcase(suite, strict);
  suite_add_tcase(suite, limit);
  return suite;
}
