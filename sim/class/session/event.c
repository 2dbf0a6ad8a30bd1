/* Events as lines of JSON and back. One table says which fields each kind has, so that writing, reading and
 * checking agree. A bundle is written as a decimal string: it may need all 63 bits. Cost: the length of the
 * line. */
#include "sim/class/session/state.h"

#include <cjson/cJSON.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  TABLE = 1,
  ROLE = 2,
  PERSON = 4,
  PROPOSAL = 8,
  VALUE = 16,
  MS = 32,
  BUNDLE = 64,
  TEXT = 128,
  PATCH = 256,
  CARD = 512,  /* a value that older logs lack: 1 */
  SCORE = 1024 /* a text that older logs lack */
};

static const struct {
  const char *name;
  int fields;
} kinds[PLY_N_EVENTS] = {
    [PLY_EV_OPEN] = {"open", TEXT},
    [PLY_EV_RESTART] = {"restart", MS},
    [PLY_EV_JOIN] = {"join", PERSON | TABLE | ROLE | TEXT | CARD},
    [PLY_EV_FREE] = {"free", PERSON},
    [PLY_EV_BOT] = {"bot", TABLE | ROLE | VALUE},
    [PLY_EV_STAGE] = {"stage", VALUE | MS},
    [PLY_EV_PAUSE] = {"pause", MS},
    [PLY_EV_RESUME] = {"resume", MS},
    [PLY_EV_EXTEND] = {"extend", MS},
    [PLY_EV_PROPOSE] = {"propose", PROPOSAL | TABLE | ROLE | PERSON | BUNDLE},
    [PLY_EV_VOTE] = {"vote", PROPOSAL | ROLE | PERSON | VALUE},
    [PLY_EV_WITHDRAW] = {"withdraw", PROPOSAL},
    [PLY_EV_DEAL] = {"deal", TABLE | PROPOSAL | SCORE},
    [PLY_EV_NO_DEAL] = {"no_deal", TABLE},
    [PLY_EV_REOPEN] = {"reopen", TABLE},
    [PLY_EV_NEWS] = {"news", TEXT | PATCH},
    [PLY_EV_MESSAGE] = {"message", TABLE | ROLE | TEXT},
    [PLY_EV_DOORS] = {"doors", VALUE},
    [PLY_EV_ANSWER] = {"answer", PERSON | VALUE | ROLE},
    [PLY_EV_REVEAL] = {"reveal", VALUE},
    [PLY_EV_BACK] = {"back", VALUE | MS},
    [PLY_EV_CHOOSE] = {"choose", TABLE | ROLE | PERSON | BUNDLE},
    [PLY_EV_ROUND] = {"round", TABLE | VALUE},
};

ply_class_event ply_class_event_of(ply_class_kind kind, int64_t t_ms) {
  return (ply_class_event){.kind = kind, .t_ms = t_ms, .table = -1, .role = -1, .person = -1, .proposal = -1};
}

const char *ply_class_event_name(ply_class_kind kind) { return kinds[kind].name; }

void ply_class_event_write(const ply_class_event *event, ply_text *out) {
  int fields = kinds[event->kind].fields;
  ply_text_addf(out, "{\"t\":%" PRId64 ",\"e\":\"%s\"", event->t_ms, kinds[event->kind].name);
  if (fields & TABLE) ply_text_addf(out, ",\"table\":%d", event->table);
  if (fields & ROLE) ply_text_addf(out, ",\"role\":%d", event->role);
  if (fields & PERSON) ply_text_addf(out, ",\"person\":%d", event->person);
  if (fields & PROPOSAL) ply_text_addf(out, ",\"proposal\":%d", event->proposal);
  if (fields & CARD) ply_text_addf(out, ",\"card\":%d", event->value);
  if (fields & VALUE) ply_text_addf(out, ",\"value\":%d", event->value);
  if (fields & MS) ply_text_addf(out, ",\"ms\":%" PRId64, event->ms);
  if (fields & BUNDLE) ply_text_addf(out, ",\"bundle\":\"%" PRIu64 "\"", event->bundle);
  if (fields & TEXT) {
    ply_text_add(out, ",\"text\":");
    ply_text_json(out, event->text != NULL ? event->text : "");
  }
  if ((fields & SCORE) && event->text != NULL) {
    ply_text_add(out, ",\"score\":");
    ply_text_json(out, event->text);
  }
  if (fields & PATCH) {
    ply_text_add(out, ",\"patch\":");
    ply_text_json(out, event->patch != NULL ? event->patch : "");
  }
  ply_text_add(out, "}");
}

