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

static void write_terms(const ply_class_session *s, int role, int issue, bool outsider, ply_text *out) {
  ply_text_add(out, "[");
  for (int o = 0; o < parley_game_issue_at(s->game, issue).n_options; o++)
    ply_text_addf(out, "%s%d", o > 0 ? "," : "", rounded(ply_class_term(s, role, issue, o, outsider)));
  ply_text_add(out, "]");
}

static void write_issues(const ply_class_session *s, const cJSON *actor, int role, ply_text *out) {
  for (int k = 0; k < s->shape.n_issues; k++) {
    const char *id = parley_game_issue_at(s->game, k).name.id;
    const cJSON *by = get(get(get(actor, "scaled"), id), "by");
    ply_text_addf(out, "%s{\"issue\":%d,\"points\":", k > 0 ? "," : "", k);
    write_terms(s, role, k, false, out);
    if (get(get(get(actor, "payoffs"), id), "outsider") != NULL &&
        parley_game_actor_at(s->game, role).candidate) {
      ply_text_add(out, ",\"outside\":");
      write_terms(s, role, k, true, out);
    }
    if (cJSON_IsString(by)) {
      ply_text_add(out, ",\"scaled\":");
      ply_text_json(out, by->valuestring);
    }
    ply_text_add(out, "}");
  }
}

/* The base value of a number of the file: n, [low, base, high] or {"value": ...}. */
static double base_of(const cJSON *number) {
  if (cJSON_IsObject(number)) number = get(number, "value");
  if (cJSON_IsArray(number)) number = cJSON_GetArrayItem(number, 1);
  return cJSON_IsNumber(number) ? number->valuedouble : 0;
}

static void write_lines(const ply_class_session *s, const cJSON *actor, int role, ply_text *out) {
  const cJSON *line;
  int n = 0;
  cJSON_ArrayForEach(line, get(actor, "red_lines")) {
    const cJSON *name = get(line, "name"), *effect = get(line, "effect"), *from = get(line, "from");
    const char *level = cJSON_IsString(from) ? from->valuestring : NULL;
    /* Without a level it holds from the first above out: for joining at all. */
    bool any_level =
        level == NULL || (s->shape.n_levels > 1 && strcmp(level, parley_game_level_at(s->game, 1).id) == 0);
    const cJSON *level_name = level != NULL ? get(get(get(s->root, "levels"), level), "name") : NULL;
    bool stay_out = cJSON_IsString(effect) && strcmp(effect->valuestring, "stay_out") == 0;
    ply_text when;
    ply_text_init(&when);
    ply_class_words_when(s, get(line, "when"), &when);
    ply_text_addf(out, "%s{\"in_force\":%s,\"stay_out\":%s,\"name\":", n > 0 ? "," : "",
                  parley_game_line_in_force(s->game, role, n) ? "true" : "false",
                  stay_out ? "true" : "false");
    ply_text_json(out, cJSON_IsString(name) ? name->valuestring : "");
    ply_text_add(out, ",\"from\":");
    ply_text_json(out, any_level ? "" : cJSON_IsString(level_name) ? level_name->valuestring : level);
    ply_text_add(out, ",\"when\":");
    ply_text_json(out, when.data != NULL ? when.data : "");
    ply_text_add(out, "}");
    ply_text_done(&when);
    n++;
  }
}

enum { MOST_ROWS = 60 }; /* of tables: more than anybody reads */

typedef struct table_rows {
  const ply_class_session *s;
  const cJSON *over;
  int role, depth, n;
  const cJSON *at[PLY_CLASS_ROLES]; /* [depth] the entries on the way */
  ply_text *out;
} table_rows;

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
  ply_text_addf(t->out, "%s{\"points\":%d,\"when\":", t->n > 1 ? "," : "",
                rounded(ply_class_unit(t->s, t->role) * base_of(values)));
  ply_text_json(t->out, when.data != NULL ? when.data : "");
  ply_text_add(t->out, "}");
  ply_text_done(&when);
}

/* Tables stand among the bonuses; whether there are any. */
static bool write_tables(const ply_class_session *s, const cJSON *actor, int role, ply_text *out) {
  table_rows rows = {.s = s, .role = role, .out = out};
  const cJSON *table;
  cJSON_ArrayForEach(table, get(actor, "tables")) {
    rows.over = get(table, "over");
    write_rows(&rows, get(table, "values"));
  }
  return rows.n > 0;
}

