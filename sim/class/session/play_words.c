/* What a person who plays alone is told: proposals, instructions, help, the end. Names and whole points, in
 * words. */
#include "sim/class/paper/paper.h"
#include "sim/class/server/view.h"
#include "sim/class/session/moves.h"
#include "sim/class/session/play.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *actor_name(const ply_class_session *s, int i) {
  return parley_game_actor_at(s->game, i).name.name;
}

/* ---- what the person is told ---- */

static void tell_roles(const ply_class_session *s, uint64_t roles, ply_text *out) {
  const char *comma = "";
  for (int r = 0; r < s->shape.n_actors; r++) {
    if ((roles >> r & 1) == 0) continue;
    ply_text_addf(out, "%s%s", comma, actor_name(s, r));
    comma = ", ";
  }
  if (roles == 0) ply_words_say(s->words, out, "nobody", NULL);
}

/* In how many choices two bundles differ; told in words where `out` is given. */
static int differences(const ply_class_session *s, uint64_t from, uint64_t to, ply_text *out) {
  int options[2][PLY_CLASS_ROLES], levels[2][PLY_CLASS_ROLES], n = 0;
  parley_game_unpack(s->game, from, options[0], levels[0]);
  parley_game_unpack(s->game, to, options[1], levels[1]);
  for (int k = 0; k < s->shape.n_issues; k++) {
    parley_game_issue issue = parley_game_issue_at(s->game, k);
    if (options[0][k] == options[1][k] || issue.derived) continue;
    if (out != NULL)
      ply_text_addf(out, "%s%s: %s", n > 0 ? "; " : "", issue.name.name,
                    parley_game_option_at(s->game, k, options[1][k]).name);
    n++;
  }
  for (int i = 0; i < s->shape.n_actors; i++) {
    if (levels[0][i] == levels[1][i]) continue;
    if (out != NULL)
      ply_text_addf(out, "%s%s: %s", n > 0 ? "; " : "", actor_name(s, i),
                    parley_game_stand_at(s->game, i, levels[1][i]).name);
    n++;
  }
  return n;
}

/* What a proposal says: in full, or where little differs from an earlier one, that. */
static void tell_deal(const ply_class_session *s, int id, ply_text *out) {
  enum { LITTLE = 4 };
  uint64_t bundle = s->state.proposals[id].bundle;
  int like = -1, least = LITTLE + 1;
  for (int p = 0; p < id; p++) {
    int n = differences(s, s->state.proposals[p].bundle, bundle, NULL);
    if (n > 0 && n < least) {
      least = n;
      like = p;
    }
  }
  if (like < 0 || s->shape.n_issues <= LITTLE) {
    ply_class_deal_words(s, bundle, out);
    return;
  }
  ply_words_say(s->words, out, "play_as", PLY_SAID(ply_number_word("n", like + 1)));
  differences(s, s->state.proposals[like].bundle, bundle, out);
}

void ply_play_tell_below(const ply_class_session *s, const char *key, const ply_said *values, ply_text *out) {
  ply_text_add(out, "\n   ");
  ply_words_say(s->words, out, key, values);
}

/* Who said yes, who no, who has not yet. */
static void tell_votes(const ply_class_session *s, const ply_class_proposal *p, ply_text *out) {
  uint64_t parties = parley_game_parties(s->game, p->bundle);
  const uint64_t roles[] = {p->accept, p->reject, parties & ~(p->accept | p->reject)};
  static const char *const places[] = {"yes", "no", "left"};
  ply_text said[3];
  ply_said values[4] = {{.name = NULL}};
  for (int k = 0; k < 3; k++) {
    ply_text_init(&said[k]);
    tell_roles(s, roles[k], &said[k]);
    values[k] = ply_word(places[k], said[k].data != NULL ? said[k].data : "");
  }
  ply_play_tell_below(s, "play_votes", values, out);
  for (int k = 0; k < 3; k++) ply_text_done(&said[k]);
}

void ply_play_tell_proposal(const parley_class_play *play, int id, ply_text *out) {
  const ply_class_session *s = &play->session;
  const ply_class_proposal *p = &s->state.proposals[id];
  static const char *const statuses[] = {NULL, "play_withdrawn", "play_agreed", "play_lapsed"};
  int points[PLY_CLASS_ROLES];
  const char *line = parley_game_red_line(s->game, p->bundle, play->role), *status = statuses[p->status];
  ply_words_say(s->words, out, "play_proposal",
                PLY_SAID(ply_number_word("number", id + 1), ply_word("who", actor_name(s, p->role)),
                         ply_word("status", status != NULL ? ply_words_of(s->words, status) : "")));
  tell_deal(s, id, out);
  tell_votes(s, p, out);
  if (ply_class_points_of(s, id, points))
    ply_play_tell_below(s, "play_own",
                        PLY_SAID(ply_number_word("points", points[play->role]),
                                 ply_number_word("none", s->scales[play->role].no_deal)),
                        out);
  if (line != NULL) {
    ply_text_add(out, "; ");
    ply_words_say(s->words, out, "play_own_line", PLY_SAID(ply_word("line", line)));
  }
  ply_text_add(out, "\n");
}

