/* The solver's result as the classroom needs it, read once from its JSON. Indices of bundles may be past what
 * a double holds exactly, so bundles are packed anew from the names of their options and members, and the
 * cloud gives its indices as strings. Cost: the length of the JSON. */
#include "sim/class/session/found.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 64 }; /* actors, issues */

static const cJSON *get(const cJSON *object, const char *key) {
  return cJSON_GetObjectItemCaseSensitive(object, key);
}

/* A count of a part of the result: exact, or, where a limit left it open, what is proved of it. */
static double count_of(const cJSON *part, const char *key) {
  const cJSON *exact = get(part, key), *proved = get(part, "at_least");
  if (cJSON_IsNumber(exact)) return exact->valuedouble;
  return cJSON_IsNumber(proved) ? proved->valuedouble : 0;
}

static int actor_named(const parley_game *game, const char *id) {
  int n = parley_game_describe(game).n_actors;
  for (int i = 0; i < n; i++)
    if (strcmp(parley_game_actor_at(game, i).name.id, id) == 0) return i;
  return -1;
}

/* ---- bundles by name ---- */

static bool option_named(const parley_game *game, int issue, const cJSON *id, int *option) {
  int n = parley_game_issue_at(game, issue).n_options;
  for (*option = 0; cJSON_IsString(id) && *option < n; ++*option)
    if (strcmp(parley_game_option_at(game, issue, *option).id, id->valuestring) == 0) return true;
  return false;
}

static bool level_named(const parley_game *game, int actor, const cJSON *id, int *level) {
  int n = parley_game_n_stands(game, actor);
  for (*level = 0; cJSON_IsString(id) && *level < n; ++*level)
    if (strcmp(parley_game_stand_at(game, actor, *level).id, id->valuestring) == 0) return true;
  return false;
}

/* The bundle of a row of the result; false where the row tells none. */
static bool bundle_of(const parley_game *game, const cJSON *row, uint64_t *bundle) {
  int options[MOST] = {0}, levels[MOST] = {0}, n_issues = parley_game_describe(game).n_issues;
  const cJSON *chosen = get(row, "options"), *member;
  if (!cJSON_IsObject(chosen)) return false;
  for (int k = 0; k < n_issues; k++) {
    const cJSON *option = get(chosen, parley_game_issue_at(game, k).name.id);
    if (!option_named(game, k, option, &options[k])) return false;
  }
  cJSON_ArrayForEach(member, get(row, "members")) {
    int actor = actor_named(game, member->string);
    if (actor < 0 || !level_named(game, actor, member, &levels[actor])) return false;
  }
  return parley_game_pack(game, options, levels, bundle);
}

/* ---- the parts ---- */

static void read_deals(const parley_game *game, const cJSON *root, ply_class_found *f) {
  const char *key, *name, *plain;
  for (int d = 0; d < PLY_CLASS_DEALS && parley_concept_at((size_t)d, &key, &name, &plain); d++) {
    ply_class_deal *deal = &f->deals[f->n_deals++];
    deal->key = key;
    snprintf(deal->name, sizeof deal->name, plain != NULL ? "%s (%s)" : "%s", name, plain);
    deal->found = bundle_of(game, get(get(root, "solutions"), key), &deal->bundle);
  }
}

static void read_counts(const cJSON *root, ply_class_found *f) {
  const cJSON *outcome = get(root, "outcome"), *efficient = get(get(root, "pareto"), "count");
  f->decided = cJSON_IsString(outcome) && strcmp(outcome->valuestring, "found") == 0;
  f->feasible = count_of(get(root, "space"), "feasible");
  f->acceptable = count_of(get(root, "acceptable"), "count");
  f->sustained = count_of(get(root, "sustained"), "count");
  f->stable = count_of(get(root, "stable"), "count");
  f->efficient = cJSON_IsNumber(efficient) ? efficient->valuedouble : -1;
}

