/* One request, one answer: which path, which method, who asks, and is the body what it must be? Nothing is
 * guessed: an unknown path is 404, a wrong method 405, a wrong type 415, a body that is not the JSON asked
 * for 400, no token or a wrong one 401, what the game forbids 409 with the reason, too often 429. */
#include "sim/class/paper/paper.h"
#include "sim/class/server/serve.h"
#include "sim/class/server/view.h"
#include "sim/class/session/moves.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char shell[] =
    "<!doctype html>\n<html lang=\"%s\" dir=\"%s\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
    "content=\"width=device-width,initial-scale=1\"><title>parley</title><link rel=\"icon\" "
    "type=\"image/svg+xml\" href=\"/icon.svg\">"
    "<link rel=\"stylesheet\" href=\"/parley.css\"><link rel=\"stylesheet\" href=\"/class.css\"><script "
    "src=\"/class.js\" defer></script></head>"
    "<body><main id=\"app\" class=\"room\"><noscript>%s</noscript></main></body></html>\n";

/* What the session said, as an answer. A disk that fails ends the service: nothing may be answered that is
 * not kept. */
static void settle(ply_class_desk *desk, ply_status status, const ply_err *err, ply_class_answer *answer) {
  if (status == PLY_OK)
    ply_text_add(&answer->text, "{}");
  else if (status == PLY_E_USAGE || status == PLY_E_INPUT || status == PLY_E_LIMIT)
    ply_class_refuse(answer, 409, err->message);
  else {
    desk->failed = 1;
    ply_class_refuse(answer, 503, ply_words_of(desk->session->words, "disk"));
  }
}

/* ---- reading a body ---- */

static bool whole(const cJSON *body, const char *key, int *value) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(body, key);
  if (!cJSON_IsNumber(item) || item->valuedouble != floor(item->valuedouble) || fabs(item->valuedouble) > 1e9)
    return false;
  *value = (int)item->valuedouble;
  return true;
}

/* A list of exactly n whole numbers. */
static bool wholes(const cJSON *body, const char *key, int n, int *values) {
  const cJSON *list = cJSON_GetObjectItemCaseSensitive(body, key), *item;
  if (!cJSON_IsArray(list) || cJSON_GetArraySize(list) != n) return false;
  int i = 0;
  cJSON_ArrayForEach(item, list) {
    if (!cJSON_IsNumber(item) || item->valuedouble != floor(item->valuedouble) ||
        fabs(item->valuedouble) > 1e6)
      return false;
    values[i++] = (int)item->valuedouble;
  }
  return true;
}

static bool read_bundle(const ply_class_session *s, const cJSON *body, uint64_t *bundle) {
  int options[PLY_CLASS_ROLES] = {0}, levels[PLY_CLASS_ROLES] = {0};
  return wholes(body, "options", s->shape.n_issues, options) &&
         wholes(body, "levels", s->shape.n_actors, levels) &&
         parley_game_pack(s->game, options, levels, bundle);
}

static const char *words(const cJSON *body, const char *key) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(body, key);
  return cJSON_IsString(item) ? item->valuestring : NULL;
}

/* ---- students ---- */

/* Whether a device (NULL: it does not name itself) and its address may have one more open place. */
static bool may_sit_openly(const ply_class_desk *desk, const ply_class_request *request,
                           const unsigned char *device, ply_class_answer *answer) {
  const ply_class_state *state = &desk->session->state;
  int here = 0;
  for (int p = 0; p < state->n_people; p++) {
    if (state->people[p].gone || !state->people[p].open) continue;
    if (device != NULL && memcmp(desk->device[p], device, 16) == 0) {
      ply_class_refuse(answer, 409, ply_words_of(desk->session->words, "device_has_place"));
      return false;
    }
    here += memcmp(desk->from[p], request->address, 16) == 0;
  }
  if (here < PLY_CLASS_OPEN_AT_ADDRESS || desk->many_open) return true;
  ply_class_refuse(answer, 409, ply_words_of(desk->session->words, "address_full"));
  return false;
}

