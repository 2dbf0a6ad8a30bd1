/* The teacher's guide: how the lesson runs, what to expect and how that is known, who can block what, what to
 * ask. The expected deals come from the solver's result over the very file that the class plays. */
#include "sim/class/paper/paper.h"
#include "sim/class/server/view.h"

#include <cjson/cJSON.h>
#include <string.h>

static const char *actor_name(const ply_class_session *s, int i) {
  return parley_game_actor_at(s->game, i).name.name;
}

/* A heading on a line of its own. */
static void head(const ply_class_session *s, const char *tag, const char *key, ply_text *out) {
  ply_words_tag(s->words, out, tag, key, NULL);
  ply_text_add(out, "\n");
}

static void stage(const ply_class_session *s, int minutes, const char *name, const char *how, ply_text *out) {
  ply_text_addf(out, "<tr><td class=\"n\">%d</td>", minutes);
  ply_words_tag(s->words, out, "td", name, NULL);
  ply_words_tag(s->words, out, "td", how, NULL);
  ply_text_add(out, "</tr>\n");
}

static void timeline(const ply_class_session *s, ply_text *out) {
  static const char *const how[] = {[PLY_MODE_TABLE] = "talks_table",
                                    [PLY_MODE_SIMULTANEOUS] = "talks_moves",
                                    [PLY_MODE_OFFERS] = "talks_offers"};
  int read = (int)(s->plan.read_ms / 60000), talk = (int)(s->plan.talk_ms / 60000);
  int open = s->plan.minutes / 9, rest = s->plan.minutes - open - read - talk;
  head(s, "h2", "guide_timeline", out);
  ply_text_add(out, "<table><thead><tr>");
  ply_words_tag(s->words, out, "th class=\"n\"", "minutes", NULL);
  ply_words_tag(s->words, out, "th", "stage", NULL);
  ply_words_tag(s->words, out, "th", "what_happens", NULL);
  ply_text_add(out, "</tr></thead><tbody>\n");
  stage(s, open, "lobby", "lobby_how", out);
  stage(s, read, "read", "read_how", out);
  stage(s, talk, "talks", how[s->course.mode], out);
  stage(s, rest, "debrief", "debrief_how", out);
  ply_text_add(out, "</tbody></table>\n");
}

static const char *consent_words(parley_consent consent) {
  static const char *const keys[] = {[PARLEY_NEVER] = "consent_never",
                                     [PARLEY_REQUIRED] = "consent_required",
                                     [PARLEY_COUNTED] = "consent_counted",
                                     [PARLEY_IF_MEMBER] = "consent_member"};
  return consent <= PARLEY_IF_MEMBER ? keys[consent] : "consent_condition";
}

/* "3 tables; 30 players; 10 rounds." */
static void sizes(const ply_class_session *s, ply_text *out) {
  ply_words_html(s->words, out, "n_tables", PLY_SAID(ply_number_word("n", s->plan.n_tables)));
  ply_text_add(out, "; ");
  ply_words_html(s->words, out, "n_players", PLY_SAID(ply_number_word("n", s->plan.players)));
  if (s->course.mode != PLY_MODE_TABLE) {
    ply_text_add(out, "; ");
    ply_words_html(s->words, out, "n_rounds", PLY_SAID(ply_number_word("n", s->course.rounds)));
  }
  ply_text_add(out, ".</p>\n");
}

