/* A number moved before the class is answered in well under a second: for each number one pass over the space is kept, off
 * which every place between its ends is read (parley_dial_new); what is likely to be moved has its pass before it is
 * (study.c). Where no pass serves the game, and for readings, the place is solved on its own, counts and deals alone; the
 * answer that was given last is kept. Cost: a solve without veto weights the first time that a number is tried;
 * memory of at most KEPT passes. */
#include "sim/class/session/study.h"

#include <stdlib.h>
#include <string.h>

enum { KEPT = PLY_CLASS_AHEAD + 6, PASSES = 16 /* kept at most: they take tens of megabytes */ };

typedef struct slider {
  char name[200]; /* "": free */
  int n_patches;
  parley_scenario *scenario;
  parley_dial *dial; /* NULL: no pass serves this game */
  double value;      /* of the answer that was solved for on its own */
  char *json;        /* or NULL */
  unsigned used;
} slider;

struct ply_class_sliders {
  unsigned clock;
  slider kept[KEPT];
};

ply_class_sliders *ply_class_sliders_new(void) { return calloc(1, sizeof(ply_class_sliders)); }

static void forget(slider *s) {
  parley_dial_free(s->dial);
  parley_text_free(s->json);
  parley_scenario_free(s->scenario);
  *s = (slider){0};
}

void ply_class_sliders_free(ply_class_sliders *sliders) {
  for (int k = 0; sliders != NULL && k < KEPT; k++) forget(&sliders->kept[k]);
  free(sliders);
}

/* The pass that was used longest ago, where there are PASSES of them; else NULL. */
static slider *oldest_pass(ply_class_sliders *sliders) {
  slider *oldest = NULL;
  int n = 0;
  for (int k = 0; k < KEPT; k++) {
    slider *s = &sliders->kept[k];
    if (s->dial == NULL) continue;
    n++;
    if (oldest == NULL || s->used < oldest->used) oldest = s;
  }
  return n >= PASSES ? oldest : NULL;
}

/* The one of this number, or the one that was used longest ago, emptied. */
static slider *place_for(ply_class_sliders *sliders, const ply_class_question *q) {
  slider *oldest = &sliders->kept[0];
  for (int k = 0; k < KEPT; k++) {
    slider *s = &sliders->kept[k];
    if (strcmp(s->name, q->turned->name) == 0 && s->n_patches == q->n_patches) return s;
    if (s->used < oldest->used) oldest = s;
  }
  slider *pass = oldest_pass(sliders);
  if (pass != NULL) oldest = pass;
  forget(oldest);
  return oldest;
}

static bool stopped(parley_stop stop) { return stop != NULL && *stop != 0; }

/* The pass. One that was stopped is made when it is asked for again. */
static void make(slider *s, const ply_class_question *q, parley_stop stop) {
  const ply_class_turned *t = q->turned;
  parley_dial_number numbers[PLY_CLASS_ROLES];
  parley_solve_settings settings = parley_solve_settings_default();
  settings.stop = stop;
  if (q->prepare) settings.threads = 1; /* nobody waits for it */
  for (int k = 0; k < t->n; k++) numbers[k] = (parley_dial_number){t->pointer[k], t->low[k], t->high[k]};
  if (t->n > 0 && parley_scenario_parse(q->text, strlen(q->text), "the session's scenario", NULL, NULL, 0,
                                        &s->scenario, NULL, NULL) == PARLEY_OK)
    parley_dial_new(s->scenario, numbers, t->n, &settings, &s->dial, NULL);
  if (s->dial == NULL && stopped(stop)) {
    forget(s);
    return;
  }
  memcpy(s->name, t->name, sizeof s->name);
  s->n_patches = q->n_patches;
}

static char *rendered(parley_result *result) {
  char *json = NULL;
  if (result != NULL) parley_result_render(result, "json", NULL, &json, NULL);
  parley_result_free(result);
  return json;
}

static char *read_off(const slider *s, const ply_class_question *q) {
  parley_result *result = NULL;
  if (s->dial == NULL || !(q->turned->at >= 0 && q->turned->at <= 1)) return NULL;
  parley_dial_solve(s->dial, q->turned->at, &result, NULL);
  return rendered(result);
}

static char *solve_alone(const ply_class_question *q, parley_stop stop) {
  parley_solve_settings settings = parley_solve_settings_default();
  parley_scenario *scenario = NULL;
  parley_result *result = NULL;
  settings.stop = stop;
  settings.brief = true;
  if (q->prepare) settings.threads = 1;
  if (ply_class_turned_parse(q->turned, q->text, &scenario) == PARLEY_OK)
    parley_solve(scenario, &settings, &result, NULL);
  parley_scenario_free(scenario);
  return rendered(result);
}

static char *copy(const char *text) {
  char *made = malloc(strlen(text) + 1);
  return made != NULL ? strcpy(made, text) : NULL;
}

/* The place on its own, remembered: a reading is tried again and again. */
static char *solve_once(slider *s, const ply_class_question *q, parley_stop stop) {
  if (s->json != NULL && s->value == q->turned->value) return copy(s->json);
  char *json = solve_alone(q, stop);
  if (json == NULL || s->name[0] == '\0') return json;
  parley_text_free(s->json);
  s->json = copy(json);
  s->value = q->turned->value;
  return json;
}

char *ply_class_sliders_answer(ply_class_sliders *sliders, const ply_class_question *q, parley_stop stop) {
  slider none = {.name = ""}, *s = sliders != NULL ? place_for(sliders, q) : &none;
  if (sliders != NULL && s->name[0] == '\0') make(s, q, stop);
  if (sliders != NULL) s->used = ++sliders->clock;
  char *json = read_off(s, q);
  return json == NULL && !stopped(stop) ? solve_once(s, q, stop) : json;
}
