/* What leaves the server, and to whom? Requests straight into the routes, without a network: only one's own
 * points before the reveal, tokens that open one seat, strict methods, types and bodies, and limits that a
 * classroom does not feel. */
#include "sim/class/serve.h"
#include "sim/class/view.h"
#include "tests/support/support.h"
#include "tests/unit/class_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define T0 INT64_C(1700000000000)
enum { PEOPLE = 5, SCALE = 987654321 };

/* A served session without a network. */
typedef struct room {
  ply_class_session session;
  ply_class_desk desk;
  ply_class_limits limits;
  int64_t seen_ms[PLY_CLASS_MAX_PEOPLE];
  ply_class_bucket person_limits[PLY_CLASS_MAX_PEOPLE];
  char *folder;
  int64_t now_ms;
  int status; /* of the last answer */
} room;

static room *room_new(void) {
  room *r = calloc(1, sizeof *r);
  ply_err err = {0};
  ck_assert_ptr_nonnull(r);
  r->folder = class_temporary("log.jsonl");
  r->now_ms = T0;
  ply_class_plan plan = class_plan(2);
  plan.scale = SCALE;
  char *text = class_scenario();
  ply_status status = ply_class_session_init(&r->session, &plan, text, NULL, r->folder, T0, &err);
  free(text);
  ck_assert_msg(status == PLY_OK, "expected a session, got: %s", err.message);
  *strrchr(r->folder, '/') = '\0';
  r->desk = (ply_class_desk){.session = &r->session,
                             .limits = &r->limits,
                             .seen_ms = r->seen_ms,
                             .person_limits = r->person_limits,
                             .join_url = "http://127.0.0.1:8080/"};
  ck_assert_int_eq(ply_class_keys_open(&r->desk.keys, r->folder, &err), PLY_OK);
  return r;
}

static void room_free(room *r) {
  ply_class_keys_close(&r->desk.keys);
  ply_class_session_done(&r->session);
  free(r->folder);
  free(r);
}

/* One request; the caller frees the body. body NULL: GET. */
static char *ask_from(room *r, unsigned char address, const char *path, const char *token, const char *body) {
  ply_class_request request = {.method = body != NULL ? "POST" : "GET",
                               .path = path,
                               .content_type = body != NULL ? "application/json" : NULL,
                               .token = token,
                               .body = body != NULL ? body : "",
                               .body_size = body != NULL ? strlen(body) : 0,
                               .now_ms = r->now_ms};
  ply_class_answer answer;
  request.address[15] = address;
  ply_class_route(&r->desk, &request, &answer);
  r->status = answer.status;
  return ply_text_take(&answer.text);
}

static char *ask(room *r, const char *path, const char *token, const char *body) {
  return ask_from(r, 1, path, token, body);
}

/* The request is answered with this status. */
static void answers(room *r, int status, const char *path, const char *token, const char *body) {
  char *text = ask(r, path, token, body);
  ck_assert_msg(r->status == status, "expected %d for %s with %s, got %d: %s", status, path,
                body != NULL ? body : "GET", r->status, text);
  free(text);
}

/* Sits down at a seat; token: [33]. */
static void sit(room *r, const char *code, char *token) {
  char body[100];
  snprintf(body, sizeof body, "{\"name\":\"x\",\"code\":\"%s\"}", code);
  char *text = ask(r, "/api/join", NULL, body);
  ck_assert_msg(r->status == 200 && sscanf(text, "{\"token\":\"%32[0-9a-f]\"}", token) == 1,
                "expected a token, got %d: %s", r->status, text);
  free(text);
}