static void join(ply_class_desk *desk, const ply_class_request *request, const cJSON *body,
                 ply_class_answer *answer) {
  char token[PLY_CLASS_TOKEN + 1];
  unsigned char device[16] = {0};
  int person = -1, table, role;
  ply_err err = {0};
  const char *code = words(body, "code"), *name = words(body, "name"), *own = words(body, "device");
  bool coded = code != NULL && code[0] != '\0';
  bool card = coded && ply_class_seat_of(desk->session, code, &table, &role);
  /* A card opens its seat whatever others at the same address do. */
  if (!card && !ply_class_limit(desk->limits, request->address, PLY_COST_JOIN, request->now_ms)) {
    ply_class_refuse(answer, 429, ply_words_of(desk->session->words, "too_many_people"));
    return;
  }
  bool named = own != NULL && own[0] != '\0';
  if (named) ply_class_device(own, device);
  if (!coded && !desk->session->state.closed && !may_sit_openly(desk, request, named ? device : NULL, answer))
    return;
  ply_status status = ply_class_join(desk->session, request->now_ms, code, name, &person, &err);
  if (status == PLY_OK) status = ply_class_keys_add(&desk->keys, person, token, &err);
  if (status == PLY_OK) {
    desk->seen_ms[person] = request->now_ms;
    memcpy(desk->from[person], request->address, 16);
    memcpy(desk->device[person], device, 16);
    ply_text_addf(&answer->text, "{\"token\":\"%s\"}", token);
    return;
  }
  if (status == PLY_E_USAGE) ply_class_limit(desk->limits, request->address, PLY_COST_WRONG, request->now_ms);
  settle(desk, status, &err, answer);
}

static void propose(ply_class_desk *desk, const ply_class_request *request, const cJSON *body, int person,
                    ply_class_answer *answer) {
  const ply_class_person *me = &desk->session->state.people[person];
  uint64_t bundle;
  ply_err err = {0};
  if (!read_bundle(desk->session, body, &bundle)) {
    ply_class_refuse(answer, 400, "options and levels must name one choice each");
    return;
  }
  settle(desk, ply_class_propose(desk->session, request->now_ms, person, me->table, me->role, bundle, &err),
         &err, answer);
}

static void points(ply_class_desk *desk, const ply_class_request *request, const cJSON *body, int person,
                   ply_class_answer *answer) {
  uint64_t bundle;
  (void)request;
  if (!read_bundle(desk->session, body, &bundle))
    ply_class_refuse(answer, 400, "options and levels must name one choice each");
  else
    ply_class_view_points(desk->session, desk->session->state.people[person].table,
                          desk->session->state.people[person].role, bundle, &answer->text);
}

static void vote(ply_class_desk *desk, const ply_class_request *request, const cJSON *body, int person,
                 ply_class_answer *answer) {
  const ply_class_person *me = &desk->session->state.people[person];
  ply_class_session *s = desk->session;
  int proposal, value;
  ply_err err = {0};
  if (!whole(body, "proposal", &proposal) || !whole(body, "vote", &value) || value < -1 || value > 1) {
    ply_class_refuse(answer, 400, "proposal must be a number and vote 1, -1 or 0");
    return;
  }
  if (proposal >= 0 && proposal < s->state.n_proposals && s->state.proposals[proposal].table != me->table)
    ply_class_refuse(answer, 409, ply_words_of(desk->session->words, "other_table"));
  else
    settle(desk, ply_class_vote(s, request->now_ms, person, me->role, proposal, value, &err), &err, answer);
}

/* One's own move: the level and the options of one's own issues; all else is not read. */
static void choose(ply_class_desk *desk, const ply_class_request *request, const cJSON *body, int person,
                   ply_class_answer *answer) {
  const ply_class_person *me = &desk->session->state.people[person];
  ply_class_session *s = desk->session;
  int options[PLY_CLASS_ROLES] = {0}, levels[PLY_CLASS_ROLES] = {0};
  uint64_t own;
  ply_err err = {0};
  if (!wholes(body, "options", s->shape.n_issues, options) ||
      !wholes(body, "levels", s->shape.n_actors, levels) ||
      !ply_class_move_pack(s, me->role, options, levels, &own))
    ply_class_refuse(answer, 400, "options and levels must name one choice each");
  else
    settle(desk, ply_class_choose(s, request->now_ms, person, me->table, me->role, own, &err), &err, answer);
}

