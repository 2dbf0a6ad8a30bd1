/* A role's instructions on paper, and the cards with the seats' codes: HTML for printing, from the same data
 * that the student's page gets. */
#include "sim/class/paper/paper.h"

#include "sim/class/session/moves.h"
#include "sim/class/session/plan.h"
#include "sim/class/server/view.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

void ply_class_page_begin(const ply_class_session *s, const char *title, ply_text *out) {
  ply_text_addf(
      out,
      "<!doctype html>\n<html lang=\"%s\" dir=\"%s\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width\"><title>",
      ply_words_language(s->words), ply_words_of(s->words, "direction"));
  ply_words_escape(title, out);
  ply_text_add(
      out,
      "</title>\n<style>\n"
      "body{font:16px/1.5 system-ui,'DejaVu Sans',sans-serif;max-width:60rem;margin:1rem auto;padding:0 1rem;"
      "color:#1b1f24;background:#fff}\n"
      "table{border-collapse:collapse;margin:.5rem 0}th,td{border:1px solid #8c959f;padding:.2rem "
      ".6rem;text-align:start;vertical-align:top}\ntd.n,th.n{text-align:end}\n"
      "section{break-after:page}.points{columns:20rem 2;column-gap:1.5rem}table.issue{width:100%;"
      "break-inside:avoid;margin:0 0 .5rem}th.tall{writing-mode:vertical-rl;transform:rotate(180deg);"
      "text-align:start;padding:.3rem .1rem}\n"
      "@media "
      "print{@page{size:A4;margin:11mm}body{font-size:9pt;line-height:1.25;max-width:none;margin:0;padding:0}"
      "h1{font-size:15pt}h2{font-size:13pt;margin:.4rem 0}h3{font-size:10.5pt;margin:.4rem 0 "
      ".1rem}p,ul,ol{margin:"
      ".2rem 0}table{font-size:8.5pt}th,td{padding:.05rem "
      ".3rem}.points{font-size:8.5pt}.wide{overflow:visible}"
      "section:last-of-type{break-after:auto}section.dense,section.dense .points,section.dense "
      "table{font-size:7.8pt;line-height:1.15}section.dense h2{margin:.1rem 0}section.dense h3{margin:.2rem "
      "0 0}}\n"
      ".cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr))"
      ";"
      "gap:.5rem}.card{border:1px dashed #57606a;padding:.6rem;break-inside:avoid}.code{font:700 1.4rem "
      "monospace}.qr svg{width:7rem;height:7rem}\n.note{border-inline-start:.3rem solid "
      "#5b3fa8;padding-inline-start:.7rem}.wide{overflow-x:auto}\n"
      "</style></head><body>\n");
  ply_words_tag(s->words, out, "p class=\"note\"", "page_note", NULL);
  ply_text_add(out, "\n");
}

void ply_class_page_end(ply_text *out) { ply_text_add(out, "</body></html>\n"); }

/* ---- one role ---- */

static const cJSON *get(const cJSON *object, const char *key) {
  return cJSON_GetObjectItemCaseSensitive(object, key);
}

static const char *words(const cJSON *object, const char *key) {
  const cJSON *item = get(object, key);
  return cJSON_IsString(item) ? item->valuestring : "";
}

static int number(const cJSON *item) { return cJSON_IsNumber(item) ? item->valueint : 0; }

static int span_of(const cJSON *points) {
  const cJSON *item;
  int low = 0, high = 0;
  cJSON_ArrayForEach(item, points) {
    if (item == points->child || item->valueint < low) low = item->valueint;
    if (item == points->child || item->valueint > high) high = item->valueint;
  }
  return high - low;
}