static void tick(room *r, int64_t ms) {
  ply_err err = {0};
  r->now_ms += ms;
  ck_assert_msg(ply_class_tick(&r->session, r->now_ms, &err) == PLY_OK, "expected the clock to go on: %s",
                err.message);
}

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
    char *text = ask(r, paths[i], token, NULL);
    ck_assert_int_eq(r->status, 200);
    n += leaks(text, all, role);
    free(text);
  }
  for (int i = 0; i < 4; i++) {
    char *text = ask(r, "/api/points", token, bodies[i]);
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
    char *text = ask(r, paths[i], NULL, NULL);
    n += leaks(text, all, -1);
    free(text);
  }
  char *text = ask(r, "/api/teacher", r->desk.keys.teacher, NULL);
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
    sit(r, code, token[p]);
    all[p] = secrets_of(&r->session, p);
    ck_assert_msg(all[p].n >= 5, "expected role %d to have secrets to look for", p);
  }
  answers(r, 200, "/api/order", r->desk.keys.teacher, "{\"do\":\"push\"}");
  answers(r, 200, "/api/order", r->desk.keys.teacher, "{\"do\":\"push\"}");
  for (int role = 0; role < PEOPLE; role++) {
    char body[80];
    snprintf(body, sizeof body, "{\"do\":\"bot\",\"table\":0,\"role\":%d,\"in\":true}", role);
    answers(r, 200, "/api/order", r->desk.keys.teacher, body);
  }
  while (r->session.state.stage == PLY_STAGE_TALK) {
    for (int p = 0; p < PEOPLE; p++)
      ck_assert_msg(others_in_all(r, all, p, token[p]) == 0,
                    "expected nothing of others in the bodies for role %d", p);
    ck_assert_msg(secrets_in_public(r, all) == 0, "expected no points in what everybody may see");
    bodies++;
    tick(r, 1000);
  }
  ck_assert_int_gt(bodies, 20);
  ck_assert_int_gt(r->session.state.n_proposals, 3);
  answers(r, 200, "/api/order", r->desk.keys.teacher, "{\"do\":\"step\",\"step\":1}");
  ck_assert_msg(secrets_in_public(r, all) == 0, "expected step 1 to tell outcomes without points");
  answers(r, 200, "/api/order", r->desk.keys.teacher, "{\"do\":\"step\",\"step\":2}");
  ck_assert_msg(secrets_in_public(r, all) > 0,
                "expected the reveal to tell points: else this test could not fail");
  room_free(r);
}
END_TEST

/* ---- who may do what ---- */

START_TEST(a_token_opens_one_seat_and_is_nowhere_on_the_disk) {
  room *r = room_new();
  char token[33], other[33], path[4200];
  sit(r, "TABA-SEAA", token);
  sit(r, "TABA-SEAB", other);
  answers(r, 200, "/api/me", token, NULL);
  answers(r, 401, "/api/me", NULL, NULL);
  answers(r, 401, "/api/me", "", NULL);
  answers(r, 401, "/api/me", "00000000000000000000000000000000", NULL);
  answers(r, 401, "/api/me", r->desk.keys.teacher, NULL);
  answers(r, 401, "/api/teacher", token, NULL);
  answers(r, 401, "/api/order", token, "{\"do\":\"push\"}");
  answers(r, 401, "/api/export", token, "{\"what\":\"csv\"}");
  static const char *const files[] = {"log.jsonl", "keys"};
  for (int f = 0; f < 2; f++) {
    snprintf(path, sizeof path, "%s/%s", r->folder, files[f]);
    char *text = test_read_file(path, NULL);
    ck_assert_msg(strstr(text, token) == NULL && strstr(text, r->desk.keys.teacher) == NULL,
                  "expected no token in %s", files[f]);
    free(text);
  }
  answers(r, 200, "/api/order", r->desk.keys.teacher, "{\"do\":\"free\",\"person\":0}");
  answers(r, 401, "/api/me", token, NULL);
  answers(r, 200, "/api/me", other, NULL);
  /* After a restart of the server the same token opens the same seat; the teacher's link is new. */
  char teacher[33];
  snprintf(teacher, sizeof teacher, "%s", r->desk.keys.teacher);
  ply_class_keys_close(&r->desk.keys);
  ck_assert_int_eq(ply_class_keys_open(&r->desk.keys, r->folder, NULL), PLY_OK);
  char *text = ask(r, "/api/me", other, NULL);
  ck_assert_msg(r->status == 200 && strstr(text, "\"role\":1") != NULL,
                "expected the same seat after a restart, got %s", text);
  free(text);
  answers(r, 401, "/api/teacher", teacher, NULL);
  room_free(r);
}
END_TEST

