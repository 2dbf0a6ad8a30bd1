/* One role's instructions as data: what it is told, what each option is worth to it in whole points, what no
 * deal gives it, and its red lines. The points of an issue are counted from the role's worst option, so that
 * the points of a deal are their sum (before rounding, where nothing is scaled by security and no bonus
 * applies). */
#include "sim/class/server/view.h"
#include "sim/class/session/moves.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const cJSON *get(const cJSON *object, const char *key) {
  return cJSON_GetObjectItemCaseSensitive(object, key);
}

static int rounded(double x) { return (int)lround(x); }

static void write_terms(ply_json *json, const char *key, const ply_class_session *s, int role, int issue,
                        bool outsider) {
  ply_json_array(json, key, PLY_JSON_TIGHT);
  for (int o = 0; o < parley_game_issue_at(s->game, issue).n_options; o++)
    ply_json_int(json, NULL, rounded(ply_class_term(s, role, issue, o, outsider)));
  ply_json_end(json);
}

static void write_issues(ply_json *json, const ply_class_session *s, const cJSON *actor, int role) {
  ply_json_array(json, "issues", PLY_JSON_TIGHT);
  for (int k = 0; k < s->shape.n_issues; k++) {
    const char *id = parley_game_issue_at(s->game, k).name.id;
    const cJSON *by = get(get(get(actor, "scaled"), id), "by");
    bool apart = get(get(get(actor, "payoffs"), id), "outsider") != NULL;
    ply_json_object(json, NULL, PLY_JSON_TIGHT);
    ply_json_int(json, "issue", k);
    write_terms(json, "points", s, role, k, false);
    if (apart && parley_game_actor_at(s->game, role).candidate)
      write_terms(json, "outside", s, role, k, true);
    if (cJSON_IsString(by)) ply_json_string(json, "scaled", by->valuestring);
    ply_json_end(json);
  }
  ply_json_end(json);
}

/* The base value of a number of the file: n, [low, base, high] or {"value": ...}. */
static double base_of(const cJSON *number) {
  if (cJSON_IsObject(number)) number = get(number, "value");
  if (cJSON_IsArray(number)) number = cJSON_GetArrayItem(number, 1);
  return cJSON_IsNumber(number) ? number->valuedouble : 0;
}

static void write_line(ply_json *json, const ply_class_session *s, const cJSON *line, bool in_force) {
  const cJSON *name = get(line, "name"), *effect = get(line, "effect"), *from = get(line, "from");
  const char *level = cJSON_IsString(from) ? from->valuestring : NULL;
  /* Without a level it holds from the first above out: for joining at all. */
  bool any_level =
      level == NULL || (s->shape.n_levels > 1 && strcmp(level, parley_game_level_at(s->game, 1).id) == 0);
  const cJSON *level_name = level != NULL ? get(get(get(s->root, "levels"), level), "name") : NULL;
  ply_text when;
  ply_text_init(&when);
  ply_class_words_when(s, get(line, "when"), &when);
  ply_json_object(json, NULL, PLY_JSON_TIGHT);
  ply_json_bool(json, "in_force", in_force);
  ply_json_bool(json, "stay_out", cJSON_IsString(effect) && strcmp(effect->valuestring, "stay_out") == 0);
  ply_class_write_text(json, "name", cJSON_IsString(name) ? name->valuestring : NULL);
  ply_class_write_text(json, "from",
                       any_level                    ? NULL
                       : cJSON_IsString(level_name) ? level_name->valuestring
                                                    : level);
  ply_class_write_text(json, "when", when.data);
  ply_json_end(json);
  ply_text_done(&when);
}

static void write_lines(ply_json *json, const ply_class_session *s, const cJSON *actor, int role) {
  const cJSON *line;
  int n = 0;
  ply_json_array(json, "lines", PLY_JSON_TIGHT);
  cJSON_ArrayForEach(line, get(actor, "red_lines"))
      write_line(json, s, line, parley_game_line_in_force(s->game, role, n++));
  ply_json_end(json);
}

enum { MOST_ROWS = 60 }; /* of tables: more than anybody reads */

typedef struct table_rows {
  const ply_class_session *s;
  const cJSON *over;
  int role, depth, n;
  const cJSON *at[PLY_CLASS_ROLES]; /* [depth] the entries on the way */
  ply_json *json;
} table_rows;

/* What a number of the file gives the role, in its points, and for what. */
static void write_gain(ply_json *json, const ply_class_session *s, int role, const cJSON *number,
                       const char *key, const char *words) {
  ply_json_object(json, NULL, PLY_JSON_TIGHT);
  ply_json_int(json, "points", rounded(ply_class_unit(s, role) * base_of(number)));
  ply_class_write_text(json, key, words);
  ply_json_end(json);
}

