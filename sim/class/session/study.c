/* What does the theory say now? A lesson asks the solver again when news have changed the scenario, and, for
 * each deal that a table signs, with that deal's payoffs in place of the payoffs of no deal: then the
 * acceptable set is exactly the packages that all whose yes they need would take over the deal, and its
 * egalitarian package the one that helps the least helped of those who bargain most. So "better" is decided
 * over the whole set. Cost: a solve a question. */
#include "sim/class/session/blocks.h"
#include "sim/class/session/study.h"

#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

void ply_class_question_done(ply_class_question *question) {
  free(question->text);
  free(question->turned);
  *question = (ply_class_question){0};
}

/* The scenario with the payoffs of `base` as everybody's reservation. NULL without memory or payoffs. */
static char *against(const ply_class_session *s, uint64_t base) {
  double payoffs[PLY_CLASS_ROLES];
  char *text = NULL;
  if (base == PLY_CLASS_NO_DEAL) return cJSON_PrintUnformatted(s->root);
  cJSON *root = parley_game_payoffs(s->game, base, payoffs) ? cJSON_Duplicate(s->root, true) : NULL;
  cJSON *actors = cJSON_GetObjectItemCaseSensitive(root, "actors");
  bool good = root != NULL;
  for (int i = 0; i < s->shape.n_actors && good; i++) {
    cJSON *actor = cJSON_GetObjectItemCaseSensitive(actors, parley_game_actor_at(s->game, i).name.id);
    cJSON *number = cJSON_CreateNumber(payoffs[i]);
    if (cJSON_GetObjectItemCaseSensitive(actor, "reservation") != NULL)
      good = cJSON_ReplaceItemInObjectCaseSensitive(actor, "reservation", number);
    else
      good = cJSON_AddItemToObject(actor, "reservation", number);
  }
  if (good) text = cJSON_PrintUnformatted(root);
  cJSON_Delete(root);
  return text;
}

static bool ask(const ply_class_session *s, const uint64_t *base, ply_class_question *q) {
  if (ply_class_session_found(s, base) != NULL) return false;
  *q = (ply_class_question){
      .n_patches = s->n_patches, .has_base = base != NULL, .base = base != NULL ? *base : 0};
  q->text = base != NULL ? against(s, *base) : cJSON_PrintUnformatted(s->root);
  return q->text != NULL;
}

static bool ask_verdict(const ply_class_session *s, uint64_t bundle, ply_class_question *q) {
  if (ply_class_verdict_of(s, bundle) != NULL) return false;
  *q = (ply_class_question){
      .n_patches = s->n_patches, .verdict = true, .base = bundle, .text = ply_class_verdict_text(s, bundle)};
  return q->text != NULL;
}

bool ply_class_study_next(const ply_class_session *s, ply_class_question *q) {
  const uint64_t none = PLY_CLASS_NO_DEAL;
  if (s->trial.known_id != s->trial.id) {
    *q = (ply_class_question){.n_patches = s->n_patches,
                              .trial = s->trial.id,
                              .text = cJSON_PrintUnformatted(s->root),
                              .turned = ply_class_turned_new(s, s->trial.pointer, s->trial.value)};
    if (q->text != NULL && q->turned != NULL) return true;
    ply_class_question_done(q);
    return false;
  }
  if (ask(s, NULL, q)) return true;
  if (s->course.mode != PLY_MODE_TABLE) return false; /* what a deal gives depends on its round */
  for (int t = 0; t < s->state.n_tables; t++) {
    const ply_class_end *end = &s->state.tables[t].end[0];
    if (end->status == PLY_TABLE_NO_DEAL && ask(s, &none, q)) return true;
    if (end->status != PLY_TABLE_DEAL) continue;
    uint64_t bundle = s->state.proposals[end->proposal].bundle;
    if (ask(s, &bundle, q) || ask_verdict(s, bundle, q)) return true;
  }
  return false;
}

/* The n-th number that is made ready: each role's reservation, then the readings; false past the last. */
static bool ahead_at(const ply_class_session *s, int n, ply_class_number *number) {
  for (int i = 0; ply_class_number_at(s, i, number); i++)
    if ((number->issue < 0) && n-- == 0) return true;
  return false;
}