static void roles(const ply_class_session *s, ply_text *out) {
  head(s, "h2", "roles", out);
  ply_text_add(out, "<table><thead><tr>");
  ply_words_tag(s->words, out, "th", "role", NULL);
  ply_words_tag(s->words, out, "th", "consent", NULL);
  ply_words_tag(s->words, out, "th class=\"n\"", "no_deal_gives", NULL);
  ply_text_add(out, "</tr></thead><tbody>\n");
  for (int i = 0; i < s->shape.n_actors; i++) {
    parley_game_actor actor = parley_game_actor_at(s->game, i);
    ply_text_add(out, "<tr><td>");
    ply_words_escape(actor.name.name, out);
    ply_text_add(out, "</td><td>");
    ply_words_html(s->words, out, consent_words(actor.consent), NULL);
    if (actor.candidate) ply_words_html(s->words, out, "may_join", NULL);
    ply_text_add(out, "</td>");
    ply_words_tag(s->words, out, "td class=\"n\"", "n_points",
                  PLY_SAID(ply_number_word("n", s->scales[i].no_deal)));
    ply_text_add(out, "</tr>\n");
  }
  ply_text_add(out, "</tbody></table>\n<p>");
  if (s->course.mode == PLY_MODE_SIMULTANEOUS)
    ply_words_html(s->words, out, "roles_moves", NULL);
  else
    ply_words_html(s->words, out, "roles_deal", PLY_SAID(ply_number_word("quorum", s->shape.quorum)));
  ply_text_add(out, " ");
  sizes(s, out);
}

static void points_row(const ply_class_session *s, const char *name, uint64_t bundle, ply_text *out) {
  int points[PLY_CLASS_ROLES];
  double payoffs[PLY_CLASS_ROLES];
  if (!ply_class_points_all(s, bundle, points) || !parley_game_payoffs(s->game, bundle, payoffs)) return;
  ply_text_add(out, "<tr><th scope=\"row\">");
  ply_words_escape(name, out);
  ply_text_add(out, "</th>");
  for (int i = 0; i < s->shape.n_actors; i++) {
    parley_game_actor who = parley_game_actor_at(s->game, i);
    bool refuses =
        payoffs[i] < who.reservation - who.tolerance || parley_game_red_line(s->game, bundle, i) != NULL;
    ply_text_addf(out, "<td class=\"n\">%d%s</td>", points[i], refuses ? " &#10007;" : "");
  }
  ply_text_add(out, "</tr>\n");
}

static void points_table(const ply_class_session *s, ply_text *out) {
  const ply_class_found *found = ply_class_session_known(s);
  ply_text_add(out, "<div class=\"wide\"><table><thead><tr>");
  ply_words_tag(s->words, out, "th", "deal", NULL);
  for (int i = 0; i < s->shape.n_actors; i++) {
    ply_text_add(out, "<th class=\"tall\">");
    ply_words_escape(actor_name(s, i), out);
    ply_text_add(out, "</th>");
  }
  ply_text_add(out, "</tr></thead><tbody>\n<tr>");
  ply_words_tag(s->words, out, "th scope=\"row\"", "no_deal", NULL);
  for (int i = 0; i < s->shape.n_actors; i++)
    ply_text_addf(out, "<td class=\"n\">%d</td>", s->scales[i].no_deal);
  ply_text_add(out, "</tr>\n");
  for (int d = 0; found != NULL && d < found->n_deals; d++)
    if (found->deals[d].found)
      points_row(s, ply_class_deal_name(s, &found->deals[d]), found->deals[d].bundle, out);
  for (int d = 0; d < s->shape.n_designs; d++) {
    uint64_t bundle;
    parley_name name = parley_game_design_at(s->game, d, &bundle);
    points_row(s, name.name, bundle, out);
  }
  ply_text_add(out, "</tbody></table></div>\n");
  head(s, "p", "would_refuse", out);
}

/* A count; where the solver stopped, with the word that it is only what is proved. strong: in bold. */
static void say_count(const ply_class_session *s, const ply_class_found *found, double count, bool strong,
                      ply_text *out) {
  ply_text number;
  ply_text_init(&number);
  ply_text_init(out);
  ply_class_count(count, &number);
  const char *digits = number.data != NULL ? number.data : "";
  if (strong) ply_text_add(out, "<strong>");
  if (found->decided)
    ply_text_add(out, digits);
  else
    ply_words_html(s->words, out, "at_least", PLY_SAID(ply_word("n", digits)));
  if (strong) ply_text_add(out, "</strong>");
  ply_text_done(&number);
}