static void read_players(const parley_game *game, const cJSON *root, ply_class_found *f) {
  const cJSON *id;
  cJSON_ArrayForEach(id, get(root, "players")) {
    int actor = cJSON_IsString(id) ? actor_named(game, id->valuestring) : -1;
    if (actor >= 0) f->players |= (uint64_t)1 << actor;
  }
}

static bool read_stable(const parley_game *game, const cJSON *root, ply_class_found *f) {
  const cJSON *list = get(get(root, "class"), "stable"), *row;
  f->stable_first = calloc((size_t)cJSON_GetArraySize(list) + 1, sizeof *f->stable_first);
  if (f->stable_first == NULL) return false;
  cJSON_ArrayForEach(row, list) {
    uint64_t bundle = cJSON_IsString(row) ? strtoull(row->valuestring, NULL, 10) : UINT64_MAX;
    if (bundle < parley_game_describe(game).n_bundles) f->stable_first[f->n_stable++] = bundle;
  }
  return true;
}

static bool read_top(const parley_game *game, const cJSON *root, ply_class_found *f) {
  const cJSON *list = get(root, "top"), *row;
  int n = cJSON_GetArraySize(list);
  f->top = calloc((size_t)n + 1, sizeof *f->top);
  if (f->top == NULL) return false;
  cJSON_ArrayForEach(row, list) f->n_top += bundle_of(game, row, &f->top[f->n_top]);
  return true;
}

static bool read_cloud(const parley_game *game, const cJSON *root, ply_class_found *f) {
  const cJSON *cloud = get(root, "cloud"), *list = get(cloud, "index"), *row;
  const cJSON *mark = get(cloud, "flags") != NULL ? get(cloud, "flags")->child : NULL,
              *stride = get(cloud, "stride");
  size_t n = (size_t)cJSON_GetArraySize(list);
  f->cloud = calloc(n + 1, sizeof *f->cloud);
  f->marks = calloc(n + 1, 1);
  if (f->cloud == NULL || f->marks == NULL) return false;
  f->every_pair = cJSON_IsTrue(get(cloud, "every_pair"));
  f->whole = cJSON_IsTrue(get(cloud, "complete")) && cJSON_IsNumber(stride) && stride->valuedouble == 1;
  cJSON_ArrayForEach(row, list) {
    uint64_t bundle = cJSON_IsString(row) ? strtoull(row->valuestring, NULL, 10) : UINT64_MAX;
    if (bundle < parley_game_describe(game).n_bundles) {
      f->cloud[f->n_cloud] = bundle;
      f->marks[f->n_cloud++] = cJSON_IsNumber(mark) ? (unsigned char)mark->valueint : 0;
    }
    if (mark != NULL) mark = mark->next;
  }
  return true;
}

ply_class_found *ply_class_found_read(const parley_game *game, const char *json) {
  ply_class_found *f = calloc(1, sizeof *f);
  cJSON *root = f != NULL && json != NULL ? cJSON_Parse(json) : NULL;
  bool memory = f != NULL;
  if (f != NULL) f->failed = !cJSON_IsObject(get(root, "acceptable"));
  if (f != NULL && !f->failed) {
    read_counts(root, f);
    read_deals(game, root, f);
    read_players(game, root, f);
    f->has_talks = bundle_of(game, get(root, "talks"), &f->talks);
    memory = read_stable(game, root, f) && read_top(game, root, f) && read_cloud(game, root, f);
  }
  cJSON_Delete(root);
  if (memory) return f;
  ply_class_found_free(f);
  return NULL;
}

void ply_class_found_free(ply_class_found *found) {
  if (found == NULL) return;
  free(found->stable_first);
  free(found->top);
  free(found->cloud);
  free(found->marks);
  free(found);
}

bool ply_class_found_first(const ply_class_found *found, int d) {
  for (int e = 0; e < d; e++)
    if (found->deals[e].found && found->deals[e].bundle == found->deals[d].bundle) return false;
  return found->deals[d].found;
}
