/* The teacher's guide: how the lesson runs, what to expect and how that is known, who can block what, what to
 * ask. The expected deals come from the solver's result over the very file that the class plays. */
#include "sim/class/paper/paper.h"
#include "sim/class/server/view.h"

#include <cjson/cJSON.h>

static const char *actor_name(const ply_class_session *s, int i) {
  return parley_game_actor_at(s->game, i).name.name;
}

static const char *what_happens(ply_class_mode mode) {
  switch (mode) {
  case PLY_MODE_SIMULTANEOUS:
    return "Each makes its move on the phone; nobody sees it until all at the table have moved. Bots take "
           "empty "
           "seats. Who lets the time of a round pass does what it did last.";
  case PLY_MODE_OFFERS:
    return "One offers, the others accept or refuse; a round without a yes costs what the file says. Bots "
           "take "
           "empty seats. After the last round there is no deal.";
  case PLY_MODE_TABLE: break;
  }
  return "Free talk, proposals and votes on the phones. Bots take empty seats. A table ends as soon as all "
         "whose "
         "yes is needed have said it; at the end of the clock an open table has no deal.";
}

static void timeline(const ply_class_session *s, ply_text *out) {
  int read = (int)(s->plan.read_ms / 60000), talk = (int)(s->plan.talk_ms / 60000);
  int open = s->plan.minutes / 9, rest = s->plan.minutes - open - read - talk;
  ply_text_add(out, "<h2>Timeline</h2>\n<table><thead><tr><th class=\"n\">Minutes</th><th>Stage</th><th>What "
                    "happens</th></tr></thead><tbody>\n");
  ply_text_addf(out,
                "<tr><td class=\"n\">%d</td><td>Lobby</td><td>Start the server, show the projector page, "
                "people come in by QR code or card. The phones ask the first question.</td></tr>\n",
                open);
  ply_text_addf(out,
                "<tr><td class=\"n\">%d</td><td>Read</td><td>Each reads its own instructions; nobody shows "
                "points.</td></tr>\n",
                read);
  ply_text_addf(out, "<tr><td class=\"n\">%d</td><td>Talks</td><td>%s</td></tr>\n", talk,
                what_happens(s->course.mode));
  ply_text_addf(
      out,
      "<tr><td class=\"n\">%d</td><td>Debrief</td><td>Step by step with the keys 1 to 9 and 0 on the teacher "
      "page; "
      "step 8 may be a renegotiation of five minutes with all points known.</td></tr>\n</tbody></table>\n",
      rest);
}

static void roles(const ply_class_session *s, ply_text *out) {
  static const char *const consents[] = {"is not asked", "has a veto", "counts toward the quorum",
                                         "is asked where it joins", "is asked under a condition"};
  ply_text_add(out, "<h2>Roles</h2>\n<table><thead><tr><th>Role</th><th>Consent</th><th class=\"n\">No deal "
                    "gives</th></tr></thead><tbody>\n");
  for (int i = 0; i < s->shape.n_actors; i++) {
    parley_game_actor actor = parley_game_actor_at(s->game, i);
    ply_text_add(out, "<tr><td>");
    ply_class_html(actor.name.name, out);
    ply_text_addf(out, "</td><td>%s%s</td><td class=\"n\">%d points</td></tr>\n", consents[actor.consent],
                  actor.candidate ? "; may join" : "", s->scales[i].no_deal);
  }
  if (s->course.mode == PLY_MODE_SIMULTANEOUS) {
    ply_text_addf(out,
                  "</tbody></table>\n<p>Nobody is asked for a yes. %d table%s; %d players; %d round%s.</p>\n",
                  s->plan.n_tables, s->plan.n_tables == 1 ? "" : "s", s->plan.players, s->course.rounds,
                  s->course.rounds == 1 ? "" : "s");
    return;
  }
  ply_text_addf(out,
                "</tbody></table>\n<p>A deal needs every veto, the yes of everyone whom it has join, and the "
                "yes of %d of "
                "those that have a veto or are counted%s. %d table%s; %d players.</p>\n",
                s->shape.quorum, s->shape.weighted ? ", with the votes that are needed" : "",
                s->plan.n_tables, s->plan.n_tables == 1 ? "" : "s", s->plan.players);
}

