/* A condition of the scenario file told in words, for the red lines, bonuses, tables and rules of a brief. Walks the
 * merged file itself, where the names are. Cost: the size of the condition. */
#include "sim/class/server/view.h"

#include <cjson/cJSON.h>
#include <string.h>

/* What all of it is told with: the file, the catalogue, and the text that grows. */
typedef struct telling {
  const cJSON *root;
  const ply_words *words;
  ply_text *out;
} telling;

static void tell(const telling *t, const cJSON *when);

static const cJSON *get(const cJSON *object, const char *key) {
  return cJSON_GetObjectItemCaseSensitive(object, key);
}

/* The name of table[id], else the id. */
static const char *name_in(const cJSON *table, const char *id) {
  const cJSON *name = get(get(table, id), "name");
  return cJSON_IsString(name) ? name->valuestring : id;
}

static void add(const telling *t, const char *key, const ply_said *values) {
  ply_words_say(t->words, t->out, key, values);
}

/* One id or a list of them, as names with `between` between: a text to be done with. (A string has no children.) */
static ply_text names_of(const cJSON *table, const cJSON *ids, const char *between) {
  ply_text names;
  const cJSON *id;
  ply_text_init(&names);
  if (cJSON_IsString(ids)) ply_text_add(&names, name_in(table, ids->valuestring));
  cJSON_ArrayForEach(id, ids) {
    if (names.length > 0) ply_text_add(&names, between);
    if (cJSON_IsString(id)) ply_text_add(&names, name_in(table, id->valuestring));
  }
  return names;
}

static const char *text_of(const ply_text *text) { return text->data != NULL ? text->data : ""; }

static void members(const telling *t, const cJSON *part) {
  const cJSON *actor;
  const char *between = "";
  cJSON_ArrayForEach(actor, part) {
    ply_text levels = names_of(get(t->root, "levels"), actor, ply_words_of(t->words, "when_or"));
    ply_text_add(t->out, between);
    add(t, "when_stands",
        PLY_SAID(ply_word("who", name_in(get(t->root, "actors"), actor->string)),
                 ply_word("level", text_of(&levels))));
    ply_text_done(&levels);
    between = ply_words_of(t->words, "when_and");
  }
}

static void count(const telling *t, const cJSON *part) {
  const cJSON *min = get(part, "min"), *max = get(part, "max"), *of = get(part, "of");
  ply_text range,
      level = names_of(get(t->root, "levels"), get(part, "from"), ply_words_of(t->words, "when_or")),
      who = names_of(get(t->root, "actors"), of, ", ");
  ply_text_init(&range);
  if (cJSON_IsNumber(min))
    ply_words_say(t->words, &range, "when_least", PLY_SAID(ply_number_word("n", min->valueint)));
  if (cJSON_IsNumber(min) && cJSON_IsNumber(max)) ply_text_add(&range, ply_words_of(t->words, "when_and"));
  if (cJSON_IsNumber(max))
    ply_words_say(t->words, &range, "when_most", PLY_SAID(ply_number_word("n", max->valueint)));
  add(t, "when_count",
      PLY_SAID(ply_word("range", text_of(&range)),
               ply_word("who", cJSON_IsArray(of) ? text_of(&who) : ply_words_of(t->words, "when_candidates")),
               ply_word("level", text_of(&level))));
  ply_text_done(&range);
  ply_text_done(&level);
  ply_text_done(&who);
}

static void any_of(const telling *t, const cJSON *parts) {
  const cJSON *part;
  const char *between = ply_words_of(t->words, "when_either");
  cJSON_ArrayForEach(part, parts) {
    ply_text_add(t->out, between);
    tell(t, part);
    between = ply_words_of(t->words, "when_else");
  }
}

static void opposite(const telling *t, const cJSON *part) {
  ply_text inner;
  ply_text_init(&inner);
  tell(&(telling){t->root, t->words, &inner}, part);
  add(t, "when_not", PLY_SAID(ply_word("what", text_of(&inner))));
  ply_text_done(&inner);
}

static void one_key(const telling *t, const cJSON *part) {
  const char *key = part->string;
  bool all_at = strcmp(key, "$members_at") == 0;
  if (strcmp(key, "$members") == 0)
    members(t, part);
  else if (strcmp(key, "$count") == 0)
    count(t, part);
  else if (strcmp(key, "$any") == 0)
    any_of(t, part);
  else if (strcmp(key, "$no_members") == 0)
    add(t, "when_nobody", NULL);
  else if (strcmp(key, "$not") == 0)
    opposite(t, part);
  else {
    const cJSON *issues = get(t->root, "issues");
    ply_text chosen = names_of(all_at ? get(t->root, "levels") : get(get(issues, key), "options"), part,
                               ply_words_of(t->words, "when_or"));
    add(t, all_at ? "when_all_at" : "when_is",
        PLY_SAID(ply_word("issue", all_at ? "" : name_in(issues, key)), ply_word("option", text_of(&chosen)),
                 ply_word("level", text_of(&chosen))));
    ply_text_done(&chosen);
  }
}

static void tell(const telling *t, const cJSON *when) {
  const cJSON *part;
  const char *between = "";
  if (when == NULL || when->child == NULL) add(t, "when_always", NULL);
  cJSON_ArrayForEach(part, when) {
    ply_text_add(t->out, between);
    one_key(t, part);
    between = ply_words_of(t->words, "when_and");
  }
}

void ply_class_words_when(const ply_class_session *s, const cJSON *when, ply_text *out) {
  tell(&(telling){s->root, s->words, out}, when);
}

void ply_class_words_entry(const ply_class_session *s, const cJSON *over, const cJSON *const *at, int n,
                           ply_text *out) {
  const telling t = {s->root, s->words, out};
  const cJSON *issues = get(s->root, "issues");
  for (int k = 0; k < n; k++) {
    const cJSON *name = cJSON_GetArrayItem(over, k);
    const char *id = cJSON_IsString(name) ? name->valuestring : "";
    const cJSON *issue = get(issues, id);
    if (k > 0) ply_text_add(out, ply_words_of(s->words, "when_and"));
    if (issue != NULL)
      add(&t, "when_is",
          PLY_SAID(ply_word("issue", name_in(issues, id)),
                   ply_word("option", name_in(get(issue, "options"), at[k]->string))));
    else
      add(&t, "when_stands",
          PLY_SAID(ply_word("who", name_in(get(s->root, "actors"), id)),
                   ply_word("level", name_in(get(s->root, "levels"), at[k]->string))));
  }
}