/* One row for each number that a table gives. */
static void write_rows(table_rows *t, const cJSON *values) {
  if (t->depth < cJSON_GetArraySize(t->over)) {
    const cJSON *child;
    cJSON_ArrayForEach(child, values) {
      if (strcmp(child->string, "notes") == 0) continue;
      t->at[t->depth++] = child;
      write_rows(t, child);
      t->depth--;
    }
    return;
  }
  ply_text when;
  if (t->n++ >= MOST_ROWS) return;
  ply_text_init(&when);
  ply_class_words_entry(t->s, t->over, t->at, t->depth, &when);
  write_gain(t->json, t->s, t->role, values, "when", when.data);
  ply_text_done(&when);
}

/* Tables stand among the bonuses. */
static void write_tables(ply_json *json, const ply_class_session *s, const cJSON *actor, int role) {
  table_rows rows = {.s = s, .role = role, .json = json};
  const cJSON *table;
  cJSON_ArrayForEach(table, get(actor, "tables")) {
    rows.over = get(table, "over");
    write_rows(&rows, get(table, "values"));
  }
}

static void write_bonuses(ply_json *json, const ply_class_session *s, const cJSON *actor, int role) {
  const cJSON *bonus;
  ply_json_array(json, "bonuses", PLY_JSON_TIGHT);
  write_tables(json, s, actor, role);
  cJSON_ArrayForEach(bonus, get(actor, "bonuses")) {
    ply_text when;
    ply_text_init(&when);
    ply_class_words_when(s, get(bonus, "when"), &when);
    write_gain(json, s, role, get(bonus, "gain"), "when", when.data);
    ply_text_done(&when);
  }
  ply_json_end(json);
}

/* What a security indicator is, for people: the catalogue's word, or its own name. */
static void write_stakes(ply_json *json, const ply_class_session *s, const cJSON *actor, int role) {
  const cJSON *stake;
  ply_json_array(json, "stakes", PLY_JSON_TIGHT);
  cJSON_ArrayForEach(stake, get(actor, "stakes")) {
    char key[64];
    snprintf(key, sizeof key, "stake_%.40s", stake->string);
    const char *words = ply_words_of(s->words, key);
    write_gain(json, s, role, stake, "what", words != key ? words : stake->string);
  }
  ply_json_end(json);
}

static void write_moves(ply_json *json, const char *key, const ply_class_session *s, int role,
                        const uint64_t *moves, int n) {
  ply_json_array(json, key, PLY_JSON_TIGHT);
  for (int i = 0; i < n; i++) {
    ply_text words;
    ply_text_init(&words);
    ply_class_move_words(s, role, moves[i], &words);
    ply_class_write_text(json, NULL, words.data);
    ply_text_done(&words);
  }
  ply_json_end(json);
}

/* Of a game of two players' moves: the table of points. */
static void write_matrix(ply_json *json, const ply_class_session *s, int role) {
  ply_class_matrix m;
  if (!ply_class_matrix_of(s, role, &m)) return;
  ply_json_object(json, "matrix", PLY_JSON_TIGHT);
  ply_json_int(json, "other", m.other);
  write_moves(json, "own", s, role, m.own, m.n);
  write_moves(json, "theirs", s, m.other, m.theirs, m.n_other);
  ply_json_array(json, "points", PLY_JSON_TIGHT);
  for (int i = 0; i < m.n; i++) ply_json_ints(json, NULL, m.points[i], m.n_other);
  ply_json_end(json);
  ply_json_end(json);
}

void ply_class_write_brief(ply_json *json, const ply_class_session *s, int role) {
  parley_game_actor who = parley_game_actor_at(s->game, role);
  const cJSON *actor = get(get(s->root, "actors"), who.name.id);
  ply_json_object(json, NULL, PLY_JSON_TIGHT);
  ply_json_int(json, "role", role);
  ply_json_int(json, "no_deal", s->scales[role].no_deal);
  ply_json_int(json, "scale", s->plan.scale);
  ply_json_int(json, "changes", s->n_patches);
  ply_json_string(json, "name", who.name.name);
  ply_class_write_text(json, "story", who.brief);
  write_issues(json, s, actor, role);
  ply_json_array(json, "levels", PLY_JSON_TIGHT);
  for (int l = 0; l < s->shape.n_levels && who.candidate; l++)
    ply_json_int(json, NULL, rounded(ply_class_unit(s, role) * parley_game_level_term(s->game, role, l)));
  ply_json_end(json);
  write_lines(json, s, actor, role);
  write_bonuses(json, s, actor, role);
  write_stakes(json, s, actor, role);
  write_matrix(json, s, role);
  ply_json_end(json);
}

void ply_class_view_brief(const ply_class_session *s, int role, ply_text *out) {
  ply_json json;
  ply_json_start(&json, out);
  ply_class_write_brief(&json, s, role);
}