static void say_counts(const ply_class_session *s, const ply_class_found *found, ply_text *out) {
  const double counts[] = {found->feasible, found->acceptable, found->sustained, found->stable};
  static const char *const names[] = {"feasible", "acceptable", "sustained", "stable"};
  ply_text said[4];
  ply_said values[5] = {{.name = NULL}};
  for (int c = 0; c < 4; c++) {
    say_count(s, found, counts[c], c == 1, &said[c]);
    values[c] = ply_markup(names[c], said[c].data != NULL ? said[c].data : "");
  }
  ply_words_tag(s->words, out, "p", "expected_counts", values);
  for (int c = 0; c < 4; c++) ply_text_done(&said[c]);
  ply_text_add(out, "\n");
  if (found->acceptable >= 1) return;
  ply_text_add(out, "<p>");
  ply_words_tag(s->words, out, "strong", found->decided ? "expected_none" : "expected_open", NULL);
  if (found->decided) {
    ply_text_add(out, " ");
    ply_words_html(s->words, out, "expected_none_why", NULL);
  }
  ply_text_add(out, "</p>\n");
}

/* A deal under all the names that it was found by. */
static void say_deal(const ply_class_session *s, const ply_class_found *found, int d, ply_text *out) {
  if (!ply_class_found_first(found, d)) return;
  ply_text_add(out, "<p><strong>");
  ply_class_found_names(s, d, out);
  ply_text_add(out, ".</strong> ");
  ply_class_deal_html(s, found->deals[d].bundle, out);
  ply_text_add(out, "</p>\n");
}

enum { MOST_BUNDLES = 100000 }; /* of a space in which drawing is a matter of a second */

/* Which package is acceptable most often if the numbers are not what the file says, where they have ranges. */
static void best_chance(const ply_class_session *s, const ply_class_found *found, ply_text *out) {
  parley_robust_settings settings = parley_robust_settings_default();
  parley_robust *robust = NULL;
  uint64_t bundle, count;
  if (!found->decided || found->feasible > MOST_BUNDLES) return;
  settings.offers = settings.frontier = settings.knowing = false;
  settings.fresh = 1000;
  if (parley_robust_scenario(s->scenario, &settings, &robust, NULL) != PARLEY_OK)
    return; /* nothing is uncertain */
  if (parley_robust_best(robust, 0, &bundle, &count)) {
    ply_text_add(out, "<p>");
    ply_words_html(
        s->words, out, "guide_chance",
        PLY_SAID(ply_number_word("share", (long)(100 * parley_robust_fresh_share(robust, 0) + 0.5)),
                 ply_number_word("fresh", 1000)));
    ply_text_add(out, " ");
    ply_class_deal_html(s, bundle, out);
    ply_text_add(out, "</p>\n");
  }
  parley_robust_free(robust);
}

static void known_how(const ply_class_session *s, const ply_class_found *found, ply_text *out) {
  head(s, "h3", "known_how", out);
  ply_text_add(out, "<p>");
  ply_words_html(s->words, out, found->decided ? "known_exact" : "known_open", NULL);
  ply_text_add(out, " ");
  ply_words_html(s->words, out, "known_check",
                 PLY_SAID(ply_markup("command", "<code>parley solve scenario.json</code>"),
                          ply_word("digest", parley_scenario_describe(s->scenario).digest)));
  ply_text_add(out, "</p>\n");
}

static void expected(const ply_class_session *s, ply_text *out) {
  const ply_class_found *found = ply_class_session_known(s);
  head(s, "h2", "expected", out);
  if (found == NULL) {
    head(s, "p", "not_solved", out);
    return;
  }
  say_counts(s, found, out);
  for (int d = 0; d < found->n_deals; d++) say_deal(s, found, d, out);
  best_chance(s, found, out);
  points_table(s, out);
  known_how(s, found, out);
}

/* What the author of the scenario says to who uses it. */
static void notes(const ply_class_session *s, ply_text *out) {
  const cJSON *notes = cJSON_GetObjectItemCaseSensitive(s->root, "notes");
  if (!cJSON_IsString(notes)) return;
  head(s, "h2", "guide_notes", out);
  ply_text_add(out, "<p>");
  ply_words_escape(notes->valuestring, out);
  ply_text_add(out, "</p>\n");
}

