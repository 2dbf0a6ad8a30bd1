/* Is the question asked before and after kept, changed, counted without names, and brought back by the log?
 */
#include "sim/class/server/view.h"
#include "tests/support/support.h"
#include "tests/unit/class/fixture.h"
#include "tests/unit/class/room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Everything of the text is in the other. */
static void holds(const char *text, const char *words) {
  ck_assert_msg(strstr(text, words) != NULL, "expected %s in %s", words, text);
}

START_TEST(answers_count_before_and_after) {
  ply_class_session s;
  ply_err err = {0};
  ply_text out;
  ply_json json;
  char *path = class_temporary("log.jsonl");
  int person;
  class_start(&s, 1, path, T0);
  for (int p = 0; p < 3; p++) class_good(ply_class_join(&s, T0, NULL, "", &person, &err), &err);
  class_good(ply_class_say(&s, T0, 0, 80, NORTH, &err), &err);
  class_good(ply_class_say(&s, T0, 0, 90, NORTH, &err), &err);
  class_good(ply_class_say(&s, T0, 1, 20, -1, &err), &err);
  class_good(ply_class_say(&s, T0, 2, 50, WEST, &err), &err);
  class_refused(ply_class_say(&s, T0, 2, 101, WEST, &err), &err, "from 0 to 100");
  class_refused(ply_class_say(&s, T0, 2, -1, WEST, &err), &err, "from 0 to 100");
  class_refused(ply_class_say(&s, T0, 2, 50, 9, &err), &err, "no such role");
  class_good(ply_class_push(&s, T0, &err), &err);
  class_good(ply_class_push(&s, T0, &err), &err);
  class_refused(ply_class_say(&s, T0, 2, 50, WEST, &err), &err, "before the talks and in the debrief");
  class_good(ply_class_push(&s, T0, &err), &err);
  class_good(ply_class_say(&s, T0, 0, 40, SOUTH, &err), &err);
  class_good(ply_class_say(&s, T0, 1, 60, SOUTH, &err), &err);
  for (int again = 0; again < 2; again++) {
    ply_text_init(&out);
    ply_json_start(&json, &out);
    ply_class_write_answers(&json, NULL, &s);
    holds(out.data, "\"before\":{\"values\":[20,50,90],\"power\":[1,0,0,1,0]}");
    holds(out.data, "\"after\":{\"values\":[40,60],\"power\":[0,2,0,0,0]}");
    holds(out.data, "\"up\":1,\"down\":1,\"same\":0");
    ply_text_done(&out);
    ply_class_session_done(&s);
    class_start(&s, 1, path, T0 + 1);
  }
  class_good(ply_class_free(&s, T0 + 2, 0, &err), &err);
  ply_text_init(&out);
  ply_json_start(&json, &out);
  ply_class_write_answers(&json, NULL, &s);
  holds(out.data, "\"before\":{\"values\":[20,50]");
  ply_text_done(&out);
  ply_class_session_done(&s);
  free(path);
}
END_TEST

START_TEST(answers_go_home_without_names) {
  room *r = room_new();
  char token[33];
  char *text = room_ask(r, "/api/join", NULL, "{\"name\":\"Ann\",\"code\":\"TABA-SEAB\"}");
  ck_assert_int_eq(sscanf(text, "{\"token\":\"%32[0-9a-f]\"}", token), 1);
  free(text);
  room_answers(r, 400, "/api/answer", token, "{\"value\":\"70\",\"role\":0}");
  room_answers(r, 400, "/api/answer", token, "{\"value\":70}");
  room_answers(r, 409, "/api/answer", token, "{\"value\":700,\"role\":0}");
  room_answers(r, 401, "/api/answer", NULL, "{\"value\":70,\"role\":0}");
  room_answers(r, 200, "/api/answer", token, "{\"value\":70,\"role\":0}");
  text = room_ask(r, "/api/me", token, NULL);
  holds(text, "\"answers\":[{\"value\":70,\"role\":0},null]");
  free(text);
  text = room_ask(r, "/api/public", NULL, NULL);
  holds(text, "\"seated\":1,\"answered\":1");
  ck_assert_msg(strstr(text, "values") == NULL, "expected everybody to see only how many answered: %s", text);
  free(text);
  text = room_ask(r, "/api/export", r->desk.keys.teacher, "{\"what\":\"answers\",\"names\":true}");
  ck_assert_str_eq(text, "before,power_before,after,power_after\r\n70,North,,\r\n");
  free(text);
  text = room_ask(r, "/api/export", r->desk.keys.teacher, "{\"what\":\"report\"}");
  holds(text, "the middle answer was 70 before the talks (1 answered), none after the talks");
  free(text);
  text = room_ask(r, "/api/export", r->desk.keys.teacher, "{\"what\":\"log\"}");
  holds(text, "\"e\":\"answer\",\"role\":0,\"person\":-1,\"value\":70");
  free(text);
  room_free(r);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/class_answers");
  TCase *answers = tcase_create("answers");
  tcase_add_test(answers, answers_count_before_and_after);
  tcase_add_test(answers, answers_go_home_without_names);
  suite_add_tcase(suite, answers);
  return suite;
}
