/* Would a deal that was signed hold? The solver is asked of the scenario with that deal as one more design: is
 * it acceptable, does it hold by consent, does it hold even if it goes on without a leaver, is it efficient,
 * who gains most by moving alone, who is nearest to no deal. Cost: a solve a deal. */
#include "sim/class/session/blocks.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <string.h>

static const char id[] = "signed-deal";

static cJSON *get(const cJSON *object, const char *key) {
  return cJSON_GetObjectItemCaseSensitive(object, key);
}

static cJSON *design_of(const ply_class_session *s, uint64_t bundle) {
  int options[PLY_CLASS_ROLES], levels[PLY_CLASS_ROLES];
  cJSON *design = cJSON_CreateObject(), *chosen = cJSON_AddObjectToObject(design, "options"),
        *members = cJSON_AddObjectToObject(design, "members");
  parley_game_unpack(s->game, bundle, options, levels);
  for (int k = 0; k < s->shape.n_issues; k++) {
    parley_game_issue issue = parley_game_issue_at(s->game, k);
    if (!issue.derived)
      cJSON_AddStringToObject(chosen, issue.name.id, parley_game_option_at(s->game, k, options[k]).id);
  }
  for (int i = 0; i < s->shape.n_actors; i++)
    if (levels[i] > 0)
      cJSON_AddStringToObject(members, parley_game_actor_at(s->game, i).name.id,
                              parley_game_level_at(s->game, levels[i]).id);
  return design;
}

char *ply_class_verdict_text(const ply_class_session *s, uint64_t bundle) {
  cJSON *root = cJSON_Duplicate(s->root, true), *design = design_of(s, bundle);
  cJSON *designs = get(root, "designs");
  if (designs == NULL) designs = cJSON_AddObjectToObject(root, "designs");
  cJSON_DeleteItemFromObjectCaseSensitive(designs, id);
  char *text = NULL;
  if (designs != NULL && cJSON_AddItemToObject(designs, id, design))
    text = cJSON_PrintUnformatted(root);
  else
    cJSON_Delete(design);
  cJSON_Delete(root);
  return text;
}

static int actor_of(const ply_class_session *s, const char *name) {
  for (int i = 0; i < s->shape.n_actors; i++)
    if (strcmp(parley_game_actor_at(s->game, i).name.id, name) == 0) return i;
  return -1;
}

static void read_margins(const ply_class_session *s, const cJSON *design, ply_class_verdict *v) {
  uint64_t asked = parley_game_parties(s->game, v->bundle);
  const cJSON *item;
  v->slack = INFINITY;
  cJSON_ArrayForEach(item, get(design, "margins")) {
    int i = actor_of(s, item->string);
    if (i < 0 || (asked >> i & 1) == 0 || !cJSON_IsNumber(item) || item->valuedouble >= v->slack) continue;
    v->slack = item->valuedouble;
    v->least = i;
  }
  cJSON_ArrayForEach(item, get(design, "refuses")) {
    int i = cJSON_IsString(item) ? actor_of(s, item->valuestring) : -1;
    if (i >= 0) v->refuses |= (uint64_t)1 << i;
  }
}

/* Whether it holds if the rest may sign anew without one that leaves: no member gets more in what they would sign. */
static void read_reopened(const ply_class_session *s, const cJSON *root, const cJSON *design,
                          ply_class_verdict *v) {
  const cJSON *without = get(get(root, "reopened"), "without"), *member;
  v->reopening_known = cJSON_IsObject(without);
  cJSON_ArrayForEach(member, get(design, "members")) {
    const cJSON *there = get(get(without, member->string), "payoff"),
                *here = get(get(design, "payoffs"), member->string);
    int i = actor_of(s, member->string);
    if (!cJSON_IsNumber(there) || !cJSON_IsNumber(here) || i < 0)
      v->reopening_known = false;
    else if (there->valuedouble > here->valuedouble + PLY_EPS)
      v->rather_out |= (uint64_t)1 << i;
  }
  v->reopened = v->reopening_known && v->sustained && v->rather_out == 0;
}

bool ply_class_verdict_read(const ply_class_session *s, const char *json, ply_class_verdict *v) {
  cJSON *root = json != NULL ? cJSON_Parse(json) : NULL;
  const cJSON *design = get(get(root, "designs"), id), *deviation = get(design, "deviation");
  bool good = cJSON_IsObject(design);
  v->least = v->leaver = -1;
  if (good) {
    v->acceptable = cJSON_IsTrue(get(design, "acceptable"));
    v->sustained = cJSON_IsTrue(get(design, "sustained"));
    v->stable = cJSON_IsTrue(get(design, "stable"));
    v->efficient = cJSON_IsTrue(get(design, "efficient"));
    read_margins(s, design, v);
    read_reopened(s, root, design, v);
  }
  if (good && cJSON_IsString(get(deviation, "actor")) && cJSON_IsNumber(get(deviation, "gain"))) {
    v->leaver = actor_of(s, get(deviation, "actor")->valuestring);
    v->gain = get(deviation, "gain")->valuedouble;
    v->falls = cJSON_IsTrue(get(deviation, "falls"));
  }
  cJSON_Delete(root);
  return good;
}

const ply_class_verdict *ply_class_verdict_of(const ply_class_session *s, uint64_t bundle) {
  for (int v = 0; v < s->n_verdicts; v++)
    if (s->verdicts[v].n_patches == s->n_patches && s->verdicts[v].bundle == bundle) return &s->verdicts[v];
  return NULL;
}
