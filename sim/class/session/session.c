/* A session while it runs: changed by one event at a time (written first, applied after), its points, and
 * what the solver has answered so far. */
#include "sim/class/session/session.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
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

/* ---- points ---- */

enum { FEW = 4096 /* packages that are all looked at */ };

/* The lowest and highest payoff, and whether all payoffs are whole numbers. */
typedef struct extent {
  double low, high;
  bool whole;
} extent;

static void reach(extent *span, double value) {
  span->low = fmin(span->low, value);
  span->high = fmax(span->high, value);
  span->whole = span->whole && fabs(value - round(value)) < PLY_EPS;
}

/* Of every package, where they are few. */
static extent span_of_all(const parley_game *game, int actor) {
  parley_game_shape shape = parley_game_describe(game);
  extent span = {INFINITY, -INFINITY, true};
  double payoffs[PLY_CLASS_ROLES];
  for (uint64_t b = 0; b < shape.n_bundles; b++)
    if (parley_game_payoffs(game, b, payoffs)) reach(&span, payoffs[actor]);
  return span;
}

/* Of the issues alone: the worst options together, the best ones together. */
static extent span_of_issues(const parley_game *game, int actor) {
  parley_game_shape shape = parley_game_describe(game);
  extent span = {0, 0, false};
  for (int k = 0; k < shape.n_issues; k++) {
    double low = INFINITY, high = -INFINITY;
    for (int o = 0; o < parley_game_issue_at(game, k).n_options; o++)
      for (int outsider = 0; outsider < 2; outsider++) {
        double term = parley_game_term(game, actor, k, o, outsider != 0);
        low = fmin(low, term);
        high = fmax(high, term);
      }
    span.low += low;
    span.high += high;
  }
  return span;
}

/* The largest of 1, 2 and 5 times a power of ten that is not above x. */
static double round_number(double x) {
  double ten = pow(10, floor(log10(x) + 1e-12)), rest = x / ten * (1 + 1e-12);
  return ten * (rest >= 5 ? 5 : rest >= 2 ? 2 : 1);
}

/* Points that people can add up: a round number of them to a payoff unit, about `points` from worst to best;
 * payoffs that are whole numbers already stay as they are. Where 0 is near, it stays 0. A scale that is no
 * power of ten is kept to the letter. */
static ply_class_scale scale_of(const parley_game *game, int actor, int points) {
  bool few = parley_game_describe(game).n_bundles <= FEW;
  extent span = few ? span_of_all(game, actor) : span_of_issues(game, actor);
  double log = log10(points);
  bool is_round = fabs(log - round(log)) < 1e-9;
  reach(&span, is_round ? parley_game_actor_at(game, actor).reservation : span.low);
  double wide = span.high > span.low ? span.high - span.low : 1;
  ply_class_scale scale = {.unit = points / wide};
  if (!is_round) {
    span = span_of_issues(game, actor);
    scale.unit = points / (span.high > span.low ? span.high - span.low : 1);
  } else
    scale.unit = span.whole && wide >= 2 && wide <= points ? 1 : round_number(1.25 * points / wide);
  scale.from_zero = is_round && fabs(span.low) <= wide;
  scale.low = scale.from_zero ? 0 : span_of_issues(game, actor).low;
  return scale;
}

double ply_class_unit(const ply_class_session *session, int role) { return session->scales[role].unit; }

int ply_class_points(const ply_class_session *session, int role, double payoff) {
  double points = ply_class_unit(session, role) * (payoff - session->scales[role].low);
  return (int)lround(fmax(-1e9, fmin(1e9, points)));
}

static double worst_term(const ply_class_session *s, int role, int issue) {
  double low = INFINITY;
  for (int o = 0; o < parley_game_issue_at(s->game, issue).n_options; o++)
    for (int outsider = 0; outsider < 2; outsider++)
      low = fmin(low, parley_game_term(s->game, role, issue, o, outsider != 0));
  return low;
}

