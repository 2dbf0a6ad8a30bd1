/* parley class report: all tables of several lessons over one scenario, side by side: best and worst of each role, means,
 * and where each result stands among all who played the role. Reads the folders and touches nothing in them. Cost: their
 * logs; tables times roles, squared for the standings. */
#include "sim/class/class.h"
#include "sim/class/paper/paper.h"
#include "sim/class/session/moves.h"
#include "sim/class/session/plan.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A table that people played to its end. */
typedef struct column {
  int lesson, table;
  bool deal;
  double points[PLY_CLASS_ROLES]; /* of moves: a round, on average */
} column;

typedef struct classes {
  int n_lessons;
  const char *const *folders;
  ply_class_session *lessons; /* [n_lessons] */
  int n;
  column *columns;
} classes;

/* ---- reading ---- */

static ply_status same_game(const classes *c, int lesson, ply_err *err) {
  const ply_class_session *first = &c->lessons[0], *s = &c->lessons[lesson];
  const char *one = parley_scenario_describe(first->scenario).id,
             *other = parley_scenario_describe(s->scenario).id;
  bool same = strcmp(one, other) == 0 && first->shape.n_actors == s->shape.n_actors &&
              first->course.mode == s->course.mode;
  for (int i = 0; same && i < s->shape.n_actors; i++)
    same =
        strcmp(parley_game_actor_at(first->game, i).name.id, parley_game_actor_at(s->game, i).name.id) == 0;
  if (same) return PLY_OK;
  return ply_err_set(err, PLY_E_USAGE,
                     "%.100s plays %.60s, %.100s plays %.60s: only lessons of one game are compared",
                     c->folders[0], one, c->folders[lesson], other);
}

static bool has_people(const ply_class_session *s, int table) {
  for (int r = 0; r < s->state.n_roles; r++)
    if (ply_class_state_people(&s->state, table, r) > 0) return true;
  return false;
}

static bool points_of(const ply_class_session *s, int table, column *c) {
  int points[PLY_CLASS_ROLES], none[PLY_CLASS_ROLES];
  c->deal = s->state.tables[table].end[0].status == PLY_TABLE_DEAL;
  if (s->course.mode != PLY_MODE_SIMULTANEOUS) {
    if (!ply_class_end_points(s, table, 0, points, none)) return false;
    for (int i = 0; i < s->shape.n_actors; i++) c->points[i] = points[i];
    return true;
  }
  for (int i = 0; i < s->shape.n_actors; i++) {
    int n = 0, total = (s->state.playable >> i & 1) != 0 ? ply_class_total(s, table, i, 0, &n) : 0;
    if ((s->state.playable >> i & 1) != 0 && n == 0) return false;
    c->points[i] = n > 0 ? (double)total / n : 0;
  }
  return true;
}

