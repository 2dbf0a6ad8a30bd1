/* Does anything of others leave the server before the reveal? Every body of a whole session is searched for
 * the points of other roles; tokens open one seat and are nowhere on the disk. */
#include "sim/class/server/view.h"
#include "tests/support/support.h"
#include "tests/unit/class/fixture.h"
#include "tests/unit/class/room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- own points only ---- */

/* The secret numbers of a role: points of every bundle, and of every option. */
typedef struct secrets {
  int n, number[64];
} secrets;

static void add_secret(secrets *s, int number) {
  /* Too plain to tell where it comes from; the scale itself is told to everybody. */
  if ((number > -1000 && number < 1000) || number == SCALE) return;
  ck_assert_int_lt(s->n, 64);
  s->number[s->n++] = number;
}

static secrets secrets_of(const ply_class_session *session, int role) {
  secrets s = {0};
  int points[PLY_CLASS_ROLES];
  for (uint64_t b = 0; b < session->shape.n_bundles; b++) {
    ck_assert(ply_class_points_all(session, b, points));
    add_secret(&s, points[role]);
  }
  add_secret(&s, session->scales[role].no_deal);
  ply_text brief;
  ply_text_init(&brief);
  ply_class_view_brief(session, role, &brief);
  for (char *p = brief.data; *p != '\0';) {
    char *end;
    long number = strtol(p, &end, 10);
    if (end != p) add_secret(&s, (int)number);
    p = end != p ? end : p + 1;
  }
  ply_text_done(&brief);
  return s;
}

static bool has(const secrets *s, long number) {
  for (int i = 0; i < s->n; i++)
    if (s->number[i] == number) return true;
  return false;
}

/* How many numbers of a body are secrets of roles other than `reader` (-1: everybody's are), and not its own
 * too. */
static int leaks(const char *body, const secrets *all, int reader) {
  int n = 0;
  for (const char *p = body; *p != '\0';) {
    char *end;
    long number = strtol(p, &end, 10);
    bool digit = end != p;
    for (int role = 0; role < PEOPLE && digit; role++)
      if (role != reader && has(&all[role], number) && !(reader >= 0 && has(&all[reader], number))) {
        n++;
        break;
      }
    p = digit ? end : p + 1;
  }
  return n;
}

/* Everything that person `role` can ask for; how many secrets of others were in it. */
static int others_in_all(room *r, const secrets *all, int role, const char *token) {
  static const char *const paths[] = {"/api/me", "/api/brief"};
  static const char *const bodies[] = {
      "{\"options\":[1,0],\"levels\":[0,0,0,0,0]}", "{\"options\":[2,1],\"levels\":[0,0,0,0,1]}",
      "{\"options\":[0,1],\"levels\":[9,9,9,9,1]}", "{\"options\":[0,7],\"levels\":[0,0,0,0,0]}"};
  int n = 0;
  for (int i = 0; i < 2; i++) {
    char *text = room_ask(r, paths[i], token, NULL);
    ck_assert_int_eq(r->status, 200);
    n += leaks(text, all, role);
    free(text);
  }
  for (int i = 0; i < 4; i++) {
    char *text = room_ask(r, "/api/points", token, bodies[i]);
    n += leaks(text, all, role);
    free(text);
  }
  return n;
}

static int secrets_in_public(room *r, const secrets *all) {
  static const char *const paths[] = {
      "/", "/projector", "/api/game", "/api/public", "/api/debrief", "/api/address", "/qr.svg"};
  int n = 0;
  for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
    char *text = room_ask(r, paths[i], NULL, NULL);
    n += leaks(text, all, -1);
    free(text);
  }
  char *text = room_ask(r, "/api/teacher", r->desk.keys.teacher, NULL);
  n += leaks(text, all, -1);
  free(text);
  return n;
}

