/* A number moved before the class is answered in well under a second: for each number that was tried one pass over the
 * space is kept, off which every place between its ends is read (parley_dial_new). Where no pass serves the game, and
 * for readings, the place is solved on its own, counts and deals alone. Cost: a solve without veto weights the
 * first time that a number is tried; memory of at most KEPT passes. */
#include "sim/class/session/study.h"

#include <stdlib.h>
#include <string.h>

enum { KEPT = 6 };

typedef struct slider {
  char name[200]; /* "": free */
  int n_patches;
  parley_scenario *scenario;
  parley_dial *dial; /* NULL: no pass serves this game */
  unsigned used;
} slider;

struct ply_class_sliders {
  unsigned clock;
  slider kept[KEPT];
};

ply_class_sliders *ply_class_sliders_new(void) { return calloc(1, sizeof(ply_class_sliders)); }

static void forget(slider *s) {
  parley_dial_free(s->dial);
  parley_scenario_free(s->scenario);
  *s = (slider){0};
}

void ply_class_sliders_free(ply_class_sliders *sliders) {
  for (int k = 0; sliders != NULL && k < KEPT; k++) forget(&sliders->kept[k]);
  free(sliders);
}

/* The one of this number, or the one that was used longest ago, emptied. */
static slider *place_for(ply_class_sliders *sliders, const ply_class_question *q) {
  slider *oldest = &sliders->kept[0];
  for (int k = 0; k < KEPT; k++) {
    slider *s = &sliders->kept[k];
    if (strcmp(s->name, q->turned->name) == 0 && s->n_patches == q->n_patches) return s;
    if (s->used < oldest->used) oldest = s;
  }
  forget(oldest);
  return oldest;
}

static bool stopped(parley_stop stop) { return stop != NULL && *stop != 0; }

static void make(slider *s, const ply_class_question *q, parley_stop stop) {
  const ply_class_turned *t = q->turned;
  parley_dial_number numbers[PLY_CLASS_ROLES];
  parley_solve_settings settings = parley_solve_settings_default();
  settings.stop = stop;
  for (int k = 0; k < t->n; k++) numbers[k] = (parley_dial_number){t->pointer[k], t->low[k], t->high[k]};
  if (parley_scenario_parse(q->text, strlen(q->text), "the session's scenario", NULL, NULL, 0, &s->scenario,
                            NULL, NULL) != PARLEY_OK)
    return;
  parley_error error = {0};
  parley_status status = parley_dial_new(s->scenario, numbers, t->n, &settings, &s->dial, &error);
  /* One that was stopped is made when it is asked for again. */
  if (status == PARLEY_OK || (!stopped(stop) && status == PARLEY_E_LIMIT)) {
    memcpy(s->name, t->name, sizeof s->name);
    s->n_patches = q->n_patches;
  } else
    forget(s);
}

static parley_result *read_off(ply_class_sliders *sliders, const ply_class_question *q, parley_stop stop) {
  parley_result *result = NULL;
  if (sliders == NULL || q->turned->n == 0 || !(q->turned->at >= 0 && q->turned->at <= 1)) return NULL;
  slider *s = place_for(sliders, q);
  if (s->name[0] == '\0') make(s, q, stop);
  s->used = ++sliders->clock;
  if (s->dial != NULL) parley_dial_solve(s->dial, q->turned->at, &result, NULL);
  return result;
}

static parley_result *solve_alone(const ply_class_question *q, parley_stop stop) {
  parley_solve_settings settings = parley_solve_settings_default();
  parley_scenario *scenario = NULL;
  parley_result *result = NULL;
  settings.stop = stop;
  settings.brief = true;
  if (ply_class_turned_parse(q->turned, q->text, &scenario) == PARLEY_OK)
    parley_solve(scenario, &settings, &result, NULL);
  parley_scenario_free(scenario);
  return result;
}

char *ply_class_sliders_answer(ply_class_sliders *sliders, const ply_class_question *q, parley_stop stop) {
  char *json = NULL;
  parley_result *result = read_off(sliders, q, stop);
  if (result == NULL && !stopped(stop)) result = solve_alone(q, stop);
  if (result != NULL) parley_result_render(result, "json", NULL, &json, NULL);
  parley_result_free(result);
  return json;
}
