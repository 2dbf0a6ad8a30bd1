/* One number of the file moved in front of the class: which numbers there are, within which range, and the
 * scenario with one of them changed. A weight takes its change from the actor's other weights in proportion,
 * as sweeps do, so that their sum stays. Cost: actors times issues a question. */
#include "sim/class/session/session.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const cJSON *get(const cJSON *object, const char *key) {
  return cJSON_GetObjectItemCaseSensitive(object, key);
}

/* The base value of a number, and its range; false where it is none. Without a range of its own: half of it
 * less and more, at least a quarter of a payoff unit. */
static bool read_number(const cJSON *number, ply_class_number *out) {
  if (cJSON_IsObject(number)) number = get(number, "value");
  if (cJSON_IsArray(number) && cJSON_GetArraySize(number) == 3) {
    out->low = cJSON_GetArrayItem(number, 0)->valuedouble;
    out->base = cJSON_GetArrayItem(number, 1)->valuedouble;
    out->high = cJSON_GetArrayItem(number, 2)->valuedouble;
    return out->high > out->low;
  }
  if (!cJSON_IsNumber(number)) return false;
  double wide = fmax(0.25, fabs(number->valuedouble) / 2);
  *out = (ply_class_number){
      .base = number->valuedouble, .low = number->valuedouble - wide, .high = number->valuedouble + wide};
  return true;
}

static bool reading_at(const ply_class_session *s, int n, ply_class_number *out) {
  const cJSON *reading;
  cJSON_ArrayForEach(reading, get(s->root, "readings")) {
    if (n-- > 0) continue;
    const cJSON *name = get(reading, "name");
    *out = (ply_class_number){.role = -1,
                              .issue = -1,
                              .high = 1,
                              .name = cJSON_IsString(name) ? name->valuestring : reading->string};
    snprintf(out->pointer, sizeof out->pointer, "/readings/%.150s", reading->string);
    return true;
  }
  return false;
}

bool ply_class_number_at(const ply_class_session *s, int n, ply_class_number *out) {
  for (int i = 0; i < s->shape.n_actors; i++) {
    const char *actor = parley_game_actor_at(s->game, i).name.id;
    const cJSON *at = get(get(s->root, "actors"), actor);
    for (int k = -1; k < s->shape.n_issues; k++) {
      const char *issue = k >= 0 ? parley_game_issue_at(s->game, k).name.id : "";
      const cJSON *number = k < 0 ? get(at, "reservation") : get(get(get(at, "payoffs"), issue), "weight");
      ply_class_number read = {0};
      if (!read_number(number, &read) || (k >= 0 && !(read.base > 0)) || n-- > 0) continue;
      *out = read;
      out->role = i;
      out->issue = k;
      if (k >= 0) out->low = fmax(0, out->low);
      snprintf(out->pointer, sizeof out->pointer,
               k < 0 ? "/actors/%.64s/reservation" : "/actors/%.64s/payoffs/%.64s/weight", actor, issue);
      return true;
    }
  }
  return reading_at(s, n, out);
}

static bool find(const ply_class_session *s, const char *pointer, ply_class_number *out) {
  for (int n = 0; ply_class_number_at(s, n, out); n++)
    if (strcmp(out->pointer, pointer) == 0) return true;
  return false;
}

ply_status ply_class_try(ply_class_session *s, const char *pointer, double value, ply_err *err) {
  ply_class_number number;
  if (!find(s, pointer, &number) || !isfinite(value))
    return ply_err_set(err, PLY_E_USAGE, "there is no such number to try");
  s->trial.id++;
  s->trial.value = value;
  snprintf(s->trial.pointer, sizeof s->trial.pointer, "%s", number.pointer);
  s->version++;
  return PLY_OK;
}

/* ---- the scenario with it ---- */

static bool put_number(cJSON *object, const char *key, double value) {
  cJSON_DeleteItemFromObjectCaseSensitive(object, key);
  return cJSON_AddNumberToObject(object, key, value) != NULL;
}

/* The weight, and the others of the actor so that their sum stays. */
static bool put_weight(const ply_class_session *s, cJSON *actor, int issue, double base, double value) {
  cJSON *row;
  double rest = 0;
  ply_class_number read;
  const char *own = parley_game_issue_at(s->game, issue).name.id;
  cJSON_ArrayForEach(row, get(actor, "payoffs")) {
    if (strcmp(row->string, own) != 0 && read_number(get(row, "weight"), &read)) rest += read.base;
  }
  cJSON_ArrayForEach(row, get(actor, "payoffs")) {
    bool is_own = strcmp(row->string, own) == 0;
    if (!is_own && (!read_number(get(row, "weight"), &read) || !(rest > 0))) continue;
    double weight = is_own ? value : fmax(0, read.base * (rest + base - value) / rest);
    if (!put_number(row, "weight", weight)) return false;
  }
  return true;
}

/* A reading: its values, and its red lines firm or not. */
static bool put_reading(cJSON **root, const char *id) {
  const cJSON *reading = get(get(*root, "readings"), id), *line;
  cJSON *sets = cJSON_Duplicate(get(reading, "set"), true);
  if (sets == NULL) sets = cJSON_CreateObject();
  cJSON_DeleteItemFromObjectCaseSensitive(sets, "notes");
  cJSON_ArrayForEach(line, get(reading, "red_lines")) {
    char pointer[200];
    const char *slash = strchr(line->string, '/');
    if (slash == NULL) continue;
    snprintf(pointer, sizeof pointer, "/actors/%.*s/red_lines/%.64s/firm", (int)(slash - line->string),
             line->string, slash + 1);
    cJSON_AddNumberToObject(sets, pointer, cJSON_IsTrue(line) ? 1 : 0);
  }
  char *patch = ply_class_sets_patch(sets);
  cJSON_Delete(sets);
  bool good = patch != NULL && ply_class_lay_over(root, patch, NULL) == PLY_OK;
  cJSON_free(patch);
  return good;
}

char *ply_class_trial_text(const ply_class_session *s) {
  ply_class_number number;
  if (!find(s, s->trial.pointer, &number)) return NULL;
  cJSON *root = cJSON_Duplicate(s->root, true);
  bool good = root != NULL;
  if (good && number.role < 0)
    good = !(s->trial.value >= 0.5) || put_reading(&root, s->trial.pointer + strlen("/readings/"));
  else if (good) {
    cJSON *actors = cJSON_GetObjectItemCaseSensitive(root, "actors");
    cJSON *actor =
        cJSON_GetObjectItemCaseSensitive(actors, parley_game_actor_at(s->game, number.role).name.id);
    good = number.issue < 0 ? put_number(actor, "reservation", s->trial.value)
                            : put_weight(s, actor, number.issue, number.base, s->trial.value);
  }
  char *text = good ? cJSON_PrintUnformatted(root) : NULL;
  cJSON_Delete(root);
  return text;
}
