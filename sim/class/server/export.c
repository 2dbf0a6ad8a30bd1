/* What a teacher takes home: results as CSV, the log, and a report in one file. Names of people are left out
 * unless asked for; nothing here holds tokens or seat codes. */
#include "sim/class/session/blocks.h"
#include "sim/class/paper/paper.h"
#include "sim/class/server/serve.h"
#include "sim/class/session/moves.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A CSV field: in quotes where it must be, and never a formula for a spreadsheet. */
static void field(const char *text, ply_text *out) {
  bool formula = text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL;
  if (!formula && strpbrk(text, ",\"\r\n") == NULL) {
    ply_text_add(out, text);
    return;
  }
  ply_text_add(out, formula ? "\"'" : "\"");
  for (; *text != '\0'; text++) {
    if (*text == '"') ply_text_add(out, "\"");
    ply_text_add_n(out, text, 1);
  }
  ply_text_add(out, "\"");
}

/* The names of the people in a seat, "Ann; Ben", as they gave them. */
static void people_of(const ply_class_session *s, int table, int role, ply_text *names) {
  for (int p = 0; p < s->state.n_people; p++) {
    const ply_class_person *person = &s->state.people[p];
    if (person->gone || person->table != table || person->role != role || person->name[0] == '\0') continue;
    ply_text_addf(names, "%s%s", names->length > 0 ? "; " : "", person->name);
  }
}

/* The same, put into a text as `put` does it: as a field of a table, or as text of a page. */
static void put_people(const ply_class_session *s, int table, int role, void (*put)(const char *, ply_text *),
                       ply_text *out) {
  ply_text names;
  ply_text_init(&names);
  people_of(s, table, role, &names);
  put(names.data != NULL ? names.data : "", out);
  out->failed |= names.failed;
  ply_text_done(&names);
}

static void csv_row(const ply_class_session *s, int table, int round, int role, bool names, ply_text *out) {
  static const char *const statuses[] = {"open", "deal", "no deal"};
  const ply_class_end *end = &s->state.tables[table].end[round];
  bool moves = s->course.mode == PLY_MODE_SIMULTANEOUS;
  int points[PLY_CLASS_ROLES], none[PLY_CLASS_ROLES];
  bool deal = end->status == PLY_TABLE_DEAL && ply_class_end_points(s, table, round, points, none);
  int no_deal = deal ? none[role] : s->scales[role].no_deal;
  int n = 0, total = moves ? ply_class_total(s, table, role, round, &n) : 0;
  ply_text_addf(out, "%d,%d,", table + 1, round + 1);
  field(parley_game_actor_at(s->game, role).name.name, out);
  ply_text_addf(out, ",%s,%d,%d,%d,%d,%s,", moves ? "played" : statuses[end->status],
                deal ? ply_class_number_of(s, end->proposal) : 0,
                moves  ? total
                : deal ? points[role]
                       : no_deal,
                no_deal, deal ? points[role] - no_deal : 0,
                (s->state.tables[table].bots >> role & 1) != 0 ? "yes" : "no");
  ply_text_addf(out, "%d,", ply_class_state_people(&s->state, table, role));
  ply_text words;
  ply_text_init(&words);
  if (end->status == PLY_TABLE_DEAL)
    ply_class_deal_words(s, s->state.proposals[end->proposal].bundle, &words);
  field(words.data != NULL ? words.data : "", out);
  out->failed |= words.failed;
  ply_text_done(&words);
  if (names) {
    ply_text_add(out, ",");
    put_people(s, table, role, field, out);
  }
  ply_text_add(out, "\r\n");
}

void ply_class_export_csv(const ply_class_session *s, bool names, ply_text *out) {
  ply_text_addf(out, "table,round,role,outcome,proposal,points,no_deal,gain,bot,people,terms%s\r\n",
                names ? ",names" : "");
  for (int t = 0; t < s->state.n_tables; t++)
    for (int round = 0; round <= s->state.round; round++)
      for (int r = 0; r < s->state.n_roles; r++)
        if ((s->state.playable >> r & 1) != 0) csv_row(s, t, round, r, names, out);
}

void ply_class_export_log(const ply_class_session *s, bool names, ply_text *out) {
  for (int e = 0; e < s->state.n_events; e++) {
    ply_class_event event = s->state.events[e];
    if (!names && event.kind == PLY_EV_JOIN) event.text = "";
    if (!names && event.kind == PLY_EV_ANSWER) event.person = -1;
    ply_class_event_write(&event, out);
    ply_text_add(out, "\n");
  }
}