/* The three issues on which most points turn. */
static void interests(const ply_class_session *s, const cJSON *brief, ply_text *out) {
  uint64_t told = 0;
  for (int n = 0; n < 3; n++) {
    int best = -1, span = 0;
    const cJSON *issue;
    cJSON_ArrayForEach(issue, get(brief, "issues")) {
      int k = number(get(issue, "issue")), wide = span_of(get(issue, "points"));
      if ((told >> k & 1) != 0 || wide <= span) continue;
      best = k;
      span = wide;
    }
    if (best < 0) break;
    if (told == 0) {
      ply_words_tag(s->words, out, "h3", "interests", NULL);
      ply_text_add(out, "\n<ol>");
    }
    told |= (uint64_t)1 << best;
    ply_words_tag(s->words, out, "li", "interest",
                  PLY_SAID(ply_word("issue", parley_game_issue_at(s->game, best).name.name),
                           ply_number_word("n", span)));
  }
  if (told != 0) ply_text_add(out, "</ol>\n");
}

/* An issue as a block of its own: the points of its options, where they differ also while standing out. */
static void issue_block(const ply_class_session *s, const cJSON *issue, ply_text *out) {
  int k = number(get(issue, "issue")), o = 0;
  const cJSON *point, *outside = get(issue, "outside");
  ply_text_add(out, "<table class=\"issue\"><thead><tr><th>");
  ply_words_escape(parley_game_issue_at(s->game, k).name.name, out);
  ply_text_addf(out, "%s</th>", get(issue, "scaled") != NULL ? " *" : "");
  ply_words_tag(s->words, out, "th class=\"n\"", "points", NULL);
  if (outside != NULL) ply_words_tag(s->words, out, "th class=\"n\"", "out", NULL);
  ply_text_add(out, "</tr></thead><tbody>\n");
  cJSON_ArrayForEach(point, get(issue, "points")) {
    ply_text_add(out, "<tr><td>");
    ply_words_escape(parley_game_option_at(s->game, k, o).name, out);
    ply_text_addf(out, "</td><td class=\"n\">%d</td>", point->valueint);
    if (outside != NULL)
      ply_text_addf(out, "<td class=\"n\">%d</td>", number(cJSON_GetArrayItem(outside, o)));
    ply_text_add(out, "</tr>\n");
    o++;
  }
  ply_text_add(out, "</tbody></table>\n");
}

/* "no deal gives you 50 points", the number in bold. */
static void no_deal(const ply_class_session *s, int points, ply_text *out) {
  ply_text bold;
  ply_text_init(&bold);
  ply_words_tag(s->words, &bold, "strong", "n_points", PLY_SAID(ply_number_word("n", points)));
  ply_words_html(s->words, out, "points_sum",
                 PLY_SAID(ply_markup("points", bold.data != NULL ? bold.data : "")));
  ply_text_add(out, " ");
  ply_text_done(&bold);
}

static void cell(const ply_class_session *s, const char *scope, int role, uint64_t move, ply_text *out) {
  ply_text words;
  ply_text_init(&words);
  ply_class_move_words(s, role, move, &words);
  ply_text_addf(out, "<th scope=\"%s\">", scope);
  ply_words_escape(words.data != NULL ? words.data : "", out);
  ply_text_add(out, "</th>");
  ply_text_done(&words);
}

/* The points of a game of two players' moves. */
static void matrix_table(const ply_class_session *s, int role, const ply_class_matrix *m, ply_text *out) {
  ply_words_tag(s->words, out, "h3", "your_points", NULL);
  ply_text_add(out, "\n");
  ply_words_tag(s->words, out, "p", "matrix_how",
                PLY_SAID(ply_word("who", parley_game_actor_at(s->game, m->other).name.name)));
  ply_text_add(out, "\n<table><thead><tr><td></td>");
  for (int j = 0; j < m->n_other; j++) cell(s, "col", m->other, m->theirs[j], out);
  ply_text_add(out, "</tr></thead><tbody>\n");
  for (int i = 0; i < m->n; i++) {
    ply_text_add(out, "<tr>");
    cell(s, "row", role, m->own[i], out);
    for (int j = 0; j < m->n_other; j++) ply_text_addf(out, "<td class=\"n\">%d</td>", m->points[i][j]);
    ply_text_add(out, "</tr>\n");
  }
  ply_text_add(out, "</tbody></table>\n");
}