static ply_status gather(classes *c, ply_err *err) {
  c->lessons = calloc((size_t)c->n_lessons, sizeof *c->lessons);
  c->columns = calloc((size_t)c->n_lessons * PLY_CLASS_MAX_TABLES, sizeof *c->columns);
  if (c->lessons == NULL || c->columns == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  for (int l = 0; l < c->n_lessons; l++) c->lessons[l].log.fd = -1;
  for (int l = 0; l < c->n_lessons; l++) {
    ply_status status = ply_class_session_recall(&c->lessons[l], c->folders[l], err);
    if (status == PLY_OK) status = same_game(c, l, err);
    if (status != PLY_OK) return status;
    for (int t = 0; t < c->lessons[l].state.n_tables; t++) {
      column *next = &c->columns[c->n];
      *next = (column){.lesson = l, .table = t};
      c->n += has_people(&c->lessons[l], t) && points_of(&c->lessons[l], t, next);
    }
  }
  return PLY_OK;
}

static void done(classes *c) {
  for (int l = 0; c->lessons != NULL && l < c->n_lessons; l++) ply_class_session_done(&c->lessons[l]);
  free(c->lessons);
  free(c->columns);
}

/* ---- telling ---- */

/* The last part of a folder's name, so that no place of a machine is told. */
static const char *name_of(const char *folder) {
  size_t n = strlen(folder);
  while (n > 1 && folder[n - 1] == '/') n--;
  while (n > 0 && folder[n - 1] != '/') n--;
  return folder + n;
}

static bool played(const classes *c, int role) { return (c->lessons[0].state.playable >> role & 1) != 0; }

static void put_points(const classes *c, double points, ply_text *out) {
  ply_text_addf(out, c->lessons[0].course.mode == PLY_MODE_SIMULTANEOUS ? "%.2f" : "%.0f", points);
}

static void extremes(const classes *c, int role, double *best, double *worst, double *mean) {
  *best = -INFINITY;
  *worst = INFINITY;
  *mean = 0;
  for (int k = 0; k < c->n; k++) {
    *best = fmax(*best, c->columns[k].points[role]);
    *worst = fmin(*worst, c->columns[k].points[role]);
    *mean += c->columns[k].points[role] / c->n;
  }
}

/* What the Nash bargain gives the role, in the first lesson's file; false where there is none. */
static bool nash_of(const classes *c, int role, int *points) {
  const ply_class_session *s = &c->lessons[0];
  const ply_class_found *found = ply_class_session_known(s);
  int all[PLY_CLASS_ROLES];
  for (int d = 0; found != NULL && d < found->n_deals; d++)
    if (strcmp(found->deals[d].key, "nash") == 0 && found->deals[d].found &&
        ply_class_points_all(s, found->deals[d].bundle, all)) {
      *points = all[role];
      return true;
    }
  return false;
}

static void table_head(const classes *c, const ply_words *w, ply_text *out) {
  ply_text_add(out, "<div class=\"wide\"><table><thead><tr>");
  ply_words_tag(w, out, "th", "role", NULL);
  for (int k = 0; k < c->n; k++) {
    ply_text_add(out, "<th class=\"n\">");
    ply_words_escape(name_of(c->folders[c->columns[k].lesson]), out);
    ply_text_addf(out, " %d</th>", c->columns[k].table + 1);
  }
  ply_words_tag(w, out, "th class=\"n\"", "best", NULL);
  ply_words_tag(w, out, "th class=\"n\"", "worst", NULL);
  ply_words_tag(w, out, "th class=\"n\"", "mean", NULL);
  ply_words_tag(w, out, "th class=\"n\"", "mean_theory", NULL);
  ply_text_add(out, "</tr></thead><tbody>\n");
}

static void table_row(const classes *c, int role, ply_text *out) {
  double best, worst, mean;
  int nash;
  extremes(c, role, &best, &worst, &mean);
  ply_text_add(out, "<tr><th scope=\"row\">");
  ply_words_escape(parley_game_actor_at(c->lessons[0].game, role).name.name, out);
  ply_text_add(out, "</th>");
  for (int k = 0; k < c->n; k++) {
    double points = c->columns[k].points[role];
    ply_text_addf(out, "<td class=\"n%s\">",
                  !(best > worst)   ? ""
                  : points >= best  ? " best"
                  : points <= worst ? " worst"
                                    : "");
    put_points(c, points, out);
    ply_text_addf(out, "%s</td>", !(best > worst) ? "" : points >= best ? " ▲" : points <= worst ? " ▼" : "");
  }
  const double told[] = {best, worst, mean};
  for (int k = 0; k < 3; k++) {
    ply_text_add(out, "<td class=\"n\">");
    if (k < 2)
      put_points(c, told[k], out);
    else
      ply_text_addf(out, "%.1f", told[k]);
    ply_text_add(out, "</td>");
  }
  if (c->lessons[0].course.mode != PLY_MODE_SIMULTANEOUS && nash_of(c, role, &nash))
    ply_text_addf(out, "<td class=\"n\">%d</td></tr>\n", nash);
  else
    ply_text_add(out, "<td class=\"n\">–</td></tr>\n");
}

/* How many of all who played the role did no better, in per cent. */
static int standing(const classes *c, int role, int k) {
  int n = 0;
  for (int other = 0; other < c->n; other++)
    n += c->columns[other].points[role] <= c->columns[k].points[role];
  return (int)lround(100.0 * n / c->n);
}

static void my_result(const classes *c, const ply_words *w, ply_text *out) {
  ply_words_tag(w, out, "h2", "my_result", NULL);
  ply_words_tag(w, out, "p", "my_result_how", NULL);
  ply_text_add(out, "\n<table><thead><tr>");
  ply_words_tag(w, out, "th", "session", NULL);
  for (int r = 0; r < c->lessons[0].shape.n_actors; r++) {
    if (!played(c, r)) continue;
    ply_text_add(out, "<th>");
    ply_words_escape(parley_game_actor_at(c->lessons[0].game, r).name.name, out);
    ply_text_add(out, "</th>");
  }
  ply_text_add(out, "</tr></thead><tbody>\n");
  for (int k = 0; k < c->n; k++) {
    ply_text_add(out, "<tr><th scope=\"row\">");
    ply_words_escape(name_of(c->folders[c->columns[k].lesson]), out);
    ply_text_add(out, ", ");
    ply_words_html(w, out, "table", PLY_SAID(ply_number_word("n", c->columns[k].table + 1)));
    if (c->lessons[0].course.mode != PLY_MODE_SIMULTANEOUS) {
      ply_text_add(out, ": ");
      ply_words_html(w, out, c->columns[k].deal ? "end_deal" : "end_none", NULL);
    }
    ply_text_add(out, "</th>");
    for (int r = 0; r < c->lessons[0].shape.n_actors; r++) {
      if (!played(c, r)) continue;
      ply_text_add(out, "<td>");
      put_points(c, c->columns[k].points[r], out);
      ply_text_add(out, " · ");
      ply_words_html(w, out, "no_better_share", PLY_SAID(ply_number_word("n", standing(c, r, k))));
      ply_text_add(out, "</td>");
    }
    ply_text_add(out, "</tr>\n");
  }
  ply_text_add(out, "</tbody></table>\n");
}

static void tell(const classes *c, ply_text *out) {
  const ply_class_session *first = &c->lessons[0];
  const ply_words *w = first->words;
  parley_scenario_info info = parley_scenario_describe(first->scenario);
  int deals = 0;
  for (int k = 0; k < c->n; k++) deals += c->columns[k].deal;
  ply_class_page_begin(first, ply_words_of(w, "classes"), out);
  ply_text_add(out, "<h1>");
  ply_words_escape(info.title != NULL ? info.title : info.id, out);
  ply_text_add(out, "</h1>\n<p>");
  ply_words_html(w, out, "n_sessions", PLY_SAID(ply_number_word("n", c->n_lessons)));
  ply_text_add(out, "; ");
  ply_words_html(w, out, "n_tables", PLY_SAID(ply_number_word("n", c->n)));
  ply_text_add(out, ". ");
  if (first->course.mode != PLY_MODE_SIMULTANEOUS)
    ply_words_html(w, out, "deals_of", PLY_SAID(ply_number_word("n", deals), ply_number_word("of", c->n)));
  ply_text_add(out, " ");
  ply_words_html(w, out, "bots_left_out", NULL);
  ply_text_add(out, "</p>\n");
  ply_words_tag(w, out, "p", "classes_how", NULL);
  ply_text_add(out, "\n");
  if (c->n > 0) {
    table_head(c, w, out);
    for (int r = 0; r < first->shape.n_actors; r++)
      if (played(c, r)) table_row(c, r, out);
    ply_text_add(out, "</tbody></table></div>\n");
    my_result(c, w, out);
  }
  ply_class_page_end(out);
}

parley_status parley_class_report(const char *const *folders, int n_folders, char **html,
                                  parley_error *error) {
  classes c = {.n_lessons = n_folders, .folders = folders};
  ply_err err = {0};
  *html = NULL;
  ply_status status = gather(&c, &err);
  if (status == PLY_OK) {
    ply_text out;
    ply_text_init(&out);
    tell(&c, &out);
    *html = ply_text_take(&out);
    if (*html == NULL) status = ply_err_set(&err, PLY_E_MEMORY, "not enough memory");
  }
  done(&c);
  return status == PLY_OK ? PARLEY_OK : ply_class_told(&err, error);
}