static void withdraw(ply_class_desk *desk, const ply_class_request *request, const cJSON *body, int person,
                     ply_class_answer *answer) {
  const ply_class_person *me = &desk->session->state.people[person];
  int proposal;
  ply_err err = {0};
  if (!whole(body, "proposal", &proposal))
    ply_class_refuse(answer, 400, "proposal must be a number");
  else
    settle(desk, ply_class_withdraw(desk->session, request->now_ms, me->table, me->role, proposal, &err),
           &err, answer);
}

static void answer_question(ply_class_desk *desk, const ply_class_request *request, const cJSON *body,
                            int person, ply_class_answer *answer) {
  int value, role;
  ply_err err = {0};
  if (!whole(body, "value", &value) || !whole(body, "role", &role))
    ply_class_refuse(answer, 400, "value must be a number from 0 to 100, role a number or -1");
  else
    settle(desk, ply_class_say(desk->session, request->now_ms, person, value, role, &err), &err, answer);
}

static void me(ply_class_desk *desk, const ply_class_request *request, const cJSON *body, int person,
               ply_class_answer *answer) {
  ply_class_presence presence = {desk->seen_ms, request->now_ms, NULL};
  (void)body;
  ply_class_view_student(desk->session, &presence, person, &answer->text);
}

static void brief(ply_class_desk *desk, const ply_class_request *request, const cJSON *body, int person,
                  ply_class_answer *answer) {
  (void)request, (void)body;
  ply_class_view_brief(desk->session, desk->session->state.people[person].role, &answer->text);
}

/* ---- everybody ---- */

static void game(ply_class_desk *desk, const ply_class_request *request, const cJSON *body, int person,
                 ply_class_answer *answer) {
  (void)request, (void)body, (void)person;
  ply_class_view_game(desk->session, &answer->text);
}

static void public_view(ply_class_desk *desk, const ply_class_request *request, const cJSON *body, int person,
                        ply_class_answer *answer) {
  ply_class_presence presence = {desk->seen_ms, request->now_ms, NULL};
  (void)body, (void)person;
  ply_class_view_public(desk->session, &presence, &answer->text);
}

static void debrief(ply_class_desk *desk, const ply_class_request *request, const cJSON *body, int person,
                    ply_class_answer *answer) {
  (void)request, (void)body, (void)person;
  ply_class_view_debrief(desk->session, &answer->text);
}

static void address(ply_class_desk *desk, const ply_class_request *request, const cJSON *body, int person,
                    ply_class_answer *answer) {
  (void)request, (void)body, (void)person;
  ply_text_add(&answer->text, "{\"join\":");
  ply_text_json(&answer->text, desk->join_url);
  ply_text_add(&answer->text, "}");
}

static void qr(ply_class_desk *desk, const ply_class_request *request, const cJSON *body, int person,
               ply_class_answer *answer) {
  (void)request, (void)body, (void)person;
  answer->type = "image/svg+xml";
  if (!ply_class_qr_svg(desk->join_url, &answer->text))
    ply_class_refuse(answer, 404, "QR codes are not in this build");
}

static const char mark[] = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><path "
                           "fill=\"#5b3fa8\" d=\"M0 0h8v6H4L2 8V6H0z\"/></svg>";

static void icon(ply_class_desk *desk, const ply_class_request *request, const cJSON *body, int person,
                 ply_class_answer *answer) {
  (void)desk, (void)request, (void)body, (void)person;
  answer->type = "image/svg+xml";
  answer->data = (const unsigned char *)mark;
  answer->size = sizeof mark - 1;
}