/* A key of the catalogue as a line. */
static void line_of(const ply_class_session *s, const char *key, ply_text *out) {
  ply_words_say(s->words, out, key, NULL);
  ply_text_add(out, "\n");
}

void ply_play_tell_table(const parley_class_play *play, ply_text *out) {
  const ply_class_session *s = &play->session;
  bool any = false;
  for (int p = 0; p < s->state.n_proposals; p++) {
    if (s->state.proposals[p].status != PLY_OPEN) continue;
    ply_play_tell_proposal(play, p, out);
    any = true;
  }
  if (!any) line_of(s, "play_empty", out);
}

static const cJSON *get(const cJSON *object, const char *key) {
  return cJSON_GetObjectItemCaseSensitive(object, key);
}

static const char *words_of(const cJSON *object, const char *key) {
  return cJSON_IsString(get(object, key)) ? get(object, key)->valuestring : "";
}

static int number_of(const cJSON *item) { return cJSON_IsNumber(item) ? item->valueint : 0; }

static void tell_issue(const ply_class_session *s, const cJSON *row, ply_text *out) {
  parley_game_issue issue = parley_game_issue_at(s->game, number_of(get(row, "issue")));
  const cJSON *outside = get(row, "outside");
  if (issue.n_options == 1 && number_of(cJSON_GetArrayItem(get(row, "points"), 0)) == 0) return;
  ply_text_addf(out, "  %s (%s%s%s)\n", issue.name.name, issue.name.id,
                issue.derived ? ply_words_of(s->words, "play_derived") : "",
                get(row, "scaled") != NULL ? ply_words_of(s->words, "play_scaled") : "");
  for (int o = 0; o < issue.n_options; o++) {
    parley_name option = parley_game_option_at(s->game, number_of(get(row, "issue")), o);
    ply_text_addf(out, "    %3d  %s (%s)", number_of(cJSON_GetArrayItem(get(row, "points"), o)), option.name,
                  option.id);
    if (outside != NULL)
      ply_words_say(s->words, out, "play_out",
                    PLY_SAID(ply_number_word("n", number_of(cJSON_GetArrayItem(outside, o)))));
    ply_text_add(out, "\n");
  }
}

static void tell_item(const ply_class_session *s, const char *key, int points, const char *place,
                      const char *what, ply_text *out) {
  char number[16];
  snprintf(number, sizeof number, "%+d", points);
  ply_text_add(out, "  ");
  ply_words_say(s->words, out, key, PLY_SAID(ply_word("points", number), ply_word(place, what)));
  ply_text_add(out, "\n");
}

static void tell_line(const ply_class_session *s, const cJSON *item, ply_text *out) {
  const char *name = words_of(item, "name"), *from = words_of(item, "from");
  const char *key = !cJSON_IsTrue(get(item, "stay_out")) ? "play_line_deal"
                    : from[0] != '\0'                    ? "play_line_level"
                                                         : "play_line_join";
  ply_text_addf(out, "  %s%s%s: ", ply_words_of(s->words, "play_line"), name[0] != '\0' ? " " : "", name);
  ply_words_say(s->words, out, key,
                PLY_SAID(ply_word("level", from), ply_word("when", words_of(item, "when"))));
  ply_text_add(out, "\n");
}

/* A move, to a width. */
static void tell_cell(const ply_class_session *s, int role, uint64_t move, ply_text *out) {
  ply_text words;
  ply_text_init(&words);
  ply_class_move_words(s, role, move, &words);
  ply_text_addf(out, "%14s", words.data != NULL ? words.data : "");
  ply_text_done(&words);
}

static void tell_matrix(const ply_class_session *s, int role, const ply_class_matrix *m, ply_text *out) {
  ply_text_addf(out, "  %14s", "");
  for (int j = 0; j < m->n_other; j++) tell_cell(s, m->other, m->theirs[j], out);
  ply_text_addf(out, "  (%s)\n", actor_name(s, m->other));
  for (int i = 0; i < m->n; i++) {
    ply_text_add(out, "  ");
    tell_cell(s, role, m->own[i], out);
    for (int j = 0; j < m->n_other; j++) ply_text_addf(out, "%14d", m->points[i][j]);
    ply_text_add(out, "\n");
  }
}