static void points_table(const ply_class_session *s, const cJSON *brief, ply_text *out) {
  const cJSON *issue;
  bool scaled = false, outside = false;
  cJSON_ArrayForEach(issue, get(brief, "issues")) {
    scaled |= get(issue, "scaled") != NULL;
    outside |= get(issue, "outside") != NULL;
  }
  ply_words_tag(s->words, out, "h3", "your_points", NULL);
  ply_text_addf(out, "\n<p>%s ", ply_words_of(s->words, "points_secret"));
  if (s->course.mode != PLY_MODE_SIMULTANEOUS) no_deal(s, number(get(brief, "no_deal")), out);
  ply_words_html(s->words, out, "points_own", NULL);
  if (outside) {
    ply_text_add(out, " ");
    ply_words_html(s->words, out, "out_note", NULL);
  }
  ply_text_add(out, "</p>\n<div class=\"points\">\n");
  cJSON_ArrayForEach(issue, get(brief, "issues")) if (cJSON_GetArraySize(get(issue, "points")) > 1 ||
                                                      span_of(get(issue, "points")) != 0)
      issue_block(s, issue, out);
  ply_text_add(out, "</div>\n");
  if (scaled) ply_words_tag(s->words, out, "p", "points_scaled", NULL);
}

/* "+5", with its sign. */
static const char *signed_points(int points, char out[16]) {
  snprintf(out, 16, "%+d", points);
  return out;
}

static void other_points(const ply_class_session *s, const cJSON *brief, ply_text *out) {
  const cJSON *item;
  char points[16];
  int level = 0;
  if (get(brief, "levels")->child == NULL && get(brief, "bonuses")->child == NULL &&
      get(brief, "stakes")->child == NULL)
    return;
  ply_words_tag(s->words, out, "h3", "besides", NULL);
  ply_text_add(out, "\n<ul>");
  cJSON_ArrayForEach(item, get(brief, "levels")) {
    if (item->valueint != 0)
      ply_words_tag(s->words, out, "li", "besides_level",
                    PLY_SAID(ply_word("points", signed_points(item->valueint, points)),
                             ply_word("level", parley_game_level_at(s->game, level).name)));
    level++;
  }
  cJSON_ArrayForEach(item, get(brief, "bonuses"))
      ply_words_tag(s->words, out, "li", "besides_bonus",
                    PLY_SAID(ply_word("points", signed_points(number(get(item, "points")), points)),
                             ply_word("when", words(item, "when"))));
  cJSON_ArrayForEach(item, get(brief, "stakes"))
      ply_words_tag(s->words, out, "li", "besides_stake",
                    PLY_SAID(ply_word("points", signed_points(number(get(item, "points")), points)),
                             ply_word("what", words(item, "what"))));
  ply_text_add(out, "</ul>\n");
}

static void red_lines(const ply_class_session *s, const cJSON *brief, ply_text *out) {
  const cJSON *line;
  bool any = false;
  cJSON_ArrayForEach(line, get(brief, "lines")) {
    if (!cJSON_IsTrue(get(line, "in_force"))) continue;
    if (!any) {
      ply_words_tag(s->words, out, "h3", "lines", NULL);
      ply_text_add(out, "\n<ul>");
    }
    any = true;
    ply_text_add(out, "<li>");
    ply_words_escape(words(line, "name"), out);
    ply_text_add(out, words(line, "name")[0] != '\0' ? ": " : "");
    const char *key = !cJSON_IsTrue(get(line, "stay_out")) ? "line_deal"
                      : words(line, "from")[0] != '\0'     ? "line_level"
                                                           : "line_join";
    ply_words_html(s->words, out, key,
                   PLY_SAID(ply_word("level", words(line, "from")), ply_word("when", words(line, "when"))));
    ply_text_add(out, "</li>");
  }
  if (any) ply_text_add(out, "</ul>\n");
}

static const char *asked(const ply_class_session *s, int role) {
  if (s->course.mode == PLY_MODE_SIMULTANEOUS) return "asked_moves";
  switch (parley_game_actor_at(s->game, role).consent) {
  case PARLEY_REQUIRED: return "asked_required";
  case PARLEY_COUNTED: return "asked_counted";
  case PARLEY_IF_MEMBER: return "asked_member";
  case PARLEY_NEVER: return "asked_never";
  default: return "asked_condition";
  }
}

