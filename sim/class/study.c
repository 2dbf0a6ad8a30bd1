/* What does the theory say now? A lesson asks the solver again when news have changed the scenario, and, for
 * each deal that a table signs, with that deal's payoffs in place of the payoffs of no deal: then the
 * acceptable set is exactly the packages that all whose yes they need would take over the deal, and its
 * egalitarian package the one that helps the least helped of those who bargain most. So "better" is decided
 * over the whole set. Cost: a solve a question. */
#include "sim/class/study.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

void ply_class_question_done(ply_class_question *question) {
  free(question->text);
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

bool ply_class_study_next(const ply_class_session *s, ply_class_question *q) {
  const uint64_t none = PLY_CLASS_NO_DEAL;
  if (ask(s, NULL, q)) return true;
  for (int t = 0; t < s->state.n_tables; t++) {
    const ply_class_end *end = &s->state.tables[t].end[0];
    if (end->status == PLY_TABLE_NO_DEAL && ask(s, &none, q)) return true;
    if (end->status == PLY_TABLE_DEAL && ask(s, &s->state.proposals[end->proposal].bundle, q)) return true;
  }
  return false;
}

char *ply_class_study_solve(const ply_class_question *q, parley_stop stop) {
  parley_solve_settings settings = parley_solve_settings_default();
  parley_scenario *scenario = NULL;
  parley_result *result = NULL;
  char *json = NULL;
  settings.top = PLY_CLASS_TOP;
  settings.cloud = PLY_CLASS_CLOUD;
  settings.threads = 1; /* a lesson runs beside it */
  settings.stop = stop;
  if (q->has_base) settings.over = PARLEY_OVER_ACCEPTABLE;
  if (parley_scenario_parse(q->text, strlen(q->text), "the session's scenario", NULL, NULL, 0, &scenario,
                            NULL, NULL) == PARLEY_OK &&
      parley_solve(scenario, &settings, &result, NULL) == PARLEY_OK)
    parley_result_render(result, "json", NULL, &json, NULL);
  parley_result_free(result);
  parley_scenario_free(scenario);
  return json;
}

ply_status ply_class_study_learn(ply_class_session *s, const ply_class_question *q, const char *json,
                                 ply_err *err) {
  /* The news may have gone on since; bundles keep their meaning, and the answer is kept for the scenario it
   * was asked of. */
  ply_status status = ply_class_session_know(s, q->n_patches, q->has_base ? &q->base : NULL, json, err);
  if (status == PLY_OK && !q->has_base) status = ply_class_focal(s, err);
  return status;
}

ply_status ply_class_study_all(ply_class_session *s, ply_err *err) {
  ply_class_question q = {0};
  ply_status status = PLY_OK;
  while (status == PLY_OK && ply_class_study_next(s, &q)) {
    char *json = ply_class_study_solve(&q, NULL);
    status = ply_class_study_learn(s, &q, json, err);
    parley_text_free(json);
    ply_class_question_done(&q);
  }
  return status;
}