/* What is paid besides the options: levels, bonuses, stakes; and what is forbidden. */
static void tell_besides(const ply_class_session *s, const cJSON *brief, ply_text *out) {
  const cJSON *item;
  int level = 0;
  cJSON_ArrayForEach(item, get(brief, "levels")) {
    const char *name = parley_game_level_at(s->game, level).name;
    if (item->valueint != 0) tell_item(s, "play_level", item->valueint, "level", name, out);
    level++;
  }
  cJSON_ArrayForEach(item, get(brief, "bonuses"))
      tell_item(s, "besides_bonus", number_of(get(item, "points")), "when", words_of(item, "when"), out);
  cJSON_ArrayForEach(item, get(brief, "stakes"))
      tell_item(s, "besides_stake", number_of(get(item, "points")), "what", words_of(item, "what"), out);
  cJSON_ArrayForEach(item, get(brief, "lines")) if (cJSON_IsTrue(get(item, "in_force")))
      tell_line(s, item, out);
}

void ply_play_tell_brief(const parley_class_play *play, ply_text *out) {
  const ply_class_session *s = &play->session;
  bool moves = s->course.mode == PLY_MODE_SIMULTANEOUS;
  ply_text json;
  ply_text_init(&json);
  ply_class_view_brief(s, play->role, &json);
  cJSON *brief = json.data != NULL ? cJSON_Parse(json.data) : NULL;
  const cJSON *row;
  ply_words_say(
      s->words, out, "play_you",
      PLY_SAID(ply_word("who", words_of(brief, "name")), ply_word("story", words_of(brief, "story"))));
  ply_text_add(out, "\n");
  ply_words_say(s->words, out, moves ? "play_moves" : "play_points",
                PLY_SAID(ply_number_word("n", number_of(get(brief, "no_deal")))));
  ply_text_add(out, "\n");
  ply_class_matrix matrix;
  if (ply_class_matrix_of(s, play->role, &matrix)) {
    tell_matrix(s, play->role, &matrix, out);
  } else {
    cJSON_ArrayForEach(row, get(brief, "issues")) tell_issue(s, row, out);
    tell_besides(s, brief, out);
  }
  cJSON_Delete(brief);
  out->failed |= json.failed;
  ply_text_done(&json);
}

/* ---- rounds ---- */

void ply_play_tell_round(const parley_class_play *play, int number, ply_text *out) {
  const ply_class_session *s = &play->session;
  int points[PLY_CLASS_ROLES];
  uint64_t bundle;
  if (s->course.mode == PLY_MODE_OFFERS) {
    ply_words_say(s->words, out, "play_round_left",
                  PLY_SAID(ply_number_word("number", number + 1),
                           ply_number_word("left", lround(100 * ply_class_course_left(&s->course, play->role,
                                                                                      number + 1)))));
    ply_text_add(out, "\n");
    return;
  }
  if (!ply_class_met(s, 0, play->role, 0, number, &bundle, NULL) || !ply_class_points_all(s, bundle, points))
    return;
  ply_words_say(s->words, out, "play_round", PLY_SAID(ply_number_word("number", number + 1)));
  for (int r = 0; r < s->shape.n_actors; r++) {
    if ((s->state.playable >> r & 1) == 0) continue;
    ply_text_addf(out, "%s: ", actor_name(s, r));
    ply_class_move_words(s, r, bundle, out);
    ply_text_add(out, "; ");
  }
  ply_words_say(s->words, out, "play_round_total",
                PLY_SAID(ply_number_word("points", points[play->role]),
                         ply_number_word("total", ply_class_total(s, 0, play->role, 0, NULL))));
  ply_text_add(out, "\n");
}

/* ---- lines ---- */

/* Where a line that is too long goes on: below what stands after a gap, as in a list of commands, else set in by two. */
static size_t hanging(const char *text, size_t length, size_t indent) {
  for (size_t at = indent + 1; at + 2 < length && at < 30; at++)
    if (text[at] == ' ' && text[at + 1] == ' ') return at + strspn(text + at, " ");
  return indent + 2;
}

