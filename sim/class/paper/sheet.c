/* A role's instructions on paper, and the cards with the seats' codes: HTML for printing, from the same data
 * that the student's page gets. */
#include "sim/class/paper/paper.h"

#include "sim/class/session/plan.h"
#include "sim/class/server/view.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

void ply_class_html(const char *text, ply_text *out) {
  for (; *text != '\0'; text++) {
    if (*text == '&')
      ply_text_add(out, "&amp;");
    else if (*text == '<')
      ply_text_add(out, "&lt;");
    else if (*text == '>')
      ply_text_add(out, "&gt;");
    else if (*text == '"')
      ply_text_add(out, "&quot;");
    else if (*text == '\'')
      ply_text_add(out, "&#39;");
    else
      ply_text_add_n(out, text, 1);
  }
}

void ply_class_page_begin(const char *title, ply_text *out) {
  ply_text_add(out,
               "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
               "content=\"width=device-width\"><title>");
  ply_class_html(title, out);
  ply_text_add(
      out,
      "</title>\n<style>\n"
      "body{font:16px/1.5 system-ui,'DejaVu Sans',sans-serif;max-width:60rem;margin:1rem auto;padding:0 1rem;"
      "color:#1b1f24;background:#fff}\n"
      "table{border-collapse:collapse;margin:.5rem 0}th,td{border:1px solid #8c959f;padding:.2rem "
      ".6rem;text-align:left;vertical-align:top}\ntd.n,th.n{text-align:right}\n"
      "section{break-after:page}.points{columns:20rem 2;column-gap:1.5rem}table.issue{width:100%;"
      "break-inside:avoid;margin:0 0 .5rem}th.tall{writing-mode:vertical-rl;transform:rotate(180deg);"
      "text-align:left;padding:.3rem .1rem}\n"
      "@media "
      "print{@page{size:A4;margin:11mm}body{font-size:9pt;line-height:1.25;max-width:none;margin:0;padding:0}"
      "h1{font-size:15pt}h2{font-size:13pt;margin:.4rem 0}h3{font-size:10.5pt;margin:.4rem 0 "
      ".1rem}p,ul,ol{margin:"
      ".2rem 0}table{font-size:8.5pt}th,td{padding:.05rem "
      ".3rem}.points{font-size:8.5pt}.wide{overflow:visible}"
      "section:last-of-type{break-after:auto}}\n"
      ".cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr))"
      ";"
      "gap:.5rem}.card{border:1px dashed #57606a;padding:.6rem;break-inside:avoid}.code{font:700 1.4rem "
      "monospace}.qr svg{width:7rem;height:7rem}\n.note{border-left:.3rem solid "
      "#5b3fa8;padding-left:.7rem}.wide{overflow-x:auto}\n"
      "</style></head><body>\n<p class=\"note\">The payoffs here are the assumptions of the scenario's "
      "author, not "
      "facts about anybody and no forecast.</p>\n");
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
  ply_text_add(out, "<h3>What matters to you</h3>\n<ol>");
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
    told |= (uint64_t)1 << best;
    ply_text_add(out, "<li>");
    ply_class_html(parley_game_issue_at(s->game, best).name.name, out);
    ply_text_addf(out, ": up to %d points turn on it</li>", span);
  }
  ply_text_add(out, "</ol>\n");
}

/* An issue as a block of its own: the points of its options, where they differ also while standing out. */
static void issue_block(const ply_class_session *s, const cJSON *issue, ply_text *out) {
  int k = number(get(issue, "issue")), o = 0;
  const cJSON *point, *outside = get(issue, "outside");
  ply_text_add(out, "<table class=\"issue\"><thead><tr><th>");
  ply_class_html(parley_game_issue_at(s->game, k).name.name, out);
  ply_text_addf(out, "%s</th><th class=\"n\">Points</th>%s</tr></thead><tbody>\n",
                get(issue, "scaled") != NULL ? " *" : "",
                outside != NULL ? "<th class=\"n\">If you stay out</th>" : "");
  cJSON_ArrayForEach(point, get(issue, "points")) {
    ply_text_add(out, "<tr><td>");
    ply_class_html(parley_game_option_at(s->game, k, o).name, out);
    ply_text_addf(out, "</td><td class=\"n\">%d</td>", point->valueint);
    if (outside != NULL)
      ply_text_addf(out, "<td class=\"n\">%d</td>", number(cJSON_GetArrayItem(outside, o)));
    ply_text_add(out, "</tr>\n");
    o++;
  }
  ply_text_add(out, "</tbody></table>\n");
}

static void points_table(const ply_class_session *s, const cJSON *brief, ply_text *out) {
  const cJSON *issue;
  bool scaled = false, moves = s->course.mode == PLY_MODE_SIMULTANEOUS;
  cJSON_ArrayForEach(issue, get(brief, "issues")) scaled |= get(issue, "scaled") != NULL;
  ply_text_add(out, "<h3>Your points</h3>\n<p>Secret until the debrief. ");
  if (!moves)
    ply_text_addf(out, "The points of a deal are the sum; no deal gives you <strong>%d points</strong>. ",
                  number(get(brief, "no_deal")));
  ply_text_add(out, "Yours are on a scale of your own: do not compare them with others'.</p>\n<div "
                    "class=\"points\">\n");
  cJSON_ArrayForEach(issue, get(brief, "issues")) if (cJSON_GetArraySize(get(issue, "points")) > 1 ||
                                                      span_of(get(issue, "points")) != 0)
      issue_block(s, issue, out);
  ply_text_add(out, "</div>\n");
  if (scaled)
    ply_text_add(
        out,
        "<p>* These points count in full only where the guarantee is credible; the form shows what is left "
        "of them.</p>\n");
}