START_TEST(only_own_points_leave_before_the_reveal) {
  room *r = room_new();
  char token[PEOPLE][33];
  secrets all[PEOPLE];
  int bodies = 0;
  for (int p = 0; p < PEOPLE; p++) {
    char code[] = "TABA-SEAA";
    code[8] = (char)(code[8] + p);
    room_sit(r, code, token[p]);
    all[p] = secrets_of(&r->session, p);
    ck_assert_msg(all[p].n >= 5, "expected role %d to have secrets to look for", p);
  }
  room_order(r, "{\"do\":\"push\"}");
  room_order(r, "{\"do\":\"push\"}");
  for (int role = 0; role < PEOPLE; role++) {
    char body[80];
    snprintf(body, sizeof body, "{\"do\":\"bot\",\"table\":0,\"role\":%d,\"in\":true}", role);
    room_order(r, body);
  }
  while (r->session.state.stage == PLY_STAGE_TALK) {
    for (int p = 0; p < PEOPLE; p++)
      ck_assert_msg(others_in_all(r, all, p, token[p]) == 0,
                    "expected nothing of others in the bodies for role %d", p);
    ck_assert_msg(secrets_in_public(r, all) == 0, "expected no points in what everybody may see");
    bodies++;
    room_tick(r, 1000);
  }
  ck_assert_int_gt(bodies, 20);
  ck_assert_int_gt(r->session.state.n_proposals, 3);
  room_order(r, "{\"do\":\"step\",\"step\":1}");
  ck_assert_msg(secrets_in_public(r, all) == 0, "expected step 1 to tell outcomes without points");
  room_order(r, "{\"do\":\"step\",\"step\":2}");
  ck_assert_msg(secrets_in_public(r, all) > 0,
                "expected the reveal to tell points: else this test could not fail");
  room_free(r);
}
END_TEST

/* ---- who may do what ---- */

START_TEST(a_token_opens_one_seat_and_is_nowhere_on_the_disk) {
  room *r = room_new();
  char token[33], other[33], path[4200];
  room_sit(r, "TABA-SEAA", token);
  room_sit(r, "TABA-SEAB", other);
  room_answers(r, 200, "/api/me", token, NULL);
  room_answers(r, 401, "/api/me", NULL, NULL);
  room_answers(r, 401, "/api/me", "", NULL);
  room_answers(r, 401, "/api/me", "00000000000000000000000000000000", NULL);
  room_answers(r, 401, "/api/me", r->desk.keys.teacher, NULL);
  room_answers(r, 401, "/api/teacher", token, NULL);
  room_answers(r, 401, "/api/order", token, "{\"do\":\"push\"}");
  room_answers(r, 401, "/api/export", token, "{\"what\":\"csv\"}");
  static const char *const files[] = {"log.jsonl", "keys"};
  for (int f = 0; f < 2; f++) {
    snprintf(path, sizeof path, "%s/%s", r->folder, files[f]);
    char *text = test_read_file(path, NULL);
    ck_assert_msg(strstr(text, token) == NULL && strstr(text, r->desk.keys.teacher) == NULL,
                  "expected no token in %s", files[f]);
    free(text);
  }
  room_order(r, "{\"do\":\"free\",\"person\":0}");
  room_answers(r, 401, "/api/me", token, NULL);
  room_answers(r, 200, "/api/me", other, NULL);
  /* After a restart of the server the same token opens the same seat; the teacher's link is new. */
  char teacher[33];
  snprintf(teacher, sizeof teacher, "%s", r->desk.keys.teacher);
  ply_class_keys_close(&r->desk.keys);
  ck_assert_int_eq(ply_class_keys_open(&r->desk.keys, r->folder, NULL), PLY_OK);
  char *text = room_ask(r, "/api/me", other, NULL);
  ck_assert_msg(r->status == 200 && strstr(text, "\"role\":1") != NULL,
                "expected the same seat after a restart, got %s", text);
  free(text);
  room_answers(r, 401, "/api/teacher", teacher, NULL);
  room_free(r);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/class_secret");
  TCase *secret = tcase_create("secret");
  tcase_set_timeout(secret, 120);
  tcase_add_test(secret, only_own_points_leave_before_the_reveal);
  tcase_add_test(secret, a_token_opens_one_seat_and_is_nowhere_on_the_disk);
  suite_add_tcase(suite, secret);
  return suite;
}