double ply_class_term(const ply_class_session *s, int role, int issue, int option, bool outsider) {
  double from = s->scales[role].from_zero ? 0 : worst_term(s, role, issue);
  return ply_class_unit(s, role) * (parley_game_term(s->game, role, issue, option, outsider) - from);
}

bool ply_class_payoffs_late(const ply_class_session *s, uint64_t bundle, int rounds, double *payoffs) {
  if (!parley_game_payoffs(s->game, bundle, payoffs)) return false;
  for (int i = 0; i < s->shape.n_actors && rounds > 0; i++) {
    double none = parley_game_actor_at(s->game, i).reservation;
    payoffs[i] = none + ply_class_course_left(&s->course, i, rounds) * (payoffs[i] - none);
  }
  return true;
}

bool ply_class_points_late(const ply_class_session *s, uint64_t bundle, int rounds, int *points) {
  double payoffs[PLY_CLASS_ROLES];
  if (!ply_class_payoffs_late(s, bundle, rounds, payoffs)) return false;
  for (int i = 0; i < s->shape.n_actors; i++) points[i] = ply_class_points(s, i, payoffs[i]);
  return true;
}

bool ply_class_points_all(const ply_class_session *session, uint64_t bundle, int *points) {
  return ply_class_points_late(session, bundle, 0, points);
}

bool ply_class_points_of(const ply_class_session *session, int proposal, int *points) {
  const ply_class_proposal *p = &session->state.proposals[proposal];
  return ply_class_points_late(session, p->bundle, p->turn, points);
}

/* "64/55 57/50": pairs, one an actor. */
static bool read_score(const char *score, int n, int *points, int *no_deal) {
  for (int i = 0; i < n; i++) {
    char *end = NULL;
    points[i] = (int)strtol(score, &end, 10);
    if (end == score || *end != '/') return false;
    score = end + 1;
    no_deal[i] = (int)strtol(score, &end, 10);
    if (end == score || (*end != (i + 1 < n ? ' ' : '\0'))) return false;
    score = end + 1;
  }
  return true;
}

bool ply_class_end_points(const ply_class_session *s, int table, int round, int *points, int *no_deal) {
  const ply_class_end *end = &s->state.tables[table].end[round];
  if (end->status == PLY_TABLE_OPEN) return false;
  bool deal = end->status == PLY_TABLE_DEAL;
  if (deal && end->score != NULL && read_score(end->score, s->shape.n_actors, points, no_deal)) return true;
  for (int i = 0; i < s->shape.n_actors; i++) points[i] = no_deal[i] = s->scales[i].no_deal;
  return !deal || ply_class_points_of(s, end->proposal, points);
}

int ply_class_number_of(const ply_class_session *session, int proposal) {
  int n = 0;
  for (int p = 0; p <= proposal; p++)
    n += session->state.proposals[p].table == session->state.proposals[proposal].table;
  return n;
}

/* ---- from its beginning to its end ---- */

void ply_class_minds_done(ply_class_session *s) {
  for (int t = 0; t < PLY_CLASS_MAX_TABLES; t++) {
    parley_sitting_free(s->minds[t].sitting);
    s->minds[t] = (ply_class_mind){0};
  }
}

void ply_class_session_done(ply_class_session *session) {
  ply_class_log_close(&session->log);
  ply_class_minds_done(session);
  if (session->state.arena != NULL) ply_class_state_done(&session->state);
  parley_game_free(session->game);
  parley_scenario_free(session->scenario);
  cJSON_Delete(session->root);
  parley_game_free(session->file_game);
  parley_scenario_free(session->file_scenario);
  cJSON_Delete(session->file_root);
  free(session->base_text);
  free(session->solution);
  free(session->focal);
  for (int f = 0; f < session->n_found; f++) ply_class_found_free(session->found[f]);
  free(session->found);
  ply_class_trial_done(&session->trial);
  ply_words_free(session->words);
  free(session->verdicts);
  *session = (ply_class_session){.log = {.fd = -1}};
}

