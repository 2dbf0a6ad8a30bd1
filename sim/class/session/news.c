/* News that the scenario file has ready ("news": {id: {"text", "after_minutes", "set"}}): which there are, which
 * were sent, and what they change as a merge patch. A pointer names a place in the merged scenario; only
 * objects are on the way to it. Cost: events times news. */
#include "sim/class/session/session.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

static const cJSON *get(const cJSON *object, const char *key) {
  return cJSON_GetObjectItemCaseSensitive(object, key);
}

static bool was_sent(const ply_class_session *s, const char *text) {
  for (int e = 0; e < s->state.n_events; e++)
    if (s->state.events[e].kind == PLY_EV_NEWS && strcmp(s->state.events[e].text, text) == 0) return true;
  return false;
}

static bool is_news(const cJSON *item) { return cJSON_IsObject(item) && cJSON_IsString(get(item, "text")); }

bool ply_class_news_at(const ply_class_session *s, int n, ply_class_ready *ready) {
  const cJSON *item;
  cJSON_ArrayForEach(item, get(s->root, "news")) {
    if (!is_news(item) || n-- > 0) continue;
    const cJSON *after = get(item, "after_minutes");
    *ready = (ply_class_ready){item->string, get(item, "text")->valuestring,
                               cJSON_IsNumber(after) ? after->valueint : -1,
                               was_sent(s, get(item, "text")->valuestring)};
    return true;
  }
  return false;
}

/* One step of a pointer without its escapes; where the next one begins, or NULL. */
static const char *step_of(const char *at, char *step, size_t room) {
  size_t n = 0;
  for (; *at != '\0' && *at != '/'; at++) {
    char c = *at;
    if (c == '~' && (at[1] == '0' || at[1] == '1')) c = *++at == '1' ? '/' : '~';
    if (n + 1 < room) step[n++] = c;
  }
  step[n] = '\0';
  return *at == '/' ? at + 1 : NULL;
}

/* {"/a/b": 1} laid into a patch as {"a": {"b": 1}}. */
static bool lay(cJSON *patch, const char *pointer, const cJSON *value) {
  char step[128];
  const char *at = pointer[0] == '/' ? pointer + 1 : NULL;
  while (at != NULL) {
    at = step_of(at, step, sizeof step);
    if (at == NULL) break;
    cJSON *inner = cJSON_GetObjectItemCaseSensitive(patch, step);
    if (!cJSON_IsObject(inner)) {
      cJSON_DeleteItemFromObjectCaseSensitive(patch, step);
      inner = cJSON_AddObjectToObject(patch, step);
    }
    if (inner == NULL) return false;
    patch = inner;
  }
  cJSON_DeleteItemFromObjectCaseSensitive(patch, step);
  return cJSON_AddItemToObject(patch, step, cJSON_Duplicate(value, true));
}

static char *patch_of(const cJSON *sets) {
  cJSON *patch = cJSON_CreateObject();
  const cJSON *item;
  bool good = patch != NULL;
  cJSON_ArrayForEach(item, sets) good = good && lay(patch, item->string, item);
  char *text = good ? cJSON_PrintUnformatted(patch) : NULL;
  cJSON_Delete(patch);
  return text;
}

/* The text outlives the scenario, which the news replace. */
static char *copy(const char *text) {
  char *made = malloc(strlen(text) + 1);
  return made != NULL ? strcpy(made, text) : NULL;
}

ply_status ply_class_news_ready(ply_class_session *s, int64_t now_ms, const char *id, ply_err *err) {
  const cJSON *item = get(get(s->root, "news"), id), *sets = get(item, "set");
  if (!is_news(item))
    return ply_words_err(s->words, err, PLY_E_USAGE, "no_such_news", PLY_SAID(ply_word("id", id)));
  if (was_sent(s, get(item, "text")->valuestring))
    return ply_words_err(s->words, err, PLY_E_USAGE, "news_sent_already", NULL);
  char *patch = cJSON_IsObject(sets) && sets->child != NULL ? patch_of(sets) : NULL;
  char *text = copy(get(item, "text")->valuestring);
  ply_status status = text != NULL ? ply_class_news(s, now_ms, text, patch, err)
                                   : ply_err_set(err, PLY_E_MEMORY, "not enough memory for the news");
  free(text);
  cJSON_free(patch);
  return status;
}
