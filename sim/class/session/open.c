/* A session from its plan, scenario and log: opened, brought up to where the log ends, its clock paused where a
 * server stopped in the middle; and news that change the scenario while it runs. */
#include "sim/class/session/plan.h"

#include <stdlib.h>
#include <string.h>

static char *copy(const char *text) {
  char *made = text != NULL ? malloc(strlen(text) + 1) : NULL;
  return made != NULL ? strcpy(made, text) : NULL;
}

static ply_status open_log(ply_class_session *s, const char *path, int64_t now_ms, ply_err *err) {
  s->log.fd = -1;
  if (path != NULL) {
    ply_status status = ply_class_log_open(&s->log, path, &s->state, err);
    if (status != PLY_OK) return status;
  }
  if (s->state.n_events == 0) {
    ply_class_event open = ply_class_event_of(PLY_EV_OPEN, now_ms);
    open.text = parley_scenario_describe(s->scenario).digest;
    return ply_class_session_do(s, &open, err);
  }
  const char *digest = s->state.events[0].text;
  if (digest != NULL && strcmp(digest, parley_scenario_describe(s->scenario).digest) != 0)
    return ply_err_set(
        err, PLY_E_INPUT,
        "the scenario has changed since this session began; put it back, or make a new session");
  if (!s->state.timed || s->state.paused) return PLY_OK;
  /* The clock stood still as far as the class is concerned: it gets at least a minute. */
  ply_class_event restart = ply_class_event_of(PLY_EV_RESTART, now_ms);
  restart.ms = ply_class_state_left(&s->state, now_ms);
  if (restart.ms < 60000) restart.ms = 60000;
  return ply_class_session_do(s, &restart, err);
}

ply_status ply_class_session_init(ply_class_session *session, const ply_class_plan *plan,
                                  const char *scenario, const char *solution, const char *log_path,
                                  int64_t now_ms, ply_err *err) {
  *session = (ply_class_session){.plan = *plan, .log = {.fd = -1}, .version = 1};
  ply_rng_init(&session->rng, plan->seed, 0);
  session->words = ply_words_new(plan->language);
  session->base_text = copy(scenario);
  session->solution = copy(solution);
  bool memory = session->base_text != NULL && session->words != NULL &&
                (session->solution != NULL) == (solution != NULL);
  ply_status status = memory ? ply_class_patch(session, NULL, err)
                             : ply_err_set(err, PLY_E_MEMORY, "not enough memory for a session");
  if (status == PLY_OK)
    status = ply_class_state_init(&session->state, session->shape.n_actors, ply_class_playable(session->game),
                                  plan->n_tables, err);
  if (status == PLY_OK) status = open_log(session, log_path, now_ms, err);
  if (status == PLY_OK && session->state.n_patches > 0) status = ply_class_patch(session, NULL, err);
  if (status == PLY_OK && solution != NULL) status = ply_class_session_know(session, 0, NULL, solution, err);
  if (status == PLY_OK) status = ply_class_focal(session, err);
  if (status == PLY_OK) status = ply_class_settle(session, now_ms, err);
  if (status != PLY_OK) ply_class_session_done(session);
  return status;
}

/* ---- as it was kept ---- */

/* The session of a folder's plan and scenario, over no log. */
static ply_status recall_plan(ply_class_session *session, const char *folder, const char *scenario,
                              const char *plan_text, const char *solution, ply_err *err) {
  parley_scenario *read = NULL;
  parley_game *game = NULL;
  ply_class_plan plan = {0};
  parley_error error = {0};
  ply_status status = PLY_OK;
  if (parley_scenario_parse(scenario, strlen(scenario), "scenario.json", NULL, NULL, 0, &read, NULL,
                            &error) != PARLEY_OK ||
      parley_game_new(read, &game, &error) != PARLEY_OK)
    status = ply_err_set(err, PLY_E_INPUT, "%.200s/scenario.json: %.150s", folder, error.message);
  if (status == PLY_OK) status = ply_class_plan_read(plan_text, read, game, &plan, err);
  if (status == PLY_OK) status = ply_class_session_init(session, &plan, scenario, solution, NULL, 0, err);
  parley_game_free(game);
  parley_scenario_free(read);
  return status;
}

ply_status ply_class_session_recall(ply_class_session *session, const char *folder, ply_err *err) {
  static const char *const names[] = {"scenario.json", "session.json", "solution.json", "log.jsonl"};
  char *texts[4] = {NULL};
  ply_status status = PLY_OK;
  for (int f = 0; f < 4 && status == PLY_OK; f++)
    status = ply_class_file_read(folder, names[f], f >= 2, &texts[f], err);
  if (status == PLY_OK) status = recall_plan(session, folder, texts[0], texts[1], texts[2], err);
  if (status == PLY_OK && texts[3] != NULL) {
    int n_tables = session->plan.n_tables;
    ply_class_state_done(&session->state); /* its own beginning */
    status = ply_class_state_init(&session->state, session->shape.n_actors, ply_class_playable(session->game),
                                  n_tables, err);
    if (status == PLY_OK) status = ply_class_log_recall(texts[3], names[3], &session->state, err);
  }
  if (status == PLY_OK && session->state.n_patches > 0) status = ply_class_patch(session, NULL, err);
  for (int f = 0; f < 4; f++) free(texts[f]);
  return status;
}

/* ---- news ---- */

ply_status ply_class_news(ply_class_session *s, int64_t now_ms, const char *text, const char *patch,
                          ply_err *err) {
  if (text[0] == '\0' || strlen(text) > PLY_CLASS_TEXT)
    return ply_words_err(s->words, err, PLY_E_USAGE, "news_length",
                         PLY_SAID(ply_number_word("n", PLY_CLASS_TEXT)));
  bool patched = patch != NULL && patch[0] != '\0';
  if (patched) {
    ply_status status = ply_class_patch(s, patch, err);
    if (status != PLY_OK) return status;
  }
  ply_class_event event = ply_class_event_of(PLY_EV_NEWS, now_ms);
  event.text = text;
  event.patch = patched ? patch : "";
  ply_status status = ply_class_session_do(s, &event, err);
  if (status == PLY_OK && patched) status = ply_class_patch(s, NULL, err);
  if (status == PLY_OK && patched) status = ply_class_focal(s, err);
  return status == PLY_OK && patched ? ply_class_settle(s, now_ms, err) : status;
}