ply_status ply_class_session_do(ply_class_session *session, const ply_class_event *event, ply_err *err) {
  if (!ply_class_state_fits(&session->state, event))
    return ply_words_err(session->words, err, PLY_E_USAGE, "too_late", NULL);
  if (session->state.n_events >= PLY_CLASS_MAX_EVENTS)
    return ply_words_err(session->words, err, PLY_E_LIMIT, "too_many_events",
                         PLY_SAID(ply_number_word("n", PLY_CLASS_MAX_EVENTS)));
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

const char *ply_class_deal_name(const ply_class_session *s, const ply_class_deal *deal) {
  char key[64];
  snprintf(key, sizeof key, "title_%.40s", deal->key);
  const char *title = strcmp(ply_words_language(s->words), "en") != 0 ? ply_words_of(s->words, key) : key;
  return title != key ? title : deal->name;
}

void ply_class_found_names(const ply_class_session *s, int d, ply_text *out) {
  const ply_class_found *found = ply_class_session_known(s);
  for (int e = d; e < found->n_deals; e++)
    if (e == d || (found->deals[e].found && found->deals[e].bundle == found->deals[d].bundle))
      ply_text_addf(out, "%s%s", e > d ? ", " : "", ply_class_deal_name(s, &found->deals[e]));
}

/* Fills in the scales of a game that has just been compiled. */
static void set_scales(ply_class_session *s) {
  for (int i = 0; i < s->shape.n_actors; i++) {
    /* The scale is that of the file as the session began, so that news move points and not the ruler. */
    if (!(s->scales[i].unit > 0)) s->scales[i] = scale_of(s->game, i, s->plan.scale);
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
  cJSON *root = cJSON_Parse(text);
  ply_status status = ply_class_course_read(root, game, s->plan.rounds, &s->course, err);
  if (status != PLY_OK) {
    cJSON_Delete(root);
    parley_game_free(game);
    parley_scenario_free(scenario);
    return status;
  }
  ply_class_minds_done(s);
  parley_game_free(s->game);
  parley_scenario_free(s->scenario);
  cJSON_Delete(s->root);
  s->root = root;
  s->scenario = scenario;
  s->game = game;
  s->shape = parley_game_describe(game);
  set_scales(s);
  return PLY_OK;
}

ply_status ply_class_session_file(ply_class_session *s, ply_err *err) {
  if (s->file_game != NULL) return PLY_OK;
  s->file_root = cJSON_Parse(s->base_text);
  if (s->file_root != NULL &&
      parley_scenario_parse(s->base_text, strlen(s->base_text), "the session's scenario", NULL, NULL, 0,
                            &s->file_scenario, NULL, NULL) == PARLEY_OK &&
      parley_game_new(s->file_scenario, &s->file_game, NULL) == PARLEY_OK)
    return PLY_OK;
  return ply_err_set(err, PLY_E_MEMORY, "not enough memory for the scenario as it began");
}

double ply_class_share(const ply_class_session *s, int64_t now_ms) {
  int64_t whole = s->state.stage == PLY_STAGE_AGAIN ? s->plan.again_ms : s->plan.talk_ms;
  if (!s->state.timed || whole <= 0) return 1;
  double share = 1 - (double)ply_class_state_left(&s->state, now_ms) / (double)whole;
  return share < 0 ? 0 : share > 1 ? 1 : share;
}

parley_status ply_class_told(const ply_err *err, parley_error *error) {
  if (error != NULL) {
    *error = (parley_error){.status = (parley_status)err->status, .line = err->line};
    snprintf(error->message, sizeof error->message, "%.*s", (int)sizeof error->message - 1, err->message);
    snprintf(error->file, sizeof error->file, "%s", err->file);
  }
  return (parley_status)err->status;
}
