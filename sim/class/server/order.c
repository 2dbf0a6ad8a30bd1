/* The teacher's orders: one JSON object, "do" names the order. */
#include "sim/class/server/serve.h"
#include "sim/class/server/view.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <string.h>

void ply_class_refuse(ply_class_answer *answer, int status, const char *words) {
  ply_text_done(&answer->text);
  ply_text_init(&answer->text);
  answer->status = status;
  answer->type = "application/json";
  answer->data = NULL;
  ply_text_add(&answer->text, "{\"error\":");
  ply_text_json(&answer->text, words);
  ply_text_add(&answer->text, "}");
}

/* An order with what it needs. */
typedef struct order {
  ply_class_desk *desk;
  ply_class_session *session;
  const cJSON *body;
  int64_t now_ms;
  ply_text *out;
  ply_err *err;
} order;

static int number(const order *o, const char *key, int missing) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(o->body, key);
  if (!cJSON_IsNumber(item) || item->valuedouble != floor(item->valuedouble) || fabs(item->valuedouble) > 1e9)
    return missing;
  return (int)item->valuedouble;
}

static const char *words(const order *o, const char *key) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(o->body, key);
  return cJSON_IsString(item) ? item->valuestring : "";
}

/* "from" names the stage that the teacher saw: a second click of a double click finds another one. */
static ply_status push(order *o) {
  const char *from = words(o, "from");
  const ply_class_state *state = &o->session->state;
  if (from[0] != '\0' && strcmp(from, ply_class_stage_name(state->stage)) != 0)
    return ply_words_err(o->session->words, o->err, PLY_E_USAGE, "happened", NULL);
  return ply_class_push(o->session, o->now_ms, o->err);
}
static ply_status back(order *o) { return ply_class_back(o->session, o->now_ms, o->err); }
static ply_status pause_clock(order *o) { return ply_class_pause(o->session, o->now_ms, true, o->err); }
static ply_status resume(order *o) { return ply_class_pause(o->session, o->now_ms, false, o->err); }
static ply_status again(order *o) { return ply_class_again(o->session, o->now_ms, o->err); }
static ply_status extend(order *o) {
  return ply_class_extend(o->session, o->now_ms, (int64_t)number(o, "seconds", 0) * 1000, o->err);
}
static ply_status free_seat(order *o) {
  return ply_class_free(o->session, o->now_ms, number(o, "person", -1), o->err);
}
static ply_status bot(order *o) {
  return ply_class_seat_bot(o->session, o->now_ms, number(o, "table", -1), number(o, "role", -1),
                            cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(o->body, "in")), o->err);
}
static ply_status news(order *o) {
  const char *id = words(o, "id");
  if (id[0] != '\0') return ply_class_news_ready(o->session, o->now_ms, id, o->err);
  const cJSON *patch = cJSON_GetObjectItemCaseSensitive(o->body, "patch");
  char *text = cJSON_IsObject(patch) && patch->child != NULL ? cJSON_PrintUnformatted(patch) : NULL;
  ply_status status = ply_class_news(o->session, o->now_ms, words(o, "text"), text, o->err);
  cJSON_free(text);
  return status;
}
static ply_status message(order *o) {
  return ply_class_message(o->session, o->now_ms, number(o, "table", -1), number(o, "role", -1),
                           words(o, "text"), o->err);
}
static ply_status step(order *o) {
  return ply_class_step(o->session, o->now_ms, number(o, "step", -1), o->err);
}
static ply_status reopen(order *o) {
  return ply_class_reopen(o->session, o->now_ms, number(o, "table", -1), o->err);
}

static ply_status doors(order *o) {
  o->desk->many_open = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(o->body, "many"));
  return ply_class_doors(o->session, o->now_ms,
                         cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(o->body, "open")), o->err);
}

static ply_status try_number(order *o) {
  const cJSON *value = cJSON_GetObjectItemCaseSensitive(o->body, "value");
  return ply_class_try(o->session, words(o, "pointer"), cJSON_IsNumber(value) ? value->valuedouble : NAN,
                       o->err);
}

/* Frees many seats at once: of all who are away, or of all who came from one address. */
static ply_status clear(order *o) {
  bool away = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(o->body, "away"));
  const char *from = words(o, "address");
  ply_status status = PLY_OK;
  if (!away && from[0] == '\0')
    return ply_words_err(o->session->words, o->err, PLY_E_USAGE, "whose_seats", NULL);
  for (int p = 0; p < o->session->state.n_people && status == PLY_OK; p++) {
    char address[46];
    if (o->session->state.people[p].gone) continue;
    ply_class_address(o->desk->from[p], address);
    bool meant = away ? o->now_ms - o->desk->seen_ms[p] >= PLY_CLASS_AWAY_MS : strcmp(address, from) == 0;
    if (meant) status = ply_class_free(o->session, o->now_ms, p, o->err);
  }
  return status;
}

/* A seat for the teacher's own window, where all roles play. */
static ply_status sit(order *o) {
  char token[PLY_CLASS_TOKEN + 1];
  int person, table = number(o, "table", -1), role = number(o, "role", -1);
  if (table < 0 || table >= o->session->state.n_tables || role < 0 || role >= o->session->state.n_roles ||
      (o->session->state.playable >> role & 1) == 0)
    return ply_words_err(o->session->words, o->err, PLY_E_USAGE, "no_such_seat", NULL);
  ply_status status = ply_class_join(o->session, o->now_ms, o->session->plan.codes[table][role],
                                     words(o, "name"), &person, o->err);
  if (status == PLY_OK) status = ply_class_keys_add(&o->desk->keys, person, token, o->err);
  if (status == PLY_OK) ply_text_addf(o->out, "{\"token\":\"%s\"}", token);
  return status;
}

static const struct {
  const char *name;
  ply_status (*run)(order *);
} orders[] = {{"push", push},     {"back", back},       {"pause", pause_clock}, {"resume", resume},
              {"extend", extend}, {"again", again},     {"free", free_seat},    {"bot", bot},
              {"news", news},     {"message", message}, {"step", step},         {"reopen", reopen},
              {"sit", sit},       {"doors", doors},     {"try", try_number},    {"clear", clear}};

void ply_class_order(ply_class_desk *desk, const cJSON *body, int64_t now_ms, ply_class_answer *answer) {
  ply_err err = {0};
  order o = {desk, desk->session, body, now_ms, &answer->text, &err};
  const char *name = words(&o, "do");
  for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
    if (strcmp(name, orders[i].name) != 0) continue;
    ply_status status = orders[i].run(&o);
    if (status == PLY_OK && answer->text.length == 0) ply_text_add(&answer->text, "{}");
    if (status == PLY_E_SYSTEM || status == PLY_E_MEMORY) desk->failed = 1;
    if (status != PLY_OK)
      ply_class_refuse(answer, status == PLY_E_SYSTEM || status == PLY_E_MEMORY ? 503 : 409, err.message);
    return;
  }
  ply_class_refuse(answer, 400, "there is no such order");
}