static void page(ply_class_desk *desk, const ply_class_request *request, const cJSON *body, int person,
                 ply_class_answer *answer) {
  const ply_words *said = desk->session->words;
  (void)request, (void)body, (void)person;
  answer->type = "text/html; charset=utf-8";
  ply_text_addf(&answer->text, shell, ply_words_language(said), ply_words_of(said, "direction"),
                ply_words_of(said, "no_script"));
}

static void asset(ply_class_desk *desk, const ply_class_request *request, const cJSON *body, int person,
                  ply_class_answer *answer) {
  (void)desk, (void)body, (void)person;
  if (!parley_page_asset(request->path + 1, &answer->type, &answer->data, &answer->size))
    ply_class_refuse(answer, 404, "the pages are not in this build");
}

/* ---- the teacher ---- */

static void teacher(ply_class_desk *desk, const ply_class_request *request, const cJSON *body, int person,
                    ply_class_answer *answer) {
  ply_class_presence presence = {desk->seen_ms, request->now_ms, desk->from};
  (void)body, (void)person;
  ply_class_view_teacher(desk->session, &presence, desk->join_url, &answer->text);
}

static void order(ply_class_desk *desk, const ply_class_request *request, const cJSON *body, int person,
                  ply_class_answer *answer) {
  (void)person;
  ply_class_order(desk, body, request->now_ms, answer);
}

static void export_as(ply_class_desk *desk, const ply_class_request *request, const cJSON *body, int person,
                      ply_class_answer *answer) {
  const char *what = words(body, "what");
  bool names = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(body, "names"));
  (void)request, (void)person;
  if (what != NULL && strcmp(what, "csv") == 0) {
    answer->type = "text/csv; charset=utf-8";
    answer->save_as = "results.csv";
    ply_class_export_csv(desk->session, names, &answer->text);
  } else if (what != NULL && strcmp(what, "log") == 0) {
    answer->type = "application/jsonl; charset=utf-8";
    answer->save_as = "log.jsonl";
    ply_class_export_log(desk->session, names, &answer->text);
  } else if (what != NULL && strcmp(what, "answers") == 0) {
    answer->type = "text/csv; charset=utf-8";
    answer->save_as = "answers.csv";
    ply_class_export_answers(desk->session, &answer->text);
  } else if (what != NULL && strcmp(what, "report") == 0) {
    answer->type = "application/octet-stream";
    answer->save_as = "report.html";
    ply_class_export_report(desk->session, names, &answer->text);
  } else
    ply_class_refuse(answer, 400, "what must be csv, answers, log or report");
}

/* ---- the table of routes ---- */

typedef enum who { ANYBODY, PERSON, TEACHER } who;

static const struct {
  const char *path;
  bool post;
  who who;
  void (*answer)(ply_class_desk *, const ply_class_request *, const cJSON *body, int person,
                 ply_class_answer *);
} routes[] = {
    {"/", false, ANYBODY, page},
    {"/projector", false, ANYBODY, page},
    {"/teacher", false, ANYBODY, page},
    {"/preview", false, ANYBODY, page},
    {"/class.css", false, ANYBODY, asset},
    {"/class.js", false, ANYBODY, asset},
    {"/parley.css", false, ANYBODY, asset},
    {"/icon.svg", false, ANYBODY, icon},
    {"/qr.svg", false, ANYBODY, qr},
    {"/api/address", false, ANYBODY, address},
    {"/api/game", false, ANYBODY, game},
    {"/api/public", false, ANYBODY, public_view},
    {"/api/debrief", false, ANYBODY, debrief},
    {"/api/join", true, ANYBODY, NULL},
    {"/api/me", false, PERSON, me},
    {"/api/brief", false, PERSON, brief},
    {"/api/points", true, PERSON, points},
    {"/api/propose", true, PERSON, propose},
    {"/api/vote", true, PERSON, vote},
    {"/api/withdraw", true, PERSON, withdraw},
    {"/api/choose", true, PERSON, choose},
    {"/api/answer", true, PERSON, answer_question},
    {"/api/teacher", false, TEACHER, teacher},
    {"/api/order", true, TEACHER, order},
    {"/api/export", true, TEACHER, export_as},
};