START_TEST(methods_types_and_bodies_are_strict) {
  room *r = room_new();
  char token[33];
  sit(r, "TABA-SEAA", token);
  answers(r, 404, "/api/nothing", NULL, NULL);
  answers(r, 404, "/../session.json", NULL, NULL);
  answers(r, 404, "/session.json", NULL, NULL);
  answers(r, 404, "//", NULL, NULL);
  answers(r, 404, "/api/me/", token, NULL);
  answers(r, 405, "/api/game", NULL, "{}");
  answers(r, 405, "/api/propose", token, NULL);
  answers(r, 400, "/api/propose", token, "[]");
  answers(r, 400, "/api/propose", token, "{} {}");
  answers(r, 400, "/api/propose", token, "{\"options\":");
  answers(r, 400, "/api/propose", token, "");
  answers(r, 400, "/api/propose", token, "{\"options\":[0,0]}");
  answers(r, 400, "/api/propose", token, "{\"options\":[0,0],\"levels\":[0,0,0,0]}");
  answers(r, 400, "/api/propose", token, "{\"options\":[0,2],\"levels\":[0,0,0,0,0]}");
  answers(r, 400, "/api/propose", token, "{\"options\":[0,1e300],\"levels\":[0,0,0,0,0]}");
  answers(r, 400, "/api/propose", token, "{\"options\":[0,-1],\"levels\":[0,0,0,0,0]}");
  answers(r, 400, "/api/propose", token, "{\"options\":[0,0.5],\"levels\":[0,0,0,0,0]}");
  answers(r, 400, "/api/propose", token, "{\"options\":\"00\",\"levels\":[0,0,0,0,0]}");
  answers(r, 400, "/api/vote", token, "{\"proposal\":0,\"vote\":2}");
  answers(r, 409, "/api/vote", token, "{\"proposal\":0,\"vote\":1}");
  answers(r, 409, "/api/vote", token, "{\"proposal\":-5,\"vote\":1}");
  answers(r, 400, "/api/order", r->desk.keys.teacher, "{\"do\":\"dance\"}");
  answers(r, 400, "/api/order", r->desk.keys.teacher, "{}");
  answers(r, 409, "/api/order", r->desk.keys.teacher, "{\"do\":\"free\",\"person\":99}");
  answers(r, 409, "/api/order", r->desk.keys.teacher, "{\"do\":\"bot\",\"table\":7,\"role\":70,\"in\":true}");
  answers(r, 409, "/api/order", r->desk.keys.teacher, "{\"do\":\"message\",\"text\":\"\"}");
  answers(r, 409, "/api/order", r->desk.keys.teacher, "{\"do\":\"step\",\"step\":2}");
  answers(r, 409, "/api/order", r->desk.keys.teacher, "{\"do\":\"extend\",\"seconds\":-1}");
  answers(r, 409, "/api/join", NULL, "{\"code\":\"AAAA-AAAA\"}");
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
  sit(r, "TABA-SEAA", here);
  sit(r, "TABB-SEAB", there);
  answers(r, 200, "/api/order", r->desk.keys.teacher, "{\"do\":\"push\"}");
  answers(r, 200, "/api/order", r->desk.keys.teacher, "{\"do\":\"push\"}");
  answers(r, 200, "/api/propose", here, "{\"options\":[1,0],\"levels\":[0,0,0,0,0]}");
  answers(r, 409, "/api/vote", there, "{\"proposal\":0,\"vote\":1}");
  answers(r, 409, "/api/withdraw", there, "{\"proposal\":0}");
  char *text = ask(r, "/api/me", there, NULL);
  ck_assert_msg(strstr(text, "\"id\":0") == NULL, "expected table 2 not to see table 1's proposal: %s", text);
  free(text);
  answers(r, 200, "/api/withdraw", here, "{\"proposal\":0}");
  room_free(r);
}
END_TEST