bool ply_class_study_ahead(const ply_class_session *s, ply_class_question *q) {
  int n = s->prepared_patches == s->n_patches ? s->n_prepared : 0;
  ply_class_number number;
  if (s->state.stage != PLY_STAGE_DEBRIEF || s->course.mode != PLY_MODE_TABLE) return false;
  if (n >= PLY_CLASS_AHEAD || !ahead_at(s, n, &number)) return false;
  *q = (ply_class_question){.n_patches = s->n_patches,
                            .prepare = true,
                            .text = cJSON_PrintUnformatted(s->root),
                            .turned =
                                ply_class_turned_new(s, number.pointer, number.role < 0 ? 1 : number.base)};
  if (q->text != NULL && q->turned != NULL) return true;
  ply_class_question_done(q);
  return false;
}

/* ---- solving ---- */

enum { LISTED = 12, MOST_LOOKED_AT = 1000000 };

/* How many listed packages are stable; the first LISTED as strings of JSON. */
static int list_stable(const parley_result *result, ply_text *out) {
  parley_point point;
  int n = 0;
  for (size_t i = 0; parley_result_point(result, i, &point); i++)
    if (point.stable && n++ < LISTED)
      ply_text_addf(out, "%s\"%" PRIu64 "\"", n > 1 ? ", " : "", point.bundle);
  return n;
}

/* Where the sample of the acceptable set misses stable packages that there are, the whole set is gone
 * through. */
static parley_status find_stable(const parley_scenario *scenario, const parley_solve_settings *settings,
                                 const parley_result *result, ply_text *out, parley_error *error) {
  parley_counts counts = parley_result_counts(result);
  uint64_t wanted = counts.stable.low < LISTED ? counts.stable.low : LISTED;
  parley_result *whole = NULL;
  if ((uint64_t)list_stable(result, out) >= wanted || counts.acceptable.low > MOST_LOOKED_AT)
    return PARLEY_OK;
  parley_solve_settings all = *settings;
  all.cloud = (int)counts.acceptable.low;
  all.top = 0;
  parley_status status = parley_solve(scenario, &all, &whole, error);
  if (status == PARLEY_OK) {
    ply_text_done(out);
    ply_text_init(out);
    list_stable(whole, out);
  }
  parley_result_free(whole);
  return status;
}

parley_status ply_class_solve(const parley_scenario *scenario, const parley_solve_settings *given,
                              char **json, parley_error *error) {
  parley_solve_settings settings = *given;
  parley_result *result = NULL;
  char *rendered = NULL;
  ply_text stable, out;
  ply_text_init(&stable);
  ply_text_init(&out);
  if (settings.top < PLY_CLASS_TOP) settings.top = PLY_CLASS_TOP;
  if (settings.cloud < PLY_CLASS_CLOUD) settings.cloud = PLY_CLASS_CLOUD;
  *json = NULL;
  parley_status status = parley_solve(scenario, &settings, &result, error);
  if (status == PARLEY_OK && settings.over != PARLEY_OVER_ACCEPTABLE)
    status = find_stable(scenario, &settings, result, &stable, error);
  if (status == PARLEY_OK) status = parley_result_render(result, "json", NULL, &rendered, error);
  if (status == PARLEY_OK) {
    const char *end = strrchr(rendered, '}');
    ply_text_add_n(&out, rendered, (size_t)(end - rendered));
    ply_text_addf(&out, "  ,\"class\": {\"stable\": [%s]}\n}\n", stable.data != NULL ? stable.data : "");
    out.failed |= stable.failed;
    *json = ply_text_take(&out);
    if (*json == NULL)
      status = ply_class_told(&(ply_err){.status = PLY_E_MEMORY, .message = "not enough memory"}, error);
  }
  ply_text_done(&out);
  ply_text_done(&stable);
  parley_text_free(rendered);
  parley_result_free(result);
  return status;
}