static void other_points(const ply_class_session *s, const cJSON *brief, ply_text *out) {
  const cJSON *item;
  int level = 0;
  if (get(brief, "levels")->child != NULL || get(brief, "bonuses")->child != NULL ||
      get(brief, "stakes")->child != NULL)
    ply_text_add(out, "<h3>And besides</h3>\n<ul>");
  else
    return;
  cJSON_ArrayForEach(item, get(brief, "levels")) {
    if (item->valueint != 0) {
      ply_text_addf(out, "<li>%+d points for standing at &ldquo;", item->valueint);
      ply_class_html(parley_game_level_at(s->game, level).name, out);
      ply_text_add(out, "&rdquo; yourself</li>");
    }
    level++;
  }
  cJSON_ArrayForEach(item, get(brief, "bonuses")) {
    ply_text_addf(out, "<li>%+d points if ", number(get(item, "points")));
    ply_class_html(words(item, "when"), out);
    ply_text_add(out, "</li>");
  }
  cJSON_ArrayForEach(item, get(brief, "stakes")) {
    ply_text_addf(out, "<li>%+d points times ", number(get(item, "points")));
    ply_class_html(words(item, "what"), out);
    ply_text_add(out, "</li>");
  }
  ply_text_add(out, "</ul>\n");
}

static void red_lines(const cJSON *brief, ply_text *out) {
  const cJSON *line;
  bool any = false;
  cJSON_ArrayForEach(line, get(brief, "lines")) {
    if (!cJSON_IsTrue(get(line, "in_force"))) continue;
    ply_text_add(out, any ? "<li>" : "<h3>Your red lines</h3>\n<ul><li>");
    any = true;
    ply_class_html(words(line, "name"), out);
    ply_text_add(out, words(line, "name")[0] != '\0' ? ": " : "");
    if (cJSON_IsTrue(get(line, "stay_out"))) {
      if (words(line, "from")[0] != '\0') {
        ply_text_add(out, "you may not stand at &ldquo;");
        ply_class_html(words(line, "from"), out);
        ply_text_add(out, "&rdquo; or above if ");
      } else
        ply_text_add(out, "you may not join if ");
    } else
      ply_text_add(out, "you may not accept a deal if ");
    ply_class_html(words(line, "when"), out);
    ply_text_add(out, ".</li>");
  }
  if (any) ply_text_add(out, "</ul>\n");
}

static const char *say_of(const ply_class_session *s, int role) {
  parley_consent consent = parley_game_actor_at(s->game, role).consent;
  if (consent > PARLEY_IF_MEMBER)
    return "You are asked where a deal meets a condition; then it needs your yes.";
  switch (consent) {
  case PARLEY_REQUIRED: return "Without your yes there is no deal.";
  case PARLEY_COUNTED: return "Your yes counts toward the number that a deal needs.";
  case PARLEY_IF_MEMBER: return "You are asked only where the deal has you join; then it needs your yes.";
  case PARLEY_NEVER: break;
  }
  return "Your consent is not needed, but you may propose and speak.";
}

void ply_class_sheet(const ply_class_session *s, int role, ply_text *out) {
  ply_text json;
  ply_text_init(&json);
  ply_class_view_brief(s, role, &json);
  cJSON *brief = json.data != NULL ? cJSON_Parse(json.data) : NULL;
  ply_text_add(out, "<section>\n<h2>");
  ply_class_html(words(brief, "name"), out);
  ply_text_add(out, "</h2>\n<p>");
  ply_class_html(words(brief, "story"), out);
  ply_text_addf(out, "</p>\n<p>%s</p>\n", say_of(s, role));
  if (brief != NULL) {
    interests(s, brief, out);
    points_table(s, brief, out);
    other_points(s, brief, out);
    red_lines(brief, out);
  }
  ply_text_add(out, "</section>\n");
  cJSON_Delete(brief);
  ply_text_done(&json);
}

static void card(const ply_class_session *s, int table, int role, const char *url, ply_text *out) {
  char code[PLY_CLASS_CODE + 2], link[200];
  ply_class_code_text(s->plan.codes[table][role], code);
  ply_text_addf(out, "<div class=\"card\">Table %d<br><strong>", table + 1);
  ply_class_html(parley_game_actor_at(s->game, role).name.name, out);
  ply_text_addf(out, "</strong><br><span class=\"code\">%s</span>", code);
  if (url != NULL) {
    snprintf(link, sizeof link, "%s#%s", url, code);
    ply_text_add(out, "<div class=\"qr\">");
    ply_class_qr_svg(link, out);
    ply_text_add(out, "</div>");
    ply_class_html(url, out);
  }
  ply_text_add(out, "</div>\n");
}

void ply_class_seats(const ply_class_session *s, const char *url, ply_text *out) {
  ply_class_page_begin("Seats", out);
  ply_text_add(out,
               "<h1>Seats</h1>\n<p>One card a seat: cut out and hand out. The code opens the seat on any "
               "device, and opens it again.");
  if (url == NULL)
    ply_text_add(out,
                 " <code>parley class serve</code> writes this page again, with a QR code on each card.");
  ply_text_add(out, "</p>\n<div class=\"cards\">\n");
  for (int t = 0; t < s->plan.n_tables; t++)
    for (int r = 0; r < s->shape.n_actors; r++)
      if (s->plan.codes[t][r][0] != '\0') card(s, t, r, url, out);
  ply_text_add(out, "</div>\n");
  ply_class_page_end(out);
}
