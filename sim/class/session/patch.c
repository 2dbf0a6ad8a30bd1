/* News that change the scenario: a JSON Merge Patch (RFC 7396) laid over the file, read and checked like any
 * scenario. A bundle keeps its meaning for the whole session, so a patch may change numbers, words and
 * conditions but not which actors, issues, options, levels and candidates there are. Cost: reading the
 * scenario again. */
#include "sim/class/session/session.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

/* What a part of a patch becomes where nothing to lay it over was, with its name; NULL without memory. */
static cJSON *fresh(const cJSON *part);

/* The object with the patch, an object too, laid over it. False without memory: some of it is laid then. */
static bool lay(cJSON *target, const cJSON *patch) {
  const cJSON *part;
  cJSON_ArrayForEach(part, patch) {
    cJSON *old = cJSON_GetObjectItemCaseSensitive(target, part->string);
    if (cJSON_IsNull(part)) {
      cJSON_DeleteItemFromObjectCaseSensitive(target, part->string);
    } else if (cJSON_IsObject(old) && cJSON_IsObject(part)) {
      if (!lay(old, part)) return false;
    } else {
      cJSON *made = fresh(part);
      bool good = made != NULL && (old != NULL ? cJSON_ReplaceItemViaPointer(target, old, made)
                                               : cJSON_AddItemToObject(target, part->string, made));
      if (!good) {
        cJSON_Delete(made);
        return false;
      }
    }
  }
  return true;
}

static cJSON *fresh(const cJSON *part) {
  cJSON *made = cJSON_Duplicate(part, !cJSON_IsObject(part));
  if (made != NULL && (!cJSON_IsObject(part) || lay(made, part))) return made;
  cJSON_Delete(made);
  return NULL;
}

static bool same_name(parley_name a, parley_name b) { return strcmp(a.id, b.id) == 0; }

static bool same_issues(const parley_game *a, const parley_game *b, int n_issues) {
  for (int k = 0; k < n_issues; k++) {
    parley_game_issue one = parley_game_issue_at(a, k), other = parley_game_issue_at(b, k);
    if (!same_name(one.name, other.name) || one.n_options != other.n_options || one.derived != other.derived)
      return false;
    for (int o = 0; o < one.n_options; o++)
      if (!same_name(parley_game_option_at(a, k, o), parley_game_option_at(b, k, o))) return false;
  }
  return true;
}

static bool same_people(const parley_game *a, const parley_game *b, parley_game_shape shape) {
  for (int i = 0; i < shape.n_actors; i++) {
    parley_game_actor one = parley_game_actor_at(a, i), other = parley_game_actor_at(b, i);
    if (!same_name(one.name, other.name) || one.candidate != other.candidate) return false;
  }
  for (int i = 0; i < shape.n_actors; i++) {
    if (parley_game_n_stands(a, i) != parley_game_n_stands(b, i)) return false;
    for (int l = 0; l < parley_game_n_stands(a, i); l++)
      if (!same_name(parley_game_stand_at(a, i, l), parley_game_stand_at(b, i, l))) return false;
  }
  return true;
}

/* Whether every bundle of one game means the same in the other. */
static bool same_bundles(const parley_game *a, const parley_game *b) {
  parley_game_shape one = parley_game_describe(a), other = parley_game_describe(b);
  return one.n_actors == other.n_actors && one.n_issues == other.n_issues && one.n_levels == other.n_levels &&
         same_issues(a, b, one.n_issues) && same_people(a, b, one) &&
         ply_class_playable(a) == ply_class_playable(b);
}

static ply_status unfit(const ply_class_session *session, const parley_error *error, ply_err *err) {
  if (error->status == PARLEY_E_MEMORY) return ply_err_set(err, PLY_E_MEMORY, "%s", error->message);
  char why[sizeof error->pointer + sizeof error->message + 4];
  snprintf(why, sizeof why, "%s: %s", error->pointer, error->message);
  return ply_words_err(session->words, err, PLY_E_INPUT, "news_unfit", PLY_SAID(ply_word("why", why)));
}

/* A patched text that would change what bundles mean is refused before it takes effect. */
static ply_status check_shape(const ply_class_session *session, const char *text, ply_err *err) {
  parley_scenario *scenario = NULL;
  parley_game *game = NULL;
  parley_error error = {0};
  ply_status status = PLY_OK;
  if (session->game == NULL) return PLY_OK;
  if (parley_scenario_parse(text, strlen(text), "the news", NULL, NULL, 0, &scenario, NULL, &error) !=
          PARLEY_OK ||
      parley_game_new(scenario, &game, &error) != PARLEY_OK)
    status = unfit(session, &error, err);
  else if (!same_bundles(session->game, game))
    status = ply_words_err(session->words, err, PLY_E_INPUT, "news_shape", NULL);
  parley_game_free(game);
  parley_scenario_free(scenario);
  return status;
}

static ply_status lay_over(const ply_words *words, cJSON *root, const char *patch, ply_err *err) {
  cJSON *part = NULL;
  ply_status status = ply_json_parse(patch, strlen(patch), &part);
  if (status != PLY_E_MEMORY && !cJSON_IsObject(part))
    status = ply_words_err(words, err, PLY_E_INPUT, "news_no_object", NULL);
  else if (status == PLY_E_MEMORY || !lay(root, part))
    status = ply_err_set(err, PLY_E_MEMORY, "not enough memory for the news");
  cJSON_Delete(part);
  return status;
}

ply_status ply_class_patch(ply_class_session *session, const char *one_more, ply_err *err) {
  cJSON *root = NULL;
  ply_status status = ply_json_parse(session->base_text, strlen(session->base_text), &root);
  if (status == PLY_E_MEMORY)
    ply_err_set(err, status, "not enough memory for the session's scenario");
  else if (status != PLY_OK || !cJSON_IsObject(root))
    status = ply_err_set(err, PLY_E_INPUT, "the session's scenario is no JSON object");
  int n = 0;
  for (int e = 0; e < session->state.n_events && status == PLY_OK; e++) {
    const char *patch = session->state.events[e].patch;
    if (patch == NULL || patch[0] == '\0') continue;
    status = lay_over(session->words, root, patch, err);
    n++;
  }
  if (one_more != NULL && status == PLY_OK) status = lay_over(session->words, root, one_more, err);
  char *text = status == PLY_OK ? cJSON_PrintUnformatted(root) : NULL;
  if (status == PLY_OK && text == NULL)
    status = ply_err_set(err, PLY_E_MEMORY, "not enough memory for the news");
  if (status == PLY_OK) status = check_shape(session, text, err);
  /* With one_more this was only the question whether it would fit. */
  if (status == PLY_OK && one_more == NULL) {
    status = ply_class_session_compile(session, text, err);
    session->n_patches = n;
    if (status == PLY_OK && n > 0) status = ply_class_session_file(session, err);
  }
  cJSON_free(text);
  cJSON_Delete(root);
  return status;
}