START_TEST(a_classroom_behind_one_address_is_not_slowed) {
  room *r = room_new();
  char token[60][33];
  for (int p = 0; p < 60; p++) sit(r, "", token[p]);
  for (int second = 0; second < 120; second++) {
    r->now_ms += 1000;
    for (int p = 0; p < 60; p++) answers(r, 200, "/api/me", token[p], NULL);
  }
  room_free(r);
}
END_TEST

START_TEST(floods_are_stopped_and_others_go_on) {
  room *r = room_new();
  int joined = 0, guessed = 0, polled = 0;
  for (int i = 0; i < 1000; i++) {
    char *text = ask_from(r, 9, "/api/join", NULL, "{}");
    joined += r->status == 200;
    free(text);
  }
  ck_assert_msg(joined == 200, "expected 200 of 1000 joins at once, got %d", joined);
  r->now_ms += 60000;
  for (int i = 0; i < 1000; i++) {
    char *text = ask_from(r, 8, "/api/me", "11111111111111111111111111111111", NULL);
    guessed += r->status == 401;
    free(text);
  }
  ck_assert_msg(guessed == 60, "expected 60 of 1000 guesses of a token to be looked at, got %d", guessed);
  for (int i = 0; i < 3000; i++) {
    char *text = ask_from(r, 7, "/api/public", NULL, NULL);
    polled += r->status == 200;
    free(text);
  }
  ck_assert_msg(polled == 1500, "expected 1500 of 3000 requests at once, got %d", polled);
  answers(r, 200, "/api/public", NULL, NULL);
  room_free(r);
}
END_TEST

START_TEST(exports_leave_names_out_and_hold_no_formulas) {
  room *r = room_new();
  char *text = ask(r, "/api/join", NULL, "{\"name\":\"=HYPERLINK(1)\",\"code\":\"TABA-SEAA\"}");
  free(text);
  const char *teacher = r->desk.keys.teacher;
  text = ask(r, "/api/export", teacher, "{\"what\":\"csv\"}");
  ck_assert_msg(strstr(text, "HYPERLINK") == NULL && strstr(text, "North") != NULL,
                "expected results without names: %s", text);
  free(text);
  text = ask(r, "/api/export", teacher, "{\"what\":\"log\"}");
  ck_assert_msg(strstr(text, "HYPERLINK") == NULL, "expected a log without names: %s", text);
  free(text);
  text = ask(r, "/api/export", teacher, "{\"what\":\"csv\",\"names\":true}");
  ck_assert_msg(strstr(text, "\"'=HYPERLINK(1)\"") != NULL, "expected the name as text: %s", text);
  free(text);
  text = ask(r, "/api/export", teacher, "{\"what\":\"report\"}");
  ck_assert_msg(strstr(text, "assumptions") != NULL && strstr(text, "src=") == NULL,
                "expected a report of one file");
  free(text);
  answers(r, 400, "/api/export", teacher, "{\"what\":\"../keys\"}");
  room_free(r);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/class_route");
  TCase *secret = tcase_create("secret"), *strict = tcase_create("strict"), *limit = tcase_create("limit");
  tcase_set_timeout(secret, 120);
  tcase_set_timeout(limit, 120);
  tcase_add_test(secret, only_own_points_leave_before_the_reveal);
  tcase_add_test(secret, a_token_opens_one_seat_and_is_nowhere_on_the_disk);
  tcase_add_test(strict, methods_types_and_bodies_are_strict);
  tcase_add_test(strict, another_tables_proposal_is_out_of_reach);
  tcase_add_test(strict, exports_leave_names_out_and_hold_no_formulas);
  tcase_add_test(limit, a_classroom_behind_one_address_is_not_slowed);
  tcase_add_test(limit, floods_are_stopped_and_others_go_on);
  suite_add_tcase(suite, secret);
  suite_add_tcase(suite, strict);
  suite_add_tcase(suite, limit);
  return suite;
}
