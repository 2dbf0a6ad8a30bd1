/* A room without a network: see the header. */
#include "tests/unit/class/room.h"

#include "tests/support/support.h"
#include "tests/unit/class/fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

room *room_new(void) {
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
                             .from = r->from,
                             .device = r->device,
                             .person_limits = r->person_limits,
                             .join_url = "http://127.0.0.1:8080/"};
  ck_assert_int_eq(ply_class_keys_open(&r->desk.keys, r->folder, &err), PLY_OK);
  return r;
}

void room_free(room *r) {
  ply_class_keys_close(&r->desk.keys);
  ply_class_session_done(&r->session);
  free(r->folder);
  free(r);
}

char *room_ask_from(room *r, unsigned char address, const char *path, const char *token, const char *body) {
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

char *room_ask(room *r, const char *path, const char *token, const char *body) {
  return room_ask_from(r, 1, path, token, body);
}

void room_answers(room *r, int status, const char *path, const char *token, const char *body) {
  char *text = room_ask(r, path, token, body);
  ck_assert_msg(r->status == status, "expected %d for %s with %s, got %d: %s", status, path,
                body != NULL ? body : "GET", r->status, text);
  free(text);
}

void room_sit(room *r, const char *code, char *token) {
  char body[100];
  snprintf(body, sizeof body, "{\"name\":\"x\",\"code\":\"%s\"}", code);
  char *text = room_ask(r, "/api/join", NULL, body);
  ck_assert_msg(r->status == 200 && sscanf(text, "{\"token\":\"%32[0-9a-f]\"}", token) == 1,
                "expected a token, got %d: %s", r->status, text);
  free(text);
}

void room_tick(room *r, int64_t ms) {
  ply_err err = {0};
  r->now_ms += ms;
  ck_assert_msg(ply_class_tick(&r->session, r->now_ms, &err) == PLY_OK, "expected the clock to go on: %s",
                err.message);
}

void room_order(room *r, const char *body) { room_answers(r, 200, "/api/order", r->desk.keys.teacher, body); }