/* What every phone asks, twice. */
static void asked_twice(const ply_class_session *s, ply_text *out) {
  bool moves = s->course.mode == PLY_MODE_SIMULTANEOUS && s->shape.n_levels > 0;
  const char *move = moves ? parley_game_level_at(s->game, s->shape.n_levels - 1).name : NULL;
  head(s, "h2", "question", out);
  head(s, "p", "question_how", out);
  ply_text_add(out, "<ul>");
  ply_words_tag(s->words, out, "li", move != NULL ? "question_moves" : "question_deals",
                PLY_SAID(ply_word("move", move != NULL ? move : "")));
  ply_words_tag(s->words, out, "li", "question_power", NULL);
  ply_text_add(out, "</ul>\n");
  head(s, "p", "question_why", out);
}

static void debrief_questions(const ply_class_session *s, ply_text *out) {
  const char *line =
      ply_words_of(s->words, s->course.mode == PLY_MODE_SIMULTANEOUS ? "questions_moves" : "questions");
  head(s, "h2", "guide_questions", out);
  ply_text_add(out, "<ol>");
  while (*line != '\0') {
    size_t length = strcspn(line, "\n");
    ply_text one;
    ply_text_init(&one);
    ply_text_add_n(&one, line, length);
    ply_text_add(out, "<li>");
    ply_words_escape(one.data != NULL ? one.data : "", out);
    ply_text_add(out, "</li>");
    ply_text_done(&one);
    line += length + (line[length] == '\n');
  }
  ply_text_add(out, "</ol>\n");
}

void ply_class_guide(const ply_class_session *s, ply_text *out) {
  parley_scenario_info info = parley_scenario_describe(s->scenario);
  ply_class_page_begin(s, ply_words_of(s->words, "guide"), out);
  ply_words_tag(s->words, out, "h1", "guide_of",
                PLY_SAID(ply_word("title", info.title != NULL ? info.title : info.id)));
  ply_text_add(out, "\n");
  head(s, "p", "guide_secret", out);
  ply_text_add(out, "<p>");
  ply_words_escape(info.question != NULL ? info.question : "", out);
  ply_text_add(out, "</p>\n");
  notes(s, out);
  timeline(s, out);
  asked_twice(s, out);
  roles(s, out);
  expected(s, out);
  ply_class_guide_blocks(s, out);
  debrief_questions(s, out);
  ply_class_page_end(out);
}

void ply_class_preview_paper(const ply_class_session *s, ply_text *out) {
  ply_class_page_begin(s, ply_words_of(s->words, "preview"), out);
  head(s, "h1", "preview_title", out);
  head(s, "p", "preview_how", out);
  points_table(s, out);
  for (int r = 0; r < s->shape.n_actors; r++)
    if ((s->state.playable >> r & 1) != 0) ply_class_sheet(s, r, out);
  ply_class_page_end(out);
}

void ply_class_deal_words(const ply_class_session *s, uint64_t bundle, ply_text *out) {
  int options[PLY_CLASS_ROLES], levels[PLY_CLASS_ROLES], n = 0;
  const char *with = ply_words_of(s->words, "and_with");
  parley_game_unpack(s->game, bundle, options, levels);
  for (int k = 0; k < s->shape.n_issues; k++)
    ply_text_addf(out, "%s%s: %s", k > 0 ? "; " : "", parley_game_issue_at(s->game, k).name.name,
                  parley_game_option_at(s->game, k, options[k]).name);
  for (int i = 0; i < s->shape.n_actors; i++)
    if (levels[i] > 0)
      ply_text_addf(out, "%s%s (%s)", n++ > 0 ? ", " : with, parley_game_actor_at(s->game, i).name.name,
                    parley_game_stand_at(s->game, i, levels[i]).name);
}

void ply_class_deal_html(const ply_class_session *s, uint64_t bundle, ply_text *out) {
  ply_text words;
  ply_text_init(&words);
  ply_class_deal_words(s, bundle, &words);
  ply_words_escape(words.data != NULL ? words.data : "", out);
  out->failed |= words.failed;
  ply_text_done(&words);
}