/* About how many lines of a printed page a brief takes, at the usual size of its type. */
static double lines_of(const cJSON *brief) {
  const cJSON *item;
  double lines = 12 + (double)strlen(words(brief, "story")) / 120;
  cJSON_ArrayForEach(item, get(brief, "issues")) {
    int n = cJSON_GetArraySize(get(item, "points"));
    lines += (get(item, "outside") != NULL ? 2.2 : 1.9) + 1.2 * n / 2.0;
  }
  cJSON_ArrayForEach(item, get(brief, "levels")) lines += item->valueint != 0;
  lines += cJSON_GetArraySize(get(brief, "bonuses")) + cJSON_GetArraySize(get(brief, "stakes"));
  cJSON_ArrayForEach(item, get(brief, "lines")) if (cJSON_IsTrue(get(item, "in_force"))) lines +=
      1.2 + (double)strlen(words(item, "when")) / 100;
  return lines;
}

enum { PAGE_LINES = 74 };

void ply_class_sheet(const ply_class_session *s, int role, ply_text *out) {
  ply_text json;
  ply_text_init(&json);
  ply_class_view_brief(s, role, &json);
  cJSON *brief = json.data != NULL ? cJSON_Parse(json.data) : NULL;
  ply_text_add(out, lines_of(brief) > PAGE_LINES ? "<section class=\"dense\">\n<h2>" : "<section>\n<h2>");
  ply_words_escape(words(brief, "name"), out);
  ply_text_add(out, "</h2>\n<p>");
  ply_words_escape(words(brief, "story"), out);
  ply_text_add(out, "</p>\n");
  ply_words_tag(s->words, out, "p", asked(s, role), NULL);
  ply_text_add(out, "\n");
  ply_class_matrix matrix;
  bool of_moves = ply_class_matrix_of(s, role, &matrix);
  if (of_moves) matrix_table(s, role, &matrix, out);
  if (brief != NULL && !of_moves) {
    interests(s, brief, out);
    points_table(s, brief, out);
    other_points(s, brief, out);
    red_lines(s, brief, out);
  }
  ply_text_add(out, "</section>\n");
  cJSON_Delete(brief);
  ply_text_done(&json);
}

static void card(const ply_class_session *s, int table, int role, const char *url, ply_text *out) {
  char code[PLY_CLASS_CODE + 2], link[200];
  ply_class_code_text(s->plan.codes[table][role], code);
  ply_text_add(out, "<div class=\"card\">");
  ply_words_html(s->words, out, "table", PLY_SAID(ply_number_word("n", table + 1)));
  ply_text_add(out, "<br><strong>");
  ply_words_escape(parley_game_actor_at(s->game, role).name.name, out);
  ply_text_addf(out, "</strong><br><span class=\"code\">%s</span>", code);
  if (url != NULL) {
    snprintf(link, sizeof link, "%s#%s", url, code);
    ply_text_add(out, "<div class=\"qr\">");
    ply_class_qr_svg(link, out);
    ply_text_add(out, "</div>");
    ply_words_escape(url, out);
  }
  ply_text_add(out, "</div>\n");
}

void ply_class_seats(const ply_class_session *s, const char *url, ply_text *out) {
  ply_class_page_begin(s, ply_words_of(s->words, "seats"), out);
  ply_words_tag(s->words, out, "h1", "seats", NULL);
  ply_text_add(out, "\n<p>");
  ply_words_html(s->words, out, "seats_how", NULL);
  if (url == NULL) {
    ply_text_add(out, " ");
    ply_words_html(s->words, out, "seats_again",
                   PLY_SAID(ply_markup("command", "<code>parley class serve</code>")));
  }
  ply_text_add(out, "</p>\n<div class=\"cards\">\n");
  for (int t = 0; t < s->plan.n_tables; t++)
    for (int r = 0; r < s->shape.n_actors; r++)
      if (s->plan.codes[t][r][0] != '\0') card(s, t, r, url, out);
  ply_text_add(out, "</div>\n");
  ply_class_page_end(out);
}
