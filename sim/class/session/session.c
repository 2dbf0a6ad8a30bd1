/* A session from its plan, scenario and log: opened, brought up to where the log ends, and changed by one
 * event at a time (written first, applied after). */
#include "sim/class/session/session.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

uint64_t ply_class_playable(const parley_game *game) {
  parley_game_shape shape = parley_game_describe(game);
  uint64_t roles = 0, all = 0;
  for (int i = 0; i < shape.n_actors; i++) {
    parley_game_actor actor = parley_game_actor_at(game, i);
    all |= (uint64_t)1 << i;
    if (actor.consent != PARLEY_NEVER || actor.candidate) roles |= (uint64_t)1 << i;
  }
  return roles != 0 ? roles : all;
}

/* The issues of an actor span `points` points: its worst options together are 0, its best ones together the
 * top. */
static ply_class_scale scale_of(const parley_game *game, int actor, int points) {
  parley_game_shape shape = parley_game_describe(game);
  ply_class_scale scale = {.points = points};
  for (int k = 0; k < shape.n_issues; k++) {
    double low = INFINITY, high = -INFINITY;
    for (int o = 0; o < parley_game_issue_at(game, k).n_options; o++)
      for (int outsider = 0; outsider < 2; outsider++) {
        double term = parley_game_term(game, actor, k, o, outsider != 0);
        low = fmin(low, term);
        high = fmax(high, term);
      }
    scale.low += low;
    scale.high += high;
  }
  if (!(scale.high > scale.low)) scale.high = scale.low + 1;
  return scale;
}

double ply_class_unit(const ply_class_session *session, int role) {
  const ply_class_scale *scale = &session->scales[role];
  return scale->points / (scale->high - scale->low);
}

int ply_class_points(const ply_class_session *session, int role, double payoff) {
  double points = ply_class_unit(session, role) * (payoff - session->scales[role].low);
  return (int)lround(fmax(-1e9, fmin(1e9, points)));
}

bool ply_class_points_all(const ply_class_session *session, uint64_t bundle, int *points) {
  double payoffs[PLY_CLASS_ROLES];
  if (!parley_game_payoffs(session->game, bundle, payoffs)) return false;
  for (int i = 0; i < session->shape.n_actors; i++) points[i] = ply_class_points(session, i, payoffs[i]);
  return true;
}

/* ---- opening ---- */

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
  *session = (ply_class_session){.plan = *plan, .log = {-1}, .version = 1};
  ply_rng_init(&session->rng, plan->seed, 0);
  session->base_text = copy(scenario);
  session->solution = copy(solution);
  if (session->base_text == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory for a session");
  ply_status status = ply_class_patch(session, NULL, err);
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

void ply_class_session_done(ply_class_session *session) {
  ply_class_log_close(&session->log);
  if (session->state.arena != NULL) ply_class_state_done(&session->state);
  parley_game_free(session->game);
  parley_scenario_free(session->scenario);
  cJSON_Delete(session->root);
  free(session->base_text);
  free(session->solution);
  free(session->focal);
  for (int f = 0; f < session->n_found; f++) ply_class_found_free(session->found[f]);
  free(session->found);
  *session = (ply_class_session){.log = {-1}};
}

ply_status ply_class_session_do(ply_class_session *session, const ply_class_event *event, ply_err *err) {
  if (!ply_class_state_fits(&session->state, event))
    return ply_err_set(err, PLY_E_USAGE, "that is not possible any more: somebody was faster");
  if (session->state.n_events >= PLY_CLASS_MAX_EVENTS)
    return ply_err_set(err, PLY_E_LIMIT, "the session has reached %d events", PLY_CLASS_MAX_EVENTS);
  ply_status status = ply_class_log_add(&session->log, event, err);
  if (status == PLY_OK) status = ply_class_state_apply(&session->state, event, err);
  if (status == PLY_OK) session->version++;
  return status;
}

/* ---- what the solver found ---- */

const ply_class_found *ply_class_session_found(const ply_class_session *s, const uint64_t *base) {
  for (int f = 0; f < s->n_found; f++)
    if (s->found[f]->n_patches == s->n_patches && s->found[f]->has_base == (base != NULL) &&
        (base == NULL || s->found[f]->base == *base))
      return s->found[f];
  return NULL;
}

const ply_class_found *ply_class_session_known(const ply_class_session *s) {
  const ply_class_found *last = NULL;
  for (int f = 0; f < s->n_found; f++)
    if (!s->found[f]->has_base && !s->found[f]->failed &&
        (last == NULL || s->found[f]->n_patches > last->n_patches))
      last = s->found[f];
  return last;
}

ply_status ply_class_session_know(ply_class_session *s, int n_patches, const uint64_t *base, const char *json,
                                  ply_err *err) {
  ply_class_found *found = ply_class_found_read(s->game, json);
  ply_class_found **more = realloc(s->found, ((size_t)s->n_found + 1) * sizeof *more);
  if (more != NULL) s->found = more;
  if (found == NULL || more == NULL) {
    ply_class_found_free(found);
    return ply_err_set(err, PLY_E_MEMORY, "not enough memory for what the solver found");
  }
  found->n_patches = n_patches;
  found->has_base = base != NULL;
  if (base != NULL) found->base = *base;
  s->found[s->n_found++] = found;
  s->version++;
  return PLY_OK;
}

/* Fills in the scales of a game that has just been compiled. */
static void set_scales(ply_class_session *s) {
  for (int i = 0; i < s->shape.n_actors; i++) {
    /* The scale is that of the file as the session began, so that news move points and not the ruler. */
    if (s->scales[i].points == 0) s->scales[i] = scale_of(s->game, i, s->plan.scale);
    s->scales[i].no_deal = ply_class_points(s, i, parley_game_actor_at(s->game, i).reservation);
  }
}

ply_status ply_class_session_compile(ply_class_session *s, const char *text, ply_err *err) {
  parley_scenario *scenario = NULL;
  parley_game *game = NULL;
  parley_error error = {0};
  if (parley_scenario_parse(text, strlen(text), "the session's scenario", NULL, NULL, 0, &scenario, NULL,
                            &error) != PARLEY_OK ||
      parley_game_new(scenario, &game, &error) != PARLEY_OK) {
    parley_scenario_free(scenario);
    return ply_err_set(err, (ply_status)error.status, "%s%s%s", error.pointer,
                       error.pointer[0] != '\0' ? ": " : "", error.message);
  }
  parley_game_free(s->game);
  parley_scenario_free(s->scenario);
  cJSON_Delete(s->root);
  s->root = cJSON_Parse(text);
  s->scenario = scenario;
  s->game = game;
  s->shape = parley_game_describe(game);
  set_scales(s);
  return PLY_OK;
}
