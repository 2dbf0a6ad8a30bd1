/* A condition of the scenario file told in words, for the red lines, bonuses and rules of a brief. Walks the
 * merged file itself, where the names are. Cost: the size of the condition. */
#include "sim/class/server/view.h"

#include <cjson/cJSON.h>
#include <string.h>

static const cJSON *get(const cJSON *object, const char *key) {
  return cJSON_GetObjectItemCaseSensitive(object, key);
}

/* The name of table[id], else the id. */
static const char *name_in(const cJSON *table, const char *id) {
  const cJSON *name = get(get(table, id), "name");
  return cJSON_IsString(name) ? name->valuestring : id;
}

/* One id or a list of them, as names joined by "or". */
/* A string has no children: the loop is then empty. */
static void either(const cJSON *table, const cJSON *ids, ply_text *out) {
  if (cJSON_IsString(ids)) ply_text_add(out, name_in(table, ids->valuestring));
  const cJSON *id;
  const char *between = "";
  cJSON_ArrayForEach(id, ids) {
    ply_text_add(out, between);
    if (cJSON_IsString(id)) ply_text_add(out, name_in(table, id->valuestring));
    between = " or ";
  }
}

static void members(const cJSON *root, const cJSON *part, ply_text *out) {
  const cJSON *actor;
  const char *between = "";
  cJSON_ArrayForEach(actor, part) {
    ply_text_addf(out, "%s%s stands at ", between, name_in(get(root, "actors"), actor->string));
    either(get(root, "levels"), actor, out);
    between = " and ";
  }
}

static void count(const cJSON *root, const cJSON *part, ply_text *out) {
  const cJSON *min = get(part, "min"), *max = get(part, "max"), *of = get(part, "of"),
              *from = get(part, "from"), *id;
  const cJSON *weights = get(part, "weights"), *weight;
  if (cJSON_IsNumber(min)) ply_text_addf(out, "at least %.10g", min->valuedouble);
  if (cJSON_IsNumber(min) && cJSON_IsNumber(max)) ply_text_add(out, " and ");
  if (cJSON_IsNumber(max)) ply_text_addf(out, "at most %.10g", max->valuedouble);
  ply_text_add(out, weights != NULL ? " by weight of " : " of ");
  if (!cJSON_IsArray(of)) ply_text_add(out, "those who may join");
  const char *between = "";
  cJSON_ArrayForEach(id, of) {
    ply_text_addf(out, "%s%s", between,
                  cJSON_IsString(id) ? name_in(get(root, "actors"), id->valuestring) : "");
    between = ", ";
  }
  ply_text_add(out, " at ");
  either(get(root, "levels"), from, out);
  ply_text_add(out, " or above");
  between = " (weights: ";
  cJSON_ArrayForEach(weight, weights) {
    ply_text_addf(out, "%s%s %.10g", between, name_in(get(root, "actors"), weight->string),
                  cJSON_IsNumber(weight) ? weight->valuedouble : 1.0);
    between = ", ";
  }
  if (weights != NULL && weights->child != NULL) ply_text_add(out, ")");
}

static void any_of(const cJSON *root, const cJSON *parts, ply_text *out) {
  const cJSON *part;
  const char *between = "either ";
  cJSON_ArrayForEach(part, parts) {
    ply_text_add(out, between);
    ply_class_words_when(root, part, out);
    between = ", or ";
  }
}

static void one_key(const cJSON *root, const cJSON *part, ply_text *out) {
  const char *key = part->string;
  if (strcmp(key, "$members") == 0)
    members(root, part, out);
  else if (strcmp(key, "$count") == 0)
    count(root, part, out);
  else if (strcmp(key, "$any") == 0)
    any_of(root, part, out);
  else if (strcmp(key, "$no_members") == 0)
    ply_text_add(out, "nobody joins");
  else if (strcmp(key, "$members_at") == 0) {
    ply_text_add(out, "everyone who joins stands at ");
    either(get(root, "levels"), part, out);
  } else if (strcmp(key, "$not") == 0) {
    ply_text_add(out, "it is not so that ");
    ply_class_words_when(root, part, out);
  } else {
    ply_text_addf(out, "%s is ", name_in(get(root, "issues"), key));
    either(get(get(get(root, "issues"), key), "options"), part, out);
  }
}

void ply_class_words_when(const cJSON *root, const cJSON *when, ply_text *out) {
  const cJSON *part;
  const char *between = "";
  if (when == NULL || when->child == NULL) ply_text_add(out, "in any case");
  cJSON_ArrayForEach(part, when) {
    ply_text_add(out, between);
    one_key(root, part, out);
    between = " and ";
  }
}