static int by_answers(const void *a, const void *b) {
  const ply_class_answer_given *one = a, *other = b;
  for (int when = 0; when < 2; when++) {
    int x = one[when].given ? one[when].value : -1, y = other[when].given ? other[when].value : -1;
    if (x != y) return x < y ? -1 : 1;
  }
  return one[0].role - other[0].role;
}

static void answer_fields(const ply_class_session *s, const ply_class_answer_given *answer, ply_text *out) {
  if (answer->given) ply_text_addf(out, "%d", answer->value);
  ply_text_add(out, ",");
  if (answer->given && answer->role >= 0) field(parley_game_actor_at(s->game, answer->role).name.name, out);
}

/* A row a person, in order of the answers, so that it does not tell who gave them. */
void ply_class_export_answers(const ply_class_session *s, ply_text *out) {
  ply_class_answer_given(*rows)[2] = calloc((size_t)s->state.n_people + 1, sizeof *rows);
  int n = 0;
  for (int p = 0; rows != NULL && p < s->state.n_people; p++) {
    const ply_class_person *person = &s->state.people[p];
    if (!person->gone && (person->answer[0].given || person->answer[1].given))
      memcpy(rows[n++], person->answer, sizeof *rows);
  }
  if (rows == NULL) out->failed = true;
  if (n > 0) qsort(rows, (size_t)n, sizeof *rows, by_answers);
  ply_text_add(out, "before,power_before,after,power_after\r\n");
  for (int r = 0; r < n; r++) {
    answer_fields(s, &rows[r][0], out);
    ply_text_add(out, ",");
    answer_fields(s, &rows[r][1], out);
    ply_text_add(out, "\r\n");
  }
  free(rows);
}

/* ---- the report ---- */

static void heading(const ply_class_session *s, const char *tag, const char *key, ply_text *out) {
  ply_words_tag(s->words, out, tag, key, NULL);
  ply_text_add(out, "\n");
}

static void outcome(const ply_class_session *s, int table, int round, bool names, ply_text *out) {
  const ply_class_end *end = &s->state.tables[table].end[round];
  bool deal = end->status == PLY_TABLE_DEAL;
  int points[PLY_CLASS_ROLES], none[PLY_CLASS_ROLES];
  ply_words_tag(s->words, out, "h3", round > 0 ? "table_again" : "table_end",
                PLY_SAID(ply_number_word("n", table + 1),
                         ply_word("end", ply_words_of(s->words, deal ? "end_deal" : "end_none"))));
  ply_text_add(out, "\n");
  if (deal) {
    ply_text_add(out, "<p>");
    ply_class_deal_html(s, s->state.proposals[end->proposal].bundle, out);
    ply_text_add(out, "</p>\n");
    deal = ply_class_end_points(s, table, round, points, none);
  }
  ply_text_add(out, "<table><thead><tr>");
  ply_words_tag(s->words, out, "th", "role", NULL);
  if (names) ply_words_tag(s->words, out, "th", "who", NULL);
  ply_words_tag(s->words, out, "th class=\"n\"", "points", NULL);
  ply_words_tag(s->words, out, "th class=\"n\"", "no_deal", NULL);
  ply_words_tag(s->words, out, "th class=\"n\"", "gain", NULL);
  ply_text_add(out, "</tr></thead><tbody>\n");
  for (int r = 0; r < s->state.n_roles; r++) {
    int no_deal = deal ? none[r] : s->scales[r].no_deal, mine = deal ? points[r] : no_deal;
    if ((s->state.playable >> r & 1) == 0) continue;
    ply_text_add(out, "<tr><td>");
    ply_words_escape(parley_game_actor_at(s->game, r).name.name, out);
    if (names) {
      ply_text_add(out, "</td><td>");
      put_people(s, table, r, ply_words_escape, out);
    }
    ply_text_addf(out, "</td><td class=\"n\">%d</td><td class=\"n\">%d</td><td class=\"n\">%+d</td></tr>\n",
                  mine, no_deal, mine - no_deal);
  }
  ply_text_add(out, "</tbody></table>\n");
}