/* ---- reading ---- */

static bool whole(const cJSON *object, const char *key, double low, double high, int64_t *value) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
  if (!cJSON_IsNumber(item) || !(item->valuedouble >= low && item->valuedouble <= high)) return false;
  if (item->valuedouble != floor(item->valuedouble)) return false;
  *value = (int64_t)item->valuedouble;
  return true;
}

static bool small(const cJSON *object, const char *key, int *value) {
  int64_t read = 0;
  if (!whole(object, key, -1e9, 1e9, &read)) return false;
  *value = (int)read;
  return true;
}

static bool words(const cJSON *object, const char *key, ply_arena *arena, const char **value) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
  if (!cJSON_IsString(item)) return false;
  *value = ply_arena_strdup(arena, item->valuestring);
  return *value != NULL;
}

static bool bundle_of(const cJSON *object, uint64_t *value) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, "bundle");
  if (!cJSON_IsString(item) || item->valuestring[0] < '0' || item->valuestring[0] > '9') return false;
  char *end = NULL;
  *value = strtoull(item->valuestring, &end, 10);
  return *end == '\0';
}

/* Reads the fields that the kind has; the name of the first that is missing or wrong, or NULL. */
static const char *read_fields(const cJSON *object, int fields, ply_arena *arena, ply_class_event *event) {
  if ((fields & TABLE) && !small(object, "table", &event->table)) return "table";
  if ((fields & ROLE) && !small(object, "role", &event->role)) return "role";
  if ((fields & PERSON) && !small(object, "person", &event->person)) return "person";
  if ((fields & PROPOSAL) && !small(object, "proposal", &event->proposal)) return "proposal";
  if (fields & SCORE) words(object, "score", arena, &event->text);
  if ((fields & CARD) && !small(object, "card", &event->value)) event->value = 1;
  if ((fields & VALUE) && !small(object, "value", &event->value)) return "value";
  if ((fields & MS) && !whole(object, "ms", 0, 9e15, &event->ms)) return "ms";
  if ((fields & BUNDLE) && !bundle_of(object, &event->bundle)) return "bundle";
  if ((fields & TEXT) && !words(object, "text", arena, &event->text)) return "text";
  if ((fields & PATCH) && !words(object, "patch", arena, &event->patch)) return "patch";
  return NULL;
}

ply_status ply_class_event_read(const char *line, ply_arena *arena, ply_class_event *event, ply_err *err) {
  cJSON *object = cJSON_Parse(line);
  const cJSON *name = cJSON_GetObjectItemCaseSensitive(object, "e");
  int64_t t_ms = 0;
  int kind = 0;
  ply_status status = PLY_OK;
  while (kind < PLY_N_EVENTS && !(cJSON_IsString(name) && strcmp(name->valuestring, kinds[kind].name) == 0))
    kind++;
  if (object == NULL)
    status = ply_err_set(err, PLY_E_INPUT, "this line is no JSON");
  else if (kind == PLY_N_EVENTS)
    status = ply_err_set(err, PLY_E_INPUT, "\"e\" names no event");
  else if (!whole(object, "t", 0, 9e15, &t_ms))
    status = ply_err_set(err, PLY_E_INPUT, "\"t\" is no time");
  if (status == PLY_OK) {
    *event = ply_class_event_of((ply_class_kind)kind, t_ms);
    const char *wrong = read_fields(object, kinds[kind].fields, arena, event);
    if (wrong != NULL)
      status = ply_err_set(err, PLY_E_INPUT, "\"%s\" of a %s is missing or wrong", wrong, kinds[kind].name);
  }
  cJSON_Delete(object);
  return status;
}