/* The person or teacher that a route needs; false with the answer filled where it is somebody else. */
static bool known(ply_class_desk *desk, const ply_class_request *request, who needed, int *person,
                  ply_class_answer *answer) {
  bool good = needed == ANYBODY;
  *person = -1;
  if (needed == PERSON && request->token != NULL) {
    *person = ply_class_keys_person(&desk->keys, request->token);
    good =
        *person >= 0 && *person < desk->session->state.n_people && !desk->session->state.people[*person].gone;
  }
  if (needed == TEACHER) good = request->token != NULL && ply_class_keys_teacher(&desk->keys, request->token);
  if (good && *person >= 0) {
    desk->seen_ms[*person] = request->now_ms;
    memcpy(desk->from[*person], request->address, 16);
    if (ply_class_bucket_take(&desk->person_limits[*person], 15, 60, request->now_ms)) return true;
    ply_class_refuse(answer, 429, ply_words_of(desk->session->words, "too_many_requests"));
    return false;
  }
  if (good) return true;
  if (ply_class_limit(desk->limits, request->address, PLY_COST_WRONG, request->now_ms))
    ply_class_refuse(answer, 401, ply_words_of(desk->session->words, "seat_not_yours"));
  else
    ply_class_refuse(answer, 429, ply_words_of(desk->session->words, "wrong_tokens"));
  return false;
}

static bool is_json(const char *type) {
  return type != NULL && strncmp(type, "application/json", 16) == 0 && (type[16] == '\0' || type[16] == ';');
}

static void run_route(ply_class_desk *desk, const ply_class_request *request, size_t r,
                      ply_class_answer *answer) {
  int person;
  cJSON *body = NULL;
  if (strcmp(request->method, routes[r].post ? "POST" : "GET") != 0)
    ply_class_refuse(answer, 405, "wrong method");
  else if (!known(desk, request, routes[r].who, &person, answer))
    return;
  else if (routes[r].post && !is_json(request->content_type))
    ply_class_refuse(answer, 415, "the body must be application/json");
  else if (routes[r].post && (strlen(request->body) != request->body_size ||
                              !cJSON_IsObject(body = cJSON_ParseWithOpts(request->body, NULL, true))))
    ply_class_refuse(answer, 400, "the body must be one JSON object");
  else if (routes[r].answer != NULL)
    routes[r].answer(desk, request, body, person, answer);
  else
    join(desk, request, body, answer);
  cJSON_Delete(body);
}

/* Somebody with a good token has a limit of its own, and with a card's code none: a flood from the same
 * address keeps neither out. */
static bool is_known(const ply_class_desk *desk, const ply_class_request *request) {
  int table, role;
  if (request->token != NULL)
    return ply_class_keys_person(&desk->keys, request->token) >= 0 ||
           ply_class_keys_teacher(&desk->keys, request->token);
  if (strcmp(request->path, "/api/join") != 0 || request->body == NULL) return false;
  cJSON *body = cJSON_ParseWithOpts(request->body, NULL, true);
  const char *code = words(body, "code");
  bool good = code != NULL && ply_class_seat_of(desk->session, code, &table, &role);
  cJSON_Delete(body);
  return good;
}

void ply_class_route(ply_class_desk *desk, const ply_class_request *request, ply_class_answer *answer) {
  *answer = (ply_class_answer){.status = 200, .type = "application/json"};
  ply_text_init(&answer->text);
  if (!is_known(desk, request) &&
      !ply_class_limit(desk->limits, request->address, PLY_COST_REQUEST, request->now_ms)) {
    ply_class_refuse(answer, 429, ply_words_of(desk->session->words, "too_many_requests"));
    return;
  }
  size_t r = 0, n = sizeof routes / sizeof *routes;
  while (r < n && strcmp(request->path, routes[r].path) != 0) r++;
  if (r == n)
    ply_class_refuse(answer, 404, ply_words_of(desk->session->words, "no_such_page"));
  else
    run_route(desk, request, r, answer);
  if (answer->text.failed) ply_class_refuse(answer, 503, "not enough memory");
}