static void predicted(const ply_class_session *s, ply_text *out) {
  const ply_class_found *found = ply_class_session_known(s);
  heading(s, "h2", "theory", out);
  for (int d = 0; found != NULL && d < found->n_deals; d++) {
    int points[PLY_CLASS_ROLES];
    const ply_class_deal *deal = &found->deals[d];
    if (!ply_class_found_first(found, d) || !ply_class_points_all(s, deal->bundle, points)) continue;
    ply_text_add(out, "<p><strong>");
    ply_class_found_names(s, d, out);
    ply_text_add(out, ".</strong> ");
    ply_class_deal_html(s, deal->bundle, out);
    ply_text_add(out, " (");
    for (int i = 0; i < s->shape.n_actors; i++) {
      ply_text_addf(out, "%s", i > 0 ? ", " : "");
      ply_words_escape(parley_game_actor_at(s->game, i).name.name, out);
      ply_text_addf(out, " %d", points[i]);
    }
    ply_text_add(out, ")</p>\n");
  }
  bool old = found == NULL || found->n_patches != s->n_patches;
  ply_words_tag(s->words, out, "p",
                s->n_patches == 0 ? "theory_of"
                : old             ? "theory_old"
                                  : "theory_new",
                PLY_SAID(ply_word("digest", parley_scenario_describe(s->scenario).digest)));
  ply_text_add(out, "\n");
}

/* What nobody proposed at a table, and who could have stopped its deal. */
static void better(const ply_class_session *s, int table, ply_text *out) {
  const uint64_t *end = ply_class_end_of(s, table, 0);
  ply_class_better found;
  if (s->state.tables[table].end[0].status == PLY_TABLE_OPEN) return;
  ply_class_better_of(s, table, &found);
  ply_words_tag(s->words, out, "h3", "table", PLY_SAID(ply_number_word("n", table + 1)));
  ply_text_add(out, "\n<p>");
  if (found.found) {
    ply_words_tag(s->words, out, "strong", "better_found", NULL);
    ply_text_add(out, " ");
    ply_class_deal_html(s, found.bundle, out);
  } else
    ply_words_html(s->words, out,
                   found.proved  ? "better_none"
                   : found.known ? "better_unlisted"
                                 : "better_open",
                   NULL);
  ply_text_add(out, "</p>\n");
  if (end == NULL) return;
  parley_blocking blocks = parley_game_blocking(s->game, *end);
  ply_text who;
  ply_text_init(&who);
  ply_class_blocks_words(s, &blocks, &who);
  ply_words_tag(s->words, out, "p", "could_block",
                PLY_SAID(ply_markup("who", who.data != NULL ? who.data : "")));
  ply_text_done(&who);
  ply_text_add(out, "\n");
}

/* The middle answer, as the debrief tells it; -1 where nobody answered. */
static double median_of(const ply_class_session *s, int when, int *n) {
  int count[101] = {0}, seen = 0, low = -1, high = -1;
  *n = 0;
  for (int p = 0; p < s->state.n_people; p++) {
    const ply_class_person *person = &s->state.people[p];
    if (person->gone || !person->answer[when].given) continue;
    count[person->answer[when].value]++;
    ++*n;
  }
  for (int value = 0; value <= 100; value++) {
    seen += count[value];
    if (low < 0 && 2 * seen >= *n && *n > 0) low = value;
    if (high < 0 && 2 * seen > *n) high = value;
  }
  return *n > 0 ? (low + high) / 2.0 : -1;
}

static void answered(const ply_class_session *s, ply_text *out) {
  static const char *const keys[][2] = {{"answers_none_before", "answers_before"},
                                        {"answers_none_after", "answers_after"}};
  ply_text said[2];
  for (int when = 0; when < 2; when++) {
    int n;
    char median[32];
    snprintf(median, sizeof median, "%g", median_of(s, when, &n));
    ply_text_init(&said[when]);
    ply_words_html(s->words, &said[when], n > 0 ? keys[when][1] : keys[when][0],
                   PLY_SAID(ply_word("median", median), ply_number_word("n", n)));
  }
  heading(s, "h2", "question", out);
  ply_words_tag(s->words, out, "p", "answers",
                PLY_SAID(ply_markup("before", said[0].data != NULL ? said[0].data : ""),
                         ply_markup("after", said[1].data != NULL ? said[1].data : "")));
  ply_text_add(out, "\n");
  for (int when = 0; when < 2; when++) ply_text_done(&said[when]);
}

void ply_class_export_report(const ply_class_session *s, bool names, ply_text *out) {
  parley_scenario_info info = parley_scenario_describe(s->scenario);
  ply_class_page_begin(s, ply_words_of(s->words, "report"), out);
  ply_text_add(out, "<h1>");
  ply_words_escape(info.title != NULL ? info.title : info.id, out);
  ply_text_add(out, "</h1>\n");
  heading(s, "h2", "outcomes", out);
  for (int t = 0; t < s->state.n_tables; t++)
    for (int r = 0; r <= s->state.round; r++) outcome(s, t, r, names, out);
  predicted(s, out);
  heading(s, "h2", "better", out);
  for (int t = 0; t < s->state.n_tables; t++) better(s, t, out);
  answered(s, out);
  ply_class_page_end(out);
}