void ply_play_wrap(const char *text, ply_text *out) {
  enum { WIDTH = 78 };
  while (*text != '\0') {
    size_t length = strcspn(text, "\n"), indent = strspn(text, " "), at = 0, column = 0;
    size_t below = hanging(text, length, indent);
    while (at < length) {
      size_t word = at;
      while (word < length && text[word] == ' ') word++;
      size_t end = word, letters = 0;
      for (; end < length && text[end] != ' '; end++) letters += ((unsigned char)text[end] & 0xC0) != 0x80;
      if (column > indent && column + (word - at) + letters > WIDTH) {
        ply_text_addf(out, "\n%*s", (int)below, "");
        column = below;
      } else {
        ply_text_add_n(out, text + at, word - at);
        column += word - at;
      }
      ply_text_add_n(out, text + word, end - word);
      column += letters;
      at = end;
    }
    text += length;
    if (*text == '\n') {
      ply_text_add(out, "\n");
      text++;
    }
  }
}

void ply_play_tell_help(const parley_class_play *play, ply_text *out) {
  const ply_class_session *s = &play->session;
  if (s->course.mode == PLY_MODE_SIMULTANEOUS) {
    uint64_t moves[64];
    int n = ply_class_moves_of(s, play->role, moves, 64);
    line_of(s, "play_help_moves", out);
    for (int m = 0; m < n; m++) {
      ply_text_add(out, "  move ");
      ply_class_move_words(s, play->role, moves[m], out);
      ply_text_add(out, "\n");
    }
    return;
  }
  if (s->course.mode == PLY_MODE_OFFERS) line_of(s, "play_help_offers", out);
  line_of(s, "play_help", out);
  if (s->shape.n_levels > 0) {
    ply_words_say(s->words, out, "play_levels", NULL);
    for (int l = 0; l < s->shape.n_levels; l++)
      ply_text_addf(out, " %s", parley_game_level_at(s->game, l).id);
    ply_text_add(out, "\n");
  }
}

static void tell_totals(const parley_class_play *play, ply_text *out) {
  const ply_class_session *s = &play->session;
  int n = 0;
  ply_text_add(out, "\n");
  line_of(s, "play_rounds_over", out);
  for (int r = 0; r < s->shape.n_actors; r++)
    if ((s->state.playable >> r & 1) != 0) {
      int total = ply_class_total(s, 0, r, 0, &n);
      char mean[32], points[16];
      snprintf(mean, sizeof mean, "%.2f", n > 0 ? (double)total / n : 0.0);
      snprintf(points, sizeof points, "%4d", total);
      ply_text_addf(out, "  %-20s ", actor_name(s, r));
      ply_words_say(s->words, out, "play_total",
                    PLY_SAID(ply_word("points", points), ply_word("mean", mean)));
      ply_text_add(out, "\n");
    }
  line_of(s, "play_equilibria", out);
  line_of(s, "play_assumed", out);
}

static void tell_gain(const ply_class_session *s, int role, int points, ply_text *out) {
  char words[3][16];
  int none = s->scales[role].no_deal;
  snprintf(words[0], sizeof words[0], "%4d", points);
  snprintf(words[1], sizeof words[1], "%4d", none);
  snprintf(words[2], sizeof words[2], "%+d", points - none);
  ply_text_addf(out, "  %-20s ", actor_name(s, role));
  ply_words_say(
      s->words, out, "play_end",
      PLY_SAID(ply_word("points", words[0]), ply_word("none", words[1]), ply_word("gain", words[2])));
  ply_text_add(out, "\n");
}

void ply_play_tell_end(const parley_class_play *play, ply_text *out) {
  const ply_class_session *s = &play->session;
  const ply_class_end *end = &s->state.tables[0].end[0];
  if (s->course.mode == PLY_MODE_SIMULTANEOUS) {
    tell_totals(play, out);
    return;
  }
  int points[PLY_CLASS_ROLES];
  bool deal = end->status == PLY_TABLE_DEAL && ply_class_points_of(s, end->proposal, points);
  ply_text_add(out, "\n");
  line_of(s, deal ? "play_deal" : "play_none", out);
  if (deal) ply_play_tell_proposal(play, end->proposal, out);
  for (int i = 0; i < s->shape.n_actors; i++) tell_gain(s, i, deal ? points[i] : s->scales[i].no_deal, out);
  const ply_class_found *found = ply_class_session_known(s);
  for (int d = 0; found != NULL && d < found->n_deals; d++) {
    const ply_class_deal *best = &found->deals[d];
    ply_text names;
    if (!ply_class_found_first(found, d) || !ply_class_points_all(s, best->bundle, points)) continue;
    ply_text_init(&names);
    ply_class_found_names(s, d, &names);
    ply_words_say(s->words, out, "play_would",
                  PLY_SAID(ply_word("name", names.data != NULL ? names.data : ""),
                           ply_number_word("points", points[play->role])));
    ply_text_done(&names);
    ply_class_deal_words(s, best->bundle, out);
    ply_text_add(out, "\n");
  }
  line_of(s, "play_assumed", out);
}