/* Counts, solutions and designs. */
static char *solve_short(const ply_class_question *q, parley_stop stop) {
  parley_solve_settings settings = parley_solve_settings_default();
  parley_scenario *scenario = NULL;
  parley_result *result = NULL;
  char *json = NULL;
  settings.stop = stop;
  settings.top = 1;
  settings.cloud = 0;
  settings.threads = 1; /* a lesson runs beside it */
  if (parley_scenario_parse(q->text, strlen(q->text), "the session's scenario", NULL, NULL, 0, &scenario,
                            NULL, NULL) == PARLEY_OK &&
      parley_solve(scenario, &settings, &result, NULL) == PARLEY_OK)
    parley_result_render(result, "json", NULL, &json, NULL);
  parley_result_free(result);
  parley_scenario_free(scenario);
  return json;
}

char *ply_class_study_solve(const ply_class_question *q, ply_class_sliders *sliders, parley_stop stop) {
  parley_solve_settings settings = parley_solve_settings_default();
  parley_scenario *scenario = NULL;
  char *json = NULL;
  if (q->trial > 0 || q->prepare) return ply_class_sliders_answer(sliders, q, stop);
  if (q->verdict) return solve_short(q, stop);
  settings.threads = 1; /* a lesson runs beside it */
  settings.stop = stop;
  if (q->has_base) settings.over = PARLEY_OVER_ACCEPTABLE;
  if (parley_scenario_parse(q->text, strlen(q->text), "the session's scenario", NULL, NULL, 0, &scenario,
                            NULL, NULL) == PARLEY_OK)
    ply_class_solve(scenario, &settings, &json, NULL);
  parley_scenario_free(scenario);
  return json;
}

/* The answer to a trial, and the game with that number, for what the answer does not tell. */
static ply_status learn_trial(ply_class_session *s, const ply_class_question *q, const char *json,
                              ply_err *err) {
  ply_class_found *found = ply_class_found_read(s->game, json);
  if (found == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory for what the solver found");
  ply_class_trial_done(&s->trial);
  s->trial.known = found;
  s->trial.known_id = q->trial;
  s->trial.known_value = q->turned->value;
  if (ply_class_turned_parse(q->turned, q->text, &s->trial.scenario) == PARLEY_OK)
    parley_game_new(s->trial.scenario, &s->trial.game, NULL);
  s->version++;
  return PLY_OK;
}

ply_status ply_class_study_learn(ply_class_session *s, const ply_class_question *q, const char *json,
                                 ply_err *err) {
  if (q->trial > 0) return learn_trial(s, q, json, err);
  if (q->prepare) {
    s->n_prepared = s->prepared_patches == q->n_patches ? s->n_prepared + 1 : 1;
    s->prepared_patches = q->n_patches;
    return PLY_OK;
  }
  if (q->verdict) {
    ply_class_verdict *more = realloc(s->verdicts, ((size_t)s->n_verdicts + 1) * sizeof *more);
    if (more == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory for what the solver found");
    s->verdicts = more;
    more[s->n_verdicts] = (ply_class_verdict){.n_patches = q->n_patches, .bundle = q->base};
    more[s->n_verdicts].answered = ply_class_verdict_read(s, json, &more[s->n_verdicts]);
    s->n_verdicts++;
    s->version++;
    return PLY_OK;
  }
  /* The news may have gone on since; bundles keep their meaning, and the answer is kept for the scenario it
   * was asked of. */
  ply_status status = ply_class_session_know(s, q->n_patches, q->has_base ? &q->base : NULL, json, err);
  if (status == PLY_OK && !q->has_base) status = ply_class_focal(s, err);
  return status;
}

ply_status ply_class_study_all(ply_class_session *s, ply_err *err) {
  ply_class_question q = {0};
  ply_status status = PLY_OK;
  ply_class_sliders *sliders = ply_class_sliders_new();
  while (status == PLY_OK && ply_class_study_next(s, &q)) {
    char *json = ply_class_study_solve(&q, sliders, NULL);
    status = ply_class_study_learn(s, &q, json, err);
    parley_text_free(json);
    ply_class_question_done(&q);
  }
  ply_class_sliders_free(sliders);
  return status;
}