static void points_row(const ply_class_session *s, const char *name, uint64_t bundle, ply_text *out) {
  int points[PLY_CLASS_ROLES];
  double payoffs[PLY_CLASS_ROLES];
  if (!ply_class_points_all(s, bundle, points) || !parley_game_payoffs(s->game, bundle, payoffs)) return;
  ply_text_add(out, "<tr><th scope=\"row\">");
  ply_class_html(name, out);
  ply_text_add(out, "</th>");
  for (int i = 0; i < s->shape.n_actors; i++) {
    bool refuses = payoffs[i] < parley_game_actor_at(s->game, i).reservation - PLY_EPS ||
                   parley_game_red_line(s->game, bundle, i) != NULL;
    ply_text_addf(out, "<td class=\"n\">%d%s</td>", points[i], refuses ? " &#10007;" : "");
  }
  ply_text_add(out, "</tr>\n");
}

static void points_table(const ply_class_session *s, ply_text *out) {
  const ply_class_found *found = ply_class_session_known(s);
  ply_text_add(out, "<div class=\"wide\"><table><thead><tr><th>Deal</th>");
  for (int i = 0; i < s->shape.n_actors; i++) {
    ply_text_add(out, "<th class=\"tall\">");
    ply_class_html(actor_name(s, i), out);
    ply_text_add(out, "</th>");
  }
  ply_text_add(out, "</tr></thead><tbody>\n<tr><th scope=\"row\">No deal</th>");
  for (int i = 0; i < s->shape.n_actors; i++)
    ply_text_addf(out, "<td class=\"n\">%d</td>", s->scales[i].no_deal);
  ply_text_add(out, "</tr>\n");
  for (int d = 0; found != NULL && d < found->n_deals; d++)
    if (found->deals[d].found) points_row(s, found->deals[d].name, found->deals[d].bundle, out);
  for (int d = 0; d < s->shape.n_designs; d++) {
    uint64_t bundle;
    parley_name name = parley_game_design_at(s->game, d, &bundle);
    points_row(s, name.name, bundle, out);
  }
  ply_text_add(out, "</tbody></table></div>\n<p>&#10007;: would not accept it (worse than no deal, or across "
                    "a red line).</p>\n");
}

/* A count; where the solver stopped, with the word that it is only what is proved. */
static void say_count(const ply_class_found *found, double count, ply_text *out) {
  if (!found->decided) ply_text_add(out, "at least ");
  ply_class_count(count, out);
}

static void say_counts(const ply_class_found *found, ply_text *out) {
  ply_text_add(out, "<p>Of ");
  say_count(found, found->feasible, out);
  ply_text_add(out, " packages that fit together, <strong>");
  say_count(found, found->acceptable, out);
  ply_text_add(out, "</strong> would be accepted by all who are needed; in ");
  say_count(found, found->sustained, out);
  ply_text_add(out, " of them nobody gains by joining or leaving where a leaver may undo the deal, in ");
  say_count(found, found->stable, out);
  ply_text_add(out, " nobody would leave even if the deal went on.</p>\n");
  if (found->acceptable < 1 && !found->decided)
    ply_text_add(out,
                 "<p><strong>Whether there is a deal that all who are needed would accept is not decided."
                 "</strong></p>\n");
  if (found->acceptable < 1 && found->decided)
    ply_text_add(out, "<p><strong>There is no deal that all who are needed would accept.</strong> A table "
                      "that signs one has "
                      "somebody who gave away more than it had to.</p>\n");
}

/* A deal under all the names that it was found by. */
static void say_deal(const ply_class_session *s, const ply_class_found *found, int d, ply_text *out) {
  if (!ply_class_found_first(found, d)) return;
  ply_text_add(out, "<p><strong>");
  ply_class_found_names(found, d, out);
  ply_text_add(out, ".</strong> ");
  ply_class_deal_html(s, found->deals[d].bundle, out);
  ply_text_add(out, "</p>\n");
}

static void expected(const ply_class_session *s, ply_text *out) {
  const ply_class_found *found = ply_class_session_known(s);
  ply_text_add(out, "<h2>Expected deals</h2>\n");
  if (found == NULL) {
    ply_text_add(out, "<p>The solver did not answer.</p>\n");
    return;
  }
  say_counts(found, out);
  for (int d = 0; d < found->n_deals; d++) say_deal(s, found, d, out);
  points_table(s, out);
  ply_text_addf(
      out,
      "<h3>How this is known</h3>\n<p>%s Check it: <code>parley solve scenario.json</code> in this "
      "folder (%s).</p>\n",
      found->decided
          ? "The solver decided every package of the space: the counts are exact and the best deals "
            "proved best. An independent part of the program recomputed the deals from the "
            "definitions and held them against others."
          : "The solver stopped at a limit: what is listed is proved, but it is not all.",
      parley_scenario_describe(s->scenario).digest);
}

