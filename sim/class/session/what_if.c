/* One number of the file moved in front of the class: which numbers there are, within which range, and which numbers of
 * the scenario move with it. A weight takes its change from the actor's other weights in proportion, as sweeps do,
 * so that their sum stays. Cost: actors times issues a question. */
#include "sim/class/session/session.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
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

/* The sum of an actor's weights on all issues but one. */
static double other_weights(const cJSON *actor, const char *issue) {
  const cJSON *row;
  double sum = 0;
  cJSON_ArrayForEach(row, get(actor, "payoffs")) {
    ply_class_number read;
    if (strcmp(row->string, issue) != 0 && read_number(get(row, "weight"), &read)) sum += read.base;
  }
  return sum;
}

/* In games of moves: the n-th of what each gets for moves together (its bonuses); counts n down. */
static bool of_moves(const ply_class_session *s, int *n, ply_class_number *out) {
  for (int i = 0; i < s->shape.n_actors; i++) {
    const char *actor = parley_game_actor_at(s->game, i).name.id;
    const cJSON *bonus;
    cJSON_ArrayForEach(bonus, get(get(get(s->root, "actors"), actor), "bonuses")) {
      ply_class_number read = {0};
      if (!read_number(get(bonus, "gain"), &read) || (*n)-- > 0) continue;
      *out = read;
      out->role = i;
      out->issue = -1;
      snprintf(out->pointer, sizeof out->pointer, "/actors/%.64s/bonuses/%.64s/gain", actor, bonus->string);
      snprintf(out->of, sizeof out->of, "%.90s", bonus->string);
      return true;
    }
  }
  return false;
}

bool ply_class_number_at(const ply_class_session *s, int n, ply_class_number *out) {
  int first = 0;
  if (s->course.mode == PLY_MODE_SIMULTANEOUS && of_moves(s, &first, out)) return of_moves(s, &n, out);
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
      if (k >= 0) out->high = fmin(out->high, out->base + other_weights(at, issue));
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

bool ply_class_number_filed(const ply_class_session *s, const ply_class_number *number, double *value) {
  ply_class_number read = {0};
  char pointer[sizeof number->pointer], *rest = NULL;
  const cJSON *at = s->file_root;
  if (at == NULL) {
    *value = number->base;
    return true;
  }
  snprintf(pointer, sizeof pointer, "%s", number->pointer);
  for (char *step = strtok_r(pointer, "/", &rest); step != NULL; step = strtok_r(NULL, "/", &rest))
    at = get(at, step);
  if (number->role >= 0 && !read_number(at, &read)) return false;
  *value = read.base;
  return true;
}

ply_status ply_class_try(ply_class_session *s, const char *pointer, double value, ply_err *err) {
  ply_class_number number;
  if (!find(s, pointer, &number) || !isfinite(value))
    return ply_words_err(s->words, err, PLY_E_USAGE, "no_such_number", NULL);
  s->trial.id++;
  s->trial.value = value;
  snprintf(s->trial.pointer, sizeof s->trial.pointer, "%s", number.pointer);
  s->version++;
  return PLY_OK;
}

void ply_class_trial_done(ply_class_trial *trial) {
  ply_class_found_free(trial->known);
  parley_game_free(trial->game);
  parley_scenario_free(trial->scenario);
  trial->known = NULL;
  trial->game = NULL;
  trial->scenario = NULL;
}

/* ---- what moves with it ---- */

static void add_turned(ply_class_turned *t, const char *pointer, double low, double high) {
  snprintf(t->pointer[t->n], sizeof t->pointer[t->n], "%s", pointer);
  t->low[t->n] = low;
  t->high[t->n] = high;
  t->n++;
}

/* The weight, and the others of the actor so that their sum stays. */
static void add_weights(const ply_class_session *s, const ply_class_number *number, ply_class_turned *t) {
  const char *actor = parley_game_actor_at(s->game, number->role).name.id,
             *own = parley_game_issue_at(s->game, number->issue).name.id;
  const cJSON *at = get(get(s->root, "actors"), actor), *row;
  double rest = other_weights(at, own);
  cJSON_ArrayForEach(row, get(at, "payoffs")) {
    ply_class_number read;
    char pointer[sizeof number->pointer];
    if (strcmp(row->string, own) == 0 || !(rest > 0) || !read_number(get(row, "weight"), &read)) continue;
    snprintf(pointer, sizeof pointer, "/actors/%.64s/payoffs/%.64s/weight", actor, row->string);
    add_turned(t, pointer, fmax(0, read.base * (rest + number->base - number->low) / rest),
               fmax(0, read.base * (rest + number->base - number->high) / rest));
  }
}

ply_class_turned *ply_class_turned_new(const ply_class_session *s, const char *pointer, double value) {
  ply_class_number number;
  ply_class_turned *t = calloc(1, sizeof *t);
  if (t == NULL || !find(s, pointer, &number)) {
    free(t);
    return NULL;
  }
  snprintf(t->name, sizeof t->name, "%s", number.pointer);
  t->value = value;
  if (number.role < 0) return t;
  t->at = (t->value - number.low) / (number.high - number.low);
  add_turned(t, number.pointer, number.low, number.high);
  if (number.issue >= 0) add_weights(s, &number, t);
  return t;
}

static double turned_value(const ply_class_turned *t, int k) {
  return fmax(k == 0 ? -INFINITY : 0, t->low[k] + t->at * (t->high[k] - t->low[k]));
}

parley_status ply_class_turned_parse(const ply_class_turned *t, const char *text,
                                     parley_scenario **scenario) {
  enum { LONG = 40 };
  static const char readings[] = "/readings/";
  parley_setting settings[PLY_CLASS_ROLES];
  char values[PLY_CLASS_ROLES][LONG];
  int n = t->n;
  for (int k = 0; k < t->n; k++) {
    snprintf(values[k], LONG, "%.17g", turned_value(t, k));
    settings[k] = (parley_setting){t->pointer[k], values[k]};
  }
  if (n == 0 && t->value >= 0.5) settings[n++] = (parley_setting){NULL, t->name + strlen(readings)};
  return parley_scenario_parse(text, strlen(text), "the session's scenario", NULL, settings, (size_t)n,
                               scenario, NULL, NULL);
}