static void write_bonuses(const ply_class_session *s, const cJSON *actor, int role, ply_text *out) {
  const cJSON *bonus;
  const char *comma = write_tables(s, actor, role, out) ? "," : "";
  cJSON_ArrayForEach(bonus, get(actor, "bonuses")) {
    ply_text when;
    ply_text_init(&when);
    ply_class_words_when(s, get(bonus, "when"), &when);
    ply_text_addf(out, "%s{\"points\":%d,\"when\":", comma,
                  rounded(ply_class_unit(s, role) * base_of(get(bonus, "gain"))));
    ply_text_json(out, when.data != NULL ? when.data : "");
    ply_text_add(out, "}");
    ply_text_done(&when);
    comma = ",";
  }
}

/* What a security indicator is, for people: the catalogue's word, or its own name. */
static void stake_words(const ply_class_session *s, const char *indicator, ply_text *out) {
  char key[64];
  snprintf(key, sizeof key, "stake_%.40s", indicator);
  const char *words = ply_words_of(s->words, key);
  ply_text_json(out, words != key ? words : indicator);
}

static void write_stakes(const ply_class_session *s, const cJSON *actor, int role, ply_text *out) {
  const cJSON *stake;
  const char *comma = "";
  cJSON_ArrayForEach(stake, get(actor, "stakes")) {
    ply_text_addf(out, "%s{\"points\":%d,\"what\":", comma,
                  rounded(ply_class_unit(s, role) * base_of(stake)));
    stake_words(s, stake->string, out);
    ply_text_add(out, "}");
    comma = ",";
  }
}

static void write_moves(const ply_class_session *s, int role, const uint64_t *moves, int n, ply_text *out) {
  for (int i = 0; i < n; i++) {
    ply_text words;
    ply_text_init(&words);
    ply_class_move_words(s, role, moves[i], &words);
    ply_text_add(out, i > 0 ? "," : "");
    ply_text_json(out, words.data != NULL ? words.data : "");
    ply_text_done(&words);
  }
}

/* Of a game of two players' moves: the table of points. */
static void write_matrix(const ply_class_session *s, int role, ply_text *out) {
  ply_class_matrix m;
  if (!ply_class_matrix_of(s, role, &m)) return;
  ply_text_addf(out, ",\"matrix\":{\"other\":%d,\"own\":[", m.other);
  write_moves(s, role, m.own, m.n, out);
  ply_text_add(out, "],\"theirs\":[");
  write_moves(s, m.other, m.theirs, m.n_other, out);
  ply_text_add(out, "],\"points\":[");
  for (int i = 0; i < m.n; i++) {
    ply_text_add(out, i > 0 ? ",[" : "[");
    for (int j = 0; j < m.n_other; j++) ply_text_addf(out, "%s%d", j > 0 ? "," : "", m.points[i][j]);
    ply_text_add(out, "]");
  }
  ply_text_add(out, "]}");
}

void ply_class_view_brief(const ply_class_session *s, int role, ply_text *out) {
  parley_game_actor who = parley_game_actor_at(s->game, role);
  const cJSON *actor = get(get(s->root, "actors"), who.name.id);
  ply_text_addf(out, "{\"role\":%d,\"no_deal\":%d,\"scale\":%d,\"changes\":%d,\"name\":", role,
                s->scales[role].no_deal, s->plan.scale, s->n_patches);
  ply_text_json(out, who.name.name);
  ply_text_add(out, ",\"story\":");
  ply_text_json(out, who.brief != NULL ? who.brief : "");
  ply_text_add(out, ",\"issues\":[");
  write_issues(s, actor, role, out);
  ply_text_add(out, "],\"levels\":[");
  for (int l = 0; l < s->shape.n_levels && who.candidate; l++)
    ply_text_addf(out, "%s%d", l > 0 ? "," : "",
                  rounded(ply_class_unit(s, role) * parley_game_level_term(s->game, role, l)));
  ply_text_add(out, "],\"lines\":[");
  write_lines(s, actor, role, out);
  ply_text_add(out, "],\"bonuses\":[");
  write_bonuses(s, actor, role, out);
  ply_text_add(out, "],\"stakes\":[");
  write_stakes(s, actor, role, out);
  ply_text_add(out, "]");
  write_matrix(s, role, out);
  ply_text_add(out, "}");
}