/* What the author of the scenario says to who uses it. */
static void notes(const ply_class_session *s, ply_text *out) {
  const cJSON *notes = cJSON_GetObjectItemCaseSensitive(s->root, "notes");
  if (!cJSON_IsString(notes)) return;
  ply_text_add(out, "<h2>Notes of the author</h2>\n<p>");
  ply_class_html(notes->valuestring, out);
  ply_text_add(out, "</p>\n");
}

void ply_class_guide(const ply_class_session *s, ply_text *out) {
  parley_scenario_info info = parley_scenario_describe(s->scenario);
  ply_class_page_begin("Teacher's guide", out);
  ply_text_add(out, "<h1>Teacher&rsquo;s guide: ");
  ply_class_html(info.title != NULL ? info.title : info.id, out);
  ply_text_add(
      out,
      "</h1>\n<p>Keep this to yourself: it holds everybody&rsquo;s points and the expected deals.</p>\n<p>");
  ply_class_html(info.question != NULL ? info.question : "", out);
  ply_text_add(out, "</p>\n");
  notes(s, out);
  timeline(s, out);
  ply_text_add(
      out, "<h2>Before and after</h2>\n<p>Every phone asks the same before the talks and again in the "
           "debrief:</p>\n<ul><li>Of 100 groups like yours, how many would sign a deal?</li>"
           "<li>Who has the most power here?</li></ul>\n<p>Answers come without names. Your page shows "
           "them as they come in, step 9 of the debrief shows both times to all. Ask why they moved.</p>\n");
  roles(s, out);
  expected(s, out);
  ply_class_guide_blocks(s, out);
  ply_text_add(out, "<h2>Debrief questions</h2>\n<ol><li>When did you know that there would be a deal, or "
                    "none?</li><li>What did you think "
                    "the others wanted most, and was it so?</li><li>Which trade between issues made the "
                    "deal, or would have?</li><li>Who held "
                    "the talks up, and was it in that role&rsquo;s interest?</li><li>Who gained least, and "
                    "what kept it at the table?</li><li>Would every "
                    "member keep its word a year later?</li><li>Which of the author&rsquo;s assumptions "
                    "would you change, and what would follow?</li></ol>\n");
  ply_class_page_end(out);
}

void ply_class_preview_paper(const ply_class_session *s, ply_text *out) {
  ply_class_page_begin("Preview: all roles", out);
  ply_text_add(out, "<h1>Preview: all roles in one window</h1>\n<p>For the teacher: what each role is told, "
                    "and what known deals give to "
                    "each. To play all roles yourself, serve this folder and open &ldquo;All roles in one "
                    "window&rdquo; on the teacher page.</p>\n");
  points_table(s, out);
  for (int r = 0; r < s->shape.n_actors; r++)
    if ((s->state.playable >> r & 1) != 0) ply_class_sheet(s, r, out);
  ply_class_page_end(out);
}

void ply_class_deal_words(const ply_class_session *s, uint64_t bundle, ply_text *out) {
  int options[PLY_CLASS_ROLES], levels[PLY_CLASS_ROLES], n = 0;
  parley_game_unpack(s->game, bundle, options, levels);
  for (int k = 0; k < s->shape.n_issues; k++)
    ply_text_addf(out, "%s%s: %s", k > 0 ? "; " : "", parley_game_issue_at(s->game, k).name.name,
                  parley_game_option_at(s->game, k, options[k]).name);
  for (int i = 0; i < s->shape.n_actors; i++)
    if (levels[i] > 0)
      ply_text_addf(out, "%s%s (%s)", n++ > 0 ? ", " : "; with ", parley_game_actor_at(s->game, i).name.name,
                    parley_game_level_at(s->game, levels[i]).name);
}

void ply_class_deal_html(const ply_class_session *s, uint64_t bundle, ply_text *out) {
  ply_text words;
  ply_text_init(&words);
  ply_class_deal_words(s, bundle, &words);
  ply_class_html(words.data != NULL ? words.data : "", out);
  out->failed |= words.failed;
  ply_text_done(&words);
}
